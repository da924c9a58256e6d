/*
 * identifier_explain.c
 *	  Sentences about what is wrong with the text of an identifier.
 *
 * Pure, as identifier_text.c is.  The same sentences are the DETAIL and HINT
 * of an input error and the "problem" of diagnose().
 */
#include "identifier_text.h"

#include <stdio.h>
#include <string.h>

static const char *scheme_title(IdentifierScheme scheme);
static const char *scheme_lengths(IdentifierScheme scheme);
static const char *slip_of(const IdentifierReading *reading);

/* What people call a scheme. */
static const char *
scheme_title(IdentifierScheme scheme)
{
	static const char *const titles[] = {
		"an identifier", "a unified social credit code", "a resident number",
		"an organisation code", "a registration number",
		"a passport number", "a permit number"
	};

	return titles[scheme];
}

/* How long the characters of a scheme are. */
static const char *
scheme_lengths(IdentifierScheme scheme)
{
	static const char *const lengths[] = {
		"18 or fewer", "18", "18, or 15 in the old form", "9",
		"15, or 13 in the old form", "5 to 15", "8 to 11"
	};

	return lengths[scheme];
}

/* What a wrong letter may stand for, as a clause, or nothing. */
static const char *
slip_of(const IdentifierReading *reading)
{
	if (reading->found[1] != '\0')
		return "";
	switch (reading->found[0])
	{
		case 'O':
			return "; it may be a slip for the digit 0";
		case 'I':
			return "; it may be a slip for the digit 1";
		case 'Z':
			return "; it may be a slip for the digit 2";
		case 'S':
			return "; it may be a slip for the digit 5";
		default:
			return "";
	}
}

/*
 * Writes one or two terminated sentences into IDENTIFIER_SENTENCE_SIZE bytes:
 * where the fault is, or the check character expected.  Empty when the
 * reading has none.
 */
void
identifier_explain(const IdentifierReading *reading, char *sentence)
{
	const size_t size = IDENTIFIER_SENTENCE_SIZE;
	const char *title = scheme_title(reading->scheme);
	int			position = reading->position;

	sentence[0] = '\0';
	switch (reading->reason)
	{
		case IDENTIFIER_OK:
			break;
		case IDENTIFIER_EMPTY:
			snprintf(sentence, size, "There are no letters or digits in it.");
			break;
		case IDENTIFIER_BAD_PREFIX:
			snprintf(sentence, size,
					 "What stands before the colon is not a prefix.");
			break;
		case IDENTIFIER_OTHER_SCHEME:
			snprintf(sentence, size,
					 "The prefix is not that of %s.", title);
			break;
		case IDENTIFIER_BAD_LENGTH:
			snprintf(sentence, size,
					 "It has %d characters, where %s has %s.",
					 reading->length, title,
					 scheme_lengths(reading->scheme));
			break;
		case IDENTIFIER_NO_PREFIX:
			snprintf(sentence, size,
					 "It has %d characters; only 18 are read without a prefix.",
					 reading->length);
			break;
		case IDENTIFIER_BAD_CHARACTER:
			snprintf(sentence, size,
					 "Character at position %d is \"%s\", which %s does not have there%s.",
					 position, reading->found, title, slip_of(reading));
			break;
		case IDENTIFIER_NOT_DIGIT:
			snprintf(sentence, size,
					 "Character at position %d is \"%s\", where %s has a digit%s.",
					 position, reading->found, title, slip_of(reading));
			break;
		case IDENTIFIER_BAD_YEAR:
			snprintf(sentence, size,
					 "Date at position %d is \"%s\", its year not between 1800 and 2199.",
					 position, reading->found);
			break;
		case IDENTIFIER_BAD_DATE:
			snprintf(sentence, size,
					 "Date at position %d is \"%s\", which is no day of the calendar.",
					 position, reading->found);
			break;
		case IDENTIFIER_BAD_CHECK:
		case IDENTIFIER_BAD_OUTER:
			snprintf(sentence, size,
					 "Check character at position %d is \"%s\", expected \"%c\".",
					 position, reading->found, reading->expected);
			break;
		case IDENTIFIER_BAD_INNER:
			snprintf(sentence, size,
					 "Check character of the organisation code at position %d is \"%s\", expected \"%c\".",
					 position, reading->found, reading->expected_inner);
			break;
		case IDENTIFIER_BAD_BOTH:
			snprintf(sentence, size,
					 "Check character of the organisation code at position 17 is \"%c\", expected \"%c\"; that at position 18 is \"%c\", expected \"%c\".",
					 reading->found[0], reading->expected_inner,
					 reading->found[1], reading->expected);
			break;
		case IDENTIFIER_AMBIGUOUS:
			snprintf(sentence, size,
					 "It is right both as a unified social credit code and as a resident number.");
			break;
		case IDENTIFIER_NOTHING_TO_MARK:
			snprintf(sentence, size,
					 "Both check characters are right, so \"!\" marks nothing.");
			break;
		case IDENTIFIER_BAD_MARK:
			snprintf(sentence, size,
					 "Only a unified social credit code can end in \"!\".");
			break;
	}
	if (reading->resident_end != '\0')
	{
		size_t		used = strlen(sentence);

		snprintf(sentence + used, size - used,
				 " As a resident number it would end in \"%c\".",
				 reading->resident_end);
	}
}

/*
 * Writes a terminated sentence on what the person can do; false, and nothing
 * written, when there is no more to say than the explanation does.
 */
bool
identifier_advise(const IdentifierReading *reading, char *sentence)
{
	const char *advice = NULL;

	switch (reading->reason)
	{
		case IDENTIFIER_BAD_PREFIX:
			advice = "The prefixes are \"uscc:\", \"id:\", \"org:\", \"reg:\", \"passport:\" and \"permit:\".";
			break;
		case IDENTIFIER_NO_PREFIX:
			if (reading->length == 15)
				advice = "Write \"reg:\" before a registration number, \"id:\" before a resident number of 15 digits.";
			else if (reading->length == 13)
				advice = "Write \"reg:\" before a registration number of 13 digits.";
			else if (reading->length == 9)
				advice = "Write \"org:\" before an organisation code, \"passport:\" or \"permit:\" before the number of one.";
			else if (reading->length >= 5 && reading->length <= 15)
				advice = "Write \"passport:\" or \"permit:\" before the number of one.";
			break;
		case IDENTIFIER_BAD_OUTER:
			advice = "If the code was issued with this check character, write \"!\" after it.";
			break;
		case IDENTIFIER_AMBIGUOUS:
			advice = "Write \"uscc:\" or \"id:\" before it.";
			break;
		case IDENTIFIER_NOTHING_TO_MARK:
			advice = "Leave the \"!\" out.";
			break;
		default:
			break;
	}
	if (advice == NULL)
		return false;
	snprintf(sentence, IDENTIFIER_SENTENCE_SIZE, "%s", advice);
	return true;
}
