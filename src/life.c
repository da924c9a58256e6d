/*
 * life.c
 *	  The events of a decision in their order, and how they and the decision are
 *	  read for the fold.
 *
 * The columns come in the order of LIFE_LIST and DECISION_LIST, from a query
 * or as arguments of the aggregate.
 *
 * Memory: the current context; texts and lists are copied into it.
 * Locks: none.
 */
#include "life.h"

#include "catalog/pg_type.h"
#include "common/hashfn.h"
#include "utils/array.h"
#include "utils/builtins.h"

static int
compare_events(const void *a, const void *b)
{
	const LifeEvent *left = a;
	const LifeEvent *right = b;

	if (left->recorded_at != right->recorded_at)
		return left->recorded_at < right->recorded_at ? -1 : 1;
	return memcmp(left->event.data, right->event.data, UUID_LEN);
}

/* Put the events in the order in which they were recorded. */
void
credit_life_sort(Life *life)
{
	if (!life->unsorted)
		return;
	for (int i = 1; i < life->n; i++)
		if (compare_events(&life->events[i - 1], &life->events[i]) > 0)
		{
			qsort(life->events, life->n, sizeof(LifeEvent), compare_events);
			break;
		}
	life->unsorted = false;
}

/* Number of an event, or -1. */
int
credit_life_find(const Life *life, const pg_uuid_t *event)
{
	for (int i = 0; i < life->n; i++)
		if (credit_uuid_equal(&life->events[i].event, event))
			return i;
	return -1;
}

/* Number of the first event of a kind after number i that is about it, or -1. */
int
credit_life_next(const Life *life, int i, EventKind kind)
{
	for (int j = i + 1; j < life->n; j++)
		if (life->events[j].kind == kind &&
			credit_uuid_equal(&life->events[j].target, &life->events[i].event))
			return j;
	return -1;
}

static DateADT
day_of(const Datum *values, const bool *nulls, int i)
{
	return nulls[i] ? NO_DAY : DatumGetDateADT(values[i]);
}

/* The integers of an array; n is -1 for NULL. */
static int *
integers(const Datum *values, const bool *nulls, int i, int *n)
{
	ArrayType  *array;
	Datum	   *elements;
	int		   *result;

	*n = -1;
	if (nulls[i])
		return NULL;
	array = DatumGetArrayTypeP(values[i]);
	deconstruct_array(array, INT4OID, sizeof(int32), true, TYPALIGN_INT, &elements, NULL, n);
	result = palloc(sizeof(int) * (*n + 1));
	for (int k = 0; k < *n; k++)
		result[k] = DatumGetInt32(elements[k]);
	return result;
}

/* What tells two texts apart; 0 for NULL. */
static uint64
text_hash(const Datum *values, const bool *nulls, int i)
{
	text	   *value;

	if (nulls[i])
		return 0;
	value = DatumGetTextPP(values[i]);
	return DatumGetUInt64(hash_any_extended((unsigned char *) VARDATA_ANY(value),
											VARSIZE_ANY_EXHDR(value), 0)) | 1;
}

static char *
text_at(const Datum *values, const bool *nulls, int i)
{
	return nulls[i] ? NULL : TextDatumGetCString(values[i]);
}

/* Fill in an event, from the columns of LIFE_LIST. */
void
credit_life_event(LifeEvent *event, const Datum *values, const bool *nulls)
{
	text	   *word = DatumGetTextPP(values[1]);
	int			n;
	int			kind = credit_event_kind(VARDATA_ANY(word), VARSIZE_ANY_EXHDR(word));

	if (kind < 0)
		elog(ERROR, "unknown kind of event \"%s\"", text_to_cstring(word));
	memset(event, 0, sizeof(LifeEvent));
	event->kind = kind;
	event->event = *DatumGetUUIDP(values[0]);
	event->on_day = DatumGetDateADT(values[2]);
	event->until_day = day_of(values, nulls, 3);
	event->last_day = day_of(values, nulls, 4);
	event->published_on = day_of(values, nulls, 5);
	event->due_on = day_of(values, nulls, 6);
	event->recorded_at = DatumGetTimestampTz(values[7]);
	if (!nulls[8])
		event->target = *DatumGetUUIDP(values[8]);
	if (!nulls[9])
	{
		word = DatumGetTextPP(values[9]);
		event->outcome = credit_outcome(VARDATA_ANY(word), VARSIZE_ANY_EXHDR(word));
	}
	if (!nulls[10])
	{
		/* re_c_ord, de_c_ision, re_p_air */
		word = DatumGetTextPP(values[10]);
		if (VARSIZE_ANY_EXHDR(word) > 2)
			event->about = VARDATA_ANY(word)[2] == 'p' ? ABOUT_REPAIR :
				VARDATA_ANY(word)[0] == 'r' ? ABOUT_RECORD : ABOUT_DECISION;
	}
	event->extends = !nulls[11] && DatumGetBool(values[11]);
	event->measures = integers(values, nulls, 12, &n);
	event->nmeasures = n;
	if (kind == EVENT_OBJECTION || kind == EVENT_COMPLAINT)
	{
		event->ground = text_hash(values, nulls, 13);
		event->objector = text_hash(values, nulls, 14);
	}
	event->follows = DatumGetBool(values[15]);
	event->recorded_on = DatumGetDateADT(values[16]);
}

