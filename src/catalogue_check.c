/*
 * catalogue_check.c
 *	  What the law demands of a catalogue row before it may be in force.
 *
 * Called by the versioning trigger for rows that are no drafts.  Every refusal
 * names the row, what was expected and what to do.
 *
 * Memory: the caller's context, per row.  Locks: none of its own; the caller
 * holds the catalogue lock.
 */
#include "catalogue.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/snapmgr.h"

#include "owner.h"
#include "plan_cache.h"

static bool
is_one_of(const char *word, const char *const *list)
{
	for (; word != NULL && *list != NULL; list++)
		if (strcmp(word, *list) == 0)
			return true;
	return false;
}

static char *
field(HeapTuple row, TupleDesc desc, const char *name)
{
	return SPI_getvalue(row, desc, SPI_fnumber(desc, name));
}

/* Whether a text says something. */
static bool
given(HeapTuple row, TupleDesc desc, const char *name)
{
	char	   *value = field(row, desc, name);

	return value != NULL && strspn(value, " \t\n\r") < strlen(value);
}

static bool
flag(HeapTuple row, TupleDesc desc, const char *name)
{
	bool		isnull;
	Datum		value = heap_getattr(row, SPI_fnumber(desc, name), desc, &isnull);

	return !isnull && DatumGetBool(value);
}

/* The days of a row, which the versioning trigger has put in. */
static Span
valid_of(HeapTuple row, TupleDesc desc)
{
	bool		isnull;

	return credit_span(heap_getattr(row, SPI_fnumber(desc, "valid"), desc, &isnull));
}

/* Elements of a text[] column; palloc'd. */
static char **
text_array(HeapTuple row, TupleDesc desc, const char *name, int *n)
{
	bool		isnull;
	Datum		value = heap_getattr(row, SPI_fnumber(desc, name), desc, &isnull);
	Datum	   *elements;
	bool	   *nulls;
	char	  **result;

	*n = 0;
	if (isnull)
		return NULL;
	deconstruct_array(DatumGetArrayTypeP(value), TEXTOID, -1, false, TYPALIGN_INT,
					  &elements, &nulls, n);
	result = palloc(sizeof(char *) * (*n + 1));
	for (int i = 0; i < *n; i++)
		result[i] = nulls[i] ? pstrdup("") : TextDatumGetCString(elements[i]);
	return result;
}

/* The interval of a column, or false where it is NULL. */
static bool
term_of(HeapTuple row, TupleDesc desc, const char *name, Interval *term)
{
	bool		isnull;
	Datum		value = heap_getattr(row, SPI_fnumber(desc, name), desc, &isnull);

	if (!isnull)
		*term = *DatumGetIntervalP(value);
	return !isnull;
}

/*
 * Whether a term is longer than another, both from one day of a year of 365
 * days: intervals themselves compare as if it had 360.
 */
static bool
longer(const Interval *a, const Interval *b)
{
	Timestamp	start = 366 * USECS_PER_DAY;

	return DatumGetTimestamp(DirectFunctionCall2(timestamp_pl_interval,
												 TimestampGetDatum(start),
												 IntervalPGetDatum(a))) >
		DatumGetTimestamp(DirectFunctionCall2(timestamp_pl_interval,
											  TimestampGetDatum(start),
											  IntervalPGetDatum(b)));
}

/*
 * First column of the first row that a question about law or organisation
 * gives, as text; NULL where there is none.  The question runs as the owner,
 * sees what the statement itself has written so far, and whatever is committed
 * even where the transaction has an older snapshot: under the catalogue lock
 * nobody adds to it, and a decision that went before must not be missed.
 */
