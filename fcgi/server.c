/* Acceptor, workers, refuser and drain. */
#include "config.h"

#include "fcgi/server.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fcgiapp.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "fcgi/database.h"
#include "fcgi/desk.h"
#include "fcgi/queue.h"
#include "fcgi/socket.h"

#ifdef WITH_SANITIZERS
#define STACK_BYTES ((size_t)4 * 1024 * 1024)
#else
#define STACK_BYTES ((size_t)256 * 1024)
#endif

#define HEAD_TIMEOUT_MS 10000 /* until all parameters are there */
#define REFUSE_TIMEOUT_MS 1000
#define REFUSE_QUEUE 64
#define TICK_MS 250
#define DRAIN_TICK_MS 20
#define ACCEPT_PAUSE_MS 100 /* when there are no descriptors left */
#define CUT_GRACE_MS 3000   /* for threads to notice that they were cut */

struct worker {
	struct server *server;
	struct queue *queue;
	bool is_refuser;
	struct watch watch;
	pthread_t thread;
};

struct server {
	const struct service *service;
	int listen_fd, signal_fd;
	struct queue *queue, *overflow;
	struct worker *workers; /* the refuser is the last */
	size_t worker_count;
	pthread_mutex_t lock;
	size_t running; /* workers that have not ended */
};

static int64_t
timeout_ms(const struct service *service, bool is_refuser)
{
	return is_refuser ? REFUSE_TIMEOUT_MS
			  : service->settings->request_timeout_s * 1000;
}

static void
answer(const struct service *service, struct connection *connection)
{
	FCGX_Request *fcgi = connection->fcgi;
	int error = FCGX_GetError(fcgi->in);

	/* A connection that ends between two parameters passes for the end of
	   the parameters: only the error tells, and half a request gets none
	   but the end of the connection for an answer. */
	if (error != 0) {
		log_debug("request.cut", NUMBER_PAIR("error", error));
		FCGX_Free(fcgi, 1);
		return;
	}
	watch_move(
	    connection->watch, connection->started_ms +
				   timeout_ms(service, connection->is_refused));
	service->handle(service, connection);
	FCGX_Finish_r(fcgi);
}

/*
 * libfcgi is handed a connection that it has not accepted itself: it takes an
 * open ipcFd with keepConnection for one that is kept from a request before.
 * After that the answer ends the connection, whatever FCGI_KEEP_CONN asked
 * for: a kept one would hold this thread while it is idle.
 */
static void
serve(const struct service *service, struct connection *connection, int fd)
{
	int64_t limit_ms = timeout_ms(service, connection->is_refused);
	FCGX_Request fcgi;

	connection->fcgi = &fcgi;
	connection->started_ms = clock_monotonic_ms();
	socket_set_timeout(fd, limit_ms);
	watch_begin(connection->watch, fd,
	    connection->started_ms +
		(limit_ms < HEAD_TIMEOUT_MS ? limit_ms : HEAD_TIMEOUT_MS));
	FCGX_InitRequest(&fcgi, -1, 0);
	fcgi.ipcFd = fd;
	fcgi.keepConnection = 1;
	if (FCGX_Accept_r(&fcgi) == 0) {
		fcgi.keepConnection = 0;
		answer(service, connection);
	}
	connection->fcgi = NULL;
	watch_end(connection->watch);
}

void
server_serve_one(const struct service *service, int fd)
{
	struct watch watch;
	struct connection connection = { .watch = &watch };

	watch_init(&watch);
	if (service->thread_open != NULL)
		connection.thread_data =
		    service->thread_open(service->settings);
	serve(service, &connection, fd);
	if (service->thread_close != NULL)
		service->thread_close(connection.thread_data);
	watch_destroy(&watch);
}

