/*
 * effect.c
 *	  What bears on a matter: the core of effect_on(), effects_on() and of the
 *	  other questions about a subject.
 *
 * One snapshot gives what a question needs of the tables: whether the number
 * was ever linked to a subject, the rows of standing and whether they know all
 * facts, and the revision of the catalogue.  They are read by scans of indexes
 * (effect_scan.c) where the tables allow it, and else, and for many subjects,
 * by a statement.  Measures come from the cache of effect_cache.c and their days
 * from the fold; so an answer is that of view measure_run, which
 * test/oracle/effect.py holds it to.
 *
 * The statement runs as the owner of the tables without a level of settings of
 * its own.  So, as in a foreign-key check, every name and operator in it is
 * qualified: no search_path can put something else in its place.
 *
 * Memory: rows are looked at as they come and not kept; effects_on() keeps a
 * byte and a bit a subject, in the current context.
 *
 * Locks: those of the scans or the statement; credit_effect_locked() takes the
 * stripes of the number as given and of the subject that it means, shared.
 */
#include "effect.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "nodes/params.h"
#include "tcop/dest.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "fact.h"
#include "fold.h"
#include "lock.h"
#include "owner.h"
#include "plan_cache.h"

PG_FUNCTION_INFO_V1(credit_effect_on);
PG_FUNCTION_INFO_V1(credit_effects_on);

/* Columns of the statement, after those of standing. */
enum
{
	X_COUNT = E_COLUMNS, X_LINKED, X_REVISION, X_TABLE, X_WRITER, X_NUMBER
};

#define LIST(subject) "SELECT d.decision, s.events, s.conduct, s.decided_on, s.act_on, s.base_on, s.from_day, s.last_day, s.end_day," \
	" s.end_kind, s.review_due, s.harmony, s.role, s.exclude, s.conditions_met, s.course," \
	" (SELECT pg_catalog.count(*) FROM credit.event e" \
	"  WHERE e.subject OPERATOR(credit.=) d.subject AND e.decision OPERATOR(pg_catalog.=) d.decision)," \
	" EXISTS (SELECT FROM credit.subject_identifier i WHERE i.identifier OPERATOR(credit.=) " subject ")," \
	" r.revision, r.tableoid, r.xmin"
#define DECISIONS(subject) " LEFT JOIN (credit.decision d LEFT JOIN credit.standing s ON s.subject OPERATOR(credit.=) d.subject" \
	"  AND s.decision OPERATOR(pg_catalog.=) d.decision) ON d.subject OPERATOR(credit.=) " subject

/* A question on its way through the rows. */
typedef struct Inquiry
{
	DestReceiver receiver;
	const Question *question;
	const Identifier *subjects; /* one, or those of effects_on() */
	const char *matter;			/* NULL: all of them */
	bool		polar;			/* only sanctions, or only incentives */
	bool		sanction;
	bool		suspended;		/* what is suspended counts too */
	bool		resolved;		/* the subject is not looked for any more */
	bool		compare;		/* facts and standing, whatever is known of
								 * them */
	bool	   *linked;			/* a number is linked to a subject */
	uint8	   *strongest;		/* number of an effect, or NO_EFFECT */
	MemoryContext scratch;		/* emptied at each row; NULL: none */
} Inquiry;

/* Whether one dotted code is the other, or above it. */
static bool
above(const char *code, const char *below)
{
	size_t		length = strlen(code);

	return strncmp(code, below, length) == 0 && (below[length] == '\0' || below[length] == '.');
}

/* Whether a measure bears on a matter; NULL: whatever that is. */
static bool
bears_on(const Effect *effect, const char *matter)
{
	if (matter == NULL)
		return true;
	for (int i = 0; i < effect->nmatters; i++)
		if (above(effect->matters[i], matter) || above(matter, effect->matters[i]))
			return true;
	return false;
}

/* Whether the measure has a version on a day. */
static bool
measure_on(const EffectConduct *conduct, int number, DateADT day)
{
	for (int i = 0; i < conduct->neffects; i++)
		if (conduct->effects[i].terms.number == number && credit_span_contains(&conduct->effects[i].valid, day))
			return true;
	return false;
}

