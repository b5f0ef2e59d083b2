/*
 * One MariaDB connection: connecting, the statement cache, transactions and
 * what the server's error codes mean.  Rows and values are sql/db_row.c's.
 */
#include "config.h"

#include "sql/db.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include <errmsg.h>
#include <mysql.h>
#include <mysqld_error.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/token.h"
#include "sql/db_inside.h"

#define TRANSACTION_TRIES 5
#define CONNECT_S 3
#define ANSWER_S 30
/* The errors of the server that can meet who connects end here; those of the
   library begin. */
#define SERVER_ERROR_END 2000

static const char init_command[] =
    "SET time_zone='+00:00', sql_mode='STRICT_ALL_TABLES,NO_ZERO_DATE,"
    "NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO', "
    "innodb_lock_wait_timeout=5, idle_write_transaction_timeout=60, "
    "tx_isolation='READ-COMMITTED'";

/* What an error code means to the caller; all others are FAILED. */
static const struct {
	unsigned int code;
	enum outcome outcome;
	bool is_gone; /* the connection is of no further use */
} meanings[] = {
	{ ER_DUP_ENTRY, CONFLICT, false },
	{ ER_ROW_IS_REFERENCED_2, CONFLICT, false },
	{ ER_NO_REFERENCED_ROW_2, INVALID, false },
	{ ER_DATA_TOO_LONG, INVALID, false },
	{ ER_WARN_DATA_OUT_OF_RANGE, INVALID, false },
	{ ER_TRUNCATED_WRONG_VALUE, INVALID, false },
	{ ER_TRUNCATED_WRONG_VALUE_FOR_FIELD, INVALID, false },
	{ ER_BAD_NULL_ERROR, INVALID, false },
	{ 1265 /* WARN_DATA_TRUNCATED */, INVALID, false },
	{ 4025 /* ER_CONSTRAINT_FAILED */, INVALID, false },
	{ ER_LOCK_DEADLOCK, BUSY, false },
	{ ER_LOCK_WAIT_TIMEOUT, BUSY, false },
	{ 1020 /* ER_CHECKREAD */, BUSY, false },
	{ CR_CONNECTION_ERROR, UNAVAILABLE, true },
	{ CR_CONN_HOST_ERROR, UNAVAILABLE, true },
	{ CR_UNKNOWN_HOST, UNAVAILABLE, true },
	{ CR_SERVER_GONE_ERROR, UNAVAILABLE, true },
	{ CR_SERVER_LOST, UNAVAILABLE, true },
	{ CR_COMMANDS_OUT_OF_SYNC, UNAVAILABLE, true },
	{ 2056 /* statement closed */, UNAVAILABLE, true },
	{ 5014 /* write error of the protocol */, UNAVAILABLE, true },
	{ 1021 /* disk full */, UNAVAILABLE, false },
	{ 1030 /* the storage engine's error */, UNAVAILABLE, false },
	{ 1114 /* the table is full */, UNAVAILABLE, false },
	{ ER_SERVER_SHUTDOWN, UNAVAILABLE, true },
	{ 1927 /* ER_CONNECTION_KILLED */, UNAVAILABLE, true },
	{ 1047 /* not part of its cluster */, UNAVAILABLE, true },
	{ ER_CON_COUNT_ERROR, UNAVAILABLE, true },
	{ 1290 /* read only */, UNAVAILABLE, true },
	{ 1792 /* read only transaction */, UNAVAILABLE, true },
	{ 1836 /* read only */, UNAVAILABLE, true },
	{ 1969 /* ER_STATEMENT_TIMEOUT */, UNAVAILABLE, false },
	{ 0 /* "gone away" on a dead statement */, UNAVAILABLE, true },
};

void
db_library_init(void)
{
	if (mysql_library_init(0, NULL, NULL) == 0)
		return;
	log_error("db.library_failed", TEXT_PAIR("library", "libmariadb"));
	abort();
}

void
db_thread_begin(void)
{
	mysql_thread_init();
}

void
db_thread_end(void)
{
	mysql_thread_end();
}

