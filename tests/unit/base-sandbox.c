/* base/sandbox: real programs in a real box.  What it must stop is also done
   without one, so that it is the box that stops it. */
#include "config.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/sandbox.h"
#include "base/spawn.h"
#include "tests/unit/films.h"

#define FILM                                                                   \
	"-f lavfi -i testsrc2=s=160x90:r=25:d=1 -c:v libx264 -preset "         \
	"ultrafast -pix_fmt yuv420p"

/* A box with something to read and somewhere to write. */
struct fixture {
	void *mem;
	const char *input;  /* a film that it may read */
	const char *canary; /* one beside it, of somebody else */
	const char *folder; /* that it may write to */
	struct sandbox_report report;
};

static int
begin(void **state)
{
	struct fixture *fixture;

	if (films_begin(NULL) != 0)
		return -1;
	fixture = mem_new(NULL, struct fixture);
	fixture->mem = fixture;
	fixture->input = films_make("input.mp4", FILM);
	fixture->canary = films_make("canary.mp4", FILM);
	fixture->folder = films_path("folder");
	*state = fixture;
	if (folder_make(fixture->folder) != OK)
		return -1;
	return sandbox_test(fixture, films_settings(), &fixture->report) == OK
		   ? 0
		   : -1;
}

static int
end(void **state)
{
	talloc_free(*state);
	return films_end(NULL);
}

static bool
holds(const struct fixture *fixture, enum sandbox_part_name name)
{
	return fixture->report.parts[name].state == SANDBOX_HELD;
}

/* Its exit code; 0 is that it could. */
static int
run_in(const struct fixture *fixture, enum sandbox_mode mode, const char *input,
    const char *const *argv)
{
	struct child_spec spec = {
		.sandbox = sandbox_new(fixture->mem, films_settings()),
		.argv = argv,
		.folder = fixture->folder,
		.output_fd = -1,
		.error_fd = -1,
		.extra_fd = -1,
	};
	struct child_end how;
	struct child child;

	spec.sandbox.mode = mode;
	spec.sandbox.reads[0] = input;
	spec.sandbox.writes[0] = fixture->folder;
	assert_int_equal(child_start(&spec, &child), OK);
	assert_int_equal(child_wait(&child, &how), OK);
	return how.exit_code;
}

static int
shell(const struct fixture *fixture, enum sandbox_mode mode, const char *text)
{
	const char *const argv[] = { "/bin/bash", "-c", text, "bash",
		fixture->input, fixture->canary, NULL };

	return run_in(fixture, mode, fixture->input, argv);
}

/* Each is possible without a box and impossible in it.  The shell is what is
   executed at the start, so that no right to files keeps it from itself. */
static void
keeps_a_program_from(struct fixture *fixture, const char *text)
{
	int code = shell(fixture, SANDBOX_OFF, text);

	if (code != 0)
		fail_msg("without a box: %s: %d", text, code);
	code = shell(fixture, SANDBOX_BEST_EFFORT, text);
	if (code == 0)
		fail_msg("in the box: %s", text);
}

static void
lets_a_program_read_its_film_and_write_in_its_folder(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(shell(fixture, SANDBOX_BEST_EFFORT,
			     "read -r -n 1 x <\"$1\"; echo $x >new && "
			     "echo more >>new && read -r y <new"),
	    0);
	assert_true(file_size(films_path("folder/new")) > 0);
}

static void
keeps_it_from_every_other_file(void **state)
{
	struct fixture *fixture = *state;

	if (!holds(fixture, SANDBOX_LANDLOCK))
		skip();
	keeps_a_program_from(fixture, "exec <\"$2\"");
	keeps_a_program_from(fixture, "exec <../canary.mp4");
	keeps_a_program_from(fixture, "exec </etc/passwd");
	keeps_a_program_from(fixture, "exec </proc/$PPID/maps");
	keeps_a_program_from(fixture, "exec >>\"$1\"");
	keeps_a_program_from(fixture, "exec >>\"$2\"");
	keeps_a_program_from(fixture, "exec >../beside");
	keeps_a_program_from(fixture, "exec >/tmp/.movie-house-$PPID");
	keeps_a_program_from(fixture, "names=(/etc/*); [ -e \"${names[1]}\" ]");
}

static void
keeps_it_from_the_network_and_from_sockets(void **state)
{
	struct fixture *fixture = *state;

	if (!holds(fixture, SANDBOX_SECCOMP))
		skip();
	keeps_a_program_from(fixture, "exec 3<>/dev/udp/127.0.0.1/9");
}

