/* Asks handlers over a real FastCGI exchange on a socket pair. */
#ifndef TESTS_UNIT_ASK_H
#define TESTS_UNIT_ASK_H

#include <stdbool.h>
#include <stddef.h>

#include <json-c/json.h>

#include "fcgi/route.h"

struct question {
	const char *method, *uri;
	const char *params[8]; /* more of them: "HTTP_X=y" */
	const char *body;
	size_t length;
	bool is_cut;  /* the client goes away before the body's end */
	bool is_slow; /* it stays, and sends no more */
};

struct reply {
	char *head; /* header lines, each ended by CRLF */
	char *body;
	int status;
};

/* Once, before any question. */
void ask_prepare(void);

/* The answer of a table of routes, below `mem`. */
struct reply ask(
    void *mem, const struct route *table, const struct question *question);

/* The value of one header of a reply below `mem`, or NULL. */
char *reply_header(void *mem, const struct reply *reply, const char *name);

/* The body as JSON, owned by the caller. */
struct json_object *reply_json(const struct reply *reply);

#endif
