/*
 * identifier_text.c
 *	  Reading identifiers from text as people and systems write it.
 *
 * Pure: no server call, no allocation, never reads past the length given;
 * the bytes may be anything.  First the text is brought to plain form: small
 * letters to capitals, full-width characters to ASCII, spaces and hyphens of
 * every sort dropped, a prefix split off.  Then it is read as one scheme, or,
 * when bare and of 18 characters, as uscc and as resident number both.
 *
 * Nothing else is put right.  A letter O where a digit 0 may be meant is
 * pointed out to the person, not changed.
 */
#include "identifier_text.h"

#include <stdio.h>
#include <string.h>

/* Characters kept of a text; no identifier is as long. */
#define KEPT 20

/* A text in plain form. */
typedef struct PlainText
{
	char		chars[KEPT];	/* after the prefix */
	int			length;			/* of all characters, kept or not */
	IdentifierScheme scheme;	/* the prefix says, or IDENTIFIER_ANY */
	bool		bad_prefix;
	bool		marked;			/* ends in "!" */
	int			bad;			/* position of the first foreign character */
	char		found[14];		/* and how to show it */
} PlainText;

static size_t next_character(const unsigned char *s, size_t length,
							 uint32_t *character);
static bool is_ignored(uint32_t c);
static void note_bad(PlainText *plain, const unsigned char *s, size_t size,
					 uint32_t character);
static IdentifierScheme prefix_scheme(const PlainText *plain);
static void make_plain(const char *input, size_t length, PlainText *plain);
static bool begin_reading(const PlainText *plain, IdentifierScheme scheme,
						  IdentifierReading *reading);
static bool fault(IdentifierReading *reading, IdentifierReason reason,
				  int position, char found);
static bool digits_only(const PlainText *plain, int count,
						IdentifierReading *reading);
static void read_uscc(const PlainText *plain, IdentifierReading *reading);
static void read_id(const PlainText *plain, IdentifierReading *reading);
static void read_org(const PlainText *plain, IdentifierReading *reading);
static void read_reg(const PlainText *plain, IdentifierReading *reading);
static void read_characters(const PlainText *plain,
							IdentifierReading *reading);
static void read_as(const PlainText *plain, IdentifierScheme scheme,
					IdentifierReading *reading);
static bool read_bare(const PlainText *plain, IdentifierReading *reading);

/* Decodes one UTF-8 character; a byte that begins none is taken alone. */
static size_t
next_character(const unsigned char *s, size_t length, uint32_t *character)
{
	size_t		size;

	if (s[0] >= 0xc2 && s[0] <= 0xdf)
		size = 2;
	else if ((s[0] & 0xf0) == 0xe0)
		size = 3;
	else if (s[0] >= 0xf0 && s[0] <= 0xf4)
		size = 4;
	else
		size = 1;
	*character = s[0];
	if (size == 1 || size > length)
		return 1;
	*character = s[0] & (0x7f >> size);
	for (size_t i = 1; i < size; i++)
	{
		if ((s[i] & 0xc0) != 0x80)
		{
			*character = s[0];
			return 1;
		}
		*character = *character << 6 | (s[i] & 0x3f);
	}
	return size;
}

/*
 * Spaces and hyphens, which may stand anywhere and mean nothing.  Among them
 * the marks of no width that copying from a page leaves behind.
 */
static bool
is_ignored(uint32_t c)
{
	switch (c)
	{
		case ' ':
		case '-':
		case 0x0085:
		case 0x00a0:
		case 0x1680:
		case 0x202f:
		case 0x205f:
		case 0x2060:
		case 0x2212:
		case 0x3000:
		case 0xfeff:
			return true;
		default:
			return (c >= '\t' && c <= '\r') ||
				(c >= 0x2000 && c <= 0x200f) ||
				(c >= 0x2010 && c <= 0x2015) ||
				(c >= 0x2028 && c <= 0x202e);
	}
}

