/*
 * The text of a cue, byte by byte into a buffer that is large enough for the
 * longest spelling of all.  Reading what was written gives the same again,
 * which is why nothing may come to stand beside another thing by dropping
 * what was between them.
 */
#include "config.h"

#include <ctype.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "film/cues_inside.h"

#define GROWTH 6   /* bytes written for one read, at most */
#define CLOSING 16 /* </i></b></u> */
#define NEXT_LINE 0x85
#define LINE_SEPARATOR 0x2028
#define PARAGRAPH_SEPARATOR 0x2029
#define BYTE_ORDER_MARK 0xfeff

static const char kept[] = "ibu";

struct ink {
	const char *at, *end; /* what is read */
	char *out;
	size_t used;
	size_t line;             /* where the line being written begins */
	bool is_visible;         /* something was written that can be seen */
	bool line_is_ink;        /* and on this line, or a tag */
	char open[sizeof(kept)]; /* tags, the innermost last */
	size_t open_count;
	char place;        /* the digit of the last {\anN}, or 0 */
	bool has_no_close; /* no } comes any more */
};

/* Elements whose content is no text. */
static const char *const silent[] = { "script", "style" };

static const struct {
	const char *name, *character;
} entities[] = {
	{ "&amp;", "&" },
	{ "&lt;", "<" },
	{ "&gt;", ">" },
	{ "&quot;", "\"" },
	{ "&apos;", "'" },
	{ "&nbsp;", "\xc2\xa0" },
	{ "&lrm;", "\xe2\x80\x8e" },
	{ "&rlm;", "\xe2\x80\x8f" },
};

static const struct {
	uint32_t code_point;
	const char *spelling;
} escapes[] = {
	{ '&', "&amp;" },
	{ '<', "&lt;" },
	{ '>', "&gt;" },
};

/* By the keys of a number pad: 8 is above the middle. */
static const char *const places[] = {
	['1'] = " align:left",
	['2'] = "",
	['3'] = " align:right",
	['4'] = " line:50% align:left",
	['5'] = " line:50%",
	['6'] = " line:50% align:right",
	['7'] = " line:0 align:left",
	['8'] = " line:0",
	['9'] = " line:0 align:right",
};

static void
put(struct ink *ink, const char *bytes, size_t length)
{
	memcpy(ink->out + ink->used, bytes, length);
	ink->used += length;
	ink->line_is_ink = true;
}

/* An empty line would end the cue, so none is written. */
static void
put_line_end(struct ink *ink)
{
	if (!ink->line_is_ink) {
		ink->used = ink->line;
		return;
	}
	ink->out[ink->used++] = '\n';
	ink->line = ink->used;
	ink->line_is_ink = false;
}

static void
put_space(struct ink *ink)
{
	ink->out[ink->used++] = ' ';
}

static bool
is_control(uint32_t code_point)
{
	return code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0) ||
	       code_point == BYTE_ORDER_MARK;
}

/* One character, whose UTF-8 is given. */
static void
put_character(
    struct ink *ink, uint32_t code_point, const char *bytes, size_t length)
{
	if (code_point == '\n' || code_point == NEXT_LINE ||
	    code_point == LINE_SEPARATOR || code_point == PARAGRAPH_SEPARATOR) {
		put_line_end(ink);
		return;
	}
	if (code_point == ' ' || code_point == '\t') {
		put_space(ink);
		return;
	}
	/* No {\ is written that the one who reads it would have to drop. */
	if (is_control(code_point) || (code_point == '\\' && ink->used > 0 &&
					  ink->out[ink->used - 1] == '{'))
		return;
	ink->is_visible = true;
	for (size_t i = 0; i < ARRAY_SIZE(escapes); i++) {
		if (escapes[i].code_point == code_point) {
			put(ink, escapes[i].spelling,
			    strlen(escapes[i].spelling));
			return;
		}
	}
	put(ink, bytes, length);
}

static void
put_tag(struct ink *ink, bool is_end, char name)
{
	const char tag[] = { '<', '/', name, '>' };

	if (is_end) {
		put(ink, tag, sizeof(tag));
		return;
	}
	put(ink, "<", 1);
	put(ink, tag + 2, 2);
}

static void
open_tag(struct ink *ink, char name)
{
	if (memchr(ink->open, name, ink->open_count) != NULL)
		return;
	ink->open[ink->open_count++] = name;
	put_tag(ink, false, name);
}

/* With those that were opened within it; nothing when it is not open. */
static void
close_tag(struct ink *ink, char name)
{
	char last;

	if (memchr(ink->open, name, ink->open_count) == NULL)
		return;
	do {
		last = ink->open[--ink->open_count];
		put_tag(ink, true, last);
	} while (last != name);
}

