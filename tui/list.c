/* A window on a list. */
#include "config.h"

#include "tui/list.h"

#include <string.h>

#include "base/field.h"
#include "base/mem.h"

#define MARGIN 20 /* rows read again beside those that are shown */

void
list_init(struct list *list, void *mem, size_t row_size,
    void (*id_of)(const void *row, char out[LIST_ID]))
{
	*list = (struct list){
		.mem = mem,
		.row_size = row_size,
		.id_of = id_of,
		.height = 1,
		.total = ABSENT,
		.jump = LIST_FIRST,
	};
}

static void
forget_rows(struct list *list)
{
	for (size_t i = 0; i < list->chunk_count; i++)
		talloc_free(list->chunks[i].mem);
	list->chunk_count = 0;
	list->count = 0;
}

void
list_reset(struct list *list)
{
	forget_rows(list);
	list->is_known = list->has_start = list->has_end = false;
	list->cursor = list->top = 0;
	list->cursor_id[0] = '\0';
	list->overshoot = 0;
	list->rank = 0;
	list->total = ABSENT;
	list->jump = LIST_FIRST;
}

const void *
list_row(const struct list *list, size_t place)
{
	for (size_t i = 0; i < list->chunk_count; i++) {
		const struct list_chunk *chunk = &list->chunks[i];

		if (place < chunk->count)
			return chunk->rows + place * list->row_size;
		place -= chunk->count;
	}
	return NULL;
}

const void *
list_here(const struct list *list)
{
	return list_row(list, list->cursor);
}

static void
note_cursor(struct list *list)
{
	const void *row = list_here(list);

	list->cursor_id[0] = '\0';
	if (row != NULL)
		list->id_of(row, list->cursor_id);
}

/* The cursor's row is on the screen, and no screen is emptier than it must. */
static void
scroll(struct list *list)
{
	size_t height = (size_t)list->height;

	if (list->cursor < list->top)
		list->top = list->cursor;
	if (list->cursor >= list->top + height)
		list->top = list->cursor - height + 1;
	if (list->top + height > list->count)
		list->top = list->count > height ? list->count - height : 0;
}

void
list_set_height(struct list *list, int height)
{
	list->height = height > 0 ? height : 1;
	scroll(list);
}

void
list_go_to(struct list *list, size_t place)
{
	if (list->count == 0)
		return;
	list->cursor = place < list->count ? place : list->count - 1;
	list->overshoot = 0;
	scroll(list);
	note_cursor(list);
}

void
list_move(struct list *list, int64_t distance)
{
	int64_t place = (int64_t)list->cursor + list->overshoot + distance;
	int64_t last = (int64_t)list->count - 1;
	int64_t beyond = 0;

	if (list->count == 0)
		return;
	if (place < 0 && !list->has_start)
		beyond = place;
	else if (place > last && !list->has_end)
		beyond = place - last;
	place = place < 0 ? 0 : place > last ? last : place;
	list_go_to(list, (size_t)place);
	list->overshoot = beyond;
}

void
list_go_first(struct list *list)
{
	if (list->has_start)
		list_go_to(list, 0);
	else
		list->jump = LIST_FIRST;
}

void
list_go_last(struct list *list)
{
	if (list->has_end && list->count > 0)
		list_go_to(list, list->count - 1);
	else
		list->jump = LIST_LAST;
}

static struct list_query
query_fresh(const struct list *list)
{
	struct list_query query = { .want = LIST_FRESH };

	query.limit = list->height + 2 * MARGIN;
	query.from = list->top > MARGIN ? list->top - MARGIN : 0;
	/* The row before stays away: it is only where to begin. */
	if (query.from == 0 && !list->has_start)
		query.from = 1;
	if (query.from > 0)
		query.anchor = list_row(list, query.from - 1);
	return query;
}

