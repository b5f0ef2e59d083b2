/* A larger buffer for libfcgi's reader, behind a check of its layout. */
#include "config.h"

#include "fcgi/reader.h"

#include <limits.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <fastcgi.h>
#include <fcgiapp.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "fcgi/bridge.h"
#include "fcgi/socket.h"

/* What FCGX_Stream.data points to: private to libfcgi's fcgiapp.c. */
struct stream_data {
	unsigned char *buffer;
	int buffer_size;
	unsigned char *allocated; /* what is freed; `buffer` is it, aligned */
	unsigned char *buffer_stop;
	int type;
	int stops_at_record;
	int skips;
	int content_left; /* of the record being read */
	int padding_left;
	int has_written;
	int is_raw;
	FCGX_Request *request;
};

#define STOCK_SIZE 8192
#define PROBE_SIZE 20000 /* more than one stock buffer */
#define PROBE_FIRST 10   /* that much of it is sent before the check */
#define PROBE_TIMEOUT_MS 1000

static bool is_known_layout;

/* Could the private data be what we take it for? */
static bool
looks_right(FCGX_Stream *in)
{
	struct stream_data *data = in->data;

	return malloc_usable_size(data) >= sizeof(*data) &&
	       data->buffer == data->allocated &&
	       data->buffer_size == STOCK_SIZE && data->type == FCGI_STDIN &&
	       data->buffer <= in->rdNext && in->rdNext <= in->stop &&
	       in->stop <= data->buffer_stop &&
	       data->buffer_stop - data->buffer <= data->buffer_size;
}

static void
swap_buffer(FCGX_Stream *in, int size)
{
	struct stream_data *data = in->data;
	unsigned char *buffer = mem_check(malloc((size_t)size));
	size_t unread = (size_t)(data->buffer_stop - in->rdNext);
	size_t readable = (size_t)(in->stop - in->rdNext);

	memcpy(buffer, in->rdNext, unread);
	free(data->allocated);
	data->allocated = data->buffer = buffer;
	data->buffer_size = size;
	data->buffer_stop = buffer + unread;
	in->rdNext = in->stopUnget = buffer;
	in->stop = in->wrNext = buffer + readable;
}

/*
 * One request whose body comes in two halves.  Between them the numbers that
 * we would change must be where we look for them.
 */
static bool
probe(FCGX_Request *request, int web_server)
{
	static const char *const params[] = { "REQUEST_METHOD=PUT", NULL };
	char body[PROBE_SIZE], seen[PROBE_SIZE + 1];
	const FCGI_Header header = { .version = FCGI_VERSION_1,
		.type = FCGI_STDIN,
		.requestIdB0 = 1,
		.contentLengthB1 = PROBE_SIZE >> 8,
		.contentLengthB0 = PROBE_SIZE & 0xff };
	struct stream_data *data;

	for (size_t i = 0; i < sizeof(body); i++)
		body[i] = (char)(i * 31 >> 3);
	if (bridge_begin(web_server, params) != OK ||
	    send(web_server, &header, sizeof(header), 0) < 0 ||
	    send(web_server, body, PROBE_FIRST, 0) < 0 ||
	    FCGX_Accept_r(request) != 0 ||
	    FCGX_GetStr(seen, 1, request->in) != 1 || !looks_right(request->in))
		return false;
	data = request->in->data;
	if (data->content_left != PROBE_SIZE - PROBE_FIRST ||
	    data->request != request)
		return false;
	swap_buffer(request->in, 2 * STOCK_SIZE);
	return send(web_server, body + PROBE_FIRST, PROBE_SIZE - PROBE_FIRST,
		   0) == PROBE_SIZE - PROBE_FIRST &&
	       bridge_send(web_server, NULL, 0) == OK &&
	       FCGX_GetStr(seen + 1, PROBE_SIZE, request->in) ==
		   PROBE_SIZE - 1 &&
	       FCGX_GetError(request->in) == 0 &&
	       memcmp(seen, body, PROBE_SIZE) == 0;
}

void
reader_check(void)
{
	FCGX_Request request;
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
		log_warn("reader.stock", TEXT_PAIR("reason", "no socket"));
		return;
	}
	socket_set_timeout(ends[0], PROBE_TIMEOUT_MS);
	FCGX_InitRequest(&request, -1, 0);
	request.ipcFd = ends[0];
	request.keepConnection = 1;
	is_known_layout = probe(&request, ends[1]);
	file_auto_close(&ends[1]);
	if (request.ipcFd >= 0) {
		request.keepConnection = 0;
		FCGX_Finish_r(&request);
	}
	if (!is_known_layout)
		log_warn("reader.stock",
		    TEXT_PAIR("reason", "unknown layout of libfcgi"));
}

void
reader_enlarge(struct FCGX_Stream *in, size_t size)
{
	if (is_known_layout && size > STOCK_SIZE && size <= INT_MAX &&
	    looks_right(in))
		swap_buffer(in, (int)size);
}
