/*
 * A bounds-checked cursor over bytes, and the boxes in them (ISO/IEC
 * 14496-12 section 4.2).  Reading past the end yields zeros and is noted, so
 * a parser reads on and asks once.
 */
#ifndef FILM_BOX_H
#define FILM_BOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/outcome.h"

struct cursor {
	const uint8_t *bytes;
	size_t length, at;
	bool overrun;
};

struct box {
	uint32_t type;
	uint64_t size;  /* header and all */
	uint8_t header; /* bytes before its body: 8 or 16 */
};

/* The four letters of a type as its number. */
#define BOX_TYPE(a, b, c, d)                                                   \
	((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 |      \
	    (uint32_t)(d))

struct cursor cursor_over(const void *bytes, size_t length);
size_t cursor_left(const struct cursor *cursor);

/* A big-endian number of 1 to 8 bytes. */
uint64_t cursor_take(struct cursor *cursor, unsigned int bytes);
void cursor_skip(struct cursor *cursor, size_t bytes);

/* A cursor over the next `bytes` of this one, which moves past them. */
struct cursor cursor_part(struct cursor *cursor, uint64_t bytes);

/* The header of the box at the cursor, which moves to its body.  False when
   the header is cut, or says less than itself or "to the end of the file". */
bool box_begin(struct cursor *cursor, struct box *out);

/* The next box and a cursor over its whole body; false also when it claims
   more than there is. */
bool box_next(struct cursor *cursor, struct box *out, struct cursor *body);

/*
 * The next box of something `total` bytes long, of which the cursor holds
 * the beginning.  With `body` it must be in hand whole, and the cursor moves
 * past it; without, the cursor stays behind its header.  TOO_LARGE when
 * `wanted` bytes must be in hand; MALFORMED when the box does not fit.
 */
enum outcome box_top(struct cursor *cursor, int64_t total, struct box *out,
    struct cursor *body, int64_t *wanted) MUST_CHECK;

#endif
