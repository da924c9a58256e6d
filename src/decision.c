/*
 * decision.c
 *	  BEFORE INSERT row trigger of decision: after which steps, by whom, on
 *	  what day and within which bounds a record may be decided on.
 *
 * Who proposed does not decide.  The trigger writes no other row.
 *
 * Memory: per row, the trigger's context.
 *
 * Locks: the catalogue lock, shared; the stripe of the principal, shared; the
 * subject's stripe, exclusively.
 */
#include "fact.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/uuid.h"

#include "calendar.h"
#include "lock.h"
#include "owner.h"
#include "period.h"
#include "plan_cache.h"

PG_FUNCTION_INFO_V1(credit_decision_before);

enum
{
	D_SUBJECT, D_DECISION, D_RECORD, D_CONDUCT, D_DECIDED_ON, D_DECIDED_BY, D_DETERMINATION,
	D_ACT_ON, D_SOURCE_SERVED_ON, D_STATED_ON, D_TERM, D_MINUTES, D_SEVERITY, D_EXCLUDE,
	D_CONDITIONS_MET, D_PRINCIPAL_SUBJECT, D_PRINCIPAL, D_ROLE, D_STANDSTILL_UNTIL,
	D_FEEDBACK_DUE, D_CALENDAR, D_LATE_REASON,
	D_RECORDED_AT, D_RECORDED_BY, D_RECORDED_AS, D_RECORDED_ON
};
static const char *const decision_columns[] = {
	"subject", "decision", "record", "conduct", "decided_on", "decided_by", "determination",
	"act_on", "source_served_on", "stated_on", "term", "minutes", "severity", "exclude",
	"conditions_met", "principal_subject", "principal", "role", "standstill_until",
	"feedback_due", "calendar", "late_reason",
	"recorded_at", "recorded_by", "recorded_as", "recorded_on"
};
static FactTable decision_table = {
	.names = decision_columns,.ncolumns = lengthof(decision_columns)
};

/*
 * JC004 unless a body may decide on a subject of a kind: the office, or a
 * special group whose kinds name it; never the unit that reported.
 */
