/*
 * watch_map.c
 *	  The map of a watch: how a row of an agency's table reads as a record.
 *
 * The map is kept as a view over the agency's table, one column of it for one
 * of ours, and the condition as its column reported.  PostgreSQL keeps a view
 * as trees of column numbers, so it follows a column or table that is renamed,
 * is dumped and restored, and stops a column from being dropped unseen.  Here
 * the trees are taken out of the view and computed over the rows of a
 * transition table, which no view can read.
 *
 * They are computed with the rights of whoever writes the row, as the WHEN of
 * a trigger or a CHECK would be, and never inside a switch of the user.
 *
 * Memory: a map lives in the caller's context; what a row gives too.
 * Locks: a share lock on the view while it is read.
 */
#include "watch.h"

#include "access/genam.h"
#include "access/relation.h"
#include "access/table.h"
#include "access/tupconvert.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/optimizer.h"
#include "parser/parsetree.h"
#include "rewrite/rewriteHandler.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "mb/pg_wchar.h"
#include "utils/lsyscache.h"

#include "fact.h"
#include "owner.h"
#include "plan_cache.h"

const WatchColumnInfo watch_columns[W_COLUMNS] = {
	[W_DOCUMENT_NO] = {"document_no", TEXTOID, true, true, false},
	[W_DETERMINED_ON] = {"determined_on", DATEOID, true, false, false},
	[W_REASON] = {"reason", TEXTOID, true, true, true},
	[W_SUBJECT_NAME] = {"subject_name", TEXTOID, false, true, false},
	[W_OCCURRED_ON] = {"occurred_on", DATEOID, false, true, false},
	[W_OCCURRED_UNTIL] = {"occurred_until", DATEOID, false, true, false},
	[W_SERVED_ON] = {"served_on", DATEOID, false, false, false},
	[W_FINAL] = {"final", BOOLOID, false, true, false},
	[W_BIRTH_ON] = {"birth_on", DATEOID, false, false, false},
	[W_EVIDENCE] = {"evidence", JSONBOID, false, true, false},
	[W_SHAREABLE] = {"shareable", BOOLOID, false, false, false},
	[W_SOURCE_AGENCY] = {"source_agency", TEXTOID, false, false, true},
	[W_LATE_REASON] = {"late_reason", TEXTOID, false, false, true},
	[W_CONDUCT] = {"conduct", TEXTOID, false, false, false},
};

/*
 * The view of a watch: of that name, over this table or one that it is a part
 * of, and of the same owner, so that nobody else's view takes its place.  Also
 * gives that table.  InvalidOid if there is none.
 */
Oid
credit_watch_view(const char *name, Oid relation, Oid *root)
{
	Oid			argtypes[2] = {OIDOID, TEXTOID};
	Datum		args[2];
	OwnerScope	scope;
	Oid			view = InvalidOid;
	bool		isnull;

	args[0] = ObjectIdGetDatum(relation);
	args[1] = CStringGetTextDatum(name);
	SPI_connect();
	credit_owner_enter(&scope, relation, true);
	if (SPI_execute_plan(credit_plan(PLAN_WATCH_VIEW,
									 "WITH RECURSIVE up (oid) AS (SELECT $1 UNION SELECT i.inhparent"
									 "  FROM pg_inherits i JOIN up ON i.inhrelid = up.oid)"
									 " SELECT c.oid, t.oid FROM up JOIN pg_class t ON t.oid = up.oid"
									 " JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = t.oid"
									 "  AND d.classid = 'pg_rewrite'::regclass"
									 " JOIN pg_rewrite r ON r.oid = d.objid JOIN pg_class c ON c.oid = r.ev_class"
									 " WHERE c.relname = $2 AND c.relkind = 'v' AND c.relowner = t.relowner LIMIT 1",
									 2, argtypes),
						 args, NULL, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not look for the view of a watch");
	if (SPI_processed > 0)
	{
		view = DatumGetObjectId(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull));
		*root = DatumGetObjectId(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 2, &isnull));
	}
	credit_owner_leave(&scope);
	SPI_finish();
	return view;
}

