/*
 * fold.c
 *	  A decision and its events, folded into days.
 *
 * credit_fold() is the one place that says from when until when a decision is
 * in force, what stops it and what ends it: triggers, replay, verify() and
 * explain() all use it.  It reads the decision's own columns, the events in
 * the order in which they were recorded, and the version of the conduct that
 * the decision's day pins; it knows no today.
 *
 * What stops is in fold_stop.c; what one measure makes of it, with a term of
 * its own, is in fold_measure.c.
 *
 * Memory: the current context.  Locks: none.
 */
#include "fold.h"

#include "miscadmin.h"

#include "period.h"

typedef struct Word
{
	const char *word;
	int			length;
} Word;

#define WORD(word) {word, sizeof(word) - 1}

static const Word event_words[EVENT_KINDS] = {
	WORD("served"), WORD("objection"), WORD("objection_answer"), WORD("complaint"),
	WORD("complaint_answer"), WORD("repair"), WORD("repair_answer"), WORD("stayed"),
	WORD("resumed"), WORD("record_stayed"), WORD("record_annulled"),
	WORD("record_withdrawn"), WORD("record_corrected"), WORD("revoked"),
	WORD("annulled"), WORD("released"), WORD("reviewed"), WORD("condition_met"),
	WORD("condition_ended"), WORD("amended"), WORD("ended"), WORD("repair_published")
};

static const Word outcome_words[] = {
	WORD(""), WORD("dismissed"), WORD("upheld"), WORD("partly"), WORD("withdrawn"),
	WORD("inadmissible"), WORD("remitted"), WORD("granted"), WORD("temporary"),
	WORD("refused"), WORD("continued"), WORD("released")
};

static int
find_word(const Word *words, int n, const char *word, int length)
{
	for (int i = 0; i < n; i++)
		if (words[i].length == length && memcmp(words[i].word, word, length) == 0)
			return i;
	return -1;
}

/* The kind of event that a word names, or -1. */
int
credit_event_kind(const char *word, int length)
{
	return find_word(event_words, EVENT_KINDS, word, length);
}

/* The outcome that a word names; OUTCOME_OTHER for one of no consequence. */
int
credit_outcome(const char *word, int length)
{
	int			outcome = length == 0 ? -1 : find_word(outcome_words, lengthof(outcome_words), word, length);

	return outcome < 0 ? OUTCOME_OTHER : outcome;
}

const char *
credit_event_word(EventKind kind)
{
	return event_words[kind].word;
}

const char *
credit_outcome_word(Outcome outcome)
{
	return outcome_words[outcome].word;
}

/* The word for an end, or NULL. */
const char *
credit_end_word(EndKind kind)
{
	static const char *const words[] = {NULL, "revoked", "released", "repaired", "annulled"};

	return words[kind];
}

bool
credit_uuid_equal(const pg_uuid_t *a, const pg_uuid_t *b)
{
	return memcmp(a->data, b->data, UUID_LEN) == 0;
}

/* A further episode; one that has no day is left out, and NULL is given. */
Episode *
credit_add_episode(Fold *fold, EpisodeKind kind, DateADT from, DateADT until,
				   bool adds, int measure, int event)
{
	Episode    *episode;

	if (until < from && kind != EPISODE_AMENDED && kind != EPISODE_CUT)
		return NULL;
	if (fold->nepisodes == 0)
		fold->episodes = palloc(sizeof(Episode) * 4);
	else if (fold->nepisodes >= 4 && (fold->nepisodes & (fold->nepisodes - 1)) == 0)
		fold->episodes = repalloc(fold->episodes, sizeof(Episode) * fold->nepisodes * 2);
	episode = &fold->episodes[fold->nepisodes++];
	episode->kind = kind;
	episode->from = from;
	episode->until = until;
	episode->adds = adds;
	episode->late = false;
	episode->measure = measure;
	episode->event = event;
	return episode;
}

/*
 * First day on which a granted repair has ended the measures: the day of its
 * publication, or the day on which that is due, the earlier.
 */
