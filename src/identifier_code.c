/*
 * identifier_code.c
 *	  Sixteen bytes of an identifier: check characters, packing, text form.
 *
 * Pure: no server call, no allocation.  Every function that takes an
 * Identifier may be given any sixteen bytes and stays inside its buffers;
 * what it answers means something only where identifier_valid() is true.
 *
 * Sources: GB 32100-2015 (unified social credit code), GB 11714
 * (organisation code), GB 11643-1999 (resident number), GS 15-2006 with
 * GB/T 17710 (registration number).
 */
#include "identifier_text.h"

#include <string.h>

#define BASE36_EIGHT INT64_C(2821109907456) /* 36 to the eighth */

static const char alphabet31[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
static const char alphabet36[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

static const char *const scheme_names[] = {
	"", "uscc", "id", "org", "reg", "passport", "permit"
};

/* Index of each letter in the alphabet of 31, or -1. */
static const signed char letter_index31[26] = {
	10, 11, 12, 13, 14, 15, 16, 17, -1, 18, 19, 20, 21, 22, -1, 23, 24, 25,
	-1, 26, 27, -1, 28, 29, 30, -1
};

static int	index36(char c);
static void put_number(Identifier *id, int first, int last, uint64_t number);
static uint64_t get_number(const Identifier *id, int first, int last);
static int	put_digits(char *out, uint64_t number, int digits);
static bool zero_from(const Identifier *id, int first);
static uint64_t organisation_number(const char *organisation);
static void organisation_text(const Identifier *id, char *out);
static bool right_as_resident(const char *code);
static bool right_as_uscc(const char *code);

/* Index in the alphabet of GB 32100, or -1. */
int
identifier_alphabet_index(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'Z')
		return letter_index31[c - 'A'];
	return -1;
}

/* Value of an organisation code character in GB 11714, or -1. */
static int
index36(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'Z')
		return c - 'A' + 10;
	return -1;
}

/*
 * Check character of a unified social credit code (GB 32100), from its first
 * 17 characters.  Means nothing, but is safe, when one is not in the alphabet.
 */
char
identifier_outer_check(const char *code)
{
	static const unsigned char weight[17] = {
		1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28
	};
	int			sum = 0;

	for (int i = 0; i < 17; i++)
		sum += identifier_alphabet_index(code[i]) * weight[i];
	return alphabet31[(31 - sum % 31) % 31];
}

/*
 * Check character of an organisation code (GB 11714), from its first eight
 * characters, digits and capital letters.
 */
char
identifier_inner_check(const char *organisation)
{
	static const unsigned char weight[8] = {3, 7, 9, 10, 5, 8, 4, 2};
	int			sum = 0;

	for (int i = 0; i < 8; i++)
		sum += index36(organisation[i]) * weight[i];
	return "0X987654321"[sum % 11];
}

/* Check character of a resident number (MOD 11-2), from its 17 digits. */
char
identifier_resident_check(const char *code)
{
	static const unsigned char weight[17] = {
		7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2
	};
	int			sum = 0;

	for (int i = 0; i < 17; i++)
		sum += (code[i] - '0') * weight[i];
	return "10X98765432"[sum % 11];
}

/* Check digit of a registration number (MOD 11,10), from its 14 digits. */
char
identifier_registration_check(const char *code)
{
	int			product = 10;

	for (int i = 0; i < 14; i++)
	{
		int			sum = (product + code[i] - '0') % 10;

		product = 2 * (sum == 0 ? 10 : sum) % 11;
	}
	return '0' + (11 - product) % 10;
}

/* Is it a day of the Gregorian calendar, from 1800 to 2199? */
bool
identifier_date_exists(int year, int month, int day)
{
	static const unsigned char days[12] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
	};
	bool		leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	if (year < 1800 || year > 2199 || month < 1 || month > 12 || day < 1)
		return false;
	return day <= days[month - 1] + (month == 2 && leap ? 1 : 0);
}

/* Stores a number big-endian in bytes first to last. */
static void
put_number(Identifier *id, int first, int last, uint64_t number)
{
	for (int i = last; i >= first; i--)
	{
		id->byte[i] = (unsigned char) (number & 0xff);
		number >>= 8;
	}
}

/* The number put_number() stored there. */
static uint64_t
get_number(const Identifier *id, int first, int last)
{
	uint64_t	number = 0;

	for (int i = first; i <= last; i++)
		number = number << 8 | id->byte[i];
	return number;
}

/* Writes the last digits of a number, zero filled; returns how many. */
static int
put_digits(char *out, uint64_t number, int digits)
{
	for (int i = digits - 1; i >= 0; i--)
	{
		out[i] = '0' + number % 10;
		number /= 10;
	}
	return digits;
}

/* Are the bytes from first on all zero? */
static bool
zero_from(const Identifier *id, int first)
{
	for (int i = first; i < IDENTIFIER_SIZE; i++)
	{
		if (id->byte[i] != 0)
			return false;
	}
	return true;
}

