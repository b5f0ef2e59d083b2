/* Every door of the house. */
#include "config.h"

#include "fcgi/handlers.h"
#include "fcgi/route.h"

const struct route routes[] = {
	/* clang-format off */
	/* method  pattern      right   body       handler */
	{ GET,     "/healthz",  PUBLIC, BODY_NONE, health_show },
	/* clang-format on */
	{ .pattern = NULL },
};