/* Whether a number is in an integer[]; has_null says whether it has a NULL. */
static bool
among(int number, Datum array, bool *has_null)
{
	ArrayType  *numbers = DatumGetArrayTypeP(array);
	Datum	   *elements;
	bool	   *nulls;
	int			n;
	bool		found = false;

	deconstruct_array(numbers, INT4OID, sizeof(int32), true, TYPALIGN_INT, &elements, &nulls, &n);
	*has_null = false;
	for (int i = 0; i < n; i++)
	{
		*has_null = *has_null || nulls[i];
		found = found || (!nulls[i] && DatumGetInt32(elements[i]) == number);
	}
	return found;
}

static bool
text_is(Datum value, const char *word)
{
	text	   *given = DatumGetTextPP(value);
	size_t		length = strlen(word);

	return VARSIZE_ANY_EXHDR(given) == length && memcmp(VARDATA_ANY(given), word, length) == 0;
}

/* Whether a measure reaches the role of a decision. */
static bool
reaches(const Effect *effect, const Datum *value, const bool *isnull)
{
	for (int i = 0; i < effect->nreach; i++)
		if (isnull[E_ROLE] ? strcmp(effect->reach[i], "subject") == 0 :
			text_is(value[E_ROLE], effect->reach[i]))
			return true;
	return false;
}

/* Whether a decision carries a measure, as view measure_run has it. */
static bool
carries(const EffectConduct *conduct, const Effect *effect, const Datum *value, const bool *isnull)
{
	DateADT		act_on = DatumGetDateADT(value[E_ACT_ON]);
	int			number = effect->terms.number;
	bool		has_null;

	if (!credit_span_contains(&effect->valid, DatumGetDateADT(value[E_DECIDED_ON])) ||
		!reaches(effect, value, isnull))
		return false;
	if (!credit_span_contains(&effect->valid, act_on) && !measure_on(conduct, number, act_on))
		return false;
	if (effect->conditional && (isnull[E_CONDITIONS] || !among(number, value[E_CONDITIONS], &has_null)))
		return false;
	return isnull[E_EXCLUDE] || (!among(number, value[E_EXCLUDE], &has_null) && !has_null);
}

static DateADT
day_of(const Datum *value, const bool *isnull, int column)
{
	return isnull[column] ? NO_DAY : DatumGetDateADT(value[column]);
}

static void
read_standing(const Datum *value, const bool *isnull, Standing *standing)
{
	standing->base_on = day_of(value, isnull, E_BASE_ON);
	standing->from_day = day_of(value, isnull, E_FROM_DAY);
	standing->last_day = day_of(value, isnull, E_LAST_DAY);
	standing->end_day = day_of(value, isnull, E_END_DAY);
	standing->end_kind = isnull[E_END_KIND] ? END_NONE : credit_end_kind(DatumGetTextPP(value[E_END_KIND]));
	standing->review_due = day_of(value, isnull, E_REVIEW_DUE);
	standing->harmonised = !isnull[E_HARMONY];
	standing->nepisodes = 0;
	standing->episodes = NULL;
	if (!isnull[E_COURSE])
		standing->episodes = credit_read_course(DatumGetArrayTypeP(value[E_COURSE]), &standing->nepisodes);
}

/*
 * The strongest effect that a decision has on the matter in question, if it is
 * stronger than one already found.
 */
