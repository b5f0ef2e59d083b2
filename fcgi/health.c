/* Is the process alive? */
#include "config.h"

#include "fcgi/handlers.h"
#include "fcgi/response.h"

enum outcome
health_show(struct request *rq, struct response *rs)
{
	struct json_object *health = json_object_new_object();

	(void)rq;
	json_object_object_add(health, "status", json_object_new_string("ok"));
	return response_json(rs, health);
}
