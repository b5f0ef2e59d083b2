/* Media files: rows and statements.  The rules are house/media.h's. */
#ifndef SQL_MEDIA_H
#define SQL_MEDIA_H

#include "sql/db.h"
#include "sql/page.h"

enum media_status {
	MEDIA_UPLOADED,
	MEDIA_PROCESSING,
	MEDIA_READY,
	MEDIA_ERROR,
	MEDIA_STATUS_COUNT
};
enum media_type {
	MEDIA_TYPE_NONE,
	MEDIA_TYPE_MOVIE,
	MEDIA_TYPE_EPISODE,
	MEDIA_TYPE_COUNT
};
extern const char *const media_status_names[MEDIA_STATUS_COUNT + 1];
extern const char *const media_type_names[MEDIA_TYPE_COUNT + 1];

struct media {
	int64_t number; /* the row's own id */
	struct uuid id;
	unsigned int status;
	unsigned int media_type;
	char *file_name;
	int64_t size_bytes;
	char *sha256;             /* of the original, once it is known */
	struct uuid duplicate_of; /* the oldest other file of the same bytes */
	int64_t duration_ms;
	int64_t width;
	int64_t height;
	char *error_code;
	char *error_message;
	char *last_error;
	struct json_text warnings;
	struct stamp playable_since;
	bool ladder_complete;
	int64_t version;
	struct stamp created_at;
	struct stamp updated_at;
	char *original_key; /* below originals/; NULL: removed */
	int64_t revision;   /* the live output; ABSENT: none */
	bool is_used;       /* by a movie or an episode */
};

extern const struct field media_fields[];
extern const struct entity media_entity;
extern const struct page_listing media_listing;
extern const struct db_stmt media_statements[];
extern const size_t media_statement_count;

/* What a probe found out, stored with the file. */
struct media_facts {
	int64_t duration_ms;
	int64_t width;
	int64_t height;
	const char *probe;    /* the whole JSON */
	const char *warnings; /* a JSON array of texts, or NULL */
};

/* The uploader is the owner of the upload of the same id, if it has one. */
enum outcome db_media_insert(struct db *db, const struct uuid *id,
    const char *original_key, const char *file_name, int64_t size_bytes,
    int64_t *number) MUST_CHECK;
enum outcome db_media_find(struct db *db, void *mem, const struct uuid *id,
    struct media *out) MUST_CHECK;
enum outcome db_media_find_number(
    struct db *db, void *mem, int64_t number, struct media *out) MUST_CHECK;
/* What ffprobe said of it, as JSON; NULL: nothing yet. */
enum outcome db_media_find_probe(
    struct db *db, void *mem, const struct uuid *id, char **out) MUST_CHECK;

/* A media file, locked against all others until the transaction ends. */
enum outcome db_media_lock(struct db *db, void *mem, const struct uuid *id,
    struct media *out) MUST_CHECK;
enum outcome db_media_lock_number(
    struct db *db, void *mem, int64_t number, struct media *out) MUST_CHECK;

/* From one status to another, clearing the error; NOT_FOUND when the file is
   not in `from`. */
enum outcome db_media_set_status(struct db *db, int64_t number,
    enum media_status from, enum media_status to) MUST_CHECK;
enum outcome db_media_set_error(struct db *db, int64_t number,
    enum media_status from, const char *code, const char *message) MUST_CHECK;
enum outcome db_media_set_last_error(
    struct db *db, int64_t number, const char *message) MUST_CHECK;
enum outcome db_media_set_facts(
    struct db *db, int64_t number, const struct media_facts *facts) MUST_CHECK;

/* In hexadecimal. */
enum outcome db_media_set_sha256(
    struct db *db, int64_t number, const char *sha256) MUST_CHECK;

/* READY on that output, which lasts that long and has the whole ladder, or
   not yet. */
enum outcome db_media_set_live(struct db *db, int64_t number, int64_t output_id,
    int64_t duration_ms, bool is_whole) MUST_CHECK;

/* Nothing derived any more: UPLOADED, no output, no facts of it. */
enum outcome db_media_clear_live(struct db *db, int64_t number) MUST_CHECK;

/* What uses it: set by attaching, NONE by detaching. */
enum outcome db_media_set_type(
    struct db *db, int64_t number, enum media_type type) MUST_CHECK;

/* CONFLICT while a title uses it. */
enum outcome db_media_delete(struct db *db, int64_t number) MUST_CHECK;

#endif
