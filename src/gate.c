/*
 * gate.c
 *	  The row trigger of a gate: refuses a row that grants what a measure
 *	  forbids.
 *
 * A gate has two triggers on its table, made by gate_setup.c.  One is fired AFTER
 * INSERT OR UPDATE, of any column, because a BEFORE trigger may change one that the
 * command did not name, and looks.  The other, AFTER UPDATE OF the columns of the
 * gate, carries them and does nothing: where a column is dropped with CASCADE it
 * goes too, and the first refuses every row.
 *
 * AFTER ROW, so the row is the final one, after generated columns and the
 * BEFORE triggers of others.
 *
 * The right to ask is that of the role that writes the row, and is tested
 * before the tables are read as their owner.  Values are compared by their
 * bytes; nothing that the table's owner has made (operators, casts, functions)
 * is called.
 *
 * Memory: that of the trigger call, freed after each row.
 *
 * Locks: the subject's stripe, shared; see gate_look.c.
 */
#include "gate.h"

#include "executor/tuptable.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

#include "fact.h"
#include "owner.h"

PG_FUNCTION_INFO_V1(credit_gate_row);

/* A row that the gate looks at. */
typedef struct GateRow
{
	TriggerData *trigdata;
	Gate	   *gate;
	TupleTableSlot *old;		/* NULL: inserted */
	TupleTableSlot *new;
} GateRow;

/* The trigger that carries the columns of the gate that was fired. */
static const Trigger *
carrier_of(TriggerData *trigdata)
{
	const Trigger *fired = trigdata->tg_trigger;
	TriggerDesc *all = trigdata->tg_relation->trigdesc;

	if (fired->tgnattr > 0)
		return fired;
	for (int i = 0; all != NULL && i < all->numtriggers; i++)
	{
		const Trigger *other = &all->triggers[i];

		if (other->tgfoid == fired->tgfoid && other->tgnattr > 0 &&
			other->tgnargs > 0 && fired->tgnargs > 0 &&
			strcmp(other->tgargs[0], fired->tgargs[0]) == 0)
			return other;
	}
	ereport(ERROR,
			(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
			 errmsg("gate \"%s\" has lost its columns", fired->tgname),
			 errdetail("The trigger of table \"%s\" that carries them is gone.",
					   RelationGetRelationName(trigdata->tg_relation)),
			 errhint("Drop this trigger and set the gate up again with credit.gate().")));
	return NULL;
}

/* The text of a column, NULL where it has none. */
static char *
word(TupleTableSlot *slot, const GateWord *column)
{
	bool		isnull;
	Datum		value;

	if (column->number == 0)
		return NULL;
	value = slot_getattr(slot, column->number, &isnull);
	return isnull ? NULL : credit_gate_word(column, value);
}

/* Whether an update gave a column another value, by its bytes. */
static bool
changed(GateRow *row, AttrNumber number)
{
	Form_pg_attribute attribute;
	Datum		before;
	Datum		after;
	bool		no_before;
	bool		no_after;

	if (number == 0)
		return false;
	attribute = TupleDescAttr(RelationGetDescr(row->trigdata->tg_relation), number - 1);
	before = slot_getattr(row->old, number, &no_before);
	after = slot_getattr(row->new, number, &no_after);
	if (no_before || no_after)
		return no_before != no_after;
	return !datum_image_eq(before, after, attribute->attbyval, attribute->attlen);
}

/*
 * Refuse where a value that the gate waits for is no label of the column's
 * enum any more: it was renamed, and the gate would never act again.
 */
static void
require_labels(GateRow *row)
{
	Gate	   *gate = row->gate;

	for (int i = 0; OidIsValid(gate->when.enum_type) && i < gate->nvalues; i++)
		if (!SearchSysCacheExists2(ENUMTYPOIDNAME, ObjectIdGetDatum(gate->when.enum_type),
								   CStringGetDatum(gate->values[i])))
			ereport(ERROR,
					(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
					 errmsg("gate of table \"%s\" waits for \"%s\", which is no value any more",
							RelationGetRelationName(row->trigdata->tg_relation), gate->values[i]),
					 errdetail("A value of the enum was renamed."),
					 errhint("Take the gate away with credit.ungate() and set it up again with the new name.")));
}

