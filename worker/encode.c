/* The encode: one ffmpeg, watched until it ends or must end. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/spawn.h"
#include "worker/ffmpeg.h"
#include "worker/progress.h"
#include "worker/task.h"

#define NICE 10
#define PIECE_BYTES 4096
#define MAX_PIECES 16
#define TICK_MS 500
#define REPORT_MS 1000

enum { WATCH_STOP, WATCH_END, WATCH_PROGRESS, WATCH_ERRORS, WATCH_COUNT };

/* A running ffmpeg and all that is known of it. */
struct encode {
	struct task *task;
	struct child child;
	struct progress progress;
	struct messages messages;
	int progress_fd;
	int errors_fd;
	int64_t reported_ms;
	bool is_stalled;
};

static void
take_line(void *context, const char *line)
{
	task_log(context, line);
}

/* A pipe whose reading end does not wait. */
static enum outcome
make_pipe(int *read_end, int *write_end)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0) {
		log_error("encode.pipe", TEXT_PAIR("error", strerror(errno)));
		return FAILED;
	}
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	*read_end = ends[0];
	*write_end = ends[1];
	return OK;
}

static enum outcome
start(struct encode *encode)
{
	struct task *task = encode->task;
	const struct settings *settings = task->h.settings;
	const struct plan *plan = task->plan;
	AUTO_FD int progress = -1;
	AUTO_FD int errors = -1;
	struct child_spec spec = {
		.box = mem_printf(
		    task->h.mem, "%s/movie-house-box", settings->helper_dir),
		.argv =
		    ffmpeg_encode(task->h.mem, plan, settings, task->original),
		.folder = task->staging,
		.output_fd = -1,
		.nice = NICE,
		.max_data_bytes = plan->max_data_bytes,
		.max_file_bytes = plan->max_file_bytes,
		.max_cpu_s = plan->max_cpu_s,
	};
	enum outcome rc;

	rc = make_pipe(&encode->progress_fd, &progress);
	if (rc == OK)
		rc = make_pipe(&encode->errors_fd, &errors);
	if (rc != OK)
		return rc;
	spec.extra_fd = progress;
	spec.error_fd = errors;
	return child_start(&spec, &encode->child);
}

/* Reads some of what is there, so that a flood leaves time to look at all the
   rest; a pipe at its end is closed. */
static void
drain(struct encode *encode, int *fd,
    void (*feed)(struct encode *encode, const char *bytes, size_t length))
{
	char piece[PIECE_BYTES];
	ssize_t count = 1;

	for (int i = 0; *fd >= 0 && i < MAX_PIECES && count > 0; i++) {
		count = read(*fd, piece, sizeof(piece));
		if (count > 0)
			feed(encode, piece, (size_t)count);
	}
	if (count == 0)
		file_auto_close(fd);
}

static void
feed_progress(struct encode *encode, const char *bytes, size_t length)
{
	progress_feed(&encode->progress, bytes, length, clock_monotonic_ms());
}

static void
feed_errors(struct encode *encode, const char *bytes, size_t length)
{
	messages_feed(&encode->messages, bytes, length);
}

static void
report(struct encode *encode)
{
	const struct progress *progress = &encode->progress;
	struct job_progress now = {
		.stage = "encode",
		.per_mille = progress_per_mille(progress),
		.speed = progress->speed > 0 ? progress->speed : (double)NAN,
		.eta_ms = progress_eta_ms(progress),
	};

	encode->reported_ms = clock_monotonic_ms();
	task_progress(encode->task, &now);
	task_flush_log(encode->task);
}

/* Kills it when it must not go on; the wait that follows is short then. */
static void
check(struct encode *encode)
{
	int64_t now = clock_monotonic_ms();
	int64_t limit_ms = encode->task->h.settings->stall_s * 1000;

	if (stop_reason(encode->task->stop) != STOP_NONE) {
		child_kill(&encode->child);
	} else if (progress_idle_ms(&encode->progress, now) > limit_ms) {
		encode->is_stalled = true;
		child_kill(&encode->child);
	} else if (now - encode->reported_ms >= REPORT_MS) {
		report(encode);
	}
}

