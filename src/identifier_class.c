/*
 * identifier_class.c
 *	  Order, hash and index support of the identifier types.
 *
 * Order is that of the sixteen bytes and the hash is taken over them; both
 * are frozen, since indexes, partitions and other servers rely on them.
 * None of these functions can fail on account of a value, so the comparisons
 * are leakproof.
 *
 * GiST serves equality only, for exclusion constraints beside a range: its
 * key is the pair of the lowest and highest identifier below, and its only
 * strategy is RTEqualStrategyNumber.
 *
 * Memory: GiST results are allocated in the context the index gives.
 */
#include "credit.h"

#include <float.h>

#include "access/gist.h"
#include "access/stratnum.h"
#include "common/hashfn.h"
#include "port/pg_bswap.h"
#include "utils/sortsupport.h"

/* Storage type of the GiST operator class; SQL calls it subject_id_key. */
typedef struct IdentifierKey
{
	Identifier	low;
	Identifier	high;
} IdentifierKey;

/* An entry to split, with its place on the page. */
typedef struct SplitItem
{
	const IdentifierKey *key;
	OffsetNumber offset;
} SplitItem;

#define DatumGetIdentifierKeyP(x) ((IdentifierKey *) DatumGetPointer(x))

PG_FUNCTION_INFO_V1(credit_subject_id_lt);
PG_FUNCTION_INFO_V1(credit_subject_id_le);
PG_FUNCTION_INFO_V1(credit_subject_id_eq);
PG_FUNCTION_INFO_V1(credit_subject_id_ne);
PG_FUNCTION_INFO_V1(credit_subject_id_ge);
PG_FUNCTION_INFO_V1(credit_subject_id_gt);
PG_FUNCTION_INFO_V1(credit_subject_id_cmp);
PG_FUNCTION_INFO_V1(credit_subject_id_sortsupport);
PG_FUNCTION_INFO_V1(credit_subject_id_hash);
PG_FUNCTION_INFO_V1(credit_subject_id_hash_extended);
PG_FUNCTION_INFO_V1(credit_subject_id_smaller);
PG_FUNCTION_INFO_V1(credit_subject_id_larger);
PG_FUNCTION_INFO_V1(credit_subject_id_key_in);
PG_FUNCTION_INFO_V1(credit_subject_id_key_out);
PG_FUNCTION_INFO_V1(credit_gist_compress);
PG_FUNCTION_INFO_V1(credit_gist_fetch);
PG_FUNCTION_INFO_V1(credit_gist_consistent);
PG_FUNCTION_INFO_V1(credit_gist_union);
PG_FUNCTION_INFO_V1(credit_gist_penalty);
PG_FUNCTION_INFO_V1(credit_gist_picksplit);
PG_FUNCTION_INFO_V1(credit_gist_same);

static int	compare_datums(Datum x, Datum y, SortSupport ssup);
static Datum abbreviate(Datum original, SortSupport ssup);
static bool never_abort(int count, SortSupport ssup);
static void extend_key(IdentifierKey *key, const IdentifierKey *by);
static double leading_number(const Identifier *id);
static int	compare_items(const void *a, const void *b);

#define COMPARISON(name, op) \
Datum \
credit_subject_id_##name(PG_FUNCTION_ARGS) \
{ \
	PG_RETURN_BOOL(identifier_compare(PG_GETARG_IDENTIFIER_P(0), \
									  PG_GETARG_IDENTIFIER_P(1)) op 0); \
}

COMPARISON(lt, <)
COMPARISON(le, <=)
COMPARISON(eq, ==)
COMPARISON(ne, !=)
COMPARISON(ge, >=)
COMPARISON(gt, >)

/* subject_id_cmp(subject_id, subject_id) returns integer */
Datum
credit_subject_id_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(identifier_compare(PG_GETARG_IDENTIFIER_P(0),
									   PG_GETARG_IDENTIFIER_P(1)));
}

/* Full comparison of a sort. */
static int
compare_datums(Datum x, Datum y, SortSupport ssup)
{
	return identifier_compare(DatumGetIdentifierP(x), DatumGetIdentifierP(y));
}

/* The first bytes as an unsigned Datum, which sorts as they do. */
static Datum
abbreviate(Datum original, SortSupport ssup)
{
	Datum		key;

	memcpy(&key, DatumGetIdentifierP(original)->byte, sizeof(Datum));
	return DatumBigEndianToNative(key);
}

/* The first eight bytes tell codes apart, so abbreviation always pays. */
static bool
never_abort(int count, SortSupport ssup)
{
	return false;
}

