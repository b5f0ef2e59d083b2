/* Workers: a row for every start of a process. */
#ifndef SQL_WORKER_H
#define SQL_WORKER_H

#include "sql/db.h"

enum worker_state {
	WORKER_ACTIVE,
	WORKER_DRAINING,
	WORKER_STOPPED,
	WORKER_LOST,
	WORKER_STATE_COUNT
};
extern const char *const worker_state_names[WORKER_STATE_COUNT + 1];

struct worker_row {
	int64_t id;
	char *name;
	char *host;
	int64_t pid;
	char *version;
	int64_t slots;
	char *sandbox; /* what guards its ffmpeg; NULL: not known */
	unsigned int state;
	struct stamp started_at;
	struct stamp beat_at;
};

extern const struct field worker_fields[];
extern const struct db_stmt worker_statements[];
extern const size_t worker_statement_count;

enum outcome db_worker_insert(
    struct db *db, const struct worker_row *worker, int64_t *id) MUST_CHECK;
/* It is alive; what db_worker_lose made of it is taken back. */
enum outcome db_worker_beat(struct db *db, int64_t id) MUST_CHECK;
enum outcome db_worker_set_state(
    struct db *db, int64_t id, enum worker_state state) MUST_CHECK;
/* Those not heard of for that long: ACTIVE ones become LOST, DRAINING ones,
   which were to take no more jobs, STOPPED. */
enum outcome db_worker_lose(
    struct db *db, int64_t silent_s, int64_t *lost) MUST_CHECK;
/* Locked against all others until the transaction ends. */
enum outcome db_worker_lock(
    struct db *db, void *mem, int64_t id, struct worker_row *out) MUST_CHECK;
/* The latest 200, newest first. */
enum outcome db_worker_list(struct db *db, void *mem, struct worker_row **out,
    size_t *count) MUST_CHECK;

#endif
