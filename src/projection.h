/*
 * projection.h
 *	  What is known of standing as a whole; see projection.c.
 */
#ifndef CREDIT_PROJECTION_H
#define CREDIT_PROJECTION_H

#include "credit.h"

#include "utils/uuid.h"

/* The tables that a mark stands for. */
typedef struct ProjectionTables
{
	Oid			decision;
	Oid			event;
	Oid			standing;
} ProjectionTables;

extern void credit_projection_mark(const ProjectionTables *tables, pg_uuid_t *mark);
extern void credit_projection_set(void);
extern void credit_projection_installing(bool now);

#endif							/* CREDIT_PROJECTION_H */
