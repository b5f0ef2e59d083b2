/*
 * Reading tracks: of each segment only the head is read, since its boxes say
 * how long it is; the head grows until it reaches the samples.
 */
#include "config.h"

#include "film/track.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"

#define HEAD_BYTES ((int64_t)16 * 1024)
#define MAX_HEAD_BYTES ((int64_t)4 * 1024 * 1024)

struct reader {
	void *mem;
	int fd;
	int64_t total;
	uint8_t *buffer;
	struct mp4_input in;
	struct mp4_fault fault;
};

/* A regular file only: a FIFO under that name must not hold us. */
static enum outcome
reader_open(struct reader *reader, const char *path)
{
	struct stat state;
	enum outcome rc;

	file_auto_close(&reader->fd);
	rc = file_open(path, O_RDONLY | O_NONBLOCK, 0, &reader->fd);
	if (rc != OK)
		return rc;
	if (fstat(reader->fd, &state) != 0) {
		log_error("track.failed", TEXT_PAIR("call", "fstat"),
		    TEXT_PAIR("path", path),
		    TEXT_PAIR("error", strerror(errno)));
		return FAILED;
	}
	if (!S_ISREG(state.st_mode))
		return NOT_FOUND;
	reader->total = state.st_size;
	return OK;
}

static void
reader_close(struct reader *reader)
{
	file_auto_close(&reader->fd);
	talloc_free(reader->buffer);
}

/* Takes the first `wanted` bytes from `offset` in hand, or what is there. */
static enum outcome
reader_fill(struct reader *reader, int64_t offset, int64_t wanted)
{
	int64_t left = reader->total - offset;
	enum outcome rc;
	size_t got;

	if (wanted > left)
		wanted = left;
	reader->buffer =
	    mem_grow(NULL, reader->buffer, uint8_t, (size_t)wanted + 1);
	rc = file_read_at(
	    reader->fd, reader->buffer, (size_t)wanted, offset, &got);
	reader->in = (struct mp4_input){
		.bytes = reader->buffer,
		.length = got,
		.total = left,
	};
	return rc;
}

typedef enum outcome measure_one(struct reader *reader, void *arg);

/* Measures what begins at `offset` with as much of it in hand as it asks. */
static enum outcome
reader_measure(
    struct reader *reader, int64_t offset, measure_one *measure, void *arg)
{
	int64_t wanted = 0, next = HEAD_BYTES;
	enum outcome rc = TOO_LARGE;

	while (rc == TOO_LARGE && next > wanted && next <= MAX_HEAD_BYTES) {
		wanted = next;
		rc = reader_fill(reader, offset, wanted);
		if (rc != OK)
			return rc;
		rc = measure(reader, arg);
		next = reader->fault.wanted;
	}
	return rc == TOO_LARGE ? MALFORMED : rc;
}

static enum outcome
measure_init(struct reader *reader, void *arg)
{
	struct mp4_track *track = arg;

	return mp4_init_read(&reader->in, &track->init, &reader->fault);
}

/* Into the next place of the track's list, which must have room. */
static enum outcome
measure_segment(struct reader *reader, void *arg)
{
	struct mp4_track *track = arg;

	return mp4_segment_read(&reader->in, &track->init,
	    &track->segments[track->segment_count], &reader->fault);
}

static enum outcome
measure_index(struct reader *reader, void *arg)
{
	return sidx_read(reader->mem, &reader->in, arg, &reader->fault);
}

static enum outcome
refuse_init(
    struct refusal *refusal, const struct reader *reader, const char *name)
{
	return refuse(refusal, INVALID, reader->fault.code,
	    "The head of track %s cannot be used: %s.", name,
	    reader->fault.why);
}

static enum outcome
refuse_segment(
    struct refusal *refusal, const char *name, size_t number, const char *why)
{
	return refuse(refusal, INVALID, "segment_damaged",
	    "Segment %zu of track %s is damaged: %s.", number, name, why);
}

static enum outcome
check_kind(const struct mp4_track *track, struct refusal *refusal)
{
	enum mp4_kind kind;

	if (track_kind(track->name, &kind) && kind == track->init.kind)
		return OK;
	return refuse(refusal, INVALID, "init_damaged",
	    "Track %s holds %s, which its name does not say.", track->name,
	    mp4_kind_names[track->init.kind]);
}

/* The number in s00012.m4s, or -1; one that is too high, however high, is the
   first of those. */
static int64_t
segment_number(const char *file)
{
	char again[32];
	int64_t number;

	if (file[0] != 's' || !isdigit((unsigned char)file[1]))
		return -1;
	number = strtoll(file + 1, NULL, 10);
	snprintf(again, sizeof(again), "s%05" PRId64 ".m4s", number);
	if (strcmp(again, file) != 0)
		return -1;
	return number < SIDX_MAX_ENTRIES ? number : SIDX_MAX_ENTRIES;
}

/* One more than the highest number there. */
static enum outcome
count_segments(const char *folder, const char *name, int64_t *out)
{
	AUTO_FREE char *path = mem_printf(NULL, "%s/%s", folder, name);
	struct dirent *entry;
	DIR *listing = opendir(path);

	*out = 0;
	if (listing == NULL && (errno == ENOENT || errno == ENOTDIR))
		return NOT_FOUND;
	if (listing == NULL) {
		log_error("track.failed", TEXT_PAIR("call", "opendir"),
		    TEXT_PAIR("path", path),
		    TEXT_PAIR("error", strerror(errno)));
		return FAILED;
	}
	while ((entry = readdir(listing)) != NULL) {
		int64_t number = segment_number(entry->d_name);

		if (number >= *out)
			*out = number + 1;
	}
	closedir(listing);
	return OK;
}

