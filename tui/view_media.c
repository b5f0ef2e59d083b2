/* Media files: originals and what was made of them. */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/mem.h"
#include "tui/app.h"
#include "tui/listview.h"
#include "tui/measure.h"
#include "tui/media_do.h"
#include "tui/views.h"

#define REFRESH_MS 2000

static void
id_of(const void *row, char out[LIST_ID])
{
	const struct media_glance *media = row;

	snprintf(out, LIST_ID, "%s", media->id.text);
}

static int64_t
weight_of(const void *row)
{
	const struct media_glance *media = row;

	return media->size_bytes == ABSENT ? 0 : media->size_bytes;
}

static void
show_name(const void *row, struct table_cell *out)
{
	const struct media_glance *media = row;

	out->text = media->file_name;
}

static void
show_size(const void *row, struct table_cell *out)
{
	const struct media_glance *media = row;

	out->text = media->original_key != NULL
			? measure_bytes(out->mem, media->size_bytes)
			: MEASURE_NONE;
}

static void
show_output(const void *row, struct table_cell *out)
{
	const struct media_glance *media = row;

	out->text = measure_bytes(out->mem, media->output_bytes);
}

static void
show_time(const void *row, struct table_cell *out)
{
	const struct media_glance *media = row;

	out->text = measure_film(out->mem, media->duration_ms);
}

static void
show_status(const void *row, struct table_cell *out)
{
	const struct media_glance *media = row;

	media_show_status(
	    (enum glance_status)media->status, media->progress, out);
}

static void
show_used(const void *row, struct table_cell *out)
{
	const struct media_glance *media = row;

	out->text = media->used_by != NULL ? media->used_by : "nobody";
	out->look = media->used_by != NULL ? LOOK_PLAIN : LOOK_DIM;
}

static void
show_age(const void *row, struct table_cell *out)
{
	const struct media_glance *media = row;

	out->text = measure_age(out->mem, media->created_at, out->now);
	out->look = LOOK_DIM;
}

static const struct table_column columns[] = {
	{ .head = "ORIGINAL",
	    .width = 16,
	    .weight = 3,
	    .show = show_name,
	    .order = "file_name" },
	{ .head = "SIZE",
	    .width = 7,
	    .is_right = true,
	    .drop = 2,
	    .show = show_size,
	    .order = "size_bytes" },
	{ .head = "HLS",
	    .width = 6,
	    .is_right = true,
	    .drop = 4,
	    .show = show_output },
	{ .head = "TIME",
	    .width = 6,
	    .is_right = true,
	    .drop = 5,
	    .show = show_time },
	{ .head = "STATE", .width = 9, .show = show_status },
	{ .head = "USED BY",
	    .width = 12,
	    .weight = 2,
	    .drop = 1,
	    .show = show_used },
	{ .head = "AGE",
	    .width = 7,
	    .is_right = true,
	    .drop = 3,
	    .show = show_age,
	    .order = "created_at" },
	{ 0 },
};

static const struct list_show shows[] = {
	{ "all", "-created_at", { { 0 } } },
	{ "unused", "-created_at", { { "unused", "true" } } },
	{ "errors", "-created_at", { { "status", "ERROR" } } },
	{ "ready", "-created_at", { { "status", "READY" } } },
	{ 0 },
};

static void
draw_about(
    const struct media_glance *media, struct canvas *canvas, struct rect rect)
{
	void *mem = canvas->scratch;
	char *text = mem_printf(mem, "%s  %s", media->id.text,
	    measure_bytes(mem, media->size_bytes));

	if (media->width != ABSENT)
		mem_append(mem, &text, "  %" PRId64 "\xc3\x97%" PRId64,
		    media->width, media->height);
	if (media->duration_ms != ABSENT)
		mem_append(
		    mem, &text, "  %s", measure_wait(mem, media->duration_ms));
	canvas_put(canvas, rect.y, rect.x, rect.columns, LOOK_PLAIN, text);
}

