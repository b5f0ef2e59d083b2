/*
 * The packager: from a staging folder of ffmpeg's segments to the folder
 * that is published (layout: one file and one playlist per track, pictures if
 * somebody made some, and the two lists of it all):
 *
 *	v0.mp4 v0.m3u8 v0-iframes.m3u8 ... a0.mp4 a0.m3u8 ... s7.vtt s7.m3u8 ...
 *	poster.jpg thumbs.vtt thumbs/001.jpg ... master.m3u8 manifest.mpd
 *
 * A track's file is its init segment, our index and its segments, in this
 * order and nothing else.
 */
#ifndef WORKER_PACKAGE_H
#define WORKER_PACKAGE_H

#include <stddef.h>

#include "base/outcome.h"
#include "film/verify.h"
#include "worker/playlist.h"
#include "worker/subtitles.h"

struct package_order {
	struct verify_order staged; /* what must be there, and where */
	const char *folder; /* made if it is not there; without such files */
	const struct playlist_sound *sounds; /* names of the audio tracks */
	size_t sound_count;
	struct subtitle_set *subtitles; /* NULL: none */
};

/*
 * Verifies what is staged and packs each track of it.  `out` has the tracks as
 * published (below `mem`).  Nothing is synced: whoever renames the folder into
 * place calls folder_sync_tree before.  After any outcome but OK the folder
 * holds rubbish and is to be removed.  INVALID with the codes of
 * film/verify.h; NO_SPACE; CONFLICT when a file is there already.
 */
enum outcome package_tracks(void *mem, const struct package_order *order,
    struct track_list *out, struct refusal *refusal) MUST_CHECK;

/*
 * Writes what is left: subtitles, and the lists of tracks, subtitles and the
 * storyboard that is there; then verifies the whole by reading it back.
 * Outcomes as above.
 */
enum outcome package_lists(const struct package_order *order,
    const struct track_list *tracks, struct refusal *refusal) MUST_CHECK;

#endif
