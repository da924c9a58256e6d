/*
 * day.c
 *	  The civil day of the installation.
 *
 * Every rule of the regime is about days of the city, so "today" is the civil
 * day in the zone chosen at install, at the start of the transaction, and
 * never the day of the client's TimeZone.
 *
 * Memory: the day is remembered for the transaction, the zone for the session;
 * pg_tz structures live for ever.  It is read anew when the table of settings
 * is another one (the zone cannot be changed while it stands).
 */
#include "credit.h"

#include "access/xact.h"
#include "pgtime.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/timestamp.h"

#include "owner.h"
#include "plan_cache.h"

PG_FUNCTION_INFO_V1(credit_today_sql);

static Oid	zone_table = InvalidOid;
static pg_tz *zone = NULL;
static TimestampTz day_computed_at = 0; /* transaction start of computed_day */
static DateADT computed_day;

/* Forget the zone: the tables have just been made or dropped. */
void
credit_day_forget(void)
{
	zone_table = InvalidOid;
	zone = NULL;
	day_computed_at = 0;
}

static pg_tz *
installation_zone(void)
{
	Oid			table = credit_relation("setting", true);

	if (zone != NULL && table == zone_table)
		return zone;
	if (!OidIsValid(table))
		return pg_tzset("Asia/Shanghai");

	{
		OwnerScope	scope;
		char	   *name;

		SPI_connect();
		credit_owner_enter(&scope, table, true);
		if (SPI_execute_plan(credit_plan(PLAN_ZONE,
										 "SELECT value FROM credit.setting WHERE name = 'zone'",
										 0, NULL),
							 NULL, NULL, true, 1) != SPI_OK_SELECT ||
			SPI_processed != 1)
			elog(ERROR, "the installation has no zone");
		name = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
		zone = pg_tzset(name);
		if (zone == NULL)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("time zone \"%s\" of the installation is not known to this server", name),
					 errdetail("It was chosen at install and decides what day it is."),
					 errhint("Install the time zone data that the server lacks.")));
		zone_table = table;
		credit_owner_leave(&scope);
		SPI_finish();
	}
	return zone;
}

/* The day of a moment in the zone of the installation. */
DateADT
credit_day_of(TimestampTz moment)
{
	struct pg_tm tm;
	fsec_t		fsec;
	int			tz;

	if (timestamp2tm(moment, &tz, &tm, &fsec, NULL, installation_zone()) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("day of the installation is out of range")));
	return date2j(tm.tm_year, tm.tm_mon, tm.tm_mday) - POSTGRES_EPOCH_JDATE;
}

/* Civil day in the zone of the installation; Asia/Shanghai before install. */
DateADT
credit_today(void)
{
	TimestampTz now = GetCurrentTransactionStartTimestamp();

	/* triggers ask for every row */
	if (now == day_computed_at)
		return computed_day;
	computed_day = credit_day_of(now);
	day_computed_at = now;
	return computed_day;
}

/* The civil day by the clock, which may be a later one. */
DateADT
credit_day_now(void)
{
	return credit_day_of(GetCurrentTimestamp());
}

/*
 * Whether the day that credit_today() gave this transaction is over.  Reads no
 * table, so that it can be asked while the transaction commits.
 */
bool
credit_day_has_ended(void)
{
	return day_computed_at == GetCurrentTransactionStartTimestamp() &&
		zone != NULL && zone_table == credit_relation("setting", true) &&
		credit_day_of(GetCurrentTimestamp()) != computed_day;
}

/* today() returns date */
Datum
credit_today_sql(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATEADT(credit_today());
}