static void
serve_queue(struct worker *worker)
{
	const struct service *service = worker->server->service;
	void *thread_data = NULL;
	int fd;

	if (service->thread_open != NULL && !worker->is_refuser)
		thread_data = service->thread_open(service->settings);
	while (queue_take(worker->queue, &fd)) {
		struct connection connection = { .watch = &worker->watch,
			.thread_data = thread_data,
			.is_refused = worker->is_refuser };

		serve(service, &connection, fd);
	}
	if (service->thread_close != NULL && !worker->is_refuser)
		service->thread_close(thread_data);
}

static void *
worker_run(void *argument)
{
	struct worker *worker = argument;
	struct server *server = worker->server;

	serve_queue(worker);
	pthread_mutex_lock(&server->lock);
	server->running--;
	pthread_mutex_unlock(&server->lock);
	return NULL;
}

static void
start_worker(struct server *server, const pthread_attr_t *attributes, size_t i)
{
	struct worker *worker = &server->workers[i];
	int error;

	worker->server = server;
	worker->is_refuser = i == server->worker_count - 1;
	worker->queue = worker->is_refuser ? server->overflow : server->queue;
	watch_init(&worker->watch);
	error = pthread_create(&worker->thread, attributes, worker_run, worker);
	if (error == 0)
		return;
	log_error("server.no_thread", TEXT_PAIR("reason", strerror(error)));
	abort();
}

static void
start_workers(struct server *server)
{
	pthread_attr_t attributes;

	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK_BYTES);
	server->running = server->worker_count;
	for (size_t i = 0; i < server->worker_count; i++)
		start_worker(server, &attributes, i);
	pthread_attr_destroy(&attributes);
}

static size_t
count_running(struct server *server)
{
	size_t running;

	pthread_mutex_lock(&server->lock);
	running = server->running;
	pthread_mutex_unlock(&server->lock);
	return running;
}

/* Ends the connections whose deadline is before `now_ms`. */
static void
check_watches(struct server *server, int64_t now_ms)
{
	for (size_t i = 0; i < server->worker_count; i++) {
		if (watch_check(&server->workers[i].watch, now_ms))
			log_warn("request.overdue", NUMBER_PAIR("thread", i));
	}
}

static void
give_to_refuser(struct server *server, int fd)
{
	if (queue_put(server->overflow, fd))
		return;
	log_warn("server.overrun", TEXT_PAIR("service", server->service->name));
	close(fd);
}

static void
dispatch(struct server *server, int fd)
{
	if (!queue_put(server->queue, fd))
		give_to_refuser(server, fd);
}

/* Where threads are held for minutes, a place in the queue is worth nothing:
   whoever has one should hear so while somebody still listens. */
static void
refuse_the_late(struct server *server, int64_t now_ms)
{
	int64_t wait_ms = server->service->wait_ms;
	int fd;

	while (wait_ms > 0 &&
	       queue_take_late(server->queue, now_ms - wait_ms, &fd))
		give_to_refuser(server, fd);
}

/* Takes one connection; false when none waits. */
static bool
accept_one(struct server *server)
{
	int fd = accept4(server->listen_fd, NULL, NULL, SOCK_CLOEXEC);

	if (fd >= 0) {
		dispatch(server, fd);
		return true;
	}
	if (errno == EAGAIN)
		return false;
	log_warn("server.accept", TEXT_PAIR("reason", strerror(errno)));
	clock_sleep_ms(ACCEPT_PAUSE_MS);
	return true;
}

static bool
is_refused(const struct service *service)
{
	return service->database != NULL &&
	       database_is_refused(service->database);
}

/* A signal stays readable, nobody needs to take it. */
static void
accept_until_the_end(struct server *server)
{
	struct pollfd sources[] = {
		{ .fd = server->listen_fd, .events = POLLIN },
		{ .fd = server->signal_fd, .events = POLLIN },
	};
	int64_t checked_ms = 0;

	do {
		int64_t now_ms;

		if (poll(sources, ARRAY_SIZE(sources), TICK_MS) > 0 &&
		    (sources[0].revents & POLLIN) != 0)
			accept_one(server);
		now_ms = clock_monotonic_ms();
		if (now_ms - checked_ms >= TICK_MS) {
			check_watches(server, now_ms);
			refuse_the_late(server, now_ms);
			desk_look();
			checked_ms = now_ms;
		}
	} while (
	    (sources[1].revents & POLLIN) == 0 && !is_refused(server->service));
}

