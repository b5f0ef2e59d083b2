/*
 * The threads that serve connections of the web server.
 *
 * One acceptor (the calling thread) hands connections to N workers through a
 * bounded queue; what does not fit, or has waited there for too long, goes to
 * one more thread that refuses it with 503.  The acceptor also looks at every
 *worker's deadline, and on SIGTERM or SIGINT drains: it takes what waits in the
 *listen queue, lets the workers finish, and cuts what is left when `drain_s`
 *has passed.
 *
 *	web server --> listen queue --> acceptor --> queue --> workers
 *	                                    |  full    | late
 *	                                    +----------+--> refuser (503)
 */
#ifndef FCGI_SERVER_H
#define FCGI_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/outcome.h"
#include "fcgi/watch.h"
#include "base/settings.h"

struct FCGX_Request;
struct database;
struct metrics;
struct route;
struct service;

/* One accepted request on its way to `handle`. */
struct connection {
	struct FCGX_Request *fcgi;
	struct watch *watch; /* its deadline, running since `started_ms` */
	int64_t started_ms;
	void *thread_data;
	bool is_refused; /* the queue was full: answer 503 */
};

/* What a role of the program serves. */
struct service {
	const char *name; /* of the role */
	const struct settings *settings;
	const struct route *routes;
	struct database *database; /* NULL: no route needs one */
	struct metrics *metrics;   /* NULL: nobody counts */
	int64_t wait_ms;           /* so long a request may wait for a thread,
				      then it is refused; 0: until there is one */
	/* What each worker thread keeps for itself: its connection to the
	   database, if any; NULL where it needs nothing. */
	void *(*thread_open)(const struct settings *settings);
	void (*thread_close)(void *thread_data);
	/* Answers one request; it neither ends nor closes it. */
	void (*handle)(
	    const struct service *service, const struct connection *given);
};

/* Before any thread: makes libfcgi ready and has SIGPIPE ignored.  FAILED
   (logged). */
enum outcome server_prepare(void) MUST_CHECK;

/*
 * Before whatever must be drained: SIGTERM and SIGINT wait for server_run.  A
 * process that answers a single request dies of them as any other.
 */
void server_hold_signals(void);

/*
 * Serves the listening socket with so many threads until a signal comes, or
 * until the database turns out to be another program version's.  OK when every
 * request has ended; UNAVAILABLE when some had to be cut and their
 * threads did not come back: the caller should end the process at once.
 */
enum outcome server_run(const struct service *service, int listen_fd,
    size_t thread_count) MUST_CHECK;

/* Serves one connection in the calling thread and closes it. */
void server_serve_one(const struct service *service, int fd);

#endif
