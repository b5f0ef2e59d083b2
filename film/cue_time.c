/* Lines of times: "00:01:02,500 --> 00:01:04.000 align:left". */
#include "config.h"

#include <ctype.h>
#include <string.h>

#include "base/mem.h"
#include "film/cues_inside.h"

#define ARROW "-->"
#define TIME_LETTERS "0123456789:.,"
#define MAX_HOURS 100
#define MAX_VALUE 32 /* characters of a setting's value */

/* Settings of WebVTT (section 3.5), and what their values are made of. */
static const struct {
	const char *name, *characters;
} settings[] = {
	{ "vertical:", "rl" },
	{ "line:", "0123456789.-%,startcenterend" },
	{ "position:", "0123456789.%,line-leftcenterright" },
	{ "size:", "0123456789.%" },
	{ "align:", "startcenterendleftright" },
};

static bool
is_blank(char byte)
{
	return byte == ' ' || byte == '\t';
}

static const char *
skip_blanks(const char *at, const char *end)
{
	while (at < end && is_blank(*at))
		at++;
	return at;
}

bool
cue_has_arrow(const struct cue_line *line)
{
	return memmem(line->start, (size_t)(line->end - line->start), ARROW,
		   strlen(ARROW)) != NULL;
}

/* One to three digits at `*at`, which moves behind them; how many. */
static int
take_digits(const char **at, const char *end, int64_t *out)
{
	int count = 0;

	*out = 0;
	for (; *at < end && isdigit((unsigned char)**at); (*at)++, count++)
		if (count < 4)
			*out = *out * 10 + (**at - '0');
	return count <= 3 ? count : 0;
}

/* "02,5" is two seconds and a half; SubRip writes them out: "02,500". */
static bool
take_fraction(const char **at, const char *end, int64_t *out)
{
	int count;

	*out = 0;
	if (*at == end || (**at != '.' && **at != ','))
		return true;
	(*at)++;
	count = take_digits(at, end, out);
	for (int i = count; i < 3; i++)
		*out *= 10;
	return count > 0;
}

/* [hours:]minutes:seconds[.fraction] */
static bool
take_time(const char **at, const char *end, int64_t *out_ms)
{
	int64_t parts[3], fraction;
	int count = 0;

	for (; count < 3; count++) {
		if (count > 0 && (*at == end || **at != ':'))
			break;
		*at += count > 0;
		if (take_digits(at, end, &parts[count]) == 0)
			return false;
	}
	if (count < 2 || !take_fraction(at, end, &fraction))
		return false;
	*out_ms = (parts[count - 2] * 60 + parts[count - 1]) * 1000 + fraction;
	if (count == 3)
		*out_ms += parts[0] * 3600 * 1000;
	return parts[count - 1] < 60 && parts[count - 2] < 60 &&
	       *out_ms < (int64_t)MAX_HOURS * 3600 * 1000;
}

bool
cue_begins_with_time(const struct cue_line *line)
{
	const char *at = skip_blanks(line->start, line->end), *start = at;
	int64_t ignored;

	if (!take_time(&at, line->end, &ignored)) {
		at = start;
		while (at < line->end && strchr(TIME_LETTERS, *at) != NULL &&
		       *at != '\0')
			at++;
	}
	at = skip_blanks(at, line->end);
	return at - start > 3 && at < line->end && strchr("->=", *at) != NULL &&
	       memchr(at, '>',
		   (size_t)(line->end - at < 4 ? line->end - at : 4)) != NULL;
}

/* Appends " name:value" if it is one that we know, and the first. */
static void
keep_setting(void *mem, const char *word, size_t length, char **out)
{
	for (size_t i = 0; i < ARRAY_SIZE(settings); i++) {
		size_t name = strlen(settings[i].name);

		if (length <= name || length - name > MAX_VALUE ||
		    memcmp(word, settings[i].name, name) != 0 ||
		    strstr(*out, settings[i].name) != NULL)
			continue;
		for (size_t k = name; k < length; k++)
			if (memchr(settings[i].characters, word[k],
				strlen(settings[i].characters)) == NULL)
				return;
		mem_append(mem, out, " %.*s", (int)length, word);
		return;
	}
}

static char *
keep_settings(void *mem, const char *at, const char *end)
{
	char *out = mem_text(mem, "");

	while ((at = skip_blanks(at, end)) < end) {
		const char *word = at;

		while (at < end && !is_blank(*at))
			at++;
		keep_setting(mem, word, (size_t)(at - word), &out);
	}
	return out;
}

static bool
take_arrow(const char **at, const char *end)
{
	*at = skip_blanks(*at, end);
	if (end - *at < (ptrdiff_t)strlen(ARROW) ||
	    memcmp(*at, ARROW, strlen(ARROW)) != 0)
		return false;
	*at = skip_blanks(*at + strlen(ARROW), end);
	return true;
}

enum outcome
cue_read_times(void *mem, const struct cue_line *line, bool is_webvtt,
    struct cue *out, struct refusal *refusal)
{
	const char *at = skip_blanks(line->start, line->end);

	*out = (struct cue){ 0 };
	if (!take_time(&at, line->end, &out->start_ms) ||
	    !take_arrow(&at, line->end) ||
	    !take_time(&at, line->end, &out->end_ms) ||
	    (at < line->end && !is_blank(*at)))
		return cue_refuse(refusal, line->number, "time_malformed",
		    "these are not two times as 00:01:02.500 --> "
		    "00:01:04.000");
	if (out->end_ms <= out->start_ms)
		return cue_refuse(refusal, line->number, "time_reversed",
		    "the cue does not end after it starts");
	out->settings = keep_settings(mem, at, is_webvtt ? line->end : at);
	return OK;
}
