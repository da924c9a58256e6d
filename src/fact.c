/*
 * fact.c
 *	  What the triggers of fact tables share: reading and stamping a row, days
 *	  that cannot be, entries that are late, and the refusal of every UPDATE,
 *	  DELETE and TRUNCATE.
 *
 * Memory: per row, the context of the trigger.  Locks: none here.
 */
#include "fact.h"

#include "access/xact.h"
#include "catalog/partition.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

#include "calendar.h"
#include "lock.h"
#include "owner.h"

/* 31 December 9999, the last day that a calendar can hold */
#define LAST_DAY 2921939

PG_FUNCTION_INFO_V1(credit_fact_kept);
PG_FUNCTION_INFO_V1(credit_setting_kept);

/* The statement trigger that is making further facts, depth 0 if none is. */
static FactsScope following = {0, InvalidOid};

/*
 * A statement trigger that has become the owner inserts facts that follow from
 * others: they bear the role that inserted those, and have been checked.  What
 * follows from facts that follow bears the role of the first.  To be ended in
 * PG_FINALLY.
 */
void
credit_facts_begin(FactsScope *scope, Oid role)
{
	*scope = following;
	following.depth = DatumGetInt32(pg_trigger_depth(NULL));
	if (scope->depth == 0)
		following.role = role;
}

void
credit_facts_end(FactsScope *scope)
{
	following = *scope;
}

/*
 * Whether the row trigger that runs was fired by the statement trigger itself,
 * and not by what another trigger in between inserts.
 */
bool
credit_fact_follows(void)
{
	return following.depth > 0 &&
		DatumGetInt32(pg_trigger_depth(NULL)) == following.depth + 1;
}

/* Start on the row that a BEFORE INSERT row trigger is called for. */
void
credit_fact_begin(FactRow *row, FunctionCallInfo fcinfo, FactTable *table,
				  const char *function)
{
	TriggerData *trigdata = credit_trigger(fcinfo, function, true);

	if (!TRIGGER_FIRED_BEFORE(trigdata->tg_event) ||
		!TRIGGER_FIRED_BY_INSERT(trigdata->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"credit.%s\" must be fired before insert", function)));

	row->trigdata = trigdata;
	row->desc = RelationGetDescr(trigdata->tg_relation);
	row->tuple = trigdata->tg_trigtuple;
	row->table = table;
	row->today = credit_today();
	row->value = palloc(sizeof(Datum) * row->desc->natts);
	row->isnull = palloc(sizeof(bool) * row->desc->natts);
	heap_deform_tuple(row->tuple, row->desc, row->value, row->isnull);

	if (table->relation != RelationGetRelid(trigdata->tg_relation) ||
		table->natts != row->desc->natts)
	{
		Assert(table->ncolumns <= FACT_COLUMNS);
		for (int i = 0; i < table->ncolumns; i++)
		{
			int			number = SPI_fnumber(row->desc, table->names[i]);

			if (number <= 0)
				ereport(ERROR,
						(errcode(ERRCODE_UNDEFINED_COLUMN),
						 errmsg("table \"%s\" has no column \"%s\"",
								RelationGetRelationName(trigdata->tg_relation),
								table->names[i]),
						 errhint("Run SELECT credit.upgrade(); as the owner of the tables.")));
			table->number[i] = number;
		}
		table->relation = RelationGetRelid(trigdata->tg_relation);
		table->natts = row->desc->natts;
	}
}

/* A column as it stands now. */
Datum
credit_fact_get(FactRow *row, int column, bool *isnull)
{
	int			i = row->table->number[column] - 1;

	*isnull = row->isnull[i];
	return row->value[i];
}

/* A text column, NULL where it is; palloc'd. */
char *
credit_fact_text(FactRow *row, int column)
{
	bool		isnull;
	Datum		value = credit_fact_get(row, column, &isnull);

	return isnull ? NULL : TextDatumGetCString(value);
}

/*
 * Bytes of the blank that a UTF-8 text begins with, 0 where there is none: the
 * white space of Unicode, which a Chinese keyboard types some of, and what takes
 * no place at all.
 */
static int
space_at(const char *text)
{
	static const char *const spaces[] = {
		" ", "\t", "\n", "\r", "\v", "\f", "\xC2\x85", "\xC2\xA0", "\xE1\x9A\x80", "\xE2\x80\xA8", "\xE2\x80\xA9",
		"\xE2\x80\xAF", "\xE2\x81\x9F", "\xE2\x81\xA0", "\xE3\x80\x80", "\xEF\xBB\xBF"
	};

	for (int i = 0; i < lengthof(spaces); i++)
		if (strncmp(text, spaces[i], strlen(spaces[i])) == 0)
			return strlen(spaces[i]);
	/* U+2000 to U+200D: spaces of many widths, and of none */
	if (strncmp(text, "\xE2\x80", 2) == 0 && (uint8) text[2] >= 0x80 && (uint8) text[2] <= 0x8D)
		return 3;
	return 0;
}

