/*
 * standing.c
 *	  The fold of a decision and its events into days, and the projection of it
 *	  that is kept for speed.
 *
 * credit_fold() is the one place that says from when until when a decision is
 * in force: triggers, replay and explanations all use it.  Table standing keeps
 * its result, one row a decision; it can be computed again at any time.
 *
 * decision_after() and event_after() read the transition table by itself and
 * write standing rows of the same subjects.
 *
 * Memory: arrays of one statement, in SPI's procedure context.
 */
#include "fact.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/uuid.h"

#include "calendar.h"
#include "owner.h"
#include "period.h"
#include "plan_cache.h"

PG_FUNCTION_INFO_V1(credit_decision_after);
PG_FUNCTION_INFO_V1(credit_event_after);
PG_FUNCTION_INFO_V1(credit_measure_last_day);
PG_FUNCTION_INFO_V1(credit_in_force_on);
PG_FUNCTION_INFO_V1(credit_refresh_standing);
PG_FUNCTION_INFO_V1(credit_standing_kept);

static bool projecting = false; /* standing is being written by us */

/*
 * Fold a decision.  served_on and stated_on may be NULL.  Nothing is in force
 * before service: until then from_day is unset.
 *
 * The first day is the day after the latest of service, end of standstill and
 * stated day; the last day counts from the day that term_basis names, itself
 * not counted, so late service shortens and never lengthens (民法典 art 201,
 * 202).
 */
void
credit_fold(const Conduct *conduct, DateADT decided_on, const DateADT *served_on,
			const DateADT *stated_on, const Interval *term, Fold *fold)
{
	DateADT		latest;

	memset(fold, 0, sizeof(Fold));
	switch (conduct->term_basis)
	{
		case 's':
			fold->has_base = served_on != NULL;
			if (served_on != NULL)
				fold->base_on = *served_on;
			break;
		case 't':
			fold->has_base = true;
			fold->base_on = stated_on != NULL ? *stated_on : decided_on;
			break;
		default:
			fold->has_base = true;
			fold->base_on = decided_on;
	}
	if (term == NULL && conduct->has_term &&
		(conduct->term_kind == TERM_FIXED || conduct->term_kind == TERM_RANGE))
		term = &conduct->term;
	if (fold->has_base && term != NULL)
	{
		fold->has_last = true;
		fold->last_day = credit_term_end(fold->base_on, term);
	}
	if (served_on == NULL)
		return;
	latest = *served_on;
	if (conduct->standstill_workdays > 0)
		latest = credit_add_workdays(latest, conduct->standstill_workdays);
	if (stated_on != NULL && *stated_on > latest)
		latest = *stated_on;
	fold->has_from = true;
	fold->from_day = latest + 1;
}

/*
 * measure_last_day(base_on date, last_day date, term interval,
 * statutory_max interval, term_kind text) returns date
 *
 * Last day of a measure of a decision: of its own term where it has one, else
 * that of the decision; never beyond its statutory maximum.  NULL where it has
 * none, or none is known yet.
 */
Datum
credit_measure_last_day(PG_FUNCTION_ARGS)
{
	bool		has_base = !PG_ARGISNULL(0);
	bool		has_last = !PG_ARGISNULL(1);
	DateADT		base_on = has_base ? PG_GETARG_DATEADT(0) : 0;
	DateADT		last = has_last ? PG_GETARG_DATEADT(1) : 0;

	if (!PG_ARGISNULL(2))
	{
		if (!has_base)
			PG_RETURN_NULL();
		last = credit_term_end(base_on, PG_GETARG_INTERVAL_P(2));
		has_last = true;
	}
	else if (!PG_ARGISNULL(4))
	{
		char	   *kind = text_to_cstring(PG_GETARG_TEXT_PP(4));

		if (strcmp(kind, "fixed") != 0 && strcmp(kind, "range") != 0)
			has_last = false;
	}
	if (!PG_ARGISNULL(3) && has_base)
	{
		DateADT		longest = credit_term_end(base_on, PG_GETARG_INTERVAL_P(3));

		if (!has_last || last > longest)
			last = longest;
		has_last = true;
	}
	if (!has_last)
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(last);
}

/*
 * in_force_on(from_day date, last_day date, day date) returns boolean
 *
 * The one function that decides whether a measure is in force on a day: from
 * its first day through its last; without a first day (not served) never,
 * without a last day until something ends it.
 */
