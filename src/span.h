/*
 * span.h
 *	  A daterange taken apart, and put together again.
 */
#ifndef CREDIT_SPAN_H
#define CREDIT_SPAN_H

#include "credit.h"

/* Days [lower, upper); an infinite side has its flag set. */
typedef struct Span
{
	bool		empty;
	bool		lower_inf;
	bool		upper_inf;
	DateADT		lower;
	DateADT		upper;
} Span;

extern Span credit_span(Datum range);
extern Datum credit_span_datum(const Span *span);
extern bool credit_span_contains(const Span *span, DateADT day);
extern char *credit_day_text(DateADT day);

#endif							/* CREDIT_SPAN_H */
