/* The workers over HTTP. */
#include "config.h"

#include "house/worker.h"

#include "fcgi/handlers.h"
#include "fcgi/response.h"

enum outcome
workers_list(struct request *rq, struct response *rs)
{
	struct worker_row *rows;
	struct json_object *json;
	enum outcome rc;
	size_t count;

	rc = db_worker_list(rq->house->db, rq->mem, &rows, &count);
	if (rc != OK)
		return rc;
	json = json_object_new_object();
	json_object_object_add(json, "workers",
	    field_print_rows(worker_fields, rows, sizeof(*rows), count));
	return response_json(rs, json);
}

static enum outcome
answer(struct response *rs, enum outcome rc, const struct worker_row *row)
{
	if (rc != OK)
		return rc;
	return response_json(rs, field_print(worker_fields, row));
}

enum outcome
workers_drain(struct request *rq, struct response *rs)
{
	struct worker_row row;
	enum outcome rc = worker_drain(rq->house, rq->number, &row);

	return answer(rs, rc, &row);
}

enum outcome
workers_resume(struct request *rq, struct response *rs)
{
	struct worker_row row;
	enum outcome rc = worker_resume(rq->house, rq->number, &row);

	return answer(rs, rc, &row);
}
