/* Real films, made by the real ffmpeg while a test runs. */
#ifndef TESTS_UNIT_FILMS_H
#define TESTS_UNIT_FILMS_H

#include <stddef.h>

#include "base/settings.h"

/* A folder of its own, gone with films_end(); NULL for cmocka's state. */
int films_begin(void **state);
int films_end(void **state);

/* The settings' defaults, with the helper of this build. */
const struct settings *films_settings(void);

/* Absolute path of a name in the folder, below films' own memory. */
char *films_path(const char *name);

/*
 * The film of that name: made by ffmpeg from `arguments` (words between
 * spaces; %s stands for the folder) the first time, kept for the next.
 */
const char *films_make(const char *name, const char *arguments);

/* A file of those bytes. */
const char *films_write(const char *name, const void *bytes, size_t length);

/* The first `length` bytes of one file as another. */
const char *films_cut(const char *from, const char *name, size_t length);

/* Runs a program in `folder` (NULL: the films' own); its standard output, and
   its standard error in `errors` unless that is NULL, below films' memory. */
int films_run(
    const char *const *argv, const char *folder, char **output, char **errors);

/* ffprobe with those words and the path; lines of text. */
char *films_probe(const char *arguments, const char *path);

#endif
