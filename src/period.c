/*
 * period.c
 *	  Where a term ends, and how stops move that end.
 *
 * A term is counted as 民法典 art 200-202 have it: the day it starts from is
 * not counted, a month or year ends on the corresponding day, and where the
 * month has no such day, on its last.  The end of a burden is never moved for
 * a holiday: art 203(1) saves acts that are due, and those are counted by
 * calendar.c.
 *
 * A stop is [received, answered): the term stands still from the day an
 * objection or complaint is received, and goes on (继续计算) on the day it is
 * dismissed, which is served.  So the last day moves by as many days as the
 * measure would otherwise have been in force, and no more.
 *
 * Memory: the counting allocates nothing.  The functions called from SQL leave
 * their results and their arrays in the caller's context.  Nothing outlives a
 * call, nothing is read from a table and no lock is taken.
 */
#include "period.h"

#include "catalog/pg_type.h"
#include "fmgr.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/multirangetypes.h"
#include "utils/timestamp.h"

#include "compat.h"

typedef enum MonthEnd
{
	MONTH_END_LAST_DAY,			/* no corresponding day: the month's last */
	MONTH_END_REFUSE			/* no corresponding day: an error */
} MonthEnd;

/* What stops make of a term. */
typedef struct Walk
{
	DateADT		last;			/* last day as moved so far, DATEVAL_NOEND:
								 * none */
	DateADT		next;			/* first day of the term that is not counted
								 * yet */
	bool		open;			/* ended in a stop without an answer */
} Walk;

static DateADT term_end(DateADT start, const Interval *term,
						MonthEnd month_end);
static DateADT term_out_of_range(DateADT start, const Interval *term);
static void check_term(const Interval *term);
static char *term_text(const Interval *term);
static char *day_text(DateADT day);
static void check_finite(DateADT day, const char *what);
static void walk_start(Walk *walk, DateADT from_day, DateADT base_last);
static bool walk_stop(Walk *walk, const CreditDays *stop, CreditDays *before);
static DateADT checked_day(int64 day);
static CreditDays *days_of_multirange(FunctionCallInfo fcinfo,
									  MultirangeType *multirange, int *count);
static Datum multirange_of_days(FunctionCallInfo fcinfo,
								const CreditDays *days, int count);

PG_FUNCTION_INFO_V1(credit_term_end_sql);
PG_FUNCTION_INFO_V1(credit_last_day_sql);
PG_FUNCTION_INFO_V1(credit_in_force_sql);
PG_FUNCTION_INFO_V1(credit_harmonise_sql);

/*----------------------------------------------------------------------------
 * Terms
 *----------------------------------------------------------------------------
 */

/*
 * The last day, inclusive, of a term that starts from start; start itself is
 * not counted (民法典 art 201, 202).  Months and years are counted first and
 * in one step, to the corresponding day or the month's last, then days.
 *
 * Raises 22008 for an infinite start or an end out of range, 22023 for a term
 * that is not made of whole days, months and years, or is not positive.
 */
DateADT
credit_term_end(DateADT start, const Interval *term)
{
	return term_end(start, term, MONTH_END_LAST_DAY);
}

/*
 * As credit_term_end(); with MONTH_END_REFUSE also raises 22008 where the last
 * month has no day that corresponds.
 */
static DateADT
term_end(DateADT start, const Interval *term, MonthEnd month_end)
{
	int64		result = start;

	check_finite(start, "start of a term");
	check_term(term);

	if (term->month > 0)
	{
		int			year;
		int			month;
		int			day;
		int			month_days;
		int64		months;
		int64		end_year;

		j2date(start + POSTGRES_EPOCH_JDATE, &year, &month, &day);
		months = (int64) year * MONTHS_PER_YEAR + (month - 1) + term->month;
		end_year = months / MONTHS_PER_YEAR;
		month = months % MONTHS_PER_YEAR;
		if (month < 0)
		{
			month += MONTHS_PER_YEAR;
			end_year--;
		}
		month++;

		/* date2j() computes in an int, and is not asked beyond its years */
		if (!IS_VALID_JULIAN(end_year, month, 1))
			return term_out_of_range(start, term);
		year = end_year;

		month_days = day_tab[isleap(year)][month - 1];
		if (day > month_days)
		{
			if (month_end == MONTH_END_REFUSE)
				ereport(ERROR,
						(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
						 errmsg("term of %s from %s has no corresponding day",
								term_text(term), day_text(start)),
						 errdetail("The month in which it ends has %d days, and the term starts from day %d of a month.",
								   month_days, day),
						 errhint("With month_end 'last_day' such a term ends on the last day of the month (Civil Code, article 202).")));
			day = month_days;
		}
		result = (int64) date2j(year, month, day) - POSTGRES_EPOCH_JDATE;
	}

	result += term->day;
	if (!IS_VALID_DATE(result))
		return term_out_of_range(start, term);
	return (DateADT) result;
}

