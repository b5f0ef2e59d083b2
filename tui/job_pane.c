/* The facts of a job. */
#include "config.h"

#include "tui/job_pane.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "tui/jobs_do.h"
#include "tui/measure.h"

#define LABEL 9 /* columns */
#define BAR_MAX 44

static void
draw_title(
    const struct job_glance *job, struct canvas *canvas, struct rect rect)
{
	enum look look;
	const char *state = jobs_state_word(job, &look);

	canvas_rule(canvas, rect.y, rect.x, rect.columns,
	    mem_printf(canvas->scratch, "Job #%" PRId64 "  %s  %s", job->id,
		job->kind, job->title != NULL ? job->title : ""),
	    state);
}

static void
draw_state(const struct job_glance *job, struct stamp now,
    struct canvas *canvas, struct rect rect)
{
	void *mem = canvas->scratch;
	enum look look;
	const char *word = jobs_state_word(job, &look);
	int x = rect.x + 1, end = rect.x + rect.columns - 1;
	char *text = mem_text(mem, "");

	canvas_put(canvas, rect.y, x, LABEL, LOOK_HEAD, "State");
	x += LABEL;
	x += canvas_put(canvas, rect.y, x, 10, look, word) + 2;
	if (job->state == JOB_RUNNING && job->worker != NULL)
		mem_append(mem, &text, "on %s  since %s  ", job->worker,
		    measure_moment(mem, job->started_at, now));
	if (job->state == JOB_SCHEDULED)
		mem_append(mem, &text, "in %s  ", jobs_wait(mem, job, now));
	if (job->state == JOB_DONE)
		mem_append(mem, &text, "in %s  ", jobs_took(mem, job));
	mem_append(mem, &text,
	    "failures %" PRId64 " of %" PRId64 "  priority %" PRId64,
	    job->failures, job->max_attempts, job->priority);
	if (job->stalls > 0)
		mem_append(mem, &text, "  stalls %" PRId64, job->stalls);
	canvas_put(canvas, rect.y, x, end - x, LOOK_PLAIN, text);
}

static void
draw_total(
    const struct job_glance *job, struct canvas *canvas, struct rect rect)
{
	void *mem = canvas->scratch;
	int x = rect.x + 1 + LABEL;
	int width = rect.columns / 2 < BAR_MAX ? rect.columns / 2 : BAR_MAX;
	char *text = mem_printf(mem, "%3d%%", (int)(job->progress / 10));

	canvas_put(canvas, rect.y, rect.x + 1, LABEL, LOOK_HEAD, "Total");
	canvas_bar(canvas, rect.y, x, width,
	    job->state == JOB_DONE ? LOOK_GOOD : LOOK_BUSY, job->progress);
	if (job->stage != NULL)
		mem_append(mem, &text, "  %s", job->stage);
	if (job->speed > 0)
		mem_append(mem, &text, "  %.1f\xc3\x97", job->speed);
	if (job->eta_ms != ABSENT)
		mem_append(
		    mem, &text, "  eta %s", measure_wait(mem, job->eta_ms));
	canvas_put(canvas, rect.y, x + width + 1,
	    rect.x + rect.columns - x - width - 1, LOOK_PLAIN, text);
}

/* How an attempt ended, in words. */
static char *
result_text(void *mem, const struct attempt *attempt)
{
	const char *word = attempt_outcome_names[attempt->outcome];
	char *text = NULL;

	if (word == NULL)
		return mem_text(mem, "running");
	mem_append(mem, &text, "%s", word);
	if (attempt->error_message != NULL)
		mem_append(mem, &text, ": %s", attempt->error_message);
	if (attempt->cpu_ms != ABSENT && attempt->cpu_ms > 0)
		mem_append(
		    mem, &text, "  cpu %s", measure_wait(mem, attempt->cpu_ms));
	if (attempt->max_rss_kb != ABSENT && attempt->max_rss_kb > 0)
		mem_append(mem, &text, "  memory %s",
		    measure_bytes(mem, attempt->max_rss_kb * 1024));
	return text;
}

