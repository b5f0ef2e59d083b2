/*
 * From a claimed job to one of its ends: done, given back with a reason,
 * cancelled, released, or (its lease lost) left alone.
 */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "house/gc.h"
#include "house/storage.h"
#include "house/trash.h"
#include "worker/task.h"

#define MAX_STEPS 8
#define LOG_MAX_BYTES ((int64_t)64 * 1024)
#define LINE_BYTES 64
#define MARGIN_BYTES ((int64_t)32 << 20)
#define PATIENCE_MS (5 * 60 * 1000)
#define SHORT_PATIENCE_MS 3000
#define PAUSE_MS 500

static enum outcome
sweep_files(struct task *task)
{
	return gc_sweep(&task->h);
}

static enum outcome
purge_trash(struct task *task)
{
	return trash_purge(&task->h);
}

static enum outcome
end_plainly(struct task *task)
{
	return job_finish(&task->h, task->job, &task->result);
}

static void
clean_nothing(struct task *task)
{
	(void)task;
}

/* THE table of kinds of jobs, as far as a worker can run them. */
static const struct pipeline {
	const char *kind;
	struct step steps[MAX_STEPS];
	enum outcome (*end)(struct task *task); /* fenced: the job is done */
	void (*clean)(struct task *task);       /* after any end */
} pipelines[] = {
	{
	    .kind = JOB_PROCESS,
	    .steps = {
		{ "probe", process_probe },
		{ "hash", process_hash },
		{ "plan", process_plan },
		{ "encode", process_encode },
		{ "package", process_package },
		{ "images", process_images },
		{ "lists", process_lists },
	    },
	    .end = process_publish,
	    .clean = process_clean,
	},
	{
	    .kind = JOB_LADDER,
	    .steps = {
		{ "probe", ladder_look },
		{ "plan", ladder_plan },
		{ "encode", process_encode },
		{ "package", process_package },
		{ "images", process_images },
		{ "adopt", ladder_adopt },
		{ "lists", process_lists },
	    },
	    .end = ladder_publish,
	    .clean = process_clean,
	},
	{
	    .kind = JOB_PURGE,
	    .steps = { { "purge", purge_trash } },
	    .end = end_plainly,
	    .clean = clean_nothing,
	},
	{
	    .kind = JOB_POSTER,
	    .steps = {
		{ "look", poster_look },
		{ "make", poster_make },
	    },
	    .end = poster_show,
	    .clean = process_clean,
	},
	{
	    .kind = JOB_PLAYLISTS,
	    .steps = { { "playlists", reissue_write } },
	    .end = reissue_publish,
	    .clean = reissue_clean,
	},
	{
	    .kind = JOB_SWEEP,
	    .steps = { { "sweep", sweep_files } },
	    .end = end_plainly,
	    .clean = clean_nothing,
	},
	{
	    .kind = JOB_DELIVER,
	    .steps = { { "deliver", deliver_event } },
	    .end = end_plainly,
	    .clean = clean_nothing,
	},
};

/* What an outcome says of the job when the step did not say it better. */
static const struct job_failure failures[OUTCOME_COUNT] = {
	[NOT_FOUND] = { "gone", "What the job needs is no longer there.", 0 },
	[INVALID] = { "internal",
	    "The house could not store what it found out about it.", 1 },
	[NO_SPACE] = { "disk_full", "There is no room on the disk.", 0 },
	[UNAVAILABLE] = { "unavailable",
	    "The database or the disk did not answer.", 0 },
	[TOO_LARGE] = { "too_large", "It is larger than allowed.", 1 },
	[FAILED] = { "internal",
	    "Something went wrong in the house; its log says what.", 0 },
};

static const struct pipeline *
pipeline_of(const char *kind)
{
	for (size_t i = 0; i < ARRAY_SIZE(pipelines); i++) {
		if (strcmp(pipelines[i].kind, kind) == 0)
			return &pipelines[i];
	}
	return NULL;
}

void
task_progress(struct task *task, const struct job_progress *progress)
{
	enum outcome rc = job_progress(&task->h, task->job, progress);

	if (rc == CONFLICT)
		stop_ask(task->stop, STOP_LOST);
}

bool
task_disk_is_full(struct task *task)
{
	struct refusal ignored = { .mem = task->h.mem };

	if (storage_room(task->h.settings, MARGIN_BYTES, &ignored) == OK)
		return false;
	task->failure = (struct job_failure){ "disk_full",
		"There was no room on the disk to finish it.", false };
	return true;
}

void
task_log(struct task *task, const char *line)
{
	/* What a line costs in the table counts too. */
	task->log_bytes += (int64_t)strlen(line) + LINE_BYTES;
	if (task->log_bytes > LOG_MAX_BYTES || task->line_count == TASK_LINES)
		return;
	task->lines[task->line_count++] = mem_text(task, line);
}

void
task_flush_log(struct task *task)
{
	if (task->line_count == 0)
		return;
	if (job_log(&task->h, task->job, task->log_lines, task->lines,
		task->line_count) != OK)
		log_debug("job.log_lost", NUMBER_PAIR("job", task->job->id));
	task->log_lines += (int64_t)task->line_count;
	for (size_t i = 0; i < task->line_count; i++)
		talloc_free(task->lines[i]);
	task->line_count = 0;
}

