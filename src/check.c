/*
 * check.c
 *	  Questions about one subject whose answer has rows: check(), penalties()
 *	  and incentives().
 *
 * Whether anything is in force is found by effect.c, and rows are asked for
 * only where something is: most questions are about subjects who have nothing.
 *
 * The right to ask is SELECT on credit.may_check, tested for the role that
 * calls; the tables are then read as their owner, whatever policies they
 * carry.  Nothing is written, so a standby answers too.
 *
 * A question names a matter by its dotted code.  A measure bears on it when it
 * names the same matter, one above it, or one below it: a code means anything
 * below it, in the catalogue and in the question.  An unknown matter is an
 * error, never "clear".
 *
 * Memory: results go into a tuplestore; nothing is kept.
 */
#include "check.h"

#include "catalog/pg_type.h"
#include "common/cryptohash.h"
#include "common/sha2.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "owner.h"
#include "plan_cache.h"

PG_FUNCTION_INFO_V1(credit_check);
PG_FUNCTION_INFO_V1(credit_measures_of);
PG_FUNCTION_INFO_V1(credit_subject_key);

/* Raise JC005 for a question about nobody. */
void
credit_no_subject(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_CREDIT_IDENTIFIER),
			 errmsg("subject is missing"),
			 errdetail("A question without a subject has no answer, and no answer is never \"clear\"."),
			 errhint("Give the identifier of the subject.")));
}

/* The identifier that a function takes first, as subject_id or as text. */
void
credit_read_subject(FunctionCallInfo fcinfo, Identifier *given)
{
	Oid			type = get_fn_expr_argtype(fcinfo->flinfo, 0);

	if (PG_ARGISNULL(0))
		credit_no_subject();
	/* a client that calls by the number of the function gives no expression */
	if (!OidIsValid(type))
	{
		Oid		   *types;
		int			n;

		(void) get_func_signature(fcinfo->flinfo->fn_oid, &types, &n);
		type = types[0];
	}
	if (type == TEXTOID)
		identifier_from_text(PG_GETARG_TEXT_PP(0), IDENTIFIER_ANY, given);
	else
		*given = *PG_GETARG_IDENTIFIER_P(0);
}

/* Read the day of a question, today where it is left out. */
void
credit_read_day(FunctionCallInfo fcinfo, int day_arg, Question *question)
{
	question->day = PG_ARGISNULL(day_arg) ? credit_today() : PG_GETARG_DATEADT(day_arg);
	if (DATE_NOT_FINITE(question->day))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("day of the question may not be infinite"),
				 errdetail("An answer is about one civil day."),
				 errhint("Give a day, or leave it out for today.")));
}

/*
 * Read what is asked: an identifier and the day.  Raises 42501 without the
 * right to ask.
 */
void
credit_read_asked(FunctionCallInfo fcinfo, int day_arg, Question *question, Identifier *given)
{
	credit_read_subject(fcinfo, given);
	credit_require_right_to_ask();
	credit_read_day(fcinfo, day_arg, question);
}

/* The same, with the subject found by its identifier. */
void
credit_read_question(FunctionCallInfo fcinfo, int day_arg, Question *question)
{
	Identifier	given;

	credit_read_asked(fcinfo, day_arg, question, &given);
	(void) credit_resolve(&given, question->day, true, &question->subject);
}

/* Raise JC002; NULL is a matter that is missing. */
void
credit_unknown_matter(const char *matter)
{
	ereport(ERROR,
			(errcode(ERRCODE_CREDIT_NOT_IN_CATALOGUE),
			 errmsg("matter \"%s\" is not in the catalogue", matter == NULL ? "" : matter),
			 errdetail("A mistyped matter is never answered with \"clear\"."),
			 errhint("SELECT code, name FROM credit.matter lists the matters.")));
}

/*
 * The matters that a question about one reaches, as text[]; JC002 where the
 * matter is not in the catalogue.  To be called inside SPI, as owner.
 */
