/* /metrics: the text format 0.0.4 of Prometheus. */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/address.h"
#include "base/mem.h"
#include "fcgi/database.h"
#include "fcgi/guard.h"
#include "fcgi/handlers.h"
#include "fcgi/metrics.h"
#include "fcgi/status.h"
#include "house/job.h"
#include "house/stats.h"
#include "house/storage.h"
#include "sql/queue.h"
#include "sql/stats.h"
#include "sql/worker.h"

#define NAME(rest) "movie_house_" rest
#define TYPE "text/plain; version=0.0.4; charset=utf-8"
#define MAX_ROLES 2

struct sheet {
	struct request *rq;
	FILE *out;
	const char *roles[MAX_ROLES];
	struct metrics *metrics[MAX_ROLES];
	size_t count; /* of those roles that have counted something */
};

/* A family's samples follow its head, all of them at once. */
static void
put_head(
    struct sheet *sheet, const char *name, const char *type, const char *help)
{
	fprintf(sheet->out,
	    "# HELP movie_house_%s %s\n# TYPE movie_house_%s %s\n", name, help,
	    name, type);
}

/* Of a route, for each role that was asked for it. */
typedef void cell_printer(
    struct sheet *sheet, const char *labels, const struct metrics_cell *cell);

static uint64_t
asked(const struct metrics_cell *cell)
{
	uint64_t count = 0;

	for (size_t i = 0; i <= METRICS_BOUNDS; i++)
		count += cell->buckets[i];
	return count;
}

static void
put_cell(struct sheet *sheet, size_t role, size_t i, cell_printer *print)
{
	AUTO_FREE void *mem = mem_context(NULL);
	bool is_route = i + 1 < metrics_cell_count();
	struct metrics_cell cell = metrics_cell(mem, sheet->metrics[role], i);

	if (asked(&cell) > 0)
		print(sheet,
		    mem_printf(mem, "role=\"%s\",method=\"%s\",route=\"%s\"",
			sheet->roles[role],
			is_route ? method_names[routes[i].method] : "",
			is_route ? routes[i].pattern : ""),
		    &cell);
}

static void
put_cells(struct sheet *sheet, cell_printer *print)
{
	for (size_t role = 0; role < sheet->count; role++) {
		for (size_t i = 0; i < metrics_cell_count(); i++)
			put_cell(sheet, role, i, print);
	}
}

static void
put_statuses(
    struct sheet *sheet, const char *labels, const struct metrics_cell *cell)
{
	for (size_t i = 0; i < status_count(); i++) {
		if (cell->statuses[i] > 0)
			fprintf(sheet->out,
			    NAME("http_requests_total") "{%s,status=\"%d\"} "
							"%" PRIu64 "\n",
			    labels, status_at(i), cell->statuses[i]);
	}
}

static void
put_durations(
    struct sheet *sheet, const char *labels, const struct metrics_cell *cell)
{
	static const char name[] = NAME("http_request_duration_seconds");
	uint64_t sum = 0;

	for (size_t i = 0; i < METRICS_BOUNDS; i++) {
		sum += cell->buckets[i];
		fprintf(sheet->out, "%s_bucket{%s,le=\"%g\"} %" PRIu64 "\n",
		    name, labels, (double)metrics_bounds_ms[i] / 1000, sum);
	}
	sum += cell->buckets[METRICS_BOUNDS];
	fprintf(sheet->out, "%s_bucket{%s,le=\"+Inf\"} %" PRIu64 "\n", name,
	    labels, sum);
	fprintf(sheet->out, "%s_sum{%s} %.3f\n", name, labels,
	    (double)cell->sum_ms / 1000);
	fprintf(sheet->out, "%s_count{%s} %" PRIu64 "\n", name, labels, sum);
}

static void
put_received(
    struct sheet *sheet, const char *labels, const struct metrics_cell *cell)
{
	fprintf(sheet->out,
	    NAME("http_received_bytes_total") "{%s} %" PRIu64 "\n", labels,
	    cell->received_bytes);
}

