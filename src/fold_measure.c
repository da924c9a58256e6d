/*
 * fold_measure.c
 *	  The days and the state of one measure of a decision.
 *
 * A state belongs to a measure: the fold gives the stops and the end of the
 * decision, and each measure has its own term, its statutory maximum, and may
 * be dropped, repaired or switched off by itself.
 *
 * Memory: the current context; a walk keeps its stops on the stack where they
 * are few.  Locks: none.
 */
#include "fold.h"

#include "miscadmin.h"

#include "period.h"

/* Stops that one walk keeps on the stack. */
#define FEW_STOPS 16

static int
compare_stops(const void *a, const void *b)
{
	const CreditDays *left = a;
	const CreditDays *right = b;

	return left->first < right->first ? -1 : left->first > right->first;
}

/*
 * The last day of a term, moved by the added days before a day; NO_DAY while a
 * stop that counts has no end.
 */
static DateADT
move(DateADT from_day, DateADT base_last, const Episode *episodes, int n, DateADT before)
{
	CreditDays	few[FEW_STOPS];
	CreditDays *stops = n <= FEW_STOPS ? few : palloc(sizeof(CreditDays) * n);
	int			count = 0;
	DateADT		last = base_last;

	for (int i = 0; i < n; i++)
	{
		if (!episodes[i].adds || episodes[i].from >= before)
			continue;
		stops[count].first = episodes[i].from;
		stops[count].end = episodes[i].until == NO_DAY ? NO_DAY : episodes[i].until + 1;
		if (stops[count].end > before && before != NO_DAY)
			stops[count].end = before;
		count++;
	}
	if (count > 0)
	{
		qsort(stops, count, sizeof(CreditDays), compare_stops);
		if (!credit_last_day(from_day, base_last, stops, count, &last))
			last = NO_DAY;
	}
	if (stops != few)
		pfree(stops);
	return last;
}

/*
 * Number of the next episode that changes the last day, in the order of days
 * and as recorded on one day, after number i (-1: the first); -1: no more.
 */
static int
next_change(const Episode *episodes, int n, int i)
{
	int			next = -1;

	for (int j = 0; j < n; j++)
	{
		if (episodes[j].kind != EPISODE_CUT && episodes[j].kind != EPISODE_AMENDED)
			continue;
		if (i >= 0 && (episodes[j].from < episodes[i].from ||
					   (j <= i && episodes[j].from == episodes[i].from)))
			continue;
		if (next < 0 || episodes[j].from < episodes[next].from)
			next = j;
	}
	return next;
}

/*
 * The last day of a term: the walk begins anew where the term was amended, and
 * is cut where an objection was partly upheld with an earlier last day; until
 * then an open stop counts as one that adds.  What has a term of its own is cut
 * by either; what has no last day, base_last NO_DAY, by an answer.  What was
 * over before the term was amended is not taken up again: the days since would
 * be so, too.
 */
static DateADT
move_amended(DateADT from_day, DateADT base_last, const Episode *episodes, int n, bool own)
{
	DateADT		start = from_day;
	DateADT		last = base_last;

	for (int i = next_change(episodes, n, -1); i >= 0; i = next_change(episodes, n, i))
	{
		const Episode *change = &episodes[i];
		DateADT		moved = last;

		CHECK_FOR_INTERRUPTS();
		if (last != NO_DAY)
			moved = move(start, last, episodes, n, change->from);
		if (change->kind == EPISODE_AMENDED && (last == NO_DAY || moved < change->from - 1))
			continue;
		last = change->kind == EPISODE_CUT || own ? Min(moved, change->until) : change->until;
		/* an answer dated back was given knowing the amendment */
		for (int j = i + 1; change->kind == EPISODE_AMENDED && j < n; j++)
			if (episodes[j].kind == EPISODE_CUT && episodes[j].from < change->from)
				last = Min(last, episodes[j].until);
		start = Max(from_day, change->from);
	}
	return last == NO_DAY ? NO_DAY : move(start, last, episodes, n, NO_DAY);
}

/* As move_amended(), for the fold; without a from_day nothing is moved. */
DateADT
credit_walk_last(DateADT from_day, DateADT base_last, const Episode *episodes, int n,
				 bool *open)
{
	DateADT		last = base_last;

	if (from_day != NO_DAY)
		last = move_amended(from_day, base_last, episodes, n, false);
	*open = base_last != NO_DAY && last == NO_DAY;
	return last;
}

static bool
is_stop(const Episode *episode, int number, bool dated)
{
	switch (episode->kind)
	{
		case EPISODE_OBJECTION:
		case EPISODE_COMPLAINT:
		case EPISODE_STAY:
		case EPISODE_RECORD_STAY:
			return true;
		case EPISODE_REVIEW:
			return !dated;
		case EPISODE_LIFTED:
			return episode->measure == 0 || episode->measure == number;
		default:
			return false;
	}
}

/* The stop that a day lies in, or NULL. */
static const Episode *
stop_on(const Standing *standing, int number, bool dated, DateADT day)
{
	for (int i = 0; i < standing->nepisodes; i++)
	{
		const Episode *episode = &standing->episodes[i];

		if (is_stop(episode, number, dated) && episode->from <= day &&
			(episode->until == NO_DAY || day <= episode->until))
			return episode;
	}
	return NULL;
}

