/*
 * catalogue_version.c
 *	  Versioning of catalogue rows: CREATE TRIGGER's manual page.
 *
 *	CREATE TRIGGER version_before BEFORE INSERT OR UPDATE OR DELETE ON t
 *		FOR EACH ROW EXECUTE FUNCTION credit.catalogue_version('key', ...);
 *	CREATE TRIGGER version_after AFTER UPDATE OR DELETE ON t
 *		FOR EACH ROW EXECUTE FUNCTION credit.catalogue_version('key', ...);
 *	CREATE TRIGGER statement_before / statement_after ... FOR EACH STATEMENT
 *		EXECUTE FUNCTION credit.catalogue_statement();
 *
 * The table has a column valid (daterange) and the key columns named by the
 * arguments.  A row whose valid has no end is the open version.
 *
 * INSERT	A code that never was may begin on any day; one that was, tomorrow
 *			at the earliest.  Without valid a conduct or measure begins
 *			tomorrow, a new agency or legal basis always was.
 * UPDATE	on the open version: the row as changed begins tomorrow, and the
 *			version so far ends then.  A version that has not begun yet, and a
 *			draft, is replaced in place.  Setting the end of valid, tomorrow
 *			or later, closes the row.
 * DELETE	on the open version: it ends with today.  What has not begun, and
 *			a draft, goes without trace.
 *
 * Closed versions met by the same statement are passed over; a statement that
 * meets only closed ones is refused.  The version so far is written back by
 * the AFTER row trigger: before it, the exclusion constraint would see two
 * rows for one day.
 *
 * Locks: the catalogue lock, exclusively, to the end of the transaction.
 *
 * Memory: counters of running statements in TopTransactionContext.
 */
#include "catalogue.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "lib/ilist.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "lock.h"
#include "owner.h"
#include "plan_cache.h"

PG_FUNCTION_INFO_V1(credit_catalogue_version);
PG_FUNCTION_INFO_V1(credit_catalogue_statement);

/* What one running statement met. */
typedef struct StatementCount
{
	slist_node	node;
	Oid			relation;
	TriggerEvent event;
	int			nest_level;
	int			open;
	int			closed;
} StatementCount;

static slist_head counts = SLIST_STATIC_INIT(counts);
static TransactionId counts_xid = InvalidTransactionId;
static bool restoring = false;	/* the closed version is being written back */

static HeapTuple before_insert(TriggerData *trigdata);
static HeapTuple before_update(TriggerData *trigdata);
static HeapTuple before_delete(TriggerData *trigdata);
static void write_back(TriggerData *trigdata, HeapTuple row, DateADT until);

/*
 * The counters of the statement that is running on a relation, or NULL.  Those
 * of another transaction went with its memory and are not looked at.
 */
static StatementCount *
current_count(Oid relation, TriggerEvent event)
{
	slist_iter	iter;

	if (counts_xid != GetTopTransactionIdIfAny())
		return NULL;
	slist_foreach(iter, &counts)
	{
		StatementCount *count = slist_container(StatementCount, node, iter.cur);

		if (count->relation == relation &&
			(count->event & TRIGGER_EVENT_OPMASK) == (event & TRIGGER_EVENT_OPMASK))
			return count;
	}
	return NULL;
}

static void
push_count(Oid relation, TriggerEvent event)
{
	TransactionId xid = GetTopTransactionId();
	StatementCount *count;

	if (xid != counts_xid)
	{
		/* what an aborted transaction left went with its memory */
		slist_init(&counts);
		counts_xid = xid;
	}
	while (!slist_is_empty(&counts))
	{
		count = slist_head_element(StatementCount, node, &counts);
		if (count->nest_level <= GetCurrentTransactionNestLevel())
			break;
		slist_pop_head_node(&counts);
	}
	count = MemoryContextAllocZero(TopTransactionContext, sizeof(StatementCount));
	count->relation = relation;
	count->event = event;
	count->nest_level = GetCurrentTransactionNestLevel();
	slist_push_head(&counts, &count->node);
}

static void
count_row(TriggerData *trigdata, bool closed)
{
	StatementCount *count = current_count(RelationGetRelid(trigdata->tg_relation),
										  trigdata->tg_event);

	if (count == NULL)
		return;
	if (closed)
		count->closed++;
	else
		count->open++;
}

