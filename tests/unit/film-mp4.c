/* house/mp4 and house/sidx: boxes of ffmpeg's, and what became of them. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/mem.h"
#include "film/mp4.h"
#include "film/sidx.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/film.h"

/* Made once: the bytes of a video's and an audio's first files. */
struct made {
	char *folder;
	unsigned char *init, *sound_init, *segment, *sound_segment;
	size_t init_size, sound_init_size, segment_size, sound_segment_size;
};

static struct made made;

static unsigned char *
load(void *mem, const char *file, size_t *length)
{
	return film_read(
	    mem, mem_printf(mem, "%s/%s", made.folder, file), length);
}

static int
make_film(void **state)
{
	static const struct film film = {
		.picture_s = "3", .channels = "1", .sample_rate = "44100"
	};
	void *mem = mem_context(NULL);

	*state = mem;
	made.folder = film_folder(mem);
	assert_int_equal(film_make(mem, made.folder, &film).exit_code, 0);
	made.init = load(mem, "v0/init.mp4", &made.init_size);
	made.sound_init = load(mem, "a0/init.mp4", &made.sound_init_size);
	made.segment = load(mem, "v0/s00000.m4s", &made.segment_size);
	made.sound_segment =
	    load(mem, "a0/s00001.m4s", &made.sound_segment_size);
	return 0;
}

static int
remove_film(void **state)
{
	assert_int_equal(folder_remove_tree(made.folder), OK);
	talloc_free(*state);
	return 0;
}

static struct mp4_input
input(const void *bytes, size_t length)
{
	return (struct mp4_input){ bytes, length, (int64_t)length };
}

static struct mp4_init
video_init(void)
{
	struct mp4_input in = input(made.init, made.init_size);
	struct mp4_fault fault;
	struct mp4_init init;

	assert_int_equal(mp4_init_read(&in, &init, &fault), OK);
	return init;
}

/* A copy of some bytes in which the first `from` is replaced. */
static unsigned char *
replaced(void *mem, const unsigned char *bytes, size_t length, const char *from,
    const char *to)
{
	unsigned char *copy = talloc_memdup(mem, bytes, length), *at;

	at = memmem(copy, length, from, strlen(from));
	assert_non_null(at);
	memcpy(at, to, strlen(to));
	return copy;
}

static void
refuses_init(const unsigned char *bytes, size_t length, const char *code)
{
	struct mp4_input in = input(bytes, length);
	struct mp4_fault fault;
	struct mp4_init init;

	assert_int_equal(mp4_init_read(&in, &init, &fault), MALFORMED);
	assert_string_equal(fault.code, code);
	assert_non_null(fault.why);
}

static void
refuses_segment(const unsigned char *bytes, size_t length, const char *why)
{
	struct mp4_input in = input(bytes, length);
	struct mp4_init init = video_init();
	struct mp4_segment segment;
	struct mp4_fault fault;

	assert_int_equal(
	    mp4_segment_read(&in, &init, &segment, &fault), MALFORMED);
	assert_string_equal(fault.code, "segment_damaged");
	assert_string_equal(fault.why, why);
}

static void
measures_the_init_segment_of_a_video(void **state)
{
	struct mp4_init init = video_init();

	(void)state;
	assert_int_equal(init.kind, MP4_VIDEO);
	assert_int_equal(init.size, made.init_size);
	assert_int_equal(init.timescale, 12288);
	assert_int_equal(init.width, 160);
	assert_int_equal(init.height, 90);
	/* High profile, level 1.1 at 160x90. */
	assert_int_equal(strncmp(init.codecs, "avc1.6400", 9), 0);
	assert_int_equal(strlen(init.codecs), strlen("avc1.64000b"));
}

static void
knows_that_a_mono_sound_is_mono(void **state)
{
	struct mp4_input in = input(made.sound_init, made.sound_init_size);
	struct mp4_fault fault;
	struct mp4_init init;

	(void)state;
	assert_int_equal(mp4_init_read(&in, &init, &fault), OK);
	assert_int_equal(init.kind, MP4_AUDIO);
	assert_string_equal(init.codecs, "mp4a.40.2");
	assert_int_equal(init.channels, 1);
	assert_int_equal(init.sample_rate, 44100);
	assert_int_equal(init.timescale, 44100);
}

