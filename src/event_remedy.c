/*
 * event_remedy.c
 *	  Objections and complaints: what may be lodged, who answers, and how.
 *
 * An objection (异议) goes to the agency that determined, 谁决定、谁负责; a
 * complaint (投诉) about its answer, or its silence, to the office of the joint
 * conference.  Both stop execution on receipt.  One that comes after the end,
 * or repeats a ground that was settled, is kept all the same and moves nothing
 * (fold_stop.c).
 *
 * Memory: per row, the trigger's context.  Locks: those of event.c.
 */
#include "event.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "calendar.h"
#include "owner.h"
#include "period.h"
#include "plan_cache.h"

/* The event that the row names as its target, which must be of a kind. */
static int
target_of(EventRow *event, EventKind kind, const char *what)
{
	bool		isnull;
	Datum		target = credit_fact_get(&event->row, E_TARGET, &isnull);
	int			i = credit_life_find(&event->life.life, DatumGetUUIDP(target));

	if (i < 0 || event->life.life.events[i].kind != kind)
		credit_step_refused(psprintf("step names no %s", what),
							"The event it names is not one, or is about another decision.",
							psprintf("Use the uuid that was given when the %s was recorded.", what));
	if (event->life.life.events[i].follows)
		credit_step_refused(psprintf("%s is that of the enterprise", what),
							"It reached the decision on the person behind it, and so does its answer.",
							"Record the step on the enterprise.");
	return i;
}

/* The answer by which the office last remitted an objection, or NULL. */
static const LifeEvent *
remitted(const Life *life, int objection)
{
	const LifeEvent *last = NULL;

	for (int i = objection + 1; i < life->n; i++)
	{
		int			complaint;

		if (life->events[i].kind != EVENT_COMPLAINT_ANSWER || life->events[i].outcome != OUTCOME_REMITTED)
			continue;
		complaint = credit_life_find(life, &life->events[i].target);
		if (complaint >= 0 && credit_uuid_equal(&life->events[complaint].target, &life->events[objection].event))
			last = &life->events[i];
	}
	return last;
}

/* A text that must say something; JC004.  The parameter is that of the verb. */
static void
require_text(EventRow *event, int column, const char *message, const char *why, const char *parameter)
{
	if (credit_blank(credit_fact_text(&event->row, column)))
		credit_step_refused(message, why, psprintf("Give them in %s.", parameter));
}

/* JC004 for an answer without reasons (说明理由). */
void
credit_require_reasons(EventRow *event)
{
	require_text(event, E_REASON, "answer gives no reasons", "The party is told why (说明理由).", "reasons");
}

/* Lodge an objection about a record, a decision or a refused repair. */
void
credit_step_objection(EventRow *event)
{
	char	   *about = credit_fact_text(&event->row, E_ABOUT);

	credit_fact_squeeze(&event->row, E_GROUND);
	credit_fact_squeeze(&event->row, E_OBJECTOR);
	if (credit_fact_is_null(&event->row, E_GROUND))
		credit_fact_set(&event->row, E_GROUND, CStringGetTextDatum("fact"), false);
	require_text(event, E_CONTENTS, "objection says nothing", "It says what is wrong.", "grounds");
	if (strcmp(about, "repair") == 0)
	{
		bool		isnull;
		Datum		target = credit_fact_get(&event->row, E_TARGET, &isnull);
		const Life *life = &event->life.life;
		int			i = credit_life_find(life, DatumGetUUIDP(target));
		bool		refused = false;

		/* the application or its answer may be named */
		if (i >= 0 && life->events[i].kind == EVENT_REPAIR_ANSWER)
		{
			i = credit_life_find(life, &life->events[i].target);
			if (i >= 0)
				credit_fact_set(&event->row, E_TARGET, UUIDPGetDatum(&life->events[i].event), false);
		}
		for (int j = 0; i >= 0 && j < life->n; j++)
			refused = refused || (life->events[j].kind == EVENT_REPAIR_ANSWER &&
								  life->events[j].outcome != OUTCOME_GRANTED &&
								  life->events[j].on_day <= event->day &&
								  credit_uuid_equal(&life->events[j].target, &life->events[i].event));
		if (i < 0 || life->events[i].kind != EVENT_REPAIR || !refused)
			credit_step_refused("objection is about no refused repair",
								"The event it names is no application for repair that was refused up to that day.",
								"Name the record, the decision, or the application that was refused.");
	}
	credit_count_due(event, event->conduct ? event->conduct->reply_workdays : DEFAULT_REPLY_WORKDAYS);
}

