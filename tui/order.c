/* Putting episodes in another order. */
#include "config.h"

#include "tui/order.h"

#include <string.h>

#include "base/mem.h"
#include "house/episode.h"
#include "sql/season.h"
#include "sql/series.h"

static bool
is_among(char *const *ids, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(ids[i], id) == 0)
			return true;
	}
	return false;
}

static void
add(struct text_list *list, char *id)
{
	list->items[list->count++] = id;
}

static void
add_all(struct text_list *list, const struct order *order)
{
	for (size_t i = 0; i < order->count; i++)
		add(list, order->ids[i]);
}

/* As it is, but for those that move, which come before the one that is named,
   or at the end. */
static void
line_up(const struct order *order, const struct text_list *now,
    struct text_list *out)
{
	bool has_put = false;

	for (size_t i = 0; i < now->count; i++) {
		char *id = now->items[i];

		if (strcmp(id, order->before.text) == 0) {
			add_all(out, order);
			has_put = true;
		}
		if (!is_among(order->ids, order->count, id))
			add(out, id);
	}
	if (!has_put)
		add_all(out, order);
}

/* One episode changes places with its neighbour; at an end it stays. */
static void
shift(const struct order *order, const struct text_list *now,
    struct text_list *out)
{
	for (size_t i = 0; i < now->count; i++)
		add(out, now->items[i]);
	for (size_t i = 0; i < now->count; i++) {
		size_t other = i + (size_t)order->step;

		if (strcmp(now->items[i], order->ids[0]) != 0)
			continue;
		if (other < now->count) {
			out->items[i] = now->items[other];
			out->items[other] = now->items[i];
		}
		break;
	}
}

/* The episodes of the season that can be seen, as they stand. */
static enum outcome
read_now(struct house *h, const struct season *season, struct text_list *out)
{
	struct series series;
	struct episode *episodes;
	size_t count = 0;
	enum outcome rc;

	rc = db_series_find(h->db, h->mem, &season->series_id, &series);
	if (rc == OK)
		rc = db_episode_list(
		    h->db, h->mem, series.number, &episodes, &count);
	out->items = mem_array(h->mem, char *, count);
	for (size_t i = 0; i < count; i++) {
		if (strcmp(episodes[i].season_id.text, season->id.text) == 0)
			add(out, episodes[i].id.text);
	}
	return rc;
}

enum outcome
order_put(struct house *h, const struct order *order)
{
	struct episode_order wish = { .first_number = ABSENT };
	struct text_list now = { 0 };
	struct season season;
	struct episode *episodes;
	enum outcome rc;
	size_t count;

	rc = db_season_find(h->db, h->mem, &order->season_id, &season);
	if (rc == OK)
		rc = read_now(h, &season, &now);
	if (rc != OK)
		return rc;
	wish.episode_ids.items =
	    mem_array(h->mem, char *, now.count + order->count);
	if (order->step != 0)
		shift(order, &now, &wish.episode_ids);
	else
		line_up(order, &now, &wish.episode_ids);
	/* Whoever has changed the season since it was read is not undone. */
	return episode_reorder(
	    h, &order->season_id, season.version, &wish, &episodes, &count);
}
