/*
 * install.c
 *	  install(), upgrade() and uninstall(): the tables of the regime, owned by
 *	  whoever calls, and the guard that keeps them from being dropped by
 *	  accident.
 *
 * Tables that belong to an extension lose rows or edits in an ordinary dump
 * and restore, so the extension has none.  The script of the tables is a file
 * of the extension under a fixed name; it is read by C, because its caller
 * need not be a superuser.
 *
 * Memory: the script lives in the function's context.  Locks: those of DDL.
 */
#include "credit.h"

#include "catalog/dependency.h"
#include "catalog/namespace.h"
#include "catalog/objectaddress.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "commands/event_trigger.h"
#include "executor/spi.h"
#include "commands/dbcommands.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "nodes/parsenodes.h"
#include "nodes/value.h"
#include "pgtime.h"
#include "storage/fd.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"

#include "install.h"
#include "lock.h"
#include "owner.h"
#include "projection.h"

PG_FUNCTION_INFO_V1(credit_install);
PG_FUNCTION_INFO_V1(credit_uninstall);
PG_FUNCTION_INFO_V1(credit_upgrade);
PG_FUNCTION_INFO_V1(credit_guard_drop);

#define MAX_PARTITIONS 1024

/*
 * The whole of a file of the extension, palloc'd.  Only fixed names reach
 * this: no part of a name comes from a user.
 */
char *
credit_read_share_file(const char *name)
{
	char		share[MAXPGPATH];
	char	   *path;
	FILE	   *file;
	StringInfoData text;
	char		chunk[8192];
	size_t		n;

	get_share_path(my_exec_path, share);
	path = psprintf("%s/extension/%s", share, name);
	file = AllocateFile(path, PG_BINARY_R);
	if (file == NULL)
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not open file \"%s\" of the extension: %m", name),
				 errdetail("It is installed beside the extension's control file."),
				 errhint("Install the files of extension \"credit\" again.")));
	initStringInfo(&text);
	while ((n = fread(chunk, 1, sizeof(chunk), file)) > 0)
		appendBinaryStringInfo(&text, chunk, (int) n);
	if (ferror(file))
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not read file \"%s\" of the extension: %m", name)));
	FreeFile(file);
	pg_verifymbstr(text.data, text.len, false);
	return text.data;
}

/* Run statements as the current user with a path of pg_catalog only. */
static void
run_script(const char *script)
{
	int			level = NewGUCNestLevel();
	int			result;

	(void) set_config_option("search_path", "pg_catalog, pg_temp",
							 PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_SAVE, true, 0, false);
	(void) set_config_option("client_min_messages", "warning",
							 PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_SAVE, true, 0, false);
	result = SPI_execute(script, false, 0);
	if (result < 0)
		elog(ERROR, "script failed: %s", SPI_result_code_string(result));
	AtEOXact_GUC(true, level);
}

/* A script with every mark replaced by a text; palloc'd. */
static char *
replace_mark(const char *script, const char *mark, const char *by)
{
	StringInfoData text;
	const char *found;

	initStringInfo(&text);
	while ((found = strstr(script, mark)) != NULL)
	{
		appendBinaryStringInfo(&text, script, found - script);
		appendStringInfoString(&text, by);
		script = found + strlen(mark);
	}
	appendStringInfoString(&text, script);
	return text.data;
}

/* The script of the tables, with what install() decides put in. */
static char *
schema_script(int partitions, const char *zone)
{
	char	   *script = credit_read_share_file("credit_schema.sql");

	script = replace_mark(script, "/*partition*/",
						  partitions > 0 ? "PARTITION BY HASH (subject)" : "");
	script = replace_mark(script, "/*zone*/", quote_literal_cstr(zone));
	return replace_mark(script, "/*version*/", quote_literal_cstr(CREDIT_VERSION));
}

/*
 * Make the partitions of every partitioned table.  Statement triggers do not
 * come down from the parent, so each leaf gets its own: they serve a row that
 * is written to the leaf directly.
 */
static void
make_partitions(int partitions)
{
	run_script(psprintf("DO $do$ DECLARE t record; g record; i integer; BEGIN"
						" FOR t IN SELECT c.oid, c.relname FROM pg_class c"
						" WHERE c.relkind = 'p' AND c.relnamespace = 'credit'::regnamespace ORDER BY c.oid LOOP"
						" FOR i IN 0 .. %d LOOP"
						" EXECUTE format('CREATE TABLE credit.%%I PARTITION OF credit.%%I FOR VALUES WITH (MODULUS %d, REMAINDER %%s)',"
						"  t.relname || '_' || i, t.relname, i);"
						" EXECUTE format('COMMENT ON TABLE credit.%%I IS %%L', t.relname || '_' || i, 'partition of ' || t.relname);"
						" FOR g IN SELECT pg_get_triggerdef(oid) AS def FROM pg_trigger"
						"  WHERE tgrelid = t.oid AND NOT tgisinternal AND tgtype & 1 = 0 LOOP"
						"  EXECUTE replace(g.def, ' ON credit.' || t.relname || ' ', ' ON credit.' || t.relname || '_' || i || ' ');"
						" END LOOP; END LOOP; END LOOP; END $do$",
						partitions - 1, partitions));
}

