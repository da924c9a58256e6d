/*
 * chain.c
 *	  The chain: every fact of a subject has its position, and a hash over the
 *	  fact and the link before it.
 *
 * Table chain(subject, seq, kind, id, hash) is written by the statement
 * triggers of the fact tables, from the transition table alone.  What a hash
 * covers is named here, column by column: text as it is stored, jsonb as text,
 * everything else in the binary form of its type, so that no setting and no
 * encoding of a client changes it.  The list has a number, layout: a
 * column that a later version adds begins a new list, and old links are
 * verified by the old one.
 *
 * Memory: per statement, 64 bytes a row and an entry a subject, in the current
 * context.
 *
 * Locks: stripes of their own, exclusively, taken in the order of all once a
 * statement, so that an appended link follows the head; a lost race is 40001.
 * credit_writing() holds a lock that settle() waits for.
 */
#include "chain.h"

#include "access/detoast.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "common/cryptohash.h"
#include "common/sha2.h"
#include "executor/tuptable.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/tuplestore.h"
#include "utils/typcache.h"
#include "utils/uuid.h"

#include "check.h"
#include "lock.h"
#include "owner.h"
#include "plan_cache.h"

PG_FUNCTION_INFO_V1(credit_fact_after);
PG_FUNCTION_INFO_V1(credit_fact_digest);
PG_FUNCTION_INFO_V1(credit_digest);

/*
 * The columns that a hash covers, by table.  The first layout; lists of later
 * ones go below it and never change it.
 */
#define LAYOUT 1
#define MAX_COLUMNS 40

typedef struct FactLayout
{
	const char *kind;			/* name of the table */
	const char *key;			/* column of its uuid, NULL: made from the
								 * digest */
	const char *columns[MAX_COLUMNS];
} FactLayout;

static const FactLayout layouts[] = {
	{"record", "record",
		{"subject", "record", "conduct", "agency", "source_agency", "document_no", "occurred_on",
			"occurred_until", "determined_on", "served_on", "final", "shareable", "reason",
			"subject_name", "identifier", "birth_on", "evidence", "late_reason", "recorded_at",
	"recorded_by", "recorded_as"}},
	{"notice", "notice",
		{"subject", "notice", "record", "kind", "on_day", "method", "document_no", "contents",
	"late_reason", "recorded_at", "recorded_by", "recorded_as"}},
	{"decision", "decision",
		{"subject", "decision", "record", "conduct", "document_no", "decided_on", "decided_by",
			"determination", "act_on", "source_served_on", "stated_on", "term", "minutes", "severity",
			"exclude", "conditions_met", "meeting", "principal_subject", "principal", "role",
			"standstill_until", "feedback_due", "calendar", "late_reason", "recorded_at", "recorded_on", "recorded_by",
	"recorded_as"}},
	{"event", "event",
		{"subject", "event", "decision", "target", "recorded_at", "recorded_on", "on_day", "until_day", "last_day",
			"published_on", "due_on", "kind", "outcome", "about", "extends", "measures", "ground",
			"objector", "answered_by", "method", "document_no", "contents", "reason", "commitment",
			"calendar", "evidence", "changes", "via_subject", "via", "late_reason", "recorded_by",
	"recorded_as"}},
	{"feedback", "feedback",
		{"subject", "feedback", "decision", "measure", "agency", "status", "done_on", "note",
	"late_reason", "recorded_at", "recorded_by", "recorded_as"}},
	{"subject_identifier", NULL,
		{"subject", "identifier", "action", "valid", "document_no", "reason", "late_reason",
	"recorded_at", "recorded_by", "recorded_as"}},
	{"subject_end", NULL,
		{"subject", "on_day", "how", "successor", "document_no", "reason", "late_reason",
	"recorded_at", "recorded_by", "recorded_as"}}
};

/* A layout with the columns of one relation. */
typedef struct Hasher
{
	const FactLayout *layout;
	pg_cryptohash_ctx *hash;
	int			subject;		/* numbers of columns, from 0 */
	int			key;			/* -1: none */
	int			ncolumns;
	int			column[MAX_COLUMNS];
	Oid			type[MAX_COLUMNS];
	bool		varlena[MAX_COLUMNS];
	FmgrInfo	send[MAX_COLUMNS];
} Hasher;

typedef struct Link
{
	Identifier	subject;
	pg_uuid_t	id;
	uint8		digest[PG_SHA256_DIGEST_LENGTH];
} Link;

