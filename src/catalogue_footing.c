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

#include "catalog/pg_type.h"
#include "utils/builtins.h"

/*
 * JC003 where a conduct or measure that goes on after today would lose its
 * legal basis, or the rank that it needs.
 */
void
credit_check_basis_footing(const char *code)
{
	Oid			argtypes[2] = {TEXTOID, DATEOID};
	Datum		args[2];
	char	   *what;

	args[0] = CStringGetTextDatum(code);
	args[1] = DateADTGetDatum(credit_today() + 1);
	what = credit_catalogue_ask(PLAN_BASIS_FOOTING,
								"SELECT what FROM ("
								"SELECT format('measure %s of \"%s\"', number, conduct) AS what,"
								" greatest(lower(valid), $2) AS day, class = 1 AS by_law"
								" FROM credit.measure WHERE legal_basis = $1 AND NOT draft AND (upper_inf(valid) OR upper(valid) > $2)"
								" UNION ALL SELECT format('conduct \"%s\"', code), greatest(lower(valid), $2), term_kind IN ('from_event', 'lifetime')"
								" FROM credit.conduct WHERE legal_basis = $1 AND NOT draft AND (upper_inf(valid) OR upper(valid) > $2)"
								") r WHERE NOT EXISTS (SELECT FROM credit.legal_basis b WHERE b.code = $1 AND b.valid @> r.day"
								" AND (NOT r.by_law OR b.rank IN ('law', 'administrative_regulation', 'central_policy', 'judicial_interpretation')))"
								" ORDER BY what",
								2, argtypes, args, NULL);
	if (what != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_BASIS),
				 errmsg("%s would lose its legal basis \"%s\"", what, code),
				 errdetail("It goes on after today, when the basis would have ended or be of too low a rank."),
				 errhint("Close it, or let it cite another basis, first.")));
}

/* JC009 for a matter that is gone, JC004 for a power. */
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
	else if (strcmp(table, "power") == 0 || strcmp(table, "agency_succession") == 0)
	{
		what = credit_catalogue_ask(PLAN_POWER_FOOTING,
									"WITH RECURSIVE acts(what, agency, sector) AS ("
									"SELECT format('conduct \"%s\"', code), determining_agency, sector"
									" FROM credit.conduct WHERE NOT draft AND (upper_inf(valid) OR upper(valid) > $1)"
									" UNION SELECT format('measure %s of \"%s\"', m.number, m.conduct), m.agency, t.sector"
									" FROM credit.measure m JOIN credit.matter t ON t.code = ANY (m.matters)"
									" WHERE NOT m.draft AND m.class <> 3 AND t.sector IS NOT NULL"
									" AND (upper_inf(m.valid) OR upper(m.valid) > $1)"
									"), line(agency, heir) AS (SELECT agency, agency FROM acts"
									" UNION SELECT s.agency, l.heir FROM line l JOIN credit.agency_succession s ON s.successor = l.agency)"
									" SELECT format('agency \"%s\" would have no power in sector \"%s\" for %s', agency, sector, what) FROM acts"
									" WHERE NOT EXISTS (SELECT FROM line l JOIN credit.power p ON p.agency = l.agency"
									"  WHERE l.heir = acts.agency AND p.sector = acts.sector)"
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
