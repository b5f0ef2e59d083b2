/* Statements over the trash. */
#include "config.h"

#include "sql/trash.h"

static const struct field item_fields[] = {
	FIELD(trash_item, id, .column = "pid"),
	FIELD(trash_item, version),
	FIELD_END,
};

static const struct entity item_entity = {
	.alias = "t",
	.fields = item_fields,
	.row_size = sizeof(struct trash_item),
};

#define OF(table)                                                              \
	" FROM " table " t FORCE INDEX (by_trashed) WHERE "                    \
	"t.trashed_at <= UTC_TIMESTAMP(3) - INTERVAL ? DAY"
#define OLDEST(table)                                                          \
	{                                                                      \
		"SELECT {columns}" OF(table) " ORDER BY t.trashed_at LIMIT ?", \
		    &item_entity, true                                         \
	}

/* The first ones by their kind. */
enum { IS_DUE = TRASH_KIND_COUNT, STATEMENT_COUNT };

const struct db_stmt trash_statements[] = {
	[TRASH_MOVIE] = OLDEST("movie"),
	[TRASH_SERIES] = OLDEST("series"),
	[TRASH_EPISODE] = OLDEST("episode"),
	[IS_DUE] = { "SELECT EXISTS (SELECT 1" OF(
	    "movie") ") OR "
		     "EXISTS (SELECT 1" OF("series") ") OR "
						     "EXISTS (SELECT 1" OF(
							 "episode") ")" },
};
const size_t trash_statement_count = STATEMENT_COUNT;

enum outcome
db_trash_is_due(struct db *db, int64_t days, bool *out)
{
	int64_t number;
	enum outcome rc;

	rc = db_number(db, &trash_statements[IS_DUE],
	    DB_ARGS(db_of_number(days), db_of_number(days), db_of_number(days)),
	    &number);
	*out = rc == OK && number != 0;
	return rc;
}

enum outcome
db_trash_due(struct db *db, void *mem, enum trash_kind kind, int64_t days,
    int64_t limit, struct trash_item **out, size_t *count)
{
	return db_list(db, mem, &trash_statements[kind],
	    DB_ARGS(db_of_number(days), db_of_number(limit)), out, count);
}
