/* A grid of cells. */
#include "config.h"

#include "tui/canvas.h"

#include <string.h>
#include <wchar.h>

#include "base/mem.h"
#include "base/text.h"
#include "tui/cell.h"

#define LINE "\xe2\x94\x80"

struct canvas *
canvas_new(void *mem, int rows, int columns)
{
	struct canvas *canvas = mem_new(mem, struct canvas);

	canvas->rows = rows;
	canvas->columns = columns;
	canvas->cells =
	    mem_array(canvas, struct cell, (size_t)rows * (size_t)columns);
	canvas->scratch = mem_context(canvas);
	canvas_clear(canvas);
	return canvas;
}

struct cell *
canvas_at(const struct canvas *canvas, int y, int x)
{
	return &canvas->cells[y * canvas->columns + x];
}

static bool
is_inside(const struct canvas *canvas, int y, int x)
{
	return y >= 0 && y < canvas->rows && x >= 0 && x < canvas->columns;
}

static void
set_blank(struct cell *cell, enum look look)
{
	*cell = (struct cell){
		.text = { ' ' },
		.columns = 1,
		.look = (uint8_t)look,
	};
}

void
canvas_clear(struct canvas *canvas)
{
	talloc_free_children(canvas->scratch);
	for (int i = 0; i < canvas->rows * canvas->columns; i++)
		set_blank(&canvas->cells[i], LOOK_PLAIN);
}

/* Whatever of a wide character would be left over becomes a blank. */
static void
make_room(struct canvas *canvas, int y, int x)
{
	struct cell *cell = canvas_at(canvas, y, x);

	if (cell->columns == 0 && x > 0)
		set_blank(cell - 1, (enum look)cell[-1].look);
	if (cell->columns == 2 && x + 1 < canvas->columns)
		set_blank(cell + 1, (enum look)cell->look);
}

static void
set_cell(struct canvas *canvas, int y, int x, int columns, enum look look,
    uint32_t code_point)
{
	for (int i = 0; i < columns; i++) {
		make_room(canvas, y, x + i);
		set_blank(canvas_at(canvas, y, x + i), look);
	}
	canvas_at(canvas, y, x)->text[0] = code_point;
	canvas_at(canvas, y, x)->columns = (uint8_t)columns;
	if (columns == 2) {
		canvas_at(canvas, y, x + 1)->columns = 0;
		canvas_at(canvas, y, x + 1)->text[0] = 0;
	}
}

static void
combine(struct canvas *canvas, int y, int x, uint32_t code_point)
{
	struct cell *cell;

	if (!is_inside(canvas, y, x))
		return;
	cell = canvas_at(canvas, y, x);
	if (cell->columns == 0 && x > 0)
		cell--;
	for (int i = 1; i < CELL_TEXT; i++) {
		if (cell->text[i] == 0) {
			cell->text[i] = code_point;
			return;
		}
	}
}

static int
put_clean(struct canvas *canvas, int y, int x, enum look look, const char *text)
{
	size_t left = strlen(text);
	int at = x;

	while (left > 0) {
		uint32_t code_point = ' ';
		size_t step = text_decode(text, left, &code_point);
		int columns = wcwidth((wchar_t)code_point);

		if (columns == 0)
			combine(canvas, y, at - 1, code_point);
		else if (columns > 0 && is_inside(canvas, y, at) &&
			 is_inside(canvas, y, at + columns - 1))
			set_cell(canvas, y, at, columns, look, code_point);
		at += columns;
		step = step == 0 ? 1 : step;
		text += step;
		left -= step;
	}
	return at - x;
}

static bool
is_plain(const char *text)
{
	while (*text >= ' ' && *text <= '~')
		text++;
	return *text == '\0';
}

static const char *
fit(struct canvas *canvas, const char *text, int width)
{
	if (is_plain(text) && (int)strlen(text) <= width)
		return text;
	text = cell_clean(canvas->scratch, text);
	return cell_cut(canvas->scratch, text, width);
}

int
canvas_put(struct canvas *canvas, int y, int x, int width, enum look look,
    const char *text)
{
	if (width <= 0 || text == NULL)
		return 0;
	return put_clean(canvas, y, x, look, fit(canvas, text, width));
}

int
canvas_put_right(struct canvas *canvas, int y, int end, int width,
    enum look look, const char *text)
{
	if (width <= 0 || text == NULL)
		return 0;
	text = fit(canvas, text, width);
	return put_clean(canvas, y, end - cell_width(text), look, text);
}

/* Of a rectangle what lies on the canvas. */
static struct rect
clip(const struct canvas *canvas, struct rect rect)
{
	int bottom = rect.y + rect.rows, right = rect.x + rect.columns;

	rect.y = rect.y < 0 ? 0 : rect.y;
	rect.x = rect.x < 0 ? 0 : rect.x;
	bottom = bottom > canvas->rows ? canvas->rows : bottom;
	right = right > canvas->columns ? canvas->columns : right;
	rect.rows = bottom > rect.y ? bottom - rect.y : 0;
	rect.columns = right > rect.x ? right - rect.x : 0;
	return rect;
}

