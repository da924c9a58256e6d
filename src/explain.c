/*
 * explain.c
 *	  explain(): how a decision came about, and the sum of its days, in numbered
 *	  steps that can be checked one by one.
 *
 * The days are those of the fold; the sum of the last day is taken stop by
 * stop, each with the days that it moves the last day by.
 *
 * Memory: the current context; rows go into a tuplestore.  Locks: none; the
 * catalogue is that of the query's snapshot.
 */
#include "check.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/builtins.h"

#include "life.h"
#include "period.h"
#include "plan_cache.h"

PG_FUNCTION_INFO_V1(credit_explain);
PG_FUNCTION_INFO_V1(credit_timeline);

typedef struct Explanation
{
	ReturnSetInfo *result;
	int			steps;
	DecisionLife life;
	Fold		fold;
	const Conduct *conduct;
	char	  **document_no;	/* of the events, in their order */
	char	  **answered_by;
	char	  **words;
} Explanation;

/* A further step; days of NO_DAY and a number of -1 are left open. */
static void
put_step(Explanation *e, const char *kind, DateADT on_day, DateADT until_day, int days,
		 const char *document_no, const char *agency, const char *text)
{
	Datum		values[8] = {0};
	bool		nulls[8] = {false};

	values[0] = Int32GetDatum(++e->steps);
	values[1] = CStringGetTextDatum(kind);
	values[2] = DateADTGetDatum(on_day);
	nulls[2] = DATE_NOT_FINITE(on_day);
	values[3] = DateADTGetDatum(until_day);
	nulls[3] = DATE_NOT_FINITE(until_day);
	values[4] = Int32GetDatum(days);
	nulls[4] = days < 0;
	nulls[5] = document_no == NULL;
	if (!nulls[5])
		values[5] = CStringGetTextDatum(document_no);
	nulls[6] = agency == NULL;
	if (!nulls[6])
		values[6] = CStringGetTextDatum(agency);
	values[7] = CStringGetTextDatum(text);
	tuplestore_putvalues(e->result->setResult, e->result->setDesc, values, nulls);
}

static char *
interval_text(const Interval *interval)
{
	return DatumGetCString(DirectFunctionCall1(interval_out, IntervalPGetDatum(interval)));
}

