/*
 * verb.c
 *	  The verbs report(), notify(), decide(), serve() and their kin.
 *
 * A verb is an INSERT: its parameters bear the names of the columns, and the
 * triggers of the table do all the checking, so that a plain INSERT means the
 * same.  It runs with the rights of the caller.
 *
 * Every verb has forms that take identifiers as text, because drivers bind
 * strings; the text is read here, like the input of type subject_id.
 *
 * Memory: a prepared INSERT a call site, in the function's own context
 * (fn_mcxt), freed with it.
 */
#include "fact.h"

#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/syscache.h"
#include "utils/uuid.h"

#include "owner.h"

PG_FUNCTION_INFO_V1(credit_report);
PG_FUNCTION_INFO_V1(credit_notify);
PG_FUNCTION_INFO_V1(credit_defend);
PG_FUNCTION_INFO_V1(credit_answer_defence);
PG_FUNCTION_INFO_V1(credit_waive_defence);
PG_FUNCTION_INFO_V1(credit_decide);
PG_FUNCTION_INFO_V1(credit_serve);
PG_FUNCTION_INFO_V1(credit_lodge_objection);
PG_FUNCTION_INFO_V1(credit_answer_objection);
PG_FUNCTION_INFO_V1(credit_lodge_complaint);
PG_FUNCTION_INFO_V1(credit_answer_complaint);
PG_FUNCTION_INFO_V1(credit_apply_repair);
PG_FUNCTION_INFO_V1(credit_answer_repair);
PG_FUNCTION_INFO_V1(credit_publish_repair);
PG_FUNCTION_INFO_V1(credit_feedback);
PG_FUNCTION_INFO_V1(credit_stay);
PG_FUNCTION_INFO_V1(credit_resume);
PG_FUNCTION_INFO_V1(credit_revoke);
PG_FUNCTION_INFO_V1(credit_annul);
PG_FUNCTION_INFO_V1(credit_stay_record);
PG_FUNCTION_INFO_V1(credit_annul_record);
PG_FUNCTION_INFO_V1(credit_withdraw_record);
PG_FUNCTION_INFO_V1(credit_correct_record);
PG_FUNCTION_INFO_V1(credit_release);
PG_FUNCTION_INFO_V1(credit_review);
PG_FUNCTION_INFO_V1(credit_condition_met);
PG_FUNCTION_INFO_V1(credit_condition_ended);
PG_FUNCTION_INFO_V1(credit_amend_term);
PG_FUNCTION_INFO_V1(credit_end_subject);
PG_FUNCTION_INFO_V1(credit_link_identifier);
PG_FUNCTION_INFO_V1(credit_end_identifier);

/* What a verb inserts. */
typedef struct Verb
{
	const char *table;
	const char *key;			/* column given back, a uuid, or NULL */
	const char *kind_column;	/* column with a constant word, or NULL */
	const char *kind;
	const char *const(*renames)[2]; /* parameters whose columns have other
									 * names, ended by NULL, or NULL */
	const char *from_day;		/* parameter from which valid begins, or NULL */
	const char *resolve_on;		/* parameter of the day on which the subject
								 * is looked up by its identifier, or NULL */
	const char *about;			/* table of the fact that the second parameter
								 * names, or NULL */
	bool		keep_identifier;	/* the table has a column for it */
	bool		links;			/* links an identifier, the second parameter */
} Verb;

/* A prepared verb. */
typedef struct Prepared
{
	char	   *sql;
	Oid			argtypes[FUNC_MAX_ARGS + 1];
	bool		as_text[2];		/* identifiers that come as text: the subject,
								 * and the one that is linked to it */
	int			resolve_on;		/* number of that parameter, or -1 */
} Prepared;

/*
 * The INSERT of a verb, from the names of the function's parameters.  A NULL
 * parameter leaves its column to the default where the column has one.
 */
