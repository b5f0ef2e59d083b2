/* Statements over job. */
#include "config.h"

#include "sql/job.h"

#include "base/mem.h"

#define PLACE "created_at + INTERVAL priority * 300 SECOND"
#define KEEP "UTC_TIMESTAMP(3) + INTERVAL ? SECOND"
#define FENCE                                                                  \
	" WHERE id = ? AND state = 'RUNNING' AND attempt = ? AND worker_id = " \
	"?"
#define FENCE_ARGS(fence)                                                      \
	db_of_number((fence)->id), db_of_number((fence)->attempt),             \
	    db_of_number((fence)->worker_id)
#define ENDED                                                                  \
	"worker_id = NULL, cancel = 0, eta_ms = NULL, speed = NULL, "          \
	"finished_at = UTC_TIMESTAMP(3), due_at = " KEEP

enum {
	INSERT,
	FIND,
	LOCK,
	LOCK_FREE,
	FIND_ACTIVE,
	LOCK_ACTIVE_OF,
	LOCK_ACTIVE_OF_MOVIE,
	LOCK_ACTIVE_OF_SERIES,
	HEADS,
	CLAIM,
	BEAT,
	PROGRESS,
	FLAGS,
	DONE,
	RELEASE,
	AGAIN,
	BURY,
	CANCELED,
	CANCEL_WAITING,
	ASK_CANCEL,
	REQUEUE,
	SET_PRIORITY,
	SET_OUTPUT,
	IS_LAPSED,
	DUE,
	PROMOTE,
	DELETE,
	STATEMENT_COUNT
};

