/* Queues and how much waits in them: rows and statements. */
#ifndef SQL_QUEUE_H
#define SQL_QUEUE_H

#include "sql/db.h"

struct queue {
	char *name;
	bool paused;
	char *paused_reason;
	int64_t max_running;
	int64_t max_attempts;
	int64_t max_stalls;
	int64_t lease_s;
	int64_t backoff_s;
	int64_t backoff_max_s;
	int64_t keep_done_s;
};

struct queue_count {
	char *queue;
	unsigned int state;
	int64_t count;
};

extern const struct field queue_fields[];
extern const struct db_stmt queue_statements[];
extern const size_t queue_statement_count;

/* Queues. */
enum outcome db_queue_find(
    struct db *db, void *mem, const char *name, struct queue *out) MUST_CHECK;
enum outcome db_queue_list(
    struct db *db, void *mem, struct queue **out, size_t *count) MUST_CHECK;
enum outcome db_queue_set_paused(
    struct db *db, bool paused, const char *reason) MUST_CHECK;
/* Unfinished and dead jobs by queue and state, also where there are none.
   Jobs that are done are not looked at, however many are remembered. */
enum outcome db_queue_counts(struct db *db, void *mem, struct queue_count **out,
    size_t *count) MUST_CHECK;
/* Running jobs of a queue, its row locked: for max_running. */
enum outcome db_queue_running(
    struct db *db, const char *name, int64_t *out) MUST_CHECK;

#endif
