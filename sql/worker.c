/* Statements over worker. */
#include "config.h"

#include "sql/worker.h"

const char *const worker_state_names[WORKER_STATE_COUNT + 1] = {
	[WORKER_ACTIVE] = "ACTIVE",
	[WORKER_DRAINING] = "DRAINING",
	[WORKER_STOPPED] = "STOPPED",
	[WORKER_LOST] = "LOST",
};

const struct field worker_fields[] = {
	FIELD(worker_row, id, .as_text = true),
	FIELD(worker_row, name),
	FIELD(worker_row, host),
	FIELD(worker_row, pid),
	FIELD(worker_row, version),
	FIELD(worker_row, slots),
	FIELD(worker_row, sandbox),
	FIELD(worker_row, state, .words = worker_state_names),
	FIELD(worker_row, started_at),
	FIELD(worker_row, beat_at),
	FIELD_END,
};

static const struct entity worker_entity = {
	.table = "worker",
	.alias = "w",
	.fields = worker_fields,
	.row_size = sizeof(struct worker_row),
};

enum { INSERT, BEAT, SET_STATE, LOSE, LIST, LOCK, STATEMENT_COUNT };

const struct db_stmt worker_statements[] = {
	[INSERT] = { "INSERT INTO worker (name, host, pid, version, slots, "
		     "sandbox) VALUES (?, ?, ?, ?, ?, ?)" },
	[BEAT] = { "UPDATE worker SET beat_at = UTC_TIMESTAMP(3), "
		   "state = CASE state WHEN 'LOST' THEN 'ACTIVE' "
		   "WHEN 'STOPPED' THEN 'DRAINING' ELSE state END "
		   "WHERE id = ?" },
	[SET_STATE] = { "UPDATE worker SET state = ?, "
			"beat_at = UTC_TIMESTAMP(3) WHERE id = ?" },
	[LOSE] = { "UPDATE worker SET "
		   "state = IF(state = 'ACTIVE', 'LOST', 'STOPPED') "
		   "WHERE state IN ('ACTIVE', 'DRAINING') AND "
		   "beat_at < UTC_TIMESTAMP(3) - INTERVAL ? SECOND" },
	[LIST] = { "SELECT {columns} FROM {from} ORDER BY w.id DESC LIMIT 200",
	    &worker_entity },
	[LOCK] = { "SELECT {columns} FROM {from} WHERE w.id = ? FOR UPDATE",
	    &worker_entity, true },
};
const size_t worker_statement_count = STATEMENT_COUNT;

enum outcome
db_worker_insert(struct db *db, const struct worker_row *worker, int64_t *id)
{
	enum outcome rc;

	rc = db_run(db, &worker_statements[INSERT],
	    DB_ARGS(db_of_text(worker->name), db_of_text(worker->host),
		db_of_number(worker->pid), db_of_text(worker->version),
		db_of_number(worker->slots), db_of_text(worker->sandbox)),
	    NULL);
	*id = db_last_id(db);
	return rc;
}

enum outcome
db_worker_beat(struct db *db, int64_t id)
{
	return db_run_one(
	    db, &worker_statements[BEAT], DB_ARGS(db_of_number(id)));
}

enum outcome
db_worker_set_state(struct db *db, int64_t id, enum worker_state state)
{
	return db_run_one(db, &worker_statements[SET_STATE],
	    DB_ARGS(db_of_text(worker_state_names[state]), db_of_number(id)));
}

enum outcome
db_worker_lose(struct db *db, int64_t silent_s, int64_t *lost)
{
	return db_run(db, &worker_statements[LOSE],
	    DB_ARGS(db_of_number(silent_s)), lost);
}

enum outcome
db_worker_list(struct db *db, void *mem, struct worker_row **out, size_t *count)
{
	return db_list(
	    db, mem, &worker_statements[LIST], DB_NO_ARGS, out, count);
}

enum outcome
db_worker_lock(struct db *db, void *mem, int64_t id, struct worker_row *out)
{
	return db_find(
	    db, mem, &worker_statements[LOCK], DB_ARGS(db_of_number(id)), out);
}
