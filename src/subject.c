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

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/builtins.h"

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
 * Kind of a subject: as entered where somebody entered another one, else as
 * the identifier says.  personal (may be NULL) says whether personal-data
 * rules apply.
 */
const char *
credit_kind_of(const Identifier *subject, bool *personal)
{
	if (personal != NULL)
		*personal = identifier_personal(subject);
	return identifier_kind(subject);
}

/*
 * Raise JC005 where an identifier means several subjects or none on a day;
 * else give the one it means.  Returns whether it is another identifier of the
 * subject.
 */
bool
credit_resolve(const Identifier *identifier, DateADT day, Identifier *subject)
{
	Oid			argtypes[2];
	Datum		args[2];
	OwnerScope	scope;
	uint64		n;
	bool		linked;

	argtypes[0] = credit_subject_type();
	argtypes[1] = DATEOID;
	args[0] = PointerGetDatum(identifier);
	args[1] = DateADTGetDatum(day);

	SPI_connect();
	credit_owner_enter(&scope, credit_relation("subject_identifier", false), false);

	/*
	 * Candidates: whoever the identifier is linked to on the day, and itself
	 * if it has facts of its own and was not ended.  No row: never linked.
	 */
	if (SPI_execute_plan(credit_plan(PLAN_RESOLVE,
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
									 2, argtypes),
						 args, NULL, false, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not resolve an identifier");
	n = SPI_processed;
	linked = n > 0;
	if (!linked)
		*subject = *identifier;
	else
	{
		int			holding = 0;

		for (uint64 i = 0; i < n; i++)
		{
			bool		isnull;
			Datum		value = SPI_getbinval(SPI_tuptable->vals[i],
											  SPI_tuptable->tupdesc, 1, &isnull);

			if (!DatumGetBool(SPI_getbinval(SPI_tuptable->vals[i],
											SPI_tuptable->tupdesc, 2, &isnull)))
				continue;
			if (holding++ == 0)
				*subject = *(Identifier *) DatumGetPointer(value);
		}
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
	}
	credit_owner_leave(&scope);
	SPI_finish();
	return linked && memcmp(subject, identifier, sizeof(Identifier)) != 0;
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

/* The subject that an identifier means on a day; palloc'd. */
Identifier *
credit_subject_of(Datum identifier, DateADT day)
{
	Identifier *subject = palloc(sizeof(Identifier));

	(void) credit_resolve((Identifier *) DatumGetPointer(identifier), day, subject);
	return subject;
}

/* subject_of(identifier subject_id, on_day date) returns subject_id */
Datum
credit_subject_of_sql(PG_FUNCTION_ARGS)
{
	credit_require_right_to_ask();
	PG_RETURN_POINTER(credit_subject_of(PG_GETARG_DATUM(0), PG_GETARG_DATEADT(1)));
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
	subject = (Identifier *) DatumGetPointer(credit_fact_get(&row, S_SUBJECT, &isnull));
	if (isnull)
		return PointerGetDatum(row.tuple);
	derived = identifier_kind(subject);
	kind = credit_fact_text(&row, S_KIND);
	if (kind != NULL && strcmp(kind, derived) != 0)
	{
		char	   *source = credit_fact_text(&row, S_KIND_SOURCE);

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
	credit_fact_set(&row, S_PERSONAL, BoolGetDatum(identifier_personal(subject)), false);
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
	Datum		subject;
	char	   *action;
	Span		span;

	credit_fact_begin(&row, fcinfo, &link_table, "subject_identifier_before");
	subject = credit_fact_get(&row, L_SUBJECT, &isnull);
	action = credit_fact_text(&row, L_ACTION);
	if (isnull || action == NULL)
		return PointerGetDatum(row.tuple);
	span = credit_span(credit_fact_get(&row, L_VALID, &isnull));
	if (isnull)
		return PointerGetDatum(row.tuple);
	if (strcmp(action, "end") == 0 && (span.empty || span.lower_inf))
		credit_step_refused("end of an identifier has no day",
							"The first day of valid is the day from which it no longer belongs to the subject.",
							"Give valid as daterange(day, NULL).");
	credit_catalogue_share();
	if (!span.empty && !span.lower_inf)
		credit_fact_no_future(&row, span.lower, "identifier");
	credit_lock_subject(DatumGetPointer(subject), true);
	credit_fact_stamp(&row, L_RECORDED_AT);
	return credit_fact_end(&row);
}
