/*
 * compat.h
 *	  What differs between PostgreSQL 15, 17 and 18.
 *
 * The only file that may look at PG_VERSION_NUM.  Code is written to the
 * newest API; each block says what changed, and when it can go.
 */
#ifndef CREDIT_COMPAT_H
#define CREDIT_COMPAT_H

#include "fmgr.h"

#if PG_VERSION_NUM < 150000
#error "credit needs PostgreSQL 15 or later"
#endif

/*
 * PostgreSQL 16 reports bad input softly, through an ErrorSaveContext.  On
 * 15 the report is an ordinary error.  Goes with 15.
 */
#if PG_VERSION_NUM >= 160000
#include "nodes/miscnodes.h"
#define credit_escontext(fcinfo) ((fcinfo)->context)
#else
#define credit_escontext(fcinfo) NULL
#define ereturn(context, dummy_value, ...) \
	do { \
		(void) (context); \
		ereport(ERROR, __VA_ARGS__); \
		return dummy_value; \
	} while (0)
#endif

/*
 * PostgreSQL 16 gave make_range() a place for soft errors.  Goes with 15.
 */
#if PG_VERSION_NUM >= 160000
#define credit_make_range(typcache, lower, upper, empty) \
	make_range(typcache, lower, upper, empty, NULL)
#else
#define credit_make_range(typcache, lower, upper, empty) \
	make_range(typcache, lower, upper, empty)
#endif

/*
 * PostgreSQL 16 has one ownership check for all kinds of objects.  Goes with
 * 15.
 */
#if PG_VERSION_NUM >= 160000
#define credit_relation_ownercheck(relation, role) \
	object_ownercheck(RelationRelationId, relation, role)
#else
#define credit_relation_ownercheck(relation, role) \
	pg_class_ownercheck(relation, role)
#endif

/*
 * PostgreSQL 17 asks for locks that are stronger too.  Goes with 16.
 */
#if PG_VERSION_NUM >= 170000
#define credit_lock_held(tag, mode) LockHeldByMe(tag, mode, false)
#else
#define credit_lock_held(tag, mode) LockHeldByMe(tag, mode)
#endif

/*
 * PostgreSQL 16 moved the macros of varlena values to a header of their own,
 * which 15 has in postgres.h.  Goes with 15.
 */
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

/*
 * PostgreSQL 18 counts what an index scan does, if asked.  Goes with 17.
 */
#if PG_VERSION_NUM >= 180000
#define credit_index_beginscan(table, index, snapshot, nkeys) \
	index_beginscan(table, index, snapshot, NULL, nkeys, 0)
#else
#define credit_index_beginscan(table, index, snapshot, nkeys) \
	index_beginscan(table, index, snapshot, nkeys, 0)
#endif

/*
 * PostgreSQL 18 lets a module say its name and version.  Goes with 17.
 */
#ifndef PG_MODULE_MAGIC_EXT
#define PG_MODULE_MAGIC_EXT(...) PG_MODULE_MAGIC
#endif

#endif							/* CREDIT_COMPAT_H */
