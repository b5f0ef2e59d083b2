/*
 * The schema's numbered, append-only migrations.  The files are
 * sql/migrations/NNNN_name.sql; the build puts them into the program.
 * MariaDB commits DDL by itself, so every statement of a file can be run
 * again (IF NOT EXISTS), and a file that was cut short is run once more.
 */
#ifndef SQL_MIGRATE_H
#define SQL_MIGRATE_H

#include "base/outcome.h"
#include "sql/db.h"

struct migration {
	int64_t version;
	const char *name;
	const char *text;
};

/* All that this program knows, in order; ends with a NULL name. */
extern const struct migration migrations[];

/*
 * Applies what is missing, one process at a time (GET_LOCK).  `applied` (may
 * be NULL) counts them.  CONFLICT when the schema is newer than this program
 * or an applied file has changed; BUSY when another process holds the lock
 * for longer than `wait_s`.
 */
enum outcome migrate(struct db *db, int64_t wait_s, size_t *applied,
    struct refusal *refusal) MUST_CHECK;

/* OK when the schema is exactly what this program knows, else CONFLICT with
   `schema_older`, `schema_newer`, `schema_unfinished` or `schema_changed`. */
enum outcome migrate_check(struct db *db, struct refusal *refusal) MUST_CHECK;

#endif
