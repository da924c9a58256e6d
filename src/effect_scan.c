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
#include "access/relation.h"
#include "access/stratnum.h"
#include "access/table.h"
#include "access/tableam.h"
#include "catalog/namespace.h"
#include "catalog/pg_am.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "commands/extension.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/uuid.h"

#include "owner.h"
#include "projection.h"

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
	int			nfilled;		/* so many of them, the first, are never NULL */
	struct
	{
		const char *name;
		Oid			type;
	}			columns[MOST_COLUMNS];
}			sources[SOURCES] = {

	{"subject_identifier", "identifier", 0, 0, {{NULL}}},
	{"catalogue_revision", NULL, 2, 1, {{"revision", INT8OID}, {"projected", UUIDOID}}},
	{"decision", "subject", 1, 1, {{"decision", UUIDOID}}},
	{"event", "subject", 1, 0, {{"decision", UUIDOID}}},
	{"standing", "subject", E_COLUMNS, 5, {
			{"decision", UUIDOID}, {"events", INT4OID}, {"conduct", TEXTOID}, {"decided_on", DATEOID}, {"act_on", DATEOID},
			{"base_on", DATEOID}, {"from_day", DATEOID}, {"last_day", DATEOID}, {"end_day", DATEOID}, {"end_kind", TEXTOID},
			{"review_due", DATEOID}, {"harmony", TEXTOID}, {"role", TEXTOID}, {"exclude", INT4ARRAYOID},
			{"conditions_met", INT4ARRAYOID}, {"course", INT4ARRAYOID}
	}},
};

/* Where a source is. */
typedef struct Place
{
	Oid			relation;		/* InvalidOid: to be found */
	Oid			index;
	RegProcedure equal;
	AttrNumber	number[MOST_COLUMNS];
	ItemPointerData row;		/* of a table without a key: where its row was
								 * seen last */
} Place;

static Place places[SOURCES];
static Oid	unsuitable = InvalidOid;	/* one of them that cannot be read
										 * like this */
static uint64 forgotten = 0;	/* how often */
static pg_uuid_t mark;			/* of these places, once they are known */
static bool marked = false;

/* Type of a column of standing. */
Oid
credit_effect_type(int column)
{
	return sources[STANDS].columns[column].type;
}

