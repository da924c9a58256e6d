/*
 * name.c
 *	  Names at the SQL level: keys, pinyin, and the trigger that stamps them.
 *
 * A name never identifies a subject.  Keys and pinyin only bring candidates
 * together, and they change with ICU: functions of them are STABLE, stored
 * ones stand beside the version that made them.
 *
 * Memory: nothing outlives a call here; name_fold.c and name_icu.c say what
 * they keep.
 */
#include "credit.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/rel.h"

/* bytes of a name, and of a key, that still fit an index entry */
#define STORED_NAME_MAX 1000
#define STORED_KEY_MAX 2000

/* most rows that find_subject gives */
#define FIND_LIMIT_MAX 1000

PG_FUNCTION_INFO_V1(credit_name_key_sql);
PG_FUNCTION_INFO_V1(credit_pinyin_sql);
PG_FUNCTION_INFO_V1(credit_icu_version_sql);
PG_FUNCTION_INFO_V1(credit_name_grams);
PG_FUNCTION_INFO_V1(credit_name_sought);
PG_FUNCTION_INFO_V1(credit_name_stamp);

static int	compare_grams(const void *a, const void *b);
static int	stamped_column(Relation rel, const char *column, bool text_only);

/* name_key(text) returns text */
Datum
credit_name_key_sql(PG_FUNCTION_ARGS)
{
	text	   *name = PG_GETARG_TEXT_PP(0);

	PG_RETURN_TEXT_P(credit_name_key(VARDATA_ANY(name),
									 VARSIZE_ANY_EXHDR(name)));
}

/* pinyin(text) returns text */
Datum
credit_pinyin_sql(PG_FUNCTION_ARGS)
{
	text	   *name = PG_GETARG_TEXT_PP(0);

	PG_RETURN_TEXT_P(credit_name_pinyin(VARDATA_ANY(name),
										VARSIZE_ANY_EXHDR(name)));
}

/* icu_version() returns text */
Datum
credit_icu_version_sql(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(credit_name_version());
}

static int
compare_grams(const void *a, const void *b)
{
	int32		left = *(const int32 *) a;
	int32		right = *(const int32 *) b;

	return (left > right) - (left < right);
}

/*
 * name_grams(text) returns integer[]: a number for each pair of neighbouring
 * characters, sorted, each once.  A key that contains another has all its
 * numbers; the reverse must be looked at in the keys.  Works on a key as it
 * stands and asks nothing of ICU, so it is IMMUTABLE and fit for an index.
 */
Datum
credit_name_grams(PG_FUNCTION_ARGS)
{
	text	   *key = PG_GETARG_TEXT_PP(0);
	const unsigned char *at = (unsigned char *) VARDATA_ANY(key);
	const unsigned char *end = at + VARSIZE_ANY_EXHDR(key);
	int32	   *grams = palloc((end - at + 1) * sizeof(int32));
	Datum	   *datums;
	int			count = 0;
	int			kept = 0;
	uint32		before = 0;

	while (at < end)
	{
		uint32		c = utf8_to_unicode(at);

		/* an odd multiplier parts nearly all pairs, on any machine alike */
		if (before != 0)
			grams[count++] = (int32) (before * 0x9E3779B1U + c);
		before = c;
		at += pg_utf_mblen(at);
	}
	qsort(grams, count, sizeof(int32), compare_grams);
	datums = palloc((count + 1) * sizeof(Datum));
	for (int i = 0; i < count; i++)
		if (i == 0 || grams[i] != grams[i - 1])
			datums[kept++] = Int32GetDatum(grams[i]);
	PG_RETURN_ARRAYTYPE_P(construct_array(datums, kept, INT4OID,
										  sizeof(int32), true, TYPALIGN_INT));
}

/*
 * name_sought(text, integer) returns text: the key that find_subject looks
 * for.  Refuses a name that has no letter and a limit out of bounds.
 */
