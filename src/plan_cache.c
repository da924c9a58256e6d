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
#include "catalog/namespace.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#define MAX_PLAN_ARGS 32

typedef struct KeptPlan
{
	SPIPlanPtr	plan;
	int			nargs;
	Oid			argtypes[MAX_PLAN_ARGS];
} KeptPlan;

static KeptPlan kept[PLAN_COUNT];

/* The kept plan of a query, prepared at its first use. */
static SPIPlanPtr
plan_of(PlanId id, const char *sql, int nargs, const Oid *argtypes, int options)
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
		SPIPlanPtr	plan = SPI_prepare_cursor(sql, nargs, unconstify(Oid *, argtypes), options);

		if (plan == NULL)
			elog(ERROR, "SPI_prepare_cursor failed: %s",
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
 * The kept plan of a query, prepared at its first use.  To be called inside
 * SPI_connect(), with the search path of credit_owner_enter() in place, so
 * that a plan is made once and not once for every path.
 */
SPIPlanPtr
credit_plan(PlanId id, const char *sql, int nargs, const Oid *argtypes)
{
	return plan_of(id, sql, nargs, argtypes, 0);
}

/*
 * The kept plan of a query in which every name and operator is qualified, for
 * use after credit_owner_become().  It is made once and for whatever values;
 * where it has to be made, anew too, the scope gets settings for it.
 *
 * A plan is parsed again under another search_path.  That it changes nothing
 * does not make it free, so the path that was seen last is kept.
 */
SPIPlanPtr
credit_generic_plan(PlanId id, const char *sql, int nargs, const Oid *argtypes,
					OwnerScope *scope)
{
	static char *path[PLAN_COUNT];
	SPIPlanPtr	plan = kept[id].plan;

	if (plan != NULL && path[id] != NULL && SPI_plan_is_valid(plan) &&
		memcmp(kept[id].argtypes, argtypes, nargs * sizeof(Oid)) == 0 &&
		strcmp(path[id], namespace_search_path) == 0)
		return plan;
	credit_owner_planning(scope);
	plan = plan_of(id, sql, nargs, argtypes, CURSOR_OPT_GENERIC_PLAN);
	if (path[id] != NULL)
		pfree(path[id]);
	path[id] = NULL;
	path[id] = MemoryContextStrdup(CacheMemoryContext, namespace_search_path);
	return plan;
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

/*
 * Push a snapshot that is taken now, above READ COMMITTED too, and sees what
 * the transaction has done.
 */
void
credit_push_latest_snapshot(void)
{
	CommandCounterIncrement();
	PushActiveSnapshot(IsolationUsesXactSnapshot() ? GetLatestSnapshot() : GetTransactionSnapshot());
}
