/*
 * lock.h
 *	  Locks of the regime; see lock.c.
 */
#ifndef CREDIT_LOCK_H
#define CREDIT_LOCK_H

#include "credit.h"

extern bool credit_lock_catalogue(bool exclusive);
extern bool credit_lock_subject(const void *subject, bool exclusive);
extern void credit_lock_subjects(const void *a, const void *b);
extern void credit_lock_all_subjects(void);
extern void credit_lock_chains(const Datum *subjects, int n);
extern void credit_lock_writers(void);
extern void credit_wait_for_writers(void);
extern bool credit_holds_writers(void);
extern bool credit_lock_projection(bool exclusive);
extern bool credit_holds_projection(void);

#endif							/* CREDIT_LOCK_H */