/*
 * Statement trigger of every table that the catalogue consists of: excludes
 * deciders, counts a revision, refuses TRUNCATE, and refuses a statement that
 * met only closed versions.
 */
Datum
credit_catalogue_statement(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = (TriggerData *) fcinfo->context;
	Relation	relation;
	StatementCount *count;

	if (!CALLED_AS_TRIGGER(fcinfo) ||
		!TRIGGER_FIRED_FOR_STATEMENT(trigdata->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"credit.catalogue_statement\" must be fired by a statement trigger")));
	relation = trigdata->tg_relation;

	if (TRIGGER_FIRED_BEFORE(trigdata->tg_event))
	{
		if (TRIGGER_FIRED_BY_TRUNCATE(trigdata->tg_event))
			ereport(ERROR,
					(errcode(ERRCODE_CREDIT_HISTORY),
					 errmsg("table \"%s\" may not be truncated",
							RelationGetRelationName(relation)),
					 errdetail("Past decisions rest on the versions it keeps."),
					 errhint("DELETE ends the open versions with today.")));
		credit_lock_catalogue(true);
		if (!restoring)
			push_count(RelationGetRelid(relation), trigdata->tg_event);
		return PointerGetDatum(NULL);
	}

	if (restoring)
		return PointerGetDatum(NULL);

	credit_lock_catalogue(true);
	{
		OwnerScope	scope;
		SPIPlanPtr	plan;

		SPI_connect();
		credit_owner_enter(&scope, RelationGetRelid(relation), false);
		plan = credit_plan(PLAN_REVISION_BUMP,
						   "UPDATE credit.catalogue_revision SET revision = revision + 1",
						   0, NULL);
		if (SPI_execute_plan(plan, NULL, NULL, false, 0) != SPI_OK_UPDATE)
			elog(ERROR, "could not count the revision of the catalogue");
		credit_owner_leave(&scope);
		SPI_finish();
	}
	credit_catalogue_forget();

	count = current_count(RelationGetRelid(relation), trigdata->tg_event);
	if (count != NULL)
	{
		bool		only_closed = count->closed > 0 && count->open == 0;

		/* the innermost statement ends first */
		if (slist_head_node(&counts) == &count->node)
			slist_pop_head_node(&counts);
		else
			slist_delete(&counts, &count->node);
		if (only_closed)
			ereport(ERROR,
					(errcode(ERRCODE_CREDIT_HISTORY),
					 errmsg("only closed versions of \"%s\" meet the condition",
							RelationGetRelationName(relation)),
					 errdetail("A closed version is what past decisions rest on."),
					 errhint("Change the version whose valid has no end, or INSERT one that begins tomorrow or later.")));
	}
	return PointerGetDatum(NULL);
}

/* Row trigger; see the head of the file. */
Datum
credit_catalogue_version(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo) ||
		!TRIGGER_FIRED_FOR_ROW(trigdata->tg_event) ||
		trigdata->tg_trigger->tgnargs < 1)
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"credit.catalogue_version\" must be fired by a row trigger that names the key columns")));

	if (TRIGGER_FIRED_BEFORE(trigdata->tg_event))
	{
		if (TRIGGER_FIRED_BY_INSERT(trigdata->tg_event))
			return PointerGetDatum(restoring ? trigdata->tg_trigtuple :
								   before_insert(trigdata));
		if (TRIGGER_FIRED_BY_UPDATE(trigdata->tg_event))
			return PointerGetDatum(before_update(trigdata));
		return PointerGetDatum(before_delete(trigdata));
	}

	/* AFTER UPDATE or DELETE: write the version so far back where it counts */
	{
		TupleDesc	desc = RelationGetDescr(trigdata->tg_relation);
		HeapTuple	old = trigdata->tg_trigtuple;
		int			column = SPI_fnumber(desc, "valid");
		int			draft = SPI_fnumber(desc, "draft");
		bool		isnull;
		Span		was = credit_span(heap_getattr(old, column, desc, &isnull));
		DateADT		today = credit_today();

		if (draft > 0 && DatumGetBool(heap_getattr(old, draft, desc, &isnull)))
			return PointerGetDatum(NULL);
		if (!was.lower_inf && was.lower > today)
			return PointerGetDatum(NULL);
		if (TRIGGER_FIRED_BY_UPDATE(trigdata->tg_event))
		{
			Span		is = credit_span(heap_getattr(trigdata->tg_newtuple,
													  column, desc, &isnull));

			if (!is.lower_inf && (was.lower_inf || is.lower > was.lower))
				write_back(trigdata, old, is.lower);
		}
		else if (was.upper_inf)
			write_back(trigdata, old, today + 1);
	}
	return PointerGetDatum(NULL);
}