static Prepared *
prepare(FunctionCallInfo fcinfo, const Verb *verb)
{
	HeapTuple	tuple;
	Oid		   *types;
	char	  **names;
	char	   *modes;
	int			n;
	StringInfoData list;
	StringInfoData values;
	Prepared   *prepared;

	if (fcinfo->flinfo->fn_extra != NULL)
		return fcinfo->flinfo->fn_extra;

	tuple = SearchSysCache1(PROCOID, ObjectIdGetDatum(fcinfo->flinfo->fn_oid));
	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for function %u", fcinfo->flinfo->fn_oid);
	n = get_func_arg_info(tuple, &types, &names, &modes);
	if (n != PG_NARGS() || names == NULL)
		elog(ERROR, "verb has other parameters than it was called with");

	prepared = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(Prepared));
	prepared->resolve_on = -1;
	initStringInfo(&list);
	initStringInfo(&values);
	for (int i = 0; i < n; i++)
	{
		const char *column = names[i];

		if (verb->resolve_on != NULL && strcmp(column, verb->resolve_on) == 0)
			prepared->resolve_on = i;
		for (int r = 0; verb->renames != NULL && verb->renames[r][0] != NULL; r++)
			if (strcmp(names[i], verb->renames[r][0]) == 0)
				column = verb->renames[r][1];
		if (verb->from_day != NULL && strcmp(column, verb->from_day) == 0)
		{
			appendStringInfoString(&list, ", valid");
			appendStringInfo(&values, ", pg_catalog.daterange($%d, NULL)", i + 1);
		}
		else
		{
			/* one measure is a list of one */
			bool		single = strcmp(column, "measures") == 0 && types[i] == INT4OID;

			appendStringInfo(&list, "%s%s", i ? ", " : "", quote_identifier(column));
			appendStringInfo(&values, single ? "%sARRAY[$%d]" : "%s$%d", i ? ", " : "", i + 1);
		}
		prepared->argtypes[i] = types[i];
	}
	for (int i = 0; i < (verb->links ? 2 : 1); i++)
	{
		prepared->as_text[i] = types[i] == TEXTOID;
		if (prepared->as_text[i])
			prepared->argtypes[i] = credit_subject_type();
	}
	if (verb->keep_identifier)
	{
		appendStringInfoString(&list, ", identifier");
		appendStringInfo(&values, ", $%d", n + 1);
		prepared->argtypes[n] = credit_subject_type();
	}
	if (verb->kind_column != NULL)
	{
		appendStringInfo(&list, ", %s", quote_identifier(verb->kind_column));
		appendStringInfo(&values, ", %s", quote_literal_cstr(verb->kind));
	}
	prepared->sql = MemoryContextStrdup(fcinfo->flinfo->fn_mcxt,
										psprintf("INSERT INTO credit.%s (%s) VALUES (%s)%s%s",
												 quote_identifier(verb->table), list.data, values.data,
												 verb->key ? " RETURNING " : "",
												 verb->key ? quote_identifier(verb->key) : ""));
	ReleaseSysCache(tuple);
	fcinfo->flinfo->fn_extra = prepared;
	return prepared;
}

/*
 * Run a verb.  The subject is looked up by its identifier as of the day of the
 * step, or of the link's first day; the trigger would do it too, but could not
 * move the row to another partition.
 */
