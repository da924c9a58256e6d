/*
 * gate.h
 *	  Gates on tables of the agencies; see gate.c.
 */
#ifndef CREDIT_GATE_H
#define CREDIT_GATE_H

#include "credit.h"

#include "commands/trigger.h"
#include "utils/rel.h"

/*
 * What the trigger's columns are for.  A trigger lists its columns in
 * pg_trigger.tgattr, which follows renames, drops of other columns and dumps;
 * its argument "columns" says, in the same order, what each is for.
 */
#define GATE_SUBJECT 1
#define GATE_WHEN 2
#define GATE_MATTER 4
#define GATE_OVERRIDE 8
#define GATE_ALSO 16

/* A column whose value is compared as text. */
typedef struct GateWord
{
	AttrNumber	number;			/* 0: none */
	Oid			output;			/* output function of its type */
	bool		padded;			/* char(n): trailing blanks say nothing */
	Oid			enum_type;		/* or InvalidOid */
} GateWord;

/* A gate as its triggers describe it; see gate_config.c. */
typedef struct Gate
{
	Oid			trigger;		/* key of the cache */
	MemoryContext memory;
	/* what the rest was made from */
	int			nargs;
	char	  **args;
	int			nattr;
	AttrNumber *attr;
	Oid		   *attr_type;

	char	   *matter;			/* NULL: the row says */
	uint32		effects;		/* that bar, a bit for each word */
	bool		notice_only;
	bool		allow_null;
	GateWord	subject;
	bool		subject_is_text;	/* else its value is an Identifier */
	GateWord	when;
	int			nvalues;
	char	  **values;
	GateWord	by_matter;
	bool		has_map;
	int			nmap;
	char	  **map_value;
	char	  **map_matter;		/* NULL: this kind of row is not asked about */
	GateWord	reason;
	int			nalso;
	AttrNumber *also;
} Gate;

/* What was found about a subject; texts are NULL where there is none. */
typedef struct GateFinding
{
	Identifier	subject;
	char	   *matter_name;
	bool		any;			/* some measure is in force */
	bool		bars;			/* and its effect is one that bars */
	char	   *effect;
	char	   *content;
	char	   *basis;
	char	   *conduct;
	char	   *decision;
	char	   *document_no;
	int			measure;
	DateADT		until;			/* NO last day: DATEVAL_NOEND */
	char	   *until_kind;
} GateFinding;

/* gate_config.c */
extern Gate *credit_gate_of(const Trigger *trigger, TupleDesc desc);
extern int	credit_effect_number(const char *effect);
extern bool credit_effect_bars(uint32 effects, int number);
extern bool credit_gate_subject_type(Oid type, bool *is_text);
extern bool credit_gate_word_type(Oid type);
extern char *credit_gate_word(const GateWord *word, Datum value);
extern void credit_gate_word_of(GateWord *word, AttrNumber number, Oid type);

/* gate_look.c */
extern void credit_gate_look(const Identifier *given, const char *matter,
							 uint32 effects, GateFinding *finding);

/* gate_log.c */
extern void credit_gate_log_override(const GateFinding *finding, const char *matter,
									 Relation target, const char *reason);
extern void credit_gate_log_change(const char *action, const char *target,
								   const char *matter, const char *subject_column,
								   const char *settings);

#endif							/* CREDIT_GATE_H */