/* Does not return. */
static DateADT
term_out_of_range(DateADT start, const Interval *term)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
			 errmsg("term of %s from %s ends out of range",
					term_text(term), day_text(start)),
			 errdetail("The last day that can be stored is 5874897-12-31."),
			 errhint("A measure without an end has a kind of term for that, and no last day.")));
	return 0;
}

/* Raises 22023 unless the term is some whole days, months or years. */
static void
check_term(const Interval *term)
{
	const char *detail;

	/* the infinite intervals of PostgreSQL 17 have a time part as well */
	if (term->time != 0)
		detail = "A term is counted in whole days, months and years, and this one has a part in hours, minutes or seconds.";
	else if (term->month < 0 || term->day < 0)
		detail = "A part of it is negative.";
	else if (term->month == 0 && term->day == 0)
		detail = "It is empty.";
	else
		return;

	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("invalid term \"%s\"", term_text(term)),
			 errdetail_internal("%s", detail),
			 errhint("Write a term such as '1 year', '6 months' or '30 days'.")));
}

/* The term as the session writes intervals, for messages. */
static char *
term_text(const Interval *term)
{
	return DatumGetCString(DirectFunctionCall1(interval_out,
											   IntervalPGetDatum(term)));
}

/* The day as the session writes dates, for messages. */
static char *
day_text(DateADT day)
{
	return DatumGetCString(DirectFunctionCall1(date_out,
											   DateADTGetDatum(day)));
}

/* Raises 22008 for an infinite day; what names it in the message. */
static void
check_finite(DateADT day, const char *what)
{
	if (DATE_NOT_FINITE(day))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("%s cannot be infinite", what),
				 errdetail("An unknown day is NULL here, and no infinite date leaves the database."),
				 errhint("Pass NULL where there is no such day.")));
}

/*----------------------------------------------------------------------------
 * Stops
 *----------------------------------------------------------------------------
 */

static void
walk_start(Walk *walk, DateADT from_day, DateADT base_last)
{
	walk->last = base_last;
	walk->next = from_day;
	walk->open = false;
}

/*
 * Takes the next stop into account.  False when this stop and all later ones
 * count for nothing, because the term was over or because a stop is open.
 * before is set to the days in force between the stops, and may be empty.
 */
static bool
walk_stop(Walk *walk, const CreditDays *stop, CreditDays *before)
{
	DateADT		first = Max(stop->first, walk->next);

	before->first = walk->next;
	before->end = walk->next;

	if (walk->open || first > walk->last)
		return false;
	if (stop->end <= first)
		return true;			/* over before the term, or counted already */

	before->end = first;
	if (stop->end == DATEVAL_NOEND)
	{
		walk->open = true;
		return false;
	}

	if (walk->last != DATEVAL_NOEND)
		walk->last = checked_day((int64) walk->last + stop->end - first);
	walk->next = stop->end;
	return true;
}

/* A moved day, which must still be a date; 22008 otherwise. */
static DateADT
checked_day(int64 day)
{
	if (!IS_VALID_DATE(day))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("last day of a measure is out of range"),
				 errdetail("The last day that can be stored is 5874897-12-31."),
				 errhint("Check the term and the days of its stops.")));
	return (DateADT) day;
}

/*
 * The last day of a measure that is in force from from_day and without any
 * stop would end on base_last: moved by the stopped days on which it would
 * otherwise have been in force.
 *
 * Both days are finite.  The stops are sorted by their first day; they may
 * touch or overlap, and a day stopped twice counts once.  The part of a stop
 * before from_day does not count, nor does one that opens after the last day
 * as moved by those before it.  If base_last is before from_day the measure
 * never comes into force, and base_last is the answer.
 *
 * False, and last_day untouched, while a stop that counts has no end: the last
 * day is not known yet.  Raises 22008 if the last day is out of range.
 */
bool
credit_last_day(DateADT from_day, DateADT base_last,
				const CreditDays *stops, int nstops, DateADT *last_day)
{
	Walk		walk;
	CreditDays	before;

	walk_start(&walk, from_day, base_last);
	for (int i = 0; i < nstops; i++)
	{
		if (!walk_stop(&walk, &stops[i], &before))
			break;
	}
	if (walk.open)
		return false;
	*last_day = walk.last;
	return true;
}

