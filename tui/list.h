/*
 * A list of which a part is known: the rows around those that are shown, read
 * in pages by key.  Where one stands and what is tagged are remembered by id,
 * so that rows which come and go between two readings never make anybody act
 * on another row than the one they looked at.
 */
#ifndef TUI_LIST_H
#define TUI_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LIST_ID 40
#define LIST_ROWS_MAX 1200

/* What is to be read next. */
enum list_want {
	LIST_NOTHING,
	LIST_FIRST,  /* from the beginning */
	LIST_LAST,   /* up to the end */
	LIST_AFTER,  /* behind the last row */
	LIST_BEFORE, /* before the first row */
	LIST_FRESH   /* what is shown, again */
};

/* How it is to be read: so many rows from behind that one. */
struct list_query {
	enum list_want want;
	const void *anchor; /* NULL: from the beginning, or the end */
	bool is_backward;   /* from the anchor, or the end, to the front */
	int64_t limit;
	size_t from; /* the list's own: which row the answer replaces */
};

/* What was read, in the list's order; `mem` holds the rows. */
struct list_page {
	void *mem;
	void *rows;
	size_t count;
	bool has_more; /* in the direction it was read in */
};

struct list_chunk {
	void *mem;
	char *rows;
	size_t count;
};

struct list_tag {
	char id[LIST_ID];
	int64_t weight;
};

struct list {
	void *mem;
	size_t row_size;
	void (*id_of)(const void *row, char out[LIST_ID]);
	struct list_chunk *chunks;
	size_t chunk_count;
	size_t count;
	bool is_known; /* has been read at all */
	bool has_start, has_end;
	int64_t rank;  /* of the first known row, from 0 */
	int64_t total; /* ABSENT: not known */
	size_t cursor, top;
	char cursor_id[LIST_ID];
	int height;        /* rows that are shown */
	int64_t overshoot; /* still to be moved when there are rows */
	enum list_want jump;
	struct list_tag *tags;
	size_t tag_count;
};

void list_init(struct list *list, void *mem, size_t row_size,
    void (*id_of)(const void *row, char out[LIST_ID]));

/* Forgets all rows; the next thing wanted is the beginning. */
void list_reset(struct list *list);

/* The row at a place of what is known, or NULL. */
const void *list_row(const struct list *list, size_t place);

/* The row under the cursor, or NULL. */
const void *list_here(const struct list *list);

/* So many rows are shown from now on. */
void list_set_height(struct list *list, int height);

/* Moves the cursor; beyond what is known once that has been read. */
void list_move(struct list *list, int64_t distance);
void list_go_first(struct list *list);
void list_go_last(struct list *list);

/* The cursor to a place of what is known. */
void list_go_to(struct list *list, size_t place);

/* What is to be read; with `is_fresh` the shown rows, if nothing is missing.
   The anchor is valid until the list takes a page. */
struct list_query list_next(const struct list *list, bool is_fresh);

/* The answer; its rows are the list's from now on. */
void list_take(struct list *list, const struct list_query *query,
    const struct list_page *page);

/* Tags. */
bool list_is_tagged(const struct list *list, const char *id);
void list_tag(struct list *list, const void *row, int64_t weight);
void list_tag_all(struct list *list, int64_t (*weight_of)(const void *row));
void list_untag(struct list *list);
int64_t list_weight(const struct list *list);

/* What an action is about: the tagged rows, or else the one under the cursor;
   ids below `mem`. */
char **list_targets(const struct list *list, void *mem, size_t *count);

#endif
