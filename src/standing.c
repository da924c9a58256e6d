/*
 * standing.c
 *	  The projection of decisions and their events into table standing.
 *
 * Table standing keeps what the fold (fold.c) makes of each decision, one row
 * a decision; it can be computed again at any time, and verify() does so.
 *
 * decision_after() reads the transition table by itself and writes standing
 * rows of the same subjects; event_after(), in event_after.c, calls
 * credit_refresh_decisions() for the decisions that its rows are about.
 *
 * Memory: arrays of one statement, in SPI's procedure context.
 *
 * Locks: those of the rows; the row triggers hold the subjects' stripes, and
 * refresh_standing() takes all of them.
 */
#include "life.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/lsyscache.h"

#include "chain.h"
#include "lock.h"
#include "owner.h"
#include "plan_cache.h"
#include "projection.h"
#include "standing.h"

PG_FUNCTION_INFO_V1(credit_decision_after);
PG_FUNCTION_INFO_V1(credit_refresh_standing);
PG_FUNCTION_INFO_V1(credit_standing_kept);

static bool projecting = false; /* standing or chain is being written by us */

/*
 * Columns of standing, written as arrays.  Those that are arrays themselves go
 * as text, because an array of them would be flattened.
 */
enum
{
	P_SUBJECT, P_DECISION, P_CONDUCT, P_DECIDED_ON, P_ACT_ON, P_BASE_ON, P_FROM_DAY,
	P_LAST_DAY, P_END_DAY, P_REVIEW_DUE, P_END_KIND, P_ROLE, P_HARMONY,
	P_EVENTS, P_HARMONY_MEASURE, P_HARMONY_DOCUMENT, P_EXCLUDE, P_CONDITIONS, P_COURSE, P_COUNT
};

#define STANDING_COLUMNS "subject, decision, conduct, decided_on, act_on, base_on, from_day, last_day, end_day," \
	" review_due, end_kind, role, harmony, events, harmony_measure, harmony_document_no"
#define STANDING_ARRAYS "exclude, conditions_met, course"
#define STANDING_ROWS "unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)" \
	" AS u (" STANDING_COLUMNS ", " STANDING_ARRAYS ")"

typedef struct Columns
{
	int			n;
	Datum	   *value[P_COUNT];
	bool	   *null[P_COUNT];
} Columns;

/* The numbers of a course, five an episode; NULL where there is none. */
ArrayType *
credit_course(const Fold *fold)
{
	Datum	   *numbers;

	if (fold->nepisodes == 0)
		return NULL;
	numbers = palloc(sizeof(Datum) * EPISODE_INTS * fold->nepisodes);
	for (int i = 0; i < fold->nepisodes; i++)
	{
		const Episode *episode = &fold->episodes[i];
		Datum	   *number = numbers + EPISODE_INTS * i;

		number[0] = Int32GetDatum(episode->kind);
		number[1] = Int32GetDatum(episode->from);
		number[2] = Int32GetDatum(episode->until);
		number[3] = Int32GetDatum(episode->late ? 2 : episode->adds);
		number[4] = Int32GetDatum(episode->measure);
	}
	return construct_array(numbers, EPISODE_INTS * fold->nepisodes, INT4OID,
						   sizeof(int32), true, TYPALIGN_INT);
}

static Datum
array_text(const int *numbers, int n)
{
	StringInfoData text;

	initStringInfo(&text);
	for (int i = 0; i < n; i++)
		appendStringInfo(&text, "%s%d", i ? "," : "{", numbers[i]);
	appendStringInfoChar(&text, '}');
	return CStringGetTextDatum(text.data);
}

static void
put(Columns *columns, int column, Datum value, bool isnull)
{
	columns->value[column][columns->n] = value;
	columns->null[column][columns->n] = isnull;
}

static void
put_day(Columns *columns, int column, DateADT day)
{
	put(columns, column, DateADTGetDatum(day), day == NO_DAY);
}

static void
put_text(Columns *columns, int column, const char *word)
{
	put(columns, column, word ? CStringGetTextDatum(word) : (Datum) 0, word == NULL);
}

