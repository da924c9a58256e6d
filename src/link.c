/*
 * link.c
 *	  Links of further identifiers to a subject, and their ends.
 *
 * The rule, by which no number that is barred is ever answered "clear":
 *
 * A number that facts are recorded about, or that other numbers are linked to,
 * is a subject, and is never linked to another one (JC004).  So every link
 * leads to a subject in one step: a link to a number that is itself linked goes
 * to the subject behind it, as of the link's first day.  Where one code was
 * given to several bodies, it is linked to each, and is ambiguous (JC005);
 * where one of them has facts under it, that body's use of the code is ended
 * (subject and identifier of the end are the same), whereupon it belongs to
 * nobody (JC005), and the body is named by other identifiers linked to it.
 *
 * An end cuts the links of its pair that were recorded before it; one on or
 * before a link's first day takes it back as a whole.  A link that is recorded
 * after the end is a new one, whatever its days.
 *
 * Memory: per row, the context of the trigger.
 *
 * Locks: the catalogue lock, shared; the stripes of both numbers, exclusively.
 */
#include "fact.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"
#include "utils/rangetypes.h"

#include "lock.h"
#include "owner.h"
#include "plan_cache.h"

PG_FUNCTION_INFO_V1(credit_subject_identifier_before);

enum
{
	L_SUBJECT, L_IDENTIFIER, L_ACTION, L_VALID, L_LATE_REASON,
	L_RECORDED_AT, L_RECORDED_BY, L_RECORDED_AS
};
static const char *const columns[] = {
	"subject", "identifier", "action", "valid", "late_reason",
	"recorded_at", "recorded_by", "recorded_as"
};
static FactTable table = {.names = columns,.ncolumns = lengthof(columns)};

/* What is recorded of the two numbers of a row. */
typedef struct Pair
{
	bool		identifier_is_subject;	/* it has facts of its own */
	bool		identifier_is_root; /* others are linked to it */
	bool		subject_is_linked;	/* to another subject, on any day */
	bool		link_exists;	/* the same link, and nothing ended it */
	bool		link_goes_on;	/* a link of the pair on the day or later */
	bool		own_ended;		/* the identifier was ended as its own */
	bool		own_ended_by;	/* on the day or before */
	bool		any;			/* the pair has rows */
	TimestampTz last;			/* when the last of them was recorded */
} Pair;

/* Days that are left of link l. */
#define DAYS \
	"l.valid * daterange(NULL, (SELECT min(lower(e.valid)) FROM credit.subject_identifier e" \
	" WHERE e.subject OPERATOR(credit.=) l.subject AND e.identifier OPERATOR(credit.=) l.identifier" \
	" AND e.action = 'end' AND e.recorded_at > l.recorded_at))"
#define LINK " FROM credit.subject_identifier l WHERE l.action = 'link' AND "

