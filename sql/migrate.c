/* Applying migrations under a lock, and refusing a schema we do not know. */
#include "config.h"

#include "sql/migrate.h"

#include <inttypes.h>
#include <string.h>

#include <sodium.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"

struct applied {
	int64_t version;
	char *checksum; /* in hex */
	bool is_done;
};

static const struct field applied_fields[] = {
	FIELD(applied, version),
	FIELD(applied, checksum, .column = "HEX(s.checksum)"),
	FIELD(applied, is_done, .column = "(s.state = 'APPLIED')"),
	FIELD_END,
};

static const struct entity applied_entity = {
	.table = "schema_migration",
	.alias = "s",
	.fields = applied_fields,
	.row_size = sizeof(struct applied),
};

enum {
	CREATE,
	LOCK,
	UNLOCK,
	EXISTS,
	LIST,
	BEGIN,
	END,
};

static const struct db_stmt statements[] = {
	[CREATE] = { "CREATE TABLE IF NOT EXISTS schema_migration ("
		     "version INT UNSIGNED PRIMARY KEY, "
		     "name VARCHAR(100) NOT NULL, checksum BINARY(32) NOT "
		     "NULL, "
		     "state ENUM('APPLYING','APPLIED') NOT NULL, "
		     "applied_at DATETIME(3) NOT NULL "
		     "DEFAULT (UTC_TIMESTAMP(3)), took_ms INT UNSIGNED) "
		     "ENGINE=InnoDB" },
	[LOCK] = { "SELECT GET_LOCK(CONCAT(DATABASE(), '.migrate'), ?)" },
	[UNLOCK] = { "SELECT RELEASE_LOCK(CONCAT(DATABASE(), '.migrate'))" },
	[EXISTS] = { "SELECT COUNT(*) FROM information_schema.tables WHERE "
		     "table_schema = DATABASE() AND "
		     "table_name = 'schema_migration'" },
	[LIST] = { "SELECT {columns} FROM {from} ORDER BY s.version",
	    &applied_entity },
	[BEGIN] = { "INSERT INTO schema_migration "
		    "(version, name, checksum, state) "
		    "VALUES (?, ?, ?, 'APPLYING') "
		    "ON DUPLICATE KEY UPDATE checksum = VALUES(checksum)" },
	[END] = { "UPDATE schema_migration SET state = 'APPLIED', "
		  "took_ms = ? WHERE version = ?" },
};

static void
checksum_of(const struct migration *migration, unsigned char out[32])
{
	crypto_hash_sha256(out, (const unsigned char *)migration->text,
	    strlen(migration->text));
}

static bool
is_same(const struct migration *migration, const struct applied *applied)
{
	unsigned char sum[32];
	char hex[65];

	checksum_of(migration, sum);
	sodium_bin2hex(hex, sizeof(hex), sum, sizeof(sum));
	return strcasecmp(hex, applied->checksum) == 0;
}

static const struct migration *
known(int64_t version)
{
	const struct migration *migration = migrations;

	while (migration->name != NULL && migration->version != version)
		migration++;
	return migration->name != NULL ? migration : NULL;
}

/* Nothing applied may be unknown or changed; unfinished is the caller's. */
static enum outcome
compare(const struct applied *rows, size_t count, struct refusal *refusal)
{
	for (size_t i = 0; i < count; i++) {
		const struct migration *migration = known(rows[i].version);

		if (migration == NULL)
			return refuse(refusal, CONFLICT, "schema_newer",
			    "The database has schema %" PRId64 ", which is "
			    "newer than this program knows.",
			    rows[i].version);
		if (rows[i].is_done && !is_same(migration, &rows[i]))
			return refuse(refusal, CONFLICT, "schema_changed",
			    "Schema %" PRId64 " was applied from another "
			    "file than this program's.",
			    rows[i].version);
	}
	return OK;
}

static enum outcome
list_applied(struct db *db, void *mem, struct applied **rows, size_t *count)
{
	enum outcome rc;
	int64_t exists;

	*count = 0;
	rc = db_number(db, &statements[EXISTS], DB_NO_ARGS, &exists);
	if (rc != OK || exists == 0)
		return rc;
	return db_list(db, mem, &statements[LIST], DB_NO_ARGS, rows, count);
}