static enum outcome
read_staged_init(struct reader *reader, const char *folder,
    struct mp4_track *track, struct refusal *refusal)
{
	AUTO_FREE char *path = track_init_path(NULL, folder, track->name);
	enum outcome rc;

	rc = reader_open(reader, path);
	if (rc == NOT_FOUND)
		return refuse(refusal, INVALID, "no_output",
		    "Track %s has no init segment.", track->name);
	if (rc == OK)
		rc = reader_measure(reader, 0, measure_init, track);
	if (rc == MALFORMED)
		return refuse_init(refusal, reader, track->name);
	if (rc != OK)
		return rc;
	if (track->init.size != reader->total)
		return refuse(refusal, INVALID, "init_damaged",
		    "The head of track %s has bytes after its boxes.",
		    track->name);
	return check_kind(track, refusal);
}

static enum outcome
read_staged_segment(struct reader *reader, const char *folder,
    struct mp4_track *track, struct refusal *refusal)
{
	size_t number = track->segment_count;
	AUTO_FREE char *path =
	    track_segment_path(NULL, folder, track->name, number);
	enum outcome rc;

	rc = reader_open(reader, path);
	if (rc == NOT_FOUND)
		return refuse(refusal, INVALID, "segment_missing",
		    "Segment %zu of track %s is missing, though later ones "
		    "are there.",
		    number, track->name);
	if (rc != OK)
		return rc;
	if (reader->total == 0)
		return refuse_segment(
		    refusal, track->name, number, "its file is empty");
	rc = reader_measure(reader, 0, measure_segment, track);
	if (rc == MALFORMED)
		return refuse_segment(
		    refusal, track->name, number, reader->fault.why);
	if (rc != OK)
		return rc;
	if (track->segments[number].size != reader->total)
		return refuse_segment(refusal, track->name, number,
		    "its boxes do not fill the file");
	track->segment_count++;
	return OK;
}

enum outcome
track_read_staged(void *mem, const char *folder, const char *name,
    struct mp4_track *out, struct refusal *refusal)
{
	struct reader reader = { .mem = mem, .fd = -1 };
	enum outcome rc;
	int64_t count;

	*out = (struct mp4_track){ .name = mem_text(mem, name) };
	rc = count_segments(folder, name, &count);
	if (rc == NOT_FOUND || (rc == OK && count == 0))
		return refuse(refusal, INVALID, "no_output",
		    "Nothing was made of track %s.", name);
	if (rc != OK)
		return rc;
	if (count > SIDX_MAX_ENTRIES)
		return refuse(refusal, INVALID, "too_many_segments",
		    "Track %s has more segments than can be published.", name);
	out->segments = mem_array(mem, struct mp4_segment, (size_t)count);
	rc = read_staged_init(&reader, folder, out, refusal);
	while (rc == OK && (int64_t)out->segment_count < count)
		rc = read_staged_segment(&reader, folder, out, refusal);
	reader_close(&reader);
	return rc;
}

/* Segment after segment from `offset` to the end of the file. */
static enum outcome
read_packed_segments(struct reader *reader, int64_t offset,
    struct mp4_track *track, struct refusal *refusal)
{
	enum outcome rc;
	size_t room = 0;

	while (offset < reader->total) {
		size_t number = track->segment_count;

		if (number == room) {
			room = room * 2 + 64;
			track->segments = mem_grow(reader->mem, track->segments,
			    struct mp4_segment, room);
		}
		rc = reader_measure(reader, offset, measure_segment, track);
		if (rc == MALFORMED || number > SIDX_MAX_ENTRIES)
			return refuse_segment(refusal, track->name, number,
			    rc == OK ? "there are too many"
				     : reader->fault.why);
		if (rc != OK)
			return rc;
		track->segments[number].offset = offset;
		offset += track->segments[number].size;
		track->segment_count++;
	}
	if (track->segment_count > 0)
		return OK;
	return refuse(refusal, INVALID, "no_output",
	    "Track %s has no segments.", track->name);
}

static enum outcome
read_packed(struct reader *reader, struct mp4_track *track, struct sidx *index,
    struct refusal *refusal)
{
	enum outcome rc;

	rc = reader_measure(reader, 0, measure_init, track);
	if (rc == MALFORMED)
		return refuse_init(refusal, reader, track->name);
	if (rc == OK)
		rc = check_kind(track, refusal);
	if (rc != OK)
		return rc;
	rc = reader_measure(reader, track->init.size, measure_index, index);
	if (rc == MALFORMED)
		return refuse(refusal, INVALID, "index_damaged",
		    "The index of track %s is damaged: %s.", track->name,
		    reader->fault.why);
	if (rc != OK)
		return rc;
	track->index_size = index->size;
	return read_packed_segments(
	    reader, track->init.size + index->size, track, refusal);
}

enum outcome
track_read_packed(void *mem, const char *folder, const char *name,
    struct mp4_track *out, struct sidx *index, struct refusal *refusal)
{
	AUTO_FREE char *path = mem_printf(NULL, "%s/%s.mp4", folder, name);
	struct reader reader = { .mem = mem, .fd = -1 };
	enum outcome rc;

	*out = (struct mp4_track){ .name = mem_text(mem, name) };
	rc = reader_open(&reader, path);
	if (rc == NOT_FOUND)
		return refuse(refusal, INVALID, "no_output",
		    "The file of track %s is missing.", name);
	if (rc == OK)
		rc = read_packed(&reader, out, index, refusal);
	reader_close(&reader);
	return rc;
}
