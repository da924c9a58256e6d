/*
 * event_repair.c
 *	  Repair, amended terms and corrected records; and who answers the party.
 *
 * Memory: per row, the trigger's context.  Locks: those of event.c.
 */
#include "event.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"

#include "calendar.h"
#include "owner.h"
#include "period.h"
#include "plan_cache.h"

/*
 * JC004 unless the row's answered_by may answer: the determining agency of the
 * conduct or its successor of the day; where of_source, the agency of the
 * source document or its successor, too.
 */
void
credit_require_answerer(EventRow *event, bool of_source)
{
	char	   *code = credit_fact_text(&event->row, E_ANSWERED_BY);
	Oid			argtypes[3] = {TEXTOID, TEXTARRAYOID, DATEOID};
	Datum		args[3];
	Datum		may[2];
	int			n = 0;
	OwnerScope	scope;
	bool		found;

	if (event->conduct != NULL)
		may[n++] = CStringGetTextDatum(event->conduct->determining_agency);
	if (event->conduct == NULL || of_source)
		may[n++] = CStringGetTextDatum(event->source_agency);
	args[0] = CStringGetTextDatum(code);
	args[1] = credit_array(may, NULL, n, TEXTOID);
	args[2] = DateADTGetDatum(event->day);
	SPI_connect();
	credit_owner_enter(&scope, credit_relation("agency_succession", false), false);
	if (SPI_execute_plan(credit_plan(PLAN_ANSWERER,
									 "SELECT WHERE $1 = ANY ($2) OR EXISTS (SELECT FROM credit.agency_heir"
									 " WHERE heir = $1 AND agency = ANY ($2) AND from_day <= $3 AND (until_day IS NULL OR $3 < until_day))",
									 3, argtypes),
						 args, NULL, false, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read who may answer");
	found = SPI_processed > 0;
	credit_owner_leave(&scope);
	SPI_finish();
	if (!found)
		credit_step_refused(psprintf("\"%s\" may not answer this", code),
							"Who determined is responsible: the determining agency or its successor answers.",
							psprintf("Name \"%s\" or its successor in answered_by.",
									 event->conduct ? event->conduct->determining_agency : event->source_agency));
}

/* How long after the decision repair may be applied for; false: at once. */
static bool
repair_wait(EventRow *event, Interval *wait)
{
	Oid			argtype = TEXTOID;
	Datum		arg;
	OwnerScope	scope;
	bool		isnull = true;

	if (event->conduct->has_repair_wait)
	{
		*wait = event->conduct->repair_not_before;
		return true;
	}
	if (event->severity == NULL)
		return false;
	arg = CStringGetTextDatum(event->severity);
	SPI_connect();
	credit_owner_enter(&scope, credit_relation("severity_class", false), false);
	if (SPI_execute_plan(credit_plan(PLAN_SEVERITY,
									 "SELECT repair_not_before FROM credit.severity_class WHERE code = $1",
									 1, &argtype),
						 &arg, NULL, false, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read the classes of severity");
	if (SPI_processed > 0)
	{
		Datum		value = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull);

		if (!isnull)
			*wait = *DatumGetIntervalP(value);
	}
	credit_owner_leave(&scope);
	SPI_finish();
	return !isnull;
}

/* Apply for repair (信用修复). */
void
credit_step_repair(EventRow *event)
{
	const Life *life = &event->life.life;
	Interval	wait;

	if (event->fold.from_day == NO_DAY)
		credit_step_refused("decision is not served",
							"Nothing is in force that could be repaired.",
							"Record the service with credit.serve().");
	credit_refuse_over(event, "application for repair");
	if (credit_fact_is_null(&event->row, E_EVIDENCE))
		credit_step_refused("application for repair brings no evidence",
							"The party shows that the breach is corrected and its effects are removed.",
							"Give evidence.");
	for (int i = 0; i < life->n; i++)
		/* what the principal applied for leaves the person free to apply */
		if (life->events[i].kind == EVENT_REPAIR && !life->events[i].follows &&
			credit_life_next(life, i, EVENT_REPAIR_ANSWER) < 0)
			credit_step_refused("application for repair is open already",
								psprintf("It was made on %s.", credit_day_text(life->events[i].on_day)),
								"Wait for its answer.");
	if (repair_wait(event, &wait))
	{
		DateADT		first = credit_term_end(event->life.facts.decided_on, &wait);

		if (event->day < first)
			credit_step_refused("application for repair comes too early",
								psprintf("The shortest time ends on %s.", credit_day_text(first)),
								"Apply on that day or later.");
	}
	credit_count_due(event, event->conduct->repair_workdays);
}

/* Whether an application for repair brought a commitment. */
static bool
commitment_given(EventRow *event, const LifeEvent *repair)
{
	Oid			argtypes[2];
	Datum		args[2];
	OwnerScope	scope;
	bool		given;

	argtypes[0] = credit_subject_type();
	argtypes[1] = UUIDOID;
	args[0] = IdentifierPGetDatum(event->subject);
	args[1] = UUIDPGetDatum(&repair->event);
	SPI_connect();
	credit_owner_enter(&scope, credit_relation("event", false), false);
	if (credit_execute_latest(credit_plan(PLAN_COMMITMENT,
										  "SELECT FROM credit.event WHERE subject OPERATOR(credit.=) $1 AND event = $2 AND btrim(commitment) <> ''",
										  2, argtypes),
							  args, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read an application for repair");
	given = SPI_processed > 0;
	credit_owner_leave(&scope);
	SPI_finish();
	return given;
}

/*
 * Answer an application for repair.  A granted repair ends measures, sharing
 * and publication together: on its publication, or on the day by which it is
 * due, whichever is earlier, so an agency cannot hold it back.
 */
void
credit_step_repair_answer(EventRow *event)
{
	bool		isnull;
	Datum		target = credit_fact_get(&event->row, E_TARGET, &isnull);
	const Life *life = &event->life.life;
	int			i = credit_life_find(life, DatumGetUUIDP(target));
	char	   *word = credit_fact_text(&event->row, E_OUTCOME);
	Outcome		outcome = word ? credit_outcome(word, strlen(word)) : OUTCOME_NONE;
	DateADT		published;
	DateADT		until;
	DateADT		due;
	char	   *version = NULL;
	int			n;

	if (i < 0 || life->events[i].kind != EVENT_REPAIR)
		credit_step_refused("step names no application for repair",
							"The event it names is not one, or is about another decision.",
							"Use the uuid that credit.apply_repair() gave.");
	if (outcome != OUTCOME_GRANTED && outcome != OUTCOME_PARTLY &&
		outcome != OUTCOME_TEMPORARY && outcome != OUTCOME_REFUSED)
		credit_step_refused(psprintf("answer has no outcome \"%s\"", word ? word : ""),
							"Outcomes are granted, partly, temporary and refused.",
							"Give one of them.");
	if (event->day < life->events[i].on_day)
		credit_step_refused("answer comes before what it answers",
							psprintf("It was received on %s.", credit_day_text(life->events[i].on_day)),
							"Correct the day.");
	if (credit_life_next(life, i, EVENT_REPAIR_ANSWER) >= 0)
		credit_step_refused("application for repair is answered already",
							"An answer is given once.",
							"The party may object to a refusal, or apply again.");
	credit_fact_require(&event->row, E_ANSWERED_BY);
	credit_require_reasons(event);
	credit_require_answerer(event, true);
	if ((outcome == OUTCOME_GRANTED || outcome == OUTCOME_PARTLY) &&
		!commitment_given(event, &life->events[i]))
		credit_step_refused("repair is granted without a commitment",
							"Who is repaired has committed themselves in public (信用承诺).",
							"Refuse the application, or have it made again with commitment.");

	(void) credit_row_measures(event, &n);
	if (outcome == OUTCOME_PARTLY && n < 0)
		credit_step_refused("partly granted repair names no measure",
							"It ends some of the measures.", "Give their numbers in measures.");
	if (outcome == OUTCOME_GRANTED || outcome == OUTCOME_REFUSED)
		credit_fact_set(&event->row, E_MEASURES, (Datum) 0, true);
	if (!credit_fact_day(&event->row, E_UNTIL_DAY, &until))
	{
		if (outcome == OUTCOME_TEMPORARY)
			credit_step_refused("temporary repair has no last day",
								"It lifts measures for a time.", "Give until_day.");
	}
	else if (outcome != OUTCOME_TEMPORARY)
		credit_fact_set(&event->row, E_UNTIL_DAY, (Datum) 0, true);
	else if (until < event->day)
		credit_step_refused("temporary repair ends before it is granted",
							psprintf("It is granted on %s.", credit_day_text(event->day)),
							"Correct until_day.");
	if (outcome == OUTCOME_REFUSED)
	{
		credit_fact_set(&event->row, E_PUBLISHED_ON, (Datum) 0, true);
		return;
	}
	if (credit_fact_day(&event->row, E_PUBLISHED_ON, &published))
	{
		if (published < event->day)
			credit_step_refused("repair was published before it was granted",
								psprintf("It was granted on %s.", credit_day_text(event->day)),
								"Correct published_on.");
		credit_fact_no_future(&event->row, published, "publication of the repair");
	}
	/* days of the week where the calendar does not reach: never later */
	due = event->day + event->conduct->repair_publication_workdays;
	(void) credit_try_workdays(event->day, event->conduct->repair_publication_workdays, &due, &version);
	credit_fact_set(&event->row, E_DUE_ON, DateADTGetDatum(due), false);
	if (version != NULL)
		credit_fact_set(&event->row, E_CALENDAR, CStringGetTextDatum(version), false);
}

/* Publish a repair that was granted; once. */
void
credit_step_published(EventRow *event)
{
	bool		isnull;
	Datum		target = credit_fact_get(&event->row, E_TARGET, &isnull);
	const Life *life = &event->life.life;
	int			i = credit_life_find(life, DatumGetUUIDP(target));

	/* the application may be named, too */
	if (i >= 0 && life->events[i].kind == EVENT_REPAIR)
	{
		i = credit_life_next(life, i, EVENT_REPAIR_ANSWER);
		if (i >= 0)
			credit_fact_set(&event->row, E_TARGET, UUIDPGetDatum(&life->events[i].event), false);
	}
	if (i < 0 || life->events[i].kind != EVENT_REPAIR_ANSWER || life->events[i].outcome == OUTCOME_REFUSED)
		credit_step_refused("nothing was granted that could be published",
							"The event it names is no application for repair, or was refused.",
							"Use the uuid that credit.answer_repair() gave.");
	if (credit_life_next(life, i, EVENT_REPAIR_PUBLISHED) >= 0 || life->events[i].published_on != NO_DAY)
		credit_step_refused("repair is published already",
							"A repair is published once.", "See column published_on of its answer.");
	if (event->day < life->events[i].on_day)
		credit_step_refused("repair was published before it was granted",
							psprintf("It was granted on %s.", credit_day_text(life->events[i].on_day)),
							"Correct the day.");
}

/*
 * JC004 unless the party was told of a longer term and heard on it: a notice
 * recorded after the decision and after its last amendment, whose days have
 * passed or were waived, and a defence that was answered.
 */
static void
require_new_notice(EventRow *event)
{
	TimestampTz since = event->decided_at;
	Oid			argtypes[3];
	Datum		args[3];
	OwnerScope	scope;
	HeapTuple	row;
	TupleDesc	desc;
	DateADT		notice_on,
				waived_on,
				defence_on,
				answer_on;
	bool		noticed,
				waived,
				defended,
				answered;

	for (int i = 0; i < event->life.life.n; i++)
		if (event->life.life.events[i].kind == EVENT_AMENDED)
			since = event->life.life.events[i].recorded_at;
	argtypes[0] = credit_subject_type();
	argtypes[1] = UUIDOID;
	argtypes[2] = TIMESTAMPTZOID;
	args[0] = IdentifierPGetDatum(event->subject);
	args[1] = credit_decision_of(event->decision);
	args[2] = TimestampTzGetDatum(since);
	SPI_connect();
	credit_owner_enter(&scope, credit_relation("notice", false), false);
	if (credit_execute_latest(credit_plan(PLAN_NEW_NOTICE,
										  "SELECT min(on_day) FILTER (WHERE kind = 'notice'),"
										  " min(on_day) FILTER (WHERE kind = 'waiver'),"
										  " max(on_day) FILTER (WHERE kind = 'defence'),"
										  " max(on_day) FILTER (WHERE kind = 'answer')"
										  " FROM credit.notice WHERE subject OPERATOR(credit.=) $1 AND record = $2 AND recorded_at > $3",
										  3, argtypes),
							  args, 1) != SPI_OK_SELECT || SPI_processed != 1)
		elog(ERROR, "could not read the notices");
	row = SPI_tuptable->vals[0];
	desc = SPI_tuptable->tupdesc;
	noticed = credit_kept_day(row, desc, 1, &notice_on);
	waived = credit_kept_day(row, desc, 2, &waived_on);
	defended = credit_kept_day(row, desc, 3, &defence_on);
	answered = credit_kept_day(row, desc, 4, &answer_on);
	credit_owner_leave(&scope);
	SPI_finish();
	if (!noticed)
		credit_step_refused("longer term has no new notice",
							"The party is told facts, reasons, basis and rights before a burden grows.",
							"Record the notice with credit.notify(), and wait for the days to answer it.");
	if (defended && (!answered || answer_on < defence_on))
		credit_step_refused("defence of the party has not been answered",
							psprintf("It was made on %s.", credit_day_text(defence_on)),
							"Verify it and record the answer with credit.answer_defence().");
	if (!waived && event->conduct->notice_workdays > 0)
	{
		DateADT		until = credit_add_workdays(notice_on, event->conduct->notice_workdays);

		if (event->row.today < until)
			credit_step_refused("days to answer the notice have not passed",
								psprintf("Notice was served on %s; %d working days end on %s.",
										 credit_day_text(notice_on), event->conduct->notice_workdays,
										 credit_day_text(until)),
								"Amend on that day or later, or record the party's waiver with credit.waive_defence().");
	}
}

/*
 * A last day as the stops whose end is known move it from a day on, and where
 * amended what else has changed it: whatever becomes of those that are open, it
 * is no earlier.
 */
static DateADT
settled_last_day(const Fold *fold, DateADT from_day, DateADT base_last, bool amended)
{
	Episode    *episodes = palloc(sizeof(Episode) * (fold->nepisodes + 1));
	int			n = 0;
	bool		open;

	for (int i = 0; i < fold->nepisodes; i++)
		if (fold->episodes[i].adds ? fold->episodes[i].until != NO_DAY : amended)
			episodes[n++] = fold->episodes[i];
	return credit_walk_last(from_day, base_last, episodes, n, &open);
}

/*
 * Whether the term has run out on a day, while measures with a term of their
 * own may still be in force: as of a measure without one.
 */
static bool
term_over(EventRow *event, DateADT day)
{
	const Fold *fold = &event->fold;
	Standing	standing = {
		.base_on = fold->base_on,.from_day = fold->from_day,.last_day = fold->last_day,
		.end_day = NO_DAY,.review_due = NO_DAY,.nepisodes = fold->nepisodes,.episodes = fold->episodes
	};
	MeasureTerms whole = {.number = -1,.stop_counts = true};
	MeasureDays days;

	credit_measure_days(&standing, &whole, &days);
	return credit_measure_state(&standing, whole.number, &days, day) == STATE_EXPIRED;
}

/*
 * Amend a term: from tomorrow on, never backwards, longer only after a new
 * notice and within the bounds of the catalogue (JC003).
 */
void
credit_step_amended(EventRow *event)
{
	const Fold *fold = &event->fold;
	DateADT		last;

	credit_fact_require(&event->row, E_LAST_DAY);
	(void) credit_fact_day(&event->row, E_LAST_DAY, &last);
	if (fold->from_day == NO_DAY)
		credit_step_refused("decision is not served",
							"Its term does not run yet.", "Record the service with credit.serve().");
	credit_refuse_over(event, "amendment");
	if (fold->base_last == NO_DAY)
		credit_step_refused(psprintf("conduct \"%s\" has no term that could be amended", event->code),
							"Its measures end by a condition, a status or an event.",
							"Use credit.release() or credit.revoke().");
	if (term_over(event, event->row.today))
		credit_step_refused("term of the decision has run out",
							"What has expired does not come into force again; what goes on has a term of its own.",
							"Decide on a new fact, or use credit.release() or credit.revoke().");
	/* the days that are still to come of a stop are added to it, too */
	if (last >= event->row.today)
		last = settled_last_day(fold, Max(fold->from_day, event->day), last, false);
	if (last < event->row.today)
		credit_step_refused("amended last day has passed",
							psprintf("Today is %s in the zone of the installation.", credit_day_text(event->row.today)),
							"A term is not amended backwards; credit.annul() makes a decision void.");
	/* a shorter term is one while an objection is open, too */
	if (last <= settled_last_day(fold, fold->from_day, fold->base_last, true))
		return;
	if (event->conduct->has_term_max)
	{
		DateADT		longest = settled_last_day(fold, fold->from_day,
											   credit_term_end(fold->base_on, &event->conduct->term_max), false);

		if (last > longest)
			ereport(ERROR,
					(errcode(ERRCODE_CREDIT_BASIS),
					 errmsg("amended term is out of bounds"),
					 errdetail("Conduct \"%s\" allows no day after %s.", event->code, credit_day_text(longest)),
					 errhint("Set a last day within the bounds of the article.")));
	}
	require_new_notice(event);
}

/* A day in the changes of a correction; false where they have none. */
static bool
changed_day(Datum changes, const char *key, DateADT *day)
{
	Datum		value;
	char	   *word;

	LOCAL_FCINFO(fcinfo, 2);

	InitFunctionCallInfoData(*fcinfo, NULL, 2, InvalidOid, NULL, NULL);
	fcinfo->args[0].value = changes;
	fcinfo->args[1].value = CStringGetTextDatum(key);
	fcinfo->args[0].isnull = fcinfo->args[1].isnull = false;
	value = jsonb_object_field_text(fcinfo);
	if (fcinfo->isnull)
		return false;
	word = TextDatumGetCString(value);
	*day = DatumGetDateADT(DirectFunctionCall1(date_in, CStringGetDatum(word)));
	if (DATE_NOT_FINITE(*day))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("%s may not be infinite", key),
				 errdetail("It is a day on which something happened."),
				 errhint("Leave it out where the day is not known.")));
	/* the text is kept, and read by whoever has other settings */
	if (strcmp(word, credit_day_text(*day)) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_DATETIME_FORMAT),
				 errmsg("%s is not written as a day of the record", key),
				 errdetail("\"%s\" means %s in this session, and may mean another day in the next.", word, credit_day_text(*day)),
				 errhint("Write the day as %s.", credit_day_text(*day))));
	return true;
}

/* JC004 where a decision would gain a measure by another day of the act. */
static void
refuse_gain(EventRow *event, DateADT act_on)
{
	const Conduct *conduct = event->conduct;

	for (int i = 0; event->decided && i < conduct->nmeasures; i++)
	{
		int			number = conduct->measures[i].number;

		if (credit_in_catalogue(conduct, number, event->life.facts.decided_on) &&
			credit_in_catalogue(conduct, number, act_on) &&
			!credit_in_catalogue(conduct, number, event->fold.act_on))
			credit_step_refused(psprintf("correction would bring measure %d into the decision", number),
								psprintf("It was not in the catalogue on %s, the day of the act as decided on.",
										 credit_day_text(event->fold.act_on)),
								"Annul the record with credit.annul_record() and report the fact anew.");
	}
}

/*
 * Correct a record: what it says, not whom it is about, under which conduct,
 * or when it was determined.  A corrected day of the act reaches the decision:
 * a measure that was not in the catalogue on that day is not applied, none
 * comes in by it, and a minor is not decided on.  The row keeps the day in
 * until_day.
 */
void
credit_step_corrected(EventRow *event)
{
	static const char *const keys[] = {"document_no", "reason", "occurred_on", "occurred_until",
	"subject_name", "evidence", "final"};
	bool		isnull;
	Datum		changes = credit_fact_get(&event->row, E_CHANGES, &isnull);
	JsonbIterator *iterator;
	JsonbIteratorToken token;
	JsonbValue	value;
	bool		any = false;
	DateADT		on = event->occurred_on;
	DateADT		until = event->occurred_until;
	bool		moved;

	if (isnull || !JB_ROOT_IS_OBJECT(DatumGetJsonbP(changes)))
		credit_step_refused("correction changes nothing",
							"It is an object of columns of the record and what they should say.",
							"Give changes, such as {\"document_no\": \"2024-7\"}.");
	iterator = JsonbIteratorInit(&DatumGetJsonbP(changes)->root);
	while ((token = JsonbIteratorNext(&iterator, &value, true)) != WJB_DONE)
	{
		bool		known = false;

		if (token != WJB_KEY)
			continue;
		for (int i = 0; i < lengthof(keys); i++)
			known = known || (strlen(keys[i]) == value.val.string.len &&
							  memcmp(keys[i], value.val.string.val, value.val.string.len) == 0);
		if (!known)
			ereport(ERROR,
					(errcode(ERRCODE_CREDIT_HISTORY),
					 errmsg("column \"%s\" of a record is not corrected",
							pnstrdup(value.val.string.val, value.val.string.len)),
					 errdetail("A correction may change document_no, reason, occurred_on, occurred_until, subject_name, evidence and final."),
					 errhint("Annul the record with credit.annul_record() and report the fact anew.")));
		any = true;
	}
	if (!any)
		credit_step_refused("correction changes nothing",
							"Its object of columns is empty.", "Give changes.");
	moved = changed_day(changes, "occurred_on", &on);
	moved = changed_day(changes, "occurred_until", &until) || moved;
	if (!moved)
		return;
	if (on == NO_DAY || on > event->determined_on ||
		(until != NO_DAY && (until < on || until > event->determined_on)))
		credit_step_refused("days of the act are out of order",
							psprintf("Required is occurred_on <= occurred_until <= determined_on, which is %s.",
									 credit_day_text(event->determined_on)),
							"Correct the days to those of the document.");
	if (event->conduct != NULL && strcmp(identifier_kind(event->subject), "natural_person") == 0)
		credit_require_age(event->subject, event->conduct, on, event->birth_on);
	refuse_gain(event, until != NO_DAY ? until : on);
	credit_fact_set(&event->row, E_UNTIL_DAY, DateADTGetDatum(until != NO_DAY ? until : on), false);
}