static Datum
run(FunctionCallInfo fcinfo, const Verb *verb)
{
	Prepared   *prepared = prepare(fcinfo, verb);
	Datum		args[FUNC_MAX_ARGS + 1];
	char		nulls[FUNC_MAX_ARGS + 1] = {0};
	int			nargs = PG_NARGS();
	Datum		result = (Datum) 0;
	int			code;
	Oid			relation = credit_relation(verb->table, false);

	/* the look for the subject would tell who may not ask */
	if (pg_class_aclcheck(relation, GetUserId(), ACL_INSERT) != ACLCHECK_OK &&
		pg_attribute_aclcheck_all(relation, GetUserId(), ACL_INSERT, ACLMASK_ANY) != ACLCHECK_OK)
		aclcheck_error(ACLCHECK_NO_PRIV, OBJECT_TABLE, verb->table);
	for (int i = 0; i < PG_NARGS(); i++)
	{
		args[i] = PG_ARGISNULL(i) ? (Datum) 0 : PG_GETARG_DATUM(i);
		nulls[i] = PG_ARGISNULL(i) ? 'n' : ' ';
	}
	for (int i = 0; i < lengthof(prepared->as_text); i++)
		if (prepared->as_text[i] && nulls[i] == ' ')
		{
			Identifier *identifier = palloc(sizeof(Identifier));

			identifier_from_text(PG_GETARG_TEXT_PP(i), IDENTIFIER_ANY, identifier);
			args[i] = IdentifierPGetDatum(identifier);
		}
	if (verb->keep_identifier)
	{
		args[nargs] = (Datum) 0;
		nulls[nargs++] = 'n';
	}
	if (verb->links && nulls[0] == ' ' && nulls[1] == ' ' && nulls[2] == ' ')
	{
		Identifier *subject = palloc(sizeof(Identifier));
		bool		end = verb->from_day != NULL;
		Span		span = {.upper_inf = true};

		if (end)
			span.lower = DatumGetDateADT(args[2]);
		if (credit_resolve_link(DatumGetIdentifierP(args[0]), DatumGetIdentifierP(args[1]), end,
								end ? credit_span_datum(&span) : args[2], subject))
			args[0] = IdentifierPGetDatum(subject);
	}
	else if (nulls[0] == ' ' && (prepared->resolve_on < 0 || nulls[prepared->resolve_on] == ' ') &&
			 (verb->about == NULL || nulls[1] == ' ') && !verb->links &&
			 (prepared->resolve_on < 0 ||
			  !DATE_NOT_FINITE(DatumGetDateADT(args[prepared->resolve_on]))))
	{
		Identifier *subject = palloc(sizeof(Identifier));
		DateADT		day = prepared->resolve_on < 0 ? credit_today() :
		DatumGetDateADT(args[prepared->resolve_on]);

		if (verb->about == NULL ?
			credit_resolve(DatumGetIdentifierP(args[0]), day, false, subject) :
			credit_resolve_fact(DatumGetIdentifierP(args[0]), day, verb->about, args[1], subject))
		{
			if (verb->keep_identifier)
			{
				args[nargs - 1] = args[0];
				nulls[nargs - 1] = ' ';
			}
			args[0] = IdentifierPGetDatum(subject);
		}
	}

	SPI_connect();
	code = SPI_execute_with_args(prepared->sql, nargs, prepared->argtypes,
								 args, nulls, false, 0);
	if (code != (verb->key ? SPI_OK_INSERT_RETURNING : SPI_OK_INSERT))
		elog(ERROR, "verb failed: %s", SPI_result_code_string(code));
	if (verb->key != NULL)
	{
		bool		isnull;

		if (SPI_processed != 1)
			elog(ERROR, "verb inserted no row");
		result = SPI_datumTransfer(SPI_getbinval(SPI_tuptable->vals[0],
												 SPI_tuptable->tupdesc, 1, &isnull),
								   false, UUID_LEN);
	}
	SPI_finish();
	return result;
}

/* report(subject, conduct, agency, document_no, ...) returns uuid */
Datum
credit_report(PG_FUNCTION_ARGS)
{
	static const Verb verb = {"record", "record",.resolve_on = "determined_on",.keep_identifier = true};

	return run(fcinfo, &verb);
}

/* notify(subject, record, served_on, method, ...) returns uuid */
Datum
credit_notify(PG_FUNCTION_ARGS)
{
	static const char *const renames[][2] = {{"served_on", "on_day"}, {NULL}};
	static const Verb verb = {"notice", "notice", "kind", "notice",.renames = renames,.resolve_on = "served_on",.about = "record"};

	return run(fcinfo, &verb);
}