void
canvas_blank(struct canvas *canvas, struct rect rect, enum look look)
{
	rect = clip(canvas, rect);
	for (int y = rect.y; y < rect.y + rect.rows; y++) {
		for (int x = rect.x; x < rect.x + rect.columns; x++)
			set_cell(canvas, y, x, 1, look, ' ');
	}
}

void
canvas_paint(struct canvas *canvas, struct rect rect, enum look look)
{
	rect = clip(canvas, rect);
	for (int y = rect.y; y < rect.y + rect.rows; y++) {
		for (int x = rect.x; x < rect.x + rect.columns; x++)
			canvas_at(canvas, y, x)->look = (uint8_t)look;
	}
}

void
canvas_reverse(struct canvas *canvas, struct rect rect)
{
	rect = clip(canvas, rect);
	for (int y = rect.y; y < rect.y + rect.rows; y++) {
		for (int x = rect.x; x < rect.x + rect.columns; x++)
			canvas_at(canvas, y, x)->is_reverse = 1;
	}
}

void
canvas_line(struct canvas *canvas, int y, int x, int width, enum look look)
{
	for (int i = 0; i < width; i++)
		put_clean(canvas, y, x + i, look, LINE);
}

/* Words in a line, with a blank at each side. */
static int
put_words(struct canvas *canvas, int y, int x, int width, const char *words)
{
	int taken;

	if (width < 4)
		return 0;
	put_clean(canvas, y, x, LOOK_LINE, " ");
	taken = canvas_put(canvas, y, x + 1, width - 2, LOOK_PLAIN, words);
	put_clean(canvas, y, x + 1 + taken, LOOK_LINE, " ");
	return taken + 2;
}

void
canvas_rule(struct canvas *canvas, int y, int x, int width, const char *left,
    const char *right)
{
	int taken = 0, room;

	canvas_line(canvas, y, x, width, LOOK_LINE);
	if (left != NULL && left[0] != '\0')
		taken = put_words(canvas, y, x + 1, width - 2, left);
	if (right == NULL || right[0] == '\0')
		return;
	right = fit(canvas, right, width);
	room = cell_width(right) + 2;
	if (taken + room + 3 <= width)
		put_words(canvas, y, x + width - 1 - room, room, right);
}

void
canvas_bar(struct canvas *canvas, int y, int x, int width, enum look look,
    int64_t per_mille)
{
	static const char *const eighths[] = { "", "\xe2\x96\x8f",
		"\xe2\x96\x8e", "\xe2\x96\x8d", "\xe2\x96\x8c", "\xe2\x96\x8b",
		"\xe2\x96\x8a", "\xe2\x96\x89" };
	int64_t parts = width * 8 * per_mille / 1000;

	for (int i = 0; i < width; i++, parts -= 8) {
		if (parts >= 8)
			put_clean(canvas, y, x + i, look, "\xe2\x96\x88");
		else if (parts > 0)
			put_clean(canvas, y, x + i, look, eighths[parts]);
		else
			put_clean(canvas, y, x + i, LOOK_DIM, "\xe2\x96\x91");
	}
}

static void
put_edge(struct canvas *canvas, struct rect rect, int y, const char *begin,
    const char *end, const char *words)
{
	int right = rect.x + rect.columns - 1;

	canvas_line(canvas, y, rect.x, rect.columns, LOOK_LINE);
	put_clean(canvas, y, rect.x, LOOK_LINE, begin);
	put_clean(canvas, y, right, LOOK_LINE, end);
	if (words != NULL && words[0] != '\0')
		put_words(canvas, y, rect.x + 2, rect.columns - 4, words);
}

void
canvas_box(struct canvas *canvas, struct rect rect, const char *title,
    const char *foot)
{
	int right = rect.x + rect.columns - 1;
	int bottom = rect.y + rect.rows - 1;

	canvas_blank(canvas, rect, LOOK_PLAIN);
	for (int y = rect.y; y <= bottom; y++) {
		put_clean(canvas, y, rect.x, LOOK_LINE, "\xe2\x94\x82");
		put_clean(canvas, y, right, LOOK_LINE, "\xe2\x94\x82");
	}
	put_edge(canvas, rect, rect.y, "\xe2\x95\xad", "\xe2\x95\xae", title);
	put_edge(canvas, rect, bottom, "\xe2\x95\xb0", "\xe2\x95\xaf", foot);
}

static size_t
print_line(const struct canvas *canvas, int y, char *out)
{
	size_t used = 0, kept = 0;

	for (int x = 0; x < canvas->columns; x++) {
		const struct cell *cell = canvas_at(canvas, y, x);

		for (int i = 0; cell->columns > 0 && i < CELL_TEXT; i++) {
			if (cell->text[i] != 0)
				used += cell_encode(cell->text[i], out + used);
		}
		if (cell->text[0] != ' ')
			kept = used;
	}
	out[kept] = '\n';
	return kept + 1;
}

char *
canvas_text(void *mem, const struct canvas *canvas)
{
	size_t cells = (size_t)canvas->rows * (size_t)canvas->columns;
	char *text = mem_array(
	    mem, char, cells *CELL_TEXT * 4 + (size_t)canvas->rows + 1);
	size_t used = 0;

	for (int y = 0; y < canvas->rows; y++)
		used += print_line(canvas, y, text + used);
	text[used] = '\0';
	return text;
}
