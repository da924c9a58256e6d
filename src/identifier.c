/*
 * identifier.c
 *	  Types subject_id, uscc and resident_id: input, output and casts.
 *
 * All three are sixteen fixed bytes (identifier_text.h draws them).  uscc and
 * resident_id are subject_id of one scheme, so they are coerced to it without
 * a function and share its operators and indexes.
 *
 * Memory: results are allocated in the caller's context; nothing is kept.
 */
#include "credit.h"

#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"

/* Longest part of bad input that a message repeats, in bytes. */
#define QUOTED_INPUT 64

PG_FUNCTION_INFO_V1(credit_subject_id_in);
PG_FUNCTION_INFO_V1(credit_subject_id_out);
PG_FUNCTION_INFO_V1(credit_subject_id_recv);
PG_FUNCTION_INFO_V1(credit_subject_id_send);
PG_FUNCTION_INFO_V1(credit_uscc_in);
PG_FUNCTION_INFO_V1(credit_uscc_recv);
PG_FUNCTION_INFO_V1(credit_resident_id_in);
PG_FUNCTION_INFO_V1(credit_resident_id_recv);
PG_FUNCTION_INFO_V1(credit_typed_out);
PG_FUNCTION_INFO_V1(credit_subject_id_to_uscc);
PG_FUNCTION_INFO_V1(credit_subject_id_to_resident_id);

static const char *type_name(IdentifierScheme want);
static Datum input_as(FunctionCallInfo fcinfo, IdentifierScheme want);
static Datum receive_as(FunctionCallInfo fcinfo, IdentifierScheme want);
static Datum narrow_to(FunctionCallInfo fcinfo, IdentifierScheme want);

/* Name of the type that holds a scheme, or any. */
static const char *
type_name(IdentifierScheme want)
{
	switch (want)
	{
		case IDENTIFIER_USCC:
			return "uscc";
		case IDENTIFIER_ID:
			return "resident_id";
		default:
			return "subject_id";
	}
}

/*
 * Reads text as an identifier of the scheme wanted, or of any.  Reports bad
 * text as an error, or softly where there is an escontext: then the result
 * is false.
 */
bool
identifier_input(const char *input, size_t length, IdentifierScheme want,
				 Identifier *id, struct Node *escontext)
{
	IdentifierReading reading;
	char		detail[IDENTIFIER_SENTENCE_SIZE];
	char		hint[IDENTIFIER_SENTENCE_SIZE];
	bool		advised;
	int			quoted;

	if (likely(identifier_read(input, length, want, &reading)))
	{
		*id = reading.code;
		return true;
	}
	identifier_explain(&reading, detail);
	advised = identifier_advise(&reading, hint);
	quoted = length <= QUOTED_INPUT ? (int) length :
		pg_mbcliplen(input, QUOTED_INPUT + 1, QUOTED_INPUT);
	ereturn(escontext, false,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("invalid input syntax for type %s: \"%.*s%s\"",
					type_name(want), quoted, input,
					quoted < length ? "..." : ""),
			 errdetail_internal("%s", detail),
			 advised ? errhint("%s", hint) : 0));
}

/* The same from a text datum; bad text is an error. */
void
identifier_from_text(const text *input, IdentifierScheme want, Identifier *id)
{
	(void) identifier_input(VARDATA_ANY(input), VARSIZE_ANY_EXHDR(input),
							want, id, NULL);
}

/* Input function of one of the types. */
static Datum
input_as(FunctionCallInfo fcinfo, IdentifierScheme want)
{
	char	   *input = PG_GETARG_CSTRING(0);
	Identifier *id = palloc(sizeof(Identifier));

	if (!identifier_input(input, strlen(input), want, id,
						  credit_escontext(fcinfo)))
		PG_RETURN_NULL();
	PG_RETURN_IDENTIFIER_P(id);
}

/* subject_id_in(cstring) returns subject_id */
Datum
credit_subject_id_in(PG_FUNCTION_ARGS)
{
	return input_as(fcinfo, IDENTIFIER_ANY);
}

