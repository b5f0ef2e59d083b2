/* Reading the tree of series. */
#include "config.h"

#include "tui/tree.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/token.h"

void
tree_id_of(const void *row, char out[LIST_ID])
{
	const struct tree_row *own = row;

	snprintf(out, LIST_ID, "%c%s", (char)own->kind, own->id.text);
}

bool
tree_parse(const char *text, enum tree_kind *kind, struct uuid *id)
{
	if (text == NULL || text[0] == '\0' || strchr("sne", text[0]) == NULL)
		return false;
	*kind = (enum tree_kind)text[0];
	return uuid_parse(text + 1, id);
}

static size_t
place_of(const struct tree_open *open, const char *id)
{
	size_t i = 0;

	while (i < open->count && strcmp(open->ids[i], id) != 0)
		i++;
	return i;
}

bool
tree_is_open(const struct tree_open *open, const char *id)
{
	return place_of(open, id) < open->count;
}

void
tree_set_open(struct tree_open *open, void *mem, const char *id, bool is_open)
{
	size_t place = place_of(open, id);

	if (is_open == (place < open->count))
		return;
	if (!is_open) {
		memmove(open->ids[place], open->ids[--open->count], LIST_ID);
		return;
	}
	open->ids = mem_check(talloc_realloc_size(
	    mem, open->ids, (open->count + 1) * sizeof(*open->ids)));
	snprintf(open->ids[open->count++], LIST_ID, "%s", id);
}

/* ---- reading ------------------------------------------------------------*/

struct growing {
	struct house *h;
	const struct tree_open *open;
	struct tree_row *rows;
	size_t count;
};

static struct tree_row *
add(struct growing *tree, enum tree_kind kind, const struct uuid *id)
{
	struct tree_row *row;
	char text[LIST_ID];

	tree->rows = mem_grow(
	    tree->h->mem, tree->rows, struct tree_row, tree->count + 1);
	row = &tree->rows[tree->count++];
	*row = (struct tree_row){ .kind = kind, .id = *id };
	tree_id_of(row, text);
	row->is_open = tree_is_open(tree->open, text);
	return row;
}

/* All episodes of a series, by season and number, in the order of pages. */
static enum outcome
read_episodes(struct house *h, const struct series_glance *series,
    struct episode_glance **out, size_t *count)
{
	const struct page_listing *listing = &episode_glance_listing;
	struct page page = { .limit = PAGE_LIMIT_MAX };
	struct episode_glance *episodes;
	enum outcome rc;
	size_t known;
	char *next;

	*out = NULL;
	*count = 0;
	page_narrow(&page, h->mem, page_criterion_find(listing, "series_id"),
	    series->id.text, h->refusal);
	page_narrow(&page, h->mem, page_criterion_find(listing, "trashed"),
	    "false", h->refusal);
	do {
		rc = page_list(h->db, h->mem, listing, &page, &episodes, &known,
		    &next, h->refusal);
		if (rc != OK)
			return rc;
		*out = mem_grow(
		    h->mem, *out, struct episode_glance, *count + known + 1);
		if (known > 0)
			memcpy(
			    *out + *count, episodes, known * sizeof(*episodes));
		*count += known;
		page.cursor = next;
	} while (next != NULL);
	return OK;
}

static void
count_in(struct tree_row *row, const struct episode_glance *episode)
{
	row->episodes++;
	row->ready += episode->status == GLANCE_READY;
	row->busy += episode->status == GLANCE_PROCESSING;
	row->errors += episode->status == GLANCE_ERROR;
}

static void
add_season(struct growing *tree, const struct series_glance *series,
    const struct season *season, const struct episode_glance *episodes,
    size_t count)
{
	struct tree_row *row = add(tree, TREE_SEASON, &season->id);

	row->series = series;
	row->season = season;
	for (size_t i = 0; i < count; i++) {
		if (episodes[i].season == season->number)
			count_in(row, &episodes[i]);
	}
	if (!row->is_open)
		return;
	for (size_t i = 0; i < count; i++) {
		if (episodes[i].season != season->number)
			continue;
		row = add(tree, TREE_EPISODE, &episodes[i].id);
		row->series = series;
		row->season = season;
		row->episode = &episodes[i];
	}
}

static enum outcome
add_series(struct growing *tree, const struct series_glance *series)
{
	struct house *h = tree->h;
	struct tree_row *row = add(tree, TREE_SERIES, &series->id);
	struct episode_glance *episodes;
	struct season *seasons;
	size_t season_count, count;
	enum outcome rc;

	row->series = series;
	row->episodes = series->episodes;
	row->ready = series->ready;
	row->errors = series->errors;
	if (!row->is_open)
		return OK;
	rc = db_season_list(
	    h->db, h->mem, series->number, &seasons, &season_count);
	if (rc == OK)
		rc = read_episodes(h, series, &episodes, &count);
	for (size_t i = 0; rc == OK && i < season_count; i++)
		add_season(tree, series, &seasons[i], episodes, count);
	return rc;
}

enum outcome
tree_read(struct house *h, const struct page_listing *listing,
    const struct page *first, const void *open, void **rows, size_t *count)
{
	struct growing tree = { .h = h, .open = open };
	struct page page = *first;
	struct series_glance *series;
	enum outcome rc;
	size_t known;
	char *next;

	page.limit = PAGE_LIMIT_MAX;
	do {
		rc = page_list(h->db, h->mem, listing, &page, &series, &known,
		    &next, h->refusal);
		for (size_t i = 0; rc == OK && i < known; i++)
			rc = add_series(&tree, &series[i]);
		page.cursor = next;
	} while (rc == OK && next != NULL);
	*rows = tree.rows;
	*count = tree.count;
	return rc;
}
