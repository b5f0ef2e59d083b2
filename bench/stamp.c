/*
 * stamp FILE...: each line that is added to the files from now on, as soon as
 * it is there: microseconds of the monotonic clock, the file's number, the
 * line.  Says `ready` once it watches, and goes on until it is ended.
 */
#include "config.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

#define MAX_FILES 8
#define LINE_BYTES 8192

/* A file, and what has come of a line that is not at its end yet. */
struct tail {
	int fd;
	size_t length;
	char line[LINE_BYTES];
};

static void
die(const char *what)
{
	perror(what);
	exit(EXIT_FAILURE);
}

static int64_t
now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

static void
print_lines(struct tail *tail, int number, int64_t at_us)
{
	char *end;

	while ((end = memchr(tail->line, '\n', tail->length)) != NULL) {
		size_t used = (size_t)(end + 1 - tail->line);

		printf("%" PRId64 " %d %.*s", at_us, number, (int)used,
		    tail->line);
		tail->length -= used;
		memmove(tail->line, end + 1, tail->length);
	}
	fflush(stdout);
}

static void
read_on(struct tail *tail, int number, int64_t at_us)
{
	ssize_t count;

	while ((count = read(tail->fd, tail->line + tail->length,
		    sizeof(tail->line) - tail->length)) > 0) {
		tail->length += (size_t)count;
		print_lines(tail, number, at_us);
	}
}

static void
watch(int inotify, const char *path, struct tail *tail)
{
	tail->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (tail->fd < 0 || lseek(tail->fd, 0, SEEK_END) < 0 ||
	    inotify_add_watch(inotify, path, IN_MODIFY) < 0)
		die(path);
}

int
main(int argc, char **argv)
{
	static struct tail tails[MAX_FILES];
	struct inotify_event events[64];
	int inotify = inotify_init1(IN_CLOEXEC);

	if (inotify < 0 || argc < 2 || argc > MAX_FILES)
		die("usage: stamp FILE...");
	for (int i = 1; i < argc; i++)
		watch(inotify, argv[i], &tails[i]);
	puts("ready");
	fflush(stdout);
	while (read(inotify, events, sizeof(events)) > 0) {
		int64_t at_us = now_us();

		for (int i = 1; i < argc; i++)
			read_on(&tails[i], i, at_us);
	}
	return EXIT_SUCCESS;
}
