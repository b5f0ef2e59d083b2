/* What the parts of the verifier of published folders share. */
#ifndef FILM_VERIFY_INSIDE_H
#define FILM_VERIFY_INSIDE_H

#include "base/field.h"
#include "film/verify.h"

/* A list that must be there, as text below `mem`; INVALID with
   `playlist_damaged`, which verify_bad_list says as well. */
enum outcome verify_read_list(void *mem, const char *folder, const char *name,
    char **out, struct refusal *refusal) MUST_CHECK;
enum outcome verify_bad_list(
    struct refusal *refusal, const char *name, const char *why) MUST_CHECK;

/* The manifest of that name: it names these tracks and subtitles ("s7") and
   the storyboard that is there, each whole and as it lies in its file. */
enum outcome verify_dash(const char *folder, const char *name,
    const struct track_list *tracks, const struct text_list *subtitles,
    struct refusal *refusal) MUST_CHECK;

#endif
