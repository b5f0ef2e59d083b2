/* The house in numbers, over HTTP. */
#include "config.h"

#include "house/stats.h"

#include "fcgi/handlers.h"
#include "fcgi/response.h"
#include "house/storage.h"

static struct json_object *
print_counts(const char *const *names, const int64_t *counts, size_t count)
{
	struct json_object *json = json_object_new_object();

	for (size_t i = 0; i < count; i++)
		json_object_object_add(
		    json, names[i], json_object_new_int64(counts[i]));
	return json;
}

/* Finished jobs are not counted: their number says nothing but how long they
   are remembered. */
static struct json_object *
print_jobs(const struct stats *stats)
{
	static const enum job_state counted[] = { JOB_BLOCKED, JOB_SCHEDULED,
		JOB_QUEUED, JOB_RUNNING, JOB_DEAD };
	struct json_object *json = json_object_new_object();

	for (size_t i = 0; i < ARRAY_SIZE(counted); i++)
		json_object_object_add(json, job_state_names[counted[i]],
		    json_object_new_int64(stats->jobs[counted[i]]));
	return json;
}

static struct json_object *
print_bytes(const struct stats *stats)
{
	struct json_object *json = json_object_new_object();

	for (unsigned int i = 0; i < GC_AREA_COUNT; i++)
		json_object_object_add(json, storage_area_name(i),
		    json_object_new_int64(stats->bytes[i]));
	return json;
}

enum outcome
stats_show(struct request *rq, struct response *rs)
{
	struct json_object *json;
	struct stats stats;
	enum outcome rc = stats_read(rq->house, &stats);

	if (rc != OK)
		return rc;
	json = json_object_new_object();
	json_object_object_add(json, "media_files",
	    print_counts(media_status_names, stats.media, MEDIA_STATUS_COUNT));
	json_object_object_add(json, "jobs", print_jobs(&stats));
	json_object_object_add(json, "bytes", print_bytes(&stats));
	json_object_object_add(json, "free_bytes",
	    stats.free_bytes != ABSENT ? json_object_new_int64(stats.free_bytes)
				       : NULL);
	return response_json(rs, json);
}