/* Add an event; the life is that of a decision whose events are being read. */
void
credit_life_add(Life *life, const LifeEvent *event)
{
	if (life->n == life->allocated)
	{
		life->allocated = Max(4, life->allocated * 2);
		life->events = life->events == NULL ?
			palloc(sizeof(LifeEvent) * life->allocated) :
			repalloc(life->events, sizeof(LifeEvent) * life->allocated);
	}
	life->events[life->n++] = *event;
	if (life->n > 1 && compare_events(event, &life->events[life->n - 2]) < 0)
		life->unsorted = true;
}

/*
 * Fill in what the fold reads of a decision, from the columns of DECISION_LIST
 * but the first; its term, if it has one, is put into term.
 */
void
credit_decision_facts(DecisionFacts *facts, Interval *term, const Datum *values, const bool *nulls)
{
	int			n;

	facts->decided_on = DatumGetDateADT(values[1]);
	facts->act_on = DatumGetDateADT(values[2]);
	facts->source_served_on = day_of(values, nulls, 3);
	facts->stated_on = day_of(values, nulls, 4);
	facts->term = NULL;
	if (!nulls[5])
	{
		*term = *DatumGetIntervalP(values[5]);
		facts->term = term;
	}
	facts->exclude = integers(values, nulls, 6, &n);
	facts->nexclude = Max(n, 0);
	facts->conditions = integers(values, nulls, 7, &n);
	facts->nconditions = Max(n, 0);
	facts->role = text_at(values, nulls, 8);
	facts->minutes = text_at(values, nulls, 9);
	facts->standstill_until = day_of(values, nulls, 10);
	facts->recorded_on = DatumGetDateADT(values[11]);
}

/* Add the event of a row, whose columns begin at a number from 1. */
void
credit_life_of_row(Life *life, HeapTuple row, TupleDesc desc, int first)
{
	Datum		values[LIFE_COLUMNS];
	bool		nulls[LIFE_COLUMNS];
	LifeEvent	event;

	for (int i = 0; i < LIFE_COLUMNS; i++)
		values[i] = SPI_getbinval(row, desc, first + i, &nulls[i]);
	credit_life_event(&event, values, nulls);
	credit_life_add(life, &event);
}

/* Fill in the decision of a row, whose columns begin at a number from 1. */
void
credit_decision_of_row(DecisionLife *decision, HeapTuple row, TupleDesc desc, int first)
{
	Datum		values[DECISION_COLUMNS];
	bool		nulls[DECISION_COLUMNS];

	for (int i = 0; i < DECISION_COLUMNS; i++)
		values[i] = SPI_getbinval(row, desc, first + i, &nulls[i]);
	decision->conduct = TextDatumGetCString(values[0]);
	credit_decision_facts(&decision->facts, &decision->term, values, nulls);
}

/*
 * Fold a decision that was read; gives the version of its conduct, which is
 * never a draft (JC002).  The catalogue is ready, see credit_conduct_on().
 */
const Conduct *
credit_fold_decision(DecisionLife *decision, Fold *fold)
{
	const Conduct *conduct = credit_conduct_on(decision->conduct, decision->facts.decided_on, NULL);

	if (conduct == NULL || conduct->draft)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_NOT_IN_CATALOGUE),
				 errmsg("conduct \"%s\" was not in the catalogue on %s", decision->conduct,
						credit_day_text(decision->facts.decided_on)),
				 errdetail("A decision is folded by the version of its conduct that the day of the decision pins."),
				 errhint("SELECT code, valid FROM credit.conduct lists the versions.")));
	credit_fold(conduct, &decision->facts, &decision->life, fold);
	return conduct;
}
