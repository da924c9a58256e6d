-- Terms, and stops that move their ends.

CREATE FUNCTION @extschema@.term_end(start pg_catalog.date, term pg_catalog.interval,
		month_end pg_catalog.text DEFAULT 'last_day') RETURNS pg_catalog.date
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_term_end_sql';
COMMENT ON FUNCTION @extschema@.term_end(pg_catalog.date, pg_catalog.interval, pg_catalog.text) IS
	'last day, inclusive, of a term; the start day is not counted, and without a corresponding day it ends with the month (''last_day'') or raises (''refuse'')';

CREATE FUNCTION @extschema@.last_day(from_day pg_catalog.date, base_last pg_catalog.date,
		stops pg_catalog.datemultirange) RETURNS pg_catalog.date
	LANGUAGE c IMMUTABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_last_day_sql';
COMMENT ON FUNCTION @extschema@.last_day(pg_catalog.date, pg_catalog.date, pg_catalog.datemultirange) IS
	'last day of a measure, moved by the stopped days on which it would otherwise have been in force; NULL while a stop is open, and where there is no last day';

CREATE FUNCTION @extschema@.in_force(from_day pg_catalog.date, base_last pg_catalog.date,
		stops pg_catalog.datemultirange) RETURNS pg_catalog.datemultirange
	LANGUAGE c IMMUTABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_in_force_sql';
COMMENT ON FUNCTION @extschema@.in_force(pg_catalog.date, pg_catalog.date, pg_catalog.datemultirange) IS
	'days on which a measure is in force; a base_last of NULL is a measure without a last day';

CREATE FUNCTION @extschema@.harmonise(last_days pg_catalog.date[], rule pg_catalog.text,
		cap pg_catalog.date DEFAULT NULL) RETURNS pg_catalog.date
	LANGUAGE c IMMUTABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_harmonise_sql';
COMMENT ON FUNCTION @extschema@.harmonise(pg_catalog.date[], pg_catalog.text, pg_catalog.date) IS
	'one last day for all measures of a decision by the rule shortest, longest, lead or fixed, never beyond the cap; NULL elements have no last day';
