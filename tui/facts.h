/* All that is known of one media file, a row for each fact. */
#ifndef TUI_FACTS_H
#define TUI_FACTS_H

#include "house/house.h"
#include "sql/glance.h"
#include "tui/list.h"
#include "tui/theme.h"

enum fact_kind { FACT_HEAD, FACT_PLAIN, FACT_SUBTITLE, FACT_JOB };

struct fact {
	char id[LIST_ID];
	enum fact_kind kind;
	const struct media_glance *media; /* whose it is */
	const char *label;
	const char *text;
	enum look look;
	int64_t number; /* of the subtitle or the job */
};

/* Below h->mem; none when there is no such media file. */
enum outcome facts_read(struct house *h, const struct uuid *id,
    struct fact **out, size_t *count) MUST_CHECK;

#endif