/* NULL where the view is gone or is no map any more. */
WatchMap *
credit_watch_map(const Watch *watch, Relation relation)
{
	Oid			root;
	Oid			view = credit_watch_view(watch->view, RelationGetRelid(relation), &root);
	Relation	rel;
	Query	   *query;
	RangeTblEntry *rte;
	WatchMap   *map;
	ListCell   *cell;
	bool		simple;
	TupleConversionMap *conversion;

	if (!OidIsValid(view))
		return NULL;
	rel = relation_open(view, AccessShareLock);
	query = copyObject(get_view_query(rel));
	relation_close(rel, AccessShareLock);
	simple = list_length(query->jointree->fromlist) == 1 &&
		IsA(linitial(query->jointree->fromlist), RangeTblRef) &&
		query->jointree->quals == NULL && !query->hasSubLinks && !query->hasAggs &&
		!query->hasWindowFuncs && !query->hasTargetSRFs;
	if (!simple)
		return NULL;
	rte = rt_fetch(linitial_node(RangeTblRef, query->jointree->fromlist)->rtindex, query->rtable);
	/* a view over another's table would report in the name of its owner */
	if (rte->rtekind != RTE_RELATION || rte->relid != root)
		return NULL;

	map = palloc0(sizeof(WatchMap));
	map->estate = CreateExecutorState();
	foreach(cell, query->targetList)
	{
		TargetEntry *entry = lfirst_node(TargetEntry, cell);
		ExprState  *state = ExecPrepareExpr(entry->expr, map->estate);
		Oid			type = exprType((Node *) entry->expr);

		if (strcmp(entry->resname, "subject") == 0 || strncmp(entry->resname, "subject_no_", 11) == 0)
		{
			if (map->nsubjects < WATCH_SUBJECTS)
				map->subject[map->nsubjects++] = state;
		}
		else if (strcmp(entry->resname, "reported") == 0)
			map->reported = state;
		else
			for (int c = 0; c < W_COLUMNS; c++)
				if (strcmp(entry->resname, watch_columns[c].name) == 0 &&
					(type == watch_columns[c].type ||
					 (type == TIMESTAMPTZOID && watch_columns[c].type == DATEOID)))
				{
					map->column[c] = state;
					map->moment[c] = type == TIMESTAMPTZOID;
				}
	}
	map->root = table_open(rte->relid, AccessShareLock);
	map->as_root = MakeSingleTupleTableSlot(RelationGetDescr(map->root), &TTSOpsVirtual);
	conversion = convert_tuples_by_name(RelationGetDescr(relation), RelationGetDescr(map->root));
	map->attributes = conversion ? conversion->attrMap : NULL;
	return map;
}

void
credit_watch_map_end(WatchMap *map)
{
	ExecDropSingleTupleTableSlot(map->as_root);
	table_close(map->root, NoLock);
	FreeExecutorState(map->estate);
}

static void
refuse(WatchRow *row, int sqlstate, char *message, char *detail)
{
	if (row->sqlstate != 0)
		return;
	row->sqlstate = sqlstate;
	row->message = message;
	row->detail = detail;
}

/* The first of the numbers that can be read; if none can, why the first cannot. */
static void
read_subject(WatchMap *map, ExprContext *context, WatchRow *row)
{
	char	   *first = NULL;

	for (int i = 0; i < map->nsubjects && !row->readable; i++)
	{
		bool		isnull;
		Datum		value = ExecEvalExprSwitchContext(map->subject[i], context, &isnull);
		char	   *word;
		IdentifierReading reading;

		if (isnull)
			continue;
		word = TextDatumGetCString(value);
		if (credit_blank(word))
			continue;
		if (identifier_read(word, strlen(word), IDENTIFIER_ANY, &reading))
		{
			row->subject = reading.code;
			row->readable = true;
		}
		else if (first == NULL)
			first = word;
	}
	if (row->readable)
		return;
	if (first == NULL)
		refuse(row, ERRCODE_CREDIT_IDENTIFIER, "row names no subject",
			   "Every column mapped to subject is empty.");
	else
	{
		IdentifierReading reading;
		char		sentence[IDENTIFIER_SENTENCE_SIZE];

		(void) identifier_read(first, strlen(first), IDENTIFIER_ANY, &reading);
		identifier_explain(&reading, sentence);
		refuse(row, ERRCODE_CREDIT_IDENTIFIER,
			   psprintf("identifier \"%s\" cannot be read", pnstrdup(first, pg_mbcliplen(first, strlen(first), 80))),
			   pstrdup(sentence));
	}
}