static enum look
result_look(const struct attempt *attempt)
{
	static const enum look looks[ATTEMPT_OUTCOME_COUNT] = {
		[ATTEMPT_OPEN] = LOOK_BUSY,
		[ATTEMPT_DONE] = LOOK_GOOD,
		[ATTEMPT_FAILED] = LOOK_BAD,
		[ATTEMPT_STALLED] = LOOK_WARN,
		[ATTEMPT_CANCELED] = LOOK_DIM,
		[ATTEMPT_RELEASED] = LOOK_DIM,
	};

	return looks[attempt->outcome];
}

static char *
took_text(void *mem, const struct attempt *attempt, struct stamp now)
{
	int64_t end_ms =
	    attempt->ended_at.ms != ABSENT ? attempt->ended_at.ms : now.ms;
	int64_t took_ms = end_ms - attempt->started_at.ms;

	return measure_wait(mem, took_ms > 0 ? took_ms : 0);
}

static void
draw_attempt(const struct attempt *attempt, struct stamp now,
    struct canvas *canvas, struct rect line)
{
	void *mem = canvas->scratch;
	int x = line.x + 1 + LABEL, end = line.x + line.columns - 1;

	canvas_put_right(canvas, line.y, x + 3, 3, LOOK_PLAIN,
	    mem_printf(mem, "%" PRId64, attempt->attempt));
	canvas_put(canvas, line.y, x + 5, 7, LOOK_PLAIN,
	    attempt->worker_id != ABSENT
		? mem_printf(mem, "%" PRId64, attempt->worker_id)
		: MEASURE_NONE);
	canvas_put(canvas, line.y, x + 13, 10, LOOK_PLAIN,
	    measure_moment(mem, attempt->started_at, now));
	canvas_put_right(canvas, line.y, x + 31, 8, LOOK_PLAIN,
	    took_text(mem, attempt, now));
	canvas_put(canvas, line.y, x + 33, end - x - 33, result_look(attempt),
	    result_text(mem, attempt));
}

static int
draw_attempts(const struct job_facts *facts, struct stamp now,
    struct canvas *canvas, struct rect rect, size_t limit)
{
	size_t count = facts->attempt_count;
	size_t first = count > limit ? count - limit : 0;
	int x = rect.x + 1 + LABEL;

	if (count == 0 || limit == 0)
		return 0;
	canvas_put(canvas, rect.y, rect.x + 1, LABEL, LOOK_HEAD, "Attempts");
	canvas_put(canvas, rect.y, x, rect.columns - LABEL - 1, LOOK_DIM,
	    "TRY  WORKER  START         TOOK  RESULT");
	for (size_t i = first; i < count; i++) {
		rect.y++;
		draw_attempt(&facts->attempts[i], now, canvas, rect);
	}
	return (int)(count - first) + 1;
}

int
job_draw_facts(const struct job_facts *facts, struct stamp now,
    struct canvas *canvas, struct rect rect, size_t attempts)
{
	const struct job_glance *job = &facts->job;
	int first = rect.y;

	draw_title(job, canvas, rect);
	rect.y++;
	draw_state(job, now, canvas, rect);
	rect.y++;
	draw_total(job, canvas, rect);
	rect.y++;
	if (job->error_message != NULL && jobs_has_reason(job->state)) {
		canvas_put(
		    canvas, rect.y, rect.x + 1, LABEL, LOOK_HEAD, "Reason");
		canvas_put(canvas, rect.y, rect.x + 1 + LABEL,
		    rect.columns - LABEL - 2, LOOK_BAD, job->error_message);
		rect.y++;
	}
	rect.y += draw_attempts(facts, now, canvas, rect, attempts);
	return rect.y - first;
}
