/* Binding values, and running statements. */
#include "config.h"

#include <mysql.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/token.h"
#include "sql/db.h"
#include "sql/db_inside.h"

#define MAX_ARGS 64
#define STATEMENT_TRIES 5

static void
bind_arg(MYSQL_BIND *bind, const struct db_arg *arg)
{
	static const enum enum_field_types types[] = {
		[DB_NULL] = MYSQL_TYPE_NULL,
		[DB_NUMBER] = MYSQL_TYPE_LONGLONG,
		[DB_REAL] = MYSQL_TYPE_DOUBLE,
		[DB_TEXT] = MYSQL_TYPE_STRING,
		[DB_BYTES] = MYSQL_TYPE_BLOB,
	};
	const void *value = arg->type == DB_NUMBER ? &arg->number
			    : arg->type == DB_REAL ? (const void *)&arg->real
						   : arg->bytes;

	*bind = (MYSQL_BIND){
		.buffer_type = types[arg->type],
		.buffer = (void *)(uintptr_t)value,
		.buffer_length = arg->length,
	};
}

enum outcome
db_wrong_shape(const char *text, const char *what)
{
	log_error("db.wrong_shape", TEXT_PAIR("what", what),
	    TEXT_PAIR("statement", text));
	return FAILED;
}

static enum outcome
execute_once(struct db *db, const char *text, const struct db_arg *args,
    size_t count, MYSQL_STMT **out)
{
	MYSQL_BIND binds[MAX_ARGS];
	enum outcome rc = db_ready(db);

	if (rc == OK)
		rc = db_prepare(db, text, out);
	if (rc != OK)
		return rc;
	if (count > MAX_ARGS || mysql_stmt_param_count(*out) != count)
		return db_wrong_shape(text, "arguments");
	for (size_t i = 0; i < count; i++)
		bind_arg(&binds[i], &args[i]);
	if ((count > 0 && mysql_stmt_bind_param(*out, binds)) ||
	    mysql_stmt_execute(*out) != 0)
		return db_error(
		    db, mysql_stmt_errno(*out), mysql_stmt_error(*out), text);
	return OK;
}

/*
 * Outside a transaction a deadlocked statement has done nothing and is run
 * again.  A lost connection is not: the statement may have been carried out.
 */
enum outcome
db_execute(struct db *db, const char *text, const struct db_arg *args,
    size_t count, MYSQL_STMT **out)
{
	enum outcome rc = BUSY;

	for (int try = 0; try < STATEMENT_TRIES && rc == BUSY; try++) {
		if (try > 0)
			clock_sleep_ms(1 + token_random(5u << (2 * try)));
		rc = execute_once(db, text, args, count, out);
		if (db_in_transaction(db))
			break;
		db->is_broken = db->is_gone;
		if (rc == BUSY && !db->was_deadlock)
			break; /* it has waited long enough for the lock */
	}
	return rc;
}

enum outcome
db_run(struct db *db, const struct db_stmt *stmt, const struct db_arg *args,
    size_t count, int64_t *changed)
{
	AUTO_FREE void *mem = mem_context(NULL);
	MYSQL_STMT *handle;
	enum outcome rc;

	db->last_id = 0; /* a failed insert has none, not the one before */
	rc = db_execute(db, db_expand(mem, stmt), args, count, &handle);
	if (rc != OK)
		return rc;
	/* An answer nobody asked for would be taken for the next one's. */
	if (mysql_stmt_field_count(handle) > 0)
		mysql_stmt_free_result(handle);
	db->last_id = (int64_t)mysql_stmt_insert_id(handle);
	if (changed != NULL)
		*changed = (int64_t)mysql_stmt_affected_rows(handle);
	return OK;
}

enum outcome
db_run_one(struct db *db, const struct db_stmt *stmt, const struct db_arg *args,
    size_t count)
{
	int64_t changed;
	enum outcome rc = db_run(db, stmt, args, count, &changed);

	return rc == OK && changed != 1 ? NOT_FOUND : rc;
}

int64_t
db_last_id(struct db *db)
{
	return db->last_id;
}
