/* The library: series, their seasons and episodes, as a tree. */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "base/token.h"
#include "tui/app.h"
#include "tui/forms.h"
#include "tui/listview.h"
#include "tui/series_columns.h"
#include "tui/series_do.h"
#include "tui/tree.h"
#include "tui/views.h"

#define REFRESH_MS 2000
#define SIDE_FROM 120

/* Begins with what every list is. */
struct series_view {
	struct listview lists;
	struct tree_open open;
};

static const struct list_show shows[] = {
	{ "all", "title", { { 0 } } },
	{ 0 },
};

/* As it is now, for the thread that reads. */
static void *
wish_of(struct view *view, void *mem)
{
	const struct series_view *state = view->state;
	struct tree_open *open = mem_new(mem, struct tree_open);

	for (size_t i = 0; i < state->open.count; i++)
		tree_set_open(open, mem, state->open.ids[i], true);
	return open;
}

static const struct list_spec spec = {
	.noun = "title",
	.empty = "There are no series here yet: n makes one.",
	.columns = series_columns,
	.row_size = sizeof(struct tree_row),
	.id_of = tree_id_of,
	.listing = series_glance_listing,
	.read_tree = tree_read,
	.wish_of = wish_of,
	.shows = shows,
	.draw_pane = series_draw_pane,
	.pane_rows = SERIES_PANE_ROWS,
	.side_from = SIDE_FROM,
};

static void
series_open(struct view *view, const char *argument)
{
	struct series_view *state = mem_new(view->mem, struct series_view);

	(void)argument;
	listview_open(view, &state->lists, &spec);
}

static const struct tree_row *
row_here(const struct view *view)
{
	const struct listview *lists = view->state;

	return list_here(&lists->list);
}

/* ---- the branches -------------------------------------------------------*/

static void
set_open(struct view *view, const struct tree_row *row, bool is_open)
{
	struct series_view *state = view->state;
	char id[LIST_ID];

	tree_id_of(row, id);
	tree_set_open(&state->open, view->mem, id, is_open);
	listview_read(view, true);
}

/* To the row that this one hangs below: the nearest of a higher kind. */
static void
go_up(struct view *view, enum tree_kind kind)
{
	struct series_view *state = view->state;
	struct list *list = &state->lists.list;
	size_t place = list->cursor;

	while (place > 0) {
		const struct tree_row *row = list_row(list, --place);

		if (row->kind == kind) {
			list_go_to(list, place);
			return;
		}
	}
}

static void
unfold(struct view *view)
{
	struct series_view *state = view->state;
	const struct tree_row *row = row_here(view);

	if (row->kind != TREE_EPISODE && !row->is_open)
		set_open(view, row, true);
	else
		list_move(&state->lists.list, 1);
}

/* Of an episode its season is closed; what is closed leads up. */
static void
fold(struct view *view)
{
	const struct tree_row *row = row_here(view);

	if (row->kind == TREE_EPISODE) {
		go_up(view, TREE_SEASON);
		set_open(view, row_here(view), false);
	} else if (row->is_open) {
		set_open(view, row, false);
	} else if (row->kind == TREE_SEASON) {
		go_up(view, TREE_SERIES);
	}
}

/* ---- making and changing ------------------------------------------------*/

static void
open_row(struct view *view)
{
	const struct tree_row *row = row_here(view);

	if (row->kind != TREE_EPISODE)
		set_open(view, row, !row->is_open);
	else
		app_push(
		    view->app, &view_file, row->episode->media_file_id.text);
}

static void
open_job(struct view *view)
{
	AUTO_FREE void *mem = mem_context(NULL);

	app_push(view->app, &view_job,
	    mem_printf(mem, "%" PRId64, row_here(view)->episode->job_id));
}

static void
edit(struct view *view)
{
	const struct tree_row *row = row_here(view);
	const struct form_spec *form = row->kind == TREE_SERIES ? &form_series
				       : row->kind == TREE_SEASON
					   ? &form_season
					   : &form_episode;

	form_open(view, form, row->id.text);
}

/* A new one of its kind: a series, or an episode of the season. */
static void
make(struct view *view)
{
	const struct tree_row *row = row_here(view);

	if (row == NULL || row->kind == TREE_SERIES)
		form_open_new(view, &form_series, "");
	else
		form_open_new(view, &form_new_episode, row->season->id.text);
}

