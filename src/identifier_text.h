/*
 * identifier_text.h
 *	  Reading and writing identifiers: the pure part.
 *
 * Nothing here calls the server or allocates, so the files behind it link
 * into a fuzzer.  identifier_text.c reads text, identifier_code.c knows the
 * sixteen bytes and the check characters, identifier_kind.c what a code says
 * of its holder.
 *
 * The sixteen bytes (frozen; order is memcmp, so numbers are big-endian):
 *
 *	byte 0	 scheme
 *	uscc	 1-6  first eight characters of the organisation code, base 36
 *			 7, 8 positions 1 and 2, index in the alphabet of 31
 *			 9-11 division, a number below 1,000,000
 *			 12	  0, or 1 + index of a written outer check that is wrong
 *	id		 1-7  ((year << 9 | month << 5 | day) * 1000 + sequence) * 1000000
 *				  + address
 *	org		 1-6  as in uscc
 *	reg		 1-7  the digits as a number, less the check digit when there is one
 *			 8	  number of digits, 15 or 13
 *	passport, permit
 *			 1-15 characters, padded with zeros
 *
 * Bytes not named are zero.  Check characters are derived on output.
 */
#ifndef CREDIT_IDENTIFIER_TEXT_H
#define CREDIT_IDENTIFIER_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IDENTIFIER_SIZE 16
/* longest text form and its terminator: "passport:" and 15 characters */
#define IDENTIFIER_TEXT_SIZE 25
/* room for a sentence of identifier_explain() or identifier_advise() */
#define IDENTIFIER_SENTENCE_SIZE 240
/* most readings identifier_readings() finds in one text */
#define IDENTIFIER_READINGS 3

typedef struct Identifier
{
	unsigned char byte[IDENTIFIER_SIZE];
} Identifier;

typedef enum IdentifierScheme
{
	IDENTIFIER_ANY = 0,			/* none known yet */
	IDENTIFIER_USCC = 1,
	IDENTIFIER_ID = 2,
	IDENTIFIER_ORG = 3,
	IDENTIFIER_REG = 4,
	IDENTIFIER_PASSPORT = 5,
	IDENTIFIER_PERMIT = 6
} IdentifierScheme;

typedef enum IdentifierReason
{
	IDENTIFIER_OK,
	IDENTIFIER_EMPTY,			/* nothing but spaces and hyphens */
	IDENTIFIER_BAD_PREFIX,		/* what stands before the colon is no scheme */
	IDENTIFIER_OTHER_SCHEME,	/* prefix of another kind than the type's */
	IDENTIFIER_BAD_LENGTH,
	IDENTIFIER_NO_PREFIX,		/* this length says nothing without one */
	IDENTIFIER_BAD_CHARACTER,	/* at position */
	IDENTIFIER_NOT_DIGIT,		/* at position */
	IDENTIFIER_BAD_YEAR,		/* not 1800 to 2199 */
	IDENTIFIER_BAD_DATE,		/* no such day */
	IDENTIFIER_BAD_CHECK,		/* at position; expected is set */
	IDENTIFIER_BAD_INNER,		/* outer right, organisation code wrong */
	IDENTIFIER_BAD_OUTER,		/* organisation code right, outer wrong */
	IDENTIFIER_BAD_BOTH,
	IDENTIFIER_AMBIGUOUS,		/* right as uscc and as id */
	IDENTIFIER_NOTHING_TO_MARK, /* "!" after a right code */
	IDENTIFIER_BAD_MARK			/* "!" after what cannot have it */
} IdentifierReason;

/* One way to read a text, and what is wrong with it. */
typedef struct IdentifierReading
{
	IdentifierReason reason;
	IdentifierScheme scheme;	/* what it was read as */
	Identifier	code;			/* all zero when it has no value */
	bool		has_check;		/* outer_ok says something */
	bool		outer_ok;
	bool		has_inner;		/* inner_ok says something */
	bool		inner_ok;
	int			length;			/* characters, less prefix, spaces, hyphens */
	int			position;		/* of the fault among them, from 1 */
	char		found[14];		/* what stands there */
	char		expected;		/* check character computed */
	char		expected_inner; /* that of the organisation code */
	char		resident_end;	/* check character as a resident number, or 0 */
} IdentifierReading;

/* identifier_text.c */
extern bool identifier_read(const char *input, size_t length,
							IdentifierScheme want,
							IdentifierReading *reading);
extern int	identifier_readings(const char *input, size_t length,
								IdentifierReading *readings);
extern void identifier_explain(const IdentifierReading *reading,
							   char *sentence);
extern bool identifier_advise(const IdentifierReading *reading,
							  char *sentence);

/* identifier_code.c */
extern int	identifier_alphabet_index(char c);
extern char identifier_outer_check(const char *code);
extern char identifier_inner_check(const char *organisation);
extern char identifier_resident_check(const char *code);
extern char identifier_registration_check(const char *code);
extern bool identifier_date_exists(int year, int month, int day);

extern void identifier_pack_uscc(const char *code, Identifier *id);
extern void identifier_pack_id(const char *code, Identifier *id);
extern void identifier_pack_org(const char *code, Identifier *id);
extern void identifier_pack_reg(const char *code, int length,
								Identifier *id);
extern void identifier_pack_characters(IdentifierScheme scheme,
									   const char *code, int length,
									   Identifier *id);

extern bool identifier_valid(const Identifier *id);
extern int	identifier_code_text(const Identifier *id, char *out);
extern int	identifier_format(const Identifier *id, bool typed, char *out);

extern IdentifierScheme identifier_scheme(const Identifier *id);
extern const char *identifier_scheme_name(IdentifierScheme scheme);
extern bool identifier_flagged(const Identifier *id);
extern void identifier_birth_date(const Identifier *id, int *year,
								  int *month, int *day);

/* identifier_kind.c */
extern const char *identifier_kind(const Identifier *id);
extern const char *identifier_sub_kind(const Identifier *id);
extern bool identifier_personal(const Identifier *id);
extern bool identifier_category_known(const Identifier *id);
extern bool identifier_region(const Identifier *id, char *region);
extern bool identifier_province_known(const Identifier *id);

#endif							/* CREDIT_IDENTIFIER_TEXT_H */
