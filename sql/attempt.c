/* Statements over job_attempt and job_log. */
#include "config.h"

#include "sql/attempt.h"

const char *const attempt_outcome_names[ATTEMPT_OUTCOME_COUNT + 1] = {
	[ATTEMPT_OPEN] = NULL,
	[ATTEMPT_DONE] = "DONE",
	[ATTEMPT_FAILED] = "FAILED",
	[ATTEMPT_STALLED] = "STALLED",
	[ATTEMPT_CANCELED] = "CANCELED",
	[ATTEMPT_RELEASED] = "RELEASED",
};

const struct field attempt_fields[] = {
	FIELD(attempt, attempt),
	FIELD(attempt, worker_id, .as_text = true),
	FIELD(attempt, started_at),
	FIELD(attempt, ended_at),
	FIELD(attempt, outcome, .words = attempt_outcome_names),
	FIELD(attempt, exit_code),
	FIELD_AS(attempt, signal_number, "signal", .column = "signal_number"),
	FIELD(attempt, error_code),
	FIELD(attempt, error_message),
	FIELD(attempt, last_lines, .secret = true),
	FIELD(attempt, cpu_ms, .unit = "milliseconds"),
	FIELD(attempt, max_rss_kb, .unit = "KiB"),
	FIELD_END,
};

static const struct entity attempt_entity = {
	.table = "job_attempt",
	.alias = "a",
	.fields = attempt_fields,
	.row_size = sizeof(struct attempt),
};

const struct field log_line_fields[] = {
	FIELD(log_line, attempt),
	FIELD(log_line, seq),
	FIELD(log_line, at),
	FIELD(log_line, line),
	FIELD_END,
};

static const struct entity log_line_entity = {
	.table = "job_log",
	.alias = "l",
	.fields = log_line_fields,
	.row_size = sizeof(struct log_line),
};

enum { OPEN, CLOSE, LIST, ADD_LINE, LIST_LINES, STATEMENT_COUNT };

const struct db_stmt attempt_statements[] = {
	[OPEN] = { "INSERT INTO job_attempt (job_id, attempt, worker_id) "
		   "VALUES (?, ?, ?)" },
	[CLOSE] = { "UPDATE job_attempt SET ended_at = UTC_TIMESTAMP(3), "
		    "outcome = ?, exit_code = ?, signal_number = ?, "
		    "error_code = ?, error_message = ?, last_lines = ?, "
		    "cpu_ms = ?, max_rss_kb = ? "
		    "WHERE job_id = ? AND attempt = ? AND worker_id = ? "
		    "AND outcome IS NULL" },
	[LIST] = { "SELECT {columns} FROM {from} WHERE a.job_id = ? "
		   "ORDER BY a.attempt",
	    &attempt_entity, true },
	[ADD_LINE] = { "INSERT INTO job_log (job_id, attempt, seq, line) "
		       "VALUES (?, ?, ?, ?)" },
	[LIST_LINES] = { "SELECT {columns} FROM {from} WHERE l.job_id = ? "
			 "ORDER BY l.attempt, l.seq",
	    &log_line_entity, true },
};
const size_t attempt_statement_count = STATEMENT_COUNT;

#define FENCE_ARGS(fence)                                                      \
	db_of_number((fence)->id), db_of_number((fence)->attempt),             \
	    db_of_number((fence)->worker_id)

enum outcome
db_attempt_open(struct db *db, const struct job_fence *fence)
{
	return db_run_one(
	    db, &attempt_statements[OPEN], DB_ARGS(FENCE_ARGS(fence)));
}

enum outcome
db_attempt_close(
    struct db *db, const struct job_fence *fence, const struct attempt *result)
{
	return db_run_one(db, &attempt_statements[CLOSE],
	    DB_ARGS(db_of_text(attempt_outcome_names[result->outcome]),
		db_of_number(result->exit_code),
		db_of_number(result->signal_number),
		db_of_text(result->error_code),
		db_of_text(result->error_message),
		db_of_text(result->last_lines), db_of_number(result->cpu_ms),
		db_of_number(result->max_rss_kb), FENCE_ARGS(fence)));
}

enum outcome
db_attempt_list(struct db *db, void *mem, int64_t job_id, struct attempt **out,
    size_t *count)
{
	return db_list(db, mem, &attempt_statements[LIST],
	    DB_ARGS(db_of_number(job_id)), out, count);
}

enum outcome
db_log_add(
    struct db *db, const struct job_fence *fence, int64_t seq, const char *line)
{
	return db_run_one(db, &attempt_statements[ADD_LINE],
	    DB_ARGS(db_of_number(fence->id), db_of_number(fence->attempt),
		db_of_number(seq), db_of_text(line)));
}

enum outcome
db_log_list(struct db *db, void *mem, int64_t job_id, struct log_line **out,
    size_t *count)
{
	return db_list(db, mem, &attempt_statements[LIST_LINES],
	    DB_ARGS(db_of_number(job_id)), out, count);
}