/* A worker that must go does not wait long for a database that is away. */
static int64_t
patience_ms(const struct task *task)
{
	return stop_reason(task->stop) == STOP_RELEASE ? SHORT_PATIENCE_MS
						       : PATIENCE_MS;
}

/*
 * An end has to reach the database: it is written again until it answers or
 * the lease is lost; a lease that lapses meanwhile says it all.
 */
static enum outcome
until_answered(struct task *task, enum outcome (*end)(struct task *task))
{
	int64_t began_ms = clock_monotonic_ms();
	enum outcome rc = end(task);

	while ((rc == UNAVAILABLE || rc == BUSY) &&
	       clock_monotonic_ms() - began_ms < patience_ms(task) &&
	       stop_reason(task->stop) != STOP_LOST) {
		clock_sleep_ms(PAUSE_MS);
		rc = end(task);
	}
	return rc;
}

static enum outcome
end_failed(struct task *task)
{
	return job_fail(&task->h, task->job, &task->failure, &task->result);
}

static enum outcome
end_stopped(struct task *task)
{
	return job_stopped(&task->h, task->job, &task->result);
}

static enum outcome
end_released(struct task *task)
{
	return job_release(&task->h, task->job, &task->result);
}

/* The reason for people: the step's own, the refusal's, or the outcome's. */
static void
name_failure(struct task *task, enum outcome rc)
{
	if (task->failure.code == NULL && task->refusal.code != NULL)
		task->failure = (struct job_failure){
			.code = task->refusal.code,
			.message = task->refusal.message,
			.is_permanent = rc == INVALID,
		};
	else if (task->failure.code == NULL)
		task->failure =
		    failures[rc].code != NULL ? failures[rc] : failures[FAILED];
}

static bool
is_lost(const struct task *task, enum outcome rc)
{
	return stop_reason(task->stop) == STOP_LOST ||
	       (rc == CONFLICT && task->refusal.code != NULL &&
		   strcmp(task->refusal.code, "lease_lost") == 0);
}

static enum outcome
end_otherwise(struct task *task, enum outcome rc)
{
	enum stop_reason reason = stop_reason(task->stop);
	bool cancelled;

	if (is_lost(task, rc))
		return CONFLICT;
	/* Its film may have been deleted under a step's feet. */
	if (reason == STOP_NONE &&
	    job_is_cancelled(&task->h, task->job, &cancelled) == OK &&
	    cancelled)
		reason = STOP_CANCEL;
	if (reason == STOP_CANCEL)
		return until_answered(task, end_stopped);
	if (reason == STOP_RELEASE)
		return until_answered(task, end_released);
	name_failure(task, rc);
	log_warn("job.failed", TEXT_PAIR("code", task->failure.code),
	    TEXT_PAIR("reason", task->failure.message));
	return until_answered(task, end_failed);
}

static enum outcome
run_steps(struct task *task, const struct pipeline *pipeline)
{
	enum outcome rc = OK;

	for (size_t i = 0;
	     rc == OK && i < MAX_STEPS && pipeline->steps[i].name != NULL &&
	     !task->is_needless;
	     i++) {
		struct job_progress progress = {
			.stage = pipeline->steps[i].name,
			.eta_ms = ABSENT,
		};

		if (stop_reason(task->stop) != STOP_NONE)
			return BUSY;
		task_progress(task, &progress);
		log_info("job.step", TEXT_PAIR("step", progress.stage));
		rc = pipeline->steps[i].run(task);
	}
	return rc == OK && stop_reason(task->stop) != STOP_NONE ? BUSY : rc;
}

static void
run_task(struct task *task)
{
	const struct pipeline *pipeline = pipeline_of(task->job->kind);
	enum outcome rc = INVALID;

	if (pipeline == NULL)
		task->failure = (struct job_failure){ "unknown_kind",
			"This worker does not know such a job.", false };
	else
		rc = run_steps(task, pipeline);
	if (rc == OK)
		rc = until_answered(task, pipeline->end);
	if (rc != OK)
		rc = end_otherwise(task, rc);
	if (rc != OK)
		log_warn("job.abandoned",
		    TEXT_PAIR("outcome", outcome_names[rc]),
		    TEXT_PAIR(
			"stop", stop_reason_names[stop_reason(task->stop)]));
	if (pipeline != NULL)
		pipeline->clean(task);
}

void
pipeline_run(struct db *db, const struct settings *settings,
    const struct job *job, struct stop *stop)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct task *task = mem_new(mem, struct task);
	char number[24];

	snprintf(number, sizeof(number), "%" PRId64, job->id);
	log_set_subject("job", number);
	refusal_reset(&task->refusal, mem);
	task->h = (struct house){
		.db = db,
		.settings = settings,
		.mem = mem,
		.refusal = &task->refusal,
		.actor = mem_printf(mem, "worker:%" PRId64, job->worker_id),
	};
	task->job = job;
	task->stop = stop;
	task->extends = ABSENT;
	task->result = (struct attempt){
		.exit_code = ABSENT,
		.signal_number = ABSENT,
		.cpu_ms = ABSENT,
		.max_rss_kb = ABSENT,
	};
	run_task(task);
	log_set_subject(NULL, NULL);
}
