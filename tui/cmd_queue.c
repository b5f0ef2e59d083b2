/* movie-house queue ... */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "house/job.h"
#include "sql/queue.h"
#include "tui/cli.h"
#include "tui/handlers.h"
#include "tui/listing.h"

/* A queue and how many of its jobs are in which state. */
struct queue_line {
	char *name;
	bool paused;
	char *paused_reason;
	int64_t max_running;
	int64_t blocked;
	int64_t scheduled;
	int64_t queued;
	int64_t running;
	int64_t dead;
};

static const struct field line_fields[] = {
	FIELD(queue_line, name, .heading = "queue"),
	FIELD(queue_line, paused),
	FIELD(queue_line, paused_reason),
	FIELD(queue_line, max_running),
	FIELD(queue_line, blocked),
	FIELD(queue_line, scheduled),
	FIELD(queue_line, queued),
	FIELD(queue_line, running),
	FIELD(queue_line, dead),
	FIELD_END,
};

/* 0, where the name is: not counted. */
static const size_t count_places[JOB_STATE_COUNT] = {
	[JOB_BLOCKED] = offsetof(struct queue_line, blocked),
	[JOB_SCHEDULED] = offsetof(struct queue_line, scheduled),
	[JOB_QUEUED] = offsetof(struct queue_line, queued),
	[JOB_RUNNING] = offsetof(struct queue_line, running),
	[JOB_DEAD] = offsetof(struct queue_line, dead),
};

static const char *const columns[] = { "name", "paused", "queued", "running",
	"scheduled", "blocked", "dead", "max_running", "paused_reason", NULL };

static const struct print_table table = { line_fields, columns,
	sizeof(struct queue_line) };

static struct queue_line
line_of(
    const struct queue *queue, const struct queue_count *counts, size_t count)
{
	struct queue_line line = {
		.name = queue->name,
		.paused = queue->paused,
		.paused_reason = queue->paused_reason,
		.max_running = queue->max_running,
	};

	for (size_t i = 0; i < count; i++) {
		size_t place = count_places[counts[i].state];

		if (place != 0 && strcmp(counts[i].queue, queue->name) == 0)
			*(int64_t *)((char *)&line + place) = counts[i].count;
	}
	return line;
}

enum outcome
queue_show(struct cli *cli)
{
	struct queue_count *counts;
	struct queue_line *lines;
	struct queue *queues;
	size_t count, count_count;
	enum outcome rc;

	rc = db_queue_list(cli->house.db, cli->mem, &queues, &count);
	if (rc == OK)
		rc = db_queue_counts(
		    cli->house.db, cli->mem, &counts, &count_count);
	if (rc != OK)
		return rc;
	lines = mem_array(cli->mem, struct queue_line, count);
	for (size_t i = 0; i < count; i++)
		lines[i] = line_of(&queues[i], counts, count_count);
	listing_print(cli, &table, lines, count, NULL);
	return OK;
}

enum outcome
queue_pause_run(struct cli *cli)
{
	enum outcome rc = queue_pause(&cli->house, cli_option(cli, "reason"));

	return rc == OK ? queue_show(cli) : rc;
}

enum outcome
queue_resume_run(struct cli *cli)
{
	enum outcome rc = queue_resume(&cli->house);

	return rc == OK ? queue_show(cli) : rc;
}
