/*
 * measure.c
 *	  The days and the state of a measure, called from SQL.
 *
 * The functions take the columns of standing and of the measure that
 * fold_measure.c needs, in one order for all: base_on, from_day, last_day,
 * end_day, end_kind, review_due, harmonised, course; number, term,
 * statutory_max, term_kind, statutory_term, stop_counts.
 *
 * Memory: the current context.  Locks: none.
 */
#include "check.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"

PG_FUNCTION_INFO_V1(credit_measure_from);
PG_FUNCTION_INFO_V1(credit_measure_until);
PG_FUNCTION_INFO_V1(credit_measure_until_kind);
PG_FUNCTION_INFO_V1(credit_measure_state_sql);
PG_FUNCTION_INFO_V1(credit_measure_change_sql);
PG_FUNCTION_INFO_V1(credit_mark_on);
PG_FUNCTION_INFO_V1(credit_episodes);

static DateADT
day_arg(FunctionCallInfo fcinfo, int n)
{
	return PG_ARGISNULL(n) ? NO_DAY : PG_GETARG_DATEADT(n);
}

/* The kind of end that a word of standing names. */
EndKind
credit_end_kind(text *word)
{
	/* re_v_oked, re_l_eased, re_p_aired, an_n_ulled */
	switch (VARSIZE_ANY_EXHDR(word) > 2 ? VARDATA_ANY(word)[2] : 'n')
	{
		case 'v':
			return END_REVOKED;
		case 'l':
			return END_RELEASED;
		case 'p':
			return END_REPAIRED;
		default:
			return END_ANNULLED;
	}
}

/* The episodes of a course; palloc'd. */
Episode *
credit_read_course(ArrayType *course, int *n)
{
	int			numbers = ArrayGetNItems(ARR_NDIM(course), ARR_DIMS(course));
	int32	   *number = (int32 *) ARR_DATA_PTR(course);
	Episode    *episodes;

	if (numbers % EPISODE_INTS != 0 || ARR_HASNULL(course) || ARR_ELEMTYPE(course) != INT4OID)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("course of a decision cannot be read"),
				 errdetail("It has five numbers an episode."),
				 errhint("Take it from column course of credit.standing.")));
	*n = numbers / EPISODE_INTS;
	episodes = palloc(sizeof(Episode) * (*n + 1));
	for (int i = 0; i < *n; i++, number += EPISODE_INTS)
	{
		episodes[i].kind = number[0];
		episodes[i].from = number[1];
		episodes[i].until = number[2];
		episodes[i].adds = number[3] == 1;
		episodes[i].late = number[3] == 2;
		episodes[i].measure = number[4];
		episodes[i].event = -1;
	}
	return episodes;
}

/* Read the arguments, which begin at a number, and count the days. */
static int
read_measure(FunctionCallInfo fcinfo, int first, Standing *standing, MeasureDays *days)
{
	MeasureTerms terms = {0};

	standing->base_on = day_arg(fcinfo, first);
	standing->from_day = day_arg(fcinfo, first + 1);
	standing->last_day = day_arg(fcinfo, first + 2);
	standing->end_day = day_arg(fcinfo, first + 3);
	standing->end_kind = PG_ARGISNULL(first + 4) ? END_NONE :
		credit_end_kind(PG_GETARG_TEXT_PP(first + 4));
	standing->review_due = day_arg(fcinfo, first + 5);
	standing->harmonised = !PG_ARGISNULL(first + 6) && PG_GETARG_BOOL(first + 6);
	standing->nepisodes = 0;
	standing->episodes = NULL;
	if (!PG_ARGISNULL(first + 7))
		standing->episodes = credit_read_course(PG_GETARG_ARRAYTYPE_P(first + 7), &standing->nepisodes);
	terms.number = PG_ARGISNULL(first + 8) ? 0 : PG_GETARG_INT32(first + 8);
	if (!PG_ARGISNULL(first + 9))
		terms.term = PG_GETARG_INTERVAL_P(first + 9);
	if (!PG_ARGISNULL(first + 10))
		terms.statutory_max = PG_GETARG_INTERVAL_P(first + 10);
	if (!PG_ARGISNULL(first + 11))
	{
		/* only whether it is dated matters: fixed and range begin so */
		text	   *word = PG_GETARG_TEXT_PP(first + 11);
		int			length = VARSIZE_ANY_EXHDR(word);
		char		letter = length > 0 ? VARDATA_ANY(word)[0] : 0;

		terms.term_kind = letter == 'f' && length == 5 ? TERM_FIXED :
			letter == 'r' ? TERM_RANGE : TERM_UNTIL_CONDITION;
	}
	terms.statutory_term = !PG_ARGISNULL(first + 12) && PG_GETARG_BOOL(first + 12);
	terms.stop_counts = PG_ARGISNULL(first + 13) || PG_GETARG_BOOL(first + 13);
	credit_measure_days(standing, &terms, days);
	return terms.number;
}