static uint8
strongest_of(const Inquiry *inquiry, const Datum *value, const bool *isnull, uint8 strongest)
{
	DateADT		day = inquiry->question->day;
	char		code[CODE_SIZE];
	const EffectVersion *version = NULL;
	EffectConduct *conduct;
	Standing	standing;
	bool		read = false;

	if (isnull[E_CONDUCT] || isnull[E_DECIDED_ON] || isnull[E_ACT_ON])
		elog(ERROR, "standing of a decision is not complete");
	/* nothing is in force before the first day that is planned */
	if (isnull[E_FROM_DAY] || DatumGetDateADT(value[E_FROM_DAY]) > day)
		return strongest;
	text_to_cstring_buffer(DatumGetTextPP(value[E_CONDUCT]), code, CODE_SIZE);
	conduct = credit_effect_conduct(code);
	for (int i = 0; i < conduct->nversions && version == NULL; i++)
		if (credit_span_contains(&conduct->versions[i].valid, DatumGetDateADT(value[E_DECIDED_ON])))
			version = &conduct->versions[i];
	if (version == NULL || (inquiry->polar && version->sanction != inquiry->sanction))
		return strongest;

	for (int i = 0; i < conduct->neffects && conduct->effects[i].rank < strongest; i++)
	{
		const Effect *effect = &conduct->effects[i];
		MeasureDays days;
		MeasureState state;

		if (!bears_on(effect, inquiry->matter) || !carries(conduct, effect, value, isnull))
			continue;
		if (!read)
			read_standing(value, isnull, &standing);
		read = true;
		credit_measure_days(&standing, &effect->terms, &days);
		state = credit_measure_state(&standing, effect->terms.number, &days, day);
		if (state == STATE_ACTIVE || (state == STATE_SUSPENDED && inquiry->suspended))
			return effect->rank;
	}
	return strongest;
}

/* Know the catalogue of a revision, and JC002 for a matter that it has not. */
static void
know(const Inquiry *inquiry, const EffectRevision *revision)
{
	credit_effect_catalogue(revision);
	if (!inquiry->polar)
		credit_effect_matter(inquiry->matter);
}

/* Look at a decision on a subject, the nth in question. */
static void
look(Inquiry *inquiry, int64 n, bool stands, int64 events, const Datum *value, const bool *isnull)
{
	MemoryContext before;

	if (!stands || DatumGetInt32(value[E_EVENTS]) != events)
		credit_not_projected(&inquiry->subjects[n]);
	if (inquiry->scratch == NULL)
	{
		inquiry->strongest[n] = strongest_of(inquiry, value, isnull, inquiry->strongest[n]);
		return;
	}
	MemoryContextReset(inquiry->scratch);
	before = MemoryContextSwitchTo(inquiry->scratch);
	inquiry->strongest[n] = strongest_of(inquiry, value, isnull, inquiry->strongest[n]);
	MemoryContextSwitchTo(before);
}

/* A row of the statement. */
static bool
receive(TupleTableSlot *slot, DestReceiver *self)
{
	Inquiry    *inquiry = (Inquiry *) self;
	Datum	   *value = slot->tts_values;
	bool	   *isnull = slot->tts_isnull;
	EffectRevision revision;
	int64		n = 0;

	slot_getallattrs(slot);
	if (slot->tts_tupleDescriptor->natts > X_NUMBER)
		n = DatumGetInt64(value[X_NUMBER]) - 1;
	if (DatumGetBool(value[X_LINKED]) && !inquiry->resolved)
	{
		inquiry->linked[n] = true;
		return true;
	}
	revision.number = DatumGetInt64(value[X_REVISION]);
	revision.table = isnull[X_TABLE] ? InvalidOid : DatumGetObjectId(value[X_TABLE]);
	revision.written_by = DatumGetTransactionId(value[X_WRITER]);
	know(inquiry, &revision);
	if (!isnull[E_DECISION])
		look(inquiry, n, !isnull[E_EVENTS], DatumGetInt64(value[X_COUNT]), value, isnull);
	return true;
}

/* The columns are those of tables whose owner may have changed them. */
static void
startup(DestReceiver *self, int operation, TupleDesc typeinfo)
{
	for (int i = 0; i < E_COLUMNS; i++)
		if (TupleDescAttr(typeinfo, i)->atttypid != credit_effect_type(i))
			elog(ERROR, "column \"%s\" of credit.standing has another type",
				 NameStr(TupleDescAttr(typeinfo, i)->attname));
}

static void
done(DestReceiver *self)
{
}