char *
credit_catalogue_ask(PlanId id, const char *sql, int nargs, Oid *argtypes, Datum *args,
					 bool *second)
{
	OwnerScope	scope;
	char	   *answer = NULL;

	SPI_connect();
	credit_owner_enter(&scope, credit_relation("conduct", false), false);
	if (SPI_execute_snapshot(credit_plan(id, sql, nargs, argtypes), args, NULL,
							 GetLatestSnapshot(), InvalidSnapshot,
							 false, false, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read law and organisation");
	if (SPI_processed > 0)
	{
		HeapTuple	row = SPI_tuptable->vals[0];
		char	   *value = SPI_getvalue(row, SPI_tuptable->tupdesc, 1);

		if (value != NULL)
		{
			answer = SPI_palloc(strlen(value) + 1);
			strcpy(answer, value);
		}
		if (second != NULL)
		{
			bool		isnull;

			*second = DatumGetBool(SPI_getbinval(row, SPI_tuptable->tupdesc, 2, &isnull));
		}
	}
	credit_owner_leave(&scope);
	SPI_finish();
	return answer;
}

/* The first of some days on which no version of a basis is in force, or NULL. */
static char *
first_day_without(const char *code, const Span *days)
{
	Oid			argtypes[2] = {TEXTOID, DATERANGEOID};
	Datum		args[2];

	args[0] = CStringGetTextDatum(code);
	args[1] = credit_span_datum(days);
	return credit_catalogue_ask(PLAN_BASIS_DAYS,
								"SELECT coalesce(to_char(lower(days)::timestamp, 'YYYY-MM-DD'), '-infinity')"
								" FROM unnest(datemultirange($2) - coalesce((SELECT range_agg(valid)"
								"  FROM credit.legal_basis WHERE code = $1 AND valid && $2), '{}')) AS days"
								" ORDER BY lower(days) NULLS FIRST",
								2, argtypes, args, NULL);
}

/*
 * The first rank that a basis has on some days and that is none of a list
 * (NULL: any rank will do), or NULL; root_matter (may be NULL) says whether it
 * reaches a whole root matter on all of them.
 */
static char *
rank_too_low(const char *code, const Span *days, const char *const *ranks,
			 bool *root_matter)
{
	Oid			argtypes[3] = {TEXTOID, DATERANGEOID, TEXTARRAYOID};
	Datum		args[3];
	Datum		words[8];
	int			n = 0;

	for (; ranks != NULL && ranks[n] != NULL; n++)
		words[n] = CStringGetTextDatum(ranks[n]);
	args[0] = CStringGetTextDatum(code);
	args[1] = credit_span_datum(days);
	args[2] = PointerGetDatum(construct_array(words, n, TEXTOID, -1, false, TYPALIGN_INT));
	return credit_catalogue_ask(PLAN_BASIS,
								"SELECT (array_agg(rank ORDER BY valid) FILTER (WHERE cardinality($3) > 0 AND rank <> ALL ($3)))[1],"
								" coalesce(bool_and(root_matter), false)"
								" FROM credit.legal_basis WHERE code = $1 AND valid && $2",
								3, argtypes, args, root_matter);
}

/*
 * Whether an agency, or one that it has succeeded by a day, has a power in a
 * sector.
 */
static bool
has_power(const char *agency, const char *sector, DateADT day)
{
	Oid			argtypes[3] = {TEXTOID, TEXTOID, DATEOID};
	Datum		args[3];

	args[0] = CStringGetTextDatum(agency);
	args[1] = CStringGetTextDatum(sector);
	args[2] = DateADTGetDatum(day);
	return credit_catalogue_ask(PLAN_POWER,
								"WITH RECURSIVE line(agency) AS (SELECT $1 UNION"
								" SELECT s.agency FROM credit.agency_succession s JOIN line ON s.successor = line.agency"
								" WHERE s.on_day <= $3)"
								" SELECT 'yes' FROM credit.power p JOIN line USING (agency) WHERE p.sector = $2",
								3, argtypes, args, NULL) != NULL;
}

/*
 * Raise JC003 for a basis that is missing, or on any day of the row not in
 * force or of too low a rank.
 */
static void
require_basis(const char *what, const char *code, const Span *days,
			  const char *const *ranks, const char *ranks_text,
			  bool *root_matter)
{
	char	   *day;
	char	   *rank;

	if (code == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_BASIS),
				 errmsg("%s has no legal basis", what),
				 errdetail("A row that is no draft cites an article of table credit.legal_basis."),
				 errhint("Cite one, or set draft to true until it is found.")));
	day = first_day_without(code, days);
	if (day != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_BASIS),
				 errmsg("legal basis \"%s\" of %s is not in force on all its days", code, what),
				 errdetail("The first day without a version of it in table credit.legal_basis is %s.", day),
				 errhint("Give the row only days on which the article is in force, enter the article with the days of its validity, or cite another.")));
	rank = rank_too_low(code, days, ranks, root_matter);
	if (rank != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_BASIS),
				 errmsg("legal basis \"%s\" of %s is of too low a rank", code, what),
				 errdetail("Its rank is %s; required is %s.", rank, ranks_text),
				 errhint("Cite a basis of that rank, or set draft to true with draft_reason 'needs law'.")));
}

static const char *const ranks_of_law[] = {"law", "administrative_regulation", NULL};
static const char *const ranks_of_listing[] = {"law", "judicial_interpretation", NULL};
static const char *const ranks_of_class_1[] = {"law", "administrative_regulation",
"central_policy", "judicial_interpretation", NULL};

