/*
 * fold.h
 *	  A decision and its events, folded into days; see fold.c.
 */
#ifndef CREDIT_FOLD_H
#define CREDIT_FOLD_H

#include "credit.h"

#include "utils/timestamp.h"
#include "utils/uuid.h"

#include "catalogue.h"

/* A day that is not known, or does not come. */
#define NO_DAY DATEVAL_NOEND

/* Kinds of events, in the order of the words in fold.c. */
typedef enum EventKind
{
	EVENT_SERVED,
	EVENT_OBJECTION,
	EVENT_OBJECTION_ANSWER,
	EVENT_COMPLAINT,
	EVENT_COMPLAINT_ANSWER,
	EVENT_REPAIR,
	EVENT_REPAIR_ANSWER,
	EVENT_STAYED,
	EVENT_RESUMED,
	EVENT_RECORD_STAYED,
	EVENT_RECORD_ANNULLED,
	EVENT_RECORD_WITHDRAWN,
	EVENT_RECORD_CORRECTED,
	EVENT_REVOKED,
	EVENT_ANNULLED,
	EVENT_RELEASED,
	EVENT_REVIEWED,
	EVENT_CONDITION_MET,
	EVENT_CONDITION_ENDED,
	EVENT_AMENDED,
	EVENT_ENDED,
	EVENT_REPAIR_PUBLISHED,
	EVENT_KINDS
} EventKind;

typedef enum Outcome
{
	OUTCOME_NONE,
	OUTCOME_DISMISSED,
	OUTCOME_UPHELD,
	OUTCOME_PARTLY,
	OUTCOME_WITHDRAWN,
	OUTCOME_INADMISSIBLE,
	OUTCOME_REMITTED,
	OUTCOME_GRANTED,
	OUTCOME_TEMPORARY,
	OUTCOME_REFUSED,
	OUTCOME_CONTINUED,
	OUTCOME_RELEASED,
	OUTCOME_OTHER
} Outcome;

/* What an objection is about. */
typedef enum About
{
	ABOUT_NOTHING,
	ABOUT_RECORD,
	ABOUT_DECISION,
	ABOUT_REPAIR
} About;

/*
 * One event, as the fold needs it; days that are NULL are NO_DAY.  A replay keeps
 * one for each event of the city: wide fields come first, and none is padded.
 */
typedef struct LifeEvent
{
	pg_uuid_t	event;
	pg_uuid_t	target;			/* zero where there is none */
	TimestampTz recorded_at;
	int		   *measures;
	uint64		ground;			/* hash of that of an objection or complaint */
	uint64		objector;		/* 0: the subject itself */
	DateADT		recorded_on;
	DateADT		on_day;
	DateADT		until_day;		/* of a correction: the day of the act */
	DateADT		last_day;
	DateADT		published_on;
	DateADT		due_on;
	int16		nmeasures;		/* -1: NULL, all of them */
	uint8		kind;
	uint8		outcome;
	uint8		about;
	bool		extends;
	bool		follows;		/* it reached a person behind an enterprise */
} LifeEvent;

typedef struct Life
{
	int			n;
	int			allocated;
	LifeEvent  *events;
	bool		unsorted;		/* not in the order of the recording */
} Life;

/*
 * Stretches of a decision's life.  The numbers stand in standing.course, which
 * is a projection and can be computed anew.
 */
typedef enum EpisodeKind
{
	EPISODE_OBJECTION = 1,		/* stops, from receipt to answer */
	EPISODE_COMPLAINT = 2,
	EPISODE_STAY = 3,
	EPISODE_RECORD_STAY = 4,
	EPISODE_REVIEW = 5,			/* a review is missed: measures without a last
								 * day stop */
	EPISODE_LIFTED = 6,			/* temporary repair */
	EPISODE_DROPPED = 7,		/* a measure is void from the beginning */
	EPISODE_REPAIRED = 8,		/* a measure is repaired */
	EPISODE_OFF = 9,			/* the condition of a measure is not met */
	EPISODE_AMENDED = 10,		/* from: first day it counts; until: last day
								 * of the decision as amended */
	EPISODE_BASE = 11,			/* until: last day before any stop */
	EPISODE_LAPSE = 12,			/* from: an unanswered stop has outlived the
								 * term */
	EPISODE_CORRECTED = 13,		/* the record was corrected */
	EPISODE_CUT = 14			/* as amended, but never later than before */
} EpisodeKind;

typedef struct Episode
{
	EpisodeKind kind;
	DateADT		from;			/* DATEVAL_NOBEGIN: ever */
	DateADT		until;			/* inclusive; NO_DAY: open */
	bool		adds;			/* its days are added to the term */
	bool		late;			/* it would, but was entered after them */
	int			measure;		/* 0: all of them */
	int			event;			/* number in the life that began it, or -1 */
} Episode;

#define EPISODE_INTS 5			/* numbers an episode takes in course */

typedef enum EndKind
{
	END_NONE,
	END_REVOKED,				/* in the order of precedence on one day */
	END_RELEASED,
	END_REPAIRED,
	END_ANNULLED
} EndKind;

