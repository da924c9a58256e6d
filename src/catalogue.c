/*
 * catalogue.c
 *	  Conducts of the catalogue as fact triggers need them.
 *
 * Memory: entries live in a context of their own below CacheMemoryContext.
 * It is emptied when the revision of the catalogue is another one than the
 * entries were read at, when this transaction changes the catalogue, and when
 * a (sub)transaction is rolled back, because it may have read its own change.
 * The revision is read whenever the catalogue lock is taken anew: while the
 * lock is held nobody else can change it.  So correctness needs no
 * invalidation message, which a table under replication would not send.
 * Another installation counts from 1 again, so the table that holds the
 * revision is part of what the entries are known by.
 *
 * Locks: the catalogue lock, shared, to the end of the transaction.
 */
#include "catalogue.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

#include "calendar.h"
#include "fact.h"
#include "lock.h"
#include "owner.h"
#include "plan_cache.h"

#define CODE_SIZE 256			/* longer codes are not cached and not found */

typedef struct ConductEntry
{
	char		code[CODE_SIZE];
	int			nversions;
	Conduct    *versions;
} ConductEntry;

static MemoryContext context = NULL;
static HTAB *conducts = NULL;
static ConductEntry *latest = NULL; /* of conducts, asked for last */
static Oid	known_relation = InvalidOid;
static int64 known_revision = -1;
static int64 locked_revision = -1;	/* read while the lock was taken */
static int64 generation = 0;	/* counts what was forgotten */
static int	backdate_workdays = 0;

/* Kinds of subjects as bits; 0 for a word that is no kind. */
int
credit_kind_bit(const char *kind)
{
	static const char *const kinds[] = {"enterprise", "natural_person",
	"social_organisation", "public_body", "other"};

	for (int i = 0; i < lengthof(kinds); i++)
		if (strcmp(kind, kinds[i]) == 0)
			return 1 << i;
	return 0;
}

/* Empty the cache. */
void
credit_catalogue_forget(void)
{
	conducts = NULL;
	latest = NULL;
	generation++;
	known_revision = -1;
	locked_revision = -1;
	known_relation = InvalidOid;
	credit_agency_forget();
	if (context != NULL)
		MemoryContextReset(context);
}

static void
forget_all(void)
{
	credit_catalogue_forget();
	credit_calendar_forget();
}

static void
at_transaction_end(XactEvent event, void *arg)
{
	/* what is prepared may still be rolled back */
	if (event == XACT_EVENT_ABORT || event == XACT_EVENT_PREPARE)
		forget_all();
}

static void
at_subtransaction_end(SubXactEvent event, SubTransactionId mine,
					  SubTransactionId parent, void *arg)
{
	if (event == SUBXACT_EVENT_ABORT_SUB)
		forget_all();
}

/* See to it that caches are emptied when a (sub)transaction rolls back. */
void
credit_catalogue_callbacks(void)
{
	static bool registered = false;

	if (registered)
		return;
	RegisterXactCallback(at_transaction_end, NULL);
	RegisterSubXactCallback(at_subtransaction_end, NULL);
	registered = true;
}

static void
make_cache(void)
{
	HASHCTL		control = {0};

	credit_catalogue_callbacks();
	if (context == NULL)
		context = AllocSetContextCreate(CacheMemoryContext, "credit catalogue",
										ALLOCSET_DEFAULT_SIZES);
	control.hcxt = context;
	control.keysize = CODE_SIZE;
	control.entrysize = sizeof(ConductEntry);
	conducts = hash_create("credit conducts", 64, &control,
						   HASH_ELEM | HASH_STRINGS | HASH_CONTEXT);
}

static int
int_of(HeapTuple row, TupleDesc desc, int column)
{
	bool		isnull;
	Datum		value = SPI_getbinval(row, desc, column, &isnull);

	return isnull ? 0 : DatumGetInt32(value);
}

/* The revision of the catalogue, and the settings that go with it. */
static int64
read_revision(Snapshot snapshot)
{
	SPIPlanPtr	plan = credit_plan(PLAN_REVISION,
								   "SELECT revision, (SELECT value::integer FROM credit.setting"
								   " WHERE name = 'backdate_workdays') FROM credit.catalogue_revision",
								   0, NULL);
	bool		isnull;

	if (SPI_execute_snapshot(plan, NULL, NULL, snapshot, InvalidSnapshot,
							 false, false, 1) != SPI_OK_SELECT ||
		SPI_processed != 1)
		elog(ERROR, "the catalogue has no revision");
	backdate_workdays = int_of(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 2);
	return DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[0],
									   SPI_tuptable->tupdesc, 1, &isnull));
}

/* Another number whenever the cache was emptied. */
int64
credit_catalogue_generation(void)
{
	return generation;
}

/* Empty the cache unless it is that of a revision. */
static void
know_revision(int64 revision, Oid relation)
{
	int64		locked = locked_revision;

	if (revision == known_revision && relation == known_relation && conducts != NULL)
		return;
	credit_catalogue_forget();
	make_cache();
	known_revision = revision;
	known_relation = relation;
	locked_revision = locked;
}

