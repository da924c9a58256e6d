/*
 * effect.h
 *	  Rows of standing as questions read them; and the catalogue as questions know it; see
 *	  effect.c, effect_scan.c and effect_cache.c.
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

/* The revision of the catalogue, as read. */
typedef struct EffectRevision
{
	int64		number;
	Oid			table;			/* that holds it; InvalidOid: it has none */
	TransactionId written_by;
} EffectRevision;

typedef struct EffectFound
{
	bool		linked;			/* the number is linked to a subject */
	bool		projected;		/* standing is known to know all facts */
	pg_uuid_t	mark;			/* that says so, see projection.c */
	EffectRevision revision;
	int			n;
	int			allocated;
	EffectRow  *rows;
} EffectFound;

#define CODE_SIZE 256			/* longer codes are not in the catalogue */

#define NO_EFFECT 9				/* effects have numbers below, the strongest 0 */

/* A version of a measure that is no draft. */
typedef struct Effect
{
	MeasureTerms terms;
	Interval	term;
	Interval	statutory_max;
	Span		valid;
	int			rank;			/* number of its effect */
	bool		conditional;
	int			nmatters;
	char	  **matters;
	int			nreach;
	char	  **reach;
} Effect;

/* A version of a conduct that is no draft. */
typedef struct EffectVersion
{
	Span		valid;
	bool		sanction;
} EffectVersion;

/* A conduct. */
typedef struct EffectConduct
{
	char		code[CODE_SIZE];
	int			nversions;
	EffectVersion *versions;
	int			neffects;
	Effect	   *effects;		/* all versions, strongest first */
} EffectConduct;

/* effect_cache.c */
extern const char *const credit_effect_words[];
extern void credit_effect_catalogue(const EffectRevision *revision);
extern void credit_effect_matter(const char *matter);
extern EffectConduct *credit_effect_conduct(const char *code);

/* effect_scan.c */
extern Oid	credit_effect_type(int column);
extern bool credit_effect_scan(const Identifier *subject, bool resolved,
							   bool compare, EffectFound *found);

#endif							/* CREDIT_EFFECT_H */
