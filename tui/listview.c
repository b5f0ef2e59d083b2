/* Views of lists. */
#include "config.h"

#include "tui/listview.h"

#include <string.h>

#include "base/mem.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/measure.h"

#define TYPING_MS 120 /* of quiet, until what is typed counts */
#define WHEEL_ROWS 3

const struct list_show *
listview_show(const struct listview *lists)
{
	return &lists->spec->shows[lists->show];
}

const char *
listview_sort(const struct listview *lists)
{
	return lists->sort != NULL ? lists->sort : listview_show(lists)->sort;
}

void
listview_open(
    struct view *view, struct listview *lists, const struct list_spec *spec)
{
	view->state = lists;
	lists->spec = spec;
	lists->typed_due_ms = INT64_MAX;
	list_init(&lists->list, view->mem, spec->row_size, spec->id_of);
}

void
listview_refresh(struct view *view)
{
	struct listview *lists = view->state;
	char *text;

	if (lists->typed_due_ms <= view->app->now_ms) {
		lists->typed_due_ms = INT64_MAX;
		text = input_text(view->mem, &lists->input);
		talloc_free(lists->filter);
		talloc_free(lists->complaint);
		lists->complaint = NULL;
		lists->filter = text[0] != '\0' ? text : NULL;
		lists->generation++;
		lists->is_reading = false;
		lists->list.jump = LIST_FIRST;
		lists->list.total = ABSENT;
	}
	listview_read(view, true);
}

int64_t
listview_due_ms(const struct view *view)
{
	const struct listview *lists = view->state;

	return lists->typed_due_ms;
}

/* Another order or part of it: from the beginning.  Until that has come, what
   is known stays on the screen. */
static void
begin_again(struct view *view)
{
	struct listview *lists = view->state;

	lists->generation++;
	lists->is_reading = false;
	lists->list.jump = LIST_FIRST;
	lists->list.total = ABSENT;
	listview_read(view, true);
}

/* ---- acting -------------------------------------------------------------*/

static void
act_move(struct view *view, enum action action)
{
	struct listview *lists = view->state;
	struct list *list = &lists->list;
	int page = list->height > 1 ? list->height - 1 : 1;
	int half = list->height > 1 ? list->height / 2 : 1;

	switch (action) {
	case ACTION_UP:
		list_move(list, -1);
		break;
	case ACTION_DOWN:
		list_move(list, 1);
		break;
	case ACTION_HALF_UP:
		list_move(list, -half);
		break;
	case ACTION_HALF_DOWN:
		list_move(list, half);
		break;
	case ACTION_PAGE_UP:
		list_move(list, -page);
		break;
	case ACTION_PAGE_DOWN:
		list_move(list, page);
		break;
	case ACTION_FIRST:
		list_go_first(list);
		break;
	default:
		list_go_last(list);
	}
	listview_read(view, false);
}

static void
act_tag(struct view *view, enum action action)
{
	struct listview *lists = view->state;
	struct list *list = &lists->list;
	int64_t (*weight_of)(const void *) = lists->spec->weight_of;
	const void *row = list_here(list);

	if (action == ACTION_TAG_ALL)
		list_tag_all(list, weight_of);
	else if (action == ACTION_UNTAG)
		list_untag(list);
	else if (row != NULL) {
		list_tag(list, row, weight_of != NULL ? weight_of(row) : 0);
		list_move(list, 1);
		listview_read(view, false);
	}
}

static void
act_filter(struct view *view, enum action action)
{
	struct listview *lists = view->state;

	(void)action;
	lists->is_typing = true;
	input_set(&lists->input, lists->filter != NULL ? lists->filter : "");
}

static void
set_sort(struct view *view, const char *sort)
{
	struct listview *lists = view->state;
	char *own = mem_text(view->mem, sort);

	talloc_free(lists->sort);
	lists->sort = own;
	begin_again(view);
}

static void
act_show(struct view *view, enum action action)
{
	struct listview *lists = view->state;

	(void)action;
	lists->show++;
	if (lists->spec->shows[lists->show].name == NULL)
		lists->show = 0;
	talloc_free(lists->sort);
	lists->sort = NULL;
	begin_again(view);
}

static void
act_turn(struct view *view, enum action action)
{
	const char *sort = listview_sort(view->state);
	char *turned = mem_printf(view->mem, "%s%s", sort[0] == '-' ? "" : "-",
	    sort + (sort[0] == '-'));

	(void)action;
	set_sort(view, turned);
	talloc_free(turned);
}

/* The order after the one that is. */
static void
act_sort(struct view *view, enum action action)
{
	struct listview *lists = view->state;
	const struct page_listing listing = lists->spec->listing();
	const char *sort = listview_sort(lists);
	size_t i = 0;

	(void)action;
	while (listing.orders[i].name != NULL &&
	       strcmp(listing.orders[i].name, sort + (sort[0] == '-')) != 0)
		i++;
	if (listing.orders[i].name == NULL || listing.orders[++i].name == NULL)
		i = 0;
	set_sort(view, listing.orders[i].name);
}

