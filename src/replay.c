/*
 * replay.c
 *	  The fold as an aggregate: a replay is one GROUP BY.
 *
 *	SELECT subject, decision, credit.fold(<columns of decision>, <columns of event>)
 *	FROM (SELECT <columns>, NULL, ... FROM credit.decision
 *		UNION ALL SELECT NULL, ..., <columns> FROM credit.event) GROUP BY subject, decision
 *
 * over the facts that were known at a moment gives what standing had then;
 * credit.standing_known() does it.  The columns are those of DECISION_LIST and
 * LIFE_LIST (life.h).  A row in which conduct is given brings the decision, one
 * in which event is given brings an event, and a row may bring both.  A join of
 * the two would cost more than the fold.
 *
 * Memory: transition states live in the aggregate's context, up to 64 in one
 * piece, about 600 bytes each with room for four events; the shape of the
 * result in fn_mcxt; the fold in the context of the group's result.
 *
 * Locks: none; the catalogue is that of the query's snapshot.
 */
#include "life.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "standing.h"

PG_FUNCTION_INFO_V1(credit_fold_add);
PG_FUNCTION_INFO_V1(credit_fold_done);

#define FOLDED_COLUMNS 19

/* Events that a state has room for from the beginning. */
#define FEW_EVENTS 4
#define STATES 64

typedef struct FoldState
{
	DecisionLife decision;		/* first, the address is that of the state */
	LifeEvent	first[FEW_EVENTS];
} FoldState;

/*
 * States of many groups side by side.  One by one each would take the next
 * power of two, and as much again for what it points to.
 */
typedef struct FoldStates
{
	MemoryContextCallback gone;
	MemoryContext context;
	FmgrInfo   *flinfo;			/* of fold_add(), which lives longer */
	int			size;
	int			used;
	FoldState	state[FLEXIBLE_ARRAY_MEMBER];
} FoldStates;

/* The context of the states is reset. */
static void
forget_states(void *arg)
{
	FoldStates *states = arg;

	if (states->flinfo->fn_extra == states)
		states->flinfo->fn_extra = NULL;
}

/* An empty state in a context, of which there is one a grouping set. */
static DecisionLife *
new_state(FmgrInfo *flinfo, MemoryContext context)
{
	FoldStates *states = flinfo->fn_extra;
	FoldState  *state;

	if (states == NULL || states->context != context || states->used == states->size)
	{
		int			size = states == NULL || states->context != context ? 1 : Min(states->size * 2, STATES);

		states = MemoryContextAlloc(context, offsetof(FoldStates, state) + sizeof(FoldState) * size);
		states->context = context;
		states->flinfo = flinfo;
		states->size = size;
		states->used = 0;
		states->gone.func = forget_states;
		states->gone.arg = states;
		MemoryContextRegisterResetCallback(context, &states->gone);
		flinfo->fn_extra = states;
	}
	state = &states->state[states->used++];
	memset(&state->decision, 0, sizeof(DecisionLife));
	state->decision.life.events = state->first;
	state->decision.life.allocated = FEW_EVENTS;
	return &state->decision;
}

/* fold_add(internal, columns of decision, columns of event) returns internal */
Datum
credit_fold_add(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	MemoryContext old;
	DecisionLife *state;
	Datum		values[Max(DECISION_COLUMNS, LIFE_COLUMNS)];
	bool		nulls[Max(DECISION_COLUMNS, LIFE_COLUMNS)];

	if (!AggCheckCallContext(fcinfo, &context))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("fold_add was called outside an aggregate"),
				 errdetail("It is the transition function of credit.fold()."),
				 errhint("Call credit.fold().")));
	old = MemoryContextSwitchTo(context);
	state = PG_ARGISNULL(0) ? new_state(fcinfo->flinfo, context) : (DecisionLife *) PG_GETARG_POINTER(0);
	if (state->conduct == NULL && !PG_ARGISNULL(1))
	{
		for (int i = 0; i < DECISION_COLUMNS; i++)
		{
			values[i] = PG_GETARG_DATUM(1 + i);
			nulls[i] = PG_ARGISNULL(1 + i);
		}
		if (nulls[1] || nulls[2] || nulls[11])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("decision to be folded has no day, day of the act or day of recording"),
					 errdetail("Columns of table decision come first."),
					 errhint("Give conduct, decided_on, act_on and decision_recorded_on.")));
		credit_decision_facts(state, values, nulls);
	}
	if (!PG_ARGISNULL(1 + DECISION_COLUMNS))
	{
		for (int i = 0; i < LIFE_COLUMNS; i++)
		{
			values[i] = PG_GETARG_DATUM(1 + DECISION_COLUMNS + i);
			nulls[i] = PG_ARGISNULL(1 + DECISION_COLUMNS + i);
		}
		if (nulls[1] || nulls[2] || nulls[7] || nulls[15] || nulls[16])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("event to be folded has no kind, day or time of recording"),
					 errdetail("Columns of table event come after those of decision."),
					 errhint("Give event, kind, on_day, recorded_at, follows and recorded_on.")));
		if (DATE_NOT_FINITE(DatumGetDateADT(values[2])))
			ereport(ERROR,
					(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
					 errmsg("on_day may not be infinite"),
					 errdetail("It is a day on which something happened."),
					 errhint("Give the day.")));
		(void) credit_life_event(&state->life, values, nulls);
	}
	MemoryContextSwitchTo(old);
	PG_RETURN_POINTER(state);
}