/*
 * Take white space off the ends of a text column, and make one space of what
 * is within, so that equal words are equal; a blank text becomes NULL.
 */
void
credit_fact_squeeze(FactRow *row, int column)
{
	char	   *text = credit_fact_text(row, column);
	char	   *to = text;
	bool		space = false;

	if (text == NULL)
		return;
	for (const char *from = text; *from != '\0';)
	{
		int			bytes = space_at(from);

		if (bytes > 0)
		{
			space = to > text;

			from += bytes;
			continue;
		}
		if (space)
			*to++ = ' ';
		space = false;
		*to++ = *from++;
	}
	credit_fact_set(row, column, PointerGetDatum(cstring_to_text_with_len(text, to - text)), to == text);
}

/* Whether a text says nothing; NULL does not. */
bool
credit_blank(const char *text)
{
	int			bytes;

	while (text !=NULL && (bytes = space_at(text)) > 0)
		text	  +=bytes;
	return text == NULL || *text == '\0';
}

/* Whether a word is one of n. */
bool
credit_word_among(const char *word, const char *const *words, int n)
{
	for (int i = 0; i < n; i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}

/*
 * A date column; false where it is NULL.  An infinite day is no day of the
 * regime and is refused; so is one beyond the years of the calendar, from which
 * no term could be moved any more.
 */
bool
credit_fact_day(FactRow *row, int column, DateADT *day)
{
	bool		isnull;
	Datum		value = credit_fact_get(row, column, &isnull);

	*day = 0;
	if (isnull)
		return false;
	*day = DatumGetDateADT(value);
	if (DATE_NOT_FINITE(*day))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("%s may not be infinite", row->table->names[column]),
				 errdetail("It is a day on which something happened."),
				 errhint("Leave it out where the day is not known.")));
	if (*day > LAST_DAY)
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("%s lies beyond the year 9999", row->table->names[column]),
				 errdetail("No calendar reaches so far."),
				 errhint("Leave it out where there is no last day.")));
	return true;
}

/*
 * 23502 for a column without which nothing about the row can be checked.  The
 * table's NOT NULL would speak after us, and perhaps of a column that is only
 * missing because we did not come to stamp it.
 */
void
credit_fact_require(FactRow *row, int column)
{
	Relation	relation = row->trigdata->tg_relation;
	bool		isnull;

	(void) credit_fact_get(row, column, &isnull);
	if (isnull)
		ereport(ERROR,
				(errcode(ERRCODE_NOT_NULL_VIOLATION),
				 errmsg("null value in column \"%s\" of relation \"%s\" violates not-null constraint",
						row->table->names[column], RelationGetRelationName(relation)),
				 errdetail("Without it nothing about the fact can be checked."),
				 errhint("Give it."),
				 errtablecol(relation, row->table->number[column])));
}

/* Replace a column of the row. */
void
credit_fact_set(FactRow *row, int column, Datum value, bool isnull)
{
	int			i = row->table->number[column] - 1;

	row->value[i] = value;
	row->isnull[i] = isnull;
}

/*
 * Stamp when and who: three columns from recorded_at on.  What the caller put
 * there is ignored.  The time is read under the lock that settle() waits for,
 * is later than that of the session's previous fact, and later than after.
 * Names are looked up once a statement, and not kept beyond it, because a role
 * can be renamed.
 */
void
credit_fact_stamp(FactRow *row, int recorded_at, TimestampTz after)
{
	static TransactionId named_xid = InvalidTransactionId;
	static CommandId named_command = InvalidCommandId;
	static Oid	session_role = InvalidOid;
	static Oid	current_role = InvalidOid;
	static char session_name[NAMEDATALEN];
	static char current_name[NAMEDATALEN];
	static TransactionId writing_xid = InvalidTransactionId;
	static SubTransactionId writing_subxact = InvalidSubTransactionId;
	static TimestampTz stamped = DT_NOBEGIN;
	Oid			role = credit_fact_follows() ? following.role : GetUserId();
	TransactionId xid = GetTopTransactionId();
	CommandId	command = GetCurrentCommandId(false);
	TimestampTz now;

	if (named_xid != xid || named_command != command ||
		session_role != GetSessionUserId() || current_role != role)
	{
		named_xid = InvalidTransactionId;
		strlcpy(session_name, GetUserNameFromId(GetSessionUserId(), false), NAMEDATALEN);
		strlcpy(current_name, GetUserNameFromId(role, false), NAMEDATALEN);
		session_role = GetSessionUserId();
		current_role = role;
		named_command = command;
		named_xid = xid;
	}
	/* a subtransaction that rolls back takes its lock along */
	if (writing_xid != xid || writing_subxact != GetCurrentSubTransactionId())
	{
		credit_lock_writers();
		writing_xid = xid;
		writing_subxact = GetCurrentSubTransactionId();
	}
	now = GetCurrentTimestamp();
	stamped = Max(now, Max(stamped, after) + 1);
	credit_fact_set(row, recorded_at, TimestampTzGetDatum(stamped), false);
	credit_fact_set(row, recorded_at + 1, CStringGetTextDatum(session_name), false);
	credit_fact_set(row, recorded_at + 2, CStringGetTextDatum(current_name), false);
}

