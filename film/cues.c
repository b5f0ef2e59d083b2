/* Where in a file its cues are, and how they are written down. */
#include "config.h"

#include "film/cues.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "film/cues_inside.h"

#define HEADER                                                                 \
	"WEBVTT\n"                                                             \
	"X-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n"
#define TIMES_LENGTH 80
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

struct reader {
	void *mem;
	struct refusal *refusal;
	const char *end;
	bool is_webvtt;
	bool has_counters;    /* the first cue had one */
	struct cue_line last; /* the line before this one ... */
	bool last_is_number;  /* ... is nothing but digits */
	bool last_is_parted;  /* ... and stands behind an empty one */
	size_t stray;         /* number of the first text without a cue */
	struct cue cue;       /* whose text is being read */
	const char *text;     /* where that began; NULL: there is none */
	struct cue_list *out;
};

enum outcome
cue_refuse(struct refusal *refusal, size_t line, const char *code,
    const char *sentence)
{
	refuse_field(refusal, "file", code, "Line %zu: %s.", line, sentence);
	return refuse(refusal, INVALID, code, "Line %zu: %s.", line, sentence);
}

/* The line that begins at line->start, whatever ends it; its successor's
   beginning, or NULL when there is none. */
static const char *
line_at(struct cue_line *line, const char *end)
{
	const char *at = line->start;

	while (at < end && *at != '\n' && *at != '\r')
		at++;
	line->end = at;
	if (at == end)
		return NULL;
	return at + (end - at > 1 && at[0] == '\r' && at[1] == '\n' ? 2 : 1);
}

static bool
is_empty(const struct cue_line *line)
{
	for (const char *at = line->start; at < line->end; at++)
		if (*at != ' ' && *at != '\t')
			return false;
	return true;
}

static bool
is_number(const struct cue_line *line)
{
	bool has_digit = false;

	for (const char *at = line->start; at < line->end; at++) {
		if (isdigit((unsigned char)*at))
			has_digit = true;
		else if (*at != ' ' && *at != '\t')
			return false;
	}
	return has_digit;
}

/* The signature (section 4.1): WEBVTT, and nothing else in that word. */
static bool
is_signature(const struct cue_line *line)
{
	static const char word[] = "WEBVTT";
	size_t length = (size_t)(line->end - line->start);

	return length >= strlen(word) &&
	       memcmp(line->start, word, strlen(word)) == 0 &&
	       (length == strlen(word) || line->start[6] == ' ' ||
		   line->start[6] == '\t');
}

/* In SubRip an arrow may also stand in a text. */
static bool
is_times(const struct reader *reader, const struct cue_line *line)
{
	const char *at = line->start;

	if (cue_begins_with_time(line))
		return reader->is_webvtt
			   ? reader->text == NULL || cue_has_arrow(line)
			   : true;
	if (!cue_has_arrow(line) || reader->is_webvtt)
		return cue_has_arrow(line);
	while (at < line->end && (*at == ' ' || *at == '\t'))
		at++;
	return isdigit((unsigned char)*at) ||
	       (*at == '-' && (at[1] != '-' || at[2] != '>'));
}

/* The cue at hand has its text up to there. */
static void
end_cue(struct reader *reader, const char *end)
{
	struct cue_list *out = reader->out;
	struct cue *cue = &reader->cue;
	bool is_visible;

	if (reader->text == NULL)
		return;
	is_visible = cue_read_text(reader->mem, reader->text, end, cue);
	reader->text = NULL;
	if (!is_visible)
		return;
	/* Room doubles: it is used up whenever the count is a power of two. */
	if ((out->count & (out->count - 1)) == 0)
		out->items = mem_grow(
		    reader->mem, out->items, struct cue, out->count * 2 + 1);
	cue->order = out->count;
	out->items[out->count++] = *cue;
}

/* A number right before the times is the cue's, not the last one's text. */
static bool
last_is_counter(const struct reader *reader)
{
	return reader->last_is_number &&
	       (reader->last_is_parted || reader->has_counters);
}

static enum outcome
begin_cue(struct reader *reader, const struct cue_line *line, const char *next)
{
	bool is_first = reader->out->count == 0 && reader->text == NULL;
	bool has_counter;
	enum outcome rc;

	if (is_first && !reader->has_counters)
		reader->has_counters = reader->last_is_number;
	has_counter = !reader->is_webvtt && last_is_counter(reader);
	if (reader->stray != 0)
		return cue_refuse(reader->refusal, reader->stray,
		    "text_without_time",
		    "this text stands before the first cue");
	end_cue(reader, has_counter ? reader->last.start : line->start);
	rc = cue_read_times(reader->mem, line, reader->is_webvtt, &reader->cue,
	    reader->refusal);
	reader->text = next != NULL ? next : line->end;
	return rc;
}

