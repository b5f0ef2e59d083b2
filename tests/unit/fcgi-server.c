/* fcgi/server, queue and socket: threads, deadlines, drain. */
#include "config.h"

#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/token.h"
#include "fcgi/body.h"
#include "fcgi/bridge.h"
#include "fcgi/exchange.h"
#include "fcgi/queue.h"
#include "fcgi/response.h"
#include "fcgi/route.h"
#include "fcgi/server.h"
#include "fcgi/socket.h"

#define THREADS 3

static atomic_int opened, closed;

static void *
open_thread(const struct settings *settings)
{
	(void)settings;
	opened++;
	return mem_text(NULL, "mine");
}

static void
close_thread(void *thread_data)
{
	closed++;
	talloc_free(thread_data);
}

static enum outcome
show_thread_data(struct request *rq, struct response *rs)
{
	const char *text = (const char *)rq->house->db;

	return response_text(rs, "text/plain", text, strlen(text));
}

static enum outcome
count_body(struct request *rq, struct response *rs)
{
	struct json_object *json;
	char buffer[4096];
	enum outcome rc;
	size_t got;

	do
		rc = request_body_read(rq, buffer, sizeof(buffer), &got);
	while (rc == OK && got == sizeof(buffer));
	if (rc != OK)
		return rc;
	json = json_object_new_object();
	json_object_object_add(
	    json, "count", json_object_new_int64(rq->received_bytes));
	return response_json(rs, json);
}

static enum outcome
take_long(struct request *rq, struct response *rs)
{
	(void)rq;
	clock_sleep_ms(300);
	return response_none(rs);
}

static const struct route table[] = {
	{ GET, "/mine", VIEW, BODY_NONE, show_thread_data },
	{ GET, "/long", VIEW, BODY_NONE, take_long },
	{ PUT, "/count", EDIT, BODY_STREAM, count_body },
	{ .pattern = NULL },
};

static const struct settings settings = {
	.request_timeout_s = 1, .drain_s = 2, .request_queue = 16
};

static const struct service service = {
	.name = "api",
	.settings = &settings,
	.routes = table,
	.thread_open = open_thread,
	.thread_close = close_thread,
	.handle = exchange_handle,
};

/* A server in a thread, on a socket in a folder of its own. */
struct running {
	char folder[32];
	char path[48];
	int fd;
	pthread_t thread;
	bool is_joined;
	enum outcome outcome;
};

static void *
run(void *argument)
{
	struct running *running = argument;

	running->outcome = server_run(&service, running->fd, THREADS);
	return NULL;
}

static int
start(void **state)
{
	struct running *running = mem_new(NULL, struct running);

	opened = closed = 0;
	strcpy(running->folder, "/tmp/fcgi-server.XXXXXX");
	if (mkdtemp(running->folder) == NULL)
		return -1;
	snprintf(running->path, sizeof(running->path), "%s/api.sock",
	    running->folder);
	unsetenv("LISTEN_FDS");
	if (socket_listen(running->path, &running->fd) != OK)
		return -1;
	*state = running;
	return pthread_create(&running->thread, NULL, run, running);
}

/* The signal is blocked everywhere: the server takes it by its signalfd, and
   here it is taken away again for the next one. */
static void
ask_to_stop(void)
{
	kill(getpid(), SIGTERM);
}

static enum outcome
wait_for_end(struct running *running)
{
	if (!running->is_joined)
		pthread_join(running->thread, NULL);
	running->is_joined = true;
	return running->outcome;
}

static int
end(void **state)
{
	struct running *running = *state;
	enum outcome rc = wait_for_end(running);
	sigset_t signals;
	int number;

	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigwait(&signals, &number);
	unlink(running->path);
	rmdir(running->folder);
	talloc_free(running);
	return rc == OK ? 0 : -1;
}

static int
stop(void **state)
{
	ask_to_stop();
	return end(state);
}

static int
connect_to(const struct running *running)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	strcpy(address.sun_path, running->path);
	assert_int_equal(
	    0, connect(fd, (struct sockaddr *)&address, sizeof(address)));
	return fd;
}

static int
begin(const struct running *running, const char *method, const char *uri)
{
	AUTO_FREE void *mem = mem_context(NULL);
	const char *params[] = { mem_printf(mem, "REQUEST_METHOD=%s", method),
		mem_printf(mem, "REQUEST_URI=%s", uri), NULL };
	int fd = connect_to(running);

	assert_int_equal(OK, bridge_begin(fd, params));
	return fd;
}

static enum outcome
collect(void *argument, const void *bytes, size_t length)
{
	mem_append(NULL, argument, "%.*s", (int)length, (const char *)bytes);
	return OK;
}

/* The whole answer, to be freed, or NULL when the server hung up. */
static char *
finish(int fd)
{
	char *text = NULL;
	enum outcome rc = bridge_answer(fd, collect, &text);

	close(fd);
	if (rc == OK)
		return text;
	talloc_free(text);
	return NULL;
}

static void
gives_each_thread_something_of_its_own(void **state)
{
	int fd = begin(*state, "GET", "/mine");
	char *answer;

	assert_int_equal(OK, bridge_send(fd, NULL, 0));
	answer = finish(fd);
	assert_non_null(strstr(answer, "\r\n\r\nmine"));
	talloc_free(answer);
	ask_to_stop();
	assert_int_equal(OK, wait_for_end(*state));
	assert_int_equal(THREADS, opened);
	assert_int_equal(THREADS, closed);
}

