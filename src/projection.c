/*
 * projection.c
 *	  The mark that standing knows all facts.
 *
 * A copy that was fed with facts alone must not answer "clear".  So a question
 * compares the decisions and events of its subject with standing, which takes
 * two scans of indexes that find nothing to say in nearly every case.  They are
 * left out where column projected of catalogue_revision has the mark of these
 * tables: then every fact came by the triggers that project it.  Whoever cannot
 * be sure of the mark compares, and answers the same.
 *
 * The mark is set by install(), for tables that are empty, and by
 * refresh_standing(), which has seen to it.  It is made of the identifiers of
 * the server, the database and the tables, so it says nothing in a copy that
 * was restored from a dump, or that received the row by replication, and is
 * right in one that was made file by file.
 *
 * The mark is taken away by whatever brings facts past the triggers: writing
 * with session_replication_role = replica, as logical replication does, by a
 * trigger that is enabled for just that; and disabling or replacing triggers of
 * the tables, by an event trigger.  A superuser who switches both off, or who
 * writes pg_trigger, can do what he likes, here as elsewhere.
 *
 * Memory: nothing is kept.
 *
 * Locks: whoever takes the mark away holds the projection lock shared from
 * before the look until the end of the transaction; whoever sets it holds it
 * exclusively from before he reads the facts, and sets nothing where his own
 * transaction has taken it away.  So a fact that the reading has missed waits
 * for the mark, and then removes it.
 */
#include "projection.h"

#include "access/table.h"
#include "access/xact.h"
#include "access/xlog.h"
#include "catalog/pg_class.h"
#include "catalog/pg_trigger.h"
#include "catalog/pg_type.h"
#include "commands/event_trigger.h"
#include "commands/trigger.h"
#include "common/hashfn.h"
#include "miscadmin.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "lock.h"
#include "owner.h"
#include "plan_cache.h"

PG_FUNCTION_INFO_V1(credit_projection_lost);
PG_FUNCTION_INFO_V1(credit_guard_projection);

static bool installing = false;

/* The mark of tables of this database. */
void
credit_projection_mark(const ProjectionTables *tables, pg_uuid_t *mark)
{
	struct
	{
		uint64		server;
		uint32		database;
		ProjectionTables tables;
	}			what;
	uint64		half[2];

	memset(&what, 0, sizeof(what));
	what.server = GetSystemIdentifier();
	what.database = MyDatabaseId;
	what.tables = *tables;
	for (int i = 0; i < lengthof(half); i++)
		half[i] = DatumGetUInt64(hash_any_extended((unsigned char *) &what, sizeof(what), i + 1));
	memcpy(mark->data, half, UUID_LEN);
}

/* Whether a table has a trigger, enabled as asked, n of them. */
static bool
has_triggers(Relation relation, const char *function, int n, char enabled)
{
	for (int i = 0; relation->trigdesc != NULL && i < relation->trigdesc->numtriggers; i++)
	{
		const Trigger *trigger = &relation->trigdesc->triggers[i];

		if ((trigger->tgenabled == enabled || trigger->tgenabled == TRIGGER_FIRES_ALWAYS) &&
			get_func_namespace(trigger->tgfoid) == RelationGetNamespace(relation) &&
			strcmp(get_func_name(trigger->tgfoid), function) == 0)
			n--;
	}
	return n == 0;
}

/* Whether a row of another one's could keep ours from being written. */
static bool
has_strangers(Relation relation)
{
	for (int i = 0; relation->trigdesc != NULL && i < relation->trigdesc->numtriggers; i++)
	{
		const Trigger *trigger = &relation->trigdesc->triggers[i];

		if (TRIGGER_FOR_BEFORE(trigger->tgtype) && TRIGGER_FOR_ROW(trigger->tgtype) &&
			get_func_namespace(trigger->tgfoid) != RelationGetNamespace(relation))
			return true;
	}
	return false;
}

/* Whether a table is such that every fact is projected, by its name. */
static bool
is_kept(const char *table, const char *function)
{
	Relation	relation = table_open(credit_relation(table, false), AccessShareLock);
	bool		kept = relation->rd_rel->relkind == RELKIND_RELATION && !relation->rd_rel->relhassubclass &&
	!relation->rd_rel->relhasrules && !has_strangers(relation) &&
	has_triggers(relation, function, 1, TRIGGER_FIRES_ON_ORIGIN) &&
	has_triggers(relation, "projection_lost", 2, TRIGGER_FIRES_ON_REPLICA);

	table_close(relation, AccessShareLock);
	return kept;
}

