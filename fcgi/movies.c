/* Movies over HTTP. */
#include "config.h"

#include "house/movie.h"

#include <inttypes.h>

#include "base/mem.h"
#include "fcgi/body.h"
#include "fcgi/handlers.h"
#include "fcgi/list.h"
#include "fcgi/response.h"

static struct json_object *
print(struct request *rq, struct response *rs, const struct movie *movie)
{
	response_version(rs, mem_printf(rq->mem, "%" PRId64, movie->version));
	return field_print(movie_fields, movie);
}

static enum outcome
answer(struct request *rq, struct response *rs, enum outcome rc,
    const struct movie *movie)
{
	return rc == OK ? response_json(rs, print(rq, rs, movie)) : rc;
}

enum outcome
movies_list(struct request *rq, struct response *rs)
{
	return list_answer(rq, rs, &movie_listing);
}

static enum outcome
check(struct request *rq, const void *form, field_set sound)
{
	return movie_check(rq->house, form, sound);
}

enum outcome
movies_create(struct request *rq, struct response *rs)
{
	struct movie movie;
	field_set given;
	enum outcome rc;

	rc = request_form(rq, movie_fields, true, &movie, &given, check);
	if (rc == OK)
		rc = movie_create(rq->house, &movie, given);
	if (rc != OK)
		return rc;
	return response_created(rs,
	    mem_printf(rq->mem, "/api/v1/movies/%s", movie.id.text),
	    print(rq, rs, &movie));
}

enum outcome
movies_show(struct request *rq, struct response *rs)
{
	struct movie movie;
	enum outcome rc;

	rc = db_movie_find(rq->house->db, rq->mem, &rq->uuid, &movie);
	return answer(rq, rs, rc, &movie);
}

/* The movie, if If-Match is content with it, and what version must be there
   when it comes to the change. */
static enum outcome
find(struct request *rq, struct movie *movie, int64_t *expected)
{
	enum outcome rc;

	rc = db_movie_find(rq->house->db, rq->mem, &rq->uuid, movie);
	return rc == OK ? request_expected(rq, movie->version, expected) : rc;
}

enum outcome
movies_change(struct request *rq, struct response *rs)
{
	struct movie change, movie;
	int64_t expected;
	field_set given;
	enum outcome rc;

	field_clear(movie_fields, &change);
	rc = find(rq, &movie, &expected);
	if (rc == OK)
		rc = request_form(
		    rq, movie_fields, false, &change, &given, check);
	if (rc == OK)
		rc = movie_update(
		    rq->house, &rq->uuid, expected, &change, given, &movie);
	return answer(rq, rs, rc, &movie);
}

enum outcome
movies_delete(struct request *rq, struct response *rs)
{
	struct movie movie;
	int64_t expected;
	enum outcome rc = find(rq, &movie, &expected);

	if (rc == OK)
		rc = movie_delete(rq->house, &rq->uuid, expected);
	return rc == OK ? response_none(rs) : rc;
}

static enum outcome
set_trashed(struct request *rq, struct response *rs, bool is_trashed)
{
	struct movie movie;
	int64_t expected;
	enum outcome rc = find(rq, &movie, &expected);

	if (rc == OK)
		rc = movie_set_trashed(
		    rq->house, &rq->uuid, expected, is_trashed, &movie);
	return answer(rq, rs, rc, &movie);
}

enum outcome
movies_trash(struct request *rq, struct response *rs)
{
	return set_trashed(rq, rs, true);
}

enum outcome
movies_restore(struct request *rq, struct response *rs)
{
	return set_trashed(rq, rs, false);
}