/* Stamp the day of the regime on which a fact is recorded, by the clock. */
void
credit_fact_stamp_day(FactRow *row, int recorded_on)
{
	credit_fact_set(row, recorded_on, DateADTGetDatum(credit_day_now()), false);
}

/* Name of the table of facts that a relation is, or is a partition of. */
char *
credit_fact_table_name(Relation relation)
{
	Oid			relid = RelationGetRelid(relation);

	while (get_rel_relispartition(relid))
		relid = get_partition_parent(relid, false);
	return get_rel_name(relid);
}

/* Refuse a statement trigger that was made without a transition table. */
void
credit_require_new_table(TriggerData *trigdata, const char *function)
{
	if (trigdata->tg_newtable == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"credit.%s\" must be fired after insert, with a new table", function)));
}

/* The row as it goes in. */
Datum
credit_fact_end(FactRow *row)
{
	return PointerGetDatum(heap_form_tuple(row->desc, row->value, row->isnull));
}

/* A one-dimensional array of n values of a type; nulls may be NULL. */
Datum
credit_array(Datum *values, bool *nulls, int n, Oid type)
{
	int			dims[1] = {n};
	int			lbs[1] = {1};
	int16		len;
	bool		byval;
	char		align;

	get_typlenbyvalalign(type, &len, &byval, &align);
	return PointerGetDatum(construct_md_array(values, nulls, 1, dims, lbs,
											  type, len, byval, align));
}

/* JC004 for a day after today. */
void
credit_fact_no_future(FactRow *row, DateADT day, const char *what)
{
	if (day > row->today)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_STEP),
				 errmsg("%s on %s lies in the future", what, credit_day_text(day)),
				 errdetail("Today is %s in the zone of the installation.", credit_day_text(row->today)),
				 errhint("Record it when it has happened.")));
}

/*
 * JC009 for a fact recorded more working days after its day than the setting
 * backdate_workdays allows, without late_reason.  JC006 where that depends on
 * a calendar that is not loaded.  A day that is not known, DATEVAL_NOBEGIN, is
 * long past.  It is the clock that counts: a transaction that was left open
 * does not keep the day.
 */
void
credit_fact_not_late(FactRow *row, DateADT day, int late_reason, const char *what)
{
	int			allowed = credit_backdate_workdays();
	bool		unknown = DATE_IS_NOBEGIN(day);
	DateADT		today = Max(row->today, credit_day_now());
	int			passed = unknown ? INT_MAX : today - day;

	if (passed <= allowed || !credit_blank(credit_fact_text(row, late_reason)))
		return;

	/*
	 * The longest run of days off is far shorter than a month, so the
	 * calendar is only asked where it can make a difference.
	 */
	if (passed < 2 * allowed + 31 &&
		credit_workdays_between(day, today) <= allowed)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_CREDIT_HISTORY),
			 unknown ?
			 errmsg("%s without a first day is entered late and without a reason", what) :
			 errmsg("%s of %s is entered late and without a reason",
					what, credit_day_text(day)),
			 errdetail("More than %d working days have passed since.", allowed),
			 errhint("Say why in late_reason; late entries are listed.")));
}

/* An interval of a row that was read; false where it is NULL. */
bool
credit_kept_interval(HeapTuple row, TupleDesc desc, int column, Interval *interval)
{
	bool		isnull;
	Datum		value = SPI_getbinval(row, desc, column, &isnull);

	if (!isnull)
		*interval = *DatumGetIntervalP(value);
	return !isnull;
}

/* Words of a text[] column of a row that was read, in a context; NULL: none. */
char	  **
credit_kept_words(MemoryContext context, HeapTuple row, TupleDesc desc, int column, int *n)
{
	bool		isnull;
	Datum		value = SPI_getbinval(row, desc, column, &isnull);
	Datum	   *elements;
	bool	   *nulls;
	char	  **words;

	*n = 0;
	if (isnull)
		return NULL;
	deconstruct_array(DatumGetArrayTypeP(value), TEXTOID, -1, false, TYPALIGN_INT,
					  &elements, &nulls, n);
	words = MemoryContextAlloc(context, sizeof(char *) * (*n + 1));
	for (int i = 0; i < *n; i++)
		words[i] = MemoryContextStrdup(context, nulls[i] ? "" : TextDatumGetCString(elements[i]));
	return words;
}