Datum
credit_matter_scope(Datum matter, bool missing)
{
	Oid			argtype = TEXTOID;
	Datum		scope;
	bool		isnull;
	bool		known = false;

	if (!missing)
	{
		if (SPI_execute_plan(credit_plan(PLAN_MATTER_SCOPE,
										 "SELECT array_agg(code), bool_or(code = $1) FROM credit.matter"
										 " WHERE code = $1 OR starts_with(code, $1 || '.') OR starts_with($1, code || '.')",
										 1, &argtype),
							 &matter, NULL, true, 0) != SPI_OK_SELECT || SPI_processed != 1)
			elog(ERROR, "could not read the matters");
		known = DatumGetBool(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 2, &isnull));
		known = known && !isnull;
	}
	if (!known)
		credit_unknown_matter(missing ? NULL : TextDatumGetCString(matter));
	scope = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull);
	return scope;
}

/* Give the rows of the last query as the function's result. */
void
credit_give_rows(ReturnSetInfo *result)
{
	int			natts = result->setDesc->natts;
	Datum	   *values = palloc(sizeof(Datum) * natts);
	bool	   *nulls = palloc(sizeof(bool) * natts);

	for (uint64 i = 0; i < SPI_processed; i++)
	{
		heap_deform_tuple(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, values, nulls);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
}

/* Raise 55000 for a subject whose facts standing does not know. */
void
credit_not_projected(const Identifier *subject)
{
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("decisions on \"%s\" are not projected", credit_identifier_shown(subject)),
			 errdetail("Table credit.standing does not know all facts, as on a copy that receives facts alone."),
			 errhint("Run SELECT credit.refresh_standing(); as the owner of the tables.")));
}

/*
 * A copy that was fed with facts alone must not answer "clear": 55000 where
 * standing does not know all decisions and events of a subject.  To be called
 * inside SPI, as owner.
 */
