/*
 * reference.c
 *	  load_reference(): the catalogue of the memoranda from files that are
 *	  installed with the extension.
 *
 * A file is tab-separated text in UTF-8; its first line names the columns, \N
 * is NULL.  Rows go in by plain INSERTs of the caller, so every trigger and
 * every right applies to them; a row whose key is present is left alone, which
 * makes the function repeatable and keeps what a DBA has changed.
 *
 * Memory: a file at a time, in SPI's procedure context.
 */
#include "credit.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/guc.h"

#include "install.h"
#include "owner.h"

PG_FUNCTION_INFO_V1(credit_load_reference);

#define MAX_COLUMNS 80

/* The files in the order of their foreign keys, and the columns of a key. */
static const struct
{
	const char *table;
	int			nkeys;
}			files[] = {
	{"sector", 1},
	{"agency", 1},
	{"legal_basis", 1},
	{"agency_succession", 2},
	{"special_group", 1},
	{"power", 2},
	{"matter", 1},
	{"severity_class", 1},
	{"conduct", 1},
	{"measure", 2},
	{"calendar_year", 1},
	{"calendar_day", 1},
};

/* Split a line at its tabs, in place; returns the number of fields. */
static int
split(char *line, char **fields)
{
	int			n = 0;

	for (;;)
	{
		char	   *tab = strchr(line, '\t');

		if (n == MAX_COLUMNS)
			elog(ERROR, "too many columns in a reference file");
		fields[n++] = line;
		if (tab == NULL)
			return n;
		*tab = '\0';
		line = tab + 1;
	}
}

/*
 * The statement that loads one row: text parameters cast to the types of the
 * columns, nothing where the key is present before this file is loaded.
 */
static char *
insert_statement(const char *table, char **columns, int n, int nkeys)
{
	StringInfoData list;
	StringInfoData values;
	StringInfoData key;

	initStringInfo(&list);
	initStringInfo(&values);
	initStringInfo(&key);
	for (int i = 0; i < n; i++)
	{
		Oid			argtypes[2] = {TEXTOID, TEXTOID};
		Datum		args[2];
		char	   *type;

		args[0] = CStringGetTextDatum(table);
		args[1] = CStringGetTextDatum(columns[i]);
		if (SPI_execute_with_args("SELECT format_type(a.atttypid, a.atttypmod) FROM pg_attribute a"
								  " JOIN pg_class c ON c.oid = a.attrelid"
								  " WHERE c.relnamespace = 'credit'::regnamespace AND c.relname = $1"
								  " AND a.attname = $2 AND a.attnum > 0",
								  2, argtypes, args, NULL, true, 1) != SPI_OK_SELECT ||
			SPI_processed != 1)
			elog(ERROR, "reference file of \"%s\" names an unknown column \"%s\"",
				 table, columns[i]);
		type = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
		appendStringInfo(&list, "%s%s", i ? ", " : "", quote_identifier(columns[i]));
		appendStringInfo(&values, "%sCAST($%d AS %s)", i ? ", " : "", i + 1, type);
		if (i < nkeys)
			appendStringInfo(&key, "%s%s = CAST($%d AS %s)", i ? " AND " : "",
							 quote_identifier(columns[i]), i + 1, type);
	}
	return psprintf("INSERT INTO credit.%s (%s) SELECT %s WHERE NOT EXISTS"
					" (SELECT FROM credit.%s WHERE %s)",
					quote_identifier(table), list.data, values.data,
					quote_identifier(table), key.data);
}

/* Load one file; returns the number of rows that were not there. */
static int64
load(const char *table, int nkeys)
{
	char	   *rest = credit_read_share_file(psprintf("credit_%s.tsv", table));
	char	   *fields[MAX_COLUMNS];
	Oid			argtypes[MAX_COLUMNS];
	Datum		args[MAX_COLUMNS];
	char		nulls[MAX_COLUMNS];
	SPIPlanPtr	plan = NULL;
	int			n = 0;
	int			number = 0;
	int64		loaded = 0;

	while (rest != NULL && *rest != '\0')
	{
		char	   *end = strchr(rest, '\n');
		char	   *line = rest;
		int			found;

		rest = NULL;
		if (end != NULL)
		{
			*end = '\0';
			rest = end + 1;
			if (end > line && end[-1] == '\r')
				end[-1] = '\0';
		}
		number++;
		found = split(line, fields);
		if (plan == NULL)
		{
			n = found;
			for (int i = 0; i < n; i++)
				argtypes[i] = TEXTOID;
			plan = SPI_prepare(insert_statement(table, fields, n, nkeys), n, argtypes);
			if (plan == NULL)
				elog(ERROR, "SPI_prepare failed: %s", SPI_result_code_string(SPI_result));
			continue;
		}
		if (found != n)
			elog(ERROR, "line %d of the reference file of \"%s\" has %d columns instead of %d",
				 number, table, found, n);
		for (int i = 0; i < n; i++)
		{
			bool		isnull = strcmp(fields[i], "\\N") == 0;

			nulls[i] = isnull ? 'n' : ' ';
			args[i] = isnull ? (Datum) 0 : CStringGetTextDatum(fields[i]);
		}
		if (SPI_execute_plan(plan, args, nulls, false, 0) != SPI_OK_INSERT)
			elog(ERROR, "could not load line %d of the reference file of \"%s\"", number, table);
		loaded += SPI_processed;
		CHECK_FOR_INTERRUPTS();
	}
	return loaded;
}

/* load_reference() returns table (table_name text, loaded bigint) */
Datum
credit_load_reference(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	int			level;

	(void) credit_relation("setting", false);
	InitMaterializedSRF(fcinfo, 0);

	level = NewGUCNestLevel();
	(void) set_config_option("search_path", "pg_catalog, pg_temp",
							 PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_SAVE, true, 0, false);
	for (int i = 0; i < lengthof(files); i++)
	{
		Datum		values[2];
		bool		nulls[2] = {false, false};
		int64		loaded;

		SPI_connect();
		loaded = load(files[i].table, files[i].nkeys);
		SPI_finish();
		values[0] = CStringGetTextDatum(files[i].table);
		values[1] = Int64GetDatum(loaded);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	AtEOXact_GUC(true, level);
	return (Datum) 0;
}
