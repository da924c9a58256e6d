/*
 * gate_config.c
 *	  What a gate's triggers say, read once a session.
 *
 * The arguments of the trigger are words "name=value".  A name that is not
 * known, a column that is missing or of a type that cannot be compared by its
 * text makes the gate refuse every row: what it was to ask is not guessed.
 *
 * Memory: a gate is kept in a context of its own below CacheMemoryContext, one
 * for each trigger that the session has met.  It follows from the trigger's
 * arguments, the numbers of its columns and their types, which are compared
 * before each use, so no invalidation is needed.
 */
#include "gate.h"

#include "catalog/pg_type.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/hsearch.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

/* Effects that bear on a matter, strongest first. */
static const char *const effect_words[] = {
	"prohibit", "limit", "withdraw", "scrutinise", "reference", "supervise", "favour"
};

static HTAB *gates = NULL;

typedef struct GateEntry
{
	Oid			trigger;
	Gate	   *gate;
} GateEntry;

/* Number of an effect that bears on a matter, 0 the strongest, or -1. */
int
credit_effect_number(const char *effect)
{
	for (int i = 0; i < lengthof(effect_words); i++)
		if (strcmp(effect, effect_words[i]) == 0)
			return i;
	return -1;
}

/* Whether an effect bars: it is listed, or stronger than any that is. */
bool
credit_effect_bars(uint32 effects, int number)
{
	uint32		bit = (uint32) 1 << number;

	return (effects & bit) != 0 || (effects & (bit - 1)) == 0;
}

/* Whether a column of a type can name a subject. */
bool
credit_gate_subject_type(Oid type, bool *is_text)
{
	Oid			base = getBaseType(type);

	*is_text = base == TEXTOID || base == VARCHAROID || base == BPCHAROID;
	return *is_text || base == credit_type("subject_id") || base == credit_type("uscc") ||
		base == credit_type("resident_id");
}

/* Whether a type's text is the same in every session. */
bool
credit_gate_word_type(Oid type)
{
	Oid			base = getBaseType(type);

	return base == TEXTOID || base == VARCHAROID || base == BPCHAROID || base == NAMEOID ||
		base == BOOLOID || base == INT2OID || base == INT4OID || base == INT8OID ||
		get_typtype(base) == TYPTYPE_ENUM;
}

/* Describe a column that is compared as text. */
void
credit_gate_word_of(GateWord *word, AttrNumber number, Oid type)
{
	bool		is_varlena;

	word->number = number;
	word->padded = getBaseType(type) == BPCHAROID;
	word->enum_type = type_is_enum(getBaseType(type)) ? getBaseType(type) : InvalidOid;
	getTypeOutputInfo(type, &word->output, &is_varlena);
}

/* The text of a value of such a column; palloc'd. */
char *
credit_gate_word(const GateWord *word, Datum value)
{
	char	   *text = OidOutputFunctionCall(word->output, value);

	if (word->padded)
	{
		size_t		length = strlen(text);

		while (length > 0 && text[length - 1] == ' ')
			text[	  --length] = '\0';
	}
	return text;
}

/* Raise for triggers that were not made by gate(). */
static void
unusable(const Trigger *trigger, const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
			 errmsg("gate \"%s\" cannot be used", trigger->tgname),
			 errdetail("%s", detail),
			 errhint("Drop its triggers and set it up again with credit.gate().")));
}

/* The elements of an array in its external form; palloc'd. */
static char **
words_of(char *literal, int *n)
{
	Datum		array = OidInputFunctionCall(F_ARRAY_IN, literal, TEXTOID, -1);
	Datum	   *elements;
	char	  **words;

	deconstruct_array(DatumGetArrayTypeP(array), TEXTOID, -1, false, TYPALIGN_INT,
					  &elements, NULL, n);
	words = palloc(sizeof(char *) * Max(*n, 1));
	for (int i = 0; i < *n; i++)
		words[i] = TextDatumGetCString(elements[i]);
	return words;
}

