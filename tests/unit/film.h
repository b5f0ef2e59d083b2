/*
 * Tiny films for tests, made by the real ffmpeg with the options of the real
 * pipeline: 24 frames a second, keys every second, segments of two seconds.
 */
#ifndef TESTS_UNIT_FILM_H
#define TESTS_UNIT_FILM_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define FILM_RATE 24
#define FILM_TARGET_US 2000000

/* What to make; NULL members take the value in brackets. */
struct film {
	const char *picture_s;   /* length of the picture ["5"] */
	const char *sound_s;     /* and of the sound [the picture's] */
	const char *lower_gop;   /* key distance of the lower rung ["24"] */
	const char *timestamps;  /* -avoid_negative_ts ["disabled"] */
	const char *channels;    /* ["2"] */
	const char *sample_rate; /* ["48000"] */
	const char *source;      /* a file instead of a test picture */
	const char *segment_to;  /* where v0's second segment is written to */
};

/* How a program ended, and what it printed (both streams). */
struct film_run {
	int exit_code;
	char *output;
};

/* A folder of its own below $TMPDIR, as text below `mem`. */
char *film_folder(void *mem);

/* Runs a program to its end, in `folder`; the vector ends with NULL. */
struct film_run film_run(
    void *mem, const char *folder, const char *const *argv);

/* Encodes into FOLDER/v0, v1 and a0. */
struct film_run film_make(
    void *mem, const char *folder, const struct film *film);

/* Encodes without end into the same folders and stops ffmpeg by SIGTERM once
   v0 has two segments. */
struct film_run film_make_and_stop(void *mem, const char *folder);

/* A copy of all of v0, v1 and a0. */
void film_copy(const char *from, const char *to);

/* The whole of a file; `*length` may be NULL. */
unsigned char *film_read(void *mem, const char *path, size_t *length);

/* Overwrites bytes of a file, or makes it so long. */
void film_patch(
    const char *path, off_t offset, const void *bytes, size_t length);
void film_cut(const char *path, off_t length);

/* Where the box of that type begins in a file (the first of them). */
off_t film_box(const char *path, const char *type);

/* The first number behind `key` in a text, or -1. */
int64_t film_number(const char *text, const char *key);

#endif