/* Write a version back that ends before a day. */
static void
write_back(TriggerData *trigdata, HeapTuple row, DateADT until)
{
	Relation	relation = trigdata->tg_relation;
	TupleDesc	desc = RelationGetDescr(relation);
	int			column = SPI_fnumber(desc, "valid");
	bool		isnull;
	Span		span = credit_span(heap_getattr(row, column, desc, &isnull));
	Datum		valid;
	bool		no_null = false;
	HeapTuple	closed;
	Datum		arg;
	Oid			argtype = desc->tdtypeid;
	char	   *name;
	OwnerScope	scope;

	span.upper_inf = false;
	span.upper = until;
	valid = credit_span_datum(&span);
	closed = heap_modify_tuple_by_cols(row, desc, 1, &column, &valid, &no_null);
	arg = heap_copy_tuple_as_datum(closed, desc);
	name = quote_qualified_identifier(get_namespace_name(RelationGetNamespace(relation)),
									  RelationGetRelationName(relation));

	SPI_connect();
	credit_owner_enter(&scope, RelationGetRelid(relation), false);
	restoring = true;
	PG_TRY();
	{
		if (SPI_execute_with_args(psprintf("INSERT INTO %s SELECT ($1).*", name),
								  1, &argtype, &arg, NULL, false, 0) != SPI_OK_INSERT)
			elog(ERROR, "could not write a closed version back");
	}
	PG_FINALLY();
	{
		restoring = false;
	}
	PG_END_TRY();
	credit_owner_leave(&scope);
	SPI_finish();
}

/* The key of a row as text for messages and queries; palloc'd. */
static char *
key_text(TriggerData *trigdata, HeapTuple row)
{
	TupleDesc	desc = RelationGetDescr(trigdata->tg_relation);
	StringInfoData text;

	initStringInfo(&text);
	for (int i = 0; i < trigdata->tg_trigger->tgnargs; i++)
	{
		int			column = SPI_fnumber(desc, trigdata->tg_trigger->tgargs[i]);
		char	   *value;

		if (column <= 0)
			ereport(ERROR,
					(errcode(ERRCODE_UNDEFINED_COLUMN),
					 errmsg("table \"%s\" has no key column \"%s\"",
							RelationGetRelationName(trigdata->tg_relation),
							trigdata->tg_trigger->tgargs[i])));
		value = SPI_getvalue(row, desc, column);
		appendStringInfo(&text, "%s%s", i > 0 ? ", " : "", value ? value : "null");
	}
	return text.data;
}

/*
 * Whether a code has any version yet, and the last day before which none
 * begins; registers the code in the table that foreign keys point to.
 */
