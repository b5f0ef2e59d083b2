/* A buffer that forgets its beginning. */
#include "config.h"

#include "base/tail.h"

#include <string.h>

#include "base/mem.h"
#include "base/text.h"

void
tail_init(void *mem, struct tail *tail, size_t size)
{
	*tail =
	    (struct tail){ .bytes = mem_array(mem, char, size), .size = size };
}

void
tail_add(struct tail *tail, const char *bytes, size_t length)
{
	if (length > tail->size) {
		bytes += length - tail->size;
		length = tail->size;
		tail->is_cut = true;
	}
	if (tail->used + length > tail->size) {
		size_t drop = tail->used + length - tail->size;

		memmove(tail->bytes, tail->bytes + drop, tail->used - drop);
		tail->used -= drop;
		tail->is_cut = true;
	}
	memcpy(tail->bytes + tail->used, bytes, length);
	tail->used += length;
}

char *
tail_text(void *mem, const struct tail *tail)
{
	const char *at = tail->bytes, *end = tail->bytes + tail->used;
	bool is_partial = tail->is_cut;
	char *text = mem_text(mem, "");

	while (at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		size_t length = (size_t)((stop != NULL ? stop : end) - at);
		char *line = text_clean(NULL, at, length, length);

		if (!is_partial)
			mem_append(mem, &text, "%s\n", line);
		is_partial = false;
		talloc_free(line);
		at = stop != NULL ? stop + 1 : end;
	}
	return text;
}
