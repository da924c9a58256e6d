/*
 * catalogue_agency.c
 *	  Who may report under a conduct, as of a day.
 *
 * Memory: answers live in a context of their own below CacheMemoryContext,
 * emptied together with the conducts of catalogue.c, and when there are very
 * many.
 *
 * Locks: none of its own; the caller has called credit_catalogue_share().
 */
#include "catalogue.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"

#include "owner.h"
#include "plan_cache.h"

#define KEY_SIZE 320			/* longer codes are asked for every time */
#define MAX_COVERS 16384		/* then the table is begun anew */

typedef struct CoverEntry
{
	char		key[KEY_SIZE];	/* both agencies, the day, and today */
	bool		covers;
} CoverEntry;

static MemoryContext context = NULL;
static HTAB *covers = NULL;

/* Forget what was found out. */
void
credit_agency_forget(void)
{
	covers = NULL;
	if (context != NULL)
		MemoryContextReset(context);
}

static void
make_cache(void)
{
	HASHCTL		control = {0};

	if (context == NULL)
		context = AllocSetContextCreate(CacheMemoryContext, "credit agencies",
										ALLOCSET_DEFAULT_SIZES);
	MemoryContextReset(context);
	control.hcxt = context;
	control.keysize = KEY_SIZE;
	control.entrysize = sizeof(CoverEntry);
	covers = hash_create("credit agencies", 64, &control,
						 HASH_ELEM | HASH_STRINGS | HASH_CONTEXT);
}

/*
 * Whether an agency was, on a day, another one, belonged to its subtree, or
 * had taken over its functions.  Who has taken them over since, and acts
 * today, has taken over what was done on that day with them.
 */
static bool
ask_covers(const char *agency, const char *reporter, DateADT day)
{
	Oid			argtypes[4] = {TEXTOID, TEXTOID, DATEOID, DATEOID};
	Datum		args[4];
	OwnerScope	scope;
	bool		answer;

	SPI_connect();
	args[0] = CStringGetTextDatum(agency);
	args[1] = CStringGetTextDatum(reporter);
	args[2] = DateADTGetDatum(day);
	args[3] = DateADTGetDatum(credit_today());
	credit_owner_enter(&scope, credit_relation("agency", false), false);
	if (SPI_execute_plan(credit_plan(PLAN_AGENCY_COVERS,
									 "WITH RECURSIVE line(code, since) AS (SELECT $1, false"
									 " UNION SELECT n.code, line.since OR n.since FROM line CROSS JOIN LATERAL"
									 " (SELECT s.successor AS code, s.on_day > $3 AS since FROM credit.agency_succession s"
									 "   WHERE s.agency = line.code AND s.on_day <= greatest($3, $4)"
									 "  UNION ALL SELECT a.code, false FROM credit.agency a"
									 "   WHERE a.parent = line.code AND a.valid @> CASE WHEN line.since THEN $4 ELSE $3 END) n)"
									 " SELECT FROM line JOIN credit.agency a ON a.code = line.code"
									 " AND a.valid @> CASE WHEN line.since THEN $4 ELSE $3 END WHERE line.code = $2",
									 4, argtypes),
						 args, NULL, false, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read the agencies");
	answer = SPI_processed > 0;
	credit_owner_leave(&scope);
	SPI_finish();
	return answer;
}

static bool
agency_covers(const char *agency, const char *reporter, DateADT day)
{
	char		key[KEY_SIZE];
	CoverEntry *entry;
	bool		found;
	bool		answer;

	if (snprintf(key, sizeof(key), "%s\n%s\n%d\n%d", agency, reporter, day,
				 credit_today()) >= KEY_SIZE)
		return ask_covers(agency, reporter, day);
	if (covers != NULL)
	{
		entry = hash_search(covers, key, HASH_FIND, NULL);
		if (entry != NULL)
			return entry->covers;
	}
	answer = ask_covers(agency, reporter, day);
	if (covers == NULL || hash_get_num_entries(covers) >= MAX_COVERS)
		make_cache();
	entry = hash_search(covers, key, HASH_ENTER, &found);
	entry->covers = answer;
	return answer;
}

/* Whether an agency has a version of a day. */
static bool
stood_on(const char *agency, DateADT day)
{
	Oid			argtypes[2] = {TEXTOID, DATEOID};
	Datum		args[2];

	args[0] = CStringGetTextDatum(agency);
	args[1] = DateADTGetDatum(day);
	return credit_catalogue_ask(PLAN_AGENCY_STOOD,
								"SELECT 'yes' FROM credit.agency WHERE code = $1 AND valid @> $2",
								2, argtypes, args, NULL) != NULL;
}

/*
 * JC004 unless an agency may report under a conduct what was determined on a
 * day; where the record decides by itself, its source must be such an agency
 * too.
 */
void
credit_require_reporter(const Conduct *conduct, const char *code,
						const char *agency, const char *source, DateADT day)
{
	if (!agency_covers(conduct->determining_agency, agency, day))
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_STEP),
				 errmsg("agency \"%s\" does not determine conduct \"%s\"", agency, code),
				 stood_on(agency, day) ?
				 errdetail("The catalogue names \"%s\"; its subtree and its successors may report.",
						   conduct->determining_agency) :
				 errdetail("Table credit.agency has no version of it on %s; the catalogue names \"%s\".",
						   credit_day_text(day), conduct->determining_agency),
				 errhint("Report through that agency, or leave conduct out to share it as information.")));
	if (conduct->on_record && strcmp(source, agency) != 0 &&
		!agency_covers(conduct->determining_agency, source, day))
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_STEP),
				 errmsg("source agency \"%s\" does not determine conduct \"%s\"", source, code),
				 stood_on(source, day) ?
				 errdetail("The record decides by itself, and the power to list is that of \"%s\", its subtree and its successors.",
						   conduct->determining_agency) :
				 errdetail("The record decides by itself, and table credit.agency has no version of its source on %s.",
						   credit_day_text(day)),
				 errhint("Name the agency that made the source decision.")));
}
