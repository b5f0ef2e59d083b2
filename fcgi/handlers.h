/* The handlers that the table of routes names, by the file they stand in. */
#ifndef FCGI_HANDLERS_H
#define FCGI_HANDLERS_H

#include "fcgi/route.h"

/* fcgi/health.c */
route_handler health_show, readiness_show;

/* fcgi/uploads.c */
route_handler uploads_create;

/* fcgi/media.c */
route_handler media_files_list, media_files_show, media_files_delete,
    media_files_process, media_files_drop;

/* fcgi/jobs.c */
route_handler jobs_list, jobs_show, jobs_log, jobs_cancel, jobs_retry,
    jobs_change;

/* fcgi/queues.c */
route_handler queues_show, queues_pause, queues_resume;

/* fcgi/movies.c */
route_handler movies_list, movies_create, movies_show;

/* fcgi/playback.c */
route_handler media_files_playback, movies_playback;

/* fcgi/sessions.c */
route_handler sessions_create, sessions_show, sessions_delete;

/* fcgi/users.c */
route_handler users_list, users_create, users_change, users_delete;

/* fcgi/tokens.c */
route_handler tokens_list, tokens_create, tokens_delete;

/* fcgi/audits.c */
route_handler audits_list;

#endif