/* The length of the tag at `at`, from its < to its >, or 0 when it is none. */
static size_t
tag_length(const char *at, const char *end)
{
	const char *start = at++;

	if (at < end && *at == '/')
		at++;
	if (at == end || !isalnum((unsigned char)*at))
		return 0;
	/* "2 <3 and 4>" is no tag; times of WebVTT's karaoke have a colon. */
	if (isdigit((unsigned char)*at) &&
	    (end - at < 3 || (at[2] != ':' && at[1] != ':')))
		return 0;
	while (at < end && *at != '>' && *at != '<')
		at++;
	return at < end && *at == '>' ? (size_t)(at + 1 - start) : 0;
}

static bool
is_named(const char *at, const char *end, const char *name)
{
	size_t length = strlen(name);

	return (size_t)(end - at) > length &&
	       strncasecmp(at, name, length) == 0 &&
	       !isalnum((unsigned char)at[length]);
}

/* Goes on behind the end tag of an element without text, or to the end. */
static void
skip_element(struct ink *ink, const char *name)
{
	for (; ink->at < ink->end; ink->at++) {
		if (ink->end - ink->at > 2 && memcmp(ink->at, "</", 2) == 0 &&
		    is_named(ink->at + 2, ink->end, name))
			return;
	}
}

static bool
take_tag(struct ink *ink)
{
	size_t length = tag_length(ink->at, ink->end);
	const char *name = ink->at + 1;
	bool is_end;
	char letter;

	if (length == 0)
		return false;
	ink->at += length;
	is_end = *name == '/';
	name += is_end;
	letter = (char)tolower((unsigned char)*name);
	for (size_t i = 0; !is_end && i < ARRAY_SIZE(silent); i++)
		if (is_named(name, ink->at, silent[i]))
			skip_element(ink, silent[i]);
	if (is_named(name, ink->at, "br"))
		put_line_end(ink);
	if (memchr(kept, letter, strlen(kept)) == NULL ||
	    isalnum((unsigned char)name[1]))
		return true;
	if (is_end)
		close_tag(ink, letter);
	else
		open_tag(ink, letter);
	return true;
}

/* {\an8} and all other overrides of SubStation, which begin so. */
static bool
take_override(struct ink *ink)
{
	size_t left = (size_t)(ink->end - ink->at);
	const char *close, *place;

	if (left < 3 || ink->at[1] != '\\' || ink->has_no_close)
		return false;
	close = memchr(ink->at, '}', left);
	/* It is looked for once, not again behind each {. */
	ink->has_no_close = close == NULL;
	if (close == NULL)
		return false;
	place = memmem(ink->at, (size_t)(close - ink->at), "\\an", 3);
	if (place != NULL && place[3] >= '1' && place[3] <= '9')
		ink->place = place[3];
	ink->at = close + 1;
	return true;
}

static bool
take_entity(struct ink *ink)
{
	for (size_t i = 0; i < ARRAY_SIZE(entities); i++) {
		const char *bytes = entities[i].character;
		size_t length = strlen(entities[i].name);
		uint32_t code_point;

		if ((size_t)(ink->end - ink->at) < length ||
		    memcmp(ink->at, entities[i].name, length) != 0)
			continue;
		text_decode(bytes, strlen(bytes), &code_point);
		put_character(ink, code_point, bytes, strlen(bytes));
		ink->at += length;
		return true;
	}
	return false;
}

static void
take_character(struct ink *ink)
{
	uint32_t code_point;
	size_t length =
	    text_decode(ink->at, (size_t)(ink->end - ink->at), &code_point);
	const char *bytes = ink->at;

	/* The caller owes well-formed UTF-8; a file of old need not have it. */
	ink->at += length > 0 ? length : 1;
	if (length == 0)
		return;
	if (code_point == '\r') {
		ink->at += ink->at < ink->end && *ink->at == '\n';
		put_line_end(ink);
		return;
	}
	put_character(ink, code_point, bytes, length);
}

/* What may begin more than a character. */
static const struct {
	char first;
	bool (*take)(struct ink *ink);
} takers[] = {
	{ '<', take_tag },
	{ '{', take_override },
	{ '&', take_entity },
};

static void
take_next(struct ink *ink)
{
	for (size_t i = 0; i < ARRAY_SIZE(takers); i++)
		if (*ink->at == takers[i].first && takers[i].take(ink))
			return;
	take_character(ink);
}

bool
cue_read_text(void *mem, const char *start, const char *end, struct cue *out)
{
	size_t room = (size_t)(end - start) * GROWTH + CLOSING + 1;
	struct ink ink = { .at = start, .end = end };

	ink.out = mem_array(mem, char, room);
	while (ink.at < ink.end)
		take_next(&ink);
	put_line_end(&ink);
	if (ink.used > 0)
		ink.used--;
	while (ink.open_count > 0)
		close_tag(&ink, ink.open[ink.open_count - 1]);
	ink.out[ink.used] = '\0';
	out->text = mem_grow(mem, ink.out, char, ink.used + 1);
	if (ink.place != 0 && *out->settings == '\0')
		out->settings = mem_text(mem, places[(unsigned char)ink.place]);
	return ink.is_visible;
}
