/*
 * gate_look.c
 *	  What a gate asks: is a measure in force that bears on the matter?
 *
 * The lock comes first and the look after it, with a snapshot that is taken
 * then, above READ COMMITTED too: a decision that was committed while the lock
 * was waited for is seen, and one that comes later waits for the approval.  So
 * no function here reads with the snapshot of the statement.
 *
 * Most subjects have nothing against them: one query finds that they are
 * neither linked nor decided on.
 *
 * Memory: what is found is in the caller's context.
 *
 * Locks: the stripe of the identifier as given, then that of the subject it
 * means, both shared.
 */
#include "gate.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "check.h"
#include "lock.h"
#include "owner.h"
#include "plan_cache.h"

/* Run a query of ours with a snapshot that is taken now. */
static void
look(PlanId plan, const char *query, int nargs, const Oid *argtypes, Datum *args, long count)
{
	if (credit_execute_latest(credit_plan(plan, query, nargs, argtypes), args, count) != SPI_OK_SELECT)
		elog(ERROR, "a gate could not read the measures in force");
}

static Datum
found(int column, bool *isnull)
{
	return SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, column, isnull);
}

/*
 * Whether anything is known about an identifier: links or decisions.  Gives
 * the name of the matter; JC002 where it is not in the catalogue.
 */
static bool
anything_known(const Identifier *given, const char *matter, char **matter_name)
{
	Oid			argtypes[2];
	Datum		args[2];
	OwnerScope	scope;
	bool		isnull;
	bool		known;

	argtypes[0] = credit_subject_type();
	argtypes[1] = TEXTOID;
	args[0] = IdentifierPGetDatum(given);
	args[1] = CStringGetTextDatum(matter);
	SPI_connect();
	credit_owner_enter(&scope, credit_relation("standing", false), true);
	look(PLAN_GATE_KNOWN,
		 "SELECT (SELECT name FROM credit.matter WHERE code = $2),"
		 " EXISTS (SELECT FROM credit.decision WHERE subject OPERATOR(credit.=) $1)"
		 " OR EXISTS (SELECT FROM credit.subject_identifier WHERE identifier OPERATOR(credit.=) $1)",
		 2, argtypes, args, 1);
	*matter_name = credit_kept_text(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
	known = DatumGetBool(found(2, &isnull));
	credit_owner_leave(&scope);
	SPI_finish();
	if (*matter_name == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_NOT_IN_CATALOGUE),
				 errmsg("matter \"%s\" is not in the catalogue", matter),
				 errdetail("A gate that does not know what it asks lets nothing through."),
				 errhint("SELECT code, name FROM credit.matter lists the matters.")));
	return known;
}

/*
 * Whether any measure is in force on the subject that bears on the matter;
 * scope is set to the matters that it reaches.  55000 where standing does not
 * know all facts.  To be called inside SPI, as owner.
 */
static bool
any_in_force(const Identifier *subject, const char *matter, DateADT day, Datum *scope)
{
	Oid			argtypes[3];
	Datum		args[3];
	bool		isnull;

	argtypes[0] = TEXTOID;
	args[0] = CStringGetTextDatum(matter);
	look(PLAN_GATE_SCOPE,
		 "SELECT array_agg(code) FROM credit.matter"
		 " WHERE code = $1 OR starts_with(code, $1 || '.') OR starts_with($1, code || '.')",
		 1, argtypes, args, 1);
	*scope = found(1, &isnull);

	argtypes[0] = credit_subject_type();
	args[0] = IdentifierPGetDatum(subject);
	look(PLAN_GATE_UNPROJECTED, UNPROJECTED_QUERY, 1, argtypes, args, 1);
	if (SPI_processed > 0)
		credit_not_projected(subject);

	argtypes[1] = DATEOID;
	argtypes[2] = TEXTARRAYOID;
	args[1] = DateADTGetDatum(day);
	args[2] = *scope;
	look(PLAN_GATE_EFFECT,
		 "SELECT FROM credit.measure_run r"
		 " WHERE r.subject OPERATOR(credit.=) $1 AND r.planned_from <= $2 AND " STATE_OF("$2") " = 'active'"
		 " AND r.matters && $3",
		 3, argtypes, args, 1);
	return SPI_processed > 0;
}

/* The measure that bars, or else the strongest one in force. */
static void
find_measure(const Identifier *subject, Datum scope, DateADT day, uint32 effects,
			 GateFinding *finding)
{
	enum
	{
		STATE = 1, EFFECT = 3, CONTENT = 4, BASIS = 6, CONDUCT = 7, DECISION = 8, DOCUMENT_NO = 9,
		UNTIL = 11, MEASURE = 13, UNTIL_KIND = 15
	};
	Oid			argtypes[3];
	Datum		args[3];
	int64		chosen = -1;
	HeapTuple	row;
	TupleDesc	desc;
	bool		isnull;

	argtypes[0] = credit_subject_type();
	argtypes[1] = DATEOID;
	argtypes[2] = TEXTARRAYOID;
	args[0] = IdentifierPGetDatum(subject);
	args[1] = DateADTGetDatum(day);
	args[2] = scope;
	look(PLAN_GATE_MEASURES, CHECK_QUERY("credit.measure_run"), 3, argtypes, args, 0);
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
	finding->any = chosen >= 0;
	if (!finding->any)
		return;
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
 * JC005 for an identifier that means several subjects or none.
 */
void
credit_gate_look(const Identifier *given, const char *matter, uint32 effects,
				 GateFinding *finding)
{
	DateADT		day = credit_today();
	OwnerScope	scope;
	Datum		matters;

	memset(finding, 0, sizeof(GateFinding));
	finding->subject = *given;
	(void) credit_lock_subject(given, false);
	if (!anything_known(given, matter, &finding->matter_name))
		return;

	/* whoever changes what a number means holds its stripe, as we do */
	if (credit_resolve(given, day, false, &finding->subject))
		(void) credit_lock_subject(&finding->subject, false);
	SPI_connect();
	credit_owner_enter(&scope, credit_relation("standing", false), true);
	if (any_in_force(&finding->subject, matter, day, &matters))
		find_measure(&finding->subject, matters, day, effects, finding);
	credit_owner_leave(&scope);
	SPI_finish();
}