Datum
credit_in_force_on(PG_FUNCTION_ARGS)
{
	DateADT		day;

	if (PG_ARGISNULL(2))
		PG_RETURN_NULL();
	day = PG_GETARG_DATEADT(2);
	PG_RETURN_BOOL(!PG_ARGISNULL(0) && PG_GETARG_DATEADT(0) <= day &&
				   (PG_ARGISNULL(1) || day <= PG_GETARG_DATEADT(1)));
}

/* What is read of a decision, in the order of the queries below. */
enum
{
	D_SUBJECT = 1, D_DECISION, D_CONDUCT, D_DECIDED_ON, D_ACT_ON, D_SERVED_ON,
	D_STATED_ON, D_TERM, D_EXCLUDE, D_CONDITIONS_MET, D_ROLE
};

#define DECISION_LIST "d.subject, d.decision, d.conduct, d.decided_on, d.act_on"

/* Columns of standing that are written as arrays. */
enum
{
	P_SUBJECT, P_DECISION, P_CONDUCT, P_DECIDED_ON, P_ACT_ON, P_BASE_ON,
	P_FROM_DAY, P_LAST_DAY, P_ROLE, P_COUNT
};

/* Put one row that was read, and its fold, into position k of the columns. */
static void
fold_row(HeapTuple tuple, TupleDesc desc, Datum **value, bool **null, int k)
{
	bool		isnull;
	bool		no_served,
				no_stated,
				no_term;
	char	   *code;
	DateADT		decided_on;
	DateADT		served_on;
	DateADT		stated_on;
	Datum		term;
	const Conduct *conduct;
	Fold		fold;

	code = TextDatumGetCString(SPI_getbinval(tuple, desc, D_CONDUCT, &isnull));
	decided_on = DatumGetDateADT(SPI_getbinval(tuple, desc, D_DECIDED_ON, &isnull));
	served_on = DatumGetDateADT(SPI_getbinval(tuple, desc, D_SERVED_ON, &no_served));
	stated_on = DatumGetDateADT(SPI_getbinval(tuple, desc, D_STATED_ON, &no_stated));
	term = SPI_getbinval(tuple, desc, D_TERM, &no_term);
	conduct = credit_conduct_on(code, decided_on, NULL);
	if (conduct == NULL)
		elog(ERROR, "conduct \"%s\" of a decision has no version", code);
	credit_fold(conduct, decided_on, no_served ? NULL : &served_on,
				no_stated ? NULL : &stated_on,
				no_term ? NULL : DatumGetIntervalP(term), &fold);
	/* the first columns of both come in one order */
	for (int c = P_SUBJECT; c <= P_ACT_ON; c++)
		value[c][k] = SPI_getbinval(tuple, desc, c + D_SUBJECT, &null[c][k]);
	value[P_ROLE][k] = SPI_getbinval(tuple, desc, D_ROLE, &null[P_ROLE][k]);
	value[P_BASE_ON][k] = DateADTGetDatum(fold.base_on);
	null[P_BASE_ON][k] = !fold.has_base;
	value[P_FROM_DAY][k] = DateADTGetDatum(fold.from_day);
	null[P_FROM_DAY][k] = !fold.has_from;
	value[P_LAST_DAY][k] = DateADTGetDatum(fold.last_day);
	null[P_LAST_DAY][k] = !fold.has_last;
	pfree(code);
}

/* The columns of standing as array parameters, with their types. */
static void
make_arrays(Datum **value, bool **null, int n, Oid *argtypes, Datum *args)
{
	Oid			subject_type = credit_subject_type();

	for (int c = 0; c < P_COUNT; c++)
	{
		Oid			type = c == P_SUBJECT ? subject_type : c == P_DECISION ? UUIDOID :
		c == P_CONDUCT || c == P_ROLE ? TEXTOID : DATEOID;

		args[c] = credit_array(value[c], null[c], n, type);
		argtypes[c] = get_array_type(type);
	}
}

static void
allocate(Datum **value, bool **null, uint64 n)
{
	for (int c = 0; c < P_COUNT; c++)
	{
		value[c] = palloc(sizeof(Datum) * n);
		null[c] = palloc0(sizeof(bool) * n);
	}
}