/* Base-36 value of the first eight characters of an organisation code. */
static uint64_t
organisation_number(const char *organisation)
{
	uint64_t	number = 0;

	for (int i = 0; i < 8; i++)
		number = number * 36 + index36(organisation[i]);
	return number;
}

/* Packs 18 characters of right form, whatever the outer check character. */
void
identifier_pack_uscc(const char *code, Identifier *id)
{
	int			division = 0;

	memset(id, 0, sizeof(Identifier));
	id->byte[0] = IDENTIFIER_USCC;
	put_number(id, 1, 6, organisation_number(code + 8));
	id->byte[7] = identifier_alphabet_index(code[0]);
	id->byte[8] = identifier_alphabet_index(code[1]);
	for (int i = 2; i < 8; i++)
		division = division * 10 + (code[i] - '0');
	put_number(id, 9, 11, division);
	if (code[17] != identifier_outer_check(code))
		id->byte[12] = 1 + identifier_alphabet_index(code[17]);
}

/* Packs 17 digits with a real date; what follows them is not looked at. */
void
identifier_pack_id(const char *code, Identifier *id)
{
	uint64_t	part[5] = {0};
	static const unsigned char end[5] = {6, 10, 12, 14, 17};

	for (int i = 0, p = 0; p < 5; p++)
	{
		for (; i < end[p]; i++)
			part[p] = part[p] * 10 + (code[i] - '0');
	}
	memset(id, 0, sizeof(Identifier));
	id->byte[0] = IDENTIFIER_ID;
	put_number(id, 1, 7,
			   ((part[1] << 9 | part[2] << 5 | part[3]) * 1000 + part[4])
			   * 1000000 + part[0]);
}

/* Packs an organisation code of right form; its check is not looked at. */
void
identifier_pack_org(const char *code, Identifier *id)
{
	memset(id, 0, sizeof(Identifier));
	id->byte[0] = IDENTIFIER_ORG;
	put_number(id, 1, 6, organisation_number(code));
}

/* Packs a registration number of 15 or 13 digits. */
void
identifier_pack_reg(const char *code, int length, Identifier *id)
{
	uint64_t	number = 0;

	memset(id, 0, sizeof(Identifier));
	id->byte[0] = IDENTIFIER_REG;
	for (int i = 0; i < (length == 15 ? 14 : 13); i++)
		number = number * 10 + (code[i] - '0');
	put_number(id, 1, 7, number);
	id->byte[8] = (unsigned char) length;
}

/* Packs the at most 15 characters of a passport or permit. */
void
identifier_pack_characters(IdentifierScheme scheme, const char *code,
						   int length, Identifier *id)
{
	memset(id, 0, sizeof(Identifier));
	id->byte[0] = scheme;
	memcpy(id->byte + 1, code, length);
}

/*
 * Could these bytes have come from text?  True for exactly those that
 * reading some text gives, so each identifier has one form.
 */
bool
identifier_valid(const Identifier *id)
{
	char		code[18];
	uint64_t	number;
	int			length;

	switch (id->byte[0])
	{
		case IDENTIFIER_USCC:
			if (get_number(id, 1, 6) >= BASE36_EIGHT || id->byte[7] >= 31 ||
				id->byte[8] >= 31 || get_number(id, 9, 11) >= 1000000 ||
				id->byte[12] > 31 || !zero_from(id, 13))
				return false;
			identifier_code_text(id, code);
			for (int i = 8; i < 16; i++)
			{
				if (identifier_alphabet_index(code[i]) < 0)
					return false;
			}
			return id->byte[12] == 0 ||
				code[17] != identifier_outer_check(code);
		case IDENTIFIER_ID:
			number = get_number(id, 1, 7) / UINT64_C(1000000000);
			return zero_from(id, 8) &&
				identifier_date_exists((int) (number >> 9),
									   (int) (number >> 5 & 15),
									   (int) (number & 31));
		case IDENTIFIER_ORG:
			return get_number(id, 1, 6) < BASE36_EIGHT && zero_from(id, 7);
		case IDENTIFIER_REG:
			number = get_number(id, 1, 7);
			return zero_from(id, 9) &&
				((id->byte[8] == 15 && number < UINT64_C(100000000000000)) ||
				 (id->byte[8] == 13 && number < UINT64_C(10000000000000)));
		case IDENTIFIER_PASSPORT:
		case IDENTIFIER_PERMIT:
			for (length = 0; length < 15; length++)
			{
				if (index36((char) id->byte[1 + length]) < 0)
					break;
			}
			if (!zero_from(id, 1 + length))
				return false;
			if (id->byte[0] == IDENTIFIER_PERMIT)
				return length >= 8 && length <= 11;
			return length >= 5;
		default:
			return false;
	}
}

