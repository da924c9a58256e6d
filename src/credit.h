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

/* name_fold.c; raise the revision whenever a key or a pinyin may change */
#define NAME_FOLD_REVISION 1
extern text *credit_name_key(const char *str, int bytes);
extern text *credit_name_pinyin(const char *str, int bytes);
extern text *credit_name_version(void);

#endif							/* CREDIT_H */
