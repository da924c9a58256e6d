-- Triggers of the catalogue.  Their head comments are in
-- src/catalogue_version.c.

CREATE FUNCTION @extschema@.catalogue_version() RETURNS pg_catalog.trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_catalogue_version';
COMMENT ON FUNCTION @extschema@.catalogue_version() IS
	'row trigger of a versioned table; its arguments name the key columns';

CREATE FUNCTION @extschema@.catalogue_statement() RETURNS pg_catalog.trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_catalogue_statement';
COMMENT ON FUNCTION @extschema@.catalogue_statement() IS
	'statement trigger of a table of the catalogue: excludes deciders, counts a revision, refuses TRUNCATE (JC009)';