const struct db_stmt job_statements[] = {
	[INSERT] = { "INSERT INTO job (queue, kind, due_at, priority, "
		     "max_attempts, media_file_id, movie_id, series_id, "
		     "actor, dedupe) "
		     "SELECT q.name, ?, UTC_TIMESTAMP(3) + INTERVAL ? "
		     "SECOND, ?, q.max_attempts, ?, ?, ?, ?, ? "
		     "FROM job_queue q WHERE q.name = ?" },
	[FIND] = { "SELECT {columns} FROM {from} WHERE j.id = ?", &job_entity,
	    true },
	[LOCK] = { "SELECT {columns} FROM {from} WHERE j.id = ? FOR UPDATE",
	    &job_entity, true },
	[LOCK_FREE] = { "SELECT {columns} FROM {from} WHERE j.id = ? "
			"FOR UPDATE SKIP LOCKED",
	    &job_entity, true },
	[FIND_ACTIVE] = { "SELECT {columns} FROM {from} "
			  "WHERE j.active_dedupe = ?",
	    &job_entity, true },
	[LOCK_ACTIVE_OF] = { "SELECT {columns} FROM {from} "
			     "WHERE j.media_file_id = ? AND "
			     "j.finished_at IS NULL ORDER BY j.id FOR UPDATE",
	    &job_entity, true },
	[LOCK_ACTIVE_OF_MOVIE] = { "SELECT {columns} FROM {from} "
				   "WHERE j.movie_id = ? AND j.finished_at "
				   "IS NULL ORDER BY j.id FOR UPDATE",
	    &job_entity, true },
	[LOCK_ACTIVE_OF_SERIES] = { "SELECT {columns} FROM {from} "
				    "WHERE j.series_id = ? AND j.finished_at "
				    "IS NULL ORDER BY j.id FOR UPDATE",
	    &job_entity, true },
	[HEADS] = { "SELECT {columns} FROM job_queue o STRAIGHT_JOIN worker w "
		    "STRAIGHT_JOIN {from} FORCE INDEX (claim) "
		    "WHERE o.name = ? AND o.paused = 0 AND w.id = ? AND "
		    "w.state IN ('ACTIVE', 'LOST') AND j.queue = o.name AND "
		    "j.state = 'QUEUED' AND j.due_at >= ? "
		    "ORDER BY j.due_at, j.id LIMIT ?",
	    &job_entity, true },
	[CLAIM] = { "UPDATE job SET state = 'RUNNING', attempt = attempt + 1, "
		    "worker_id = ?, progress = 0, stage = NULL, "
		    "started_at = UTC_TIMESTAMP(3), due_at = " KEEP
		    " WHERE id = ? AND state = 'QUEUED' AND attempt = ?" },
	[BEAT] = { "SET STATEMENT innodb_lock_wait_timeout = 1 FOR "
		   "UPDATE job SET due_at = " KEEP FENCE },
	[PROGRESS] = { "UPDATE job SET stage = ?, progress = ?, speed = ?, "
		       "eta_ms = ?" FENCE },
	[FLAGS] = { "SELECT cancel FROM job" FENCE },
	[DONE] = { "UPDATE job SET state = 'DONE', progress = 1000, "
		   "stage = NULL, error_code = NULL, error_message = "
		   "NULL, " ENDED FENCE },
	[RELEASE] = { "UPDATE job SET state = 'QUEUED', worker_id = NULL, "
		      "eta_ms = NULL, speed = NULL, "
		      "due_at = " PLACE FENCE },
	[AGAIN] = { "UPDATE job SET state = 'SCHEDULED', worker_id = NULL, "
		    "cancel = 0, eta_ms = NULL, speed = NULL, "
		    "failures = failures + ?, stalls = stalls + ?, "
		    "error_code = ?, error_message = ?, "
		    "due_at = UTC_TIMESTAMP(3) + "
		    "INTERVAL ? * 1000 MICROSECOND" FENCE },
	[BURY] = { "UPDATE job SET state = 'DEAD', "
		   "failures = failures + ?, stalls = stalls + ?, "
		   "error_code = ?, error_message = ?, " ENDED FENCE },
	[CANCELED] = { "UPDATE job SET state = 'CANCELED', " ENDED FENCE },
	[CANCEL_WAITING] = { "UPDATE job SET state = 'CANCELED', " ENDED
			     " WHERE id = ? AND state IN "
			     "('BLOCKED', 'SCHEDULED', 'QUEUED')" },
	[ASK_CANCEL] = { "UPDATE job SET cancel = 1 "
			 "WHERE id = ? AND state = 'RUNNING'" },
	[REQUEUE] = { "UPDATE job SET state = 'QUEUED', failures = 0, "
		      "stalls = 0, progress = 0, stage = NULL, "
		      "error_code = NULL, error_message = NULL, "
		      "finished_at = NULL, due_at = UTC_TIMESTAMP(3) + "
		      "INTERVAL priority * 300 SECOND "
		      "WHERE id = ? AND state IN ('DEAD', 'CANCELED')" },
	[SET_PRIORITY] = { "UPDATE job SET priority = ?, due_at = "
			   "IF(state = 'QUEUED', " PLACE ", due_at) "
			   "WHERE id = ?" },
	[SET_OUTPUT] = { "UPDATE job SET output_id = ? WHERE id = ?" },
	[IS_LAPSED] = { "SELECT state = 'RUNNING' AND "
			"due_at <= UTC_TIMESTAMP(3) FROM job WHERE id = ?",
	    NULL, true },
	[DUE] = { "SELECT {columns} FROM {from} FORCE INDEX (claim) "
		  "WHERE j.queue = ? AND j.state = ? AND "
		  "j.due_at <= UTC_TIMESTAMP(3) ORDER BY j.due_at, j.id "
		  "LIMIT ?",
	    &job_entity, true },
	[PROMOTE] = { "UPDATE job SET state = 'QUEUED', due_at = " PLACE
		      " WHERE id = ? AND state = 'SCHEDULED'" },
	[DELETE] = { "DELETE FROM job WHERE id = ? AND "
		     "finished_at IS NOT NULL" },
};
const size_t job_statement_count = STATEMENT_COUNT;

/* Rows count from 1. */
static struct db_arg
of_title(int64_t number)
{
	return db_of_number(number != 0 ? number : ABSENT);
}

