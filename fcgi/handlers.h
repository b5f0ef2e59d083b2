/* The handlers that the table of routes names, by the file they stand in. */
#ifndef FCGI_HANDLERS_H
#define FCGI_HANDLERS_H

#include "fcgi/route.h"

/* fcgi/health.c */
route_handler health_show, readiness_show;

/* fcgi/uploads.c */
route_handler uploads_create, uploads_list;

/* fcgi/tus.c */
route_handler tus_options, tus_create, tus_show, tus_append, tus_delete,
    tus_override;

/* Says in our answer which tus we speak, where the route is one of tus: a
   refusal before the handler, such as 401, has to say it as well. */
void tus_greet(const struct request *rq, struct response *rs);

/* fcgi/media.c */
route_handler media_files_list, media_files_show, media_files_delete,
    media_files_process, media_files_drop, media_files_probe,
    media_files_original;

/* fcgi/subtitles.c */
route_handler subtitles_list, subtitles_create, subtitles_show,
    subtitles_delete;

/* fcgi/jobs.c */
route_handler jobs_list, jobs_show, jobs_log, jobs_cancel, jobs_retry,
    jobs_change;

/* fcgi/queues.c */
route_handler queues_show, queues_pause, queues_resume;

/* fcgi/workers.c */
route_handler workers_list, workers_drain, workers_resume;

/* fcgi/metrics_show.c */
route_handler metrics_show;

/* fcgi/stats.c */
route_handler stats_show;

/* fcgi/movies.c */
route_handler movies_list, movies_create, movies_show, movies_change,
    movies_delete, movies_trash, movies_restore;

/* fcgi/series.c */
route_handler series_list, series_add, series_show, series_change,
    series_remove, series_trash, series_restore;

/* fcgi/seasons.c */
route_handler seasons_list, seasons_create, seasons_show, seasons_change,
    seasons_delete;

/* fcgi/episodes.c */
route_handler episodes_list, episodes_create, episodes_show, episodes_change,
    episodes_delete, episodes_trash, episodes_restore, episodes_order;

/* fcgi/genres.c */
route_handler genres_list;

/* fcgi/playback.c */
route_handler media_files_playback, movies_playback, episodes_playback;

/* fcgi/posters.c */
route_handler movies_put_poster, movies_remove_poster, series_put_poster,
    series_remove_poster;

/* fcgi/sessions.c */
route_handler sessions_create, sessions_show, sessions_delete;

/* fcgi/users.c */
route_handler users_list, users_create, users_change, users_delete;

/* fcgi/tokens.c */
route_handler tokens_list, tokens_create, tokens_delete;

/* fcgi/webhooks.c */
route_handler webhooks_list, webhooks_create, webhooks_show, webhooks_change,
    webhooks_delete, webhooks_ping, webhooks_deliveries, webhooks_retry;

/* fcgi/me.c */
route_handler me_show, me_change, me_progress_show, me_progress_put,
    me_continue;

/* fcgi/audits.c */
route_handler audits_list;

#endif
