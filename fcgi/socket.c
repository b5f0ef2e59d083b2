/* Listening sockets: handed down, bound, or on descriptor 0. */
#include "config.h"

#include "fcgi/socket.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/text.h"

#define FIRST_PASSED_FD 3
#define BACKLOG 1024

bool
socket_is_listening(int fd)
{
	int is_listening = 0;
	socklen_t length = sizeof(is_listening);

	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &is_listening,
		   &length) == 0 &&
	       is_listening != 0;
}

void
socket_set_timeout(int fd, int64_t timeout_ms)
{
	struct timeval limit = { .tv_sec = (time_t)(timeout_ms / 1000),
		.tv_usec = (suseconds_t)(timeout_ms % 1000 * 1000) };

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
}

static bool
has_passed_fds(void)
{
	const char *pid_text = getenv("LISTEN_PID");
	const char *count_text = getenv("LISTEN_FDS");
	int64_t pid, count;

	return pid_text != NULL && count_text != NULL &&
	       text_to_number(pid_text, INT32_MAX, &pid) && pid == getpid() &&
	       text_to_number(count_text, INT32_MAX, &count) && count > 0;
}

static enum outcome
failed(const char *what, const char *path)
{
	log_error("socket.failed", TEXT_PAIR("call", what),
	    TEXT_PAIR("path", path), TEXT_PAIR("reason", strerror(errno)));
	return FAILED;
}

static enum outcome
bind_loopback(const char *place, int *out)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	AUTO_FD int fd = -1;
	int64_t port;
	const int on = 1;

	if (!text_to_number(
		place + strlen(SOCKET_LOOPBACK), UINT16_MAX, &port)) {
		errno = EINVAL;
		return failed("bind", place);
	}
	address.sin_port = htons((uint16_t)port);
	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return failed("socket", place);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0 ||
	    listen(fd, BACKLOG) != 0)
		return failed("listen", place);
	*out = fd;
	fd = -1;
	return OK;
}

static enum outcome
bind_path(const char *path, int *out)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	AUTO_FD int fd = -1;
	int length = snprintf(address.sun_path, sizeof(address.sun_path),
	    "%s.%ld", path, (long)getpid());

	if (length < 0 || (size_t)length >= sizeof(address.sun_path)) {
		errno = ENAMETOOLONG;
		return failed("bind", path);
	}
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return failed("socket", path);
	/* A process of this number may have left one behind. */
	unlink(address.sun_path);
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0)
		return failed("bind", path);
	if (chmod(address.sun_path, 0660) != 0 || listen(fd, BACKLOG) != 0 ||
	    rename(address.sun_path, path) != 0) {
		enum outcome rc = failed("listen", path);

		unlink(address.sun_path);
		return rc;
	}
	*out = fd;
	fd = -1;
	return OK;
}

enum outcome
socket_bind(const char *path, int *out)
{
	return text_starts(path, SOCKET_LOOPBACK) ? bind_loopback(path, out)
						  : bind_path(path, out);
}

static enum outcome
find(const char *path, int *out)
{
	if (path != NULL)
		return socket_bind(path, out);
	if (has_passed_fds() && socket_is_listening(FIRST_PASSED_FD)) {
		*out = FIRST_PASSED_FD;
		return OK;
	}
	*out = STDIN_FILENO;
	return socket_is_listening(STDIN_FILENO) ? OK : NOT_FOUND;
}

enum outcome
socket_listen(const char *path, int *out)
{
	enum outcome rc = find(path, out);

	if (rc != OK)
		return rc;
	/* Without blocking, because others may listen on the same socket and
	   take the connection that poll has announced to us. */
	if (fcntl(*out, F_SETFD, FD_CLOEXEC) != 0 ||
	    fcntl(*out, F_SETFL, O_RDWR | O_NONBLOCK) != 0)
		return failed("fcntl", path);
	return OK;
}
