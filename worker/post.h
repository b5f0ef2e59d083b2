/*
 * One POST to somebody else's server (libcurl), of whom nothing is expected:
 * not that it answers, not that it leads where it said.  No redirect is
 * followed, no proxy asked, nothing read from the environment or sent twice;
 * it ends after POST_TIMEOUT_MS, whatever comes.
 */
#ifndef WORKER_POST_H
#define WORKER_POST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/outcome.h"
#include "worker/stop.h"

#define POST_TIMEOUT_MS 10000L
#define POST_ANSWER_MAX 65536 /* bytes of the answer that are read */

struct post {
	const char *url;
	const char *body;
	const char *const *headers; /* "Name: value", NULL-ended */
	const char *ca_file;        /* NULL: what the system trusts */
	bool may_be_private; /* also by http, and to any address there is */
	const struct stop *stop;
};

struct post_answer {
	int64_t status;    /* ABSENT: there was no answer */
	const char *code;  /* why there was none ... */
	const char *words; /* ... as a sentence */
	int64_t duration_ms;
};

/* Once per process, before any thread. */
void post_library_init(void);

/*
 * Sends it.  Unless it may be private, the address that the host's name has
 * at this moment, and that the connection is made to, must be public
 * (base/address.h).  OK also when there was no answer; BUSY when `stop` was
 * asked meanwhile.
 */
enum outcome post_send(
    const struct post *post, struct post_answer *out) MUST_CHECK;

#endif
