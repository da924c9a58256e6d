/*
 * token.c
 *	  Answers that can be given again: settle(), token() and replay().
 *
 * A timestamp alone does not name what was known: a transaction that was open
 * then commits later, with facts of an earlier stamp.  settle() waits for the
 * transactions that were writing facts at its moment, so that nothing stamped
 * up to it can still appear.  A token names no clock but the position in the
 * subject's chain and the hash there, so that it holds after a restore and on
 * another server; beside them the revision of the catalogue, the question, and
 * a digest of the answer, by which replay() notices that it gives another.
 *
 * Memory: the current context.
 *
 * Locks: settle() waits for the holders of the writers' lock and takes none.
 */
#include "check.h"

#include "access/xact.h"
#include "access/xlog.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "lock.h"
#include "plan_cache.h"

PG_FUNCTION_INFO_V1(credit_settle);
PG_FUNCTION_INFO_V1(credit_token);
PG_FUNCTION_INFO_V1(credit_replay);

/* The parts of a token, between slashes. */
enum
{
	T_VERSION, T_SUBJECT, T_SEQ, T_HASH, T_REVISION, T_MATTER, T_DAY, T_ANSWER, T_PARTS
};

/*
 * settle() returns timestamptz
 *
 * A moment that is settled: every fact recorded up to it is visible from now
 * on, or never will be, so that an answer as known at it does not change.
 * Waits for the transactions that are writing facts; those that begin
 * meanwhile are not held up.  Raises 25001 in a transaction that has written
 * facts itself, or whose snapshot was taken before, and 55000 on a standby,
 * which does not know who is writing.
 */
Datum
credit_settle(PG_FUNCTION_ARGS)
{
	TimestampTz moment;

	(void) credit_relation("chain", false);
	if (RecoveryInProgress())
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("a standby cannot settle a moment"),
				 errdetail("Facts that are being written on the primary have yet to come."),
				 errhint("Call settle() on the primary, and ask here when the standby has caught up.")));
	if (credit_holds_writers() || IsolationUsesXactSnapshot())
		ereport(ERROR,
				(errcode(ERRCODE_ACTIVE_SQL_TRANSACTION),
				 credit_holds_writers() ?
				 errmsg("settle() was called in a transaction that has written facts") :
				 errmsg("settle() was called in a transaction with a snapshot of its own"),
				 credit_holds_writers() ?
				 errdetail("They are not committed yet, and nobody else can see them.") :
				 errdetail("It would not see what is committed meanwhile."),
				 errhint("Commit, and call settle() in a transaction of its own at READ COMMITTED.")));
	/* a fact may still be stamped with the microsecond that runs */
	moment = GetCurrentTimestamp() - 1;
	credit_wait_for_writers();
	PG_RETURN_TIMESTAMPTZ(moment);
}

/* The answer to a question, and a digest of it in hexadecimal. */
#define ANSWER(run) "WITH answer AS MATERIALIZED (" CHECK_QUERY(run) ")" \
	" SELECT left(encode(sha256(convert_to(coalesce(string_agg(to_jsonb(a)::text, ',' ORDER BY to_jsonb(a)::text COLLATE \"C\"), ''), 'UTF8')), 'hex'), 16)" \
	" FROM answer AS a (state, polarity, effect, content, agency, legal_basis, conduct, decision, document_no, from_day, until_day," \
	" next_change, measure, class, until_kind, days_left, role, condition, agency_now, mark, subject_name, agency_name)"

/*
 * token(subject subject_id or text, matter text, on_day date) returns text
 *
 * Names the answer that check() gives now, for replay().  Nothing is written.
 * Raises as check() does.
 */
Datum
credit_token(PG_FUNCTION_ARGS)
{
	Question	question;
	Oid			argtypes[3];
	Datum		args[3];
	OwnerScope	scope;
	char	   *head;
	char	   *digest;
	char	   *token;

	credit_read_question(fcinfo, 2, &question);
	argtypes[0] = credit_subject_type();
	argtypes[1] = DATEOID;
	argtypes[2] = TEXTARRAYOID;
	args[0] = IdentifierPGetDatum(&question.subject);
	args[1] = DateADTGetDatum(question.day);

	SPI_connect();
	credit_owner_enter(&scope, credit_relation("standing", false), true);
	args[2] = credit_matter_scope(PG_ARGISNULL(1) ? (Datum) 0 : PG_GETARG_DATUM(1), PG_ARGISNULL(1));
	credit_require_projected(&question.subject);
	if (SPI_execute_plan(credit_plan(PLAN_TOKEN_HEAD,
									 "SELECT coalesce((SELECT seq || '/' || left(encode(hash, 'hex'), 16) FROM credit.chain"
									 "  WHERE subject OPERATOR(credit.=) $1 ORDER BY seq DESC LIMIT 1), '0/0')"
									 " || '/' || (SELECT revision FROM credit.catalogue_revision)",
									 1, argtypes),
						 args, NULL, true, 1) != SPI_OK_SELECT || SPI_processed != 1)
		elog(ERROR, "could not read the head of a chain");
	head = credit_kept_text(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
	if (SPI_execute_plan(credit_plan(PLAN_TOKEN_ANSWER, ANSWER("credit.measure_run"), 3, argtypes),
						 args, NULL, true, 1) != SPI_OK_SELECT || SPI_processed != 1)
		elog(ERROR, "could not read an answer");
	digest = credit_kept_text(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
	credit_owner_leave(&scope);
	SPI_finish();
	token = psprintf("1/%s/%s/%s/%s/%s", credit_identifier_shown(&question.subject), head,
					 TextDatumGetCString(PG_GETARG_DATUM(1)), credit_day_text(question.day), digest);
	PG_RETURN_DATUM(CStringGetTextDatum(token));
}

/* Take a token apart; 22023 where it is none. */
static void
read_token(char *token, char **part)
{
	int			n = 0;
	char	   *at = token;

	while (n < T_PARTS)
	{
		char	   *slash = strchr(at, '/');

		part[n++] = at;
		if (slash == NULL)
			break;
		*slash = '\0';
		at = slash + 1;
	}
	if (n != T_PARTS || strchr(part[T_ANSWER], '/') != NULL || strcmp(part[T_VERSION], "1") != 0 ||
		strspn(part[T_SEQ], "0123456789") != strlen(part[T_SEQ]) || strlen(part[T_SEQ]) > 18 ||
		part[T_SEQ][0] == '\0')
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("text is no token"),
				 errdetail("A token has %d parts between slashes, the first of them 1.", T_PARTS),
				 errhint("Use the text that credit.token() gave, whole.")));
}

