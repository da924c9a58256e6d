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
 * Memory: the calendar of one year at a time is kept on the stack of the
 * function that counts, and read again by the next call, in its own snapshot;
 * there is no cache that could go stale.
 *
 * Locks: those of a SELECT on the two tables, made as their owner.
 */
#include "credit.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/datetime.h"

#include "calendar.h"
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
	int			year;			/* 0 when nothing has been read yet */
	DateADT		first;			/* 1 January */
	DateADT		last;			/* 31 December */
	DateADT		settled;		/* last day no other notice can change */
	bool		departs[366];	/* weekday off, or weekend day worked */
} CalendarYear;

static SPIPlanPtr year_plan(void);
static void read_year(CalendarYear *calendar, int year);
static void not_loaded(int year);
static bool worked(CalendarYear *calendar, DateADT day);
static bool is_weekend(DateADT day);
static void check_finite(DateADT day);

PG_FUNCTION_INFO_V1(credit_add_workdays_sql);
PG_FUNCTION_INFO_V1(credit_workdays_between_sql);
PG_FUNCTION_INFO_V1(credit_is_workday_sql);

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
	CalendarYear calendar = {0};
	DateADT		day = start;

	check_finite(start);
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
		if (worked(&calendar, day))
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
	CalendarYear calendar = {0};
	DateADT		first = Min(from_day, to_day);
	DateADT		last = Max(from_day, to_day);
	int			count = 0;

	check_finite(from_day);
	check_finite(to_day);

	for (DateADT day = first; day < last;)
	{
		if (worked(&calendar, ++day))
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
	CalendarYear calendar = {0};

	check_finite(day);
	return worked(&calendar, day);
}

/*
 * Whether the day is worked; reads its year into calendar, unless it is there
 * already.
 */
static bool
worked(CalendarYear *calendar, DateADT day)
{
	if (calendar->year == 0 ||
		day < calendar->first || day > calendar->last)
	{
		int			year;
		int			month;
		int			mday;

		j2date(day + POSTGRES_EPOCH_JDATE, &year, &month, &mday);
		read_year(calendar, year);
	}

	if (day > calendar->settled)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_NOT_COVERED),
				 errmsg("calendar of %d is not loaded", calendar->year + 1),
				 errdetail("The notice for %d can still name days from %d December %d on as worked or off.",
						   calendar->year + 1, FIRST_DAY_OF_NEXT_NOTICE,
						   calendar->year),
				 errhint("Enter the State Council's notice for the year in credit.calendar_year, and the days it names in credit.calendar_day.")));

	return is_weekend(day) == calendar->departs[day - calendar->first];
}

static bool
is_weekend(DateADT day)
{
	int			weekday = j2day(day + POSTGRES_EPOCH_JDATE);

	return weekday == 0 || weekday == 6;
}

/* Reads one year; JC006 when it is not loaded. */
static void
read_year(CalendarYear *calendar, int year)
{
	Datum		values[3];
	bool		next_loaded = false;
	OwnerScope	scope;

	/* no year beyond can be entered, and date2j() computes in an int */
	if (year > LAST_YEAR)
		not_loaded(year);

	calendar->year = year;
	calendar->first = date2j(year, 1, 1) - POSTGRES_EPOCH_JDATE;
	calendar->last = date2j(year, 12, 31) - POSTGRES_EPOCH_JDATE;
	memset(calendar->departs, 0, sizeof(calendar->departs));

	values[0] = Int32GetDatum(year);
	values[1] = DateADTGetDatum(calendar->first);
	values[2] = DateADTGetDatum(calendar->last);

	SPI_connect();
	credit_owner_enter(&scope, credit_relation("calendar_year", false), true);
	if (SPI_execute_plan(year_plan(), values, NULL, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the calendar of %d", year);
	if (SPI_processed == 0)
		not_loaded(year);

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
			bool		is_worked = DatumGetBool(SPI_getbinval(row, desc, 3,
															   &isnull));

			calendar->departs[named - calendar->first] =
				is_worked == is_weekend(named);
		}
		next_loaded = DatumGetBool(SPI_getbinval(row, desc, 1, &isnull));
	}
	credit_owner_leave(&scope);
	SPI_finish();

	calendar->settled = next_loaded ? calendar->last :
		calendar->last - (31 - FIRST_DAY_OF_NEXT_NOTICE) - 1;
}

/* Does not return. */
static void
not_loaded(int year)
{
	ereport(ERROR,
			(errcode(ERRCODE_CREDIT_NOT_COVERED),
			 errmsg("calendar of %d is not loaded", year),
			 errdetail("Which days of %d are worked is not known, and is not guessed.",
					   year),
			 errhint("Enter the State Council's notice for the year in credit.calendar_year, and the days it names in credit.calendar_day.")));
}

/*
 * The plan that reads a year: no row when the year is not loaded, otherwise a
 * row for each day named, and one with a NULL day if there are none.
 */
static SPIPlanPtr
year_plan(void)
{
	Oid			types[3] = {INT4OID, DATEOID, DATEOID};

	return credit_plan(PLAN_YEAR,
					   "SELECT EXISTS (SELECT FROM credit.calendar_year n WHERE n.year = $1 + 1),"
					   " d.day, d.kind = 'workday'"
					   " FROM credit.calendar_year y"
					   " LEFT JOIN credit.calendar_day d ON d.day >= $2 AND d.day <= $3"
					   " WHERE y.year = $1",
					   lengthof(types), types);
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