/* Whether a complaint waits for the office. */
static bool
complaint_waits(const Life *life, int complaint)
{
	return credit_life_next(life, complaint, EVENT_COMPLAINT_ANSWER) < 0 &&
		credit_complaint_settled(life, complaint, life->n).answer < 0;
}

/* Lodge a complaint about the answer to an objection, or about its lack. */
void
credit_step_complaint(EventRow *event)
{
	static const char *const grounds[] = {"insufficient", "unfounded", "fact_wrong", "no_reply"};
	int			objection = target_of(event, EVENT_OBJECTION, "objection");
	const Life *life = &event->life.life;
	const LifeEvent *asked = &life->events[objection];
	const LifeEvent *answer = NULL;
	char	   *ground;

	credit_fact_squeeze(&event->row, E_GROUND);
	if (credit_fact_is_null(&event->row, E_GROUND))
		credit_fact_set(&event->row, E_GROUND, CStringGetTextDatum("unfounded"), false);
	ground = credit_fact_text(&event->row, E_GROUND);
	if (!credit_word_among(ground, grounds, lengthof(grounds)))
		credit_step_refused(psprintf("complaint has no ground \"%s\"", ground),
							"Grounds are insufficient, unfounded, fact_wrong and no_reply.",
							"Give one of them; contents says the rest.");
	require_text(event, E_CONTENTS, "complaint says nothing", "It says what is wrong.", "grounds");
	if (event->day < asked->on_day)
		credit_step_refused("complaint comes before the objection",
							psprintf("The objection was received on %s.", credit_day_text(asked->on_day)),
							"Correct the day.");
	for (int i = objection + 1; i < life->n; i++)
	{
		if (life->events[i].kind == EVENT_COMPLAINT && complaint_waits(life, i) &&
			credit_uuid_equal(&life->events[i].target, &asked->event))
			credit_step_refused("complaint about the objection is open already",
								psprintf("It was received on %s.", credit_day_text(life->events[i].on_day)),
								"Wait for its answer.");
		if (life->events[i].kind == EVENT_OBJECTION_ANSWER &&
			credit_uuid_equal(&life->events[i].target, &asked->event))
			answer = &life->events[i];
	}
	if (credit_objection_waits(life, objection, life->n) || answer == NULL)
	{
		DateADT		limit = asked->due_on;
		const LifeEvent *again = remitted(life, objection);
		char	   *version;

		if (answer == NULL && !credit_objection_waits(life, objection, life->n))
			credit_step_refused("objection was settled by the office",
								"A complaint about it was answered before.",
								"There is no further complaint in this procedure.");
		if (event->conduct != NULL && event->conduct->silence_workdays > 0 &&
			!credit_try_workdays(asked->on_day, event->conduct->silence_workdays, &limit, &version))
			limit = NO_DAY;
		/* after a remittal its own time runs */
		if (answer != NULL && again != NULL)
			limit = again->due_on;
		if (limit != NO_DAY && event->day <= limit)
			credit_step_refused("objection may still be answered in time",
								psprintf("The reply is due on %s.", credit_day_text(limit)),
								"Complain of its lack from the day after.");
	}
	else
	{
		/* "withdrawn" is the agency's word, which the party may deny */
		if (answer->outcome == OUTCOME_UPHELD)
			credit_step_refused("objection was upheld",
								"There is nothing left to complain of.",
								"Lodge an objection on another ground where there is one.");
		if (event->day < answer->on_day)
			credit_step_refused("complaint comes before the answer to the objection",
								psprintf("It was answered on %s.", credit_day_text(answer->on_day)),
								"Correct the day.");
	}
	credit_count_due(event, event->conduct ? event->conduct->reply_workdays : DEFAULT_REPLY_WORKDAYS);
}

