/*
 * watch.c
 *	  watch() and unwatch(): setting up that the rows of an agency's table are
 *	  reported.
 *
 * A watch is a view, which holds the map (watch_map.c), and triggers, whose
 * one argument names the view and holds what is no column: conduct, agency,
 * strict, words.  There is no table of watches, so nothing is out of step
 * after a dump, a restore, or a table that was dropped.
 *
 * All of it is made with the rights of the caller, who must own the table.
 *
 * Memory: the caller's context.  Locks: those of CREATE TRIGGER and CREATE
 * VIEW on the agency's table.
 */
#include "watch.h"

#include "access/table.h"
#include "catalog/catalog.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_inherits.h"
#include "catalog/pg_trigger.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "common/hashfn.h"
#include "executor/spi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "nodes/nodeFuncs.h"
#include "parser/parser.h"
#include "rewrite/rewriteHandler.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/json.h"
#include "utils/lsyscache.h"

#include "fact.h"
#include "owner.h"
#include "plan_cache.h"

PG_FUNCTION_INFO_V1(credit_watch);
PG_FUNCTION_INFO_V1(credit_unwatch);

/* A string in an object, or NULL. */
char *
credit_json_word(Jsonb *object, const char *key)
{
	JsonbValue *value = getKeyJsonValueFromContainer(&object->root, key, strlen(key), NULL);

	return value && value->type == jbvString ? pnstrdup(value->val.string.val, value->val.string.len) : NULL;
}

/* Read the argument of a trigger. */
void
credit_watch_parse(const char *json, Watch *watch)
{
	Jsonb	   *object = DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(json)));
	JsonbValue *values;
	char	   *strict;

	if (!JB_ROOT_IS_OBJECT(object))
		elog(ERROR, "argument of a watch is no object");
	watch->view = credit_json_word(object, "view");
	watch->conduct = credit_json_word(object, "conduct");
	watch->agency = credit_json_word(object, "agency");
	strict = credit_json_word(object, "strict");
	watch->strict = strict != NULL && strcmp(strict, "yes") == 0;
	values = getKeyJsonValueFromContainer(&object->root, "values", 6, NULL);
	watch->values = values && values->type == jbvBinary ? JsonbValueToJsonb(values) : NULL;
	if (watch->view == NULL || watch->conduct == NULL || watch->agency == NULL ||
		(watch->conduct[0] == '@' && (watch->values == NULL || !JB_ROOT_IS_OBJECT(watch->values))))
		elog(ERROR, "argument of a watch is not what credit.watch() writes");
}

/* Whether a trigger is one of ours. */
static bool
is_watch(const Trigger *trigger)
{
	return trigger->tgnargs == 1 &&
		get_func_namespace(trigger->tgfoid) == get_namespace_oid("credit", false) &&
		strcmp(get_func_name(trigger->tgfoid), "watched_after") == 0;
}

static void
require_owner(Oid target, const char *function)
{
	if (!credit_relation_ownercheck(target, GetUserId()))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("must be owner of table \"%s\" for credit.%s()", get_rel_name(target), function),
				 errdetail("What the rows of a table mean is said by who owns it."),
				 errhint("Call credit.%s() as its owner.", function)));
}

/* Arguments of the watches of a table, one each; the caller must own it. */
List *
credit_watch_arguments(Oid target)
{
	Relation	relation;
	List	   *result = NIL;

	require_owner(target, "watch_backfill");
	relation = table_open(target, AccessShareLock);
	for (int i = 0; relation->trigdesc != NULL && i < relation->trigdesc->numtriggers; i++)
	{
		const Trigger *trigger = &relation->trigdesc->triggers[i];

		if (is_watch(trigger) && TRIGGER_FOR_INSERT(trigger->tgtype))
			result = lappend(result, pstrdup(trigger->tgargs[0]));
	}
	table_close(relation, NoLock);
	if (result == NIL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("table \"%s\" is not watched", get_rel_name(target)),
				 errdetail("Its old rows are read by the map of its watch."),
				 errhint("Call credit.watch() first.")));
	return result;
}

