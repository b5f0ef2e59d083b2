/* The episodes of a series, season by season. */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/mem.h"
#include "base/token.h"
#include "house/episode.h"
#include "house/media.h"
#include "sql/glance.h"
#include "tui/app.h"
#include "tui/forms.h"
#include "tui/listview.h"
#include "tui/measure.h"
#include "tui/media_do.h"
#include "tui/views.h"

#define REFRESH_MS 2000

/* Begins with what every list is. */
struct episodes_view {
	struct listview lists;
	char *series_id;
};

static void
id_of(const void *row, char out[LIST_ID])
{
	const struct episode_glance *episode = row;

	snprintf(out, LIST_ID, "%s", episode->id.text);
}

static void
show_place(const void *row, struct table_cell *out)
{
	const struct episode_glance *episode = row;

	out->text = mem_printf(
	    out->mem, "S%02dE%02d", (int)episode->season, (int)episode->number);
	out->look = LOOK_HEAD;
}

static void
show_title(const void *row, struct table_cell *out)
{
	const struct episode_glance *episode = row;

	out->text = episode->title;
}

static void
show_status(const void *row, struct table_cell *out)
{
	const struct episode_glance *episode = row;

	media_show_status(
	    (enum glance_status)episode->status, episode->progress, out);
}

static void
show_time(const void *row, struct table_cell *out)
{
	const struct episode_glance *episode = row;

	out->text = measure_film(out->mem, episode->duration_ms);
}

static void
show_ladder(const void *row, struct table_cell *out)
{
	const struct episode_glance *episode = row;

	out->text = media_dotted(out->mem, episode->ladder);
}

static void
show_aired(const void *row, struct table_cell *out)
{
	const struct episode_glance *episode = row;

	out->text = episode->aired_on;
	out->look = LOOK_DIM;
}

static const struct table_column columns[] = {
	{ .head = "PLACE", .width = 7, .show = show_place },
	{ .head = "EPISODE", .width = 16, .weight = 1, .show = show_title },
	{ .head = "STATE", .width = 9, .show = show_status },
	{ .head = "TIME",
	    .width = 6,
	    .drop = 1,
	    .is_right = true,
	    .show = show_time },
	{ .head = "LADDER", .width = 13, .drop = 2, .show = show_ladder },
	{ .head = "AIRED", .width = 10, .drop = 3, .show = show_aired },
	{ 0 },
};

static const struct list_show shows[] = {
	{ "all", "place", { { 0 } } },
	{ "trash", "place", { { "trashed", "true" } } },
	{ 0 },
};
#define TRASH 1

static struct page_listing
listing(void)
{
	return episode_glance_listing;
}

static void
narrow(struct view *view, struct page *page)
{
	struct episodes_view *state = view->state;
	const struct page_criterion *criterion =
	    page_criterion_find(&episode_glance_listing, "series_id");

	page->filters[page->filter_count++] = (struct page_filter){
		.condition = criterion->condition,
		.value = db_of_text(state->series_id),
		.criterion = criterion,
	};
}

/* Of what series it is, and what its film is called or suffers from. */
static void
draw_pane(
    const void *row, struct stamp now, struct canvas *canvas, struct rect rect)
{
	const struct episode_glance *episode = row;
	void *mem = canvas->scratch;

	(void)now;
	canvas_put(canvas, rect.y, rect.x, rect.columns, LOOK_STRONG,
	    mem_printf(mem, "%s  S%02dE%02d  %s", episode->series,
		(int)episode->season, (int)episode->number, episode->title));
	if (episode->file_name == NULL)
		return;
	canvas_put(canvas, rect.y + 1, rect.x, rect.columns, LOOK_PLAIN,
	    mem_printf(mem, "%s  %s", episode->file_name,
		measure_bytes(mem, episode->size_bytes)));
	canvas_put(canvas, rect.y + 2, rect.x, rect.columns, LOOK_BAD,
	    episode->error_message);
}

