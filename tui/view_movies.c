/* The library: movies, and those in the trash. */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/token.h"
#include "house/media.h"
#include "house/movie.h"
#include "tui/app.h"
#include "tui/forms.h"
#include "tui/listview.h"
#include "tui/measure.h"
#include "tui/media_do.h"
#include "tui/movie_pane.h"
#include "tui/views.h"

#define REFRESH_MS 2000
#define SIDE_FROM 116

static void
id_of(const void *row, char out[LIST_ID])
{
	const struct movie_glance *movie = row;

	snprintf(out, LIST_ID, "%s", movie->id.text);
}

static void
show_title(const void *row, struct table_cell *out)
{
	out->text = movie_names(out->mem, row);
}

static void
show_year(const void *row, struct table_cell *out)
{
	const struct movie_glance *movie = row;

	if (movie->year != ABSENT)
		out->text = mem_printf(out->mem, "%" PRId64, movie->year);
}

static void
show_time(const void *row, struct table_cell *out)
{
	const struct movie_glance *movie = row;

	out->text = measure_film(out->mem, movie->duration_ms);
}

static void
show_state(const void *row, struct table_cell *out)
{
	const struct movie_glance *movie = row;

	media_show_status(
	    (enum glance_status)movie->status, movie->progress, out);
}

static void
show_ladder(const void *row, struct table_cell *out)
{
	const struct movie_glance *movie = row;

	out->text = media_dotted(out->mem, movie->ladder);
	out->look = movie->ladder != NULL ? LOOK_PLAIN : LOOK_DIM;
}

static void
show_voices(const void *row, struct table_cell *out)
{
	const struct movie_glance *movie = row;

	out->text = media_dotted(out->mem, movie->voices);
	out->look = movie->voices != NULL ? LOOK_PLAIN : LOOK_DIM;
}

static void
show_added(const void *row, struct table_cell *out)
{
	const struct movie_glance *movie = row;

	out->text = measure_age(out->mem, movie->created_at, out->now);
	out->look = LOOK_DIM;
}

static const struct table_column columns[] = {
	{ .head = "TITLE",
	    .width = 18,
	    .weight = 1,
	    .show = show_title,
	    .order = "title" },
	{ .head = "YEAR",
	    .width = 6,
	    .drop = 1,
	    .show = show_year,
	    .order = "year" },
	{ .head = "TIME",
	    .width = 6,
	    .is_right = true,
	    .drop = 3,
	    .show = show_time },
	{ .head = "STATE", .width = 9, .show = show_state },
	{ .head = "LADDER", .width = 13, .drop = 4, .show = show_ladder },
	{ .head = "SOUND", .width = 6, .drop = 5, .show = show_voices },
	{ .head = "ADDED",
	    .width = 7,
	    .is_right = true,
	    .drop = 6,
	    .show = show_added,
	    .order = "created_at" },
	{ 0 },
};

static const struct list_show shows[] = {
	{ "all", "title", { { 0 } } },
	{ "playable", "title", { { "playable", "true" } } },
	{ "not playable", "title", { { "playable", "false" } } },
	{ "trash", "title", { { "trashed", "true" } } },
	{ 0 },
};
#define TRASH 3

static const struct list_spec spec = {
	.noun = "movie",
	.empty = "There are no movies here yet.",
	.columns = columns,
	.row_size = sizeof(struct movie_glance),
	.id_of = id_of,
	.listing = movie_glance_listing,
	.shows = shows,
	.draw_pane = movie_draw_pane,
	.pane_rows = 3,
	.side_from = SIDE_FROM,
};

/* ---- changes ------------------------------------------------------------*/

static enum outcome
trash_step(struct house *h, const char *text, int64_t is_trashed)
{
	struct movie movie;
	struct uuid id;

	if (!uuid_parse(text, &id))
		return NOT_FOUND;
	return movie_set_trashed(h, &id, ANY_VERSION, is_trashed != 0, &movie);
}

