/*
 * event.c
 *	  BEFORE INSERT row trigger of event: which step may follow which.
 *
 * The trigger reads the decision, its record and the events so far, folds
 * them, and refuses a step that their state does not allow (JC004).  It writes
 * no other row, so COPY names the line that is refused.  Objections, complaints
 * and their answers are in event_remedy.c; repair, amended terms and
 * corrections in event_repair.c; the days of the measures in event_measure.c.
 *
 * Memory: per row, the trigger's context.
 *
 * Locks: the catalogue lock, shared; the subject's stripe, exclusively.
 */
#include "event.h"

#include "utils/builtins.h"

#include "calendar.h"
#include "lock.h"
#include "owner.h"
#include "plan_cache.h"

PG_FUNCTION_INFO_V1(credit_event_before);

static const char *const event_columns[] = {
	"subject", "decision", "target", "kind", "on_day", "until_day", "last_day",
	"published_on", "due_on", "outcome", "about", "extends", "measures", "ground",
	"objector", "answered_by", "document_no", "contents", "reason", "commitment", "calendar",
	"evidence", "changes", "via_subject", "via", "late_reason", "recorded_at",
	"recorded_by", "recorded_as", "recorded_on"
};
static FactTable event_table = {
	.names = event_columns,.ncolumns = lengthof(event_columns)
};

/* Whether a step is about the record, whatever was decided on it. */
static bool
of_record(EventKind kind)
{
	return kind == EVENT_RECORD_STAYED || kind == EVENT_RECORD_ANNULLED ||
		kind == EVENT_RECORD_WITHDRAWN || kind == EVENT_RECORD_CORRECTED;
}

/* Whether a step names an earlier event. */
static bool
of_event(EventKind kind)
{
	return kind == EVENT_OBJECTION_ANSWER || kind == EVENT_COMPLAINT ||
		kind == EVENT_COMPLAINT_ANSWER || kind == EVENT_REPAIR_ANSWER ||
		kind == EVENT_REPAIR_PUBLISHED;
}

/*
 * The decision that the row is about, from the fact that it names; JC004 where
 * the subject has no such fact.
 */
