/*
 * credit.h
 *	  Declarations shared between files, grouped by file.
 */
#ifndef CREDIT_H
#define CREDIT_H

#include "postgres.h"

#include "fmgr.h"
#include "utils/date.h"

#include "compat.h"
#include "errcodes.h"

/* day.c */
extern DateADT credit_today(void);
extern void credit_day_forget(void);

/* identifier.c: types are looked up by name, once a call */
extern Oid	credit_type(const char *name);

#endif							/* CREDIT_H */
