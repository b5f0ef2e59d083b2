/* -progress blocks and standard error, in pieces of any size. */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/field.h"
#include "base/mem.h"
#include "base/text.h"
#include "worker/progress.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_line(void *context, const char *line)
{
	(void)context;
	if (!text_is_utf8(line, strlen(line)) || strchr(line, '\x1b') != NULL)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct progress progress;
	struct messages messages;
	size_t piece = size > 0 ? 1 + data[0] % 64 : 1;
	int64_t now_ms = 5;

	progress_begin(&progress, size % 2 == 0 ? 720 : 0, 30000000, now_ms);
	messages_begin(mem, &messages, check_line, NULL);
	for (size_t at = 0; at < size; at += piece) {
		size_t length = size - at < piece ? size - at : piece;

		now_ms += data[at];
		progress_feed(
		    &progress, (const char *)data + at, length, now_ms);
		messages_feed(&messages, (const char *)data + at, length);
		if (progress_per_mille(&progress) < 0 ||
		    progress_per_mille(&progress) > 990 ||
		    progress_idle_ms(&progress, now_ms) < 0 ||
		    (progress_eta_ms(&progress) < 0 &&
			progress_eta_ms(&progress) != ABSENT))
			abort();
	}
	messages_end(&messages);
	check_line(NULL, tail_text(mem, &messages.tail));
	return 0;
}