/* The conduct that a word of theirs stands for; null in the map is information. */
static void
read_conduct(const Watch *watch, WatchRow *row)
{
	char	   *word;
	JsonbValue *meant = NULL;

	if (watch->conduct[0] != '@')
	{
		row->value[W_CONDUCT] = CStringGetTextDatum(watch->conduct);
		row->null[W_CONDUCT] = false;
		return;
	}
	word = row->null[W_CONDUCT] ? NULL : TextDatumGetCString(row->value[W_CONDUCT]);
	row->null[W_CONDUCT] = true;
	if (word != NULL)
		meant = getKeyJsonValueFromContainer(&watch->values->root, word, strlen(word), NULL);
	if (meant == NULL)
		refuse(row, ERRCODE_CREDIT_NOT_IN_CATALOGUE,
			   word ? psprintf("value \"%s\" of %s stands for no conduct", word, watch->conduct) :
			   psprintf("%s is null and stands for no conduct", watch->conduct),
			   "The map of the watch does not name it.");
	else if (meant->type == jbvString)
	{
		row->value[W_CONDUCT] = PointerGetDatum(cstring_to_text_with_len(meant->val.string.val, meant->val.string.len));
		row->null[W_CONDUCT] = false;
	}
}

/*
 * Read a row of the relation that the map was opened for.  What is wrong with
 * it is noted, not raised; only an expression of the agency's own can raise.
 */
WatchRow *
credit_watch_read(const Watch *watch, WatchMap *map, TupleTableSlot *slot)
{
	ExprContext *context = GetPerTupleExprContext(map->estate);
	WatchRow   *row = palloc0(sizeof(WatchRow));

	row->tuple = ExecCopySlotHeapTuple(slot);
	ResetExprContext(context);
	if (map->attributes != NULL)
	{
		execute_attr_map_slot(map->attributes, slot, map->as_root);
		slot = map->as_root;
	}
	context->ecxt_scantuple = slot;
	row->reported = true;
	if (map->reported != NULL)
	{
		bool		isnull;
		Datum		holds = ExecEvalExprSwitchContext(map->reported, context, &isnull);

		row->reported = !isnull && DatumGetBool(holds);
	}
	if (!row->reported)
		return row;
	for (int c = 0; c < W_COLUMNS; c++)
	{
		int16		len;
		bool		byval;

		row->null[c] = true;
		if (map->column[c] == NULL)
			continue;
		row->value[c] = ExecEvalExprSwitchContext(map->column[c], context, &row->null[c]);
		if (row->null[c])
			continue;
		if (map->moment[c])
			row->value[c] = DateADTGetDatum(credit_day_of(DatumGetTimestampTz(row->value[c])));
		get_typlenbyval(watch_columns[c].type, &len, &byval);
		row->value[c] = datumCopy(row->value[c], byval, len);
	}
	read_subject(map, context, row);
	for (int c = 0; c < W_COLUMNS; c++)
		if (watch_columns[c].required &&
			(row->null[c] || (watch_columns[c].type == TEXTOID && credit_blank(TextDatumGetCString(row->value[c])))))
			refuse(row, ERRCODE_NOT_NULL_VIOLATION, psprintf("row has no %s", watch_columns[c].name),
				   "A record needs it, and the column mapped to it is empty.");
	/* last, for watch_backfill() forgives this alone */
	read_conduct(watch, row);
	return row;
}

/* Whether two rows say the same in a column. */
bool
credit_watch_same(const WatchRow *a, const WatchRow *b, WatchColumn column)
{
	int16		len;
	bool		byval;

	if (a->null[column] || b->null[column])
		return a->null[column] == b->null[column];
	get_typlenbyval(watch_columns[column].type, &len, &byval);
	return datum_image_eq(a->value[column], b->value[column], byval, len);
}
