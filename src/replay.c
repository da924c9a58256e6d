/*
 * replay.c
 *	  The fold as an aggregate: a replay is one GROUP BY.
 *
 *	SELECT subject, decision, credit.fold(<columns of decision>, <columns of event>)
 *	FROM credit.decision LEFT JOIN credit.event ... GROUP BY subject, decision
 *
 * over the facts that were known at a moment gives what standing had then.
 * The columns are those of DECISION_LIST and LIFE_LIST (life.h); an event
 * column of NULL is a decision without events.
 *
 * Memory: the transition state lives in the aggregate's context; the fold
 * itself in the context of the group's result.
 *
 * Locks: none; the catalogue is that of the query's snapshot.
 */
#include "life.h"

#include "access/htup_details.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "standing.h"

PG_FUNCTION_INFO_V1(credit_fold_add);
PG_FUNCTION_INFO_V1(credit_fold_done);

/* credit_fold_add(internal, columns of decision, columns of event) */
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
				 errmsg("credit_fold_add was called outside an aggregate"),
				 errdetail("It is the transition function of credit.fold()."),
				 errhint("Call credit.fold().")));
	old = MemoryContextSwitchTo(context);
	if (PG_ARGISNULL(0))
	{
		if (PG_ARGISNULL(1) || PG_ARGISNULL(2) || PG_ARGISNULL(3))
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("decision to be folded has no conduct, day or day of the act"),
					 errdetail("Columns of table decision come first."),
					 errhint("Give conduct, decided_on and act_on.")));
		state = palloc0(sizeof(DecisionLife));
		for (int i = 0; i < DECISION_COLUMNS; i++)
		{
			values[i] = PG_GETARG_DATUM(1 + i);
			nulls[i] = PG_ARGISNULL(1 + i);
		}
		credit_decision_facts(state, values, nulls);
	}
	else
		state = (DecisionLife *) PG_GETARG_POINTER(0);
	if (!PG_ARGISNULL(1 + DECISION_COLUMNS))
	{
		if (PG_ARGISNULL(2 + DECISION_COLUMNS) || PG_ARGISNULL(3 + DECISION_COLUMNS) ||
			PG_ARGISNULL(8 + DECISION_COLUMNS))
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("event to be folded has no kind, day or time"),
					 errdetail("Columns of table event come after those of decision."),
					 errhint("Give kind, on_day and recorded_at, or NULL for event where there is none.")));
		if (DATE_NOT_FINITE(PG_GETARG_DATEADT(3 + DECISION_COLUMNS)))
			ereport(ERROR,
					(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
					 errmsg("on_day may not be infinite"),
					 errdetail("It is a day on which something happened."),
					 errhint("Give the day.")));
		for (int i = 0; i < LIFE_COLUMNS; i++)
		{
			values[i] = PG_GETARG_DATUM(1 + DECISION_COLUMNS + i);
			nulls[i] = PG_ARGISNULL(1 + DECISION_COLUMNS + i);
		}
		(void) credit_life_event(&state->life, values, nulls);
	}
	MemoryContextSwitchTo(old);
	PG_RETURN_POINTER(state);
}

/* Catalogue and shape of the result, once a query. */
typedef struct FoldCall
{
	TupleDesc	desc;
	int64		generation;
} FoldCall;

/*
 * Final function: a row of type credit.folded (base_on, from_day, last_day,
 * end_day, review_due, act_on, end_kind, conditions_met, course, events,
 * harmony, harmony_measure, harmony_document_no, served_on, base_last).
 */
Datum
credit_fold_done(PG_FUNCTION_ARGS)
{
	FoldCall   *call = fcinfo->flinfo->fn_extra;
	Datum		values[15] = {0};
	bool		nulls[15] = {false};
	Fold		fold;
	DecisionLife *state;
	const DateADT *const days[] = {&fold.base_on, &fold.from_day, &fold.last_day, &fold.end_day,
	&fold.review_due, &fold.act_on};

	if (PG_ARGISNULL(0))
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
	state = (DecisionLife *) PG_GETARG_POINTER(0);
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
	{
		Datum	   *numbers = palloc(sizeof(Datum) * fold.nconditions);

		for (int i = 0; i < fold.nconditions; i++)
			numbers[i] = Int32GetDatum(fold.conditions[i]);
		values[7] = PointerGetDatum(construct_array(numbers, fold.nconditions, INT4OID,
													sizeof(int32), true, TYPALIGN_INT));
	}
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
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(call->desc, values, nulls)));
}
