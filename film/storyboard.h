/*
 * The storyboard: small pictures of a film at even times, several to a sheet,
 * for whoever looks for a place in it.  Players read of them in a WebVTT whose
 * cues name a sheet and the part of it (Media Fragments URI section 4.2.2):
 *
 *	thumbs.vtt thumbs/001.jpg thumbs/002.jpg ...
 *
 * All of it follows from the film's length and the size of a sheet.
 */
#ifndef FILM_STORYBOARD_H
#define FILM_STORYBOARD_H

#include <stdint.h>

#include "base/outcome.h"

#define STORYBOARD_COLUMNS 5
#define STORYBOARD_ROWS 5
#define STORYBOARD_WIDTH 160 /* of a tile, at most */
#define STORYBOARD_FOLDER "thumbs"
#define STORYBOARD_LIST "thumbs.vtt"
/* A sheet's name by its number, from 1 on; as ffmpeg and DASH write it. */
#define STORYBOARD_SHEET STORYBOARD_FOLDER "/%03d.jpg"
#define STORYBOARD_TEMPLATE STORYBOARD_FOLDER "/$Number%03d$.jpg"

struct storyboard {
	int64_t film_us;
	int64_t interval_s; /* between two tiles, the first at 0 */
	int64_t tiles, sheets;
	int64_t tile_width, tile_height; /* once there are sheets */
	int64_t bytes;                   /* of the largest sheet */
};

/* Of a film that long: short ones get more tiles, but never one in less than
   our key frames are apart. */
struct storyboard storyboard_plan(int64_t film_us);

/* The WebVTT, below `mem`. */
char *storyboard_print(void *mem, const struct storyboard *storyboard);

/* Measures the sheets in the folder of a revision.  NOT_FOUND when there is
   none; INVALID `image_damaged` when they are not what they have to be. */
enum outcome storyboard_measure(const char *folder, int64_t film_us,
    struct storyboard *out, struct refusal *refusal) MUST_CHECK;

/* The same, and their WebVTT too is what it has to be.  NOT_FOUND when there
   is neither. */
enum outcome storyboard_check(const char *folder, int64_t film_us,
    struct storyboard *out, struct refusal *refusal) MUST_CHECK;

#endif