/* Put a setting, as text. */
static void
put_setting(const char *name, const char *value)
{
	Oid			argtypes[2] = {TEXTOID, TEXTOID};
	Datum		args[2];

	args[0] = CStringGetTextDatum(name);
	args[1] = CStringGetTextDatum(value);
	if (SPI_execute_with_args("UPDATE credit.setting SET value = $2 WHERE name OPERATOR(pg_catalog.=) $1",
							  2, argtypes, args, NULL, false, 0) != SPI_OK_UPDATE ||
		SPI_processed != 1)
		elog(ERROR, "setting \"%s\" is missing", name);
}

/* Tell the caller about the search_path that agencies' tables need. */
static void
notice_search_path(void)
{
	bool		found;

	SPI_execute("SELECT FROM pg_catalog.pg_db_role_setting s, pg_catalog.unnest(s.setconfig) c"
				" WHERE s.setdatabase OPERATOR(pg_catalog.=) (SELECT oid FROM pg_catalog.pg_database"
				"   WHERE datname OPERATOR(pg_catalog.=) pg_catalog.current_database())"
				" AND s.setrole OPERATOR(pg_catalog.=) 0 AND c OPERATOR(pg_catalog.~) '^search_path=.*\\ycredit\\y'",
				true, 1);
	found = SPI_processed > 0;
	if (!found)
		ereport(NOTICE,
				(errmsg("search_path of the database does not end with credit"),
				 errhint("Run ALTER DATABASE %s SET search_path = \"$user\", public, credit;",
						 quote_identifier(get_database_name(MyDatabaseId)))));
}

/*
 * install(partitions integer, zone text) returns void.  Repeatable: where the
 * tables stand already, it says so and changes nothing.
 */
Datum
credit_install(PG_FUNCTION_ARGS)
{
	int			partitions = PG_GETARG_INT32(0);
	char	   *zone = text_to_cstring(PG_GETARG_TEXT_PP(1));
	Oid			setting;

	if (partitions < 0 || partitions > MAX_PARTITIONS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("number of partitions %d is out of range", partitions),
				 errdetail("It is 0 for plain tables, or up to %d.", MAX_PARTITIONS),
				 errhint("Plain tables serve a city; partitions help vacuum of very large ones.")));
	if (pg_tzset(zone) == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("time zone \"%s\" is not known", zone),
				 errdetail("The civil days of the installation are days of this zone."),
				 errhint("Names are listed in pg_timezone_names; the default is Asia/Shanghai.")));

	SPI_connect();
	setting = credit_relation("setting", true);
	if (OidIsValid(setting))
	{
		ereport(NOTICE,
				(errmsg("tables of credit are installed already"),
				 errdetail("Nothing was changed.")));
	}
	else
	{
		credit_projection_installing(true);
		PG_TRY();
		{
			run_script(schema_script(partitions, zone));
			if (partitions > 0)
				make_partitions(partitions);
		}
		PG_FINALLY();
		{
			credit_projection_installing(false);
		}
		PG_END_TRY();
		credit_day_forget();
		/* tables without a fact are projected */
		(void) credit_lock_projection(true);
		credit_projection_set();
	}
	notice_search_path();
	SPI_finish();
	PG_RETURN_VOID();
}

/*
 * upgrade() returns void: brings the tables of an older version to this one.
 * To be called by their owner after ALTER EXTENSION credit UPDATE.
 */
Datum
credit_upgrade(PG_FUNCTION_ARGS)
{
	credit_require_owner("upgrade");
	SPI_connect();
	/* 0.1.0 is the first layout: nothing to alter yet */
	put_setting("version", CREDIT_VERSION);
	SPI_finish();
	PG_RETURN_VOID();
}

/*
 * uninstall(word text) returns void: drops every table, view and function in
 * schema credit that belongs to the owner of the installation and not to the
 * extension, all at once, because views and functions depend on each other.
 * What an agency built on them is not dropped: it makes the call fail.
 */
