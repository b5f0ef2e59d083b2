/* The heads of pictures. */
#include "config.h"

#include "film/image.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

const struct image_format image_formats[IMAGE_KIND_COUNT] = {
	[IMAGE_JPEG] = { "jpeg_pipe", "mjpeg" },
	[IMAGE_PNG] = { "png_pipe", "png" },
	[IMAGE_WEBP] = { "webp_pipe", "webp" },
};

struct bytes {
	const unsigned char *at;
	size_t length;
};

/* `count` bytes from `offset` on, the highest first. */
static int64_t
big(const struct bytes *file, size_t offset, size_t count)
{
	int64_t value = 0;

	for (size_t i = 0; i < count; i++)
		value = value << 8 | file->at[offset + i];
	return value;
}

static int64_t
little(const struct bytes *file, size_t offset, size_t count)
{
	int64_t value = 0;

	while (count-- > 0)
		value = value << 8 | file->at[offset + count];
	return value;
}

static bool
has(const struct bytes *file, size_t offset, const char *text, size_t length)
{
	return file->length >= offset + length &&
	       memcmp(file->at + offset, text, length) == 0;
}

static enum outcome
damaged(struct refusal *refusal)
{
	return refuse(refusal, INVALID, "picture_damaged",
	    "The picture is damaged or cut short.");
}

/* A frame's header (T.81 section B.2.2): SOF0 to SOF15 without DHT, JPG and
   DAC, which stand among them. */
static bool
is_frame(unsigned char marker)
{
	return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 &&
	       marker != 0xc8 && marker != 0xcc;
}

/* The next marker segment's marker at `*at`, fill bytes skipped; 0: none. */
static unsigned char
next_marker(const struct bytes *file, size_t *at)
{
	if (*at >= file->length || file->at[*at] != 0xff)
		return 0;
	while (*at < file->length && file->at[*at] == 0xff)
		(*at)++;
	return *at < file->length ? file->at[(*at)++] : 0;
}

/* Of those that stand before the first scan, these have no length (T.81 table
   B.1), and these mean that no frame will come. */
static bool
is_bare(unsigned char marker)
{
	return marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

static bool
is_end(unsigned char marker)
{
	return marker == 0 || marker == 0xd9 || marker == 0xda;
}

/* Segment by segment until the frame's. */
static enum outcome
read_jpeg(const struct bytes *file, struct image *out, struct refusal *refusal)
{
	size_t at = 2;

	for (;;) {
		unsigned char marker = next_marker(file, &at);

		if (is_end(marker) || file->length - at < 7)
			return damaged(refusal);
		if (is_frame(marker))
			break;
		if (!is_bare(marker))
			at += (size_t)big(file, at, 2);
	}
	out->height = big(file, at + 3, 2);
	out->width = big(file, at + 5, 2);
	return OK;
}

/* IHDR is the first chunk (ISO/IEC 15948 section 11.2.2). */
static enum outcome
read_png(const struct bytes *file, struct image *out, struct refusal *refusal)
{
	if (!has(file, 12, "IHDR", 4) || file->length < 33)
		return damaged(refusal);
	out->width = big(file, 16, 4);
	out->height = big(file, 20, 4);
	return OK;
}

/* RFC 9649 section 2.7: VP8X says whether it moves. */
static enum outcome
read_webp(const struct bytes *file, struct image *out, struct refusal *refusal)
{
	if (file->length < 30)
		return damaged(refusal);
	if (has(file, 12, "VP8X", 4)) {
		if ((file->at[20] & 2) != 0)
			return refuse(refusal, INVALID, "picture_animated",
			    "The picture moves; a poster stands still.");
		out->width = little(file, 24, 3) + 1;
		out->height = little(file, 27, 3) + 1;
	} else if (has(file, 12, "VP8L", 4) && file->at[20] == 0x2f) {
		out->width = (little(file, 21, 4) & 0x3fff) + 1;
		out->height = (little(file, 21, 4) >> 14 & 0x3fff) + 1;
	} else if (has(file, 12, "VP8 ", 4) &&
		   has(file, 23, "\x9d\x01\x2a", 3)) {
		out->width = little(file, 26, 2) & 0x3fff;
		out->height = little(file, 28, 2) & 0x3fff;
	} else {
		return damaged(refusal);
	}
	return OK;
}

/* By their first bytes, whatever their names say. */
static const struct {
	const char *first;
	size_t length;
	const char *eighth; /* what stands from the eighth byte on */
	enum image_kind kind;
	enum outcome (*read)(const struct bytes *file, struct image *out,
	    struct refusal *refusal);
} magics[] = {
	{ "\xff\xd8\xff", 3, "", IMAGE_JPEG, read_jpeg },
	{ "\x89PNG\r\n\x1a\n", 8, "", IMAGE_PNG, read_png },
	{ "RIFF", 4, "WEBP", IMAGE_WEBP, read_webp },
};

static enum outcome
read_head(const struct bytes *file, struct image *out, struct refusal *refusal)
{
	for (size_t i = 0; i < ARRAY_SIZE(magics); i++) {
		if (!has(file, 0, magics[i].first, magics[i].length) ||
		    !has(file, 8, magics[i].eighth, strlen(magics[i].eighth)))
			continue;
		out->kind = magics[i].kind;
		return magics[i].read(file, out, refusal);
	}
	return refuse(refusal, INVALID, "not_a_picture",
	    "This is not a JPEG, PNG or WebP picture.");
}

static enum outcome
check(const struct image *image, struct refusal *refusal)
{
	int64_t width = image->width, height = image->height;

	if (width <= 0 || height <= 0)
		return damaged(refusal);
	if (width > IMAGE_MAX_SIDE || height > IMAGE_MAX_SIDE ||
	    width * height > IMAGE_MAX_PIXELS)
		return refuse(refusal, INVALID, "picture_too_large",
		    "The picture has %" PRId64 " × %" PRId64
		    " pixels; at most %d a side and %d million in all are "
		    "accepted.",
		    width, height, IMAGE_MAX_SIDE, IMAGE_MAX_PIXELS / 1000000);
	if (width > height * IMAGE_MAX_RATIO ||
	    height > width * IMAGE_MAX_RATIO)
		return refuse(refusal, INVALID, "picture_too_narrow",
		    "The picture has %" PRId64 " × %" PRId64
		    " pixels, which is too narrow for a poster.",
		    width, height);
	return OK;
}

enum outcome
image_read(const void *bytes, size_t length, struct image *out,
    struct refusal *refusal)
{
	struct bytes file = { bytes, length };
	enum outcome rc = read_head(&file, out, refusal);

	return rc == OK ? check(out, refusal) : rc;
}
