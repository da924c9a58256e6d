/*
 * plan_cache.c
 *	  Plans of the extension's own queries, kept for the session.
 *
 * The only file that keeps SPI plans.
 *
 * Memory: a kept plan lives in CacheMemoryContext until the session ends or
 * the types of its parameters change, which happens only when the extension
 * was dropped and made again.  The plans themselves notice changes of tables.
 */
#include "plan_cache.h"

#include "access/xact.h"
#include "utils/snapmgr.h"

#define MAX_PLAN_ARGS 32

typedef struct KeptPlan
{
	SPIPlanPtr	plan;
	int			nargs;
	Oid			argtypes[MAX_PLAN_ARGS];
} KeptPlan;

static KeptPlan kept[PLAN_COUNT];

/*
 * The kept plan of a query, prepared at its first use.  To be called inside
 * SPI_connect(), with the search path of credit_owner_enter() in place, so
 * that a plan is made once and not once for every path.
 */
SPIPlanPtr
credit_plan(PlanId id, const char *sql, int nargs, const Oid *argtypes)
{
	KeptPlan   *entry = &kept[id];

	Assert(nargs <= MAX_PLAN_ARGS);

	if (entry->plan != NULL &&
		(entry->nargs != nargs ||
		 (nargs > 0 && memcmp(entry->argtypes, argtypes, nargs * sizeof(Oid)) != 0)))
	{
		SPI_freeplan(entry->plan);
		entry->plan = NULL;
	}
	if (entry->plan == NULL)
	{
		SPIPlanPtr	plan = SPI_prepare(sql, nargs, unconstify(Oid *, argtypes));

		if (plan == NULL)
			elog(ERROR, "SPI_prepare failed: %s",
				 SPI_result_code_string(SPI_result));
		if (SPI_keepplan(plan) != 0)
			elog(ERROR, "SPI_keepplan failed");
		entry->nargs = nargs;
		if (nargs > 0)
			memcpy(entry->argtypes, argtypes, nargs * sizeof(Oid));
		entry->plan = plan;
	}
	return entry->plan;
}

/*
 * Run a kept plan so that it sees what is committed now, above READ COMMITTED
 * too, as foreign-key checks do: a step that has waited for a lock must look
 * at what it waited for.
 */
int
credit_execute_latest(SPIPlanPtr plan, Datum *args, long count)
{
	if (!IsolationUsesXactSnapshot())
		return SPI_execute_plan(plan, args, NULL, false, count);
	return SPI_execute_snapshot(plan, args, NULL, GetLatestSnapshot(),
								InvalidSnapshot, false, true, count);
}