/* subject_id_sortsupport(internal) returns void */
Datum
credit_subject_id_sortsupport(PG_FUNCTION_ARGS)
{
	SortSupport ssup = (SortSupport) PG_GETARG_POINTER(0);

	ssup->comparator = compare_datums;
	if (ssup->abbreviate)
	{
		ssup->comparator = ssup_datum_unsigned_cmp;
		ssup->abbrev_converter = abbreviate;
		ssup->abbrev_abort = never_abort;
		ssup->abbrev_full_comparator = compare_datums;
	}
	PG_RETURN_VOID();
}

/* subject_id_hash(subject_id) returns integer */
Datum
credit_subject_id_hash(PG_FUNCTION_ARGS)
{
	PG_RETURN_UINT32(hash_bytes(PG_GETARG_IDENTIFIER_P(0)->byte,
								IDENTIFIER_SIZE));
}

/* subject_id_hash_extended(subject_id, bigint) returns bigint */
Datum
credit_subject_id_hash_extended(PG_FUNCTION_ARGS)
{
	PG_RETURN_UINT64(hash_bytes_extended(PG_GETARG_IDENTIFIER_P(0)->byte,
										 IDENTIFIER_SIZE,
										 PG_GETARG_INT64(1)));
}

/* subject_id_smaller(subject_id, subject_id) returns subject_id */
Datum
credit_subject_id_smaller(PG_FUNCTION_ARGS)
{
	Identifier *a = PG_GETARG_IDENTIFIER_P(0);
	Identifier *b = PG_GETARG_IDENTIFIER_P(1);

	PG_RETURN_IDENTIFIER_P(identifier_compare(a, b) <= 0 ? a : b);
}

/* subject_id_larger(subject_id, subject_id) returns subject_id */
Datum
credit_subject_id_larger(PG_FUNCTION_ARGS)
{
	Identifier *a = PG_GETARG_IDENTIFIER_P(0);
	Identifier *b = PG_GETARG_IDENTIFIER_P(1);

	PG_RETURN_IDENTIFIER_P(identifier_compare(a, b) >= 0 ? a : b);
}

/* subject_id_key_in(cstring): the type exists inside indexes only. */
Datum
credit_subject_id_key_in(PG_FUNCTION_ARGS)
{
	ereport(ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("cannot accept a value of type %s", "subject_id_key")));
	PG_RETURN_NULL();
}

/* subject_id_key_out(subject_id_key): for those who inspect index pages. */
Datum
credit_subject_id_key_out(PG_FUNCTION_ARGS)
{
	IdentifierKey *key = DatumGetIdentifierKeyP(PG_GETARG_DATUM(0));
	char		low[IDENTIFIER_TEXT_SIZE];
	char		high[IDENTIFIER_TEXT_SIZE];

	identifier_format(&key->low, false, low);
	identifier_format(&key->high, false, high);
	PG_RETURN_CSTRING(psprintf("%s,%s", low, high));
}

/* A leaf entry as a key whose ends are one identifier. */
Datum
credit_gist_compress(PG_FUNCTION_ARGS)
{
	GISTENTRY  *entry = (GISTENTRY *) PG_GETARG_POINTER(0);
	GISTENTRY  *result;
	IdentifierKey *key;

	if (!entry->leafkey)
		PG_RETURN_POINTER(entry);
	key = palloc(sizeof(IdentifierKey));
	key->low = key->high = *DatumGetIdentifierP(entry->key);
	result = palloc(sizeof(GISTENTRY));
	gistentryinit(*result, PointerGetDatum(key), entry->rel, entry->page,
				  entry->offset, false);
	PG_RETURN_POINTER(result);
}

/* The identifier of a leaf entry, for index-only scans. */
Datum
credit_gist_fetch(PG_FUNCTION_ARGS)
{
	GISTENTRY  *entry = (GISTENTRY *) PG_GETARG_POINTER(0);
	GISTENTRY  *result = palloc(sizeof(GISTENTRY));

	gistentryinit(*result,
				  IdentifierPGetDatum(&DatumGetIdentifierKeyP(entry->key)->low),
				  entry->rel, entry->page, entry->offset, false);
	PG_RETURN_POINTER(result);
}

/* May the identifier stand below this key?  Exact on leaves. */
Datum
credit_gist_consistent(PG_FUNCTION_ARGS)
{
	GISTENTRY  *entry = (GISTENTRY *) PG_GETARG_POINTER(0);
	Identifier *query = PG_GETARG_IDENTIFIER_P(1);
	StrategyNumber strategy = (StrategyNumber) PG_GETARG_UINT16(2);
	bool	   *recheck = (bool *) PG_GETARG_POINTER(4);
	IdentifierKey *key = DatumGetIdentifierKeyP(entry->key);

	*recheck = false;
	if (strategy != RTEqualStrategyNumber)
		elog(ERROR, "unrecognized strategy number: %d", strategy);
	PG_RETURN_BOOL(identifier_compare(&key->low, query) <= 0 &&
				   identifier_compare(query, &key->high) <= 0);
}

