/*
 * feedback.c
 *	  BEFORE INSERT row trigger of feedback: what an implementing agency says it
 *	  did with a measure.
 *
 * Feedback changes no decision; it shows who has not carried out what, and what
 * must be undone where a decision was voided.
 *
 * Memory: per row, the trigger's context.
 *
 * Locks: the catalogue lock, shared; the subject's stripe, exclusively.
 */
#include "fact.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "owner.h"
#include "plan_cache.h"

PG_FUNCTION_INFO_V1(credit_feedback_before);

enum
{
	F_SUBJECT, F_DECISION, F_MEASURE, F_AGENCY, F_STATUS, F_DONE_ON, F_LATE_REASON,
	F_RECORDED_AT, F_RECORDED_BY, F_RECORDED_AS
};
static const char *const feedback_columns[] = {
	"subject", "decision", "measure", "agency", "status", "done_on", "late_reason",
	"recorded_at", "recorded_by", "recorded_as"
};
static FactTable feedback_table = {
	.names = feedback_columns,.ncolumns = lengthof(feedback_columns)
};

/* BEFORE INSERT row trigger of feedback. */
Datum
credit_feedback_before(PG_FUNCTION_ARGS)
{
	FactRow		row;
	DateADT		day;
	DateADT		decided_on = 0;
	bool		isnull;
	bool		decided;
	char	   *agency = NULL;
	bool		acts = false;
	static const char *const statuses[] = {"received", "applied", "not_applicable", "declined",
	"lifted", "restored"};
	char	   *word;
	Identifier *subject;
	Oid			argtypes[5];
	Datum		args[5];
	OwnerScope	scope;

	credit_fact_begin(&row, fcinfo, &feedback_table, "feedback_before");
	for (int i = F_SUBJECT; i <= F_DONE_ON; i++)
		credit_fact_require(&row, i);
	(void) credit_fact_day(&row, F_DONE_ON, &day);
	credit_catalogue_share();
	credit_fact_no_future(&row, day, "feedback");
	credit_fact_not_late(&row, day, F_LATE_REASON, "feedback");
	subject = credit_settle_subject(&row, F_SUBJECT, day, "decision", F_DECISION);

	argtypes[0] = credit_subject_type();
	argtypes[1] = UUIDOID;
	argtypes[2] = INT4OID;
	argtypes[3] = TEXTOID;
	argtypes[4] = DATEOID;
	args[0] = IdentifierPGetDatum(subject);
	args[1] = credit_fact_get(&row, F_DECISION, &isnull);
	args[2] = credit_fact_get(&row, F_MEASURE, &isnull);
	args[3] = credit_fact_get(&row, F_AGENCY, &isnull);
	args[4] = DateADTGetDatum(day);
	SPI_connect();
	credit_owner_enter(&scope, credit_relation("decision", false), false);
	if (credit_execute_latest(credit_plan(PLAN_FEEDBACK,
										  "SELECT d.decided_on, r.agency, r.agency = $4 OR EXISTS (SELECT FROM credit.agency_heir h"
										  "  WHERE h.agency = r.agency AND h.heir = $4 AND h.from_day <= $5"
										  "   AND (h.until_day IS NULL OR $5 < h.until_day))"
										  " FROM credit.decision d LEFT JOIN credit.measure_run r"
										  "  ON r.subject OPERATOR(credit.=) d.subject AND r.decision = d.decision AND r.measure = $3"
										  " WHERE d.subject OPERATOR(credit.=) $1 AND d.decision = $2",
										  5, argtypes),
							  args, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read a measure of a decision");
	decided = SPI_processed > 0;
	if (decided)
	{
		(void) credit_kept_day(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &decided_on);
		agency = credit_kept_text(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 2);
		acts = agency != NULL &&
			DatumGetBool(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 3, &isnull));
	}
	credit_owner_leave(&scope);
	SPI_finish();

	if (!decided)
		credit_step_refused(psprintf("subject \"%s\" has no such decision",
									 credit_identifier_shown(subject)),
							"A step names a decision of the same subject.",
							"Use the uuid that credit.decide() gave for this subject.");
	credit_require_seen(subject, "decision", args[1]);
	if (agency == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_NOT_IN_CATALOGUE),
				 errmsg("measure %d is none of the decision's", DatumGetInt32(args[2])),
				 errdetail("The catalogue of the decision's day does not hold it, or the decision leaves it out."),
				 errhint("SELECT measure, content FROM credit.measure_run lists those of a decision.")));
	word = credit_fact_text(&row, F_STATUS);
	if (!credit_word_among(word, statuses, lengthof(statuses)))
		credit_step_refused(psprintf("feedback has no status \"%s\"", word),
							"It is received, applied, not_applicable, declined, lifted or restored.",
							"Give one of them.");
	if (!acts)
		credit_step_refused(psprintf("\"%s\" does not implement measure %d",
									 TextDatumGetCString(args[3]), DatumGetInt32(args[2])),
							psprintf("The catalogue names \"%s\".", agency),
							"Name that agency, or who acts in its place on that day.");
	if (day < decided_on)
		credit_step_refused("feedback comes before the decision",
							psprintf("The decision is of %s.", credit_day_text(decided_on)),
							"Correct done_on.");
	credit_fact_stamp(&row, F_RECORDED_AT, DT_NOBEGIN);
	return credit_fact_end(&row);
}