/* Run a statement, its rows to an inquiry. */
static void
run(SPIPlanPtr plan, Oid argtype, Datum arg, Inquiry *inquiry)
{
	ParamListInfo params = makeParamList(1);
	SPIExecuteOptions options = {0};

	params->params[0].value = arg;
	params->params[0].isnull = false;
	params->params[0].pflags = PARAM_FLAG_CONST;
	params->params[0].ptype = argtype;
	inquiry->receiver.receiveSlot = receive;
	inquiry->receiver.rStartup = startup;
	inquiry->receiver.rShutdown = done;
	inquiry->receiver.rDestroy = done;
	inquiry->receiver.mydest = DestTuplestore;	/* any that SPI does not know */
	options.params = params;
	options.read_only = true;
	options.dest = &inquiry->receiver;
	if (SPI_execute_plan_extended(plan, &options) != SPI_OK_SELECT)
		elog(ERROR, "could not read what stands of a subject");
}

/* Put the question about one subject, whose number may be linked to another. */
static void
inquire(const Identifier *subject, Inquiry *inquiry)
{
	EffectFound found;
	OwnerScope	scope;
	Oid			argtype;
	SPIPlanPtr	plan;

	inquiry->subjects = subject;
	if (credit_effect_scan(subject, inquiry->resolved, inquiry->compare, &found))
	{
		inquiry->linked[0] = found.linked;
		if (found.linked)
			return;
		know(inquiry, &found.revision);
		for (int i = 0; i < found.n; i++)
			if (found.rows[i].decided)
				look(inquiry, 0, found.rows[i].stands, found.rows[i].events,
					 found.rows[i].value, found.rows[i].isnull);
		return;
	}
	argtype = credit_subject_type();
	SPI_connect();
	credit_owner_become(&scope, credit_relation("standing", false));
	plan = credit_generic_plan(PLAN_EFFECT,
							   LIST("$1") " FROM (SELECT) q LEFT JOIN credit.catalogue_revision r ON true" DECISIONS("$1"),
							   1, &argtype, &scope);
	run(plan, argtype, IdentifierPGetDatum(subject), inquiry);
	credit_owner_leave(&scope);
	SPI_finish();
}

/*
 * Put it about what is committed now.  The stripe of the subject comes first,
 * shared, and a snapshot that is taken when it is held: what was committed
 * while it was waited for is seen, and what makes a measure stronger later
 * waits for the end of this transaction.
 */
static void
inquire_locked(const Identifier *subject, Inquiry *inquiry)
{
	(void) credit_lock_subject(subject, false);
	credit_push_latest_snapshot();
	inquire(subject, inquiry);
	PopActiveSnapshot();
}

/* Put the question; a number that is linked means another subject, or several. */
static const char *
answer(Question *question, const Identifier *given, bool locked, Inquiry inquiry)
{
	void		(*put) (const Identifier *, Inquiry *) = locked ? inquire_locked : inquire;
	bool		linked = false;
	uint8		strongest = NO_EFFECT;

	question->subject = *given;
	inquiry.question = question;
	inquiry.linked = &linked;
	inquiry.strongest = &strongest;
	put(&question->subject, &inquiry);
	if (linked)
	{
		/* whoever changes what a number means holds its stripe */
		(void) credit_resolve(given, question->day, !locked, &question->subject);
		inquiry.resolved = true;
		put(&question->subject, &inquiry);
	}
	return strongest == NO_EFFECT ? NULL : credit_effect_words[strongest];
}

/*
 * The strongest effect on a matter (JC002 where it is none), or of what has a
 * polarity; NULL: nothing is in force.  Finds the subject and leaves it in the
 * question.  The caller has tested the right to ask.
 */
const char *
credit_effect(Question *question, const Identifier *given, const char *matter,
			  const char *polarity, bool suspended)
{
	Inquiry		inquiry = {0};

	inquiry.matter = matter;
	inquiry.polar = polarity != NULL;
	inquiry.sanction = polarity != NULL && strcmp(polarity, "sanction") == 0;
	inquiry.suspended = suspended;
	return answer(question, given, false, inquiry);
}

