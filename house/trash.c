/* Deleting what nobody has taken out of the trash for long. */
#include "config.h"

#include "house/trash.h"

#include "base/log.h"
#include "base/mem.h"
#include "house/episode.h"
#include "house/movie.h"
#include "house/series.h"
#include "sql/trash.h"

#define BATCH 100

static const struct {
	const char *name;
	enum outcome (*delete)(
	    struct house *h, const struct uuid *id, int64_t expected);
} kinds[TRASH_KIND_COUNT] = {
	[TRASH_MOVIE] = { "movie", movie_delete },
	[TRASH_SERIES] = { "series", series_delete },
	[TRASH_EPISODE] = { "episode", episode_delete },
};

/* Another version than was found is one that somebody has just restored, and
   none is one that somebody has just deleted. */
static enum outcome
purge_one(struct house *h, enum trash_kind kind, const struct trash_item *item,
    size_t *purged)
{
	enum outcome rc = kinds[kind].delete(h, &item->id, item->version);

	if (rc == OK) {
		log_info("trash.purged", TEXT_PAIR("kind", kinds[kind].name),
		    TEXT_PAIR("id", item->id.text));
		*purged += 1;
	}
	return rc == CONFLICT || rc == NOT_FOUND ? OK : rc;
}

/* A batch of its own memory: a delete reads what it takes with it. */
static enum outcome
purge_batch(struct house *given, enum trash_kind kind, size_t *purged)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct refusal ignored = { .mem = mem };
	struct house h = *given;
	struct trash_item *items;
	enum outcome rc;
	size_t count;

	h.mem = mem;
	h.refusal = &ignored;
	*purged = 0;
	rc = db_trash_due(
	    h.db, mem, kind, h.settings->trash_days, BATCH, &items, &count);
	for (size_t i = 0; rc == OK && i < count; i++)
		rc = purge_one(&h, kind, &items[i], purged);
	return rc;
}

enum outcome
trash_purge(struct house *h)
{
	enum outcome rc = OK;

	if (h->settings->trash_days == 0)
		return OK;
	for (enum trash_kind kind = 0; kind < TRASH_KIND_COUNT; kind++) {
		size_t purged = BATCH;

		while (rc == OK && purged == BATCH)
			rc = purge_batch(h, kind, &purged);
	}
	return rc;
}