static void (*const acts[ACTION_COUNT])(struct view *, enum action) = {
	[ACTION_UP] = act_move,
	[ACTION_DOWN] = act_move,
	[ACTION_HALF_UP] = act_move,
	[ACTION_HALF_DOWN] = act_move,
	[ACTION_PAGE_UP] = act_move,
	[ACTION_PAGE_DOWN] = act_move,
	[ACTION_FIRST] = act_move,
	[ACTION_LAST] = act_move,
	[ACTION_TAG] = act_tag,
	[ACTION_TAG_ALL] = act_tag,
	[ACTION_UNTAG] = act_tag,
	[ACTION_FILTER] = act_filter,
	[ACTION_SHOW] = act_show,
	[ACTION_SORT] = act_sort,
	[ACTION_TURN] = act_turn,
};

/* Esc takes back what narrows the list before it leaves the view. */
static bool
act_back(struct view *view)
{
	struct listview *lists = view->state;

	if (lists->filter != NULL) {
		input_set(&lists->input, "");
		lists->typed_due_ms = view->app->now_ms;
		listview_refresh(view);
		return true;
	}
	if (lists->list.tag_count > 0) {
		list_untag(&lists->list);
		return true;
	}
	return false;
}

bool
listview_act(struct view *view, enum action action)
{
	if (action == ACTION_BACK)
		return act_back(view);
	if (acts[action] == NULL)
		return false;
	acts[action](view, action);
	return true;
}

const char *
listview_why_not(struct view *view, enum action action)
{
	const struct listview *lists = view->state;
	bool has_row = lists->list.count > 0 || lists->list.tag_count > 0;

	if ((action_infos[action].needs & NEEDS_ROW) != 0 && !has_row)
		return "there is nothing here";
	if (action == ACTION_UNTAG && lists->list.tag_count == 0)
		return "nothing is tagged";
	return NULL;
}

/* ---- typing and clicking ------------------------------------------------*/

bool
listview_take(struct view *view, const struct press *press)
{
	struct listview *lists = view->state;

	if (!lists->is_typing)
		return false;
	if (press->code == PRESS_ENTER || press->code == PRESS_ESCAPE)
		lists->is_typing = false;
	if (press->code == PRESS_ESCAPE)
		input_set(&lists->input, "");
	else if (press->code != PRESS_ENTER &&
		 !input_take(&lists->input, press))
		return true;
	lists->typed_due_ms = view->app->now_ms;
	if (lists->is_typing)
		lists->typed_due_ms += TYPING_MS;
	else
		listview_refresh(view);
	return true;
}

static void
click_head(struct view *view, int x)
{
	struct listview *lists = view->state;
	const struct table_column *column =
	    table_column_at(lists->spec->columns, lists->table, x);
	const char *sort = listview_sort(lists);

	if (column == NULL || column->order == NULL)
		return;
	if (strcmp(sort, column->order) == 0)
		act_turn(view, ACTION_TURN);
	else
		set_sort(view, column->order);
}

bool
listview_click(struct view *view, const struct press *press)
{
	struct listview *lists = view->state;
	int64_t place = table_row_at(&lists->list, lists->table, press->y);

	if (press->code == PRESS_WHEEL_UP)
		list_move(&lists->list, -WHEEL_ROWS);
	else if (press->code == PRESS_WHEEL_DOWN)
		list_move(&lists->list, WHEEL_ROWS);
	else if (press->y == lists->table.y)
		click_head(view, press->x);
	else if (place >= 0)
		list_go_to(&lists->list, (size_t)place);
	if (press->code == PRESS_DOUBLE_CLICK && place >= 0)
		app_act(view->app, ACTION_OPEN);
	listview_read(view, false);
	return true;
}

/* ---- changing -----------------------------------------------------------*/

void
listview_change(struct view *view, const struct change *change)
{
	struct listview *lists = view->state;
	AUTO_FREE void *mem = mem_context(NULL);
	size_t count;
	char **ids = list_targets(&lists->list, mem, &count);

	change_send(view, change, ids, count);
	list_untag(&lists->list);
}

/* What the question was about: the list may have changed since. */
struct asked_change {
	struct change change;
	char **ids;
	size_t count;
};

static void
on_yes(struct view *view, void *data)
{
	struct listview *lists = view->state;
	struct asked_change *asked = data;

	change_send(view, &asked->change, asked->ids, asked->count);
	list_untag(&lists->list);
}

static const char *
noun_of(const struct list_spec *spec, size_t count, void *mem)
{
	if (count == 1)
		return spec->noun;
	return spec->many != NULL ? spec->many
				  : mem_printf(mem, "%ss", spec->noun);
}

void
listview_ask(struct view *view, const struct listview_question *question,
    const struct change *change)
{
	struct listview *lists = view->state;
	struct asked_change *asked = mem_new(NULL, struct asked_change);
	AUTO_FREE void *mem = mem_context(NULL);
	char *what;

	asked->change = *change;
	asked->ids = list_targets(&lists->list, asked, &asked->count);
	what = mem_printf(mem, "%zu %s", asked->count,
	    noun_of(lists->spec, asked->count, mem));
	if (lists->spec->weight_of != NULL && lists->list.tag_count > 0)
		mem_append(mem, &what, ", %s",
		    measure_bytes(mem, list_weight(&lists->list)));
	else if (lists->spec->weight_of != NULL)
		mem_append(mem, &what, ", %s",
		    measure_bytes(
			mem, lists->spec->weight_of(list_here(&lists->list))));
	dialog_ask(
	    view, &(struct question){
		      .title = question->title,
		      .lines = { what, question->consequence },
		      .yes = question->yes,
		      .typed = question->is_final ? (int64_t)asked->count : 0,
		      .on_yes = on_yes,
		      .data = asked,
		  });
}
