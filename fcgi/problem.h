/* Errors as application/problem+json (RFC 9457). */
#ifndef FCGI_PROBLEM_H
#define FCGI_PROBLEM_H

#include "base/outcome.h"
#include "fcgi/request.h"
#include "fcgi/response.h"

/*
 * Turns an outcome that is not OK, and why, into the answer: its status and
 * Retry-After, and type, title, status, detail, code, request_id and, for
 * INVALID, errors.  Of FAILED nothing is told but the request's id.
 */
void problem_answer(
    struct response *rs, const struct request *rq, enum outcome outcome);

#endif
