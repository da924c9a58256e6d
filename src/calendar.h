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
extern bool credit_try_workdays(DateADT start, int workdays, DateADT *day,
								char **version);
extern void credit_calendar_forget(void);

/* working days to answer an objection where no conduct says */
#define DEFAULT_REPLY_WORKDAYS 7

#endif							/* CREDIT_CALENDAR_H */
