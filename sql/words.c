/* Words for a full text in boolean mode. */
#include "config.h"

#include "sql/words.h"

#include <locale.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <wctype.h>

#include "base/mem.h"
#include "base/text.h"

/* More words say nothing more, and each costs the server a look. */
#define MAX_WORDS 16
/* innodb_ft_max_token_size: a longer word is not known to the server. */
#define MAX_CHARACTERS 84

/* Scripts without spaces: Thai to Myanmar, Khmer, and from the radicals of
   Chinese to its last extension, with Japanese; Korean has spaces. */
static const struct {
	uint32_t first, last;
} unspaced[] = {
	{ 0x0e00, 0x0eff },
	{ 0x1000, 0x109f },
	{ 0x1780, 0x17ff },
	{ 0x2e80, 0x2fdf },
	{ 0x3040, 0x30ff },
	{ 0x31f0, 0x31ff },
	{ 0x3400, 0x4dbf },
	{ 0x4e00, 0x9fff },
	{ 0xf900, 0xfaff },
	{ 0xff66, 0xff9d },
	{ 0x20000, 0x3ffff },
};

static bool
is_unspaced(uint32_t code_point)
{
	for (size_t i = 0; i < ARRAY_SIZE(unspaced); i++) {
		if (code_point >= unspaced[i].first &&
		    code_point <= unspaced[i].last)
			return true;
	}
	return false;
}

/* Of a word, as the server cuts them: accents that follow their letter are. */
static bool
is_of_word(uint32_t code_point, locale_t locale)
{
	if (code_point < 0x80 || locale == (locale_t)0)
		return code_point >= 0x80 || code_point == '_' ||
		       iswalnum((wint_t)code_point);
	return (code_point >= 0x300 && code_point <= 0x36f) ||
	       iswalnum_l((wint_t)code_point, locale);
}

/* The end of the word that begins at `at`, and how many characters it has. */
static const char *
word_end(const char *at, locale_t locale, size_t *characters)
{
	uint32_t code_point;

	*characters = 0;
	while (*at != '\0') {
		size_t length = text_decode(at, strlen(at), &code_point);

		if (length == 0 || !is_of_word(code_point, locale))
			break;
		at += length;
		++*characters;
	}
	return at;
}

/* The server leaves out the letter of l'eau, so it cannot be sought. */
static bool
is_elided(const char *end, size_t characters)
{
	return characters == 1 &&
	       (*end == '\'' || text_starts(end, "\xe2\x80\x99"));
}

static bool
has_unspaced(const char *text)
{
	uint32_t code_point;
	size_t length;

	for (; *text != '\0'; text += length) {
		length = text_decode(text, strlen(text), &code_point);
		if (length == 0 || is_unspaced(code_point))
			return true;
	}
	return false;
}

static char *
write_query(void *mem, const char *text, locale_t locale)
{
	size_t words = 0, characters;
	char *query = NULL;

	while (*text != '\0' && words < MAX_WORDS) {
		const char *end = word_end(text, locale, &characters);
		uint32_t code_point;

		if (characters > 0 && characters <= MAX_CHARACTERS &&
		    !is_elided(end, characters)) {
			mem_append(mem, &query, "%s+%.*s*",
			    words++ > 0 ? " " : "", (int)(end - text), text);
		}
		text = end;
		if (*text != '\0')
			text += text_decode(text, strlen(text), &code_point);
	}
	return query;
}

char *
words_query(void *mem, const char *text)
{
	locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	char *query = NULL;

	if (!has_unspaced(text))
		query = write_query(mem, text, locale);

	if (locale != (locale_t)0)
		freelocale(locale);
	return query;
}