/* What keeps a measure from being in force on a day from its first on, or NULL. */
static const Episode *
held_on(const Standing *standing, int number, bool dated, DateADT day)
{
	for (int i = 0; i < standing->nepisodes; i++)
	{
		const Episode *episode = &standing->episodes[i];

		/* the condition was not met from the beginning */
		if (episode->kind == EPISODE_OFF && episode->measure == number &&
			episode->from == DATEVAL_NOBEGIN && day <= episode->until)
			return episode;
	}
	return stop_on(standing, number, dated, day);
}

static DateADT
base_last_of(const Standing *standing)
{
	for (int i = 0; i < standing->nepisodes; i++)
		if (standing->episodes[i].kind == EPISODE_BASE)
			return standing->episodes[i].until;
	return standing->last_day;
}

/* Take the days of one stretch off the stops that add; gives their number. */
static int
take_off(Episode *episodes, int n, DateADT off_from, DateADT off_until)
{
	int			count = n;

	for (int i = 0; i < n; i++)
	{
		Episode    *stop = &episodes[i];
		DateADT		until = stop->until;

		if (!stop->adds || off_from > until || off_until < stop->from)
			continue;
		if (off_from <= stop->from)
		{
			stop->adds = off_until < until;
			if (stop->adds)
				stop->from = off_until + 1;
			continue;
		}
		stop->until = off_from - 1;
		if (off_until < until)
		{
			episodes[count] = *stop;
			episodes[count].from = off_until + 1;
			episodes[count++].until = until;
		}
	}
	return count;
}

/*
 * The episodes as one measure counts them: none adds days where its statute
 * says so, or where its condition is off, because on those days it would not
 * have been in force; where ended, none that has no end.
 */
static const Episode *
episodes_of(const Standing *standing, const MeasureTerms *measure, bool ended, int *n)
{
	const Episode *episodes = standing->episodes;
	Episode    *result;
	int			off = 0;

	*n = standing->nepisodes;
	for (int i = 0; i < standing->nepisodes; i++)
		if (episodes[i].kind == EPISODE_OFF && episodes[i].measure == measure->number)
			off++;
	if (off == 0 && measure->stop_counts && !ended)
		return episodes;
	result = palloc(sizeof(Episode) * standing->nepisodes * (off + 1));
	memcpy(result, episodes, sizeof(Episode) * standing->nepisodes);
	for (int i = 0; i < standing->nepisodes; i++)
		if (!measure->stop_counts || (ended && episodes[i].until == NO_DAY))
			result[i].adds = false;
	for (int i = 0; i < standing->nepisodes; i++)
		if (episodes[i].kind == EPISODE_OFF && episodes[i].measure == measure->number)
			*n = take_off(result, *n, episodes[i].from, episodes[i].until);
	return result;
}

/*
 * The last day of a measure that is served: of its own term or of the
 * decision's, and never beyond its statutory maximum, both moved by the added
 * days; where ended, of the stops that have ended only.  No statute's term is
 * amended or cut.
 */
static DateADT
last_of(const Standing *standing, const MeasureTerms *measure, DateADT base, bool own, DateADT longest, bool ended)
{
	int			n;
	const Episode *episodes = episodes_of(standing, measure, ended, &n);
	DateADT		from = standing->from_day;
	DateADT		last = base;

	if (!measure->statutory_term || (base != NO_DAY && !own))
		last = move_amended(from, base, episodes, n, own);
	else if (base != NO_DAY)
		last = move(from, base, episodes, n, NO_DAY);
	if (longest != NO_DAY)
		last = Min(last, move(from, longest, episodes, n, NO_DAY));
	return last;
}

/*
 * The days of a measure: its own term where it has one and nothing harmonised
 * it, else that of the decision.
 */
void
credit_measure_days(const Standing *standing, const MeasureTerms *measure, MeasureDays *days)
{
	bool		own = measure->term != NULL && (measure->statutory_term || !standing->harmonised);
	DateADT		base = NO_DAY;
	DateADT		longest = NO_DAY;
	const Episode *stop;

	if (own)
	{
		if (standing->base_on != NO_DAY)
			base = credit_term_end(standing->base_on, measure->term);
	}
	else if (measure->term_kind == 0 || measure->term_kind == TERM_FIXED ||
			 measure->term_kind == TERM_RANGE)
		base = base_last_of(standing);
	if (measure->statutory_max != NULL && standing->base_on != NO_DAY)
		longest = credit_term_end(standing->base_on, measure->statutory_max);
	days->dated = base != NO_DAY || longest != NO_DAY;
	days->until = days->settled = Min(base, longest);
	days->open = false;
	if (standing->from_day != NO_DAY && standing->nepisodes > 0)
	{
		days->until = days->settled = last_of(standing, measure, base, own, longest, false);
		if (days->until == NO_DAY)
		{
			days->settled = last_of(standing, measure, base, own, longest, true);
			days->open = days->settled != NO_DAY;
		}
	}

	/* stopped or off from the first day on, it begins when that ends */
	days->first = standing->from_day;
	if (standing->from_day == NO_DAY)
		return;
	while ((stop = held_on(standing, measure->number, days->dated, days->first)) != NULL)
	{
		CHECK_FOR_INTERRUPTS();
		if (stop->until == NO_DAY)
		{
			days->first = standing->from_day;
			return;
		}
		days->first = stop->until + 1;
	}
	/* held up until its end, or beyond a review that was missed */
	if ((days->until != NO_DAY && days->first > days->until) ||
		(!days->dated && standing->review_due != NO_DAY && days->first > standing->review_due))
		days->first = standing->from_day;
}

