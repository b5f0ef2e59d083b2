/* Media files in answers. */
#ifndef FCGI_MEDIA_H
#define FCGI_MEDIA_H

#include "fcgi/request.h"
#include "fcgi/response.h"
#include "sql/media.h"

#define MEDIA_PATH "/api/v1/media-files/"

/* As JSON; the answer gets its entity tag. */
struct json_object *media_print(
    struct request *rq, struct response *rs, const struct media *media);

#endif
