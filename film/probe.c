/* ffprobe as a child: what it may open, how long, how much it may say. */
#include "config.h"

#include "film/probe.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/spawn.h"
#include "base/tail.h"
#include "film/decoders.h"
#include "film/reason.h"

#define MAX_OUTPUT ((size_t)1024 * 1024)
#define MAX_ERRORS ((size_t)8 * 1024)
#define MAX_DATA (INT64_C(1) << 30)
#define MAX_FILE 4096 /* it has nothing to write */
#define MIN_FILE 1024 /* no film is smaller */
#define POLL_MS 100
#define EXIT_BOX 125
#define EXIT_EXEC 127

/* The two questions: what is it, and (rarely) where does it end.  A house
   whose jobs may not stand still for so long waits less for the first. */
static const struct limits {
	int64_t wall_ms;
	int64_t cpu_s;
} look = { .wall_ms = 30000, .cpu_s = 20 },
  measure = { .wall_ms = 300000, .cpu_s = 120 };

/* One run of ffprobe and what it has said so far. */
struct run {
	const struct settings *settings;
	const char *path;
	const struct probe_watch *watch;
	struct refusal *refusal;
	bool (*take)(struct run *run, const char *bytes, size_t length);
	char *output;
	size_t output_used;
	struct tail errors;
	int64_t end_us;
	char line[64];
	size_t line_used;
};

static bool
take_json(struct run *run, const char *bytes, size_t length)
{
	if (length > MAX_OUTPUT - run->output_used)
		return false;
	memcpy(run->output + run->output_used, bytes, length);
	run->output_used += length;
	return true;
}

/* "12.345000,0.040000" is a packet's time and its length; "N/A" counts 0. */
static void
end_line(struct run *run)
{
	char *rest;
	double seconds;

	run->line[run->line_used] = '\0';
	run->line_used = 0;
	seconds = strtod(run->line, &rest);
	if (rest == run->line)
		return;
	if (*rest == ',')
		seconds += strtod(rest + 1, NULL);
	if (seconds > 0 && seconds < 1e8 && seconds * 1e6 > (double)run->end_us)
		run->end_us = (int64_t)(seconds * 1e6);
}

static bool
take_times(struct run *run, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] == '\n')
			end_line(run);
		else if (run->line_used < sizeof(run->line) - 1)
			run->line[run->line_used++] = bytes[i];
	}
	return true;
}

static bool
take_error(struct run *run, const char *bytes, size_t length)
{
	tail_add(&run->errors, bytes, length);
	return true;
}

/* What the pipe holds now, a bounded part of it, so that a chatty child cannot
   keep us from looking at the clock; false when the taker has had enough. */
static bool
drain(struct run *run, int fd, bool (*take)(struct run *, const char *, size_t))
{
	char bytes[16384];

	for (int i = 0; i < 16; i++) {
		ssize_t got = read(fd, bytes, sizeof(bytes));

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return true;
		if (!take(run, bytes, (size_t)got))
			return false;
	}
	return true;
}

static bool
should_stop(const struct run *run)
{
	return run->watch != NULL && run->watch->should_stop != NULL &&
	       run->watch->should_stop(run->watch->context);
}

/* Until it ends by itself: OK; anything else is why it must be killed. */
static enum outcome
listen_to(struct run *run, const struct child *child, int output, int errors,
    int64_t wall_ms)
{
	struct pollfd fds[] = { { .fd = output, .events = POLLIN },
		{ .fd = errors, .events = POLLIN },
		{ .fd = child->pidfd, .events = POLLIN } };
	int64_t deadline = clock_monotonic_ms() + wall_ms;

	for (;;) {
		bool has_ended;

		(void)poll(fds, ARRAY_SIZE(fds), POLL_MS);
		has_ended = (fds[2].revents & POLLIN) != 0;
		/* A pipe whose writer has gone would wake us for ever. */
		for (size_t i = 0; i < 2; i++) {
			if ((fds[i].revents & (POLLIN | POLLHUP)) == POLLHUP)
				fds[i].fd = -1;
		}
		if (!drain(run, output, run->take))
			return refuse(run->refusal, INVALID,
			    "too_much_metadata",
			    "The file carries more than 1 MiB of "
			    "descriptions.");
		(void)drain(run, errors, take_error);
		if (has_ended)
			return OK;
		if (should_stop(run))
			return refuse(run->refusal, BUSY, "cancelled",
			    "It was cancelled.");
		if (clock_monotonic_ms() > deadline)
			return refuse(run->refusal, UNAVAILABLE,
			    "probe_timeout",
			    "Looking into the file took too long.");
	}
}

