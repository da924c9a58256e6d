/*
 * gate_setup.c
 *	  gate() and ungate(): the triggers of a gate, made and dropped as the
 *	  caller, who owns the table.
 *
 * Everything that a gate needs to know is in its triggers: the columns in
 * pg_trigger.tgattr, the rest in arguments.  So a dump holds it, and nothing
 * is keyed by an OID.
 *
 * Memory: the function's context.
 *
 * Locks: the table's, as CREATE TRIGGER and DROP TRIGGER take them.
 */
#include "gate.h"

#include "access/table.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_inherits.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "parser/parse_func.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/fmgrprotos.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"

#include "fact.h"
#include "owner.h"

PG_FUNCTION_INFO_V1(credit_gate);
PG_FUNCTION_INFO_V1(credit_ungate);

/* Arguments of gate(). */
enum
{
	A_TARGET, A_MATTER, A_SUBJECT, A_EFFECTS, A_OVERRIDE, A_WHEN, A_VALUES, A_BY_MATTER,
	A_MAP, A_ON_BAR, A_ALSO, A_ALLOW_NULL
};

/* The columns of a new gate, each once. */
typedef struct GateColumns
{
	Relation	relation;
	int			n;
	const char **name;
	int		   *role;
} GateColumns;

static void
bad_setting(const char *message, const char *detail, const char *hint)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg_internal("%s", message),
			 errdetail_internal("%s", detail),
			 errhint("%s", hint)));
}

/*
 * The table, locked as CREATE TRIGGER does.  Raises 42809 for what has no rows
 * of its own, 42501 unless the caller owns it and, for a new gate, may ask.
 */
static Relation
open_target(FunctionCallInfo fcinfo, const char *function)
{
	Relation	relation;
	char		kind;

	if (PG_ARGISNULL(A_TARGET))
		bad_setting("table of the gate is missing", "A gate stands on one table.", "Give the table.");
	relation = table_open(PG_GETARG_OID(A_TARGET), ShareRowExclusiveLock);
	kind = relation->rd_rel->relkind;
	if (kind != RELKIND_RELATION && kind != RELKIND_PARTITIONED_TABLE)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("\"%s\" is no table that can be gated", RelationGetRelationName(relation)),
				 errdetail("Rows may come into the tables beneath a view, and into a foreign table, by other ways."),
				 errhint("Gate the table that holds the rows.")));
	if (RelationGetNamespace(relation) == get_namespace_oid("credit", false))
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("table \"%s\" is one of the regime", RelationGetRelationName(relation)),
				 errdetail("A gate stands on a table in which an agency grants something."),
				 errhint("Gate that table.")));
	if (!credit_relation_ownercheck(RelationGetRelid(relation), GetUserId()))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("must be owner of table \"%s\" for credit.%s()", RelationGetRelationName(relation), function),
				 errdetail("A gate is a trigger of the table."),
				 errhint("Call it as the owner of the table.")));
	return relation;
}

/* Name of a table as SQL writes it; palloc'd. */
static char *
table_name(Relation relation)
{
	return quote_qualified_identifier(get_namespace_name(RelationGetNamespace(relation)),
									  RelationGetRelationName(relation));
}

/* Give a column a role; returns its type. */
static Oid
add_column(GateColumns *columns, const char *name, int role)
{
	TupleDesc	desc = RelationGetDescr(columns->relation);
	AttrNumber	number = get_attnum(RelationGetRelid(columns->relation), name);
	Form_pg_attribute attribute;
	int			i = 0;

	if (number <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("table \"%s\" has no column \"%s\"", RelationGetRelationName(columns->relation), name),
				 errdetail("A gate reads columns of its table."),
				 errhint("Correct the name of the column.")));
	attribute = TupleDescAttr(desc, number - 1);
	if (attribute->attgenerated == 'v')
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("column \"%s\" of table \"%s\" is a virtual generated column", name,
						RelationGetRelationName(columns->relation)),
				 errdetail("A trigger does not see its value."),
				 errhint("Make it a stored generated column, or name the columns that it is computed from.")));
	while (i < columns->n && strcmp(columns->name[i], name) != 0)
		i++;
	if (i == columns->n)
	{
		columns->name[i] = pstrdup(name);
		columns->role[i] = 0;
		columns->n++;
	}
	columns->role[i] |= role;
	return attribute->atttypid;
}

/* A column whose text is compared. */
static Oid
add_word_column(GateColumns *columns, const char *name, int role)
{
	Oid			type = add_column(columns, name, role);

	if (!credit_gate_word_type(type))
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("column \"%s\" of table \"%s\" is of type %s, whose text a gate does not compare",
						name, RelationGetRelationName(columns->relation), format_type_be(type)),
				 errdetail("It may depend on the settings of the session."),
				 errhint("Use a column of a text type, an integer, a boolean or an enum.")));
	return type;
}