/*
 * The days on which such a measure is in force, in order; returns how many
 * ranges were put into days, which has room for nstops + 1.  base_last
 * DATEVAL_NOEND is a measure without a last day: it is in force except while
 * stopped, and the last range has no end (DATEVAL_NOEND).  Of a stop without
 * an end nothing after its first day is in force.  Ranges are neither empty
 * nor touching.  Otherwise as credit_last_day().
 */
int
credit_in_force(DateADT from_day, DateADT base_last,
				const CreditDays *stops, int nstops, CreditDays *days)
{
	Walk		walk;
	CreditDays	before;
	int			count = 0;

	walk_start(&walk, from_day, base_last);
	for (int i = 0; i < nstops; i++)
	{
		bool		more = walk_stop(&walk, &stops[i], &before);

		if (before.first < before.end)
			days[count++] = before;
		if (!more)
			break;
	}

	if (!walk.open && walk.next <= walk.last)
	{
		days[count].first = walk.next;
		days[count].end = walk.last == DATEVAL_NOEND ?
			DATEVAL_NOEND : checked_day((int64) walk.last + 1);
		count++;
	}
	return count;
}

/*----------------------------------------------------------------------------
 * Functions called from SQL
 *----------------------------------------------------------------------------
 */

/* term_end(start date, term interval, month_end text) returns date */
Datum
credit_term_end_sql(PG_FUNCTION_ARGS)
{
	DateADT		start = PG_GETARG_DATEADT(0);
	Interval   *term = PG_GETARG_INTERVAL_P(1);
	char	   *rule = text_to_cstring(PG_GETARG_TEXT_PP(2));
	MonthEnd	month_end;

	if (strcmp(rule, "last_day") == 0)
		month_end = MONTH_END_LAST_DAY;
	else if (strcmp(rule, "refuse") == 0)
		month_end = MONTH_END_REFUSE;
	else
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unknown rule \"%s\" for the end of a month", rule),
				 errdetail("It says what becomes of a term whose last month has no corresponding day."),
				 errhint("Use 'last_day' or 'refuse'.")));

	PG_RETURN_DATEADT(term_end(start, term, month_end));
}

/*
 * last_day(from_day date, base_last date, stops datemultirange) returns date
 *
 * NULL without a from_day (not served yet), without a base_last (the term has
 * none) and while a stop is open.  stops NULL is no stop at all: it is what
 * range_agg() gives for no rows.  A bound of a stop that is infinite counts as
 * an open end.  Raises 22008 for other infinite days.
 */
Datum
credit_last_day_sql(PG_FUNCTION_ARGS)
{
	CreditDays *stops = NULL;
	int			nstops = 0;
	DateADT		last_day;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	check_finite(PG_GETARG_DATEADT(0), "first day of a measure");
	check_finite(PG_GETARG_DATEADT(1), "last day of a measure");
	if (!PG_ARGISNULL(2))
		stops = days_of_multirange(fcinfo, PG_GETARG_MULTIRANGE_P(2), &nstops);

	if (!credit_last_day(PG_GETARG_DATEADT(0), PG_GETARG_DATEADT(1),
						 stops, nstops, &last_day))
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(last_day);
}

/*
 * in_force(from_day date, base_last date, stops datemultirange) returns
 * datemultirange
 *
 * NULL without a from_day.  base_last NULL is a measure without a last day:
 * the last range is unbounded, never infinite.  stops as in last_day().
 */
Datum
credit_in_force_sql(PG_FUNCTION_ARGS)
{
	CreditDays *stops = NULL;
	int			nstops = 0;
	DateADT		base_last = DATEVAL_NOEND;
	CreditDays *days;
	int			ndays;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	check_finite(PG_GETARG_DATEADT(0), "first day of a measure");
	if (!PG_ARGISNULL(1))
	{
		base_last = PG_GETARG_DATEADT(1);
		check_finite(base_last, "last day of a measure");
	}
	if (!PG_ARGISNULL(2))
		stops = days_of_multirange(fcinfo, PG_GETARG_MULTIRANGE_P(2), &nstops);

	days = palloc(sizeof(CreditDays) * (nstops + 1));
	ndays = credit_in_force(PG_GETARG_DATEADT(0), base_last, stops, nstops,
							days);
	return multirange_of_days(fcinfo, days, ndays);
}

/*
 * harmonise(last_days date[], rule text, cap date) returns date
 *
 * The one last day (统一实施期限) of measures that would end on different ones,
 * and never a day after the cap.  A NULL among the days is a measure without a
 * last day, and so later than any other.  shortest: the first of the days;
 * longest: the last; lead: the first element; fixed: every measure takes the
 * resolved day, which is the first element too, and the others are there to
 * be replaced.  NULL for an empty or NULL array, and where what the rule picks
 * has no last day and there is no cap.
 *
 * Raises 22023 for an unknown rule, 22004 for a NULL one, 22008 for infinite
 * days, 2202E for an array of more than one dimension.
 */
