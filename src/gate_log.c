/*
 * gate_log.c
 *	  What is kept of gates: each that was set up or taken away, and each row
 *	  that a written reason let through.
 *
 * The rows are written as the owner of the tables and bear the names of the
 * login role and of the role that acted.  Nobody else writes them.
 *
 * Memory: none is kept.  Locks: those of an INSERT.
 */
#include "gate.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/timestamp.h"

#include "fact.h"
#include "owner.h"
#include "plan_cache.h"

PG_FUNCTION_INFO_V1(credit_gate_kept);

static bool logging = false;	/* a row is being written by us */

/* Run a query that writes one row, as the owner of a table. */
static void
log_row(const char *table, PlanId plan, const char *query, int nargs, const Oid *argtypes,
		Datum *args, const char *nulls)
{
	OwnerScope	scope;
	int			result;

	SPI_connect();
	credit_owner_enter(&scope, credit_relation(table, false), false);
	logging = true;
	PG_TRY();
	{
		result = SPI_execute_plan(credit_plan(plan, query, nargs, argtypes), args, nulls, false, 0);
	}
	PG_FINALLY();
	{
		logging = false;
	}
	PG_END_TRY();
	if (result != SPI_OK_INSERT)
		elog(ERROR, "could not keep what a gate did: %s", SPI_result_code_string(result));
	credit_owner_leave(&scope);
	SPI_finish();
}

static Datum
name_of(Oid role)
{
	return CStringGetTextDatum(GetUserNameFromId(role, false));
}

/* Name of a table as SQL writes it; palloc'd. */
static char *
table_name(Relation relation)
{
	return quote_qualified_identifier(get_namespace_name(RelationGetNamespace(relation)),
									  RelationGetRelationName(relation));
}

/* Keep that a reason let a row through. */
void
credit_gate_log_override(const GateFinding *finding, const char *matter, Relation target,
						 const char *reason)
{
	Oid			argtypes[11] = {InvalidOid, TEXTOID, TEXTOID, TEXTOID, INT4OID, TEXTOID, TEXTOID,
	TEXTOID, TIMESTAMPTZOID, TEXTOID, TEXTOID};
	Datum		args[11];

	argtypes[0] = credit_subject_type();
	args[0] = IdentifierPGetDatum(&finding->subject);
	args[1] = CStringGetTextDatum(matter);
	args[2] = CStringGetTextDatum(finding->decision);
	args[3] = CStringGetTextDatum(finding->conduct);
	args[4] = Int32GetDatum(finding->measure);
	args[5] = CStringGetTextDatum(finding->effect);
	args[6] = CStringGetTextDatum(table_name(target));
	args[7] = CStringGetTextDatum(reason);
	args[8] = TimestampTzGetDatum(GetCurrentTimestamp());
	args[9] = name_of(GetSessionUserId());
	args[10] = name_of(GetUserId());
	log_row("gate_override", PLAN_GATE_OVERRIDE,
			"INSERT INTO credit.gate_override (subject, matter, decision, conduct, measure, effect, target, reason,"
			" recorded_at, recorded_by, recorded_as)"
			" VALUES ($1, $2, $3::uuid, $4, $5, $6, $7, $8, $9, $10, $11)",
			11, argtypes, args, NULL);
}

/* Keep that a gate was set up or taken away; matter may be NULL. */
void
credit_gate_log_change(const char *action, const char *target, const char *matter,
					   const char *subject_column, const char *settings)
{
	static const Oid argtypes[8] = {TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, TIMESTAMPTZOID, TEXTOID, TEXTOID};
	Datum		args[8] = {0};

	args[0] = CStringGetTextDatum(action);
	args[1] = CStringGetTextDatum(target);
	if (matter != NULL)
		args[2] = CStringGetTextDatum(matter);
	args[3] = CStringGetTextDatum(subject_column);
	args[4] = CStringGetTextDatum(settings);
	args[5] = TimestampTzGetDatum(GetCurrentTimestamp());
	args[6] = name_of(GetSessionUserId());
	args[7] = name_of(GetUserId());
	log_row("gate_change", PLAN_GATE_CHANGE,
			"INSERT INTO credit.gate_change (action, target, matter, subject_column, settings,"
			" recorded_at, recorded_by, recorded_as) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
			8, argtypes, args, matter == NULL ? "  n     " : NULL);
}

/*
 * Row trigger of gate_change and gate_override, BEFORE INSERT: only gates
 * write there.
 */
Datum
credit_gate_kept(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = credit_trigger(fcinfo, "gate_kept", true);

	if (!logging)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_HISTORY),
				 errmsg("table \"%s\" is written by gates only", credit_fact_table_name(trigdata->tg_relation)),
				 errdetail("It tells what gates did."),
				 errhint("credit.gate(), credit.ungate() and the override column of a gate are kept by themselves."),
				 errtable(trigdata->tg_relation)));
	return PointerGetDatum(trigdata->tg_trigtuple);
}