/* Remembers the first character no identifier has, and how to show it. */
static void
note_bad(PlainText *plain, const unsigned char *s, size_t size,
		 uint32_t character)
{
	if (plain->bad != 0)
		return;
	plain->bad = plain->length + 1;
	if (size > 1 || (character > ' ' && character < 0x7f))
	{
		memcpy(plain->found, s, size);
		plain->found[size] = '\0';
	}
	else
		snprintf(plain->found, sizeof(plain->found), "\\x%02x",
				 (unsigned) s[0]);
}

/* The scheme whose name was read so far, or IDENTIFIER_ANY. */
static IdentifierScheme
prefix_scheme(const PlainText *plain)
{
	for (int scheme = IDENTIFIER_USCC; scheme <= IDENTIFIER_PERMIT; scheme++)
	{
		const char *name = identifier_scheme_name((IdentifierScheme) scheme);
		int			i;

		if (plain->bad != 0 || plain->length != (int) strlen(name))
			continue;
		for (i = 0; i < plain->length; i++)
		{
			if (plain->chars[i] != name[i] - 'a' + 'A')
				break;
		}
		if (i == plain->length)
			return (IdentifierScheme) scheme;
	}
	return IDENTIFIER_ANY;
}

/* Brings text to plain form. */
static void
make_plain(const char *input, size_t length, PlainText *plain)
{
	const unsigned char *s = (const unsigned char *) input;
	const unsigned char *end = s + length;
	bool		prefixed = false;

	memset(plain, 0, sizeof(PlainText));
	while (s < end)
	{
		uint32_t	c = *s;
		size_t		size = 1;

		if (c >= 0x80)
			size = next_character(s, end - s, &c);
		if (c >= 0xff01 && c <= 0xff5e)
			c -= 0xff01 - '!';
		if (c >= 'a' && c <= 'z')
			c -= 'a' - 'A';

		if (((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')) &&
			!plain->marked)
		{
			if (plain->length < KEPT)
				plain->chars[plain->length] = (char) c;
			plain->length++;
		}
		else if (size == 1 && c >= 0x80)
		{
			/* not UTF-8 */
			note_bad(plain, s, size, c);
			plain->length++;
		}
		else if (is_ignored(c))
		{
			/* dropped */
		}
		else if (c == ':' && !prefixed && !plain->marked)
		{
			prefixed = true;
			plain->scheme = prefix_scheme(plain);
			plain->bad_prefix = plain->scheme == IDENTIFIER_ANY;
			plain->length = 0;
			plain->bad = 0;
		}
		else if (c == '!' && !plain->marked)
			plain->marked = true;
		else
		{
			if (plain->marked && plain->bad == 0)
			{
				/* the mark was not at the end: it is what is foreign */
				note_bad(plain, (const unsigned char *) "!", 1, '!');
			}
			note_bad(plain, s, size, c);
			if (plain->length < KEPT)
				plain->chars[plain->length] = '\0';
			plain->length++;
		}
		s += size;
	}
}

/*
 * An empty reading of a scheme.  False, with the fault set, when no scheme
 * has such text.
 */
static bool
begin_reading(const PlainText *plain, IdentifierScheme scheme,
			  IdentifierReading *reading)
{
	memset(reading, 0, sizeof(IdentifierReading));
	reading->scheme = scheme;
	reading->length = plain->length;
	if (plain->bad != 0)
	{
		reading->reason = IDENTIFIER_BAD_CHARACTER;
		reading->position = plain->bad;
		memcpy(reading->found, plain->found, sizeof(reading->found));
	}
	else if (plain->length == 0)
		reading->reason = IDENTIFIER_EMPTY;
	return reading->reason == IDENTIFIER_OK;
}

/* Sets what is wrong, and where; always false, for callers to return. */
static bool
fault(IdentifierReading *reading, IdentifierReason reason, int position,
	  char found)
{
	reading->reason = reason;
	reading->position = position;
	reading->found[0] = found;
	reading->found[1] = '\0';
	return false;
}

/* Are the first characters digits?  Sets the fault when one is not. */
static bool
digits_only(const PlainText *plain, int count, IdentifierReading *reading)
{
	for (int i = 0; i < count; i++)
	{
		if (plain->chars[i] < '0' || plain->chars[i] > '9')
			return fault(reading, IDENTIFIER_NOT_DIGIT, i + 1,
						 plain->chars[i]);
	}
	return true;
}

/* Reads a unified social credit code. */
static void
read_uscc(const PlainText *plain, IdentifierReading *reading)
{
	const char *c = plain->chars;

	if (plain->length != 18)
	{
		fault(reading, IDENTIFIER_BAD_LENGTH, 0, '\0');
		return;
	}
	for (int i = 0; i < 18; i++)
	{
		if (i >= 2 && i < 8)
		{
			if (c[i] < '0' || c[i] > '9')
			{
				fault(reading, IDENTIFIER_NOT_DIGIT, i + 1, c[i]);
				return;
			}
		}
		else if (identifier_alphabet_index(c[i]) < 0)
		{
			fault(reading, IDENTIFIER_BAD_CHARACTER, i + 1, c[i]);
			return;
		}
	}
	reading->has_check = reading->has_inner = true;
	reading->expected = identifier_outer_check(c);
	reading->expected_inner = identifier_inner_check(c + 8);
	reading->outer_ok = c[17] == reading->expected;
	reading->inner_ok = c[16] == reading->expected_inner;
	if (reading->inner_ok)
		identifier_pack_uscc(c, &reading->code);

	if (reading->outer_ok && reading->inner_ok)
	{
		if (plain->marked)
			fault(reading, IDENTIFIER_NOTHING_TO_MARK, 18, c[17]);
	}
	else if (reading->outer_ok)
		fault(reading, IDENTIFIER_BAD_INNER, 17, c[16]);
	else if (!reading->inner_ok)
	{
		fault(reading, IDENTIFIER_BAD_BOTH, 17, c[16]);
		reading->found[1] = c[17];
		reading->found[2] = '\0';
	}
	else
		fault(reading, plain->marked ? IDENTIFIER_OK : IDENTIFIER_BAD_OUTER,
			  18, c[17]);
}

/* Reads a resident number of 18 characters, or of 15 from before 1999. */
static void
read_id(const PlainText *plain, IdentifierReading *reading)
{
	char		c[18];
	int			year;
	int			month;
	int			day;

	if (plain->length != 18 && plain->length != 15)
	{
		fault(reading, IDENTIFIER_BAD_LENGTH, 0, '\0');
		return;
	}
	if (!digits_only(plain, plain->length == 18 ? 17 : 15, reading))
		return;
	if (plain->length == 18)
		memcpy(c, plain->chars, 18);
	else
	{
		memcpy(c, plain->chars, 6);
		memcpy(c + 6, "19", 2);
		memcpy(c + 8, plain->chars + 6, 9);
	}
	year = (c[6] - '0') * 1000 + (c[7] - '0') * 100 +
		(c[8] - '0') * 10 + (c[9] - '0');
	month = (c[10] - '0') * 10 + (c[11] - '0');
	day = (c[12] - '0') * 10 + (c[13] - '0');
	if (year < 1800 || year > 2199)
		fault(reading, IDENTIFIER_BAD_YEAR, 7, '\0');
	else if (!identifier_date_exists(year, month, day))
		fault(reading, IDENTIFIER_BAD_DATE, 7, '\0');
	if (reading->reason != IDENTIFIER_OK)
	{
		memcpy(reading->found, c + 6, 8);
		reading->found[8] = '\0';
		if (plain->length == 15)
			memmove(reading->found, reading->found + 2, 7);
		return;
	}
	reading->expected = identifier_resident_check(c);
	reading->has_check = plain->length == 18;
	reading->outer_ok = reading->has_check && c[17] == reading->expected;
	if (reading->has_check && !reading->outer_ok)
	{
		if ((c[17] >= '0' && c[17] <= '9') || c[17] == 'X')
			fault(reading, IDENTIFIER_BAD_CHECK, 18, c[17]);
		else
			fault(reading, IDENTIFIER_BAD_CHARACTER, 18, c[17]);
		return;
	}
	identifier_pack_id(c, &reading->code);
}

/* Reads an organisation code. */
static void
read_org(const PlainText *plain, IdentifierReading *reading)
{
	const char *c = plain->chars;

	if (plain->length != 9)
	{
		fault(reading, IDENTIFIER_BAD_LENGTH, 0, '\0');
		return;
	}
	reading->has_check = true;
	reading->expected = identifier_inner_check(c);
	reading->outer_ok = c[8] == reading->expected;
	if (!reading->outer_ok)
		fault(reading, IDENTIFIER_BAD_CHECK, 9, c[8]);
	else
		identifier_pack_org(c, &reading->code);
}

/* Reads a registration number of 15 digits, or of 13 from before 2007. */
static void
read_reg(const PlainText *plain, IdentifierReading *reading)
{
	const char *c = plain->chars;

	if (plain->length != 15 && plain->length != 13)
	{
		fault(reading, IDENTIFIER_BAD_LENGTH, 0, '\0');
		return;
	}
	if (!digits_only(plain, plain->length, reading))
		return;
	if (plain->length == 15)
	{
		reading->has_check = true;
		reading->expected = identifier_registration_check(c);
		reading->outer_ok = c[14] == reading->expected;
		if (!reading->outer_ok)
		{
			fault(reading, IDENTIFIER_BAD_CHECK, 15, c[14]);
			return;
		}
	}
	identifier_pack_reg(c, plain->length, &reading->code);
}

/* Reads a passport or permit: its length is all that can be checked. */
static void
read_characters(const PlainText *plain, IdentifierReading *reading)
{
	bool		permit = reading->scheme == IDENTIFIER_PERMIT;

	if (plain->length < (permit ? 8 : 5) || plain->length > (permit ? 11 : 15))
		fault(reading, IDENTIFIER_BAD_LENGTH, 0, '\0');
	else
		identifier_pack_characters(reading->scheme, plain->chars,
								   plain->length, &reading->code);
}

/* Reads plain text as one scheme. */
static void
read_as(const PlainText *plain, IdentifierScheme scheme,
		IdentifierReading *reading)
{
	if (!begin_reading(plain, scheme, reading))
		return;
	if (plain->marked && scheme != IDENTIFIER_USCC)
	{
		reading->reason = IDENTIFIER_BAD_MARK;
		return;
	}
	switch (scheme)
	{
		case IDENTIFIER_USCC:
			read_uscc(plain, reading);
			break;
		case IDENTIFIER_ID:
			read_id(plain, reading);
			break;
		case IDENTIFIER_ORG:
			read_org(plain, reading);
			break;
		case IDENTIFIER_REG:
			read_reg(plain, reading);
			break;
		default:
			read_characters(plain, reading);
			break;
	}
}

/*
 * Reads plain text that has no prefix.  What is right as one kind is that
 * kind; where nothing is right, the fault of the likelier kind is told.
 */
static bool
read_bare(const PlainText *plain, IdentifierReading *reading)
{
	IdentifierReading resident;

	if (plain->length != 18 || plain->bad != 0)
	{
		if (begin_reading(plain, IDENTIFIER_ANY, reading))
			reading->reason = IDENTIFIER_NO_PREFIX;
		return false;
	}
	read_as(plain, IDENTIFIER_USCC, reading);
	if (plain->marked)
		return reading->reason == IDENTIFIER_OK;
	read_as(plain, IDENTIFIER_ID, &resident);
	if (resident.reason == IDENTIFIER_OK)
	{
		if (reading->reason == IDENTIFIER_OK)
		{
			reading->scheme = IDENTIFIER_ANY;
			reading->reason = IDENTIFIER_AMBIGUOUS;
			return false;
		}
		*reading = resident;
		return true;
	}
	if (reading->reason == IDENTIFIER_OK)
		return true;
	if (reading->reason == IDENTIFIER_BAD_INNER ||
		reading->reason == IDENTIFIER_BAD_OUTER)
	{
		if (resident.reason == IDENTIFIER_BAD_CHECK)
			reading->resident_end = resident.expected;
	}
	else if (resident.reason == IDENTIFIER_BAD_CHECK ||
			 resident.reason == IDENTIFIER_BAD_DATE)
		*reading = resident;
	return false;
}

/*
 * Reads text as an identifier of the scheme wanted, or of any.  True when
 * there is one, in reading->code; otherwise the reading says what is wrong.
 */
bool
identifier_read(const char *input, size_t length, IdentifierScheme want,
				IdentifierReading *reading)
{
	PlainText	plain;

	make_plain(input, length, &plain);
	if (plain.bad_prefix || (want != IDENTIFIER_ANY &&
							 plain.scheme != IDENTIFIER_ANY &&
							 plain.scheme != want))
	{
		begin_reading(&plain, want, reading);
		reading->reason = plain.bad_prefix ? IDENTIFIER_BAD_PREFIX :
			IDENTIFIER_OTHER_SCHEME;
		return false;
	}
	if (want == IDENTIFIER_ANY && plain.scheme == IDENTIFIER_ANY)
		return read_bare(&plain, reading);
	read_as(&plain, want != IDENTIFIER_ANY ? want : plain.scheme, reading);
	return reading->reason == IDENTIFIER_OK;
}

/*
 * Every way to read a text, likeliest first, into an array of
 * IDENTIFIER_READINGS; returns how many, at least one.  A reading whose code
 * is not zero could be written so that it is accepted.
 */
int
identifier_readings(const char *input, size_t length,
					IdentifierReading *readings)
{
	PlainText	plain;
	int			count = 0;

	make_plain(input, length, &plain);
	if (plain.bad_prefix || plain.scheme != IDENTIFIER_ANY ||
		plain.bad != 0 || plain.length < 5 ||
		(plain.length != 18 && (plain.length > 15 || plain.marked)))
	{
		identifier_read(input, length, IDENTIFIER_ANY, readings);
		return 1;
	}
	switch (plain.length)
	{
		case 18:
			read_as(&plain, IDENTIFIER_USCC, &readings[0]);
			count = 1;
			if (plain.marked)
				break;
			read_as(&plain, IDENTIFIER_ID, &readings[1]);
			if (readings[1].reason == IDENTIFIER_OK ||
				readings[1].reason == IDENTIFIER_BAD_CHECK ||
				readings[1].reason == IDENTIFIER_BAD_DATE)
				count = 2;
			if (readings[0].reason == IDENTIFIER_OK &&
				readings[1].reason == IDENTIFIER_OK)
				readings[0].reason = readings[1].reason =
					IDENTIFIER_AMBIGUOUS;
			break;
		case 15:
			read_as(&plain, IDENTIFIER_REG, &readings[count++]);
			read_as(&plain, IDENTIFIER_ID, &readings[count++]);
			break;
		case 13:
			read_as(&plain, IDENTIFIER_REG, &readings[count++]);
			break;
		default:
			if (plain.length == 9)
				read_as(&plain, IDENTIFIER_ORG, &readings[count++]);
			if (plain.length >= 8 && plain.length <= 11)
				read_as(&plain, IDENTIFIER_PERMIT, &readings[count++]);
			read_as(&plain, IDENTIFIER_PASSPORT, &readings[count++]);
			break;
	}
	for (int i = 0; i < count && plain.length != 18; i++)
	{
		if (readings[i].reason == IDENTIFIER_OK)
			readings[i].reason = IDENTIFIER_NO_PREFIX;
	}
	return count;
}