/* JC003 where a term and its kind do not make an end. */
static void
require_end(const char *what, const char *kind, bool has_term, bool has_bounds,
			bool has_review, const char *basis, const Span *days)
{
	static const char *const with_review[] = {"until_condition", "while_status",
	"while_published", NULL};
	static const char *const of_law[] = {"from_event", "lifetime", NULL};

	if (strcmp(kind, "fixed") == 0 && !has_term)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_BASIS),
				 errmsg("%s has no term", what),
				 errdetail("Its term_kind is fixed, which needs a term."),
				 errhint("Set term, or a term_kind with a release condition and review_every.")));
	if (strcmp(kind, "range") == 0 && !has_bounds)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_BASIS),
				 errmsg("%s has no bounds of its term", what),
				 errdetail("Its term_kind is range, which needs term_min and term_max of the conduct."),
				 errhint("Set both; the decision chooses between them.")));
	if (is_one_of(kind, with_review) && !has_review)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_BASIS),
				 errmsg("%s has neither a term nor a review", what),
				 errdetail("Its term_kind is %s, which needs review_every.", kind),
				 errhint("Say how often the burden is reviewed, for example review_every = '1 year'.")));
	if (is_one_of(kind, of_law))
		require_basis(what, basis, days, ranks_of_law,
					  "law or administrative_regulation for this term_kind", NULL);
}

/*
 * JC003 where measures that a conduct carries from a day on do not go with
 * what it is to be.
 */
static void
require_measures_fit(const char *what, const char *code, const char *polarity,
					 bool has_review, DateADT day)
{
	Oid			argtypes[4] = {TEXTOID, TEXTOID, BOOLOID, DATEOID};
	Datum		args[4];
	char	   *number;
	bool		by_effect;

	args[0] = CStringGetTextDatum(code);
	args[1] = CStringGetTextDatum(polarity);
	args[2] = BoolGetDatum(has_review);
	args[3] = DateADTGetDatum(day);
	number = credit_catalogue_ask(PLAN_CONDUCT_MEASURES,
								  "SELECT number, by_effect FROM credit.measure CROSS JOIN LATERAL (SELECT"
								  " CASE $2 WHEN 'incentive' THEN effect NOT IN ('favour', 'assist', 'publish', 'reference')"
								  "  WHEN 'sanction' THEN effect = 'favour' ELSE false END AS by_effect) e"
								  " WHERE conduct = $1 AND NOT draft AND (upper_inf(valid) OR upper(valid) > $4)"
								  " AND (by_effect OR (NOT $3 AND term_kind IN ('until_condition', 'while_status', 'while_published')))"
								  " ORDER BY number",
								  4, argtypes, args, &by_effect);
	if (number != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_BASIS),
				 errmsg("measure %s does not go with %s", number, what),
				 by_effect ? errdetail("Its effect is not one of polarity %s.", polarity) :
				 errdetail("Its end is a condition, which the conduct must review."),
				 by_effect ? errhint("Close the measure first, or enter a conduct of its own.") :
				 errhint("Set review_every, or give the measure a term first.")));
}