Datum
credit_uninstall(PG_FUNCTION_ARGS)
{
	char	   *word = text_to_cstring(PG_GETARG_TEXT_PP(0));
	ObjectAddresses *objects;

	if (strcmp(word, "drop all facts") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("uninstall is not confirmed"),
				 errdetail("It drops every record, decision and catalogue row."),
				 errhint("Run SELECT credit.uninstall('drop all facts'); if that is meant.")));
	credit_require_owner("uninstall");

	SPI_connect();
	if (SPI_execute("WITH owner AS (SELECT relowner FROM pg_catalog.pg_class"
					"  WHERE oid OPERATOR(pg_catalog.=) 'credit.setting'::pg_catalog.regclass)"
					" SELECT o.classid, o.objid FROM ("
					"  SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AS classid, c.oid AS objid, c.relowner AS owner"
					"   FROM pg_catalog.pg_class c WHERE c.relnamespace OPERATOR(pg_catalog.=) 'credit'::pg_catalog.regnamespace"
					"   AND c.relkind OPERATOR(pg_catalog.=) ANY ('{r,p,v}'::\"char\"[]) AND NOT c.relispartition"
					"  UNION ALL SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass::pg_catalog.oid, p.oid, p.proowner"
					"   FROM pg_catalog.pg_proc p WHERE p.pronamespace OPERATOR(pg_catalog.=) 'credit'::pg_catalog.regnamespace) o"
					" WHERE o.owner OPERATOR(pg_catalog.=) (SELECT relowner FROM owner) AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d"
					"  WHERE d.classid OPERATOR(pg_catalog.=) o.classid AND d.objid OPERATOR(pg_catalog.=) o.objid"
					"  AND d.deptype OPERATOR(pg_catalog.=) 'e')",
					true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not list the tables of credit");
	objects = new_object_addresses();
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		ObjectAddress object = {0};
		bool		isnull;

		object.classId = DatumGetObjectId(SPI_getbinval(SPI_tuptable->vals[i],
														SPI_tuptable->tupdesc, 1, &isnull));
		object.objectId = DatumGetObjectId(SPI_getbinval(SPI_tuptable->vals[i],
														 SPI_tuptable->tupdesc, 2, &isnull));
		add_exact_object_address(&object, objects);
	}
	performMultipleDeletions(objects, DROP_RESTRICT, 0);
	credit_day_forget();
	SPI_finish();
	PG_RETURN_VOID();
}

/* Refuse a command that would take the tables away, while they stand. */
static void
refuse_loss(const char *what)
{
	if (OidIsValid(credit_relation("setting", true)))
		ereport(ERROR,
				(errcode(ERRCODE_DEPENDENT_OBJECTS_STILL_EXIST),
				 errmsg("%s is refused while the tables of credit exist", what),
				 errdetail("It would drop facts, or drop the subject columns and leave the rest of each table."),
				 errhint("Dump what must be kept, then run SELECT credit.uninstall('drop all facts');")));
}

/*
 * Event trigger before DROP EXTENSION, DROP SCHEMA, DROP OWNED and ALTER
 * SCHEMA: PostgreSQL's own hint says CASCADE, and CASCADE would drop the
 * subject columns out of every table; a schema that bears another name is not
 * guarded any more.
 */
Datum
credit_guard_drop(PG_FUNCTION_ARGS)
{
	Node	   *command;
	ListCell   *cell;

	if (!CALLED_AS_EVENT_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"credit.guard_drop\" must be fired by an event trigger")));
	command = ((EventTriggerData *) fcinfo->context)->parsetree;

	if (IsA(command, DropStmt))
	{
		DropStmt   *statement = (DropStmt *) command;
		bool		extension = statement->removeType == OBJECT_EXTENSION;

		if (!extension && statement->removeType != OBJECT_SCHEMA)
			PG_RETURN_NULL();
		foreach(cell, statement->objects)
		{
			const char *name = strVal(lfirst(cell));

			if (strcmp(name, "credit") == 0 ||
				(extension && statement->behavior == DROP_CASCADE &&
				 strcmp(name, "btree_gist") == 0))
				refuse_loss(psprintf("DROP %s %s", extension ? "EXTENSION" : "SCHEMA", name));
		}
	}
	else if (IsA(command, RenameStmt))
	{
		RenameStmt *statement = (RenameStmt *) command;

		if (statement->renameType == OBJECT_SCHEMA &&
			strcmp(statement->subname, "credit") == 0)
			refuse_loss("ALTER SCHEMA credit RENAME");
	}
	else if (IsA(command, DropOwnedStmt))
	{
		Oid			setting = credit_relation("setting", true);

		foreach(cell, ((DropOwnedStmt *) command)->roles)
		{
			Oid			role = get_rolespec_oid(lfirst_node(RoleSpec, cell), true);

			if (OidIsValid(setting) && OidIsValid(role) &&
				role == credit_owner_of(setting))
				refuse_loss("DROP OWNED");
		}
	}
	PG_RETURN_NULL();
}
