/*
 * identifier_info.c
 *	  What SQL can ask of an identifier.
 *
 * Each function that takes a subject_id has an overload that takes text and
 * reads it here, because drivers bind strings as varchar and there is no
 * implicit cast.  One macro stamps both.
 *
 * Memory: results are allocated in the caller's context; nothing is kept.
 */
#include "credit.h"

#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/datetime.h"


/*
 * Declares name_of(), which answers for an identifier, and defines the two
 * functions SQL sees.
 */
#define IDENTIFIER_FUNCTION(name, want) \
PG_FUNCTION_INFO_V1(credit_##name); \
PG_FUNCTION_INFO_V1(credit_##name##_text); \
static Datum name##_of(const Identifier *id, FunctionCallInfo fcinfo); \
Datum \
credit_##name(PG_FUNCTION_ARGS) \
{ \
	return name##_of(PG_GETARG_IDENTIFIER_P(0), fcinfo); \
} \
Datum \
credit_##name##_text(PG_FUNCTION_ARGS) \
{ \
	Identifier	id; \
	\
	identifier_from_text(PG_GETARG_TEXT_PP(0), want, &id); \
	return name##_of(&id, fcinfo); \
}

IDENTIFIER_FUNCTION(scheme, IDENTIFIER_ANY)
IDENTIFIER_FUNCTION(is_flagged, IDENTIFIER_ANY)
IDENTIFIER_FUNCTION(kind, IDENTIFIER_ANY)
IDENTIFIER_FUNCTION(sub_kind, IDENTIFIER_ANY)
IDENTIFIER_FUNCTION(is_personal, IDENTIFIER_ANY)
IDENTIFIER_FUNCTION(region, IDENTIFIER_ANY)
IDENTIFIER_FUNCTION(mask, IDENTIFIER_ANY)
IDENTIFIER_FUNCTION(organisation_code, IDENTIFIER_USCC)
IDENTIFIER_FUNCTION(birth_date, IDENTIFIER_ID)

PG_FUNCTION_INFO_V1(credit_diagnose);

static void problem_of(const IdentifierReading *reading, char *problem);

/* scheme(subject_id) returns text */
static Datum
scheme_of(const Identifier *id, FunctionCallInfo fcinfo)
{
	const char *name = identifier_scheme_name(identifier_scheme(id));

	PG_RETURN_DATUM(CStringGetTextDatum(name));
}

/* is_flagged(subject_id) returns boolean */
static Datum
is_flagged_of(const Identifier *id, FunctionCallInfo fcinfo)
{
	PG_RETURN_BOOL(identifier_flagged(id));
}

/* kind(subject_id) returns text */
static Datum
kind_of(const Identifier *id, FunctionCallInfo fcinfo)
{
	PG_RETURN_DATUM(CStringGetTextDatum(identifier_kind(id)));
}

/* sub_kind(subject_id) returns text, or NULL */
static Datum
sub_kind_of(const Identifier *id, FunctionCallInfo fcinfo)
{
	const char *sub_kind = identifier_sub_kind(id);

	if (sub_kind == NULL)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(CStringGetTextDatum(sub_kind));
}

/* is_personal(subject_id) returns boolean */
static Datum
is_personal_of(const Identifier *id, FunctionCallInfo fcinfo)
{
	PG_RETURN_BOOL(identifier_personal(id));
}

/* region(subject_id) returns text, or NULL */
static Datum
region_of(const Identifier *id, FunctionCallInfo fcinfo)
{
	char		region[7];

	if (!identifier_region(id, region))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(CStringGetTextDatum(region));
}

/*
 * mask(subject_id, integer, integer) returns text
 *
 * Shows what is asked for, but never the whole: a third of the characters of
 * a code of 18 stays hidden, half of a shorter one.  What has to give way is
 * the left part.  The defaults are what listings show: first six, last two.
 */
static Datum
mask_of(const Identifier *id, FunctionCallInfo fcinfo)
{
	int32		left = PG_GETARG_INT32(1);
	int32		right = PG_GETARG_INT32(2);
	char		code[IDENTIFIER_TEXT_SIZE];
	int			length;
	int			shown;

	if (left < 0 || right < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("number of characters to keep must not be negative")));
	length = identifier_code_text(id, code);
	shown = length < 18 ? length / 2 : length - length / 3;
	right = Min(right, shown);
	left = Min(left, shown - right);
	memset(code + left, '*', length - left - right);
	PG_RETURN_TEXT_P(cstring_to_text_with_len(code, length));
}

/* organisation_code(uscc) returns text */
static Datum
organisation_code_of(const Identifier *id, FunctionCallInfo fcinfo)
{
	char		code[IDENTIFIER_TEXT_SIZE];

	identifier_code_text(id, code);
	PG_RETURN_TEXT_P(cstring_to_text_with_len(code + 8, 9));
}

/* birth_date(resident_id) returns date */
static Datum
birth_date_of(const Identifier *id, FunctionCallInfo fcinfo)
{
	int			year;
	int			month;
	int			day;

	identifier_birth_date(id, &year, &month, &day);
	PG_RETURN_DATEADT(date2j(year, month, day) - POSTGRES_EPOCH_JDATE);
}

/* Writes what is wrong with a reading or odd about it; empty when nothing. */
static void
problem_of(const IdentifierReading *reading, char *problem)
{
	char		code[IDENTIFIER_TEXT_SIZE];

	if (reading->reason == IDENTIFIER_OK && identifier_flagged(&reading->code))
	{
		IdentifierReading unmarked = *reading;

		unmarked.reason = IDENTIFIER_BAD_OUTER;
		identifier_explain(&unmarked, problem);
		return;
	}
	identifier_explain(reading, problem);
	if (problem[0] != '\0' || identifier_scheme(&reading->code) == IDENTIFIER_ANY)
		return;
	identifier_code_text(&reading->code, code);
	if (!identifier_category_known(&reading->code))
		snprintf(problem, IDENTIFIER_SENTENCE_SIZE,
				 "Positions 1 and 2 are \"%.2s\", which is no pair of authority and category that is known.",
				 code);
	else if (!identifier_province_known(&reading->code))
		snprintf(problem, IDENTIFIER_SENTENCE_SIZE,
				 "Division at position %d begins with \"%.2s\", which is no province that is known.",
				 reading->scheme == IDENTIFIER_USCC ? 3 : 1,
				 reading->scheme == IDENTIFIER_USCC ? code + 2 : code);
	else if (reading->scheme == IDENTIFIER_ID && reading->length == 15 &&
			 memcmp(code + 14, "996", 3) >= 0)
		snprintf(problem, IDENTIFIER_SENTENCE_SIZE,
				 "Sequence %.3s was given to people born before 1900; the year was read as %.4s.",
				 code + 14, code + 6);
}

/*
 * diagnose(text) returns setof record
 *
 * One row a way to read the text, at least one, and no error whatever the
 * text is.
 */
Datum
credit_diagnose(PG_FUNCTION_ARGS)
{
	text	   *input = PG_GETARG_TEXT_PP(0);
	ReturnSetInfo *rsinfo = (ReturnSetInfo *) fcinfo->resultinfo;
	IdentifierReading readings[IDENTIFIER_READINGS];
	int			count;

	InitMaterializedSRF(fcinfo, 0);
	count = identifier_readings(VARDATA_ANY(input),
								VARSIZE_ANY_EXHDR(input), readings);
	for (int i = 0; i < count; i++)
	{
		IdentifierReading *reading = &readings[i];
		IdentifierScheme scheme = reading->scheme;
		char		canonical[IDENTIFIER_TEXT_SIZE];
		char		problem[IDENTIFIER_SENTENCE_SIZE];
		Datum		values[5] = {0};
		bool		nulls[5] = {false};

		nulls[0] = scheme == IDENTIFIER_ANY;
		if (!nulls[0])
			values[0] = CStringGetTextDatum(identifier_scheme_name(scheme));
		nulls[1] = identifier_scheme(&reading->code) == IDENTIFIER_ANY;
		if (!nulls[1])
		{
			identifier_format(&reading->code, false, canonical);
			values[1] = CStringGetTextDatum(canonical);
		}
		nulls[2] = !reading->has_check;
		values[2] = BoolGetDatum(reading->outer_ok);
		nulls[3] = !reading->has_inner;
		values[3] = BoolGetDatum(reading->inner_ok);
		problem_of(reading, problem);
		nulls[4] = problem[0] == '\0';
		if (!nulls[4])
			values[4] = CStringGetTextDatum(problem);
		tuplestore_putvalues(rsinfo->setResult, rsinfo->setDesc, values,
							 nulls);
	}
	return (Datum) 0;
}
