/* Tables. */
#include "config.h"

#include "tui/table.h"

#include <string.h>

#include "base/field.h"
#include "base/mem.h"

#define MARK_COLUMNS 2 /* cursor or tag, before each row */
#define TRACK_COLUMNS 1
#define CURSOR "\xe2\x96\xb8"
#define TAG "\xe2\x96\x8c"
#define TRACK "\xe2\x94\x82"
#define THUMB "\xe2\x96\x88"

/* Columns of each; 0 for those that have left. */
struct layout {
	int widths[TABLE_COLUMNS_MAX];
	size_t count;
};

static int
width_of(const struct layout *layout)
{
	int sum = 0;

	for (size_t i = 0; i < layout->count; i++)
		sum += layout->widths[i] > 0 ? layout->widths[i] + 1 : 0;
	return sum;
}

/* The one that leaves next, or the count. */
static size_t
next_to_leave(const struct table_column *columns, const struct layout *layout)
{
	size_t found = layout->count;
	int drop = 0;

	for (size_t i = 0; i < layout->count; i++) {
		if (layout->widths[i] > 0 && columns[i].drop > drop) {
			drop = columns[i].drop;
			found = i;
		}
	}
	return found;
}

static void
spread(const struct table_column *columns, struct layout *layout, int spare)
{
	int weights = 0;

	for (size_t i = 0; i < layout->count; i++)
		weights += layout->widths[i] > 0 ? columns[i].weight : 0;
	for (size_t i = 0; i < layout->count && weights > 0; i++) {
		int part = spare * columns[i].weight / weights;

		if (layout->widths[i] == 0 || columns[i].weight == 0)
			continue;
		layout->widths[i] += part;
		spare -= part;
		weights -= columns[i].weight;
	}
}

static struct layout
lay_out(const struct table_column *columns, int width)
{
	struct layout layout = { .count = 0 };
	size_t leaving;

	while (columns[layout.count].width > 0) {
		layout.widths[layout.count] = columns[layout.count].width;
		layout.count++;
	}
	width -= MARK_COLUMNS + TRACK_COLUMNS;
	while (width_of(&layout) > width &&
	       (leaving = next_to_leave(columns, &layout)) < layout.count)
		layout.widths[leaving] = 0;
	if (width_of(&layout) < width)
		spread(columns, &layout, width - width_of(&layout));
	return layout;
}

static void
draw_head(const struct table_column *columns, const struct layout *layout,
    const char *sort, struct canvas *canvas, struct rect rect)
{
	int x = rect.x + MARK_COLUMNS;
	bool is_back = sort != NULL && sort[0] == '-';

	for (size_t i = 0; i < layout->count; i++) {
		const struct table_column *column = &columns[i];
		int width = layout->widths[i];
		char *head;

		if (width == 0)
			continue;
		head = mem_text(canvas->scratch, column->head);
		if (sort != NULL && column->order != NULL &&
		    strcmp(sort + is_back, column->order) == 0)
			mem_append(canvas->scratch, &head, " %s",
			    is_back ? "\xe2\x96\xbc" : "\xe2\x96\xb2");
		if (column->is_right)
			canvas_put_right(
			    canvas, rect.y, x + width, width, LOOK_HEAD, head);
		else
			canvas_put(canvas, rect.y, x, width, LOOK_HEAD, head);
		x += width + 1;
	}
}

static void
draw_cell(const struct table_column *column, const struct table_cell *cell,
    struct canvas *canvas, int y, int x, int width)
{
	if (cell->bar >= 0)
		canvas_bar(canvas, y, x, width - 1, cell->look, cell->bar);
	else if (column->is_right)
		canvas_put_right(
		    canvas, y, x + width, width, cell->look, cell->text);
	else
		canvas_put(canvas, y, x, width, cell->look, cell->text);
}

static bool
is_empty(const struct table_cell *cell)
{
	return cell->bar < 0 && (cell->text == NULL || cell->text[0] == '\0');
}

