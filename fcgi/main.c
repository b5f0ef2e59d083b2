/*
 * movie-house-fcgi: the HTTP side of the house, behind a web server.  One
 * program with a role: `api` for the catalog, `upload` for bodies of any size,
 * each with its socket and its threads, so that slow uploads starve nobody;
 * `authorizer` for what the web server asks about signed films.
 */
#include "config.h"

#include <getopt.h>
#include <malloc.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/token.h"
#include "fcgi/authorizer.h"
#include "fcgi/cgi.h"
#include "fcgi/database.h"
#include "fcgi/exchange.h"
#include "fcgi/metrics.h"
#include "fcgi/reader.h"
#include "fcgi/route.h"
#include "fcgi/server.h"
#include "fcgi/socket.h"
#include "base/settings.h"
#include "house/storage.h"

#define MAX_THREADS 1024
#define LARGE_BLOCK (128 * 1024)
#define EXIT_USAGE 2

struct arguments {
	const char *config, *role, *socket, *threads, *routes, *version, *help;
};

#define ARGUMENT(member) offsetof(struct arguments, member)

static const struct program_option {
	int letter;
	const char *name;
	const char *value; /* NULL: it takes none */
	size_t offset;
	const char *help;
} options[] = {
	{ 'c', "config", "FILE", ARGUMENT(config), "read the settings there" },
	{ 'r', "role", "ROLE", ARGUMENT(role),
	    "api (the default), upload or authorizer" },
	{ 's', "socket", "PATH", ARGUMENT(socket),
	    "listen on a unix socket; authorizer: or 127.0.0.1:PORT" },
	{ 't', "threads", "N", ARGUMENT(threads), "instead of the setting's" },
	{ 'R', "routes", NULL, ARGUMENT(routes), "print what is answered" },
	{ 'V', "version", NULL, ARGUMENT(version), "print the version" },
	{ 'h', "help", NULL, ARGUMENT(help), "print this" },
};

static const struct role {
	const char *name;
	size_t threads_offset; /* of its setting */
	void *(*thread_open)(const struct settings *settings);
	size_t lent; /* connections to the database that threads share */
	void (*handle)(
	    const struct service *service, const struct connection *given);
	bool is_alone;   /* without database and data folder, and it may listen
			    on a port of this machine */
	int64_t wait_ms; /* for a thread; 0: until there is one */
} roles[] = {
	{ "api", offsetof(struct settings, api_threads), database_thread_keep,
	    0, exchange_handle, false },
	{ "upload", offsetof(struct settings, upload_threads),
	    database_thread_none, 4, exchange_handle, false, 1000 },
	{ "authorizer", offsetof(struct settings, authorizer_threads), NULL, 0,
	    authorizer_handle, true },
};

static void
print_usage(FILE *out)
{
	fputs("usage: movie-house-fcgi [OPTION]...\n\n", out);
	for (size_t i = 0; i < ARRAY_SIZE(options); i++)
		fprintf(out, "  -%c, --%s %-*s %s\n", options[i].letter,
		    options[i].name, 14 - (int)strlen(options[i].name),
		    options[i].value != NULL ? options[i].value : "",
		    options[i].help);
	fputs("\nWithout --socket it serves the socket that systemd or "
	      "spawn-fcgi hands down;\nstarted as plain CGI it answers one "
	      "request.\n",
	    out);
}

/* False when an option is wrong (getopt has said so). */
static bool
parse_arguments(int argc, char **argv, struct arguments *out)
{
	struct option known[ARRAY_SIZE(options) + 1] = { 0 };
	char letters[2 * ARRAY_SIZE(options) + 1];
	size_t used = 0;
	int place;

	for (size_t i = 0; i < ARRAY_SIZE(options); i++) {
		known[i] = (struct option){ .name = options[i].name,
			.has_arg = options[i].value != NULL,
			.val = options[i].letter };
		letters[used++] = (char)options[i].letter;
		if (options[i].value != NULL)
			letters[used++] = ':';
	}
	letters[used] = '\0';
	while ((place = getopt_long(argc, argv, letters, known, NULL)) != -1) {
		size_t i = 0;

		while (i < ARRAY_SIZE(options) && options[i].letter != place)
			i++;
		if (i == ARRAY_SIZE(options))
			return false;
		*(const char **)((char *)out + options[i].offset) =
		    optarg != NULL ? optarg : "";
	}
	return optind == argc;
}

/* Nothing of what this process holds may end up in a core or a debugger. */
static void
harden(void)
{
	const struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
#if defined(__OPTIMIZE__) && !defined(WITH_SANITIZERS)
	prctl(PR_SET_DUMPABLE, 0);
#endif
}

/* Method, path and who may. */
static void
print_routes(void)
{
	for (const struct route *at = routes; at->pattern != NULL; at++)
		printf("%-7s %-40s %s\n", method_names[at->method], at->pattern,
		    right_names[at->right]);
}

static const struct role *
find_role(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(roles); i++) {
		if (strcmp(roles[i].name, name) == 0)
			return &roles[i];
	}
	return NULL;
}

static const struct settings *
read_settings(void *mem, const char *path)
{
	struct refusal refusal = { .mem = mem };
	struct settings *settings;

	if (settings_read(mem, path, &settings, &refusal) == OK) {
		log_set_level((enum log_level)settings->log_level);
		return settings;
	}
	log_error("settings.refused", TEXT_PAIR("reason", refusal.message));
	for (size_t i = 0; i < refusal.fault_count; i++)
		log_error("settings.fault",
		    TEXT_PAIR("setting", refusal.faults[i].field),
		    TEXT_PAIR("reason", refusal.faults[i].message));
	return NULL;
}