DateADT
credit_repaired_from(const Life *life, int answer)
{
	const LifeEvent *event = &life->events[answer];
	DateADT		from = Min(event->published_on, event->due_on);

	for (int i = answer + 1; i < life->n; i++)
		if (life->events[i].kind == EVENT_REPAIR_PUBLISHED &&
			credit_uuid_equal(&life->events[i].target, &event->event))
			from = Min(from, life->events[i].on_day);
	return from;
}

static void
note_end(Fold *fold, EndKind kind, DateADT day)
{
	if (kind == END_ANNULLED)
	{
		fold->end_kind = END_ANNULLED;
		fold->end_day = NO_DAY;
		return;
	}
	if (fold->end_kind == END_ANNULLED)
		return;
	if (fold->end_kind == END_NONE || day < fold->end_day ||
		(day == fold->end_day && kind < fold->end_kind))
	{
		fold->end_kind = kind;
		fold->end_day = day;
	}
}

/* An answer to an objection or complaint that changes more than its stop. */
static void
fold_answer(const Life *life, int i, Fold *fold)
{
	const LifeEvent *answer = &life->events[i];
	int			asked = credit_life_find(life, &answer->target);
	int			objection = asked;

	if (asked < 0)
		return;
	if (life->events[asked].kind == EVENT_COMPLAINT)
		objection = credit_life_find(life, &life->events[asked].target);
	if (answer->outcome == OUTCOME_UPHELD)
	{
		if (objection >= 0 && life->events[objection].about == ABOUT_REPAIR)
			note_end(fold, END_REPAIRED, answer->on_day);
		else
			note_end(fold, END_ANNULLED, NO_DAY);
	}
	else if (answer->outcome == OUTCOME_PARTLY)
	{
		bool		repair = objection >= 0 && life->events[objection].about == ABOUT_REPAIR;

		for (int m = 0; m < answer->nmeasures; m++)
			credit_add_episode(fold, repair ? EPISODE_REPAIRED : EPISODE_DROPPED,
							   repair ? answer->on_day : DATEVAL_NOBEGIN, NO_DAY, false,
							   answer->measures[m], i);
		if (answer->last_day != NO_DAY)
			credit_add_episode(fold, EPISODE_CUT, answer->on_day, answer->last_day, false, 0, i);
	}
}

static void
fold_repair(const Life *life, int i, Fold *fold)
{
	const LifeEvent *answer = &life->events[i];
	DateADT		from = credit_repaired_from(life, i);

	if (answer->outcome == OUTCOME_GRANTED)
		note_end(fold, END_REPAIRED, from);
	else if (answer->outcome == OUTCOME_PARTLY)
	{
		for (int m = 0; m < answer->nmeasures; m++)
			credit_add_episode(fold, EPISODE_REPAIRED, from, NO_DAY, false, answer->measures[m], i);
	}
	else if (answer->outcome == OUTCOME_TEMPORARY)
	{
		if (answer->nmeasures < 0)
			credit_add_episode(fold, EPISODE_LIFTED, from, answer->until_day, false, 0, i);
		for (int m = 0; m < answer->nmeasures; m++)
			credit_add_episode(fold, EPISODE_LIFTED, from, answer->until_day, false,
							   answer->measures[m], i);
	}
}

