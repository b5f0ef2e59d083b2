/* Rows in columns; on a narrow screen columns leave by their rank. */
#ifndef TUI_TABLE_H
#define TUI_TABLE_H

#include "base/clock.h"
#include "tui/canvas.h"
#include "tui/list.h"

/* What stands in a place of the table; texts hang below `mem`. */
struct table_cell {
	void *mem;
	struct stamp now;
	const char *text;
	enum look look;
	int64_t bar; /* per mille of a bar in the place of a text; -1: none */
};

struct table_column {
	const char *head;
	int width;  /* at least; 0 ends the table */
	int weight; /* its part of what is left over */
	int drop;   /* the highest leaves first; 0 never does */
	bool is_right;
	const char *order; /* of the listing, that it shows; NULL: none */
	void (*show)(const void *row, struct table_cell *out);
};

#define TABLE_COLUMNS_MAX 16

/* Of a list, how it is sorted: an order's name, `-` before it. */
void table_draw(const struct table_column *columns, const struct list *list,
    const char *sort, struct stamp now, struct canvas *canvas,
    struct rect rect);

/* The row of the list at that line of the rectangle, or -1. */
int64_t table_row_at(const struct list *list, struct rect rect, int y);

/* The column at that place of a rectangle so wide, or NULL. */
const struct table_column *table_column_at(
    const struct table_column *columns, struct rect rect, int x);

#endif
