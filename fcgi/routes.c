/* Every door of the house. */
#include "config.h"

#include "fcgi/handlers.h"
#include "fcgi/route.h"

#define MEDIA "/api/v1/media-files"
#define MOVIES "/api/v1/movies"
#define JOBS "/api/v1/jobs"
#define QUEUE "/api/v1/queue"
#define SESSION "/api/v1/session"
#define USERS "/api/v1/users"
#define TOKENS "/api/v1/tokens"

const struct route routes[] = {
	/* clang-format off */
	/* method  pattern                       right   body         handler */
	{ POST,    "/api/v1/uploads",            EDIT,   BODY_STREAM, uploads_create },

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

	{ POST,    SESSION,                      PUBLIC, BODY_JSON,   sessions_create },
	{ GET,     SESSION,                      VIEW,   BODY_NONE,   sessions_show },
	{ DELETE,  SESSION,                      SELF,   BODY_NONE,   sessions_delete },
	{ GET,     USERS,                        ADMIN,  BODY_NONE,   users_list },
	{ POST,    USERS,                        ADMIN,  BODY_JSON,   users_create },
	{ PATCH,   USERS "/{uuid}",              ADMIN,  BODY_JSON,   users_change },
	{ DELETE,  USERS "/{uuid}",              ADMIN,  BODY_NONE,   users_delete },
	{ GET,     TOKENS,                       SELF,   BODY_NONE,   tokens_list },
	{ POST,    TOKENS,                       SELF,   BODY_JSON,   tokens_create },
	{ DELETE,  TOKENS "/{uuid}",             SELF,   BODY_NONE,   tokens_delete },
	{ GET,     "/api/v1/audit",              ADMIN,  BODY_NONE,   audits_list },

	{ GET,     "/healthz",                   PUBLIC, BODY_NONE,   health_show },
	{ GET,     "/readyz",                    PUBLIC, BODY_NONE,   readiness_show },
	/* clang-format on */
	{ .pattern = NULL },
};