/* The state of a measure on a day; an earlier end goes before a later one. */
MeasureState
credit_measure_state(const Standing *standing, int number, const MeasureDays *days, DateADT day)
{
	MeasureState state = STATE_ACTIVE;
	DateADT		end = NO_DAY;
	bool		not_yet = false;

	if (standing->end_kind == END_ANNULLED)
		return STATE_ANNULLED;
	if (standing->end_kind != END_NONE && standing->end_day <= day)
	{
		end = standing->end_day;
		state = standing->end_kind == END_REVOKED ? STATE_REVOKED :
			standing->end_kind == END_RELEASED ? STATE_RELEASED : STATE_REPAIRED;
	}
	for (int i = 0; i < standing->nepisodes; i++)
	{
		const Episode *episode = &standing->episodes[i];
		MeasureState here;

		if (episode->measure != number)
		{
			/* an answer that does not come lets the measure lapse */
			if (episode->kind == EPISODE_LAPSE && days->open &&
				Max(episode->from, days->settled + 1) <= day &&
				Max(episode->from, days->settled + 1) < end)
			{
				end = Max(episode->from, days->settled + 1);
				state = STATE_EXPIRED;
			}
			continue;
		}
		if (episode->kind == EPISODE_DROPPED)
			return STATE_ANNULLED;
		if (episode->kind == EPISODE_REPAIRED)
			here = STATE_REPAIRED;
		else if (episode->kind == EPISODE_OFF && episode->from == DATEVAL_NOBEGIN)
		{
			not_yet = not_yet || day <= episode->until;
			continue;
		}
		else if (episode->kind == EPISODE_OFF &&
				 (episode->until == NO_DAY || day <= episode->until))
			here = STATE_RELEASED;
		else
			continue;
		if (episode->from <= day && (episode->from < end || (episode->from == end && here < state)))
		{
			end = episode->from;
			state = here;
		}
	}
	if (standing->from_day != NO_DAY && days->until != NO_DAY && day > days->until &&
		days->until + 1 < end)
	{
		end = days->until + 1;
		state = STATE_EXPIRED;
	}
	if (end != NO_DAY)
		return state;
	if (standing->from_day == NO_DAY || day < standing->from_day || not_yet)
		return STATE_PENDING;
	if (stop_on(standing, number, days->dated, day) != NULL)
		return STATE_SUSPENDED;
	if (!days->dated && standing->review_due != NO_DAY && day > standing->review_due)
		return STATE_SUSPENDED;
	return STATE_ACTIVE;
}

static void
consider(DateADT candidate, DateADT day, DateADT *next)
{
	if (candidate > day && candidate < *next && candidate != NO_DAY)
		*next = candidate;
}

/*
 * The first day after a day on which the state is another one, if nothing more
 * is recorded; NO_DAY where there is none.
 */
DateADT
credit_measure_change(const Standing *standing, int number, const MeasureDays *days, DateADT day)
{
	MeasureState state = credit_measure_state(standing, number, days, day);
	DateADT		at = day;

	for (;;)
	{
		DateADT		next = NO_DAY;

		CHECK_FOR_INTERRUPTS();
		consider(standing->from_day, at, &next);
		if (days->until != NO_DAY)
			consider(days->until + 1, at, &next);
		if (standing->end_kind != END_NONE)
			consider(standing->end_day, at, &next);
		if (standing->review_due != NO_DAY)
			consider(standing->review_due + 1, at, &next);
		for (int i = 0; i < standing->nepisodes; i++)
		{
			const Episode *episode = &standing->episodes[i];

			if (episode->kind == EPISODE_AMENDED || episode->kind == EPISODE_CUT ||
				episode->kind == EPISODE_BASE || episode->kind == EPISODE_CORRECTED)
				continue;
			if (episode->kind == EPISODE_LAPSE)
				consider(Max(episode->from, days->open ? days->settled + 1 : episode->from), at, &next);
			else
			{
				consider(episode->from, at, &next);
				if (episode->until != NO_DAY)
					consider(episode->until + 1, at, &next);
			}
		}
		if (next == NO_DAY)
			return NO_DAY;
		if (credit_measure_state(standing, number, days, next) != state)
			return next;
		at = next;
	}
}

const char *
credit_state_word(MeasureState state)
{
	static const char *const words[] = {
		"annulled", "revoked", "released", "repaired", "expired", "pending",
		"suspended", "active"
	};

	return words[state];
}
