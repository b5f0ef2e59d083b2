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

enum outcome
movies_list(struct request *rq, struct response *rs)
{
	return list_answer(rq, rs, &movie_listing);
}

enum outcome
movies_create(struct request *rq, struct response *rs)
{
	struct movie movie;
	field_set given;
	enum outcome rc;

	rc = request_json(rq, movie_fields, true, &movie, &given);
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
	return rc == OK ? response_json(rs, print(rq, rs, &movie)) : rc;
}