void
credit_require_projected(const Identifier *subject)
{
	Oid			argtype = credit_subject_type();
	Datum		arg = IdentifierPGetDatum(subject);

	if (SPI_execute_plan(credit_plan(PLAN_UNPROJECTED,
									 "SELECT FROM credit.decision d WHERE d.subject OPERATOR(credit.=) $1"
									 " AND NOT EXISTS (SELECT FROM credit.standing s"
									 "  WHERE s.subject OPERATOR(credit.=) d.subject AND s.decision = d.decision"
									 "  AND s.events = (SELECT count(*) FROM credit.event e"
									 "   WHERE e.subject OPERATOR(credit.=) d.subject AND e.decision = d.decision))",
									 1, &argtype),
						 &arg, NULL, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not compare decisions and standing");
	if (SPI_processed > 0)
		credit_not_projected(subject);
}

/*
 * Ask for the rows of a subject, as the owner of the tables, and give them.
 * The query's parameters are the subject, the day, and either the matters in
 * question or, where polarity is given, that.
 */
static void
give(FunctionCallInfo fcinfo, const Question *question, Datum matter, const char *polarity)
{
	OwnerScope	scope;
	Oid			argtypes[3];
	Datum		args[3];
	SPIPlanPtr	plan;

	argtypes[0] = credit_subject_type();
	argtypes[1] = DATEOID;
	argtypes[2] = polarity != NULL ? TEXTOID : TEXTARRAYOID;
	args[0] = IdentifierPGetDatum(&question->subject);
	args[1] = DateADTGetDatum(question->day);

	SPI_connect();
	credit_owner_enter(&scope, credit_relation("standing", false), true);
	args[2] = polarity != NULL ? CStringGetTextDatum(polarity) : credit_matter_scope(matter, false);
	if (polarity != NULL)
		plan = credit_plan(PLAN_ALL_MEASURES, MEASURES_OF("credit.measure_run") " AND r.polarity = $3" STRONGEST_FIRST,
						   3, argtypes);
	else
		plan = credit_plan(PLAN_CHECK, CHECK_QUERY("credit.measure_run"), 3, argtypes);
	if (SPI_execute_plan(plan, args, NULL, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the measures in force");
	credit_give_rows((ReturnSetInfo *) fcinfo->resultinfo);
	credit_owner_leave(&scope);
	SPI_finish();
}

/* check(subject subject_id or text, matter text, on_day date) returns table */
Datum
credit_check(PG_FUNCTION_ARGS)
{
	Question	question;
	Identifier	given;
	char	   *matter = PG_ARGISNULL(1) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(1));

	InitMaterializedSRF(fcinfo, 0);
	credit_read_asked(fcinfo, 2, &question, &given);
	if (credit_effect(&question, &given, matter, NULL, true) != NULL)
		give(fcinfo, &question, PG_GETARG_DATUM(1), NULL);
	return (Datum) 0;
}

/*
 * penalties, incentives(subject subject_id or text, on_day date) returns table
 */
Datum
credit_measures_of(PG_FUNCTION_ARGS)
{
	Question	question;
	Identifier	given;
	char	   *name = get_func_name(fcinfo->flinfo->fn_oid);
	const char *polarity = strcmp(name, "penalties") == 0 ? "sanction" : "incentive";

	InitMaterializedSRF(fcinfo, 0);
	credit_read_asked(fcinfo, 1, &question, &given);
	if (credit_effect(&question, &given, NULL, polarity, true) != NULL)
		give(fcinfo, &question, (Datum) 0, polarity);
	return (Datum) 0;
}

/*
 * Keyed hash of a subject: sha256 of the installation's key and the subject's
 * bytes, the first 32 hexadecimal digits.  It counts and joins without telling
 * the number.  The key is read once a session.
 */
void
credit_subject_key_of(const Identifier *subject, char key_text[33])
{
	static Oid	key_table = InvalidOid;
	static uint8 key[PG_SHA256_DIGEST_LENGTH];
	Oid			secret = credit_relation("secret", false);
	pg_cryptohash_ctx *hash;
	uint8		digest[PG_SHA256_DIGEST_LENGTH];

	if (key_table != secret)
	{
		OwnerScope	scope;
		bool		isnull;
		bytea	   *value;

		SPI_connect();
		credit_owner_enter(&scope, secret, true);
		if (SPI_execute_plan(credit_plan(PLAN_SUBJECT_KEY,
										 "SELECT value FROM credit.secret WHERE name = 'subject_key'",
										 0, NULL),
							 NULL, NULL, true, 1) != SPI_OK_SELECT || SPI_processed != 1)
			elog(ERROR, "the installation has no key for subjects");
		value = DatumGetByteaPP(SPI_getbinval(SPI_tuptable->vals[0],
											  SPI_tuptable->tupdesc, 1, &isnull));
		if (VARSIZE_ANY_EXHDR(value) != sizeof(key))
			elog(ERROR, "the installation's key for subjects has a wrong length");
		memcpy(key, VARDATA_ANY(value), sizeof(key));
		key_table = secret;
		credit_owner_leave(&scope);
		SPI_finish();
	}
	hash = pg_cryptohash_create(PG_SHA256);
	if (pg_cryptohash_init(hash) < 0 ||
		pg_cryptohash_update(hash, key, sizeof(key)) < 0 ||
		pg_cryptohash_update(hash, subject->byte, IDENTIFIER_SIZE) < 0 ||
		pg_cryptohash_update(hash, key, sizeof(key)) < 0 ||
		pg_cryptohash_final(hash, digest, sizeof(digest)) < 0)
		elog(ERROR, "could not compute a digest: %s", pg_cryptohash_error(hash));
	pg_cryptohash_free(hash);
	for (int i = 0; i < 16; i++)
		snprintf(key_text + 2 * i, 3, "%02x", digest[i]);
}

/*
 * subject_key(subject_id) returns text
 *
 * Whoever could ask for the key of a number could find a person in a masked
 * listing, so only a role that may read the secret may ask.  Raises 42501.
 */
Datum
credit_subject_key(PG_FUNCTION_ARGS)
{
	char text[	33];

	if (pg_class_aclcheck(credit_relation("secret", false), GetUserId(), ACL_SELECT) != ACLCHECK_OK)
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("permission denied for credit.subject_key()"),
				 errdetail("The key of a known number would find its holder in a masked listing."),
				 errhint("The owner of the installation may call it; listings show the key of each row.")));
	credit_subject_key_of(PG_GETARG_IDENTIFIER_P(0), text);
	PG_RETURN_DATUM(CStringGetTextDatum(text));
}
