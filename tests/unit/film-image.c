/* film/image: what the heads of pictures say. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "film/image.h"
#include "tests/fuzz/fuzz.h"

#define BYTES(text) (text), sizeof(text) - 1

/* A JPEG of 640 x 480 with an APP0 segment and fill bytes before its frame;
   cut behind the frame's sizes. */
#define JPEG                                                                   \
	"\xff\xd8\xff\xe0\x00\x04\x01\x02\xff\xff\xff\xc2\x00\x0b\x08\x01"     \
	"\xe0\x02\x80\x01\x01\x11\x00"
#define PNG_OF(sizes)                                                          \
	"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" sizes "\x08\x02\x00\x00\x00"   \
	"\x00\x00\x00\x00"
#define WEBP_OF(chunk) "RIFF\x20\x00\x00\x00WEBP" chunk

static const struct sample {
	const char *what;
	const char *bytes;
	size_t length;
	const char *code; /* NULL: it is taken */
	enum image_kind kind;
	int64_t width, height;
} samples[] = {
	{ "a JPEG", BYTES(JPEG), NULL, IMAGE_JPEG, 640, 480 },
	{ "a PNG", BYTES(PNG_OF("\x00\x00\x02\x80\x00\x00\x01\xe0")), NULL,
	    IMAGE_PNG, 640, 480 },
	{ "a WebP with a canvas",
	    BYTES(WEBP_OF("VP8X\x0a\x00\x00\x00\x10\x00\x00\x00\x7f\x02\x00\xdf"
			  "\x01\x00")),
	    NULL, IMAGE_WEBP, 640, 480 },
	{ "a lossless WebP",
	    BYTES(WEBP_OF("VP8L\x0a\x00\x00\x00\x2f\x7f\xc2\x77\x00\x00\x00\x00"
			  "\x00\x00")),
	    NULL, IMAGE_WEBP, 640, 480 },
	{ "a lossy WebP",
	    BYTES(WEBP_OF("VP8 \x0a\x00\x00\x00\x00\x00\x00\x9d\x01\x2a\x80\x02"
			  "\xe0\x01")),
	    NULL, IMAGE_WEBP, 640, 480 },
	{ "a WebP that moves",
	    BYTES(WEBP_OF("VP8X\x0a\x00\x00\x00\x02\x00\x00\x00\x7f\x02\x00\xdf"
			  "\x01\x00")),
	    "picture_animated", 0, 0, 0 },
	{ "the largest", BYTES(PNG_OF("\x00\x00\x40\x00\x00\x00\x0b\xeb")),
	    NULL, IMAGE_PNG, 16384, 3051 },
	{ "a row more", BYTES(PNG_OF("\x00\x00\x40\x00\x00\x00\x0b\xec")),
	    "picture_too_large", 0, 0, 0 },
	{ "a side too long", BYTES(PNG_OF("\x00\x00\x40\x01\x00\x00\x08\x00")),
	    "picture_too_large", 0, 0, 0 },
	{ "the largest numbers",
	    BYTES(PNG_OF("\xff\xff\xff\xff\xff\xff\xff\xff")),
	    "picture_too_large", 0, 0, 0 },
	{ "nothing wide", BYTES(PNG_OF("\x00\x00\x00\x00\x00\x00\x01\xe0")),
	    "picture_damaged", 0, 0, 0 },
	{ "a ribbon", BYTES(PNG_OF("\x00\x00\x00\x11\x00\x00\x00\x01")),
	    "picture_too_narrow", 0, 0, 0 },
	{ "all but one byte of a JPEG", JPEG, sizeof(JPEG) - 6,
	    "picture_damaged", 0, 0, 0 },
	{ "a scan before the frame",
	    BYTES("\xff\xd8\xff\xda\x00\x0b\x08\x01\xe0\x02\x80\x01\x01\x11"),
	    "picture_damaged", 0, 0, 0 },
	{ "a segment behind the end",
	    BYTES("\xff\xd8\xff\xe0\xff\xff\x08\x01\xe0\x02\x80\x01\x01\x11"),
	    "picture_damaged", 0, 0, 0 },
	{ "segments of no length",
	    BYTES("\xff\xd8\xff\xe0\x00\x00\xff\xe0\x00\x00\xff\xe0\x00\x00"),
	    "picture_damaged", 0, 0, 0 },
	{ "a table is no frame",
	    BYTES("\xff\xd8\xff\xc4\x00\x0b\x08\x01\xe0\x02\x80\x01\x01\x11"),
	    "picture_damaged", 0, 0, 0 },
	{ "a GIF", BYTES("GIF89a\x40\x00\x40\x00\x80\x00\x00"), "not_a_picture",
	    0, 0, 0 },
	{ "a sound file", BYTES("RIFF\x20\x00\x00\x00WAVEfmt "),
	    "not_a_picture", 0, 0, 0 },
	{ "nothing", BYTES(""), "not_a_picture", 0, 0, 0 },
};

static void
reads_kinds_and_sizes_or_says_why_not(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		AUTO_FREE void *mem = mem_context(NULL);
		const struct sample *sample = &samples[i];
		struct refusal refusal = { .mem = mem };
		struct image image = { 0 };
		enum outcome rc;

		rc =
		    image_read(sample->bytes, sample->length, &image, &refusal);
		if (sample->code == NULL && rc != OK)
			fail_msg("%s: %s", sample->what, refusal.code);
		if (sample->code != NULL &&
		    (rc != INVALID || strcmp(refusal.code, sample->code) != 0))
			fail_msg("%s: not %s", sample->what, sample->code);
		if (rc != OK)
			continue;
		assert_int_equal(image.kind, sample->kind);
		assert_int_equal(image.width, sample->width);
		assert_int_equal(image.height, sample->height);
	}
}

/* Each on the heap with nothing behind it, for the sanitizer to see. */
static void
reads_no_byte_too_many_of_what_is_cut_or_changed(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		size_t length = samples[i].length;

		for (size_t cut = 0; cut <= length; cut++) {
			uint8_t *bytes = malloc(cut + 1);

			assert_non_null(bytes);
			memcpy(bytes, samples[i].bytes, cut);
			LLVMFuzzerTestOneInput(bytes, cut);
			for (size_t k = 0; k < cut; k++) {
				uint8_t was = bytes[k];

				bytes[k] = 0xff;
				LLVMFuzzerTestOneInput(bytes, cut);
				bytes[k] = was;
			}
			free(bytes);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_kinds_and_sizes_or_says_why_not),
		cmocka_unit_test(
		    reads_no_byte_too_many_of_what_is_cut_or_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