static char *
qualified(Oid relation)
{
	return quote_qualified_identifier(get_namespace_name(get_rel_namespace(relation)), get_rel_name(relation));
}

/* Run a statement of ours as the caller. */
static void
run(const char *sql)
{
	int			result = SPI_execute(sql, false, 0);

	if (result < 0)
		elog(ERROR, "statement failed: %s", SPI_result_code_string(result));
}

/* JC002 or JC004 unless the code of a conduct, or agency, was ever known. */
static void
require_code(const char *code, bool conduct)
{
	Oid			argtype = TEXTOID;
	Datum		arg = CStringGetTextDatum(code);
	OwnerScope	scope;
	bool		isnull;
	bool		known;

	SPI_connect();
	credit_owner_enter(&scope, credit_relation("conduct_code", false), true);
	if (SPI_execute_plan(credit_plan(PLAN_WATCH_CODES,
									 "SELECT EXISTS (SELECT FROM credit.conduct_code WHERE code = $1),"
									 " EXISTS (SELECT FROM credit.agency_code WHERE code = $1)",
									 1, &argtype),
						 &arg, NULL, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not look for a code");
	known = DatumGetBool(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, conduct ? 1 : 2, &isnull));
	credit_owner_leave(&scope);
	SPI_finish();
	if (known)
		return;
	if (conduct)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_NOT_IN_CATALOGUE),
				 errmsg("conduct \"%s\" is not in the catalogue", code),
				 errdetail("Nothing outside the published catalogue is recorded, decided or carried out."),
				 errhint("SELECT code, name FROM credit.conduct lists what it holds.")));
	credit_step_refused(psprintf("agency \"%s\" is not known", code),
						"Records are reported by an agency of table credit.agency.",
						"Give its code.");
}

static void
bad_map(const char *message, const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg_internal("%s", message),
			 errdetail_internal("%s", detail),
			 errhint("A map is an object such as {\"subject\": \"uscc\", \"document_no\": \"number\", \"determined_on\": \"day\", \"reason\": \"facts\"}.")));
}

/* Whether a column of a type may be mapped to one of ours. */
static bool
fits(Oid given, Oid wanted)
{
	Oid			type = getBaseType(given);

	switch (wanted)
	{
		case DATEOID:
			return type == DATEOID || type == TIMESTAMPOID || type == TIMESTAMPTZOID;
		case BOOLOID:
			return type == BOOLOID;
		case JSONBOID:
			return type == JSONBOID || type == JSONOID;
		default:
			return type == TEXTOID || type == VARCHAROID || type == BPCHAROID || type == INT2OID ||
				type == INT4OID || type == INT8OID || type == NUMERICOID ||
				type == credit_type("subject_id") || type == credit_type("uscc") || type == credit_type("resident_id");
	}
}

/* Add a column of theirs to the view, under our name. */
static void
map_column(StringInfo view, Relation relation, const char *key, Oid wanted, const char *column, const char *as)
{
	AttrNumber	number = get_attnum(RelationGetRelid(relation), column);
	Form_pg_attribute attribute;
	Oid			type;

	if (number <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("column \"%s\" of table \"%s\" does not exist", column, RelationGetRelationName(relation)),
				 errdetail("The map gives it for %s.", key),
				 errhint("The map goes from our column to theirs.")));
	attribute = TupleDescAttr(RelationGetDescr(relation), number - 1);
	if (!fits(attribute->atttypid, wanted))
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("column \"%s\" of type %s cannot be reported as %s", column,
						format_type_be(attribute->atttypid), key),
				 errdetail("Required is %s.", wanted == DATEOID ? "a date or timestamp" :
						   wanted == BOOLOID ? "a boolean" : wanted == JSONBOID ? "json or jsonb" :
						   "a text, a whole or decimal number, or an identifier"),
				 errhint("Give the table a generated column of that type and map it.")));
	/* the day of a moment depends on the installation, and is found in C */
	type = wanted == DATEOID && getBaseType(attribute->atttypid) == TIMESTAMPTZOID ? TIMESTAMPTZOID : wanted;
	appendStringInfo(view, ", %s::pg_catalog.%s AS %s", quote_identifier(column),
					 wanted == TEXTOID ? "text" : wanted == BOOLOID ? "bool" : wanted == JSONBOID ? "jsonb" :
					 type == DATEOID ? "date" : "timestamptz", quote_identifier(as));
}

