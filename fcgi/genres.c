/* Genres over HTTP. */
#include "config.h"

#include "sql/genre.h"

#include "fcgi/handlers.h"
#include "fcgi/list.h"

enum outcome
genres_list(struct request *rq, struct response *rs)
{
	return list_answer(rq, rs, &genre_listing);
}
