/*
 * effect_scan.c
 *	  What stands of a subject, read by scans of indexes.
 *
 * The hot path.  The executor takes longer to set up a plan over five tables
 * than to run it, so where the tables are plain ones they are read as system
 * catalogues are: by the index that the subject leads.  Whatever else they may
 * be (partitioned, inherited from, without the index, spread over nodes) is
 * left to the statement of effect.c, which gives the same.
 *
 * A scan of an index tests no privilege, and runs no operator but those of the
 * operator class that the index was made with: the caller's right to ask has
 * been tested, nothing of the caller's can get in between, and there is no user
 * to switch.  Policies of the tables do not bind their owner, as whom the
 * statement runs, and do not bind this.
 *
 * Memory: what is found is in the current context.  Where tables, columns and
 * indexes are is kept for the session, and found anew when PostgreSQL says that
 * one of the tables has changed: that is a matter of its own catalogues, whose
 * messages come in any case.
 *
 * Locks: AccessShareLock on tables and indexes to the end of the transaction,
 * as the executor would take; above REPEATABLE READ what a scan reads is locked
 * against writers by the scan itself.
 */
#include "effect.h"

#include "access/genam.h"
#include "access/stratnum.h"
#include "access/table.h"
#include "access/tableam.h"
#include "catalog/namespace.h"
#include "catalog/pg_am.h"
#include "catalog/pg_class.h"
#include "commands/extension.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/uuid.h"

#include "owner.h"

/* Tables that are read, in this order. */
typedef enum Source
{
	LINKS, REVISION, DECISIONS, EVENTS, STANDS, SOURCES
} Source;

#define MOST_COLUMNS E_COLUMNS

static const struct
{
	const char *table;
	const char *key;			/* column that leads the index; NULL: none */
	int			ncolumns;
	const char *columns[MOST_COLUMNS];
}			sources[SOURCES] = {

	{"subject_identifier", "identifier", 0, {NULL}},
	{"catalogue_revision", NULL, 1, {"revision"}},
	{"decision", "subject", 1, {"decision"}},
	{"event", "subject", 1, {"decision"}},
	{"standing", "subject", E_COLUMNS, {
			"decision", "events", "conduct", "decided_on", "act_on", "base_on", "from_day", "last_day", "end_day", "end_kind",
			"review_due", "harmony", "role", "exclude", "conditions_met", "course"
	}},
};

/* Where a source is. */
typedef struct Place
{
	Oid			relation;		/* InvalidOid: to be found */
	Oid			index;
	RegProcedure equal;
	AttrNumber	number[MOST_COLUMNS];
} Place;

static Place places[SOURCES];
static bool unsuitable = false; /* one of them cannot be read like this */

static void
forget_places(Datum arg, Oid relation)
{
	bool		ours = !OidIsValid(relation);

	for (int i = 0; i < SOURCES && !ours; i++)
		ours = places[i].relation == relation;
	if (!ours)
		return;
	memset(places, 0, sizeof(places));
	unsuitable = false;
}

/* The btree index, of no rows in particular, that a column leads. */
static bool
find_index(Relation relation, AttrNumber key, Place *place)
{
	List	   *indexes = RelationGetIndexList(relation);
	ListCell   *cell;

	foreach(cell, indexes)
	{
		Relation	index = index_open(lfirst_oid(cell), AccessShareLock);

		if (index->rd_rel->relam == BTREE_AM_OID && index->rd_index->indisvalid && index->rd_index->indisready &&
			index->rd_index->indkey.values[0] == key && RelationGetIndexPredicate(index) == NIL &&
			!index->rd_index->indcheckxmin)
		{
			Oid			operator = get_opfamily_member(index->rd_opfamily[0], index->rd_opcintype[0],
													   index->rd_opcintype[0], BTEqualStrategyNumber);

			place->index = RelationGetRelid(index);
			place->equal = OidIsValid(operator) ? get_opcode(operator) : InvalidOid;
		}
		index_close(index, NoLock);
		if (OidIsValid(place->equal))
			return true;
	}
	return false;
}

/* Find a source; false where it cannot be read by an index. */
static bool
find_place(Source source, Relation relation, Place *place)
{
	memset(place, 0, sizeof(Place));
	/* Citus shows the tables that it has spread over nodes as empty ones */
	if (relation->rd_rel->relkind != RELKIND_RELATION || relation->rd_rel->relhassubclass ||
		OidIsValid(get_extension_oid("citus", true)))
		return false;
	for (int i = 0; i < sources[source].ncolumns; i++)
	{
		place->number[i] = get_attnum(RelationGetRelid(relation), sources[source].columns[i]);
		if (place->number[i] == InvalidAttrNumber)
			return false;
	}
	if (sources[source].key != NULL &&
		!find_index(relation, get_attnum(RelationGetRelid(relation), sources[source].key), place))
		return false;
	place->relation = RelationGetRelid(relation);
	return true;
}

/* Takes a row of a scan; false: no more are wanted. */
typedef bool (*Take) (TupleTableSlot *slot, const Place *place, EffectFound *found);

