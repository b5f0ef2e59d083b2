/* Callers and rights. */
#include "config.h"

#include "fcgi/guard.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "fcgi/route.h"
#include "house/auth.h"

/* Browsers take the first only over TLS, for this host and all its paths
   (RFC 6265bis section 4.1.3.2); the other is for plain HTTP at home. */
#define COOKIE "__Host-mh"
#define COOKIE_INSECURE "mh"

#define BEARER "Bearer "

/* What a right of the table of routes asks of who comes. */
static const struct {
	bool is_open; /* by the setting public_read, to everybody */
	enum account_role role;
} needs[RIGHT_COUNT] = {
	[VIEW] = { true, ROLE_VIEWER },
	[SELF] = { false, ROLE_VIEWER },
	[EDIT] = { false, ROLE_EDITOR },
	[ADMIN] = { false, ROLE_ADMIN },
};

const char *
guard_address(const struct request *rq)
{
	const char *address = request_param(rq, "REMOTE_ADDR");

	return address != NULL && *address != '\0' ? address : NULL;
}

/* A web server that listens on a unix socket has no address to tell. */
static bool
is_from_here(const struct request *rq)
{
	const char *address = guard_address(rq);

	return address == NULL || address[0] == '/' ||
	       text_starts(address, "127.") || strcmp(address, "::1") == 0 ||
	       text_starts(address, "unix");
}

static bool
is_secure(const struct request *rq)
{
	const char *https = request_param(rq, "HTTPS");

	return https != NULL && text_equal_nocase(https, "on");
}

static const char *
cookie_name(const struct request *rq)
{
	return rq->house->settings->insecure_cookie && !is_secure(rq) &&
		       is_from_here(rq)
		   ? COOKIE_INSECURE
		   : COOKIE;
}

void
guard_set_cookie(const struct request *rq, struct response *rs,
    const char *secret, int64_t max_age_s)
{
	const char *name = cookie_name(rq);

	response_header(rs, "Set-Cookie",
	    "%s=%s; Path=/; Max-Age=%" PRId64 "; %sHttpOnly; SameSite=Strict",
	    name, secret != NULL ? secret : "", max_age_s,
	    strcmp(name, COOKIE) == 0 ? "Secure; " : "");
}

/* The cookie of that name below rq->mem (RFC 6265 section 4.2.1); NULL when
   there is none, or more than one and nobody knows which is ours. */
static char *
find_cookie(const struct request *rq, const char *name)
{
	const char *header = request_header(rq, "Cookie");
	char *rest = mem_text(rq->mem, header);
	size_t length = strlen(name);
	char *pair, *found = NULL;

	while ((pair = strsep(&rest, ";")) != NULL) {
		pair += strspn(pair, " \t");
		if (strncmp(pair, name, length) != 0 || pair[length] != '=')
			continue;
		if (found != NULL)
			return NULL;
		found = pair + length + 1;
	}
	return found;
}

static enum outcome
find_by_token(struct request *rq, const char *header)
{
	enum outcome rc = NOT_FOUND;

	if (strncasecmp(header, BEARER, strlen(BEARER)) == 0) {
		header += strlen(BEARER);
		header += strspn(header, " ");
		rc = auth_find(rq->house, TOKEN_API, header);
	}
	if (rc != NOT_FOUND)
		return rc;
	return refuse(rq->refusal, DENIED, "token_invalid",
	    "This token opens nothing: it is unknown, revoked or expired.");
}

/* The host of an origin is ours when it is the one that was asked. */
static bool
is_our_origin(const struct request *rq, const char *origin)
{
	const char *host = request_header(rq, "Host");
	const char *theirs = strstr(origin, "://");

	return host != NULL && theirs != NULL &&
	       text_equal_nocase(theirs + strlen("://"), host);
}

/* Fetch Metadata and Origin: a page cannot choose what its browser says. */
enum outcome
guard_check_origin(const struct request *rq)
{
	const char *origin = request_header(rq, "Origin");
	const char *site = request_header(rq, "Sec-Fetch-Site");

	if ((origin == NULL || is_our_origin(rq, origin)) &&
	    (site == NULL || strcmp(site, "same-origin") == 0))
		return OK;
	return refuse(rq->refusal, DENIED, "foreign_request",
	    "Another site may not ask for this.");
}

/* A browser sends its cookie along whoever made it ask; only our own pages
   can add this header. */
static enum outcome
check_own_page(const struct request *rq)
{
	const char *mark = request_header(rq, "X-MH-Request");
	enum outcome rc = guard_check_origin(rq);

	if (rc != OK)
		return rc;
	if (mark != NULL && strcmp(mark, "1") == 0 &&
	    (request_header(rq, "Origin") != NULL ||
		request_header(rq, "Sec-Fetch-Site") != NULL))
		return OK;
	return refuse(rq->refusal, DENIED, "foreign_request",
	    "A change by cookie needs X-MH-Request: 1 and an origin.");
}

static enum outcome
find_by_cookie(struct request *rq)
{
	const char *secret = find_cookie(rq, cookie_name(rq));
	enum outcome rc;

	if (secret == NULL || *secret == '\0')
		return OK;
	rc = auth_find(rq->house, TOKEN_SESSION, secret);
	if (rc == NOT_FOUND)
		return OK;
	if (rc != OK || rq->method == GET || rq->method == HEAD)
		return rc;
	return check_own_page(rq);
}

enum outcome
guard_admit(struct request *rq)
{
	const char *header = request_header(rq, "Authorization");
	enum right right = rq->route->right;
	enum outcome rc;

	rc = header != NULL ? find_by_token(rq, header) : find_by_cookie(rq);
	if (rc != OK)
		return rc;
	if (needs[right].is_open && rq->house->settings->public_read)
		return OK;
	return auth_need(rq->house, needs[right].role);
}