static void
measures_a_media_segment(void **state)
{
	struct mp4_input in = input(made.segment, made.segment_size);
	struct mp4_init init = video_init();
	struct mp4_segment segment;
	struct mp4_fault fault;

	(void)state;
	assert_int_equal(mp4_segment_read(&in, &init, &segment, &fault), OK);
	assert_int_equal(segment.size, made.segment_size);
	assert_int_equal(segment.decode_time, 0);
	assert_int_equal(segment.samples, 2 * FILM_RATE);
	assert_int_equal(segment.duration, 2 * 12288);
	assert_true(segment.starts_with_sync);
}

static void
asks_for_more_when_the_head_is_short(void **state)
{
	struct mp4_init init = video_init();
	struct mp4_segment segment, again;
	struct mp4_fault fault;
	struct mp4_input in = input(made.segment, made.segment_size);
	const char *data = memmem(made.segment, made.segment_size, "mdat", 4);
	int rounds = 0;

	(void)state;
	assert_int_equal(mp4_segment_read(&in, &init, &again, &fault), OK);
	in.length = 1;
	while (mp4_segment_read(&in, &init, &segment, &fault) == TOO_LARGE) {
		assert_true(fault.wanted > (int64_t)in.length);
		in.length = (size_t)fault.wanted;
		rounds++;
	}
	assert_in_range(rounds, 2, 10);
	assert_non_null(data);
	assert_true(in.length <= (size_t)(data + 4 - (char *)made.segment) + 8);
	assert_int_equal(segment.size, again.size);
	assert_int_equal(segment.duration, again.duration);
	assert_int_equal(segment.samples, again.samples);
}

static void
refuses_every_truncation(void **state)
{
	struct mp4_init init = video_init();
	struct mp4_segment segment;
	struct mp4_fault fault;

	(void)state;
	for (size_t i = 0; i < made.segment_size; i++) {
		struct mp4_input in = input(made.segment, i);

		assert_int_equal(
		    mp4_segment_read(&in, &init, &segment, &fault), MALFORMED);
	}
	for (size_t i = 0; i < made.init_size; i++)
		refuses_init(made.init, i, "init_damaged");
}

static void
refuses_foreign_boxes(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	size_t length = made.segment_size;
	unsigned char *longer = mem_array(mem, unsigned char, length + 8);

	(void)state;
	refuses_segment(replaced(mem, made.segment, length, "styp", "free"),
	    length, "it holds a foreign box");
	refuses_segment(replaced(mem, made.segment, length, "sidx", "styp"),
	    length, "it holds a foreign box");
	refuses_segment(replaced(mem, made.segment, length, "mfhd", "uuid"),
	    length, "it holds a foreign box");
	refuses_segment(replaced(mem, made.segment, length, "tfdt", "senc"),
	    length, "it holds a foreign box");
	refuses_segment(replaced(mem, made.segment, length, "mdat", "free"),
	    length, "its samples do not fill its data");
	/* Behind the segment another one begins: not its business. */
	memcpy(longer, made.segment, length);
	memcpy(longer + length, "\0\0\0\10free", 8);
	{
		struct mp4_input in = input(longer, length + 8);
		struct mp4_init init = video_init();
		struct mp4_segment segment;
		struct mp4_fault fault;

		assert_int_equal(
		    mp4_segment_read(&in, &init, &segment, &fault), OK);
		assert_int_equal(segment.size, length);
	}
}

static void
refuses_a_flipped_size(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	unsigned char *copy =
	    talloc_memdup(mem, made.segment, made.segment_size);
	unsigned char *run = memmem(copy, made.segment_size, "trun", 4);

	(void)state;
	/* The low byte of the first sample's size: version and flags, count,
	   offset, then (duration,) size, ... */
	run[4 + 4 + 4 + 4 + 3] ^= 1;
	refuses_segment(
	    copy, made.segment_size, "its samples do not fill its data");
}