static bool
wait_for_workers(struct server *server, int64_t until_ms)
{
	while (count_running(server) > 0) {
		int64_t now_ms = clock_monotonic_ms();

		if (now_ms > until_ms)
			return false;
		check_watches(server, now_ms);
		clock_sleep_ms(DRAIN_TICK_MS);
	}
	return true;
}

static enum outcome
drain(struct server *server)
{
	int64_t until_ms =
	    clock_monotonic_ms() + server->service->settings->drain_s * 1000;
	size_t lost;

	log_info("server.drain", TEXT_PAIR("service", server->service->name));
	while (clock_monotonic_ms() < until_ms && accept_one(server))
		check_watches(server, clock_monotonic_ms());
	file_auto_close(&server->listen_fd);
	queue_close(server->queue);
	queue_close(server->overflow);
	if (wait_for_workers(server, until_ms))
		return OK;
	lost = queue_discard(server->queue) + queue_discard(server->overflow);
	log_warn("server.cut", NUMBER_PAIR("running", count_running(server)),
	    NUMBER_PAIR("waiting", lost));
	check_watches(server, INT64_MAX);
	return wait_for_workers(server, clock_monotonic_ms() + CUT_GRACE_MS)
		   ? OK
		   : UNAVAILABLE;
}

static void
stop_signals(sigset_t *out)
{
	sigemptyset(out);
	sigaddset(out, SIGTERM);
	sigaddset(out, SIGINT);
}

enum outcome
server_prepare(void)
{
	const struct sigaction ignore = { .sa_handler = SIG_IGN },
			       usual = { .sa_handler = SIG_DFL };
	int error;

	/* FCGX_Init installs handlers, one for SIGTERM among them that only
	   makes a note: ours come after it. */
	error = FCGX_Init();
	if (error != 0) {
		log_error("server.no_fcgi", NUMBER_PAIR("error", error));
		return FAILED;
	}
	sigaction(SIGPIPE, &ignore, NULL);
	sigaction(SIGTERM, &usual, NULL);
	return OK;
}

void
server_hold_signals(void)
{
	sigset_t signals;

	stop_signals(&signals);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);
}

static void
server_free(struct server *server)
{
	for (size_t i = 0; i < server->worker_count; i++) {
		pthread_join(server->workers[i].thread, NULL);
		watch_destroy(&server->workers[i].watch);
	}
	queue_free(server->queue);
	queue_free(server->overflow);
	pthread_mutex_destroy(&server->lock);
	file_auto_close(&server->signal_fd);
	talloc_free(server);
}

enum outcome
server_run(const struct service *service, int listen_fd, size_t thread_count)
{
	struct server *server = mem_new(NULL, struct server);
	sigset_t signals;
	enum outcome rc;

	stop_signals(&signals);
	server->service = service;
	server->listen_fd = listen_fd;
	server->signal_fd = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
	server->queue = queue_new((size_t)service->settings->request_queue);
	server->overflow = queue_new(REFUSE_QUEUE);
	server->worker_count = thread_count + 1;
	server->workers =
	    mem_array(server, struct worker, server->worker_count);
	pthread_mutex_init(&server->lock, NULL);
	start_workers(server);
	log_info("server.ready", TEXT_PAIR("service", service->name),
	    NUMBER_PAIR("threads", thread_count));
	accept_until_the_end(server);
	rc = drain(server);
	/* Threads that did not come back still use it. */
	if (rc == OK)
		server_free(server);
	return rc;
}