/* The end of a subject's chain; key of a hash table. */
typedef struct Head
{
	Identifier	subject;
	bool		any;
	int64		seq;
	uint8		hash[PG_SHA256_DIGEST_LENGTH];
} Head;

static void
hash_failed(pg_cryptohash_ctx *hash)
{
	elog(ERROR, "could not compute a digest: %s", pg_cryptohash_error(hash));
}

static void
hash_begin(pg_cryptohash_ctx *hash)
{
	if (pg_cryptohash_init(hash) < 0)
		hash_failed(hash);
}

static void
hash_add(pg_cryptohash_ctx *hash, const void *data, size_t length)
{
	if (pg_cryptohash_update(hash, data, length) < 0)
		hash_failed(hash);
}

static void
hash_end(pg_cryptohash_ctx *hash, uint8 *digest)
{
	if (pg_cryptohash_final(hash, digest, PG_SHA256_DIGEST_LENGTH) < 0)
		hash_failed(hash);
}

static int
column_of(TupleDesc desc, const char *name)
{
	for (int i = 0; i < desc->natts; i++)
		if (!TupleDescAttr(desc, i)->attisdropped &&
			strcmp(NameStr(TupleDescAttr(desc, i)->attname), name) == 0)
			return i;
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_COLUMN),
			 errmsg("table of facts has no column \"%s\"", name),
			 errdetail("The hash of a fact covers it."),
			 errhint("Run SELECT credit.upgrade(); as the owner of the tables.")));
	return -1;
}

static void
hasher_begin(Hasher *hasher, const char *kind, TupleDesc desc)
{
	memset(hasher, 0, sizeof(Hasher));
	for (int i = 0; i < lengthof(layouts); i++)
		if (strcmp(layouts[i].kind, kind) == 0)
			hasher->layout = &layouts[i];
	if (hasher->layout == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" is no table of facts", kind),
				 errdetail("Facts are record, notice, decision, event, feedback, subject_identifier and subject_end."),
				 errhint("Give one of them.")));
	for (int i = 0; hasher->layout->columns[i] != NULL; i++)
	{
		Oid			function;
		int			column = column_of(desc, hasher->layout->columns[i]);

		getTypeBinaryOutputInfo(TupleDescAttr(desc, column)->atttypid, &function, &hasher->varlena[i]);
		fmgr_info(function, &hasher->send[i]);
		hasher->column[i] = column;
		hasher->type[i] = TupleDescAttr(desc, column)->atttypid;
		hasher->ncolumns++;
	}
	hasher->subject = column_of(desc, "subject");
	hasher->key = hasher->layout->key ? column_of(desc, hasher->layout->key) : -1;
	hasher->hash = pg_cryptohash_create(PG_SHA256);
}

static void
hasher_end(Hasher *hasher)
{
	pg_cryptohash_free(hasher->hash);
}

/* Digest of one fact: sha256 over layout, table and columns. */
static void
digest_fact(Hasher *hasher, const Datum *values, const bool *nulls, uint8 *digest)
{
	uint8		layout = LAYOUT;

	hash_begin(hasher->hash);
	hash_add(hasher->hash, &layout, 1);
	hash_add(hasher->hash, hasher->layout->kind, strlen(hasher->layout->kind) + 1);
	for (int i = 0; i < hasher->ncolumns; i++)
	{
		int			column = hasher->column[i];
		uint32		length = PG_UINT32_MAX;

		if (nulls[column])
			hash_add(hasher->hash, &length, sizeof(length));
		else
		{
			Datum		value = values[column];
			const char *data;
			uint32		size;

			if (hasher->varlena[i])
				value = PointerGetDatum(PG_DETOAST_DATUM_PACKED(value));
			/* the send functions of text would follow the client's encoding */
			if (hasher->type[i] == TEXTOID)
			{
				data = VARDATA_ANY(DatumGetTextPP(value));
				size = VARSIZE_ANY_EXHDR(DatumGetTextPP(value));
			}
			else if (hasher->type[i] == JSONBOID)
			{
				Jsonb	   *jsonb = DatumGetJsonbP(value);

				data = JsonbToCString(NULL, &jsonb->root, VARSIZE(jsonb));
				size = strlen(data);
			}
			else
			{
				bytea	   *sent = SendFunctionCall(&hasher->send[i], value);

				data = VARDATA(sent);
				size = VARSIZE(sent) - VARHDRSZ;
			}
			length = pg_hton32(size);
			hash_add(hasher->hash, &length, sizeof(length));
			hash_add(hasher->hash, data, size);
		}
	}
	hash_end(hasher->hash, digest);
}

