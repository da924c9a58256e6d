/*
 * catalogue_version.c
 *	  Versioning of catalogue rows: CREATE TRIGGER's manual page.
 *
 *	CREATE TRIGGER version_before BEFORE INSERT OR UPDATE OR DELETE ON t
 *		FOR EACH ROW EXECUTE FUNCTION credit.catalogue_version('key', ...);
 *	CREATE TRIGGER version_after AFTER UPDATE OR DELETE ON t
 *		FOR EACH ROW EXECUTE FUNCTION credit.catalogue_version('key', ...);
 *	and the statement triggers of catalogue_statement.c.
 *
 * The table has a column valid (daterange) and the key columns named by the
 * arguments.  A version with a day after today is open, as is a draft; one
 * whose last day is today or earlier is closed.
 *
 * INSERT	A code that never was may begin on any day; one that was, tomorrow
 *			at the earliest.  Without valid a conduct or measure begins
 *			tomorrow, a new agency or legal basis always was.  A row that
 *			stands as it is meets the primary key, so that ON CONFLICT DO
 *			NOTHING passes over it.
 * UPDATE	on an open version: the row as changed begins tomorrow, and the
 *			version so far ends then.  A version that has not begun yet, and a
 *			draft, is replaced in place.  Setting the end of valid, to
 *			tomorrow or later, moves the end.
 * DELETE	on an open version: it ends with today.  What has not begun, and a
 *			draft, goes without trace.
 *
 * Closed versions met by the same statement are passed over; a statement that
 * meets only closed ones is refused.  The version so far is written back by
 * the AFTER row trigger: before it, the exclusion constraint would see two
 * rows for one day.
 *
 * Locks: none of its own; the statement trigger has the catalogue lock.
 *
 * Memory: none that outlives the row.
 */
#include "catalogue.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "owner.h"

PG_FUNCTION_INFO_V1(credit_catalogue_version);

#define MAX_KEY 2

static HeapTuple before_insert(TriggerData *trigdata);
static HeapTuple before_update(TriggerData *trigdata);
static HeapTuple before_delete(TriggerData *trigdata);
static void write_back(TriggerData *trigdata, HeapTuple row, DateADT until);
static char *key_text(TriggerData *trigdata, HeapTuple row);
static bool same_content(HeapTuple a, HeapTuple b, TupleDesc desc);

/*
 * The closed version that is being written back: its relation, and how deep
 * in triggers that INSERT fires its own.  A trigger of somebody else's on the
 * table writes one level deeper, and its rows are rows like any other.
 */
static Oid	restored_relation = InvalidOid;
static int	restored_depth;

static int
trigger_depth(void)
{
	LOCAL_FCINFO(fcinfo, 0);

	InitFunctionCallInfoData(*fcinfo, NULL, 0, InvalidOid, NULL, NULL);
	return DatumGetInt32(pg_trigger_depth(fcinfo));
}

/* Whether a trigger is fired by the writing back of a closed version. */
bool
credit_catalogue_restoring(TriggerData *trigdata)
{
	return restored_relation == RelationGetRelid(trigdata->tg_relation) &&
		TRIGGER_FIRED_BY_INSERT(trigdata->tg_event) &&
		trigger_depth() == restored_depth;
}

/* A day range of a row. */
static Span
valid_of(HeapTuple row, TupleDesc desc, bool *isnull)
{
	Datum		valid = heap_getattr(row, SPI_fnumber(desc, "valid"), desc, isnull);
	Span		span = {0};

	return *isnull ? span : credit_span(valid);
}

/* Whether a row is a draft; a table without such a column has none. */
static bool
is_draft(HeapTuple row, TupleDesc desc)
{
	int			column = SPI_fnumber(desc, "draft");
	bool		isnull;
	Datum		draft;

	if (column <= 0)
		return false;
	draft = heap_getattr(row, column, desc, &isnull);
	return !isnull && DatumGetBool(draft);
}

/* Whether a version has been in force, and has no day after today. */
static bool
is_closed(const Span *span, bool draft)
{
	return !draft && !span->upper_inf && span->upper <= credit_today() + 1;
}