/* A word of a JSON value that is known to be a string. */
static char *
word_of(const JsonbValue *value)
{
	return pnstrdup(value->val.string.val, value->val.string.len);
}

/* The columns of subject: one, or a list in order of trust. */
static void
map_subject(StringInfo view, Relation relation, JsonbValue *value)
{
	JsonbIterator *iterator;
	JsonbIteratorToken token;
	JsonbValue	element;
	int			n = 0;

	if (value->type == jbvString)
	{
		map_column(view, relation, "subject", TEXTOID, word_of(value), "subject");
		return;
	}
	if (value->type != jbvBinary || !JsonContainerIsArray(value->val.binary.data))
		bad_map("subject is mapped to no column", "It is the name of a column, or a list of names in order of trust.");
	iterator = JsonbIteratorInit(value->val.binary.data);
	while ((token = JsonbIteratorNext(&iterator, &element, true)) != WJB_DONE)
	{
		if (token != WJB_ELEM)
			continue;
		if (element.type != jbvString || ++n > WATCH_SUBJECTS)
			bad_map("subject is mapped to no column",
					psprintf("A list has up to %d names of columns, in order of trust.", WATCH_SUBJECTS));
		map_column(view, relation, "subject", TEXTOID, word_of(&element),
				   n == 1 ? "subject" : psprintf("subject_no_%d", n));
	}
	if (n == 0)
		bad_map("subject is mapped to no column", "The list of columns is empty.");
}

/* The words of '@column', each a conduct or null; our argument is a copy. */
static void
check_words(JsonbValue *value)
{
	JsonbIterator *iterator;
	JsonbIteratorToken token;
	JsonbValue	element;

	if (value->type != jbvBinary || !JsonContainerIsObject(value->val.binary.data))
		bad_map("conduct is mapped to no words", "With '@column' it is an object from their words to our conducts, or to null for information only.");
	iterator = JsonbIteratorInit(value->val.binary.data);
	while ((token = JsonbIteratorNext(&iterator, &element, true)) != WJB_DONE)
		if (token == WJB_VALUE)
		{
			if (element.type == jbvString)
				require_code(word_of(&element), true);
			else if (element.type != jbvNull)
				bad_map("conduct is mapped to no words", "Each of their words stands for the code of a conduct, or for null.");
		}
}

