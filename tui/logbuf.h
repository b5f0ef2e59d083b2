/* The lines of a log: where one stands in it, which of them are shown, what is
   sought. */
#ifndef TUI_LOGBUF_H
#define TUI_LOGBUF_H

#include "sql/attempt.h"
#include "tui/canvas.h"

struct logbuf {
	void *mem; /* of the lines */
	const struct log_line *lines;
	size_t count;
	size_t *shown; /* places of those that are, below mem */
	size_t shown_count;
	size_t warnings; /* lines that warn */
	size_t top;
	int height;
	bool is_following; /* the end */
	bool only_warnings;
	char *part; /* that is sought; NULL: nothing */
};

/* Other lines from now on, below `mem`, which is taken over. */
void logbuf_set(struct logbuf *log, void *parent, void *mem,
    const struct log_line *lines, size_t count);

/* Up, down; never past either end.  At the end it follows again. */
void logbuf_scroll(struct logbuf *log, int64_t distance);
void logbuf_follow(struct logbuf *log);
void logbuf_toggle_warnings(struct logbuf *log);

/* Seeks a part of a line from the last one on, backwards; NULL: nothing. */
void logbuf_find(struct logbuf *log, void *parent, const char *part);

/* The next line it stands in, down (1) or up (-1); false: there is none. */
bool logbuf_find_next(struct logbuf *log, int direction);

/* Does a line tell of trouble? */
bool logbuf_warns(const char *line);

void logbuf_draw(struct logbuf *log, struct canvas *canvas, struct rect rect);

#endif
