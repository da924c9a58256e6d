/*
 * watch_trigger.c
 *	  The trigger on watched tables, and watch_backfill(): rows in batches.
 *
 * A row is read with the rights of whoever wrote it (watch_map.c).  What says
 * nothing new is dropped here; the rest is reported (watch_report.c), and what
 * cannot be is kept or, where the watch is strict, raised.
 *
 * An UPDATE writes its two transition tables in step, so rows are paired by
 * their place.
 *
 * Memory: a context for each batch of rows, so a large COPY is not held whole.
 * Locks: those of the facts that are written.
 */
#include "watch.h"

#include "access/table.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

PG_FUNCTION_INFO_V1(credit_watched_after);
PG_FUNCTION_INFO_V1(credit_watch_backfill);

#define BATCH 20000				/* rows: a million take 50 subtransactions */

/* Raise what is wrong with a row of a strict watch. */
static void
raise_fault(const WatchRun *run, const WatchRow *row)
{
	ereport(ERROR,
			(errcode(row->sqlstate),
			 errmsg_internal("%s", row->message),
			 row->detail ? errdetail_internal("%s", row->detail) : 0,
			 errhint("Table %s is watched strictly for agency \"%s\"; correct the row, or watch the table without strict.",
					 run->table, run->watch.agency)));
}

/* Report a batch and keep what could not be. */
static void
finish_batch(WatchRun *run)
{
	MemoryContext before = MemoryContextSwitchTo(run->context);
	WatchRow  **rejects = palloc(sizeof(WatchRow *) * (run->n + 1));
	WatchChange *good = palloc(sizeof(WatchChange) * (run->n + 1));
	int			ngood = 0;
	int			n = 0;

	for (int i = 0; i < run->n; i++)
	{
		WatchChange change = run->change[i];
		WatchRow   *row = change.new ? change.new : change.old;

		/* what a row said that could not be reported has no record */
		if (change.old != NULL && change.old->sqlstate != 0)
			change.old = NULL;
		if (change.new == NULL && change.old == NULL)
			continue;
		if (row->sqlstate == 0)
			good[ngood++] = change;
		else if (run->watch.strict)
			raise_fault(run, row);
		else
			rejects[n++] = row;
	}
	if (ngood > 0 && run->watch.strict)
		credit_watch_report(run, good, ngood);
	else if (ngood > 0)
		credit_watch_try(run, good, ngood);
	for (int i = 0; i < ngood; i++)
	{
		WatchRow   *row = good[i].new ? good[i].new : good[i].old;

		if (row->sqlstate != 0)
			rejects[n++] = row;
	}
	credit_watch_keep(run, rejects, n);
	MemoryContextSwitchTo(before);
	MemoryContextReset(run->context);
	run->change = NULL;
	run->n = 0;
}

/* Take a row as it was and as it is; either may be NULL. */
static void
take(WatchRun *run, TupleTableSlot *old, TupleTableSlot *new)
{
	MemoryContext before = MemoryContextSwitchTo(run->context);
	WatchChange change = {NULL, NULL};

	if (run->change == NULL)
		run->change = palloc(sizeof(WatchChange) * BATCH);
	if (run->map == NULL)
	{
		WatchRow   *row = palloc0(sizeof(WatchRow));

		row->sqlstate = ERRCODE_UNDEFINED_OBJECT;
		row->message = psprintf("view \"%s\" of the watch on %s is missing", run->watch.view, run->table);
		row->detail = "It holds which column is reported as what, and belongs to the owner of the table.";
		row->null[W_CONDUCT] = true;
		row->tuple = ExecCopySlotHeapTuple(new ? new : old);
		change.new = row;
	}
	else
	{
		if (old != NULL)
			change.old = credit_watch_read(&run->watch, run->map, old);
		if (new != NULL)
			change.new = credit_watch_read(&run->watch, run->map, new);
		if (change.old != NULL && !change.old->reported)
			change.old = NULL;
		if (change.new != NULL && !change.new->reported)
			change.new = NULL;
		if (run->backfill && change.new != NULL)
		{
			/* information needs no conduct */
			if (change.new->sqlstate == ERRCODE_CREDIT_NOT_IN_CATALOGUE)
				change.new->sqlstate = 0;
			if (!change.new->null[W_DETERMINED_ON] &&
				DatumGetDateADT(change.new->value[W_DETERMINED_ON]) < run->since)
				change.new = NULL;
		}
		if (change.old != NULL && change.new != NULL)
		{
			/* numbers of less trust may change behind the one that counts */
			bool		same = change.old->readable == change.new->readable &&
			change.old->sqlstate == change.new->sqlstate &&
			(!change.old->readable || identifier_compare(&change.old->subject, &change.new->subject) == 0);

			for (int c = 0; c < W_COLUMNS && same; c++)
				same = credit_watch_same(change.old, change.new, c);
			if (same)
				change.old = change.new = NULL;
		}
	}
	MemoryContextSwitchTo(before);
	if (change.old == NULL && change.new == NULL)
		return;
	run->change[run->n++] = change;
	if (run->n == BATCH)
		finish_batch(run);
}