/*
 * The strongest effect on a matter as committed now, whatever the isolation
 * level, with the subject locked.  It stays true to the end of the transaction,
 * but for what weakens it.  Else as above.
 */
const char *
credit_effect_locked(Question *question, const Identifier *given, const char *matter)
{
	Inquiry		inquiry = {0};

	inquiry.matter = matter;
	inquiry.compare = true;
	return answer(question, given, true, inquiry);
}

/*
 * effect_on(subject subject_id or text, matter text, on_day date) returns text
 */
Datum
credit_effect_on(PG_FUNCTION_ARGS)
{
	Question	question;
	Identifier	given;
	const char *effect;

	credit_read_asked(fcinfo, 2, &question, &given);
	effect = credit_effect(&question, &given,
						   PG_ARGISNULL(1) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(1)), NULL, false);
	PG_RETURN_DATUM(CStringGetTextDatum(effect == NULL ? "clear" : effect));
}

/*
 * effects_on(subjects subject_id[], matter text, on_day date) returns table
 * (subject subject_id, effect text)
 *
 * A row for each element, in their order.  Raises as effect_on() does for the
 * first of them that it would raise for.
 */
Datum
credit_effects_on(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	Inquiry		inquiry = {0};
	Question	question;
	OwnerScope	scope;
	ArrayType  *array;
	Oid			argtype;
	Identifier *subjects;
	SPIPlanPtr	plan;
	Datum		words[NO_EFFECT + 1];
	Datum		values[2];
	bool		nulls[2] = {false};
	int			n;

	InitMaterializedSRF(fcinfo, 0);
	credit_require_right_to_ask();
	credit_read_day(fcinfo, 2, &question);
	if (PG_ARGISNULL(0) || array_contains_nulls(PG_GETARG_ARRAYTYPE_P(0)))
		credit_no_subject();
	array = PG_GETARG_ARRAYTYPE_P(0);
	n = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
	subjects = (Identifier *) ARR_DATA_PTR(array);
	inquiry.question = &question;
	inquiry.subjects = subjects;
	inquiry.matter = PG_ARGISNULL(1) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(1));
	inquiry.linked = palloc_extended(n + 1, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	inquiry.strongest = palloc_extended(n + 1, MCXT_ALLOC_HUGE);
	memset(inquiry.strongest, NO_EFFECT, n + 1);
	inquiry.scratch = AllocSetContextCreate(CurrentMemoryContext, "credit effects_on",
											ALLOCSET_DEFAULT_SIZES);

	argtype = get_array_type(credit_subject_type());
	SPI_connect();
	if (n == 0)
	{
		/* a mistyped matter is an error here, too */
		credit_owner_enter(&scope, credit_relation("matter", false), true);
		(void) credit_matter_scope(PG_GETARG_DATUM(1), PG_ARGISNULL(1));
		credit_owner_leave(&scope);
	}
	credit_owner_become(&scope, credit_relation("standing", false));
	plan = credit_generic_plan(PLAN_EFFECTS,
							   LIST("u.subject") ", u.number FROM pg_catalog.unnest($1) WITH ORDINALITY AS u (subject, number)"
							   " LEFT JOIN credit.catalogue_revision r ON true" DECISIONS("u.subject"),
							   1, &argtype, &scope);
	run(plan, argtype, PointerGetDatum(array), &inquiry);
	credit_owner_leave(&scope);
	SPI_finish();

	for (int i = 0; i <= NO_EFFECT; i++)
		words[i] = CStringGetTextDatum(i == NO_EFFECT ? "clear" : credit_effect_words[i]);
	for (int i = 0; i < n; i++)
	{
		values[0] = IdentifierPGetDatum(&subjects[i]);
		values[1] = words[inquiry.strongest[i]];
		if (inquiry.linked[i])
		{
			const char *effect = credit_effect(&question, &subjects[i], inquiry.matter, NULL, false);

			values[1] = CStringGetTextDatum(effect == NULL ? "clear" : effect);
		}
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}
