/* Statements over job_queue. */
#include "config.h"

#include "sql/queue.h"

#include "sql/job.h"

const struct field queue_fields[] = {
	FIELD(queue, name),
	FIELD(queue, paused),
	FIELD(queue, paused_reason),
	FIELD(queue, max_running),
	FIELD(queue, max_attempts),
	FIELD(queue, max_stalls),
	FIELD(queue, lease_s, .unit = "seconds"),
	FIELD(queue, backoff_s, .unit = "seconds"),
	FIELD(queue, backoff_max_s, .unit = "seconds"),
	FIELD(queue, keep_done_s, .unit = "seconds"),
	FIELD_END,
};

static const struct entity queue_entity = {
	.table = "job_queue",
	.alias = "q",
	.fields = queue_fields,
	.row_size = sizeof(struct queue),
};

static const struct field count_fields[] = {
	FIELD(queue_count, queue),
	FIELD(queue_count, state, .words = job_state_names),
	FIELD(queue_count, count),
	FIELD_END,
};

static const struct entity count_entity = {
	.table = "job",
	.fields = count_fields,
	.row_size = sizeof(struct queue_count),
};

/* Of each queue the jobs in one state.  A list of states would be a search for
   them among all jobs that are remembered; one by one, the index leads to
   them. */
#define COUNT_OF(state)                                                        \
	"SELECT q.name, '" state "', (SELECT COUNT(*) "                        \
	"FROM job j FORCE INDEX (claim) WHERE j.queue = q.name "               \
	"AND j.state = '" state "') FROM job_queue q"
#define AND_OF(state) " UNION ALL " COUNT_OF(state)

enum { FIND, LIST, SET_PAUSED, COUNTS, LOCK, RUNNING, STATEMENT_COUNT };

const struct db_stmt queue_statements[] = {
	[FIND] = { "SELECT {columns} FROM {from} WHERE q.name = ?",
	    &queue_entity, true },
	[LIST] = { "SELECT {columns} FROM {from} ORDER BY q.name",
	    &queue_entity },
	[SET_PAUSED] = { "UPDATE job_queue SET paused = ?, paused_reason = ?" },
	[COUNTS] = { COUNT_OF("BLOCKED") AND_OF("SCHEDULED") AND_OF("QUEUED")
			 AND_OF("RUNNING") AND_OF("DEAD"),
	    &count_entity, true },
	[LOCK] = { "SELECT 1 FROM job_queue WHERE name = ? FOR UPDATE", NULL,
	    true },
	[RUNNING] = { "SELECT COUNT(*) FROM job FORCE INDEX (claim) "
		      "WHERE queue = ? AND state = 'RUNNING'",
	    NULL, true },
};
const size_t queue_statement_count = STATEMENT_COUNT;

enum outcome
db_queue_find(struct db *db, void *mem, const char *name, struct queue *out)
{
	return db_find(
	    db, mem, &queue_statements[FIND], DB_ARGS(db_of_text(name)), out);
}

enum outcome
db_queue_list(struct db *db, void *mem, struct queue **out, size_t *count)
{
	return db_list(
	    db, mem, &queue_statements[LIST], DB_NO_ARGS, out, count);
}

enum outcome
db_queue_set_paused(struct db *db, bool paused, const char *reason)
{
	return db_run(db, &queue_statements[SET_PAUSED],
	    DB_ARGS(db_of_number(paused), db_of_text(reason)), NULL);
}

enum outcome
db_queue_counts(
    struct db *db, void *mem, struct queue_count **out, size_t *count)
{
	return db_list(
	    db, mem, &queue_statements[COUNTS], DB_NO_ARGS, out, count);
}

enum outcome
db_queue_running(struct db *db, const char *name, int64_t *out)
{
	enum outcome rc;

	rc = db_number(
	    db, &queue_statements[LOCK], DB_ARGS(db_of_text(name)), out);
	if (rc != OK)
		return rc;
	return db_number(
	    db, &queue_statements[RUNNING], DB_ARGS(db_of_text(name)), out);
}