static void
look_at_pair(const Identifier *subject, const Identifier *identifier,
			 Datum valid, DateADT day, Pair *pair)
{
	Oid			argtypes[4];
	Datum		args[4];
	OwnerScope	scope;
	HeapTuple	row;
	TupleDesc	desc;
	bool	   *flag[7];
	bool		isnull;
	Datum		last;

	argtypes[0] = argtypes[1] = credit_subject_type();
	argtypes[2] = DATERANGEOID;
	argtypes[3] = DATEOID;
	args[0] = IdentifierPGetDatum(subject);
	args[1] = IdentifierPGetDatum(identifier);
	args[2] = valid;
	args[3] = DateADTGetDatum(day);
	flag[0] = &pair->identifier_is_subject;
	flag[1] = &pair->identifier_is_root;
	flag[2] = &pair->subject_is_linked;
	flag[3] = &pair->link_exists;
	flag[4] = &pair->link_goes_on;
	flag[5] = &pair->own_ended;
	flag[6] = &pair->own_ended_by;

	SPI_connect();
	credit_owner_enter(&scope, credit_relation("subject_identifier", false), false);
	if (credit_execute_latest(credit_plan(PLAN_PAIR,
										  "SELECT EXISTS (SELECT FROM credit.subject WHERE subject OPERATOR(credit.=) $2),"
										  " EXISTS (SELECT" LINK "l.subject OPERATOR(credit.=) $2"
										  "  AND l.identifier OPERATOR(credit.<>) $2 AND NOT isempty(" DAYS ")),"
										  " EXISTS (SELECT" LINK "l.identifier OPERATOR(credit.=) $1"
										  "  AND l.subject OPERATOR(credit.<>) $1 AND NOT isempty(" DAYS ")),"
										  " EXISTS (SELECT" LINK "l.subject OPERATOR(credit.=) $1"
										  "  AND l.identifier OPERATOR(credit.=) $2 AND l.valid = $3 AND " DAYS " = $3),"
										  " EXISTS (SELECT" LINK "l.subject OPERATOR(credit.=) $1"
										  "  AND l.identifier OPERATOR(credit.=) $2 AND " DAYS " && daterange($4, NULL)),"
										  " o.ended_on IS NOT NULL, coalesce(o.ended_on <= $4, false), p.last"
										  " FROM (SELECT min(lower(valid)) AS ended_on FROM credit.subject_identifier"
										  "  WHERE subject OPERATOR(credit.=) $2 AND identifier OPERATOR(credit.=) $2 AND action = 'end') o,"
										  " (SELECT max(recorded_at) AS last FROM credit.subject_identifier"
										  "  WHERE subject OPERATOR(credit.=) $1 AND identifier OPERATOR(credit.=) $2) p",
										  4, argtypes),
							  args, 1) != SPI_OK_SELECT || SPI_processed != 1)
		elog(ERROR, "could not read the links of an identifier");
	row = SPI_tuptable->vals[0];
	desc = SPI_tuptable->tupdesc;
	for (int i = 0; i < lengthof(flag); i++)
		*flag[i] = DatumGetBool(SPI_getbinval(row, desc, i + 1, &isnull));
	last = SPI_getbinval(row, desc, lengthof(flag) + 1, &isnull);
	pair->any = !isnull;
	pair->last = isnull ? 0 : DatumGetTimestampTz(last);
	credit_owner_leave(&scope);
	SPI_finish();
}

/*
 * The subject of a new link or end: the one that the number given for it means
 * as of the first day of valid, today where that has none.  A number's link to
 * itself, or its end, and the end of a link that was recorded under the number
 * given, are about that number.  Returns whether it is another number.
 */
bool
credit_resolve_link(const Identifier *given, const Identifier *identifier,
					bool end, Datum valid, Identifier *subject)
{
	Span		span = credit_span(valid);
	DateADT		day = span.empty || span.lower_inf ? credit_today() : span.lower;
	Pair		pair;

	*subject = *given;
	if (identifier_compare(given, identifier) == 0 || DATE_NOT_FINITE(day))
		return false;
	if (end)
	{
		look_at_pair(given, identifier, valid, day, &pair);
		if (pair.any)
			return false;
	}
	return credit_resolve(given, day, false, subject);
}

/* JC004 unless the identifier may be linked to the subject; see the head. */
static void
require_linkable(FactRow *row, const Identifier *subject,
				 const Identifier *identifier, const Pair *pair)
{
	bool		own = identifier_compare(subject, identifier) == 0;

	if (own ? !pair->own_ended : pair->identifier_is_subject || pair->identifier_is_root)
		credit_step_refused(own ?
							psprintf("\"%s\" is the subject's own identifier",
									 credit_identifier_shown(identifier)) :
							psprintf("\"%s\" is a subject itself",
									 credit_identifier_shown(identifier)),
							own ? "It belongs to the subject without a link, until it is ended." :
							pair->identifier_is_subject ?
							"Facts are recorded about it, which an answer about another subject would leave out." :
							"Other identifiers are linked to it.",
							own ? "Nothing has to be recorded." :
							"The two are two subjects: correct the records, or end by a document, with credit.end_identifier(), the number's use by its own subject.");
	if (!own && pair->subject_is_linked)
		credit_step_refused(psprintf("\"%s\" is linked to another subject on other days",
									 credit_identifier_shown(subject)),
							"An identifier is linked to a subject in one step.",
							"Link it to that subject, by a first day on which the number means it.");
	if (pair->link_exists)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_DUPLICATE),
				 errmsg("link of \"%s\" to subject \"%s\" is recorded already",
						credit_identifier_shown(identifier), credit_identifier_shown(subject)),
				 errdetail("It has the same days, and nothing has ended it."),
				 errhint("Nothing has to be recorded."),
				 errtable(row->trigdata->tg_relation)));
}