static void
find_decision(EventRow *event)
{
	FactRow    *row = &event->row;
	int			named = event->kind == EVENT_OBJECTION || of_event(event->kind) ||
	of_record(event->kind) ? E_TARGET : E_DECISION;
	bool		isnull;
	Oid			argtypes[2];
	Datum		args[2];
	OwnerScope	scope;
	const char *about = "";
	pg_uuid_t  *decision = palloc(sizeof(pg_uuid_t));

	credit_fact_require(row, named);
	event->subject = credit_settle_subject(row, E_SUBJECT, event->day,
										   named == E_DECISION ? "decision" : "any", named);
	args[1] = credit_fact_get(row, named, &isnull);
	if (named == E_DECISION)
	{
		event->decision = args[1];
		return;
	}
	if (of_record(event->kind))
	{
		event->decision = credit_decision_of(args[1]);
		credit_fact_set(row, E_DECISION, event->decision, false);
		return;
	}
	argtypes[0] = credit_subject_type();
	argtypes[1] = UUIDOID;
	args[0] = IdentifierPGetDatum(event->subject);
	SPI_connect();
	credit_owner_enter(&scope, credit_relation("event", false), false);
	if (credit_execute_latest(credit_plan(PLAN_EVENT_TARGET,
										  "SELECT 'record' AS about, NULL::uuid AS decision FROM credit.record WHERE subject OPERATOR(credit.=) $1 AND record = $2"
										  " UNION ALL SELECT 'decision', decision FROM credit.decision WHERE subject OPERATOR(credit.=) $1 AND decision = $2"
										  " UNION ALL SELECT 'repair', decision FROM credit.event WHERE subject OPERATOR(credit.=) $1 AND event = $2",
										  2, argtypes),
							  args, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not look for the fact that an event is about");
	if (SPI_processed > 0)
	{
		Datum		found = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 2, &isnull);

		about = credit_kept_text(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
		if (!isnull)
			*decision = *DatumGetUUIDP(found);
	}
	credit_owner_leave(&scope);
	SPI_finish();
	if (about[0] == '\0' || (of_event(event->kind) && strcmp(about, "repair") != 0))
		credit_step_refused(psprintf("subject \"%s\" has nothing of that number to act on",
									 credit_identifier_shown(event->subject)),
							event->kind == EVENT_OBJECTION ?
							"An objection is about a record, a decision or a refused repair of the same subject." :
							"A step names an objection, complaint or application of the same subject.",
							"Use the uuid that the earlier step gave for this subject.");
	event->decision = strcmp(about, "record") == 0 ? credit_decision_of(args[1]) : UUIDPGetDatum(decision);
	credit_fact_set(row, E_DECISION, event->decision, false);
	if (event->kind == EVENT_OBJECTION)
		credit_fact_set(row, E_ABOUT, CStringGetTextDatum(about), false);
}

/* Read the record, the decision and the events so far, and fold them. */
static void
read_life(EventRow *event)
{
	Oid			argtypes[3];
	Datum		args[3];
	OwnerScope	scope;
	MemoryContext context = CurrentMemoryContext;
	MemoryContext old;

	argtypes[0] = credit_subject_type();
	argtypes[1] = argtypes[2] = UUIDOID;
	args[0] = IdentifierPGetDatum(event->subject);
	args[1] = event->decision;
	/* the mask that makes a decision of a record makes a record of it, too */
	args[2] = credit_decision_of(event->decision);
	SPI_connect();
	credit_owner_enter(&scope, credit_relation("event", false), false);
	if (credit_execute_latest(credit_plan(PLAN_EVENT_RECORD,
										  "SELECT r.conduct, r.agency, r.source_agency, r.determined_on, r.occurred_on, r.occurred_until, r.birth_on,"
										  " d.severity, d.recorded_at, d.decision, " DECISION_LIST
										  " FROM credit.record r LEFT JOIN credit.decision d"
										  "  ON d.subject OPERATOR(credit.=) r.subject AND d.decision = $2"
										  " WHERE r.subject OPERATOR(credit.=) $1 AND r.record = $3",
										  3, argtypes),
							  args, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read a record and its decision");
	if (SPI_processed > 0)
	{
		HeapTuple	row = SPI_tuptable->vals[0];
		TupleDesc	desc = SPI_tuptable->tupdesc;
		bool		isnull;

		event->code = credit_kept_text(row, desc, 1);
		event->agency = credit_kept_text(row, desc, 2);
		event->source_agency = credit_kept_text(row, desc, 3);
		(void) credit_kept_day(row, desc, 4, &event->determined_on);
		if (!credit_kept_day(row, desc, 5, &event->occurred_on))
			event->occurred_on = NO_DAY;
		if (!credit_kept_day(row, desc, 6, &event->occurred_until))
			event->occurred_until = NO_DAY;
		if (!credit_kept_day(row, desc, 7, &event->birth_on))
			event->birth_on = NO_DAY;
		event->severity = credit_kept_text(row, desc, 8);
		event->decided_at = DatumGetTimestampTz(SPI_getbinval(row, desc, 9, &isnull));
		(void) SPI_getbinval(row, desc, 10, &isnull);
		event->decided = !isnull;
		old = MemoryContextSwitchTo(context);
		if (event->decided)
			credit_decision_of_row(&event->life, row, desc, 11);
		MemoryContextSwitchTo(old);
	}
	if (event->agency != NULL)
	{
		if (credit_execute_latest(credit_plan(PLAN_EVENT_LIFE,
											  "SELECT " LIFE_LIST " FROM credit.event e"
											  " WHERE e.subject OPERATOR(credit.=) $1 AND e.decision = $2",
											  2, argtypes),
								  args, 0) != SPI_OK_SELECT)
			elog(ERROR, "could not read the events of a decision");
		old = MemoryContextSwitchTo(context);
		for (uint64 i = 0; i < SPI_processed; i++)
			credit_life_of_row(&event->life.life, SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1);
		MemoryContextSwitchTo(old);
	}
	credit_owner_leave(&scope);
	SPI_finish();

	if (event->agency == NULL || (!event->decided && !of_record(event->kind) &&
								  event->kind != EVENT_OBJECTION && !of_event(event->kind)))
		credit_step_refused(psprintf("subject \"%s\" has no such %s", credit_identifier_shown(event->subject),
									 of_record(event->kind) ? "record" : "decision"),
							of_record(event->kind) ? "A step names a record of the same subject." :
							"A step names a decision of the same subject.",
							of_record(event->kind) ? "Use the uuid that credit.report() gave for this subject." :
							"Use the uuid that credit.decide() gave for this subject.");
	if (event->decided)
		credit_require_seen(event->subject, "decision", event->decision);
	credit_life_sort(&event->life.life);
	if (event->decided)
		event->conduct = credit_fold_decision(&event->life, &event->fold);
	else if (event->code != NULL)
		event->conduct = credit_conduct_on(event->code, event->determined_on, NULL);
	if (!event->decided && event->conduct != NULL && event->conduct->on_record)
		credit_step_refused(psprintf("record of \"%s\" is not decided on yet", credit_identifier_shown(event->subject)),
							"Its decision is made at the end of the statement that reports it.",
							"Record the step by a statement of its own.");
}

static void
step_served(EventRow *event)
{
	if (event->fold.served_on != NO_DAY)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_DUPLICATE),
				 errmsg("decision on \"%s\" is served already", credit_identifier_shown(event->subject)),
				 errdetail("A decision is served once, and its days count from that service."),
				 errhint("If the earlier service was recorded wrongly, the decision must be revoked and made anew."),
				 errtableconstraint(event->row.trigdata->tg_relation, "event_served")));
	if (event->fold.end_kind == END_ANNULLED)
		credit_refuse_over(event, "service");
	/* kept as it was counted, whatever becomes of the calendar */
	if (event->conduct->standstill_workdays > 0)
		credit_fact_set(&event->row, E_UNTIL_DAY,
						DateADTGetDatum(credit_add_workdays(event->day, event->conduct->standstill_workdays)), false);
	credit_count_due(event, event->conduct->feedback_workdays);
}

static void
step_stayed(EventRow *event)
{
	DateADT		until;
	bool		isnull;

	if (credit_fact_day(&event->row, E_UNTIL_DAY, &until) && until < event->day)
		credit_step_refused("stay ends before it begins",
							psprintf("It begins on %s.", credit_day_text(event->day)),
							"Give the last day of the stay in until_day, or leave it out where it is open.");
	(void) credit_fact_get(&event->row, E_EXTENDS, &isnull);
	if (isnull)
		credit_fact_set(&event->row, E_EXTENDS, BoolGetDatum(false), false);
	credit_refuse_over(event, "stay");
}

static void
step_resumed(EventRow *event)
{
	for (int i = 0; i < event->fold.nepisodes; i++)
	{
		const Episode *stay = &event->fold.episodes[i];

		if ((stay->kind == EPISODE_STAY || stay->kind == EPISODE_RECORD_STAY) &&
			stay->from < event->day && (stay->until == NO_DAY || event->day <= stay->until))
			return;
	}
	credit_step_refused("nothing is stayed that could go on",
						psprintf("No stay runs on %s.", credit_day_text(event->day)),
						"A stay with a last day ends by itself; a stop by an objection ends with its answer.");
}

static void
step_record_end(EventRow *event)
{
	const Life *life = &event->life.life;

	for (int i = 0; i < life->n; i++)
		if (life->events[i].kind == EVENT_RECORD_ANNULLED ||
			life->events[i].kind == EVENT_RECORD_WITHDRAWN)
			credit_step_refused("record is void already",
								"It was annulled or withdrawn before.",
								"Nothing rests on it any more.");
}

static void
step_reviewed(EventRow *event)
{
	char	   *outcome = credit_fact_text(&event->row, E_OUTCOME);

	if (!event->conduct->has_review)
		credit_step_refused(psprintf("conduct \"%s\" has no review", event->code),
							"Its measures end with their term.",
							"Use credit.revoke() or credit.amend_term() where the decision shall change.");
	if (outcome != NULL && strcmp(outcome, "continue") == 0)
		credit_fact_set(&event->row, E_OUTCOME, CStringGetTextDatum("continued"), false);
	else if (outcome == NULL || (strcmp(outcome, "continued") != 0 && strcmp(outcome, "released") != 0))
		credit_step_refused(psprintf("review has no outcome \"%s\"", outcome ? outcome : ""),
							"A review finds that the condition is met, or that the measures go on.",
							"Give continued or released.");
	credit_refuse_over(event, "review");
}

static void
step_condition(EventRow *event)
{
	int			n;
	int		   *numbers = credit_row_measures(event, &n);
	const CatalogueMeasure *measure = n == 1 ? credit_measure_of(event, numbers[0]) : NULL;
	bool		met = event->kind == EVENT_CONDITION_MET;
	bool		on = false;

	if (measure == NULL || !measure->conditional)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_NOT_IN_CATALOGUE),
				 errmsg("step names no measure of \"%s\" with a condition", event->code),
				 errdetail("A condition switches on one measure, which the catalogue names."),
				 errhint("SELECT number, condition FROM credit.measure WHERE conduct = '%s' lists them.", event->code)));
	for (int i = 0; i < event->fold.nconditions; i++)
		on = on || event->fold.conditions[i] == numbers[0];
	for (int i = 0; i < event->fold.nepisodes; i++)
	{
		const Episode *episode = &event->fold.episodes[i];

		if (episode->kind == EPISODE_OFF && episode->measure == numbers[0] &&
			episode->from <= event->day && (episode->until == NO_DAY || event->day <= episode->until))
			on = false;
	}
	if (on == met)
		credit_step_refused(psprintf("condition of measure %d is %s already", numbers[0], met ? "met" : "ended"),
							psprintf("It is so on %s.", credit_day_text(event->day)),
							"Record what changes it.");
	credit_refuse_over(event, "condition");
}

