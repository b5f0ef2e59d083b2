/* What a job is made of, and how jobs are listed. */
#include "config.h"

#include "sql/job.h"

const char *const job_state_names[JOB_STATE_COUNT + 1] = {
	[JOB_BLOCKED] = "BLOCKED",
	[JOB_SCHEDULED] = "SCHEDULED",
	[JOB_QUEUED] = "QUEUED",
	[JOB_RUNNING] = "RUNNING",
	[JOB_DONE] = "DONE",
	[JOB_DEAD] = "DEAD",
	[JOB_CANCELED] = "CANCELED",
};

const struct field job_fields[] = {
	FIELD(job, id, .as_text = true),
	FIELD(job, queue),
	FIELD(job, kind),
	FIELD(job, state, .words = job_state_names),
	FIELD(job, priority, .max = 9, .writable = true, .required = true),
	FIELD(job, attempt),
	FIELD(job, failures),
	FIELD(job, stalls),
	FIELD(job, max_attempts),
	FIELD(job, stage),
	FIELD(job, progress, .unit = "per mille"),
	FIELD(job, speed),
	FIELD(job, eta_ms, .unit = "milliseconds"),
	FIELD(job, media_file_id,
	    .column = "(SELECT f.pid FROM media_file f "
		      "WHERE f.id = j.media_file_id)"),
	FIELD(job, movie_id,
	    .column = "(SELECT m.pid FROM movie m WHERE m.id = j.movie_id)"),
	FIELD(job, series_id,
	    .column = "(SELECT s.pid FROM series s WHERE s.id = j.series_id)"),
	FIELD(job, worker_id, .as_text = true),
	FIELD(job, cancel),
	FIELD(job, actor),
	FIELD(job, error_code),
	FIELD(job, error_message),
	FIELD(job, created_at),
	FIELD(job, due_at),
	FIELD(job, started_at),
	FIELD(job, finished_at),
	FIELD(job, media_number, .column = "media_file_id", .secret = true),
	FIELD(job, movie_number, .column = "movie_id", .secret = true),
	FIELD(job, series_number, .column = "series_id", .secret = true),
	FIELD(job, output_id, .secret = true),
	FIELD(job, lease_s, .secret = true,
	    .column = "(SELECT q.lease_s FROM job_queue q "
		      "WHERE q.name = j.queue)"),
	FIELD(job, max_running, .secret = true,
	    .column = "(SELECT q.max_running FROM job_queue q "
		      "WHERE q.name = j.queue)"),
	FIELD_END,
};

const struct entity job_entity = {
	.table = "job",
	.alias = "j",
	.fields = job_fields,
	.row_size = sizeof(struct job),
};

#define CHORES "(j.state = 'DONE' AND j.kind IN ('purge', 'sweep'))"

const char job_condition_chores[] = CHORES;
const char job_condition_no_chores[] = "NOT " CHORES;

static const struct page_order orders[] = {
	{ "id", "id", "PRIMARY" },
	{ 0 },
};

static const struct page_criterion criteria[] = {
	{ "kind", "j.kind = CONVERT(? USING ascii)", PAGE_TEXT, NULL,
	    "by_kind" },
	{ "state", "j.state = ?", PAGE_WORD, job_state_names, "by_state" },
	{ "media_file_id",
	    "j.media_file_id = (SELECT f.id FROM media_file f "
	    "WHERE f.pid = ?)",
	    PAGE_UUID, NULL, "by_media" },
	{ 0 },
};

const struct page_listing job_listing = {
	.entity = &job_entity,
	.id_field = "id",
	.usual = "-id",
	.orders = orders,
	.criteria = criteria,
};