/* The map of values to matters. */
static void
read_map(Gate *gate, const Trigger *trigger, char *literal)
{
	Jsonb	   *map = DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(literal)));
	JsonbIterator *iterator;
	JsonbValue	value;
	JsonbIteratorToken token;

	if (!JB_ROOT_IS_OBJECT(map))
		unusable(trigger, "Its map of matters is no object.");
	gate->has_map = true;
	gate->map_value = palloc(sizeof(char *) * Max(JB_ROOT_COUNT(map), 1));
	gate->map_matter = palloc(sizeof(char *) * Max(JB_ROOT_COUNT(map), 1));
	iterator = JsonbIteratorInit(&map->root);
	while ((token = JsonbIteratorNext(&iterator, &value, true)) != WJB_DONE)
	{
		if (token == WJB_KEY)
			gate->map_value[gate->nmap] = pnstrdup(value.val.string.val, value.val.string.len);
		else if (token == WJB_VALUE)
		{
			if (value.type != jbvString && value.type != jbvNull)
				unusable(trigger, "Its map of matters has a value that is no code.");
			gate->map_matter[gate->nmap++] = value.type == jbvNull ? NULL :
				pnstrdup(value.val.string.val, value.val.string.len);
		}
	}
}

/* What each column is for. */
static void
read_columns(Gate *gate, const Trigger *trigger, TupleDesc desc, char *literal)
{
	static const struct
	{
		const char *name;
		int			role;
	}			roles[] = {
		{"subject", GATE_SUBJECT}, {"when", GATE_WHEN}, {"matter", GATE_MATTER},
		{"override", GATE_OVERRIDE}, {"also", GATE_ALSO}
	};
	int			n;
	char	  **columns = words_of(literal, &n);

	if (n != trigger->tgnattr)
		unusable(trigger, "It does not say what each of its columns is for.");
	gate->also = palloc(sizeof(AttrNumber) * Max(n, 1));
	for (int i = 0; i < n; i++)
	{
		AttrNumber	number = trigger->tgattr[i];
		Form_pg_attribute attribute = TupleDescAttr(desc, number - 1);
		int			role = 0;

		for (char *word = strtok(columns[i], "+"); word != NULL; word = strtok(NULL, "+"))
			for (int r = 0; r < lengthof(roles); r++)
				if (strcmp(word, roles[r].name) == 0)
					role |= roles[r].role;
		/* an AFTER trigger does not see the value of a virtual column */
		if (role == 0 || attribute->attisdropped || attribute->attgenerated == 'v')
			unusable(trigger, "One of its columns is gone, or is of no use to it.");
		if (role & GATE_SUBJECT)
		{
			if (!credit_gate_subject_type(attribute->atttypid, &gate->subject_is_text))
				unusable(trigger, "The type of its subject column names no subject.");
			gate->subject.number = number;
		}
		if ((role & (GATE_WHEN | GATE_MATTER | GATE_OVERRIDE)) &&
			!credit_gate_word_type(attribute->atttypid))
			unusable(trigger, "The text of one of its columns depends on the session.");
		if (role & GATE_WHEN)
			credit_gate_word_of(&gate->when, number, attribute->atttypid);
		if (role & GATE_MATTER)
			credit_gate_word_of(&gate->by_matter, number, attribute->atttypid);
		if (role & GATE_OVERRIDE)
			credit_gate_word_of(&gate->reason, number, attribute->atttypid);
		if (role & GATE_ALSO)
			gate->also[gate->nalso++] = number;
	}
}

/* The value of an argument "name=value", or NULL if it has another name. */
static char *
value_of(const char *arg, const char *name)
{
	size_t		length = strlen(name);

	return strncmp(arg, name, length) == 0 && arg[length] == '=' ? pstrdup(arg + length + 1) : NULL;
}