/* Run a kept plan that writes standing. */
static void
project(SPIPlanPtr plan, Datum *args, const char *nulls, int expected)
{
	int			result;

	projecting = true;
	PG_TRY();
	{
		result = SPI_execute_plan(plan, args, nulls, false, 0);
	}
	PG_FINALLY();
	{
		projecting = false;
	}
	PG_END_TRY();
	if (result != expected)
		elog(ERROR, "could not project decisions: %s", SPI_result_code_string(result));
}

/* Project the rows that were read from new decisions. */
static void
insert_standing(SPITupleTable *rows, uint64 n)
{
	Datum	   *value[P_COUNT];
	bool	   *null[P_COUNT];
	Oid			argtypes[P_COUNT + 2];
	Datum		args[P_COUNT + 2];
	uint64		k = 0;

	allocate(value, null, n);

	/* rows that leave measures out or switch some on are few: one by one */
	for (uint64 i = 0; i <= n; i++)
	{
		bool		last = i == n;
		bool		no_exclude = true;
		bool		no_conditions = true;
		Datum		exclude = 0;
		Datum		conditions = 0;

		if (!last)
		{
			HeapTuple	tuple = rows->vals[i];

			exclude = SPI_getbinval(tuple, rows->tupdesc, D_EXCLUDE, &no_exclude);
			conditions = SPI_getbinval(tuple, rows->tupdesc, D_CONDITIONS_MET, &no_conditions);
		}
		if (k > 0 && (last || !no_exclude || !no_conditions))
		{
			make_arrays(value, null, (int) k, argtypes, args);
			project(credit_plan(PLAN_INSERT_STANDING,
								"INSERT INTO credit.standing (subject, decision, conduct, decided_on, act_on,"
								" base_on, from_day, last_day, role)"
								" SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)",
								P_COUNT, argtypes),
					args, NULL, SPI_OK_INSERT);
			k = 0;
		}
		if (last)
			break;
		fold_row(rows->vals[i], rows->tupdesc, value, null, (int) k);
		k++;
		if (!no_exclude || !no_conditions)
		{
			char		nulls[P_COUNT + 2];

			make_arrays(value, null, 1, argtypes, args);
			memset(nulls, ' ', sizeof(nulls));
			argtypes[P_COUNT] = argtypes[P_COUNT + 1] = INT4ARRAYOID;
			args[P_COUNT] = exclude;
			nulls[P_COUNT] = no_exclude ? 'n' : ' ';
			args[P_COUNT + 1] = conditions;
			nulls[P_COUNT + 1] = no_conditions ? 'n' : ' ';
			project(credit_plan(PLAN_INSERT_STANDING_ONE,
								"INSERT INTO credit.standing (subject, decision, conduct, decided_on, act_on,"
								" base_on, from_day, last_day, role, exclude, conditions_met)"
								" SELECT u.*, $10, $11 FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) u",
								P_COUNT + 2, argtypes),
					args, nulls, SPI_OK_INSERT);
			k = 0;
		}
	}
}

/* Begin an AFTER statement trigger: its rows are in SPI_tuptable. */
static uint64
read_new_rows(FunctionCallInfo fcinfo, const char *function, const char *query,
			  OwnerScope *scope)
{
	TriggerData *trigdata = credit_trigger(fcinfo, function, false);

	if (trigdata->tg_newtable == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"credit.%s\" must be fired after insert, with a new table", function)));
	SPI_connect();
	SPI_register_trigger_data(trigdata);
	credit_owner_enter(scope, RelationGetRelid(trigdata->tg_relation), false);
	credit_catalogue_share();
	if (SPI_execute(query, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the new rows");
	return SPI_processed;
}

/*
 * Row trigger of standing, BEFORE INSERT OR UPDATE OR DELETE: only the
 * projection writes there.
 */
Datum
credit_standing_kept(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = credit_trigger(fcinfo, "standing_kept", true);

	if (!projecting)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_HISTORY),
				 errmsg("table \"%s\" is written by its triggers only",
						RelationGetRelationName(trigdata->tg_relation)),
				 errdetail("It projects the decisions and their events."),
				 errhint("Record the fact; the projection follows.")));
	return PointerGetDatum(TRIGGER_FIRED_BY_UPDATE(trigdata->tg_event) ?
						   trigdata->tg_newtuple : trigdata->tg_trigtuple);
}