/* What one event does by itself; stops are seen to in fold_stop.c. */
static void
fold_event(const Life *life, int i, Fold *fold)
{
	const LifeEvent *event = &life->events[i];

	switch (event->kind)
	{
		case EVENT_SERVED:
			fold->served_on = event->on_day;
			fold->entered_on = Max(fold->entered_on, event->recorded_on);
			fold->standstill_until = event->until_day;
			break;
		case EVENT_OBJECTION_ANSWER:
		case EVENT_COMPLAINT_ANSWER:
			fold_answer(life, i, fold);
			break;
		case EVENT_REPAIR_ANSWER:
			fold_repair(life, i, fold);
			break;
		case EVENT_RECORD_ANNULLED:
		case EVENT_RECORD_WITHDRAWN:
		case EVENT_ANNULLED:
			note_end(fold, END_ANNULLED, NO_DAY);
			break;
		case EVENT_RECORD_CORRECTED:
			credit_add_episode(fold, EPISODE_CORRECTED, event->on_day, NO_DAY, false, 0, i);
			if (event->until_day != NO_DAY)
				fold->act_on = event->until_day;	/* see fold_correction() */
			break;
		case EVENT_REVOKED:
			note_end(fold, END_REVOKED, event->on_day);
			break;
		case EVENT_RELEASED:
		case EVENT_ENDED:
			note_end(fold, END_RELEASED, event->on_day);
			break;
		case EVENT_REVIEWED:
			if (event->outcome == OUTCOME_RELEASED)
				note_end(fold, END_RELEASED, event->on_day);
			break;
		case EVENT_AMENDED:
			/* what shortens a principal's term shortens theirs, and no more */
			credit_add_episode(fold, event->follows ? EPISODE_CUT : EPISODE_AMENDED,
							   event->on_day, event->last_day, false, 0, i);
			break;
		default:
			break;
	}
}

/* Days on which the condition of a measure was not met, by days of events. */
static void
fold_condition(const Life *life, int number, bool met_first, Fold *fold)
{
	bool		on = met_first;
	DateADT		off_from = DATEVAL_NOBEGIN;
	int			off_event = -1;
	int			done = -1;

	/* events in the order of their days, and as recorded on one day */
	for (;;)
	{
		int			next = -1;

		CHECK_FOR_INTERRUPTS();
		for (int i = 0; i < life->n; i++)
		{
			const LifeEvent *event = &life->events[i];

			if ((event->kind != EVENT_CONDITION_MET && event->kind != EVENT_CONDITION_ENDED) ||
				event->nmeasures != 1 || event->measures[0] != number)
				continue;
			if (done >= 0 && (event->on_day < life->events[done].on_day ||
							  (event->on_day == life->events[done].on_day && i <= done)))
				continue;
			if (next < 0 || event->on_day < life->events[next].on_day)
				next = i;
		}
		if (next < 0)
			break;
		if (life->events[next].kind == EVENT_CONDITION_MET)
		{
			if (!on)
				credit_add_episode(fold, EPISODE_OFF, off_from,
								   life->events[next].on_day - 1, false, number, off_event);
			on = true;
		}
		else if (on)
		{
			off_from = life->events[next].on_day;
			off_event = next;
			on = false;
		}
		done = next;
	}
	if (!on)
		credit_add_episode(fold, EPISODE_OFF, off_from, NO_DAY, false, number, off_event);
}

static void
fold_conditions(const DecisionFacts *decision, const Life *life, Fold *fold)
{
	int			room = decision->nconditions;

	for (int i = 0; i < life->n; i++)
		if (life->events[i].kind == EVENT_CONDITION_MET)
			room++;
	if (room == 0)
		return;
	fold->conditions = palloc(sizeof(int) * room);
	for (int i = 0; i < decision->nconditions; i++)
		fold->conditions[fold->nconditions++] = decision->conditions[i];
	for (int i = 0; i < life->n; i++)
	{
		const LifeEvent *event = &life->events[i];
		bool		known = false;

		if (event->kind != EVENT_CONDITION_MET || event->nmeasures != 1)
			continue;
		for (int c = 0; c < fold->nconditions; c++)
			known = known || fold->conditions[c] == event->measures[0];
		if (!known)
			fold->conditions[fold->nconditions++] = event->measures[0];
	}
	for (int c = 0; c < fold->nconditions; c++)
	{
		bool		ever = false;

		for (int i = 0; i < life->n; i++)
			ever = ever || ((life->events[i].kind == EVENT_CONDITION_MET ||
							 life->events[i].kind == EVENT_CONDITION_ENDED) &&
							life->events[i].nmeasures == 1 &&
							life->events[i].measures[0] == fold->conditions[c]);
		if (ever)
			fold_condition(life, fold->conditions[c], c < decision->nconditions, fold);
	}
}