/* The select list of the view, checked. */
static char *
select_list(Relation relation, const char *conduct, Jsonb *map, char **words)
{
	StringInfoData view;
	JsonbIterator *iterator;
	JsonbIteratorToken token;
	JsonbValue	element;
	bool		seen[W_COLUMNS] = {false};
	bool		subject = false;

	initStringInfo(&view);
	*words = NULL;
	if (!JB_ROOT_IS_OBJECT(map))
		bad_map("map is no object", "It gives for each column of a record the column of the table.");
	iterator = JsonbIteratorInit(&map->root);
	while ((token = JsonbIteratorNext(&iterator, &element, true)) != WJB_DONE)
	{
		char	   *key;
		JsonbValue *constant = NULL;
		int			c;

		if (token != WJB_KEY)
			continue;
		key = word_of(&element);
		(void) JsonbIteratorNext(&iterator, &element, true);
		if (strcmp(key, "subject") == 0)
		{
			map_subject(&view, relation, &element);
			subject = true;
			continue;
		}
		for (c = 0; c < W_COLUMNS && strcmp(watch_columns[c].name, key) != 0; c++)
			;
		if (c == W_COLUMNS || (c == W_CONDUCT && conduct[0] != '@'))
			bad_map(psprintf("map has an unknown key \"%s\"", key),
					c == W_CONDUCT ? "Words are mapped to conducts where conduct is '@column'." :
					"Its keys are subject, document_no, determined_on, reason, subject_name, occurred_on, occurred_until, served_on, final, birth_on, evidence, shareable, source_agency, late_reason, and conduct for '@column'.");
		seen[c] = true;
		if (c == W_CONDUCT)
		{
			check_words(&element);
			*words = JsonbToCString(NULL, element.val.binary.data, element.val.binary.len);
			continue;
		}
		if (element.type == jbvBinary && JsonContainerIsObject(element.val.binary.data) && watch_columns[c].constant)
			constant = getKeyJsonValueFromContainer(element.val.binary.data, "value", 5, NULL);
		if (constant != NULL && constant->type == jbvString)
			appendStringInfo(&view, ", %s::pg_catalog.text AS %s", quote_literal_cstr(word_of(constant)), key);
		else if (element.type == jbvString)
			map_column(&view, relation, key, watch_columns[c].type, word_of(&element), key);
		else
			bad_map(psprintf("%s is mapped to no column", key), watch_columns[c].constant ?
					"It is the name of a column, or an object {\"value\": \"text\"} for the same text in every row." :
					"It is the name of a column.");
	}
	if (!subject)
		bad_map("map has no subject", "A record needs one.");
	for (int c = 0; c < W_COLUMNS; c++)
		if (watch_columns[c].required && !seen[c])
			bad_map(psprintf("map has no %s", watch_columns[c].name), "A record needs one.");
	if (conduct[0] == '@')
	{
		if (*words == NULL)
			bad_map("map has no conduct", "With '@column' it gives the conduct for each of their words.");
		map_column(&view, relation, "conduct", TEXTOID, conduct + 1, "conduct");
	}
	return view.data + 2;
}

/* 42601 for what is no expression by itself, such as "true) FROM t WHERE (true". */
static void
check_condition(const char *condition)
{
	List	   *parsed = raw_parser(psprintf("SELECT (%s\n)", condition), RAW_PARSE_DEFAULT);
	SelectStmt *select = list_length(parsed) == 1 ?
	(SelectStmt *) linitial_node(RawStmt, parsed)->stmt : NULL;

	if (select == NULL || !IsA(select, SelectStmt) || select->op != SETOP_NONE ||
		list_length(select->targetList) != 1 || select->fromClause != NIL || select->whereClause != NULL ||
		select->groupClause != NIL || select->havingClause != NULL || select->sortClause != NIL ||
		select->limitOffset != NULL || select->limitCount != NULL || select->withClause != NULL ||
		select->intoClause != NULL || select->lockingClause != NIL || select->windowClause != NIL)
		ereport(ERROR,
				(errcode(ERRCODE_SYNTAX_ERROR),
				 errmsg("condition is not one expression"),
				 errdetail("It is true or false of a row of the table, like that of a CHECK."),
				 errhint("Write it as after WHERE.")));
}

/* Refuse a condition that cannot be computed from one row. */
static void
check_view(const char *name, Oid namespace)
{
	Relation	view = table_open(get_relname_relid(name, namespace), AccessShareLock);
	Query	   *query = get_view_query(view);
	ListCell   *cell;

	if (query->hasSubLinks || query->hasAggs || query->hasWindowFuncs || query->hasTargetSRFs)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("condition looks at more than the row"),
				 errdetail("A subquery, aggregate, window function or function that gives a set is not computed for the rows of a statement."),
				 errhint("Put what it looks at into a column of the table.")));
	foreach(cell, query->targetList)
	{
		TargetEntry *entry = lfirst_node(TargetEntry, cell);

		if (strcmp(entry->resname, "reported") == 0 && exprType((Node *) entry->expr) != BOOLOID)
			ereport(ERROR,
					(errcode(ERRCODE_DATATYPE_MISMATCH),
					 errmsg("condition is not boolean"),
					 errdetail("It is of type %s.", format_type_be(exprType((Node *) entry->expr))),
					 errhint("Write it as after WHERE.")));
	}
	table_close(view, NoLock);
}

