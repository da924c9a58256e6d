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

#include "period.h"

/* Stops that one walk keeps on the stack. */
#define FEW_STOPS 16

/* Where stops take a last day. */
typedef struct Moved
{
	DateADT		last;
	DateADT		settled;		/* moved by the stops that have ended only */
	bool		open;			/* a stop that counts has no end */
} Moved;

static int
compare_stops(const void *a, const void *b)
{
	const CreditDays *left = a;
	const CreditDays *right = b;

	return left->first < right->first ? -1 : left->first > right->first;
}

/* The last day of a term, moved by the added days before a day. */
static Moved
move(DateADT from_day, DateADT base_last, const Episode *episodes, int n, DateADT before)
{
	CreditDays	few[FEW_STOPS];
	CreditDays *stops = n <= FEW_STOPS ? few : palloc(sizeof(CreditDays) * n);
	int			count = 0;
	int			ended = 0;
	Moved		moved = {base_last, base_last, false};

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
	if (count == 0)
		return moved;
	qsort(stops, count, sizeof(CreditDays), compare_stops);
	moved.open = !credit_last_day(from_day, base_last, stops, count, &moved.last);
	moved.settled = moved.last;
	if (moved.open)
	{
		for (int i = 0; i < count; i++)
			if (stops[i].end != NO_DAY)
				stops[ended++] = stops[i];
		(void) credit_last_day(from_day, base_last, stops, ended, &moved.settled);
		moved.last = NO_DAY;
	}
	if (stops != few)
		pfree(stops);
	return moved;
}

/* The earlier of two last days, of which one may not be known. */
static Moved
earlier(Moved a, Moved b)
{
	Moved		open;
	Moved		other;

	if (!a.open && !b.open)
		return a.last <= b.last ? a : b;
	open = a.open ? a : b;
	other = a.open ? b : a;
	if (!other.open && other.last <= open.settled)
		return other;
	open.settled = Min(open.settled, other.settled);
	return open;
}

/*
 * The last day of a decision: the walk begins anew where the term was amended,
 * and is cut where an objection was partly upheld with an earlier last day.
 */
static Moved
move_amended(DateADT from_day, DateADT base_last, const Episode *episodes, int n)
{
	DateADT		start = from_day;
	DateADT		last = base_last;

	for (int i = 0; i < n; i++)
	{
		if (episodes[i].kind == EPISODE_CUT)
			last = Min(move(start, last, episodes, n, episodes[i].from).last, episodes[i].until);
		else if (episodes[i].kind == EPISODE_AMENDED)
			last = episodes[i].until;
		else
			continue;
		start = Max(from_day, episodes[i].from);
	}
	return move(start, last, episodes, n, NO_DAY);
}

/*
 * As move_amended(), for the fold; without a from_day nothing is moved.
 * settled, which may be NULL, is the last day as moved by the stops that have
 * ended.
 */
DateADT
credit_walk_last(DateADT from_day, DateADT base_last, const Episode *episodes, int n,
				 bool *open, DateADT *settled)
{
	Moved		moved = {base_last, base_last, false};

	if (from_day != NO_DAY)
		moved = move_amended(from_day, base_last, episodes, n);
	*open = moved.open;
	if (settled != NULL)
		*settled = moved.settled;
	return moved.last;
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
 * have been in force.
 */
static const Episode *
episodes_of(const Standing *standing, const MeasureTerms *measure, int *n)
{
	const Episode *episodes = standing->episodes;
	Episode    *result;
	int			off = 0;

	*n = standing->nepisodes;
	for (int i = 0; i < standing->nepisodes; i++)
		if (episodes[i].kind == EPISODE_OFF && episodes[i].measure == measure->number)
			off++;
	if (standing->nepisodes == 0 || (off == 0 && measure->stop_counts))
		return episodes;
	result = palloc(sizeof(Episode) * standing->nepisodes * (off + 1));
	memcpy(result, episodes, sizeof(Episode) * standing->nepisodes);
	for (int i = 0; i < standing->nepisodes; i++)
	{
		if (!measure->stop_counts)
			result[i].adds = false;
		else if (episodes[i].kind == EPISODE_OFF && episodes[i].measure == measure->number)
			*n = take_off(result, *n, episodes[i].from, episodes[i].until);
	}
	return result;
}

/*
 * The days of a measure: its own term where it has one and nothing harmonised
 * it, else that of the decision, never beyond its statutory maximum; moved by
 * the added days.
 *
 * An amended term does not lengthen a term of its own, and a partly upheld
 * answer with an earlier last day ends what has none; no statute's term
 * changes by either.
 */
void
credit_measure_days(const Standing *standing, const MeasureTerms *measure, MeasureDays *days)
{
	int			n;
	const Episode *episodes = episodes_of(standing, measure, &n);
	bool		served = standing->from_day != NO_DAY;
	DateADT		from = served ? standing->from_day : 0;
	bool		own = measure->term != NULL && (measure->statutory_term || !standing->harmonised);
	DateADT		base = NO_DAY;
	Moved		moved;
	bool		ends;
	const Episode *stop;

	if (own)
	{
		if (standing->base_on != NO_DAY)
			base = credit_term_end(standing->base_on, measure->term);
	}
	else if (measure->term_kind == 0 || measure->term_kind == TERM_FIXED ||
			 measure->term_kind == TERM_RANGE)
		base = base_last_of(standing);
	ends = base != NO_DAY;
	days->dated = ends;
	moved.last = moved.settled = base;
	moved.open = false;
	if (served && n > 0)
	{
		if (ends)
			moved = own ? move(from, base, episodes, n, NO_DAY) : move_amended(from, base, episodes, n);
		for (int i = 0; i < n && (own || !ends) && !measure->statutory_term; i++)
		{
			Moved		cut;

			if (episodes[i].kind != EPISODE_CUT && (episodes[i].kind != EPISODE_AMENDED || !ends))
				continue;
			cut = move(Max(from, episodes[i].from), episodes[i].until, episodes, n, NO_DAY);
			moved = ends ? earlier(moved, cut) : cut;
			ends = true;
		}
	}
	if (measure->statutory_max != NULL && standing->base_on != NO_DAY)
	{
		DateADT		longest = credit_term_end(standing->base_on, measure->statutory_max);
		Moved		cap = {longest, longest, false};

		if (served)
			cap = move(from, longest, episodes, n, NO_DAY);
		moved = ends ? earlier(moved, cap) : cap;
		days->dated = true;
	}
	days->until = moved.last;
	days->open = moved.open;
	days->settled = moved.settled;

	/* stopped or off from the first day on, it begins when that ends */
	days->first = standing->from_day;
	if (!served)
		return;
	for (int i = 0; i < n; i++)
		if (episodes[i].kind == EPISODE_OFF && episodes[i].measure == measure->number &&
			episodes[i].from == DATEVAL_NOBEGIN && episodes[i].until != NO_DAY)
			days->first = Max(days->first, episodes[i].until + 1);
	while ((stop = stop_on(standing, measure->number, days->dated, days->first)) != NULL)
	{
		if (stop->until == NO_DAY)
			break;
		days->first = stop->until + 1;
	}
	if (stop != NULL)
		days->first = standing->from_day;
	if (days->until != NO_DAY && days->first > days->until)
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
