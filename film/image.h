/*
 * Pictures for posters, by the heads of their files: JPEG (ITU-T T.81), PNG
 * (ISO/IEC 15948) and WebP (RFC 9649).  Pure functions of bytes; every size is
 * taken as hostile.
 */
#ifndef FILM_IMAGE_H
#define FILM_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include "base/outcome.h"

enum image_kind { IMAGE_JPEG, IMAGE_PNG, IMAGE_WEBP, IMAGE_KIND_COUNT };

/* By kind: what ffmpeg reads it with. */
struct image_format {
	const char *demuxer;
	const char *decoder;
};
extern const struct image_format image_formats[IMAGE_KIND_COUNT];

/* As it is stored; its file may say that it is to be turned. */
struct image {
	enum image_kind kind;
	int64_t width, height;
};

/* The largest that is decoded, and the most uneven; also as ffmpeg's
   -max_pixels. */
#define IMAGE_MAX_SIDE 16384
#define IMAGE_MAX_PIXELS 50000000
#define IMAGE_MAX_PIXELS_TEXT "50000000"
#define IMAGE_MAX_RATIO 16

/*
 * Reads the whole file's kind and size and whether we take it.  INVALID with
 * not_a_picture, picture_damaged, picture_animated, picture_too_large or
 * picture_too_narrow, and a sentence for people.
 */
enum outcome image_read(const void *bytes, size_t length, struct image *out,
    struct refusal *refusal) MUST_CHECK;

/* The same of the file at that path; NOT_FOUND. */
enum outcome image_load(
    const char *path, struct image *out, struct refusal *refusal) MUST_CHECK;

/* A JPEG that we made, by the name it has: there to its last marker, or INVALID
   with image_damaged; NOT_FOUND. */
enum outcome image_load_ours(const char *folder, const char *name,
    struct image *out, struct refusal *refusal) MUST_CHECK;

#endif