/* The sizes add up, but the first sample is said to begin a byte early. */
static void
refuses_data_that_begin_elsewhere(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	unsigned char *copy =
	    talloc_memdup(mem, made.segment, made.segment_size);
	unsigned char *run = memmem(copy, made.segment_size, "trun", 4);

	(void)state;
	assert_int_equal(run[6] & 7, 6); /* sizes and flags, no durations */
	assert_true(run[15] > 0 && run[19] < 255);
	run[15]--;
	run[19]++;
	refuses_segment(
	    copy, made.segment_size, "its samples do not fill its data");
}

static void
refuses_what_is_said_twice(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);

	(void)state;
	refuses_segment(
	    replaced(mem, made.segment, made.segment_size, "trun", "tfdt"),
	    made.segment_size, "it says something twice");
	refuses_segment(
	    replaced(mem, made.segment, made.segment_size, "trun", "tfhd"),
	    made.segment_size, "it says something twice");
	refuses_init(replaced(mem, made.init, made.init_size, "hdlr", "mdhd"),
	    made.init_size, "init_damaged");
}

/* Samples that take all from defaults cost no bytes, but would cost hours. */
static void
refuses_four_billion_samples(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	unsigned char *copy =
	    talloc_memdup(mem, made.segment, made.segment_size);
	unsigned char *run = memmem(copy, made.segment_size, "trun", 4);

	(void)state;
	memcpy(run + 4, "\0\0\0\1\xff\xff\xff\xff", 8);
	refuses_segment(copy, made.segment_size, "it claims too many samples");
}

static void
refuses_a_segment_of_another_track(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	unsigned char *copy =
	    talloc_memdup(mem, made.segment, made.segment_size);
	unsigned char *header = memmem(copy, made.segment_size, "tfhd", 4);

	(void)state;
	header[11] = 9;
	refuses_segment(copy, made.segment_size, "it belongs to another track");
}

static void
refuses_codecs_it_cannot_name(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);

	(void)state;
	refuses_init(replaced(mem, made.init, made.init_size, "avc1", "encv"),
	    made.init_size, "codec_not_supported");
	refuses_init(replaced(mem, made.init, made.init_size, "avcC", "hvcC"),
	    made.init_size, "codec_not_supported");
	refuses_init(replaced(mem, made.sound_init, made.sound_init_size,
			 "esds", "dOps"),
	    made.sound_init_size, "codec_not_supported");
}

static void
refuses_an_init_segment_that_contradicts_itself(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	unsigned char *copy;

	(void)state;
	refuses_init(replaced(mem, made.init, made.init_size, "vide", "soun"),
	    made.init_size, "init_damaged");
	refuses_init(replaced(mem, made.init, made.init_size, "trex", "free"),
	    made.init_size, "init_damaged");
	copy = talloc_memdup(mem, made.init, made.init_size);
	((unsigned char *)memmem(copy, made.init_size, "mdhd", 4))[18] = 0;
	((unsigned char *)memmem(copy, made.init_size, "mdhd", 4))[19] = 0;
	refuses_init(copy, made.init_size, "init_damaged");
}

/* Boxes in boxes cost a recursive reader its stack. */
static void
is_not_sunk_by_deep_nesting(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	size_t depth = 100000, length = 8 + depth * 8;
	unsigned char *bytes = mem_array(mem, unsigned char, length);

	(void)state;
	memcpy(bytes, "\0\0\0\10ftyp", 8);
	for (size_t i = 0; i < depth; i++) {
		size_t left = length - 8 - i * 8;
		unsigned char *at = bytes + 8 + i * 8;

		for (size_t j = 0; j < 4; j++)
			at[j] = (unsigned char)(left >> 8 * (3 - j));
		memcpy(at + 4, i % 2 == 0 ? "moov" : "trak", 4);
	}
	refuses_init(bytes, length, "init_damaged");
}