static void
put_sent(
    struct sheet *sheet, const char *labels, const struct metrics_cell *cell)
{
	fprintf(sheet->out, NAME("http_sent_bytes_total") "{%s} %" PRIu64 "\n",
	    labels, cell->sent_bytes);
}

static const struct {
	const char *name, *type, *help;
	cell_printer *print;
} cell_families[] = {
	{ "http_requests_total", "counter", "Requests answered.",
	    put_statuses },
	{ "http_request_duration_seconds", "histogram",
	    "Time from a request's arrival to the end of its answer.",
	    put_durations },
	{ "http_received_bytes_total", "counter", "Bytes of request bodies.",
	    put_received },
	{ "http_sent_bytes_total", "counter", "Bytes of answers' bodies.",
	    put_sent },
};

static void
put_uploads(struct sheet *sheet)
{
	struct metrics_uploads sum = { 0, 0 };

	for (size_t i = 0; i < sheet->count; i++) {
		struct metrics_uploads one = metrics_uploads(sheet->metrics[i]);

		sum.count += one.count;
		sum.bytes += one.bytes;
	}
	put_head(sheet, "uploads_total", "counter",
	    "Uploads that became media files.");
	fprintf(sheet->out, NAME("uploads_total") " %" PRIu64 "\n", sum.count);
	put_head(sheet, "upload_bytes_total", "counter", "Their bytes.");
	fprintf(
	    sheet->out, NAME("upload_bytes_total") " %" PRIu64 "\n", sum.bytes);
}

static void
put_requests(struct sheet *sheet)
{
	for (size_t i = 0; i < ARRAY_SIZE(cell_families); i++) {
		put_head(sheet, cell_families[i].name, cell_families[i].type,
		    cell_families[i].help);
		put_cells(sheet, cell_families[i].print);
	}
	put_uploads(sheet);
}

static void
put_labelled(struct sheet *sheet, const char *name, const char *label,
    const char *value, int64_t number)
{
	fprintf(sheet->out, "movie_house_%s{%s=\"%s\"} %" PRId64 "\n", name,
	    label, value, number);
}

static enum outcome
put_jobs(struct sheet *sheet)
{
	struct house *h = sheet->rq->house;
	struct queue_count *counts;
	enum outcome rc;
	size_t count;

	rc = db_queue_counts(h->db, h->mem, &counts, &count);
	if (rc != OK)
		return rc;
	put_head(sheet, "jobs", "gauge",
	    "Jobs that are not finished, and dead ones.");
	for (size_t i = 0; i < count; i++)
		fprintf(sheet->out,
		    NAME("jobs") "{queue=\"%s\",state=\"%s\"} %" PRId64 "\n",
		    counts[i].queue, job_state_names[counts[i].state],
		    counts[i].count);
	return OK;
}

static double
attempt_count(const struct attempt_sum *sum)
{
	return (double)sum->count;
}

static double
attempt_wall(const struct attempt_sum *sum)
{
	return sum->wall_s;
}

static double
attempt_cpu(const struct attempt_sum *sum)
{
	return sum->cpu_s;
}

static const struct {
	const char *name, *help;
	double (*value)(const struct attempt_sum *sum);
} attempt_families[] = {
	{ "recent_attempts",
	    "Attempts at jobs that ended within the last hour.",
	    attempt_count },
	{ "recent_attempt_seconds", "Time they took.", attempt_wall },
	{ "recent_attempt_cpu_seconds", "CPU time of their programs.",
	    attempt_cpu },
};

static enum outcome
put_attempts(struct sheet *sheet)
{
	struct house *h = sheet->rq->house;
	struct attempt_sum *sums;
	enum outcome rc;
	size_t count;

	rc = db_stats_attempts(h->db, h->mem, &sums, &count);
	for (size_t f = 0; rc == OK && f < ARRAY_SIZE(attempt_families); f++) {
		put_head(sheet, attempt_families[f].name, "gauge",
		    attempt_families[f].help);
		for (size_t i = 0; i < count; i++)
			fprintf(sheet->out,
			    "movie_house_%s{kind=\"%s\",outcome=\"%s\"} %.3f\n",
			    attempt_families[f].name, sums[i].kind,
			    attempt_outcome_names[sums[i].outcome],
			    attempt_families[f].value(&sums[i]));
	}
	return rc;
}

