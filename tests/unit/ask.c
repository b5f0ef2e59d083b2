/* The bridge of fcgi/bridge.h as a test's web server. */
#include "config.h"

#include "tests/unit/ask.h"

#include <pthread.h>
#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/token.h"
#include "fcgi/bridge.h"
#include "fcgi/exchange.h"
#include "fcgi/reader.h"
#include "fcgi/server.h"

struct side {
	const struct service *service;
	int fd;
};

static void *
serve(void *argument)
{
	const struct side *side = argument;

	server_serve_one(side->service, side->fd);
	return NULL;
}

static enum outcome
collect(void *argument, const void *bytes, size_t length)
{
	char **text = argument;

	mem_append(NULL, text, "%.*s", (int)length, (const char *)bytes);
	return OK;
}

static const char **
make_params(void *mem, const struct question *question)
{
	const char **params =
	    mem_array(mem, const char *, ARRAY_SIZE(question->params) + 4);
	size_t used = 0;

	params[used++] = mem_printf(mem, "REQUEST_METHOD=%s", question->method);
	params[used++] = mem_printf(mem, "REQUEST_URI=%s", question->uri);
	for (size_t i = 0; i < ARRAY_SIZE(question->params); i++) {
		if (question->params[i] != NULL)
			params[used++] = question->params[i];
	}
	return params;
}

static void
send_question(int fd, const char **params, const struct question *question)
{
	assert_int_equal(OK, bridge_begin(fd, params));
	/* What is refused early may be gone before all of it is sent. */
	if (question->length > 0 &&
	    bridge_send(fd, question->body, question->length) != OK)
		return;
	if (question->is_cut)
		shutdown(fd, SHUT_WR);
	else if (!question->is_slow && bridge_send(fd, NULL, 0) != OK)
		return;
}

static struct reply
split(void *mem, const char *text)
{
	const char *blank = strstr(text, "\r\n\r\n");
	struct reply reply = { .head = NULL };

	assert_non_null(blank);
	reply.head = mem_text_n(mem, text, (size_t)(blank + 2 - text));
	reply.body = mem_text(mem, blank + 4);
	reply.status = atoi(reply_header(mem, &reply, "Status"));
	return reply;
}

void
ask_prepare(void)
{
	token_init();
	log_set_level(LOG_ERROR);
	assert_int_equal(OK, server_prepare());
	reader_check();
}

struct reply
ask(void *mem, const struct route *table, const struct question *question)
{
	static const struct settings settings = { .request_timeout_s = 1 };
	const struct service service = { .name = "api",
		.settings = &settings,
		.routes = table,
		.handle = exchange_handle };
	AUTO_FREE char *text = NULL;
	pthread_t thread;
	struct side side;
	int ends[2];

	assert_int_equal(
	    0, socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
	side = (struct side){ .service = &service, .fd = ends[0] };
	assert_int_equal(0, pthread_create(&thread, NULL, serve, &side));
	send_question(ends[1], make_params(mem, question), question);
	assert_int_equal(OK, bridge_answer(ends[1], collect, &text));
	close(ends[1]);
	pthread_join(thread, NULL);
	return split(mem, text);
}

char *
reply_header(void *mem, const struct reply *reply, const char *name)
{
	size_t length = strlen(name);

	for (const char *line = reply->head; *line != '\0';) {
		const char *end = strstr(line, "\r\n");

		if (strncmp(line, name, length) == 0 && line[length] == ':')
			return mem_text_n(mem, line + length + 2,
			    (size_t)(end - line) - length - 2);
		line = end + 2;
	}
	return NULL;
}

struct json_object *
reply_json(const struct reply *reply)
{
	struct json_object *json = json_tokener_parse(reply->body);

	assert_non_null(json);
	return json;
}
