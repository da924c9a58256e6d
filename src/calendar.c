/*
 * calendar.c
 *	  Counting in working days.
 *
 * Agencies work from Monday to Friday, less the holidays and with the days
 * worked in exchange (调休) that the State Council's notice for the year names.
 * credit.calendar_day holds those departures, credit.calendar_year the years
 * whose notice has been entered.  A day of any other year is refused (JC006):
 * a guessed deadline is worse than none.  So are the last days of a year while
 * the next year is missing, because its notice can still change them: that of
 * 2019 made 2018-12-29, a Saturday, a working day.
 *
 * Memory: years that were read are kept for the session, a bit a day, keyed by
 * the revision of the calendar, which every statement that changes it counts
 * up.  Each call reads that one row in its own snapshot, and what it reads of
 * the calendar in the same, so no invalidation message is needed, which a table
 * under replication would not send.  The years are dropped when a
 * (sub)transaction rolls back, because it may have read its own change.
 *
 * Locks: those of a SELECT on the tables, made as their owner.
 */
#include "credit.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/datetime.h"

#include "calendar.h"
#include "catalogue.h"
#include "owner.h"
#include "plan_cache.h"

/*
 * The first day of December that the notice for the next year can name.  New
 * Year's Day is joined to a weekend; where it is a Thursday, that of the
 * 27th and 28th may be worked in exchange.
 */
#define FIRST_DAY_OF_NEXT_NOTICE 27

/* the last year that calendar_year accepts */
#define LAST_YEAR 9999

/* One year of the calendar. */
typedef struct CalendarYear
{
	int			year;			/* 0: a free place */
	bool		loaded;			/* its notice has been entered */
	DateADT		first;			/* 1 January */
	DateADT		last;			/* 31 December */
	DateADT		settled;		/* last day no other notice can change */
	uint8		departs[46];	/* bit a day: weekday off, or weekend worked */
} CalendarYear;

#define KEPT_YEARS 64			/* more take each other's places */

static CalendarYear kept[KEPT_YEARS];
static Oid	kept_relation = InvalidOid;
static int64 kept_revision = -1;

static void calendar_ready(void);
static CalendarYear *year_of(DateADT day);
static bool reached(DateADT day, CalendarYear **calendar);
static void read_year(CalendarYear *calendar, int year);
static void not_reached(DateADT day, const CalendarYear *calendar);
static bool worked_in(const CalendarYear *calendar, DateADT day);
static bool worked(DateADT day);
static bool is_weekend(DateADT day);
static void check_finite(DateADT day);

PG_FUNCTION_INFO_V1(credit_add_workdays_sql);
PG_FUNCTION_INFO_V1(credit_workdays_between_sql);
PG_FUNCTION_INFO_V1(credit_is_workday_sql);
PG_FUNCTION_INFO_V1(credit_calendar_statement);

/*
 * The last of so many working days after start, which is not counted (民法典
 * art 201): the last day, inclusive, of a limit in working days.  0 is start
 * itself, whether worked or not.
 *
 * A limit in calendar days that ends on a day off ends on the next working day
 * (art 203(1)): credit_add_workdays(last - 1, 1).
 *
 * Raises JC006 where the calendar is not loaded, 22023 for a negative number,
 * 22008 for an infinite start.
 */
DateADT
credit_add_workdays(DateADT start, int workdays)
{
	DateADT		day = start;

	check_finite(start);
	calendar_ready();
	if (workdays < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("number of working days cannot be negative: %d",
						workdays),
				 errdetail("A limit is counted forward from the day after the first."),
				 errhint("To see how long ago a day was, use workdays_between.")));

	while (workdays > 0)
	{
		day++;
		if (worked(day))
			workdays--;
	}
	return day;
}

/*
 * How many working days there are after from_day, up to and including to_day;
 * less than 0 when to_day is the earlier, so that swapping the days changes
 * the sign.  Raises JC006 where the calendar is not loaded, 22008 for infinite
 * days.
 */
int
credit_workdays_between(DateADT from_day, DateADT to_day)
{
	DateADT		first = Min(from_day, to_day);
	DateADT		last = Max(from_day, to_day);
	int			count = 0;

	check_finite(from_day);
	check_finite(to_day);
	calendar_ready();
	for (DateADT day = first; day < last;)
	{
		if (worked(++day))
			count++;
	}
	return from_day <= to_day ? count : -count;
}

/*
 * Whether agencies work on the day.  Raises JC006 where the calendar is not
 * loaded, 22008 for an infinite day.
 */
