/*
 * watch_report.c
 *	  The rows of a watched table become records, and corrections events.
 *
 * A statement's rows are read through the map (watch_map.c) with the rights
 * of whoever wrote them, and then reported as the owner of the watched table:
 * it is the owner who needs the right to INSERT into credit.record and
 * credit.event, and nobody gets more rights by a trigger than its owner has.
 * Only the look for the record of a row and the list of rejects are ours.
 *
 * What can be seen to be wrong is noted without raising.  The rest is tried at
 * once, in one subtransaction; where that fails, halves of it are tried, so a
 * bad row costs a few subtransactions and not one for each good row.  An error
 * that is not a row's fault (serialization, cancel, resources) is raised.
 *
 * Memory: the context of the batch.
 * Locks: those of the facts that are written.
 */
#include "watch.h"

#include "access/table.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/uuid.h"


#include "fact.h"
#include "owner.h"
#include "plan_cache.h"


/* Rows of an INSERT under way, by column. */
typedef struct Columns
{
	int			n;
	Datum	   *value[20];
	bool	   *null[20];
} Columns;

static void
columns_begin(Columns *columns, int ncolumns, int size)
{
	columns->n = 0;
	for (int c = 0; c < ncolumns; c++)
	{
		columns->value[c] = palloc0(sizeof(Datum) * size);
		columns->null[c] = palloc(sizeof(bool) * size);
	}
}

static void
put(Columns *columns, int column, Datum value, bool isnull)
{
	columns->value[column][columns->n] = value;
	columns->null[column][columns->n] = isnull;
}

/* Insert them, if there are any. */
static void
columns_insert(Columns *columns, PlanId id, const char *sql, int ncolumns, const Oid *types)
{
	Datum		args[20];
	Oid			argtypes[20];

	if (columns->n == 0)
		return;
	for (int c = 0; c < ncolumns; c++)
	{
		args[c] = credit_array(columns->value[c], columns->null[c], columns->n, types[c]);
		argtypes[c] = get_array_type(types[c]);
	}
	if (SPI_execute_plan(credit_plan(id, sql, ncolumns, argtypes), args, NULL, false, 0) != SPI_OK_INSERT)
		elog(ERROR, "could not report the rows of a watched table");
}

/* The subject of a row on its day; true if that is another identifier. */
static bool
subject_of(const WatchRow *row, Identifier *subject)
{
	*subject = row->subject;
	return credit_resolve(&row->subject, DatumGetDateADT(row->value[W_DETERMINED_ON]), false, subject);
}

static Datum
source_of(const WatchRun *run, const WatchRow *row)
{
	return row->null[W_SOURCE_AGENCY] ? CStringGetTextDatum(run->watch.agency) : row->value[W_SOURCE_AGENCY];
}

/*
 * The record that stands for a row, by what the row said: a corrected number
 * of the document counts as corrected, and what was withdrawn stands no more.
 */
