/* Statements over login_throttle. */
#include "config.h"

#include "sql/throttle.h"

static const struct field throttle_fields[] = {
	FIELD(throttle, failures,
	    .column = "IF(t.updated_at < UTC_TIMESTAMP(3) - INTERVAL 1 HOUR, "
		      "0, t.failures)"),
	FIELD(throttle, wait_s,
	    .column = "GREATEST(0, CEIL(TIMESTAMPDIFF(MICROSECOND, "
		      "UTC_TIMESTAMP(3), t.retry_at) / 1000000))"),
	FIELD_END,
};

static const struct entity throttle_entity = {
	.table = "login_throttle",
	.alias = "t",
	.fields = throttle_fields,
	.row_size = sizeof(struct throttle),
};

enum { TOUCH, LOCK, SET, FORGET, STATEMENT_COUNT };

const struct db_stmt throttle_statements[] = {
	[TOUCH] = { "INSERT INTO login_throttle (key_sha256) VALUES (?) "
		    "ON DUPLICATE KEY UPDATE failures = failures" },
	[LOCK] = { "SELECT {columns} FROM {from} WHERE t.key_sha256 = ? "
		   "FOR UPDATE",
	    &throttle_entity, true },
	[SET] = { "INSERT INTO login_throttle (key_sha256, failures, retry_at) "
		  "VALUES (?, ?, UTC_TIMESTAMP(3) + INTERVAL ? SECOND) "
		  "ON DUPLICATE KEY UPDATE failures = VALUES(failures), "
		  "retry_at = VALUES(retry_at), "
		  "updated_at = UTC_TIMESTAMP(3)" },
	[FORGET] = { "DELETE FROM login_throttle WHERE updated_at < "
		     "UTC_TIMESTAMP(3) - INTERVAL 1 DAY LIMIT 1000" },
};
const size_t throttle_statement_count = STATEMENT_COUNT;

enum outcome
db_throttle_lock(struct db *db, void *mem,
    const unsigned char key[TOKEN_DIGEST_BYTES], struct throttle *out)
{
	enum outcome rc = db_run(db, &throttle_statements[TOUCH],
	    DB_ARGS(db_of_bytes(key, TOKEN_DIGEST_BYTES)), NULL);

	if (rc != OK)
		return rc;
	return db_find(db, mem, &throttle_statements[LOCK],
	    DB_ARGS(db_of_bytes(key, TOKEN_DIGEST_BYTES)), out);
}

enum outcome
db_throttle_set(struct db *db, const unsigned char key[TOKEN_DIGEST_BYTES],
    const struct throttle *throttle)
{
	return db_run(db, &throttle_statements[SET],
	    DB_ARGS(db_of_bytes(key, TOKEN_DIGEST_BYTES),
		db_of_number(throttle->failures),
		db_of_number(throttle->wait_s)),
	    NULL);
}

enum outcome
db_throttle_forget(struct db *db)
{
	return db_run(db, &throttle_statements[FORGET], DB_NO_ARGS, NULL);
}
