/* movie-house jobs ... */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "house/job.h"
#include "sql/attempt.h"
#include "sql/media.h"
#include "tui/cell.h"
#include "tui/cli.h"
#include "tui/handlers.h"
#include "tui/items.h"
#include "tui/jobs.h"
#include "tui/jobs_do.h"
#include "tui/listing.h"

static const char *const job_columns[] = { "id", "kind", "state", "progress",
	"attempt", "media_file_id", "created_at", "error_message", NULL };

static bool
hides(const struct field *field, const void *row)
{
	const struct job *job = row;

	return strcmp(field->name, "error_message") == 0 &&
	       !jobs_has_reason(job->state);
}

const struct print_table job_table = { job_fields, job_columns,
	sizeof(struct job), hides };

static const char *const attempt_columns[] = { "attempt", "outcome",
	"started_at", "ended_at", "exit_code", "signal", "cpu_ms", "max_rss_kb",
	"error_message", NULL };

static const struct print_table attempt_table = { attempt_fields,
	attempt_columns, sizeof(struct attempt) };

enum outcome
jobs_page_of(struct cli *cli, struct page *page, const char *media_id)
{
	struct media media;
	struct uuid id;
	enum outcome rc;

	if (media_id == NULL)
		return OK;
	rc = cli_uuid(cli, media_id, &id);
	if (rc == OK)
		rc = db_media_find(cli->house.db, cli->mem, &id, &media);
	if (rc != OK)
		return rc;
	return listing_narrow(
	    cli, page, &job_listing, "media_file_id", media_id);
}

/* Unless somebody asks for them, the chores that are done stay out. */
static void
leave_out_chores(struct cli *cli, struct page *page)
{
	if (cli_option(cli, "all") != NULL || cli_option(cli, "kind") != NULL)
		return;
	page->filters[page->filter_count++] = (struct page_filter){
		.condition = job_condition_no_chores,
		.is_plain = true,
	};
}

enum outcome
jobs_list(struct cli *cli)
{
	const struct page_listing *listing = &job_listing;
	struct page page = { 0 };
	const char *state;
	enum outcome rc;

	rc = cli_word(cli, "state", job_state_names, &state);
	if (rc == OK)
		rc = listing_narrow(cli, &page, listing, "state", state);
	if (rc == OK)
		rc = listing_narrow(
		    cli, &page, listing, "kind", cli_option(cli, "kind"));
	if (rc == OK)
		rc = jobs_page_of(cli, &page, cli_option(cli, "media"));
	if (rc != OK)
		return rc;
	leave_out_chores(cli, &page);
	return listing_run(cli, listing, &job_table, &page);
}

static void
print_job_json(
    const struct job *job, const struct attempt *attempts, size_t count)
{
	struct json_object *object = field_print(job_fields, job);
	struct json_object *array =
	    print_array(&attempt_table, attempts, count);

	for (size_t i = 0; i < count; i++) {
		const char *lines = attempts[i].last_lines;

		json_object_object_add(json_object_array_get_idx(array, i),
		    "last_lines",
		    lines != NULL ? json_object_new_string(lines) : NULL);
	}
	json_object_object_add(object, "attempts", array);
	print_json(stdout, object);
}

/* A text of several lines, each harmless. */
static void
print_lines(void *mem, const char *text)
{
	while (*text != '\0') {
		size_t length = strcspn(text, "\n");

		puts(cell_clean(mem, mem_text_n(mem, text, length)));
		text += length + (text[length] == '\n');
	}
}

/* Only then does due_at say when its turn comes; later it is when the lease
   lapses, or when the job may be forgotten. */
static bool
is_waiting(const struct job *job)
{
	return job->state == JOB_BLOCKED || job->state == JOB_SCHEDULED ||
	       job->state == JOB_QUEUED;
}

static void
print_job(void *mem, const struct job *job, const struct attempt *attempts,
    size_t count)
{
	struct job shown = *job;
	const char *lines = NULL;

	if (!is_waiting(job))
		shown.due_at.ms = ABSENT;
	if (!jobs_has_reason(job->state))
		shown.error_code = shown.error_message = NULL;
	print_row(stdout, job_fields, &shown);
	if (count == 0)
		return;
	puts("\nAttempts");
	print_table(stdout, &attempt_table, attempts, count,
	    print_terminal_width(stdout));
	lines = attempts[count - 1].last_lines;
	if (lines == NULL || lines[0] == '\0')
		return;
	puts("\nLast lines");
	print_lines(mem, lines);
}

enum outcome
jobs_show(struct cli *cli)
{
	struct attempt *attempts;
	struct job job;
	enum outcome rc;
	size_t count;
	int64_t id;

	rc = cli_job(cli, cli->arguments[0], &id);
	if (rc == OK)
		rc = db_job_find(cli->house.db, cli->mem, id, &job);
	if (rc == OK)
		rc = db_attempt_list(
		    cli->house.db, cli->mem, id, &attempts, &count);
	if (rc != OK)
		return rc;
	if (cli_option(cli, "json") != NULL)
		print_job_json(&job, attempts, count);
	else
		print_job(cli->mem, &job, attempts, count);
	return OK;
}