static bool
find_record(const WatchRun *run, const WatchRow *row, const Identifier *subject, Datum *record)
{
	Oid			argtypes[4] = {credit_subject_type(), TEXTOID, TEXTOID, TEXTOID};
	Datum		args[4];
	char		nulls[4] = {' ', ' ', ' ', run->backfill ? 'n' : ' '};
	OwnerScope	scope;
	bool		found;

	args[0] = IdentifierPGetDatum(subject);
	args[1] = row->value[W_DOCUMENT_NO];
	args[2] = source_of(run, row);
	/* without a conduct: information, and of that only */
	args[3] = row->null[W_CONDUCT] ? CStringGetTextDatum("") : row->value[W_CONDUCT];
	SPI_connect();
	credit_owner_enter(&scope, credit_relation("record", false), false);
	if (SPI_execute_plan(credit_plan(PLAN_WATCH_FIND,
									 "SELECT r.record FROM credit.record r WHERE r.subject OPERATOR(credit.=) $1"
									 " AND r.record = ANY (ARRAY(SELECT o.record FROM credit.record o"
									 "   WHERE o.subject OPERATOR(credit.=) $1 AND o.document_no = $2"
									 "  UNION ALL SELECT e.target FROM credit.event e WHERE e.subject OPERATOR(credit.=) $1"
									 "   AND e.kind = 'record_corrected' AND e.changes ->> 'document_no' = $2))"
									 " AND r.source_agency = $3 AND ($4 IS NULL OR coalesce(r.conduct, $4) = $4)"
									 " AND coalesce((SELECT e.changes ->> 'document_no' FROM credit.event e"
									 "   WHERE e.subject OPERATOR(credit.=) r.subject AND e.decision = credit.decision_of(r.record)"
									 "   AND e.kind = 'record_corrected' AND e.changes ->> 'document_no' IS NOT NULL"
									 "   ORDER BY e.recorded_at DESC LIMIT 1), r.document_no) = $2"
									 " AND NOT EXISTS (SELECT FROM credit.event e WHERE e.subject OPERATOR(credit.=) r.subject"
									 "   AND e.decision = credit.decision_of(r.record) AND e.kind IN ('record_withdrawn', 'record_annulled'))"
									 " ORDER BY r.conduct IS NULL LIMIT 1",
									 4, argtypes),
						 args, nulls, false, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not look for the record of a row");
	found = SPI_processed > 0;
	if (found)
	{
		bool		isnull;

		*record = SPI_datumTransfer(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull),
									false, UUID_LEN);
	}
	credit_owner_leave(&scope);
	SPI_finish();
	return found;
}

/* What a correction changes, or NULL; raises for what no correction may. */
static Jsonb *
changes_of(const WatchRow *old, const WatchRow *new)
{
	JsonbParseState *state = NULL;
	bool		any = false;
	JsonbValue	word;

	(void) pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
	for (int c = 0; c < W_COLUMNS; c++)
	{
		const char *name = watch_columns[c].name;

		if (c == W_LATE_REASON || c == W_CONDUCT || credit_watch_same(old, new, c))
			continue;
		if (!watch_columns[c].corrected)
			ereport(ERROR,
					(errcode(ERRCODE_CREDIT_HISTORY),
					 errmsg("column \"%s\" of a record is not corrected", name),
					 errdetail("The row was changed after it had been reported, and its record stands as it was."),
					 errhint("Annul the record with credit.annul_record() and report the fact anew.")));
		any = true;
		word.type = jbvString;
		word.val.string.val = unconstify(char *, name);
		word.val.string.len = strlen(name);
		(void) pushJsonbValue(&state, WJB_KEY, &word);
		if (new->null[c])
			word.type = jbvNull;
		else if (watch_columns[c].type == BOOLOID)
		{
			word.type = jbvBool;
			word.val.boolean = DatumGetBool(new->value[c]);
		}
		else if (watch_columns[c].type == JSONBOID)
		{
			/* a document inside ours: any value may stand there */
			Jsonb	   *inside = DatumGetJsonbP(new->value[c]);

			if (JB_ROOT_IS_SCALAR(inside))
				(void) JsonbExtractScalar(&inside->root, &word);
			else
			{
				word.type = jbvBinary;
				word.val.binary.data = &inside->root;
				word.val.binary.len = VARSIZE(inside) - VARHDRSZ;
			}
		}
		else
		{
			word.val.string.val = watch_columns[c].type == DATEOID ?
				credit_day_text(DatumGetDateADT(new->value[c])) : TextDatumGetCString(new->value[c]);
			word.val.string.len = strlen(word.val.string.val);
		}
		(void) pushJsonbValue(&state, WJB_VALUE, &word);
	}
	return any ? JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_OBJECT, NULL)) : NULL;
}

enum
{
	V_SUBJECT, V_TARGET, V_KIND, V_DOCUMENT_NO, V_REASON, V_CHANGES, V_COLUMNS
};

static void
put_event(const WatchRun *run, Columns *events, const Identifier *subject, Datum record,
		  const WatchRow *row, const char *what, Jsonb *changes)
{
	Identifier *kept = palloc(sizeof(Identifier));

	*kept = *subject;
	put(events, V_SUBJECT, IdentifierPGetDatum(kept), false);
	put(events, V_TARGET, record, false);
	put(events, V_KIND, CStringGetTextDatum(changes ? "record_corrected" : "record_withdrawn"), false);
	put(events, V_DOCUMENT_NO, row->value[W_DOCUMENT_NO], false);
	put(events, V_REASON, CStringGetTextDatum(psprintf("%s table %s", what, run->table)), false);
	put(events, V_CHANGES, changes ? JsonbPGetDatum(changes) : (Datum) 0, changes == NULL);
	events->n++;
}

static void
put_record(const WatchRun *run, Columns *records, const WatchRow *row, const Identifier *subject, bool other)
{
	Identifier *kept = palloc(sizeof(Identifier) * 2);

	kept[0] = *subject;
	kept[1] = row->subject;
	for (int c = 0; c < W_COLUMNS; c++)
		put(records, c, row->value[c], row->null[c]);
	if (run->backfill)
	{
		put(records, W_CONDUCT, (Datum) 0, true);
		if (row->null[W_LATE_REASON])
			put(records, W_LATE_REASON, CStringGetTextDatum(psprintf("old row of table %s", run->table)), false);
	}
	put(records, W_COLUMNS, IdentifierPGetDatum(&kept[0]), false);
	put(records, W_COLUMNS + 1, IdentifierPGetDatum(&kept[1]), !other);
	put(records, W_COLUMNS + 2, CStringGetTextDatum(run->watch.agency), false);
	records->n++;
}