/* uscc_in(cstring) returns uscc */
Datum
credit_uscc_in(PG_FUNCTION_ARGS)
{
	return input_as(fcinfo, IDENTIFIER_USCC);
}

/* resident_id_in(cstring) returns resident_id */
Datum
credit_resident_id_in(PG_FUNCTION_ARGS)
{
	return input_as(fcinfo, IDENTIFIER_ID);
}

/* subject_id_out(subject_id) returns cstring: with a prefix where needed. */
Datum
credit_subject_id_out(PG_FUNCTION_ARGS)
{
	char	   *result = palloc(IDENTIFIER_TEXT_SIZE);

	identifier_format(PG_GETARG_IDENTIFIER_P(0), false, result);
	PG_RETURN_CSTRING(result);
}

/* uscc_out(uscc), resident_id_out(resident_id): never with a prefix. */
Datum
credit_typed_out(PG_FUNCTION_ARGS)
{
	char	   *result = palloc(IDENTIFIER_TEXT_SIZE);

	identifier_format(PG_GETARG_IDENTIFIER_P(0), true, result);
	PG_RETURN_CSTRING(result);
}

/*
 * Receive function of one of the types.  Takes only bytes that the input
 * function can give, so that equal identifiers stay equal bytes.
 */
static Datum
receive_as(FunctionCallInfo fcinfo, IdentifierScheme want)
{
	StringInfo	message = (StringInfo) PG_GETARG_POINTER(0);
	Identifier *id = palloc(sizeof(Identifier));

	pq_copymsgbytes(message, (char *) id->byte, IDENTIFIER_SIZE);
	if (!identifier_valid(id) ||
		(want != IDENTIFIER_ANY && identifier_scheme(id) != want))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary representation of type %s",
						type_name(want)),
				 errdetail("The sixteen bytes are not those of an identifier of this type.")));
	PG_RETURN_IDENTIFIER_P(id);
}

/* subject_id_recv(internal) returns subject_id */
Datum
credit_subject_id_recv(PG_FUNCTION_ARGS)
{
	return receive_as(fcinfo, IDENTIFIER_ANY);
}

/* uscc_recv(internal) returns uscc */
Datum
credit_uscc_recv(PG_FUNCTION_ARGS)
{
	return receive_as(fcinfo, IDENTIFIER_USCC);
}

/* resident_id_recv(internal) returns resident_id */
Datum
credit_resident_id_recv(PG_FUNCTION_ARGS)
{
	return receive_as(fcinfo, IDENTIFIER_ID);
}

/* Send function of all three types: the sixteen bytes as stored. */
Datum
credit_subject_id_send(PG_FUNCTION_ARGS)
{
	Identifier *id = PG_GETARG_IDENTIFIER_P(0);
	StringInfoData message;

	pq_begintypsend(&message);
	pq_sendbytes(&message, (char *) id->byte, IDENTIFIER_SIZE);
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}

/* Cast to a narrower type; an identifier of another scheme is an error. */
static Datum
narrow_to(FunctionCallInfo fcinfo, IdentifierScheme want)
{
	Identifier *id = PG_GETARG_IDENTIFIER_P(0);

	if (identifier_scheme(id) != want)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("cannot cast this subject_id to type %s",
						type_name(want)),
				 errdetail("Its scheme is \"%s\".",
						   identifier_scheme_name(identifier_scheme(id)))));
	PG_RETURN_IDENTIFIER_P(id);
}

/* uscc(subject_id) returns uscc */
Datum
credit_subject_id_to_uscc(PG_FUNCTION_ARGS)
{
	return narrow_to(fcinfo, IDENTIFIER_USCC);
}

/* resident_id(subject_id) returns resident_id */
Datum
credit_subject_id_to_resident_id(PG_FUNCTION_ARGS)
{
	return narrow_to(fcinfo, IDENTIFIER_ID);
}
