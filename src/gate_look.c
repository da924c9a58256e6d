/*
 * gate_look.c
 *	  What a gate asks: is a measure in force that bears on the matter?
 *
 * The question is that of effect_on(), but about what is committed now, with
 * the subject locked first: a decision that was committed while the lock was
 * waited for is seen, and one that comes later waits for the approval.  Most
 * subjects have nothing in force.  Only for the others the rows of check() are
 * read, for what the gate has to say.
 *
 * Memory: what is found is in the caller's context.
 *
 * Locks: the stripe of the identifier as given, then that of the subject it
 * means, both shared.
 */
#include "gate.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/snapmgr.h"

#include "check.h"
#include "owner.h"
#include "plan_cache.h"

/* The name of a matter. */
static char *
matter_name_of(Datum matter)
{
	Oid			argtype = TEXTOID;

	if (SPI_execute_plan(credit_plan(PLAN_GATE_MATTER, "SELECT name FROM credit.matter WHERE code = $1", 1, &argtype),
						 &matter, NULL, true, 1) != SPI_OK_SELECT || SPI_processed != 1)
		elog(ERROR, "a gate could not read its matter");
	return credit_kept_text(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
}

/*
 * The measure that bars, or else the strongest one in force; none, where it was
 * weakened meanwhile.  To be called inside SPI, as owner.
 */
static void
find_measure(const Question *question, Datum matter, uint32 effects, GateFinding *finding)
{
	enum
	{
		STATE = 1, EFFECT = 3, CONTENT = 4, BASIS = 6, CONDUCT = 7, DECISION = 8, DOCUMENT_NO = 9,
		UNTIL = 11, MEASURE = 13, UNTIL_KIND = 15
	};
	Oid			argtypes[3];
	Datum		args[3];
	SPIPlanPtr	plan;
	int64		chosen = -1;
	HeapTuple	row;
	TupleDesc	desc;
	bool		isnull;

	argtypes[0] = credit_subject_type();
	argtypes[1] = DATEOID;
	argtypes[2] = TEXTARRAYOID;
	args[0] = IdentifierPGetDatum(&question->subject);
	args[1] = DateADTGetDatum(question->day);
	args[2] = credit_matter_scope(matter, false);
	plan = credit_plan(PLAN_CHECK, CHECK_QUERY("credit.measure_run"), 3, argtypes);
	if (SPI_execute_plan(plan, args, NULL, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "a gate could not read the measures in force");
	desc = SPI_tuptable->tupdesc;
	for (uint64 i = 0; i < SPI_processed && !finding->bars; i++)
	{
		int			number;

		row = SPI_tuptable->vals[i];
		if (strcmp(SPI_getvalue(row, desc, STATE), "active") != 0)
			continue;
		number = credit_effect_number(SPI_getvalue(row, desc, EFFECT));
		finding->bars = number >= 0 && credit_effect_bars(effects, number);
		if (finding->bars || chosen < 0)
			chosen = i;
	}
	if (chosen < 0)
		return;
	finding->any = true;
	row = SPI_tuptable->vals[chosen];
	finding->effect = credit_kept_text(row, desc, EFFECT);
	finding->content = credit_kept_text(row, desc, CONTENT);
	finding->basis = credit_kept_text(row, desc, BASIS);
	finding->conduct = credit_kept_text(row, desc, CONDUCT);
	finding->decision = credit_kept_text(row, desc, DECISION);
	finding->document_no = credit_kept_text(row, desc, DOCUMENT_NO);
	finding->measure = DatumGetInt32(SPI_getbinval(row, desc, MEASURE, &isnull));
	if (!credit_kept_day(row, desc, UNTIL, &finding->until))
		finding->until = DATEVAL_NOEND;
	finding->until_kind = credit_kept_text(row, desc, UNTIL_KIND);
}

/*
 * Lock an identifier and the subject it means, and look what is in force today
 * that bears on a matter.  What is found stays true to the end of the
 * transaction, but for what weakens it.  Raises JC002 for an unknown matter,
 * JC005 for an identifier that means several subjects or none, 55000 where
 * standing does not know all facts.
 */
void
credit_gate_look(const Identifier *given, const char *matter, uint32 effects,
				 GateFinding *finding)
{
	Question	question;
	OwnerScope	scope;
	Datum		code;

	memset(finding, 0, sizeof(GateFinding));
	question.day = credit_today();
	if (credit_effect_locked(&question, given, matter) == NULL)
		return;

	finding->subject = question.subject;
	code = CStringGetTextDatum(matter);
	credit_push_latest_snapshot();
	SPI_connect();
	credit_owner_enter(&scope, credit_relation("standing", false), true);
	finding->matter_name = matter_name_of(code);
	find_measure(&question, code, effects, finding);
	credit_owner_leave(&scope);
	SPI_finish();
	PopActiveSnapshot();
}
