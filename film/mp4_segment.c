/*
 * A media segment: its boxes in their one order, one track fragment, and
 * samples that fill the mdat to the last byte.
 */
#include "config.h"

#include "film/mp4.h"

#include "film/box.h"

enum {
	MDAT = BOX_TYPE('m', 'd', 'a', 't'),
	MFHD = BOX_TYPE('m', 'f', 'h', 'd'),
	MOOF = BOX_TYPE('m', 'o', 'o', 'f'),
	SIDX = BOX_TYPE('s', 'i', 'd', 'x'),
	STYP = BOX_TYPE('s', 't', 'y', 'p'),
	TFDT = BOX_TYPE('t', 'f', 'd', 't'),
	TFHD = BOX_TYPE('t', 'f', 'h', 'd'),
	TRAF = BOX_TYPE('t', 'r', 'a', 'f'),
	TRUN = BOX_TYPE('t', 'r', 'u', 'n'),
};

/* ISO/IEC 14496-12 sections 8.8.3.1, 8.8.7 and 8.8.8. */
#define SAMPLE_IS_NOT_SYNC 0x00010000
#define TFHD_DESCRIPTION 0x000002
#define TFHD_DURATION 0x000008
#define TFHD_SIZE 0x000010
#define TFHD_FLAGS 0x000020
#define TFHD_BASE_IS_MOOF 0x020000
#define TFHD_KNOWN                                                             \
	(TFHD_DESCRIPTION | TFHD_DURATION | TFHD_SIZE | TFHD_FLAGS |           \
	    TFHD_BASE_IS_MOOF)
#define TRUN_OFFSET 0x000001
#define TRUN_FIRST_FLAGS 0x000004
#define TRUN_DURATION 0x000100
#define TRUN_SIZE 0x000200
#define TRUN_FLAGS 0x000400
#define TRUN_COMPOSITION 0x000800

/* Far above any honest segment, far below what would keep us busy. */
#define MAX_SAMPLES 1000000
#define MAX_TIME ((uint64_t)INT64_MAX / 4)

struct segment_reader {
	const struct mp4_init *init;
	struct mp4_segment *out;
	struct mp4_fault *fault;
	uint32_t duration, size, flags; /* of a sample that does not say */
	bool has_header, has_time;
	int64_t
	    data_at; /* of the next sample from moof's start; -1: none yet */
	int64_t data_first;
};

static bool
damaged(struct mp4_fault *fault, const char *why)
{
	fault->code = "segment_damaged";
	fault->why = why;
	return false;
}

static bool
read_tfhd(struct cursor *body, struct segment_reader *reader)
{
	uint32_t flags = (uint32_t)cursor_take(body, 4) & 0xffffff;

	if (reader->has_header)
		return damaged(reader->fault, "it says something twice");
	reader->has_header = true;
	reader->duration = reader->init->sample_duration;
	reader->size = reader->init->sample_size;
	reader->flags = reader->init->sample_flags;
	if ((flags & ~(uint32_t)TFHD_KNOWN) != 0 ||
	    (flags & TFHD_BASE_IS_MOOF) == 0)
		return damaged(reader->fault,
		    "its samples are addressed in a foreign way");
	if (cursor_take(body, 4) != reader->init->track_id)
		return damaged(reader->fault, "it belongs to another track");
	if ((flags & TFHD_DESCRIPTION) != 0)
		cursor_skip(body, 4);
	if ((flags & TFHD_DURATION) != 0)
		reader->duration = (uint32_t)cursor_take(body, 4);
	if ((flags & TFHD_SIZE) != 0)
		reader->size = (uint32_t)cursor_take(body, 4);
	if ((flags & TFHD_FLAGS) != 0)
		reader->flags = (uint32_t)cursor_take(body, 4);
	return true;
}

static bool
read_tfdt(struct cursor *body, struct segment_reader *reader)
{
	unsigned int version = (unsigned int)cursor_take(body, 1);
	uint64_t time;

	if (reader->has_time)
		return damaged(reader->fault, "it says something twice");
	cursor_skip(body, 3);
	time = cursor_take(body, version == 1 ? 8 : 4);
	reader->has_time = true;
	reader->out->decode_time = (int64_t)time;
	return time <= MAX_TIME ||
	       damaged(reader->fault, "its start lies beyond all time");
}

/* Where the run's data lie; a further run must follow the one before. */
static bool
place_run(struct segment_reader *reader, uint32_t flags, int64_t data_offset)
{
	if (reader->data_at < 0) {
		reader->data_at = reader->data_first = data_offset;
		return (flags & TRUN_OFFSET) != 0 ||
		       damaged(
			   reader->fault, "it does not say where its data are");
	}
	return (flags & TRUN_OFFSET) == 0 || data_offset == reader->data_at ||
	       damaged(reader->fault, "its data have a hole");
}