static void
watch(struct encode *encode)
{
	struct pollfd fds[WATCH_COUNT] = {
		[WATCH_STOP] = { .fd = encode->task->stop->fd },
		[WATCH_END] = { .fd = encode->child.pidfd },
		[WATCH_PROGRESS] = { .fd = encode->progress_fd },
		[WATCH_ERRORS] = { .fd = encode->errors_fd },
	};
	bool has_ended = false;

	for (int i = 0; i < WATCH_COUNT; i++)
		fds[i].events = POLLIN;
	while (!has_ended) {
		if (poll(fds, WATCH_COUNT, TICK_MS) < 0 && errno != EINTR) {
			child_kill(&encode->child);
			break;
		}
		drain(encode, &encode->progress_fd, feed_progress);
		drain(encode, &encode->errors_fd, feed_errors);
		fds[WATCH_PROGRESS].fd = encode->progress_fd;
		fds[WATCH_ERRORS].fd = encode->errors_fd;
		has_ended = fds[WATCH_END].revents != 0;
		/* It is asked once; after that the end is waited for. */
		if (fds[WATCH_STOP].revents != 0)
			fds[WATCH_STOP].fd = -1;
		if (!has_ended)
			check(encode);
	}
}

static void
record(struct encode *encode, const struct child_end *end)
{
	struct task *task = encode->task;
	struct attempt *result = &task->result;

	result->exit_code = end->exit_code >= 0 ? end->exit_code : ABSENT;
	result->signal_number = end->signal > 0 ? end->signal : ABSENT;
	result->cpu_ms = end->cpu_ms;
	result->max_rss_kb = end->max_rss_kb;
	result->last_lines = tail_text(task->h.mem, &encode->messages.tail);
	task->frames = encode->progress.frame;
	task->repeats = encode->progress.repeats;
	log_info("ffmpeg.ended", NUMBER_PAIR("exit_code", end->exit_code),
	    NUMBER_PAIR("signal", end->signal),
	    NUMBER_PAIR("cpu_ms", end->cpu_ms),
	    NUMBER_PAIR("max_rss_kb", end->max_rss_kb));
}

static enum outcome
fail(struct task *task, const char *code, const char *message, bool permanent)
{
	task->failure = (struct job_failure){ code, message, permanent };
	return permanent ? INVALID : UNAVAILABLE;
}

/* Exit code 0 is not success, only leave to look at what was made. */
static enum outcome
judge(struct encode *encode, const struct child_end *end)
{
	struct task *task = encode->task;
	struct ffmpeg_verdict verdict;

	if (stop_reason(task->stop) != STOP_NONE)
		return BUSY;
	if (encode->is_stalled)
		return fail(task, "encoder_stalled",
		    "The encoder made no progress and was ended.", false);
	if (end->exit_code == 0 && encode->progress.has_ended)
		return OK;
	if (task_disk_is_full(task))
		return NO_SPACE;
	verdict = ffmpeg_explain(end, task->result.last_lines);
	if (verdict.is_our_bug)
		log_error("ffmpeg.refused",
		    TEXT_PAIR("lines", task->result.last_lines));
	return fail(
	    task, verdict.code, verdict.sentence, !verdict.is_transient);
}

enum outcome
process_encode(struct task *task)
{
	struct encode encode = {
		.task = task,
		.progress_fd = -1,
		.errors_fd = -1,
	};
	struct child_end end;
	enum outcome rc;

	progress_begin(&encode.progress, task->plan->frames,
	    task->plan->span_us, clock_monotonic_ms());
	messages_begin(task->h.mem, &encode.messages, take_line, task);
	rc = start(&encode);
	if (rc == OK) {
		watch(&encode);
		rc = child_wait(&encode.child, &end);
		messages_end(&encode.messages);
		task_flush_log(task);
	}
	if (rc == OK) {
		record(&encode, &end);
		rc = judge(&encode, &end);
	}
	file_auto_close(&encode.progress_fd);
	file_auto_close(&encode.errors_fd);
	return rc;
}
