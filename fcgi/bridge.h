/*
 * The web server's side of one FastCGI exchange (FastCGI specification 1.0,
 * sections 3, 5 and 6): what turns plain CGI into FastCGI, and what the tests
 * ask the handlers with.  The descriptor is a connected, blocking socket.
 */
#ifndef FCGI_BRIDGE_H
#define FCGI_BRIDGE_H

#include <stddef.h>

#include "base/outcome.h"

/*
 * Begins a request for a responder: FCGI_BEGIN_REQUEST and the parameters,
 * each "NAME=value", NULL-ended.  UNAVAILABLE when the other side has gone.
 */
enum outcome bridge_begin(int fd, const char *const *params) MUST_CHECK;

/* Sends a piece of the body; a length of 0 ends it.  UNAVAILABLE as above. */
enum outcome bridge_send(int fd, const void *bytes, size_t length) MUST_CHECK;

/* Takes a piece of the answer; anything but OK ends bridge_answer with it. */
typedef enum outcome bridge_sink(
    void *argument, const void *bytes, size_t length);

/*
 * Hands on the answer until FCGI_END_REQUEST.  UNAVAILABLE when the other
 * side went before that, MALFORMED when it does not speak FastCGI.
 */
enum outcome bridge_answer(
    int fd, bridge_sink *sink, void *argument) MUST_CHECK;

#endif
