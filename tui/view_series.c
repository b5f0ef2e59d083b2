/* The library: series. */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/token.h"
#include "house/series.h"
#include "sql/glance.h"
#include "tui/app.h"
#include "tui/forms.h"
#include "tui/listview.h"
#include "tui/measure.h"
#include "tui/views.h"

#define REFRESH_MS 2000

static void
id_of(const void *row, char out[LIST_ID])
{
	const struct series_glance *series = row;

	snprintf(out, LIST_ID, "%s", series->id.text);
}

static void
show_title(const void *row, struct table_cell *out)
{
	const struct series_glance *series = row;

	out->text = series->title;
	if (series->original_title != NULL &&
	    strcmp(series->original_title, series->title) != 0)
		out->text = mem_printf(
		    out->mem, "%s  %s", series->title, series->original_title);
}

static void
show_year(const void *row, struct table_cell *out)
{
	const struct series_glance *series = row;

	if (series->year != ABSENT)
		out->text = mem_printf(out->mem, "%" PRId64, series->year);
}

static void
show_seasons(const void *row, struct table_cell *out)
{
	const struct series_glance *series = row;

	out->text = mem_printf(out->mem, "%" PRId64, series->seasons);
}

static void
show_episodes(const void *row, struct table_cell *out)
{
	const struct series_glance *series = row;

	out->text = mem_printf(out->mem, "%" PRId64, series->episodes);
}

/* How much of it can be watched. */
static void
show_ready(const void *row, struct table_cell *out)
{
	const struct series_glance *series = row;

	out->text = mem_printf(out->mem, "%" PRId64, series->ready);
	out->look = series->ready == series->episodes ? LOOK_GOOD : LOOK_PLAIN;
	if (series->errors > 0) {
		out->text =
		    mem_printf(out->mem, "%" PRId64 "  %" PRId64 "\xe2\x9c\x96",
			series->ready, series->errors);
		out->look = LOOK_BAD;
	}
}

static void
show_added(const void *row, struct table_cell *out)
{
	const struct series_glance *series = row;

	out->text = measure_age(out->mem, series->created_at, out->now);
	out->look = LOOK_DIM;
}

static const struct table_column columns[] = {
	{ .head = "SERIES",
	    .width = 18,
	    .weight = 1,
	    .show = show_title,
	    .order = "title" },
	{ .head = "YEAR",
	    .width = 6,
	    .drop = 2,
	    .show = show_year,
	    .order = "year" },
	{ .head = "SEASONS",
	    .width = 7,
	    .drop = 3,
	    .is_right = true,
	    .show = show_seasons },
	{ .head = "EPISODES",
	    .width = 8,
	    .drop = 1,
	    .is_right = true,
	    .show = show_episodes },
	{ .head = "READY", .width = 9, .is_right = true, .show = show_ready },
	{ .head = "ADDED",
	    .width = 7,
	    .drop = 4,
	    .is_right = true,
	    .show = show_added,
	    .order = "created_at" },
	{ 0 },
};

static const struct list_show shows[] = {
	{ "all", "title", { { 0 } } },
	{ "trash", "title", { { "trashed", "true" } } },
	{ 0 },
};
#define TRASH 1

static const struct list_spec spec = {
	.noun = "series",
	.many = "series",
	.empty = "There are no series here yet.",
	.columns = columns,
	.row_size = sizeof(struct series_glance),
	.id_of = id_of,
	.listing = series_glance_listing,
	.shows = shows,
};

static enum outcome
trash_step(struct house *h, const char *text, int64_t is_trashed)
{
	struct series series;
	struct uuid id;

	if (!uuid_parse(text, &id))
		return NOT_FOUND;
	return series_set_trashed(
	    h, &id, ANY_VERSION, is_trashed != 0, &series);
}

static const struct change trash_them = { .noun = "series",
	.many = "series",
	.done = "in the trash; f shows it, u takes out",
	.step = trash_step,
	.argument = 1 };
static const struct change restore_them = { .noun = "series",
	.many = "series",
	.done = "out of the trash",
	.step = trash_step };

static void
series_open(struct view *view, const char *argument)
{
	(void)argument;
	listview_open(view, mem_new(view->mem, struct listview), &spec);
}

static const char *
why_not(struct view *view, enum action action)
{
	const struct listview *lists = view->state;

	if (action == ACTION_TRASH && lists->show == TRASH)
		return "it is in the trash";
	if (action == ACTION_RESTORE && lists->show != TRASH)
		return "it is not in the trash (f shows what is)";
	return listview_why_not(view, action);
}

static bool
act(struct view *view, enum action action)
{
	static const struct listview_question trash = {
		.title = "Into the trash?",
		.yes = "Trash",
		.consequence = "Nobody finds it or its episodes there; it can "
			       "be taken out again.",
	};
	struct listview *lists = view->state;

	switch (action) {
	case ACTION_OPEN:
		app_push(view->app, &view_episodes, lists->list.cursor_id);
		return true;
	case ACTION_EDIT:
		form_open(view, &form_series, lists->list.cursor_id);
		return true;
	case ACTION_NEW:
		form_open_new(view, &form_series, "");
		return true;
	case ACTION_TRASH:
		listview_ask(view, &trash, &trash_them);
		return true;
	case ACTION_RESTORE:
		listview_change(view, &restore_them);
		return true;
	default:
		return listview_act(view, action);
	}
}

static const char *const contexts[] = { "series", "list", "tags", "move",
	"global", NULL };

const struct view_ops view_series = {
	.name = "Series",
	.contexts = contexts,
	.refresh_ms = REFRESH_MS,
	.open = series_open,
	.act = act,
	.why_not = why_not,
	LISTVIEW_OPS,
};