/* Fold a decision, and add the row that it comes to. */
static void
put_decision(Columns *columns, DecisionLife *decision)
{
	Fold		fold;

	(void) credit_fold_decision(decision, &fold);
	put(columns, P_SUBJECT, IdentifierPGetDatum(&decision->subject), false);
	put(columns, P_DECISION, UUIDPGetDatum(&decision->decision), false);
	put_text(columns, P_CONDUCT, decision->conduct);
	put_day(columns, P_DECIDED_ON, decision->facts.decided_on);
	put_day(columns, P_ACT_ON, decision->facts.act_on);
	put_day(columns, P_BASE_ON, fold.base_on);
	put_day(columns, P_FROM_DAY, fold.from_day);
	put_day(columns, P_LAST_DAY, fold.last_day);
	put_day(columns, P_END_DAY, fold.end_day);
	put_day(columns, P_REVIEW_DUE, fold.review_due);
	put_text(columns, P_END_KIND, credit_end_word(fold.end_kind));
	put_text(columns, P_ROLE, decision->facts.role);
	put_text(columns, P_HARMONY, fold.harmony);
	put(columns, P_EVENTS, Int32GetDatum(decision->life.n), false);
	put(columns, P_HARMONY_MEASURE, Int32GetDatum(fold.harmony_measure), fold.harmony_measure == 0);
	put_text(columns, P_HARMONY_DOCUMENT, fold.harmony_document);
	put(columns, P_EXCLUDE, decision->facts.nexclude ?
		array_text(decision->facts.exclude, decision->facts.nexclude) : (Datum) 0,
		decision->facts.nexclude == 0);
	put(columns, P_CONDITIONS, fold.nconditions ?
		array_text(fold.conditions, fold.nconditions) : (Datum) 0, fold.nconditions == 0);
	if (fold.nepisodes > 0)
	{
		ArrayType  *course = credit_course(&fold);

		put(columns, P_COURSE, array_text((int *) ARR_DATA_PTR(course),
										  EPISODE_INTS * fold.nepisodes), false);
	}
	else
		put(columns, P_COURSE, (Datum) 0, true);
	columns->n++;
}

/* Run a kept plan that writes standing or chain. */
int
credit_project(SPIPlanPtr plan, Datum *args, const char *nulls, int expected)
{
	int			result;

	projecting = true;
	PG_TRY();
	{
		result = SPI_execute_plan(plan, args, nulls, false, 0);
	}
	PG_FINALLY();
	{
		projecting = false;
	}
	PG_END_TRY();
	if (result != expected)
		elog(ERROR, "could not project facts: %s", SPI_result_code_string(result));
	return result;
}

/* Write rows of standing: new ones, or in place of those that stand. */
static void
write_standing(DecisionLife *decisions, int n, bool fresh)
{
	Columns		columns = {0};
	Oid			argtypes[P_COUNT];
	Datum		args[P_COUNT];
	Oid			subject_type = credit_subject_type();

	for (int c = 0; c < P_COUNT; c++)
	{
		columns.value[c] = palloc_extended(sizeof(Datum) * n, MCXT_ALLOC_HUGE);
		columns.null[c] = palloc_extended(sizeof(bool) * n, MCXT_ALLOC_HUGE);
	}
	for (int i = 0; i < n; i++)
		put_decision(&columns, &decisions[i]);
	for (int c = 0; c < P_COUNT; c++)
	{
		Oid			type = c == P_SUBJECT ? subject_type : c == P_DECISION ? UUIDOID :
		c >= P_DECIDED_ON && c <= P_REVIEW_DUE ? DATEOID : c == P_HARMONY_MEASURE || c == P_EVENTS ? INT4OID : TEXTOID;

		args[c] = credit_array(columns.value[c], columns.null[c], n, type);
		argtypes[c] = get_array_type(type);
	}
	if (fresh)
		(void) credit_project(credit_plan(PLAN_INSERT_STANDING,
										  "INSERT INTO credit.standing (" STANDING_COLUMNS ", " STANDING_ARRAYS ")"
										  " SELECT " STANDING_COLUMNS ", exclude::integer[], conditions_met::integer[], course::integer[]"
										  " FROM " STANDING_ROWS,
										  P_COUNT, argtypes),
							  args, NULL, SPI_OK_INSERT);
	else
		(void) credit_project(credit_plan(PLAN_UPDATE_STANDING,
										  "UPDATE credit.standing s SET act_on = u.act_on, base_on = u.base_on, from_day = u.from_day,"
										  " last_day = u.last_day, end_day = u.end_day, review_due = u.review_due, end_kind = u.end_kind,"
										  " conditions_met = u.conditions_met::integer[], course = u.course::integer[],"
										  " harmony = u.harmony, events = u.events, harmony_measure = u.harmony_measure,"
										  " harmony_document_no = u.harmony_document_no"
										  " FROM " STANDING_ROWS
										  " WHERE s.subject OPERATOR(credit.=) u.subject AND s.decision = u.decision",
										  P_COUNT, argtypes),
							  args, NULL, SPI_OK_UPDATE);
}

/* The decisions that were read, keyed by subject and decision. */
typedef struct Found
{
	Identifier	subject;
	pg_uuid_t	decision;
	int			number;
} Found;

/*
 * Give each decision its events.  Those of decisions that are not among them
 * are passed over: a record has events before it is decided on.
 */
