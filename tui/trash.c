/* The trash. */
#include "config.h"

#include "tui/trash.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/token.h"
#include "house/episode.h"
#include "house/movie.h"
#include "house/series.h"
#include "sql/glance.h"

const char *const trash_kind_names[] = {
	[TRASH_MOVIE] = "movie",
	[TRASH_SERIES] = "series",
	[TRASH_EPISODE] = "episode",
	[TRASH_KIND_COUNT] = NULL,
};

const struct field trashed_fields[] = {
	FIELD(trashed, id),
	FIELD(trashed, kind, .words = trash_kind_names),
	FIELD(trashed, title),
	FIELD(trashed, trashed_at),
	FIELD_END,
};

/* ---- reading ------------------------------------------------------------*/

static struct trashed
of_movie(void *mem, const void *row)
{
	const struct movie_glance *movie = row;

	(void)mem;
	return (struct trashed){ TRASH_MOVIE, movie->id, movie->title,
		movie->trashed_at };
}

static struct trashed
of_series(void *mem, const void *row)
{
	const struct series_glance *series = row;

	(void)mem;
	return (struct trashed){ TRASH_SERIES, series->id, series->title,
		series->trashed_at };
}

static struct trashed
of_episode(void *mem, const void *row)
{
	const struct episode_glance *episode = row;
	char *title = mem_printf(mem, "%s S%02dE%02d  %s", episode->series,
	    (int)episode->season, (int)episode->number, episode->title);

	return (struct trashed){ TRASH_EPISODE, episode->id, title,
		episode->trashed_at };
}

struct kind {
	size_t row_size;
	struct trashed (*of)(void *mem, const void *row);
	enum outcome (*restore)(struct house *h, const struct uuid *id);
	enum outcome (*delete)(
	    struct house *h, const struct uuid *id, int64_t expected);
	char letter;
};

static enum outcome
restore_movie(struct house *h, const struct uuid *id)
{
	struct movie movie;

	return movie_set_trashed(h, id, ANY_VERSION, false, &movie);
}

static enum outcome
restore_series(struct house *h, const struct uuid *id)
{
	struct series series;

	return series_set_trashed(h, id, ANY_VERSION, false, &series);
}

static enum outcome
restore_episode(struct house *h, const struct uuid *id)
{
	struct episode episode;

	return episode_set_trashed(h, id, ANY_VERSION, false, &episode);
}

static const struct kind kinds[TRASH_KIND_COUNT] = {
	[TRASH_MOVIE] = { sizeof(struct movie_glance), of_movie, restore_movie,
	    movie_delete, 'm' },
	[TRASH_SERIES] = { sizeof(struct series_glance), of_series,
	    restore_series, series_delete, 's' },
	[TRASH_EPISODE] = { sizeof(struct episode_glance), of_episode,
	    restore_episode, episode_delete, 'e' },
};

struct growing {
	struct trashed *items;
	size_t count;
};

static enum outcome
add_kind(struct house *h, const struct kind *kind,
    const struct page_listing *listing, struct growing *found)
{
	struct page page = { .limit = PAGE_LIMIT_MAX };
	enum outcome rc;
	size_t known;
	char *rows, *next;

	page_narrow(&page, h->mem, page_criterion_find(listing, "trashed"),
	    "true", h->refusal);
	do {
		rc = page_list(h->db, h->mem, listing, &page, &rows, &known,
		    &next, h->refusal);
		if (rc != OK)
			return rc;
		found->items = mem_grow(h->mem, found->items, struct trashed,
		    found->count + known + 1);
		for (size_t i = 0; i < known; i++)
			found->items[found->count++] =
			    kind->of(h->mem, rows + i * kind->row_size);
		page.cursor = next;
	} while (next != NULL);
	return OK;
}

static int
compare(const void *left, const void *right)
{
	const struct trashed *one = left, *other = right;

	if (one->trashed_at.ms != other->trashed_at.ms)
		return one->trashed_at.ms < other->trashed_at.ms ? 1 : -1;
	return strcmp(one->id.text, other->id.text);
}

enum outcome
trash_list(struct house *h, struct trashed **out, size_t *count)
{
	const struct page_listing listings[TRASH_KIND_COUNT] = {
		[TRASH_MOVIE] = movie_glance_listing(),
		[TRASH_SERIES] = series_glance_listing(),
		[TRASH_EPISODE] = episode_glance_listing,
	};
	struct growing found = { 0 };
	enum outcome rc = OK;

	for (size_t i = 0; rc == OK && i < TRASH_KIND_COUNT; i++)
		rc = add_kind(h, &kinds[i], &listings[i], &found);
	if (rc == OK)
		qsort(found.items, found.count, sizeof(*found.items), compare);
	*out = found.items;
	*count = found.count;
	return rc;
}

/* ---- changing -----------------------------------------------------------*/

void
trash_name(const struct trashed *trashed, char out[LIST_ID])
{
	snprintf(out, LIST_ID, "%c%s", kinds[trashed->kind].letter,
	    trashed->id.text);
}

/* An id without its letter is looked for in the trash. */
static enum outcome
find(struct house *h, const char *name, const struct kind **kind,
    struct uuid *id)
{
	struct trashed *items;
	size_t count;
	enum outcome rc;

	for (size_t i = 0; i < TRASH_KIND_COUNT; i++) {
		*kind = &kinds[i];
		if (name[0] == kinds[i].letter && uuid_parse(name + 1, id))
			return OK;
	}
	if (!uuid_parse(name, id))
		return NOT_FOUND;
	rc = trash_list(h, &items, &count);
	for (size_t i = 0; rc == OK && i < count; i++) {
		*kind = &kinds[items[i].kind];
		if (strcmp(items[i].id.text, id->text) == 0)
			return OK;
	}
	return rc == OK ? refuse(h->refusal, NOT_FOUND, "not_in_trash",
			      "It is not in the trash.")
			: rc;
}

enum outcome
trash_restore(struct house *h, const char *name)
{
	const struct kind *kind;
	struct uuid id;
	enum outcome rc = find(h, name, &kind, &id);

	return rc == OK ? kind->restore(h, &id) : rc;
}

enum outcome
trash_delete(struct house *h, const char *name)
{
	const struct kind *kind;
	struct uuid id;
	enum outcome rc = find(h, name, &kind, &id);

	return rc == OK ? kind->delete (h, &id, ANY_VERSION) : rc;
}
