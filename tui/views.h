/* The views. */
#ifndef TUI_VIEWS_H
#define TUI_VIEWS_H

#include "tui/view.h"

extern const struct view_ops view_dash;
extern const struct view_ops view_movies;
extern const struct view_ops view_media;
extern const struct view_ops view_queue;
extern const struct view_ops view_workers;

/* Of one job, by its number. */
extern const struct view_ops view_job;

#endif
