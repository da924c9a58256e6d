/*
 * fuzz_identifier.c
 *	  libFuzzer head over the pure files of the identifiers.
 *
 * What must hold for any bytes: nothing outside the input is read; what is
 * accepted has valid bytes and a text form that reads back as the same
 * identifier; sixteen bytes said to be valid have such a form too; every
 * sentence fits its room.
 */
#include "identifier_text.h"

#include <stdlib.h>
#include <string.h>

extern int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds);
static void round_trip(const Identifier *id);
static void check_reading(const IdentifierReading *reading);

/* Stops the fuzzer, which then keeps the input. */
static void
require(bool holds)
{
	if (!holds)
		abort();
}

/* The text forms of a valid identifier read back as the same bytes. */
static void
round_trip(const Identifier *id)
{
	IdentifierReading again;
	IdentifierScheme scheme = identifier_scheme(id);
	char		form[IDENTIFIER_TEXT_SIZE];
	int			length;

	require(identifier_valid(id));
	length = identifier_format(id, false, form);
	require(length < IDENTIFIER_TEXT_SIZE && (int) strlen(form) == length);
	require(identifier_read(form, length, IDENTIFIER_ANY, &again));
	require(memcmp(&again.code, id, sizeof(Identifier)) == 0);
	if (scheme == IDENTIFIER_USCC || scheme == IDENTIFIER_ID)
	{
		length = identifier_format(id, true, form);
		require(length == 18 + identifier_flagged(id));
		require(identifier_read(form, length, scheme, &again));
		require(memcmp(&again.code, id, sizeof(Identifier)) == 0);
	}
}

/* A reading can be told, and a code it carries is valid. */
static void
check_reading(const IdentifierReading *reading)
{
	char		sentence[IDENTIFIER_SENTENCE_SIZE];

	identifier_explain(reading, sentence);
	require((sentence[0] == '\0') == (reading->reason == IDENTIFIER_OK));
	require(strlen(sentence) + 1 < IDENTIFIER_SENTENCE_SIZE);
	identifier_advise(reading, sentence);
	if (identifier_scheme(&reading->code) != IDENTIFIER_ANY)
		round_trip(&reading->code);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	IdentifierReading readings[IDENTIFIER_READINGS];
	const char *input = (const char *) data;
	Identifier	id;
	char		form[IDENTIFIER_TEXT_SIZE];
	int			count;

	for (int want = IDENTIFIER_ANY; want <= IDENTIFIER_ID; want++)
	{
		bool		read = identifier_read(input, size,
										   (IdentifierScheme) want,
										   &readings[0]);

		require(read == (readings[0].reason == IDENTIFIER_OK));
		require(!read ||
				identifier_scheme(&readings[0].code) != IDENTIFIER_ANY);
		check_reading(&readings[0]);
	}
	count = identifier_readings(input, size, readings);
	require(count >= 1 && count <= IDENTIFIER_READINGS);
	for (int i = 0; i < count; i++)
		check_reading(&readings[i]);

	/* the same bytes as a stored identifier, right or not */
	memset(&id, 0, sizeof(id));
	memcpy(&id, data, size < sizeof(id) ? size : sizeof(id));
	require(identifier_format(&id, false, form) < IDENTIFIER_TEXT_SIZE);
	require(identifier_kind(&id) != NULL);
	(void) identifier_sub_kind(&id);
	(void) identifier_personal(&id);
	(void) identifier_province_known(&id);
	if (identifier_valid(&id))
		round_trip(&id);
	return 0;
}
