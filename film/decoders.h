/*
 * What we let ffmpeg and ffprobe open, one list for both: containers,
 * decoders and sizes.  Each decoder is code that reads bytes of strangers, so
 * only those that real films need are on the list (516 would be there).
 */
#ifndef FILM_DECODERS_H
#define FILM_DECODERS_H

#include <stdbool.h>

/* Values of -protocol_whitelist, -format_whitelist and -codec_whitelist. */
extern const char decoders_protocols[];
extern const char decoders_containers[];
extern const char decoders_codecs[];

/* Values of -max_streams and -max_pixels. */
#define DECODERS_MAX_STREAMS "64"
#define DECODERS_MAX_PIXELS "36000000"

/* May a stream whose codec ffprobe calls so be a film's picture or sound?
   Subtitles and covers are opened, but never a film's picture. */
bool decoders_have_video(const char *codec);
bool decoders_have_audio(const char *codec);

#endif