static void
begin_run(WatchRun *run, const char *argument, Relation relation, const char *event)
{
	credit_watch_parse(argument, &run->watch);
	run->relation = relation;
	run->table = quote_qualified_identifier(get_namespace_name(RelationGetNamespace(relation)),
											RelationGetRelationName(relation));
	run->event = event;
	run->map = credit_watch_map(&run->watch, relation);
	run->context = AllocSetContextCreate(CurrentMemoryContext, "credit watch", ALLOCSET_DEFAULT_SIZES);
	run->n = 0;
	run->reported = 0;
}

static void
end_run(WatchRun *run)
{
	if (run->n > 0)
		finish_batch(run);
	if (run->map != NULL)
		credit_watch_map_end(run->map);
	MemoryContextDelete(run->context);
}

/* A reader of its own on a transition table. */
static int
open_rows(Tuplestorestate *rows)
{
	int			pointer;

	if (rows == NULL)
		return -1;
	pointer = tuplestore_alloc_read_pointer(rows, EXEC_FLAG_REWIND);
	tuplestore_select_read_pointer(rows, pointer);
	tuplestore_rescan(rows);
	return pointer;
}

static bool
next_row(Tuplestorestate *rows, int pointer, TupleTableSlot *slot)
{
	if (rows == NULL)
		return false;
	tuplestore_select_read_pointer(rows, pointer);
	return tuplestore_gettupleslot(rows, true, false, slot);
}

/*
 * Rows that went by TRUNCATE are no corrections: the records stand.  That it
 * happened is kept, or refused where the watch is strict.
 */
static void
truncated(WatchRun *run)
{
	WatchRow	row = {.sqlstate = ERRCODE_CREDIT_HISTORY};
	WatchRow   *rows[1] = {&row};

	row.message = psprintf("table %s was truncated, and the records of its rows stand", run->table);
	row.detail = "TRUNCATE does not say which facts were wrong; DELETE withdraws the record of each row.";
	row.null[W_CONDUCT] = true;
	if (run->watch.strict)
		raise_fault(run, &row);
	credit_watch_keep(run, rows, 1);
}