/* First day in force; NULL: not served. */
Datum
credit_measure_from(PG_FUNCTION_ARGS)
{
	Standing	standing;
	MeasureDays days;

	(void) read_measure(fcinfo, 0, &standing, &days);
	if (DATE_NOT_FINITE(days.first))
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(days.first);
}

/* The day after the last day in force, and why. */
static DateADT
over_from(const Standing *standing, int number, const MeasureDays *days, const char **why)
{
	DateADT		over = NO_DAY;

	*why = NULL;
	if (standing->end_kind == END_ANNULLED)
	{
		*why = "annulled";
		return NO_DAY;
	}
	if (standing->end_kind != END_NONE)
	{
		over = standing->end_day;
		*why = credit_end_word(standing->end_kind);
	}
	for (int i = 0; i < standing->nepisodes; i++)
		if (standing->episodes[i].measure == number)
		{
			if (standing->episodes[i].kind == EPISODE_DROPPED)
			{
				*why = "annulled";
				return NO_DAY;
			}
			if (standing->episodes[i].kind == EPISODE_REPAIRED && standing->episodes[i].from < over)
			{
				over = standing->episodes[i].from;
				*why = "repaired";
			}
			/* off, and not on again; released goes before repaired */
			if (standing->episodes[i].kind == EPISODE_OFF && standing->episodes[i].until == NO_DAY &&
				standing->episodes[i].from != DATEVAL_NOBEGIN &&
				(standing->episodes[i].from < over ||
				 (standing->episodes[i].from == over && *why && strcmp(*why, "repaired") == 0)))
			{
				over = standing->episodes[i].from;
				*why = "released";
			}
		}
	if (days->until != NO_DAY && days->until + 1 < over)
	{
		over = days->until + 1;
		*why = "term";
	}
	if (*why == NULL && days->open)
		*why = "stop";
	return over;
}

/* Last day in force, stops and ends counted; NULL: none, or not known yet. */
Datum
credit_measure_until(PG_FUNCTION_ARGS)
{
	Standing	standing;
	MeasureDays days;
	int			number = read_measure(fcinfo, 0, &standing, &days);
	const char *why;
	DateADT		over = over_from(&standing, number, &days, &why);

	if (DATE_NOT_FINITE(over))
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(over - 1);
}

/*
 * What ends it: term, revoked, released, repaired or annulled; stop while its
 * last day is not known because a stop is open; NULL where nothing ends it by
 * a day.
 */
Datum
credit_measure_until_kind(PG_FUNCTION_ARGS)
{
	Standing	standing;
	MeasureDays days;
	int			number = read_measure(fcinfo, 0, &standing, &days);
	const char *why;

	(void) over_from(&standing, number, &days, &why);
	if (why == NULL)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(CStringGetTextDatum(why));
}

