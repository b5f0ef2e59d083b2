/* The step of `deliver`: an event goes to its webhook. */
#include "config.h"

#include <inttypes.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "house/delivery.h"
#include "worker/post.h"
#include "worker/task.h"

#define SLOW_MS 1000

/* What an answer of that status means; the first that fits. */
static const struct {
	int64_t from, to;
	const char *code, *consequence;
	bool is_permanent;
} meanings[] = {
	{ 300, 399, "redirect", "; redirects are not followed", false },
	{ HTTP_GONE, HTTP_GONE, "gone", "; the webhook is disabled", true },
	{ 0, 999, "http_status", "", false },
};

/* Why it could not be delivered, and whether it is tried again. */
static enum outcome
fail(struct task *task, const struct errand *errand, const char *code,
    const char *words, bool is_permanent)
{
	task->failure = (struct job_failure){
		.code = code,
		.message = words,
		.is_permanent = is_permanent || errand->is_last,
	};
	return task->failure.is_permanent ? INVALID : UNAVAILABLE;
}

static enum outcome
send_it(
    struct task *task, const struct errand *errand, struct post_answer *answer)
{
	void *mem = task->h.mem;
	const char *headers[] = {
		"Content-Type: application/json",
		"Accept: */*",
		"Expect:", /* as curl would else ask whether it may go on */
		mem_printf(mem, "Movie-House-Event: %s", errand->event),
		mem_printf(
		    mem, "Movie-House-Delivery: %" PRId64, task->job->id),
		mem_printf(mem, "Movie-House-Signature: %s",
		    delivery_signature(
			&task->h, errand, clock_now().ms / 1000)),
		NULL,
	};
	struct post post = {
		.url = errand->url,
		.body = errand->payload,
		.headers = headers,
		.ca_file = task->h.settings->webhook_ca_file,
		.may_be_private = task->h.settings->webhook_private,
		.stop = task->stop,
	};

	return post_send(&post, answer);
}

static enum outcome
judge(struct task *task, const struct errand *errand,
    const struct post_answer *answer)
{
	size_t i = 0;

	if (answer->status == ABSENT)
		return fail(task, errand, answer->code, answer->words, false);
	if (answer->status >= 200 && answer->status <= 299)
		return OK;
	while (answer->status < meanings[i].from ||
	       answer->status > meanings[i].to)
		i++;
	return fail(task, errand, meanings[i].code,
	    mem_printf(task->h.mem, "The receiver answered %" PRId64 "%s.",
		answer->status, meanings[i].consequence),
	    meanings[i].is_permanent);
}

static enum outcome
try_it(struct task *task, const struct errand *errand)
{
	struct delivery_answer told;
	struct post_answer answer;
	enum outcome rc = send_it(task, errand, &answer);

	if (rc != OK)
		return rc;
	told = (struct delivery_answer){
		.http_status = answer.status,
		.duration_ms = answer.duration_ms,
		.was_silent =
		    answer.status == ABSENT && answer.duration_ms >= SLOW_MS,
	};
	log_info("webhook.tried", TEXT_PAIR("webhook", errand->webhook_id.text),
	    TEXT_PAIR("event", errand->event),
	    NUMBER_PAIR("status", answer.status == ABSENT ? 0 : answer.status),
	    NUMBER_PAIR("duration_ms", answer.duration_ms));
	rc = delivery_note(&task->h, task->job, errand, &told);
	return rc == OK ? judge(task, errand, &answer) : rc;
}

enum outcome
deliver_event(struct task *task)
{
	struct errand errand;
	enum outcome rc = delivery_begin(&task->h, task->job, &errand);

	if (rc == CONFLICT || rc == BUSY)
		return fail(task, &errand, task->refusal.code,
		    task->refusal.message, rc == CONFLICT);
	return rc == OK ? try_it(task, &errand) : rc;
}