/* Shape of the result and state of the catalogue, once a query. */
typedef struct FoldCall
{
	TupleDesc	desc;
	int64		generation;
} FoldCall;

static Datum
integers(const int *numbers, int n)
{
	Datum	   *values = palloc(sizeof(Datum) * n);

	for (int i = 0; i < n; i++)
		values[i] = Int32GetDatum(numbers[i]);
	return credit_array(values, NULL, n, INT4OID);
}

/*
 * fold_done(internal) returns folded: base_on, from_day, last_day, end_day,
 * review_due, act_on, end_kind, conditions_met, course, events, harmony,
 * harmony_measure, harmony_document_no, served_on, base_last, conduct,
 * decided_on, exclude, role.  NULL where no row brought the decision.
 */
Datum
credit_fold_done(PG_FUNCTION_ARGS)
{
	FoldCall   *call = fcinfo->flinfo->fn_extra;
	Datum		values[FOLDED_COLUMNS] = {0};
	bool		nulls[FOLDED_COLUMNS] = {false};
	Fold		fold;
	DecisionLife *state;
	const DateADT *const days[] = {&fold.base_on, &fold.from_day, &fold.last_day, &fold.end_day,
	&fold.review_due, &fold.act_on};

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = (DecisionLife *) PG_GETARG_POINTER(0);
	if (state->conduct == NULL)
		PG_RETURN_NULL();
	if (call == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);

		call = palloc0(sizeof(FoldCall));
		if (get_call_result_type(fcinfo, NULL, &call->desc) != TYPEFUNC_COMPOSITE)
			elog(ERROR, "return type must be a row type");
		call->desc = BlessTupleDesc(CreateTupleDescCopy(call->desc));
		call->generation = -1;
		fcinfo->flinfo->fn_extra = call;
		MemoryContextSwitchTo(old);
	}
	if (call->generation != credit_catalogue_generation())
	{
		(void) credit_catalogue_read();
		call->generation = credit_catalogue_generation();
	}
	(void) credit_fold_decision(state, &fold);
	for (int i = 0; i < lengthof(days); i++)
	{
		values[i] = DateADTGetDatum(*days[i]);
		nulls[i] = *days[i] == NO_DAY;
	}
	nulls[6] = fold.end_kind == END_NONE;
	if (!nulls[6])
		values[6] = CStringGetTextDatum(credit_end_word(fold.end_kind));
	nulls[7] = fold.nconditions == 0;
	if (!nulls[7])
		values[7] = integers(fold.conditions, fold.nconditions);
	nulls[8] = fold.nepisodes == 0;
	if (!nulls[8])
		values[8] = PointerGetDatum(credit_course(&fold));
	values[9] = Int32GetDatum(state->life.n);
	nulls[10] = fold.harmony == NULL;
	if (!nulls[10])
		values[10] = CStringGetTextDatum(fold.harmony);
	nulls[11] = fold.harmony_measure == 0;
	values[11] = Int32GetDatum(fold.harmony_measure);
	nulls[12] = fold.harmony_document == NULL;
	if (!nulls[12])
		values[12] = CStringGetTextDatum(fold.harmony_document);
	values[13] = DateADTGetDatum(fold.served_on);
	nulls[13] = fold.served_on == NO_DAY;
	values[14] = DateADTGetDatum(fold.base_last);
	nulls[14] = fold.base_last == NO_DAY;
	values[15] = CStringGetTextDatum(state->conduct);
	values[16] = DateADTGetDatum(state->facts.decided_on);
	nulls[17] = state->facts.nexclude == 0;
	if (!nulls[17])
		values[17] = integers(state->facts.exclude, state->facts.nexclude);
	nulls[18] = state->facts.role == NULL;
	if (!nulls[18])
		values[18] = CStringGetTextDatum(state->facts.role);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(call->desc, values, nulls)));
}
