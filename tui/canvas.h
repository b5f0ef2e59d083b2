/*
 * What shall be seen: a grid of cells that views draw on.  Only tui/term.c
 * brings it to a terminal, so what is drawn can be tested without one.
 */
#ifndef TUI_CANVAS_H
#define TUI_CANVAS_H

#include <stdbool.h>
#include <stdint.h>

#include "tui/theme.h"

/* A character and up to two marks that combine with it. */
#define CELL_TEXT 3

/* `columns` is 2 for a wide character, whose right half follows with 0. */
struct cell {
	uint32_t text[CELL_TEXT];
	uint8_t columns;
	uint8_t look;
	uint8_t is_reverse;
	uint8_t spare;
};

struct canvas {
	int rows, columns;
	struct cell *cells;
	void *scratch;
};

struct rect {
	int y, x, rows, columns;
};

struct canvas *canvas_new(void *mem, int rows, int columns);
void canvas_clear(struct canvas *canvas);
struct cell *canvas_at(const struct canvas *canvas, int y, int x);

/*
 * Puts a text of at most `width` columns there; what is too long ends with an
 * ellipsis, what a terminal must not be shown (tui/cell.h) is replaced.  What
 * lies outside of the canvas is left out.  Returns the columns it took.
 */
int canvas_put(struct canvas *canvas, int y, int x, int width, enum look look,
    const char *text);

/* The same, ending before the column `end`. */
int canvas_put_right(struct canvas *canvas, int y, int end, int width,
    enum look look, const char *text);

/* Blanks, in that look. */
void canvas_blank(struct canvas *canvas, struct rect rect, enum look look);

/* What is there, in that look; what is there, reversed. */
void canvas_paint(struct canvas *canvas, struct rect rect, enum look look);
void canvas_reverse(struct canvas *canvas, struct rect rect);

/* A line across. */
void canvas_line(
    struct canvas *canvas, int y, int x, int width, enum look look);

/*
 * "- text ------ text -": a line with words in it, which may be NULL.  The
 * right ones give way.
 */
void canvas_rule(struct canvas *canvas, int y, int x, int width,
    const char *left, const char *right);

/* So much of a thousand, in eighths of a column. */
void canvas_bar(struct canvas *canvas, int y, int x, int width, enum look look,
    int64_t per_mille);

/* A frame with rounded corners around blanks; its title, its foot (or NULL). */
void canvas_box(struct canvas *canvas, struct rect rect, const char *title,
    const char *foot);

/* All rows as text, without blanks at their ends, below `mem`. */
char *canvas_text(void *mem, const struct canvas *canvas);

#endif
