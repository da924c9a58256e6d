/*
 * name_fold.c
 *	  Folding of names: the key under which spellings of a name meet, and its
 *	  pinyin.
 *
 * Both work character by character.  ICU's rules from traditional to
 * simplified look at neighbours (畫 is 画, but 计划 in 計畫), and so would
 * give the beginning of a name another key than the name begins with.  Alone,
 * every character has one class of characters it meets, whatever stands
 * beside it: keys of beginnings are beginnings of keys, and both sides of a
 * comparison are treated alike.  Where one simplified character stands for
 * several (发 for 發 and 髮), all of them meet: a key finds candidates and
 * decides nothing.
 *
 * Memory: two caches live as long as the backend, in TopMemoryContext.  One
 * holds the class and the simplified form of each character of the basic
 * plane (at most 116 kB), the other readings of characters by the character
 * that follows (thrown away whole at 16384 entries, about 1 MB).  Both hold
 * nothing but what ICU and this file say, so nothing invalidates them.
 */
#include "name_icu.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/memutils.h"

/* a text longer than this is no name; the bound keeps every size an int */
#define NAME_TEXT_MAX (4 * 1024 * 1024)

/* answers of letter_of() that are no letter */
#define NAME_SEPARATOR ((UChar32) 0)
#define NAME_NOTHING ((UChar32) -1)

#define HAN_FIRST 0x2E80
#define HAN_LAST 0x9FFF
#define READINGS_MAX 16384

typedef struct SimpleForm
{
	uint16		simple;			/* ICU's simplified form; 0 is not known yet */
	uint16		met;			/* representative of the class */
} SimpleForm;

typedef struct Reading
{
	uint32		pair;			/* character and its neighbour; hash key */
	char		reading[NAME_READING_SIZE];
} Reading;

static SimpleForm *simple_forms = NULL;
static HTAB *readings = NULL;

/* groups of characters parted by spaces; the file says which and why */
static const UChar variants[] =
#include "name_variant.inc"

/*
 * Characters that ICU simplifies although they are read, standing alone, in
 * a way of their own: 乾, 瞭, 苎.
 */
static const UChar read_as_written[] = {0x4E7E, 0x77AD, 0x82CE};

static UChar32 letter_of(UChar32 c);
static bool is_han(UChar32 c);
static UChar32 variant_of(UChar32 c);
static UChar32 meet(UChar32 c);
static void han_forms(UChar32 c, UChar32 *simple, UChar32 *met);
static UChar32 readable(UChar32 c);
static void find_reading(UChar32 c, UChar32 next, char *reading);
static void append_reading(StringInfo to, UChar32 c, UChar32 next);
static void append_latin(StringInfo to, UChar32 c);
static void append_character(StringInfo to, UChar32 c);
static UChar *folded_text(const char *str, int bytes, int32_t *length);

/*
 * The character as part of a name: NAME_SEPARATOR for space, punctuation and
 * symbols, NAME_NOTHING for a mark that makes no letter of its own, otherwise
 * a letter or digit.  Marks of scripts that write vowels with them (Tibetan,
 * Uyghur, Thai) are letters.  Private use is kept: older systems put rare
 * characters of names there.  Expects text out of name_icu_casefold().
 */
static UChar32
letter_of(UChar32 c)
{
	UErrorCode	status = U_ZERO_ERROR;
	UScriptCode script;

	if (c < 0x80)
		return ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) ?
			c : NAME_SEPARATOR;
	if (c == 0x25CB || c == 0x25EF) /* circles written for nought */
		return 0x3007;

	script = uscript_getScript(c, &status);
	switch (u_charType(c))
	{
		case U_SPACE_SEPARATOR:
		case U_LINE_SEPARATOR:
		case U_PARAGRAPH_SEPARATOR:
		case U_CONTROL_CHAR:
		case U_FORMAT_CHAR:
		case U_SURROGATE:
		case U_DASH_PUNCTUATION:
		case U_START_PUNCTUATION:
		case U_END_PUNCTUATION:
		case U_CONNECTOR_PUNCTUATION:
		case U_OTHER_PUNCTUATION:
		case U_INITIAL_PUNCTUATION:
		case U_FINAL_PUNCTUATION:
			return NAME_SEPARATOR;
		case U_MATH_SYMBOL:
		case U_CURRENCY_SYMBOL:
		case U_MODIFIER_SYMBOL:
		case U_OTHER_SYMBOL:
			/* radicals count as symbols */
			return script == USCRIPT_HAN ? c : NAME_SEPARATOR;
		case U_NON_SPACING_MARK:
		case U_ENCLOSING_MARK:
		case U_COMBINING_SPACING_MARK:
			if (c == 0x3099 || c == 0x309A) /* voicing of kana */
				return c;
			return script == USCRIPT_INHERITED || script == USCRIPT_COMMON ?
				NAME_NOTHING : c;
		case U_DECIMAL_DIGIT_NUMBER:
			return '0' + u_charDigitValue(c);
		default:
			return script == USCRIPT_LATIN ? name_icu_base(c) : c;
	}
}

