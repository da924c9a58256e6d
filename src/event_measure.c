/*
 * event_measure.c
 *	  The measures of a decision and their days, as a step after it meets them.
 *
 * Memory: the caller's context.
 *
 * Locks: none; those of the trigger are taken already.
 */
#include "event.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "calendar.h"

/* The standing that a fold comes to. */
static void
standing_of(const Fold *fold, Standing *standing)
{
	standing->base_on = fold->base_on;
	standing->from_day = fold->from_day;
	standing->last_day = fold->last_day;
	standing->end_day = fold->end_day;
	standing->end_kind = fold->end_kind;
	standing->review_due = fold->review_due;
	standing->harmonised = fold->harmony != NULL;
	standing->nepisodes = fold->nepisodes;
	standing->episodes = fold->episodes;
}

/*
 * The measure of the decision that a number names, in the version of the
 * decision's day, or NULL; one with a condition also while it is off.
 */
const CatalogueMeasure *
credit_measure_of(EventRow *event, int number)
{
	for (int i = 0; event->decided && i < event->conduct->nmeasures; i++)
	{
		const CatalogueMeasure *measure = &event->conduct->measures[i];

		if (measure->number == number &&
			credit_carries(measure, event->conduct, &event->life.facts, event->fold.act_on))
			return measure;
	}
	return NULL;
}

/* The days of a measure of the decision, under a standing. */
static void
days_of(const Standing *standing, const CatalogueMeasure *measure, MeasureDays *days)
{
	MeasureTerms terms;

	terms.number = measure->number;
	terms.term = measure->has_term ? &measure->term : NULL;
	terms.statutory_max = measure->has_max ? &measure->statutory_max : NULL;
	terms.term_kind = measure->term_kind;
	terms.statutory_term = measure->statutory_term;
	terms.stop_counts = measure->stop_counts;
	credit_measure_days(standing, &terms, days);
}

/*
 * Whether a last day ends any measure of the decision earlier than it ends
 * without; the open stop of one event is left out, as it is about to be settled
 * and adds nothing.
 */
bool
credit_day_cuts(EventRow *event, DateADT last, int settled)
{
	Standing	standing;
	Episode    *episodes = palloc(sizeof(Episode) * (event->fold.nepisodes + 1));
	bool		open = false;

	standing_of(&event->fold, &standing);
	standing.nepisodes = 0;
	standing.episodes = episodes;
	for (int i = 0; i < event->fold.nepisodes; i++)
		open = open || (event->fold.episodes[i].event == settled && event->fold.episodes[i].until == NO_DAY);
	for (int i = 0; i < event->fold.nepisodes; i++)
		if (!open || event->fold.episodes[i].event != settled)
			episodes[standing.nepisodes++] = event->fold.episodes[i];
	for (int i = 0; i < event->conduct->nmeasures; i++)
	{
		const CatalogueMeasure *measure = &event->conduct->measures[i];
		MeasureDays days;

		if (measure->statutory_term ||
			!credit_carries(measure, event->conduct, &event->life.facts, event->fold.act_on))
			continue;
		days_of(&standing, measure, &days);
		if (days.until == NO_DAY || last < days.until)
			return true;
	}
	return false;
}

/*
 * Whether nothing of a decision is left on a day: it is void, was ended, or
 * every measure has expired.
 */
bool
credit_decision_over(EventRow *event, DateADT day)
{
	Standing	standing;
	bool		any = false;

	if (!event->decided)
		return false;
	standing_of(&event->fold, &standing);
	if (standing.end_kind == END_ANNULLED ||
		(standing.end_kind != END_NONE && standing.end_day <= day))
		return true;
	for (int i = 0; i < event->conduct->nmeasures; i++)
	{
		const CatalogueMeasure *measure = &event->conduct->measures[i];
		MeasureDays days;
		MeasureState state;

		if (!credit_carries(measure, event->conduct, &event->life.facts, event->fold.act_on))
			continue;
		days_of(&standing, measure, &days);
		any = true;
		state = credit_measure_state(&standing, measure->number, &days, day);
		/* a condition that ended may be met again */
		if (state >= STATE_PENDING ||
			(state == STATE_RELEASED && (days.until == NO_DAY || day <= days.until)))
			return false;
	}
	return any;
}

/* JC004 where a decision is over on the day of a step that takes it on. */
void
credit_refuse_over(EventRow *event, const char *step)
{
	if (!credit_decision_over(event, event->day))
		return;
	credit_step_refused(psprintf("%s comes after the end of the decision", step),
						event->fold.end_kind == END_ANNULLED ? "It is void from the beginning." :
						event->fold.end_kind != END_NONE ?
						psprintf("It was %s from %s on.", credit_end_word(event->fold.end_kind),
								 credit_day_text(event->fold.end_day)) :
						"All of its measures have expired.",
						"What is over is neither changed nor ended again.");
}

/* The numbers in column measures, JC004 for a NULL among them; n -1: NULL. */
int *
credit_row_measures(EventRow *event, int *n)
{
	bool		isnull;
	Datum		value = credit_fact_get(&event->row, E_MEASURES, &isnull);
	Datum	   *elements;
	bool	   *nulls;
	int		   *numbers;

	*n = -1;
	if (isnull)
		return NULL;
	deconstruct_array(DatumGetArrayTypeP(value), INT4OID, sizeof(int32), true, TYPALIGN_INT,
					  &elements, &nulls, n);
	if (*n == 0)
	{
		credit_fact_set(&event->row, E_MEASURES, (Datum) 0, true);
		*n = -1;
		return NULL;
	}
	numbers = palloc(sizeof(int) * *n);
	for (int i = 0; i < *n; i++)
	{
		numbers[i] = nulls[i] ? 0 : DatumGetInt32(elements[i]);
		if (credit_measure_of(event, numbers[i]) == NULL)
			ereport(ERROR,
					(errcode(ERRCODE_CREDIT_NOT_IN_CATALOGUE),
					 errmsg("measure %d of \"%s\" is none of the decision's", numbers[i],
							event->code ? event->code : ""),
					 errdetail("The catalogue of %s does not hold it, or the decision does not carry it.",
							   event->decided ? credit_day_text(event->life.facts.decided_on) : "the decision's day"),
					 errhint("SELECT measure, content FROM credit.measure_run lists those of a decision.")));
	}
	return numbers;
}

/*
 * Stamp the day until which something must follow, in working days, and the
 * version of the calendar.  Where the calendar does not reach so far the day
 * stays open: a step of the party is not refused for it.
 */
void
credit_count_due(EventRow *event, int workdays)
{
	DateADT		due;
	char	   *version;

	if (!credit_try_workdays(event->day, workdays, &due, &version))
		return;
	credit_fact_set(&event->row, E_DUE_ON, DateADTGetDatum(due), false);
	credit_fact_set(&event->row, E_CALENDAR, CStringGetTextDatum(version), false);
}
