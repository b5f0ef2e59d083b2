/*
 * Looking into an original with ffprobe, in the same box and with the same
 * lists as the encoder.
 */
#ifndef FILM_PROBE_H
#define FILM_PROBE_H

#include <stdbool.h>

#include "base/outcome.h"
#include "film/film.h"
#include "base/settings.h"

/* Asked at least five times a second; true ends the probe.  Without it the
   probe ends after 30 s, or settings->stall_s if that is less. */
struct probe_watch {
	bool (*should_stop)(void *context);
	void *context;
};

/*
 * The film at `path` (absolute, a regular file), below `mem`.  `watch` may be
 * NULL.  A film that says nothing of its length is read to its end for it.
 *
 * INVALID: not a film that we take; the refusal's code and sentence say why
 * (unsupported_container, unsupported_codec, no_video, drm, corrupt, empty,
 * too_large, too_long ...), and no second try will help.  UNAVAILABLE: it
 * took too long, was killed or the disk failed; not the film's fault.  BUSY:
 * the watch said stop.  NOT_FOUND: no such file.  FAILED: logged.
 */
enum outcome probe_film(void *mem, const struct settings *settings,
    const char *path, const struct probe_watch *watch, struct film **out,
    struct refusal *refusal) MUST_CHECK;

#endif
