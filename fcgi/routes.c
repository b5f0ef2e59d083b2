/* Every door of the house. */
#include "config.h"

#include "fcgi/handlers.h"
#include "fcgi/route.h"

#define MEDIA "/api/v1/media-files"
#define TUS "/api/v1/uploads/tus"
#define MOVIES "/api/v1/movies"
#define SERIES "/api/v1/series"
#define SEASONS "/api/v1/seasons"
#define EPISODES "/api/v1/episodes"
#define JOBS "/api/v1/jobs"
#define QUEUE "/api/v1/queue"
#define WORKERS "/api/v1/workers"
#define SESSION "/api/v1/session"
#define USERS "/api/v1/users"
#define TOKENS "/api/v1/tokens"
#define WEBHOOKS "/api/v1/webhooks"
#define DELIVERIES WEBHOOKS "/{uuid}/deliveries"
#define ME "/api/v1/me"

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
	{ GET,     MEDIA "/{uuid}/probe",        VIEW,   BODY_NONE,   media_files_probe },
	{ GET,     MEDIA "/{uuid}/subtitles",    VIEW,   BODY_NONE,   subtitles_list },
	{ POST,    MEDIA "/{uuid}/subtitles",    EDIT,   BODY_STREAM, subtitles_create },
	{ GET,     MEDIA "/{uuid}/subtitles/{number}", VIEW, BODY_NONE, subtitles_show },
	{ DELETE,  MEDIA "/{uuid}/subtitles/{number}", EDIT, BODY_NONE, subtitles_delete },
	{ GET,     MEDIA "/{uuid}/original",     EDIT,   BODY_NONE,   media_files_original },

	{ GET,     MOVIES,                       VIEW,   BODY_NONE,   movies_list },
	{ POST,    MOVIES,                       EDIT,   BODY_JSON,   movies_create },
	{ GET,     MOVIES "/{uuid}",             VIEW,   BODY_NONE,   movies_show },
	{ PATCH,   MOVIES "/{uuid}",             EDIT,   BODY_JSON,   movies_change },
	{ DELETE,  MOVIES "/{uuid}",             EDIT,   BODY_NONE,   movies_delete },
	{ POST,    MOVIES "/{uuid}/trash",       EDIT,   BODY_NONE,   movies_trash },
	{ POST,    MOVIES "/{uuid}/restore",     EDIT,   BODY_NONE,   movies_restore },
	{ GET,     MOVIES "/{uuid}/playback",    VIEW,   BODY_NONE,   movies_playback },
	{ PUT,     MOVIES "/{uuid}/poster",      EDIT,   BODY_STREAM, movies_put_poster },
	{ DELETE,  MOVIES "/{uuid}/poster",      EDIT,   BODY_NONE,   movies_remove_poster },

	{ GET,     SERIES,                       VIEW,   BODY_NONE,   series_list },
	{ POST,    SERIES,                       EDIT,   BODY_JSON,   series_add },
	{ GET,     SERIES "/{uuid}",             VIEW,   BODY_NONE,   series_show },
	{ PATCH,   SERIES "/{uuid}",             EDIT,   BODY_JSON,   series_change },
	{ DELETE,  SERIES "/{uuid}",             EDIT,   BODY_NONE,   series_remove },
	{ POST,    SERIES "/{uuid}/trash",       EDIT,   BODY_NONE,   series_trash },
	{ POST,    SERIES "/{uuid}/restore",     EDIT,   BODY_NONE,   series_restore },
	{ PUT,     SERIES "/{uuid}/poster",      EDIT,   BODY_STREAM, series_put_poster },
	{ DELETE,  SERIES "/{uuid}/poster",      EDIT,   BODY_NONE,   series_remove_poster },
	{ GET,     SERIES "/{uuid}/seasons",     VIEW,   BODY_NONE,   seasons_list },
	{ POST,    SERIES "/{uuid}/seasons",     EDIT,   BODY_JSON,   seasons_create },

	{ GET,     SEASONS "/{uuid}",            VIEW,   BODY_NONE,   seasons_show },
	{ PATCH,   SEASONS "/{uuid}",            EDIT,   BODY_JSON,   seasons_change },
	{ DELETE,  SEASONS "/{uuid}",            EDIT,   BODY_NONE,   seasons_delete },
	{ GET,     SEASONS "/{uuid}/episodes",   VIEW,   BODY_NONE,   episodes_list },
	{ POST,    SEASONS "/{uuid}/episodes",   EDIT,   BODY_JSON,   episodes_create },
	{ POST,    SEASONS "/{uuid}/order",      EDIT,   BODY_JSON,   episodes_order },

	{ GET,     EPISODES "/{uuid}",           VIEW,   BODY_NONE,   episodes_show },
	{ PATCH,   EPISODES "/{uuid}",           EDIT,   BODY_JSON,   episodes_change },
	{ DELETE,  EPISODES "/{uuid}",           EDIT,   BODY_NONE,   episodes_delete },
	{ POST,    EPISODES "/{uuid}/trash",     EDIT,   BODY_NONE,   episodes_trash },
	{ POST,    EPISODES "/{uuid}/restore",   EDIT,   BODY_NONE,   episodes_restore },
	{ GET,     EPISODES "/{uuid}/playback",  VIEW,   BODY_NONE,   episodes_playback },

	{ GET,     "/api/v1/genres",             VIEW,   BODY_NONE,   genres_list },

	{ GET,     JOBS,                         VIEW,   BODY_NONE,   jobs_list },
	{ GET,     JOBS "/{number}",             VIEW,   BODY_NONE,   jobs_show },
	{ PATCH,   JOBS "/{number}",             ADMIN,  BODY_JSON,   jobs_change },
	{ GET,     JOBS "/{number}/log",         VIEW,   BODY_NONE,   jobs_log },
	{ POST,    JOBS "/{number}/cancel",      EDIT,   BODY_NONE,   jobs_cancel },
	{ POST,    JOBS "/{number}/retry",       EDIT,   BODY_NONE,   jobs_retry },

	{ GET,     QUEUE,                        VIEW,   BODY_NONE,   queues_show },
	{ POST,    QUEUE "/pause",               ADMIN,  BODY_JSON,   queues_pause },
	{ POST,    QUEUE "/resume",              ADMIN,  BODY_NONE,   queues_resume },

	{ GET,     WORKERS,                      ADMIN,  BODY_NONE,   workers_list },
	{ POST,    WORKERS "/{number}/drain",    ADMIN,  BODY_NONE,   workers_drain },
	{ POST,    WORKERS "/{number}/resume",   ADMIN,  BODY_NONE,   workers_resume },
	{ GET,     "/api/v1/stats",              ADMIN,  BODY_NONE,   stats_show },

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
	{ GET,     ME,                           SELF,   BODY_NONE,   me_show },
	{ PATCH,   ME,                           SELF,   BODY_JSON,   me_change },
	{ GET,     ME "/progress/{uuid}",        SELF,   BODY_NONE,   me_progress_show },
	{ PUT,     ME "/progress/{uuid}",        SELF,   BODY_JSON,   me_progress_put },
	{ GET,     ME "/continue-watching",      SELF,   BODY_NONE,   me_continue },
	{ GET,     "/api/v1/audit",              ADMIN,  BODY_NONE,   audits_list },

	{ GET,     WEBHOOKS,                     ADMIN,  BODY_NONE,   webhooks_list },
	{ POST,    WEBHOOKS,                     ADMIN,  BODY_JSON,   webhooks_create },
	{ GET,     WEBHOOKS "/{uuid}",           ADMIN,  BODY_NONE,   webhooks_show },
	{ PATCH,   WEBHOOKS "/{uuid}",           ADMIN,  BODY_JSON,   webhooks_change },
	{ DELETE,  WEBHOOKS "/{uuid}",           ADMIN,  BODY_NONE,   webhooks_delete },
	{ POST,    WEBHOOKS "/{uuid}/ping",      ADMIN,  BODY_NONE,   webhooks_ping },
	{ GET,     DELIVERIES,                   ADMIN,  BODY_NONE,   webhooks_deliveries },
	{ POST,    DELIVERIES "/{number}/retry", ADMIN,  BODY_NONE,   webhooks_retry },

	{ GET,     "/healthz",                   PUBLIC, BODY_NONE,   health_show },
	{ GET,     "/readyz",                    PUBLIC, BODY_NONE,   readiness_show },
	{ GET,     "/metrics",                   PUBLIC, BODY_NONE,   metrics_show },
	/* clang-format on */
	{ .pattern = NULL },
};
