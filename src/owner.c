/*
 * owner.c
 *	  Acting as the owner of the installation's tables.
 *
 * Triggers and questions reach tables that their caller may have no right on,
 * as foreign-key checks do.  They act as the owner of the table, inside a
 * nested level of settings whose search_path holds pg_catalog only: else an
 * operator of the caller's own would run as the owner.
 *
 * This file is the only one that changes the user.
 *
 * Memory: none is kept.  An error in between needs no clean-up here, because
 * the end of the (sub)transaction restores user and settings.
 */
#include "owner.h"

#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/syscache.h"

/*
 * OID of a relation of the installation.  Raises 42P01 with the line that
 * mends it where install() has not run, or returns InvalidOid if missing_ok.
 */
Oid
credit_relation(const char *name, bool missing_ok)
{
	Oid			namespace = get_namespace_oid("credit", missing_ok);
	Oid			relation = InvalidOid;

	if (OidIsValid(namespace))
		relation = get_relname_relid(name, namespace);
	if (!OidIsValid(relation) && !missing_ok)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("table \"credit.%s\" does not exist", name),
				 errdetail("The tables of the regime are made by credit.install() and belong to its caller."),
				 errhint("Run SELECT credit.install(); as the role that shall own them.")));
	return relation;
}

/* Owner of a relation. */
Oid
credit_owner_of(Oid relation)
{
	HeapTuple	tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(relation));
	Oid			owner;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for relation %u", relation);
	owner = ((Form_pg_class) GETSTRUCT(tuple))->relowner;
	ReleaseSysCache(tuple);
	return owner;
}

static void
be_owner(OwnerScope *scope, Oid relation, bool read_only)
{
	Oid			owner = credit_owner_of(relation);

	GetUserIdAndSecContext(&scope->user, &scope->context);
	SetUserIdAndSecContext(owner, scope->context |
						   SECURITY_LOCAL_USERID_CHANGE |
						   SECURITY_NOFORCE_RLS |
						   (read_only ? SECURITY_RESTRICTED_OPERATION : 0));
	scope->guc_level = 0;
}

static void
set(const char *setting, const char *value)
{
	(void) set_config_option(setting, value, PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_SAVE, true, 0, false);
}

/*
 * Begin a level of settings in which plans are made, where the scope has none:
 * as below, but with the caller's search_path.
 */
void
credit_owner_planning(OwnerScope *scope)
{
	if (scope->guc_level == 0)
		scope->guc_level = NewGUCNestLevel();

	/*
	 * A plan that was made while a table was empty would read the whole table
	 * for ever after; every query of ours has an index to use.
	 */
	set("enable_seqscan", "off");

	/*
	 * Until PostgreSQL 17 what is switched off is given an enormous cost, for
	 * which the query would be compiled: seconds for an answer of
	 * milliseconds.
	 */
	set("jit", "off");
}

/*
 * Become the owner of a relation.  With read_only, operations that could
 * leave something behind for the owner are restricted.
 */
void
credit_owner_enter(OwnerScope *scope, Oid relation, bool read_only)
{
	be_owner(scope, relation, read_only);
	scope->guc_level = NewGUCNestLevel();
	set("search_path", "pg_catalog, pg_temp");
	credit_owner_planning(scope);
}

/*
 * Become the owner of a relation to read, and leave the settings as they are.
 * For a statement in which every name and operator is qualified, and which
 * calls no function but C: nothing of the caller's can get into it.
 */
void
credit_owner_become(OwnerScope *scope, Oid relation)
{
	be_owner(scope, relation, true);
}

/* Be the caller again. */
void
credit_owner_leave(OwnerScope *scope)
{
	if (scope->guc_level > 0)
		AtEOXact_GUC(false, scope->guc_level);
	SetUserIdAndSecContext(scope->user, scope->context);
}

/*
 * Raise 42501 unless the current user may ask about subjects: the right is
 * SELECT on the marker view, which is dumped and restored like any grant.
 */
void
credit_require_right_to_ask(void)
{
	Oid			marker = credit_relation("may_check", false);

	if (pg_class_aclcheck(marker, GetUserId(), ACL_SELECT) != ACLCHECK_OK)
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("permission denied to ask about subjects"),
				 errdetail("Role \"%s\" has no SELECT on view credit.may_check.",
						   GetUserNameFromId(GetUserId(), false)),
				 errhint("The owner of the installation gives the right with GRANT SELECT ON credit.may_check.")));
}

/*
 * Raise 42501 unless the current user owns the tables.
 */
void
credit_require_owner(const char *function)
{
	Oid			setting = credit_relation("setting", false);

	if (!credit_relation_ownercheck(setting, GetUserId()))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("must be owner of the tables of credit for credit.%s()", function),
				 errdetail("They belong to the role that called credit.install()."),
				 errhint("Call credit.%s() as that role.", function)));
}

/*
 * The trigger data of one of our trigger functions, which anybody may put on a
 * table of their own, where it would run on other columns and tell its owner
 * what the tables of credit hold: so it serves schema credit only.  row says
 * whether it is to be fired for each row or for each statement.
 */
struct TriggerData *
credit_trigger(FunctionCallInfo fcinfo, const char *function, bool row)
{
	TriggerData *trigdata = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo) ||
		(bool) TRIGGER_FIRED_FOR_ROW(trigdata->tg_event) != row)
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 row ?
				 errmsg("function \"credit.%s\" must be fired by a row trigger", function) :
				 errmsg("function \"credit.%s\" must be fired by a statement trigger", function)));
	if (RelationGetNamespace(trigdata->tg_relation) != get_namespace_oid("credit", false))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"credit.%s\" serves tables of schema credit only", function),
				 errdetail("Table \"%s\" is not one of them.",
						   RelationGetRelationName(trigdata->tg_relation)),
				 errhint("The triggers of the regime are made by credit.install().")));
	return trigdata;
}

/* OID of a type of the extension, by name. */
Oid
credit_type(const char *name)
{
	Oid			type = GetSysCacheOid2(TYPENAMENSP, Anum_pg_type_oid,
									   CStringGetDatum(name),
									   ObjectIdGetDatum(get_namespace_oid("credit", false)));

	if (!OidIsValid(type))
		elog(ERROR, "type \"credit.%s\" does not exist", name);
	return type;
}
