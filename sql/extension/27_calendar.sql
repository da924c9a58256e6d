-- Working days.

CREATE FUNCTION @extschema@.add_workdays(start pg_catalog.date, workdays pg_catalog.int4)
	RETURNS pg_catalog.date
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_add_workdays_sql';
COMMENT ON FUNCTION @extschema@.add_workdays(pg_catalog.date, pg_catalog.int4) IS
	'last of so many working days after the start day, which is not counted; JC006 where the calendar is not loaded';

CREATE FUNCTION @extschema@.workdays_between(from_day pg_catalog.date, to_day pg_catalog.date)
	RETURNS pg_catalog.int4
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_workdays_between_sql';
COMMENT ON FUNCTION @extschema@.workdays_between(pg_catalog.date, pg_catalog.date) IS
	'working days after the first day, up to and including the second; negative when the second is earlier; JC006 where the calendar is not loaded';

CREATE FUNCTION @extschema@.is_workday(day pg_catalog.date) RETURNS pg_catalog.bool
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_is_workday_sql';
COMMENT ON FUNCTION @extschema@.is_workday(pg_catalog.date) IS
	'whether agencies work on the day: Monday to Friday, except as the State Council''s notice for the year has it; JC006 where the calendar is not loaded';