/*
 * State on a day, the first argument: pending, active, suspended, annulled,
 * revoked, released, repaired or expired.
 */
Datum
credit_measure_state_sql(PG_FUNCTION_ARGS)
{
	Standing	standing;
	MeasureDays days;
	int			number;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	number = read_measure(fcinfo, 1, &standing, &days);
	PG_RETURN_DATUM(CStringGetTextDatum(credit_state_word(credit_measure_state(&standing, number, &days,
																			   PG_GETARG_DATEADT(0)))));
}

/* First day after a day on which the state is another one; NULL: none. */
Datum
credit_measure_change_sql(PG_FUNCTION_ARGS)
{
	Standing	standing;
	MeasureDays days;
	int			number;
	DateADT		next;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	number = read_measure(fcinfo, 1, &standing, &days);
	next = credit_measure_change(&standing, number, &days, PG_GETARG_DATEADT(0));
	if (next == NO_DAY)
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(next);
}

/* Words for the kinds of episodes. */
static const char *const episode_words[] = {
	NULL, "objection", "complaint", "stay", "record_stay", "review", "lifted", "dropped",
	"repaired", "off", "amended", "base", "lapse", "corrected", "cut"
};

/*
 * mark_on(day date, state text, measure integer, course integer[]) returns
 * text
 *
 * What an answer is marked with: the stop that a suspended measure is in, else
 * that the record was corrected; NULL: nothing.
 */
Datum
credit_mark_on(PG_FUNCTION_ARGS)
{
	Episode    *episodes;
	int			n;
	const char *mark = NULL;
	DateADT		day;
	bool		suspended;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(2) || PG_ARGISNULL(3))
		PG_RETURN_NULL();
	day = PG_GETARG_DATEADT(0);
	suspended = VARSIZE_ANY_EXHDR(PG_GETARG_TEXT_PP(1)) > 0 &&
		VARDATA_ANY(PG_GETARG_TEXT_PP(1))[0] == 's';
	episodes = credit_read_course(PG_GETARG_ARRAYTYPE_P(3), &n);
	for (int i = 0; i < n; i++)
	{
		const Episode *episode = &episodes[i];

		if (episode->from > day || (episode->until != NO_DAY && episode->until < day) ||
			(episode->measure != 0 && episode->measure != PG_GETARG_INT32(2)))
			continue;
		if (episode->kind == EPISODE_CORRECTED && mark == NULL)
			mark = episode_words[episode->kind];
		else if (suspended && episode->kind >= EPISODE_OBJECTION && episode->kind <= EPISODE_LIFTED)
		{
			mark = episode_words[episode->kind];
			break;
		}
	}
	if (mark == NULL)
		PG_RETURN_NULL();
	PG_RETURN_DATUM(CStringGetTextDatum(mark));
}

/*
 * episodes(course integer[]) returns table (kind text, from_day date,
 * until_day date, adds boolean, measure integer)
 *
 * What column course of standing says.  Days are inclusive; NULL is open, and
 * measure NULL all of them.
 */
Datum
credit_episodes(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	Episode    *episodes;
	int			n;

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	episodes = credit_read_course(PG_GETARG_ARRAYTYPE_P(0), &n);
	for (int i = 0; i < n; i++)
	{
		Datum		values[5] = {0};
		bool		nulls[5] = {false};
		int			kind = episodes[i].kind;

		values[0] = CStringGetTextDatum(kind > 0 && kind < lengthof(episode_words) ? episode_words[kind] : "unknown");
		values[1] = DateADTGetDatum(episodes[i].from);
		nulls[1] = DATE_NOT_FINITE(episodes[i].from);
		values[2] = DateADTGetDatum(episodes[i].until);
		nulls[2] = DATE_NOT_FINITE(episodes[i].until);
		values[3] = BoolGetDatum(episodes[i].adds);
		values[4] = Int32GetDatum(episodes[i].measure);
		nulls[4] = episodes[i].measure == 0;
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}
