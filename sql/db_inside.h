/* What sql/db.c and sql/db_row.c share; nobody else looks in here. */
#ifndef SQL_DB_INSIDE_H
#define SQL_DB_INSIDE_H

#include <mysql.h>

#include "sql/db.h"

#define DB_CACHED_STATEMENTS 48

struct db_cached {
	char *text;
	MYSQL_STMT *handle;
	uint64_t used; /* the connection's clock when it was last used */
};

struct db {
	struct db_target target;
	unsigned int answer_s;
	MYSQL *handle; /* NULL: not connected */
	struct db_cached cache[DB_CACHED_STATEMENTS];
	uint64_t clock;
	int64_t last_id;
	int depth;         /* 1 while a transaction is open */
	bool is_broken;    /* the open transaction can only be rolled back */
	bool is_gone;      /* the connection can only be closed */
	bool was_refused;  /* the last attempt to connect */
	bool was_deadlock; /* the last BUSY was one, worth another try */
	char *trouble;     /* why it was last UNAVAILABLE, as libmariadb has it;
			      NULL: it was not since it was connected */
	unsigned int trouble_code;
};

/* Connects if need be; refuses to go on in a broken transaction. */
enum outcome db_ready(struct db *db) MUST_CHECK;

/* The prepared statement of that text, from the cache or made now. */
enum outcome db_prepare(
    struct db *db, const char *text, MYSQL_STMT **out) MUST_CHECK;

/* The outcome that an error code stands for; logs what is our trouble. */
enum outcome db_error(
    struct db *db, unsigned int code, const char *text, const char *what);

/* A mistake of ours: the statement does not fit what it is used for. */
enum outcome db_wrong_shape(const char *text, const char *what);

/* Runs a statement and leaves its answer to be read. */
enum outcome db_execute(struct db *db, const char *text,
    const struct db_arg *args, size_t count, MYSQL_STMT **out) MUST_CHECK;

/* In a plain column of the entity's own table?  And that column's name. */
bool db_is_stored(const struct field *field);
const char *db_column(const struct field *field);

#endif
