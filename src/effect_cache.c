/*
 * effect_cache.c
 *	  The catalogue as questions know it: matters, and conducts with their
 *	  measures.
 *
 * The cache is known by the revision that the question read, by the table that
 * holds the revision, and by the generation of the catalogue that triggers use,
 * which is another one after a roll-back.  The revision carries the transaction
 * that wrote it, for numbers that were given out twice.  Entries are read with the snapshot of
 * the question.  So a question that sees another revision empties the cache,
 * and no message of invalidation is needed, which a copy that is fed by
 * replication would not get.
 *
 * Memory: a context of its own below CacheMemoryContext, with one for each
 * conduct below it.  It has the matters
 * that were asked for and the conducts that decisions were seen of, each with
 * its measures, hence never more than the catalogue has.
 *
 * Locks: those of the statements that read the catalogue, inside the settings
 * of credit_owner_enter().
 */
#include "effect.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"

#include "plan_cache.h"

/* Effects, strongest first. */
const char *const credit_effect_words[NO_EFFECT] = {
	"prohibit", "limit", "withdraw", "scrutinise", "reference", "supervise",
	"assist", "publish", "favour"
};

static MemoryContext context = NULL;
static HTAB *entries = NULL;
static HTAB *matters = NULL;
static EffectRevision known;
static int64 known_generation;
static uint64 emptied;			/* how often */
static EffectConduct *last_conduct; /* that was asked for */
static const char *last_matter;

static void
make_cache(const EffectRevision *revision)
{
	HASHCTL		control = {0};

	credit_catalogue_callbacks();
	if (context == NULL)
		context = AllocSetContextCreate(CacheMemoryContext, "credit effects",
										ALLOCSET_DEFAULT_SIZES);
	entries = matters = NULL;
	last_conduct = NULL;
	last_matter = NULL;
	emptied++;
	MemoryContextReset(context);
	control.hcxt = context;
	control.keysize = CODE_SIZE;
	control.entrysize = CODE_SIZE;
	matters = hash_create("credit matters", 64, &control, HASH_ELEM | HASH_STRINGS | HASH_CONTEXT);
	control.entrysize = sizeof(EffectConduct);
	entries = hash_create("credit effects", 64, &control, HASH_ELEM | HASH_STRINGS | HASH_CONTEXT);
	known = *revision;
	known_generation = credit_catalogue_generation();
}

/* Read the catalogue as the owner, in the snapshot of the question. */
static void
read_catalogue(PlanId id, const char *query, const char *code)
{
	Oid			argtype = TEXTOID;
	Datum		arg = CStringGetTextDatum(code);

	if (SPI_execute_plan(credit_plan(id, query, 1, &argtype), &arg, NULL, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the catalogue");
}

/*
 * Make the cache that of a revision, which was read in the snapshot of the
 * question.  Raises 55000 where there was none: then the catalogue has not
 * arrived, and nothing is "clear".
 */
void
credit_effect_catalogue(const EffectRevision *revision)
{
	if (!OidIsValid(revision->table))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the catalogue has no revision"),
				 errdetail("Table credit.catalogue_revision is empty, as on a copy that has not received all tables yet."),
				 errhint("Wait until every table has arrived, or restore the row; without it no question has an answer.")));
	if (entries == NULL || revision->number != known.number || revision->table != known.table ||
		revision->written_by != known.written_by || known_generation != credit_catalogue_generation())
		make_cache(revision);
}

/* JC002 unless a matter is in the catalogue; NULL is none. */
void
credit_effect_matter(const char *matter)
{
	OwnerScope	scope;
	bool		known = false;

	if (matter != NULL && strlen(matter) < CODE_SIZE)
	{
		if (last_matter != NULL && strcmp(last_matter, matter) == 0)
			return;
		last_matter = hash_search(matters, matter, HASH_FIND, NULL);
		if (last_matter != NULL)
			return;
		SPI_connect();
		credit_owner_enter(&scope, credit_relation("matter", false), true);
		read_catalogue(PLAN_MATTER_KNOWN, "SELECT FROM credit.matter WHERE code = $1", matter);
		known = SPI_processed > 0;
		credit_owner_leave(&scope);
		SPI_finish();
	}
	if (!known)
		credit_unknown_matter(matter);
	last_matter = hash_search(matters, matter, HASH_ENTER, NULL);
}

/* A value that the catalogue must have. */
static Datum
value_of(HeapTuple row, TupleDesc desc, int column)
{
	bool		isnull;
	Datum		value = SPI_getbinval(row, desc, column, &isnull);

	if (isnull)
		elog(ERROR, "column \"%s\" of the catalogue is empty", SPI_fname(desc, column));
	return value;
}