static void
keeps_it_from_other_programs_and_processes(void **state)
{
	struct fixture *fixture = *state;

	if (!holds(fixture, SANDBOX_SECCOMP))
		skip();
	keeps_a_program_from(fixture, "exec /bin/true");
	/* The one program that it may execute, again. */
	keeps_a_program_from(fixture, "exec /bin/bash -c :");
	keeps_a_program_from(fixture, "kill -0 $PPID");
	keeps_a_program_from(fixture, "(exit 0)");
	keeps_a_program_from(fixture, "ulimit -S -c 0");
	/* But it may end itself. */
	assert_int_equal(
	    shell(fixture, SANDBOX_BEST_EFFORT, "kill -TERM $$"), -1);
}

static void
put16(unsigned char *at, unsigned int value)
{
	at[0] = (unsigned char)(value >> 8);
	at[1] = (unsigned char)value;
}

static void
put32(unsigned char *at, size_t value)
{
	put16(at, (unsigned int)(value >> 16));
	put16(at + 2, (unsigned int)value);
}

/* An alias record (QuickTime File Format, "Data Reference Atoms") whose path
   is `path`, as a box of its own; its length. */
static size_t
make_alias(unsigned char *out, const char *path)
{
	size_t length = strlen(path), padded = (length + 1) & ~(size_t)1;
	unsigned char *at = out + 12 + 10 + 28 + 12 + 64 + 16;

	put32(out, 12 + 150 + 4 + padded + 4);
	memcpy(out + 4, "alis", 4);
	put16(at, 1);
	put16(at + 2, 1);
	at += 4 + 16;
	put16(at, 2);
	put16(at + 2, (unsigned int)length);
	memcpy(at + 4, path, length);
	put16(at + 4 + padded, 0xffff);
	return 12 + 150 + 4 + padded + 4;
}

/* The film without its pictures, which it says are in another file. */
static const char *
make_reference(const struct fixture *fixture, const char *target)
{
	static const char *const parents[] = { "moov", "trak", "mdia", "minf",
		"dinf", "dref" };
	unsigned char alias[1024] = { 0 };
	size_t length = make_alias(alias, target), size;
	unsigned char *bytes, *at, *grown;
	AUTO_FD int fd = open(fixture->input, O_RDONLY | O_CLOEXEC);

	size = (size_t)file_size(fixture->input);
	bytes = mem_array(fixture->mem, unsigned char, size + length);
	assert_int_equal(pread(fd, bytes, size, 0), size);
	/* One track, its index behind the pictures, one reference of 12. */
	for (size_t i = 0; i < ARRAY_SIZE(parents); i++) {
		at = memmem(bytes, size, parents[i], 4);
		assert_non_null(at);
		put32(at - 4, (size_t)(at[-4] << 24 | at[-3] << 16 |
				       at[-2] << 8 | at[-1]) +
				  length - 12);
	}
	grown = at + 12 + 12;
	memmove(at + 12 + length, grown, (size_t)(bytes + size - grown));
	memcpy(at + 12, alias, length);
	return films_write("reference.mov", bytes, size + length - 12);
}

/* Every protocol, every extension, every path: a decoder that does all that a
   file tells it to, as one would that a film has taken over. */
static int
decode(const struct fixture *fixture, enum sandbox_mode mode, const char *kind,
    const char *path)
{
	const char *const hls[] = { films_settings()->ffmpeg, "-nostdin", "-v",
		"error", "-protocol_whitelist", "file,crypto,data,http,tcp",
		"-allowed_extensions", "ALL", "-f", "hls", "-i", path, "-f",
		"null", "-", NULL };
	const char *const concat[] = { films_settings()->ffmpeg, "-nostdin",
		"-v", "error", "-safe", "0", "-f", "concat", "-i", path, "-f",
		"null", "-", NULL };
	const char *const mov[] = { films_settings()->ffmpeg, "-nostdin", "-v",
		"error", "-xerror", "-enable_drefs", "1", "-use_absolute_path",
		"1", "-f", "mov", "-i", path, "-f", "null", "-", NULL };
	const char *const subtitles[] = { films_settings()->ffmpeg, "-nostdin",
		"-v", "error", "-i", path, "-vf",
		mem_printf(fixture->mem, "movie=%s[a];[in][a]overlay",
		    fixture->canary),
		"-f", "null", "-", NULL };

	if (strcmp(kind, "hls") == 0)
		return run_in(fixture, mode, path, hls);
	if (strcmp(kind, "concat") == 0)
		return run_in(fixture, mode, path, concat);
	return run_in(
	    fixture, mode, path, strcmp(kind, "mov") == 0 ? mov : subtitles);
}

