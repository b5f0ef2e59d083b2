/* Which forms there are. */
#ifndef TUI_FORMS_H
#define TUI_FORMS_H

#include "tui/form.h"

extern const struct form_spec form_movie;
extern const struct form_spec form_series;
extern const struct form_spec form_episode;
extern const struct form_spec form_new_episode; /* of a season */
extern const struct form_spec form_season;      /* a new one: of a series */

/* Accounts: a new one; role and quota of one; its password. */
extern const struct form_spec form_new_user;
extern const struct form_spec form_user;
extern const struct form_spec form_password;

/* A new token of an account, which is told once. */
extern const struct form_spec form_token;

/* Subtitles of a media file, from a file of this machine; a frame of a movie's
   film as its poster, or of an episode's (the parent) as that of its series. */
extern const struct form_spec form_subtitle;
extern const struct form_spec form_movie_poster;
extern const struct form_spec form_series_poster;

#endif
