/*
 * step.c
 *	  What the steps of the procedure share: the record that a step is about,
 *	  its subject, and the decision that follows from it.
 *
 * The order of steps is: occurred <= determined <= notice; notice and the days
 * to answer it <= decided (or waived); decided <= served; nothing after today.
 *
 * Memory: the current context.
 *
 * Locks: the subject's stripe, exclusively.
 */
#include "fact.h"

#include "catalog/pg_type.h"
#include "utils/uuid.h"

#include "lock.h"
#include "owner.h"
#include "plan_cache.h"

PG_FUNCTION_INFO_V1(credit_decision_of_sql);

char *
credit_kept_text(HeapTuple row, TupleDesc desc, int column)
{
	char	   *value = SPI_getvalue(row, desc, column);
	char	   *copy = NULL;

	if (value != NULL)
	{
		copy = SPI_palloc(strlen(value) + 1);
		strcpy(copy, value);
	}
	return copy;
}

bool
credit_kept_day(HeapTuple row, TupleDesc desc, int column, DateADT *day)
{
	bool		isnull;
	Datum		value = SPI_getbinval(row, desc, column, &isnull);

	*day = isnull ? 0 : DatumGetDateADT(value);
	return !isnull;
}

/*
 * The decision on a record, as a uuid.  It follows from the record by a mask,
 * so the primary key of decision is all that keeps a record from being decided
 * twice, and a decision is found from its record without a further index.
 */
Datum
credit_decision_of(Datum record)
{
	static const unsigned char mask[UUID_LEN] = {
		0x5d, 0x3a, 0xc6, 0x91, 0x2e, 0xb4, 0x07, 0xe8,
		0x09, 0x6f, 0xd2, 0x4b, 0xa5, 0x18, 0x7c, 0xf3
	};
	pg_uuid_t  *decision = palloc(sizeof(pg_uuid_t));

	for (int i = 0; i < UUID_LEN; i++)
		decision->data[i] = DatumGetUUIDP(record)->data[i] ^ mask[i];
	return UUIDPGetDatum(decision);
}

/* decision_of(record uuid) returns uuid */
Datum
credit_decision_of_sql(PG_FUNCTION_ARGS)
{
	return credit_decision_of(PG_GETARG_DATUM(0));
}