/*
 * Shut out changes of the catalogue until the transaction ends.
 *
 * A transaction whose snapshot is older than the last change would decide on
 * a catalogue that is no more, and whoever made the change could not see the
 * decision: 40001.
 */
void
credit_catalogue_share(void)
{
	OwnerScope	scope;
	int64		revision;
	bool		stale;
	bool		locked = credit_lock_catalogue(false);
	Oid			relation = credit_relation("catalogue_revision", false);

	if (!locked && known_revision >= 0 && known_revision == locked_revision &&
		relation == known_relation)
		return;

	SPI_connect();
	credit_owner_enter(&scope, relation, false);
	revision = read_revision(InvalidSnapshot);
	stale = IsolationUsesXactSnapshot() && read_revision(GetLatestSnapshot()) != revision;
	credit_owner_leave(&scope);
	SPI_finish();
	if (stale)
		ereport(ERROR,
				(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
				 errmsg("could not serialize access because the catalogue has changed"),
				 errdetail("The snapshot of the transaction is older than the change."),
				 errhint("Run the transaction again.")));
	know_revision(revision, relation);
	locked_revision = revision;
}

/*
 * Make the cache that of the caller's snapshot, without a lock: for questions,
 * which write nothing and answer on a standby too.  Gives the revision.
 */
int64
credit_catalogue_read(void)
{
	OwnerScope	scope;
	int64		revision;
	Oid			relation = credit_relation("catalogue_revision", false);

	SPI_connect();
	credit_owner_enter(&scope, relation, true);
	revision = read_revision(GetActiveSnapshot());
	credit_owner_leave(&scope);
	SPI_finish();
	know_revision(revision, relation);
	return revision;
}

/*
 * Working days within which a fact needs no reason for being late.  The
 * caller has called credit_catalogue_share().
 */
int
credit_backdate_workdays(void)
{
	return backdate_workdays;
}

static char *
text_of(HeapTuple row, TupleDesc desc, int column)
{
	char	   *value = SPI_getvalue(row, desc, column);

	return value ? MemoryContextStrdup(context, value) : NULL;
}

/* The kind of term that a word names, 0 for none. */
char
credit_term_kind(const char *word)
{
	static const struct
	{
		const char *word;
		TermKind	kind;
	}			kinds[] = {
		{"fixed", TERM_FIXED}, {"range", TERM_RANGE},
		{"until_condition", TERM_UNTIL_CONDITION}, {"while_status", TERM_WHILE_STATUS},
		{"while_published", TERM_WHILE_PUBLISHED}, {"from_event", TERM_FROM_EVENT},
		{"lifetime", TERM_LIFETIME}
	};

	for (int i = 0; i < lengthof(kinds); i++)
		if (strcmp(word, kinds[i].word) == 0)
			return kinds[i].kind;
	return 0;
}

static void
read_version(HeapTuple row, TupleDesc desc, Conduct *version)
{
	bool		isnull;
	char	   *word;
	char	  **words;
	int			n;

	version->valid = credit_span(SPI_getbinval(row, desc, 1, &isnull));
	version->draft = DatumGetBool(SPI_getbinval(row, desc, 2, &isnull));
	version->on_record = strcmp(SPI_getvalue(row, desc, 3), "on_record") == 0;
	word = SPI_getvalue(row, desc, 4);
	version->term_basis = strcmp(word, "stated") == 0 ? 't' : word[0];
	word = SPI_getvalue(row, desc, 5);
	version->term_kind = credit_term_kind(word);
	version->has_term = credit_kept_interval(row, desc, 6, &version->term);
	version->has_term_min = credit_kept_interval(row, desc, 7, &version->term_min);
	version->has_term_max = credit_kept_interval(row, desc, 8, &version->term_max);
	version->notice_workdays = int_of(row, desc, 9);
	version->standstill_workdays = int_of(row, desc, 10);
	version->minimum_age = int_of(row, desc, 11);
	words = credit_kept_words(context, row, desc, 12, &n);
	version->subject_kinds = 0;
	for (int i = 0; i < n; i++)
		version->subject_kinds |= credit_kind_bit(words[i]);
	version->determining_agency = text_of(row, desc, 13);
	version->polarity = text_of(row, desc, 14);
	version->severity = credit_kept_words(context, row, desc, 15, &version->nseverity);
	word = SPI_getvalue(row, desc, 16);
	version->harmony = strcmp(word, "lead") == 0 ? 'd' : word[0];
	version->harmony_document_no = text_of(row, desc, 17);
	version->has_review = credit_kept_interval(row, desc, 18, &version->review_every);
	version->list_missed_review = strcmp(SPI_getvalue(row, desc, 19), "list") == 0;
	version->has_window = credit_kept_interval(row, desc, 20, &version->complaint_window);
	version->has_repair_wait = credit_kept_interval(row, desc, 21, &version->repair_not_before);
	version->reply_workdays = int_of(row, desc, 22);
	version->silence_workdays = int_of(row, desc, 23);
	version->repair_workdays = int_of(row, desc, 24);
	version->repair_publication_workdays = int_of(row, desc, 25);
	version->feedback_workdays = int_of(row, desc, 26);
}