static void
require_decider(const char *decided_by, const RecordState *state,
				const char *kind, DateADT day)
{
	Oid			argtypes[3] = {TEXTOID, TEXTOID, DATEOID};
	Datum		args[3];
	OwnerScope	scope;
	bool		found;
	bool		reported;
	bool		named = false;

	args[0] = CStringGetTextDatum(decided_by);
	args[1] = CStringGetTextDatum(kind);
	args[2] = DateADTGetDatum(day);
	SPI_connect();
	credit_owner_enter(&scope, credit_relation("special_group", false), false);
	if (SPI_execute_plan(credit_plan(PLAN_GROUP,
									 "SELECT $2 = ANY (subject_kinds) FROM credit.special_group WHERE code = $1 AND valid @> $3"
									 " UNION ALL SELECT true FROM credit.agency WHERE code = $1 AND kind = 'office' AND valid @> $3",
									 3, argtypes),
						 args, NULL, false, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the special groups");
	found = SPI_processed > 0;
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		bool		isnull;

		named = named || DatumGetBool(SPI_getbinval(SPI_tuptable->vals[i],
													SPI_tuptable->tupdesc, 1, &isnull));
	}
	credit_owner_leave(&scope);
	SPI_finish();

	reported = strcmp(decided_by, state->agency) == 0 ||
		strcmp(decided_by, state->source_agency) == 0;
	if (!found || reported)
		credit_step_refused(psprintf("\"%s\" may not decide on this record", decided_by),
							reported ?
							"Who reported does not decide." :
							"A special group or the office of the joint conference decides, whose code stands in special_group or agency.",
							"Name the group of the subject's kind, or the office.");
	if (!named)
		credit_step_refused(psprintf("group \"%s\" does not decide on subjects of kind %s", decided_by, kind),
							"The groups are divided by kinds of subjects.",
							"Name the group of that kind, or the office where several groups are concerned.");
}

/* Raise JC002 for numbers that are no measures of the day. */
static void
require_measures(FactRow *row, int column, const char *conduct, DateADT day)
{
	bool		isnull;
	Datum		numbers = credit_fact_get(row, column, &isnull);
	Oid			argtypes[3] = {INT4ARRAYOID, TEXTOID, DATEOID};
	Datum		args[3];
	OwnerScope	scope;
	char	   *missing = NULL;

	if (isnull)
		return;
	if (ArrayGetNItems(ARR_NDIM(DatumGetArrayTypeP(numbers)),
					   ARR_DIMS(DatumGetArrayTypeP(numbers))) == 0)
	{
		credit_fact_set(row, column, (Datum) 0, true);
		return;
	}
	args[0] = numbers;
	args[1] = CStringGetTextDatum(conduct);
	args[2] = DateADTGetDatum(day);
	SPI_connect();
	credit_owner_enter(&scope, credit_relation("measure", false), false);
	if (SPI_execute_plan(credit_plan(column == D_EXCLUDE ? PLAN_EXCLUDE : PLAN_CONDITIONS,
									 column == D_EXCLUDE ?
									 "SELECT coalesce(n::text, 'null') FROM unnest($1) n WHERE NOT EXISTS (SELECT FROM credit.measure m"
									 " WHERE m.conduct = $2 AND m.number = n AND m.valid @> $3 AND NOT m.draft)" :
									 "SELECT coalesce(n::text, 'null') FROM unnest($1) n WHERE NOT EXISTS (SELECT FROM credit.measure m"
									 " WHERE m.conduct = $2 AND m.number = n AND m.valid @> $3 AND NOT m.draft AND m.condition IS NOT NULL)",
									 3, argtypes),
						 args, NULL, false, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read the measures");
	if (SPI_processed > 0)
		missing = credit_kept_text(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
	credit_owner_leave(&scope);
	SPI_finish();
	if (missing != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_NOT_IN_CATALOGUE),
				 errmsg("measure %s of \"%s\" was not in the catalogue on %s%s", missing, conduct,
						credit_day_text(day),
						column == D_EXCLUDE ? "" : " with a condition"),
				 errdetail("Column %s names measures by their number.", row->table->names[column]),
				 errhint("SELECT number, content FROM credit.measure WHERE conduct = '%s' lists them.", conduct)));
}

/* JC003 for a term out of bounds, JC010 for one changed without minutes. */
static void
check_term(FactRow *row, const Conduct *conduct, const char *code, DateADT decided_on)
{
	DateADT		last;
	bool		isnull;
	Datum		term = credit_fact_get(row, D_TERM, &isnull);
	bool		dated = conduct->term_kind == TERM_FIXED || conduct->term_kind == TERM_RANGE;

	if (isnull)
	{
		if (dated && !conduct->has_term)
			ereport(ERROR,
					(errcode(ERRCODE_CREDIT_BASIS),
					 errmsg("decision on \"%s\" sets no term", code),
					 errdetail("The catalogue leaves the term to the decision, within bounds."),
					 errhint("Give term.")));
		return;
	}
	if (!dated)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_BASIS),
				 errmsg("conduct \"%s\" has no term that a decision could set", code),
				 errdetail("Its measures end by a condition, a status or an event."),
				 errhint("Leave term out.")));

	/*
	 * Terms are compared by the days they come to: a year is longer than 360
	 * days, which an interval takes for the same.
	 */
	last = credit_term_end(decided_on, DatumGetIntervalP(term));
	if ((conduct->has_term_min && last < credit_term_end(decided_on, &conduct->term_min)) ||
		(conduct->has_term_max && last > credit_term_end(decided_on, &conduct->term_max)))
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_BASIS),
				 errmsg("term of the decision is out of bounds"),
				 errdetail("Conduct \"%s\" allows %s to %s.", code,
						   conduct->has_term_min ?
						   DatumGetCString(DirectFunctionCall1(interval_out, IntervalPGetDatum(&conduct->term_min))) : "any",
						   conduct->has_term_max ?
						   DatumGetCString(DirectFunctionCall1(interval_out, IntervalPGetDatum(&conduct->term_max))) : "any"),
				 errhint("Set a term within the bounds of the article.")));
	if (conduct->has_term && credit_fact_is_null(row, D_MINUTES) &&
		memcmp(DatumGetIntervalP(term), &conduct->term, sizeof(Interval)) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_TERM_DOCUMENT),
				 errmsg("term differs from the catalogue's and no minutes say so"),
				 errdetail("The catalogue sets %s for \"%s\".",
						   DatumGetCString(DirectFunctionCall1(interval_out, IntervalPGetDatum(&conduct->term))), code),
				 errhint("Name the minutes of the meeting in minutes, or leave term out.")));
}

/*
 * Find the subject of the principal that a decision on a responsible person
 * names, and hold its stripe: what happens to the principal meanwhile has
 * reached the person before, or reaches them as one who is decided on.  Taken
 * before the stripe of the person, in the order in which an event takes them.
 */
static void
settle_principal(FactRow *row, DateADT day)
{
	bool		isnull;
	Identifier *given;
	Identifier *principal;

	if (credit_fact_is_null(row, D_ROLE) || credit_fact_is_null(row, D_PRINCIPAL) ||
		credit_fact_is_null(row, D_PRINCIPAL_SUBJECT))
		return;
	given = DatumGetIdentifierP(credit_fact_get(row, D_PRINCIPAL_SUBJECT, &isnull));
	principal = palloc(sizeof(Identifier));
	if (credit_resolve_fact(given, day, "decision",
							credit_fact_get(row, D_PRINCIPAL, &isnull), principal))
		credit_fact_set(row, D_PRINCIPAL_SUBJECT, IdentifierPGetDatum(principal), false);
	credit_lock_subject(principal, false);
}