/* What a run that ended by itself means, apart from its answer. */
static enum outcome
judge_end(const struct child_end *end, struct refusal *refusal)
{
	if (end->is_out_of_time)
		return refuse(refusal, INVALID, "cpu_limit",
		    "Looking into the file takes far more computing than any "
		    "film should; it may be damaged, or made to do so.");
	if (end->signal != 0)
		return refuse(refusal, UNAVAILABLE, "probe_killed",
		    "ffprobe was stopped by signal %d.", end->signal);
	if (end->exit_code == EXIT_BOX || end->exit_code == EXIT_EXEC)
		return refuse(refusal, UNAVAILABLE, "host",
		    "ffprobe could not be started.");
	return OK;
}

static enum outcome
run_ffprobe(struct run *run, const char *const *argv,
    const struct limits *limits, int *exit_code)
{
	AUTO_FREE void *mem = mem_context(NULL);
	AUTO_FD int output = -1, output_end = -1;
	AUTO_FD int errors = -1, errors_end = -1;
	int pipes[2][2] = { { -1, -1 }, { -1, -1 } };
	struct child_spec spec = {
		.sandbox = sandbox_new(mem, run->settings),
		.argv = argv,
		.extra_fd = -1,
		.max_data_bytes = MAX_DATA,
		.max_file_bytes = MAX_FILE,
		.max_cpu_s = limits->cpu_s,
	};
	struct child_end end;
	struct child child;
	enum outcome rc, waited;
	bool is_open =
	    pipe2(pipes[0], O_CLOEXEC) == 0 && pipe2(pipes[1], O_CLOEXEC) == 0;

	output = pipes[0][0], output_end = pipes[0][1];
	errors = pipes[1][0], errors_end = pipes[1][1];
	if (!is_open || fcntl(output, F_SETFL, O_NONBLOCK) != 0 ||
	    fcntl(errors, F_SETFL, O_NONBLOCK) != 0) {
		log_error("probe.failed", TEXT_PAIR("error", strerror(errno)));
		return FAILED;
	}
	spec.sandbox.reads[0] = run->path;
	spec.output_fd = output_end;
	spec.error_fd = errors_end;
	rc = child_start(&spec, &child);
	if (rc != OK)
		return rc;
	file_auto_close(&output_end);
	file_auto_close(&errors_end);
	rc = listen_to(run, &child, output, errors, limits->wall_ms);
	if (rc != OK)
		child_kill(&child);
	waited = child_wait(&child, &end);
	if (rc != OK || waited != OK)
		return rc != OK ? rc : waited;
	*exit_code = end.exit_code;
	return judge_end(&end, run->refusal);
}

/* A plain file, not a link, a pipe or a device; its first bytes. */
static enum outcome
check_file(
    const char *path, char *head, size_t *head_length, struct refusal *refusal)
{
	AUTO_FD int fd = -1;
	enum outcome rc = file_open(path, O_RDONLY | O_NONBLOCK, 0, &fd);
	struct stat status;
	ssize_t got;

	if (rc == NOT_FOUND)
		return refuse(refusal, NOT_FOUND, "original_missing",
		    "The original is no longer there.");
	if (rc != OK)
		return rc;
	if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
		return refuse(refusal, INVALID, "unsupported_container",
		    "This is not a plain file.");
	if (status.st_size == 0)
		return refuse(refusal, INVALID, "empty", "The file is empty.");
	got = pread(fd, head, REASON_HEAD, 0);
	if (got <= 0)
		return refuse(refusal, UNAVAILABLE, "disk_error",
		    "The disk could not read the original.");
	*head_length = (size_t)got;
	if (status.st_size < MIN_FILE)
		return reason_refuse("", head, *head_length, refusal);
	return OK;
}

