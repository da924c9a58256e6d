/*
 * identifier_brin.c
 *	  BRIN minmax operator class of the identifier types.
 *
 * The server's own minmax functions look operators up by the type of the
 * column, and so fail on a column of type uscc or resident_id, which has none
 * of its own.  These compare bytes and take all three types.
 *
 * Memory: a summary grows by copies made in the context BRIN sets for it.
 */
#include "credit.h"

#include "access/brin_internal.h"
#include "access/brin_tuple.h"
#include "access/skey.h"
#include "access/stratnum.h"
#include "utils/datum.h"
#include "utils/typcache.h"

PG_FUNCTION_INFO_V1(credit_brin_opcinfo);
PG_FUNCTION_INFO_V1(credit_brin_add_value);
PG_FUNCTION_INFO_V1(credit_brin_consistent);
PG_FUNCTION_INFO_V1(credit_brin_union);

static Datum copy_of(const Identifier *id);
static bool widen(BrinValues *column, const Identifier *low,
				  const Identifier *high);

/* What is stored: the lowest and the highest identifier of a range. */
Datum
credit_brin_opcinfo(PG_FUNCTION_ARGS)
{
	Oid			type = PG_GETARG_OID(0);
	BrinOpcInfo *result = palloc0(SizeofBrinOpcInfo(2));

	result->oi_nstored = 2;
	result->oi_regular_nulls = true;
	result->oi_typcache[0] = result->oi_typcache[1] =
		lookup_type_cache(type, 0);
	PG_RETURN_POINTER(result);
}

/* A copy in the current context. */
static Datum
copy_of(const Identifier *id)
{
	return datumCopy(PointerGetDatum(id), false, IDENTIFIER_SIZE);
}

/* Makes a summary cover two more identifiers; true when it had to change. */
static bool
widen(BrinValues *column, const Identifier *low, const Identifier *high)
{
	bool		changed = false;

	if (column->bv_allnulls)
	{
		column->bv_values[0] = copy_of(low);
		column->bv_values[1] = copy_of(high);
		column->bv_allnulls = false;
		return true;
	}
	if (identifier_compare(low, DatumGetIdentifierP(column->bv_values[0])) < 0)
	{
		pfree(DatumGetPointer(column->bv_values[0]));
		column->bv_values[0] = copy_of(low);
		changed = true;
	}
	if (identifier_compare(high, DatumGetIdentifierP(column->bv_values[1])) > 0)
	{
		pfree(DatumGetPointer(column->bv_values[1]));
		column->bv_values[1] = copy_of(high);
		changed = true;
	}
	return changed;
}

/* Adds a value to a summary; nulls do not come here. */
Datum
credit_brin_add_value(PG_FUNCTION_ARGS)
{
	BrinValues *column = (BrinValues *) PG_GETARG_POINTER(1);
	Identifier *id = PG_GETARG_IDENTIFIER_P(2);

	PG_RETURN_BOOL(widen(column, id, id));
}

/* May a range with this summary hold a row the key asks for? */
Datum
credit_brin_consistent(PG_FUNCTION_ARGS)
{
	BrinValues *column = (BrinValues *) PG_GETARG_POINTER(1);
	ScanKey		key = (ScanKey) PG_GETARG_POINTER(2);
	Identifier *query = DatumGetIdentifierP(key->sk_argument);
	int			low;
	int			high;

	low = identifier_compare(DatumGetIdentifierP(column->bv_values[0]), query);
	high = identifier_compare(DatumGetIdentifierP(column->bv_values[1]), query);
	switch (key->sk_strategy)
	{
		case BTLessStrategyNumber:
			PG_RETURN_BOOL(low < 0);
		case BTLessEqualStrategyNumber:
			PG_RETURN_BOOL(low <= 0);
		case BTEqualStrategyNumber:
			PG_RETURN_BOOL(low <= 0 && high >= 0);
		case BTGreaterEqualStrategyNumber:
			PG_RETURN_BOOL(high >= 0);
		case BTGreaterStrategyNumber:
			PG_RETURN_BOOL(high > 0);
		default:
			elog(ERROR, "unrecognized strategy number: %d", key->sk_strategy);
			PG_RETURN_BOOL(false);
	}
}

/* Makes the first summary cover the second; neither is all nulls. */
Datum
credit_brin_union(PG_FUNCTION_ARGS)
{
	BrinValues *a = (BrinValues *) PG_GETARG_POINTER(1);
	BrinValues *b = (BrinValues *) PG_GETARG_POINTER(2);

	(void) widen(a, DatumGetIdentifierP(b->bv_values[0]),
				 DatumGetIdentifierP(b->bv_values[1]));
	PG_RETURN_BOOL(true);
}
