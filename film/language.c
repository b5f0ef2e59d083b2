/* ISO 639-2, terms and bibliographic codes, to ISO 639-1. */
#include "config.h"

#include "film/language.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

/* Three letters and the two they stand for, a space behind each. */
static const char codes[] =
    "aaraa abkab afraf akaak albsq amham araar argan armhy asmas avaav "
    "aveae aymay azeaz bakba bambm baqeu belbe benbn bihbh bisbi bodbo "
    "bosbs brebr bulbg burmy catca cescs chach chece chizh chucu chvcv "
    "corkw cosco crecr cymcy czecs danda deude divdv dutnl dzodz ellel "
    "engen epoeo estet euseu eweee faofo fasfa fijfj finfi frafr frefr "
    "fryfy fulff geoka gerde glagd glega glggl glvgv greel grngn gujgu "
    "hatht hauha hebhe herhz hinhi hmoho hrvhr hunhu hyehy iboig iceis "
    "idoio iiiii ikuiu ileie inaia indid ipkik islis itait javjv jpnja "
    "kalkl kankn kasks katka kaukr kazkk khmkm kikki kinrw kirky komkv "
    "konkg korko kuakj kurku laolo latla lavlv limli linln litlt ltzlb "
    "lublu luglg macmk mahmh malml maomi marmr mayms mkdmk mlgmg mltmt "
    "monmn mrimi msams myamy nauna navnv nblnr ndend ndong nepne nldnl "
    "nnonn nobnb norno nyany ocioc ojioj orior ormom ossos panpa perfa "
    "plipi polpl porpt pusps quequ rohrm ronro rumro runrn rusru sagsg "
    "sansa sinsi slksk slosk slvsl smese smosm snasn sndsd somso sotst "
    "spaes sqisq srdsc srpsr sswss sunsu swasw swesv tahty tamta tattt "
    "telte tgktg tgltl thath tibbo tirti tonto tsntn tsots tuktk turtr "
    "twitw uigug ukruk urdur uzbuz venve vievi volvo welcy wlnwa wolwo "
    "xhoxh yidyi yoryo zhaza zhozh zulzu ";

#define ROW 6
#define MAX_TAG 35 /* characters: RFC 5646 section 4.4.1 */

char *
language_tag(void *mem, const char *text)
{
	size_t primary;
	char *tag;

	if (text == NULL || *text == '\0' || text_equal_nocase(text, "und"))
		return NULL;
	tag = mem_text(mem, text);
	for (char *at = tag; *at != '\0'; at++)
		*at = (char)(*at == '_' ? '-' : tolower((unsigned char)*at));
	primary = strcspn(tag, "-");
	if (primary != 3)
		return tag;
	for (const char *row = codes; *row != '\0'; row += ROW) {
		if (strncmp(row, tag, 3) == 0)
			return mem_printf(mem, "%.2s%s", row + 3, tag + 3);
	}
	return tag;
}

/* A part of a tag, between two hyphens. */
struct subtag {
	char *at;
	size_t length;
	bool is_alpha; /* nothing but letters */
	bool begins_with_digit;
};

struct subtags {
	struct subtag items[MAX_TAG];
	size_t count;
};

static bool
is_language(const struct subtag *tag)
{
	return tag->is_alpha && tag->length >= 2;
}

static bool
is_extended(const struct subtag *tag)
{
	return tag->is_alpha && tag->length == 3;
}

static bool
is_script(const struct subtag *tag)
{
	return tag->is_alpha && tag->length == 4;
}

static bool
is_region(const struct subtag *tag)
{
	if (tag->is_alpha)
		return tag->length == 2;
	return tag->length == 3 && tag->begins_with_digit;
}

static bool
is_variant(const struct subtag *tag)
{
	return tag->length >= 5 || (tag->length == 4 && tag->begins_with_digit);
}

static bool
is_of_extension(const struct subtag *tag)
{
	return tag->length >= 2;
}

static bool
is_any(const struct subtag *tag)
{
	return tag->length >= 1;
}

/* What a tag begins with, in this order, and how much of it is in capitals. */
static const struct {
	bool (*is)(const struct subtag *tag);
	size_t least, most, capitals;
} parts[] = {
	{ is_language, 1, 1, 0 },
	{ is_extended, 0, 3, 0 },
	{ is_script, 0, 1, 1 },
	{ is_region, 0, 1, 3 },
	{ is_variant, 0, MAX_TAG, 0 },
};

/* How many from `first` on are such ones. */
static size_t
run_of(const struct subtags *tags, size_t first, size_t most,
    bool (*is)(const struct subtag *tag))
{
	size_t count = 0;

	while (count < most && first + count < tags->count &&
	       is(&tags->items[first + count]))
		count++;
	return count;
}

/* Cuts the text, which is in lower case, where its hyphens are. */
static bool
split(char *text, struct subtags *out)
{
	char *at = text;

	out->count = 0;
	for (;; at++) {
		struct subtag *tag = &out->items[out->count++];

		*tag = (struct subtag){ .at = at, .is_alpha = true };
		tag->begins_with_digit = isdigit((unsigned char)*at);
		for (; isalnum((unsigned char)*at); at++, tag->length++)
			if (isdigit((unsigned char)*at))
				tag->is_alpha = false;
		if (tag->length < 1 || tag->length > 8 ||
		    (*at != '-' && *at != '\0'))
			return false;
		if (*at == '\0')
			return true;
	}
}

/* Extensions behind a letter of theirs; behind an x all is one's own. */
static bool
has_good_end(const struct subtags *tags, size_t at)
{
	while (at < tags->count && tags->items[at].length == 1) {
		bool is_own = *tags->items[at].at == 'x';
		size_t count = run_of(
		    tags, at + 1, MAX_TAG, is_own ? is_any : is_of_extension);

		if (count == 0)
			return false;
		at += 1 + count;
	}
	return at == tags->count;
}

char *
language_normal(void *mem, const char *text)
{
	struct subtags tags;
	size_t at = 0;
	char *tag;

	if (strlen(text) > MAX_TAG)
		return NULL;
	tag = mem_text(mem, text);
	for (char *letter = tag; *letter != '\0'; letter++)
		*letter = (char)tolower((unsigned char)*letter);
	if (!split(tag, &tags))
		return NULL;
	/* The code of the language may be cut, which moves what follows. */
	if (!text_equal_nocase(tag, "und"))
		tag = language_tag(mem, tag);
	if (!split(tag, &tags))
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		size_t count = run_of(&tags, at, parts[i].most, parts[i].is);

		if (count < parts[i].least)
			return NULL;
		for (size_t k = 0; count > 0 && k < parts[i].capitals &&
				   k < tags.items[at].length;
		     k++)
			tags.items[at].at[k] =
			    (char)toupper((unsigned char)tags.items[at].at[k]);
		at += count;
	}
	return has_good_end(&tags, at) ? tag : NULL;
}