static bool
take_link(TupleTableSlot *slot, const Place *place, EffectFound *found)
{
	found->linked = true;
	return false;
}

static bool
take_revision(TupleTableSlot *slot, const Place *place, EffectFound *found)
{
	bool		isnull;

	found->table = place->relation;
	found->revision = DatumGetInt64(slot_getattr(slot, place->number[0], &isnull));
	return false;
}

/* The row of standing with a decision, or a new one. */
static EffectRow *
row_of(EffectFound *found, const pg_uuid_t *decision)
{
	EffectRow  *row;

	/* they come in the order of decisions */
	for (int i = found->n - 1; i >= 0; i--)
		if (memcmp(&found->rows[i].decision, decision, sizeof(pg_uuid_t)) == 0)
			return &found->rows[i];
	if (found->n == found->allocated)
	{
		EffectRow  *rows;

		found->allocated = Max(4, found->allocated * 2);
		rows = palloc_extended(sizeof(EffectRow) * found->allocated, MCXT_ALLOC_HUGE);
		if (found->n > 0)
			memcpy(rows, found->rows, sizeof(EffectRow) * found->n);
		found->rows = rows;
	}
	row = &found->rows[found->n++];
	memset(row, 0, sizeof(EffectRow));
	row->decision = *decision;
	return row;
}

static bool
take_stand(TupleTableSlot *slot, const Place *place, EffectFound *found)
{
	bool		isnull;
	EffectRow  *row = row_of(found, DatumGetUUIDP(slot_getattr(slot, place->number[E_DECISION], &isnull)));
	HeapTuple	kept = ExecCopySlotHeapTuple(slot);

	row->stands = true;
	for (int i = 0; i < E_COLUMNS; i++)
		row->value[i] = heap_getattr(kept, place->number[i], slot->tts_tupleDescriptor, &row->isnull[i]);
	return true;
}

static bool
take_event(TupleTableSlot *slot, const Place *place, EffectFound *found)
{
	bool		isnull;
	Datum		decision = slot_getattr(slot, place->number[0], &isnull);

	if (!isnull)
		row_of(found, DatumGetUUIDP(decision))->events++;
	return true;
}

static bool
take_decision(TupleTableSlot *slot, const Place *place, EffectFound *found)
{
	bool		isnull;

	row_of(found, DatumGetUUIDP(slot_getattr(slot, place->number[0], &isnull)))->decided = true;
	return true;
}

/* Read the rows of a subject; false where that has to be done otherwise. */
static bool
scan(Source source, const Identifier *subject, Oid namespace, Take take, EffectFound *found)
{
	Snapshot	snapshot = GetActiveSnapshot();
	Oid			oid = get_relname_relid(sources[source].table, namespace);
	Place		place;
	Relation	relation;
	TupleTableSlot *slot;

	if (!OidIsValid(oid))
		(void) credit_relation(sources[source].table, false);
	/* takes in what has happened to the table */
	relation = table_open(oid, AccessShareLock);
	if (places[source].relation != oid)
	{
		Place		here;

		unsuitable = unsuitable || !find_place(source, relation, &here);
		if (!unsuitable)
			places[source] = here;
	}
	if (unsuitable)
	{
		table_close(relation, NoLock);
		return false;
	}
	place = places[source];
	slot = table_slot_create(relation, NULL);
	if (OidIsValid(place.index))
	{
		Relation	index = index_open(place.index, AccessShareLock);
		ScanKeyData key;
		IndexScanDesc read;

		ScanKeyInit(&key, 1, BTEqualStrategyNumber, place.equal, IdentifierPGetDatum(subject));
		read = credit_index_beginscan(relation, index, snapshot, 1);
		index_rescan(read, &key, 1, NULL, 0);
		while (index_getnext_slot(read, ForwardScanDirection, slot) && take(slot, &place, found))
			;
		index_endscan(read);
		index_close(index, NoLock);
	}
	else
	{
		TableScanDesc read = table_beginscan(relation, snapshot, 0, NULL);

		while (table_scan_getnextslot(read, ForwardScanDirection, slot) && take(slot, &place, found))
			;
		table_endscan(read);
	}
	ExecDropSingleTupleTableSlot(slot);
	table_close(relation, NoLock);
	return true;
}

/*
 * What stands of a subject, and, unless it was resolved, whether the number was
 * ever linked to one: then there is nothing else in the result.  Returns false
 * where the tables have to be read by a statement.
 */
bool
credit_effect_scan(const Identifier *subject, bool resolved, EffectFound *found)
{
	static bool registered = false;
	Oid			namespace = get_namespace_oid("credit", false);

	memset(found, 0, sizeof(EffectFound));
	if (!registered)
		CacheRegisterRelcacheCallback(forget_places, (Datum) 0);
	registered = true;
	if (!resolved && !scan(LINKS, subject, namespace, take_link, found))
		return false;
	if (found->linked)
		return true;
	return scan(REVISION, subject, namespace, take_revision, found) &&
		scan(STANDS, subject, namespace, take_stand, found) &&
		scan(EVENTS, subject, namespace, take_event, found) &&
		scan(DECISIONS, subject, namespace, take_decision, found);
}