/* Of a movie its media file is encoded. */
static enum outcome
encode_step(struct house *h, const char *text, int64_t argument)
{
	struct movie movie;
	struct uuid id;
	struct job job;
	enum outcome rc;

	(void)argument;
	if (!uuid_parse(text, &id))
		return NOT_FOUND;
	rc = db_movie_find(h->db, h->mem, &id, &movie);
	if (rc == OK && movie.media_file_id.text[0] == '\0')
		return refuse(h->refusal, CONFLICT, "no_media",
		    "The movie has no media file.");
	return rc == OK ? media_process(h, &movie.media_file_id, &job) : rc;
}

static const struct change trash_them = { .noun = "movie",
	.done = "in the trash; f shows it, u takes out",
	.step = trash_step,
	.argument = 1 };
static const struct change restore_them = {
	.noun = "movie", .done = "out of the trash", .step = trash_step
};
static const struct change encode_them = {
	.noun = "movie", .done = "queued to be encoded", .step = encode_step
};

/* ---- the view -----------------------------------------------------------*/

static void
movies_open(struct view *view, const char *argument)
{
	(void)argument;
	listview_open(view, mem_new(view->mem, struct listview), &spec);
}

static const char *
why_not_one(const struct movie_glance *movie, enum action action)
{
	if (action == ACTION_JOB && movie->job_id == ABSENT)
		return "its film has no job";
	if ((action == ACTION_ENCODE || action == ACTION_OPEN) &&
	    movie->status == GLANCE_NONE)
		return "it has no media file (e picks one)";
	if (action == ACTION_POSTER && movie->status != GLANCE_READY)
		return "it has no film that can be watched";
	return NULL;
}

static const char *
why_not(struct view *view, enum action action)
{
	const struct listview *lists = view->state;
	const struct movie_glance *movie = list_here(&lists->list);
	const char *why = listview_why_not(view, action);

	if (why != NULL)
		return why;
	if (action == ACTION_TRASH && lists->show == TRASH)
		return "it is in the trash";
	if (action == ACTION_RESTORE && lists->show != TRASH)
		return "it is not in the trash (f shows what is)";
	if (movie == NULL ||
	    (lists->list.tag_count > 0 && action == ACTION_ENCODE))
		return NULL;
	return why_not_one(movie, action);
}

static void
open_job(struct view *view)
{
	const struct listview *lists = view->state;
	const struct movie_glance *movie = list_here(&lists->list);
	AUTO_FREE void *mem = mem_context(NULL);

	if (movie != NULL && movie->job_id != ABSENT)
		app_push(view->app, &view_job,
		    mem_printf(mem, "%" PRId64, movie->job_id));
}

static void
open_file(struct view *view)
{
	const struct listview *lists = view->state;
	const struct movie_glance *movie = list_here(&lists->list);

	if (movie != NULL)
		app_push(view->app, &view_file, movie->media_file_id.text);
}

static bool
act(struct view *view, enum action action)
{
	static const struct listview_question trash = {
		.title = "Into the trash?",
		.yes = "Trash",
		.consequence = "Nobody finds it there; it keeps its film, and "
			       "can be taken out again.",
	};
	struct listview *lists = view->state;

	switch (action) {
	case ACTION_SERIES:
		app_push(view->app, &view_series, "");
		return true;
	case ACTION_OPEN:
		open_file(view);
		return true;
	case ACTION_JOB:
		open_job(view);
		return true;
	case ACTION_ENCODE:
		listview_change(view, &encode_them);
		return true;
	case ACTION_EDIT:
		form_open(view, &form_movie, lists->list.cursor_id);
		return true;
	case ACTION_POSTER:
		form_open_new(view, &form_movie_poster, lists->list.cursor_id);
		return true;
	case ACTION_NEW:
		form_open_new(view, &form_movie, "");
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

static const char *const contexts[] = { "movies", "list", "tags", "move",
	"global", NULL };

const struct view_ops view_movies = {
	.name = "Library",
	.tab = "Library",
	.contexts = contexts,
	.refresh_ms = REFRESH_MS,
	.open = movies_open,
	.act = act,
	.why_not = why_not,
	LISTVIEW_OPS,
};