bool
credit_is_workday(DateADT day)
{
	check_finite(day);
	calendar_ready();
	return worked(day);
}

/*
 * As credit_add_workdays(), for a step that must not fail where the calendar
 * does not reach: then false.  version is the revision of the calendar by
 * which the day was counted; palloc'd.
 */
bool
credit_try_workdays(DateADT start, int workdays, DateADT *day, char **version)
{
	DateADT		at = start;

	calendar_ready();
	while (workdays > 0)
	{
		CalendarYear *calendar;

		if (!reached(++at, &calendar))
			return false;
		if (worked_in(calendar, at))
			workdays--;
	}
	*day = at;
	*version = psprintf(INT64_FORMAT, kept_revision);
	return true;
}

/* Forget the years: a (sub)transaction that may have changed them rolls back. */
void
credit_calendar_forget(void)
{
	kept_relation = InvalidOid;
	kept_revision = -1;
	memset(kept, 0, sizeof(kept));
}

/* Whether the calendar reaches a day, and the year it lies in. */
static bool
reached(DateADT day, CalendarYear **calendar)
{
	*calendar = year_of(day);
	return (*calendar)->loaded && day <= (*calendar)->settled;
}

/* Whether a day is worked that a year's calendar reaches. */
static bool
worked_in(const CalendarYear *calendar, DateADT day)
{
	int			number = day - calendar->first;

	return is_weekend(day) == ((calendar->departs[number / 8] >> (number % 8) & 1) != 0);
}

/* Whether the day is worked; JC006 where the calendar does not reach it. */
static bool
worked(DateADT day)
{
	CalendarYear *calendar;

	if (!reached(day, &calendar))
		not_reached(day, calendar);
	return worked_in(calendar, day);
}

static bool
is_weekend(DateADT day)
{
	int			weekday = j2day(day + POSTGRES_EPOCH_JDATE);

	return weekday == 0 || weekday == 6;
}

/* Keep the years of the present revision only, as the snapshot has it. */
static void
calendar_ready(void)
{
	static TransactionId ready_xid = InvalidTransactionId;
	static CommandId ready_command = InvalidCommandId;
	Oid			relation = credit_relation("calendar_revision", false);
	OwnerScope	scope;
	int64		revision;
	bool		isnull;

	/* a load of facts asks for every row */
	if (TransactionIdIsValid(ready_xid) && ready_xid == GetTopTransactionIdIfAny() &&
		ready_command == GetCurrentCommandId(false) && relation == kept_relation)
		return;
	SPI_connect();
	credit_owner_enter(&scope, relation, true);
	if (SPI_execute_plan(credit_plan(PLAN_CALENDAR_REVISION,
									 "SELECT revision FROM credit.calendar_revision", 0, NULL),
						 NULL, NULL, true, 1) != SPI_OK_SELECT || SPI_processed != 1)
		elog(ERROR, "the calendar has no revision");
	revision = DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull));
	credit_owner_leave(&scope);
	SPI_finish();
	ready_xid = GetTopTransactionIdIfAny();
	ready_command = GetCurrentCommandId(false);
	if (revision == kept_revision && relation == kept_relation)
		return;
	credit_calendar_forget();
	credit_catalogue_callbacks();
	kept_revision = revision;
	kept_relation = relation;
}

static CalendarYear *
year_of(DateADT day)
{
	int			year;
	int			month;
	int			mday;
	CalendarYear *calendar;

	j2date(day + POSTGRES_EPOCH_JDATE, &year, &month, &mday);
	calendar = &kept[((year % KEPT_YEARS) + KEPT_YEARS) % KEPT_YEARS];
	if (calendar->year != year || calendar->first == 0)
		read_year(calendar, year);
	return calendar;
}

