/* The subtitles of a film, on their way into a revision of it. */
#ifndef WORKER_SUBTITLES_H
#define WORKER_SUBTITLES_H

#include "house/subtitle.h"
#include "worker/playlist.h"

struct subtitle_set {
	const struct subtitle *rows;
	struct subtitle_copy *copies; /* one for each row */
	size_t count;
	const char **paths;             /* of what is copied */
	struct playlist_subtitle *told; /* of those that are there */
	size_t told_count;
};

/* Those that the media file has now; nothing is written yet. */
enum outcome subtitles_find(struct house *h, const struct media *media,
    struct subtitle_set *out) MUST_CHECK;

/*
 * Writes s7.vtt and s7.m3u8 of each into the folder of a revision that lasts
 * so long, each whole or not at all and synced; what is there already is
 * written again.  One whose file has gone is left out.
 */
enum outcome subtitles_write(struct subtitle_set *set, const char *folder,
    int64_t duration_us) MUST_CHECK;

#endif