/* Is it a Chinese character, or a radical or numeral among them? */
static bool
is_han(UChar32 c)
{
	UErrorCode	status = U_ZERO_ERROR;

	return c >= HAN_FIRST && uscript_getScript(c, &status) == USCRIPT_HAN;
}

/* First of the group in variants[], or the character itself. */
static UChar32
variant_of(UChar32 c)
{
	UChar		first = 0;

	for (int i = 0; variants[i] != 0; i++)
	{
		if (variants[i] == ' ')
			first = 0;
		else if (first == 0)
			first = variants[i];
		else if (variants[i] == c)
			return first;
	}
	return c;
}

/*
 * Representative of the characters that c meets: simplified and exchanged for
 * its variant until nothing changes.  Where ICU's rules go in a circle (苎,
 * 苧), the lowest code point of the circle, so the answer is one whoever asks.
 */
static UChar32
meet(UChar32 c)
{
	UChar32		seen[16];
	int			count = 0;

	while (count < (int) lengthof(seen))
	{
		for (int i = 0; i < count; i++)
		{
			if (seen[i] == c)
			{
				for (; i < count; i++)
					c = Min(c, seen[i]);
				return c;
			}
		}
		seen[count++] = c;
		c = variant_of(name_icu_simplify(variant_of(c)));
	}
	return c;
}

/*
 * Simplified form and representative of a Chinese character, remembered for
 * the basic plane.
 */
static void
han_forms(UChar32 c, UChar32 *simple, UChar32 *met)
{
	SimpleForm *form = NULL;

	if (c >= HAN_FIRST && c <= HAN_LAST)
	{
		if (simple_forms == NULL)
			simple_forms = MemoryContextAllocZero(TopMemoryContext,
												  (HAN_LAST - HAN_FIRST + 1) *
												  sizeof(SimpleForm));
		form = &simple_forms[c - HAN_FIRST];
		if (form->simple != 0)
		{
			*simple = form->simple;
			*met = form->met;
			return;
		}
	}
	*simple = name_icu_simplify(c);
	*met = meet(c);
	if (form != NULL && *simple <= 0xFFFF && *met <= 0xFFFF)
	{
		form->met = *met;
		form->simple = *simple;
	}
}

/* The character as it is read: simplified, but for read_as_written[]. */
static UChar32
readable(UChar32 c)
{
	UChar32		simple;
	UChar32		met;

	for (int i = 0; i < (int) lengthof(read_as_written); i++)
		if (read_as_written[i] == c)
			return c;
	han_forms(c, &simple, &met);
	return simple;
}

/*
 * Reading of a character before the next one (0 when no Chinese character
 * follows), as ICU gives it; empty when it has none.
 */
static void
find_reading(UChar32 c, UChar32 next, char *reading)
{
	UChar		from[5];
	UChar	   *to;
	int32_t		length = 0;
	int			count = 0;

	U16_APPEND_UNSAFE(from, length, c);
	if (next != 0)
	{
		from[length++] = ' ';
		U16_APPEND_UNSAFE(from, length, next);
	}
	to = name_icu_latin(from, length, &length);
	while (count < length && to[count] != ' ')
	{
		if (to[count] < 'a' || to[count] > 'z' ||
			count == NAME_READING_SIZE - 1)
		{
			count = 0;
			break;
		}
		reading[count] = (char) to[count];
		count++;
	}
	reading[count] = '\0';
	pfree(to);
}

