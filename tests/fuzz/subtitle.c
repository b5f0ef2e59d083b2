/*
 * Fuzz target: files of subtitles, of any encoding.
 *
 *	clang -fsanitize=fuzzer,address,undefined ... tests/fuzz/subtitle.c
 *
 * The unit test runs the same function over tests/fuzz/subtitle/ and over
 * mutations of what lies there.
 */
#include "config.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "film/charset.h"
#include "film/cues.h"
#include "tests/fuzz/fuzz.h"

static void
must(bool is_so)
{
	if (!is_so)
		abort();
}

/* At a < stands a tag of ours, or nothing does. */
static const char *
check_tag(const char *at)
{
	static const char *const tags[] = { "<i>", "</i>", "<b>", "</b>", "<u>",
		"</u>" };

	for (size_t i = 0; i < ARRAY_SIZE(tags); i++)
		if (text_starts(at, tags[i]))
			return at + strlen(tags[i]);
	abort();
}

static void
check_text(const char *text)
{
	must(*text != '\0' && text[0] != '\n');
	must(strstr(text, "-->") == NULL && strstr(text, "\n\n") == NULL);
	must(strstr(text, "{\\") == NULL);
	while (*text != '\0') {
		unsigned char byte = (unsigned char)*text;

		must(byte >= 0x20 || byte == '\n');
		must(byte != '>' && byte != 0x7f);
		text = byte == '<' ? check_tag(text) : text + 1;
	}
}

static void
check_cues(const struct cue_list *cues)
{
	int64_t last_ms = 0;

	must(cues->count > 0);
	for (size_t i = 0; i < cues->count; i++) {
		const struct cue *cue = &cues->items[i];

		must(cue->start_ms >= last_ms && cue->end_ms > cue->start_ms);
		must(cue->end_ms < INT64_C(100) * 3600 * 1000);
		must(strpbrk(cue->settings, "<>&\n\t") == NULL);
		check_text(cue->text);
		last_ms = cue->start_ms;
	}
}

/* What was written is read as what it was, to the last byte. */
static void
check_printed(void *mem, const struct cue_list *cues)
{
	struct refusal refusal = { .mem = mem };
	struct cue_list again;
	char *first, *second;
	size_t length, other;

	first = cues_print(mem, cues, &length);
	must(text_is_utf8(first, length) && strlen(first) == length);
	must(cues_read(mem, first, length, &again, &refusal) == OK);
	must(again.count == cues->count);
	second = cues_print(mem, &again, &other);
	must(length == other && memcmp(first, second, length) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct refusal refusal = { .mem = mem };
	struct charset_text text;
	struct cue_list cues;
	enum outcome rc;

	rc = charset_to_utf8(mem, bytes, length, NULL, &text, &refusal);
	must(rc == OK || rc == INVALID);
	if (rc == OK) {
		must(text_is_utf8(text.bytes, text.length));
		rc = cues_read(mem, text.bytes, text.length, &cues, &refusal);
		must(rc == OK || rc == INVALID);
	}
	must((rc == OK) == (refusal.code == NULL));
	must((rc == OK) == (refusal.fault_count == 0));
	if (rc != OK)
		return 0;
	check_cues(&cues);
	check_printed(mem, &cues);
	return 0;
}
