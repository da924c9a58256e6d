/*
 * effect.h
 *	  Rows of standing as questions read them; see effect.c and effect_scan.c.
 */
#ifndef CREDIT_EFFECT_H
#define CREDIT_EFFECT_H

#include "check.h"

#include "utils/uuid.h"

/* Columns of standing. */
enum
{
	E_DECISION, E_EVENTS, E_CONDUCT, E_DECIDED_ON, E_ACT_ON, E_BASE_ON, E_FROM_DAY, E_LAST_DAY, E_END_DAY,
	E_END_KIND, E_REVIEW_DUE, E_HARMONY, E_ROLE, E_EXCLUDE, E_CONDITIONS, E_COURSE, E_COLUMNS
};

/* A decision, its row of standing and its events. */
typedef struct EffectRow
{
	pg_uuid_t	decision;
	bool		decided;		/* the decision is there */
	bool		stands;			/* its row of standing is there */
	int64		events;			/* that there are */
	Datum		value[E_COLUMNS];
	bool		isnull[E_COLUMNS];
} EffectRow;

typedef struct EffectFound
{
	bool		linked;			/* the number is linked to a subject */
	int64		revision;		/* of the catalogue */
	Oid			table;			/* that holds it */
	int			n;
	int			allocated;
	EffectRow  *rows;
} EffectFound;

/* effect_scan.c */
extern bool credit_effect_scan(const Identifier *subject, bool resolved,
							   EffectFound *found);

#endif							/* CREDIT_EFFECT_H */
