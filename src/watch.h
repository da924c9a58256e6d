/*
 * watch.h
 *	  Tables of agencies whose rows are reported; see watch.c.
 */
#ifndef CREDIT_WATCH_H
#define CREDIT_WATCH_H

#include "credit.h"

#include "access/attmap.h"
#include "executor/executor.h"
#include "utils/jsonb.h"
#include "utils/rel.h"

/* What a record takes from a row of theirs, besides the subject. */
typedef enum WatchColumn
{
	W_DOCUMENT_NO, W_DETERMINED_ON, W_REASON, W_SUBJECT_NAME, W_OCCURRED_ON,
	W_OCCURRED_UNTIL, W_SERVED_ON, W_FINAL, W_BIRTH_ON, W_EVIDENCE,
	W_SHAREABLE, W_SOURCE_AGENCY, W_LATE_REASON, W_CONDUCT, W_COLUMNS
} WatchColumn;

typedef struct WatchColumnInfo
{
	const char *name;
	Oid			type;
	bool		required;
	bool		corrected;		/* correct_record() may change it */
	bool		constant;		/* a map may give a value instead of a column */
} WatchColumnInfo;

extern const WatchColumnInfo watch_columns[W_COLUMNS];

#define WATCH_SUBJECTS 8		/* columns of numbers, in order of trust */

/* A watch, as the argument of its triggers has it. */
typedef struct Watch
{
	char	   *view;
	char	   *conduct;		/* code, or @column */
	char	   *agency;
	bool		strict;
	Jsonb	   *values;			/* their words to our conducts, or NULL */
} Watch;

/* The map of a watch, ready to read rows. */
typedef struct WatchMap
{
	Relation	root;			/* the table whose columns the map names */
	EState	   *estate;
	ExprState  *subject[WATCH_SUBJECTS];
	int			nsubjects;
	ExprState  *column[W_COLUMNS];
	bool		moment[W_COLUMNS];	/* a day is kept as timestamptz */
	ExprState  *reported;
	AttrMap    *attributes;		/* from a partition's columns, or NULL */
	TupleTableSlot *as_root;
} WatchMap;

/* A row of theirs as we would report it. */
typedef struct WatchRow
{
	bool		reported;		/* there is a row, and the condition holds */
	bool		readable;		/* subject has a value */
	Identifier	subject;
	Datum		value[W_COLUMNS];
	bool		null[W_COLUMNS];
	int			sqlstate;		/* why it cannot be reported, or 0 */
	char	   *message;
	char	   *detail;
	HeapTuple	tuple;
} WatchRow;

/* A row as it was and as it is; either may be absent. */
typedef struct WatchChange
{
	WatchRow   *old;
	WatchRow   *new;
} WatchChange;

/* The rows of one statement on their way. */
typedef struct WatchRun
{
	Watch		watch;
	WatchMap   *map;			/* NULL: the view is gone */
	Relation	relation;		/* where the rows are */
	char	   *table;			/* its name, for people */
	const char *event;			/* INSERT, UPDATE, DELETE, TRUNCATE or
								 * BACKFILL */
	bool		backfill;
	DateADT		since;			/* of a backfill */
	MemoryContext context;		/* of a batch */
	WatchChange *change;
	int			n;
	int64		reported;
} WatchRun;

/* watch.c */
extern void credit_watch_parse(const char *json, Watch *watch);
extern List *credit_watch_arguments(Oid target);
extern char *credit_json_word(Jsonb *object, const char *key);

/* watch_map.c */
extern Oid	credit_watch_view(const char *name, Oid relation, Oid *root);
extern WatchMap *credit_watch_map(const Watch *watch, Relation relation);
extern void credit_watch_map_end(WatchMap *map);
extern WatchRow *credit_watch_read(const Watch *watch, WatchMap *map,
								   TupleTableSlot *slot);
extern bool credit_watch_same(const WatchRow *a, const WatchRow *b, WatchColumn column);

/* watch_report.c */
extern void credit_watch_report(WatchRun *run, WatchChange *change, int n);
extern void credit_watch_try(WatchRun *run, WatchChange *change, int n);
extern void credit_watch_keep(WatchRun *run, WatchRow **rows, int n);

#endif							/* CREDIT_WATCH_H */
