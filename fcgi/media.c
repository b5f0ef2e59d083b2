/* Media files over HTTP. */
#include "config.h"

#include "house/media.h"

#include <inttypes.h>

#include "base/mem.h"
#include "fcgi/handlers.h"
#include "fcgi/jobs.h"
#include "fcgi/list.h"
#include "fcgi/media.h"
#include "fcgi/response.h"

static const char *
version_of(struct request *rq, const struct media *media)
{
	return mem_printf(rq->mem, "%" PRId64, media->version);
}

struct json_object *
media_print(struct request *rq, struct response *rs, const struct media *media)
{
	response_version(rs, version_of(rq, media));
	return field_print(media_fields, media);
}

enum outcome
media_files_list(struct request *rq, struct response *rs)
{
	return list_answer(rq, rs, &media_listing);
}

enum outcome
media_files_show(struct request *rq, struct response *rs)
{
	struct media media;
	enum outcome rc;

	rc = db_media_find(rq->house->db, rq->mem, &rq->uuid, &media);
	if (rc != OK)
		return rc;
	return response_json(rs, media_print(rq, rs, &media));
}

enum outcome
media_files_delete(struct request *rq, struct response *rs)
{
	struct media media;
	enum outcome rc;

	rc = db_media_find(rq->house->db, rq->mem, &rq->uuid, &media);
	if (rc == OK)
		rc = request_if_match(rq, version_of(rq, &media));
	if (rc == OK)
		rc = media_delete(rq->house, &rq->uuid);
	return rc == OK ? response_none(rs) : rc;
}

enum outcome
media_files_process(struct request *rq, struct response *rs)
{
	struct job job;
	enum outcome rc = media_process(rq->house, &rq->uuid, &job);

	return rc == OK ? jobs_accept(rs, &job) : rc;
}

enum outcome
media_files_drop(struct request *rq, struct response *rs)
{
	enum outcome rc = media_drop_derivatives(rq->house, &rq->uuid);

	return rc == OK ? response_none(rs) : rc;
}
