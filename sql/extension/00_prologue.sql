\echo Use "CREATE EXTENSION credit CASCADE" to load this file. \quit

-- Days and text of the regime need UTF8.
DO $$
BEGIN
	IF pg_catalog.getdatabaseencoding() <> 'UTF8' THEN
		RAISE EXCEPTION 'extension "credit" needs a database in UTF8'
			USING ERRCODE = 'feature_not_supported',
				DETAIL = pg_catalog.format('This database is in %s.', pg_catalog.getdatabaseencoding()),
				HINT = 'Create the database with ENCODING ''UTF8'' TEMPLATE template0.';
	END IF;
END
$$;

CREATE FUNCTION @extschema@.version() RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_version';
COMMENT ON FUNCTION @extschema@.version() IS
	'version of the installed library';