/* What is said of a step in messages. */
static const char *
step_name(EventKind kind)
{
	switch (kind)
	{
		case EVENT_SERVED:
			return "service";
		case EVENT_OBJECTION:
			return "objection";
		case EVENT_COMPLAINT:
			return "complaint";
		case EVENT_OBJECTION_ANSWER:
		case EVENT_COMPLAINT_ANSWER:
		case EVENT_REPAIR_ANSWER:
			return "answer";
		case EVENT_REPAIR:
			return "application for repair";
		case EVENT_REPAIR_PUBLISHED:
			return "publication of the repair";
		case EVENT_STAYED:
		case EVENT_RECORD_STAYED:
			return "stay";
		case EVENT_RESUMED:
			return "end of the stay";
		case EVENT_RECORD_ANNULLED:
		case EVENT_ANNULLED:
			return "annulment";
		case EVENT_RECORD_WITHDRAWN:
			return "withdrawal";
		case EVENT_RECORD_CORRECTED:
			return "correction";
		case EVENT_REVOKED:
			return "revocation";
		case EVENT_RELEASED:
			return "release";
		case EVENT_REVIEWED:
			return "review";
		case EVENT_AMENDED:
			return "amendment";
		case EVENT_ENDED:
			return "end of the subject";
		default:
			return "condition";
	}
}