/*
 * Whether the row becomes what the gate guards: by being inserted so, or by a
 * change of a column that says what is granted to whom.  A reason that has let
 * a row through is one of them.
 */
static bool
becomes(GateRow *row)
{
	Gate	   *gate = row->gate;
	char	   *reason;

	if (gate->when.number != 0)
	{
		char	   *value = word(row->new, &gate->when);
		bool		among = false;

		for (int i = 0; value != NULL && !among && i < gate->nvalues; i++)
			among = strcmp(value, gate->values[i]) == 0;
		if (!among)
		{
			require_labels(row);
			return false;
		}
	}
	if (row->old == NULL || changed(row, gate->when.number) ||
		changed(row, gate->subject.number) || changed(row, gate->by_matter.number))
		return true;
	for (int i = 0; i < gate->nalso; i++)
		if (changed(row, gate->also[i]))
			return true;
	reason = word(row->old, &gate->reason);
	return !credit_blank(reason) && changed(row, gate->reason.number);
}

/* The matter that the row is about, NULL where the map says it is none. */
static const char *
matter_of(GateRow *row)
{
	Gate	   *gate = row->gate;
	char	   *value;

	if (gate->by_matter.number == 0)
		return gate->matter;
	value = word(row->new, &gate->by_matter);
	if (value != NULL && !gate->has_map)
		return value;
	for (int i = 0; value != NULL && i < gate->nmap; i++)
		if (strcmp(value, gate->map_value[i]) == 0)
			return gate->map_matter[i];
	ereport(ERROR,
			(errcode(ERRCODE_CREDIT_NOT_IN_CATALOGUE),
			 value == NULL ?
			 errmsg("row of table \"%s\" says no matter", RelationGetRelationName(row->trigdata->tg_relation)) :
			 errmsg("gate of table \"%s\" knows no matter for \"%s\"",
					RelationGetRelationName(row->trigdata->tg_relation), value),
			 errdetail("A gate that does not know what it asks lets nothing through."),
			 errhint("Correct the row, or set the gate up again with this value in matter_map."),
			 errtablecol(row->trigdata->tg_relation, gate->by_matter.number)));
	return NULL;
}

/*
 * The identifier in the subject column; false where there is none and none is
 * asked for.  Raises JC005 for one that is missing or cannot be read.
 */
static bool
read_subject(GateRow *row, Identifier *given)
{
	Gate	   *gate = row->gate;
	Relation	relation = row->trigdata->tg_relation;
	const char *column = NameStr(TupleDescAttr(RelationGetDescr(relation), gate->subject.number - 1)->attname);
	bool		isnull;
	Datum		value = slot_getattr(row->new, gate->subject.number, &isnull);
	const char *input;
	text	   *datum;
	IdentifierReading reading;
	char		sentence[IDENTIFIER_SENTENCE_SIZE];
	int			length;

	if (isnull && gate->allow_null)
		return false;
	credit_require_right_to_ask();
	if (isnull)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_IDENTIFIER),
				 errmsg("column \"%s\" of table \"%s\" names no subject", column, RelationGetRelationName(relation)),
				 errdetail("A gate that does not know whom it asks about lets nothing through."),
				 errhint("Give the identifier; credit.gate(..., allow_null => true) lets rows without one through."),
				 errtablecol(relation, gate->subject.number)));
	if (!gate->subject_is_text)
	{
		*given = *DatumGetIdentifierP(value);
		return true;
	}
	datum = DatumGetTextPP(value);
	input = VARDATA_ANY(datum);
	length = VARSIZE_ANY_EXHDR(datum);
	if (identifier_read(input, length, IDENTIFIER_ANY, &reading))
	{
		*given = reading.code;
		return true;
	}
	identifier_explain(&reading, sentence);
	ereport(ERROR,
			(errcode(ERRCODE_CREDIT_IDENTIFIER),
			 errmsg("column \"%s\" of table \"%s\" cannot be read as an identifier: \"%.*s\"",
					column, RelationGetRelationName(relation),
					pg_mbcliplen(input, length, 64), input),
			 errdetail_internal("%s", sentence),
			 errhint("Correct it; credit.diagnose() says how it could be meant."),
			 errtablecol(relation, gate->subject.number)));
	return false;
}

