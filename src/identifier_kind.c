/*
 * identifier_kind.c
 *	  What an identifier says of its holder: kind, division, birth date.
 *
 * Pure, as identifier_code.c is: any sixteen bytes are safe to ask about.
 * The pairs of positions 1 and 2 are those of GB 32100-2015 with its slip of
 * 2016; a pair that is not among them has kind "other" and is flagged, never
 * refused, since the table grows.
 */
#include "identifier_text.h"

#include <string.h>

static void category(const Identifier *id, char *first, char *second);

/* Positions 1 and 2 of a uscc. */
static void
category(const Identifier *id, char *first, char *second)
{
	char		code[18];

	identifier_code_text(id, code);
	*first = code[0];
	*second = code[1];
}

/* Are positions 1 and 2 a pair of GB 32100?  True for other schemes. */
bool
identifier_category_known(const Identifier *id)
{
	static const char *const known[] = {
		"11239", "219", "3123459", "419", "51239", "6129", "7129", "819",
		"9123", "A19", "N1239", "Y1"
	};
	char		first;
	char		second;

	if (id->byte[0] != IDENTIFIER_USCC)
		return true;
	category(id, &first, &second);
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
	{
		if (known[i][0] == first)
			return strchr(known[i] + 1, second) != NULL;
	}
	return false;
}

/* Kind of subject an identifier is given to: one of five words. */
const char *
identifier_kind(const Identifier *id)
{
	char		first;
	char		second;

	switch (id->byte[0])
	{
		case IDENTIFIER_ID:
		case IDENTIFIER_PASSPORT:
		case IDENTIFIER_PERMIT:
			return "natural_person";
		case IDENTIFIER_REG:
			return "enterprise";
		case IDENTIFIER_USCC:
			break;
		default:
			return "other";
	}
	category(id, &first, &second);
	if (!identifier_category_known(id))
		return "other";
	if (first == '9' || first == '3' || (first == 'N' && second != '9'))
		return "enterprise";
	if (first == '5' || (first == '8' && second == '1'))
		return "social_organisation";
	if (first == '1' || (first == 'A' && second == '1'))
		return "public_body";
	return "other";
}

/* Narrower kind, or NULL where there is none. */
const char *
identifier_sub_kind(const Identifier *id)
{
	char		code[18];
	char		first;
	char		second;

	if (id->byte[0] == IDENTIFIER_REG && id->byte[8] == 15)
	{
		identifier_code_text(id, code);
		return code[6] >= '6' ? "individual_business" : NULL;
	}
	if (id->byte[0] != IDENTIFIER_USCC || !identifier_category_known(id))
		return NULL;
	category(id, &first, &second);
	if (first == '9' && second == '2')
		return "individual_business";
	if (first == '9' && second == '3')
		return "cooperative";
	if (first == 'N' && second != '9')
		return "collective";
	if (first == '3')
		return "professional_body";
	if (first == 'A' && second == '1')
		return "military";
	return NULL;
}

/* Does it lead to one person, so that it is masked and reads are logged? */
bool
identifier_personal(const Identifier *id)
{
	const char *sub_kind = identifier_sub_kind(id);

	return strcmp(identifier_kind(id), "natural_person") == 0 ||
		(sub_kind != NULL && strcmp(sub_kind, "individual_business") == 0);
}

/*
 * Writes the six digits of the division (GB/T 2260) and a terminator; false
 * when the scheme has none.  A foreigner's card carries nationality there.
 */
bool
identifier_region(const Identifier *id, char *region)
{
	char		code[18];
	int			start = 0;

	switch (id->byte[0])
	{
		case IDENTIFIER_USCC:
			start = 2;
			break;
		case IDENTIFIER_ID:
		case IDENTIFIER_REG:
			break;
		default:
			return false;
	}
	identifier_code_text(id, code);
	if (id->byte[0] == IDENTIFIER_ID && code[0] == '9')
		return false;
	memcpy(region, code + start, 6);
	region[6] = '\0';
	return true;
}

/*
 * Do the first two digits of the division name a province, or for bodies the
 * centre (10)?  True where there is no division.
 */
bool
identifier_province_known(const Identifier *id)
{
	static const char provinces[] =
	"11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 "
	"50 51 52 53 54 61 62 63 64 65 71 81 82 83 ";
	char		region[7];

	if (!identifier_region(id, region))
		return true;
	region[2] = '\0';
	if (id->byte[0] != IDENTIFIER_ID && strcmp(region, "10") == 0)
		return true;
	for (const char *p = provinces; *p != '\0'; p += 3)
	{
		if (p[0] == region[0] && p[1] == region[1])
			return true;
	}
	return false;
}
