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
 * Memory: in the aggregate's context 40 bytes a group, 128 a decision and 104 an
 * event, in pieces of up to a megabyte; the shape of the result, and room for
 * the events of one decision, in fn_mcxt; the fold in the context of the
 * group's result.
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

/* A decision as it is kept. */
typedef struct FoldDecision
{
	char	   *conduct;
	DecisionFacts facts;
	Interval	term;
} FoldDecision;

/* An event as it is kept, and the one before it where a group has many. */
typedef struct FoldEvent
{
	LifeEvent	event;
	uint32		before;
} FoldEvent;

/*
 * The state of a group: where its rows are.  States stand side by side and stay
 * in the cache.  The rows of all groups are written one behind the other and
 * are not read until their group is done; then they are far apart, so that as
 * many as possible are named here and not by one another.
 */
#define NAMED_EVENTS 6

typedef struct FoldState
{
	struct FoldRoom *room;
	uint32		decision;		/* 0: none yet */
	uint32		n;				/* events */
	uint32		event[NAMED_EVENTS];	/* the last one begins a list */
} FoldState;

/*
 * Memory that is only given out, in pieces of up to a megabyte.  A place is
 * named by the number of its piece and the eights of bytes before it there.
 */
#define FIRST_PIECE 1024
#define MOST_PIECE (1024 * 1024)
#define PLACE_BITS 17

typedef struct Pool
{
	Size		size;			/* of the latest piece */
	Size		used;
	int			npieces;
	int			allocated;
	char	  **piece;
} Pool;

/* What the groups of an aggregate's context have. */
typedef struct FoldRoom
{
	struct FoldRoom *next;		/* of another context */
	MemoryContextCallback gone;
	MemoryContext context;
	FmgrInfo   *flinfo;			/* of fold_add(), which lives longer */
	Pool		states;
	Pool		rows;
	char	   *conduct;		/* of the latest decision */
} FoldRoom;

/* The context of a room is reset. */
static void
forget_room(void *arg)
{
	FoldRoom   *room = arg;
	FoldRoom   *before = room->flinfo->fn_extra;

	if (before == room)
	{
		room->flinfo->fn_extra = room->next;
		return;
	}
	while (before->next != room)
		before = before->next;
	before->next = room->next;
}

/* The room of a context, of which there is one a grouping set. */
static FoldRoom *
room_in(FmgrInfo *flinfo, MemoryContext context)
{
	FoldRoom   *room = flinfo->fn_extra;

	while (room != NULL && room->context != context)
		room = room->next;
	if (room == NULL)
	{
		room = MemoryContextAllocZero(context, sizeof(FoldRoom));
		room->context = context;
		room->flinfo = flinfo;
		room->next = flinfo->fn_extra;
		room->gone.func = forget_room;
		room->gone.arg = room;
		MemoryContextRegisterResetCallback(context, &room->gone);
		flinfo->fn_extra = room;
	}
	return room;
}

static void *
place(const Pool *pool, uint32 named)
{
	return pool->piece[named >> PLACE_BITS] + (Size) (named & ((1 << PLACE_BITS) - 1)) * 8;
}

static uint32
take(MemoryContext context, Pool *pool, Size size)
{
	uint32		named;

	if (pool->npieces == 0 || pool->used + size > pool->size)
	{
		if (pool->npieces == pool->allocated)
		{
			char	  **piece = pool->piece;

			pool->allocated = Max(8, pool->allocated * 2);
			pool->piece = MemoryContextAlloc(context, sizeof(char *) * pool->allocated);
			if (piece != NULL)
			{
				memcpy(pool->piece, piece, sizeof(char *) * pool->npieces);
				pfree(piece);
			}
		}
		if (pool->npieces >= 1 << (32 - PLACE_BITS))
			ereport(ERROR,
					(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
					 errmsg("too many facts to be folded at once"),
					 errdetail("Those of one query take more than 32 GB."),
					 errhint("Fold the facts of fewer subjects at a time.")));
		pool->size = pool->size == 0 ? FIRST_PIECE : Min(pool->size * 2, MOST_PIECE);
		pool->piece[pool->npieces++] = MemoryContextAlloc(context, pool->size);
		pool->used = 8;			/* no place is named 0 */
	}
	named = (uint32) (pool->npieces - 1) << PLACE_BITS | (uint32) (pool->used / 8);
	pool->used += MAXALIGN(size);
	return named;
}

/* A further event of a group, to be filled in. */
static LifeEvent *
add_event(FoldRoom *room, FoldState *state)
{
	uint32		named = take(room->context, &room->rows, sizeof(FoldEvent));
	FoldEvent  *event = place(&room->rows, named);

	event->before = 0;
	if (state->n < NAMED_EVENTS)
		state->event[state->n] = named;
	else
	{
		event->before = state->event[NAMED_EVENTS - 1];
		state->event[NAMED_EVENTS - 1] = named;
	}
	state->n++;
	return &event->event;
}