/* Report changes, as the owner of the watched table; raises what is refused. */
void
credit_watch_report(WatchRun *run, WatchChange *change, int n)
{
	Oid			types[W_COLUMNS + 3];
	Oid			event_types[V_COLUMNS] = {credit_subject_type(), UUIDOID, TEXTOID, TEXTOID, TEXTOID, JSONBOID};
	Columns		records;
	Columns		events;
	OwnerScope	scope;

	SPI_connect();
	for (int c = 0; c < W_COLUMNS; c++)
		types[c] = watch_columns[c].type;
	types[W_COLUMNS] = types[W_COLUMNS + 1] = credit_subject_type();
	types[W_COLUMNS + 2] = TEXTOID;
	columns_begin(&records, W_COLUMNS + 3, n);
	columns_begin(&events, V_COLUMNS, n);
	for (int i = 0; i < n; i++)
	{
		WatchRow   *old = change[i].old;
		WatchRow   *new = change[i].new;
		Identifier	was;
		Identifier	is;
		bool		other = false;
		Datum		record;
		bool		known = false;

		if (old != NULL)
		{
			(void) subject_of(old, &was);
			known = find_record(run, old, &was, &record);
		}
		if (new != NULL)
			other = subject_of(new, &is);
		if (run->backfill)
			known = find_record(run, new, &is, &record);
		if (new == NULL)
		{
			if (known)
				put_event(run, &events, &was, record, old,
						  strcmp(run->event, "DELETE") == 0 ? "deleted from" :
						  "no longer meets the condition in", NULL);
		}
		else if (!known)
			put_record(run, &records, new, &is, other);
		else if (run->backfill)
			continue;
		else if (identifier_compare(&was, &is) != 0 || !credit_watch_same(old, new, W_CONDUCT))
		{
			put_event(run, &events, &was, record, old, "is another fact now in", NULL);
			put_record(run, &records, new, &is, other);
		}
		else
		{
			Jsonb	   *changes = changes_of(old, new);

			if (changes != NULL)
				put_event(run, &events, &was, record, new, "corrected in", changes);
		}
	}
	credit_owner_enter(&scope, RelationGetRelid(run->map->root), false);
	columns_insert(&events, PLAN_WATCH_EVENT,
				   "INSERT INTO credit.event (subject, target, kind, document_no, reason, changes)"
				   " SELECT * FROM unnest($1, $2, $3, $4, $5, $6)", V_COLUMNS, event_types);
	columns_insert(&records, PLAN_WATCH_RECORD,
				   "INSERT INTO credit.record (document_no, determined_on, reason, subject_name, occurred_on, occurred_until,"
				   " served_on, final, birth_on, evidence, shareable, source_agency, late_reason, conduct, subject, identifier, agency)"
				   " SELECT document_no, determined_on, reason, subject_name, occurred_on, occurred_until, served_on, final,"
				   " birth_on, evidence, coalesce(shareable, true), source_agency, late_reason, conduct, subject, identifier, agency"
				   " FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) AS u"
				   " (document_no, determined_on, reason, subject_name, occurred_on, occurred_until, served_on, final,"
				   " birth_on, evidence, shareable, source_agency, late_reason, conduct, subject, identifier, agency)",
				   W_COLUMNS + 3, types);
	credit_owner_leave(&scope);
	SPI_finish();
	run->reported += records.n + events.n;
}

/* Whether an error says something of a row, and not of server or transaction. */
static bool
fault_of_row(int sqlstate)
{
	switch (ERRCODE_TO_CATEGORY(sqlstate))
	{
		case MAKE_SQLSTATE('4', '0', '0', '0', '0'):
		case MAKE_SQLSTATE('5', '3', '0', '0', '0'):
		case MAKE_SQLSTATE('5', '5', '0', '0', '0'):
		case MAKE_SQLSTATE('5', '7', '0', '0', '0'):
		case MAKE_SQLSTATE('5', '8', '0', '0', '0'):
		case MAKE_SQLSTATE('X', 'X', '0', '0', '0'):
			return false;
	}
	return true;
}

