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

static const struct
{
	const char *view;
	PlanId		plan;
	const char *query;			/* $1 is the day */
}			listings[] = {

	{"active_penalties", PLAN_ACTIVE_PENALTIES,
		"SELECT * FROM credit.measure_listing WHERE polarity = 'sanction' AND from_day <= $1"
	" AND credit.in_force_on(from_day, until_day, $1)"},
	{"active_incentives", PLAN_ACTIVE_INCENTIVES,
		"SELECT * FROM credit.measure_listing WHERE polarity = 'incentive' AND from_day <= $1"
	" AND credit.in_force_on(from_day, until_day, $1)"},
	{"measures_by_agency", PLAN_MEASURES_BY_AGENCY,
	"SELECT * FROM credit.count_measures($1)"},
};

/*
 * active_penalties, active_incentives, measures_by_agency(on_day date)
 *
 * Rows as the view of that name has them, for any day.  Raises 42501 without
 * SELECT on the view, 22008 for an infinite day.
 */
Datum
credit_listing_on(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	char	   *name = get_func_name(fcinfo->flinfo->fn_oid);
	DateADT		day = PG_GETARG_DATEADT(0);
	Oid			view = credit_relation(name, false);
	OwnerScope	scope;
	int			which = -1;
	Oid			argtype = DATEOID;
	SPIExecuteOptions options = {0};
	ParamListInfo params;

	for (int i = 0; i < lengthof(listings); i++)
		if (strcmp(listings[i].view, name) == 0)
			which = i;
	if (which < 0)
		elog(ERROR, "unknown listing \"%s\"", name);
	if (pg_class_aclcheck(view, GetUserId(), ACL_SELECT) != ACLCHECK_OK)
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("permission denied for credit.%s()", name),
				 errdetail("Role \"%s\" has no SELECT on view credit.%s.",
						   GetUserNameFromId(GetUserId(), false), name),
				 errhint("The owner of the installation gives the right with GRANT SELECT ON credit.%s.", name)));
	if (DATE_NOT_FINITE(day))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("day of the listing may not be infinite"),
				 errdetail("A listing is about one civil day."),
				 errhint("Give a day.")));
	InitMaterializedSRF(fcinfo, 0);

	SPI_connect();
	credit_owner_enter(&scope, credit_relation("standing", false), true);
	/* a listing reads whole tables */
	(void) set_config_option("enable_seqscan", "on", PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_SAVE, true, 0, false);
	params = makeParamList(1);
	params->params[0].value = DateADTGetDatum(day);
	params->params[0].isnull = false;
	params->params[0].pflags = PARAM_FLAG_CONST;
	params->params[0].ptype = DATEOID;
	options.params = params;
	options.read_only = true;
	options.dest = CreateTuplestoreDestReceiver();
	SetTuplestoreDestReceiverParams(options.dest, result->setResult,
									result->econtext->ecxt_per_query_memory,
									false, NULL, NULL);
	if (SPI_execute_plan_extended(credit_plan(listings[which].plan,
											  listings[which].query, 1, &argtype),
								  &options) != SPI_OK_SELECT)
		elog(ERROR, "could not list measures");
	options.dest->rDestroy(options.dest);
	credit_owner_leave(&scope);
	SPI_finish();
	return (Datum) 0;
}
