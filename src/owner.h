/*
 * owner.h
 *	  Acting as the owner of the installation's tables; see owner.c.
 */
#ifndef CREDIT_OWNER_H
#define CREDIT_OWNER_H

#include "credit.h"

typedef struct OwnerScope
{
	Oid			user;			/* who called */
	int			context;		/* security context of the caller */
	int			guc_level;		/* nested level to unwind; 0: none */
} OwnerScope;

extern void credit_owner_enter(OwnerScope *scope, Oid relation, bool read_only);
extern void credit_owner_become(OwnerScope *scope, Oid relation);
extern void credit_owner_planning(OwnerScope *scope);
extern void credit_owner_leave(OwnerScope *scope);
extern Oid	credit_owner_of(Oid relation);
extern Oid	credit_relation(const char *name, bool missing_ok);
extern void credit_require_owner(const char *function);
extern void credit_require_right_to_ask(void);
extern struct TriggerData *credit_trigger(FunctionCallInfo fcinfo,
										  const char *function, bool row);

#endif							/* CREDIT_OWNER_H */