static bool
code_exists(TriggerData *trigdata, HeapTuple row)
{
	Relation	relation = trigdata->tg_relation;
	TupleDesc	desc = RelationGetDescr(relation);
	int			nargs = trigdata->tg_trigger->tgnargs;
	StringInfoData query;
	Oid			argtypes[2];
	Datum		args[2];
	char		nulls[2] = {' ', ' '};
	OwnerScope	scope;
	bool		exists;

	initStringInfo(&query);
	appendStringInfo(&query, "SELECT FROM credit.%s WHERE ",
					 quote_identifier(RelationGetRelationName(relation)));
	for (int i = 0; i < nargs && i < 2; i++)
	{
		int			column = SPI_fnumber(desc, trigdata->tg_trigger->tgargs[i]);
		bool		isnull;

		argtypes[i] = SPI_gettypeid(desc, column);
		args[i] = heap_getattr(row, column, desc, &isnull);
		if (isnull)
			return false;		/* NOT NULL will say so */
		appendStringInfo(&query, "%s%s = $%d", i > 0 ? " AND " : "",
						 quote_identifier(trigdata->tg_trigger->tgargs[i]), i + 1);
	}

	SPI_connect();
	credit_owner_enter(&scope, RelationGetRelid(relation), false);
	if (SPI_execute_with_args(query.data, nargs, argtypes, args, nulls,
							  false, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not look for versions");
	exists = SPI_processed > 0;
	if (!exists && nargs == 1)
	{
		resetStringInfo(&query);
		appendStringInfo(&query,
						 "INSERT INTO credit.%s SELECT $1 WHERE NOT EXISTS"
						 " (SELECT FROM credit.%s WHERE code = $1)",
						 quote_identifier(psprintf("%s_code", RelationGetRelationName(relation))),
						 quote_identifier(psprintf("%s_code", RelationGetRelationName(relation))));
		if (SPI_execute_with_args(query.data, 1, argtypes, args, nulls,
								  false, 0) != SPI_OK_INSERT)
			elog(ERROR, "could not register a code");
	}
	credit_owner_leave(&scope);
	SPI_finish();
	return exists;
}

/* Put valid and author into a row. */
static HeapTuple
stamp(HeapTuple row, TupleDesc desc, const Span *span)
{
	int			columns[2];
	Datum		values[2];
	bool		nulls[2] = {false, false};
	int			n = 0;
	int			author = SPI_fnumber(desc, "author");

	columns[n] = SPI_fnumber(desc, "valid");
	values[n++] = credit_span_datum(span);
	if (author > 0)
	{
		columns[n] = author;
		values[n++] = CStringGetTextDatum(GetUserNameFromId(GetUserId(), false));
	}
	return heap_modify_tuple_by_cols(row, desc, n, columns, values, nulls);
}

/* Refusals of law for the tables that have some. */
static void
check_law(TriggerData *trigdata, HeapTuple row, bool is_new)
{
	const char *name = RelationGetRelationName(trigdata->tg_relation);
	TupleDesc	desc = RelationGetDescr(trigdata->tg_relation);

	if (strcmp(name, "conduct") == 0)
		credit_check_conduct(row, desc);
	else if (strcmp(name, "measure") == 0)
		credit_check_measure(row, desc, is_new);
}

static void
refuse_past(TriggerData *trigdata, HeapTuple row, const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_CREDIT_HISTORY),
			 errmsg("version of %s \"%s\" may not reach into the past",
					RelationGetRelationName(trigdata->tg_relation),
					key_text(trigdata, row)),
			 errdetail("%s", detail),
			 errhint("A change takes effect on %s at the earliest; leave valid out to get that.",
					 credit_day_text(credit_today() + 1)),
			 errtable(trigdata->tg_relation)));
}

static HeapTuple
before_insert(TriggerData *trigdata)
{
	TupleDesc	desc = RelationGetDescr(trigdata->tg_relation);
	HeapTuple	row = trigdata->tg_trigtuple;
	int			column = SPI_fnumber(desc, "valid");
	DateADT		tomorrow = credit_today() + 1;
	bool		isnull;
	Datum		valid = heap_getattr(row, column, desc, &isnull);
	Span		span = {.upper_inf = true,.lower = tomorrow};
	bool		exists = code_exists(trigdata, row);

	/*
	 * What the catalogue holds begins tomorrow; a law or a body that is new
	 * to the database is not new in the world.
	 */
	if (!exists && strcmp(RelationGetRelationName(trigdata->tg_relation), "conduct") != 0 &&
		strcmp(RelationGetRelationName(trigdata->tg_relation), "measure") != 0)
		span.lower_inf = true;
	if (!isnull)
		span = credit_span(valid);
	if (span.empty)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_HISTORY),
				 errmsg("version of %s \"%s\" has no day",
						RelationGetRelationName(trigdata->tg_relation),
						key_text(trigdata, row)),
				 errdetail("Its valid is an empty range."),
				 errhint("Leave valid out: the row begins tomorrow and stays open.")));
	if (exists && (span.lower_inf || span.lower < tomorrow))
		refuse_past(trigdata, row, "The code has versions already.");
	row = stamp(row, desc, &span);
	check_law(trigdata, row, !exists);
	return row;
}

