/*
 * errcodes.h
 *	  SQLSTATEs of the extension.  docs/errors.md has the same list.
 */
#ifndef CREDIT_ERRCODES_H
#define CREDIT_ERRCODES_H

/* barred by a measure */
#define ERRCODE_CREDIT_BARRED MAKE_SQLSTATE('J','C','0','0','1')
/* conduct, measure or matter is not in the catalogue */
#define ERRCODE_CREDIT_NOT_IN_CATALOGUE MAKE_SQLSTATE('J','C','0','0','2')
/* legal basis missing, of too low a rank, or term out of bounds */
#define ERRCODE_CREDIT_BASIS MAKE_SQLSTATE('J','C','0','0','3')
/* step not allowed in this state or by this body */
#define ERRCODE_CREDIT_STEP MAKE_SQLSTATE('J','C','0','0','4')
/* identifier unusable or ambiguous */
#define ERRCODE_CREDIT_IDENTIFIER MAKE_SQLSTATE('J','C','0','0','5')
/* calendar or catalogue does not cover the day */
#define ERRCODE_CREDIT_NOT_COVERED MAKE_SQLSTATE('J','C','0','0','6')
/* subject kind or minor excluded */
#define ERRCODE_CREDIT_SUBJECT MAKE_SQLSTATE('J','C','0','0','7')
/* fact already recorded or decided */
#define ERRCODE_CREDIT_DUPLICATE MAKE_SQLSTATE('J','C','0','0','8')
/* history may not be rewritten, or a late entry has no reason */
#define ERRCODE_CREDIT_HISTORY MAKE_SQLSTATE('J','C','0','0','9')
/* term changed without a document */
#define ERRCODE_CREDIT_TERM_DOCUMENT MAKE_SQLSTATE('J','C','0','1','0')

#endif							/* CREDIT_ERRCODES_H */