static enum outcome
describe(void *mem, struct run *run, const char *path, const char *head,
    size_t head_length, struct film **out)
{
	AUTO_FREE void *scratch = mem_context(NULL);
	const char *const argv[] = { run->settings->ffprobe, "-v", "error",
		"-protocol_whitelist", decoders_protocols, "-format_whitelist",
		decoders_containers, "-codec_whitelist", decoders_codecs,
		"-max_streams", DECODERS_MAX_STREAMS, "-max_pixels",
		DECODERS_MAX_PIXELS, "-show_format", "-show_streams",
		"-show_chapters", "-show_packets", "-show_entries",
		"packet=stream_index:packet_side_data=side_data_type",
		/* The first packets tell whether they are encrypted. */
		"-read_intervals", "%+#8", "-of", "json=compact=1",
		mem_printf(scratch, "file:%s", path), NULL };
	struct limits limits = look;
	enum outcome rc;
	int exit_code;

	if (run->settings->stall_s * 1000 < limits.wall_ms)
		limits.wall_ms = run->settings->stall_s * 1000;
	run->take = take_json;
	run->output = mem_array(scratch, char, MAX_OUTPUT);
	tail_init(scratch, &run->errors, MAX_ERRORS);
	rc = run_ffprobe(run, argv, &limits, &exit_code);
	if (rc != OK)
		return rc;
	if (exit_code != 0)
		return reason_refuse(tail_text(scratch, &run->errors), head,
		    head_length, run->refusal);
	rc = film_parse(mem, run->output, run->output_used, out, run->refusal);
	if (rc != MALFORMED)
		return rc;
	log_error("probe.unreadable", TEXT_PAIR("path", path),
	    NUMBER_PAIR("bytes", run->output_used));
	return FAILED;
}

/* Reads every packet of the picture for the end of the last one. */
static enum outcome
measure_end(struct run *run, const char *path, struct film *film)
{
	AUTO_FREE void *scratch = mem_context(NULL);
	const char *const argv[] = { run->settings->ffprobe, "-v", "error",
		"-protocol_whitelist", decoders_protocols, "-format_whitelist",
		decoders_containers, "-codec_whitelist", decoders_codecs,
		"-max_streams", DECODERS_MAX_STREAMS, "-max_pixels",
		DECODERS_MAX_PIXELS, "-select_streams",
		mem_printf(scratch, "%" PRId64, film->video.index),
		"-show_entries", "packet=pts_time,duration_time", "-of",
		"csv=print_section=0", mem_printf(scratch, "file:%s", path),
		NULL };
	enum outcome rc;
	int exit_code;

	run->take = take_times;
	run->end_us = 0;
	tail_init(scratch, &run->errors, MAX_ERRORS);
	rc = run_ffprobe(run, argv, &measure, &exit_code);
	if (rc == OK)
		film_set_end(film, run->end_us);
	return rc;
}

enum outcome
probe_film(void *mem, const struct settings *settings, const char *path,
    const struct probe_watch *watch, struct film **out, struct refusal *refusal)
{
	struct run run = { .settings = settings,
		.path = path,
		.watch = watch,
		.refusal = refusal };
	char head[REASON_HEAD];
	size_t head_length = 0;
	enum outcome rc;

	assert(path[0] == '/');
	*out = NULL;
	rc = check_file(path, head, &head_length, refusal);
	if (rc == OK)
		rc = describe(mem, &run, path, head, head_length, out);
	if (rc == OK && (*out)->duration_ms == ABSENT)
		rc = measure_end(&run, path, *out);
	if (rc == OK)
		rc = film_check(*out, settings, refusal);
	if (rc != OK)
		*out = NULL;
	return rc;
}
