/* Who has done what: rows and statements over audit. */
#ifndef SQL_AUDIT_H
#define SQL_AUDIT_H

#include "sql/db.h"
#include "sql/page.h"

struct audit {
	int64_t id;
	struct stamp at;
	char *actor;
	char *action;
	char *subject_kind;
	char *subject_id;
	struct json_text before;
	struct json_text after;
};

extern const struct field audit_fields[];
extern const struct page_listing audit_listing;
extern const struct db_stmt audit_statements[];
extern const size_t audit_statement_count;

/* What is known to the book: NULL-ended, so that a list can be narrowed by
   nothing else.  Whoever notes something new writes it down there. */
extern const char *const audit_actions[];
extern const char *const audit_kinds[];

/* All but `id` and `at`, which are the database's. */
enum outcome db_audit_insert(
    struct db *db, const struct audit *audit) MUST_CHECK;

#endif
