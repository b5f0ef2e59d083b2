/* What the writers of playlists and of manifests share. */
#ifndef WORKER_PLAYLIST_INSIDE_H
#define WORKER_PLAYLIST_INSIDE_H

#include "worker/playlist.h"

/* A sound track as it is announced. */
struct voice {
	const struct mp4_track *track;
	const struct playlist_sound *sound;
	const char *language; /* NULL: not known */
	const char *name;
	bool is_default, is_automatic;
};

struct voices {
	struct voice *items;
	size_t count;
};

/* All sounds; exactly one is the default, and of each language one may be
   picked for somebody. */
struct voices playlist_voices(void *mem, const struct playlist_master *master);

/* The tag where it has the form of RFC 5646 and says something, else NULL. */
const char *playlist_language(const char *tag);

/* A subtitle's name, which none of the `count` names before has. */
const char *playlist_subtitle_name(void *mem, const char *const *before,
    size_t count, const struct playlist_subtitle *subtitle);

#endif
