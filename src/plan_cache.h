/*
 * plan_cache.h
 *	  Queries whose plans are kept for the session; see plan_cache.c.
 */
#ifndef CREDIT_PLAN_CACHE_H
#define CREDIT_PLAN_CACHE_H

#include "credit.h"

#include "executor/spi.h"

/* One entry a query; the text stands where the query is used. */
typedef enum PlanId
{
	PLAN_ZONE,
	PLAN_REVISION,
	PLAN_REVISION_BUMP,
	PLAN_SUBJECT_KEY,
	PLAN_CONDUCT_POLARITY,
	PLAN_CONDUCT_VERSIONS,
	PLAN_AGENCY_COVERS,
	PLAN_GROUP,
	PLAN_EXCLUDE,
	PLAN_CONDITIONS,
	PLAN_PRINCIPAL,
	PLAN_MATTER_EXISTS,
	PLAN_MATTER_SCOPE,
	PLAN_BASIS,
	PLAN_POWER,
	PLAN_RESOLVE,
	PLAN_RECORD_DUPLICATE,
	PLAN_RECORD,
	PLAN_DECISION,
	PLAN_MEASURE_OPEN,
	PLAN_INSERT_NAME,
	PLAN_INSERT_SUBJECT,
	PLAN_INSERT_DECISION,
	PLAN_INSERT_STANDING,
	PLAN_INSERT_STANDING_ONE,
	PLAN_DECISIONS_SERVED,
	PLAN_UPDATE_STANDING,
	PLAN_CHECK,
	PLAN_EFFECT,
	PLAN_ALL_MEASURES,
	PLAN_YEAR,
	PLAN_COUNT
} PlanId;

extern SPIPlanPtr credit_plan(PlanId id, const char *sql, int nargs,
							  const Oid *argtypes);

#endif							/* CREDIT_PLAN_CACHE_H */
