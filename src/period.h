/*
 * period.h
 *	  Calendar arithmetic of terms, and of terms that are stopped.
 *
 * Days are DateADT and inclusive.  A CreditDays is half-open, as range values
 * are; DATEVAL_NOBEGIN and DATEVAL_NOEND stand for its open ends.
 */
#ifndef CREDIT_PERIOD_H
#define CREDIT_PERIOD_H

#include "postgres.h"

#include "datatype/timestamp.h"
#include "utils/date.h"

/* days from first up to, and not including, end */
typedef struct CreditDays
{
	DateADT		first;
	DateADT		end;
} CreditDays;

extern DateADT credit_term_end(DateADT start, const Interval *term);
extern bool credit_last_day(DateADT from_day, DateADT base_last,
							const CreditDays *stops, int nstops,
							DateADT *last_day);
extern int	credit_in_force(DateADT from_day, DateADT base_last,
							const CreditDays *stops, int nstops,
							CreditDays *days);

#endif							/* CREDIT_PERIOD_H */
