/*
 * subject.c
 *	  Subjects: which one an identifier means on a day, and of what kind it is.
 *
 * A number changes, and two bodies can have been given one code, so an
 * identifier is always resolved as of a day.  An identifier that was never
 * linked to another subject is a subject itself.
 *
 * Memory: the current context.  Locks: none of its own.
 */
#include "fact.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/uuid.h"

#include "lock.h"
#include "owner.h"
#include "plan_cache.h"

PG_FUNCTION_INFO_V1(credit_subject_before);
PG_FUNCTION_INFO_V1(credit_subject_identifier_before);
PG_FUNCTION_INFO_V1(credit_subject_of_sql);

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

/*
 * Look for the subjects that an identifier means on a day.  Gives their
 * number, the first of them in *subject, and in *linked whether the identifier
 * was ever linked to a subject; one that never was is a subject itself.
 *
 * With read_only the answer is that of the caller's snapshot, else what is
 * committed now.
 */
static int
find_subjects(const Identifier *identifier, DateADT day, bool read_only,
			  Identifier *subject, bool *linked)
{
	Oid			argtypes[2];
	Datum		args[2];
	OwnerScope	scope;
	SPIPlanPtr	plan;
	int			holding = 0;

	argtypes[0] = credit_subject_type();
	argtypes[1] = DATEOID;
	args[0] = IdentifierPGetDatum(identifier);
	args[1] = DateADTGetDatum(day);

	SPI_connect();
	credit_owner_enter(&scope, credit_relation("subject_identifier", false), false);

	/*
	 * Candidates: whoever the identifier is linked to on the day, and itself
	 * if it has facts of its own and was not ended.  No row: never linked.
	 */
	plan = credit_plan(PLAN_RESOLVE,
					   "WITH link AS MATERIALIZED (SELECT subject, action, valid FROM credit.subject_identifier"
					   "  WHERE identifier OPERATOR(credit.=) $1)"
					   " SELECT DISTINCT l.subject, l.action = 'link' AND l.valid @> $2 AND NOT EXISTS"
					   "  (SELECT FROM link e WHERE e.action = 'end' AND e.subject OPERATOR(credit.=) l.subject"
					   "   AND lower(e.valid) <= $2 AND (lower_inf(l.valid) OR lower(e.valid) > lower(l.valid))) AS holds"
					   " FROM link l"
					   " UNION SELECT $1, true FROM credit.subject s WHERE s.subject OPERATOR(credit.=) $1"
					   "  AND EXISTS (SELECT FROM link) AND NOT EXISTS (SELECT FROM link e WHERE e.action = 'end'"
					   "   AND e.subject OPERATOR(credit.=) $1 AND lower(e.valid) <= $2)"
					   " ORDER BY 2 DESC",
					   2, argtypes);
	if ((read_only ? SPI_execute_plan(plan, args, NULL, true, 0) :
		 credit_execute_latest(plan, args, 0)) != SPI_OK_SELECT)
		elog(ERROR, "could not resolve an identifier");
	*linked = SPI_processed > 0;
	*subject = *identifier;
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		bool		isnull;
		Datum		value = SPI_getbinval(SPI_tuptable->vals[i],
										  SPI_tuptable->tupdesc, 1, &isnull);

		if (!DatumGetBool(SPI_getbinval(SPI_tuptable->vals[i],
										SPI_tuptable->tupdesc, 2, &isnull)))
			continue;
		if (holding++ == 0)
			*subject = *DatumGetIdentifierP(value);
	}
	if (!*linked)
		holding = 1;
	credit_owner_leave(&scope);
	SPI_finish();
	return holding;
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
	bool		linked;
	int			holding = find_subjects(identifier, day, read_only, subject, &linked);

	if (holding != 1)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_IDENTIFIER),
				 holding == 0 ?
				 errmsg("identifier \"%s\" belongs to nobody on %s",
						credit_identifier_shown(identifier), credit_day_text(day)) :
				 errmsg("identifier \"%s\" is ambiguous on %s",
						credit_identifier_shown(identifier), credit_day_text(day)),
				 holding == 0 ?
				 errdetail("None of its links to a subject holds on that day.") :
				 errdetail("It belongs to %d subjects on that day.", holding),
				 errhint("Name the subject by another of its identifiers, or correct the links with credit.end_identifier().")));
	return identifier_compare(subject, identifier) != 0;
}

/*
 * Whether a subject has a record or a decision: as committed now, or as the
 * transaction sees it.
 */
static bool
has_fact(const Identifier *subject, bool of_record, Datum fact, bool latest)
{
	Oid			argtypes[2];
	Datum		args[2];
	OwnerScope	scope;
	SPIPlanPtr	plan;
	bool		found;

	argtypes[0] = credit_subject_type();
	argtypes[1] = UUIDOID;
	args[0] = IdentifierPGetDatum(subject);
	args[1] = fact;
	SPI_connect();
	credit_owner_enter(&scope, credit_relation(of_record ? "record" : "decision", false), false);
	plan = credit_plan(of_record ? PLAN_OWN_RECORD : PLAN_OWN_DECISION,
					   of_record ?
					   "SELECT FROM credit.record WHERE subject OPERATOR(credit.=) $1 AND record = $2" :
					   "SELECT FROM credit.decision WHERE subject OPERATOR(credit.=) $1 AND decision = $2",
					   2, argtypes);
	if ((latest ? credit_execute_latest(plan, args, 1) :
		 SPI_execute_plan(plan, args, NULL, false, 1)) != SPI_OK_SELECT)
		elog(ERROR, "could not look for a fact");
	found = SPI_processed > 0;
	credit_owner_leave(&scope);
	SPI_finish();
	return found;
}