/* What a text may take: also the columns behind it that say nothing. */
static int
room_of(const struct table_cell *cells, const struct layout *layout, size_t i)
{
	int room = layout->widths[i];

	for (size_t next = i + 1;
	     cells[i].bar < 0 && next < layout->count && is_empty(&cells[next]);
	     next++)
		room += layout->widths[next] > 0 ? layout->widths[next] + 1 : 0;
	return room;
}

static void
draw_row(const struct table_column *columns, const struct layout *layout,
    const void *row, struct stamp now, struct canvas *canvas, int y, int x)
{
	struct table_cell cells[TABLE_COLUMNS_MAX];

	for (size_t i = 0; i < layout->count; i++) {
		cells[i] = (struct table_cell){
			.mem = canvas->scratch,
			.now = now,
			.text = "",
			.bar = -1,
		};
		if (layout->widths[i] > 0)
			columns[i].show(row, &cells[i]);
	}
	x += MARK_COLUMNS;
	for (size_t i = 0; i < layout->count; i++) {
		int width = layout->widths[i];

		if (width == 0)
			continue;
		draw_cell(&columns[i], &cells[i], canvas, y, x,
		    columns[i].is_right ? width : room_of(cells, layout, i));
		x += width + 1;
	}
}

static void
draw_marks(const struct list *list, size_t place, struct canvas *canvas,
    struct rect line)
{
	char id[LIST_ID];
	bool is_tagged;

	list->id_of(list_row(list, place), id);
	is_tagged = list_is_tagged(list, id);
	if (place == list->cursor) {
		canvas_put(canvas, line.y, line.x, 1, LOOK_STRONG, CURSOR);
		if (is_tagged)
			canvas_put(
			    canvas, line.y, line.x + 1, 1, LOOK_TAGGED, TAG);
		canvas_reverse(canvas, line);
	} else if (is_tagged) {
		canvas_put(canvas, line.y, line.x, 1, LOOK_TAGGED, TAG);
	}
}

/* Where in all of the list we are, at the right edge. */
static void
draw_track(const struct list *list, struct canvas *canvas, struct rect rect)
{
	int64_t total = list->total;
	int64_t first = list->rank + (int64_t)list->top;
	int rows = rect.rows, size, begin;

	if (total == ABSENT || total <= rows || rows < 3)
		return;
	size = (int)(rows * (int64_t)rows / total);
	size = size < 1 ? 1 : size;
	begin = (int)(first * (rows - size) / (total - rows));
	begin = begin > rows - size ? rows - size : begin;
	for (int i = 0; i < rows; i++) {
		bool is_thumb = i >= begin && i < begin + size;

		canvas_put(canvas, rect.y + i, rect.x + rect.columns - 1, 1,
		    LOOK_LINE, is_thumb ? THUMB : TRACK);
	}
}

void
table_draw(const struct table_column *columns, const struct list *list,
    const char *sort, struct stamp now, struct canvas *canvas, struct rect rect)
{
	struct layout layout = lay_out(columns, rect.columns);

	draw_head(columns, &layout, sort, canvas, rect);
	rect.y++;
	rect.rows--;
	for (int i = 0; i < rect.rows; i++) {
		size_t place = list->top + (size_t)i;
		struct rect line = { rect.y + i, rect.x, 1, rect.columns - 1 };
		const void *row = list_row(list, place);

		if (row == NULL)
			break;
		draw_row(columns, &layout, row, now, canvas, line.y, line.x);
		draw_marks(list, place, canvas, line);
	}
	draw_track(list, canvas, rect);
}

int64_t
table_row_at(const struct list *list, struct rect rect, int y)
{
	int64_t place = (int64_t)list->top + y - rect.y - 1;

	if (y <= rect.y || y >= rect.y + rect.rows ||
	    place >= (int64_t)list->count)
		return -1;
	return place;
}

const struct table_column *
table_column_at(const struct table_column *columns, struct rect rect, int x)
{
	struct layout layout = lay_out(columns, rect.columns);
	int at = rect.x + MARK_COLUMNS;

	for (size_t i = 0; i < layout.count; i++) {
		if (layout.widths[i] == 0)
			continue;
		if (x >= at && x < at + layout.widths[i])
			return &columns[i];
		at += layout.widths[i] + 1;
	}
	return NULL;
}
