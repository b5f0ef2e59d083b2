/* The trash: movies, series and episodes, the latest first. */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "tui/app.h"
#include "tui/listview.h"
#include "tui/measure.h"
#include "tui/trash.h"
#include "tui/views.h"

#define REFRESH_MS 2000

static void
id_of(const void *row, char out[LIST_ID])
{
	trash_name(row, out);
}

static void
show_title(const void *row, struct table_cell *out)
{
	const struct trashed *trashed = row;

	out->text = trashed->title;
}

static void
show_kind(const void *row, struct table_cell *out)
{
	const struct trashed *trashed = row;

	out->text = trash_kind_names[trashed->kind];
	out->look = LOOK_DIM;
}

static void
show_when(const void *row, struct table_cell *out)
{
	const struct trashed *trashed = row;

	out->text = measure_age(out->mem, trashed->trashed_at, out->now);
}

static const struct table_column columns[] = {
	{ .head = "TITLE", .width = 18, .weight = 1, .show = show_title },
	{ .head = "KIND", .width = 8, .drop = 1, .show = show_kind },
	{ .head = "SINCE", .width = 8, .is_right = true, .show = show_when },
	{ 0 },
};

static const struct list_show shows[] = { { "all", "", { { 0 } } }, { 0 } };

static enum outcome
read_all(struct house *h, void **rows, size_t *count)
{
	struct trashed *found;
	enum outcome rc = trash_list(h, &found, count);

	*rows = found;
	return rc;
}

static const struct list_spec spec = {
	.noun = "title",
	.empty = "The trash is empty.",
	.columns = columns,
	.row_size = sizeof(struct trashed),
	.id_of = id_of,
	.read_all = read_all,
	.shows = shows,
};

static enum outcome
restore_step(struct house *h, const char *text, int64_t argument)
{
	(void)argument;
	return trash_restore(h, text);
}

static enum outcome
purge_step(struct house *h, const char *text, int64_t argument)
{
	(void)argument;
	return trash_delete(h, text);
}

static const struct change restore_them = {
	.noun = "title", .done = "out of the trash", .step = restore_step
};
static const struct change purge_them = { .noun = "title",
	.done = "deleted for ever, films kept",
	.step = purge_step };

static void
trash_open(struct view *view, const char *argument)
{
	(void)argument;
	listview_open(view, mem_new(view->mem, struct listview), &spec);
}

static bool
act(struct view *view, enum action action)
{
	static const struct listview_question purge = {
		.title = "Delete for ever?",
		.consequence = "Seasons, episodes and all; films are kept, but "
			       "unused.",
		.is_final = true,
	};

	switch (action) {
	case ACTION_RESTORE:
		listview_change(view, &restore_them);
		return true;
	case ACTION_PURGE:
		listview_ask(view, &purge, &purge_them);
		return true;
	default:
		return listview_act(view, action);
	}
}

static const char *const contexts[] = { "trash", "tags", "move", "global",
	NULL };

const struct view_ops view_trash = {
	.name = "Trash",
	.contexts = contexts,
	.refresh_ms = REFRESH_MS,
	.open = trash_open,
	.act = act,
	.why_not = listview_why_not,
	LISTVIEW_OPS,
};