/* defend(subject, record, made_on, text, ...) returns uuid */
Datum
credit_defend(PG_FUNCTION_ARGS)
{
	static const char *const renames[][2] = {{"made_on", "on_day"}, {"text", "contents"}, {NULL}};
	static const Verb verb = {"notice", "notice", "kind", "defence",.renames = renames,.resolve_on = "made_on",.about = "record"};

	return run(fcinfo, &verb);
}

/* answer_defence(subject, record, answered_on, text, ...) returns uuid */
Datum
credit_answer_defence(PG_FUNCTION_ARGS)
{
	static const char *const renames[][2] = {{"answered_on", "on_day"}, {"text", "contents"}, {NULL}};
	static const Verb verb = {"notice", "notice", "kind", "answer",.renames = renames,.resolve_on = "answered_on",.about = "record"};

	return run(fcinfo, &verb);
}

/* waive_defence(subject, record, on_day, document_no, ...) returns uuid */
Datum
credit_waive_defence(PG_FUNCTION_ARGS)
{
	static const Verb verb = {"notice", "notice", "kind", "waiver",.resolve_on = "on_day",.about = "record"};

	return run(fcinfo, &verb);
}

/* decide(subject, record, document_no, decided_on, decided_by, ...) returns uuid */
Datum
credit_decide(PG_FUNCTION_ARGS)
{
	static const Verb verb = {"decision", "decision",.resolve_on = "decided_on",.about = "record"};

	return run(fcinfo, &verb);
}

/* serve(subject, decision, served_on, method, ...) returns uuid */
Datum
credit_serve(PG_FUNCTION_ARGS)
{
	static const char *const renames[][2] = {{"served_on", "on_day"}, {NULL}};
	static const Verb verb = {"event", "event", "kind", "served",.renames = renames,.resolve_on = "served_on",.about = "decision"};

	return run(fcinfo, &verb);
}

/* lodge_objection(subject, about, received_on, grounds, ...) returns uuid */
Datum
credit_lodge_objection(PG_FUNCTION_ARGS)
{
	static const char *const renames[][2] = {{"about", "target"}, {"received_on", "on_day"}, {"grounds", "contents"}, {NULL}};
	static const Verb verb = {"event", "event", "kind", "objection",.renames = renames,.resolve_on = "received_on",.about = "any"};

	return run(fcinfo, &verb);
}

/* answer_objection(subject, objection, answered_on, outcome, reasons, answered_by, document_no, ...) returns uuid */
Datum
credit_answer_objection(PG_FUNCTION_ARGS)
{
	static const char *const renames[][2] = {{"objection", "target"}, {"answered_on", "on_day"}, {"reasons", "reason"}, {"exclude", "measures"}, {NULL}};
	static const Verb verb = {"event", "event", "kind", "objection_answer",.renames = renames,.resolve_on = "answered_on",.about = "event"};

	return run(fcinfo, &verb);
}

/* lodge_complaint(subject, objection, received_on, grounds, ...) returns uuid */
Datum
credit_lodge_complaint(PG_FUNCTION_ARGS)
{
	static const char *const renames[][2] = {{"objection", "target"}, {"received_on", "on_day"}, {"grounds", "contents"}, {NULL}};
	static const Verb verb = {"event", "event", "kind", "complaint",.renames = renames,.resolve_on = "received_on",.about = "event"};

	return run(fcinfo, &verb);
}

/* answer_complaint(subject, complaint, answered_on, outcome, reasons, answered_by, document_no, ...) returns uuid */
Datum
credit_answer_complaint(PG_FUNCTION_ARGS)
{
	static const char *const renames[][2] = {{"complaint", "target"}, {"answered_on", "on_day"}, {"reasons", "reason"}, {"exclude", "measures"}, {NULL}};
	static const Verb verb = {"event", "event", "kind", "complaint_answer",.renames = renames,.resolve_on = "answered_on",.about = "event"};

	return run(fcinfo, &verb);
}