Datum
credit_harmonise_sql(PG_FUNCTION_ARGS)
{
	bool		shortest;
	bool		longest;
	char	   *rule;
	ArrayType  *array;
	Datum	   *days;
	bool	   *nulls;
	int			ndays;
	DateADT		result = DATEVAL_NOEND;

	if (PG_ARGISNULL(1))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("rule of harmonisation cannot be null"),
				 errdetail("Without a rule each measure keeps its own last day."),
				 errhint("Use 'shortest', 'longest', 'lead' or 'fixed'.")));
	rule = text_to_cstring(PG_GETARG_TEXT_PP(1));
	shortest = strcmp(rule, "shortest") == 0;
	longest = strcmp(rule, "longest") == 0;
	if (!shortest && !longest &&
		strcmp(rule, "lead") != 0 && strcmp(rule, "fixed") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("unknown rule of harmonisation \"%s\"", rule),
				 errdetail("It says which last day all measures of a decision take."),
				 errhint("Use 'shortest', 'longest', 'lead' or 'fixed'.")));
	if (!PG_ARGISNULL(2))
		check_finite(PG_GETARG_DATEADT(2), "cap of a harmonised term");
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();

	array = PG_GETARG_ARRAYTYPE_P(0);
	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("last days must be an array of one dimension"),
				 errdetail("The array has %d dimensions.", ARR_NDIM(array)),
				 errhint("Give one day for each measure.")));
	deconstruct_array(array, DATEOID, sizeof(DateADT), true, TYPALIGN_INT,
					  &days, &nulls, &ndays);
	if (ndays == 0)
		PG_RETURN_NULL();

	for (int i = 0; i < ndays; i++)
	{
		DateADT		day = DATEVAL_NOEND;

		if (!nulls[i])
		{
			day = DatumGetDateADT(days[i]);
			check_finite(day, "last day of a measure");
		}
		if (i == 0)
			result = day;
		else if (shortest)
			result = Min(result, day);
		else if (longest)
			result = Max(result, day);
	}
	if (!PG_ARGISNULL(2))
		result = Min(result, PG_GETARG_DATEADT(2));

	if (result == DATEVAL_NOEND)
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(result);
}

/*
 * The ranges of a datemultirange, which are sorted, as CreditDays.  An
 * infinite date as a bound is an open end, and a range that is before or after
 * all days is left out.
 */
static CreditDays *
days_of_multirange(FunctionCallInfo fcinfo, MultirangeType *multirange,
				   int *count)
{
	TypeCacheEntry *rangetyp;
	CreditDays *days = palloc(sizeof(CreditDays) * multirange->rangeCount);
	int			n = 0;

	rangetyp = multirange_get_typcache(fcinfo, DATEMULTIRANGEOID)->rngtype;
	for (uint32 i = 0; i < multirange->rangeCount; i++)
	{
		RangeBound	lower;
		RangeBound	upper;
		CreditDays	stop;

		multirange_get_bounds(rangetyp, multirange, i, &lower, &upper);
		stop.first = lower.infinite ?
			DATEVAL_NOBEGIN : DatumGetDateADT(lower.val);
		stop.end = upper.infinite ?
			DATEVAL_NOEND : DatumGetDateADT(upper.val);
		if (stop.first == DATEVAL_NOEND || stop.end == DATEVAL_NOBEGIN)
			continue;
		days[n++] = stop;
	}
	*count = n;
	return days;
}

/* The datemultirange of these days; open ends are unbounded. */
static Datum
multirange_of_days(FunctionCallInfo fcinfo, const CreditDays *days, int count)
{
	TypeCacheEntry *rangetyp;
	RangeType **ranges = palloc(sizeof(RangeType *) * count);

	rangetyp = multirange_get_typcache(fcinfo, DATEMULTIRANGEOID)->rngtype;
	for (int i = 0; i < count; i++)
	{
		RangeBound	lower = {0};
		RangeBound	upper = {0};

		lower.val = DateADTGetDatum(days[i].first);
		lower.inclusive = true;
		lower.lower = true;
		upper.val = DateADTGetDatum(days[i].end);
		upper.infinite = days[i].end == DATEVAL_NOEND;
		ranges[i] = credit_make_range(rangetyp, &lower, &upper, false);
	}
	PG_RETURN_MULTIRANGE_P(make_multirange(DATEMULTIRANGEOID, rangetyp,
										   count, ranges));
}
