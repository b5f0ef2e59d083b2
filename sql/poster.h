/*
 * Posters: the title that shows one, and the order that a job carries out.
 * The rules are house/poster.h's.
 */
#ifndef SQL_POSTER_H
#define SQL_POSTER_H

#include "sql/db.h"

enum poster_owner { POSTER_OF_MOVIE, POSTER_OF_SERIES, POSTER_OWNER_COUNT };

/* What a title of either kind is to its poster. */
struct poster_title {
	int64_t number; /* the row's own id */
	struct uuid id;
	int64_t version;
	int64_t poster_number;     /* ABSENT: it has none */
	struct uuid media_file_id; /* of a movie */
};

/* One of the two is there. */
struct poster_order {
	char *source_key; /* a picture below incoming/ */
	int64_t from_ms;  /* a frame of the job's media file */
};

extern const struct db_stmt poster_statements[];
extern const size_t poster_statement_count;

/* Locked against all others until the transaction ends. */
enum outcome db_poster_lock(struct db *db, void *mem, enum poster_owner owner,
    const struct uuid *id, struct poster_title *out) MUST_CHECK;
enum outcome db_poster_lock_number(struct db *db, void *mem,
    enum poster_owner owner, int64_t number,
    struct poster_title *out) MUST_CHECK;

/* The title's poster (ABSENT: none), as a change of the title by `actor`. */
enum outcome db_poster_set(struct db *db, enum poster_owner owner,
    int64_t number, int64_t poster_number, const char *actor) MUST_CHECK;

/* Does an episode of the series have that media file? */
enum outcome db_poster_has_episode(struct db *db, int64_t series_number,
    int64_t media_number, bool *out) MUST_CHECK;

enum outcome db_poster_order_insert(
    struct db *db, int64_t job_id, const struct poster_order *order) MUST_CHECK;
enum outcome db_poster_order_find(struct db *db, void *mem, int64_t job_id,
    struct poster_order *out) MUST_CHECK;
enum outcome db_poster_order_delete(struct db *db, int64_t job_id) MUST_CHECK;

#endif
