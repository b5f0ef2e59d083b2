/* A list on the screen: table, line of what is shown, pane. */
#include "config.h"

#include "base/mem.h"
#include "tui/app.h"
#include "tui/listview.h"
#include "tui/measure.h"

static void
draw_empty(struct view *view, struct canvas *canvas, struct rect rect)
{
	const struct listview *lists = view->state;
	const char *text = "Nothing matches.";

	if (!lists->list.is_known)
		text = "Reading\xe2\x80\xa6";
	else if (lists->complaint != NULL)
		text = lists->complaint;
	else if (lists->filter == NULL)
		text = lists->spec->empty;
	canvas_put(canvas, rect.y + (rect.rows > 4 ? 2 : 1), rect.x + 2,
	    rect.columns - 4, LOOK_DIM, text);
}

static char *
tags_text(struct listview *lists, void *mem)
{
	const struct list *list = &lists->list;
	char *text = mem_printf(mem, "%zu tagged", list->tag_count);

	if (lists->spec->weight_of != NULL)
		mem_append(
		    mem, &text, "  %s", measure_bytes(mem, list_weight(list)));
	return text;
}

/* Sums, what is shown, what is tagged, what is filtered by. */
static char *
status_text(struct listview *lists, void *mem)
{
	char *text = mem_text(mem, "");
	const char *dot = "";

	if (lists->sums != NULL && lists->spec->show_sums != NULL) {
		mem_append(
		    mem, &text, "%s", lists->spec->show_sums(mem, lists->sums));
		dot = "  \xc2\xb7  ";
	}
	if (lists->spec->shows[1].name != NULL) {
		mem_append(
		    mem, &text, "%sshown: %s", dot, listview_show(lists)->name);
		dot = "  \xc2\xb7  ";
	}
	if (lists->list.tag_count > 0) {
		mem_append(mem, &text, "%s%s", dot, tags_text(lists, mem));
		dot = "  \xc2\xb7  ";
	}
	if (lists->filter != NULL && !lists->is_typing)
		mem_append(mem, &text, "%s/%s", dot, lists->filter);
	if (lists->complaint != NULL)
		mem_append(mem, &text, "  \xe2\x9c\x96 %s", lists->complaint);
	return text;
}

static char *
place_text(const struct list *list, void *mem)
{
	int64_t here = list->rank + (int64_t)list->cursor + 1;

	if (list->count == 0)
		return NULL;
	if (list->total == ABSENT)
		return measure_count(mem, here);
	if (here > list->total)
		here = list->total;
	return mem_printf(mem, "%s of %s", measure_count(mem, here),
	    measure_count(mem, list->total));
}

static void
draw_status(
    struct listview *lists, struct canvas *canvas, struct rect rect, int y)
{
	void *mem = canvas->scratch;

	canvas_rule(canvas, y, rect.x, rect.columns,
	    lists->is_typing ? NULL : status_text(lists, mem),
	    place_text(&lists->list, mem));
	if (!lists->is_typing)
		return;
	canvas_put(canvas, y, rect.x + 1, 3, LOOK_KEY, " / ");
	input_draw(&lists->input, canvas, y, rect.x + 4,
	    rect.columns > 60 ? 40 : rect.columns - 24);
}

/* Beside the table where there is room, below it where that is no loss. */
static struct rect
split(const struct list_spec *spec, struct rect *rect)
{
	struct rect pane = *rect;

	if (spec->draw_pane == NULL)
		return (struct rect){ 0 };
	if (spec->side_from > 0 && rect->columns >= spec->side_from) {
		pane.columns = rect->columns * 2 / 5;
		rect->columns -= pane.columns;
		pane.x = rect->x + rect->columns;
		pane.rows--;
		return pane;
	}
	if (rect->rows < spec->pane_rows + 8)
		return (struct rect){ 0 };
	pane.rows = spec->pane_rows;
	rect->rows -= pane.rows;
	pane.y = rect->y + rect->rows;
	return pane;
}

static void
draw_pane(struct view *view, struct canvas *canvas, struct rect pane)
{
	struct listview *lists = view->state;
	const void *row = list_here(&lists->list);

	if (pane.columns < view->at.columns) {
		for (int i = 0; i < pane.rows; i++)
			canvas_put(canvas, pane.y + i, pane.x, 1, LOOK_LINE,
			    "\xe2\x94\x82");
		pane.x++;
		pane.columns--;
	}
	if (row == NULL || pane.rows == 0)
		return;
	pane.x++;
	pane.columns -= 2;
	lists->spec->draw_pane(row, view->app->now, canvas, pane);
}

void
listview_draw(struct view *view, struct canvas *canvas, struct rect rect)
{
	struct listview *lists = view->state;
	struct rect whole = rect, pane;

	pane = split(lists->spec, &rect);
	/* The line below the table goes across, also below a pane beside. */
	if (rect.columns == whole.columns)
		whole.rows = rect.rows;
	lists->table = rect;
	lists->table.rows = rect.rows - 1;
	list_set_height(&lists->list, lists->table.rows - 1);
	table_draw(lists->spec->columns, &lists->list, listview_sort(lists),
	    view->app->now, canvas, lists->table);
	if (lists->list.count == 0)
		draw_empty(view, canvas, lists->table);
	if (pane.rows > 0)
		draw_pane(view, canvas, pane);
	draw_status(lists, canvas, whole, whole.y + whole.rows - 1);
}