/* Refuse a conduct row that is no draft and could not lawfully be in force. */
void
credit_check_conduct(HeapTuple row, TupleDesc desc)
{
	char	   *code = field(row, desc, "code");
	char	   *what = psprintf("conduct \"%s\"", code ? code : "");
	char	   *basis = field(row, desc, "legal_basis");
	char	   *agency = field(row, desc, "determining_agency");
	char	   *sector = field(row, desc, "sector");
	char	   *kind = field(row, desc, "term_kind");
	char	   *determination = field(row, desc, "determination");
	char	   *harmony = field(row, desc, "harmony");
	char	   *polarity = field(row, desc, "polarity");
	Span		days = valid_of(row, desc);
	DateADT		day = days.lower_inf ? credit_today() : days.lower;
	Interval	term,
				min,
				max;
	bool		has_term = term_of(row, desc, "term", &term);
	bool		has_min = term_of(row, desc, "term_min", &min);
	bool		has_max = term_of(row, desc, "term_max", &max);

	if (flag(row, desc, "draft") || kind == NULL || agency == NULL ||
		sector == NULL || determination == NULL)
		return;					/* the NOT NULL constraints say the rest */

	require_basis(what, basis, &days, NULL, NULL, NULL);
	require_end(what, kind, has_term, has_min && has_max,
				field(row, desc, "review_every") != NULL, basis, &days);
	if (strcmp(kind, "until_condition") == 0 && !given(row, desc, "release_condition"))
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_BASIS),
				 errmsg("%s has no release condition", what),
				 errdetail("Its term_kind is until_condition, which needs release_condition."),
				 errhint("Say what the party must do for the measures to end.")));
	if ((has_min && has_max && longer(&min, &max)) ||
		(has_term && has_min && longer(&min, &term)) ||
		(has_term && has_max && longer(&term, &max)))
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_BASIS),
				 errmsg("term of %s is out of its bounds", what),
				 errdetail("Required is term_min <= term <= term_max."),
				 errhint("Correct the bounds to those of the article.")));
	if (harmony != NULL && strcmp(harmony, "shortest") != 0 &&
		!given(row, desc, "harmony_document_no"))
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_TERM_DOCUMENT),
				 errmsg("%s sets one term for all departments without a document", what),
				 errdetail("Its harmony is %s and harmony_document_no is not set.", harmony),
				 errhint("Name the document; without one each department keeps its own term.")));
	if (strcmp(determination, "on_record") == 0)
	{
		require_basis(psprintf("the listing in %s", what),
					  field(row, desc, "listing_basis"), &days, ranks_of_listing,
					  "law or judicial_interpretation for determination on_record", NULL);
		if (!given(row, desc, "adopted_by"))
			ereport(ERROR,
					(errcode(ERRCODE_CREDIT_BASIS),
					 errmsg("%s takes effect on the record without being adopted", what),
					 errdetail("Its determination is on_record and adopted_by is not set."),
					 errhint("Name the document by which the office adopted the list of the other authority.")));
	}
	if (code != NULL && polarity != NULL)
		require_measures_fit(what, code, polarity,
							 field(row, desc, "review_every") != NULL, day);
	if (!has_power(agency, sector, day))
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_STEP),
				 errmsg("agency \"%s\" has no power in sector \"%s\"", agency, sector),
				 errdetail("The determining agency of %s acts in its own field only; table credit.power lists the fields.", what),
				 errhint("Enter the power with the article that gives it, or name the agency that has it.")));
}

/* JC009 where decisions would gain a measure they did not carry. */
static void
refuse_new_measure_in_past(const char *what, const char *conduct, Span valid)
{
	DateADT		day = valid.lower_inf ? DATEVAL_NOBEGIN : valid.lower;
	Oid			argtypes[2] = {TEXTOID, DATEOID};
	Datum		args[2];

	args[0] = CStringGetTextDatum(conduct);
	args[1] = DateADTGetDatum(day);
	if (credit_catalogue_ask(PLAN_MEASURE_OPEN,
							 "SELECT 'yes' FROM credit.decision WHERE conduct = $1 AND decided_on >= $2",
							 2, argtypes, args, NULL) != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_HISTORY),
				 errmsg("%s would be added to decisions that have been made", what),
				 day == DATEVAL_NOBEGIN ? errdetail("Its conduct has been decided on.") :
				 errdetail("Its conduct has been decided on or after %s.", credit_day_text(day)),
				 errhint("Let it begin after the last decision; leave valid out and it begins tomorrow.")));
}

/* JC002 for an unknown matter, JC003 for a root, JC004 without power. */
static void
check_matters(HeapTuple row, TupleDesc desc, const char *what,
			  const char *polarity, bool root_allowed, DateADT day)
{
	char	   *effect = field(row, desc, "effect");
	char	   *agency = field(row, desc, "agency");
	char	   *class = field(row, desc, "class");
	int			n;
	char	  **matters = text_array(row, desc, "matters", &n);

	for (int i = 0; i < n; i++)
	{
		Oid			argtype = TEXTOID;
		Datum		arg = CStringGetTextDatum(matters[i]);
		char	   *sector = credit_catalogue_ask(PLAN_MATTER_EXISTS,
												  "SELECT coalesce(sector, '') FROM credit.matter WHERE code = $1",
												  1, &argtype, &arg, NULL);

		if (sector == NULL)
			ereport(ERROR,
					(errcode(ERRCODE_CREDIT_NOT_IN_CATALOGUE),
					 errmsg("matter \"%s\" of %s is not in the catalogue", matters[i], what),
					 errdetail("Table credit.matter has no such code."),
					 errhint("Correct the code, or enter the matter first.")));
		if (strchr(matters[i], '.') == NULL && !root_allowed &&
			strcmp(polarity, "sanction") == 0 && strcmp(effect, "favour") != 0)
			ereport(ERROR,
					(errcode(ERRCODE_CREDIT_BASIS),
					 errmsg("%s bears on the whole of \"%s\"", what, matters[i]),
					 errdetail("A sanction on a root matter reaches everything below it, and its legal basis does not say that it may."),
					 errhint("Name the matters that the article names, or set root_matter on a basis that really says so.")));
		if (sector[0] != '\0' && strcmp(class, "3") != 0 && !has_power(agency, sector, day))
			ereport(ERROR,
					(errcode(ERRCODE_CREDIT_STEP),
					 errmsg("agency \"%s\" has no power in sector \"%s\"", agency, sector),
					 errdetail("Matter \"%s\" of %s belongs to that sector.", matters[i], what),
					 errhint("Enter the power with the article that gives it, or name the agency that has it.")));
	}
}