enum outcome
db_job_insert(struct db *db, const struct job_new *job, int64_t *id)
{
	enum outcome rc;

	rc = db_run_one(db, &job_statements[INSERT],
	    DB_ARGS(db_of_text(job->kind), db_of_number(job->priority * 300),
		db_of_number(job->priority), db_of_number(job->media_number),
		of_title(job->movie_number), of_title(job->series_number),
		db_of_text(job->actor), db_of_text(job->dedupe),
		db_of_text(job->queue)));
	*id = db_last_id(db);
	return rc;
}

enum outcome
db_job_find(struct db *db, void *mem, int64_t id, struct job *out)
{
	return db_find(
	    db, mem, &job_statements[FIND], DB_ARGS(db_of_number(id)), out);
}

enum outcome
db_job_lock(struct db *db, void *mem, int64_t id, struct job *out)
{
	return db_find(
	    db, mem, &job_statements[LOCK], DB_ARGS(db_of_number(id)), out);
}

enum outcome
db_job_lock_free(struct db *db, void *mem, int64_t id, struct job *out)
{
	return db_find(db, mem, &job_statements[LOCK_FREE],
	    DB_ARGS(db_of_number(id)), out);
}

enum outcome
db_job_find_active(
    struct db *db, void *mem, const char *dedupe, struct job *out)
{
	return db_find(db, mem, &job_statements[FIND_ACTIVE],
	    DB_ARGS(db_of_text(dedupe)), out);
}

enum outcome
db_job_lock_active_of(struct db *db, void *mem, int64_t media_number,
    struct job **out, size_t *count)
{
	return db_list(db, mem, &job_statements[LOCK_ACTIVE_OF],
	    DB_ARGS(db_of_number(media_number)), out, count);
}

enum outcome
db_job_lock_active_of_title(struct db *db, void *mem, int64_t movie_number,
    int64_t series_number, struct job **out, size_t *count)
{
	bool is_movie = movie_number != ABSENT;

	return db_list(db, mem,
	    &job_statements[is_movie ? LOCK_ACTIVE_OF_MOVIE
				     : LOCK_ACTIVE_OF_SERIES],
	    DB_ARGS(db_of_number(is_movie ? movie_number : series_number)), out,
	    count);
}

enum outcome
db_job_heads(struct db *db, void *mem, const char *queue, int64_t worker_id,
    struct stamp *mark, int64_t limit, struct job **out, size_t *count)
{
	char buffer[32];
	enum outcome rc;

	rc = db_list(db, mem, &job_statements[HEADS],
	    DB_ARGS(db_of_text(queue), db_of_number(worker_id),
		db_of_stamp(*mark, buffer), db_of_number(limit)),
	    out, count);
	if (rc == OK)
		mark->ms = *count > 0 ? (*out)[0].due_at.ms : 0;
	return rc;
}

enum outcome
db_job_claim(struct db *db, struct job *job, int64_t worker_id)
{
	enum outcome rc = db_run_one(db, &job_statements[CLAIM],
	    DB_ARGS(db_of_number(worker_id), db_of_number(job->lease_s),
		db_of_number(job->id), db_of_number(job->attempt)));

	if (rc != OK)
		return rc;
	job->state = JOB_RUNNING;
	job->attempt++;
	job->worker_id = worker_id;
	return OK;
}

enum outcome
db_job_beat(struct db *db, const struct job_fence *fence, int64_t lease_s)
{
	return db_run_one(db, &job_statements[BEAT],
	    DB_ARGS(db_of_number(lease_s), FENCE_ARGS(fence)));
}

enum outcome
db_job_progress(struct db *db, const struct job_fence *fence, const char *stage,
    int64_t progress, double speed, int64_t eta_ms)
{
	return db_run_one(db, &job_statements[PROGRESS],
	    DB_ARGS(db_of_text(stage), db_of_number(progress),
		db_of_real(speed), db_of_number(eta_ms), FENCE_ARGS(fence)));
}

