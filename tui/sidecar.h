/* Files of this machine that go to a film or a title: subtitles. */
#ifndef TUI_SIDECAR_H
#define TUI_SIDECAR_H

#include "house/subtitle.h"

/* Reads the file and adds it to the media file, as POST .../subtitles does.
   INVALID and NOT_FOUND also when there is no such file, or it is none. */
enum outcome sidecar_add_subtitle(struct house *h, const struct uuid *media_id,
    const char *path, const struct subtitle_claim *claim,
    struct subtitle *out) MUST_CHECK;

#endif