/* Take a watch away; false if there is none. */
static bool
drop_watch(Oid target, const char *conduct)
{
	List	   *relations = find_all_inheritors(target, AccessExclusiveLock, NULL);
	ListCell   *cell;
	char	   *view = NULL;
	bool		any = false;

	foreach(cell, relations)
	{
		Relation	relation = table_open(lfirst_oid(cell), NoLock);
		List	   *names = NIL;
		ListCell   *name;

		for (int i = 0; relation->trigdesc != NULL && i < relation->trigdesc->numtriggers; i++)
		{
			const Trigger *trigger = &relation->trigdesc->triggers[i];
			Watch		watch;

			if (!is_watch(trigger))
				continue;
			credit_watch_parse(trigger->tgargs[0], &watch);
			if (strcmp(watch.conduct, conduct) != 0)
				continue;
			names = lappend(names, pstrdup(trigger->tgname));
			view = watch.view;
			any = true;
		}
		table_close(relation, NoLock);
		foreach(name, names)
		{
			run(psprintf("DROP TRIGGER %s ON %s", quote_identifier(lfirst(name)), qualified(lfirst_oid(cell))));
		}
	}
	if (view != NULL)
	{
		Oid			root;
		Oid			oid = credit_watch_view(view, target, &root);

		if (OidIsValid(oid) && root == target)
			run(psprintf("DROP VIEW %s", qualified(oid)));
	}
	return any;
}

/*
 * watch(target regclass, conduct text, agency text, map jsonb, condition text,
 * strict boolean) returns void; see the head of the file.  Called again, it
 * puts the new watch in the place of the old one.
 */