/* JC004 unless the decision on the principal exists. */
static void
require_principal(FactRow *row, const char *role)
{
	Oid			argtypes[2];
	Datum		args[2];
	bool		isnull;
	OwnerScope	scope;
	bool		found;

	if (role == NULL)
		return;
	if (credit_fact_is_null(row, D_PRINCIPAL) || credit_fact_is_null(row, D_PRINCIPAL_SUBJECT))
		credit_step_refused("decision on a responsible person names no principal",
							psprintf("The role %s is a role in a body that was decided on itself.", role),
							"Give principal_subject and principal.");
	argtypes[0] = credit_subject_type();
	argtypes[1] = UUIDOID;
	args[0] = credit_fact_get(row, D_PRINCIPAL_SUBJECT, &isnull);
	args[1] = credit_fact_get(row, D_PRINCIPAL, &isnull);
	SPI_connect();
	credit_owner_enter(&scope, credit_relation("decision", false), false);
	if (credit_execute_latest(credit_plan(PLAN_PRINCIPAL,
										  "SELECT FROM credit.decision WHERE subject OPERATOR(credit.=) $1 AND decision = $2",
										  2, argtypes),
							  args, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read the principal's decision");
	found = SPI_processed > 0;
	credit_owner_leave(&scope);
	SPI_finish();
	if (!found)
		credit_step_refused("principal of the decision is not known",
							"A responsible person is reached only behind a body that was decided on.",
							"Give the subject and the decision of that body.");
}

/* JC004 unless notice came, its days have passed, and a defence is answered. */
static void
require_hearing(const RecordState *state, const Conduct *conduct, DateADT decided_on)
{
	bool		burden = strcmp(conduct->polarity, "sanction") == 0;

	/* an incentive takes nothing away that the party could be heard on */
	if (!burden && !state->noticed && !state->defended)
		return;
	if (!state->noticed || state->notice_on > decided_on)
		credit_step_refused("decision comes before the notice",
							"The party is told facts, reasons, basis and rights before anything is decided.",
							"Record the notice with credit.notify(), and wait for the days to answer it.");
	if (state->defended && (!state->answered || state->answer_on < state->defence_on ||
							state->answer_on > decided_on))
		credit_step_refused("defence of the party has not been answered",
							psprintf("It was made on %s.", credit_day_text(state->defence_on)),
							"Verify it and record the answer with credit.answer_defence().");
	if (burden && conduct->notice_workdays > 0 && !(state->waived && state->waived_on <= decided_on))
	{
		DateADT		until = credit_add_workdays(state->notice_on, conduct->notice_workdays);

		if (decided_on < until)
			credit_step_refused("days to answer the notice have not passed",
								psprintf("Notice was served on %s; %d working days end on %s.",
										 credit_day_text(state->notice_on), conduct->notice_workdays,
										 credit_day_text(until)),
								"Decide on that day or later, or record the party's waiver with credit.waive_defence().");
	}
}

/*
 * What follows from the service of the source decision, in working days: kept
 * as it was counted, whatever becomes of the calendar.
 */
static void
stamp_service(FactRow *row)
{
	DateADT		served;
	DateADT		due;
	bool		isnull;
	char	   *version;
	char	   *code = credit_fact_text(row, D_CONDUCT);
	DateADT		decided_on = DatumGetDateADT(credit_fact_get(row, D_DECIDED_ON, &isnull));
	const Conduct *conduct = credit_conduct_on(code, decided_on, NULL);

	if (conduct == NULL || !credit_fact_day(row, D_SOURCE_SERVED_ON, &served))
		return;
	if (conduct->standstill_workdays > 0)
		credit_fact_set(row, D_STANDSTILL_UNTIL,
						DateADTGetDatum(credit_add_workdays(served, conduct->standstill_workdays)), false);
	if (credit_try_workdays(served, conduct->feedback_workdays, &due, &version))
	{
		credit_fact_set(row, D_FEEDBACK_DUE, DateADTGetDatum(due), false);
		credit_fact_set(row, D_CALENDAR, CStringGetTextDatum(version), false);
	}
}

/* BEFORE INSERT row trigger of decision. */
Datum
credit_decision_before(PG_FUNCTION_ARGS)
{
	FactRow		row;
	DateADT		decided_on;
	DateADT		stated_on;
	bool		isnull;
	Identifier *subject;
	RecordState state = {0};
	const Conduct *conduct;
	bool		known;
	char	   *decided_by;
	char	   *severity;
	char	   *role;

	credit_fact_begin(&row, fcinfo, &decision_table, "decision_before");
	for (int column = D_STANDSTILL_UNTIL; column <= D_CALENDAR; column++)
		credit_fact_set(&row, column, (Datum) 0, true);
	if (credit_fact_follows())
	{
		/* made by record_after() from a row that was checked as it came */
		stamp_service(&row);
		credit_fact_set(&row, D_DECISION,
						credit_decision_of(credit_fact_get(&row, D_RECORD, &isnull)), false);
		credit_fact_stamp(&row, D_RECORDED_AT, DT_NOBEGIN);
		credit_fact_stamp_day(&row, D_RECORDED_ON);
		return credit_fact_end(&row);
	}
	credit_fact_require(&row, D_SUBJECT);
	credit_fact_require(&row, D_RECORD);
	credit_fact_require(&row, D_DECIDED_ON);
	credit_fact_require(&row, D_DECIDED_BY);
	decided_by = credit_fact_text(&row, D_DECIDED_BY);
	(void) credit_fact_day(&row, D_DECIDED_ON, &decided_on);
	credit_catalogue_share();
	credit_fact_no_future(&row, decided_on, "decision");
	credit_fact_not_late(&row, decided_on, D_LATE_REASON, "decision");
	settle_principal(&row, decided_on);
	subject = credit_settle_subject(&row, D_SUBJECT, decided_on, "record", D_RECORD);
	credit_read_record(subject, credit_fact_get(&row, D_RECORD, &isnull), &state);

	if (state.decided)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_DUPLICATE),
				 errmsg("record of \"%s\" is decided already", credit_identifier_shown(subject)),
				 errdetail("One fact is decided once."),
				 errhint("Change a decision by the steps that the regime knows, such as objection or repair."),
				 errtableconstraint(row.trigdata->tg_relation, "decision_pkey")));
	if (decided_on < state.determined_on)
		credit_step_refused("decision comes before the fact was determined",
							psprintf("It was determined on %s.", credit_day_text(state.determined_on)),
							"Correct decided_on.");

	conduct = credit_conduct_on(state.conduct, decided_on, &known);
	if (conduct == NULL || conduct->draft)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_NOT_IN_CATALOGUE),
				 errmsg("conduct \"%s\" was not in the catalogue on the day of the decision, %s",
						state.conduct, credit_day_text(decided_on)),
				 errdetail("What the catalogue of that day does not hold is not decided."),
				 errhint("The record remains as information and lapses.")));
	if (conduct->on_record)
		credit_step_refused(psprintf("conduct \"%s\" is decided by the record itself", state.conduct),
							"Another authority has determined it by law, and the office adopted its list.",
							"Report the record; its decision is made with it.");
	require_hearing(&state, conduct, decided_on);
	require_decider(decided_by, &state,
					state.kind ? state.kind : identifier_kind(subject), decided_on);
	check_term(&row, conduct, state.conduct, decided_on);
	require_measures(&row, D_EXCLUDE, state.conduct, decided_on);
	require_measures(&row, D_CONDITIONS_MET, state.conduct, decided_on);
	role = credit_fact_text(&row, D_ROLE);
	require_principal(&row, role);
	severity = credit_fact_text(&row, D_SEVERITY);
	if (severity != NULL)
	{
		bool		named = false;

		for (int i = 0; i < conduct->nseverity; i++)
			named = named || strcmp(conduct->severity[i], severity) == 0;
		if (!named)
			ereport(ERROR,
					(errcode(ERRCODE_CREDIT_NOT_IN_CATALOGUE),
					 errmsg("severity \"%s\" is not in the catalogue for \"%s\"", severity, state.conduct),
					 errdetail("A decision names one of the classes that the entry lists."),
					 errhint("See column severity of credit.conduct.")));
	}
	if (credit_fact_day(&row, D_STATED_ON, &stated_on) && stated_on < decided_on)
		credit_step_refused("stated day comes before the decision",
							psprintf("The decision is of %s.", credit_day_text(decided_on)),
							"A decision takes effect after it is made.");

	credit_fact_set(&row, D_DECISION,
					credit_decision_of(credit_fact_get(&row, D_RECORD, &isnull)), false);
	credit_fact_set(&row, D_CONDUCT, CStringGetTextDatum(state.conduct), false);
	credit_fact_set(&row, D_DETERMINATION, CStringGetTextDatum("meeting"), false);
	credit_fact_set(&row, D_ACT_ON, DateADTGetDatum(state.act_on), false);
	credit_fact_set(&row, D_SOURCE_SERVED_ON, (Datum) 0, true);
	credit_fact_stamp(&row, D_RECORDED_AT, DT_NOBEGIN);
	credit_fact_stamp_day(&row, D_RECORDED_ON);
	return credit_fact_end(&row);
}