static void
forget_places(Datum arg, Oid relation)
{
	bool		ours = !OidIsValid(relation) || relation == unsuitable;

	for (int i = 0; i < SOURCES && !ours; i++)
		ours = places[i].relation == relation;
	if (!ours)
		return;
	memset(places, 0, sizeof(places));
	unsuitable = InvalidOid;
	marked = false;
	forgotten++;
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

/* Number of a column, which is 0 where its owner has made another one of it. */
static AttrNumber
column_of(Relation relation, const char *name, Oid type, bool filled)
{
	AttrNumber	number = get_attnum(RelationGetRelid(relation), name);
	Form_pg_attribute column;

	if (number == InvalidAttrNumber)
		return number;
	column = TupleDescAttr(RelationGetDescr(relation), number - 1);
	return column->atttypid == type && (column->attnotnull || !filled) ? number : InvalidAttrNumber;
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
		place->number[i] = column_of(relation, sources[source].columns[i].name, sources[source].columns[i].type,
									 i < sources[source].nfilled);
		if (place->number[i] == InvalidAttrNumber)
			return false;
	}
	if (sources[source].key != NULL)
	{
		AttrNumber	key = column_of(relation, sources[source].key, credit_subject_type(), true);

		if (key == InvalidAttrNumber || !find_index(relation, key, place))
			return false;
	}
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
	Datum		projected;

	found->revision.table = place->relation;
	found->revision.number = DatumGetInt64(slot_getattr(slot, place->number[0], &isnull));
	found->revision.written_by = DatumGetTransactionId(slot_getsysattr(slot, MinTransactionIdAttributeNumber, &isnull));
	projected = slot_getattr(slot, place->number[1], &isnull);
	found->projected = !isnull;
	if (found->projected)
		found->mark = *DatumGetUUIDP(projected);
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

/*
 * Open a source, and find where it is if that is not known; NULL where it has
 * to be read otherwise.
 */
static Relation
open_source(Source source)
{
	Relation	relation = NULL;
	Oid			oid;
	Place		here;

	/* opening takes in what has happened to the table, which may be gone */
	if (OidIsValid(places[source].relation))
		relation = try_relation_open(places[source].relation, AccessShareLock);
	if (relation != NULL && places[source].relation == RelationGetRelid(relation))
		return relation;
	if (relation != NULL)
		relation_close(relation, NoLock);

	oid = credit_relation(sources[source].table, false);
	relation = table_open(oid, AccessShareLock);
	if (!OidIsValid(unsuitable))
	{
		bool		suitable;
		uint64		before;

		/* a change may be told of while it is being found */
		do
		{
			before = forgotten;
			suitable = find_place(source, relation, &here);
		} while (before != forgotten);
		if (suitable)
		{
			places[source] = here;
			return relation;
		}
		unsuitable = oid;
	}
	table_close(relation, NoLock);
	return NULL;
}

/* Read the rows of a subject by the index. */
static void
read_index(Relation relation, const Place *place, const Identifier *subject, Take take, EffectFound *found)
{
	Relation	index = index_open(place->index, AccessShareLock);
	TupleTableSlot *slot = NULL;
	ItemPointer tid;
	ScanKeyData key;
	IndexScanDesc read;
	bool		more = true;

	ScanKeyInit(&key, 1, BTEqualStrategyNumber, place->equal, IdentifierPGetDatum(subject));
	read = credit_index_beginscan(relation, index, GetActiveSnapshot(), 1);
	index_rescan(read, &key, 1, NULL, 0);
	/* most subjects have no row in most tables, and need no slot */
	while (more && (tid = index_getnext_tid(read, ForwardScanDirection)) != NULL)
	{
		if (slot == NULL)
			slot = table_slot_create(relation, NULL);
		/* a snapshot of ours sees one version of a row at most */
		if (index_fetch_heap(read, slot))
			more = take(slot, place, found);
	}
	index_endscan(read);
	index_close(index, NoLock);
	if (slot != NULL)
		ExecDropSingleTupleTableSlot(slot);
}

/*
 * Read a table of one row.  A version of it that is visible is the row, so the
 * place where it was last is looked at first; its first block is never cut off.
 */
static void
read_row(Relation relation, Place *place, Take take, EffectFound *found)
{
	Snapshot	snapshot = GetActiveSnapshot();
	TupleTableSlot *slot = table_slot_create(relation, NULL);
	TableScanDesc read;

	if (ItemPointerIsValid(&place->row) &&
		table_tuple_fetch_row_version(relation, &place->row, snapshot, slot))
		(void) take(slot, place, found);
	else
	{
		read = table_beginscan(relation, snapshot, 0, NULL);
		if (table_scan_getnextslot(read, ForwardScanDirection, slot))
		{
			(void) take(slot, place, found);
			if (ItemPointerGetBlockNumber(&slot->tts_tid) == 0)
				place->row = slot->tts_tid;
		}
		table_endscan(read);
	}
	ExecDropSingleTupleTableSlot(slot);
}

/* Read the rows of a subject; false where that has to be done otherwise. */
static bool
scan(Source source, const Identifier *subject, Take take, EffectFound *found)
{
	Relation	relation = open_source(source);
	Place		place;

	if (relation == NULL)
		return false;
	place = places[source];
	if (OidIsValid(place.index))
		read_index(relation, &place, subject, take, found);
	else
	{
		read_row(relation, &place, take, found);
		if (places[source].relation == place.relation)
			places[source].row = place.row;
	}
	table_close(relation, NoLock);
	return true;
}

/* Whether a source can be read by an index, though it is not read now. */
static bool
is_known(Source source)
{
	Relation	relation;

	if (OidIsValid(places[source].relation))
		return true;
	relation = open_source(source);
	if (relation == NULL)
		return false;
	table_close(relation, NoLock);
	return true;
}

/* Whether the mark that was found is that of these tables. */
static bool
is_marked(const EffectFound *found)
{
	if (!marked)
	{
		ProjectionTables tables;

		tables.decision = places[DECISIONS].relation;
		tables.event = places[EVENTS].relation;
		tables.standing = places[STANDS].relation;
		credit_projection_mark(&tables, &mark);
		marked = true;
	}
	return memcmp(&mark, &found->mark, sizeof(pg_uuid_t)) == 0;
}

/* What stands says of itself, where it is known to know all facts. */
static void
believe(EffectFound *found)
{
	for (int i = 0; i < found->n; i++)
	{
		found->rows[i].decided = true;
		found->rows[i].events = DatumGetInt32(found->rows[i].value[E_EVENTS]);
	}
}

/*
 * What stands of a subject, and, unless it was resolved, whether the number was
 * ever linked to one: then there is nothing else in the result.  Decisions and
 * events are read to compare, where standing is not known to know all of them
 * or compare asks for it.  Returns false where the tables have to be read by a
 * statement.
 */
bool
credit_effect_scan(const Identifier *subject, bool resolved, bool compare, EffectFound *found)
{
	static bool registered = false;

	memset(found, 0, sizeof(EffectFound));
	if (!registered)
		CacheRegisterRelcacheCallback(forget_places, (Datum) 0);
	registered = true;
	if (!resolved && !scan(LINKS, subject, take_link, found))
		return false;
	if (found->linked)
		return true;
	if (!scan(REVISION, subject, take_revision, found) ||
		!scan(STANDS, subject, take_stand, found))
		return false;
	if (found->projected && !compare && is_known(EVENTS) && is_known(DECISIONS) && is_marked(found))
	{
		believe(found);
		return true;
	}
	return scan(EVENTS, subject, take_event, found) &&
		scan(DECISIONS, subject, take_decision, found);
}
