/* FastCGI records, written and read as a web server does. */
#include "config.h"

#include "fcgi/bridge.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include <fastcgi.h>

#include "base/mem.h"

#define REQUEST_ID 1
#define MAX_CONTENT 65528 /* a multiple of 8: no padding is needed */

static enum outcome
send_all(int fd, const void *bytes, size_t length)
{
	const char *at = bytes;

	while (length > 0) {
		ssize_t sent = send(fd, at, length, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0)
			return UNAVAILABLE;
		at += sent;
		length -= (size_t)sent;
	}
	return OK;
}

static enum outcome
send_record(int fd, unsigned char type, const void *content, size_t length)
{
	const FCGI_Header header = { .version = FCGI_VERSION_1,
		.type = type,
		.requestIdB0 = REQUEST_ID,
		.contentLengthB1 = (unsigned char)(length >> 8),
		.contentLengthB0 = (unsigned char)length };
	enum outcome rc = send_all(fd, &header, sizeof(header));

	return rc == OK ? send_all(fd, content, length) : rc;
}

static enum outcome
send_stream(int fd, unsigned char type, const void *content, size_t length)
{
	const char *at = content;
	enum outcome rc = OK;

	while (length > 0 && rc == OK) {
		size_t step = length < MAX_CONTENT ? length : MAX_CONTENT;

		rc = send_record(fd, type, at, step);
		at += step;
		length -= step;
	}
	return rc;
}

/* Section 3.4: a length below 128 is one byte, else four with the top bit. */
static size_t
put_length(unsigned char *at, size_t length)
{
	if (length < 128) {
		at[0] = (unsigned char)length;
		return 1;
	}
	at[0] = (unsigned char)(length >> 24 | 0x80);
	at[1] = (unsigned char)(length >> 16);
	at[2] = (unsigned char)(length >> 8);
	at[3] = (unsigned char)length;
	return 4;
}

/* The pairs in their binary form, below `mem`. */
static unsigned char *
encode_params(void *mem, const char *const *params, size_t *out)
{
	unsigned char *bytes = NULL;
	size_t used = 0;

	for (; *params != NULL; params++) {
		const char *equals = strchr(*params, '=');
		size_t name = equals != NULL ? (size_t)(equals - *params) : 0;
		size_t value = equals != NULL ? strlen(equals + 1) : 0;

		if (equals == NULL)
			continue;
		bytes = mem_grow(
		    mem, bytes, unsigned char, used + 8 + name + value);
		used += put_length(bytes + used, name);
		used += put_length(bytes + used, value);
		memcpy(bytes + used, *params, name);
		memcpy(bytes + used + name, equals + 1, value);
		used += name + value;
	}
	*out = used;
	return bytes;
}

enum outcome
bridge_begin(int fd, const char *const *params)
{
	const FCGI_BeginRequestBody body = { .roleB0 = FCGI_RESPONDER };
	AUTO_FREE void *mem = mem_context(NULL);
	unsigned char *pairs;
	enum outcome rc;
	size_t length;

	pairs = encode_params(mem, params, &length);
	rc = send_record(fd, FCGI_BEGIN_REQUEST, &body, sizeof(body));
	if (rc == OK)
		rc = send_stream(fd, FCGI_PARAMS, pairs, length);
	return rc == OK ? send_record(fd, FCGI_PARAMS, NULL, 0) : rc;
}

enum outcome
bridge_send(int fd, const void *bytes, size_t length)
{
	if (length == 0)
		return send_record(fd, FCGI_STDIN, NULL, 0);
	return send_stream(fd, FCGI_STDIN, bytes, length);
}

static enum outcome
receive(int fd, void *bytes, size_t length)
{
	char *at = bytes;

	while (length > 0) {
		ssize_t got = recv(fd, at, length, 0);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return UNAVAILABLE;
		at += got;
		length -= (size_t)got;
	}
	return OK;
}

/* The content and padding of a record; `sink` NULL: nobody wants it. */
static enum outcome
receive_content(
    int fd, const FCGI_Header *header, bridge_sink *sink, void *argument)
{
	size_t length =
	    (size_t)header->contentLengthB1 << 8 | header->contentLengthB0;
	char content[FCGI_MAX_LENGTH + 256];
	enum outcome rc;

	rc = receive(fd, content, length + header->paddingLength);
	if (rc != OK || sink == NULL || length == 0)
		return rc;
	return sink(argument, content, length);
}

enum outcome
bridge_answer(int fd, bridge_sink *sink, void *argument)
{
	FCGI_Header header;
	enum outcome rc;

	do {
		rc = receive(fd, &header, sizeof(header));
		if (rc == OK && header.version != FCGI_VERSION_1)
			rc = MALFORMED;
		if (rc == OK)
			rc = receive_content(fd, &header,
			    header.type == FCGI_STDOUT ? sink : NULL, argument);
	} while (rc == OK && header.type != FCGI_END_REQUEST);
	return rc;
}