static enum outcome
put_workers(struct sheet *sheet)
{
	struct house *h = sheet->rq->house;
	int64_t states[WORKER_STATE_COUNT] = { 0 };
	struct worker_row *rows;
	enum outcome rc;
	size_t count;

	rc = db_worker_list(h->db, h->mem, &rows, &count);
	if (rc != OK)
		return rc;
	for (size_t i = 0; i < count; i++)
		states[rows[i].state]++;
	put_head(sheet, "workers", "gauge", "Workers, of the latest 200.");
	for (unsigned int i = 0; i < WORKER_STATE_COUNT; i++)
		put_labelled(sheet, "workers", "state", worker_state_names[i],
		    states[i]);
	return OK;
}

static enum outcome
put_stats(struct sheet *sheet)
{
	struct stats stats;
	enum outcome rc = stats_read(sheet->rq->house, &stats);

	if (rc != OK)
		return rc;
	put_head(sheet, "media_files", "gauge", "Media files by status.");
	for (unsigned int i = 0; i < MEDIA_STATUS_COUNT; i++)
		put_labelled(sheet, "media_files", "status",
		    media_status_names[i], stats.media[i]);
	put_head(sheet, "disk_used_bytes", "gauge", "Bytes by area.");
	for (unsigned int i = 0; i < GC_AREA_COUNT; i++)
		put_labelled(sheet, "disk_used_bytes", "area",
		    storage_area_name(i), stats.bytes[i]);
	return OK;
}

/* What the database is asked, until it does not answer. */
static enum outcome (*const sections[])(
    struct sheet *sheet) = { put_jobs, put_attempts, put_workers, put_stats };

static void
put_database(struct sheet *sheet)
{
	struct house *h = sheet->rq->house;
	enum outcome rc = database_borrow(sheet->rq->database, h);

	if (rc == OK) {
		for (size_t i = 0; rc == OK && i < ARRAY_SIZE(sections); i++)
			rc = sections[i](sheet);
		database_return(sheet->rq->database, h);
	}
	put_head(sheet, "database_up", "gauge",
	    "1: the database answered all that it was asked just now.");
	fprintf(sheet->out, NAME("database_up") " %d\n", rc == OK);
}

static void
put_disk(struct sheet *sheet)
{
	int64_t free_bytes = storage_free(sheet->rq->house->settings);

	put_head(sheet, "build_info", "gauge", "The program's version.");
	put_labelled(sheet, "build_info", "version", PACKAGE_VERSION, 1);
	if (free_bytes == ABSENT)
		return;
	put_head(sheet, "disk_free_bytes", "gauge",
	    "Free disk below the data folder.");
	fprintf(
	    sheet->out, NAME("disk_free_bytes") " %" PRId64 "\n", free_bytes);
}

/* The counters of the roles that run here, or have run. */
static void
find_counters(struct sheet *sheet)
{
	static const char *const roles[MAX_ROLES] = { "api", "upload" };
	struct request *rq = sheet->rq;

	for (size_t i = 0; i < MAX_ROLES; i++) {
		struct metrics *metrics =
		    metrics_peek(rq->mem, rq->house->settings, roles[i]);

		if (metrics == NULL)
			continue;
		sheet->roles[sheet->count] = roles[i];
		sheet->metrics[sheet->count++] = metrics;
	}
}

enum outcome
metrics_show(struct request *rq, struct response *rs)
{
	struct sheet sheet = { .rq = rq };
	char *text = NULL, *copy;
	size_t length = 0;

	if (!address_is_allowed(
		&rq->house->settings->metrics_access, guard_address(rq)))
		return refuse(rq->refusal, DENIED, "metrics_denied",
		    "This is not for everybody: setting metrics_access.");
	sheet.out = mem_check(open_memstream(&text, &length));
	find_counters(&sheet);
	put_requests(&sheet);
	put_disk(&sheet);
	put_database(&sheet);
	fclose(sheet.out);
	copy = mem_text_n(rq->mem, text, length);
	free(text);
	return response_text(rs, TYPE, copy, length);
}