static void
keeps_a_decoder_that_obeys_its_film_from_other_films(void **state)
{
	struct fixture *fixture = *state;
	const char *text = mem_printf(fixture->mem,
	    "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n%s\n"
	    "#EXT-X-ENDLIST\n",
	    films_make("canary.ts", FILM));
	const char *entry = mem_printf(
	    fixture->mem, "ffconcat version 1.0\nfile '%s'\n", fixture->canary);
	const char *beside =
	    mem_printf(fixture->mem, "ffconcat version 1.0\nfile canary.mp4\n");
	const struct {
		const char *kind, *path;
	} films[] = {
		{ "hls", films_write("list.mp4", text, strlen(text)) },
		{ "concat", films_write("concat.mp4", entry, strlen(entry)) },
		{ "concat", films_write("beside.mp4", beside, strlen(beside)) },
		{ "mov", make_reference(fixture, fixture->canary) },
		{ "filter", fixture->input },
	};

	if (!holds(fixture, SANDBOX_LANDLOCK))
		skip();
	for (size_t i = 0; i < ARRAY_SIZE(films); i++) {
		int code =
		    decode(fixture, SANDBOX_OFF, films[i].kind, films[i].path);

		if (code != 0)
			fail_msg("without a box: %s: %d", films[i].path, code);
		code = decode(
		    fixture, SANDBOX_BEST_EFFORT, films[i].kind, films[i].path);
		if (code == 0)
			fail_msg("in the box: %s", films[i].path);
	}
}

static void
says_what_a_box_holds(void **state)
{
	struct fixture *fixture = *state;
	const struct sandbox_report *report = &fixture->report;

	assert_true(report->is_enough);
	assert_true(holds(fixture, SANDBOX_LIMITS));
	assert_true(holds(fixture, SANDBOX_PRIVILEGES));
	assert_true(holds(fixture, SANDBOX_DEATH));
	assert_true(holds(fixture, SANDBOX_SECCOMP));
	assert_true(holds(fixture, SANDBOX_FFMPEG));
	assert_true(holds(fixture, SANDBOX_FFPROBE));
	assert_non_null(
	    strstr(report->parts[SANDBOX_FFMPEG].detail, "ffmpeg version"));
}

static void
says_that_there_is_none(void **state)
{
	struct fixture *fixture = *state;
	struct settings settings = *films_settings();
	struct sandbox_report report;

	settings.sandbox = SANDBOX_OFF;
	assert_int_equal(sandbox_test(fixture->mem, &settings, &report), OK);
	assert_string_equal(report.summary, "off");
	assert_int_equal(report.parts[SANDBOX_LANDLOCK].state, SANDBOX_UNUSED);
	assert_int_equal(report.parts[SANDBOX_SECCOMP].state, SANDBOX_UNUSED);
	assert_int_equal(report.parts[SANDBOX_LIMITS].state, SANDBOX_HELD);
}

static void
says_when_ffmpeg_does_not_run_in_it(void **state)
{
	struct fixture *fixture = *state;
	struct settings settings = *films_settings();
	struct sandbox_report report;

	settings.ffmpeg = films_path("no-such-program");
	settings.sandbox = SANDBOX_REQUIRED;
	assert_int_equal(sandbox_test(fixture->mem, &settings, &report), OK);
	assert_int_equal(report.parts[SANDBOX_FFMPEG].state, SANDBOX_MISSING);
	assert_int_equal(report.parts[SANDBOX_FFPROBE].state, SANDBOX_HELD);
	assert_false(report.is_enough);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    lets_a_program_read_its_film_and_write_in_its_folder),
		cmocka_unit_test(keeps_it_from_every_other_file),
		cmocka_unit_test(keeps_it_from_the_network_and_from_sockets),
		cmocka_unit_test(keeps_it_from_other_programs_and_processes),
		cmocka_unit_test(
		    keeps_a_decoder_that_obeys_its_film_from_other_films),
		cmocka_unit_test(says_what_a_box_holds),
		cmocka_unit_test(says_that_there_is_none),
		cmocka_unit_test(says_when_ffmpeg_does_not_run_in_it),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
