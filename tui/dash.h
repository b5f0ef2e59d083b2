/* What stands on the dashboard. */
#ifndef TUI_DASH_H
#define TUI_DASH_H

#include "house/stats.h"
#include "tui/canvas.h"
#include "tui/keys.h"

#define DASH_HOURS 72
#define DASH_ITEMS 12

/* Something that wants attention. */
struct dash_item {
	bool is_bad; /* else it only warns */
	char *text;
	int64_t job_id;       /* to be looked at; ABSENT: none */
	enum action leads_to; /* otherwise */
};

struct dash_facts {
	struct stats stats;
	int64_t movies, series, unused;
	int64_t slots, workers;
	int64_t minutes[DASH_HOURS]; /* encoded, by hours ago */
	struct dash_item items[DASH_ITEMS];
	size_t item_count;
};

/* Reads it; texts hang below h->mem. */
enum outcome dash_read(struct house *h, struct dash_facts *out) MUST_CHECK;

void dash_draw_facts(const struct dash_facts *facts, size_t cursor,
    struct canvas *canvas, struct rect rect);

#endif