/* Widens a key until it covers another. */
static void
extend_key(IdentifierKey *key, const IdentifierKey *by)
{
	if (identifier_compare(&by->low, &key->low) < 0)
		key->low = by->low;
	if (identifier_compare(&by->high, &key->high) > 0)
		key->high = by->high;
}

/* The key that covers all of a vector. */
Datum
credit_gist_union(PG_FUNCTION_ARGS)
{
	GistEntryVector *entries = (GistEntryVector *) PG_GETARG_POINTER(0);
	int		   *size = (int *) PG_GETARG_POINTER(1);
	IdentifierKey *key = palloc(sizeof(IdentifierKey));

	*key = *DatumGetIdentifierKeyP(entries->vector[0].key);
	for (int i = 1; i < entries->n; i++)
		extend_key(key, DatumGetIdentifierKeyP(entries->vector[i].key));
	*size = sizeof(IdentifierKey);
	PG_RETURN_POINTER(key);
}

/* The first eight bytes as a number, near enough to weigh distances. */
static double
leading_number(const Identifier *id)
{
	double		number = 0;

	for (int i = 0; i < 8; i++)
		number = number * 256 + id->byte[i];
	return number;
}

/* How much wider the key would become: zero when it need not. */
Datum
credit_gist_penalty(PG_FUNCTION_ARGS)
{
	GISTENTRY  *original = (GISTENTRY *) PG_GETARG_POINTER(0);
	GISTENTRY  *added = (GISTENTRY *) PG_GETARG_POINTER(1);
	float	   *penalty = (float *) PG_GETARG_POINTER(2);
	IdentifierKey *key = DatumGetIdentifierKeyP(original->key);
	IdentifierKey *by = DatumGetIdentifierKeyP(added->key);

	*penalty = 0;
	if (identifier_compare(&by->low, &key->low) < 0)
		*penalty += FLT_MIN +
			(float) (leading_number(&key->low) - leading_number(&by->low));
	if (identifier_compare(&by->high, &key->high) > 0)
		*penalty += FLT_MIN +
			(float) (leading_number(&by->high) - leading_number(&key->high));
	PG_RETURN_POINTER(penalty);
}

/* Order of the keys of a page: by low end, then by high end. */
static int
compare_items(const void *a, const void *b)
{
	return memcmp(((const SplitItem *) a)->key, ((const SplitItem *) b)->key,
				  sizeof(IdentifierKey));
}

/* Splits a page in the middle of its order. */
Datum
credit_gist_picksplit(PG_FUNCTION_ARGS)
{
	GistEntryVector *entries = (GistEntryVector *) PG_GETARG_POINTER(0);
	GIST_SPLITVEC *split = (GIST_SPLITVEC *) PG_GETARG_POINTER(1);
	int			count = entries->n - FirstOffsetNumber;
	SplitItem  *items = palloc(count * sizeof(SplitItem));
	IdentifierKey *left = palloc(sizeof(IdentifierKey));
	IdentifierKey *right = palloc(sizeof(IdentifierKey));

	for (int i = 0; i < count; i++)
	{
		items[i].offset = FirstOffsetNumber + i;
		items[i].key =
			DatumGetIdentifierKeyP(entries->vector[items[i].offset].key);
	}
	qsort(items, count, sizeof(SplitItem), compare_items);

	split->spl_left = palloc(count * sizeof(OffsetNumber));
	split->spl_right = palloc(count * sizeof(OffsetNumber));
	split->spl_nleft = split->spl_nright = 0;
	*left = *items[0].key;
	*right = *items[count - 1].key;
	for (int i = 0; i < count; i++)
	{
		if (i < count / 2)
		{
			split->spl_left[split->spl_nleft++] = items[i].offset;
			extend_key(left, items[i].key);
		}
		else
		{
			split->spl_right[split->spl_nright++] = items[i].offset;
			extend_key(right, items[i].key);
		}
	}
	split->spl_ldatum = PointerGetDatum(left);
	split->spl_rdatum = PointerGetDatum(right);
	PG_RETURN_POINTER(split);
}

/* Are two keys the same? */
Datum
credit_gist_same(PG_FUNCTION_ARGS)
{
	bool	   *result = (bool *) PG_GETARG_POINTER(2);

	*result = memcmp(PG_GETARG_POINTER(0), PG_GETARG_POINTER(1),
					 sizeof(IdentifierKey)) == 0;
	PG_RETURN_POINTER(result);
}
