/*
 * What a script cannot be by itself:
 *
 *	fcgi-peer half PATH		a web server that sends half a request
 *					and stays until it is hung up on
 *	fcgi-peer pass PATH PROGRAM...	a supervisor that hands a listening
 *					socket down (LISTEN_FDS)
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <fastcgi.h>

#include "fcgi/socket.h"

static int
die(const char *what)
{
	perror(what);
	return EXIT_FAILURE;
}

static int
send_half(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	const FCGI_BeginRequestRecord begin = {
		.header = { .version = FCGI_VERSION_1,
		    .type = FCGI_BEGIN_REQUEST,
		    .requestIdB0 = 1,
		    .contentLengthB0 = sizeof(begin.body) },
		.body = { .roleB0 = FCGI_RESPONDER },
	};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	char byte;

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0)
		return die("connect");
	if (send(fd, &begin, sizeof(begin), MSG_NOSIGNAL) < 0)
		return die("send");
	puts("sent");
	fflush(stdout);
	while (read(fd, &byte, 1) > 0)
		continue;
	return EXIT_SUCCESS;
}

static int
pass_down(const char *path, char **program)
{
	char pid[24];
	int fd;

	if (socket_bind(path, &fd) != OK)
		return EXIT_FAILURE;
	/* A duplicate is not close-on-exec, unless it is the same. */
	if (fd == 3)
		fd = dup(fd);
	if (fd < 0 || dup2(fd, 3) < 0)
		return die("dup");
	snprintf(pid, sizeof(pid), "%ld", (long)getpid());
	setenv("LISTEN_PID", pid, 1);
	setenv("LISTEN_FDS", "1", 1);
	execv(program[0], program);
	return die(program[0]);
}

int
main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "half") == 0)
		return send_half(argv[2]);
	if (argc > 3 && strcmp(argv[1], "pass") == 0)
		return pass_down(argv[2], argv + 3);
	fputs("usage: fcgi-peer half|pass PATH [PROGRAM...]\n", stderr);
	return EXIT_FAILURE;
}