/* The name of a conduct is kept once for decisions that follow each other. */
static void
read_decision(FoldRoom *room, FoldDecision *decision, const Datum *values, const bool *nulls)
{
	text	   *conduct = DatumGetTextPP(values[0]);
	int			length = VARSIZE_ANY_EXHDR(conduct);

	if (room->conduct == NULL || strncmp(room->conduct, VARDATA_ANY(conduct), length) != 0 ||
		room->conduct[length] != '\0')
		room->conduct = text_to_cstring(conduct);
	decision->conduct = room->conduct;
	credit_decision_facts(&decision->facts, &decision->term, values, nulls);
}

/* fold_add(internal, columns of decision, columns of event) returns internal */
Datum
credit_fold_add(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	MemoryContext old;
	FoldRoom   *room;
	FoldState  *state;
	Datum		values[Max(DECISION_COLUMNS, LIFE_COLUMNS)];
	bool		nulls[Max(DECISION_COLUMNS, LIFE_COLUMNS)];

	if (!AggCheckCallContext(fcinfo, &context))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("fold_add was called outside an aggregate"),
				 errdetail("It is the transition function of credit.fold()."),
				 errhint("Call credit.fold().")));
	old = MemoryContextSwitchTo(context);
	room = room_in(fcinfo->flinfo, context);
	if (!PG_ARGISNULL(0))
		state = (FoldState *) PG_GETARG_POINTER(0);
	else
	{
		state = place(&room->states, take(context, &room->states, sizeof(FoldState)));
		state->room = room;
		state->decision = state->n = 0;
	}
	if (state->decision == 0 && !PG_ARGISNULL(1))
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
		state->decision = take(context, &room->rows, sizeof(FoldDecision));
		read_decision(room, place(&room->rows, state->decision), values, nulls);
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
		credit_life_event(add_event(room, state), values, nulls);
	}
	MemoryContextSwitchTo(old);
	PG_RETURN_POINTER(state);
}

/* Shape of the result and state of the catalogue, once a query. */
typedef struct FoldCall
{
	TupleDesc	desc;
	int64		generation;
	LifeEvent  *events;			/* of one group after another */
	int			allocated;
} FoldCall;

/* Bring what a group has together, its events in the order in which they came. */
static void
collect(FoldCall *call, const FoldState *state, DecisionLife *decision, MemoryContext context)
{
	const Pool *rows = &state->room->rows;
	const FoldDecision *row = place(rows, state->decision);
	int			n = (int) state->n;

	if (n > call->allocated)
	{
		if (call->events != NULL)
			pfree(call->events);
		call->allocated = n * 2;
		call->events = MemoryContextAllocHuge(context, sizeof(LifeEvent) * call->allocated);
	}
	for (int i = 0; i < Min(n, NAMED_EVENTS - 1); i++)
		call->events[i] = ((FoldEvent *) place(rows, state->event[i]))->event;
	if (n >= NAMED_EVENTS)
	{
		uint32		named = state->event[NAMED_EVENTS - 1];

		for (int i = n - 1; i >= NAMED_EVENTS - 1; i--)
		{
			const FoldEvent *event = place(rows, named);

			call->events[i] = event->event;
			named = event->before;
		}
	}
	memset(decision, 0, sizeof(DecisionLife));
	decision->conduct = row->conduct;
	decision->facts = row->facts;
	decision->life.n = n;
	decision->life.events = call->events;
	decision->life.unsorted = true;
}

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
	FoldState  *state;
	DecisionLife decision;
	const DateADT *const days[] = {&fold.base_on, &fold.from_day, &fold.last_day, &fold.end_day,
	&fold.review_due, &fold.act_on};

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = (FoldState *) PG_GETARG_POINTER(0);
	if (state->decision == 0)
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
	collect(call, state, &decision, fcinfo->flinfo->fn_mcxt);
	(void) credit_fold_decision(&decision, &fold);
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
	values[9] = Int32GetDatum(decision.life.n);
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
	values[15] = CStringGetTextDatum(decision.conduct);
	values[16] = DateADTGetDatum(decision.facts.decided_on);
	nulls[17] = decision.facts.nexclude == 0;
	if (!nulls[17])
		values[17] = integers(decision.facts.exclude, decision.facts.nexclude);
	nulls[18] = decision.facts.role == NULL;
	if (!nulls[18])
		values[18] = CStringGetTextDatum(decision.facts.role);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(call->desc, values, nulls)));
}
