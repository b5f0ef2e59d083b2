/* What all views of lists have in common: moving, filtering, sorting, tagging,
   reading what is shown, a table, a pane with more of one row. */
#ifndef TUI_LISTVIEW_H
#define TUI_LISTVIEW_H

#include "sql/page.h"
#include "tui/change.h"
#include "tui/input.h"
#include "tui/list.h"
#include "tui/table.h"
#include "tui/view.h"

#define LIST_NARROWS 2

/* A part of the list that one may want to see. */
struct list_show {
	const char *name;
	const char *sort; /* how it is sorted at first */
	struct {
		const char *criterion; /* NULL: no more */
		const char *value;
	} narrow[LIST_NARROWS];
};

struct list_spec {
	const char *noun;  /* "movie" */
	const char *many;  /* NULL: with an s */
	const char *empty; /* when there is nothing at all */
	const struct table_column *columns;
	size_t row_size;
	void (*id_of)(const void *row, char out[LIST_ID]);
	int64_t (*weight_of)(const void *row); /* bytes; may be NULL */
	/* Where rows come from: pages, or (without `listing`) all at once. */
	struct page_listing (*listing)(void);
	enum outcome (*read_all)(struct house *h, void **rows, size_t *count);
	/* Or rows of pages and what hangs below them, all at once, with what
	   the view has to say of it (`wish`, below `mem`). */
	enum outcome (*read_tree)(struct house *h,
	    const struct page_listing *listing, const struct page *page,
	    const void *wish, void **rows, size_t *count);
	void *(*wish_of)(struct view *view, void *mem);
	/* What else narrows a page, of the view's own; may be NULL. */
	void (*narrow)(struct view *view, struct page *page);
	const struct list_show *shows; /* NULL-ended; the first one at first */
	/* Numbers for the line below the table, read with the rows; NULL:
	   none.  What it answers hangs below h->mem. */
	enum outcome (*read_sums)(struct house *h, void **out);
	char *(*show_sums)(void *mem, const void *sums);
	/* More of the row under the cursor; rows of the pane below the table,
	   and columns of the screen from which it stands beside (0: never). */
	void (*draw_pane)(const void *row, struct stamp now,
	    struct canvas *canvas, struct rect rect);
	int pane_rows;
	int side_from;
};

struct listview {
	const struct list_spec *spec;
	struct list list;
	size_t show;
	char *sort;   /* NULL: the show's */
	char *filter; /* what was typed; NULL: nothing */
	struct input input;
	bool is_typing;
	int64_t typed_due_ms; /* when what is typed counts */
	uint64_t generation;  /* of filter, sort and show */
	bool is_reading, is_stale;
	void *sums_mem;
	void *sums;
	int64_t count_due_ms; /* when all rows are counted again */
	char *complaint;      /* about the filter */
	char *why;            /* the last reason that needed own words */
	struct rect table;    /* where it was drawn */
};

/* Makes `view` one; its state begins with a struct listview. */
void listview_open(
    struct view *view, struct listview *lists, const struct list_spec *spec);
void listview_draw(struct view *view, struct canvas *canvas, struct rect rect);
bool listview_act(struct view *view, enum action action);
const char *listview_why_not(struct view *view, enum action action);
void listview_refresh(struct view *view);
bool listview_take(struct view *view, const struct press *press);
bool listview_click(struct view *view, const struct press *press);
int64_t listview_due_ms(const struct view *view);

/* Does the change to what is tagged, or else to the row under the cursor. */
void listview_change(struct view *view, const struct change *change);

/* The question before it: the words of what is about to happen to so many. */
struct listview_question {
	const char *title;
	const char *yes;
	const char *consequence;
	bool is_final; /* the number must be typed */
};
void listview_ask(struct view *view, const struct listview_question *question,
    const struct change *change);

/* Reads what is missing; with `is_fresh` what is shown, again. */
void listview_read(struct view *view, bool is_fresh);

/* How it is sorted; what is shown of it. */
const char *listview_sort(const struct listview *lists);
const struct list_show *listview_show(const struct listview *lists);

/* The functions of a view whose state is a listview. */
#define LISTVIEW_OPS                                                           \
	.draw = listview_draw, .refresh = listview_refresh,                    \
	.take = listview_take, .click = listview_click,                        \
	.due_ms = listview_due_ms

#endif
