/* The query of a request: name=value pairs, percent-decoded. */
#ifndef FCGI_QUERY_H
#define FCGI_QUERY_H

#include <stdint.h>

#include "base/field.h"
#include "base/outcome.h"

#define QUERY_MAX_PAIRS 32

struct query_pair {
	const char *name, *value;
};

struct query {
	struct query_pair pairs[QUERY_MAX_PAIRS];
	size_t count;
};

/*
 * Reads what follows the '?' (WHATWG URL, application/x-www-form-urlencoded).
 * MALFORMED when an escape is broken, a text is not UTF-8 or holds a NUL, a
 * name comes twice, or there are more than QUERY_MAX_PAIRS.
 */
enum outcome query_read(void *mem, const char *text, struct query *out,
    struct refusal *refusal) MUST_CHECK;

/* The value of that name, or NULL when it was not given. */
const char *query_text(const struct query *query, const char *name);

/* Takes a pair out, for who has read it: what a list does not know it
   refuses. */
void query_drop(struct query *query, const char *name);

/*
 * Typed readers.  Where the name was not given they return `otherwise`; where
 * the value breaks the rule they add a fault to `refusal`, so that a handler
 * reads all it wants and then asks refusal_outcome() once.
 */
int64_t query_number(const struct query *query, const char *name, int64_t min,
    int64_t max, int64_t otherwise, struct refusal *refusal);
int query_word(const struct query *query, const char *name,
    const char *const *words, int otherwise, struct refusal *refusal);
bool query_flag(const struct query *query, const char *name, bool otherwise,
    struct refusal *refusal);
struct uuid query_uuid(
    const struct query *query, const char *name, struct refusal *refusal);

#endif
