/* What has been in the trash for long, of whichever kind. */
#ifndef SQL_TRASH_H
#define SQL_TRASH_H

#include "sql/db.h"

enum trash_kind { TRASH_MOVIE, TRASH_SERIES, TRASH_EPISODE, TRASH_KIND_COUNT };

struct trash_item {
	struct uuid id;
	int64_t version;
};

extern const struct db_stmt trash_statements[];
extern const size_t trash_statement_count;

/* Is there anything that has been there for so many days? */
enum outcome db_trash_is_due(struct db *db, int64_t days, bool *out) MUST_CHECK;
/* At most `limit` of that kind, the oldest first. */
enum outcome db_trash_due(struct db *db, void *mem, enum trash_kind kind,
    int64_t days, int64_t limit, struct trash_item **out,
    size_t *count) MUST_CHECK;

#endif
