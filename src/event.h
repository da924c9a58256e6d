/*
 * event.h
 *	  What the steps after a decision share; see event.c.
 */
#ifndef CREDIT_EVENT_H
#define CREDIT_EVENT_H

#include "life.h"

/* Columns of event, in the order of event_columns. */
enum
{
	E_SUBJECT, E_DECISION, E_TARGET, E_KIND, E_ON_DAY, E_UNTIL_DAY, E_LAST_DAY,
	E_PUBLISHED_ON, E_DUE_ON, E_OUTCOME, E_ABOUT, E_EXTENDS, E_MEASURES, E_GROUND,
	E_OBJECTOR, E_ANSWERED_BY, E_DOCUMENT_NO, E_CONTENTS, E_REASON, E_COMMITMENT, E_CALENDAR,
	E_EVIDENCE, E_CHANGES, E_VIA_SUBJECT, E_VIA, E_LATE_REASON, E_RECORDED_AT,
	E_RECORDED_BY, E_RECORDED_AS, E_RECORDED_ON
};

/* An event on its way in, and what it meets. */
typedef struct EventRow
{
	FactRow		row;
	EventKind	kind;
	DateADT		day;
	Identifier *subject;
	Datum		decision;
	bool		decided;		/* there is the decision, not the record alone */
	DecisionLife life;			/* the decision, and the events so far */
	Fold		fold;			/* of those, where decided */
	const Conduct *conduct;		/* NULL: the record is information */
	char	   *code;			/* of the conduct, or NULL */
	char	   *agency;			/* that reported */
	char	   *source_agency;
	char	   *severity;
	DateADT		determined_on;
	DateADT		occurred_on;
	DateADT		occurred_until;
	DateADT		birth_on;
	TimestampTz decided_at;
} EventRow;

/* event_measure.c */
extern void credit_refuse_over(EventRow *event, const char *step);
extern bool credit_decision_over(EventRow *event, DateADT day);
extern bool credit_day_cuts(EventRow *event, DateADT last, int settled);
extern const CatalogueMeasure *credit_measure_of(EventRow *event, int number);
extern int *credit_row_measures(EventRow *event, int *n);
extern void credit_count_due(EventRow *event, int workdays);

/* event_remedy.c */
extern void credit_step_objection(EventRow *event);
extern void credit_step_complaint(EventRow *event);
extern void credit_step_answer(EventRow *event);
extern void credit_require_reasons(EventRow *event);

/* event_repair.c */
extern void credit_require_answerer(EventRow *event, bool of_source);
extern void credit_step_repair(EventRow *event);
extern void credit_step_repair_answer(EventRow *event);
extern void credit_step_published(EventRow *event);
extern void credit_step_amended(EventRow *event);
extern void credit_step_corrected(EventRow *event);

#endif							/* CREDIT_EVENT_H */