/*
 * A word as the text of a column's type has it: 22P02 and the like where it is
 * no value of the type.
 */
static char *
canonical_word(Oid type, char *value)
{
	Oid			input;
	Oid			ioparam;
	GateWord	word;

	getTypeInputInfo(type, &input, &ioparam);
	credit_gate_word_of(&word, 1, type);
	return credit_gate_word(&word, OidInputFunctionCall(input, value, ioparam, -1));
}

/* The elements of a text[] argument; 22023 where it is empty or has NULLs. */
static char **
words_of(Datum array, const char *what, int *n)
{
	Datum	   *elements;
	bool	   *nulls;
	char	  **words;

	deconstruct_array(DatumGetArrayTypeP(array), TEXTOID, -1, false, TYPALIGN_INT,
					  &elements, &nulls, n);
	if (*n == 0)
		bad_setting(psprintf("%s are empty", what), "The gate would never act.", "Name at least one, or leave them out.");
	words = palloc(sizeof(char *) * *n);
	for (int i = 0; i < *n; i++)
	{
		if (nulls[i])
			bad_setting(psprintf("%s hold a NULL", what), "NULL is no value that a row could become.", "Leave it out.");
		words[i] = TextDatumGetCString(elements[i]);
	}
	return words;
}

/* Words as the external form of a text[]. */
static char *
array_literal(char **words, int n)
{
	Datum	   *elements = palloc(sizeof(Datum) * Max(n, 1));

	for (int i = 0; i < n; i++)
		elements[i] = CStringGetTextDatum(words[i]);
	return OidOutputFunctionCall(F_ARRAY_OUT, credit_array(elements, NULL, n, TEXTOID));
}

/* JC002 for a code that is no matter of the catalogue.  As the caller. */
static void
require_matter(char *matter)
{
	OwnerScope	scope;
	Oid			argtype = TEXTOID;
	Datum		arg = CStringGetTextDatum(matter);
	bool		known;

	SPI_connect();
	credit_owner_enter(&scope, credit_relation("matter", false), true);
	if (SPI_execute_with_args("SELECT FROM credit.matter WHERE code = $1", 1, &argtype, &arg, NULL, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read the matters");
	known = SPI_processed > 0;
	credit_owner_leave(&scope);
	SPI_finish();
	if (!known)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_NOT_IN_CATALOGUE),
				 errmsg("matter \"%s\" is not in the catalogue", matter),
				 errdetail("A gate asks about a matter of the catalogue."),
				 errhint("SELECT code, name FROM credit.matter lists the matters.")));
}

/* The map of values to matters, its keys as the column's type writes them. */
static char *
map_literal(Jsonb *map, Oid type)
{
	JsonbIterator *iterator;
	JsonbValue	value;
	JsonbIteratorToken token;
	JsonbParseState *state = NULL;
	JsonbValue *result;

	if (!JB_ROOT_IS_OBJECT(map) || JB_ROOT_COUNT(map) == 0)
		bad_setting("matter_map is no map", "It is an object: value of matter_column to code of the matter.",
					"Give for example '{\"food\": \"licence.food\"}'.");
	(void) pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
	iterator = JsonbIteratorInit(&map->root);
	while ((token = JsonbIteratorNext(&iterator, &value, true)) != WJB_DONE)
	{
		if (token == WJB_KEY)
		{
			value.val.string.val = canonical_word(type, pnstrdup(value.val.string.val, value.val.string.len));
			value.val.string.len = strlen(value.val.string.val);
			(void) pushJsonbValue(&state, WJB_KEY, &value);
		}
		else if (token == WJB_VALUE)
		{
			if (value.type == jbvString)
				require_matter(pnstrdup(value.val.string.val, value.val.string.len));
			else if (value.type != jbvNull)
				bad_setting("matter_map has a value that is no code",
							"A value is the code of a matter, or null where nothing is asked.",
							"Give the code as a string.");
			(void) pushJsonbValue(&state, WJB_VALUE, &value);
		}
	}
	result = pushJsonbValue(&state, WJB_END_OBJECT, NULL);
	map = JsonbValueToJsonb(result);
	return JsonbToCString(NULL, &map->root, VARSIZE(map));
}