/*
 * replay(token text) returns table
 *
 * The rows that check() gave when the token was made, from the facts up to the
 * position it names.  Where the chain does not have that link any more JC009
 * is raised; where law, organisation or names that are not versioned have
 * changed so that the rows read otherwise, a WARNING says so.
 */
Datum
credit_replay(PG_FUNCTION_ARGS)
{
	char	   *part[T_PARTS];
	Identifier	subject;
	Oid			argtypes[4];
	Datum		args[4];
	OwnerScope	scope;
	bool		linked;
	char	   *digest;

	if (PG_ARGISNULL(0))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("token is missing"),
				 errdetail("It names the answer that is to be given again."),
				 errhint("Use the text that credit.token() gave.")));
	credit_require_right_to_ask();
	read_token(text_to_cstring(PG_GETARG_TEXT_PP(0)), part);
	identifier_from_text(cstring_to_text(part[T_SUBJECT]), IDENTIFIER_ANY, &subject);
	InitMaterializedSRF(fcinfo, 0);
	argtypes[0] = credit_subject_type();
	argtypes[1] = DATEOID;
	argtypes[2] = TEXTARRAYOID;
	argtypes[3] = INT8OID;
	args[0] = IdentifierPGetDatum(&subject);
	args[1] = DirectFunctionCall1(date_in, CStringGetDatum(part[T_DAY]));
	args[3] = DirectFunctionCall1(int8in, CStringGetDatum(part[T_SEQ]));

	SPI_connect();
	credit_owner_enter(&scope, credit_relation("standing", false), true);
	args[2] = CStringGetTextDatum(part[T_HASH]);
	{
		Oid			link_types[3] = {argtypes[0], INT8OID, TEXTOID};
		Datum		link[3] = {args[0], args[3], args[2]};

		if (SPI_execute_plan(credit_plan(PLAN_TOKEN_LINK,
										 "SELECT WHERE $2 = 0 OR EXISTS (SELECT FROM credit.chain WHERE subject OPERATOR(credit.=) $1"
										 " AND seq = $2 AND left(encode(hash, 'hex'), 16) = $3)",
										 3, link_types),
							 link, NULL, true, 1) != SPI_OK_SELECT)
			elog(ERROR, "could not read a link");
		linked = SPI_processed > 0;
	}
	if (!linked)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_HISTORY),
				 errmsg("chain of \"%s\" has no such link any more", part[T_SUBJECT]),
				 errdetail("The token names position %s and its hash; the facts there are not what they were.", part[T_SEQ]),
				 errhint("credit.verify() says what was changed.")));
	args[2] = credit_matter_scope(CStringGetTextDatum(part[T_MATTER]), false);
	if (SPI_execute_plan(credit_plan(PLAN_REPLAY_DIGEST, ANSWER("credit.measure_run_known(NULL, $1, $4)"), 4, argtypes),
						 args, NULL, true, 1) != SPI_OK_SELECT || SPI_processed != 1)
		elog(ERROR, "could not read an answer");
	digest = credit_kept_text(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
	if (SPI_execute_plan(credit_plan(PLAN_REPLAY, CHECK_QUERY("credit.measure_run_known(NULL, $1, $4)"), 4, argtypes),
						 args, NULL, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not replay an answer");
	credit_give_rows((ReturnSetInfo *) fcinfo->resultinfo);
	if (strcmp(digest, part[T_ANSWER]) != 0)
		ereport(WARNING,
				(errmsg("answer reads otherwise than when the token was made"),
				 errdetail("The facts are the same; what is not versioned has changed since revision %s of the catalogue: a succession of agencies, a name, a matter.",
						   part[T_REVISION]),
				 errhint("Columns agency_now, agency_name, subject_name and next_change follow them.")));
	credit_owner_leave(&scope);
	SPI_finish();
	return (Datum) 0;
}
