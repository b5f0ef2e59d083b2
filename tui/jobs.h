/* What other commands need of jobs. */
#ifndef TUI_JOBS_H
#define TUI_JOBS_H

#include "sql/job.h"
#include "sql/media.h"
#include "tui/items.h"
#include "tui/print.h"

/* How a list of jobs looks. */
extern const struct print_table job_table;

/* Only the jobs of that media file. */
void jobs_page_of(struct page *page, const struct media *media);

/* This is what has become of the job. */
void jobs_done(struct items *items, const struct job *job);

#endif