/* Run a query of ours about the decision; its rows are in SPI_tuptable. */
static void
ask(PlanId plan, const char *query, Oid *argtypes, Datum *args)
{
	if (SPI_execute_plan(credit_plan(plan, query, 2, argtypes), args, NULL, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read what a decision rests on");
}

static char *
column(uint64 row, int number)
{
	return credit_kept_text(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, number);
}

static DateADT
day_column(uint64 row, int number)
{
	DateADT		day;

	return credit_kept_day(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, number, &day) ? day : NO_DAY;
}

/* Notice, defence, answer and waiver. */
static void
explain_notices(Explanation *e, Oid *argtypes, Datum *args)
{
	ask(PLAN_EXPLAIN_NOTICES,
		"SELECT n.kind, n.on_day, n.document_no, n.method, n.contents FROM credit.notice n"
		" WHERE n.subject OPERATOR(credit.=) $1 AND n.record = credit.decision_of($2) ORDER BY n.recorded_at",
		argtypes, args);
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		char	   *kind = column(i, 1);
		char	   *contents = column(i, 5);
		const char *text = strcmp(kind, "notice") == 0 ? "Facts, reasons, basis and rights were told to the party" :
		strcmp(kind, "defence") == 0 ? "The party answered" :
		strcmp(kind, "answer") == 0 ? "The defence was answered" : "The party waived the days to answer";

		put_step(e, kind, day_column(i, 2), NO_DAY, -1, column(i, 3), NULL,
				 psprintf("%s%s%s.", text, contents ? ": " : "", contents ? contents : ""));
	}
}

/* The catalogue, the record, what passed with the party, and the decision. */
static void
explain_decision(Explanation *e, Oid *argtypes, Datum *args)
{
	enum
	{
		CODE = DECISION_COLUMNS + 1, NAME, VALID_FROM, PUBLISHED, BASIS, RANK, AGENCY, SOURCE,
		SOURCE_NO, DETERMINED, ACT_FROM, REASON, DOCUMENT_NO, DECIDED_BY, DETERMINATION, SEVERITY,
		MEASURES_LEFT_OUT, ROLE
	};
	char	   *left_out;
	char	   *document_no;
	char	   *decided_by;
	char	   *decision;

	ask(PLAN_EXPLAIN_DECISION,
		"SELECT " DECISION_LIST ", c.code, c.name, lower(c.valid), c.document_no,"
		" concat_ws(' ', b.title, b.document_no, b.article), b.rank, r.agency, r.source_agency, r.document_no,"
		" r.determined_on, coalesce(r.occurred_on, r.determined_on), r.reason, d.document_no, d.decided_by, d.determination, d.severity,"
		" array_to_string(d.exclude, ', '), d.role"
		" FROM credit.decision d"
		" JOIN credit.record r ON r.subject OPERATOR(credit.=) d.subject AND r.record = d.record"
		" JOIN credit.conduct c ON c.code = d.conduct AND c.valid @> d.decided_on"
		" LEFT JOIN credit.legal_basis b ON b.code = c.legal_basis AND b.valid @> d.decided_on"
		" WHERE d.subject OPERATOR(credit.=) $1 AND d.decision = $2",
		argtypes, args);
	if (SPI_processed == 0)
		credit_step_refused(psprintf("subject \"%s\" has no such decision",
									 credit_identifier_shown(&e->life.subject)),
							"An explanation is about a decision on the same subject.",
							"Column decision of credit.check() has it.");
	credit_decision_of_row(&e->life, SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
	put_step(e, "catalogue", day_column(0, VALID_FROM), NO_DAY, -1, column(0, PUBLISHED), NULL,
			 psprintf("Conduct \"%s\" (%s), in the version of %s, the day of the decision.",
					  column(0, CODE), column(0, NAME), credit_day_text(e->life.facts.decided_on)));
	put_step(e, "basis", NO_DAY, NO_DAY, -1, NULL, NULL,
			 psprintf("It rests on %s, of rank %s.", column(0, BASIS), column(0, RANK) ? column(0, RANK) : "none"));
	put_step(e, "record", day_column(0, DETERMINED), NO_DAY, -1, column(0, SOURCE_NO), column(0, SOURCE),
			 psprintf("The act of %s was determined (%s); reported by \"%s\".",
					  credit_day_text(day_column(0, ACT_FROM)), column(0, REASON), column(0, AGENCY)));
	left_out = column(0, MEASURES_LEFT_OUT);
	document_no = column(0, DOCUMENT_NO);
	decided_by = column(0, DECIDED_BY);
	decision = psprintf("%s%s%s%s%s%s%s.", strcmp(column(0, DETERMINATION), "meeting") == 0 ?
						"Decided by a meeting" : "Decided by the record, as the office adopted the list",
						column(0, SEVERITY) ? psprintf(", class %s", column(0, SEVERITY)) : "",
						column(0, ROLE) ? psprintf(", as %s", column(0, ROLE)) : "",
						left_out && left_out[0] ? ", without measures " : "", left_out ? left_out : "",
						e->life.facts.minutes ? ", minutes " : "", e->life.facts.minutes ? e->life.facts.minutes : "");
	explain_notices(e, argtypes, args);
	put_step(e, "decision", e->life.facts.decided_on, NO_DAY, -1, document_no, decided_by, decision);
}

/* Read the events in their order, and fold. */
static void
read_events(Explanation *e, Oid *argtypes, Datum *args)
{
	int			n;

	ask(PLAN_EXPLAIN_EVENTS,
		"SELECT " LIFE_LIST ", e.document_no, e.answered_by, coalesce(e.contents, e.reason, e.method)"
		" FROM credit.event e WHERE e.subject OPERATOR(credit.=) $1 AND e.decision = $2 ORDER BY e.recorded_at, e.event",
		argtypes, args);
	n = (int) SPI_processed;
	e->document_no = palloc(sizeof(char *) * (n + 1));
	e->answered_by = palloc(sizeof(char *) * (n + 1));
	e->words = palloc(sizeof(char *) * (n + 1));
	for (int i = 0; i < n; i++)
	{
		credit_life_of_row(&e->life.life, SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1);
		e->document_no[i] = column(i, LIFE_COLUMNS + 1);
		e->answered_by[i] = column(i, LIFE_COLUMNS + 2);
		e->words[i] = column(i, LIFE_COLUMNS + 3);
	}
	e->conduct = credit_fold_decision(&e->life, &e->fold);
}

static void
explain_start(Explanation *e)
{
	const Fold *fold = &e->fold;
	const DecisionFacts *facts = &e->life.facts;
	const Interval *term = facts->term ? facts->term : e->conduct->has_term ? &e->conduct->term : NULL;

	if (fold->served_on == NO_DAY)
		put_step(e, "start", NO_DAY, NO_DAY, -1, NULL, NULL,
				 "Not served; nothing is in force before service.");
	else
	{
		StringInfoData text;

		initStringInfo(&text);
		appendStringInfo(&text, "Served on %s; in force from the day after", credit_day_text(fold->served_on));
		if (e->conduct->standstill_workdays > 0)
			appendStringInfo(&text, " %d working days of standstill", e->conduct->standstill_workdays);
		else if (facts->stated_on != NO_DAY && facts->stated_on > fold->served_on)
			appendStringInfo(&text, " the stated day, %s", credit_day_text(facts->stated_on));
		appendStringInfo(&text, ", %s.", credit_day_text(fold->from_day));
		put_step(e, "start", fold->from_day, NO_DAY, -1, NULL, NULL, text.data);
	}
	if (fold->base_last == NO_DAY)
		put_step(e, "term", NO_DAY, NO_DAY, -1, NULL, NULL,
				 fold->base_on == NO_DAY ? "The term runs from service, which has not been made." :
				 fold->review_due != NO_DAY ?
				 psprintf("No last day: it goes on until its condition, and is reviewed every %s.",
						  interval_text(&e->conduct->review_every)) : "No last day: it goes on until its condition.");
	else
	{
		put_step(e, "term", fold->base_on, fold->base_last, -1,
				 facts->term && facts->minutes ? facts->minutes : NULL, NULL,
				 psprintf("%s from %s, which is not counted, to %s.",
						  term ? interval_text(term) : "The term runs", credit_day_text(fold->base_on),
						  credit_day_text(fold->base_last)));
		if (fold->harmony != NULL)
			put_step(e, "harmony", NO_DAY, fold->base_last, -1, fold->harmony_document, NULL,
					 fold->harmony_measure ?
					 psprintf("One last day for all departments by the rule %s: that of measure %d.",
							  fold->harmony, fold->harmony_measure) :
					 psprintf("One last day for all departments by the rule %s: that of the decision.",
							  fold->harmony));
	}
}

/* One event that is no stop, or the answer that ends one. */
static void
explain_event(Explanation *e, int i)
{
	const LifeEvent *event = &e->life.life.events[i];
	StringInfoData text;

	initStringInfo(&text);
	appendStringInfoString(&text, credit_event_word(event->kind));
	if (event->outcome != OUTCOME_NONE && event->outcome != OUTCOME_OTHER)
		appendStringInfo(&text, ", %s", credit_outcome_word(event->outcome));
	if (event->kind == EVENT_REPAIR_ANSWER && event->outcome != OUTCOME_REFUSED)
		appendStringInfo(&text, ", takes effect on %s", credit_day_text(credit_repaired_from(&e->life.life, i)));
	if (event->kind == EVENT_AMENDED)
		appendStringInfo(&text, ", last day %s", credit_day_text(event->last_day));
	if ((event->kind == EVENT_OBJECTION || event->kind == EVENT_COMPLAINT) &&
		credit_moves_nothing(&e->life.life, i))
		appendStringInfoString(&text, ", which repeats a settled ground or comes too late and moves nothing");
	if (event->nmeasures > 0)
	{
		appendStringInfoString(&text, ", measures");
		for (int m = 0; m < event->nmeasures; m++)
			appendStringInfo(&text, "%s %d", m ? "," : "", event->measures[m]);
	}
	if (event->follows)
		appendStringInfoString(&text, ", through the decision on the enterprise");
	if (e->words[i] != NULL)
		appendStringInfo(&text, ": %s", e->words[i]);
	put_step(e, credit_event_word(event->kind), event->on_day,
			 event->kind == EVENT_RECORD_CORRECTED ? NO_DAY : event->until_day, -1,
			 e->document_no[i], e->answered_by[i], text.data);
}

static int
compare_from(const void *a, const void *b)
{
	const Episode *left = a;
	const Episode *right = b;

	return left->from < right->from ? -1 : left->from > right->from;
}

/* The document of a stop: of what ended it, else of what began it. */
static const char *
stop_document(const Explanation *e, int i)
{
	const Life *life = &e->life.life;
	Settled		settled = {-1, NO_DAY};

	if (i < 0 || life->events[i].kind == EVENT_REVIEWED)
		return NULL;
	if (life->events[i].kind == EVENT_OBJECTION)
		settled = credit_settled(life, i, life->n);
	else if (life->events[i].kind == EVENT_COMPLAINT)
		settled = credit_complaint_settled(life, i, life->n);
	return e->document_no[settled.answer >= 0 ? settled.answer : i];
}

/*
 * The stops in the order of their days, each with the days by which it moves
 * the last day, and the last day as their sum.
 */
static void
explain_stops(Explanation *e)
{
	const Fold *fold = &e->fold;
	Episode    *taken = palloc(sizeof(Episode) * (fold->nepisodes + 1));
	Episode    *stops = palloc(sizeof(Episode) * (fold->nepisodes + 1));
	int			nstops = 0;
	int			n = 0;
	DateADT		last = fold->base_last;
	StringInfoData sum;
	bool		amended = false;

	for (int i = 0; i < fold->nepisodes; i++)
	{
		const Episode *episode = &fold->episodes[i];

		if (episode->kind == EPISODE_AMENDED || episode->kind == EPISODE_CUT)
		{
			taken[n++] = *episode;
			amended = true;
		}
		else if (episode->kind <= EPISODE_LIFTED)
			stops[nstops++] = *episode;
	}
	qsort(stops, nstops, sizeof(Episode), compare_from);
	initStringInfo(&sum);
	if (last != NO_DAY)
	{
		bool		open;

		if (amended && fold->from_day != NO_DAY)
			last = credit_walk_last(fold->from_day, fold->base_last, taken, n, &open);
		appendStringInfoString(&sum, credit_day_text(last));
	}
	for (int i = 0; i < nstops; i++)
	{
		const Episode *stop = &stops[i];
		DateADT		before = last;
		bool		open = false;
		int			days = stop->until == NO_DAY ? -1 : stop->until - stop->from + 1;
		char	   *counts;

		if (stop->adds)
			taken[n++] = *stop;
		if (last != NO_DAY && stop->adds && fold->from_day != NO_DAY)
		{
			DateADT		moved = credit_walk_last(fold->from_day, fold->base_last, taken, n, &open);

			if (open)
				n--;
			else
				last = moved;
		}
		if (open)
			counts = "it is open, and the last day is not known yet";
		else if (stop->late)
			counts = psprintf("it was entered on %s, until when the measures were in force, and no day is added",
							  credit_day_text(e->life.life.events[stop->event].recorded_on));
		else if (!stop->adds)
			counts = "no day is added";
		else if (last == NO_DAY)
			counts = "there is no last day that it could move";
		else
		{
			counts = psprintf("%d days are added", last - before);
			if (last != before)
				appendStringInfo(&sum, " + %d", last - before);
		}
		put_step(e, "stop", stop->from, stop->until, days,
				 stop_document(e, stop->event), NULL,
				 psprintf("Stopped by %s%s; %s.", stop->kind == EPISODE_REVIEW ? "a missed review" :
						  credit_event_word(e->life.life.events[stop->event].kind),
						  stop->measure ? psprintf(", measure %d", stop->measure) : "", counts));
	}
	if (fold->review_due != NO_DAY)
		put_step(e, "review", fold->review_due, NO_DAY, -1, NULL, NULL,
				 "The next review is due; without it execution stops from the day after.");
	if (fold->base_last != NO_DAY)
		put_step(e, "last day", NO_DAY, fold->open ? NO_DAY : fold->last_day, -1, NULL, NULL,
				 fold->open ? psprintf("%s and the days of the open stop.", sum.data) :
				 strchr(sum.data, '+') == NULL ? psprintf("%s.", sum.data) :
				 psprintf("%s days = %s.", sum.data, credit_day_text(fold->last_day)));
	if (fold->end_kind == END_ANNULLED)
		put_step(e, "end", NO_DAY, NO_DAY, -1, NULL, NULL, "Void from the beginning, past days too.");
	else if (fold->end_kind != END_NONE)
		put_step(e, "end", fold->end_day, NO_DAY, -1, NULL, NULL,
				 psprintf("%s from %s on.", credit_end_word(fold->end_kind), credit_day_text(fold->end_day)));
}

static void
explain_measures(Explanation *e, Oid *argtypes, Datum *args)
{
	ask(PLAN_EXPLAIN_MEASURES,
		"SELECT r.measure::text, r.effect, r.content, r.agency, concat_ws(' ', b.title, b.article), r.from_day, r.until_day,"
		" coalesce(r.ended_by, r.term_ends_by)"
		" FROM credit.measure_run r LEFT JOIN credit.legal_basis b ON b.code = r.legal_basis AND b.valid @> r.decided_on"
		" WHERE r.subject OPERATOR(credit.=) $1 AND r.decision = $2 ORDER BY r.measure",
		argtypes, args);
	for (uint64 i = 0; i < SPI_processed; i++)
		put_step(e, "measure", day_column(i, 6), day_column(i, 7), -1, NULL, column(i, 4),
				 psprintf("Measure %s, %s: %s; by %s; ends by %s.", column(i, 1), column(i, 2),
						  column(i, 3), column(i, 5), column(i, 8)));
}

/*
 * explain(subject subject_id or text, decision uuid) returns table (step, kind,
 * on_day, until_day, days, document_no, agency, text)
 *
 * Raises 42501 without the right to ask, JC004 where the subject has no such
 * decision, JC005.
 */
Datum
credit_explain(PG_FUNCTION_ARGS)
{
	Explanation e = {0};
	Identifier	given;
	Oid			argtypes[2];
	Datum		args[2];
	OwnerScope	scope;

	credit_read_subject(fcinfo, &given);
	credit_require_right_to_ask();
	if (PG_ARGISNULL(1))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("decision is missing"),
				 errdetail("An explanation is about one decision."),
				 errhint("Column decision of credit.check() has it.")));
	(void) credit_resolve_fact(&given, credit_today(), "decision", PG_GETARG_DATUM(1), &e.life.subject);
	InitMaterializedSRF(fcinfo, 0);
	e.result = (ReturnSetInfo *) fcinfo->resultinfo;
	argtypes[0] = credit_subject_type();
	argtypes[1] = UUIDOID;
	args[0] = IdentifierPGetDatum(&e.life.subject);
	args[1] = PG_GETARG_DATUM(1);
	(void) credit_catalogue_read();
	SPI_connect();
	credit_owner_enter(&scope, credit_relation("standing", false), true);
	credit_require_projected(&e.life.subject);
	explain_decision(&e, argtypes, args);
	read_events(&e, argtypes, args);
	explain_start(&e);
	for (int i = 0; i < e.life.life.n; i++)
		explain_event(&e, i);
	explain_stops(&e);
	explain_measures(&e, argtypes, args);
	credit_owner_leave(&scope);
	SPI_finish();
	return (Datum) 0;
}

