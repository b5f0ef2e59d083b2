/* Attempts at jobs and what was said during them: rows and statements. */
#ifndef SQL_ATTEMPT_H
#define SQL_ATTEMPT_H

#include "sql/db.h"
#include "sql/job.h"

enum attempt_outcome {
	ATTEMPT_OPEN,
	ATTEMPT_DONE,
	ATTEMPT_FAILED,
	ATTEMPT_STALLED,
	ATTEMPT_CANCELED,
	ATTEMPT_RELEASED,
	ATTEMPT_OUTCOME_COUNT
};
extern const char *const attempt_outcome_names[ATTEMPT_OUTCOME_COUNT + 1];

struct attempt {
	int64_t attempt;
	int64_t worker_id;
	struct stamp started_at;
	struct stamp ended_at;
	unsigned int outcome;
	int64_t exit_code;
	int64_t signal_number;
	char *error_code;
	char *error_message;
	char *last_lines;
	int64_t cpu_ms;
	int64_t max_rss_kb;
};

struct log_line {
	int64_t attempt;
	int64_t seq;
	struct stamp at;
	char *line;
};

extern const struct field attempt_fields[];
extern const struct field log_line_fields[];
extern const struct db_stmt attempt_statements[];
extern const size_t attempt_statement_count;

/* Attempts. */
enum outcome db_attempt_open(
    struct db *db, const struct job_fence *fence) MUST_CHECK;
enum outcome db_attempt_close(struct db *db, const struct job_fence *fence,
    const struct attempt *result) MUST_CHECK;
enum outcome db_attempt_list(struct db *db, void *mem, int64_t job_id,
    struct attempt **out, size_t *count) MUST_CHECK;

/* Logs: a line in its place of an attempt, and those of all attempts at a job,
   in order. */
enum outcome db_log_add(struct db *db, const struct job_fence *fence,
    int64_t seq, const char *line) MUST_CHECK;
enum outcome db_log_list(struct db *db, void *mem, int64_t job_id,
    struct log_line **out, size_t *count) MUST_CHECK;

#endif
