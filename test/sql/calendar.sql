-- Working days.
SET datestyle = 'ISO, YMD';
SET ROLE regress_credit_office;

--
-- the reference data
--
SELECT min(year), max(year), count(*) FROM credit.calendar_year;
SELECT kind, count(*), count(*) FILTER (WHERE extract(isodow FROM day) > 5) AS on_weekends
FROM credit.calendar_day GROUP BY kind ORDER BY kind;
-- each day belongs to a year that is loaded
SELECT d.day FROM credit.calendar_day d
WHERE NOT EXISTS (SELECT FROM credit.calendar_year y WHERE y.year = extract(year FROM d.day));
-- adjusted working days
SELECT extract(year FROM day) AS year, string_agg(to_char(day, 'MM-DD'), ' ' ORDER BY day) AS worked
FROM credit.calendar_day WHERE kind = 'workday' GROUP BY 1 ORDER BY 1;
-- weekdays less statutory holidays (10, from 2008 11, from 2025 13), but for
-- days exchanged over a new year (2005-12-31, 2006-12-30 and 31, 2011-12-31)
-- and the days granted once in 2015 and 2020
SELECT year, credit.workdays_between(make_date(year - 1, 12, 31), make_date(year, 12, 31)),
	(SELECT count(*) FROM generate_series(make_timestamp(year, 1, 1, 0, 0, 0), make_timestamp(year, 12, 31, 0, 0, 0), '1 day') AS day
		WHERE extract(isodow FROM day) < 6)
	- CASE WHEN year < 2008 THEN 10 WHEN year < 2025 THEN 11 ELSE 13 END AS statutory
FROM generate_series(2004, 2025) AS year;
-- amendments made within the year
SELECT day, kind, name, notice FROM credit.calendar_day WHERE version > 1 ORDER BY day;
SELECT to_char(day, 'MM-DD Dy') AS day, credit.is_workday(day::date)
FROM generate_series(timestamp '2020-01-30', '2020-02-03', '1 day') AS day;
-- partial holidays are worked
SELECT day, credit.is_workday(day)
FROM unnest('{2024-03-08,2024-05-06,2024-08-01,2023-06-01}'::date[]) AS day;

--
-- add_workdays: the start is not counted
--
SELECT to_char(start, 'YYYY-MM-DD Dy') AS start, workdays,
	to_char(credit.add_workdays(start, workdays), 'YYYY-MM-DD Dy') AS last_day,
	credit.workdays_between(start, credit.add_workdays(start, workdays)) AS between
FROM (VALUES
	(date '2025-01-24', 3),
	('2025-01-24', 10),
	('2025-09-26', 7),
	('2025-09-30', 3),
	('2025-04-25', 2),
	('2026-02-12', 5),
	('2026-02-13', 3),
	('2026-01-02', 1),
	('2026-09-30', 10),
	('2020-01-22', 5),
	('2018-12-28', 1),
	-- a start that is not worked, and a limit of none
	('2025-10-04', 1),
	('2025-10-04', 0),
	-- over the end of a year
	('2005-12-30', 1),
	('2022-12-29', 2),
	('2024-12-30', 250)
) AS v (start, workdays);
-- a limit in calendar days that ends on a day off ends on the next worked one
SELECT credit.add_workdays(credit.term_end('2025-09-16', '15 days') - 1, 1);

-- the other way round
SELECT credit.workdays_between('2025-01-24', '2025-02-05') AS there,
	credit.workdays_between('2025-02-05', '2025-01-24') AS back,
	credit.workdays_between('2025-02-05', '2025-02-05') AS nowhere;
SELECT credit.is_workday(NULL) IS NULL AS strict;

--
-- never a guess
--
SELECT credit.is_workday('2027-01-04');
\echo :LAST_ERROR_SQLSTATE
SELECT credit.is_workday('2003-12-31');
-- the end of the last year waits for the next notice
SELECT credit.add_workdays('2026-12-18', 5);
SELECT credit.add_workdays('2026-12-18', 6);
\echo :LAST_ERROR_SQLSTATE
SELECT credit.is_workday('2026-12-27');
SELECT credit.workdays_between('2026-12-01', '2028-01-01');
SELECT credit.workdays_between('2028-01-01', '2026-12-01');
SELECT credit.add_workdays('2026-01-01', 2147483647);
SELECT credit.add_workdays('5874897-12-31', 1);
SELECT credit.is_workday('4713-01-01 BC');
SELECT credit.add_workdays('2026-01-05', -1);
\echo :LAST_ERROR_SQLSTATE
SELECT credit.add_workdays('infinity', 1);
\echo :LAST_ERROR_SQLSTATE
SELECT credit.workdays_between('2026-01-05', '-infinity');
SELECT credit.is_workday('infinity');

-- a year that is entered counts at once, also in a plan that is kept
PREPARE worked AS SELECT credit.is_workday('2027-01-04');
EXECUTE worked;
INSERT INTO credit.calendar_year (year, notice) VALUES (2027, 'notice of 2027');
EXECUTE worked;
INSERT INTO credit.calendar_day (day, kind, notice) VALUES ('2027-01-04', 'holiday', 'notice of 2027');
EXECUTE worked;
SELECT credit.is_workday('2026-12-28');
-- a row that says what the weekday says does no harm
INSERT INTO credit.calendar_day (day, kind, notice) VALUES
	('2027-01-09', 'holiday', 'notice of 2027'), ('2027-01-11', 'workday', 'notice of 2027');
SELECT credit.is_workday('2027-01-09') AS saturday, credit.is_workday('2027-01-11') AS monday;
-- a day without its year is not enough
INSERT INTO credit.calendar_day (day, kind, notice) VALUES ('2028-01-03', 'holiday', 'notice of 2028');
SELECT credit.is_workday('2028-01-03');
DELETE FROM credit.calendar_day WHERE day > '2027-01-01';
DELETE FROM credit.calendar_year WHERE year = 2027;
EXECUTE worked;

-- the operators of the caller are not those of the plan
RESET ROLE;
CREATE SCHEMA regress_credit_trap;
CREATE FUNCTION regress_credit_trap.trap(integer, integer) RETURNS boolean
	LANGUAGE plpgsql AS $$BEGIN RAISE 'the trap was called'; END$$;
CREATE OPERATOR regress_credit_trap.= (LEFTARG = integer, RIGHTARG = integer, FUNCTION = regress_credit_trap.trap);
SET search_path = regress_credit_trap, pg_catalog;
SELECT credit.is_workday('2026-01-05');
SELECT 1 = 1;
RESET search_path;
\set VERBOSITY terse
DROP SCHEMA regress_credit_trap CASCADE;
\set VERBOSITY default
SET ROLE regress_credit_office;

-- what the tables refuse
INSERT INTO credit.calendar_day (day, kind, notice) VALUES ('infinity', 'holiday', 'x');
INSERT INTO credit.calendar_day (day, kind, notice) VALUES ('2026-03-03', 'half', 'x');
INSERT INTO credit.calendar_year (year, notice) VALUES (2027, '');
