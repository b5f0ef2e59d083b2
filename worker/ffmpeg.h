/* ffmpeg's command lines and what its ends mean.  Pure: nothing runs here. */
#ifndef WORKER_FFMPEG_H
#define WORKER_FFMPEG_H

#include <stdbool.h>

#include "base/spawn.h"
#include "base/settings.h"
#include "film/image.h"
#include "film/storyboard.h"
#include "worker/plan.h"

/*
 * One decode, every rendition: the vector ends with NULL and hangs below
 * `mem`.  It is to be run in the staging folder, which must hold a folder for
 * each video and each sound of the plan by its name; there it writes
 *
 *	v0/init.mp4 v0/s00000.m4s v0/s00001.m4s ... v0/i.m3u8
 *
 * `source` is the original's absolute path.  Progress goes to descriptor 3
 * (worker/progress.h).  Names in it are relative, so that nothing in the
 * staging folder's own path can be taken for a pattern.
 */
const char *const *ffmpeg_encode(void *mem, const struct plan *plan,
    const struct settings *settings, const char *source);

/* A poster is never larger than this. */
#define FFMPEG_POSTER_WIDTH 1000
#define FFMPEG_POSTER_HEIGHT 1500

/*
 * One picture, `poster.jpg` in the folder it runs in: turned upright, made
 * smaller where it is too large, on black where it is transparent, without
 * what its file said besides.  `picture` names its decoder, `path` is its
 * absolute path; or the frame at `at_us` of one of our own packages' tracks.
 */
const char *const *ffmpeg_poster_of_picture(void *mem,
    const struct settings *settings, const struct image *picture,
    const char *path);
const char *const *ffmpeg_poster_of_frame(void *mem,
    const struct settings *settings, const char *path, int64_t at_us);

/* A side of a package's own poster is never longer. */
#define FFMPEG_STILL_SIDE 1280

struct ffmpeg_still {
	int64_t from_us; /* from the key frame before it on */
	bool may_be_black;
	const char *path; /* from the folder it runs in */
};

/*
 * A good frame of one of our own packages' tracks, made smaller where it is
 * too large; and the sheets of its storyboard, `path` with their number as
 * STORYBOARD_SHEET has it.  Both take key frames alone.  Where all of them are
 * black and may not be, ffmpeg ends well and has written nothing.
 */
const char *const *ffmpeg_still(void *mem, const struct settings *settings,
    const char *track, const struct ffmpeg_still *still);
const char *const *ffmpeg_storyboard(void *mem, const struct settings *settings,
    const char *track, const struct storyboard *storyboard, const char *path);

struct ffmpeg_verdict {
	bool is_transient; /* the same may well succeed later */
	bool is_our_bug;   /* worth an error in the log */
	const char *code;
	const char *sentence; /* for people */
};

/*
 * Why ffmpeg did not end with 0 (pipeline.md section 6); `errors` are the last
 * lines it wrote.  That it did end with 0 proves nothing: see film/verify.h.
 */
struct ffmpeg_verdict ffmpeg_explain(
    const struct child_end *end, const char *errors);

#endif
