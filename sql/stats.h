/* Sums over the tables, each answered from an index or a small table. */
#ifndef SQL_STATS_H
#define SQL_STATS_H

#include "sql/db.h"

struct media_count {
	unsigned int status;
	int64_t count;
};

/* Attempts that ended within the last hour, of the latest 1000 jobs. */
struct attempt_sum {
	char *kind;
	unsigned int outcome; /* enum attempt_outcome */
	int64_t count;
	double wall_s;
	double cpu_s;
};

extern const struct db_stmt stats_statements[];
extern const size_t stats_statement_count;

/* Media files by status; a status that none has is not listed. */
enum outcome db_stats_media(struct db *db, void *mem, struct media_count **out,
    size_t *count) MUST_CHECK;
/* Bytes of all originals that are kept, and of all packages in use. */
enum outcome db_stats_originals(struct db *db, int64_t *bytes) MUST_CHECK;
enum outcome db_stats_outputs(struct db *db, int64_t *bytes) MUST_CHECK;
enum outcome db_stats_attempts(struct db *db, void *mem,
    struct attempt_sum **out, size_t *count) MUST_CHECK;

#endif
