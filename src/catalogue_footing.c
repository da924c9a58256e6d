/*
 * catalogue_footing.c
 *	  Whether what the catalogue says from tomorrow on still stands when law or
 *	  organisation below it has changed.
 *
 * catalogue_check.c looks at a conduct or measure when it is written; this
 * looks at all of them when what they rest on is taken away.  Closed versions
 * keep what they had, because their basis is closed and not lost.
 *
 * Memory: the caller's context.  Locks: none of its own; the statement trigger
 * has the catalogue lock.
 */
#include "catalogue.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"
#include "utils/typcache.h"

#include "owner.h"
#include "plan_cache.h"

/* Says, where a row no longer stands, what was done to it. */
static void
tell_change(void *arg)
{
	errcontext("change of legal basis \"%s\", on which the row rests", (char *) arg);
}

/*
 * Look again at rows that a question gives: the row, and what is left of its
 * days.
 */
static void
check_again(PlanId id, const char *sql, const char *code,
			void (*check) (HeapTuple row, TupleDesc desc))
{
	Oid			argtypes[2] = {TEXTOID, DATEOID};
	Datum		args[2];
	OwnerScope	scope;
	MemoryContext per_row;
	SPITupleTable *rows;
	uint64		n;

	SPI_connect();
	args[0] = CStringGetTextDatum(code);
	args[1] = DateADTGetDatum(credit_today() + 1);
	credit_owner_enter(&scope, credit_relation("conduct", false), false);
	if (SPI_execute_snapshot(credit_plan(id, sql, 2, argtypes), args, NULL,
							 GetLatestSnapshot(), InvalidSnapshot,
							 false, false, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read what rests on a basis");
	rows = SPI_tuptable;
	n = SPI_processed;
	credit_owner_leave(&scope);
	per_row = AllocSetContextCreate(CurrentMemoryContext, "credit footing",
									ALLOCSET_DEFAULT_SIZES);
	for (uint64 i = 0; i < n; i++)
	{
		MemoryContext outer = MemoryContextSwitchTo(per_row);
		bool		isnull;
		HeapTupleHeader header = DatumGetHeapTupleHeader(SPI_getbinval(rows->vals[i],
																	   rows->tupdesc, 1, &isnull));
		TupleDesc	desc = lookup_rowtype_tupdesc_copy(HeapTupleHeaderGetTypeId(header),
													   HeapTupleHeaderGetTypMod(header));
		HeapTupleData row = {0};
		int			column = SPI_fnumber(desc, "valid");
		Datum		days = SPI_getbinval(rows->vals[i], rows->tupdesc, 2, &isnull);
		bool		no_null = false;

		row.t_len = HeapTupleHeaderGetDatumLength(header);
		row.t_data = header;
		check(heap_modify_tuple_by_cols(&row, desc, 1, &column, &days, &no_null), desc);
		MemoryContextSwitchTo(outer);
		MemoryContextReset(per_row);
	}
	SPI_finish();
}

static void
check_measure(HeapTuple row, TupleDesc desc)
{
	credit_check_measure(row, desc, false);
}

/*
 * Refuse a change of a legal basis after which a conduct or measure that goes
 * on after today could not lawfully be in force.
 */
void
credit_check_basis_footing(const char *code)
{
	ErrorContextCallback callback;

	callback.previous = error_context_stack;
	callback.callback = tell_change;
	callback.arg = unconstify(char *, code);
	error_context_stack = &callback;
	check_again(PLAN_BASIS_FOOTING_CONDUCT,
				"SELECT c, c.valid * daterange($2, NULL) FROM credit.conduct c"
				" WHERE (legal_basis = $1 OR (determination = 'on_record' AND listing_basis = $1))"
				" AND NOT draft AND NOT c.valid << daterange($2, NULL) ORDER BY code, valid",
				code, credit_check_conduct);
	check_again(PLAN_BASIS_FOOTING_MEASURE,
				"SELECT m, m.valid * daterange($2, NULL) FROM credit.measure m"
				" WHERE legal_basis = $1 AND NOT draft AND NOT m.valid << daterange($2, NULL)"
				" ORDER BY conduct, number, valid",
				code, check_measure);
	error_context_stack = callback.previous;
}

/* JC009 for a matter that is gone, JC004 for a power that is missed. */
void
credit_check_footing(const char *table)
{
	char	   *what;
	Oid			argtype = DATEOID;
	Datum		tomorrow = DateADTGetDatum(credit_today() + 1);

	if (strcmp(table, "matter") == 0)
	{
		what = credit_catalogue_ask(PLAN_MATTER_FOOTING,
									"SELECT format('matter \"%s\" of measure %s of \"%s\"', x.code, m.number, m.conduct)"
									" FROM credit.measure m CROSS JOIN LATERAL unnest(m.matters) AS x(code)"
									" WHERE NOT m.draft AND NOT EXISTS (SELECT FROM credit.matter t WHERE t.code = x.code)"
									" ORDER BY 1",
									0, NULL, NULL, NULL);
		if (what != NULL)
			ereport(ERROR,
					(errcode(ERRCODE_CREDIT_HISTORY),
					 errmsg("%s may not be dropped", what),
					 errdetail("A measure bears on it, and its past versions do for ever."),
					 errhint("Keep the code; a new one can stand beside it.")));
	}
	if (strcmp(table, "matter") == 0 || strcmp(table, "power") == 0 ||
		strcmp(table, "agency_succession") == 0)
	{
		what = credit_catalogue_ask(PLAN_POWER_FOOTING,
									"WITH RECURSIVE acts(what, agency, sector, day) AS ("
									"SELECT format('conduct \"%s\"', code), determining_agency, sector, greatest(lower(valid), $1)"
									" FROM credit.conduct WHERE NOT draft AND (upper_inf(valid) OR upper(valid) > $1)"
									" UNION SELECT format('measure %s of \"%s\"', m.number, m.conduct), m.agency, t.sector, greatest(lower(m.valid), $1)"
									" FROM credit.measure m JOIN credit.matter t ON t.code = ANY (m.matters)"
									" WHERE NOT m.draft AND m.class <> 3 AND t.sector IS NOT NULL"
									" AND (upper_inf(m.valid) OR upper(m.valid) > $1)"
									"), line(agency, heir, day) AS (SELECT agency, agency, day FROM acts"
									" UNION SELECT s.agency, l.heir, l.day FROM line l JOIN credit.agency_succession s"
									"  ON s.successor = l.agency AND s.on_day <= l.day)"
									" SELECT format('agency \"%s\" would have no power in sector \"%s\" for %s', agency, sector, what) FROM acts"
									" WHERE NOT EXISTS (SELECT FROM line l JOIN credit.power p ON p.agency = l.agency"
									"  WHERE l.heir = acts.agency AND l.day = acts.day AND p.sector = acts.sector)"
									" ORDER BY 1",
									1, &argtype, &tomorrow, NULL);
		if (what != NULL)
			ereport(ERROR,
					(errcode(ERRCODE_CREDIT_STEP),
					 errmsg_internal("%s", what),
					 errdetail("The catalogue lets it act after today."),
					 errhint("Change or close the row first.")));
	}
}