/* The hash of a link: over the one before it, its position and its fact. */
static void
digest_link(pg_cryptohash_ctx *hash, const Head *head, const uint8 *fact, uint8 *digest)
{
	uint64		seq = pg_hton64((uint64) head->seq + 1);

	hash_begin(hash);
	if (head->any)
		hash_add(hash, head->hash, PG_SHA256_DIGEST_LENGTH);
	hash_add(hash, &seq, sizeof(seq));
	hash_add(hash, fact, PG_SHA256_DIGEST_LENGTH);
	hash_end(hash, digest);
}

static Datum
bytes_datum(const uint8 *bytes)
{
	bytea	   *value = palloc(VARHDRSZ + PG_SHA256_DIGEST_LENGTH);

	SET_VARSIZE(value, VARHDRSZ + PG_SHA256_DIGEST_LENGTH);
	memcpy(VARDATA(value), bytes, PG_SHA256_DIGEST_LENGTH);
	return PointerGetDatum(value);
}

/* The new rows as links; gives their number. */
static int
read_links(TriggerData *trigdata, Hasher *hasher, Link **result)
{
	TupleDesc	desc = RelationGetDescr(trigdata->tg_relation);
	TupleTableSlot *slot = MakeSingleTupleTableSlot(desc, &TTSOpsMinimalTuple);
	MemoryContext row_context = AllocSetContextCreate(CurrentMemoryContext, "credit fact",
													  ALLOCSET_DEFAULT_SIZES);
	MemoryContext old = CurrentMemoryContext;
	Tuplestorestate *store = trigdata->tg_newtable;
	int			n = 0;
	int			room = 16;
	Link	   *links = palloc(sizeof(Link) * room);

	/* a pointer of our own: others that read the table have theirs */
	tuplestore_select_read_pointer(store, tuplestore_alloc_read_pointer(store, 0));
	tuplestore_rescan(store);
	while (tuplestore_gettupleslot(store, true, false, slot))
	{
		Link	   *link;

		if (n == room)
		{
			room *= 2;
			links = repalloc_huge(links, sizeof(Link) * room);
		}
		link = &links[n++];
		slot_getallattrs(slot);
		MemoryContextSwitchTo(row_context);
		digest_fact(hasher, slot->tts_values, slot->tts_isnull, link->digest);
		link->subject = *DatumGetIdentifierP(slot->tts_values[hasher->subject]);
		memcpy(link->id.data, hasher->key >= 0 ?
			   DatumGetUUIDP(slot->tts_values[hasher->key])->data : link->digest, UUID_LEN);
		MemoryContextSwitchTo(old);
		MemoryContextReset(row_context);
	}
	MemoryContextDelete(row_context);
	ExecDropSingleTupleTableSlot(slot);
	*result = links;
	return n;
}