Datum
credit_name_sought(PG_FUNCTION_ARGS)
{
	text	   *key = NULL;

	if (PG_ARGISNULL(1) || PG_GETARG_INT32(1) < 1 ||
		PG_GETARG_INT32(1) > FIND_LIMIT_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("limit must be between 1 and %d", FIND_LIMIT_MAX)));
	if (!PG_ARGISNULL(0))
	{
		text	   *name = PG_GETARG_TEXT_PP(0);

		key = credit_name_key(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
	}
	if (key == NULL || VARSIZE_ANY_EXHDR(key) == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("name to look for has no letter"),
				 errdetail("Spaces, punctuation and symbols do not count."),
				 errhint("Give at least one character of the name.")));
	PG_RETURN_TEXT_P(key);
}

/*
 * Number of a column the trigger needs.
 */
static int
stamped_column(Relation rel, const char *column, bool text_only)
{
	TupleDesc	desc = RelationGetDescr(rel);
	int			number = SPI_fnumber(desc, column);
	Oid			type;

	if (number <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("table \"%s\" has no column \"%s\"",
						RelationGetRelationName(rel), column),
				 errdetail("name_stamp() reads name and fills name_key, name_pinyin and icu_version.")));
	type = TupleDescAttr(desc, number - 1)->atttypid;
	if (type != TEXTOID && (text_only || type != VARCHAROID))
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("column \"%s\" of table \"%s\" is not of type text",
						column, RelationGetRelationName(rel))));
	return number;
}

/*
 * name_stamp() returns trigger, for BEFORE INSERT OR UPDATE FOR EACH ROW on
 * any table with the columns name (text or varchar), name_key, name_pinyin
 * and icu_version (text).  Fills the last three from the first; what the
 * statement put there is ignored, so UPDATE ... SET name = name renews them.
 * A row without a name has no key.  A name too long for an index entry is
 * refused here, where the message can say so.
 */
Datum
credit_name_stamp(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	Relation	rel;
	HeapTuple	row;
	int			columns[3];
	Datum		values[3] = {0};
	bool		nulls[3] = {true, true, false};
	int			name_column;
	Datum		name;
	bool		is_null;

	if (!CALLED_AS_TRIGGER(fcinfo) ||
		!TRIGGER_FIRED_BEFORE(trigger->tg_event) ||
		!TRIGGER_FIRED_FOR_ROW(trigger->tg_event) ||
		TRIGGER_FIRED_BY_DELETE(trigger->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("name_stamp() must be called by a trigger BEFORE INSERT OR UPDATE FOR EACH ROW")));

	rel = trigger->tg_relation;
	row = TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ?
		trigger->tg_newtuple : trigger->tg_trigtuple;
	name_column = stamped_column(rel, "name", false);
	columns[0] = stamped_column(rel, "name_key", true);
	columns[1] = stamped_column(rel, "name_pinyin", true);
	columns[2] = stamped_column(rel, "icu_version", true);

	name = heap_getattr(row, name_column, RelationGetDescr(rel), &is_null);
	if (!is_null)
	{
		text	   *name_text = DatumGetTextPP(name);
		char	   *str = VARDATA_ANY(name_text);
		int			bytes = VARSIZE_ANY_EXHDR(name_text);
		text	   *key = NULL;

		if (bytes <= STORED_NAME_MAX)
			key = credit_name_key(str, bytes);
		if (key == NULL || VARSIZE_ANY_EXHDR(key) > STORED_KEY_MAX)
			ereport(ERROR,
					(errcode(ERRCODE_STRING_DATA_RIGHT_TRUNCATION),
					 errmsg("name is too long to be stored"),
					 errdetail("It has %d bytes; a name may have %d, and its key %d.",
							   bytes, STORED_NAME_MAX, STORED_KEY_MAX)));
		values[0] = PointerGetDatum(key);
		values[1] = PointerGetDatum(credit_name_pinyin(str, bytes));
		nulls[0] = nulls[1] = false;
	}
	values[2] = PointerGetDatum(credit_name_version());
	return PointerGetDatum(heap_modify_tuple_by_cols(row,
													 RelationGetDescr(rel),
													 lengthof(columns),
													 columns, values, nulls));
}