Datum
credit_watch(PG_FUNCTION_ARGS)
{
	Oid			target;
	char	   *conduct;
	char	   *agency;
	Jsonb	   *map;
	char	   *condition;
	bool		strict;
	Relation	relation;
	Oid			owner;
	Oid			namespace;
	char	   *words;
	char	   *list;
	char		name[NAMEDATALEN];
	uint32		hash;
	StringInfoData argument;
	ListCell   *cell;
	static const char *const events[][3] = {
		{"INSERT", "insert", " REFERENCING NEW TABLE AS new_rows"},
		{"UPDATE", "update", " REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows"},
		{"DELETE", "delete", " REFERENCING OLD TABLE AS old_rows"},
		{"TRUNCATE", "truncate", ""}
	};

	for (int i = 0; i < 6; i++)
		if (PG_ARGISNULL(i) && i != 4)
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("argument %d of credit.watch() is null", i + 1),
					 errdetail("Only the condition may be."),
					 errhint("Give table, conduct, agency and map.")));
	target = PG_GETARG_OID(0);
	conduct = text_to_cstring(PG_GETARG_TEXT_PP(1));
	agency = text_to_cstring(PG_GETARG_TEXT_PP(2));
	map = PG_GETARG_JSONB_P(3);
	condition = PG_ARGISNULL(4) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(4));
	strict = PG_GETARG_BOOL(5);

	relation = table_open(target, ShareRowExclusiveLock);
	namespace = RelationGetNamespace(relation);
	if ((relation->rd_rel->relkind != RELKIND_RELATION && relation->rd_rel->relkind != RELKIND_PARTITIONED_TABLE) ||
		relation->rd_rel->relispartition || namespace == get_namespace_oid("credit", false) ||
		IsCatalogNamespace(namespace))
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("\"%s\" cannot be watched", RelationGetRelationName(relation)),
				 errdetail("A watch is on a table of an agency, and on a partitioned table as a whole."),
				 errhint("Watch the table behind a view, on the server where its rows are written.")));
	require_owner(target, "watch");
	owner = relation->rd_rel->relowner;
	for (int i = 0; i < 2; i++)
	{
		const char *fact = i == 0 ? "record" : "event";

		if (pg_class_aclcheck(credit_relation(fact, false), owner, ACL_INSERT) != ACLCHECK_OK)
			ereport(ERROR,
					(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
					 errmsg("owner of table \"%s\" may not report", RelationGetRelationName(relation)),
					 errdetail("Role \"%s\" has no INSERT on credit.%s; the rows are reported in its name.",
							   GetUserNameFromId(owner, false), fact),
					 errhint("The owner of the installation gives the right with GRANT INSERT ON credit.record, credit.event.")));
	}
	require_code(agency, false);
	if (conduct[0] != '@')
		require_code(conduct, true);
	list = select_list(relation, conduct, map, &words);
	if (condition != NULL)
		check_condition(condition);
	table_close(relation, NoLock);

	hash = DatumGetUInt32(hash_any((const unsigned char *) conduct, strlen(conduct)));
	snprintf(name, sizeof(name), "%.*s_credit_%08x", pg_mbcliplen(get_rel_name(target), strlen(get_rel_name(target)), 45),
			 get_rel_name(target), hash);
	initStringInfo(&argument);
	appendStringInfoString(&argument, "{\"view\": ");
	escape_json(&argument, name);
	appendStringInfoString(&argument, ", \"conduct\": ");
	escape_json(&argument, conduct);
	appendStringInfoString(&argument, ", \"agency\": ");
	escape_json(&argument, agency);
	appendStringInfo(&argument, ", \"strict\": \"%s\"%s%s}", strict ? "yes" : "no", words ? ", \"values\": " : "", words ? words : "");

	SPI_connect();
	if (drop_watch(target, conduct))
		ereport(NOTICE,
				(errmsg("table \"%s\" was watched for \"%s\" already", get_rel_name(target), conduct),
				 errdetail("The new watch takes the place of the old one.")));
	run(psprintf("CREATE VIEW %s AS SELECT %s%s%s%s FROM %s",
				 quote_qualified_identifier(get_namespace_name(namespace), name), list,
				 condition ? ", (" : "", condition ? condition : "", condition ? "\n) AS reported" : "",
				 qualified(target)));
	check_view(name, namespace);
	run(psprintf("COMMENT ON VIEW %s IS %s", quote_qualified_identifier(get_namespace_name(namespace), name),
				 quote_literal_cstr(psprintf("what credit.watch() reports of %s as %s; made by it, dropped by credit.unwatch()",
											 qualified(target), conduct))));
	if (owner != GetUserId())
		run(psprintf("ALTER VIEW %s OWNER TO %s", quote_qualified_identifier(get_namespace_name(namespace), name),
					 quote_identifier(GetUserNameFromId(owner, false))));
	foreach(cell, find_all_inheritors(target, NoLock, NULL))
	{
		Oid			part = lfirst_oid(cell);

		if (get_rel_relkind(part) == RELKIND_FOREIGN_TABLE)
			continue;
		for (int i = 0; i < lengthof(events); i++)
			run(psprintf("CREATE TRIGGER credit_watch_%08x_%s AFTER %s ON %s%s"
						 " FOR EACH STATEMENT EXECUTE FUNCTION credit.watched_after(%s)",
						 hash, events[i][1], events[i][0], qualified(part), events[i][2],
						 quote_literal_cstr(argument.data)));
	}
	SPI_finish();
	PG_RETURN_VOID();
}

/* unwatch(target regclass, conduct text) returns void */
Datum
credit_unwatch(PG_FUNCTION_ARGS)
{
	Oid			target = PG_GETARG_OID(0);
	char	   *conduct = text_to_cstring(PG_GETARG_TEXT_PP(1));

	require_owner(target, "unwatch");
	SPI_connect();
	if (!drop_watch(target, conduct))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("table \"%s\" is not watched for \"%s\"", get_rel_name(target), conduct),
				 errdetail("It may be watched for other conducts, or for '@column'."),
				 errhint("View credit.watched lists what is watched.")));
	SPI_finish();
	PG_RETURN_VOID();
}