static void
read_events(DecisionLife *decisions, int n, Datum *args)
{
	Oid			argtypes[2] = {get_array_type(credit_subject_type()), get_array_type(UUIDOID)};
	HASHCTL		control = {0};
	HTAB	   *table;

	if (SPI_execute_plan(credit_plan(PLAN_EVENTS_OF,
									 "SELECT e.subject, e.decision, " LIFE_LIST
									 " FROM (SELECT DISTINCT ON (subject, decision) subject, decision FROM unnest($1, $2) AS a (subject, decision)"
									 "  ORDER BY subject USING OPERATOR(credit.<), decision) u"
									 " JOIN credit.event e ON e.subject OPERATOR(credit.=) u.subject AND e.decision = u.decision",
									 2, argtypes),
						 args, NULL, false, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the events of decisions");
	if (SPI_processed == 0)
		return;
	control.keysize = sizeof(Identifier) + sizeof(pg_uuid_t);
	control.entrysize = sizeof(Found);
	control.hcxt = CurrentMemoryContext;
	table = hash_create("credit decisions", n, &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	for (int i = 0; i < n; i++)
	{
		bool		again;
		Found	   *found = hash_search(table, &decisions[i], HASH_ENTER, &again);

		found->number = i;
	}
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		HeapTuple	row = SPI_tuptable->vals[i];
		bool		isnull;
		Found		key;
		Found	   *found;

		key.subject = *DatumGetIdentifierP(SPI_getbinval(row, SPI_tuptable->tupdesc, 1, &isnull));
		key.decision = *DatumGetUUIDP(SPI_getbinval(row, SPI_tuptable->tupdesc, 2, &isnull));
		found = hash_search(table, &key, HASH_FIND, NULL);
		if (found != NULL)
			credit_life_of_row(&decisions[found->number].life, row, SPI_tuptable->tupdesc, 3);
	}
	hash_destroy(table);
}

/* Decisions of rows that begin with subject and decision; palloc'd. */
static DecisionLife *
decisions_of_rows(SPITupleTable *rows, uint64 n)
{
	DecisionLife *decisions = palloc_extended(sizeof(DecisionLife) * n, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);

	for (uint64 i = 0; i < n; i++)
	{
		bool		isnull;

		decisions[i].subject = *DatumGetIdentifierP(SPI_getbinval(rows->vals[i], rows->tupdesc, 1, &isnull));
		decisions[i].decision = *DatumGetUUIDP(SPI_getbinval(rows->vals[i], rows->tupdesc, 2, &isnull));
		credit_decision_of_row(&decisions[i], rows->vals[i], rows->tupdesc, 3);
	}
	return decisions;
}

/* The keys of decisions, as an array of subjects and one of decisions. */
static void
keys_of(DecisionLife *lives, int n, Datum *args)
{
	Datum	   *subjects = palloc_extended(sizeof(Datum) * n, MCXT_ALLOC_HUGE);
	Datum	   *decisions = palloc_extended(sizeof(Datum) * n, MCXT_ALLOC_HUGE);

	for (int i = 0; i < n; i++)
	{
		subjects[i] = IdentifierPGetDatum(&lives[i].subject);
		decisions[i] = UUIDPGetDatum(&lives[i].decision);
	}
	args[0] = credit_array(subjects, NULL, n, credit_subject_type());
	args[1] = credit_array(decisions, NULL, n, UUIDOID);
}

/*
 * Project decisions anew, given as arrays of subjects and decisions: those of
 * them that there are.  To be called inside SPI, as the owner.
 */
void
credit_refresh_decisions(Datum subjects, Datum decisions)
{
	Oid			argtypes[2];
	Datum		args[2];
	DecisionLife *lives;
	int			n;

	argtypes[0] = get_array_type(credit_subject_type());
	argtypes[1] = get_array_type(UUIDOID);
	args[0] = subjects;
	args[1] = decisions;
	if (SPI_execute_plan(credit_plan(PLAN_DECISIONS_OF,
									 "SELECT d.subject, d.decision, " DECISION_LIST
									 " FROM (SELECT DISTINCT ON (subject, decision) subject, decision FROM unnest($1, $2) AS a (subject, decision)"
									 "  ORDER BY subject USING OPERATOR(credit.<), decision) u"
									 " JOIN credit.decision d ON d.subject OPERATOR(credit.=) u.subject AND d.decision = u.decision",
									 2, argtypes),
						 args, NULL, false, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read decisions");
	n = (int) SPI_processed;
	if (n == 0)
		return;
	lives = decisions_of_rows(SPI_tuptable, n);
	read_events(lives, n, args);
	write_standing(lives, n, false);
}

/*
 * Row trigger of standing and chain, BEFORE INSERT OR UPDATE OR DELETE: only
 * our statement triggers write there.
 */
Datum
credit_standing_kept(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = credit_trigger(fcinfo, "standing_kept", true);

	if (!projecting)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_HISTORY),
				 errmsg("table \"%s\" is written by its triggers only",
						RelationGetRelationName(trigdata->tg_relation)),
				 errdetail("It follows from the facts."),
				 errhint("Record the fact; what follows from it is written with it.")));
	return PointerGetDatum(TRIGGER_FIRED_BY_UPDATE(trigdata->tg_event) ?
						   trigdata->tg_newtuple : trigdata->tg_trigtuple);
}

/*
 * AFTER INSERT statement trigger of decision: adds the decisions to the chain,
 * projects them with the events that their records have had, and lets persons
 * share what has happened to the decision on the enterprise behind which they
 * stand.
 */
Datum
credit_decision_after(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = credit_trigger(fcinfo, "decision_after", false);
	OwnerScope	scope;
	uint64		n;

	credit_require_new_table(trigdata, "decision_after");
	SPI_connect();
	SPI_register_trigger_data(trigdata);
	credit_owner_enter(&scope, RelationGetRelid(trigdata->tg_relation), false);
	credit_catalogue_share();
	if (SPI_execute("SELECT d.subject, d.decision, " DECISION_LIST ", d.determination = 'meeting', d.principal IS NOT NULL"
					" FROM new_rows d",
					true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the new decisions");
	n = SPI_processed;
	if (n > 0)
	{
		SPITupleTable *rows = SPI_tuptable;
		DecisionLife *lives = decisions_of_rows(rows, n);
		Datum		args[2];
		bool		after = false;
		bool		behind = false;

		credit_chain_append(trigdata);
		/* a record that is decided as it comes has had no events */
		for (uint64 i = 0; i < n; i++)
		{
			bool		isnull;

			after = after || DatumGetBool(SPI_getbinval(rows->vals[i], rows->tupdesc, 3 + DECISION_COLUMNS, &isnull));
			behind = behind || DatumGetBool(SPI_getbinval(rows->vals[i], rows->tupdesc, 4 + DECISION_COLUMNS, &isnull));
		}
		keys_of(lives, (int) n, args);
		if (after)
			read_events(lives, (int) n, args);
		write_standing(lives, (int) n, true);
		credit_follow_decisions(args[0], args[1], behind, scope.user);
	}
	credit_owner_leave(&scope);
	SPI_finish();
	return PointerGetDatum(NULL);
}

/*
 * refresh_standing() returns bigint
 *
 * Projects the decisions that have no row in standing, or one that does not
 * know all events, removes rows that have no decision, and gives the number of all
 * of them: for a copy that receives facts
 * alone, such as a logical subscriber.  Holds the stripes of all subjects and
 * the projection lock; at READ COMMITTED, marks standing as knowing all facts.
 * Raises 42501 for others than the owner of the tables.
 */
Datum
credit_refresh_standing(PG_FUNCTION_ARGS)
{
	static const char *const which[2] = {
		" WHERE NOT EXISTS (SELECT FROM credit.standing s WHERE s.subject OPERATOR(credit.=) d.subject"
		"  AND s.decision = d.decision)",
		" JOIN credit.standing s ON s.subject OPERATOR(credit.=) d.subject AND s.decision = d.decision"
		" WHERE s.events <> (SELECT count(*) FROM credit.event e WHERE e.subject OPERATOR(credit.=) d.subject"
		"  AND e.decision = d.decision)"
	};
	OwnerScope	scope;
	int64		refreshed = 0;

	credit_require_owner("refresh_standing");
	SPI_connect();
	credit_owner_enter(&scope, credit_relation("standing", false), false);
	credit_catalogue_share();
	/* no event may come between the reading and the writing */
	credit_lock_all_subjects();
	(void) credit_lock_projection(true);
	for (int stale = 0; stale <= 1; stale++)
	{
		char	   *query = psprintf("SELECT d.subject, d.decision, " DECISION_LIST " FROM credit.decision d%s", which[stale]);
		uint64		n;

		if (SPI_execute(query, false, 0) != SPI_OK_SELECT)
			elog(ERROR, "could not read the decisions");
		n = SPI_processed;
		if (n > 0)
		{
			DecisionLife *lives = decisions_of_rows(SPI_tuptable, n);
			Datum		args[2];

			keys_of(lives, (int) n, args);
			read_events(lives, (int) n, args);
			write_standing(lives, (int) n, stale == 0);
		}
		refreshed += (int64) n;
	}
	(void) credit_project(credit_plan(PLAN_DELETE_STANDING,
									  "DELETE FROM credit.standing s WHERE NOT EXISTS (SELECT FROM credit.decision d"
									  " WHERE d.subject OPERATOR(credit.=) s.subject AND d.decision = s.decision)",
									  0, NULL),
						  NULL, NULL, SPI_OK_DELETE);
	refreshed += (int64) SPI_processed;
	credit_owner_leave(&scope);
	SPI_finish();
	credit_projection_set();
	PG_RETURN_INT64(refreshed);
}
