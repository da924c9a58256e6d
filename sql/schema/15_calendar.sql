-- The calendar of working days, by the State Council's yearly notices.
-- Nothing is assumed of a year that has no row in calendar_year.

CREATE TABLE credit.calendar_year (
	year integer PRIMARY KEY CHECK (year BETWEEN 1949 AND 9999),
	notice text NOT NULL CHECK (notice <> ''),
	source text
);
COMMENT ON TABLE credit.calendar_year IS
	'years whose days off and days worked are loaded; counting in working days over any other year is JC006';
COMMENT ON COLUMN credit.calendar_year.year IS
	'calendar year';
COMMENT ON COLUMN credit.calendar_year.notice IS
	'notice that settled the year: its number, or its title where the number is not known';
COMMENT ON COLUMN credit.calendar_year.source IS
	'where the notice is published';

CREATE TABLE credit.calendar_day (
	day date PRIMARY KEY CHECK (isfinite(day)),
	kind text NOT NULL CHECK (kind IN ('holiday', 'workday')),
	name text,
	notice text NOT NULL CHECK (notice <> ''),
	version integer NOT NULL DEFAULT 1 CHECK (version > 0)
);
COMMENT ON TABLE credit.calendar_day IS
	'days that depart from Monday to Friday: weekdays off and weekend days worked; a row that repeats what the weekday says does no harm';
COMMENT ON COLUMN credit.calendar_day.day IS
	'civil day';
COMMENT ON COLUMN credit.calendar_day.kind IS
	'holiday: off, also in exchange for another day; workday: worked, though a Saturday or Sunday';
COMMENT ON COLUMN credit.calendar_day.name IS
	'festival it belongs to';
COMMENT ON COLUMN credit.calendar_day.notice IS
	'notice that names the day; that of the next year names days at the end of December';
COMMENT ON COLUMN credit.calendar_day.version IS
	'1 as first announced for the year; 2 and on where a later notice of the same year changed or added the day';

CREATE TABLE credit.calendar_revision (
	only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
	revision bigint NOT NULL
);
COMMENT ON TABLE credit.calendar_revision IS
	'one row: counts the statements that changed the calendar; a deadline is stored with the revision by which it was counted';
COMMENT ON COLUMN credit.calendar_revision.only_row IS
	'always true';
COMMENT ON COLUMN credit.calendar_revision.revision IS
	'number of changes so far';
INSERT INTO credit.calendar_revision (revision) VALUES (1);

CREATE TRIGGER statement_after AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.calendar_year
	FOR EACH STATEMENT EXECUTE FUNCTION credit.calendar_statement();
CREATE TRIGGER statement_after AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.calendar_day
	FOR EACH STATEMENT EXECUTE FUNCTION credit.calendar_statement();
