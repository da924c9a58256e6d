/*
 * name_icu.c
 *	  The only file that calls ICU's converters, normaliser and
 *	  transliterators.
 *
 * Only stable C functions are used, by their unversioned names.  Every status
 * is looked at; a failure is ERRCODE_EXTERNAL_ROUTINE_EXCEPTION, naming the
 * step, with ICU's own word for it in the detail.  A result that does not fit
 * is asked for again at the size ICU named.
 *
 * Memory: the two transliterators (about 15 ms and 90 ms to open, a few MB)
 * are opened by the backend that first needs one and live as long as it does;
 * nothing here runs in the postmaster, so no child inherits one half used.
 * The normalisers are ICU's own and are never closed.  Results are palloc'd
 * in the caller's context, except the version text, which is static.
 */
#include "name_icu.h"

#include <unicode/ulocdata.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>
#include <unicode/uversion.h>

#include "miscadmin.h"

/* transliterators, by the order of rules_id */
typedef enum NameRules
{
	NAME_RULES_SIMPLIFY,
	NAME_RULES_LATIN
} NameRules;

static const char *const rules_id[] = {
	"Traditional-Simplified",
	"Han-Latin; Latin-ASCII; Lower"
};

static UTransliterator *rules_opened[lengthof(rules_id)];

static void check_status(UErrorCode status, const char *step);
static UTransliterator *rules(NameRules which);
static UChar *transliterate(NameRules which, const UChar *from, int32_t length,
							int32_t *out_length);

/*
 * Returns when the step went well; warnings are no failure.
 */
static void
check_status(UErrorCode status, const char *step)
{
	if (U_SUCCESS(status))
		return;
	if (status == U_MEMORY_ALLOCATION_ERROR)
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY),
				 errmsg("out of memory"),
				 errdetail("ICU failed at step \"%s\".", step)));
	ereport(ERROR,
			(errcode(ERRCODE_EXTERNAL_ROUTINE_EXCEPTION),
			 errmsg("ICU failed at step \"%s\"", step),
			 errdetail("ICU reports %s.", u_errorName(status))));
}

/*
 * The transliterator, opened on first use in this backend.
 */
static UTransliterator *
rules(NameRules which)
{
	if (rules_opened[which] == NULL)
	{
		UErrorCode	status = U_ZERO_ERROR;
		UTransliterator *opened;
		UChar		id[64];

		Assert(strlen(rules_id[which]) < lengthof(id));
		u_uastrcpy(id, rules_id[which]);
		opened = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
		check_status(status, rules_id[which]);
		rules_opened[which] = opened;
	}
	return rules_opened[which];
}

/*
 * The whole of "from" under the rules, palloc'd.  Not interruptible: callers
 * pass a character, never a text.
 */
static UChar *
transliterate(NameRules which, const UChar *from, int32_t length,
			  int32_t *out_length)
{
	UTransliterator *opened = rules(which);
	int32_t		capacity = length * 8 + 8;

	for (;;)
	{
		UErrorCode	status = U_ZERO_ERROR;
		UChar	   *to = palloc(capacity * sizeof(UChar));
		int32_t		limit = length;

		/* works in place, and leaves half-done text where it overflows */
		memcpy(to, from, length * sizeof(UChar));
		*out_length = length;
		utrans_transUChars(opened, to, out_length, capacity, 0, &limit,
						   &status);
		if (status == U_BUFFER_OVERFLOW_ERROR && *out_length > capacity)
		{
			pfree(to);
			capacity = *out_length;
			continue;
		}
		check_status(status, rules_id[which]);
		return to;
	}
}

/*
 * UTF-8 text as UTF-16 in NFKC with case folded and everything that does not
 * show taken out (soft hyphens, joiners, variation selectors, tags).
 */
UChar *
name_icu_casefold(const char *str, int bytes, int32_t *length)
{
	UErrorCode	status = U_ZERO_ERROR;
	const UNormalizer2 *normaliser = unorm2_getNFKCCasefoldInstance(&status);
	UChar	   *plain;
	UChar	   *folded;
	int32_t		plain_length;
	int32_t		capacity;

	check_status(status, "NFKC_Casefold");

	/* never more UTF-16 units than UTF-8 bytes; no terminator is needed */
	plain = palloc((bytes + 1) * sizeof(UChar));
	u_strFromUTF8(plain, bytes + 1, &plain_length, str, bytes, &status);
	check_status(status, "from UTF-8");

	CHECK_FOR_INTERRUPTS();

	capacity = plain_length + 32;
	folded = palloc(capacity * sizeof(UChar));
	*length = unorm2_normalize(normaliser, plain, plain_length, folded,
							   capacity, &status);
	if (status == U_BUFFER_OVERFLOW_ERROR)
	{
		pfree(folded);
		capacity = *length;
		folded = palloc(capacity * sizeof(UChar));
		status = U_ZERO_ERROR;
		*length = unorm2_normalize(normaliser, plain, plain_length, folded,
								   capacity, &status);
	}
	check_status(status, "NFKC_Casefold");
	pfree(plain);

	CHECK_FOR_INTERRUPTS();
	return folded;
}

/*
 * The letter without its accents, for a letter made of a letter and marks.
 */
UChar32
name_icu_base(UChar32 c)
{
	UErrorCode	status = U_ZERO_ERROR;
	const UNormalizer2 *normaliser = unorm2_getNFCInstance(&status);
	UChar		parts[32];
	int32_t		length;
	int32_t		i = 0;

	check_status(status, "NFC");
	length = unorm2_getDecomposition(normaliser, c, parts, lengthof(parts),
									 &status);
	check_status(status, "decomposition");
	if (length <= 0)
		return c;
	U16_NEXT(parts, i, length, c);
	return c;
}

/*
 * The simplified form of one character standing alone: what it means beside
 * others is not looked at, so a beginning of a text gives a beginning of the
 * simplified text.
 */
UChar32
name_icu_simplify(UChar32 c)
{
	UChar		from[2];
	UChar	   *to;
	int32_t		length = 0;
	int32_t		end = 0;
	UChar32		simple;

	U16_APPEND_UNSAFE(from, length, c);
	to = transliterate(NAME_RULES_SIMPLIFY, from, length, &length);
	if (length > 0)
	{
		U16_NEXT(to, end, length, simple);
		/* a character that becomes several would not stay comparable */
		if (end == length)
			c = simple;
	}
	pfree(to);
	return c;
}

/*
 * Pinyin without tones, in lower case, of a character or two.
 */
UChar *
name_icu_latin(const UChar *from, int32_t length, int32_t *out_length)
{
	return transliterate(NAME_RULES_LATIN, from, length, out_length);
}

/*
 * Which ICU and which data: two servers that say the same fold alike, as far
 * as ICU decides.  Static.
 */
const char *
name_icu_version(void)
{
	static char version[128] = "";

	if (version[0] == '\0')
	{
		UErrorCode	status = U_ZERO_ERROR;
		UVersionInfo info;
		char		icu[U_MAX_VERSION_STRING_LENGTH];
		char		unicode[U_MAX_VERSION_STRING_LENGTH];
		char		cldr[U_MAX_VERSION_STRING_LENGTH];

		u_getVersion(info);
		u_versionToString(info, icu);
		u_getUnicodeVersion(info);
		u_versionToString(info, unicode);
		ulocdata_getCLDRVersion(info, &status);
		check_status(status, "CLDR version");
		u_versionToString(info, cldr);
		snprintf(version, sizeof(version), "ICU %s, Unicode %s, CLDR %s",
				 icu, unicode, cldr);
	}
	return version;
}
