/* Making, copying and damaging tiny films. */
#include "config.h"

#include "tests/unit/film.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/spawn.h"

#define MAX_ARGUMENTS 160
#define MAX_OUTPUT ((size_t)1024 * 1024)
#define PATIENCE_MS 60000

static const char *const tracks[] = { "v0", "v1", "a0" };

struct arguments {
	const char *argv[MAX_ARGUMENTS + 1];
	size_t count;
};

static void
add(struct arguments *arguments, ...)
{
	const char *word;
	va_list words;

	va_start(words, arguments);
	while ((word = va_arg(words, const char *)) != NULL) {
		assert_true(arguments->count < MAX_ARGUMENTS);
		arguments->argv[arguments->count++] = word;
	}
	va_end(words);
}

char *
film_folder(void *mem)
{
	const char *place = getenv("TMPDIR");
	char *path =
	    mem_printf(mem, "%s/film-XXXXXX", place != NULL ? place : "/tmp");

	assert_non_null(mkdtemp(path));
	return path;
}

/* The helper that stands between us and every program, as built. */
static const char *
box_path(void *mem)
{
	const char *build = getenv("top_builddir");
	char *path = realpath(mem_printf(mem, "%s/base/movie-house-box",
				  build != NULL ? build : "."),
		 NULL),
	     *copy;

	assert_non_null(path);
	copy = mem_text(mem, path);
	free(path);
	return copy;
}

static struct child
begin(void *mem, const char *folder, const char *const *argv, int output_fd)
{
	struct child_spec spec = {
		.sandbox.helper = box_path(mem),
		.argv = argv,
		.folder = folder,
		.output_fd = output_fd,
		.error_fd = output_fd,
		.extra_fd = -1,
	};
	struct child child;

	assert_int_equal(child_start(&spec, &child), OK);
	return child;
}

static struct film_run
end(void *mem, struct child *child, int output_fd)
{
	struct film_run run;
	struct child_end how;
	size_t length;

	assert_int_equal(child_wait(child, &how), OK);
	run.exit_code = how.exit_code;
	run.output = mem_array(mem, char, MAX_OUTPUT + 1);
	assert_int_equal(
	    file_read_at(output_fd, run.output, MAX_OUTPUT, 0, &length), OK);
	return run;
}

static int
output_open(const char *folder)
{
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	return fd;
}

struct film_run
film_run(void *mem, const char *folder, const char *const *argv)
{
	AUTO_FD int fd = output_open(folder);
	struct child child = begin(mem, folder, argv, fd);

	return end(mem, &child, fd);
}

/* The muxer's options of pipeline.md, one output per rendition. */
static void
add_output(void *mem, struct arguments *arguments, const struct film *film,
    const char *name)
{
	add(arguments, "-f", "hls", "-hls_time", "2", "-hls_playlist_type",
	    "vod", "-hls_segment_type", "fmp4", "-hls_flags",
	    "independent_segments", "-avoid_negative_ts",
	    film->timestamps != NULL ? film->timestamps : "disabled",
	    "-hls_fmp4_init_filename", "init.mp4", "-hls_segment_filename",
	    mem_printf(mem, "%s/s%%05d.m4s", name),
	    mem_printf(mem, "%s/i.m3u8", name), NULL);
}

static void
add_video(struct arguments *arguments, const char *label, const char *gop)
{
	add(arguments, "-map", label, "-c:v", "libx264", "-preset", "superfast",
	    "-profile:v", "high", "-pix_fmt", "yuv420p", "-crf", "30", "-bf",
	    "2", "-g", gop, "-keyint_min", gop, "-sc_threshold", "0", "-flags",
	    "+cgop", "-an", "-sn", "-dn", "-map_metadata", "-1",
	    "-map_chapters", "-1", "-threads", "1", NULL);
}

static void
add_source(void *mem, struct arguments *arguments, const struct film *film)
{
	const char *picture = film->picture_s != NULL ? film->picture_s : "5";
	const char *sound = film->sound_s != NULL ? film->sound_s : picture;

	if (film->source != NULL)
		add(arguments, "-i", mem_printf(mem, "file:%s", film->source),
		    NULL);
	else
		add(arguments, "-f", "lavfi", "-i",
		    mem_printf(
			mem, "testsrc2=s=160x90:r=24:d=%s[out0]", picture),
		    "-f", "lavfi", "-i",
		    mem_printf(mem, "sine=r=48000:d=%s", sound), NULL);
}