static void
cache_drop(struct db *db)
{
	for (size_t i = 0; i < ARRAY_SIZE(db->cache); i++) {
		if (db->cache[i].handle != NULL)
			mysql_stmt_close(db->cache[i].handle);
		talloc_free(db->cache[i].text);
		db->cache[i] = (struct db_cached){ 0 };
	}
}

void
db_disconnect(struct db *db)
{
	cache_drop(db);
	if (db->handle != NULL)
		mysql_close(db->handle);
	db->handle = NULL;
}

static int
destroy(struct db *db)
{
	db_disconnect(db);
	return 0;
}

struct db *
db_new(void *mem, const struct db_target *target)
{
	struct db *db = mem_new(mem, struct db);

	db->target = *target;
	db->answer_s = ANSWER_S;
	talloc_set_destructor(db, destroy);
	return db;
}

static void
note_trouble(struct db *db, unsigned int code, const char *text)
{
	talloc_free(db->trouble);
	db->trouble = text != NULL ? mem_text(db, text) : NULL;
	db->trouble_code = code;
}

const char *
db_trouble(const struct db *db, bool *has_spoken)
{
	*has_spoken = db->trouble != NULL &&
		      db->trouble_code >= ER_ERROR_FIRST &&
		      db->trouble_code < SERVER_ERROR_END;
	return db->trouble;
}

enum outcome
db_error(struct db *db, unsigned int code, const char *text, const char *what)
{
	for (size_t i = 0; i < ARRAY_SIZE(meanings); i++) {
		if (meanings[i].code != code)
			continue;
		db->was_deadlock =
		    meanings[i].outcome == BUSY && code != ER_LOCK_WAIT_TIMEOUT;
		if (meanings[i].is_gone || meanings[i].outcome == BUSY)
			db->is_broken = true;
		if (meanings[i].outcome == UNAVAILABLE) {
			note_trouble(db, code, text);
			log_warn("db.unavailable", NUMBER_PAIR("code", code),
			    TEXT_PAIR("text", text));
		}
		if (meanings[i].is_gone)
			db->is_gone = true;
		return meanings[i].outcome;
	}
	log_error("db.failed", NUMBER_PAIR("code", code),
	    TEXT_PAIR("text", text), TEXT_PAIR("statement", what));
	return FAILED;
}

void
db_be_patient(struct db *db, unsigned int answer_s)
{
	db->answer_s = answer_s;
}

