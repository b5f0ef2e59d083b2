/*
 * What was asked and how long it took: counters of this machine's FastCGI
 * processes, for /metrics.
 *
 * Each role keeps its counters in a file, runtime_dir/metrics.<role>, that its
 * processes map and add to without locks.  So the api role can show those of
 * the upload role, too: one address to scrape.  And they go on where they
 * stood when a process is replaced, or runs for one request as plain CGI.  A
 * program with other routes begins a file of its own.
 */
#ifndef FCGI_METRICS_H
#define FCGI_METRICS_H

#include <stddef.h>
#include <stdint.h>

#include "base/settings.h"
#include "fcgi/request.h"
#include "fcgi/response.h"
#include "fcgi/route.h"

struct metrics;

/* Upper bounds of the histogram; after them comes one without. */
#define METRICS_BOUNDS 14
extern const int64_t metrics_bounds_ms[METRICS_BOUNDS];

/* What is counted for a route; the last one of metrics_cell() is for requests
   that found none. */
struct metrics_cell {
	uint64_t *statuses; /* by place in the list of statuses */
	uint64_t buckets[METRICS_BOUNDS + 1];
	uint64_t sum_ms;
	uint64_t received_bytes, sent_bytes;
};

struct metrics_uploads {
	uint64_t count, bytes;
};

/* Maps the role's file; NULL when there can be none (logged).  The service's
   routes must be the program's own table. */
struct metrics *metrics_open(
    void *mem, const struct settings *settings, const char *role);

/* The same, to be read; NULL when there is none of this program's kind. */
struct metrics *metrics_peek(
    void *mem, const struct settings *settings, const char *role);

/* A request has been answered; an upload has become a media file.  NULL: there
   is nobody who counts. */
void metrics_note(struct metrics *metrics, const struct request *rq,
    const struct response *rs);
void metrics_upload(struct metrics *metrics, int64_t bytes);

/* The counters as they are now, below `mem`; cells: one for each route, and
   one more. */
size_t metrics_cell_count(void);
struct metrics_cell metrics_cell(
    void *mem, const struct metrics *metrics, size_t i);
struct metrics_uploads metrics_uploads(const struct metrics *metrics);

#endif