static void
print_log(void *mem, const struct log_line *lines, size_t count)
{
	const struct field *at = field_find(log_line_fields, "at");

	for (size_t i = 0; i < count; i++) {
		if (i == 0 || lines[i].attempt != lines[i - 1].attempt)
			printf("attempt %" PRId64 "\n", lines[i].attempt);
		printf("%s  %s\n", cell_show(mem, at, &lines[i]),
		    cell_clean(mem, lines[i].line));
	}
}

enum outcome
jobs_log(struct cli *cli)
{
	static const char *const none[] = { NULL };
	static const struct print_table log_table = { log_line_fields, none,
		sizeof(struct log_line) };
	struct log_line *lines;
	struct job job;
	enum outcome rc;
	size_t count;
	int64_t id;

	rc = cli_job(cli, cli->arguments[0], &id);
	if (rc == OK)
		rc = db_job_find(cli->house.db, cli->mem, id, &job);
	if (rc == OK)
		rc = db_log_list(cli->house.db, cli->mem, id, &lines, &count);
	if (rc != OK)
		return rc;
	if (cli_option(cli, "json") != NULL)
		listing_print(cli, &log_table, lines, count, NULL);
	else
		print_log(cli->mem, lines, count);
	return OK;
}

void
jobs_done(struct items *items, const struct job *job)
{
	items_done(items, field_print(job_fields, job),
	    "job %" PRId64 " is %s%s", job->id, job_state_names[job->state],
	    job->cancel ? " and will be stopped" : "");
}

typedef enum outcome job_change(struct house *h, int64_t id, struct job *out);

static enum outcome
change(struct items *items, const char *item, job_change *wish)
{
	struct job job;
	enum outcome rc;
	int64_t id;

	if (!text_to_number(item, INT64_MAX, &id))
		return NOT_FOUND;
	rc = wish(&items->house, id, &job);
	if (rc == OK)
		jobs_done(items, &job);
	return rc;
}

static enum outcome
retry_one(struct items *items, const char *item)
{
	return change(items, item, job_retry);
}

static enum outcome
cancel_one(struct items *items, const char *item)
{
	return change(items, item, job_cancel);
}

/* All or nothing where the words are no ids: nobody meant that. */
static enum outcome
run_jobs(struct cli *cli, item_step *step)
{
	char **items;
	size_t count;
	int64_t id;
	enum outcome rc = cli_items(cli, &items, &count);

	for (size_t i = 0; rc == OK && i < count; i++)
		rc = cli_job(cli, items[i], &id);
	return rc == OK ? items_run(cli, items, count, step) : rc;
}

enum outcome
jobs_cancel(struct cli *cli)
{
	return run_jobs(cli, cancel_one);
}

/* The ids of all DEAD jobs as they are now. */
static enum outcome
list_dead(struct cli *cli, char ***items, size_t *count)
{
	struct page page = { .sort = "id", .limit = PAGE_LIMIT_MAX };
	struct job *jobs;
	enum outcome rc;
	size_t found;

	*items = NULL;
	*count = 0;
	rc = listing_narrow(
	    cli, &page, &job_listing, "state", job_state_names[JOB_DEAD]);
	while (rc == OK) {
		char *next = NULL;

		rc = page_list(cli->house.db, cli->mem, &job_listing, &page,
		    &jobs, &found, &next, &cli->refusal);
		for (size_t i = 0; rc == OK && i < found; i++) {
			*items = mem_grow(cli->mem, *items, char *, *count + 1);
			(*items)[(*count)++] =
			    mem_printf(cli->mem, "%" PRId64, jobs[i].id);
		}
		if (next == NULL)
			break;
		page.cursor = next;
	}
	return rc;
}

/* Nobody named this one: where it cannot be tried again, or somebody else was
   faster, there is nothing to do. */
static enum outcome
retry_if_possible(struct items *items, const char *item)
{
	enum outcome rc = retry_one(items, item);

	if (rc != CONFLICT && rc != NOT_FOUND)
		return rc;
	items_skip(items, item, rc);
	return OK;
}

static enum outcome
retry_all(struct cli *cli)
{
	char **items;
	size_t count;
	enum outcome rc = list_dead(cli, &items, &count);

	if (rc == OK)
		rc = items_run(cli, items, count, retry_if_possible);
	if (rc == OK && cli_option(cli, "json") == NULL)
		fprintf(stderr, "movie-house: %zu job%s queued again.\n",
		    cli->done_count, cli->done_count == 1 ? " is" : "s are");
	return rc;
}

enum outcome
jobs_retry(struct cli *cli)
{
	bool all = cli_option(cli, "all-dead") != NULL;

	if (all == (cli->argument_count > 0))
		return refuse(&cli->refusal, INVALID, "usage",
		    "Either ids or --all-dead. See: movie-house help jobs "
		    "retry");
	return all ? retry_all(cli) : run_jobs(cli, retry_one);
}
