/* Uploads under way. */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/mem.h"
#include "base/token.h"
#include "house/upload_part.h"
#include "sql/glance.h"
#include "tui/app.h"
#include "tui/listview.h"
#include "tui/measure.h"
#include "tui/views.h"

#define REFRESH_MS 1000
#define STALLED_S 30

static void
id_of(const void *row, char out[LIST_ID])
{
	const struct upload_glance *upload = row;

	snprintf(out, LIST_ID, "%s", upload->id.text);
}

static int64_t
weight_of(const void *row)
{
	const struct upload_glance *upload = row;

	return upload->got_bytes;
}

static int64_t
per_mille(const struct upload_glance *upload)
{
	if (upload->total_bytes == ABSENT || upload->total_bytes == 0)
		return 0;
	return (int64_t)((double)upload->got_bytes /
			 (double)upload->total_bytes * 1000);
}

static void
show_name(const void *row, struct table_cell *out)
{
	const struct upload_glance *upload = row;

	out->text = upload->file_name;
}

static void
show_kind(const void *row, struct table_cell *out)
{
	const struct upload_glance *upload = row;

	out->text = upload_kind_names[upload->kind];
	out->look = LOOK_DIM;
}

static void
show_bar(const void *row, struct table_cell *out)
{
	const struct upload_glance *upload = row;

	if (upload->total_bytes == ABSENT) {
		out->text = measure_bytes(out->mem, upload->got_bytes);
		return;
	}
	out->bar = per_mille(upload);
	out->look = LOOK_BUSY;
}

static void
show_percent(const void *row, struct table_cell *out)
{
	const struct upload_glance *upload = row;

	if (upload->total_bytes != ABSENT)
		out->text =
		    mem_printf(out->mem, "%d%%", (int)(per_mille(upload) / 10));
}

static void
show_size(const void *row, struct table_cell *out)
{
	const struct upload_glance *upload = row;

	out->text = measure_bytes(out->mem, upload->total_bytes);
}

/* Since it began: the database hears of bytes only now and then. */
static int64_t
rate_of(const struct upload_glance *upload)
{
	int64_t busy_s = upload->age_s - upload->idle_s;

	return busy_s > 0 ? upload->got_bytes / busy_s : 0;
}

static void
show_rate(const void *row, struct table_cell *out)
{
	const struct upload_glance *upload = row;

	if (upload->idle_s > STALLED_S) {
		out->text = "stalled";
		out->look = LOOK_WARN;
	} else if (rate_of(upload) > 0) {
		out->text = mem_printf(out->mem, "%sB/s",
		    measure_bytes(out->mem, rate_of(upload)));
	}
}

static void
show_eta(const void *row, struct table_cell *out)
{
	const struct upload_glance *upload = row;
	int64_t rate = rate_of(upload);

	out->text = MEASURE_NONE;
	if (rate > 0 && upload->idle_s <= STALLED_S &&
	    upload->total_bytes != ABSENT)
		out->text = measure_wait(out->mem,
		    (upload->total_bytes - upload->got_bytes) / rate * 1000);
}

static void
show_idle(const void *row, struct table_cell *out)
{
	const struct upload_glance *upload = row;
	struct stamp then = { out->now.ms - upload->idle_s * 1000 };

	out->text = measure_age(out->mem, then, out->now);
	out->look = LOOK_DIM;
}

static const struct table_column columns[] = {
	{ .head = "FILE", .width = 16, .weight = 3, .show = show_name },
	{ .head = "BY", .width = 6, .drop = 5, .show = show_kind },
	{ .head = "RECEIVED",
	    .width = 12,
	    .weight = 2,
	    .drop = 2,
	    .show = show_bar },
	{ .head = "%", .width = 4, .is_right = true, .show = show_percent },
	{ .head = "SIZE",
	    .width = 6,
	    .drop = 4,
	    .is_right = true,
	    .show = show_size },
	{ .head = "RATE",
	    .width = 9,
	    .drop = 1,
	    .is_right = true,
	    .show = show_rate },
	{ .head = "ETA",
	    .width = 7,
	    .drop = 3,
	    .is_right = true,
	    .show = show_eta },
	{ .head = "IDLE",
	    .width = 7,
	    .drop = 6,
	    .is_right = true,
	    .show = show_idle,
	    .order = "created_at" },
	{ 0 },
};

static const struct list_show shows[] = {
	{ "open", "-created_at", { { 0 } } },
	{ 0 },
};

static const struct list_spec spec = {
	.noun = "upload",
	.empty = "Nothing is being uploaded.",
	.columns = columns,
	.row_size = sizeof(struct upload_glance),
	.id_of = id_of,
	.weight_of = weight_of,
	.listing = upload_glance_listing,
	.shows = shows,
};

/* The writer lets go by itself; there is nobody to be reminded. */
static void
remind_nobody(void)
{
}

static enum outcome
abort_step(struct house *h, const char *text, int64_t argument)
{
	struct upload_row row;
	struct upload *upload;
	struct uuid id;
	enum outcome rc;

	(void)argument;
	if (!uuid_parse(text, &id))
		return NOT_FOUND;
	rc = upload_find(h, &id, &row);
	if (rc == OK)
		rc = upload_grip(h->mem, h->settings, &id, remind_nobody,
		    h->refusal, &upload);
	/* There may be no file any more; the row is given up all the same. */
	return rc == OK || rc == NOT_FOUND ? upload_drop(h, &id) : rc;
}

static const struct change abort_them = {
	.noun = "upload", .done = "given up", .step = abort_step
};

static void
uploads_open(struct view *view, const char *argument)
{
	(void)argument;
	listview_open(view, mem_new(view->mem, struct listview), &spec);
}

static const char *
why_not(struct view *view, enum action action)
{
	const struct listview *lists = view->state;
	const struct upload_glance *upload = list_here(&lists->list);
	const char *why = listview_why_not(view, action);

	if (why != NULL || lists->list.tag_count > 0 || upload == NULL)
		return why;
	if (action == ACTION_ABORT && upload->kind == UPLOAD_STREAM)
		return "it comes in one request, which its client ends";
	return NULL;
}

static bool
act(struct view *view, enum action action)
{
	static const struct listview_question question = {
		.title = "Give it up?",
		.yes = "Abort",
		.consequence = "All that has come of it is removed; its client "
			       "must begin again.",
	};

	if (action != ACTION_ABORT)
		return listview_act(view, action);
	listview_ask(view, &question, &abort_them);
	return true;
}

static const char *const contexts[] = { "uploads", "tags", "move", "global",
	NULL };

const struct view_ops view_uploads = {
	.name = "Uploads",
	.tab = "Uploads",
	.contexts = contexts,
	.refresh_ms = REFRESH_MS,
	.open = uploads_open,
	.act = act,
	.why_not = why_not,
	LISTVIEW_OPS,
};
