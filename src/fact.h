/*
 * fact.h
 *	  What the triggers of fact tables share.
 */
#ifndef CREDIT_FACT_H
#define CREDIT_FACT_H

#include "credit.h"

#include "access/htup_details.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "utils/rel.h"
#include "utils/timestamp.h"

#include "catalogue.h"
#include "identifier_text.h"

/*
 * A row on its way into a fact table.  Columns are found by name, once a
 * session and table, through the list that the caller keeps.
 */
#define FACT_COLUMNS 40

typedef struct FactTable
{
	Oid			relation;		/* what the numbers below belong to */
	int			natts;
	const char *const *names;	/* columns in the order of the caller's enum */
	int			ncolumns;
	AttrNumber	number[FACT_COLUMNS];
} FactTable;

typedef struct FactRow
{
	TriggerData *trigdata;
	TupleDesc	desc;
	HeapTuple	tuple;			/* as it came */
	FactTable  *table;
	DateADT		today;
	Datum	   *value;			/* by column number, less one */
	bool	   *isnull;
} FactRow;

/* A statement trigger that makes further facts; see credit_facts_begin(). */
typedef struct FactsScope
{
	int			depth;
	Oid			role;
} FactsScope;

/* fact.c */
extern void credit_fact_begin(FactRow *row, FunctionCallInfo fcinfo,
							  FactTable *table, const char *function);
extern Datum credit_fact_get(FactRow *row, int column, bool *isnull);
extern char *credit_fact_text(FactRow *row, int column);
extern void credit_fact_squeeze(FactRow *row, int column);
extern bool credit_blank(const char *text);
extern bool credit_word_among(const char *word, const char *const *words, int n);
extern bool credit_fact_day(FactRow *row, int column, DateADT *day);
extern void credit_fact_require(FactRow *row, int column);
extern void credit_fact_set(FactRow *row, int column, Datum value, bool isnull);
extern void credit_fact_stamp(FactRow *row, int recorded_at, TimestampTz after);
extern void credit_fact_stamp_day(FactRow *row, int recorded_on);
extern char *credit_fact_table_name(Relation relation);
extern void credit_require_new_table(TriggerData *trigdata, const char *function);
extern Datum credit_fact_end(FactRow *row);
extern Datum credit_array(Datum *values, bool *nulls, int n, Oid type);
extern void credit_facts_begin(FactsScope *scope, Oid role);
extern void credit_facts_end(FactsScope *scope);
extern bool credit_fact_follows(void);
extern void credit_fact_not_late(FactRow *row, DateADT day, int late_reason,
								 const char *what);
extern void credit_fact_no_future(FactRow *row, DateADT day, const char *what);
extern void credit_step_refused(const char *message, const char *detail,
								const char *hint);

/* subject.c */
extern bool credit_resolve(const Identifier *identifier, DateADT day,
						   bool read_only, Identifier *subject);
extern bool credit_resolve_fact(const Identifier *identifier, DateADT day,
								const char *table, Datum fact,
								Identifier *subject);
extern void credit_require_seen(const Identifier *subject, const char *table,
								Datum fact);
extern void credit_subject_may_move(FactRow *row, const Identifier *given,
									const Identifier *subject);
extern char *credit_identifier_shown(const Identifier *identifier);
extern Oid	credit_subject_type(void);

/* link.c */
extern bool credit_resolve_link(const Identifier *given,
								const Identifier *identifier, bool end,
								Datum valid, Identifier *subject);

/* standing.c */
extern int	credit_project(SPIPlanPtr plan, Datum *args, const char *nulls,
						   int expected);

/* step.c */
/* What is known of a record when somebody acts on it. */
typedef struct RecordState
{
	char	   *conduct;		/* NULL: information only */
	char	   *agency;
	char	   *source_agency;
	char	   *kind;			/* kind entered for the subject, or NULL */
	DateADT		determined_on;
	DateADT		act_on;
	bool		decided;
	DateADT		decided_on;
	bool		noticed;		/* steps since the decision, if there is one */
	DateADT		notice_on;		/* first notice */
	bool		waived;
	DateADT		waived_on;
	bool		defended;
	DateADT		defence_on;		/* latest defence */
	bool		answered;
	DateADT		answer_on;		/* latest answer */
} RecordState;

extern char *credit_kept_text(HeapTuple row, TupleDesc desc, int column);
extern bool credit_kept_day(HeapTuple row, TupleDesc desc, int column, DateADT *day);
extern bool credit_kept_interval(HeapTuple row, TupleDesc desc, int column, Interval *interval);
extern char **credit_kept_words(MemoryContext context, HeapTuple row, TupleDesc desc,
								int column, int *n);
extern Datum credit_decision_of(Datum record);
extern void credit_require_own_numbers(const char *table, const char *where);
extern void credit_read_record(const Identifier *subject, Datum record,
							   RecordState *state);
extern Identifier *credit_settle_subject(FactRow *row, int column, DateADT day,
										 const char *table, int fact);
extern bool credit_fact_is_null(FactRow *row, int column);

/* record.c */
extern void credit_require_age(const Identifier *subject, const Conduct *conduct,
							   DateADT act, DateADT birth);

/* check.c */
extern void credit_subject_key_of(const Identifier *subject, char key_text[33]);

#endif							/* CREDIT_FACT_H */