/* A revocation or release, once; the principal's does not count. */
static void
step_end(EventRow *event)
{
	const Life *life = &event->life.life;

	for (int i = 0; i < life->n; i++)
		if (life->events[i].kind == event->kind && !life->events[i].follows)
			credit_step_refused(psprintf("decision was %s already", credit_event_word(event->kind)),
								psprintf("It was %s from %s on.", credit_event_word(event->kind),
										 credit_day_text(life->events[i].on_day)),
								"What is over is neither changed nor ended again.");
	credit_refuse_over(event, step_name(event->kind));
}

/* JC004 for a step that comes before what it is about. */
static void
require_order(EventRow *event)
{
	bool		decision = event->decided && !of_record(event->kind) &&
	(event->kind != EVENT_OBJECTION || strcmp(credit_fact_text(&event->row, E_ABOUT), "record") != 0);
	DateADT		first = decision ? event->life.facts.decided_on : event->determined_on;

	if (event->day < first)
		credit_step_refused(decision ?
							psprintf("%s comes before the decision", step_name(event->kind)) :
							psprintf("%s comes before the fact was determined", step_name(event->kind)),
							decision ? psprintf("The decision is of %s.", credit_day_text(first)) :
							psprintf("It was determined on %s.", credit_day_text(first)),
							event->kind == EVENT_SERVED ? "Correct the day of service." : "Correct the day.");
}