static void
plan(void *mem, struct arguments *arguments, const struct film *film)
{
	add(arguments, "/usr/bin/ffmpeg", "-hide_banner", "-nostdin",
	    "-loglevel", "warning", "-nostats", "-y", NULL);
	add_source(mem, arguments, film);
	add(arguments, "-filter_complex",
	    "[0:v:0]setsar=1,split=2[o0][p1];[p1]scale=80:44,setsar=1[o1]",
	    NULL);
	add_video(arguments, "[o0]", "24");
	add_output(mem, arguments, film, "v0");
	add_video(arguments, "[o1]",
	    film->lower_gop != NULL ? film->lower_gop : "24");
	add_output(mem, arguments, film, "v1");
	add(arguments, "-map", film->source != NULL ? "0:a:0" : "1:a:0", "-c:a",
	    "aac", "-b:a", "48k", "-ac",
	    film->channels != NULL ? film->channels : "2", "-ar",
	    film->sample_rate != NULL ? film->sample_rate : "48000", "-vn",
	    NULL);
	add_output(mem, arguments, film, "a0");
}

static void
make_folders(void *mem, const char *folder)
{
	for (size_t i = 0; i < ARRAY_SIZE(tracks); i++)
		assert_int_equal(
		    folder_make(mem_printf(mem, "%s/%s", folder, tracks[i])),
		    OK);
}

struct film_run
film_make(void *mem, const char *folder, const struct film *film)
{
	struct arguments arguments = { .count = 0 };

	make_folders(mem, folder);
	if (film->segment_to != NULL)
		assert_int_equal(
		    symlink(film->segment_to,
			mem_printf(mem, "%s/v0/s00001.m4s", folder)),
		    0);
	plan(mem, &arguments, film);
	return film_run(mem, folder, arguments.argv);
}

struct film_run
film_make_and_stop(void *mem, const char *folder)
{
	static const struct film film = { .picture_s = "36000" };
	const char *second = mem_printf(mem, "%s/v0/s00001.m4s", folder);
	int64_t deadline = clock_monotonic_ms() + PATIENCE_MS;
	AUTO_FD int fd = output_open(folder);
	struct arguments arguments = { .count = 0 };
	struct child child;

	make_folders(mem, folder);
	plan(mem, &arguments, &film);
	child = begin(mem, folder, arguments.argv, fd);
	while (file_size(second) <= 0 && clock_monotonic_ms() < deadline)
		clock_sleep_ms(10);
	assert_true(file_size(second) > 0);
	assert_int_equal(kill(child.pid, SIGTERM), 0);
	return end(mem, &child, fd);
}

static void
copy_file(const char *from, const char *to)
{
	AUTO_FD int in = -1;
	AUTO_FD int out = -1;

	assert_int_equal(file_open(from, O_RDONLY, 0, &in), OK);
	assert_int_equal(
	    file_open(to, O_WRONLY | O_CREAT | O_EXCL, 0640, &out), OK);
	assert_int_equal(file_copy_at(in, 0, file_size(from), out, 0), OK);
}

void
film_copy(const char *from, const char *to)
{
	AUTO_FREE void *mem = mem_context(NULL);

	make_folders(mem, to);
	for (size_t i = 0; i < ARRAY_SIZE(tracks); i++) {
		const char *source = mem_printf(mem, "%s/%s", from, tracks[i]);
		DIR *listing = opendir(source);
		struct dirent *entry;

		assert_non_null(listing);
		while ((entry = readdir(listing)) != NULL)
			if (entry->d_name[0] != '.')
				copy_file(mem_printf(mem, "%s/%s", source,
					      entry->d_name),
				    mem_printf(mem, "%s/%s/%s", to, tracks[i],
					entry->d_name));
		closedir(listing);
	}
}

unsigned char *
film_read(void *mem, const char *path, size_t *length)
{
	int64_t size = file_size(path);
	AUTO_FD int fd = -1;
	unsigned char *bytes;
	size_t got;

	assert_true(size >= 0);
	bytes = mem_array(mem, unsigned char, (size_t)size + 1);
	assert_int_equal(file_open(path, O_RDONLY, 0, &fd), OK);
	assert_int_equal(file_read_at(fd, bytes, (size_t)size, 0, &got), OK);
	assert_int_equal(got, size);
	if (length != NULL)
		*length = got;
	return bytes;
}

void
film_patch(const char *path, off_t offset, const void *bytes, size_t length)
{
	AUTO_FD int fd = -1;

	assert_int_equal(file_open(path, O_WRONLY, 0, &fd), OK);
	assert_int_equal(file_write_at(fd, bytes, length, offset), OK);
}

void
film_cut(const char *path, off_t length)
{
	assert_int_equal(truncate(path, length), 0);
}

off_t
film_box(const char *path, const char *type)
{
	AUTO_FREE void *mem = mem_context(NULL);
	size_t length;
	unsigned char *bytes = film_read(mem, path, &length);
	unsigned char *at = memmem(bytes, length, type, 4);

	assert_non_null(at);
	return at - bytes - 4;
}

int64_t
film_number(const char *text, const char *key)
{
	const char *at = strstr(text, key);

	return at == NULL ? -1 : strtoll(at + strlen(key), NULL, 10);
}
