/*
 * credit.c
 *	  Module entry.  Nothing else lives here.
 */
#include "credit.h"

#include "utils/builtins.h"

PG_MODULE_MAGIC_EXT(
					.name = "credit",
					.version = CREDIT_VERSION
);

PG_FUNCTION_INFO_V1(credit_version);

/* version() returns text: the version of the library, as in credit.control. */
Datum
credit_version(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(CStringGetTextDatum(CREDIT_VERSION));
}
