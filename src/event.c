/*
 * event.c
 *	  BEFORE INSERT row trigger of event: what may happen to a decision.
 *
 * Memory: per row, the trigger's context.
 *
 * Locks: the catalogue lock, shared; the subject's stripe, exclusively.
 */
#include "fact.h"

#include "catalog/pg_type.h"

#include "owner.h"
#include "plan_cache.h"

PG_FUNCTION_INFO_V1(credit_event_before);

enum
{
	E_SUBJECT, E_DECISION, E_KIND, E_ON_DAY, E_LATE_REASON,
	E_RECORDED_AT, E_RECORDED_BY, E_RECORDED_AS
};
static const char *const event_columns[] = {
	"subject", "decision", "kind", "on_day", "late_reason",
	"recorded_at", "recorded_by", "recorded_as"
};
static FactTable event_table = {
	.names = event_columns,.ncolumns = lengthof(event_columns)
};

/* BEFORE INSERT row trigger of event. */
Datum
credit_event_before(PG_FUNCTION_ARGS)
{
	FactRow		row;
	DateADT		day;
	DateADT		decided_on = 0;
	bool		isnull;
	bool		found;
	bool		served = false;
	Identifier *subject;
	Oid			argtypes[2];
	Datum		args[2];
	OwnerScope	scope;

	credit_fact_begin(&row, fcinfo, &event_table, "event_before");
	for (int i = E_SUBJECT; i <= E_ON_DAY; i++)
		credit_fact_require(&row, i);
	(void) credit_fact_day(&row, E_ON_DAY, &day);
	credit_catalogue_share();
	credit_fact_no_future(&row, day, "service");
	credit_fact_not_late(&row, day, E_LATE_REASON, "service");
	subject = credit_settle_subject(&row, E_SUBJECT, day, "decision", E_DECISION);

	argtypes[0] = credit_subject_type();
	argtypes[1] = UUIDOID;
	args[0] = IdentifierPGetDatum(subject);
	args[1] = credit_fact_get(&row, E_DECISION, &isnull);
	SPI_connect();
	credit_owner_enter(&scope, credit_relation("decision", false), false);
	if (credit_execute_latest(credit_plan(PLAN_DECISION,
										  "SELECT d.decided_on, d.source_served_on IS NOT NULL OR EXISTS (SELECT FROM credit.event e"
										  " WHERE e.subject OPERATOR(credit.=) d.subject AND e.decision = d.decision AND e.kind = 'served')"
										  " FROM credit.decision d WHERE d.subject OPERATOR(credit.=) $1 AND d.decision = $2",
										  2, argtypes),
							  args, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read a decision");
	found = SPI_processed > 0;
	if (found)
	{
		(void) credit_kept_day(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &decided_on);
		served = DatumGetBool(SPI_getbinval(SPI_tuptable->vals[0],
											SPI_tuptable->tupdesc, 2, &isnull));
	}
	credit_owner_leave(&scope);
	SPI_finish();

	if (!found)
		credit_step_refused(psprintf("subject \"%s\" has no such decision",
									 credit_identifier_shown(subject)),
							"A step names a decision of the same subject.",
							"Use the uuid that credit.decide() gave for this subject.");
	credit_require_seen(subject, "decision", args[1]);
	if (day < decided_on)
		credit_step_refused("service comes before the decision",
							psprintf("The decision is of %s.", credit_day_text(decided_on)),
							"Correct the day of service.");
	if (served)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_DUPLICATE),
				 errmsg("decision on \"%s\" is served already", credit_identifier_shown(subject)),
				 errdetail("A decision is served once, and its days count from that service."),
				 errhint("If the earlier service was recorded wrongly, the decision must be revoked and made anew."),
				 errtableconstraint(row.trigdata->tg_relation, "event_served")));
	credit_fact_stamp(&row, E_RECORDED_AT);
	return credit_fact_end(&row);
}
