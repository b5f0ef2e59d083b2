/*
 * Series, their seasons and the episodes of these as one list of rows, of
 * which branches are open or closed.  Only what is open is read.
 */
#ifndef TUI_TREE_H
#define TUI_TREE_H

#include "house/house.h"
#include "sql/glance.h"
#include "sql/season.h"
#include "tui/list.h"

/* The first letter of a row's id. */
enum tree_kind {
	TREE_SERIES = 's',
	TREE_SEASON = 'n',
	TREE_EPISODE = 'e',
};

struct tree_row {
	enum tree_kind kind;
	bool is_open;
	struct uuid id;
	const struct series_glance *series;
	const struct season *season;           /* of a season or an episode */
	const struct episode_glance *episode;  /* of an episode */
	int64_t episodes, ready, busy, errors; /* of a series or a season */
};

/* Which branches are open, by the ids of their rows. */
struct tree_open {
	char (*ids)[LIST_ID];
	size_t count;
};

/* The row's letter and its id. */
void tree_id_of(const void *row, char out[LIST_ID]);

/* The kind and the id behind a row's id; false when it is none. */
bool tree_parse(const char *text, enum tree_kind *kind, struct uuid *id);

bool tree_is_open(const struct tree_open *open, const char *id);
void tree_set_open(
    struct tree_open *open, void *mem, const char *id, bool is_open);

/* All series in the page's order, with what is open of them; rows are struct
   tree_row below h->mem. */
enum outcome tree_read(struct house *h, const struct page_listing *listing,
    const struct page *page, const void *open, void **rows,
    size_t *count) MUST_CHECK;

#endif
