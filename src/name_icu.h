/*
 * name_icu.h
 *	  What the name files ask of ICU.  Kept apart from credit.h, so that only
 *	  they include ICU's headers.
 */
#ifndef CREDIT_NAME_ICU_H
#define CREDIT_NAME_ICU_H

#include "credit.h"

#include <unicode/utypes.h>

/* longest reading of one character, with its final zero */
#define NAME_READING_SIZE 16

extern UChar *name_icu_casefold(const char *str, int bytes, int32_t *length);
extern UChar32 name_icu_base(UChar32 c);
extern UChar32 name_icu_simplify(UChar32 c);
extern UChar *name_icu_latin(const UChar *from, int32_t length,
							 int32_t *out_length);
extern const char *name_icu_version(void);

#endif							/* CREDIT_NAME_ICU_H */