/* JC004 unless an end ends something. */
static void
require_endable(const Identifier *subject, const Identifier *identifier,
				const Pair *pair, DateADT day)
{
	bool		own = identifier_compare(subject, identifier) == 0;

	if (pair->link_goes_on || (own && pair->identifier_is_subject && !pair->own_ended_by))
		return;
	credit_step_refused(psprintf("\"%s\" does not belong to subject \"%s\" on %s or later",
								 credit_identifier_shown(identifier),
								 credit_identifier_shown(subject), credit_day_text(day)),
						own ? "It has no facts of its own from that day on, or was ended before." :
						"There is no such link, or it was ended before.",
						"SELECT * FROM credit.subject_identifier lists links and ends.");
}

/*
 * BEFORE INSERT row trigger of subject_identifier.  A link of a number to a
 * person of another number, or to a body of another organisation code, is
 * what the table is for, so nothing is compared; the document says why.
 */
Datum
credit_subject_identifier_before(PG_FUNCTION_ARGS)
{
	FactRow		row;
	bool		isnull;
	bool		end;
	Identifier *given;
	Identifier *identifier;
	Identifier *subject = palloc(sizeof(Identifier));
	Datum		valid;
	Span		span;
	DateADT		day;
	Pair		pair;

	credit_fact_begin(&row, fcinfo, &table, "subject_identifier_before");
	for (int i = L_SUBJECT; i <= L_VALID; i++)
		credit_fact_require(&row, i);
	given = DatumGetIdentifierP(credit_fact_get(&row, L_SUBJECT, &isnull));
	identifier = DatumGetIdentifierP(credit_fact_get(&row, L_IDENTIFIER, &isnull));
	end = strcmp(credit_fact_text(&row, L_ACTION), "end") == 0;
	valid = credit_fact_get(&row, L_VALID, &isnull);
	span = credit_span(valid);
	if (end && (span.empty || span.lower_inf))
		credit_step_refused("end of an identifier has no day",
							"The first day of valid is the day from which it no longer belongs to the subject.",
							"Give valid as daterange(day, NULL).");
	credit_catalogue_share();
	day = span.empty || span.lower_inf ? row.today : span.lower;
	if (DATE_NOT_FINITE(day))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("days of an identifier may not be infinite"),
				 errdetail("A day that is not known is an open end of the range."),
				 errhint("Give valid as daterange(day, NULL).")));
	credit_fact_no_future(&row, day, "identifier");
	credit_lock_subjects(given, identifier);
	if (credit_resolve_link(given, identifier, end, valid, subject))
	{
		credit_subject_may_move(&row, given, subject);
		credit_fact_set(&row, L_SUBJECT, IdentifierPGetDatum(subject), false);
	}
	look_at_pair(subject, identifier, valid, day, &pair);
	if (end)
		require_endable(subject, identifier, &pair, day);
	else
		require_linkable(&row, subject, identifier, &pair);
	credit_fact_stamp(&row, L_RECORDED_AT, DT_NOBEGIN);

	/* which came first is told by the time, whatever the clock does */
	if (pair.any &&
		DatumGetTimestampTz(credit_fact_get(&row, L_RECORDED_AT, &isnull)) <= pair.last)
		credit_fact_set(&row, L_RECORDED_AT, TimestampTzGetDatum(pair.last + 1), false);
	return credit_fact_end(&row);
}