/* Raise JC004; does not return. */
void
credit_step_refused(const char *message, const char *detail, const char *hint)
{
	ereport(ERROR,
			(errcode(ERRCODE_CREDIT_STEP),
			 errmsg_internal("%s", message),
			 errdetail_internal("%s", detail),
			 errhint("%s", hint)));
}

/* The trigger data of a function that serves rows and statements alike. */
static TriggerData *
trigger_of_either_level(FunctionCallInfo fcinfo, const char *function)
{
	TriggerData *trigdata = (TriggerData *) fcinfo->context;

	return credit_trigger(fcinfo, function, CALLED_AS_TRIGGER(fcinfo) &&
						  TRIGGER_FIRED_FOR_ROW(trigdata->tg_event));
}

/*
 * Trigger of fact tables, BEFORE UPDATE OR DELETE for each row and BEFORE
 * TRUNCATE for each statement: refuses with JC009.
 */
Datum
credit_fact_kept(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = trigger_of_either_level(fcinfo, "fact_kept");
	const char *what;

	what = TRIGGER_FIRED_BY_UPDATE(trigdata->tg_event) ? "UPDATE" :
		TRIGGER_FIRED_BY_DELETE(trigdata->tg_event) ? "DELETE" : "TRUNCATE";
	ereport(ERROR,
			(errcode(ERRCODE_CREDIT_HISTORY),
			 errmsg("%s of \"%s\" is refused: facts are only added", what,
					RelationGetRelationName(trigdata->tg_relation)),
			 errdetail("Past answers must be given again as they were."),
			 errhint("Record the correction as a fact of its own."),
			 errtable(trigdata->tg_relation)));
	return PointerGetDatum(NULL);
}

/*
 * Trigger of setting and secret.  A key stays as install() made it; a setting
 * may change its value, but for the zone, and numbers are numbers.
 */
Datum
credit_setting_kept(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = trigger_of_either_level(fcinfo, "setting_kept");
	const char *relation;
	TupleDesc	desc;
	HeapTuple	row;
	char	   *name;
	char	   *new_name;
	char	   *value;

	relation = RelationGetRelationName(trigdata->tg_relation);
	if (strcmp(relation, "secret") == 0)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_HISTORY),
				 errmsg("the keys of the installation may not be changed"),
				 errdetail("What was derived from a key could not be matched again."),
				 errhint("They are made once, by install()."),
				 errtable(trigdata->tg_relation)));
	if (TRIGGER_FIRED_BY_TRUNCATE(trigdata->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_HISTORY),
				 errmsg("table \"%s\" may not be truncated", relation),
				 errdetail("The settings are those that install() made."),
				 errhint("UPDATE the value of a setting."),
				 errtable(trigdata->tg_relation)));
	desc = RelationGetDescr(trigdata->tg_relation);
	row = trigdata->tg_trigtuple;
	name = SPI_getvalue(row, desc, SPI_fnumber(desc, "name"));
	if (!TRIGGER_FIRED_BY_UPDATE(trigdata->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_HISTORY),
				 errmsg("setting \"%s\" may not be added or dropped", name ? name : ""),
				 errdetail("The settings are those that install() made."),
				 errhint("UPDATE the value of a setting.")));
	new_name = SPI_getvalue(trigdata->tg_newtuple, desc, SPI_fnumber(desc, "name"));
	if (name == NULL || new_name == NULL || strcmp(name, new_name) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_HISTORY),
				 errmsg("setting \"%s\" may not be renamed", name ? name : ""),
				 errdetail("The settings are known by their names, and are those that install() made."),
				 errhint("UPDATE the value of a setting.")));
	value = SPI_getvalue(trigdata->tg_newtuple, desc, SPI_fnumber(desc, "value"));
	if (strcmp(name, "zone") == 0 &&
		(value == NULL || strcmp(value, SPI_getvalue(row, desc, SPI_fnumber(desc, "value"))) != 0))
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_HISTORY),
				 errmsg("the zone of the installation may not be changed"),
				 errdetail("Every day on record is a civil day of it."),
				 errhint("It is chosen once, by install().")));
	if ((strcmp(name, "backdate_workdays") == 0 || strcmp(name, "expiring_days") == 0) &&
		(value == NULL || value[0] == '\0' || strlen(value) > 3 ||
		 strspn(value, "0123456789") != strlen(value)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("setting \"%s\" must be a number of days", name),
				 errdetail("It is 0 to 999, not \"%s\".", value ? value : "null"),
				 errhint("The default is %s.", name[0] == 'b' ? "3" : "30")));
	return PointerGetDatum(trigdata->tg_newtuple);
}