/* Read a record and its steps; JC004 where the subject has no such record. */
void
credit_read_record(const Identifier *subject, Datum record, RecordState *state)
{
	Oid			argtypes[3];
	Datum		args[3];
	OwnerScope	scope;
	HeapTuple	row;
	TupleDesc	desc;
	bool		is_void;
	bool		isnull;

	argtypes[0] = credit_subject_type();
	argtypes[1] = argtypes[2] = UUIDOID;
	args[0] = IdentifierPGetDatum(subject);
	args[1] = record;
	args[2] = credit_decision_of(record);

	SPI_connect();
	credit_owner_enter(&scope, credit_relation("record", false), false);
	if (credit_execute_latest(credit_plan(PLAN_RECORD,
										  "SELECT r.conduct, r.agency, r.source_agency, r.determined_on,"
										  " coalesce(r.occurred_until, r.occurred_on, r.determined_on),"
										  " d.decided_on,"
										  " n.notice_on, n.waived_on, n.defence_on, n.answer_on, s.kind,"
										  " EXISTS (SELECT FROM credit.event e WHERE e.subject OPERATOR(credit.=) r.subject AND e.decision = $3"
										  "  AND e.kind IN ('record_annulled', 'record_withdrawn'))"
										  " FROM credit.record r"
										  " LEFT JOIN credit.decision d ON d.subject OPERATOR(credit.=) r.subject AND d.decision = $3"
										  " LEFT JOIN LATERAL (SELECT"
										  "   min(on_day) FILTER (WHERE kind = 'notice') AS notice_on,"
										  "   min(on_day) FILTER (WHERE kind = 'waiver') AS waived_on,"
										  "   max(on_day) FILTER (WHERE kind = 'defence') AS defence_on,"
										  "   max(on_day) FILTER (WHERE kind = 'answer') AS answer_on"
										  "   FROM credit.notice n WHERE n.subject OPERATOR(credit.=) r.subject AND n.record = r.record"
										  "    AND (d.recorded_at IS NULL OR n.recorded_at > d.recorded_at)) n ON true"
										  " LEFT JOIN credit.subject s ON s.subject OPERATOR(credit.=) r.subject AND s.kind_source <> 'derived'"
										  " WHERE r.subject OPERATOR(credit.=) $1 AND r.record = $2",
										  3, argtypes),
							  args, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read a record");
	if (SPI_processed == 0)
		credit_step_refused(psprintf("subject \"%s\" has no such record",
									 credit_identifier_shown(subject)),
							"A step names a record of the same subject.",
							"Use the uuid that credit.report() gave for this subject.");
	row = SPI_tuptable->vals[0];
	desc = SPI_tuptable->tupdesc;
	state->conduct = credit_kept_text(row, desc, 1);
	state->agency = credit_kept_text(row, desc, 2);
	state->source_agency = credit_kept_text(row, desc, 3);
	(void) credit_kept_day(row, desc, 4, &state->determined_on);
	(void) credit_kept_day(row, desc, 5, &state->act_on);
	state->decided = credit_kept_day(row, desc, 6, &state->decided_on);
	state->noticed = credit_kept_day(row, desc, 7, &state->notice_on);
	state->waived = credit_kept_day(row, desc, 8, &state->waived_on);
	state->defended = credit_kept_day(row, desc, 9, &state->defence_on);
	state->answered = credit_kept_day(row, desc, 10, &state->answer_on);
	state->kind = credit_kept_text(row, desc, 11);
	is_void = DatumGetBool(SPI_getbinval(row, desc, 12, &isnull));
	credit_owner_leave(&scope);
	SPI_finish();

	credit_require_seen(subject, "record", record);
	if (is_void)
		credit_step_refused("record is void",
							"It was annulled or withdrawn, and nothing can be decided on it.",
							"Report what is right as a record of its own.");
	if (state->conduct == NULL)
		credit_step_refused("record is information only",
							"It names no conduct of the catalogue, so nothing can be decided on it.",
							"Report the fact under a conduct of the catalogue.");
}

/*
 * JC008 for a new row of a table that bears the number of another fact of its
 * subject: a step that names one would reach the other.  A record takes two
 * numbers, its own and that of the decision on it; where says which rows n of
 * the transition table meet one of theirs.  To be called inside SPI, as the
 * owner, when the chains are locked.
 */
void
credit_require_own_numbers(const char *table, const char *where)
{
	if (SPI_execute(psprintf("SELECT n.subject FROM new_rows n%s", where), false, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not look for facts of the same number");
	if (SPI_processed > 0)
	{
		bool		isnull;
		Datum		subject = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull);

		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_DUPLICATE),
				 errmsg("%s of \"%s\" bears the number of another fact", table,
						credit_identifier_shown(DatumGetIdentifierP(subject))),
				 errdetail("A record, the decision that is or may be made on it, and an event of one subject have numbers of their own."),
				 errhint("Leave column %s out, or give another number.", table)));
	}
}

/*
 * Find the subject of a row as of a day by the fact it names, put it in, and
 * lock it.
 */
Identifier *
credit_settle_subject(FactRow *row, int column, DateADT day, const char *table, int fact)
{
	bool		isnull;
	Identifier *given = DatumGetIdentifierP(credit_fact_get(row, column, &isnull));
	Identifier *subject = palloc(sizeof(Identifier));

	if (credit_resolve_fact(given, day, table,
							credit_fact_get(row, fact, &isnull), subject))
	{
		credit_subject_may_move(row, given, subject);
		credit_fact_set(row, column, IdentifierPGetDatum(subject), false);
	}
	credit_lock_subject(subject, true);
	return subject;
}

bool
credit_fact_is_null(FactRow *row, int column)
{
	bool		isnull;

	(void) credit_fact_get(row, column, &isnull);
	return isnull;
}