/* The heads of the chains that the links go to, under their locks. */
static HTAB *
read_heads(const Link *links, int n)
{
	HASHCTL		control = {0};
	HTAB	   *heads;
	HASH_SEQ_STATUS status;
	Head	   *head;
	Datum	   *subjects;
	int			count = 0;
	Oid			argtype = get_array_type(credit_subject_type());
	Datum		arg;

	control.keysize = sizeof(Identifier);
	control.entrysize = sizeof(Head);
	control.hcxt = CurrentMemoryContext;
	heads = hash_create("credit heads", Min(n, 65536), &control,
						HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	for (int i = 0; i < n; i++)
	{
		bool		found;

		head = hash_search(heads, &links[i].subject, HASH_ENTER, &found);
		if (!found)
		{
			head->any = false;
			head->seq = 0;
		}
	}
	subjects = palloc(sizeof(Datum) * hash_get_num_entries(heads));
	hash_seq_init(&status, heads);
	while ((head = hash_seq_search(&status)) != NULL)
		subjects[count++] = IdentifierPGetDatum(&head->subject);
	credit_lock_chains(subjects, count);

	arg = credit_array(subjects, NULL, count, credit_subject_type());
	if (SPI_execute_plan(credit_plan(PLAN_CHAIN_HEADS,
									 "SELECT c.subject, c.seq, c.hash FROM unnest($1) AS u (subject)"
									 " CROSS JOIN LATERAL (SELECT subject, seq, hash FROM credit.chain"
									 "  WHERE subject OPERATOR(credit.=) u.subject ORDER BY seq DESC LIMIT 1) c",
									 1, &argtype),
						 &arg, NULL, false, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the heads of chains");
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		HeapTuple	row = SPI_tuptable->vals[i];
		bool		isnull;
		bytea	   *hash;

		head = hash_search(heads, DatumGetIdentifierP(SPI_getbinval(row, SPI_tuptable->tupdesc, 1, &isnull)),
						   HASH_FIND, NULL);
		hash = DatumGetByteaPP(SPI_getbinval(row, SPI_tuptable->tupdesc, 3, &isnull));
		if (head == NULL || VARSIZE_ANY_EXHDR(hash) != PG_SHA256_DIGEST_LENGTH)
			elog(ERROR, "head of a chain cannot be read");
		head->any = true;
		head->seq = DatumGetInt64(SPI_getbinval(row, SPI_tuptable->tupdesc, 2, &isnull));
		memcpy(head->hash, VARDATA_ANY(hash), PG_SHA256_DIGEST_LENGTH);
	}
	return heads;
}

/*
 * Append the rows of a transition table to the chains of their subjects.  To
 * be called inside SPI, as the owner of the tables.  Raises 40001 where
 * somebody else has appended since the transaction began.
 */
void
credit_chain_append(TriggerData *trigdata)
{
	char	   *kind = credit_fact_table_name(trigdata->tg_relation);
	Hasher		hasher;
	Link	   *links;
	HTAB	   *heads;
	Datum	   *value[5];
	Oid			argtypes[6];
	Datum		args[6];
	int			n;

	hasher_begin(&hasher, kind, RelationGetDescr(trigdata->tg_relation));
	n = read_links(trigdata, &hasher, &links);
	if (n == 0)
	{
		hasher_end(&hasher);
		return;
	}
	heads = read_heads(links, n);
	for (int c = 0; c < 4; c++)
		value[c] = palloc_extended(sizeof(Datum) * n, MCXT_ALLOC_HUGE);
	for (int i = 0; i < n; i++)
	{
		Head	   *head = hash_search(heads, &links[i].subject, HASH_FIND, NULL);

		digest_link(hasher.hash, head, links[i].digest, head->hash);
		head->any = true;
		head->seq++;
		value[0][i] = IdentifierPGetDatum(&links[i].subject);
		value[1][i] = Int64GetDatum(head->seq);
		value[2][i] = UUIDPGetDatum(&links[i].id);
		value[3][i] = bytes_datum(head->hash);
	}
	hasher_end(&hasher);
	argtypes[0] = get_array_type(credit_subject_type());
	argtypes[1] = get_array_type(INT8OID);
	argtypes[2] = get_array_type(UUIDOID);
	argtypes[3] = get_array_type(BYTEAOID);
	argtypes[4] = TEXTOID;
	argtypes[5] = INT2OID;
	args[0] = credit_array(value[0], NULL, n, credit_subject_type());
	args[1] = credit_array(value[1], NULL, n, INT8OID);
	args[2] = credit_array(value[2], NULL, n, UUIDOID);
	args[3] = credit_array(value[3], NULL, n, BYTEAOID);
	args[4] = CStringGetTextDatum(kind);
	args[5] = Int16GetDatum(LAYOUT);
	credit_project(credit_plan(PLAN_CHAIN_APPEND,
							   "INSERT INTO credit.chain (subject, seq, id, hash, kind, layout)"
							   " SELECT u.*, $5, $6 FROM unnest($1, $2, $3, $4) u ON CONFLICT DO NOTHING",
							   6, argtypes),
				   args, NULL, SPI_OK_INSERT);
	if (SPI_processed != n)
		ereport(ERROR,
				(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
				 errmsg("could not serialize access due to a concurrent fact about the same subject"),
				 errdetail("Another transaction has taken the next position of its chain."),
				 errhint("The transaction might succeed if retried.")));
	hash_destroy(heads);
}

/*
 * AFTER INSERT statement trigger of facts that nothing else follows from: adds
 * them to the chain.
 */
Datum
credit_fact_after(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = credit_trigger(fcinfo, "fact_after", false);
	OwnerScope	scope;

	credit_require_new_table(trigdata, "fact_after");
	SPI_connect();
	credit_owner_enter(&scope, RelationGetRelid(trigdata->tg_relation), false);
	credit_chain_append(trigdata);
	credit_owner_leave(&scope);
	SPI_finish();
	return PointerGetDatum(NULL);
}

/* The hasher of a call site, kept from row to row. */
typedef struct DigestCall
{
	MemoryContext context;		/* of all that is kept here */
	Oid			type;
	int32		typmod;
	char		kind[NAMEDATALEN];
	TupleDesc	desc;
	Hasher		hasher;
} DigestCall;

/*
 * fact_digest(kind text, fact anyelement) returns bytea
 *
 * What the link of a fact covers: sha256 over the columns of its row in binary
 * form.  Raises 22023 for a kind that is no table of facts, 42804 for a fact
 * that is no row.
 */
Datum
credit_fact_digest(PG_FUNCTION_ARGS)
{
	DigestCall *call = fcinfo->flinfo->fn_extra;
	char	   *kind = text_to_cstring(PG_GETARG_TEXT_PP(0));
	HeapTupleHeader fact;
	HeapTupleData tuple = {0};
	Datum	   *values;
	bool	   *nulls;
	uint8		digest[PG_SHA256_DIGEST_LENGTH];

	if (call == NULL && !type_is_rowtype(get_fn_expr_argtype(fcinfo->flinfo, 1)))
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("fact to be digested is no row"),
				 errdetail("A digest covers the columns of a row of a table of facts."),
				 errhint("Give the whole row, such as SELECT credit.fact_digest('event', e) FROM credit.event e.")));
	fact = PG_GETARG_HEAPTUPLEHEADER(1);
	if (call == NULL || call->type != HeapTupleHeaderGetTypeId(fact) ||
		call->typmod != HeapTupleHeaderGetTypMod(fact) || strcmp(call->kind, kind) != 0)
	{
		MemoryContext context;
		MemoryContext old;
		TupleDesc	desc;

		fcinfo->flinfo->fn_extra = NULL;
		if (call != NULL)
			MemoryContextDelete(call->context);
		context = AllocSetContextCreate(fcinfo->flinfo->fn_mcxt, "credit digest", ALLOCSET_SMALL_SIZES);
		old = MemoryContextSwitchTo(context);
		desc = lookup_rowtype_tupdesc(HeapTupleHeaderGetTypeId(fact), HeapTupleHeaderGetTypMod(fact));
		call = palloc0(sizeof(DigestCall));
		call->context = context;
		call->type = HeapTupleHeaderGetTypeId(fact);
		call->typmod = HeapTupleHeaderGetTypMod(fact);
		call->desc = CreateTupleDescCopy(desc);
		ReleaseTupleDesc(desc);
		strlcpy(call->kind, kind, NAMEDATALEN);
		hasher_begin(&call->hasher, kind, call->desc);
		hasher_end(&call->hasher);
		fcinfo->flinfo->fn_extra = call;
		MemoryContextSwitchTo(old);
	}
	values = palloc(sizeof(Datum) * call->desc->natts);
	nulls = palloc(sizeof(bool) * call->desc->natts);
	tuple.t_len = HeapTupleHeaderGetDatumLength(fact);
	tuple.t_data = fact;
	heap_deform_tuple(&tuple, call->desc, values, nulls);
	call->hasher.hash = pg_cryptohash_create(PG_SHA256);
	digest_fact(&call->hasher, values, nulls, digest);
	hasher_end(&call->hasher);
	PG_RETURN_DATUM(bytes_datum(digest));
}