/* Read a trigger into a gate, in the current context. */
static void
read_gate(Gate *gate, const Trigger *trigger, TupleDesc desc)
{
	gate->nargs = trigger->tgnargs;
	gate->args = palloc(sizeof(char *) * Max(trigger->tgnargs, 1));
	for (int i = 0; i < trigger->tgnargs; i++)
		gate->args[i] = pstrdup(trigger->tgargs[i]);
	gate->nattr = trigger->tgnattr;
	gate->attr = palloc(sizeof(AttrNumber) * Max(trigger->tgnattr, 1));
	gate->attr_type = palloc(sizeof(Oid) * Max(trigger->tgnattr, 1));
	for (int i = 0; i < trigger->tgnattr; i++)
	{
		gate->attr[i] = trigger->tgattr[i];
		gate->attr_type[i] = TupleDescAttr(desc, trigger->tgattr[i] - 1)->atttypid;
	}
	for (int i = 0; i < trigger->tgnargs; i++)
	{
		const char *arg = trigger->tgargs[i];
		char	   *value;

		if ((value = value_of(arg, "gate")) != NULL)
			continue;
		else if ((value = value_of(arg, "matter")) != NULL)
			gate->matter = value;
		else if ((value = value_of(arg, "columns")) != NULL)
			read_columns(gate, trigger, desc, value);
		else if ((value = value_of(arg, "effects")) != NULL)
		{
			int			n;
			char	  **words = words_of(value, &n);

			for (int e = 0; e < n; e++)
			{
				int			number = credit_effect_number(words[e]);

				if (number < 0)
					unusable(trigger, "It names an effect that is not known.");
				gate->effects |= (uint32) 1 << number;
			}
		}
		else if ((value = value_of(arg, "values")) != NULL)
			gate->values = words_of(value, &gate->nvalues);
		else if ((value = value_of(arg, "map")) != NULL)
			read_map(gate, trigger, value);
		else if ((value = value_of(arg, "on_bar")) != NULL)
			gate->notice_only = strcmp(value, "notice") == 0;
		else if ((value = value_of(arg, "allow_null")) != NULL)
			gate->allow_null = strcmp(value, "true") == 0;
		else
			unusable(trigger, "It was made by another version of the extension.");
	}
	if (gate->subject.number == 0 || gate->effects == 0 ||
		(gate->matter == NULL && gate->by_matter.number == 0) ||
		(gate->when.number != 0) != (gate->nvalues > 0))
		unusable(trigger, "It does not say what to ask.");
}

/* Whether a gate that was read is still what the trigger says. */
static bool
current(const Gate *gate, const Trigger *trigger, TupleDesc desc)
{
	if (gate->nargs != trigger->tgnargs || gate->nattr != trigger->tgnattr)
		return false;
	for (int i = 0; i < gate->nargs; i++)
		if (strcmp(gate->args[i], trigger->tgargs[i]) != 0)
			return false;
	for (int i = 0; i < gate->nattr; i++)
		if (gate->attr[i] != trigger->tgattr[i] ||
			gate->attr_type[i] != TupleDescAttr(desc, gate->attr[i] - 1)->atttypid)
			return false;
	return true;
}

/*
 * The gate that a trigger with columns describes.  It stays as it is until the
 * next call.
 */
Gate *
credit_gate_of(const Trigger *trigger, TupleDesc desc)
{
	GateEntry  *entry;
	bool		found;
	MemoryContext memory;
	MemoryContext old;
	Gate	   *gate;

	if (gates == NULL)
	{
		HASHCTL		control = {0};

		control.keysize = sizeof(Oid);
		control.entrysize = sizeof(GateEntry);
		control.hcxt = CacheMemoryContext;
		gates = hash_create("credit gates", 16, &control, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	}
	entry = hash_search(gates, &trigger->tgoid, HASH_ENTER, &found);
	if (!found)
		entry->gate = NULL;
	if (entry->gate != NULL)
	{
		if (current(entry->gate, trigger, desc))
			return entry->gate;
		memory = entry->gate->memory;
		entry->gate = NULL;
		MemoryContextDelete(memory);
	}

	/* an error while it is read leaves nothing behind */
	memory = AllocSetContextCreate(CurrentMemoryContext, "credit gate", ALLOCSET_SMALL_SIZES);
	old = MemoryContextSwitchTo(memory);
	gate = palloc0(sizeof(Gate));
	gate->trigger = trigger->tgoid;
	gate->memory = memory;
	read_gate(gate, trigger, desc);
	MemoryContextSwitchTo(old);
	MemoryContextSetParent(memory, CacheMemoryContext);
	entry->gate = gate;
	return gate;
}
