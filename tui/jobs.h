/* What other commands need of jobs. */
#ifndef TUI_JOBS_H
#define TUI_JOBS_H

#include "sql/job.h"
#include "sql/media.h"
#include "tui/items.h"
#include "tui/print.h"

/* How a list of jobs looks. */
extern const struct print_table job_table;

/* Only the jobs of that media file; a NULL id: of all. */
enum outcome jobs_page_of(
    struct cli *cli, struct page *page, const char *media_id) MUST_CHECK;

/* This is what has become of the job. */
void jobs_done(struct items *items, const struct job *job);

#endif