/* apply_repair(subject, decision, applied_on, evidence, ...) returns uuid */
Datum
credit_apply_repair(PG_FUNCTION_ARGS)
{
	static const char *const renames[][2] = {{"applied_on", "on_day"}, {NULL}};
	static const Verb verb = {"event", "event", "kind", "repair",.renames = renames,.resolve_on = "applied_on",.about = "decision"};

	return run(fcinfo, &verb);
}

/* answer_repair(subject, repair, answered_on, outcome, published_on, reasons, answered_by, document_no, ...) returns uuid */
Datum
credit_answer_repair(PG_FUNCTION_ARGS)
{
	static const char *const renames[][2] = {{"repair", "target"}, {"answered_on", "on_day"}, {"reasons", "reason"}, {NULL}};
	static const Verb verb = {"event", "event", "kind", "repair_answer",.renames = renames,.resolve_on = "answered_on",.about = "event"};

	return run(fcinfo, &verb);
}

/* publish_repair(subject, repair, published_on, ...) returns uuid */
Datum
credit_publish_repair(PG_FUNCTION_ARGS)
{
	static const char *const renames[][2] = {{"repair", "target"}, {"published_on", "on_day"}, {NULL}};
	static const Verb verb = {"event", "event", "kind", "repair_published",.renames = renames,.resolve_on = "published_on",.about = "event"};

	return run(fcinfo, &verb);
}

/* feedback(subject, decision, measure, agency, status, done_on, ...) returns uuid */
Datum
credit_feedback(PG_FUNCTION_ARGS)
{
	static const Verb verb = {"feedback", "feedback",.resolve_on = "done_on",.about = "decision"};

	return run(fcinfo, &verb);
}

/* stay(subject, decision, from_day, until_day, document_no, reason, ...) returns uuid */
Datum
credit_stay(PG_FUNCTION_ARGS)
{
	static const char *const renames[][2] = {{"from_day", "on_day"}, {NULL}};
	static const Verb verb = {"event", "event", "kind", "stayed",.renames = renames,.resolve_on = "from_day",.about = "decision"};

	return run(fcinfo, &verb);
}

/* resume(subject, decision, on_day, document_no, reason, ...) returns uuid */
Datum
credit_resume(PG_FUNCTION_ARGS)
{
	static const Verb verb = {"event", "event", "kind", "resumed",.resolve_on = "on_day",.about = "decision"};

	return run(fcinfo, &verb);
}

/* revoke(subject, decision, on_day, document_no, reason, ...) returns uuid */
Datum
credit_revoke(PG_FUNCTION_ARGS)
{
	static const Verb verb = {"event", "event", "kind", "revoked",.resolve_on = "on_day",.about = "decision"};

	return run(fcinfo, &verb);
}

/* annul(subject, decision, document_no, reason, ...) returns uuid */
Datum
credit_annul(PG_FUNCTION_ARGS)
{
	static const Verb verb = {"event", "event", "kind", "annulled",.about = "decision"};

	return run(fcinfo, &verb);
}

/* stay_record(subject, record, from_day, until_day, document_no, reason, ...) returns uuid */
Datum
credit_stay_record(PG_FUNCTION_ARGS)
{
	static const char *const renames[][2] = {{"record", "target"}, {"from_day", "on_day"}, {NULL}};
	static const Verb verb = {"event", "event", "kind", "record_stayed",.renames = renames,.resolve_on = "from_day",.about = "record"};

	return run(fcinfo, &verb);
}

/* annul_record(subject, record, document_no, reason, ...) returns uuid */
Datum
credit_annul_record(PG_FUNCTION_ARGS)
{
	static const char *const renames[][2] = {{"record", "target"}, {NULL}};
	static const Verb verb = {"event", "event", "kind", "record_annulled",.renames = renames,.about = "record"};

	return run(fcinfo, &verb);
}

