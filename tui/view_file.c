/* One media file: all that is known of it, and what can be done with it. */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/mem.h"
#include "base/token.h"
#include "house/subtitle.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/facts.h"
#include "tui/forms.h"
#include "tui/listview.h"
#include "tui/media_do.h"
#include "tui/views.h"

#define REFRESH_MS 2000

/* Begins with what every list is. */
struct file_view {
	struct listview lists;
	struct uuid id;
};

static void
id_of(const void *row, char out[LIST_ID])
{
	const struct fact *fact = row;

	snprintf(out, LIST_ID, "%s", fact->id);
}

static void
show_label(const void *row, struct table_cell *out)
{
	const struct fact *fact = row;

	out->text = fact->kind == FACT_HEAD
			? fact->label
			: mem_printf(out->mem, " %s", fact->label);
	out->look = LOOK_HEAD;
}

static void
show_text(const void *row, struct table_cell *out)
{
	const struct fact *fact = row;

	out->text = fact->text;
	out->look = fact->look;
}

static const struct table_column columns[] = {
	{ .head = "MEDIA FILE", .width = 16, .weight = 1, .show = show_label },
	{ .head = "", .width = 18, .weight = 4, .show = show_text },
	{ 0 },
};

static const struct list_show shows[] = { { "all", "", { { 0 } } }, { 0 } };

static void *
wish_of(struct view *view, void *mem)
{
	const struct file_view *state = view->state;

	return mem_check(talloc_memdup(mem, &state->id, sizeof(state->id)));
}

static enum outcome
read_facts(struct house *h, const struct page_listing *listing,
    const struct page *page, const void *wish, void **rows, size_t *count)
{
	struct fact *facts;
	enum outcome rc = facts_read(h, wish, &facts, count);

	(void)listing;
	(void)page;
	*rows = facts;
	return rc;
}

static const struct list_spec spec = {
	.noun = "media file",
	.empty = "There is no such media file any more.",
	.columns = columns,
	.row_size = sizeof(struct fact),
	.id_of = id_of,
	.read_tree = read_facts,
	.wish_of = wish_of,
	.shows = shows,
};

static void
file_open(struct view *view, const char *argument)
{
	struct file_view *state = mem_new(view->mem, struct file_view);

	listview_open(view, &state->lists, &spec);
	if (!uuid_parse(argument, &state->id))
		state->id.text[0] = '\0';
}

static const struct fact *
fact_here(const struct view *view)
{
	const struct file_view *state = view->state;

	return list_here(&state->lists.list);
}

/* ---- doing --------------------------------------------------------------*/

static void
send(struct view *view, const struct change *change, char *id)
{
	change_send(view, change, &id, 1);
}

struct asked_change {
	const struct change *change;
	char id[LIST_ID];
};

static void
on_yes(struct view *view, void *data)
{
	struct asked_change *asked = data;

	send(view, asked->change, asked->id);
}

static void
ask_first(struct view *view, const struct question *question,
    const struct change *change, const char *id)
{
	struct asked_change *asked = mem_new(NULL, struct asked_change);
	struct question own = *question;

	asked->change = change;
	snprintf(asked->id, LIST_ID, "%s", id);
	own.on_yes = on_yes;
	own.data = asked;
	own.lines[0] = fact_here(view)->media->file_name;
	dialog_ask(view, &own);
}

/* Of the media file, by the number of the subtitle. */
static enum outcome
drop_subtitle_step(struct house *h, const char *text, int64_t number)
{
	struct uuid id;

	return uuid_parse(text, &id) ? subtitle_delete(h, &id, number)
				     : NOT_FOUND;
}

static void
drop_subtitle_yes(struct view *view, void *data)
{
	const struct file_view *state = view->state;
	const int64_t *number = data;
	const struct change change = { .noun = "subtitle",
		.done = "taken away",
		.step = drop_subtitle_step,
		.argument = *number };
	char id[LIST_ID];

	snprintf(id, LIST_ID, "%s", state->id.text);
	send(view, &change, id);
}

static void
drop_subtitle(struct view *view)
{
	const struct fact *fact = fact_here(view);
	int64_t *number = mem_new(NULL, int64_t);

	*number = fact->number;
	dialog_ask(
	    view, &(struct question){ .title = "Take the subtitle away?",
		      .lines = { fact->text,
			  "Players lose it; the file can be added again." },
		      .yes = "Take away",
		      .on_yes = drop_subtitle_yes,
		      .data = number });
}

static void
open_job(struct view *view, int64_t number)
{
	AUTO_FREE void *mem = mem_context(NULL);

	app_push(view->app, &view_job, mem_printf(mem, "%" PRId64, number));
}

/* ---- the view -----------------------------------------------------------*/

static const char *
why_not(struct view *view, enum action action)
{
	const struct fact *fact = fact_here(view);
	const char *why = listview_why_not(view, action);

	if (why != NULL || fact == NULL)
		return why;
	switch (action) {
	case ACTION_OPEN:
		return fact->kind != FACT_JOB ? "it is no job" : NULL;
	case ACTION_JOB:
		return fact->media->job_id == ABSENT ? "it has no job" : NULL;
	case ACTION_DROP_SUBTITLE:
		return fact->kind != FACT_SUBTITLE ? "it is no subtitle" : NULL;
	default:
		return media_why_not(view->state, fact->media, action);
	}
}

static bool
act(struct view *view, enum action action)
{
	static const struct question drop = {
		.title = "Drop what was made?",
		.lines = { "",
		    "Nobody can watch it until it is encoded again. The "
		    "original is kept." },
		.yes = "Drop",
	};
	static const struct question delete = {
		.title = "Delete for ever?",
		.lines = { "",
		    "The original and all that was made of it. This cannot be "
		    "undone." },
		.typed = 1,
	};
	struct file_view *state = view->state;

	switch (action) {
	case ACTION_OPEN:
		open_job(view, fact_here(view)->number);
		return true;
	case ACTION_JOB:
		open_job(view, fact_here(view)->media->job_id);
		return true;
	case ACTION_ENCODE:
		send(view, &media_encode_them, state->id.text);
		return true;
	case ACTION_DROP:
		ask_first(view, &drop, &media_drop_them, state->id.text);
		return true;
	case ACTION_DELETE:
		ask_first(view, &delete, &media_delete_them, state->id.text);
		return true;
	case ACTION_ADD_SUBTITLE:
		form_open_new(view, &form_subtitle, state->id.text);
		return true;
	case ACTION_DROP_SUBTITLE:
		drop_subtitle(view);
		return true;
	default:
		return listview_act(view, action);
	}
}

static const char *const contexts[] = { "file", "move", "global", NULL };

const struct view_ops view_file = {
	.name = "Media file",
	.contexts = contexts,
	.refresh_ms = REFRESH_MS,
	.open = file_open,
	.act = act,
	.why_not = why_not,
	LISTVIEW_OPS,
};
