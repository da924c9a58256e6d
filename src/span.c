/*
 * span.c
 *	  A daterange taken apart, and put together again.
 *
 * Memory: results are allocated in the current context.
 */
#include "span.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/rangetypes.h"
#include "utils/typcache.h"

static TypeCacheEntry *
daterange_cache(void)
{
	return lookup_type_cache(DATERANGEOID, TYPECACHE_RANGE_INFO);
}

/* Take a daterange apart; its canonical form has [ and ) bounds. */
Span
credit_span(Datum range)
{
	RangeBound	lower;
	RangeBound	upper;
	Span		span = {0};

	range_deserialize(daterange_cache(), DatumGetRangeTypeP(range),
					  &lower, &upper, &span.empty);
	if (span.empty)
		return span;
	span.lower_inf = lower.infinite;
	span.upper_inf = upper.infinite;
	if (!lower.infinite)
		span.lower = DatumGetDateADT(lower.val);
	if (!upper.infinite)
		span.upper = DatumGetDateADT(upper.val);

	/* an infinite date is an open side, whoever wrote it, or leaves no day */
	if (!span.lower_inf && DATE_IS_NOBEGIN(span.lower))
		span.lower_inf = true;
	if (!span.upper_inf && DATE_IS_NOEND(span.upper))
		span.upper_inf = true;
	if ((!span.lower_inf && DATE_IS_NOEND(span.lower)) ||
		(!span.upper_inf && DATE_IS_NOBEGIN(span.upper)))
		span.empty = true;
	return span;
}

/* A daterange of the days of a span. */
Datum
credit_span_datum(const Span *span)
{
	RangeBound	lower = {0};
	RangeBound	upper = {0};

	lower.infinite = span->lower_inf;
	lower.inclusive = !span->lower_inf;
	lower.lower = true;
	lower.val = DateADTGetDatum(span->lower);
	upper.infinite = span->upper_inf;
	upper.inclusive = false;
	upper.lower = false;
	upper.val = DateADTGetDatum(span->upper);
	return RangeTypePGetDatum(credit_make_range(daterange_cache(), &lower,
												&upper, span->empty));
}

/* Whether a day lies within. */
bool
credit_span_contains(const Span *span, DateADT day)
{
	return !span->empty &&
		(span->lower_inf || span->lower <= day) &&
		(span->upper_inf || day < span->upper);
}

/*
 * A day as year-month-day, whatever DateStyle says, in a form that input of
 * date reads too; palloc'd.
 */
char *
credit_day_text(DateADT day)
{
	int			year,
				month,
				mday;

	if (DATE_NOT_FINITE(day))
		return pstrdup(day < 0 ? "-infinity" : "infinity");
	j2date(day + POSTGRES_EPOCH_JDATE, &year, &month, &mday);
	if (year <= 0)
		return psprintf("%04d-%02d-%02d BC", 1 - year, month, mday);
	return psprintf("%04d-%02d-%02d", year, month, mday);
}