/* First eight characters of an organisation code. */
static void
organisation_text(const Identifier *id, char *out)
{
	uint64_t	number = get_number(id, 1, 6);

	for (int i = 7; i >= 0; i--)
	{
		out[i] = alphabet36[number % 36];
		number /= 36;
	}
}

/*
 * Writes the bare characters, no prefix and no mark, and returns their
 * number, at most 18.  Not terminated.
 */
int
identifier_code_text(const Identifier *id, char *out)
{
	uint64_t	number;
	int			length;

	switch (id->byte[0])
	{
		case IDENTIFIER_USCC:
			out[0] = alphabet31[id->byte[7] % 31];
			out[1] = alphabet31[id->byte[8] % 31];
			put_digits(out + 2, get_number(id, 9, 11), 6);
			organisation_text(id, out + 8);
			out[16] = identifier_inner_check(out + 8);
			if (id->byte[12] != 0)
				out[17] = alphabet31[(id->byte[12] - 1) % 31];
			else
				out[17] = identifier_outer_check(out);
			return 18;
		case IDENTIFIER_ID:
			number = get_number(id, 1, 7);
			put_digits(out, number % 1000000, 6);
			number /= 1000000;
			put_digits(out + 14, number % 1000, 3);
			number /= 1000;
			put_digits(out + 6, number >> 9, 4);
			put_digits(out + 10, number >> 5 & 15, 2);
			put_digits(out + 12, number & 31, 2);
			out[17] = identifier_resident_check(out);
			return 18;
		case IDENTIFIER_ORG:
			organisation_text(id, out);
			out[8] = identifier_inner_check(out);
			return 9;
		case IDENTIFIER_REG:
			number = get_number(id, 1, 7);
			if (id->byte[8] != 15)
				return put_digits(out, number, 13);
			put_digits(out, number, 14);
			out[14] = identifier_registration_check(out);
			return 15;
		default:
			for (length = 0; length < 15; length++)
			{
				if (id->byte[1 + length] == 0)
					break;
				out[length] = (char) id->byte[1 + length];
			}
			return length;
	}
}

/* Are these 18 characters a right resident number? */
static bool
right_as_resident(const char *code)
{
	int			part[3] = {0};

	for (int i = 0; i < 17; i++)
	{
		if (code[i] < '0' || code[i] > '9')
			return false;
	}
	for (int i = 6; i < 14; i++)
	{
		int		   *p = &part[i < 10 ? 0 : i < 12 ? 1 : 2];

		*p = *p * 10 + (code[i] - '0');
	}
	return identifier_date_exists(part[0], part[1], part[2]) &&
		code[17] == identifier_resident_check(code);
}

/* Are the two check characters of a number of digits right as a uscc? */
static bool
right_as_uscc(const char *code)
{
	return code[16] == identifier_inner_check(code + 8) &&
		code[17] == identifier_outer_check(code);
}

/*
 * Writes the terminated text form and returns its length.  "typed" asks for
 * the form of the types uscc and resident_id, which never has a prefix;
 * otherwise the prefix is written wherever the characters alone would not be
 * read back as the same identifier.
 */
int
identifier_format(const Identifier *id, bool typed, char *out)
{
	char		code[18];
	int			code_length = identifier_code_text(id, code);
	int			length = 0;
	bool		flagged = identifier_flagged(id);
	bool		prefix;

	if (id->byte[0] == IDENTIFIER_USCC)
		prefix = !flagged && right_as_resident(code);
	else if (id->byte[0] == IDENTIFIER_ID)
		prefix = right_as_uscc(code);
	else
		prefix = true;

	if (prefix && !typed)
	{
		const char *name = identifier_scheme_name(identifier_scheme(id));

		length = (int) strlen(name);
		memcpy(out, name, length);
		out[length++] = ':';
	}
	memcpy(out + length, code, code_length);
	length += code_length;
	if (flagged)
		out[length++] = '!';
	out[length] = '\0';
	return length;
}

/* Scheme of an identifier; IDENTIFIER_ANY for bytes that are none. */
IdentifierScheme
identifier_scheme(const Identifier *id)
{
	return id->byte[0] <= IDENTIFIER_PERMIT ?
		(IdentifierScheme) id->byte[0] : IDENTIFIER_ANY;
}

/* Name of a scheme, which is also its prefix. */
const char *
identifier_scheme_name(IdentifierScheme scheme)
{
	return scheme_names[scheme];
}

/* Was it kept with an outer check character that is wrong? */
bool
identifier_flagged(const Identifier *id)
{
	return id->byte[0] == IDENTIFIER_USCC && id->byte[12] != 0;
}

/* Birth date of a resident number. */
void
identifier_birth_date(const Identifier *id, int *year, int *month, int *day)
{
	uint64_t	number = get_number(id, 1, 7) / UINT64_C(1000000000);

	*year = (int) (number >> 9);
	*month = (int) (number >> 5 & 15);
	*day = (int) (number & 31);
}