/*
 * digest(subject subject_id or text) returns text
 *
 * Head of a subject's chain, "position:sha256", to be printed on paper: kept
 * outside, it shows later whether the tail was rewritten.  NULL where nothing
 * is recorded.  Raises 42501 without the right to ask, JC005.
 */
Datum
credit_digest(PG_FUNCTION_ARGS)
{
	Identifier	given;
	Identifier	subject;
	Oid			argtype = credit_subject_type();
	Datum		arg;
	OwnerScope	scope;
	char	   *text = NULL;

	credit_read_subject(fcinfo, &given);
	credit_require_right_to_ask();
	(void) credit_resolve(&given, credit_today(), true, &subject);
	arg = IdentifierPGetDatum(&subject);
	SPI_connect();
	credit_owner_enter(&scope, credit_relation("chain", false), true);
	if (SPI_execute_plan(credit_plan(PLAN_DIGEST,
									 "SELECT seq || ':' || encode(hash, 'hex') FROM credit.chain"
									 " WHERE subject OPERATOR(credit.=) $1 ORDER BY seq DESC LIMIT 1",
									 1, &argtype),
						 &arg, NULL, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read the head of a chain");
	if (SPI_processed > 0)
		text = credit_kept_text(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);

	credit_owner_leave(&scope);
	SPI_finish();
	if (text == NULL)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(CStringGetTextDatum(text));
}