/*
 * Reviews of what has no last day, in the order of their days: each is due an
 * interval after the one before, and from the day after that day execution
 * stops until the review is made.
 */
static void
fold_reviews(const Conduct *conduct, const Life *life, Fold *fold)
{
	DateADT		due;
	DateADT		last = DATEVAL_NOBEGIN;

	if (!conduct->has_review || conduct->list_missed_review || fold->base_on == NO_DAY)
		return;
	due = credit_term_end(fold->base_on, &conduct->review_every);
	for (;;)
	{
		int			next = -1;

		CHECK_FOR_INTERRUPTS();
		for (int i = 0; i < life->n; i++)
			if (life->events[i].kind == EVENT_REVIEWED && life->events[i].on_day > last &&
				(next < 0 || life->events[i].on_day < life->events[next].on_day))
				next = i;
		if (next < 0)
			break;
		last = life->events[next].on_day;
		credit_add_episode(fold, EPISODE_REVIEW, due + 1, last - 1, false, 0, next);
		due = credit_term_end(last, &conduct->review_every);
	}
	fold->review_due = due;
}

/* Whether a measure of a conduct was in the catalogue on a day. */
bool
credit_in_catalogue(const Conduct *conduct, int number, DateADT day)
{
	for (int i = 0; i < conduct->nmeasures; i++)
		if (conduct->measures[i].number == number && !conduct->measures[i].draft &&
			credit_span_contains(&conduct->measures[i].valid, day))
			return true;
	return false;
}

/* Whether a measure of the catalogue is one of the decision's. */
bool
credit_carries(const CatalogueMeasure *measure, const Conduct *conduct,
			   const DecisionFacts *decision, DateADT act_on)
{
	bool		reached = false;

	if (measure->draft || !credit_span_contains(&measure->valid, decision->decided_on))
		return false;
	for (int i = 0; i < decision->nexclude; i++)
		if (decision->exclude[i] == measure->number)
			return false;
	for (int i = 0; i < measure->nreach; i++)
		reached = reached || strcmp(measure->reach[i], decision->role ? decision->role : "subject") == 0;
	return reached && credit_in_catalogue(conduct, measure->number, act_on);
}

/*
 * A measure that was not in the catalogue on the day of the act, as corrected,
 * is void from the beginning.  A correction brings no measure in: nobody was
 * told of it or heard on it.
 */
static void
fold_correction(const Conduct *conduct, const DecisionFacts *decision, Fold *fold)
{
	DateADT		corrected = fold->act_on;

	fold->act_on = decision->act_on;
	if (corrected == decision->act_on)
		return;
	for (int i = 0; i < conduct->nmeasures; i++)
		if (credit_carries(&conduct->measures[i], conduct, decision, decision->act_on) &&
			!credit_carries(&conduct->measures[i], conduct, decision, corrected))
			credit_add_episode(fold, EPISODE_DROPPED, DATEVAL_NOBEGIN, NO_DAY, false,
							   conduct->measures[i].number, -1);
}

/*
 * One last day for all departments (统一实施期限): by the term that the minutes
 * of the decision set, or by the catalogue's rule where a document made it.  Terms that a
 * statute fixes are left alone, and nothing goes beyond the smallest statutory
 * maximum.  Without a document no term changes.
 */
