/*
 * standing.h
 *	  Projecting decisions; see standing.c and event_after.c.
 */
#ifndef CREDIT_STANDING_H
#define CREDIT_STANDING_H

#include "fold.h"

#include "utils/array.h"

/* standing.c */
extern ArrayType *credit_course(const Fold *fold);
extern void credit_refresh_decisions(Datum subjects, Datum decisions);

/* event_after.c */
extern void credit_follow_decisions(Datum subjects, Datum decisions, bool behind,
									Oid role);

#endif							/* CREDIT_STANDING_H */
