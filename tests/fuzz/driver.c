/*
 * What drives a fuzz target where clang's libFuzzer is not at hand: it
 * changes the inputs of its corpus at random until the time is over, and
 * keeps the one that broke something.  It does not see which ways the code
 * took; libFuzzer does, and knows the same options:
 *
 *	TARGET [-max_total_time=SECONDS] [-max_len=BYTES] [-seed=NUMBER]
 *	    [-artifact_prefix=PREFIX] FOLDER...
 *	TARGET FILE...
 *
 * A file is run once as it is, so that a finding can be looked at.
 */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "tests/fuzz/fuzz.h"

#define STUCK_S 20
#define MAX_CHANGES 8
#define MAX_LENGTH ((size_t)1024 * 1024)

struct input {
	uint8_t *bytes;
	size_t length;
};

static struct input *corpus;
static size_t corpus_count;
static struct input now; /* what the target has been given last */
static const char *prefix = "";
static uint64_t state;

/* xorshift64*: good enough for dice. */
static size_t
roll(size_t sides)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return sides == 0
		   ? 0
		   : (size_t)(state * 2685821657736338717u >> 33) % sides;
}

/* Of a signal or the sanitizers' end: nothing but system calls. */
static void
keep_finding(void)
{
	char path[512];
	int fd;

	if (now.bytes == NULL)
		return;
	snprintf(path, sizeof(path), "%scrash", prefix);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd >= 0 && write(fd, now.bytes, now.length) == (ssize_t)now.length)
		dprintf(STDERR_FILENO, "The input is in %s\n", path);
	close(fd);
}

static void
on_signal(int number)
{
	dprintf(STDERR_FILENO, "%s\n",
	    number == SIGALRM ? "It takes too long." : "It broke.");
	keep_finding();
	_exit(99);
}

/* Of the sanitizers, where there are some. */
void __sanitizer_set_death_callback(void (*callback)(void))
    __attribute__((weak));

static void
watch_signals(void)
{
	static const int numbers[] = { SIGABRT, SIGALRM };
	struct sigaction action = { .sa_handler = on_signal };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		sigaction(numbers[i], &action, NULL);
	if (__sanitizer_set_death_callback != NULL)
		__sanitizer_set_death_callback(keep_finding);
}

static void
give_up(const char *what, const char *path)
{
	fprintf(stderr, "%s %s: %s\n", what, path, strerror(errno));
	exit(1);
}

static void
add_file(const char *path)
{
	FILE *file = fopen(path, "re");
	struct input input = { .bytes = malloc(MAX_LENGTH) };

	if (file == NULL)
		give_up("cannot read", path);
	input.length = fread(input.bytes, 1, MAX_LENGTH, file);
	fclose(file);
	corpus = realloc(corpus, (corpus_count + 1) * sizeof(*corpus));
	corpus[corpus_count++] = input;
}

static void
add_folder(const char *path)
{
	DIR *folder = opendir(path);
	struct dirent *entry;
	char name[4096];

	if (folder == NULL)
		give_up("cannot open", path);
	while ((entry = readdir(folder)) != NULL) {
		if (*entry->d_name == '.')
			continue;
		snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
		add_file(name);
	}
	closedir(folder);
}

/* In a block of its own length, so that a byte too far is seen. */
static void
try_bytes(const uint8_t *bytes, size_t length)
{
	now.bytes = malloc(length > 0 ? length : 1);
	now.length = length;
	if (length > 0)
		memcpy(now.bytes, bytes, length);
	alarm(STUCK_S);
	LLVMFuzzerTestOneInput(now.bytes, now.length);
	alarm(0);
	free(now.bytes);
	now.bytes = NULL;
}

/* Opens a gap of `size` bytes at `at`; false where there is no room. */
static bool
make_gap(struct input *input, size_t max, size_t at, size_t size)
{
	if (input->length + size > max)
		return false;
	memmove(
	    input->bytes + at + size, input->bytes + at, input->length - at);
	input->length += size;
	return true;
}

static void
change_byte(struct input *input, size_t max)
{
	static const uint8_t odd[] =
	    "\0\xff\x7f\x80\n\r \t\"'%&,-./:;=<>\\[]{}";

	(void)max;
	if (input->length == 0)
		return;
	input->bytes[roll(input->length)] =
	    roll(2) == 0 ? odd[roll(sizeof(odd))] : (uint8_t)roll(256);
}

static void
flip_bit(struct input *input, size_t max)
{
	(void)max;
	if (input->length > 0)
		input->bytes[roll(input->length)] ^= (uint8_t)(1u << roll(8));
}

static void
insert_byte(struct input *input, size_t max)
{
	size_t at = roll(input->length + 1), count = 1 + roll(4);

	if (make_gap(input, max, at, count))
		memset(input->bytes + at, (int)roll(256), count);
}

static void
drop_piece(struct input *input, size_t max)
{
	size_t at = roll(input->length);
	size_t size = roll(input->length - at + 1);

	(void)max;
	if (roll(2) == 0 && size > 8)
		size = 1 + roll(8);
	memmove(input->bytes + at, input->bytes + at + size,
	    input->length - at - size);
	input->length -= size;
}

