/*
 * The guard at the door: who is asking, and may they?
 *
 * A program shows its token in `Authorization: Bearer` (RFC 6750 section 2.1),
 * a browser its session in a cookie.  Nothing else is believed: no header that
 * a proxy might have set, no parameter of the query.
 */
#ifndef FCGI_GUARD_H
#define FCGI_GUARD_H

#include "fcgi/request.h"
#include "fcgi/response.h"

/*
 * Finds the caller and holds them against the right of the request's route;
 * the house then acts as them.  Needs a connection to the database.  DENIED
 * with `token_invalid` or `not_signed_in` (401), `role_too_low`, or
 * `foreign_request` where a cookie comes with a change that our own pages did
 * not ask for (403).
 */
enum outcome guard_admit(struct request *rq) MUST_CHECK;

/* DENIED `foreign_request` when another site's page has sent this. */
enum outcome guard_check_origin(const struct request *rq) MUST_CHECK;

/* Gives the browser its session for so long; NULL and 0: takes it away. */
void guard_set_cookie(const struct request *rq, struct response *rs,
    const char *secret, int64_t max_age_s);

/* The address of the other side of the web server's connection, or NULL. */
const char *guard_address(const struct request *rq);

#endif
