/*
 * event_after.c
 *	  What follows from events: positions in the chain, standing, and the
 *	  persons behind an enterprise.
 *
 * What happens to a decision on an enterprise reaches the decisions on persons
 * that name it as their principal, in the same transaction: as an event of
 * their own, with a uuid that follows from both, so that it is made once and
 * their history tells it.  Service, conditions and a longer term do not reach
 * them: those need steps of their own.  This is the one place where a trigger
 * of facts writes rows of another subject.
 *
 * Memory: arrays of one statement, in SPI's procedure context.
 *
 * Locks: the stripes of the persons behind, through the row trigger.
 */
#include "life.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "chain.h"
#include "lock.h"
#include "owner.h"
#include "plan_cache.h"
#include "standing.h"

PG_FUNCTION_INFO_V1(credit_event_after);
PG_FUNCTION_INFO_V1(credit_subject_end_before);
PG_FUNCTION_INFO_V1(credit_subject_end_after);

/* The uuid of an event that reaches decision p from another's event. */
#define FOLLOWING(event) \
	"encode(substr(sha256(uuid_send(p.decision) || uuid_send(" event ")), 1, 16), 'hex')::uuid"

/* Events e of principals as events of persons' decisions p, of decisions d. */
#define FOLLOW \
	"INSERT INTO credit.event (subject, event, decision, target, kind, on_day, until_day, last_day, published_on," \
	" due_on, calendar, outcome, about, extends, measures, ground, objector, answered_by, document_no, reason," \
	" via_subject, via)" \
	" SELECT p.subject, " FOLLOWING("e.event") ", p.decision," \
	"  CASE WHEN starts_with(e.kind, 'record_') OR (e.kind = 'objection' AND e.about <> 'repair') THEN e.target" \
	"   WHEN e.target IS NOT NULL THEN " FOLLOWING("e.target") " END," \
	"  e.kind, e.on_day, e.until_day, e.last_day, e.published_on, e.due_on, e.calendar, e.outcome, e.about, e.extends," \
	/* numbers of measures are those of a conduct */ \
	"  CASE WHEN d.conduct = p.conduct OR e.measures IS NULL THEN e.measures ELSE '{}' END," \
	"  e.ground, e.objector, e.answered_by, e.document_no, e.reason, e.subject, e.event"
#define REACHES \
	" e.kind NOT IN ('served', 'record_corrected', 'condition_met', 'condition_ended', 'ended')" \
	" AND (e.kind <> 'reviewed' OR e.outcome = 'released')" \
	" AND NOT EXISTS (SELECT FROM credit.event f WHERE f.subject OPERATOR(credit.=) p.subject" \
	"  AND f.event = " FOLLOWING("e.event") " AND f.via = e.event) ORDER BY p.subject USING OPERATOR(credit.<), e.recorded_at"

/*
 * Insert facts that follow from others, as the role that recorded those.
 * Persons and events that were committed after the transaction began are not
 * passed over: above READ COMMITTED the chain of a person raises 40001 where
 * the person's own facts are younger.
 */
static void
follow(SPIPlanPtr plan, Datum *args, Oid role)
{
	FactsScope	facts;
	int			result;

	credit_facts_begin(&facts, role);
	PG_TRY();
	{
		result = credit_execute_latest(plan, args, 0);
	}
	PG_FINALLY();
	{
		credit_facts_end(&facts);
	}
	PG_END_TRY();
	if (result != SPI_OK_INSERT)
		elog(ERROR, "could not record what follows: %s", SPI_result_code_string(result));
}

/*
 * What new decisions share: of a person, what has happened to the principal;
 * of a subject that is no more, its end.  Subjects and decisions are arrays;
 * behind says whether any has a principal.
 */
