/*
 * listing.c
 *	  The forms of the BI views that take the day.
 *
 * A function that a view calls runs with the rights of whoever reads the view,
 * so these become the tables' owner after a test of their own: the right to
 * call one is SELECT on the view of the same name, which is granted, dumped
 * and restored like any other.
 *
 * Memory: rows go straight into a tuplestore.
 */
#include "fact.h"

#include "catalog/pg_type.h"
#include "executor/tstoreReceiver.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "nodes/params.h"
#include "utils/acl.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "owner.h"
#include "plan_cache.h"

PG_FUNCTION_INFO_V1(credit_listing_on);
PG_FUNCTION_INFO_V1(credit_measures_on);
PG_FUNCTION_INFO_V1(credit_verify);

/* The columns of the contract, of the rows that are in some state. */
#define COLUMNS \
	"SELECT subject_no, subject_key, subject_name, subject_kind, region, polarity, class, effect, matter, content, agency," \
	" agency_now, conduct, sector, document_no, decided_on, from_day, until_day, until_kind, next_change, decision, measure"
#define LISTED COLUMNS " FROM credit.listing_on($1) WHERE "

static const struct
{
	const char *view;
	PlanId		plan;
	const char *query;			/* $1 is the day */
}			listings[] = {

	{"active_penalties", PLAN_ACTIVE_PENALTIES,
	LISTED "state = 'active' AND polarity = 'sanction'"},
	{"active_incentives", PLAN_ACTIVE_INCENTIVES,
	LISTED "state = 'active' AND polarity = 'incentive'"},
	{"suspended_measures", PLAN_SUSPENDED_MEASURES,
	LISTED "state = 'suspended'"},
	{"expiring_soon", PLAN_EXPIRING_SOON,
		LISTED "state = 'active' AND least(until_day, CASE WHEN until_day IS NULL THEN next_change - 1 END) < $1"
	" + (SELECT value::integer FROM credit.setting WHERE name = 'expiring_days')"},
	{"replies_overdue", PLAN_REPLIES_OVERDUE,
	"SELECT * FROM credit.replies_due($1)"},
	{"feedback_overdue", PLAN_FEEDBACK_OVERDUE,
	"SELECT * FROM credit.feedback_due($1)"},
	{"measures_by_agency", PLAN_MEASURES_BY_AGENCY,
	"SELECT * FROM credit.count_measures($1)"},
};

/* Raise 42501 without SELECT on a view, 22008 for an infinite day. */
static void
may_list(const char *function, const char *view, DateADT day)
{
	if (pg_class_aclcheck(credit_relation(view, false), GetUserId(), ACL_SELECT) != ACLCHECK_OK)
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("permission denied for credit.%s()", function),
				 errdetail("Role \"%s\" has no SELECT on view credit.%s.",
						   GetUserNameFromId(GetUserId(), false), view),
				 errhint("The owner of the installation gives the right with GRANT SELECT ON credit.%s.", view)));
	if (DATE_NOT_FINITE(day))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("day of the listing may not be infinite"),
				 errdetail("A listing is about one civil day."),
				 errhint("Give a day.")));
}

/* Run a query as the owner, its rows into the function's result. */
static void
list(FunctionCallInfo fcinfo, PlanId id, const char *query, int nargs, const Oid *argtypes,
	 const Datum *args)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	OwnerScope	scope;
	SPIExecuteOptions options = {0};
	ParamListInfo params;

	InitMaterializedSRF(fcinfo, 0);
	SPI_connect();
	credit_owner_enter(&scope, credit_relation("standing", false), true);
	/* a listing reads whole tables */
	(void) set_config_option("enable_seqscan", "on", PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_SAVE, true, 0, false);
	params = makeParamList(nargs);
	for (int i = 0; i < nargs; i++)
	{
		params->params[i].value = args[i];
		params->params[i].isnull = false;
		params->params[i].pflags = PARAM_FLAG_CONST;
		params->params[i].ptype = argtypes[i];
	}
	options.params = params;
	options.read_only = true;
	options.dest = CreateTuplestoreDestReceiver();
	SetTuplestoreDestReceiverParams(options.dest, result->setResult,
									result->econtext->ecxt_per_query_memory,
									false, NULL, NULL);
	if (SPI_execute_plan_extended(credit_plan(id, query, nargs, argtypes), &options) != SPI_OK_SELECT)
		elog(ERROR, "could not list measures");
	options.dest->rDestroy(options.dest);
	credit_owner_leave(&scope);
	SPI_finish();
}

/*
 * active_penalties, active_incentives, suspended_measures,
 * measures_by_agency(on_day date)
 *
 * Rows as the view of that name has them, for any day.  Raises 42501 without
 * SELECT on the view, 22008 for an infinite day.
 */
Datum
credit_listing_on(PG_FUNCTION_ARGS)
{
	char	   *name = get_func_name(fcinfo->flinfo->fn_oid);
	Oid			argtype = DATEOID;
	Datum		arg = PG_GETARG_DATUM(0);
	int			which = 0;

	while (strcmp(listings[which].view, name) != 0)
		if (++which == lengthof(listings))
			elog(ERROR, "unknown listing \"%s\"", name);
	may_list(name, name, DatumGetDateADT(arg));
	list(fcinfo, listings[which].plan, listings[which].query, 1, &argtype, &arg);
	return (Datum) 0;
}

/*
 * measures_on(day date, known_at timestamptz)
 *
 * Every measure in force on a day, as known at a moment; NULL: all that is
 * visible.  Raises 42501 without SELECT on view measure_listing, 22008 for an
 * infinite day, 22004 without one.
 */
Datum
credit_measures_on(PG_FUNCTION_ARGS)
{
	Oid			argtypes[2] = {DATEOID, TIMESTAMPTZOID};
	Datum		args[2];

	if (PG_ARGISNULL(0))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("day of the listing is missing"),
				 errdetail("A listing is about one civil day."),
				 errhint("Give a day.")));
	args[0] = PG_GETARG_DATUM(0);
	may_list("measures_on", "measure_listing", DatumGetDateADT(args[0]));
	if (PG_ARGISNULL(1))
		list(fcinfo, PLAN_MEASURES_ON, LISTED "state = 'active'", 1, argtypes, args);
	else
	{
		args[1] = PG_GETARG_DATUM(1);
		list(fcinfo, PLAN_MEASURES_KNOWN,
			 COLUMNS " FROM credit.listing_on($1, $2) WHERE state = 'active'", 2, argtypes, args);
	}
	return (Datum) 0;
}

/*
 * verify() returns table (problem, subject, kind, fact, detail)
 *
 * What credit.problems() finds, as the owner.  Raises 42501 without SELECT on
 * credit.chain.
 */
Datum
credit_verify(PG_FUNCTION_ARGS)
{
	if (pg_class_aclcheck(credit_relation("chain", false), GetUserId(), ACL_SELECT) != ACLCHECK_OK)
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("permission denied for credit.verify()"),
				 errdetail("Role \"%s\" has no SELECT on table credit.chain.",
						   GetUserNameFromId(GetUserId(), false)),
				 errhint("The owner of the installation gives the right with GRANT SELECT ON credit.chain.")));
	list(fcinfo, PLAN_VERIFY, "SELECT * FROM credit.problems()", 0, NULL, NULL);
	return (Datum) 0;
}