static void
harmonise(const Conduct *conduct, const DecisionFacts *decision, DateADT own_last, Fold *fold)
{
	DateADT		best = NO_DAY;
	DateADT		cap = NO_DAY;
	int			winner = 0;
	char		rule = conduct->harmony;
	bool		any = false;

	if (own_last == NO_DAY)
		return;
	if (decision->minutes != NULL && decision->term != NULL)
	{
		fold->harmony_document = decision->minutes;
		rule = 'f';
	}
	else if (conduct->harmony_document_no != NULL)
		fold->harmony_document = conduct->harmony_document_no;
	else
		return;

	for (int i = 0; i < conduct->nmeasures; i++)
	{
		const CatalogueMeasure *m = &conduct->measures[i];
		DateADT		last;
		bool		lead;

		if (!credit_carries(m, conduct, decision, fold->act_on))
			continue;
		if (m->has_max)
			cap = Min(cap, credit_term_end(fold->base_on, &m->statutory_max));
		if (m->statutory_term || (m->term_kind != 0 && m->term_kind != TERM_FIXED && m->term_kind != TERM_RANGE))
			continue;
		last = m->has_term ? credit_term_end(fold->base_on, &m->term) : own_last;
		lead = strcmp(m->agency, conduct->determining_agency) == 0;
		if (!any || (rule == 's' && last < best) || (rule == 'l' && last > best) ||
			(rule == 'd' && lead && winner < 0))
		{
			best = last;
			/* of the lead's, a measure of another agency only stands in */
			winner = rule == 'd' && !lead ? -m->number : m->number;
		}
		any = true;
	}
	if (!any)
	{
		fold->harmony_document = NULL;
		return;
	}
	if (rule == 'f')
	{
		best = own_last;
		winner = 0;
	}
	fold->base_last = Min(best, cap);
	fold->harmony_measure = winner < 0 ? -winner : winner;
	fold->harmony = rule == 's' ? "shortest" : rule == 'l' ? "longest" : rule == 'd' ? "lead" : "fixed";
}

/*
 * Fold a decision and its events.  Nothing is in force before service: until
 * then from_day is not set.
 *
 * The first day is the day after the latest of service, end of standstill and
 * stated day; the last day counts from the day that term_basis names, itself
 * not counted, so late service shortens and never lengthens (民法典 art 201,
 * 202).
 */
void
credit_fold(const Conduct *conduct, const DecisionFacts *decision, Life *life, Fold *fold)
{
	const Interval *term = decision->term;
	DateADT		own_last = NO_DAY;
	DateADT		latest;

	memset(fold, 0, sizeof(Fold));
	fold->act_on = decision->act_on;
	fold->served_on = decision->source_served_on;
	fold->entered_on = decision->recorded_on;
	fold->standstill_until = decision->standstill_until;
	fold->base_on = fold->from_day = fold->base_last = fold->last_day = NO_DAY;
	fold->end_day = fold->review_due = NO_DAY;
	credit_life_sort(life);
	for (int i = 0; i < life->n; i++)
		fold_event(life, i, fold);
	fold_correction(conduct, decision, fold);

	switch (conduct->term_basis)
	{
		case 's':
			fold->base_on = fold->served_on;
			break;
		case 't':
			fold->base_on = decision->stated_on != NO_DAY ? decision->stated_on : decision->decided_on;
			break;
		default:
			fold->base_on = decision->decided_on;
	}
	if (term == NULL && conduct->has_term &&
		(conduct->term_kind == TERM_FIXED || conduct->term_kind == TERM_RANGE))
		term = &conduct->term;
	if (fold->base_on != NO_DAY && term != NULL)
		own_last = credit_term_end(fold->base_on, term);
	fold->base_last = own_last;
	harmonise(conduct, decision, own_last, fold);

	if (fold->served_on != NO_DAY)
	{
		latest = fold->served_on;
		if (fold->standstill_until != NO_DAY)
			latest = Max(latest, fold->standstill_until);
		if (decision->stated_on != NO_DAY && decision->stated_on > latest)
			latest = decision->stated_on;
		fold->from_day = latest + 1;
	}
	fold_conditions(decision, life, fold);
	fold_reviews(conduct, life, fold);
	credit_fold_stops(life, fold);
	fold->last_day = fold->base_last;
	if (fold->nepisodes > 0 && fold->base_last != NO_DAY)
	{
		DateADT		last = credit_walk_last(fold->from_day, fold->base_last, fold->episodes,
											fold->nepisodes, &fold->open);

		fold->last_day = fold->open ? NO_DAY : last;
		credit_add_episode(fold, EPISODE_BASE, DATEVAL_NOBEGIN, fold->base_last, false, 0, -1);
	}
}
