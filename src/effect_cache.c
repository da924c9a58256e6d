/*
 * effect_cache.c
 *	  The catalogue as questions know it: matters, and conducts with their
 *	  measures.
 *
 * The cache is known by the revision that the question read, by the table that
 * holds the revision, and by the generation of the catalogue that triggers use,
 * which is another one after a roll-back.  Entries are read with the snapshot of
 * the question.  So a question that sees another revision empties the cache,
 * and no message of invalidation is needed, which a copy that is fed by
 * replication would not get.
 *
 * Memory: a context of its own below CacheMemoryContext.  It has the matters
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
static int64 known_revision;
static int64 known_generation;
static Oid	known_table;
static EffectConduct *last_conduct; /* that was asked for */
static const char *last_matter;

static void
make_cache(int64 revision, Oid table)
{
	HASHCTL		control = {0};

	credit_catalogue_callbacks();
	if (context == NULL)
		context = AllocSetContextCreate(CacheMemoryContext, "credit effects",
										ALLOCSET_DEFAULT_SIZES);
	entries = matters = NULL;
	last_conduct = NULL;
	last_matter = NULL;
	MemoryContextReset(context);
	control.hcxt = context;
	control.keysize = CODE_SIZE;
	control.entrysize = CODE_SIZE;
	matters = hash_create("credit matters", 64, &control, HASH_ELEM | HASH_STRINGS | HASH_CONTEXT);
	control.entrysize = sizeof(EffectConduct);
	entries = hash_create("credit effects", 64, &control, HASH_ELEM | HASH_STRINGS | HASH_CONTEXT);
	known_revision = revision;
	known_table = table;
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
 * Make the cache that of a revision, which the table has in the snapshot of the
 * question.
 */
void
credit_effect_catalogue(int64 revision, Oid table)
{
	if (entries == NULL || revision != known_revision || table != known_table ||
		known_generation != credit_catalogue_generation())
		make_cache(revision, table);
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

static void
read_effect(HeapTuple row, TupleDesc desc, Effect *effect)
{
	bool		isnull;
	char	   *word = SPI_getvalue(row, desc, 3);

	effect->terms.number = DatumGetInt32(SPI_getbinval(row, desc, 1, &isnull));
	effect->valid = credit_span(SPI_getbinval(row, desc, 2, &isnull));
	while (effect->rank < NO_EFFECT && strcmp(credit_effect_words[effect->rank], word) != 0)
		effect->rank++;
	if (effect->rank == NO_EFFECT)
		elog(ERROR, "unknown effect \"%s\"", word);
	effect->matters = credit_kept_words(context, row, desc, 4, &effect->nmatters);
	effect->reach = credit_kept_words(context, row, desc, 5, &effect->nreach);
	effect->conditional = DatumGetBool(SPI_getbinval(row, desc, 6, &isnull));
	if (credit_kept_interval(row, desc, 7, &effect->term))
		effect->terms.term = &effect->term;
	if (credit_kept_interval(row, desc, 8, &effect->statutory_max))
		effect->terms.statutory_max = &effect->statutory_max;
	word = SPI_getvalue(row, desc, 9);
	effect->terms.term_kind = word ? credit_term_kind(word) : 0;
	effect->terms.statutory_term = DatumGetBool(SPI_getbinval(row, desc, 10, &isnull));
	effect->terms.stop_counts = DatumGetBool(SPI_getbinval(row, desc, 11, &isnull));
}

/* The versions of a conduct and of its measures. */
EffectConduct *
credit_effect_conduct(const char *code)
{
	EffectConduct *entry;
	EffectConduct loaded = {0};
	OwnerScope	scope;
	bool		isnull;
	bool		found;

	if (last_conduct != NULL && strcmp(last_conduct->code, code) == 0)
		return last_conduct;
	entry = hash_search(entries, code, HASH_FIND, NULL);
	if (entry != NULL)
		return last_conduct = entry;

	SPI_connect();
	credit_owner_enter(&scope, credit_relation("conduct", false), true);
	read_catalogue(PLAN_EFFECT_CONDUCT,
				   "SELECT valid, polarity = 'sanction' FROM credit.conduct WHERE code = $1 AND NOT draft", code);
	loaded.nversions = (int) SPI_processed;
	loaded.versions = MemoryContextAllocZero(context, sizeof(EffectVersion) * (loaded.nversions + 1));
	for (int i = 0; i < loaded.nversions; i++)
	{
		loaded.versions[i].valid = credit_span(SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1, &isnull));
		loaded.versions[i].sanction = DatumGetBool(SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 2, &isnull));
	}
	/* a code that is no matter of the catalogue any more bears on nothing */
	read_catalogue(PLAN_EFFECT_MEASURES,
				   "SELECT number, valid, effect, ARRAY(SELECT a.code FROM credit.matter a WHERE a.code = ANY (m.matters)), reach,"
				   " condition IS NOT NULL, term, statutory_max, term_kind, statutory_term, stop_counts"
				   " FROM credit.measure m WHERE conduct = $1 AND NOT draft" BY_STRENGTH_OF("effect"), code);
	loaded.neffects = (int) SPI_processed;
	loaded.effects = MemoryContextAllocZero(context, sizeof(Effect) * (loaded.neffects + 1));
	for (int i = 0; i < loaded.neffects; i++)
		read_effect(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, &loaded.effects[i]);
	credit_owner_leave(&scope);
	SPI_finish();

	strlcpy(loaded.code, code, CODE_SIZE);
	entry = hash_search(entries, code, HASH_ENTER, &found);
	*entry = loaded;
	return last_conduct = entry;
}