static bool
all_kept(void)
{
	return is_kept("decision", "decision_after") && is_kept("event", "event_after") &&
		is_kept("standing", "standing_kept");
}

/* Set the column, as committed now; to nothing where mark is NULL. */
static void
write_mark(const pg_uuid_t *mark)
{
	Oid			argtype = UUIDOID;
	Datum		arg = UUIDPGetDatum(mark);
	OwnerScope	scope;
	SPIPlanPtr	plan;

	SPI_connect();
	credit_owner_enter(&scope, credit_relation("catalogue_revision", false), false);
	plan = mark != NULL ?
		credit_plan(PLAN_PROJECTION_SET,
					"UPDATE credit.catalogue_revision SET projected = $1 WHERE projected IS DISTINCT FROM $1", 1, &argtype) :
		credit_plan(PLAN_PROJECTION_LOST,
					"UPDATE credit.catalogue_revision SET projected = NULL WHERE projected IS NOT NULL", 0, NULL);
	if (credit_execute_latest(plan, mark != NULL ? &arg : NULL, 0) != SPI_OK_UPDATE)
		elog(ERROR, "could not mark what is projected");
	credit_owner_leave(&scope);
	SPI_finish();
}

/*
 * Say that standing knows all facts.  The caller holds the projection lock
 * exclusively since before he has read them.  Does nothing where the facts were
 * read with a snapshot that is older than the lock, or the tables are such that
 * facts may come unseen.
 */
void
credit_projection_set(void)
{
	ProjectionTables tables;
	pg_uuid_t	mark;

	if (IsolationUsesXactSnapshot() || credit_holds_projection() || !all_kept())
		return;
	tables.decision = credit_relation("decision", false);
	tables.event = credit_relation("event", false);
	tables.standing = credit_relation("standing", false);
	credit_projection_mark(&tables, &mark);
	write_mark(&mark);
}

/* Take the mark away; once in a transaction is enough. */
static void
lose(void)
{
	if (credit_lock_projection(false))
		write_mark(NULL);
}

/*
 * Trigger of the tables of facts and of standing, for rows that no trigger of
 * an ordinary session sees.
 */
Datum
credit_projection_lost(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = (TriggerData *) fcinfo->context;
	bool		row = CALLED_AS_TRIGGER(fcinfo) && TRIGGER_FIRED_FOR_ROW(trigdata->tg_event);

	trigdata = credit_trigger(fcinfo, "projection_lost", row);
	lose();
	if (!row)
		return PointerGetDatum(NULL);
	return PointerGetDatum(TRIGGER_FIRED_BY_UPDATE(trigdata->tg_event) ? trigdata->tg_newtuple : trigdata->tg_trigtuple);
}

/* install() makes the triggers itself, before it says that they are there. */
void
credit_projection_installing(bool now)
{
	installing = now;
}

/* Whether a name is that of a table whose triggers matter, in any schema. */
static bool
is_ours(const char *name)
{
	return strcmp(name, "decision") == 0 || strcmp(name, "event") == 0 || strcmp(name, "standing") == 0;
}

/* Whether a command may have touched triggers or rules of such a table. */
static bool
touches_ours(Node *command)
{
	ListCell   *object;
	ListCell   *part;

	if (IsA(command, AlterTableStmt))
		return is_ours(((AlterTableStmt *) command)->relation->relname);
	if (IsA(command, CreateTrigStmt))
		return is_ours(((CreateTrigStmt *) command)->relation->relname);
	if (IsA(command, RuleStmt))
		return is_ours(((RuleStmt *) command)->relation->relname);
	if (IsA(command, DropStmt) && ((DropStmt *) command)->removeType == OBJECT_TRIGGER)
	{
		foreach(object, ((DropStmt *) command)->objects)
		{
			foreach(part, lfirst_node(List, object))
			{
				if (is_ours(strVal(lfirst(part))))
					return true;
			}
		}
	}
	return false;
}

/*
 * Event trigger, after a command that may have touched triggers or rules.  It
 * looks at no table that the command did not lock.
 */
Datum
credit_guard_projection(PG_FUNCTION_ARGS)
{
	static const char *const tables[] = {"catalogue_revision", "decision", "event", "standing"};

	if (!CALLED_AS_EVENT_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"credit.guard_projection\" must be fired by an event trigger")));
	if (installing || !touches_ours(((EventTriggerData *) fcinfo->context)->parsetree))
		PG_RETURN_NULL();
	for (int i = 0; i < lengthof(tables); i++)
		if (!OidIsValid(credit_relation(tables[i], true)))
			PG_RETURN_NULL();
	if (!all_kept())
		lose();
	PG_RETURN_NULL();
}