/*
 * JC004 unless an agency of kind office answers complaint number i, and not
 * one complained of: who determined, whose document it rests on, who answered
 * the objection, or who acts in their place.
 */
static void
require_office(EventRow *event, int complaint)
{
	char	   *code = credit_fact_text(&event->row, E_ANSWERED_BY);
	const Life *life = &event->life.life;
	pg_uuid_t	objection = life->events[complaint].target;
	Oid			argtypes[5] = {TEXTOID, DATEOID, TEXTARRAYOID, 0, UUIDOID};
	Datum		args[5];
	Datum		concerned[2];
	int			n = 0;
	OwnerScope	scope;
	bool		office;
	bool		itself = false;
	bool		isnull;

	args[0] = CStringGetTextDatum(code);
	args[1] = DateADTGetDatum(event->day);
	concerned[n++] = CStringGetTextDatum(event->source_agency);
	if (event->conduct != NULL)
		concerned[n++] = CStringGetTextDatum(event->conduct->determining_agency);
	args[2] = credit_array(concerned, NULL, n, TEXTOID);
	argtypes[3] = credit_subject_type();
	args[3] = IdentifierPGetDatum(event->subject);
	args[4] = UUIDPGetDatum(&objection);
	SPI_connect();
	credit_owner_enter(&scope, credit_relation("agency", false), false);
	if (credit_execute_latest(credit_plan(PLAN_OFFICE,
										  "WITH one AS (SELECT unnest($3) AS agency UNION ALL SELECT answered_by FROM credit.event"
										  "  WHERE subject OPERATOR(credit.=) $4 AND target = $5 AND kind = 'objection_answer')"
										  " SELECT EXISTS (SELECT FROM one LEFT JOIN credit.agency_heir h"
										  "  ON h.agency = one.agency AND h.from_day <= $2 AND (h.until_day IS NULL OR $2 < h.until_day)"
										  "  WHERE $1 IN (one.agency, h.heir))"
										  " FROM credit.agency WHERE code = $1 AND kind = 'office' AND valid @> $2",
										  5, argtypes),
							  args, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read the agencies");
	office = SPI_processed > 0;
	if (office)
		itself = DatumGetBool(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull));
	credit_owner_leave(&scope);
	SPI_finish();
	if (!office)
		credit_step_refused(psprintf("\"%s\" may not answer a complaint", code),
							"Only the office of the joint conference does.",
							"Name the office in answered_by.");
	if (itself)
		credit_step_refused(psprintf("\"%s\" may not answer a complaint about itself", code),
							"It determined what the complaint is about, or answered the objection.",
							"Name another office in answered_by.");
}

/* The outcomes that answers may have. */
static Outcome
outcome_of(EventRow *event)
{
	char	   *word = credit_fact_text(&event->row, E_OUTCOME);
	Outcome		outcome = word ? credit_outcome(word, strlen(word)) : OUTCOME_NONE;

	switch (outcome)
	{
		case OUTCOME_DISMISSED:
		case OUTCOME_UPHELD:
		case OUTCOME_PARTLY:
		case OUTCOME_WITHDRAWN:
		case OUTCOME_INADMISSIBLE:
			return outcome;
		case OUTCOME_REMITTED:
			if (event->kind == EVENT_COMPLAINT_ANSWER)
				return outcome;
			break;
		default:
			break;
	}
	credit_step_refused(psprintf("answer has no outcome \"%s\"", word ? word : ""),
						event->kind == EVENT_COMPLAINT_ANSWER ?
						"Outcomes are dismissed, upheld, partly, withdrawn, inadmissible and remitted." :
						"Outcomes are dismissed, upheld, partly, withdrawn and inadmissible.",
						"Give one of them.");
	return OUTCOME_NONE;
}

/*
 * A partly upheld answer says what becomes of the rest.  The stop of what it
 * answers, event number asked, adds no days.
 */
static void
check_partly(EventRow *event, Outcome outcome, int asked)
{
	int			n;
	DateADT		last;
	bool		cut = credit_fact_day(&event->row, E_LAST_DAY, &last);

	if (outcome != OUTCOME_PARTLY)
	{
		credit_fact_set(&event->row, E_MEASURES, (Datum) 0, true);
		if (cut)
			credit_fact_set(&event->row, E_LAST_DAY, (Datum) 0, true);
		return;
	}
	if (!event->decided)
		credit_step_refused("record cannot be upheld in part",
							"Nothing was decided on it yet.",
							"Answer dismissed or upheld, or correct the record.");
	(void) credit_row_measures(event, &n);
	if (n < 0 && !cut)
		credit_step_refused("partly upheld answer changes nothing",
							"It drops measures, or sets an earlier last day.",
							"Give exclude or last_day.");
	if (cut && !credit_day_cuts(event, last, asked))
		credit_step_refused("partly upheld answer sets no earlier last day",
							psprintf("No measure that it could end is in force after %s.", credit_day_text(last)),
							"An answer does not lengthen a term.");
	if (cut && last < event->life.facts.decided_on)
		credit_step_refused("last day comes before the decision",
							psprintf("The decision is of %s.", credit_day_text(event->life.facts.decided_on)),
							"Correct last_day, or answer upheld.");
}

/* Answer an objection or a complaint. */
void
credit_step_answer(EventRow *event)
{
	bool		complaint = event->kind == EVENT_COMPLAINT_ANSWER;
	int			i = complaint ? target_of(event, EVENT_COMPLAINT, "complaint") :
	target_of(event, EVENT_OBJECTION, "objection");
	const Life *life = &event->life.life;
	const LifeEvent *asked = &life->events[i];
	Outcome		outcome = outcome_of(event);
	const LifeEvent *again = complaint ? NULL : remitted(life, i);

	if (event->day < asked->on_day)
		credit_step_refused("answer comes before what it answers",
							psprintf("It was received on %s.", credit_day_text(asked->on_day)),
							"Correct the day.");
	if (complaint ? !complaint_waits(life, i) : !credit_objection_waits(life, i, life->n))
		credit_step_refused(complaint ? "complaint is answered already" : "objection is answered already",
							"An answer is given once, and then complained of.",
							complaint ? "A remitted complaint waits for a new answer to the objection." :
							"The party may complain to the office with credit.lodge_complaint().");
	if (again != NULL && event->day < again->on_day)
		credit_step_refused("answer comes before the objection was remitted",
							psprintf("The office remitted it on %s.", credit_day_text(again->on_day)),
							"Correct the day.");
	credit_fact_require(&event->row, E_ANSWERED_BY);
	credit_require_reasons(event);
	if (complaint)
		require_office(event, i);
	else
		credit_require_answerer(event, asked->about != ABOUT_DECISION);
	check_partly(event, outcome, i);
	if (outcome == OUTCOME_REMITTED)
		credit_count_due(event, event->conduct ? event->conduct->reply_workdays : DEFAULT_REPLY_WORKDAYS);

	/* the time to complain, an act of the party, ends on a working day */
	if (!complaint && event->conduct != NULL && event->conduct->has_window &&
		(outcome == OUTCOME_DISMISSED || outcome == OUTCOME_INADMISSIBLE || outcome == OUTCOME_PARTLY))
	{
		DateADT		from = event->day;
		DateADT		last;
		DateADT		due;
		char	   *version = NULL;

		/*
		 * Nobody can read an answer before it is entered, where what it
		 * answers stood in the books on its day.
		 */
		if (asked->recorded_on <= from || (event->decided && event->life.facts.recorded_on <= from))
			from = Max(from, credit_day_now());
		last = due = credit_term_end(from, &event->conduct->complaint_window);
		if (!credit_try_workdays(last - 1, 1, &due, &version))
			due = last;
		credit_fact_set(&event->row, E_DUE_ON, DateADTGetDatum(due), false);
		if (version != NULL)
			credit_fact_set(&event->row, E_CALENDAR, CStringGetTextDatum(version), false);
	}
}