static void
read_samples(struct cursor *body, struct segment_reader *reader,
    uint32_t run_flags, uint32_t count, uint32_t first_flags)
{
	struct mp4_segment *out = reader->out;

	for (uint32_t i = 0; i < count && !body->overrun; i++) {
		uint32_t duration = reader->duration, size = reader->size;
		uint32_t flags = i == 0 ? first_flags : reader->flags;

		if ((run_flags & TRUN_DURATION) != 0)
			duration = (uint32_t)cursor_take(body, 4);
		if ((run_flags & TRUN_SIZE) != 0)
			size = (uint32_t)cursor_take(body, 4);
		if ((run_flags & TRUN_FLAGS) != 0)
			flags = (uint32_t)cursor_take(body, 4);
		if ((run_flags & TRUN_COMPOSITION) != 0)
			cursor_skip(body, 4);
		if (out->samples == 0) {
			out->starts_with_sync =
			    (flags & SAMPLE_IS_NOT_SYNC) == 0;
			out->key_size = size;
		}
		out->samples++;
		out->duration += duration;
		reader->data_at += size;
	}
}

static bool
read_trun(struct cursor *body, struct segment_reader *reader)
{
	uint32_t flags = (uint32_t)cursor_take(body, 4) & 0xffffff;
	uint32_t count = (uint32_t)cursor_take(body, 4);
	uint32_t first_flags = reader->flags;
	int64_t data_offset = 0;

	if (!reader->has_header)
		return damaged(reader->fault, "its samples have no header");
	if (count > MAX_SAMPLES - reader->out->samples)
		return damaged(reader->fault, "it claims too many samples");
	if ((flags & TRUN_OFFSET) != 0)
		data_offset = (int32_t)cursor_take(body, 4);
	if ((flags & TRUN_FIRST_FLAGS) != 0)
		first_flags = (uint32_t)cursor_take(body, 4);
	if (!place_run(reader, flags, data_offset))
		return false;
	read_samples(body, reader, flags, count, first_flags);
	return true;
}

static const struct {
	uint32_t type;
	bool (*read)(struct cursor *body, struct segment_reader *reader);
} traf_boxes[] = {
	{ TFHD, read_tfhd },
	{ TFDT, read_tfdt },
	{ TRUN, read_trun },
};

static bool
read_traf(struct cursor *body, struct segment_reader *reader)
{
	struct cursor child;
	struct box box;
	size_t i;

	while (cursor_left(body) > 0) {
		if (!box_next(body, &box, &child))
			return damaged(
			    reader->fault, "its boxes do not fit together");
		for (i = 0; i < ARRAY_SIZE(traf_boxes); i++)
			if (traf_boxes[i].type == box.type)
				break;
		if (i == ARRAY_SIZE(traf_boxes))
			return damaged(reader->fault, "it holds a foreign box");
		if (!traf_boxes[i].read(&child, reader))
			return false;
		if (child.overrun)
			return damaged(
			    reader->fault, "one of its boxes is too short");
	}
	return true;
}

static bool
read_moof(struct cursor *body, struct segment_reader *reader)
{
	bool has_fragment = false;
	struct cursor child;
	struct box box;

	while (cursor_left(body) > 0) {
		if (!box_next(body, &box, &child))
			return damaged(
			    reader->fault, "its boxes do not fit together");
		if (box.type == MFHD)
			continue;
		if (box.type != TRAF || has_fragment)
			return damaged(reader->fault, "it holds a foreign box");
		has_fragment = true;
		if (!read_traf(&child, reader))
			return false;
	}
	if (!reader->has_time)
		return damaged(reader->fault, "it does not say when it starts");
	if (reader->out->samples == 0 || reader->out->duration == 0)
		return damaged(reader->fault, "it is empty");
	if (reader->out->duration > UINT32_MAX)
		return damaged(reader->fault, "it claims to last too long");
	return true;
}

/* styp and sidx, each at most once and in this order, then moof. */
static enum outcome
find_moof(struct cursor *at, const struct mp4_input *in, struct cursor *body,
    int64_t *start, struct mp4_fault *fault)
{
	static const uint32_t order[] = { STYP, SIDX, MOOF };
	struct box box = { 0 };
	enum outcome rc;
	size_t i = 0;

	while (box.type != MOOF) {
		*start = (int64_t)at->at;
		rc = box_top(at, in->total, &box, body, &fault->wanted);
		if (rc != OK)
			return rc;
		while (i < ARRAY_SIZE(order) && order[i] != box.type)
			i++;
		if (i++ == ARRAY_SIZE(order)) {
			damaged(fault, "it holds a foreign box");
			return MALFORMED;
		}
	}
	return OK;
}

enum outcome
mp4_segment_read(const struct mp4_input *in, const struct mp4_init *init,
    struct mp4_segment *out, struct mp4_fault *fault)
{
	struct segment_reader reader = {
		.init = init, .out = out, .fault = fault, .data_at = -1
	};
	struct cursor at = cursor_over(in->bytes, in->length), body = at;
	struct box box = { 0 };
	int64_t moof = 0, mdat, data;
	enum outcome rc;

	*out = (struct mp4_segment){ 0 };
	*fault = (struct mp4_fault){ 0 };
	damaged(fault, "its boxes do not fill the file");
	rc = find_moof(&at, in, &body, &moof, fault);
	if (rc != OK)
		return rc;
	mdat = (int64_t)at.at;
	rc = box_top(&at, in->total, &box, NULL, &fault->wanted);
	if (rc != OK)
		return rc;
	if (!read_moof(&body, &reader))
		return MALFORMED;
	data = mdat + box.header;
	out->size = mdat + (int64_t)box.size;
	out->key_size += data;
	if (box.type == MDAT && moof + reader.data_first == data &&
	    moof + reader.data_at == out->size)
		return OK;
	damaged(fault, "its samples do not fill its data");
	return MALFORMED;
}
