/*
 * The database: one connection, its statements, its transactions.
 *
 * A connection connects by itself when it is first needed, and again, between
 * transactions, when the server went away.  It is used by one thread at a
 * time.  Statements are bound, never printed; they are prepared once and kept.
 *
 * Outcomes of every call that asks the server:
 *	CONFLICT	a duplicate key, or a row that is still referenced
 *	INVALID		a value that the schema refuses
 *	BUSY		a deadlock or lock wait; db_transact tries again by
 *			itself, so callers see it only when it will not end
 *	UNAVAILABLE	no server, or it went away; nothing is known to have
 *			happened unless the row says so
 *	FAILED		logged here; a mistake of ours
 */
#ifndef SQL_DB_H
#define SQL_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/field.h"
#include "base/outcome.h"

struct db;

/* Where the server is; `socket` wins over host and port. */
struct db_target {
	const char *socket;
	const char *host;
	unsigned int port;
	const char *name;
	const char *user;
	const char *password;
};

/*
 * A kind of row.  `alias` stands before plain column names in a SELECT;
 * `from` is the table or the join that statements name as {from}.
 */
struct entity {
	const char *table;
	const char *alias;
	const char *from;
	const struct field *fields;
	size_t row_size;
};

/*
 * A statement: {columns} and {from} stand for the entity's.  `hot` ones are
 * checked by a test to be answered from an index.
 */
struct db_stmt {
	const char *text;
	const struct entity *entity; /* of the rows it answers, or NULL */
	bool hot;
};

enum db_arg_type { DB_NULL, DB_NUMBER, DB_REAL, DB_TEXT, DB_BYTES };

/* One bound value, in the order of the question marks. */
struct db_arg {
	enum db_arg_type type;
	int64_t number;
	double real;
	const void *bytes;
	size_t length;
};

struct db_arg db_of_number(int64_t number); /* ABSENT: NULL */
struct db_arg db_of_real(double real);      /* NAN: NULL */
struct db_arg db_of_text(const char *text); /* NULL: NULL */
struct db_arg db_of_bytes(const void *bytes, size_t length);
struct db_arg db_of_uuid(const struct uuid *uuid); /* empty: NULL */
struct db_arg db_of_stamp(struct stamp stamp, char buffer[32]);
struct db_arg db_of_field(const struct field *field, const void *row,
    char buffer[32]); /* a row's member as a value */

#define DB_ARGS(...)                                                           \
	(const struct db_arg[]){ __VA_ARGS__ },                                \
	    ARRAY_SIZE(((const struct db_arg[]){ __VA_ARGS__ }))
#define DB_NO_ARGS NULL, 0

/* Once per process, before any thread; and per thread around its use. */
void db_library_init(void);
void db_thread_begin(void);
void db_thread_end(void);

/* A connection that is not made yet.  Texts of `target` must outlive it. */
struct db *db_new(void *mem, const struct db_target *target);

/* How long an answer may take before the server counts as gone; 30 seconds if
   not said.  For the connections made from now on. */
void db_be_patient(struct db *db, unsigned int answer_s);

/*
 * Why the server was UNAVAILABLE the last time, in the words of the server or
 * of the library; NULL when it has been connected since.  `has_spoken` says
 * that those are the server's: it is there, but did not want us.  The text is
 * the connection's and holds until its next call.
 */
const char *db_trouble(const struct db *db, bool *has_spoken);

/* Ends the connection now; the next call makes a new one. */
void db_disconnect(struct db *db);

/* Runs a statement; `changed` (may be NULL) counts the rows it MATCHED. */
enum outcome db_run(struct db *db, const struct db_stmt *stmt,
    const struct db_arg *args, size_t count, int64_t *changed) MUST_CHECK;

/* The same, where not matching exactly one row is NOT_FOUND. */
enum outcome db_run_one(struct db *db, const struct db_stmt *stmt,
    const struct db_arg *args, size_t count) MUST_CHECK;

/* AUTO_INCREMENT of the last insert on this connection. */
int64_t db_last_id(struct db *db);

/* The first row into `row` (its texts below `mem`), or NOT_FOUND. */
enum outcome db_find(struct db *db, void *mem, const struct db_stmt *stmt,
    const struct db_arg *args, size_t count, void *row) MUST_CHECK;

/* All rows as one array below `mem`; `rows` points to a pointer to rows. */
enum outcome db_list(struct db *db, void *mem, const struct db_stmt *stmt,
    const struct db_arg *args, size_t count, void *rows,
    size_t *row_count) MUST_CHECK;

/* One number: the first column of the first row; NOT_FOUND without one. */
enum outcome db_number(struct db *db, const struct db_stmt *stmt,
    const struct db_arg *args, size_t count, int64_t *out) MUST_CHECK;

/*
 * Inserts the members named in `given`, of those stored in a plain column.
 * `id` (may be NULL) is the new row's AUTO_INCREMENT.
 */
enum outcome db_insert(struct db *db, const struct entity *entity,
    const void *row, field_set given, int64_t *id) MUST_CHECK;

/* Sets the members named in `given` of the row whose `id` is that, and its
   version + 1 and updated_at; NOT_FOUND when there is none. */
enum outcome db_update(struct db *db, const struct entity *entity,
    const void *row, field_set given, int64_t id) MUST_CHECK;

/* The members of these names, as a set; the list ends with NULL. */
field_set db_members(const struct entity *entity, ...)
    __attribute__((sentinel));

/*
 * Runs `unit` in a transaction and commits when it answers OK, rolls back
 * otherwise.  A deadlock runs the whole unit again, up to five times, so it
 * must change nothing but the database.  Inside a unit, db_transact joins the
 * transaction that is open.
 */
enum outcome db_transact(struct db *db, enum outcome (*unit)(void *context),
    void *context) MUST_CHECK;

/* Is a transaction open? */
bool db_in_transaction(const struct db *db);

/* The statement's text with {columns} and {from} put in, below `mem`. */
char *db_expand(void *mem, const struct db_stmt *stmt);

/* Prepares it and throws it away: for the test of every statement. */
enum outcome db_try(struct db *db, const char *text) MUST_CHECK;

#endif