static void
ends_a_client_that_trickles(void **state)
{
	int fd = begin(*state, "PUT", "/count");
	int64_t began_ms = clock_monotonic_ms();
	char *answer;

	/* Never silent for long, but a byte is no progress. */
	while (bridge_send(fd, "x", 1) == OK &&
	       clock_monotonic_ms() - began_ms < 5000)
		clock_sleep_ms(50);
	assert_in_range(clock_monotonic_ms() - began_ms, 900, 3000);
	answer = finish(fd);
	assert_null(answer);
}

static void
lets_a_client_go_on_that_is_fast_enough(void **state)
{
	static const char piece[20000];
	int fd = begin(*state, "PUT", "/count");
	char *answer;

	for (int i = 0; i < 25; i++) {
		assert_int_equal(OK, bridge_send(fd, piece, sizeof(piece)));
		clock_sleep_ms(100);
	}
	assert_int_equal(OK, bridge_send(fd, NULL, 0));
	answer = finish(fd);
	assert_non_null(answer);
	assert_non_null(strstr(answer, "{\"count\":500000}"));
	talloc_free(answer);
}

static void
answers_all_that_it_has_taken_before_it_ends(void **state)
{
	struct running *running = *state;
	int fds[3 * THREADS];

	for (size_t i = 0; i < ARRAY_SIZE(fds); i++) {
		fds[i] = begin(running, "GET", "/long");
		assert_int_equal(OK, bridge_send(fds[i], NULL, 0));
	}
	ask_to_stop();
	for (size_t i = 0; i < ARRAY_SIZE(fds); i++) {
		char *answer = finish(fds[i]);

		assert_non_null(answer);
		assert_non_null(strstr(answer, "Status: 204"));
		talloc_free(answer);
	}
}

/* BEGIN_REQUEST and parameters of which A=B is complete, AB=C is not. */
static const char half_request[] = "\1\1\0\1\0\10\0\0"
				   "\0\1\0\0\0\0\0\0"
				   "\1\4\0\1\0\100\0\0"
				   "\1\1AB\2\1AB";

static void
does_not_answer_half_a_request(void **state)
{
	for (size_t i = 1; i < sizeof(half_request); i++) {
		int fd = connect_to(*state);
		char byte;

		assert_int_equal(i, send(fd, half_request, i, MSG_NOSIGNAL));
		shutdown(fd, SHUT_WR);
		assert_int_equal(0, recv(fd, &byte, 1, 0));
		close(fd);
	}
}

static void
has_a_queue_with_a_limit_and_an_order(void **state)
{
	struct queue *queue = queue_new(2);
	int fd;

	(void)state;
	assert_true(queue_put(queue, 1001));
	assert_true(queue_put(queue, 1002));
	assert_false(queue_put(queue, 1003));
	assert_true(queue_take(queue, &fd));
	assert_int_equal(1001, fd);
	assert_true(queue_put(queue, 1004));
	queue_close(queue);
	assert_false(queue_put(queue, 1005));
	assert_true(queue_take(queue, &fd));
	assert_int_equal(1002, fd);
	assert_true(queue_take(queue, &fd));
	assert_int_equal(1004, fd);
	assert_false(queue_take(queue, &fd));
	queue_free(queue);
}

static void
gives_back_whoever_has_waited_too_long(void **state)
{
	struct queue *queue = queue_new(2);
	int64_t began_ms = clock_monotonic_ms();
	int fd;

	(void)state;
	assert_false(queue_take_late(queue, INT64_MAX, &fd));
	assert_true(queue_put(queue, 1001));
	clock_sleep_ms(2);
	assert_true(queue_put(queue, 1002));
	assert_false(queue_take_late(queue, began_ms, &fd));
	assert_true(queue_take_late(queue, clock_monotonic_ms() - 1, &fd));
	assert_int_equal(1001, fd);
	assert_true(queue_take_late(queue, INT64_MAX, &fd));
	assert_int_equal(1002, fd);
	assert_false(queue_take_late(queue, INT64_MAX, &fd));
	queue_close(queue);
	queue_free(queue);
}

static void
closes_what_nobody_took(void **state)
{
	struct queue *queue = queue_new(2);
	int ends[2];

	(void)state;
	assert_int_equal(0, pipe(ends));
	assert_true(queue_put(queue, ends[0]));
	assert_true(queue_put(queue, ends[1]));
	assert_int_equal(2, queue_discard(queue));
	assert_int_equal(-1, fcntl(ends[0], F_GETFD));
	assert_int_equal(-1, fcntl(ends[1], F_GETFD));
	queue_free(queue);
}

static int
prepare(void **state)
{
	(void)state;
	token_init();
	log_set_level(LOG_ERROR);
	if (server_prepare() != OK)
		return -1;
	server_hold_signals();
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    gives_each_thread_something_of_its_own, start, end),
		cmocka_unit_test_setup_teardown(
		    ends_a_client_that_trickles, start, stop),
		cmocka_unit_test_setup_teardown(
		    lets_a_client_go_on_that_is_fast_enough, start, stop),
		cmocka_unit_test_setup_teardown(
		    answers_all_that_it_has_taken_before_it_ends, start, end),
		cmocka_unit_test_setup_teardown(
		    does_not_answer_half_a_request, start, stop),
		cmocka_unit_test(has_a_queue_with_a_limit_and_an_order),
		cmocka_unit_test(gives_back_whoever_has_waited_too_long),
		cmocka_unit_test(closes_what_nobody_took),
	};

	return cmocka_run_group_tests(tests, prepare, NULL);
}
