/*
 * catalogue_statement.c
 *	  Statement trigger of every table that the catalogue consists of.
 *
 *	CREATE TRIGGER statement_before BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON t
 *		FOR EACH STATEMENT EXECUTE FUNCTION credit.catalogue_statement();
 *	CREATE TRIGGER statement_after AFTER INSERT OR UPDATE OR DELETE ON t
 *		FOR EACH STATEMENT EXECUTE FUNCTION credit.catalogue_statement();
 *
 * Before: excludes deciders and refuses TRUNCATE.  After: counts a revision,
 * refuses a statement that met only closed versions, and one that took away
 * what other rows rest on.  A table that is not versioned has only the second.
 *
 * A change takes effect on the day after it was made.  So that no day's
 * catalogue changes once the day has begun, a transaction that has changed it
 * may not commit on another day than it began on.
 *
 * Locks: the catalogue lock, exclusively, to the end of the transaction.
 *
 * Memory: counters of running statements in TopTransactionContext.
 */
#include "catalogue.h"

#include "access/xact.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "lib/ilist.h"
#include "utils/memutils.h"

#include "lock.h"
#include "owner.h"
#include "plan_cache.h"

PG_FUNCTION_INFO_V1(credit_catalogue_statement);

/* What one running statement met. */
typedef struct StatementCount
{
	slist_node	node;
	Oid			relation;
	TriggerEvent event;
	SubTransactionId subxact;
	int			open;
	int			closed;
} StatementCount;

static slist_head counts = SLIST_STATIC_INIT(counts);
static TransactionId counts_xid = InvalidTransactionId;
static bool callback_registered = false;
static bool changed = false;	/* the catalogue, by this transaction */

/* 40001 where the day has ended since the transaction began. */
static void
at_transaction_end(XactEvent event, void *arg)
{
	switch (event)
	{
		case XACT_EVENT_PRE_COMMIT:
		case XACT_EVENT_PRE_PREPARE:
			if (changed && credit_day_has_ended())
				ereport(ERROR,
						(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
						 errmsg("the day ended while the catalogue was being changed"),
						 errdetail("What was to begin on %s would change the catalogue of a day that has begun.",
								   credit_day_text(credit_today() + 1)),
						 errhint("Run the transaction again.")));
			break;
		case XACT_EVENT_COMMIT:
		case XACT_EVENT_ABORT:
		case XACT_EVENT_PREPARE:
			changed = false;
			break;
		default:
			break;
	}
}

/*
 * Drop counters that nobody will ask for: those of another transaction, which
 * went with its memory, and of rolled back subtransactions.
 */
static void
drop_dead_counts(void)
{
	slist_mutable_iter iter;

	if (counts_xid != GetTopTransactionIdIfAny())
		slist_init(&counts);
	slist_foreach_modify(iter, &counts)
	{
		if (!SubTransactionIsActive(slist_container(StatementCount, node,
													iter.cur)->subxact))
			slist_delete_current(&iter);
	}
}

/* The counters of the statement that is running on a relation, or NULL. */
static StatementCount *
current_count(Oid relation, TriggerEvent event)
{
	slist_iter	iter;

	drop_dead_counts();
	slist_foreach(iter, &counts)
	{
		StatementCount *count = slist_container(StatementCount, node, iter.cur);

		if (count->relation == relation &&
			(count->event & TRIGGER_EVENT_OPMASK) == (event & TRIGGER_EVENT_OPMASK))
			return count;
	}
	return NULL;
}

static void
push_count(Oid relation, TriggerEvent event)
{
	StatementCount *count;

	drop_dead_counts();
	counts_xid = GetTopTransactionId();
	count = MemoryContextAllocZero(TopTransactionContext, sizeof(StatementCount));
	count->relation = relation;
	count->event = event;
	count->subxact = GetCurrentSubTransactionId();
	slist_push_head(&counts, &count->node);
}

/* Count a row that the running statement met. */
void
credit_catalogue_count(TriggerData *trigdata, bool closed)
{
	StatementCount *count = current_count(RelationGetRelid(trigdata->tg_relation),
										  trigdata->tg_event);

	if (count == NULL)
		return;
	if (closed)
		count->closed++;
	else
		count->open++;
}

/* Take the counters of a statement that ends, and refuse it where need be. */
static void
pop_count(TriggerData *trigdata)
{
	StatementCount *count = current_count(RelationGetRelid(trigdata->tg_relation),
										  trigdata->tg_event);

	if (count == NULL)
		return;
	slist_delete(&counts, &count->node);
	if (count->closed > 0 && count->open == 0)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_HISTORY),
				 errmsg("only closed versions of \"%s\" meet the condition",
						RelationGetRelationName(trigdata->tg_relation)),
				 errdetail("A closed version is what past decisions rest on."),
				 errhint("Change a version that has days to come, or INSERT one that begins tomorrow or later.")));
}

static void
count_revision(Oid relation)
{
	OwnerScope	scope;
	SPIPlanPtr	plan;

	SPI_connect();
	credit_owner_enter(&scope, relation, false);
	plan = credit_plan(PLAN_REVISION_BUMP,
					   "UPDATE credit.catalogue_revision SET revision = revision + 1",
					   0, NULL);
	if (SPI_execute_plan(plan, NULL, NULL, false, 0) != SPI_OK_UPDATE)
		elog(ERROR, "could not count the revision of the catalogue");
	/* whoever asks would never hear of the change */
	if (SPI_processed == 0)
		elog(ERROR, "the catalogue has no revision");
	credit_owner_leave(&scope);
	SPI_finish();
	credit_catalogue_forget();
}

Datum
credit_catalogue_statement(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = credit_trigger(fcinfo, "catalogue_statement", false);
	Relation	relation;

	relation = trigdata->tg_relation;

	/* the version so far is written back within a statement that counts */
	if (credit_catalogue_restoring(trigdata))
		return PointerGetDatum(NULL);

	if (!callback_registered)
	{
		RegisterXactCallback(at_transaction_end, NULL);
		callback_registered = true;
	}
	changed = true;
	(void) credit_today();
	credit_lock_catalogue(true);

	if (TRIGGER_FIRED_BEFORE(trigdata->tg_event))
	{
		if (TRIGGER_FIRED_BY_TRUNCATE(trigdata->tg_event))
			ereport(ERROR,
					(errcode(ERRCODE_CREDIT_HISTORY),
					 errmsg("table \"%s\" may not be truncated",
							RelationGetRelationName(relation)),
					 errdetail("Past decisions rest on the versions it keeps."),
					 errhint("DELETE ends the open versions with today.")));
		push_count(RelationGetRelid(relation), trigdata->tg_event);
		return PointerGetDatum(NULL);
	}

	count_revision(RelationGetRelid(relation));
	pop_count(trigdata);
	if (!TRIGGER_FIRED_BY_INSERT(trigdata->tg_event))
		credit_check_footing(RelationGetRelationName(relation));
	return PointerGetDatum(NULL);
}