/* The value of an argument of a gate's trigger, or NULL. */
static const char *
argument(const Trigger *trigger, const char *name)
{
	size_t		length = strlen(name);

	for (int i = 0; i < trigger->tgnargs; i++)
		if (strncmp(trigger->tgargs[i], name, length) == 0 && trigger->tgargs[i][length] == '=')
			return trigger->tgargs[i] + length + 1;
	return NULL;
}

/* OID of the trigger function. */
static Oid
gate_function(void)
{
	List	   *name = list_make2(makeString("credit"), makeString("gate_row"));

	return LookupFuncName(name, 0, NULL, false);
}

/* Whether a trigger carries a gate of a matter (NULL: of none) on a column. */
static bool
carries(const Trigger *trigger, Relation relation, Oid function, const char *matter, const char *column)
{
	const char *its_matter = argument(trigger, "matter");

	if (trigger->tgfoid != function || trigger->tgnattr == 0)
		return false;
	if (matter == NULL ? its_matter != NULL : its_matter == NULL || strcmp(matter, its_matter) != 0)
		return false;
	return column == NULL ||
		strcmp(column, NameStr(TupleDescAttr(RelationGetDescr(relation), trigger->tgattr[0] - 1)->attname)) == 0;
}

/* The first number that no gate of the table bears. */
static int
free_number(Relation relation)
{
	TriggerDesc *all = relation->trigdesc;

	for (int n = 1;; n++)
	{
		char	   *name = psprintf("credit_gate_%d", n);
		char	   *key = psprintf("gate=%d", n);
		bool		used = false;

		for (int i = 0; all != NULL && i < all->numtriggers; i++)
			used = used || strncmp(all->triggers[i].tgname, name, strlen(name)) == 0 ||
				(all->triggers[i].tgnargs > 0 && strcmp(all->triggers[i].tgargs[0], key) == 0);
		if (!used)
			return n;
	}
}

/* Say which tables are not guarded although a query of this one reads them. */
static void
tell_children(Relation relation)
{
	List	   *children;
	ListCell   *cell;

	if (relation->rd_rel->relkind == RELKIND_PARTITIONED_TABLE || !relation->rd_rel->relhassubclass)
		return;
	children = find_inheritance_children(RelationGetRelid(relation), AccessShareLock);
	foreach(cell, children)
	{
		ereport(WARNING,
				(errmsg("table \"%s\" inherits from \"%s\" and is not gated",
						get_rel_name(lfirst_oid(cell)), RelationGetRelationName(relation)),
				 errdetail("Triggers do not come down to tables that inherit."),
				 errhint("Gate it by a call of its own.")));
	}
}

/* The trigger that carries a gate, as SQL writes it; palloc'd. */
static char *
definition(Relation relation, const char *trigger)
{
	Oid			oid = get_trigger_oid(RelationGetRelid(relation), trigger, false);

	return TextDatumGetCString(DirectFunctionCall1(pg_get_triggerdef, ObjectIdGetDatum(oid)));
}

/* Run a command of DDL as the caller. */
static void
run(const char *command)
{
	if (SPI_execute(command, false, 0) != SPI_OK_UTILITY)
		elog(ERROR, "could not set up a gate");
}

/* Make the triggers of a gate. */
static void
make_triggers(Relation relation, int number, GateColumns *columns, const char *args, const char *matter)
{
	static const char *const names[] = {"subject", "when", "matter", "override", "also"};
	StringInfoData list;
	char	  **roles = palloc(sizeof(char *) * columns->n);
	char	   *target = table_name(relation);
	char	   *all;

	initStringInfo(&list);
	for (int i = 0; i < columns->n; i++)
	{
		StringInfoData role;

		appendStringInfo(&list, "%s%s", i ? ", " : "", quote_identifier(columns->name[i]));
		initStringInfo(&role);
		for (int r = 0; r < lengthof(names); r++)
			if (columns->role[i] & (1 << r))
				appendStringInfo(&role, "%s%s", role.len ? "+" : "", names[r]);
		roles[i] = role.data;
	}
	all = psprintf("'gate=%d', %s, %s", number,
				   quote_literal_cstr(psprintf("columns=%s", array_literal(roles, columns->n))), args);
	SPI_connect();
	run(psprintf("CREATE TRIGGER credit_gate_%d AFTER INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION credit.gate_row('gate=%d')",
				 number, target, number));
	run(psprintf("CREATE TRIGGER credit_gate_%d_columns AFTER UPDATE OF %s ON %s FOR EACH ROW EXECUTE FUNCTION credit.gate_row(%s)",
				 number, list.data, target, all));
	run(psprintf("COMMENT ON TRIGGER credit_gate_%d ON %s IS %s", number, target,
				 quote_literal_cstr(psprintf("gate of credit: refuses rows for whom a measure bars %s",
											 matter ? matter : "the matter of the row"))));
	run(psprintf("COMMENT ON TRIGGER credit_gate_%d_columns ON %s IS %s", number, target,
				 quote_literal_cstr(psprintf("gate of credit: columns and settings of credit_gate_%d", number))));
	SPI_finish();
}

