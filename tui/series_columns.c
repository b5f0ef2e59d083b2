/* Columns of the tree of series, and the pane of one row. */
#include "config.h"

#include "tui/series_columns.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "tui/measure.h"
#include "tui/media_do.h"
#include "tui/tree.h"

#define OPEN "\xe2\x96\xbe "
#define CLOSED "\xe2\x96\xb8 "

static char *
series_title(void *mem, const struct series_glance *series)
{
	if (series->original_title == NULL ||
	    strcmp(series->original_title, series->title) == 0)
		return mem_text(mem, series->title);
	return mem_printf(mem, "%s  %s", series->title, series->original_title);
}

static char *
season_title(void *mem, const struct season *season)
{
	if (season->number == 0 && season->title == NULL)
		return mem_text(mem, "Specials");
	return mem_printf(mem, "Season %" PRId64 "%s%s", season->number,
	    season->title != NULL ? "  " : "",
	    season->title != NULL ? season->title : "");
}

static void
show_title(const void *data, struct table_cell *out)
{
	const struct tree_row *row = data;
	const char *sign = row->is_open ? OPEN : CLOSED;

	switch (row->kind) {
	case TREE_SERIES:
		out->text = mem_printf(out->mem, "%s%s", sign,
		    series_title(out->mem, row->series));
		out->look = LOOK_STRONG;
		break;
	case TREE_SEASON:
		out->text = mem_printf(out->mem, "  %s%s", sign,
		    season_title(out->mem, row->season));
		break;
	case TREE_EPISODE:
		out->text = mem_printf(out->mem, "    %3" PRId64 "  %s",
		    row->episode->number, row->episode->title);
	}
}

static void
show_year(const void *data, struct table_cell *out)
{
	const struct tree_row *row = data;

	out->look = LOOK_DIM;
	if (row->kind == TREE_SERIES && row->series->year != ABSENT)
		out->text = mem_printf(out->mem, "%" PRId64, row->series->year);
	else if (row->kind == TREE_EPISODE)
		out->text = row->episode->aired_on;
}

static void
show_seasons(const void *data, struct table_cell *out)
{
	const struct tree_row *row = data;

	if (row->kind == TREE_SERIES)
		out->text = mem_printf(out->mem, "%" PRId64 " season%s",
		    row->series->seasons, row->series->seasons == 1 ? "" : "s");
	else if (row->kind == TREE_EPISODE)
		out->text = media_dotted(out->mem, row->episode->ladder);
}

static void
show_episodes(const void *data, struct table_cell *out)
{
	const struct tree_row *row = data;

	out->text = row->kind == TREE_EPISODE
			? measure_film(out->mem, row->episode->duration_ms)
			: mem_printf(out->mem, "%" PRId64 " ep", row->episodes);
}

/* How much can be watched, what is being made, what could not be. */
static void
show_state(const void *data, struct table_cell *out)
{
	const struct tree_row *row = data;
	char *text = NULL;

	if (row->kind == TREE_EPISODE) {
		media_show_status((enum glance_status)row->episode->status,
		    row->episode->progress, out);
		return;
	}
	mem_append(out->mem, &text, "%" PRId64 " \xe2\x9c\x93", row->ready);
	if (row->busy > 0)
		mem_append(
		    out->mem, &text, "  %" PRId64 " \xe2\x80\xa6", row->busy);
	if (row->errors > 0)
		mem_append(
		    out->mem, &text, "  %" PRId64 " \xe2\x9c\x96", row->errors);
	out->text = text;
	out->look = row->errors > 0               ? LOOK_BAD
		    : row->ready == row->episodes ? LOOK_GOOD
						  : LOOK_PLAIN;
}

static void
show_added(const void *data, struct table_cell *out)
{
	const struct tree_row *row = data;

	out->look = LOOK_DIM;
	if (row->kind == TREE_SERIES)
		out->text =
		    measure_age(out->mem, row->series->created_at, out->now);
}

const struct table_column series_columns[] = {
	{ .head = "SERIES",
	    .width = 24,
	    .weight = 1,
	    .show = show_title,
	    .order = "title" },
	{ .head = "YEAR",
	    .width = 10,
	    .drop = 2,
	    .show = show_year,
	    .order = "year" },
	{ .head = "SEASONS", .width = 13, .drop = 3, .show = show_seasons },
	{ .head = "EPISODES",
	    .width = 8,
	    .drop = 1,
	    .is_right = true,
	    .show = show_episodes },
	{ .head = "STATE", .width = 11, .show = show_state },
	{ .head = "ADDED",
	    .width = 7,
	    .drop = 4,
	    .is_right = true,
	    .show = show_added,
	    .order = "created_at" },
	{ 0 },
};

/* ---- the pane -----------------------------------------------------------*/

static void
draw_film(const struct episode_glance *episode, struct canvas *canvas,
    struct rect rect)
{
	void *mem = canvas->scratch;

	if (episode->file_name == NULL) {
		canvas_put(canvas, rect.y, rect.x, rect.columns, LOOK_DIM,
		    "no file: e picks one");
		return;
	}
	canvas_put(canvas, rect.y, rect.x, rect.columns, LOOK_PLAIN,
	    mem_printf(mem, "%s  %s", episode->file_name,
		measure_bytes(mem, episode->size_bytes)));
	canvas_put(canvas, rect.y + 1, rect.x, rect.columns, LOOK_BAD,
	    episode->error_message);
}

void
series_draw_pane(
    const void *data, struct stamp now, struct canvas *canvas, struct rect rect)
{
	const struct tree_row *row = data;
	void *mem = canvas->scratch;
	char *text = series_title(mem, row->series);

	if (row->kind == TREE_EPISODE)
		mem_append(mem, &text, "  S%02dE%02d  %s",
		    (int)row->episode->season, (int)row->episode->number,
		    row->episode->title);
	else if (row->kind == TREE_SEASON)
		mem_append(mem, &text, "  %s", season_title(mem, row->season));
	canvas_put(canvas, rect.y, rect.x, rect.columns, LOOK_STRONG, text);
	rect.y++;
	if (row->kind == TREE_EPISODE)
		draw_film(row->episode, canvas, rect);
	else
		canvas_put(canvas, rect.y, rect.x, rect.columns, LOOK_PLAIN,
		    mem_printf(mem,
			"%" PRId64 " episodes, %" PRId64 " can be watched",
			row->episodes, row->ready));
	if (row->kind == TREE_SERIES)
		canvas_put(canvas, rect.y + 1, rect.x, rect.columns, LOOK_DIM,
		    mem_printf(mem, "added %s ago",
			measure_age(mem, row->series->created_at, now)));
}