void
credit_follow_decisions(Datum subjects, Datum decisions, bool behind, Oid role)
{
	Oid			argtypes[2];
	Datum		args[2] = {subjects, decisions};

	argtypes[0] = get_array_type(credit_subject_type());
	argtypes[1] = get_array_type(UUIDOID);
	if (behind)
		follow(credit_plan(PLAN_FOLLOW_NEW,
						   FOLLOW " FROM unnest($1, $2) AS u (subject, decision)"
						   " JOIN credit.decision p ON p.subject OPERATOR(credit.=) u.subject AND p.decision = u.decision"
						   " JOIN credit.decision d ON d.subject OPERATOR(credit.=) p.principal_subject AND d.decision = p.principal"
						   " JOIN credit.event e ON e.subject OPERATOR(credit.=) d.subject AND e.decision = d.decision"
						   " WHERE" REACHES,
						   2, argtypes),
			   args, role);
	follow(credit_plan(PLAN_FOLLOW_END,
					   "INSERT INTO credit.event (subject, decision, kind, on_day, outcome, document_no)"
					   " SELECT n.subject, u.decision, 'ended', n.on_day, n.how, n.document_no"
					   " FROM unnest($1, $2) AS u (subject, decision)"
					   " JOIN credit.subject_end n ON n.subject OPERATOR(credit.=) u.subject",
					   2, argtypes),
		   args, role);
}

/* AFTER INSERT statement trigger of event; see the head of the file. */
Datum
credit_event_after(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = credit_trigger(fcinfo, "event_after", false);
	OwnerScope	scope;
	uint64		n;

	credit_require_new_table(trigdata, "event_after");
	SPI_connect();
	SPI_register_trigger_data(trigdata);
	credit_owner_enter(&scope, RelationGetRelid(trigdata->tg_relation), false);
	credit_catalogue_share();
	if (SPI_execute("SELECT e.subject, e.decision, e.event FROM new_rows e", true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the new events");
	n = SPI_processed;
	if (n > 0)
	{
		static const int width = 3;
		Oid			types[3] = {credit_subject_type(), UUIDOID, UUIDOID};
		Oid			argtypes[3];
		Datum		args[3];

		for (int c = 0; c < width; c++)
		{
			Datum	   *value = palloc_extended(sizeof(Datum) * n, MCXT_ALLOC_HUGE);
			bool		isnull;

			for (uint64 i = 0; i < n; i++)
				value[i] = SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, c + 1, &isnull);
			args[c] = credit_array(value, NULL, (int) n, types[c]);
			argtypes[c] = get_array_type(types[c]);
		}
		credit_chain_append(trigdata);
		credit_require_own_numbers("event", " WHERE EXISTS (SELECT FROM credit.record r"
								   " WHERE r.subject OPERATOR(credit.=) n.subject"
								   " AND r.record = ANY (ARRAY[n.event, credit.decision_of(n.event)]))");
		credit_refresh_decisions(args[0], args[1]);
		follow(credit_plan(PLAN_FOLLOW_EVENT,
						   FOLLOW " FROM unnest($1, $2, $3) AS u (subject, decision, event)"
						   " JOIN credit.decision p ON p.principal_subject OPERATOR(credit.=) u.subject AND p.principal = u.decision"
						   " JOIN credit.decision d ON d.subject OPERATOR(credit.=) u.subject AND d.decision = u.decision"
						   " JOIN credit.event e ON e.subject OPERATOR(credit.=) u.subject AND e.event = u.event"
						   " WHERE p.principal IS NOT NULL AND" REACHES,
						   3, argtypes),
			   args, scope.user);
	}
	credit_owner_leave(&scope);
	SPI_finish();
	return PointerGetDatum(NULL);
}

enum
{
	N_SUBJECT, N_ON_DAY, N_HOW, N_SUCCESSOR, N_DOCUMENT_NO, N_LATE_REASON,
	N_RECORDED_AT, N_RECORDED_BY, N_RECORDED_AS
};
static const char *const end_columns[] = {
	"subject", "on_day", "how", "successor", "document_no", "late_reason",
	"recorded_at", "recorded_by", "recorded_as"
};
static FactTable end_table = {.names = end_columns,.ncolumns = lengthof(end_columns)};

/* BEFORE INSERT row trigger of subject_end. */
Datum
credit_subject_end_before(PG_FUNCTION_ARGS)
{
	FactRow		row;
	DateADT		day;
	bool		isnull;
	Identifier *given;
	Identifier *subject = palloc(sizeof(Identifier));
	Oid			argtype;
	Datum		arg;
	OwnerScope	scope;
	bool		ended;
	static const char *const ways[] = {"death", "deregistration", "merger", "division", "other"};
	char	   *how;

	credit_fact_begin(&row, fcinfo, &end_table, "subject_end_before");
	credit_fact_require(&row, N_HOW);
	credit_fact_require(&row, N_SUBJECT);
	credit_fact_require(&row, N_ON_DAY);
	credit_fact_require(&row, N_DOCUMENT_NO);
	(void) credit_fact_day(&row, N_ON_DAY, &day);
	credit_catalogue_share();
	credit_fact_no_future(&row, day, "end of the subject");
	credit_fact_not_late(&row, day, N_LATE_REASON, "end of the subject");
	given = DatumGetIdentifierP(credit_fact_get(&row, N_SUBJECT, &isnull));
	if (credit_resolve(given, day, false, subject))
	{
		credit_subject_may_move(&row, given, subject);
		credit_fact_set(&row, N_SUBJECT, IdentifierPGetDatum(subject), false);
	}
	credit_lock_subject(subject, true);
	how = credit_fact_text(&row, N_HOW);
	if (!credit_word_among(how, ways, lengthof(ways)))
		credit_step_refused(psprintf("subject does not end by \"%s\"", how),
							"It is death, deregistration, merger, division or other.",
							"Give one of them.");
	if (!credit_fact_is_null(&row, N_SUCCESSOR) &&
		identifier_compare(DatumGetIdentifierP(credit_fact_get(&row, N_SUCCESSOR, &isnull)), subject) == 0)
		credit_step_refused("a subject is not its own successor",
							"The successor is another body, which inherits no measure.",
							"Leave successor out where there is none.");
	argtype = credit_subject_type();
	arg = IdentifierPGetDatum(subject);
	SPI_connect();
	credit_owner_enter(&scope, credit_relation("subject_end", false), false);
	if (credit_execute_latest(credit_plan(PLAN_SUBJECT_ENDED,
										  "SELECT FROM credit.subject_end WHERE subject OPERATOR(credit.=) $1",
										  1, &argtype),
							  &arg, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not look for the end of a subject");
	ended = SPI_processed > 0;
	credit_owner_leave(&scope);
	SPI_finish();
	if (ended)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_DUPLICATE),
				 errmsg("end of subject \"%s\" is recorded already", credit_identifier_shown(subject)),
				 errdetail("A subject ends once."),
				 errhint("See credit.subject_end."),
				 errtableconstraint(row.trigdata->tg_relation, "subject_end_pkey")));
	credit_fact_stamp(&row, N_RECORDED_AT, DT_NOBEGIN);
	return credit_fact_end(&row);
}