/* One that cannot be reached may come back; one of another version may not be
   touched.  False when this is the end. */
static bool
check_database(const struct service *service)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct refusal refusal = { .mem = mem };
	struct house house = { .db = house_db(mem, service->settings),
		.settings = service->settings,
		.mem = mem,
		.refusal = &refusal,
		.actor = service->name };
	enum outcome rc = database_check(service->database, &house);

	if (rc != OK && !database_is_refused(service->database))
		log_warn(
		    "database.away", TEXT_PAIR("outcome", outcome_names[rc]));
	return !database_is_refused(service->database);
}

static enum outcome
serve(const struct service *service, const char *path, int64_t threads)
{
	enum outcome rc;
	int fd;

	if (path == NULL && cgi_is_cgi())
		return cgi_run(service);
	server_hold_signals();
	if (service->database != NULL && !check_database(service))
		return CONFLICT;
	rc = socket_listen(path, &fd);
	if (rc == NOT_FOUND)
		log_error("server.no_socket",
		    TEXT_PAIR("hint", "--socket PATH, or hand one down"));
	if (rc == OK)
		rc = server_run(service, fd, (size_t)threads);
	if (service->database != NULL && database_is_refused(service->database))
		return CONFLICT;
	return rc;
}

/* False when an argument is wrong (said). */
static bool
count_threads(const struct role *role, const struct settings *settings,
    const char *argument, int64_t *out)
{
	*out =
	    *(const int64_t *)((const char *)settings + role->threads_offset);
	if (argument == NULL ||
	    (text_to_number(argument, MAX_THREADS, out) && *out > 0))
		return true;
	fputs("movie-house-fcgi: --threads is 1 to 1024\n", stderr);
	return false;
}

/* Whoever may connect to the api says who asks, so it is never on a port.
   False when the argument is wrong (said). */
static bool
check_socket(const struct role *role, const char *socket)
{
	if (socket == NULL || role->is_alone ||
	    !text_starts(socket, SOCKET_LOOPBACK))
		return true;
	fputs("movie-house-fcgi: only the authorizer listens on a port\n",
	    stderr);
	return false;
}

static void
prepare_house(const struct settings *settings)
{
	db_library_init();
	if (storage_prepare(settings) != OK)
		log_warn("storage.unprepared",
		    TEXT_PAIR("data_dir", settings->data_dir));
}

/* Buffers of uploads go back to the kernel.  Left to itself malloc learns from
   the first of them to keep such blocks, and does so for every thread. */
static void
stay_small(void)
{
	mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK);
}

/* What the threads share; before there are any. */
static enum outcome
prepare(const struct role *role, const struct settings *settings)
{
	harden();
	stay_small();
	token_init();
	if (!role->is_alone)
		prepare_house(settings);
	else if (settings->playback != PLAYBACK_SIGNED)
		log_warn("authorizer.idle",
		    TEXT_PAIR("hint", "playback is not signed"));
	if (server_prepare() != OK)
		return FAILED;
	reader_check();
	return OK;
}

static int
run(void *mem, const struct arguments *given)
{
	const struct role *role = find_role(given->role);
	const struct settings *settings = read_settings(mem, given->config);
	struct service service = { .name = given->role,
		.settings = settings,
		.routes = role->is_alone ? NULL : routes,
		.wait_ms = role->wait_ms,
		.thread_open = role->thread_open,
		.thread_close = role->is_alone ? NULL : database_thread_close,
		.handle = role->handle };
	int64_t threads;
	enum outcome rc;

	if (settings == NULL)
		return EXIT_FAILURE;
	if (!count_threads(role, settings, given->threads, &threads) ||
	    !check_socket(role, given->socket))
		return EXIT_USAGE;
	rc = prepare(role, settings);
	if (rc != OK)
		return EXIT_FAILURE;
	if (!role->is_alone) {
		service.database = database_new(mem, settings, role->lent);
		service.metrics = metrics_open(mem, settings, role->name);
	}
	rc = serve(&service, given->socket, threads);
	/* Threads that never came back from a cut may still use it. */
	if (rc != OK)
		return EXIT_FAILURE;
	if (service.database != NULL)
		database_free(service.database);
	return EXIT_SUCCESS;
}

int
main(int argc, char **argv)
{
	struct arguments given = { .role = "api" };
	void *mem;
	int status;

	if (cgi_is_told_options()) {
		token_init();
		cgi_refuse_options();
		return EXIT_SUCCESS;
	}
	if (!parse_arguments(argc, argv, &given) ||
	    find_role(given.role) == NULL) {
		print_usage(stderr);
		return EXIT_USAGE;
	}
	if (given.help != NULL) {
		print_usage(stdout);
		return EXIT_SUCCESS;
	}
	if (given.version != NULL) {
		puts(PACKAGE_STRING);
		return EXIT_SUCCESS;
	}
	if (given.routes != NULL) {
		print_routes();
		return EXIT_SUCCESS;
	}
	mem = mem_context(NULL);
	status = run(mem, &given);
	/* Without leave of threads that never came back from a cut. */
	if (status == EXIT_FAILURE)
		_Exit(status);
	talloc_free(mem);
	return status;
}