/*
 * timeline(subject subject_id or text) returns table (seq, on_day, recorded_at,
 * kind, document_no, agency, text, record, decision)
 *
 * Every fact of a subject in the order in which they were recorded.  Raises
 * 42501 without the right to ask, JC005.
 */
Datum
credit_timeline(PG_FUNCTION_ARGS)
{
	Identifier	given;
	Identifier	subject;
	Oid			argtype = credit_subject_type();
	Datum		arg;
	OwnerScope	scope;

	credit_read_subject(fcinfo, &given);
	credit_require_right_to_ask();
	(void) credit_resolve(&given, credit_today(), true, &subject);
	InitMaterializedSRF(fcinfo, 0);
	arg = IdentifierPGetDatum(&subject);
	SPI_connect();
	credit_owner_enter(&scope, credit_relation("chain", false), true);
	if (SPI_execute_plan(credit_plan(PLAN_TIMELINE,
									 "SELECT c.seq, f.* FROM credit.chain c CROSS JOIN LATERAL ("
									 " SELECT determined_on, recorded_at, 'record', document_no, source_agency, reason, record::text, credit.decision_of(record)::text"
									 "  FROM credit.record WHERE c.kind = 'record' AND subject OPERATOR(credit.=) $1 AND record = c.id"
									 " UNION ALL SELECT on_day, recorded_at, kind, document_no, NULL, coalesce(contents, method), record::text, credit.decision_of(record)::text"
									 "  FROM credit.notice WHERE c.kind = 'notice' AND subject OPERATOR(credit.=) $1 AND notice = c.id"
									 " UNION ALL SELECT decided_on, recorded_at, 'decision', document_no, decided_by, minutes, record::text, decision::text"
									 "  FROM credit.decision WHERE c.kind = 'decision' AND subject OPERATOR(credit.=) $1 AND decision = c.id"
									 " UNION ALL SELECT on_day, recorded_at, kind || coalesce(' ' || outcome, ''), document_no, answered_by,"
									 "   coalesce(contents, reason, method), credit.decision_of(decision)::text, decision::text"
									 "  FROM credit.event WHERE c.kind = 'event' AND subject OPERATOR(credit.=) $1 AND event = c.id"
									 " UNION ALL SELECT done_on, recorded_at, 'feedback ' || status, NULL, agency, note, credit.decision_of(decision)::text, decision::text"
									 "  FROM credit.feedback WHERE c.kind = 'feedback' AND subject OPERATOR(credit.=) $1 AND feedback = c.id"
									 " UNION ALL SELECT lower(valid), recorded_at, action, document_no, NULL, coalesce(reason, credit.mask(identifier)), NULL, NULL"
									 "  FROM credit.subject_identifier x WHERE c.kind = 'subject_identifier' AND subject OPERATOR(credit.=) $1"
									 "  AND encode(substr(credit.fact_digest('subject_identifier', x), 1, 16), 'hex')::uuid = c.id"
									 " UNION ALL SELECT on_day, recorded_at, how, document_no, NULL, reason, NULL, NULL"
									 "  FROM credit.subject_end WHERE c.kind = 'subject_end' AND subject OPERATOR(credit.=) $1) f"
									 " WHERE c.subject OPERATOR(credit.=) $1 ORDER BY c.seq",
									 1, &argtype),
						 &arg, NULL, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the facts of a subject");
	credit_give_rows((ReturnSetInfo *) fcinfo->resultinfo);
	credit_owner_leave(&scope);
	SPI_finish();
	return (Datum) 0;
}
