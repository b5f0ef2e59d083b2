/* The sandbox as its users see it: what the settings want, and whether what
   they get keeps a prisoner. */
#include "config.h"

#include "base/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/landlock.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/spawn.h"

#define WORLD "/proc/self/ns/net"
#define PATIENCE_MS 30000
#define MAX_OUTPUT ((size_t)65536)
#define MAX_FILE (INT64_C(1) << 20)
#define MAX_CPU_S 20
/* The shadow of a sanitizer's memory counts, too. */
#ifdef WITH_SANITIZERS
#define MAX_DATA (INT64_C(1) << 45)
#else
#define MAX_DATA (INT64_C(1) << 30)
#endif

const char *const sandbox_state_names[SANDBOX_STATE_COUNT + 1] = {
	[SANDBOX_HELD] = "held",
	[SANDBOX_MISSING] = "missing",
	[SANDBOX_UNUSED] = "off",
};

const struct field sandbox_part_fields[] = {
	FIELD(sandbox_part, name, .heading = "part"),
	FIELD(sandbox_part, state, .words = sandbox_state_names),
	FIELD(sandbox_part, required),
	FIELD(sandbox_part, detail),
	FIELD_END,
};

/* What base/box_try.c must have found to be impossible. */
static const struct {
	const char *name;
	bool required;
	bool is_always_on; /* whatever the setting */
	const char *denied[8];
} kinds[SANDBOX_PART_COUNT] = {
	[SANDBOX_LIMITS] = { "limits", true, true, { "core", "endless" } },
	[SANDBOX_PRIVILEGES] = { "no_new_privs", true, true, { "privileges" } },
	[SANDBOX_DEATH] = { "parent_death", true, true, { "outlive" } },
	[SANDBOX_LANDLOCK] = { "landlock", true, false,
	    { "read", "list", "write", "make", "link", "remove" } },
	[SANDBOX_SECCOMP] = { "seccomp", true, false,
	    { "talk", "fork", "signal", "call", "execute" } },
	[SANDBOX_NETWORK] = { "network", false, false, { NULL } },
	[SANDBOX_FFMPEG] = { "ffmpeg", true, true, { NULL } },
	[SANDBOX_FFPROBE] = { "ffprobe", true, true, { NULL } },
};

/* A test in a folder of its own: what is in the box and what is beside it. */
struct test {
	void *mem;
	const struct settings *settings;
	struct sandbox_report *report;
	char *folder, *canary, *inside;
	char *output;
};

struct sandbox
sandbox_new(void *mem, const struct settings *settings)
{
	return (struct sandbox){
		.helper =
		    mem_printf(mem, "%s/movie-house-box", settings->helper_dir),
		.mode = (enum sandbox_mode)settings->sandbox,
	};
}

static enum outcome
make_folder(struct test *test)
{
	const char *place = getenv("TMPDIR");
	AUTO_FD int canary = -1;
	enum outcome rc;

	test->folder = mem_printf(
	    test->mem, "%s/movie-house-XXXXXX", place != NULL ? place : "/tmp");
	if (mkdtemp(test->folder) == NULL) {
		log_error("sandbox.untested", TEXT_PAIR("path", test->folder),
		    TEXT_PAIR("error", strerror(errno)));
		test->folder = NULL;
		return FAILED;
	}
	test->canary = mem_printf(test->mem, "%s/canary", test->folder);
	test->inside = mem_printf(test->mem, "%s/inside", test->folder);
	rc = folder_make(test->inside);
	return rc == OK ? file_open(test->canary, O_WRONLY | O_CREAT | O_EXCL,
			      0600, &canary)
			: rc;
}

/* What it said, once it has ended or has had time enough. */
static enum outcome
listen_to(struct test *test, struct child *child, int fd, struct child_end *end)
{
	struct pollfd ended = { .fd = child->pidfd, .events = POLLIN };
	ssize_t got;

	if (poll(&ended, 1, PATIENCE_MS) != 1)
		child_kill(child);
	if (child_wait(child, end) != OK)
		return FAILED;
	got = read(fd, test->output, MAX_OUTPUT);
	test->output[got > 0 ? got : 0] = '\0';
	return OK;
}

/* Runs it in a box; its words, of both kinds, are in test->output. */
static enum outcome
run(struct test *test, const char *const *argv, bool *is_well)
{
	AUTO_FD int ours = -1, theirs = -1;
	struct child_spec spec = {
		.sandbox = sandbox_new(test->mem, test->settings),
		.argv = argv,
		.folder = test->inside,
		.extra_fd = -1,
		.max_data_bytes = MAX_DATA,
		.max_file_bytes = MAX_FILE,
		.max_cpu_s = MAX_CPU_S,
	};
	struct child child;
	struct child_end end;
	int ends[2];
	enum outcome rc;

	*is_well = false;
	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
		log_error(
		    "sandbox.untested", TEXT_PAIR("error", strerror(errno)));
		return FAILED;
	}
	ours = ends[0], theirs = ends[1];
	/* So that all that is missing is heard of, and not the first alone. */
	if (spec.sandbox.mode == SANDBOX_REQUIRED)
		spec.sandbox.mode = SANDBOX_BEST_EFFORT;
	spec.sandbox.writes[0] = test->inside;
	spec.output_fd = spec.error_fd = theirs;
	rc = child_start(&spec, &child);
	if (rc == OK)
		rc = listen_to(test, &child, ours, &end);
	*is_well = rc == OK && end.exit_code == 0;
	return rc;
}

