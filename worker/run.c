/* One ffmpeg, watched until it ends or must end. */
#include "config.h"

#include "worker/run.h"

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

#define NICE 10
#define PIECE_BYTES 4096
#define MAX_PIECES 16
#define TICK_MS 500
#define REPORT_MS 1000

enum { WATCH_STOP, WATCH_END, WATCH_PROGRESS, WATCH_ERRORS, WATCH_COUNT };

/* A running ffmpeg and all that is known of it. */
struct run {
	struct task *task;
	const struct run_order *order;
	struct child child;
	struct progress progress;
	struct messages messages;
	int progress_fd;
	int errors_fd;
	int64_t reported_ms;
	int64_t complaints;
	bool is_stalled;
};

/* How ffmpeg speaks of bytes that are not what they should be. */
static const char *const complaints[] = { "[error]", "[fatal]", "corrupt",
	"Corrupt" };

static void
take_line(void *context, const char *line)
{
	struct run *run = context;

	for (size_t i = 0; i < ARRAY_SIZE(complaints); i++) {
		if (strstr(line, complaints[i]) == NULL)
			continue;
		run->complaints++;
		break;
	}
	task_log(run->task, line);
}

/* A pipe whose reading end does not wait. */
static enum outcome
make_pipe(int *read_end, int *write_end)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0) {
		log_error("run.pipe", TEXT_PAIR("error", strerror(errno)));
		return FAILED;
	}
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	*read_end = ends[0];
	*write_end = ends[1];
	return OK;
}

static enum outcome
start(struct run *run)
{
	struct task *task = run->task;
	const struct run_order *order = run->order;
	AUTO_FD int progress = -1;
	AUTO_FD int errors = -1;
	struct child_spec spec = {
		.sandbox = sandbox_new(task->h.mem, task->h.settings),
		.argv = order->argv,
		.folder = task->staging,
		.output_fd = -1,
		.nice = NICE,
		.max_data_bytes = order->max_data_bytes,
		.max_file_bytes = order->max_file_bytes,
		.max_cpu_s = order->max_cpu_s,
	};
	enum outcome rc;

	rc = make_pipe(&run->progress_fd, &progress);
	if (rc == OK)
		rc = make_pipe(&run->errors_fd, &errors);
	if (rc != OK)
		return rc;
	spec.sandbox.reads[0] = task->original;
	spec.sandbox.writes[0] = task->staging;
	spec.extra_fd = progress;
	spec.error_fd = errors;
	return child_start(&spec, &run->child);
}

/* Reads some of what is there, so that a flood leaves time to look at all the
   rest; a pipe at its end is closed. */
static void
drain(struct run *run, int *fd,
    void (*feed)(struct run *run, const char *bytes, size_t length))
{
	char piece[PIECE_BYTES];
	ssize_t count = 1;

	for (int i = 0; *fd >= 0 && i < MAX_PIECES && count > 0; i++) {
		count = read(*fd, piece, sizeof(piece));
		if (count > 0)
			feed(run, piece, (size_t)count);
	}
	if (count == 0)
		file_auto_close(fd);
}

static void
feed_progress(struct run *run, const char *bytes, size_t length)
{
	progress_feed(&run->progress, bytes, length, clock_monotonic_ms());
}

static void
feed_errors(struct run *run, const char *bytes, size_t length)
{
	messages_feed(&run->messages, bytes, length);
}

static void
report(struct run *run)
{
	const struct progress *progress = &run->progress;
	struct job_progress now = {
		.stage = run->order->stage,
		.per_mille = progress_per_mille(progress),
		.speed = progress->speed > 0 ? progress->speed : (double)NAN,
		.eta_ms = progress_eta_ms(progress),
	};

	run->reported_ms = clock_monotonic_ms();
	task_progress(run->task, &now);
	task_flush_log(run->task);
}

/* Kills it when it must not go on; the wait that follows is short then. */
static void
check(struct run *run)
{
	int64_t now = clock_monotonic_ms();
	int64_t limit_ms = run->task->h.settings->stall_s * 1000;

	if (stop_reason(run->task->stop) != STOP_NONE) {
		child_kill(&run->child);
	} else if (progress_idle_ms(&run->progress, now) > limit_ms) {
		run->is_stalled = true;
		child_kill(&run->child);
	} else if (now - run->reported_ms >= REPORT_MS) {
		report(run);
	}
}

static void
watch(struct run *run)
{
	struct pollfd fds[WATCH_COUNT] = {
		[WATCH_STOP] = { .fd = run->task->stop->fd },
		[WATCH_END] = { .fd = run->child.pidfd },
		[WATCH_PROGRESS] = { .fd = run->progress_fd },
		[WATCH_ERRORS] = { .fd = run->errors_fd },
	};
	bool has_ended = false;

	for (int i = 0; i < WATCH_COUNT; i++)
		fds[i].events = POLLIN;
	while (!has_ended) {
		if (poll(fds, WATCH_COUNT, TICK_MS) < 0 && errno != EINTR) {
			child_kill(&run->child);
			break;
		}
		drain(run, &run->progress_fd, feed_progress);
		drain(run, &run->errors_fd, feed_errors);
		fds[WATCH_PROGRESS].fd = run->progress_fd;
		fds[WATCH_ERRORS].fd = run->errors_fd;
		has_ended = fds[WATCH_END].revents != 0;
		/* It is asked once; after that the end is waited for. */
		if (fds[WATCH_STOP].revents != 0)
			fds[WATCH_STOP].fd = -1;
		if (!has_ended)
			check(run);
	}
}

static void
record(struct run *run, const struct child_end *end)
{
	struct task *task = run->task;
	struct attempt *result = &task->result;

	result->exit_code = end->exit_code >= 0 ? end->exit_code : ABSENT;
	result->signal_number = end->signal > 0 ? end->signal : ABSENT;
	result->cpu_ms = end->cpu_ms;
	result->max_rss_kb = end->max_rss_kb;
	result->last_lines = tail_text(task->h.mem, &run->messages.tail);
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
judge(struct run *run, const struct child_end *end)
{
	struct task *task = run->task;
	struct ffmpeg_verdict verdict;

	if (stop_reason(task->stop) != STOP_NONE)
		return BUSY;
	if (run->is_stalled)
		return fail(task, "encoder_stalled",
		    "The encoder made no progress and was ended.", false);
	if (end->exit_code == 0 && run->progress.has_ended)
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
run_ffmpeg(
    struct task *task, const struct run_order *order, struct run_count *count)
{
	struct run run = {
		.task = task,
		.order = order,
		.progress_fd = -1,
		.errors_fd = -1,
	};
	struct child_end end;
	enum outcome rc;

	progress_begin(
	    &run.progress, order->frames, order->span_us, clock_monotonic_ms());
	messages_begin(task->h.mem, &run.messages, take_line, &run);
	rc = start(&run);
	if (rc == OK) {
		watch(&run);
		rc = child_wait(&run.child, &end);
		messages_end(&run.messages);
		task_flush_log(task);
	}
	if (rc == OK) {
		record(&run, &end);
		rc = judge(&run, &end);
	}
	count->frames = run.progress.frame;
	count->repeats = run.progress.repeats;
	count->complaints = run.complaints;
	file_auto_close(&run.progress_fd);
	file_auto_close(&run.errors_fd);
	return rc;
}
