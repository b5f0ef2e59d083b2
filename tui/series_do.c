/* Changing series, seasons and episodes. */
#include "config.h"

#include "tui/series_do.h"

#include "base/mem.h"
#include "house/episode.h"
#include "house/media.h"
#include "house/season.h"
#include "house/series.h"
#include "tui/app.h"
#include "tui/order.h"
#include "tui/tree.h"

static enum outcome
trash_step(struct house *h, const char *text, int64_t argument)
{
	struct series series;
	struct episode episode;
	enum tree_kind kind;
	struct uuid id;

	(void)argument;
	if (!tree_parse(text, &kind, &id))
		return NOT_FOUND;
	if (kind == TREE_SERIES)
		return series_set_trashed(h, &id, ANY_VERSION, true, &series);
	if (kind == TREE_EPISODE)
		return episode_set_trashed(h, &id, ANY_VERSION, true, &episode);
	return refuse(h->refusal, CONFLICT, "no_trash",
	    "A season cannot be in the trash; alone, it can be deleted.");
}

static enum outcome
delete_step(struct house *h, const char *text, int64_t argument)
{
	enum tree_kind kind;
	struct uuid id;

	(void)argument;
	if (!tree_parse(text, &kind, &id) || kind != TREE_SEASON)
		return NOT_FOUND;
	return season_delete(h, &id, ANY_VERSION);
}

/* Of an episode its media file is encoded. */
static enum outcome
encode_step(struct house *h, const char *text, int64_t argument)
{
	struct episode episode;
	enum tree_kind kind;
	struct uuid id;
	struct job job;
	enum outcome rc;

	(void)argument;
	if (!tree_parse(text, &kind, &id))
		return NOT_FOUND;
	if (kind != TREE_EPISODE)
		return refuse(h->refusal, CONFLICT, "no_media",
		    "Only episodes have a media file.");
	rc = db_episode_find(h->db, h->mem, &id, &episode);
	if (rc == OK && episode.media_file_id.text[0] == '\0')
		return refuse(h->refusal, CONFLICT, "no_media",
		    "The episode has no media file.");
	return rc == OK ? media_process(h, &episode.media_file_id, &job) : rc;
}

const struct change series_trash_them = { .noun = "title",
	.done = "in the trash (Tab shows it)",
	.step = trash_step };
const struct change series_delete_season = {
	.noun = "season", .done = "deleted, its films kept", .step = delete_step
};
const struct change series_encode_them = {
	.noun = "episode", .done = "queued to be encoded", .step = encode_step
};

/* ---- moving -------------------------------------------------------------*/

static enum outcome
run(struct ask *ask, struct house *h)
{
	return order_put(h, ask->data);
}

static void
done(struct ask *ask)
{
	struct view *view = ask->owner;
	const struct order *order = ask->data;

	if (ask->outcome != OK)
		app_note_failure(view->app, ask);
	else if (order->count == 0)
		app_say(view->app, LOOK_GOOD, "The season is numbered anew");
	else
		app_say(view->app, LOOK_GOOD, "%zu episode%s moved",
		    order->count, order->count == 1 ? "" : "s");
	app_refresh(view->app);
}

void
series_send_move(struct view *view, const struct series_move *move)
{
	struct ask *ask = ask_new();
	struct order *order = mem_new(ask->mem, struct order);
	char **ids = mem_array(ask->mem, char *, move->count);

	for (size_t i = 0; i < move->count; i++) {
		enum tree_kind kind;
		struct uuid id;

		if (tree_parse(move->ids[i], &kind, &id) &&
		    kind == TREE_EPISODE)
			ids[order->count++] = mem_text(ask->mem, id.text);
	}
	order->ids = ids;
	order->season_id = move->season_id;
	order->before = move->before;
	order->step = move->step;
	ask->lane = LANE_WRITE;
	ask->run = run;
	ask->done = done;
	ask->data = order;
	view_ask(view, ask);
}
