/* movie-house-worker: runs the jobs of the house. */
#include "config.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/token.h"
#include "house/house.h"
#include "worker/crew.h"
#include "worker/post.h"

#define MAX_SLOTS 64
#define EXIT_USAGE 2

static const char usage[] =
    "usage: movie-house-worker [OPTION]...\n\n"
    "  -c, --config FILE  read the settings there\n"
    "  -n, --slots N      jobs at once, instead of the setting's\n"
    "  -N, --name NAME    what the worker is called\n"
    "  -V, --version      print the version\n"
    "  -h, --help         print this\n";

static const struct option options[] = {
	{ "config", required_argument, NULL, 'c' },
	{ "slots", required_argument, NULL, 'n' },
	{ "name", required_argument, NULL, 'N' },
	{ "version", no_argument, NULL, 'V' },
	{ "help", no_argument, NULL, 'h' },
	{ 0 },
};

struct arguments {
	const char *config;
	const char *name;
	int64_t slots; /* 0: the setting's */
};

static void
say_and_exit(const char *text, FILE *out, int status)
{
	fputs(text, out);
	exit(status);
}

static int64_t
read_slots(const char *text)
{
	int64_t slots;

	if (!text_to_number(text, MAX_SLOTS, &slots) || slots == 0)
		say_and_exit("movie-house-worker: --slots is 1 to 64\n", stderr,
		    EXIT_USAGE);
	return slots;
}

static struct arguments
read_arguments(int argc, char **argv)
{
	struct arguments given = { 0 };
	int letter;

	while ((letter = getopt_long(argc, argv, "c:n:N:Vh", options, NULL)) !=
	       -1) {
		if (letter == 'c')
			given.config = optarg;
		else if (letter == 'N')
			given.name = optarg;
		else if (letter == 'V')
			say_and_exit(PACKAGE_STRING "\n", stdout, 0);
		else if (letter == 'h')
			say_and_exit(usage, stdout, 0);
		else if (letter == 'n')
			given.slots = read_slots(optarg);
		else
			say_and_exit(usage, stderr, EXIT_USAGE);
	}
	if (optind != argc)
		say_and_exit(usage, stderr, EXIT_USAGE);
	return given;
}

static const struct settings *
read_settings(void *mem, const char *path)
{
	struct refusal refusal = { .mem = mem };
	struct settings *settings;

	if (settings_read(mem, path, &settings, &refusal) == OK)
		return settings;
	log_error("settings.refused", TEXT_PAIR("reason", refusal.message));
	return NULL;
}

int
main(int argc, char **argv)
{
	const struct arguments given = read_arguments(argc, argv);
	AUTO_FREE void *mem = mem_context(NULL);
	const struct settings *settings = read_settings(mem, given.config);
	const struct rlimit none = { 0, 0 };
	sigset_t signals;

	if (settings == NULL)
		return EXIT_FAILURE;
	log_set_level((enum log_level)settings->log_level);
	setrlimit(RLIMIT_CORE, &none);
	token_init();
	db_library_init();
	post_library_init();
	/* Before any thread, so that all of them leave these to the crew. */
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);
	signal(SIGPIPE, SIG_IGN);
	/* Ignored by who started us, children would reap themselves. */
	signal(SIGCHLD, SIG_DFL);
	return crew_run(settings, given.name,
		   given.slots > 0 ? given.slots : settings->worker_slots) == OK
		   ? EXIT_SUCCESS
		   : EXIT_FAILURE;
}
