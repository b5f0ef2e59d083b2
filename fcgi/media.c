/* Media files over HTTP. */
#include "config.h"

#include "house/media.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "fcgi/cgi.h"
#include "fcgi/disposition.h"
#include "fcgi/handlers.h"
#include "fcgi/jobs.h"
#include "fcgi/list.h"
#include "fcgi/media.h"
#include "fcgi/response.h"
#include "house/storage.h"

struct json_object *
media_print(struct request *rq, struct response *rs, const struct media *media)
{
	response_version(rs, mem_printf(rq->mem, "%" PRId64, media->version));
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

/* What version must be there when it comes to the change, if If-Match is
   content with the one that is there now. */
static enum outcome
read_expected(struct request *rq, int64_t *expected)
{
	struct media media;
	enum outcome rc;

	rc = db_media_find(rq->house->db, rq->mem, &rq->uuid, &media);
	return rc == OK ? request_expected(rq, media.version, expected) : rc;
}

enum outcome
media_files_delete(struct request *rq, struct response *rs)
{
	int64_t expected;
	enum outcome rc = read_expected(rq, &expected);

	if (rc == OK)
		rc = media_delete(rq->house, &rq->uuid, expected);
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
	int64_t expected;
	enum outcome rc = read_expected(rq, &expected);

	if (rc == OK)
		rc = media_drop_derivatives(rq->house, &rq->uuid, expected);
	return rc == OK ? response_none(rs) : rc;
}

enum outcome
media_files_probe(struct request *rq, struct response *rs)
{
	enum outcome rc;
	char *probe;

	rc = db_media_find_probe(rq->house->db, rq->mem, &rq->uuid, &probe);
	if (rc == OK && probe == NULL)
		return refuse(rq->refusal, NOT_FOUND, "not_probed",
		    "This media file has not been looked at yet.");
	if (rc != OK)
		return rc;
	return response_text(
	    rs, "application/json; charset=utf-8", probe, strlen(probe));
}

/* The configurations that we give for FastCGI send files; as plain CGI the
   program may stand behind any server, which would show where the file lies. */
static bool
sends_files(const struct request *rq)
{
	return request_param(rq, CGI_PARAM) == NULL ||
	       request_param(rq, CGI_SENDFILE_PARAM) != NULL;
}

/*
 * The web server sends the file, ranges and all, in place of this answer's
 * empty body.  It is whatever somebody uploaded: a browser may save it and do
 * nothing else with it.
 */
enum outcome
media_files_original(struct request *rq, struct response *rs)
{
	struct media media;
	enum outcome rc;

	rc = db_media_find(rq->house->db, rq->mem, &rq->uuid, &media);
	if (rc == OK && media.original_key == NULL)
		return refuse(rq->refusal, NOT_FOUND, "original_missing",
		    "The original of this media file is no longer there.");
	if (rc == OK && !sends_files(rq))
		return refuse(rq->refusal, UNAVAILABLE, "not_by_cgi",
		    "As plain CGI this needs a web server that knows "
		    "X-Sendfile.");
	if (rc != OK)
		return rc;
	response_header(rs, "X-Sendfile", "%s",
	    storage_path(
		rq->mem, rq->house->settings, GC_ORIGINAL, media.original_key));
	response_header(rs, "Content-Disposition", "%s",
	    disposition_attachment(rq->mem, media.file_name));
	response_header(rs, "Content-Security-Policy", "sandbox");
	response_header(rs, "Cache-Control", "private, no-cache");
	return response_text(rs, "application/octet-stream", "", 0);
}