static void
read_effect(MemoryContext memory, HeapTuple row, TupleDesc desc, Effect *effect)
{
	char	   *word = TextDatumGetCString(value_of(row, desc, 3));

	effect->terms.number = DatumGetInt32(value_of(row, desc, 1));
	effect->valid = credit_span(value_of(row, desc, 2));
	while (effect->rank < NO_EFFECT && strcmp(credit_effect_words[effect->rank], word) != 0)
		effect->rank++;
	if (effect->rank == NO_EFFECT)
		elog(ERROR, "unknown effect \"%s\"", word);
	effect->matters = credit_kept_words(memory, row, desc, 4, &effect->nmatters);
	effect->reach = credit_kept_words(memory, row, desc, 5, &effect->nreach);
	effect->conditional = DatumGetBool(value_of(row, desc, 6));
	if (credit_kept_interval(row, desc, 7, &effect->term))
		effect->terms.term = &effect->term;
	if (credit_kept_interval(row, desc, 8, &effect->statutory_max))
		effect->terms.statutory_max = &effect->statutory_max;
	word = SPI_getvalue(row, desc, 9);
	effect->terms.term_kind = word ? credit_term_kind(word) : 0;
	effect->terms.statutory_term = DatumGetBool(value_of(row, desc, 10));
	effect->terms.stop_counts = DatumGetBool(value_of(row, desc, 11));
}

/*
 * Read a conduct into a context.  Returns whether all of it is there: on a copy
 * that is still being made measures and matters may arrive after the conduct,
 * under the same revision.
 */
static bool
read_conduct(MemoryContext memory, const char *code, EffectConduct *conduct)
{
	OwnerScope	scope;
	bool		whole;

	SPI_connect();
	credit_owner_enter(&scope, credit_relation("conduct", false), true);
	read_catalogue(PLAN_EFFECT_CONDUCT,
				   "SELECT valid, polarity = 'sanction' FROM credit.conduct WHERE code = $1 AND NOT draft", code);
	conduct->nversions = (int) SPI_processed;
	conduct->versions = MemoryContextAllocZero(memory, sizeof(EffectVersion) * (conduct->nversions + 1));
	for (int i = 0; i < conduct->nversions; i++)
	{
		conduct->versions[i].valid = credit_span(value_of(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1));
		conduct->versions[i].sanction = DatumGetBool(value_of(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 2));
	}
	/* a code that is no matter of the catalogue any more bears on nothing */
	read_catalogue(PLAN_EFFECT_MEASURES,
				   "SELECT number, valid, effect, ARRAY(SELECT a.code FROM credit.matter a WHERE a.code = ANY (m.matters)), reach,"
				   " condition IS NOT NULL, term, statutory_max, term_kind, statutory_term, stop_counts, coalesce(cardinality(m.matters), 0)"
				   " FROM credit.measure m WHERE conduct = $1 AND NOT draft" BY_STRENGTH_OF("effect"), code);
	conduct->neffects = (int) SPI_processed;
	conduct->effects = MemoryContextAllocZero(memory, sizeof(Effect) * (conduct->neffects + 1));
	whole = conduct->neffects > 0;
	for (int i = 0; i < conduct->neffects; i++)
	{
		read_effect(memory, SPI_tuptable->vals[i], SPI_tuptable->tupdesc, &conduct->effects[i]);
		whole = whole &&
			conduct->effects[i].nmatters == DatumGetInt32(value_of(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 12));
	}
	credit_owner_leave(&scope);
	SPI_finish();
	strlcpy(conduct->code, code, CODE_SIZE);
	return whole;
}

/*
 * The versions of a conduct and of its measures; 55000 where a decision was made
 * of one that the catalogue has not, as on a copy that has not received all
 * tables.  What is not whole is not kept, and is in the current context.
 */
EffectConduct *
credit_effect_conduct(const char *code)
{
	EffectConduct *conduct;
	MemoryContext memory;
	uint64		before = emptied;
	bool		whole;

	if (last_conduct != NULL && strcmp(last_conduct->code, code) == 0)
		return last_conduct;
	conduct = hash_search(entries, code, HASH_FIND, NULL);
	if (conduct != NULL)
		return last_conduct = conduct;

	memory = AllocSetContextCreate(CurrentMemoryContext, "credit conduct", ALLOCSET_SMALL_SIZES);
	conduct = MemoryContextAllocZero(memory, sizeof(EffectConduct));
	whole = read_conduct(memory, code, conduct);
	if (conduct->nversions == 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("conduct \"%s\" of a decision is not in the catalogue", code),
				 errdetail("The catalogue is not complete, as on a copy that has not received all tables yet."),
				 errhint("Wait until every table has arrived; what a decision means cannot be told before.")));
	/* reading has asked a question itself, of another revision */
	if (!whole || emptied != before)
		return conduct;
	last_conduct = hash_search(entries, code, HASH_ENTER, NULL);
	*last_conduct = *conduct;
	MemoryContextSetParent(memory, context);
	return last_conduct;
}