/* Whether two versions differ in anything but valid and author. */
static bool
same_content(HeapTuple a, HeapTuple b, TupleDesc desc)
{
	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute att = TupleDescAttr(desc, i);
		char	   *x;
		char	   *y;

		if (att->attisdropped || strcmp(NameStr(att->attname), "valid") == 0 ||
			strcmp(NameStr(att->attname), "author") == 0)
			continue;
		x = SPI_getvalue(a, desc, i + 1);
		y = SPI_getvalue(b, desc, i + 1);
		if ((x == NULL) != (y == NULL) || (x != NULL && strcmp(x, y) != 0))
			return false;
	}
	return true;
}

static HeapTuple
before_update(TriggerData *trigdata)
{
	TupleDesc	desc = RelationGetDescr(trigdata->tg_relation);
	HeapTuple	old = trigdata->tg_trigtuple;
	HeapTuple	new = trigdata->tg_newtuple;
	int			column = SPI_fnumber(desc, "valid");
	int			draft_column = SPI_fnumber(desc, "draft");
	DateADT		today = credit_today();
	DateADT		tomorrow = today + 1;
	bool		isnull;
	Span		was = credit_span(heap_getattr(old, column, desc, &isnull));
	Datum		valid = heap_getattr(new, column, desc, &isnull);
	Span		is;
	bool		was_draft = false;
	bool		moved;

	if (!was.upper_inf)
	{
		count_row(trigdata, true);
		return NULL;
	}
	count_row(trigdata, false);

	if (strcmp(key_text(trigdata, old), key_text(trigdata, new)) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_HISTORY),
				 errmsg("code of %s \"%s\" may not be changed",
						RelationGetRelationName(trigdata->tg_relation),
						key_text(trigdata, old)),
				 errdetail("Decisions are pinned to the catalogue by it."),
				 errhint("DELETE this row and INSERT one under the new code.")));

	is = isnull ? was : credit_span(valid);
	if (draft_column > 0)
		was_draft = DatumGetBool(heap_getattr(old, draft_column, desc, &isnull));
	moved = is.empty || is.lower_inf != was.lower_inf || !is.upper_inf ||
		(!is.lower_inf && is.lower != was.lower);

	if (is.empty)
		refuse_past(trigdata, old, "Its valid would be an empty range.");

	if (was_draft)
	{
		bool		draft = DatumGetBool(heap_getattr(new, draft_column, desc, &isnull));

		if (!draft)
		{
			if (moved && (is.lower_inf || is.lower < tomorrow))
				refuse_past(trigdata, old, "A draft that is put in force begins tomorrow at the earliest.");
			if (is.lower_inf || is.lower < tomorrow)
			{
				is.lower_inf = false;
				is.lower = tomorrow;
			}
		}
	}
	else if (!was.lower_inf && was.lower > today)
	{
		/* has not begun: replaced in place */
		if (is.lower_inf || is.lower < tomorrow)
			refuse_past(trigdata, old, "The version has not begun, and would begin before tomorrow.");
	}
	else if (!moved)
	{
		/* an update that changes nothing makes no version */
		if (!same_content(old, new, desc))
		{
			is.lower_inf = false;
			is.lower = tomorrow;
		}
	}
	else if (is.lower_inf == was.lower_inf &&
			 (is.lower_inf || is.lower == was.lower))
	{
		/* the end is set: nothing else may change with it */
		if (is.upper < tomorrow)
			refuse_past(trigdata, old, "The version in force cannot end before tomorrow.");
		if (!same_content(old, new, desc))
			refuse_past(trigdata, old, "A version that has begun cannot be changed while it is closed.");
	}
	else if (is.lower_inf || is.lower < tomorrow)
		refuse_past(trigdata, old, "The version in force has begun on another day.");

	new = stamp(new, desc, &is);
	check_law(trigdata, new, false);
	return new;
}

static HeapTuple
before_delete(TriggerData *trigdata)
{
	TupleDesc	desc = RelationGetDescr(trigdata->tg_relation);
	bool		isnull;
	Span		was = credit_span(heap_getattr(trigdata->tg_trigtuple,
											   SPI_fnumber(desc, "valid"),
											   desc, &isnull));

	count_row(trigdata, !was.upper_inf);
	return was.upper_inf ? trigdata->tg_trigtuple : NULL;
}
