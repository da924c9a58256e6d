-- The tables of the regime are made, upgraded and dropped by functions; they
-- belong to whoever calls install(), not to the extension.

CREATE FUNCTION @extschema@.install(partitions pg_catalog.int4 DEFAULT 0, zone pg_catalog.text DEFAULT 'Asia/Shanghai')
	RETURNS pg_catalog.void
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_install';
COMMENT ON FUNCTION @extschema@.install(pg_catalog.int4, pg_catalog.text) IS
	'makes the tables, views and triggers, owned by the caller; partitions: 0 for plain data tables, else hash partitions by subject; zone: of the civil days; repeatable';

CREATE FUNCTION @extschema@.upgrade() RETURNS pg_catalog.void
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_upgrade';
COMMENT ON FUNCTION @extschema@.upgrade() IS
	'brings the tables to the installed version; to be called by their owner after ALTER EXTENSION credit UPDATE; raises 42501 for others';

CREATE FUNCTION @extschema@.uninstall(word pg_catalog.text) RETURNS pg_catalog.void
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_uninstall';
COMMENT ON FUNCTION @extschema@.uninstall(pg_catalog.text) IS
	'drops every table of the regime with all facts; the word is ''drop all facts'', anything else raises 22023';

CREATE FUNCTION @extschema@.load_reference() RETURNS TABLE (table_name pg_catalog.text, loaded pg_catalog.int8)
	LANGUAGE c VOLATILE STRICT PARALLEL UNSAFE
	AS 'MODULE_PATHNAME', 'credit_load_reference';
COMMENT ON FUNCTION @extschema@.load_reference() IS
	'loads agencies, sectors, matters, laws, calendar and the catalogue of the memoranda from files installed with the extension; a row whose key is present is left alone; gives the number of rows loaded by table';

CREATE FUNCTION @extschema@.guard_drop() RETURNS pg_catalog.event_trigger
	LANGUAGE c AS 'MODULE_PATHNAME', 'credit_guard_drop';
COMMENT ON FUNCTION @extschema@.guard_drop() IS
	'event trigger: refuses DROP EXTENSION, DROP SCHEMA, DROP OWNED of the owner and a new name for the schema while the tables of the regime exist';

CREATE EVENT TRIGGER credit_guard_drop ON ddl_command_start
	WHEN TAG IN ('DROP EXTENSION', 'DROP SCHEMA', 'DROP OWNED', 'ALTER SCHEMA')
	EXECUTE FUNCTION @extschema@.guard_drop();
COMMENT ON EVENT TRIGGER credit_guard_drop IS
	'keeps the tables of credit from being dropped by accident';
