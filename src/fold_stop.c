/*
 * fold_stop.c
 *	  What stops a decision: objections, complaints and stays.
 *
 * A stop is [received, answered): it begins on receipt, so that no agency can
 * keep a measure running by not accepting an objection, and the day of the
 * dismissal is served (从异议投诉被驳回之日起继续计算).  Dismissed, withdrawn and
 * inadmissible add the stopped days to the term; a stay does so where it says
 * so; a partly upheld objection does not.
 *
 * Only a day on which nothing was executed is added.  A stop that is entered
 * after its first days has stopped them on paper alone, because until then
 * every answer said that the measure was in force: they count as served, and
 * no decision that is over is taken up again by what is entered later.  Days
 * before the decision and its service were entered are added as the paper has
 * them.
 *
 * Memory: the current context.  Locks: none.
 */
#include "fold.h"

#include "miscadmin.h"

static const Settled open_still = {-1, NO_DAY};

/*
 * What settled an objection, by the events recorded before number "before":
 * the first answer to it, or the first to a complaint about it that is not
 * remitted.
 */
Settled
credit_settled(const Life *life, int objection, int before)
{
	const LifeEvent *asked = &life->events[objection];

	for (int j = objection + 1; j < before; j++)
	{
		const LifeEvent *event = &life->events[j];

		if (event->kind == EVENT_OBJECTION_ANSWER &&
			credit_uuid_equal(&event->target, &asked->event))
			return (Settled)
		{
			j, event->on_day
		};
		if (event->kind == EVENT_COMPLAINT_ANSWER && event->outcome != OUTCOME_REMITTED)
		{
			int			complaint = credit_life_find(life, &event->target);

			if (complaint >= 0 &&
				credit_uuid_equal(&life->events[complaint].target, &asked->event))
				return (Settled)
			{
				j, event->on_day
			};
		}
	}
	return open_still;
}

/*
 * What settled a complaint: its answer, or, where that remitted the matter,
 * the next answer to the objection or to a further complaint about it.
 */
Settled
credit_complaint_settled(const Life *life, int complaint, int before)
{
	const LifeEvent *asked = &life->events[complaint];
	bool		remitted = false;

	for (int j = complaint + 1; j < before; j++)
	{
		const LifeEvent *event = &life->events[j];

		if (event->kind == EVENT_COMPLAINT_ANSWER)
		{
			if (credit_uuid_equal(&event->target, &asked->event))
			{
				if (event->outcome != OUTCOME_REMITTED)
					return (Settled)
				{
					j, event->on_day
				};
				remitted = true;
			}
			else if (remitted && event->outcome != OUTCOME_REMITTED)
			{
				int			other = credit_life_find(life, &event->target);

				if (other >= 0 &&
					credit_uuid_equal(&life->events[other].target, &asked->target))
					return (Settled)
				{
					j, event->on_day
				};
			}
		}
		else if (remitted && event->kind == EVENT_OBJECTION_ANSWER &&
				 credit_uuid_equal(&event->target, &asked->target))
			return (Settled)
		{
			j, event->on_day
		};
	}
	return open_still;
}

/*
 * Whether an objection waits for an answer, by the events recorded before
 * number "before": it is not settled, or was remitted since.
 */
bool
credit_objection_waits(const Life *life, int objection, int before)
{
	if (credit_settled(life, objection, before).answer < 0)
		return true;
	for (int i = objection + 1; i < before; i++)
	{
		const LifeEvent *complaint = &life->events[i];

		if (complaint->kind != EVENT_COMPLAINT ||
			!credit_uuid_equal(&complaint->target, &life->events[objection].event))
			continue;
		for (int j = i + 1; j < before; j++)
			if (life->events[j].kind == EVENT_COMPLAINT_ANSWER &&
				life->events[j].outcome == OUTCOME_REMITTED &&
				credit_uuid_equal(&life->events[j].target, &complaint->event) &&
				credit_complaint_settled(life, i, before).answer < 0)
				return true;
	}
	return false;
}

/*
 * Whether an objection or complaint moves nothing: it repeats one that had
 * been settled when it was recorded, or the time to complain was over.
 */