/* AFTER INSERT statement trigger of decision. */
Datum
credit_decision_after(PG_FUNCTION_ARGS)
{
	OwnerScope	scope;
	uint64		n = read_new_rows(fcinfo, "decision_after",
								  "SELECT " DECISION_LIST ", d.source_served_on, d.stated_on, d.term,"
								  " d.exclude, d.conditions_met, d.role FROM new_rows d",
								  &scope);

	if (n > 0)
		insert_standing(SPI_tuptable, n);
	credit_owner_leave(&scope);
	SPI_finish();
	return PointerGetDatum(NULL);
}

/*
 * refresh_standing() returns bigint
 *
 * Projects the decisions that have no row in standing and gives their number:
 * for a copy that receives facts alone, such as a logical subscriber.  Raises
 * 42501 for others than the owner of the tables.
 */
Datum
credit_refresh_standing(PG_FUNCTION_ARGS)
{
	OwnerScope	scope;
	uint64		n;

	credit_require_owner("refresh_standing");
	SPI_connect();
	credit_owner_enter(&scope, credit_relation("standing", false), false);
	credit_catalogue_share();
	if (SPI_execute("SELECT " DECISION_LIST ", coalesce(e.on_day, d.source_served_on), d.stated_on, d.term,"
					" d.exclude, d.conditions_met, d.role"
					" FROM credit.decision d LEFT JOIN credit.event e ON e.subject OPERATOR(credit.=) d.subject"
					"  AND e.decision = d.decision AND e.kind = 'served'"
					" WHERE NOT EXISTS (SELECT FROM credit.standing s WHERE s.subject OPERATOR(credit.=) d.subject"
					"  AND s.decision = d.decision)",
					false, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the decisions");
	n = SPI_processed;
	if (n > 0)
		insert_standing(SPI_tuptable, n);
	credit_owner_leave(&scope);
	SPI_finish();
	PG_RETURN_INT64((int64) n);
}

/* AFTER INSERT statement trigger of event: project the decisions anew. */
Datum
credit_event_after(PG_FUNCTION_ARGS)
{
	OwnerScope	scope;
	uint64		n = read_new_rows(fcinfo, "event_after",
								  "SELECT e.subject, e.decision, e.on_day FROM new_rows e WHERE e.kind = 'served'",
								  &scope);

	if (n > 0)
	{
		SPITupleTable *rows = SPI_tuptable;
		Datum	   *value[P_COUNT];
		bool	   *null[P_COUNT];
		Oid			argtypes[P_COUNT];
		Datum		args[P_COUNT];
		Oid			key_types[3];
		Datum		keys[3];

		const Oid	types[3] = {credit_subject_type(), UUIDOID, DATEOID};

		allocate(value, null, n);
		for (int c = 0; c < 3; c++)
		{
			for (uint64 i = 0; i < n; i++)
				value[c][i] = SPI_getbinval(rows->vals[i], rows->tupdesc, c + 1, &null[c][i]);
			keys[c] = credit_array(value[c], null[c], (int) n, types[c]);
			key_types[c] = get_array_type(types[c]);
		}
		if (SPI_execute_plan(credit_plan(PLAN_DECISIONS_SERVED,
										 "SELECT " DECISION_LIST ", u.served_on, d.stated_on, d.term,"
										 " d.exclude, d.conditions_met, d.role"
										 " FROM unnest($1, $2, $3) AS u (subject, decision, served_on)"
										 " JOIN credit.decision d ON d.subject OPERATOR(credit.=) u.subject"
										 "  AND d.decision = u.decision",
										 3, key_types),
							 keys, NULL, false, 0) != SPI_OK_SELECT)
			elog(ERROR, "could not read the decisions that were served");
		rows = SPI_tuptable;
		n = SPI_processed;
		for (uint64 i = 0; i < n; i++)
		{
			fold_row(rows->vals[i], rows->tupdesc, value, null, (int) i);
		}
		make_arrays(value, null, (int) n, argtypes, args);
		project(credit_plan(PLAN_UPDATE_STANDING,
							"UPDATE credit.standing s SET base_on = u.base_on, from_day = u.from_day, last_day = u.last_day"
							" FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)"
							"  AS u (subject, decision, conduct, decided_on, act_on, base_on, from_day, last_day, role)"
							" WHERE s.subject OPERATOR(credit.=) u.subject AND s.decision = u.decision",
							P_COUNT, argtypes),
				args, NULL, SPI_OK_UPDATE);
	}
	credit_owner_leave(&scope);
	SPI_finish();
	return PointerGetDatum(NULL);
}