/* A line that is not one of times. */
static void
pass_line(struct reader *reader, const struct cue_line *line)
{
	bool is_blank = is_empty(line);

	/* WebVTT's cue ends here; SubRip's may go on. */
	if (reader->is_webvtt && is_blank)
		end_cue(reader, line->start);
	/* What has no times in WebVTT is a comment, a style or an id. */
	if (!reader->is_webvtt && !is_blank && !is_number(line) &&
	    reader->text == NULL && reader->out->count == 0 &&
	    reader->stray == 0)
		reader->stray = line->number;
	reader->last_is_parted = is_empty(&reader->last);
	reader->last_is_number = is_number(line);
	reader->last = *line;
}

static enum outcome
read_lines(struct reader *reader, const char *start, size_t number)
{
	struct cue_line line = { start, start, number };
	const char *next;
	enum outcome rc = OK;

	reader->last = line; /* an empty one */
	for (; rc == OK && line.start != NULL; line.start = next) {
		next = line_at(&line, reader->end);
		if (is_times(reader, &line)) {
			rc = begin_cue(reader, &line, next);
			reader->last_is_number = false;
			reader->last = line;
		} else {
			pass_line(reader, &line);
		}
		line.number++;
	}
	if (rc == OK)
		end_cue(reader, reader->end);
	return rc;
}

static int
compare(const void *left, const void *right)
{
	const struct cue *a = left, *b = right;

	if (a->start_ms != b->start_ms)
		return a->start_ms < b->start_ms ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

enum outcome
cues_read(void *mem, const char *text, size_t length, struct cue_list *out,
    struct refusal *refusal)
{
	struct reader reader = {
		.mem = mem,
		.refusal = refusal,
		.end = text + length,
		.out = out,
	};
	struct cue_line first = { text, text, 1 };
	const char *second;
	enum outcome rc;

	*out = (struct cue_list){ 0 };
	if (length >= 3 && memcmp(text, BYTE_ORDER_MARK, 3) == 0)
		first.start += 3;
	second = line_at(&first, reader.end);
	reader.is_webvtt = is_signature(&first);
	rc = reader.is_webvtt ? read_lines(&reader, second, 2)
			      : read_lines(&reader, first.start, 1);
	if (rc != OK)
		return rc;
	if (out->count == 0) {
		refuse_field(refusal, "file", "no_cues",
		    "There is not one subtitle in it.");
		return refuse(refusal, INVALID, "no_cues",
		    "There is not one subtitle in the file.");
	}
	qsort(out->items, out->count, sizeof(*out->items), compare);
	return OK;
}

/* "00:01:02.500 --> 00:01:04.000" */
static size_t
print_times(const struct cue *cue, char out[TIMES_LENGTH])
{
	int64_t from = cue->start_ms, to = cue->end_ms;

	return (size_t)snprintf(out, TIMES_LENGTH,
	    "%02" PRId64 ":%02" PRId64 ":%02" PRId64 ".%03" PRId64
	    " --> %02" PRId64 ":%02" PRId64 ":%02" PRId64 ".%03" PRId64,
	    from / 3600000, from / 60000 % 60, from / 1000 % 60, from % 1000,
	    to / 3600000, to / 60000 % 60, to / 1000 % 60, to % 1000);
}

static char *
append(char *at, const char *text, size_t length)
{
	memcpy(at, text, length);
	return at + length;
}

char *
cues_print(void *mem, const struct cue_list *cues, size_t *length)
{
	size_t room = sizeof(HEADER);
	char times[TIMES_LENGTH], *out, *at;

	for (size_t i = 0; i < cues->count; i++)
		room += TIMES_LENGTH + strlen(cues->items[i].settings) +
			strlen(cues->items[i].text) + 3;
	out = mem_array(mem, char, room);
	at = append(out, HEADER, strlen(HEADER));
	for (size_t i = 0; i < cues->count; i++) {
		const struct cue *cue = &cues->items[i];

		at = append(at, "\n", 1);
		at = append(at, times, print_times(cue, times));
		at = append(at, cue->settings, strlen(cue->settings));
		at = append(at, "\n", 1);
		at = append(at, cue->text, strlen(cue->text));
		at = append(at, "\n", 1);
	}
	*length = (size_t)(at - out);
	return out;
}