static bool
is_done(const struct applied *rows, size_t count, int64_t version)
{
	for (size_t i = 0; i < count; i++) {
		if (rows[i].version == version)
			return rows[i].is_done;
	}
	return false;
}

enum outcome
migrate_check(struct db *db, struct refusal *refusal)
{
	AUTO_FREE void *mem = mem_context(NULL);
	const struct migration *migration;
	struct applied *rows = NULL;
	enum outcome rc;
	size_t count;

	rc = list_applied(db, mem, &rows, &count);
	if (rc == OK)
		rc = compare(rows, count, refusal);
	if (rc != OK)
		return rc;
	for (migration = migrations; migration->name != NULL; migration++) {
		if (!is_done(rows, count, migration->version))
			return refuse(refusal, CONFLICT, "schema_older",
			    "The database lacks schema %" PRId64
			    " (%s): run movie-house migrate.",
			    migration->version, migration->name);
	}
	return OK;
}

/* Statements end with a semicolon at the end of a line; `--` lines are
   comments.  Runs them one by one. */
static enum outcome
run_text(struct db *db, const char *text)
{
	AUTO_FREE char *copy = mem_text(NULL, text);
	enum outcome rc = OK;
	char *at = copy;

	while (rc == OK && at != NULL) {
		char *end = strstr(at, ";\n");
		struct db_stmt stmt = { .text = at };

		if (end != NULL)
			*end = '\0';
		at += strspn(at, " \n");
		stmt.text = at;
		if (*at != '\0')
			rc = db_run(db, &stmt, DB_NO_ARGS, NULL);
		at = end != NULL ? end + 2 : NULL;
	}
	return rc;
}

static enum outcome
apply(struct db *db, const struct migration *migration)
{
	int64_t began = clock_monotonic_ms();
	unsigned char sum[32];
	enum outcome rc;

	checksum_of(migration, sum);
	rc = db_run(db, &statements[BEGIN],
	    DB_ARGS(db_of_number(migration->version),
		db_of_text(migration->name), db_of_bytes(sum, sizeof(sum))),
	    NULL);
	if (rc == OK)
		rc = run_text(db, migration->text);
	if (rc == OK)
		rc = db_run_one(db, &statements[END],
		    DB_ARGS(db_of_number(clock_monotonic_ms() - began),
			db_of_number(migration->version)));
	if (rc == OK)
		log_info("schema.applied",
		    NUMBER_PAIR("version", migration->version),
		    TEXT_PAIR("name", migration->name));
	return rc;
}

static enum outcome
apply_missing(struct db *db, size_t *applied, struct refusal *refusal)
{
	AUTO_FREE void *mem = mem_context(NULL);
	const struct migration *migration;
	struct applied *rows = NULL;
	size_t count = 0;
	enum outcome rc;

	rc = db_run(db, &statements[CREATE], DB_NO_ARGS, NULL);
	if (rc == OK)
		rc = list_applied(db, mem, &rows, &count);
	if (rc == OK)
		rc = compare(rows, count, refusal);
	for (migration = migrations; rc == OK && migration->name != NULL;
	     migration++) {
		if (is_done(rows, count, migration->version))
			continue;
		rc = apply(db, migration);
		if (rc == OK && applied != NULL)
			(*applied)++;
	}
	return rc;
}

enum outcome
migrate(struct db *db, int64_t wait_s, size_t *applied, struct refusal *refusal)
{
	int64_t got, released;
	enum outcome rc;

	if (applied != NULL)
		*applied = 0;
	rc = db_number(
	    db, &statements[LOCK], DB_ARGS(db_of_number(wait_s)), &got);
	if (rc != OK)
		return rc;
	if (got != 1)
		return refuse(refusal, BUSY, "migrating",
		    "Another process is applying migrations right now.");
	rc = apply_missing(db, applied, refusal);
	/* A connection that is gone has let go of the lock by itself. */
	if (db_number(db, &statements[UNLOCK], DB_NO_ARGS, &released) != OK)
		log_warn("schema.unlock_failed",
		    TEXT_PAIR("outcome", outcome_names[rc]));
	return rc;
}
