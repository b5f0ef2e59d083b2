/* HTTP status codes: the one place that knows them for outcomes. */
#ifndef FCGI_STATUS_H
#define FCGI_STATUS_H

#include <stddef.h>

#include "base/outcome.h"

struct status_rule {
	enum outcome outcome;
	const char *code;  /* of the refusal; NULL: any */
	int status;        /* RFC 9110 section 15, RFC 4918 section 11 */
	int retry_after_s; /* 0: no Retry-After */
};

/* The first rule for the outcome and its code (may be NULL). */
const struct status_rule *status_rule_find(
    enum outcome outcome, const char *code);

/* "Not Found" */
const char *status_reason(int status);

/* All statuses that are ever answered: how many, which one is at a place, and
   the place of one (the last one's for a stranger). */
size_t status_count(void);
int status_at(size_t place);
size_t status_place(int status);

#endif
