/* What is known of one job, above its log. */
#ifndef TUI_JOB_PANE_H
#define TUI_JOB_PANE_H

#include "sql/attempt.h"
#include "sql/glance.h"
#include "tui/canvas.h"

struct job_facts {
	struct job_glance job;
	struct attempt *attempts;
	size_t attempt_count;
};

/* Draws it from the top of the rectangle, with at most so many attempts, the
   latest ones; the rows it took. */
int job_draw_facts(const struct job_facts *facts, struct stamp now,
    struct canvas *canvas, struct rect rect, size_t attempts);

#endif
