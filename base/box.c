/*
 * movie-house-box PARENT NICE DATA FILE CPU MODE [r PATH | w PATH]...
 *     -- PROGRAM ARG...
 *
 * Runs between posix_spawn and the program that reads files of strangers.
 * It is a program of its own because a threaded parent must not run code
 * between fork and exec.  A limit of 0 is none; base/sandbox.h has the modes.
 */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/box_inside.h"
#include "base/settings.h"

enum { PARENT = 1, NICE, DATA, FILE_SIZE, CPU, MODE, PATHS };

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

/* In this order: see base/box_inside.h. */
static const struct layer {
	const char *name;
	int (*put_on)(const struct box *box);
	bool is_required;
} layers[] = {
	{ "network", box_leave_network, false },
	{ "capabilities", box_drop_capabilities, true },
	{ "landlock", box_lock_files, true },
	{ "seccomp", box_prepare_filter, true },
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

static void
put_limits_on(char **argv)
{
	limit(RLIMIT_CORE, 0);
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		long long value = atoll(argv[limits[i].argument]);

		if (value > 0)
			limit(limits[i].resource, (rlim_t)value);
	}
}

static void
put_layers_on(const struct box *box)
{
	for (size_t i = 0; i < sizeof(layers) / sizeof(layers[0]); i++) {
		const struct layer *layer = &layers[i];

		errno = box->mode == SANDBOX_OFF ? 0 : layer->put_on(box);
		if (errno != 0 && layer->is_required &&
		    box->mode == SANDBOX_REQUIRED)
			die(layer->name);
	}
}

/* Under a parent that has one, it ends with it. */
static void
follow_parent(const char *parent)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
		die("prctl");
	/* It may have died before the line above took hold. */
	if (getppid() != (pid_t)atol(parent))
		exit(EXIT_BOX);
}

/* Where the program stands, or 0: these are not our arguments. */
static int
read_arguments(int argc, char **argv, struct box *box)
{
	int at = PATHS;

	if (argc <= PATHS)
		return 0;
	box->mode = atoi(argv[MODE]);
	for (; at + 1 < argc && strcmp(argv[at], "--") != 0; at += 2) {
		if (argv[at][0] == 'r')
			box->reads[box->read_count++] = argv[at + 1];
		else
			box->writes[box->write_count++] = argv[at + 1];
		if (box->read_count + box->write_count == BOX_PATHS)
			return 0;
	}
	if (at + 1 >= argc)
		return 0;
	box->program = argv[at + 1];
	return at + 1;
}

int
main(int argc, char **argv)
{
	struct box box = { 0 };
	int program;

	if (argc == 4 && strcmp(argv[1], BOX_TRY) == 0)
		return box_try(argv[2], argv[3]);
	program = read_arguments(argc, argv, &box);
	if (program == 0) {
		fputs(
		    "movie-house-box is started by the worker only\n", stderr);
		return EXIT_BOX;
	}
	follow_parent(argv[PARENT]);
	umask(027);
	errno = 0;
	if (nice(atoi(argv[NICE])) == -1 && errno != 0)
		die("nice");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		die("no_new_privs");
	put_layers_on(&box);
	/* From here on there may be no memory to be had. */
	put_limits_on(argv);
	box_become(&box, argv + program);
	fprintf(
	    stderr, "movie-house-box: %s: %s\n", box.program, strerror(errno));
	/* Under the limits above, exit's handlers may not even run. */
	_exit(EXIT_EXEC);
}
