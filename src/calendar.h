/*
 * calendar.h
 *	  Counting in working days.
 */
#ifndef CREDIT_CALENDAR_H
#define CREDIT_CALENDAR_H

#include "postgres.h"

#include "utils/date.h"

extern DateADT credit_add_workdays(DateADT start, int workdays);
extern int	credit_workdays_between(DateADT from_day, DateADT to_day);
extern bool credit_is_workday(DateADT day);

#endif							/* CREDIT_CALENDAR_H */
