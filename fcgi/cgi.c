/* The bridge from plain CGI to our own FastCGI side. */
#include "config.h"

#include "fcgi/cgi.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/token.h"
#include "fcgi/bridge.h"
#include "fcgi/socket.h"

#define PIECE ((size_t)64 * 1024)

struct bridge {
	const struct service *service;
	const char *const *params;
	int ours;   /* the web server's side */
	int theirs; /* the FastCGI side */
};

bool
cgi_is_cgi(void)
{
	return getenv("GATEWAY_INTERFACE") != NULL &&
	       getenv("REQUEST_METHOD") != NULL &&
	       !socket_is_listening(STDIN_FILENO);
}

bool
cgi_is_told_options(void)
{
	const char *query = getenv("QUERY_STRING");

	return cgi_is_cgi() && query != NULL && *query != '\0' &&
	       strchr(query, '=') == NULL;
}

void
cgi_refuse_options(void)
{
	const struct uuid id = uuid_new();

	printf("Status: 400 Bad Request\r\n"
	       "Content-Type: application/problem+json\r\n"
	       "Cache-Control: no-store\r\n"
	       "X-Request-Id: %s\r\n"
	       "\r\n"
	       "{\"type\":\"/problems/malformed_query\","
	       "\"title\":\"Bad Request\",\"status\":400,"
	       "\"detail\":\"A query has names and values.\","
	       "\"code\":\"malformed_query\",\"request_id\":\"%s\"}",
	    id.text, id.text);
}

/*
 * The environment, but REQUEST_URI without the path of the script: a program
 * at /cgi-bin/movie-house-fcgi has the same routes below it.  And the word that
 * it is plain CGI.
 */
static const char **
read_params(void *mem)
{
	const char *script = getenv("SCRIPT_NAME");
	size_t skip = script != NULL ? strlen(script) : 0;
	const char **params = mem_array(mem, const char *, 2);
	size_t count = 0;

	for (char **at = environ; *at != NULL; at++) {
		const char *uri = *at + strlen("REQUEST_URI=");

		params = mem_grow(mem, params, const char *, count + 3);
		params[count++] = *at;
		if (skip > 0 && text_starts(*at, "REQUEST_URI=") &&
		    text_starts(uri, script) && uri[skip] == '/')
			params[count - 1] =
			    mem_printf(mem, "REQUEST_URI=%s", uri + skip);
	}
	params[count] = CGI_PARAM "=1";
	params[count + 1] = NULL;
	return params;
}

/* RFC 3875 section 4.2: no more than CONTENT_LENGTH may be read. */
static int64_t
body_length(void)
{
	const char *text = getenv("CONTENT_LENGTH");
	int64_t length;

	return text != NULL && text_to_number(text, INT64_MAX, &length) ? length
									: 0;
}

/* Waits for more of the body; false when the other side wants no more. */
static bool
wait_for_body(int fd)
{
	struct pollfd sources[] = {
		{ .fd = STDIN_FILENO, .events = POLLIN },
		{ .fd = fd },
	};

	while (poll(sources, ARRAY_SIZE(sources), -1) < 0) {
		if (errno != EINTR)
			return false;
	}
	return sources[1].revents == 0;
}

static enum outcome
send_body(int fd)
{
	char piece[PIECE];
	int64_t left = body_length();

	while (left > 0 && wait_for_body(fd)) {
		ssize_t got = read(STDIN_FILENO, piece,
		    left < (int64_t)PIECE ? (size_t)left : PIECE);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return UNAVAILABLE;
		if (bridge_send(fd, piece, (size_t)got) != OK)
			return UNAVAILABLE;
		left -= got;
	}
	return left > 0 ? UNAVAILABLE : bridge_send(fd, NULL, 0);
}

static void *
send_request(void *argument)
{
	const struct bridge *bridge = argument;

	/* A body that broke off is told by the end of the connection. */
	if (bridge_begin(bridge->ours, bridge->params) != OK ||
	    send_body(bridge->ours) != OK)
		shutdown(bridge->ours, SHUT_WR);
	return NULL;
}

static void *
serve_request(void *argument)
{
	const struct bridge *bridge = argument;

	server_serve_one(bridge->service, bridge->theirs);
	return NULL;
}

static enum outcome
write_out(void *argument, const void *bytes, size_t length)
{
	const char *at = bytes;

	(void)argument;
	while (length > 0) {
		ssize_t written = write(STDOUT_FILENO, at, length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return UNAVAILABLE;
		at += written;
		length -= (size_t)written;
	}
	return OK;
}

static enum outcome
relay(struct bridge *bridge)
{
	pthread_t sender, server;
	enum outcome rc;

	if (pthread_create(&server, NULL, serve_request, bridge) != 0 ||
	    pthread_create(&sender, NULL, send_request, bridge) != 0) {
		log_error("cgi.no_thread", TEXT_PAIR("call", "pthread_create"));
		exit(EXIT_FAILURE);
	}
	rc = bridge_answer(bridge->ours, write_out, NULL);
	/* Ends both, even a sender that still waits for more of the body. */
	shutdown(bridge->ours, SHUT_RDWR);
	pthread_join(sender, NULL);
	pthread_join(server, NULL);
	return rc;
}

enum outcome
cgi_run(const struct service *service)
{
	AUTO_FREE void *mem = mem_context(NULL);
	AUTO_FD int ours = -1;
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
		log_error(
		    "cgi.no_socket", TEXT_PAIR("reason", strerror(errno)));
		return FAILED;
	}
	ours = ends[0];
	return relay(&(struct bridge){ .service = service,
	    .params = read_params(mem),
	    .ours = ours,
	    .theirs = ends[1] });
}