/* The measures of a conduct, all versions, in the order of their numbers. */
static CatalogueMeasure *
load_measures(Datum code, int *n)
{
	Oid			argtype = TEXTOID;
	CatalogueMeasure *measures;

	if (SPI_execute_plan(credit_plan(PLAN_CATALOGUE_MEASURES,
									 "SELECT number, valid, draft, condition IS NOT NULL, statutory_term, stop_counts,"
									 " term, statutory_max, term_kind, agency, reach"
									 " FROM credit.measure WHERE conduct = $1 ORDER BY number",
									 1, &argtype),
						 &code, NULL, false, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the measures of the catalogue");
	*n = (int) SPI_processed;
	measures = MemoryContextAllocZero(context, sizeof(CatalogueMeasure) * (*n + 1));
	for (int i = 0; i < *n; i++)
	{
		HeapTuple	row = SPI_tuptable->vals[i];
		TupleDesc	desc = SPI_tuptable->tupdesc;
		CatalogueMeasure *measure = &measures[i];
		char	   *word;
		bool		isnull;

		measure->number = int_of(row, desc, 1);
		measure->valid = credit_span(SPI_getbinval(row, desc, 2, &isnull));
		measure->draft = DatumGetBool(SPI_getbinval(row, desc, 3, &isnull));
		measure->conditional = DatumGetBool(SPI_getbinval(row, desc, 4, &isnull));
		measure->statutory_term = DatumGetBool(SPI_getbinval(row, desc, 5, &isnull));
		measure->stop_counts = DatumGetBool(SPI_getbinval(row, desc, 6, &isnull));
		measure->has_term = credit_kept_interval(row, desc, 7, &measure->term);
		measure->has_max = credit_kept_interval(row, desc, 8, &measure->statutory_max);
		word = SPI_getvalue(row, desc, 9);
		measure->term_kind = word ? credit_term_kind(word) : 0;
		measure->agency = text_of(row, desc, 10);
		measure->reach = credit_kept_words(context, row, desc, 11, &measure->nreach);
	}
	return measures;
}

static ConductEntry *
load_conduct(const char *code)
{
	Oid			argtype = TEXTOID;
	Datum		arg;
	OwnerScope	scope;
	Conduct    *versions;
	CatalogueMeasure *measures;
	int			n;
	int			nmeasures;
	ConductEntry *entry;
	bool		found;

	SPI_connect();
	arg = CStringGetTextDatum(code);
	credit_owner_enter(&scope, credit_relation("conduct", false), false);
	if (SPI_execute_plan(credit_plan(PLAN_CONDUCT_VERSIONS,
									 "SELECT valid, draft, determination, term_basis, term_kind,"
									 " term, term_min, term_max, notice_workdays, standstill_workdays,"
									 " minimum_age, subject_kinds, determining_agency, polarity, severity,"
									 " harmony, harmony_document_no, review_every, on_missed_review,"
									 " complaint_window, repair_not_before, reply_workdays, silence_workdays,"
									 " repair_workdays, repair_publication_workdays, feedback_workdays"
									 " FROM credit.conduct WHERE code = $1",
									 1, &argtype),
						 &arg, NULL, false, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the catalogue");
	n = (int) SPI_processed;
	versions = MemoryContextAllocZero(context, sizeof(Conduct) * (n + 1));
	for (int i = 0; i < n; i++)
		read_version(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, &versions[i]);
	measures = load_measures(arg, &nmeasures);
	for (int i = 0; i < n; i++)
	{
		versions[i].measures = measures;
		versions[i].nmeasures = nmeasures;
	}
	credit_owner_leave(&scope);
	SPI_finish();

	entry = hash_search(conducts, code, HASH_ENTER, &found);
	entry->nversions = n;
	entry->versions = versions;
	return entry;
}

/*
 * The version of a conduct in force on a day, or NULL; known (may be NULL)
 * says whether the code was ever in the catalogue.  A draft is given too.
 * The result lives until the cache is made that of another revision.  The
 * caller has called credit_catalogue_share() in this transaction, or
 * credit_catalogue_read() in this query.
 */
const Conduct *
credit_conduct_on(const char *code, DateADT day, bool *known)
{
	ConductEntry *entry;

	if (known != NULL)
		*known = false;
	if (strlen(code) >= CODE_SIZE)
		return NULL;
	entry = latest;
	if (entry == NULL || strcmp(entry->code, code) != 0)
		entry = hash_search(conducts, code, HASH_FIND, NULL);
	if (entry == NULL)
		entry = load_conduct(code);
	latest = entry;
	if (known != NULL)
		*known = entry->nversions > 0;
	for (int i = 0; i < entry->nversions; i++)
		if (credit_span_contains(&entry->versions[i].valid, day))
			return &entry->versions[i];
	return NULL;
}