static void
index_comes_back_as_it_was_written(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct mp4_segment segments[] = {
		{ .size = 1425064, .duration = 73728 },
		{ .size = INT32_MAX, .duration = UINT32_MAX },
	};
	struct mp4_track track = { .segments = segments,
		.segment_count = 2,
		.init = { .timescale = 12288, .track_id = 7 } };
	struct mp4_fault fault;
	struct mp4_input in;
	struct sidx index;
	uint8_t *bytes;

	(void)state;
	assert_int_equal(sidx_print(mem, &track, &bytes), OK);
	in = input(bytes, (size_t)sidx_size(2));
	assert_int_equal(sidx_read(mem, &in, &index, &fault), OK);
	assert_int_equal(index.size, 40 + 2 * 12);
	assert_int_equal(index.timescale, 12288);
	assert_int_equal(index.track_id, 7);
	assert_int_equal(index.first_offset, 0);
	assert_int_equal(index.entry_count, 2);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(index.entries[i].size, segments[i].size);
		assert_int_equal(
		    index.entries[i].duration, segments[i].duration);
		assert_true(index.entries[i].starts_with_sync);
	}
	segments[1].size++;
	assert_int_equal(sidx_print(mem, &track, &bytes), TOO_LARGE);
}

/* Real bytes, cut at every place and flipped bit by bit. */
static void
spoil(const unsigned char *bytes, size_t length)
{
	size_t head = length < 2500 ? length : 2500;

	for (size_t i = 0; i <= head; i++) {
		/* A copy of exactly that length, so that ASan sees an overrun.
		 */
		AUTO_FREE unsigned char *copy =
		    mem_check(talloc_memdup(NULL, bytes, i + (i == 0)));

		assert_int_equal(LLVMFuzzerTestOneInput(copy, i), 0);
	}
	for (size_t i = 0; i < head * 8; i++) {
		AUTO_FREE unsigned char *copy =
		    mem_check(talloc_memdup(NULL, bytes, length));

		copy[i / 8] ^= (unsigned char)(1u << i % 8);
		assert_int_equal(LLVMFuzzerTestOneInput(copy, length), 0);
	}
}

static void
survives_cuts_and_bit_flips(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct mp4_segment segment = { .size = 100, .duration = 5 };
	struct mp4_track track = { .segments = &segment, .segment_count = 1 };
	static const char list[] =
	    "#EXTM3U\n#EXT-X-TARGETDURATION:6\n"
	    "#EXT-X-MAP:URI=\"v0.mp4\",BYTERANGE=\"815@0\"\n"
	    "#EXTINF:6.000000,\n#EXT-X-BYTERANGE:10@915\nv0.mp4\n"
	    "#EXT-X-ENDLIST\n";
	uint8_t *index;

	(void)state;
	spoil(made.init, made.init_size);
	spoil(made.sound_init, made.sound_init_size);
	spoil(made.segment, made.segment_size);
	spoil(made.sound_segment, made.sound_segment_size);
	assert_int_equal(sidx_print(mem, &track, &index), OK);
	spoil(index, (size_t)sidx_size(1));
	spoil((const unsigned char *)list, sizeof(list) - 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(measures_the_init_segment_of_a_video),
		cmocka_unit_test(knows_that_a_mono_sound_is_mono),
		cmocka_unit_test(measures_a_media_segment),
		cmocka_unit_test(asks_for_more_when_the_head_is_short),
		cmocka_unit_test(refuses_every_truncation),
		cmocka_unit_test(refuses_foreign_boxes),
		cmocka_unit_test(refuses_a_flipped_size),
		cmocka_unit_test(refuses_data_that_begin_elsewhere),
		cmocka_unit_test(refuses_what_is_said_twice),
		cmocka_unit_test(refuses_four_billion_samples),
		cmocka_unit_test(refuses_a_segment_of_another_track),
		cmocka_unit_test(refuses_codecs_it_cannot_name),
		cmocka_unit_test(
		    refuses_an_init_segment_that_contradicts_itself),
		cmocka_unit_test(is_not_sunk_by_deep_nesting),
		cmocka_unit_test(index_comes_back_as_it_was_written),
		cmocka_unit_test(survives_cuts_and_bit_flips),
	};

	return cmocka_run_group_tests(tests, make_film, remove_film);
}