/*
 * The same for a step that names an earlier fact, a row of table record or
 * decision: where the identifier itself is the subject of that fact, it is
 * meant, whatever became of the identifier since.
 */
bool
credit_resolve_fact(const Identifier *identifier, DateADT day,
					const char *table, Datum fact, Identifier *subject)
{
	bool		of_record = strcmp(table, "record") == 0;
	bool		linked;
	int			holding = find_subjects(identifier, day, false, subject, &linked);

	if (!linked)
		return false;
	if ((holding != 1 || identifier_compare(subject, identifier) != 0) &&
		has_fact(identifier, of_record, fact, true))
	{
		*subject = *identifier;
		return false;
	}
	return credit_resolve(identifier, day, false, subject);
}

/*
 * Above READ COMMITTED, raise 40001 where a step names a fact that was
 * committed after the transaction began: its foreign key would not find it.
 */
void
credit_require_seen(const Identifier *subject, const char *table, Datum fact)
{
	if (IsolationUsesXactSnapshot() &&
		!has_fact(subject, strcmp(table, "record") == 0, fact, false))
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

/* subject_of(identifier subject_id, on_day date) returns subject_id */
Datum
credit_subject_of_sql(PG_FUNCTION_ARGS)
{
	Identifier *subject = palloc(sizeof(Identifier));
	DateADT		day = PG_GETARG_DATEADT(1);

	credit_require_right_to_ask();
	if (DATE_NOT_FINITE(day))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("day of the question may not be infinite"),
				 errdetail("An answer is about one civil day."),
				 errhint("Give a day.")));
	(void) credit_resolve(PG_GETARG_IDENTIFIER_P(0), day, true, subject);
	PG_RETURN_IDENTIFIER_P(subject);
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
	credit_fact_stamp(&row, S_RECORDED_AT);
	return credit_fact_end(&row);
}

enum
{
	L_SUBJECT, L_IDENTIFIER, L_ACTION, L_VALID, L_LATE_REASON,
	L_RECORDED_AT, L_RECORDED_BY, L_RECORDED_AS
};
static const char *const link_columns[] = {
	"subject", "identifier", "action", "valid", "late_reason",
	"recorded_at", "recorded_by", "recorded_as"
};
static FactTable link_table = {
	.names = link_columns,.ncolumns = lengthof(link_columns)
};

/*
 * BEFORE INSERT row trigger of subject_identifier.  A link of a number to a
 * person of another number, or to a body of another organisation code, is
 * what the table is for, so nothing is compared; the document says why.
 */
Datum
credit_subject_identifier_before(PG_FUNCTION_ARGS)
{
	FactRow		row;
	bool		isnull;
	Identifier *subject;
	Identifier *identifier;
	Identifier	meant;
	bool		linked;
	char	   *action;
	Span		span;
	DateADT		day;

	credit_fact_begin(&row, fcinfo, &link_table, "subject_identifier_before");
	for (int i = L_SUBJECT; i <= L_VALID; i++)
		credit_fact_require(&row, i);
	subject = DatumGetIdentifierP(credit_fact_get(&row, L_SUBJECT, &isnull));
	identifier = DatumGetIdentifierP(credit_fact_get(&row, L_IDENTIFIER, &isnull));
	action = credit_fact_text(&row, L_ACTION);
	span = credit_span(credit_fact_get(&row, L_VALID, &isnull));
	if (strcmp(action, "end") == 0 && (span.empty || span.lower_inf))
		credit_step_refused("end of an identifier has no day",
							"The first day of valid is the day from which it no longer belongs to the subject.",
							"Give valid as daterange(day, NULL).");
	credit_catalogue_share();
	day = span.empty || span.lower_inf ? row.today : span.lower;
	if (DATE_NOT_FINITE(day))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("days of an identifier may not be infinite"),
				 errdetail("A day that is not known is an open end of the range."),
				 errhint("Give valid as daterange(day, NULL).")));
	credit_fact_no_future(&row, day, "identifier");
	credit_lock_subjects(subject, identifier);

	/* identifiers lead to a subject in one step */
	if (identifier_compare(subject, identifier) != 0 && strcmp(action, "link") == 0 &&
		find_subjects(subject, day, false, &meant, &linked) == 1 &&
		identifier_compare(subject, &meant) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_IDENTIFIER),
				 errmsg("\"%s\" is itself another identifier of subject \"%s\" on %s",
						credit_identifier_shown(subject), credit_identifier_shown(&meant),
						credit_day_text(day)),
				 errdetail("An identifier is linked to the subject that the facts are recorded about."),
				 errhint("Link it to that subject.")));
	credit_fact_stamp(&row, L_RECORDED_AT);
	return credit_fact_end(&row);
}
