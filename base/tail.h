/* The last bytes of a stream, for what a child said before it ended. */
#ifndef BASE_TAIL_H
#define BASE_TAIL_H

#include <stdbool.h>
#include <stddef.h>

struct tail {
	char *bytes;
	size_t size;
	size_t used;
	bool is_cut; /* something before `bytes` was forgotten */
};

/* Keeps at most `size` bytes, in memory that hangs below `mem`. */
void tail_init(void *mem, struct tail *tail, size_t size);

void tail_add(struct tail *tail, const char *bytes, size_t length);

/*
 * What is kept, as whole lines that are safe to store and to show (each by
 * text_clean); a first line that lost its beginning is left out.
 */
char *tail_text(void *mem, const struct tail *tail);

#endif