static void
double_piece(struct input *input, size_t max)
{
	size_t from = roll(input->length);
	size_t size = roll(input->length - from + 1);
	uint8_t *copy = malloc(size + 1);
	size_t at = roll(input->length + 1);

	if (size > 0)
		memcpy(copy, input->bytes + from, size);
	if (make_gap(input, max, at, size))
		memcpy(input->bytes + at, copy, size);
	free(copy);
}

/* A piece of another input, over what is there or between it. */
static void
take_piece(struct input *input, size_t max)
{
	const struct input *other = &corpus[roll(corpus_count)];
	size_t from = roll(other->length);
	size_t size = roll(other->length - from + 1);
	size_t at = roll(input->length + 1);

	if (roll(2) == 0 && size > 16)
		size = 1 + roll(16);
	if (roll(2) == 0 && at + size <= input->length)
		memcpy(input->bytes + at, other->bytes + from, size);
	else if (make_gap(input, max, at, size))
		memcpy(input->bytes + at, other->bytes + from, size);
}

/* A number in digits becomes another one. */
static void
change_number(struct input *input, size_t max)
{
	static const char *const numbers[] = { "0", "-1", "1", "255", "256",
		"65536", "2147483647", "2147483648", "4294967295", "4294967296",
		"9223372036854775807", "9223372036854775808",
		"18446744073709551616", "1e999", "0.1", "00" };
	const char *number = numbers[roll(sizeof(numbers) / sizeof(*numbers))];
	size_t at = roll(input->length), stop;

	while (at < input->length &&
	       (input->bytes[at] < '0' || input->bytes[at] > '9'))
		at++;
	for (stop = at; stop < input->length && input->bytes[stop] >= '0' &&
			input->bytes[stop] <= '9';
	     stop++)
		;
	if (stop == at)
		return;
	memmove(input->bytes + at, input->bytes + stop, input->length - stop);
	input->length -= stop - at;
	if (make_gap(input, max, at, strlen(number)))
		memcpy(input->bytes + at, number, strlen(number));
}

/* Four bytes of a binary number that is too large, or just about. */
static void
change_size(struct input *input, size_t max)
{
	static const uint32_t sizes[] = { 0, 1, 7, 8, 0x7fffffff, 0x80000000,
		0xfffffff8, 0xffffffff, 0x10000 };
	uint32_t size = sizes[roll(sizeof(sizes) / sizeof(*sizes))];

	(void)max;
	if (input->length < 4)
		return;
	for (size_t i = 0, at = roll(input->length - 3); i < 4; i++)
		input->bytes[at + i] = (uint8_t)(size >> (24 - 8 * i));
}

static void (*const changes[])(struct input *input, size_t max) = {
	change_byte,
	change_number,
	change_size,
	double_piece,
	drop_piece,
	flip_bit,
	insert_byte,
	take_piece,
};

static void
try_changed(struct input *scratch, size_t max)
{
	const struct input *good = &corpus[roll(corpus_count)];

	scratch->length = good->length < max ? good->length : max;
	memcpy(scratch->bytes, good->bytes, scratch->length);
	for (size_t i = 1 + roll(MAX_CHANGES); i > 0; i--)
		changes[roll(sizeof(changes) / sizeof(*changes))](scratch, max);
	try_bytes(scratch->bytes, scratch->length);
}

static double
seconds_now(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static void
fuzz(double seconds, size_t max)
{
	struct input scratch = { .bytes = malloc(max) };
	double until = seconds_now() + seconds;
	unsigned long count = 0;

	fprintf(stderr, "seed %llu\n", (unsigned long long)state);
	for (; seconds_now() < until; count++)
		try_changed(&scratch, max);
	fprintf(stderr, "%lu inputs from %zu in %.0f s\n", count, corpus_count,
	    seconds);
	free(scratch.bytes);
}

static bool
is_option(const char *argument, const char *name, const char **value)
{
	size_t length = strlen(name);

	if (strncmp(argument, name, length) != 0)
		return false;
	*value = argument + length;
	return true;
}

static void
forget_corpus(void)
{
	while (corpus_count > 0)
		free(corpus[--corpus_count].bytes);
	free(corpus);
}

int
main(int argc, char **argv)
{
	double seconds = 0;
	size_t max = 16384;
	const char *value;
	struct stat about;
	bool has_folder = false;
	uint64_t seed = 0; /* as libFuzzer has it: one that nobody knows */

	for (int i = 1; i < argc; i++) {
		if (is_option(argv[i], "-max_total_time=", &value))
			seconds = atof(value);
		else if (is_option(argv[i], "-max_len=", &value))
			max = (size_t)atoll(value);
		else if (is_option(argv[i], "-seed=", &value))
			seed = strtoull(value, NULL, 10);
		else if (is_option(argv[i], "-artifact_prefix=", &value))
			prefix = value;
		else if (stat(argv[i], &about) == 0 && S_ISDIR(about.st_mode)) {
			has_folder = true;
			add_folder(argv[i]);
		} else
			add_file(argv[i]);
	}
	if (seed == 0)
		seed = (uint64_t)time(NULL) << 20 ^ (uint64_t)getpid();
	state = seed | 1;
	watch_signals();
	for (size_t i = 0; i < corpus_count; i++)
		try_bytes(corpus[i].bytes, corpus[i].length);
	if (has_folder && corpus_count > 0)
		fuzz(seconds, max);
	forget_corpus();
	return 0;
}
