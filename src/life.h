/*
 * life.h
 *	  Reading a decision and its events for the fold; see life.c.
 */
#ifndef CREDIT_LIFE_H
#define CREDIT_LIFE_H

#include "fact.h"

#include "fold.h"

/* What is read of an event, for FROM credit.event e. */
#define LIFE_LIST "e.event, e.kind, e.on_day, e.until_day, e.last_day, e.published_on, e.due_on," \
	" e.recorded_at, e.target, e.outcome, e.about, e.extends, e.measures, e.ground, e.objector, e.via IS NOT NULL," \
	" e.recorded_on"
#define LIFE_COLUMNS 17

/* What is read of a decision, for FROM credit.decision d. */
#define DECISION_LIST "d.conduct, d.decided_on, d.act_on, d.source_served_on, d.stated_on, d.term," \
	" d.exclude, d.conditions_met, d.role, d.minutes, d.standstill_until, d.recorded_on"
#define DECISION_COLUMNS 12

/* A decision with what it takes to fold it. */
typedef struct DecisionLife
{
	Identifier	subject;		/* key of the two */
	pg_uuid_t	decision;
	char	   *conduct;
	DecisionFacts facts;
	Interval	term;			/* that facts point to */
	Datum		exclude;		/* the arrays as they came, 0: NULL */
	Life		life;
} DecisionLife;

extern void credit_life_event(LifeEvent *event, const Datum *values, const bool *nulls);
extern void credit_decision_facts(DecisionFacts *facts, Interval *term,
								  const Datum *values, const bool *nulls);
extern void credit_life_of_row(Life *life, HeapTuple row, TupleDesc desc, int first);
extern void credit_decision_of_row(DecisionLife *decision, HeapTuple row,
								   TupleDesc desc, int first);
extern const Conduct *credit_fold_decision(DecisionLife *decision, Fold *fold);

#endif							/* CREDIT_LIFE_H */
