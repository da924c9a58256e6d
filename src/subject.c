/*
 * subject.c
 *	  Subjects: which one an identifier means on a day, and of what kind it is.
 *
 * A number changes, and two bodies can have been given one code, so an
 * identifier is always resolved as of a day.  An identifier that was never
 * linked to another subject is a subject itself; so is one whose links were
 * all taken back from their first day.  What links there can be: link.c.
 *
 * An answer under a number must know the facts that were recorded under it.
 * Where the link that they came by has been taken away from under them, the
 * number means several subjects or none, and nothing is answered (JC005).
 *
 * Memory: the current context.  Locks: none of its own.
 */
#include "fact.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/uuid.h"

#include "owner.h"
#include "plan_cache.h"

PG_FUNCTION_INFO_V1(credit_subject_before);
PG_FUNCTION_INFO_V1(credit_subject_of_sql);
PG_FUNCTION_INFO_V1(credit_subject_of_text);

/* OID of type subject_id. */
Oid
credit_subject_type(void)
{
	return credit_type("subject_id");
}

/* The identifier as people read it; palloc'd. */
char *
credit_identifier_shown(const Identifier *identifier)
{
	char	   *text = palloc(IDENTIFIER_TEXT_SIZE);

	identifier_format(identifier, false, text);
	return text;
}

/* What an identifier means on a day. */
typedef struct Meaning
{
	bool		linked;			/* it was linked to a subject, ever */
	int			holding;		/* subjects that it belongs to */
	int			strays;			/* other subjects that facts were recorded
								 * about under it */
	Identifier	subject;		/* first of those it belongs to, else itself */
} Meaning;

/*
 * Look for the subjects that an identifier means on a day.  With read_only the
 * answer is that of the caller's snapshot, else what is committed now.
 */
static void
find_subjects(const Identifier *identifier, DateADT day, bool read_only,
			  Meaning *meaning)
{
	Oid			argtypes[2];
	Datum		args[2];
	OwnerScope	scope;
	SPIPlanPtr	plan;

	argtypes[0] = credit_subject_type();
	argtypes[1] = DATEOID;
	args[0] = IdentifierPGetDatum(identifier);
	args[1] = DateADTGetDatum(day);
	memset(meaning, 0, sizeof(Meaning));
	meaning->subject = *identifier;

	SPI_connect();
	credit_owner_enter(&scope, credit_relation("subject_identifier", false), read_only);

	/*
	 * An end cuts the links that were recorded before it.  Candidates are
	 * whoever the identifier is linked to, and itself if it has facts of its
	 * own, or nothing is left of its links; unless it was ended as its own.
	 * No row: never linked.
	 */
	plan = credit_plan(PLAN_RESOLVE,
					   "WITH row AS MATERIALIZED (SELECT subject, action, valid, recorded_at FROM credit.subject_identifier"
					   "  WHERE identifier OPERATOR(credit.=) $1),"
					   " link AS MATERIALIZED (SELECT subject, ended_on IS NOT NULL AS ended, valid * daterange(NULL, ended_on) AS days"
					   "  FROM (SELECT l.*, (SELECT min(lower(e.valid)) FROM row e WHERE e.action = 'end'"
					   "    AND e.subject OPERATOR(credit.=) l.subject AND e.recorded_at > l.recorded_at) AS ended_on"
					   "   FROM row l WHERE l.action = 'link') c),"
					   " owner AS MATERIALIZED (SELECT subject, bool_or(days @> $2) AS holds,"
					   "   bool_or(ended) AND EXISTS (SELECT FROM credit.record r WHERE r.subject OPERATOR(credit.=) l.subject"
					   "    AND r.identifier OPERATOR(credit.=) $1 AND NOT EXISTS (SELECT FROM link h"
					   "     WHERE h.subject OPERATOR(credit.=) l.subject AND h.days @> r.determined_on)) AS stray"
					   "  FROM link l GROUP BY subject)"
					   " SELECT subject, holds, stray FROM owner"
					   " UNION SELECT $1, EXISTS (SELECT FROM credit.subject WHERE subject OPERATOR(credit.=) $1)"
					   "   OR NOT EXISTS (SELECT FROM link WHERE NOT isempty(days)) AND NOT EXISTS (SELECT FROM owner WHERE stray), false"
					   "  WHERE EXISTS (SELECT FROM row) AND NOT EXISTS (SELECT FROM row WHERE action = 'end'"
					   "   AND subject OPERATOR(credit.=) $1 AND lower(valid) <= $2)"
					   " UNION SELECT subject, false, false FROM row",
					   2, argtypes);
	if ((read_only ? SPI_execute_plan(plan, args, NULL, true, 0) :
		 credit_execute_latest(plan, args, 0)) != SPI_OK_SELECT)
		elog(ERROR, "could not resolve an identifier");
	meaning->linked = SPI_processed > 0;
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		HeapTuple	row = SPI_tuptable->vals[i];
		TupleDesc	desc = SPI_tuptable->tupdesc;
		bool		isnull;
		Datum		subject = SPI_getbinval(row, desc, 1, &isnull);

		if (DatumGetBool(SPI_getbinval(row, desc, 2, &isnull)))
		{
			if (meaning->holding++ == 0)
				meaning->subject = *DatumGetIdentifierP(subject);
		}
		else if (DatumGetBool(SPI_getbinval(row, desc, 3, &isnull)))
			meaning->strays++;
	}
	if (!meaning->linked)
		meaning->holding = 1;
	credit_owner_leave(&scope);
	SPI_finish();
}