/*
 * Refuse a measure row that is no draft and could not lawfully be in force.
 * is_new says that the conduct has not had this number before.
 */
void
credit_check_measure(HeapTuple row, TupleDesc desc, bool is_new)
{
	static const char *const of_incentives[] = {"favour", "assist", "publish", "reference", NULL};
	char	   *conduct = field(row, desc, "conduct");
	char	   *number = field(row, desc, "number");
	char	   *what = psprintf("measure %s of \"%s\"", number ? number : "",
								conduct ? conduct : "");
	char	   *basis = field(row, desc, "legal_basis");
	char	   *class = field(row, desc, "class");
	char	   *effect = field(row, desc, "effect");
	char	   *kind = field(row, desc, "term_kind");
	char	   *polarity;
	Span		days = valid_of(row, desc);
	DateADT		day = days.lower_inf ? credit_today() : days.lower;
	bool		root_matter = false;
	bool		has_end = false;
	Interval	term,
				max;
	bool		has_term = term_of(row, desc, "term", &term);
	Oid			argtypes[3] = {TEXTOID, DATEOID, BOOLOID};
	Datum		args[3];

	if (conduct == NULL || number == NULL || class == NULL || effect == NULL ||
		field(row, desc, "agency") == NULL)
		return;					/* the NOT NULL constraints say the rest */

	args[0] = CStringGetTextDatum(conduct);
	args[1] = DateADTGetDatum(day);
	args[2] = BoolGetDatum(kind != NULL && strcmp(kind, "range") == 0);
	polarity = credit_catalogue_ask(PLAN_CONDUCT_POLARITY,
									"SELECT polarity, CASE WHEN $3 THEN term_min IS NOT NULL AND term_max IS NOT NULL"
									" ELSE review_every IS NOT NULL END FROM credit.conduct"
									" WHERE code = $1 ORDER BY valid @> $2 DESC, valid DESC",
									3, argtypes, args, &has_end);
	if (polarity == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_NOT_IN_CATALOGUE),
				 errmsg("conduct \"%s\" of measure %s is not in the catalogue",
						conduct, number),
				 errdetail("Table credit.conduct has no such code."),
				 errhint("Correct the code, or enter the conduct first.")));
	if (flag(row, desc, "draft"))
		return;

	require_basis(what, basis, &days, strcmp(class, "1") == 0 ? ranks_of_class_1 : NULL,
				  "law, administrative_regulation, central_policy or judicial_interpretation for class 1",
				  &root_matter);
	if (strcmp(class, "3") == 0 && strcmp(effect, "reference") != 0 &&
		strcmp(effect, "favour") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_BASIS),
				 errmsg("%s is of class 3 and has effect %s", what, effect),
				 errdetail("What others do at their own choice can only be reference or favour."),
				 errhint("Public bodies may not order others to punish; correct the class or the effect.")));
	if (strcmp(polarity, "incentive") == 0 && !is_one_of(effect, of_incentives))
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_BASIS),
				 errmsg("%s belongs to an incentive and has effect %s", what, effect),
				 errdetail("An incentive can favour, assist, publish or be a reference."),
				 errhint("Correct the effect, or enter the measure under a sanction.")));
	if (strcmp(polarity, "sanction") == 0 && strcmp(effect, "favour") == 0)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_BASIS),
				 errmsg("%s belongs to a sanction and has effect favour", what),
				 errdetail("A sanction favours nobody."),
				 errhint("Correct the effect, or enter the measure under an incentive.")));
	if (kind != NULL)
		require_end(what, kind, has_term, has_end, has_end, basis, &days);
	if (has_term && term_of(row, desc, "statutory_max", &max) && longer(&term, &max))
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_BASIS),
				 errmsg("term of %s is out of its bounds", what),
				 errdetail("It is longer than statutory_max."),
				 errhint("Correct the term to what the article allows.")));
	check_matters(row, desc, what, polarity, root_matter, day);
	if (is_new)
		refuse_new_measure_in_past(what, conduct, valid_of(row, desc));
}
