/* ffmpeg and ffprobe for tests, through base/spawn. */
#include "config.h"

#include "tests/unit/films.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/conf.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/spawn.h"

static struct films {
	void *mem;
	char *folder;
	struct settings settings;
} films;

int
films_begin(void **state)
{
	const char *build = getenv("top_builddir");
	const char *place = getenv("TMPDIR");
	struct refusal refusal;

	(void)state;
	films.mem = mem_context(NULL);
	refusal_reset(&refusal, films.mem);
	films.folder = mem_printf(
	    films.mem, "%s/films-XXXXXX", place != NULL ? place : "/tmp");
	if (mkdtemp(films.folder) == NULL ||
	    conf_read(films.mem, NULL, settings_fields, &films.settings,
		&refusal) != OK)
		return -1;
	films.settings.helper_dir =
	    mem_printf(films.mem, "%s/base", build != NULL ? build : ".");
	if (films.settings.helper_dir[0] != '/') {
		char *full = realpath(films.settings.helper_dir, NULL);

		films.settings.helper_dir = mem_text(films.mem, full);
		free(full);
	}
	return films.settings.helper_dir == NULL ? -1 : 0;
}

int
films_end(void **state)
{
	enum outcome rc = folder_remove_tree(films.folder);

	(void)state;
	talloc_free(films.mem);
	return rc == OK ? 0 : -1;
}

const struct settings *
films_settings(void)
{
	return &films.settings;
}

char *
films_path(const char *name)
{
	return mem_printf(films.mem, "%s/%s", films.folder, name);
}

static int
open_new(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	return fd;
}

static char *
read_back(const char *path)
{
	char *text = NULL;

	assert_int_equal(file_read_all(films.mem, path, 1 << 21, &text), OK);
	assert_int_equal(unlink(path), 0);
	return text;
}

int
films_run(
    const char *const *argv, const char *folder, char **output, char **errors)
{
	char *out_path = films_path(".stdout"), *err_path = films_path(".err");
	AUTO_FD int out = open_new(out_path), err = open_new(err_path);
	char *box = mem_printf(
	    films.mem, "%s/movie-house-box", films.settings.helper_dir);
	struct child_end end;
	struct child child;
	char *text;

	assert_int_equal(
	    child_start(&(struct child_spec){ .sandbox.helper = box,
			    .argv = argv,
			    .folder = folder != NULL ? folder : films.folder,
			    .output_fd = out,
			    .error_fd = err,
			    .extra_fd = -1 },
		&child),
	    OK);
	assert_int_equal(child_wait(&child, &end), OK);
	text = read_back(out_path);
	if (output != NULL)
		*output = text;
	text = read_back(err_path);
	if (errors != NULL)
		*errors = text;
	return end.signal != 0 ? -end.signal : end.exit_code;
}

/* The words of `text` as an argument vector after `first`; %s becomes the
   folder, and `last` (may be NULL) ends it. */
static const char **
words(const char *const *first, const char *text, const char *last)
{
	size_t count = 0;
	const char **argv = NULL;
	char *copy = mem_text(films.mem, text), *rest = NULL;

	for (; first[count] != NULL; count++) {
		argv = mem_grow(films.mem, argv, const char *, count + 3);
		argv[count] = first[count];
	}
	for (char *word = strtok_r(copy, " ", &rest); word != NULL;
	     word = strtok_r(NULL, " ", &rest)) {
		char *hole = strstr(word, "%s");

		argv = mem_grow(films.mem, argv, const char *, count + 3);
		argv[count++] = hole == NULL ? word
					     : mem_printf(films.mem, "%.*s%s%s",
						   (int)(hole - word), word,
						   films.folder, hole + 2);
	}
	argv[count++] = last;
	argv[count] = NULL;
	return argv;
}

const char *
films_make(const char *name, const char *arguments)
{
	const char *const first[] = { films.settings.ffmpeg, "-nostdin", "-v",
		"error", "-y", NULL };
	char *path = films_path(name), *errors = NULL;

	if (access(path, F_OK) == 0)
		return path;
	if (films_run(words(first, arguments, path), NULL, NULL, &errors) != 0)
		fail_msg("ffmpeg %s: %s", name, errors);
	return path;
}

const char *
films_write(const char *name, const void *bytes, size_t length)
{
	char *path = films_path(name);
	AUTO_FD int fd = open_new(path);

	assert_int_equal(file_write_at(fd, bytes, length, 0), OK);
	return path;
}

const char *
films_cut(const char *from, const char *name, size_t length)
{
	AUTO_FD int fd = open(from, O_RDONLY | O_CLOEXEC);
	char *bytes = mem_array(films.mem, char, length);

	assert_int_equal(pread(fd, bytes, length, 0), length);
	return films_write(name, bytes, length);
}

char *
films_probe(const char *arguments, const char *path)
{
	const char *const first[] = { films.settings.ffprobe, "-v", "error",
		NULL };
	char *output = NULL, *errors = NULL;

	if (films_run(words(first, arguments, path), NULL, &output, &errors) !=
	    0)
		fail_msg("ffprobe %s: %s", path, errors);
	return output;
}
