/* The views. */
#ifndef TUI_VIEWS_H
#define TUI_VIEWS_H

#include "tui/view.h"

extern const struct view_ops view_dash;
extern const struct view_ops view_movies;
extern const struct view_ops view_media;
extern const struct view_ops view_queue;
extern const struct view_ops view_workers;
extern const struct view_ops view_uploads;
extern const struct view_ops view_users;

/* The tokens of an account, by its id. */
extern const struct view_ops view_tokens;

/* Series with seasons and episodes; what is in the trash. */
extern const struct view_ops view_series;
extern const struct view_ops view_trash;

/* Of one media file, by its id. */
extern const struct view_ops view_file;

/* Of one job, by its number. */
extern const struct view_ops view_job;

#endif