/*
 * Raise JC005 where an identifier means several subjects or none on a day;
 * else give the one it means.  Returns whether it is another identifier of the
 * subject.
 */
bool
credit_resolve(const Identifier *identifier, DateADT day, bool read_only,
			   Identifier *subject)
{
	Meaning		meaning;
	bool		nobody;

	find_subjects(identifier, day, read_only, &meaning);
	nobody = meaning.holding == 0;
	if (nobody || meaning.holding + meaning.strays > 1)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_IDENTIFIER),
				 nobody ?
				 errmsg("identifier \"%s\" belongs to nobody on %s",
						credit_identifier_shown(identifier), credit_day_text(day)) :
				 errmsg("identifier \"%s\" is ambiguous on %s",
						credit_identifier_shown(identifier), credit_day_text(day)),
				 meaning.strays > 0 ?
				 errdetail("Facts were recorded under it about a subject that it no longer belongs to.") :
				 nobody ?
				 errdetail("None of its links to a subject holds on that day.") :
				 errdetail("It belongs to %d subjects on that day.", meaning.holding),
				 errhint("Name the subject by another of its identifiers, or correct the links with credit.end_identifier().")));
	*subject = meaning.subject;
	return identifier_compare(subject, identifier) != 0;
}

/*
 * Whether a subject has a fact, a row of a table, or "any" of them: as
 * committed now, or as the transaction sees it.
 */
static bool
has_fact(const Identifier *subject, const char *table, Datum fact, bool latest)
{
#define OWN(table) "SELECT FROM credit." table " WHERE subject OPERATOR(credit.=) $1 AND " table " = $2"
	static const struct
	{
		const char *table;
		PlanId		plan;
		const char *query;
	}			tables[] = {
		{"record", PLAN_OWN_RECORD, OWN("record")},
		{"decision", PLAN_OWN_DECISION, OWN("decision")},
		{"event", PLAN_OWN_EVENT, OWN("event")},
		{"any", PLAN_OWN_ANY, OWN("record") " UNION ALL " OWN("decision") " UNION ALL " OWN("event")}
	};
	Oid			argtypes[2];
	Datum		args[2];
	OwnerScope	scope;
	SPIPlanPtr	plan;
	bool		found;
	int			which = 0;

	while (strcmp(tables[which].table, table) != 0)
		if (++which == lengthof(tables))
			elog(ERROR, "unknown table of facts \"%s\"", table);
	argtypes[0] = credit_subject_type();
	argtypes[1] = UUIDOID;
	args[0] = IdentifierPGetDatum(subject);
	args[1] = fact;
	SPI_connect();
	credit_owner_enter(&scope, credit_relation("record", false), false);
	plan = credit_plan(tables[which].plan, tables[which].query, 2, argtypes);
	if ((latest ? credit_execute_latest(plan, args, 1) :
		 SPI_execute_plan(plan, args, NULL, false, 1)) != SPI_OK_SELECT)
		elog(ERROR, "could not look for a fact");
	found = SPI_processed > 0;
	credit_owner_leave(&scope);
	SPI_finish();
	return found;
}

/*
 * The same for a step that names an earlier fact, a row of a table, or any:
 * where the identifier itself is the subject of that fact, it is meant,
 * whatever became of the identifier since.
 */
bool
credit_resolve_fact(const Identifier *identifier, DateADT day,
					const char *table, Datum fact, Identifier *subject)
{
	Meaning		meaning;

	find_subjects(identifier, day, false, &meaning);
	*subject = *identifier;
	if (!meaning.linked)
		return false;
	if ((meaning.holding != 1 || identifier_compare(&meaning.subject, identifier) != 0) &&
		has_fact(identifier, table, fact, true))
		return false;
	return credit_resolve(identifier, day, false, subject);
}

/*
 * Above READ COMMITTED, raise 40001 where a step names a fact that was
 * committed after the transaction began: what it rests on would not be seen.
 */
void
credit_require_seen(const Identifier *subject, const char *table, Datum fact)
{
	if (IsolationUsesXactSnapshot() && !has_fact(subject, table, fact, false))
		ereport(ERROR,
				(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
				 errmsg("could not serialize access due to a concurrent %s", table),
				 errdetail("It was committed after this transaction began."),
				 errhint("The transaction might succeed if retried.")));
}

/*
 * JC005 where a plain INSERT names a subject by another of its identifiers and
 * the row stands in a partition already: it cannot be moved from there.
 */