/* What the fold reads of the decision itself. */
typedef struct DecisionFacts
{
	DateADT		decided_on;
	DateADT		act_on;
	DateADT		source_served_on;	/* NO_DAY: none */
	DateADT		stated_on;
	DateADT		standstill_until;	/* after the source decision */
	DateADT		recorded_on;
	const Interval *term;		/* NULL: the catalogue's */
	const char *minutes;
	const char *role;			/* NULL: the subject itself */
	int			nexclude;
	const int  *exclude;
	int			nconditions;
	const int  *conditions;
} DecisionFacts;

typedef struct Fold
{
	DateADT		act_on;			/* as corrected */
	DateADT		base_on;		/* NO_DAY: not known before service */
	DateADT		served_on;
	DateADT		entered_on;		/* day on which decision and service had been
								 * entered */
	DateADT		standstill_until;	/* NO_DAY: none */
	DateADT		from_day;		/* first day in force but for stops; NO_DAY:
								 * not served */
	DateADT		base_last;		/* last day before any stop; NO_DAY: none */
	DateADT		last_day;		/* NO_DAY: none, or not known yet */
	bool		open;			/* not known, because a stop is open */
	DateADT		end_day;
	EndKind		end_kind;
	DateADT		review_due;		/* NO_DAY: no review */
	const char *harmony;		/* rule by which base_last was found, or NULL */
	const char *harmony_document;
	int			harmony_measure;	/* number of the measure that won, 0: the
									 * term of the decision */
	int			nconditions;	/* measures switched on, ever */
	int		   *conditions;
	int			nepisodes;
	Episode    *episodes;
} Fold;

/* fold.c */
extern int	credit_event_kind(const char *word, int length);
extern int	credit_outcome(const char *word, int length);
extern const char *credit_event_word(EventKind kind);
extern const char *credit_outcome_word(Outcome outcome);
extern const char *credit_end_word(EndKind kind);
extern void credit_fold(const Conduct *conduct, const DecisionFacts *decision,
						Life *life, Fold *fold);
extern bool credit_in_catalogue(const Conduct *conduct, int number, DateADT day);
extern bool credit_carries(const CatalogueMeasure *measure, const Conduct *conduct,
						   const DecisionFacts *decision, DateADT act_on);
extern DateADT credit_repaired_from(const Life *life, int answer);
extern bool credit_uuid_equal(const pg_uuid_t *a, const pg_uuid_t *b);

/* life.c */
extern void credit_life_add(Life *life, const LifeEvent *event);
extern void credit_life_sort(Life *life);
extern int	credit_life_find(const Life *life, const pg_uuid_t *event);
extern int	credit_life_next(const Life *life, int i, EventKind kind);

/* fold_stop.c */
typedef struct Settled
{
	int			answer;			/* event that settled it, -1: open */
	DateADT		day;
} Settled;

extern Settled credit_settled(const Life *life, int objection, int before);
extern Settled credit_complaint_settled(const Life *life, int complaint, int before);
extern bool credit_objection_waits(const Life *life, int objection, int before);
extern bool credit_moves_nothing(const Life *life, int i);
extern void credit_fold_stops(Life *life, Fold *fold);
extern Episode *credit_add_episode(Fold *fold, EpisodeKind kind, DateADT from,
								   DateADT until, bool adds, int measure, int event);

/* fold_measure.c */
/* The parts of a measure that its days depend on. */
typedef struct MeasureTerms
{
	int			number;
	const Interval *term;		/* NULL: that of the decision */
	const Interval *statutory_max;	/* NULL: none */
	char		term_kind;		/* 0: that of the conduct */
	bool		statutory_term;
	bool		stop_counts;
} MeasureTerms;

/* A decision as standing has it. */
typedef struct Standing
{
	DateADT		base_on;
	DateADT		from_day;
	DateADT		last_day;
	DateADT		end_day;
	EndKind		end_kind;
	DateADT		review_due;
	bool		harmonised;
	int			nepisodes;
	const Episode *episodes;
} Standing;

typedef enum MeasureState
{
	STATE_ANNULLED,
	STATE_REVOKED,
	STATE_RELEASED,
	STATE_REPAIRED,
	STATE_EXPIRED,
	STATE_PENDING,
	STATE_SUSPENDED,
	STATE_ACTIVE
} MeasureState;

/* The days of one measure. */
typedef struct MeasureDays
{
	DateADT		first;			/* first day in force, or planned */
	DateADT		until;			/* last day of its term, stops added; NO_DAY:
								 * none, or not known yet */
	DateADT		settled;		/* moved by the stops that have ended only */
	bool		open;			/* not known, because a stop is open */
	bool		dated;			/* it has a term */
} MeasureDays;

extern DateADT credit_walk_last(DateADT from_day, DateADT base_last,
								const Episode *episodes, int n, bool *open);
extern void credit_measure_days(const Standing *standing,
								const MeasureTerms *measure, MeasureDays *days);
extern MeasureState credit_measure_state(const Standing *standing, int number,
										 const MeasureDays *days, DateADT day);
extern DateADT credit_measure_change(const Standing *standing, int number,
									 const MeasureDays *days, DateADT day);
extern const char *credit_state_word(MeasureState state);

#endif							/* CREDIT_FOLD_H */