/* Read one year. */
static void
read_year(CalendarYear *calendar, int year)
{
	Oid			types[3] = {INT4OID, DATEOID, DATEOID};
	Datum		values[3];
	bool		next_loaded = false;
	OwnerScope	scope;

	memset(calendar, 0, sizeof(CalendarYear));
	calendar->year = year;
	/* no year beyond can be entered, and date2j() computes in an int */
	if (year > LAST_YEAR)
	{
		calendar->first = DATEVAL_NOEND;
		return;
	}
	calendar->first = date2j(year, 1, 1) - POSTGRES_EPOCH_JDATE;
	calendar->last = date2j(year, 12, 31) - POSTGRES_EPOCH_JDATE;

	values[0] = Int32GetDatum(year);
	values[1] = DateADTGetDatum(calendar->first);
	values[2] = DateADTGetDatum(calendar->last);

	SPI_connect();
	credit_owner_enter(&scope, credit_relation("calendar_year", false), true);

	/*
	 * No row when the year is not loaded, otherwise a row for each day named,
	 * and one with a NULL day if there are none.
	 */
	if (SPI_execute_plan(credit_plan(PLAN_YEAR,
									 "SELECT EXISTS (SELECT FROM credit.calendar_year n WHERE n.year = $1 + 1),"
									 " d.day, d.kind = 'workday'"
									 " FROM credit.calendar_year y"
									 " LEFT JOIN credit.calendar_day d ON d.day >= $2 AND d.day <= $3"
									 " WHERE y.year = $1",
									 lengthof(types), types),
						 values, NULL, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the calendar of %d", year);
	calendar->loaded = SPI_processed > 0;
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		HeapTuple	row = SPI_tuptable->vals[i];
		TupleDesc	desc = SPI_tuptable->tupdesc;
		bool		isnull;
		Datum		day = SPI_getbinval(row, desc, 2, &isnull);

		/* one row without a day: the year departs from the week nowhere */
		if (!isnull)
		{
			DateADT		named = DatumGetDateADT(day);
			int			number = named - calendar->first;
			bool		is_worked = DatumGetBool(SPI_getbinval(row, desc, 3,
															   &isnull));

			if (is_worked == is_weekend(named))
				calendar->departs[number / 8] |= 1 << (number % 8);
		}
		next_loaded = DatumGetBool(SPI_getbinval(row, desc, 1, &isnull));
	}
	credit_owner_leave(&scope);
	SPI_finish();

	calendar->settled = next_loaded ? calendar->last :
		calendar->last - (31 - FIRST_DAY_OF_NEXT_NOTICE) - 1;
}

/* JC006 for a day that the calendar does not reach; does not return. */
static void
not_reached(DateADT day, const CalendarYear *calendar)
{
	if (calendar->loaded)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_NOT_COVERED),
				 errmsg("calendar of %d is not loaded", calendar->year + 1),
				 errdetail("The notice for %d can still name days from %d December %d on as worked or off.",
						   calendar->year + 1, FIRST_DAY_OF_NEXT_NOTICE,
						   calendar->year),
				 errhint("Enter the State Council's notice for the year in credit.calendar_year, and the days it names in credit.calendar_day.")));
	ereport(ERROR,
			(errcode(ERRCODE_CREDIT_NOT_COVERED),
			 errmsg("calendar of %d is not loaded", calendar->year),
			 errdetail("Which days of %d are worked is not known, and is not guessed.",
					   calendar->year),
			 errhint("Enter the State Council's notice for the year in credit.calendar_year, and the days it names in credit.calendar_day.")));
}

/*
 * Statement trigger of the calendar, AFTER any change: counts up its revision.
 */
Datum
credit_calendar_statement(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = credit_trigger(fcinfo, "calendar_statement", false);
	OwnerScope	scope;

	SPI_connect();
	credit_owner_enter(&scope, RelationGetRelid(trigdata->tg_relation), false);
	if (SPI_execute_plan(credit_plan(PLAN_CALENDAR_BUMP,
									 "UPDATE credit.calendar_revision SET revision = revision + 1", 0, NULL),
						 NULL, NULL, false, 0) != SPI_OK_UPDATE)
		elog(ERROR, "could not count a revision of the calendar");
	credit_owner_leave(&scope);
	SPI_finish();
	credit_calendar_forget();
	return PointerGetDatum(NULL);
}

static void
check_finite(DateADT day)
{
	if (DATE_NOT_FINITE(day))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("working days cannot be counted from or to an infinite date"),
				 errdetail("An unknown day is NULL here, and no infinite date leaves the database."),
				 errhint("Pass NULL where there is no such day.")));
}

/* add_workdays(start date, workdays int4) returns date */
Datum
credit_add_workdays_sql(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATEADT(credit_add_workdays(PG_GETARG_DATEADT(0),
										  PG_GETARG_INT32(1)));
}

/* workdays_between(from_day date, to_day date) returns int4 */
Datum
credit_workdays_between_sql(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(credit_workdays_between(PG_GETARG_DATEADT(0),
											PG_GETARG_DATEADT(1)));
}

/* is_workday(day date) returns bool */
Datum
credit_is_workday_sql(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(credit_is_workday(PG_GETARG_DATEADT(0)));
}
