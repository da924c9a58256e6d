-- Days.

CREATE FUNCTION @extschema@.today() RETURNS pg_catalog.date
	LANGUAGE c STABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_today_sql';
COMMENT ON FUNCTION @extschema@.today() IS
	'civil day of the installation''s zone at the start of the transaction, whatever the TimeZone of the client';