/* AFTER statement trigger of watched tables; see the head of the file. */
Datum
credit_watched_after(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = (TriggerData *) fcinfo->context;
	WatchRun	run = {0};
	const char *event;

	if (!CALLED_AS_TRIGGER(fcinfo) || TRIGGER_FIRED_FOR_ROW(trigdata->tg_event) ||
		!TRIGGER_FIRED_AFTER(trigdata->tg_event) || trigdata->tg_trigger->tgnargs != 1)
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"credit.watched_after\" must be fired by a trigger of credit.watch()")));
	event = TRIGGER_FIRED_BY_INSERT(trigdata->tg_event) ? "INSERT" :
		TRIGGER_FIRED_BY_UPDATE(trigdata->tg_event) ? "UPDATE" :
		TRIGGER_FIRED_BY_DELETE(trigdata->tg_event) ? "DELETE" : "TRUNCATE";
	if (!TRIGGER_FIRED_BY_TRUNCATE(trigdata->tg_event))
	{
		Tuplestorestate *old = trigdata->tg_oldtable;
		Tuplestorestate *new = trigdata->tg_newtable;
		TupleTableSlot *old_slot;
		TupleTableSlot *new_slot;
		int			old_pointer = open_rows(old);
		int			new_pointer = open_rows(new);
		bool		more_old,
					more_new;

		if ((old == NULL || tuplestore_tuple_count(old) == 0) && (new == NULL || tuplestore_tuple_count(new) == 0))
			return PointerGetDatum(NULL);
		begin_run(&run, trigdata->tg_trigger->tgargs[0], trigdata->tg_relation, event);
		old_slot = MakeSingleTupleTableSlot(RelationGetDescr(trigdata->tg_relation), &TTSOpsMinimalTuple);
		new_slot = MakeSingleTupleTableSlot(RelationGetDescr(trigdata->tg_relation), &TTSOpsMinimalTuple);
		for (;;)
		{
			/* an UPDATE writes the two tables in step */
			more_old = next_row(old, old_pointer, old_slot);
			more_new = next_row(new, new_pointer, new_slot);
			if (!more_old && !more_new)
				break;
			take(&run, more_old ? old_slot : NULL, more_new ? new_slot : NULL);
		}
		ExecDropSingleTupleTableSlot(old_slot);
		ExecDropSingleTupleTableSlot(new_slot);
	}
	else
	{
		begin_run(&run, trigdata->tg_trigger->tgargs[0], trigdata->tg_relation, event);
		truncated(&run);
	}
	end_run(&run);
	return PointerGetDatum(NULL);
}

/*
 * watch_backfill(target regclass, since date) returns bigint: rows of before,
 * as information.  Its caller owns the table.
 */
Datum
credit_watch_backfill(PG_FUNCTION_ARGS)
{
	Oid			target = PG_GETARG_OID(0);
	DateADT		since = PG_GETARG_DATEADT(1);
	Relation	relation;
	SPIPlanPtr	plan;
	Portal		portal;
	int64		reported = 0;
	ListCell   *cell;
	List	   *arguments = credit_watch_arguments(target);
	char	   *sql;

	relation = table_open(target, AccessShareLock);
	sql = psprintf("SELECT * FROM %s", quote_qualified_identifier(get_namespace_name(RelationGetNamespace(relation)),
																  RelationGetRelationName(relation)));
	foreach(cell, arguments)
	{
		WatchRun	run = {.backfill = true,.since = since};
		TupleTableSlot *slot;

		begin_run(&run, lfirst(cell), relation, "BACKFILL");
		run.watch.strict = false;
		if (run.map == NULL)
			ereport(ERROR,
					(errcode(ERRCODE_UNDEFINED_OBJECT),
					 errmsg("view \"%s\" of the watch on %s is missing", run.watch.view, run.table),
					 errdetail("It holds which column is reported as what, and belongs to the owner of the table."),
					 errhint("Call credit.unwatch() and credit.watch() again.")));
		slot = MakeSingleTupleTableSlot(RelationGetDescr(relation), &TTSOpsHeapTuple);
		SPI_connect();
		plan = SPI_prepare(sql, 0, NULL);
		if (plan == NULL)
			elog(ERROR, "could not read the watched table");
		portal = SPI_cursor_open(NULL, plan, NULL, NULL, true);
		for (;;)
		{
			SPITupleTable *rows;

			SPI_cursor_fetch(portal, true, 1000);
			rows = SPI_tuptable;
			if (SPI_processed == 0)
				break;
			for (uint64 i = 0; i < rows->numvals; i++)
			{
				ExecStoreHeapTuple(rows->vals[i], slot, false);
				take(&run, NULL, slot);
			}
			SPI_freetuptable(rows);
		}
		SPI_cursor_close(portal);
		SPI_finish();
		ExecDropSingleTupleTableSlot(slot);
		end_run(&run);
		reported += run.reported;
	}
	table_close(relation, NoLock);
	PG_RETURN_INT64(reported);
}