/*
 * AFTER INSERT statement trigger of subject_end: every decision on the subject
 * ends with it.
 */
Datum
credit_subject_end_after(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = credit_trigger(fcinfo, "subject_end_after", false);
	OwnerScope	scope;
	uint64		n;

	credit_require_new_table(trigdata, "subject_end_after");
	SPI_connect();
	SPI_register_trigger_data(trigdata);
	credit_owner_enter(&scope, RelationGetRelid(trigdata->tg_relation), false);
	credit_catalogue_share();
	if (SPI_execute("SELECT n.subject FROM new_rows n", true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the subjects that ended");
	n = SPI_processed;
	if (n > 0)
	{
		Datum	   *value = palloc_extended(sizeof(Datum) * n, MCXT_ALLOC_HUGE);
		Oid			argtype = get_array_type(credit_subject_type());
		Datum		arg;
		bool		isnull;

		for (uint64 i = 0; i < n; i++)
			value[i] = SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1, &isnull);
		arg = credit_array(value, NULL, (int) n, credit_subject_type());
		credit_chain_append(trigdata);
		follow(credit_plan(PLAN_FOLLOW_SUBJECT_END,
						   "INSERT INTO credit.event (subject, decision, kind, on_day, outcome, document_no)"
						   " SELECT n.subject, d.decision, 'ended', n.on_day, n.how, n.document_no"
						   " FROM unnest($1) AS u (subject)"
						   " JOIN credit.subject_end n ON n.subject OPERATOR(credit.=) u.subject"
						   " JOIN credit.decision d ON d.subject OPERATOR(credit.=) u.subject",
						   1, &argtype),
			   &arg, scope.user);
	}
	credit_owner_leave(&scope);
	SPI_finish();
	return PointerGetDatum(NULL);
}