void
credit_subject_may_move(FactRow *row, const Identifier *given,
						const Identifier *subject)
{
	if (row->trigdata->tg_relation->rd_rel->relispartition)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_IDENTIFIER),
				 errmsg("identifier \"%s\" is another one of subject \"%s\"",
						credit_identifier_shown(given), credit_identifier_shown(subject)),
				 errdetail("The tables are partitioned by subject, and a row that is on its way in cannot change its partition."),
				 errhint("Insert under the subject that credit.subject_of() gives, or use the function that records this step.")));
}

static Datum
subject_of(const Identifier *identifier, DateADT day)
{
	Identifier *subject = palloc(sizeof(Identifier));

	credit_require_right_to_ask();
	if (DATE_NOT_FINITE(day))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("day of the question may not be infinite"),
				 errdetail("An answer is about one civil day."),
				 errhint("Give a day.")));
	(void) credit_resolve(identifier, day, true, subject);
	return IdentifierPGetDatum(subject);
}

/* subject_of(identifier subject_id, on_day date) returns subject_id */
Datum
credit_subject_of_sql(PG_FUNCTION_ARGS)
{
	return subject_of(PG_GETARG_IDENTIFIER_P(0), PG_GETARG_DATEADT(1));
}

/* subject_of(identifier text, on_day date) returns subject_id */
Datum
credit_subject_of_text(PG_FUNCTION_ARGS)
{
	Identifier	identifier;

	identifier_from_text(PG_GETARG_TEXT_PP(0), IDENTIFIER_ANY, &identifier);
	return subject_of(&identifier, PG_GETARG_DATEADT(1));
}

enum
{
	S_SUBJECT, S_SUBJECT_KEY, S_KIND, S_SUB_KIND, S_KIND_SOURCE, S_PERSONAL, S_REGION,
	S_RECORDED_AT, S_RECORDED_BY, S_RECORDED_AS
};
static const char *const subject_columns[] = {
	"subject", "subject_key", "kind", "sub_kind", "kind_source", "personal", "region",
	"recorded_at", "recorded_by", "recorded_as"
};
static FactTable subject_table = {
	.names = subject_columns,.ncolumns = lengthof(subject_columns)
};

/*
 * BEFORE INSERT row trigger of subject: derives from the identifier what is
 * left out.  Another kind than the derived one needs its document in
 * kind_source.
 */
Datum
credit_subject_before(PG_FUNCTION_ARGS)
{
	FactRow		row;
	bool		isnull;
	Identifier *subject;
	char	   *kind;
	const char *derived;
	char		region[8];
	char		key[33];

	credit_fact_begin(&row, fcinfo, &subject_table, "subject_before");
	credit_fact_require(&row, S_SUBJECT);
	subject = DatumGetIdentifierP(credit_fact_get(&row, S_SUBJECT, &isnull));
	derived = identifier_kind(subject);
	kind = credit_fact_text(&row, S_KIND);
	if (kind != NULL && strcmp(kind, derived) != 0)
	{
		char	   *source = credit_fact_text(&row, S_KIND_SOURCE);

		if (strcmp(derived, "natural_person") == 0)
			ereport(ERROR,
					(errcode(ERRCODE_CREDIT_SUBJECT),
					 errmsg("person \"%s\" cannot be entered as kind \"%s\"",
							credit_identifier_shown(subject), kind),
					 errdetail("The number is a person's, and the protection of persons and minors goes by it."),
					 errhint("Enter a body under its own code, and the person in their role there.")));
		if (source == NULL || strcmp(source, "derived") == 0)
			ereport(ERROR,
					(errcode(ERRCODE_CREDIT_SUBJECT),
					 errmsg("kind \"%s\" of subject \"%s\" is not what its identifier says",
							kind, credit_identifier_shown(subject)),
					 errdetail("The identifier says \"%s\".", derived),
					 errhint("Name the document that says otherwise in kind_source.")));
	}
	else
		credit_fact_set(&row, S_KIND_SOURCE, CStringGetTextDatum("derived"), false);
	if (kind == NULL)
		credit_fact_set(&row, S_KIND, CStringGetTextDatum(derived), false);
	if (credit_fact_text(&row, S_SUB_KIND) == NULL && identifier_sub_kind(subject) != NULL)
		credit_fact_set(&row, S_SUB_KIND,
						CStringGetTextDatum(identifier_sub_kind(subject)), false);
	credit_subject_key_of(subject, key);
	credit_fact_set(&row, S_SUBJECT_KEY, CStringGetTextDatum(key), false);
	credit_fact_set(&row, S_PERSONAL,
					BoolGetDatum(identifier_personal(subject) ||
								 (kind != NULL && strcmp(kind, "natural_person") == 0)), false);
	if (identifier_region(subject, region))
		credit_fact_set(&row, S_REGION, CStringGetTextDatum(region), false);
	credit_fact_stamp(&row, S_RECORDED_AT, DT_NOBEGIN);
	return credit_fact_end(&row);
}