struct list_query
list_next(const struct list *list, bool is_fresh)
{
	struct list_query query = { .want = LIST_NOTHING };
	size_t height = (size_t)list->height;

	query.limit = list->height + 2 * MARGIN;
	if (list->jump != LIST_NOTHING || !list->is_known) {
		query.want = list->jump == LIST_LAST ? LIST_LAST : LIST_FIRST;
		query.is_backward = query.want == LIST_LAST;
	} else if (!list->has_end && list->count > 0 &&
		   (list->overshoot > 0 ||
		       list->top + 2 * height > list->count)) {
		query.want = LIST_AFTER;
		query.anchor = list_row(list, list->count - 1);
	} else if (!list->has_start && list->count > 0 &&
		   (list->overshoot < 0 || list->top < height)) {
		query.want = LIST_BEFORE;
		query.anchor = list_row(list, 0);
		query.is_backward = true;
	} else if (is_fresh) {
		query = query_fresh(list);
	}
	return query;
}

/* At the front for `place` 0, else at the end. */
static void
add_chunk(struct list *list, const struct list_page *page, bool is_front)
{
	struct list_chunk chunk = { page->mem, page->rows, page->count };
	size_t place = is_front ? 0 : list->chunk_count;

	talloc_steal(list->mem, page->mem);
	list->chunks = mem_grow(
	    list->mem, list->chunks, struct list_chunk, list->chunk_count + 1);
	memmove(&list->chunks[place + 1], &list->chunks[place],
	    (list->chunk_count - place) * sizeof(chunk));
	list->chunks[place] = chunk;
	list->chunk_count++;
	list->count += page->count;
}

/* Too many rows: those go that are farthest from what was just read. */
static void
trim(struct list *list, bool at_front)
{
	while (list->count > LIST_ROWS_MAX && list->chunk_count > 1) {
		size_t last = list->chunk_count - 1;
		struct list_chunk gone = list->chunks[at_front ? 0 : last];

		if (at_front) {
			if (list->top < gone.count)
				return;
			memmove(list->chunks, list->chunks + 1,
			    last * sizeof(gone));
			list->cursor -= gone.count;
			list->top -= gone.count;
			list->rank += (int64_t)gone.count;
			list->has_start = false;
		} else {
			if (list->top + (size_t)list->height >
			    list->count - gone.count)
				return;
			list->has_end = false;
		}
		list->chunk_count--;
		list->count -= gone.count;
		talloc_free(gone.mem);
	}
}

static void
take_first(struct list *list, const struct list_query *query,
    const struct list_page *page)
{
	forget_rows(list);
	add_chunk(list, page, false);
	list->has_start = true;
	list->has_end = !page->has_more;
	list->rank = 0;
	list->jump = LIST_NOTHING;
	(void)query;
	list_go_to(list, 0);
}

static void
take_last(struct list *list, const struct list_query *query,
    const struct list_page *page)
{
	forget_rows(list);
	add_chunk(list, page, false);
	list->has_end = true;
	list->has_start = !page->has_more;
	list->rank = list->has_start || list->total == ABSENT
			 ? 0
			 : list->total - (int64_t)page->count;
	list->jump = LIST_NOTHING;
	(void)query;
	list_go_to(list, page->count > 0 ? page->count - 1 : 0);
}

static void
take_after(struct list *list, const struct list_query *query,
    const struct list_page *page)
{
	int64_t rest = list->overshoot;

	(void)query;
	add_chunk(list, page, false);
	list->has_end = !page->has_more;
	list->overshoot = 0;
	list_move(list, rest);
	trim(list, true);
}

static void
take_before(struct list *list, const struct list_query *query,
    const struct list_page *page)
{
	int64_t rest = list->overshoot;

	(void)query;
	add_chunk(list, page, true);
	list->has_start = !page->has_more;
	list->rank -= (int64_t)page->count;
	if (list->has_start || list->rank < 0)
		list->rank = 0;
	list->cursor += page->count;
	list->top += page->count;
	list->overshoot = 0;
	list_move(list, rest);
	trim(list, false);
}

