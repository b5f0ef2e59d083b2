/* What is given up and still lies on the disk. */
#ifndef SQL_GC_H
#define SQL_GC_H

#include "sql/db.h"

enum gc_area {
	GC_INCOMING,
	GC_ORIGINAL,
	GC_STAGING,
	GC_MEDIA,
	GC_POSTER,
	GC_SUBTITLE,
	GC_AREA_COUNT
};
extern const char *const gc_area_names[GC_AREA_COUNT + 1];

struct gc_item {
	int64_t id;
	unsigned int area;
	char *path_key;
};

extern const struct db_stmt gc_statements[];
extern const size_t gc_statement_count;

/* To be removed in `delay_s` at the earliest; a second time is no error. */
enum outcome db_gc_add(struct db *db, enum gc_area area, const char *path_key,
    int64_t delay_s) MUST_CHECK;
/* It is wanted after all; NOT_FOUND when it was not waiting (any more). */
enum outcome db_gc_keep(
    struct db *db, enum gc_area area, const char *path_key) MUST_CHECK;
/* Those whose time has come, at most `limit`. */
enum outcome db_gc_due(struct db *db, void *mem, int64_t limit,
    struct gc_item **out, size_t *count) MUST_CHECK;
enum outcome db_gc_done(struct db *db, int64_t id) MUST_CHECK;
/* It could not be removed: again in a while. */
enum outcome db_gc_later(struct db *db, int64_t id) MUST_CHECK;
/* Seconds until the next one is due; NOT_FOUND when there is none. */
enum outcome db_gc_next_s(struct db *db, int64_t *out) MUST_CHECK;

#endif
