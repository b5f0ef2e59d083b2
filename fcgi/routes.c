/* Every door of the house. */
#include "config.h"

#include "fcgi/handlers.h"
#include "fcgi/route.h"

#define MEDIA "/api/v1/media-files"
#define TUS "/api/v1/uploads/tus"
#define MOVIES "/api/v1/movies"
#define JOBS "/api/v1/jobs"
#define QUEUE "/api/v1/queue"

const struct route routes[] = {
	/* clang-format off */
	/* method  pattern                       right   body         handler */
	{ POST,    "/api/v1/uploads",            EDIT,   BODY_STREAM, uploads_create },
	{ GET,     "/api/v1/uploads",            EDIT,   BODY_NONE,   uploads_list },
	{ OPTIONS, TUS,                          PUBLIC, BODY_NONE,   tus_options },
	{ POST,    TUS,                          EDIT,   BODY_STREAM, tus_create },
	{ OPTIONS, TUS "/{uuid}",                PUBLIC, BODY_NONE,   tus_options },
	{ HEAD,    TUS "/{uuid}",                EDIT,   BODY_STREAM, tus_show },
	{ PATCH,   TUS "/{uuid}",                EDIT,   BODY_STREAM, tus_append },
	{ DELETE,  TUS "/{uuid}",                EDIT,   BODY_STREAM, tus_delete },
	{ POST,    TUS "/{uuid}",                EDIT,   BODY_STREAM, tus_override },

	{ GET,     MEDIA,                        VIEW,   BODY_NONE,   media_files_list },
	{ GET,     MEDIA "/{uuid}",              VIEW,   BODY_NONE,   media_files_show },
	{ DELETE,  MEDIA "/{uuid}",              EDIT,   BODY_NONE,   media_files_delete },
	{ POST,    MEDIA "/{uuid}/process",      EDIT,   BODY_NONE,   media_files_process },
	{ DELETE,  MEDIA "/{uuid}/derivatives",  EDIT,   BODY_NONE,   media_files_drop },
	{ GET,     MEDIA "/{uuid}/playback",     VIEW,   BODY_NONE,   media_files_playback },

	{ GET,     MOVIES,                       VIEW,   BODY_NONE,   movies_list },
	{ POST,    MOVIES,                       EDIT,   BODY_JSON,   movies_create },
	{ GET,     MOVIES "/{uuid}",             VIEW,   BODY_NONE,   movies_show },
	{ GET,     MOVIES "/{uuid}/playback",    VIEW,   BODY_NONE,   movies_playback },

	{ GET,     JOBS,                         VIEW,   BODY_NONE,   jobs_list },
	{ GET,     JOBS "/{number}",             VIEW,   BODY_NONE,   jobs_show },
	{ PATCH,   JOBS "/{number}",             ADMIN,  BODY_JSON,   jobs_change },
	{ GET,     JOBS "/{number}/log",         VIEW,   BODY_NONE,   jobs_log },
	{ POST,    JOBS "/{number}/cancel",      EDIT,   BODY_NONE,   jobs_cancel },
	{ POST,    JOBS "/{number}/retry",       EDIT,   BODY_NONE,   jobs_retry },

	{ GET,     QUEUE,                        VIEW,   BODY_NONE,   queues_show },
	{ POST,    QUEUE "/pause",               ADMIN,  BODY_JSON,   queues_pause },
	{ POST,    QUEUE "/resume",              ADMIN,  BODY_NONE,   queues_resume },

	{ GET,     "/healthz",                   PUBLIC, BODY_NONE,   health_show },
	{ GET,     "/readyz",                    PUBLIC, BODY_NONE,   readiness_show },
	/* clang-format on */
	{ .pattern = NULL },
};
