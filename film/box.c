/* Boxes: sizes are checked against what is there before anything is read. */
#include "config.h"

#include "film/box.h"

struct cursor
cursor_over(const void *bytes, size_t length)
{
	return (struct cursor){ .bytes = bytes, .length = length };
}

size_t
cursor_left(const struct cursor *cursor)
{
	return cursor->length - cursor->at;
}

static bool
cursor_has(struct cursor *cursor, uint64_t bytes)
{
	if (bytes <= cursor_left(cursor))
		return true;
	cursor->overrun = true;
	cursor->at = cursor->length;
	return false;
}

uint64_t
cursor_take(struct cursor *cursor, unsigned int bytes)
{
	uint64_t value = 0;

	if (!cursor_has(cursor, bytes))
		return 0;
	while (bytes-- > 0)
		value = value << 8 | cursor->bytes[cursor->at++];
	return value;
}

void
cursor_skip(struct cursor *cursor, size_t bytes)
{
	if (cursor_has(cursor, bytes))
		cursor->at += bytes;
}

struct cursor
cursor_part(struct cursor *cursor, uint64_t bytes)
{
	struct cursor part = { .overrun = true };

	if (!cursor_has(cursor, bytes))
		return part;
	part = cursor_over(cursor->bytes + cursor->at, (size_t)bytes);
	cursor->at += (size_t)bytes;
	return part;
}

bool
box_begin(struct cursor *cursor, struct box *out)
{
	out->size = cursor_take(cursor, 4);
	out->type = (uint32_t)cursor_take(cursor, 4);
	out->header = 8;
	if (out->size == 1) {
		out->size = cursor_take(cursor, 8);
		out->header = 16;
	}
	return !cursor->overrun && out->size >= out->header;
}

bool
box_next(struct cursor *cursor, struct box *out, struct cursor *body)
{
	if (!box_begin(cursor, out))
		return false;
	*body = cursor_part(cursor, out->size - out->header);
	return !cursor->overrun;
}

enum outcome
box_top(struct cursor *cursor, int64_t total, struct box *out,
    struct cursor *body, int64_t *wanted)
{
	struct cursor start = *cursor;
	uint64_t left = (uint64_t)total - start.at;

	if (!box_begin(cursor, out)) {
		*wanted = (int64_t)start.at + 16;
		return cursor->overrun && *wanted <= total ? TOO_LARGE
							   : MALFORMED;
	}
	if (out->size > left)
		return MALFORMED;
	if (body == NULL)
		return OK;
	if (out->size > cursor_left(&start)) {
		*wanted = (int64_t)(start.at + out->size);
		return TOO_LARGE;
	}
	*body = cursor_part(cursor, out->size - out->header);
	return OK;
}
