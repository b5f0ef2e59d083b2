/* The log: key=value lines, each in one write, with every value escaped. */
#include "config.h"

#include "base/log.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define LINE_MAX_BYTES 4096

struct line {
	char bytes[LINE_MAX_BYTES];
	size_t length;
};

static atomic_int lowest_level = LOG_INFO;
static _Thread_local const char *subject_key;
static _Thread_local char subject_value[80];

/* Keeps one byte free for the newline: a line too long is cut, not lost. */
static void
put(struct line *line, const char *bytes, size_t length)
{
	size_t room = sizeof(line->bytes) - 1 - line->length;

	if (length > room)
		length = room;
	memcpy(line->bytes + line->length, bytes, length);
	line->length += length;
}

static void
put_text(struct line *line, const char *text)
{
	put(line, text, strlen(text));
}

static bool
is_plain(unsigned char byte)
{
	return byte > ' ' && byte < 0x7f && byte != '"' && byte != '\\' &&
	       byte != '=';
}

/* Bare where nothing in it could mislead, else quoted and escaped. */
static void
put_value(struct line *line, const char *value)
{
	const unsigned char *at = (const unsigned char *)value;
	char escape[8];

	while (is_plain(*at))
		at++;
	if (*at == '\0' && at != (const unsigned char *)value) {
		put_text(line, value);
		return;
	}
	put(line, "\"", 1);
	for (at = (const unsigned char *)value; *at != '\0'; at++) {
		if (*at == ' ' || *at == '=' || is_plain(*at)) {
			put(line, (const char *)at, 1);
			continue;
		}
		snprintf(escape, sizeof(escape), "\\x%02x", *at);
		put_text(line, escape);
	}
	put(line, "\"", 1);
}

static void
put_pair(struct line *line, const char *key, const char *value)
{
	put(line, " ", 1);
	put_text(line, key);
	put(line, "=", 1);
	put_value(line, value);
}

void
log_write(enum log_level level, const char *event, const struct log_pair *pairs)
{
	struct line line = { .length = 0 };
	char number[32];

	if ((int)level > lowest_level)
		return;
	snprintf(number, sizeof(number), "<%d> ", (int)level);
	put_text(&line, number);
	put_text(&line, event);
	if (subject_key != NULL)
		put_pair(&line, subject_key, subject_value);
	for (; pairs->key != NULL; pairs++) {
		snprintf(number, sizeof(number), "%" PRId64, pairs->number);
		put_pair(&line, pairs->key,
		    pairs->text != NULL ? pairs->text : number);
	}
	line.bytes[line.length++] = '\n';
	if (write(STDERR_FILENO, line.bytes, line.length) < 0)
		return; /* nowhere left to say so */
}

void
log_set_level(enum log_level level)
{
	lowest_level = (int)level;
}

void
log_set_subject(const char *key, const char *value)
{
	subject_key = key;
	snprintf(subject_value, sizeof(subject_value), "%s",
	    value != NULL ? value : "");
}
