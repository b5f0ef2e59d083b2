/* The encode. */
#include "config.h"

#include "worker/ffmpeg.h"
#include "worker/run.h"
#include "worker/task.h"

enum outcome
process_encode(struct task *task)
{
	const struct plan *plan = task->plan;
	struct run_order order = {
		.stage = "encode",
		.argv = ffmpeg_encode(
		    task->h.mem, plan, task->h.settings, task->original),
		.frames = plan->frames,
		.span_us = plan->span_us,
		.max_data_bytes = plan->max_data_bytes,
		.max_file_bytes = plan->max_file_bytes,
		.max_cpu_s = plan->max_cpu_s,
	};
	struct run_count count = { 0 };
	enum outcome rc = run_ffmpeg(task, &order, &count);

	task->frames = count.frames;
	task->repeats = count.repeats;
	task->complaints = count.complaints;
	return rc;
}