/* Appends the reading of a Chinese character, or itself when it has none. */
static void
append_reading(StringInfo to, UChar32 c, UChar32 next)
{
	char		found[NAME_READING_SIZE];
	char	   *reading = found;

	c = readable(c);
	if (next != 0)
		next = readable(next);

	if (c <= 0xFFFF && next <= 0xFFFF)
	{
		uint32		pair = ((uint32) c << 16) | (uint32) next;
		Reading    *entry = NULL;

		if (readings != NULL)
			entry = hash_search(readings, &pair, HASH_FIND, NULL);
		if (entry == NULL)
		{
			find_reading(c, next, found);
			if (readings != NULL &&
				hash_get_num_entries(readings) >= READINGS_MAX)
			{
				hash_destroy(readings);
				readings = NULL;
			}
			if (readings == NULL)
			{
				HASHCTL		control = {0};

				control.keysize = sizeof(uint32);
				control.entrysize = sizeof(Reading);
				control.hcxt = TopMemoryContext;
				readings = hash_create("credit readings", 1024, &control,
									   HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
			}
			entry = hash_search(readings, &pair, HASH_ENTER, NULL);
			strlcpy(entry->reading, found, NAME_READING_SIZE);
		}
		reading = entry->reading;
	}
	else
		find_reading(c, next, found);

	if (reading[0] != '\0')
		appendStringInfoString(to, reading);
	else
		append_character(to, c);
}

/*
 * Appends a letter that is not Chinese, in ASCII where ICU knows how.  Its
 * rules touch no script but Latin and what scripts share.
 */
static void
append_latin(StringInfo to, UChar32 c)
{
	UChar		from[2];
	UChar	   *latin;
	int32_t		length = 0;
	int32_t		at = 0;
	int			before = to->len;
	UErrorCode	status = U_ZERO_ERROR;
	UScriptCode script;
	UChar32		letter;

	script = uscript_getScript(c, &status);
	if (c < 0x80 ||
		(script != USCRIPT_LATIN && script != USCRIPT_COMMON &&
		 script != USCRIPT_INHERITED))
	{
		append_character(to, c);
		return;
	}
	U16_APPEND_UNSAFE(from, length, c);
	latin = name_icu_latin(from, length, &length);
	while (at < length)
	{
		U16_NEXT(latin, at, length, letter);
		letter = letter_of(letter);
		if (letter != NAME_SEPARATOR && letter != NAME_NOTHING)
			append_character(to, letter);
	}
	/* ICU writes a few letters as apostrophes */
	if (to->len == before)
		append_character(to, c);
	pfree(latin);
}

/* Appends one character as UTF-8. */
static void
append_character(StringInfo to, UChar32 c)
{
	unsigned char utf8[4];

	unicode_to_utf8((pg_wchar) c, utf8);
	appendBinaryStringInfo(to, (char *) utf8, pg_utf_mblen(utf8));
}

/* The text in UTF-16, normalised; refuses what is too long to be a name. */
static UChar *
folded_text(const char *str, int bytes, int32_t *length)
{
	if (bytes > NAME_TEXT_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("text is too long to be folded as a name"),
				 errdetail("It has %d bytes; at most %d are folded.",
						   bytes, NAME_TEXT_MAX)));
	return name_icu_casefold(str, bytes, length);
}

/*
 * Folding key of a name, palloc'd: letters and digits only, in NFKC, case
 * folded, Latin letters without accents, each Chinese character replaced by
 * the representative of those it meets.  The key of a key is itself.
 */
text *
credit_name_key(const char *str, int bytes)
{
	StringInfoData key;
	UChar	   *folded;
	int32_t		length;
	int32_t		at = 0;
	int			count = 0;
	text	   *result;

	folded = folded_text(str, bytes, &length);
	initStringInfo(&key);
	while (at < length)
	{
		UChar32		c;

		if (++count % 4096 == 0)
			CHECK_FOR_INTERRUPTS();
		U16_NEXT(folded, at, length, c);
		c = letter_of(c);
		if (c == NAME_SEPARATOR || c == NAME_NOTHING)
			continue;
		if (is_han(c))
		{
			UChar32		simple;

			han_forms(c, &simple, &c);
		}
		append_character(&key, c);
	}
	pfree(folded);
	result = cstring_to_text_with_len(key.data, key.len);
	pfree(key.data);
	return result;
}

/*
 * Pinyin of a name, palloc'd: a word for each Chinese character and for each
 * run of other letters and digits, words parted by one space.
 */
text *
credit_name_pinyin(const char *str, int bytes)
{
	StringInfoData words;
	UChar	   *folded;
	int32_t		length;
	int32_t		at = 0;
	int			count = 0;
	bool		in_word = false;
	text	   *result;

	folded = folded_text(str, bytes, &length);
	initStringInfo(&words);
	while (at < length)
	{
		UChar32		c;

		if (++count % 4096 == 0)
			CHECK_FOR_INTERRUPTS();
		U16_NEXT(folded, at, length, c);
		c = letter_of(c);
		if (c == NAME_NOTHING)
			continue;
		if (c == NAME_SEPARATOR)
		{
			in_word = false;
			continue;
		}
		if (is_han(c))
		{
			UChar32		next = 0;

			if (at < length)
			{
				int32_t		ahead = at;

				U16_NEXT(folded, ahead, length, next);
				next = letter_of(next);
				if (next == NAME_NOTHING || !is_han(next))
					next = 0;
			}
			if (words.len > 0)
				appendStringInfoChar(&words, ' ');
			append_reading(&words, c, next);
			in_word = false;
		}
		else
		{
			if (!in_word && words.len > 0)
				appendStringInfoChar(&words, ' ');
			append_latin(&words, c);
			in_word = true;
		}
	}
	pfree(folded);
	result = cstring_to_text_with_len(words.data, words.len);
	pfree(words.data);
	return result;
}

/*
 * What decides keys and pinyin, palloc'd.  Keys made under another answer
 * are not comparable with keys made now.
 */
text *
credit_name_version(void)
{
	StringInfoData version;
	text	   *result;

	initStringInfo(&version);
	appendStringInfo(&version, "%s, folding %d", name_icu_version(),
					 NAME_FOLD_REVISION);
	result = cstring_to_text_with_len(version.data, version.len);
	pfree(version.data);
	return result;
}
