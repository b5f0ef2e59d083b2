/* Where the connections of the web server come from. */
#ifndef FCGI_SOCKET_H
#define FCGI_SOCKET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/outcome.h"

/* Is the descriptor a listening socket? */
bool socket_is_listening(int fd);

/* Reads and writes that stand still for that long fail with EAGAIN. */
void socket_set_timeout(int fd, int64_t timeout_ms);

/* What stands before the port where a path could be. */
#define SOCKET_LOOPBACK "127.0.0.1:"

/*
 * Listens on a unix socket at `path`, or on a port of this machine when it is
 * "127.0.0.1:PORT", for those web servers that know no other.  A unix socket
 * is bound under a name beside it and renamed over it, so that there is no
 * moment without a listener when a new process takes over from an old one.
 * Mode 0660.  FAILED (logged).
 */
enum outcome socket_bind(const char *path, int *out) MUST_CHECK;

/*
 * The socket to serve: one bound at `path` unless that is NULL, else the first
 * of LISTEN_FDS when they are meant for this process (sd_listen_fds(3)), else
 * descriptor 0 when it listens (FastCGI specification 2.2).  NOT_FOUND when
 * there is none of them.  It is close-on-exec and does not block.
 */
enum outcome socket_listen(const char *path, int *out) MUST_CHECK;

#endif