static char *
name_argument(FunctionCallInfo fcinfo, int which)
{
	return PG_ARGISNULL(which) ? NULL : NameStr(*PG_GETARG_NAME(which));
}

/*
 * gate(target, matter, subject_column, effects, override_column, when_column,
 *		when_values, matter_column, matter_map, on_bar, also_columns, allow_null)
 *	returns void
 */
Datum
credit_gate(PG_FUNCTION_ARGS)
{
	Relation	relation = open_target(fcinfo, "gate");
	char	   *matter = PG_ARGISNULL(A_MATTER) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(A_MATTER));
	char	   *subject = name_argument(fcinfo, A_SUBJECT);
	char	   *when = name_argument(fcinfo, A_WHEN);
	char	   *by_matter = name_argument(fcinfo, A_BY_MATTER);
	char	   *override = name_argument(fcinfo, A_OVERRIDE);
	char	   *on_bar = PG_ARGISNULL(A_ON_BAR) ? "refuse" : text_to_cstring(PG_GETARG_TEXT_PP(A_ON_BAR));
	Datum	   *also = NULL;
	bool	   *also_null = NULL;
	int			nalso = 0;
	GateColumns columns = {0};
	StringInfoData args;
	char	  **words;
	int			n;
	Oid			type;
	bool		is_text;
	TriggerDesc *all;
	Oid			function;
	int			number;

	credit_require_right_to_ask();
	if (subject == NULL)
		bad_setting("column of the subject is missing", "A gate asks about the subject that a column names.",
					"Name the column in subject_column.");
	if (matter == NULL && by_matter == NULL)
		bad_setting("matter of the gate is missing", "A gate asks about a matter, or each row says which.",
					"Give matter, or matter_column.");
	if ((when == NULL) != (PG_ARGISNULL(A_VALUES)))
		bad_setting("when_column and when_values go together",
					"The gate acts when the column becomes one of the values.", "Give both, or neither.");
	if (by_matter == NULL && !PG_ARGISNULL(A_MAP))
		bad_setting("matter_map is given without matter_column", "It maps the values of that column.",
					"Name the column, or leave the map out.");
	if (strcmp(on_bar, "refuse") != 0 && strcmp(on_bar, "notice") != 0)
		bad_setting(psprintf("gate does not know what \"%s\" is to do", on_bar),
					"A barred row is refused, or raises a notice.", "Set on_bar to refuse or notice.");
	if (matter != NULL)
		require_matter(matter);
	if (!PG_ARGISNULL(A_ALSO))
		deconstruct_array(PG_GETARG_ARRAYTYPE_P(A_ALSO), NAMEOID, NAMEDATALEN, false, TYPALIGN_CHAR,
						  &also, &also_null, &nalso);

	columns.relation = relation;
	columns.name = palloc(sizeof(char *) * (nalso + 4));
	columns.role = palloc(sizeof(int) * (nalso + 4));
	type = add_column(&columns, subject, GATE_SUBJECT);
	if (!credit_gate_subject_type(type, &is_text))
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("column \"%s\" of table \"%s\" is of type %s, which names no subject", subject,
						RelationGetRelationName(relation), format_type_be(type)),
				 errdetail("It is text, varchar, char, uscc, resident_id or subject_id."),
				 errhint("Name the column that holds the identifier.")));

	initStringInfo(&args);
	if (matter != NULL)
		appendStringInfo(&args, "%s, ", quote_literal_cstr(psprintf("matter=%s", matter)));
	if (PG_ARGISNULL(A_EFFECTS))
		bad_setting("effects are missing", "The gate would never act.", "Name at least one, or leave them out.");
	words = words_of(PG_GETARG_DATUM(A_EFFECTS), "effects", &n);
	for (int i = 0; i < n; i++)
		if (credit_effect_number(words[i]) < 0)
			bad_setting(psprintf("\"%s\" is no effect that could bar", words[i]),
						"Effects that bear on a matter are prohibit, limit, withdraw, scrutinise, reference, supervise and favour.",
						"Name some of them.");
	appendStringInfo(&args, "%s", quote_literal_cstr(psprintf("effects=%s", array_literal(words, n))));
	if (when != NULL)
	{
		type = add_word_column(&columns, when, GATE_WHEN);
		words = words_of(PG_GETARG_DATUM(A_VALUES), "when_values", &n);
		for (int i = 0; i < n; i++)
			words[i] = canonical_word(type, words[i]);
		appendStringInfo(&args, ", %s", quote_literal_cstr(psprintf("values=%s", array_literal(words, n))));
	}
	if (by_matter != NULL)
	{
		type = add_word_column(&columns, by_matter, GATE_MATTER);
		if (!PG_ARGISNULL(A_MAP))
			appendStringInfo(&args, ", %s",
							 quote_literal_cstr(psprintf("map=%s", map_literal(PG_GETARG_JSONB_P(A_MAP), type))));
	}
	if (override != NULL)
	{
		type = add_column(&columns, override, GATE_OVERRIDE);
		if (!credit_gate_subject_type(type, &is_text) || !is_text)
			bad_setting(psprintf("override column \"%s\" is of type %s", override, format_type_be(type)),
						"A reason is written as text.", "Name a column of type text, varchar or char.");
	}
	for (int i = 0; i < nalso; i++)
		if (!also_null[i])
			(void) add_column(&columns, NameStr(*DatumGetName(also[i])), GATE_ALSO);
	if (strcmp(on_bar, "notice") == 0)
		appendStringInfoString(&args, ", 'on_bar=notice'");
	if (!PG_ARGISNULL(A_ALLOW_NULL) && PG_GETARG_BOOL(A_ALLOW_NULL))
		appendStringInfoString(&args, ", 'allow_null=true'");

	all = relation->trigdesc;
	function = gate_function();
	for (int i = 0; all != NULL && i < all->numtriggers; i++)
		if (carries(&all->triggers[i], relation, function, matter, subject))
			ereport(ERROR,
					(errcode(ERRCODE_DUPLICATE_OBJECT),
					 errmsg("table \"%s\" has a gate for matter \"%s\" and column \"%s\" already",
							RelationGetRelationName(relation), matter ? matter : "", subject),
					 errdetail("Trigger \"%s\" carries it.", all->triggers[i].tgname),
					 errhint("Take it away with credit.ungate() to set up another one.")));
	number = free_number(relation);
	make_triggers(relation, number, &columns, args.data, matter);
	tell_children(relation);
	credit_gate_log_change("gate", table_name(relation), matter, subject,
						   definition(relation, psprintf("credit_gate_%d_columns", number)));
	table_close(relation, NoLock);
	PG_RETURN_VOID();
}