static void
check_step(EventRow *event)
{
	/*
	 * a complaint and its answer are about the objection, whatever that is
	 * about
	 */
	if (!of_event(event->kind))
		require_order(event);
	switch (event->kind)
	{
		case EVENT_SERVED:
			step_served(event);
			break;
		case EVENT_OBJECTION:
			credit_step_objection(event);
			break;
		case EVENT_COMPLAINT:
			credit_step_complaint(event);
			break;
		case EVENT_OBJECTION_ANSWER:
		case EVENT_COMPLAINT_ANSWER:
			credit_step_answer(event);
			break;
		case EVENT_REPAIR:
			credit_step_repair(event);
			break;
		case EVENT_REPAIR_ANSWER:
			credit_step_repair_answer(event);
			break;
		case EVENT_STAYED:
		case EVENT_RECORD_STAYED:
			step_stayed(event);
			break;
		case EVENT_RESUMED:
			step_resumed(event);
			break;
		case EVENT_REPAIR_PUBLISHED:
			credit_step_published(event);
			break;
		case EVENT_RECORD_ANNULLED:
		case EVENT_RECORD_WITHDRAWN:
			step_record_end(event);
			break;
		case EVENT_RECORD_CORRECTED:
			step_record_end(event);
			credit_step_corrected(event);
			break;
		case EVENT_REVIEWED:
			step_reviewed(event);
			break;
		case EVENT_CONDITION_MET:
		case EVENT_CONDITION_ENDED:
			step_condition(event);
			break;
		case EVENT_AMENDED:
			credit_step_amended(event);
			break;
		case EVENT_ANNULLED:
			/* also after its end: void is more than over */
			if (event->fold.end_kind == END_ANNULLED)
				credit_refuse_over(event, "annulment");
			break;
		case EVENT_ENDED:
			credit_step_refused("end of a subject is no step of its own",
								"It follows from the end of the subject.",
								"Record it with credit.end_subject().");
			break;
		default:
			step_end(event);
	}
}

/* Columns that only some kinds have, and steps that need a document. */
static void
check_columns(EventRow *event)
{
	static const struct
	{
		int			column;
		uint32		kinds;
	}			allowed[] = {
		{E_UNTIL_DAY, 1 << EVENT_STAYED | 1 << EVENT_RECORD_STAYED | 1 << EVENT_REPAIR_ANSWER},
		{E_LAST_DAY, 1 << EVENT_AMENDED | 1 << EVENT_OBJECTION_ANSWER | 1 << EVENT_COMPLAINT_ANSWER},
		{E_PUBLISHED_ON, 1 << EVENT_REPAIR_ANSWER},
		{E_MEASURES, 1 << EVENT_OBJECTION_ANSWER | 1 << EVENT_COMPLAINT_ANSWER | 1 << EVENT_REPAIR_ANSWER |
		1 << EVENT_CONDITION_MET | 1 << EVENT_CONDITION_ENDED},
		{E_OUTCOME, 1 << EVENT_OBJECTION_ANSWER | 1 << EVENT_COMPLAINT_ANSWER | 1 << EVENT_REPAIR_ANSWER |
		1 << EVENT_REVIEWED},
		{E_EXTENDS, 1 << EVENT_STAYED | 1 << EVENT_RECORD_STAYED},
		{E_CHANGES, 1 << EVENT_RECORD_CORRECTED}
	};
	static const uint32 undocumented = 1 << EVENT_SERVED | 1 << EVENT_OBJECTION | 1 << EVENT_COMPLAINT |
	1 << EVENT_REPAIR | 1 << EVENT_REPAIR_PUBLISHED;

	for (int i = 0; i < lengthof(allowed); i++)
		if ((allowed[i].kinds & (1 << event->kind)) == 0)
			credit_fact_set(&event->row, allowed[i].column, (Datum) 0, true);
	if ((undocumented & (1 << event->kind)) == 0)
	{
		if (!credit_blank(credit_fact_text(&event->row, E_DOCUMENT_NO)))
			return;
		if (event->kind == EVENT_AMENDED)
			ereport(ERROR,
					(errcode(ERRCODE_CREDIT_TERM_DOCUMENT),
					 errmsg("term is amended without a document"),
					 errdetail("A term changes by a document that says so."),
					 errhint("Name it in document_no.")));
		credit_step_refused(psprintf("%s has no document", step_name(event->kind)),
							"What stops, changes or ends a decision rests on a document.",
							"Name it in document_no.");
	}
}