/* The place of that id among the rows, or the list's count. */
static size_t
place_of(const struct list *list, const char *id)
{
	char own[LIST_ID];
	size_t i;

	for (i = 0; i < list->count; i++) {
		list->id_of(list_row(list, i), own);
		if (strcmp(own, id) == 0)
			break;
	}
	return i;
}

static void
take_fresh(struct list *list, const struct list_query *query,
    const struct list_page *page)
{
	size_t line = list->cursor - list->top, place;
	bool is_near = list->cursor >= query->from &&
		       list->cursor <= query->from + page->count;
	size_t old =
	    list->cursor >= query->from ? list->cursor - query->from : 0;

	/* Whoever has gone on since then is not brought back. */
	if (!is_near && page->count > 0)
		return;
	forget_rows(list);
	add_chunk(list, page, false);
	list->has_start = query->anchor == NULL;
	list->has_end = !page->has_more;
	list->rank = list->has_start ? 0 : list->rank + (int64_t)query->from;
	place = place_of(list, list->cursor_id);
	if (place == list->count)
		place =
		    old < list->count ? old : list->count - (list->count > 0);
	list->cursor = place;
	list->top = place > line ? place - line : 0;
	scroll(list);
	note_cursor(list);
	/* All that was here is gone, but there may be rows before. */
	if (list->count == 0 && !list->has_start)
		list->jump = LIST_LAST;
}

void
list_take(struct list *list, const struct list_query *query,
    const struct list_page *page)
{
	static void (*const takers[])(struct list *, const struct list_query *,
	    const struct list_page *) = {
		[LIST_FIRST] = take_first,
		[LIST_LAST] = take_last,
		[LIST_AFTER] = take_after,
		[LIST_BEFORE] = take_before,
		[LIST_FRESH] = take_fresh,
	};

	list->is_known = true;
	takers[query->want](list, query, page);
	if (list->has_start && list->has_end)
		list->total = (int64_t)list->count;
}

static size_t
tag_place(const struct list *list, const char *id)
{
	size_t i = 0;

	while (i < list->tag_count && strcmp(list->tags[i].id, id) != 0)
		i++;
	return i;
}

bool
list_is_tagged(const struct list *list, const char *id)
{
	return tag_place(list, id) < list->tag_count;
}

static void
add_tag(struct list *list, const char *id, int64_t weight)
{
	list->tags = mem_grow(
	    list->mem, list->tags, struct list_tag, list->tag_count + 1);
	memcpy(list->tags[list->tag_count].id, id, LIST_ID);
	list->tags[list->tag_count++].weight = weight;
}

void
list_tag(struct list *list, const void *row, int64_t weight)
{
	char id[LIST_ID];
	size_t place;

	list->id_of(row, id);
	place = tag_place(list, id);
	if (place == list->tag_count)
		add_tag(list, id, weight);
	else
		list->tags[place] = list->tags[--list->tag_count];
}

void
list_tag_all(struct list *list, int64_t (*weight_of)(const void *row))
{
	for (size_t i = 0; i < list->count; i++) {
		const void *row = list_row(list, i);
		char id[LIST_ID];

		list->id_of(row, id);
		if (!list_is_tagged(list, id))
			add_tag(
			    list, id, weight_of != NULL ? weight_of(row) : 0);
	}
}

void
list_untag(struct list *list)
{
	list->tag_count = 0;
}

int64_t
list_weight(const struct list *list)
{
	int64_t sum = 0;

	for (size_t i = 0; i < list->tag_count; i++)
		sum += list->tags[i].weight;
	return sum;
}

char **
list_targets(const struct list *list, void *mem, size_t *count)
{
	char **ids = mem_array(mem, char *, list->tag_count + 1);

	for (size_t i = 0; i < list->tag_count; i++)
		ids[i] = mem_text(mem, list->tags[i].id);
	*count = list->tag_count;
	if (list->tag_count == 0 && list->cursor_id[0] != '\0') {
		ids[0] = mem_text(mem, list->cursor_id);
		*count = 1;
	}
	return ids;
}
