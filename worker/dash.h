/*
 * The DASH manifest of a film (ISO/IEC 23009-1, on-demand profile of section
 * 8.3), as text from the same measured tracks as the HLS playlists.  Pure.
 */
#ifndef WORKER_DASH_H
#define WORKER_DASH_H

#include "worker/playlist.h"

/* Below `mem`: all pictures in one set, a set for each sound, each subtitle
   and the storyboard.  There must be a picture. */
char *dash_manifest(void *mem, const struct playlist_master *master);

#endif