/* Whether a range begins before a day. */
static bool
begins_before(const Span *span, DateADT day)
{
	return span->lower_inf || span->lower < day;
}

/* Row trigger; see the head of the file. */
Datum
credit_catalogue_version(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = credit_trigger(fcinfo, "catalogue_version", true);
	TupleDesc	desc;
	HeapTuple	old;
	Span		was;
	DateADT		until = credit_today() + 1;
	bool		isnull;

	if (trigdata->tg_trigger->tgnargs < 1 || trigdata->tg_trigger->tgnargs > MAX_KEY)
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"credit.catalogue_version\" must be given the key columns")));
	desc = RelationGetDescr(trigdata->tg_relation);
	old = trigdata->tg_trigtuple;

	if (TRIGGER_FIRED_BEFORE(trigdata->tg_event))
	{
		if (credit_catalogue_restoring(trigdata))
			return PointerGetDatum(old);
		if (TRIGGER_FIRED_BY_INSERT(trigdata->tg_event))
			return PointerGetDatum(before_insert(trigdata));
		if (TRIGGER_FIRED_BY_UPDATE(trigdata->tg_event))
			return PointerGetDatum(before_update(trigdata));
		return PointerGetDatum(before_delete(trigdata));
	}

	/* AFTER UPDATE or DELETE: write the version so far back where it counts */
	was = valid_of(old, desc, &isnull);
	if (!is_draft(old, desc) && begins_before(&was, until))
	{
		bool		goes_on = false;

		if (TRIGGER_FIRED_BY_UPDATE(trigdata->tg_event))
		{
			Span		is = valid_of(trigdata->tg_newtuple, desc, &isnull);

			goes_on = begins_before(&is, until);
			until = is.lower;
		}
		if (!was.upper_inf && was.upper < until)
			until = was.upper;
		if (!goes_on)
			write_back(trigdata, old, until);
	}
	if (strcmp(RelationGetRelationName(trigdata->tg_relation), "legal_basis") == 0)
		credit_check_basis_footing(key_text(trigdata, old));
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
	Span		span = valid_of(row, desc, &isnull);
	Datum		valid;
	bool		no_null = false;
	HeapTuple	closed;
	Datum		arg;
	Oid			argtype = desc->tdtypeid;
	char	   *name;
	OwnerScope	scope;
	Oid			outer_relation = restored_relation;
	int			outer_depth = restored_depth;

	span.upper_inf = false;
	span.upper = until;
	valid = credit_span_datum(&span);
	closed = heap_modify_tuple_by_cols(row, desc, 1, &column, &valid, &no_null);
	arg = heap_copy_tuple_as_datum(closed, desc);
	name = quote_qualified_identifier(get_namespace_name(RelationGetNamespace(relation)),
									  RelationGetRelationName(relation));

	SPI_connect();
	credit_owner_enter(&scope, RelationGetRelid(relation), false);
	restored_relation = RelationGetRelid(relation);
	restored_depth = trigger_depth() + 1;
	PG_TRY();
	{
		if (SPI_execute_with_args(psprintf("INSERT INTO %s SELECT ($1).*", name),
								  1, &argtype, &arg, NULL, false, 0) != SPI_OK_INSERT)
			elog(ERROR, "could not write a closed version back");
	}
	PG_FINALLY();
	{
		restored_relation = outer_relation;
		restored_depth = outer_depth;
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

/* Register a code in the table that foreign keys point to. */
static void
register_code(Relation relation, Oid argtype, Datum code)
{
	const char *table = quote_identifier(psprintf("%s_code", RelationGetRelationName(relation)));

	if (SPI_execute_with_args(psprintf("INSERT INTO credit.%s SELECT $1 WHERE NOT EXISTS"
									   " (SELECT FROM credit.%s WHERE code = $1)",
									   table, table),
							  1, &argtype, &code, NULL, false, 0) != SPI_OK_INSERT)
		elog(ERROR, "could not register a code");
}

/*
 * Whether a code has any version yet, and whether one of them has all the
 * contents of the row.  Registers a new code.
 */
static bool
code_exists(TriggerData *trigdata, HeapTuple row, bool *stands)
{
	Relation	relation = trigdata->tg_relation;
	TupleDesc	desc = RelationGetDescr(relation);
	int			nargs = trigdata->tg_trigger->tgnargs;
	const char *table = quote_identifier(RelationGetRelationName(relation));
	StringInfoData query;
	Oid			argtypes[MAX_KEY];
	Datum		args[MAX_KEY];
	OwnerScope	scope;
	bool		exists;

	*stands = false;
	initStringInfo(&query);
	appendStringInfo(&query, "SELECT t FROM credit.%s t WHERE ", table);
	for (int i = 0; i < nargs; i++)
	{
		int			column = SPI_fnumber(desc, trigdata->tg_trigger->tgargs[i]);
		bool		isnull;

		argtypes[i] = SPI_gettypeid(desc, column);
		args[i] = heap_getattr(row, column, desc, &isnull);
		if (isnull)
			return false;		/* NOT NULL will say so */
		appendStringInfo(&query, "%st.%s = $%d", i > 0 ? " AND " : "",
						 quote_identifier(trigdata->tg_trigger->tgargs[i]), i + 1);
	}

	SPI_connect();
	credit_owner_enter(&scope, RelationGetRelid(relation), false);
	if (SPI_execute_with_args(query.data, nargs, argtypes, args, NULL,
							  false, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not look for versions");
	exists = SPI_processed > 0;
	for (uint64 i = 0; i < SPI_processed && !*stands; i++)
	{
		bool		isnull;
		Datum		found = SPI_getbinval(SPI_tuptable->vals[i],
										  SPI_tuptable->tupdesc, 1, &isnull);
		HeapTupleData version = {0};
		int			valid = SPI_fnumber(desc, "valid");

		version.t_data = DatumGetHeapTupleHeader(found);
		version.t_len = HeapTupleHeaderGetDatumLength(version.t_data);
		*stands = same_content(&version, row, desc) &&
			SPI_getvalue(row, desc, valid) != NULL &&
			strcmp(SPI_getvalue(&version, desc, valid),
				   SPI_getvalue(row, desc, valid)) == 0;
	}
	if (!exists && nargs == 1)
		register_code(relation, argtypes[0], args[0]);
	credit_owner_leave(&scope);
	SPI_finish();
	return exists;
}

/* Put valid, and the author of new contents, into a row. */
static HeapTuple
stamp(HeapTuple row, TupleDesc desc, const Span *span, bool new_contents)
{
	int			columns[2];
	Datum		values[2];
	bool		nulls[2] = {false, false};
	int			n = 0;
	int			author = SPI_fnumber(desc, "author");

	columns[n] = SPI_fnumber(desc, "valid");
	values[n++] = credit_span_datum(span);
	if (author > 0 && new_contents)
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

/* JC009 for a range without a day. */
static void
refuse_empty(TriggerData *trigdata, HeapTuple row)
{
	ereport(ERROR,
			(errcode(ERRCODE_CREDIT_HISTORY),
			 errmsg("version of %s \"%s\" has no day",
					RelationGetRelationName(trigdata->tg_relation),
					key_text(trigdata, row)),
			 errdetail("Its valid is an empty range."),
			 errhint("Leave valid out: the row begins tomorrow and stays open."),
			 errtable(trigdata->tg_relation)));
}

static HeapTuple
before_insert(TriggerData *trigdata)
{
	TupleDesc	desc = RelationGetDescr(trigdata->tg_relation);
	HeapTuple	row = trigdata->tg_trigtuple;
	DateADT		tomorrow = credit_today() + 1;
	bool		isnull;
	Span		span = valid_of(row, desc, &isnull);
	bool		stands;
	bool		exists = code_exists(trigdata, row, &stands);

	if (stands)
		return row;				/* meets the primary key */
	if (isnull)
	{
		const char *name = RelationGetRelationName(trigdata->tg_relation);

		/*
		 * What the catalogue holds begins tomorrow; a law or a body that is
		 * new to the database is not new in the world.
		 */
		span = (Span)
		{
			.upper_inf = true,.lower = tomorrow,
				.lower_inf = !exists && strcmp(name, "conduct") != 0 &&
				strcmp(name, "measure") != 0
		};
	}
	if (span.empty)
		refuse_empty(trigdata, row);
	if (exists && begins_before(&span, tomorrow))
		refuse_past(trigdata, row, "The code has versions already.");
	row = stamp(row, desc, &span, true);
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
	DateADT		tomorrow = credit_today() + 1;
	bool		isnull;
	Span		was = valid_of(old, desc, &isnull);
	Span		is = valid_of(new, desc, &isnull);
	bool		was_draft = is_draft(old, desc);
	bool		closed = is_closed(&was, was_draft);
	bool		same;
	bool		same_begin;
	bool		same_end;

	credit_catalogue_count(trigdata, closed);
	if (closed)
		return NULL;

	if (strcmp(key_text(trigdata, old), key_text(trigdata, new)) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_HISTORY),
				 errmsg("code of %s \"%s\" may not be changed",
						RelationGetRelationName(trigdata->tg_relation),
						key_text(trigdata, old)),
				 errdetail("Decisions are pinned to the catalogue by it."),
				 errhint("DELETE this row and INSERT one under the new code."),
				 errtable(trigdata->tg_relation)));
	if (isnull)
		is = was;
	if (is.empty)
		refuse_empty(trigdata, old);
	same = same_content(old, new, desc);
	same_begin = is.lower_inf == was.lower_inf &&
		(is.lower_inf || is.lower == was.lower);
	same_end = is.upper_inf == was.upper_inf &&
		(is.upper_inf || is.upper == was.upper);

	if (was_draft)
	{
		/* put in force, it begins tomorrow unless a later day is named */
		if (!is_draft(new, desc) && begins_before(&is, tomorrow))
		{
			if (!same_begin)
				refuse_past(trigdata, old, "A draft that is put in force begins tomorrow at the earliest.");
			is.lower_inf = false;
			is.lower = tomorrow;
		}
	}
	else if (!begins_before(&was, tomorrow))
	{
		if (begins_before(&is, tomorrow))
			refuse_past(trigdata, old, "The version has not begun, and would begin before tomorrow.");
	}
	else if (!same_begin)
	{
		if (begins_before(&is, tomorrow))
			refuse_past(trigdata, old, "The version in force has begun on another day.");
	}
	else if (same)
	{
		/* nothing, or only the end, is set: the version stays what it was */
		if (!is.upper_inf && is.upper < tomorrow)
			refuse_past(trigdata, old, "The version in force cannot end before today.");
		if (!was.upper_inf && (is.upper_inf || is.upper > was.upper))
		{
			/*
			 * days that it gains are held to the law as those of a new
			 * version
			 */
			Span		left = {.lower = tomorrow,.upper_inf = is.upper_inf,.upper = is.upper};

			check_law(trigdata, stamp(old, desc, &left, false), false);
		}
		return stamp(old, desc, &is, false);
	}
	else
	{
		if (!same_end)
			refuse_past(trigdata, old, "A version that has begun cannot be changed while its end is set.");
		is.lower_inf = false;
		is.lower = tomorrow;
	}
	if (!is.upper_inf && is.upper <= is.lower && !is.lower_inf)
		refuse_past(trigdata, old, "It would end before it begins.");

	new = stamp(same ? old : new, desc, &is, !same);
	check_law(trigdata, new, false);
	return new;
}

static HeapTuple
before_delete(TriggerData *trigdata)
{
	TupleDesc	desc = RelationGetDescr(trigdata->tg_relation);
	HeapTuple	old = trigdata->tg_trigtuple;
	bool		isnull;
	Span		was = valid_of(old, desc, &isnull);
	bool		closed = is_closed(&was, is_draft(old, desc));

	credit_catalogue_count(trigdata, closed);
	return closed ? NULL : old;
}
