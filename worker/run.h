/* ffmpeg as a child of a job: in its box, watched, its words kept. */
#ifndef WORKER_RUN_H
#define WORKER_RUN_H

#include "worker/task.h"

struct run_order {
	const char *stage;       /* of the job, while it runs */
	const char *const *argv; /* worker/ffmpeg.h */
	int64_t frames, span_us; /* that will be made, for the progress */
	int64_t max_data_bytes;  /* limits of the child */
	int64_t max_file_bytes;
	int64_t max_cpu_s;
};

/* What it says it made. */
struct run_count {
	int64_t frames;
	int64_t repeats;    /* of them, shown again for want of another */
	int64_t complaints; /* lines that speak of damage in what it read */
};

/*
 * Runs it in task->staging, where alone it may write, with task->original as
 * all it may read, until it ends, is told to stop or stands still for
 * stall_s, and records what is known of its end.  OK: it ended well, which is
 * only leave to look at what was made.  BUSY: the job is to stop.  NO_SPACE,
 * UNAVAILABLE and INVALID with task->failure set: why it failed, and whether
 * another try may help.
 */
enum outcome run_ffmpeg(struct task *task, const struct run_order *order,
    struct run_count *count) MUST_CHECK;

#endif