bool
credit_moves_nothing(const Life *life, int i)
{
	const LifeEvent *event = &life->events[i];

	for (int j = 0; j < i; j++)
	{
		const LifeEvent *before = &life->events[j];

		if (before->kind != event->kind || before->ground != event->ground)
			continue;
		if (event->kind == EVENT_OBJECTION)
		{
			if (credit_uuid_equal(&before->target, &event->target) && before->objector == event->objector &&
				!credit_objection_waits(life, j, i))
				return true;
		}
		else if (credit_uuid_equal(&before->target, &event->target))
		{
			for (int k = j + 1; k < i; k++)
				if (life->events[k].kind == EVENT_COMPLAINT_ANSWER &&
					life->events[k].outcome != OUTCOME_REMITTED &&
					credit_uuid_equal(&life->events[k].target, &before->event))
					return true;
		}
	}
	if (event->kind == EVENT_COMPLAINT)
	{
		for (int j = i - 1; j >= 0; j--)
		{
			const LifeEvent *answer = &life->events[j];

			if (answer->kind == EVENT_OBJECTION_ANSWER &&
				credit_uuid_equal(&answer->target, &event->target))
				return answer->due_on != NO_DAY && event->on_day > answer->due_on;
		}
	}
	return false;
}

/*
 * Add a stop, in parts where days that it would add had passed in force when
 * event number i was entered.
 */
static void
add_stop(const Life *life, int i, EpisodeKind kind, DateADT until, bool adds, Fold *fold)
{
	DateADT		from = life->events[i].on_day;
	DateADT		entered = life->events[i].recorded_on;
	DateADT		first = Max(from, fold->entered_on);
	Episode    *late;

	if (adds && first < entered && first <= until)
	{
		credit_add_episode(fold, kind, from, first - 1, true, 0, i);
		late = credit_add_episode(fold, kind, first, Min(until, entered - 1), false, 0, i);
		late->late = true;
		from = entered;
	}
	credit_add_episode(fold, kind, from, until, adds, 0, i);
}

/* The stop of an objection or complaint. */
static void
fold_objection(const Life *life, int i, Fold *fold, DateADT *due, bool *unanswered)
{
	const LifeEvent *event = &life->events[i];
	bool		objection = event->kind == EVENT_OBJECTION;
	EpisodeKind kind = objection ? EPISODE_OBJECTION : EPISODE_COMPLAINT;
	Settled		settled;
	const LifeEvent *answer;
	DateADT		until;
	bool		adds;

	if (credit_moves_nothing(life, i))
		return;
	settled = objection ? credit_settled(life, i, life->n) :
		credit_complaint_settled(life, i, life->n);
	if (settled.answer < 0)
	{
		add_stop(life, i, kind, NO_DAY, true, fold);
		*due = *unanswered ? Max(*due, event->due_on) : event->due_on;
		*unanswered = true;
		return;
	}
	answer = &life->events[settled.answer];
	until = settled.day - 1;
	adds = answer->outcome == OUTCOME_DISMISSED || answer->outcome == OUTCOME_WITHDRAWN ||
		answer->outcome == OUTCOME_INADMISSIBLE;
	/* in the time to complain it stays stopped, where the catalogue has one */
	if (adds && answer->kind == EVENT_OBJECTION_ANSWER && answer->due_on != NO_DAY)
		until = answer->due_on;
	add_stop(life, i, kind, until, adds, fold);
}

static void
fold_stay(const Life *life, int i, Fold *fold)
{
	const LifeEvent *event = &life->events[i];
	DateADT		until = event->until_day;

	for (int j = i + 1; j < life->n; j++)
	{
		const LifeEvent *resumed = &life->events[j];

		/*
		 * what goes on for a principal does not end a stay of the person's
		 * own
		 */
		if (resumed->kind == EVENT_RESUMED && (event->follows || !resumed->follows) &&
			resumed->on_day > event->on_day &&
			(until == NO_DAY || resumed->on_day <= until))
			until = resumed->on_day - 1;
	}
	add_stop(life, i, event->kind == EVENT_STAYED ? EPISODE_STAY : EPISODE_RECORD_STAY,
			 until, event->extends, fold);
}

/* Add the stops to a fold. */
void
credit_fold_stops(Life *life, Fold *fold)
{
	DateADT		due = NO_DAY;
	bool		unanswered = false;

	for (int i = 0; i < life->n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		switch (life->events[i].kind)
		{
			case EVENT_OBJECTION:
			case EVENT_COMPLAINT:
				fold_objection(life, i, fold, &due, &unanswered);
				break;
			case EVENT_STAYED:
			case EVENT_RECORD_STAYED:
				fold_stay(life, i, fold);
				break;
			default:
				break;
		}
	}
	if (unanswered && due != NO_DAY)
		credit_add_episode(fold, EPISODE_LAPSE, due + 1, NO_DAY, false, 0, -1);
}
