/*
 * movie-house-box PARENT NICE DATA FILE CPU -- PROGRAM ARG...
 *
 * Runs between posix_spawn and the program that reads files of strangers.
 * It is a program of its own because a threaded parent must not run code
 * between fork and exec.  A limit of 0 is none.
 */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PARENT = 1, NICE, DATA, FILE_SIZE, CPU, DASHES, PROGRAM };

#define EXIT_BOX 125 /* the box itself failed */
#define EXIT_EXEC 127

static const struct {
	int argument;
	int resource;
} limits[] = {
	{ DATA, RLIMIT_DATA },
	{ FILE_SIZE, RLIMIT_FSIZE },
	{ CPU, RLIMIT_CPU },
};

static void
die(const char *what)
{
	fprintf(stderr, "movie-house-box: %s: %s\n", what, strerror(errno));
	exit(EXIT_BOX);
}

/* Past the soft limit of CPU time comes SIGXCPU, which says why; SIGKILL only
   some seconds later. */
static void
limit(int resource, rlim_t value)
{
	rlim_t last = resource == RLIMIT_CPU ? value + 5 : value;
	struct rlimit both = { .rlim_cur = value, .rlim_max = last };

	if (setrlimit(resource, &both) != 0)
		die("setrlimit");
}

int
main(int argc, char **argv)
{
	if (argc <= PROGRAM || strcmp(argv[DASHES], "--") != 0) {
		fputs(
		    "movie-house-box is started by the worker only\n", stderr);
		return EXIT_BOX;
	}
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
		die("prctl");
	/* The parent may have died before the line above took hold. */
	if (getppid() != (pid_t)atol(argv[PARENT]))
		return EXIT_BOX;
	umask(027);
	errno = 0;
	if (nice(atoi(argv[NICE])) == -1 && errno != 0)
		die("nice");
	limit(RLIMIT_CORE, 0);
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		long long value = atoll(argv[limits[i].argument]);

		if (value > 0)
			limit(limits[i].resource, (rlim_t)value);
	}
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		die("no_new_privs");
	execv(argv[PROGRAM], argv + PROGRAM);
	fprintf(stderr, "movie-house-box: %s: %s\n", argv[PROGRAM],
	    strerror(errno));
	/* Under the limits above, exit's handlers may not even run. */
	_exit(EXIT_EXEC);
}
