/* The queues over HTTP. */
#include "config.h"

#include "sql/queue.h"

#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "fcgi/body.h"
#include "fcgi/handlers.h"
#include "fcgi/response.h"
#include "house/job.h"

struct pause {
	char *reason;
};

static const struct field pause_fields[] = {
	FIELD(pause, reason, .writable = true, .max = 200),
	FIELD_END,
};

/* What the database counts: jobs that are not finished, and dead ones. */
static const enum job_state counted[] = { JOB_BLOCKED, JOB_SCHEDULED,
	JOB_QUEUED, JOB_RUNNING, JOB_DEAD };

static int64_t
count_of(const struct queue_count *counts, size_t count, const char *queue,
    enum job_state state)
{
	for (size_t i = 0; i < count; i++) {
		if (counts[i].state == state &&
		    strcmp(counts[i].queue, queue) == 0)
			return counts[i].count;
	}
	return 0;
}

static char *
lower(void *mem, const char *word)
{
	char *copy = mem_text(mem, word);

	text_lower(copy);
	return copy;
}

static struct json_object *
print_queue(void *mem, const struct queue *queue,
    const struct queue_count *counts, size_t count)
{
	struct json_object *json = field_print(queue_fields, queue);

	for (size_t i = 0; i < ARRAY_SIZE(counted); i++)
		json_object_object_add(json,
		    lower(mem, job_state_names[counted[i]]),
		    json_object_new_int64(
			count_of(counts, count, queue->name, counted[i])));
	return json;
}

enum outcome
queues_show(struct request *rq, struct response *rs)
{
	struct json_object *array, *json;
	struct queue_count *counts;
	size_t queue_count, count;
	struct queue *queues;
	enum outcome rc;

	rc = db_queue_list(rq->house->db, rq->mem, &queues, &queue_count);
	if (rc == OK)
		rc = db_queue_counts(rq->house->db, rq->mem, &counts, &count);
	if (rc != OK)
		return rc;
	array = json_object_new_array();
	for (size_t i = 0; i < queue_count; i++)
		json_object_array_add(
		    array, print_queue(rq->mem, &queues[i], counts, count));
	json = json_object_new_object();
	json_object_object_add(json, "queues", array);
	return response_json(rs, json);
}

enum outcome
queues_pause(struct request *rq, struct response *rs)
{
	struct pause pause = { .reason = NULL };
	enum outcome rc = OK;

	if (request_has_body(rq))
		rc = request_json(rq, pause_fields, true, &pause, NULL);
	if (rc == OK)
		rc = queue_pause(rq->house, pause.reason);
	return rc == OK ? queues_show(rq, rs) : rc;
}

enum outcome
queues_resume(struct request *rq, struct response *rs)
{
	enum outcome rc = queue_resume(rq->house);

	return rc == OK ? queues_show(rq, rs) : rc;
}