/* What keeps every row out is not looked for row by row. */
static bool
fault_of_all(int sqlstate)
{
	return sqlstate == ERRCODE_INSUFFICIENT_PRIVILEGE || sqlstate == ERRCODE_UNDEFINED_TABLE;
}

static void
refuse_change(WatchChange *change, const ErrorData *error)
{
	WatchRow   *row = change->new ? change->new : change->old;

	row->sqlstate = error->sqlerrcode;
	row->message = error->message ? pstrdup(error->message) : pstrdup("");
	row->detail = error->detail ? pstrdup(error->detail) : NULL;
}

/* Report changes in a subtransaction, or in halves; what fails is noted. */
void
credit_watch_try(WatchRun *run, WatchChange *change, int n)
{
	MemoryContext context = CurrentMemoryContext;
	ResourceOwner owner = CurrentResourceOwner;
	int64		before = run->reported;
	ErrorData  *error = NULL;

	BeginInternalSubTransaction(NULL);
	MemoryContextSwitchTo(context);
	PG_TRY();
	{
		credit_watch_report(run, change, n);
		ReleaseCurrentSubTransaction();
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(context);
		error = CopyErrorData();
		FlushErrorState();
		RollbackAndReleaseCurrentSubTransaction();
	}
	PG_END_TRY();
	MemoryContextSwitchTo(context);
	CurrentResourceOwner = owner;
	if (error == NULL)
		return;
	run->reported = before;
	if (!fault_of_row(error->sqlerrcode))
		ReThrowError(error);
	if (n > 1 && !fault_of_all(error->sqlerrcode))
	{
		FreeErrorData(error);
		credit_watch_try(run, change, n / 2);
		credit_watch_try(run, change + n / 2, n - n / 2);
		return;
	}
	for (int i = 0; i < n; i++)
		refuse_change(&change[i], error);
	FreeErrorData(error);
}

enum
{
	J_TARGET, J_EVENT, J_CONDUCT, J_AGENCY, J_SQLSTATE, J_MESSAGE, J_DETAIL,
	J_SOURCE_ROW, J_BY, J_AS, J_COLUMNS
};

/* Keep rows in credit.intake_reject; the row as jsonb is made by the caller's rights. */
void
credit_watch_keep(WatchRun *run, WatchRow **rows, int n)
{
	static const Oid types[J_COLUMNS] = {TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, JSONBOID, TEXTOID, TEXTOID};
	Columns		rejects;
	OwnerScope	scope;

	if (n == 0)
		return;
	SPI_connect();
	columns_begin(&rejects, J_COLUMNS, n);
	for (int i = 0; i < n; i++)
	{
		WatchRow   *row = rows[i];

		put(&rejects, J_TARGET, CStringGetTextDatum(run->table), false);
		put(&rejects, J_EVENT, CStringGetTextDatum(run->event), false);
		if (row->null[W_CONDUCT])
			put(&rejects, J_CONDUCT, CStringGetTextDatum(run->watch.conduct), false);
		else
			put(&rejects, J_CONDUCT, row->value[W_CONDUCT], false);
		put(&rejects, J_AGENCY, CStringGetTextDatum(run->watch.agency), false);
		put(&rejects, J_SQLSTATE, CStringGetTextDatum(unpack_sql_state(row->sqlstate)), false);
		put(&rejects, J_MESSAGE, CStringGetTextDatum(row->message), false);
		put(&rejects, J_DETAIL, row->detail ? CStringGetTextDatum(row->detail) : (Datum) 0, row->detail == NULL);
		put(&rejects, J_SOURCE_ROW, (Datum) 0, true);
		if (row->tuple != NULL)
		{
			Datum		json = DirectFunctionCall1(row_to_json,
												   heap_copy_tuple_as_datum(row->tuple, RelationGetDescr(run->relation)));

			put(&rejects, J_SOURCE_ROW, DirectFunctionCall1(jsonb_in, CStringGetDatum(TextDatumGetCString(json))), false);
		}
		put(&rejects, J_BY, CStringGetTextDatum(GetUserNameFromId(GetSessionUserId(), false)), false);
		put(&rejects, J_AS, CStringGetTextDatum(GetUserNameFromId(GetUserId(), false)), false);
		rejects.n++;
	}
	credit_owner_enter(&scope, credit_relation("intake_reject", false), false);
	columns_insert(&rejects, PLAN_WATCH_REJECT,
				   "INSERT INTO credit.intake_reject (target, event, conduct, agency, sqlstate, message, detail, source_row,"
				   " rejected_by, rejected_as) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
				   J_COLUMNS, types);
	credit_owner_leave(&scope);
	SPI_finish();
}