static const struct list_spec spec = {
	.noun = "episode",
	.empty = "The series has no episodes here.",
	.columns = columns,
	.row_size = sizeof(struct episode_glance),
	.id_of = id_of,
	.listing = listing,
	.narrow = narrow,
	.shows = shows,
	.draw_pane = draw_pane,
	.pane_rows = 3,
};

static enum outcome
trash_step(struct house *h, const char *text, int64_t is_trashed)
{
	struct episode episode;
	struct uuid id;

	if (!uuid_parse(text, &id))
		return NOT_FOUND;
	return episode_set_trashed(
	    h, &id, ANY_VERSION, is_trashed != 0, &episode);
}

/* Of an episode its media file is encoded. */
static enum outcome
encode_step(struct house *h, const char *text, int64_t argument)
{
	struct episode episode;
	struct uuid id;
	struct job job;
	enum outcome rc;

	(void)argument;
	if (!uuid_parse(text, &id))
		return NOT_FOUND;
	rc = db_episode_find(h->db, h->mem, &id, &episode);
	if (rc == OK && episode.media_file_id.text[0] == '\0')
		return refuse(h->refusal, CONFLICT, "no_media",
		    "The episode has no media file.");
	return rc == OK ? media_process(h, &episode.media_file_id, &job) : rc;
}

static const struct change trash_them = { .noun = "episode",
	.done = "in the trash; f shows it, u takes out",
	.step = trash_step,
	.argument = 1 };
static const struct change restore_them = {
	.noun = "episode", .done = "out of the trash", .step = trash_step
};
static const struct change encode_them = {
	.noun = "episode", .done = "queued to be encoded", .step = encode_step
};

static void
episodes_open(struct view *view, const char *argument)
{
	struct episodes_view *state = mem_new(view->mem, struct episodes_view);

	listview_open(view, &state->lists, &spec);
	state->series_id = mem_text(view->mem, argument);
}

static const char *
why_not_one(const struct episode_glance *episode, enum action action)
{
	if (action == ACTION_OPEN && episode->job_id == ABSENT)
		return "its film has no job";
	if (action == ACTION_ENCODE && episode->status == GLANCE_NONE)
		return "it has no media file";
	return NULL;
}

static const char *
why_not(struct view *view, enum action action)
{
	const struct listview *lists = view->state;
	const struct episode_glance *episode = list_here(&lists->list);
	const char *why = listview_why_not(view, action);

	if (why != NULL)
		return why;
	if (action == ACTION_TRASH && lists->show == TRASH)
		return "it is in the trash";
	if (action == ACTION_RESTORE && lists->show != TRASH)
		return "it is not in the trash (f shows what is)";
	if (lists->list.tag_count > 0 || episode == NULL)
		return NULL;
	return why_not_one(episode, action);
}

static void
open_job(struct view *view)
{
	const struct listview *lists = view->state;
	const struct episode_glance *episode = list_here(&lists->list);
	AUTO_FREE void *mem = mem_context(NULL);

	if (episode != NULL && episode->job_id != ABSENT)
		app_push(view->app, &view_job,
		    mem_printf(mem, "%" PRId64, episode->job_id));
}

static bool
act(struct view *view, enum action action)
{
	static const struct listview_question trash = {
		.title = "Into the trash?",
		.yes = "Trash",
		.consequence = "Nobody finds it there; it keeps its film and "
			       "its number.",
	};
	struct listview *lists = view->state;

	switch (action) {
	case ACTION_OPEN:
		open_job(view);
		return true;
	case ACTION_ENCODE:
		listview_change(view, &encode_them);
		return true;
	case ACTION_EDIT:
		form_open(view, &form_episode, lists->list.cursor_id);
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

static const char *const contexts[] = { "episodes", "list", "tags", "move",
	"global", NULL };

const struct view_ops view_episodes = {
	.name = "Episodes",
	.contexts = contexts,
	.refresh_ms = REFRESH_MS,
	.open = episodes_open,
	.act = act,
	.why_not = why_not,
	LISTVIEW_OPS,
};