static void
draw_made(
    const struct media_glance *media, struct canvas *canvas, struct rect rect)
{
	void *mem = canvas->scratch;

	if (media->status == GLANCE_PROCESSING && media->progress != ABSENT) {
		int x = rect.x;

		x += canvas_put(canvas, rect.y, x, 20, LOOK_PLAIN,
		    mem_printf(mem, "job #%" PRId64 "  ", media->job_id));
		canvas_bar(canvas, rect.y, x, 24, LOOK_BUSY, media->progress);
		canvas_put(canvas, rect.y, x + 26, 30, LOOK_PLAIN,
		    mem_printf(mem, "%d%%  eta %s", (int)(media->progress / 10),
			measure_wait(mem, media->eta_ms)));
		return;
	}
	canvas_put(canvas, rect.y, rect.x, rect.columns, LOOK_PLAIN,
	    mem_printf(mem, "pictures %s   sound %s",
		media_dotted(mem, media->ladder),
		media_dotted(mem, media->voices)));
}

static void
draw_trouble(const struct media_glance *media, struct stamp now,
    struct canvas *canvas, struct rect rect)
{
	const char *why = media->error_message != NULL ? media->error_message
						       : media->last_error;
	void *mem = canvas->scratch;

	if (why != NULL)
		canvas_put(canvas, rect.y, rect.x, rect.columns, LOOK_BAD, why);
	else if (media->duplicate_of.text[0] != '\0')
		canvas_put(canvas, rect.y, rect.x, rect.columns, LOOK_WARN,
		    mem_printf(
			mem, "the same bytes as %s", media->duplicate_of.text));
	else
		canvas_put(canvas, rect.y, rect.x, rect.columns, LOOK_DIM,
		    mem_printf(mem, "came %s ago",
			measure_age(mem, media->created_at, now)));
}

static void
draw_pane(
    const void *row, struct stamp now, struct canvas *canvas, struct rect rect)
{
	const struct media_glance *media = row;

	draw_about(media, canvas, rect);
	rect.y++;
	draw_made(media, canvas, rect);
	rect.y++;
	draw_trouble(media, now, canvas, rect);
}

static struct page_listing
listing(void)
{
	return media_glance_listing;
}

static const struct list_spec spec = {
	.noun = "media file",
	.empty = "There are no media files yet.",
	.columns = columns,
	.row_size = sizeof(struct media_glance),
	.id_of = id_of,
	.weight_of = weight_of,
	.listing = listing,
	.shows = shows,
	.draw_pane = draw_pane,
	.pane_rows = 3,
};

static void
media_open(struct view *view, const char *argument)
{
	(void)argument;
	listview_open(view, mem_new(view->mem, struct listview), &spec);
}

static const char *
why_not(struct view *view, enum action action)
{
	const struct listview *lists = view->state;
	const struct media_glance *media = list_here(&lists->list);
	const char *why = listview_why_not(view, action);

	if (why != NULL || lists->list.tag_count > 0 || media == NULL)
		return why;
	return media_why_not(view->state, media, action);
}

static void
open_job(struct view *view)
{
	const struct listview *lists = view->state;
	const struct media_glance *media = list_here(&lists->list);
	AUTO_FREE void *mem = mem_context(NULL);

	if (media != NULL && media->job_id != ABSENT)
		app_push(view->app, &view_job,
		    mem_printf(mem, "%" PRId64, media->job_id));
}

static bool
act(struct view *view, enum action action)
{
	static const struct listview_question drop = {
		.title = "Drop what was made?",
		.yes = "Drop",
		.consequence = "Nobody can watch it until it is encoded again. "
			       "Originals are kept.",
	};
	static const struct listview_question delete = {
		.title = "Delete for ever?",
		.consequence = "Originals and all that was made of them. This "
			       "cannot be undone.",
		.is_final = true,
	};
	struct listview *lists = view->state;

	switch (action) {
	case ACTION_OPEN:
		app_push(view->app, &view_file, lists->list.cursor_id);
		return true;
	case ACTION_JOB:
		open_job(view);
		return true;
	case ACTION_ENCODE:
		listview_change(view, &media_encode_them);
		return true;
	case ACTION_DROP:
		listview_ask(view, &drop, &media_drop_them);
		return true;
	case ACTION_DELETE:
		listview_ask(view, &delete, &media_delete_them);
		return true;
	default:
		return listview_act(view, action);
	}
}

static const char *const contexts[] = { "media", "list", "tags", "move",
	"global", NULL };

const struct view_ops view_media = {
	.name = "Media",
	.tab = "Media",
	.contexts = contexts,
	.refresh_ms = REFRESH_MS,
	.open = media_open,
	.act = act,
	.why_not = why_not,
	LISTVIEW_OPS,
};