static bool
has_said(const struct test *test, const char *verb, const char *what)
{
	const char *line = mem_printf(test->mem, "%s %s\n", verb, what);
	const char *at = strstr(test->output, line);

	return at != NULL && (at == test->output || at[-1] == '\n');
}

/* "ffmpeg version 5.1.9", or what went wrong. */
static char *
first_words(const struct test *test)
{
	size_t length = strcspn(test->output, "\n");
	const char *more = strstr(test->output, " Copyright");

	if (more != NULL && (size_t)(more - test->output) < length)
		length = (size_t)(more - test->output);
	return length == 0 ? NULL : mem_text_n(test->mem, test->output, length);
}

/* Is its network another than ours? */
static bool
is_alone(const struct test *test)
{
	char world[64] = "";

	return readlink(WORLD, world, sizeof(world) - 1) > 0 &&
	       strstr(test->output, "network ") != NULL &&
	       !has_said(test, "network", world);
}

static void
note(struct test *test, enum sandbox_part_name name, bool is_held, char *detail)
{
	struct sandbox_part *part = &test->report->parts[name];

	part->state = is_held ? SANDBOX_HELD : SANDBOX_MISSING;
	if (!is_held && !kinds[name].is_always_on &&
	    test->settings->sandbox == SANDBOX_OFF)
		part->state = SANDBOX_UNUSED;
	part->detail = detail;
}

/* What of the part could be done, or NULL. */
static char *
find_escape(const struct test *test, enum sandbox_part_name name)
{
	const char *const *what = kinds[name].denied;

	for (; *what != NULL; what++) {
		if (!has_said(test, "denied", *what))
			return mem_printf(test->mem, "it can still: %s", *what);
	}
	return NULL;
}

static char *
landlock_version(void *mem)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);

	return abi > 0 ? mem_printf(mem, "ABI %ld", abi)
		       : mem_text(mem, "this kernel has it not, or not on");
}

static enum outcome
try_box(struct test *test)
{
	const char *const argv[] = {
		sandbox_new(test->mem, test->settings).helper, "--try",
		test->canary, test->inside, NULL
	};
	bool is_well;
	enum outcome rc = run(test, argv, &is_well);

	if (rc != OK)
		return rc;
	for (int i = 0; i < SANDBOX_NETWORK; i++) {
		char *escape = find_escape(test, (enum sandbox_part_name)i);

		note(test, (enum sandbox_part_name)i, escape == NULL,
		    i == SANDBOX_LANDLOCK ? landlock_version(test->mem)
					  : escape);
	}
	note(test, SANDBOX_NETWORK, is_alone(test),
	    is_alone(test) ? NULL
			   : mem_text(test->mem, "no namespace of its own"));
	if (!has_said(test, "allowed", "work"))
		log_error("sandbox.broken", TEXT_PAIR("said", test->output));
	return OK;
}

static enum outcome
try_program(struct test *test, enum sandbox_part_name name, const char *program)
{
	const char *const argv[] = { program, "-version", NULL };
	bool is_well;
	enum outcome rc = run(test, argv, &is_well);

	if (rc == OK)
		note(test, name, is_well, first_words(test));
	return rc;
}

static void
sum_up(struct test *test)
{
	struct sandbox_report *report = test->report;
	const struct settings *settings = test->settings;
	char *missing = NULL;

	report->is_enough = true;
	for (int i = 0; i < SANDBOX_PART_COUNT; i++) {
		const struct sandbox_part *part = &report->parts[i];

		if (part->state != SANDBOX_MISSING)
			continue;
		if (settings->sandbox == SANDBOX_REQUIRED && part->required)
			report->is_enough = false;
		if (i < SANDBOX_FFMPEG)
			mem_append(test->mem, &missing, "%s%s",
			    missing != NULL ? ", " : "without ", part->name);
	}
	if (settings->sandbox == SANDBOX_OFF)
		missing = mem_text(test->mem, "off");
	report->summary =
	    missing != NULL ? missing : mem_text(test->mem, "whole");
}

enum outcome
sandbox_test(
    void *mem, const struct settings *settings, struct sandbox_report *out)
{
	struct test test = {
		.mem = mem,
		.settings = settings,
		.report = out,
		.output = mem_array(mem, char, MAX_OUTPUT + 1),
	};
	enum outcome rc;

	*out = (struct sandbox_report){ 0 };
	for (int i = 0; i < SANDBOX_PART_COUNT; i++) {
		out->parts[i].name = mem_text(mem, kinds[i].name);
		out->parts[i].required = kinds[i].required;
	}
	rc = make_folder(&test);
	if (rc == OK)
		rc = try_box(&test);
	if (rc == OK)
		rc = try_program(&test, SANDBOX_FFMPEG, settings->ffmpeg);
	if (rc == OK)
		rc = try_program(&test, SANDBOX_FFPROBE, settings->ffprobe);
	if (rc == OK)
		sum_up(&test);
	if (test.folder != NULL && folder_remove_tree(test.folder) != OK)
		log_warn("sandbox.left", TEXT_PAIR("path", test.folder));
	return rc;
}
