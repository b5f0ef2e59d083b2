/* -progress blocks and standard error, in pieces of any size. */
#include "config.h"

#include <string.h>

#include "base/field.h"
#include "base/mem.h"
#include "base/text.h"
#include "tests/fuzz/fuzz.h"
#include "worker/progress.h"

static void
check_line(void *context, const char *line)
{
	(void)context;
	hold(text_is_utf8(line, strlen(line)) && strchr(line, '\x1b') == NULL);
}

static void
check_progress(const struct progress *progress, int64_t now_ms)
{
	int per_mille = progress_per_mille(progress);
	int64_t eta_ms = progress_eta_ms(progress);

	hold(per_mille >= 0 && per_mille <= 990);
	hold(progress_idle_ms(progress, now_ms) >= 0);
	hold(eta_ms >= 0 || eta_ms == ABSENT);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct progress progress;
	struct messages messages;
	size_t step = length > 0 ? 1 + bytes[0] % 64 : 1;
	int64_t now_ms = 5;

	progress_begin(&progress, length % 2 == 0 ? 720 : 0, 30000000, now_ms);
	messages_begin(mem, &messages, check_line, NULL);
	for (size_t at = 0; at < length; at += step) {
		const char *piece = (const char *)bytes + at;
		size_t size = length - at < step ? length - at : step;

		now_ms += bytes[at];
		progress_feed(&progress, piece, size, now_ms);
		messages_feed(&messages, piece, size);
		check_progress(&progress, now_ms);
	}
	messages_end(&messages);
	check_line(NULL, tail_text(mem, &messages.tail));
	return 0;
}
