/*
 * Routes: which handler answers which method and path.
 *
 * A pattern is a path whose segments may be {uuid} or {number}, at most one
 * of each; what stands there is typed already when the handler runs
 * (request.uuid, request.number), and a path where it is neither has no route.
 */
#ifndef FCGI_ROUTE_H
#define FCGI_ROUTE_H

#include <stdint.h>

#include "base/field.h"
#include "base/outcome.h"
#include "fcgi/request.h"

struct response;

/* Answers, or returns why not; it never writes an error's status itself. */
typedef enum outcome route_handler(struct request *rq, struct response *rs);

/*
 * Who may (fcgi/guard.c): everybody, also while the database is away; viewers,
 * and with the setting public_read everybody; whoever is signed in; editors;
 * admins.
 */
enum right { PUBLIC, VIEW, SELF, EDIT, ADMIN, RIGHT_COUNT };

extern const char *const right_names[RIGHT_COUNT + 1];

/* Limits of bodies; more is 413 before the handler runs. */
#define BODY_NONE ((int64_t)0) /* not read, whatever comes */
#define BODY_JSON ((int64_t)64 * 1024)
#define BODY_STREAM INT64_MAX /* the handler's own to limit */

struct route {
	enum method method;
	const char *pattern; /* NULL ends a table */
	enum right right;
	int64_t body_limit;
	route_handler *handler;
};

/* Every door of the house: fcgi/routes.c. */
extern const struct route routes[];

struct route_match {
	const struct route *route; /* NULL: that path, but not that method */
	unsigned int allowed;      /* a bit for each method the path knows */
	struct uuid uuid;
	int64_t number;
};

/*
 * Finds the route in a table.  HEAD goes where GET goes unless it has a route
 * of its own.  NOT_FOUND when no pattern fits the path.
 */
enum outcome route_find(const struct route *table, enum method method,
    const char *path, struct route_match *out) MUST_CHECK;

/* The value of Allow for a set of methods: "GET, HEAD, OPTIONS". */
char *route_allow(void *mem, unsigned int allowed);

#endif