static enum outcome
ask_flag(struct db *db, int statement, const struct db_arg *args, size_t count,
    bool *out)
{
	int64_t flag;
	enum outcome rc =
	    db_number(db, &job_statements[statement], args, count, &flag);

	*out = rc == OK && flag != 0;
	return rc;
}

enum outcome
db_job_flags(struct db *db, const struct job_fence *fence, bool *cancel)
{
	return ask_flag(db, FLAGS, DB_ARGS(FENCE_ARGS(fence)), cancel);
}

enum outcome
db_job_done(struct db *db, const struct job_fence *fence, int64_t keep_s)
{
	return db_run_one(db, &job_statements[DONE],
	    DB_ARGS(db_of_number(keep_s), FENCE_ARGS(fence)));
}

enum outcome
db_job_release(struct db *db, const struct job_fence *fence)
{
	return db_run_one(
	    db, &job_statements[RELEASE], DB_ARGS(FENCE_ARGS(fence)));
}

enum outcome
db_job_again(struct db *db, const struct job_fence *fence, int64_t delay_ms,
    bool is_stall, const char *code, const char *message)
{
	return db_run_one(db, &job_statements[AGAIN],
	    DB_ARGS(db_of_number(!is_stall), db_of_number(is_stall),
		db_of_text(code), db_of_text(message), db_of_number(delay_ms),
		FENCE_ARGS(fence)));
}

enum outcome
db_job_bury(struct db *db, const struct job_fence *fence, int64_t keep_s,
    bool is_stall, const char *code, const char *message)
{
	return db_run_one(db, &job_statements[BURY],
	    DB_ARGS(db_of_number(!is_stall), db_of_number(is_stall),
		db_of_text(code), db_of_text(message), db_of_number(keep_s),
		FENCE_ARGS(fence)));
}

enum outcome
db_job_canceled(struct db *db, const struct job_fence *fence, int64_t keep_s)
{
	return db_run_one(db, &job_statements[CANCELED],
	    DB_ARGS(db_of_number(keep_s), FENCE_ARGS(fence)));
}

enum outcome
db_job_cancel_waiting(struct db *db, int64_t id, int64_t keep_s)
{
	return db_run_one(db, &job_statements[CANCEL_WAITING],
	    DB_ARGS(db_of_number(keep_s), db_of_number(id)));
}

enum outcome
db_job_ask_cancel(struct db *db, int64_t id)
{
	return db_run_one(
	    db, &job_statements[ASK_CANCEL], DB_ARGS(db_of_number(id)));
}

enum outcome
db_job_requeue(struct db *db, int64_t id)
{
	return db_run_one(
	    db, &job_statements[REQUEUE], DB_ARGS(db_of_number(id)));
}

enum outcome
db_job_set_priority(struct db *db, int64_t id, int64_t priority)
{
	return db_run_one(db, &job_statements[SET_PRIORITY],
	    DB_ARGS(db_of_number(priority), db_of_number(id)));
}

enum outcome
db_job_set_output(struct db *db, int64_t id, int64_t output_id)
{
	return db_run_one(db, &job_statements[SET_OUTPUT],
	    DB_ARGS(db_of_number(output_id), db_of_number(id)));
}

enum outcome
db_job_is_lapsed(struct db *db, int64_t id, bool *out)
{
	return ask_flag(db, IS_LAPSED, DB_ARGS(db_of_number(id)), out);
}

enum outcome
db_job_due(struct db *db, void *mem, const char *queue, enum job_state state,
    int64_t limit, struct job **out, size_t *count)
{
	return db_list(db, mem, &job_statements[DUE],
	    DB_ARGS(db_of_text(queue), db_of_text(job_state_names[state]),
		db_of_number(limit)),
	    out, count);
}

enum outcome
db_job_promote(struct db *db, int64_t id)
{
	return db_run_one(
	    db, &job_statements[PROMOTE], DB_ARGS(db_of_number(id)));
}

enum outcome
db_job_delete(struct db *db, int64_t id)
{
	return db_run_one(
	    db, &job_statements[DELETE], DB_ARGS(db_of_number(id)));
}