static void
trash(struct view *view)
{
	static const struct listview_question trash = {
		.title = "Into the trash?",
		.yes = "Trash",
		.consequence = "Nobody finds it there, nor what is part of it; "
			       "it can be taken out again.",
	};
	static const struct listview_question delete = {
		.title = "Delete the season for ever?",
		.consequence = "With all its episodes. Their films are kept, "
			       "and unused.",
		.is_final = true,
	};
	const struct listview *lists = view->state;
	const struct tree_row *row = row_here(view);

	if (lists->list.tag_count == 0 && row->kind == TREE_SEASON)
		listview_ask(view, &delete, &series_delete_season);
	else
		listview_ask(view, &trash, &series_trash_them);
}

/* The tagged episodes before the one under the cursor, or to the end of the
   season. */
static void
put_here(struct view *view)
{
	struct listview *lists = view->state;
	const struct tree_row *row = row_here(view);
	AUTO_FREE void *mem = mem_context(NULL);
	struct series_move move = { .season_id = row->season->id };

	move.ids = list_targets(&lists->list, mem, &move.count);
	if (row->kind == TREE_EPISODE)
		move.before = row->id;
	series_send_move(view, &move);
	list_untag(&lists->list);
}

static void
shift(struct view *view, int step)
{
	struct listview *lists = view->state;
	const struct tree_row *row = row_here(view);
	char *ids[] = { lists->list.cursor_id };

	series_send_move(view, &(struct series_move){ .ids = ids,
				   .count = 1,
				   .season_id = row->season->id,
				   .step = step });
}

static void
renumber(struct view *view)
{
	series_send_move(view,
	    &(struct series_move){ .season_id = row_here(view)->season->id });
}

/* ---- the view -----------------------------------------------------------*/

static const char *
why_not_its_film(const struct episode_glance *episode, enum action action)
{
	switch (action) {
	case ACTION_OPEN:
	case ACTION_ENCODE:
		return episode->status == GLANCE_NONE
			   ? "it has no media file (e picks one)"
			   : NULL;
	case ACTION_JOB:
		return episode->job_id == ABSENT ? "its film has no job" : NULL;
	case ACTION_POSTER:
		return episode->status != GLANCE_READY
			   ? "it has no film that can be watched"
			   : NULL;
	default:
		return NULL;
	}
}

static const char *
why_not_there(const struct tree_row *row, enum action action)
{
	switch (action) {
	case ACTION_UP_ONE:
	case ACTION_DOWN_ONE:
	case ACTION_ENCODE:
	case ACTION_JOB:
	case ACTION_POSTER:
		if (row->kind != TREE_EPISODE)
			return "it is no episode";
		break;
	case ACTION_RENUMBER:
	case ACTION_PUT_HERE:
		if (row->kind == TREE_SERIES)
			return "it is no season";
		break;
	default:
		break;
	}
	return row->kind == TREE_EPISODE
		   ? why_not_its_film(row->episode, action)
		   : NULL;
}

/* What is tagged is asked when its turn comes. */
static const char *
why_not(struct view *view, enum action action)
{
	const struct listview *lists = view->state;
	const struct tree_row *row = row_here(view);
	const char *why = listview_why_not(view, action);
	bool has_tags = lists->list.tag_count > 0;

	if (why != NULL || row == NULL)
		return why;
	if (action == ACTION_PUT_HERE && !has_tags)
		return "no episodes are tagged (Space tags)";
	if (action == ACTION_ENCODE && has_tags)
		return NULL;
	return why_not_there(row, action);
}

static bool
act_on_tree(struct view *view, enum action action)
{
	switch (action) {
	case ACTION_UNFOLD:
		unfold(view);
		return true;
	case ACTION_FOLD:
		fold(view);
		return true;
	case ACTION_PUT_HERE:
		put_here(view);
		return true;
	case ACTION_UP_ONE:
		shift(view, -1);
		return true;
	case ACTION_DOWN_ONE:
		shift(view, 1);
		return true;
	case ACTION_RENUMBER:
		renumber(view);
		return true;
	case ACTION_JOB:
		open_job(view);
		return true;
	case ACTION_POSTER:
		form_open_new(
		    view, &form_series_poster, row_here(view)->id.text);
		return true;
	default:
		return listview_act(view, action);
	}
}

static bool
act(struct view *view, enum action action)
{
	switch (action) {
	case ACTION_TRASH_CAN:
		app_push(view->app, &view_trash, "");
		return true;
	case ACTION_OPEN:
		open_row(view);
		return true;
	case ACTION_EDIT:
		edit(view);
		return true;
	case ACTION_NEW:
		make(view);
		return true;
	case ACTION_NEW_SEASON:
		form_open_new(
		    view, &form_season, row_here(view)->series->id.text);
		return true;
	case ACTION_TRASH:
		trash(view);
		return true;
	case ACTION_ENCODE:
		listview_change(view, &series_encode_them);
		return true;
	default:
		return act_on_tree(view, action);
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