/* withdraw_record(subject, record, document_no, reason, ...) returns uuid */
Datum
credit_withdraw_record(PG_FUNCTION_ARGS)
{
	static const char *const renames[][2] = {{"record", "target"}, {NULL}};
	static const Verb verb = {"event", "event", "kind", "record_withdrawn",.renames = renames,.about = "record"};

	return run(fcinfo, &verb);
}

/* correct_record(subject, record, changes, document_no, reason, ...) returns uuid */
Datum
credit_correct_record(PG_FUNCTION_ARGS)
{
	static const char *const renames[][2] = {{"record", "target"}, {NULL}};
	static const Verb verb = {"event", "event", "kind", "record_corrected",.renames = renames,.about = "record"};

	return run(fcinfo, &verb);
}

/* release(subject, decision, met_on, document_no, reason, ...) returns uuid */
Datum
credit_release(PG_FUNCTION_ARGS)
{
	static const char *const renames[][2] = {{"met_on", "on_day"}, {NULL}};
	static const Verb verb = {"event", "event", "kind", "released",.renames = renames,.resolve_on = "met_on",.about = "decision"};

	return run(fcinfo, &verb);
}

/* review(subject, decision, reviewed_on, outcome, document_no, ...) returns uuid */
Datum
credit_review(PG_FUNCTION_ARGS)
{
	static const char *const renames[][2] = {{"reviewed_on", "on_day"}, {NULL}};
	static const Verb verb = {"event", "event", "kind", "reviewed",.renames = renames,.resolve_on = "reviewed_on",.about = "decision"};

	return run(fcinfo, &verb);
}

/* condition_met(subject, decision, measure, on_day, document_no, ...) returns uuid */
Datum
credit_condition_met(PG_FUNCTION_ARGS)
{
	static const char *const renames[][2] = {{"measure", "measures"}, {NULL}};
	static const Verb verb = {"event", "event", "kind", "condition_met",.renames = renames,.resolve_on = "on_day",.about = "decision"};

	return run(fcinfo, &verb);
}

/* condition_ended(subject, decision, measure, on_day, document_no, ...) returns uuid */
Datum
credit_condition_ended(PG_FUNCTION_ARGS)
{
	static const char *const renames[][2] = {{"measure", "measures"}, {NULL}};
	static const Verb verb = {"event", "event", "kind", "condition_ended",.renames = renames,.resolve_on = "on_day",.about = "decision"};

	return run(fcinfo, &verb);
}

/* amend_term(subject, decision, last_day, document_no, reason, ...) returns uuid */
Datum
credit_amend_term(PG_FUNCTION_ARGS)
{
	static const Verb verb = {"event", "event", "kind", "amended",.about = "decision"};

	return run(fcinfo, &verb);
}

/* end_subject(subject, on_day, how, successor, document_no, ...) returns void */
Datum
credit_end_subject(PG_FUNCTION_ARGS)
{
	static const Verb verb = {"subject_end", NULL,.resolve_on = "on_day"};

	(void) run(fcinfo, &verb);
	PG_RETURN_VOID();
}

/* link_identifier(subject, identifier, valid, document_no, ...) returns void */
Datum
credit_link_identifier(PG_FUNCTION_ARGS)
{
	static const Verb verb = {"subject_identifier", NULL, "action", "link",.links = true};

	(void) run(fcinfo, &verb);
	PG_RETURN_VOID();
}

/* end_identifier(subject, identifier, on_day, document_no, ...) returns void */
Datum
credit_end_identifier(PG_FUNCTION_ARGS)
{
	static const Verb verb = {"subject_identifier", NULL, "action", "end",.from_day = "on_day",.links = true};

	(void) run(fcinfo, &verb);
	PG_RETURN_VOID();
}
