/* Jobs over HTTP. */
#include "config.h"

#include "fcgi/jobs.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "fcgi/body.h"
#include "fcgi/handlers.h"
#include "fcgi/list.h"
#include "house/auth.h"
#include "house/job.h"
#include "sql/attempt.h"

enum outcome
jobs_accept(struct response *rs, const struct job *job)
{
	response_header(rs, "Location", "/api/v1/jobs/%" PRId64, job->id);
	return response_accepted(rs, field_print(job_fields, job));
}

/* What carries webhooks' events is the admins', as webhooks are; to all others
   it is not there. */
static bool
may_see_deliveries(const struct request *rq)
{
	const struct caller *caller = rq->house->caller;

	return caller != NULL && caller->role == ROLE_ADMIN;
}

static enum outcome
find(struct request *rq, struct job *job)
{
	enum outcome rc = db_job_find(rq->house->db, rq->mem, rq->number, job);

	if (rc == OK && strcmp(job->kind, JOB_DELIVER) == 0 &&
	    !may_see_deliveries(rq))
		return NOT_FOUND;
	return rc;
}

static enum outcome
answer(struct response *rs, enum outcome rc, const struct job *job)
{
	return rc == OK ? response_json(rs, field_print(job_fields, job)) : rc;
}

enum outcome
jobs_list(struct request *rq, struct response *rs)
{
	static const struct page_filter all_but_deliveries = {
		.condition = "j.kind <> '" JOB_DELIVER "'",
		.is_plain = true,
	};

	return list_answer_within(rq, rs, &job_listing,
	    may_see_deliveries(rq) ? NULL : &all_but_deliveries);
}

enum outcome
jobs_show(struct request *rq, struct response *rs)
{
	struct attempt *attempts;
	struct json_object *json;
	struct job job;
	enum outcome rc;
	size_t count;

	rc = find(rq, &job);
	if (rc == OK)
		rc = db_attempt_list(
		    rq->house->db, rq->mem, rq->number, &attempts, &count);
	if (rc != OK)
		return rc;
	json = field_print(job_fields, &job);
	json_object_object_add(json, "attempts",
	    field_print_rows(
		attempt_fields, attempts, sizeof(*attempts), count));
	return response_json(rs, json);
}

/* "1 2026-03-01T12:04:31.250Z frame= 300 fps=25": attempt, time, line. */
static char *
print_log(void *mem, const struct log_line *lines, size_t count)
{
	char *text = mem_text(mem, "");

	for (size_t i = 0; i < count; i++) {
		char at[STAMP_TEXT];

		stamp_print(lines[i].at, at);
		mem_append(mem, &text, "%" PRId64 " %s %s\n", lines[i].attempt,
		    at, lines[i].line);
	}
	return text;
}

enum outcome
jobs_log(struct request *rq, struct response *rs)
{
	struct log_line *lines;
	struct job job;
	enum outcome rc;
	size_t count;
	char *text;

	rc = find(rq, &job);
	if (rc == OK)
		rc = db_log_list(
		    rq->house->db, rq->mem, rq->number, &lines, &count);
	if (rc != OK)
		return rc;
	text = print_log(rq->mem, lines, count);
	return response_text(
	    rs, "text/plain; charset=utf-8", text, strlen(text));
}

enum outcome
jobs_cancel(struct request *rq, struct response *rs)
{
	struct job job;
	enum outcome rc = job_cancel(rq->house, rq->number, &job);

	return answer(rs, rc, &job);
}

enum outcome
jobs_retry(struct request *rq, struct response *rs)
{
	struct job job;
	enum outcome rc = job_retry(rq->house, rq->number, &job);

	return answer(rs, rc, &job);
}

/* A merge patch, of which the priority is all that can be changed; an empty
   one changes nothing.  A job moves on by itself and has no version, so that
   If-Match can ask for nothing but its being there. */
enum outcome
jobs_change(struct request *rq, struct response *rs)
{
	struct job change, job;
	enum outcome rc;

	field_clear(job_fields, &change);
	rc = find(rq, &job);
	if (rc == OK)
		rc = request_if_match(rq, NULL);
	if (rc == OK)
		rc = request_json(rq, job_fields, false, &change, NULL);
	if (rc == OK && change.priority != ABSENT)
		rc = job_set_priority(
		    rq->house, rq->number, change.priority, &job);
	return answer(rs, rc, &job);
}
