/*
 * day.c
 *	  The civil day of the installation.
 *
 * Every rule of the regime is about days of the city, so "today" is the civil
 * day in the zone chosen at install, at the start of the transaction, and
 * never the day of the client's TimeZone.
 */
#include "credit.h"

#include "access/xact.h"
#include "pgtime.h"
#include "utils/datetime.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(credit_today_sql);

/* Civil day in the zone of the installation; Asia/Shanghai before install. */
DateADT
credit_today(void)
{
	pg_tz	   *zone = pg_tzset("Asia/Shanghai");
	struct pg_tm tm;
	fsec_t		fsec;
	int			tz;

	if (zone == NULL ||
		timestamp2tm(GetCurrentTransactionStartTimestamp(), &tz, &tm, &fsec,
					 NULL, zone) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("day of the installation is out of range")));
	return date2j(tm.tm_year, tm.tm_mon, tm.tm_mday) - POSTGRES_EPOCH_JDATE;
}

/* today() returns date */
Datum
credit_today_sql(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATEADT(credit_today());
}
