/*
 * credit.h
 *	  Declarations shared between files, grouped by file.
 */
#ifndef CREDIT_H
#define CREDIT_H

#include "postgres.h"

#include "datatype/timestamp.h"
#include "fmgr.h"
#include "utils/date.h"

#include "compat.h"
#include "errcodes.h"
#include "identifier_text.h"

/* day.c */
extern DateADT credit_today(void);
extern DateADT credit_day_of(TimestampTz moment);
extern DateADT credit_day_now(void);
extern bool credit_day_has_ended(void);
extern void credit_day_forget(void);

/* owner.c */
extern Oid	credit_type(const char *name);

/*
 * identifier.c: the types subject_id, uscc and resident_id, all of them an
 * Identifier passed by reference.
 */
#define DatumGetIdentifierP(x) ((Identifier *) DatumGetPointer(x))
#define IdentifierPGetDatum(x) PointerGetDatum(x)
#define PG_GETARG_IDENTIFIER_P(n) DatumGetIdentifierP(PG_GETARG_DATUM(n))
#define PG_RETURN_IDENTIFIER_P(x) return IdentifierPGetDatum(x)

extern bool identifier_input(const char *input, size_t length,
							 IdentifierScheme want, Identifier *id,
							 struct Node *escontext);
extern void identifier_from_text(const text *input, IdentifierScheme want,
								 Identifier *id);

/* Order of the types, frozen: that of the bytes. */
static inline int
identifier_compare(const Identifier *a, const Identifier *b)
{
	return memcmp(a->byte, b->byte, IDENTIFIER_SIZE);
}

/* name_fold.c; raise the revision whenever a key or a pinyin may change */
#define NAME_FOLD_REVISION 1
extern text *credit_name_key(const char *str, int bytes);
extern text *credit_name_pinyin(const char *str, int bytes);
extern text *credit_name_version(void);

#endif							/* CREDIT_H */