/* Say what was found: a refusal, or what the writer of the row should know. */
static void
say(GateRow *row, int level, const char *matter, const GateFinding *finding,
	const char *more)
{
	Relation	relation = row->trigdata->tg_relation;
	const char *subject = credit_identifier_shown(&finding->subject);

	ereport(level,
			(finding->bars ? errcode(ERRCODE_CREDIT_BARRED) : errcode(ERRCODE_SUCCESSFUL_COMPLETION),
			 finding->bars ?
			 errmsg("subject is barred from \"%s\" (%s)", matter, finding->matter_name) :
			 errmsg("subject is not barred from \"%s\" (%s), but another measure is in force",
					matter, finding->matter_name),
			 errdetail("Measure %d of \"%s\" on \"%s\", %s: %s (%s); decision %s (%s), %s.",
					   finding->measure, finding->conduct, subject, finding->effect, finding->content,
					   finding->basis ? finding->basis : "no article", finding->document_no, finding->decision,
					   DATE_IS_NOEND(finding->until) ?
					   psprintf("without a last day (%s)", finding->until_kind) :
					   psprintf("until %s", credit_day_text(finding->until))),
			 errhint("SELECT * FROM credit.explain('%s', '%s') tells how it came about, SELECT credit.bars('%s', %s) gives all of it as JSON.%s",
					 subject, finding->decision, subject, quote_literal_cstr(matter), more),
			 errtablecol(relation, row->gate->subject.number)));
}

/* AFTER ROW trigger of a gate; see the head of the file. */
Datum
credit_gate_row(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = (TriggerData *) fcinfo->context;
	GateRow		row;
	const Trigger *carrier;
	const char *matter;
	char	   *reason;
	Identifier	given;
	GateFinding finding;
	bool		update;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_FOR_ROW(trigdata->tg_event) ||
		!TRIGGER_FIRED_AFTER(trigdata->tg_event) || TRIGGER_FIRED_BY_DELETE(trigdata->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"credit.gate_row\" must be fired after insert or update, for each row"),
				 errhint("Gates are set up with credit.gate().")));
	update = TRIGGER_FIRED_BY_UPDATE(trigdata->tg_event);
	carrier = carrier_of(trigdata);
	if (carrier == trigdata->tg_trigger)
		return PointerGetDatum(NULL);

	row.trigdata = trigdata;
	row.gate = credit_gate_of(carrier, RelationGetDescr(trigdata->tg_relation));
	row.old = update ? trigdata->tg_trigslot : NULL;
	row.new = update ? trigdata->tg_newslot : trigdata->tg_trigslot;
	if (!becomes(&row))
		return PointerGetDatum(NULL);
	matter = matter_of(&row);
	if (matter == NULL || !read_subject(&row, &given))
		return PointerGetDatum(NULL);

	credit_gate_look(&given, matter, row.gate->effects, &finding);
	if (!finding.any)
		return PointerGetDatum(NULL);
	if (!finding.bars || row.gate->notice_only)
	{
		say(&row, NOTICE, matter, &finding, "");
		return PointerGetDatum(NULL);
	}
	reason = word(row.new, &row.gate->reason);
	if (!credit_blank(reason))
	{
		credit_gate_log_override(&finding, matter, trigdata->tg_relation, reason);
		say(&row, NOTICE, matter, &finding, " The written reason lets it through, and is kept in credit.gate_log.");
		return PointerGetDatum(NULL);
	}
	say(&row, ERROR, matter, &finding, row.gate->reason.number == 0 ? "" :
		psprintf(" A written reason in column \"%s\" would let it through, and be kept.",
				 NameStr(TupleDescAttr(RelationGetDescr(trigdata->tg_relation), row.gate->reason.number - 1)->attname)));
	return PointerGetDatum(NULL);
}