/* BEFORE INSERT row trigger of event; see the head of the file. */
Datum
credit_event_before(PG_FUNCTION_ARGS)
{
	EventRow	event = {0};
	FactRow    *row = &event.row;
	char	   *word;
	int			kind;
	TimestampTz after = DT_NOBEGIN;
	bool		stamped;

	credit_fact_begin(row, fcinfo, &event_table, "event_before");
	credit_fact_require(row, E_SUBJECT);
	credit_fact_require(row, E_KIND);
	if (credit_fact_follows())
	{
		/* made by our triggers from a row that was checked as it came */
		bool		isnull;

		credit_lock_subject(DatumGetIdentifierP(credit_fact_get(row, E_SUBJECT, &isnull)), true);
		credit_fact_stamp(row, E_RECORDED_AT, DT_NOBEGIN);
		credit_fact_stamp_day(row, E_RECORDED_ON);
		return credit_fact_end(row);
	}
	word = credit_fact_text(row, E_KIND);
	kind = credit_event_kind(word, strlen(word));
	if (kind < 0)
		credit_step_refused(psprintf("there is no step \"%s\"", word),
							"The kinds of events are those of table event.",
							"Record the step with the function of its name, such as credit.stay().");
	event.kind = kind;
	for (int column = E_DUE_ON; column <= E_VIA; column++)
		if (column == E_DUE_ON || column == E_ABOUT || column == E_CALENDAR || column >= E_VIA_SUBJECT)
			credit_fact_set(row, column, (Datum) 0, true);

	/* some steps take effect as they are recorded, an amended term tomorrow */
	stamped = event.kind == EVENT_AMENDED;
	if (stamped)
		credit_fact_set(row, E_ON_DAY, DateADTGetDatum(row->today + 1), false);
	else if ((event.kind == EVENT_ANNULLED || of_record(event.kind)) &&
			 event.kind != EVENT_RECORD_STAYED && credit_fact_is_null(row, E_ON_DAY))
		credit_fact_set(row, E_ON_DAY, DateADTGetDatum(row->today), false);
	credit_fact_require(row, E_ON_DAY);
	(void) credit_fact_day(row, E_ON_DAY, &event.day);
	credit_catalogue_share();
	if (!stamped)
	{
		credit_fact_no_future(row, event.day, step_name(event.kind));
		credit_fact_not_late(row, event.day, E_LATE_REASON, step_name(event.kind));
	}
	find_decision(&event);
	read_life(&event);
	check_columns(&event);
	check_step(&event);
	if (event.life.life.n > 0)
		after = event.life.life.events[event.life.life.n - 1].recorded_at;
	credit_fact_stamp(row, E_RECORDED_AT, after);
	credit_fact_stamp_day(row, E_RECORDED_ON);
	return credit_fact_end(row);
}