static enum outcome
db_connect(struct db *db)
{
	const struct db_target *target = &db->target;
	bool by_socket = target->socket != NULL && target->socket[0] != '\0';
	unsigned int connect_s = CONNECT_S, answer_s = db->answer_s;
	my_bool off = 0;
	MYSQL *handle = mem_check(mysql_init(NULL));

	mysql_optionsv(handle, MYSQL_INIT_COMMAND, init_command);
	mysql_optionsv(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	mysql_optionsv(handle, MYSQL_OPT_CONNECT_TIMEOUT, &connect_s);
	mysql_optionsv(handle, MYSQL_OPT_READ_TIMEOUT, &answer_s);
	mysql_optionsv(handle, MYSQL_OPT_WRITE_TIMEOUT, &answer_s);
	mysql_optionsv(handle, MYSQL_OPT_RECONNECT, &off);
	mysql_optionsv(handle, MYSQL_OPT_LOCAL_INFILE, NULL);
	/* A changed row and a matched one must count alike, or a heartbeat
	   within the same millisecond would look like a lost lease. */
	if (mysql_real_connect(handle, by_socket ? NULL : target->host,
		target->user, target->password, target->name, target->port,
		by_socket ? target->socket : NULL, CLIENT_FOUND_ROWS) == NULL) {
		note_trouble(db, mysql_errno(handle), mysql_error(handle));
		/* Once, however often it is tried until it works again. */
		if (!db->was_refused)
			log_warn("db.connect_failed",
			    NUMBER_PAIR("code", mysql_errno(handle)),
			    TEXT_PAIR("text", mysql_error(handle)));
		db->was_refused = true;
		mysql_close(handle);
		return UNAVAILABLE;
	}
	db->was_refused = false;
	note_trouble(db, 0, NULL);
	db->handle = handle;
	db->is_broken = db->is_gone = false;
	return OK;
}

/* An idle connection has nothing to say: readable means it was closed. */
static bool
was_closed(struct db *db)
{
	struct pollfd fd = {
		.fd = mysql_get_socket(db->handle),
		.events = POLLIN,
	};

	return poll(&fd, 1, 0) != 0;
}

enum outcome
db_ready(struct db *db)
{
	if (db->depth > 0)
		return db->is_broken ? (db->is_gone ? UNAVAILABLE : BUSY) : OK;
	if (db->handle != NULL && (db->is_gone || was_closed(db)))
		db_disconnect(db);
	db->is_broken = db->is_gone = false;
	return db->handle != NULL ? OK : db_connect(db);
}

static struct db_cached *
cache_place(struct db *db, const char *text)
{
	struct db_cached *oldest = &db->cache[0];

	for (size_t i = 0; i < ARRAY_SIZE(db->cache); i++) {
		struct db_cached *place = &db->cache[i];

		if (place->text != NULL && strcmp(place->text, text) == 0)
			return place;
		if (place->used < oldest->used)
			oldest = place;
	}
	if (oldest->handle != NULL)
		mysql_stmt_close(oldest->handle);
	talloc_free(oldest->text);
	*oldest = (struct db_cached){ 0 };
	return oldest;
}

enum outcome
db_prepare(struct db *db, const char *text, MYSQL_STMT **out)
{
	struct db_cached *place = cache_place(db, text);
	enum outcome rc = OK;

	place->used = ++db->clock;
	if (place->handle == NULL) {
		place->text = mem_text(db, text);
		place->handle = mem_check(mysql_stmt_init(db->handle));
		if (mysql_stmt_prepare(place->handle, text, strlen(text)) !=
		    0) {
			rc = db_error(db, mysql_stmt_errno(place->handle),
			    mysql_stmt_error(place->handle), text);
			mysql_stmt_close(place->handle);
			talloc_free(place->text);
			*place = (struct db_cached){ 0 };
			return rc;
		}
	}
	*out = place->handle;
	return OK;
}

enum outcome
db_try(struct db *db, const char *text)
{
	MYSQL_STMT *handle;
	enum outcome rc = db_ready(db);

	return rc == OK ? db_prepare(db, text, &handle) : rc;
}

static enum outcome
plainly(struct db *db, const char *text)
{
	if (mysql_real_query(db->handle, text, strlen(text)) == 0)
		return OK;
	return db_error(
	    db, mysql_errno(db->handle), mysql_error(db->handle), text);
}

/* Rolls back; a connection that cannot even do that is given up. */
static void
give_up(struct db *db)
{
	if (db->is_gone || plainly(db, "ROLLBACK") != OK)
		db_disconnect(db);
	db->is_broken = db->is_gone = false;
}

static enum outcome
transact_once(struct db *db, enum outcome (*unit)(void *context), void *context)
{
	enum outcome rc = db_ready(db);

	if (rc == OK)
		rc = plainly(db, "START TRANSACTION");
	if (rc != OK)
		return rc;
	db->depth = 1;
	db->was_deadlock = false;
	rc = unit(context);
	if (rc == OK && db->is_broken)
		rc = db->is_gone ? UNAVAILABLE : BUSY;
	if (rc == OK)
		rc = plainly(db, "COMMIT");
	db->depth = 0;
	if (rc != OK)
		give_up(db);
	return rc;
}

enum outcome
db_transact(struct db *db, enum outcome (*unit)(void *context), void *context)
{
	enum outcome rc = BUSY;

	if (db->depth > 0)
		return unit(context);
	for (int try = 0; try < TRANSACTION_TRIES && rc == BUSY; try++) {
		if (try > 0)
			clock_sleep_ms(5 + token_random(5u << (2 * try)));
		rc = transact_once(db, unit, context);
		if (rc == BUSY && !db->was_deadlock)
			break;
	}
	return rc;
}

bool
db_in_transaction(const struct db *db)
{
	return db->depth > 0;
}
