/* What people do to jobs, as changes. */
#ifndef TUI_JOBS_DO_H
#define TUI_JOBS_DO_H

#include "sql/glance.h"
#include "tui/change.h"
#include "tui/table.h"

extern const struct change jobs_cancel_them;
extern const struct change jobs_retry_them;
extern const struct change jobs_retry_failed;
extern const struct change jobs_raise_them;
extern const struct change jobs_lower_them;
extern const struct change jobs_pause_all;
extern const struct change jobs_resume_all;

/* What can be done to a job in that state: NULL, or why not. */
const char *jobs_why_not(enum job_state state, enum action action);

/* Does what a job in that state last failed at still count?  It does for one
   that has failed or is to be tried again, not while it is tried. */
bool jobs_has_reason(unsigned int state);

/* The state in a short word, and its look. */
const char *jobs_state_word(const struct job_glance *job, enum look *look);

/* How long until its next try, or how long it took. */
char *jobs_wait(void *mem, const struct job_glance *job, struct stamp now);
char *jobs_took(void *mem, const struct job_glance *job);

#endif