/* ungate(target, matter, subject_column) returns void */
Datum
credit_ungate(PG_FUNCTION_ARGS)
{
	Relation	relation = open_target(fcinfo, "ungate");
	char	   *matter = PG_ARGISNULL(1) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(1));
	char	   *subject = name_argument(fcinfo, 2);
	char	   *target = table_name(relation);
	Oid			function = gate_function();
	TriggerDesc *all = relation->trigdesc;
	List	   *commands = NIL;
	List	   *columns = NIL;
	List	   *definitions = NIL;
	ListCell   *command;
	bool		inherited = false;

	for (int i = 0; all != NULL && i < all->numtriggers; i++)
	{
		const Trigger *trigger = &all->triggers[i];

		if (!carries(trigger, relation, function, matter, subject))
			continue;
		if (trigger->tgisclone)
		{
			inherited = true;
			continue;
		}
		columns = lappend(columns, pstrdup(NameStr(TupleDescAttr(RelationGetDescr(relation),
																 trigger->tgattr[0] - 1)->attname)));
		definitions = lappend(definitions, definition(relation, trigger->tgname));
		for (int j = 0; j < all->numtriggers; j++)
			if (all->triggers[j].tgfoid == function && all->triggers[j].tgnargs > 0 &&
				strcmp(all->triggers[j].tgargs[0], trigger->tgargs[0]) == 0)
				commands = lappend(commands, psprintf("DROP TRIGGER %s ON %s",
													  quote_identifier(all->triggers[j].tgname), target));
	}
	if (columns == NIL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_OBJECT),
				 errmsg("table \"%s\" has no gate for matter \"%s\"", RelationGetRelationName(relation),
						matter ? matter : ""),
				 inherited ?
				 errdetail("It has one from the table whose partition it is.") :
				 errdetail("Nothing was changed."),
				 errhint("SELECT * FROM credit.gates lists the gates.")));
	SPI_connect();
	foreach(command, commands)
	{
		run(lfirst(command));
	}
	SPI_finish();
	for (int i = 0; i < list_length(columns); i++)
		credit_gate_log_change("ungate", target, matter, list_nth(columns, i), list_nth(definitions, i));
	table_close(relation, NoLock);
	PG_RETURN_VOID();
}
