/*
 * The init segment: one table says which boxes matter, below which parent,
 * and who reads them; all others are passed over.  A box is only looked for
 * below its own parent, so nesting is as deep as the table and no deeper.
 */
#include "config.h"

#include "film/mp4.h"

#include <stdio.h>
#include <string.h>

#include "film/box.h"

enum {
	AVC1 = BOX_TYPE('a', 'v', 'c', '1'),
	AVCC = BOX_TYPE('a', 'v', 'c', 'C'),
	EDTS = BOX_TYPE('e', 'd', 't', 's'),
	ELST = BOX_TYPE('e', 'l', 's', 't'),
	ESDS = BOX_TYPE('e', 's', 'd', 's'),
	FTYP = BOX_TYPE('f', 't', 'y', 'p'),
	HDLR = BOX_TYPE('h', 'd', 'l', 'r'),
	MDHD = BOX_TYPE('m', 'd', 'h', 'd'),
	MDIA = BOX_TYPE('m', 'd', 'i', 'a'),
	MINF = BOX_TYPE('m', 'i', 'n', 'f'),
	MOOV = BOX_TYPE('m', 'o', 'o', 'v'),
	MP4A = BOX_TYPE('m', 'p', '4', 'a'),
	MVEX = BOX_TYPE('m', 'v', 'e', 'x'),
	SOUN = BOX_TYPE('s', 'o', 'u', 'n'),
	STBL = BOX_TYPE('s', 't', 'b', 'l'),
	STSD = BOX_TYPE('s', 't', 's', 'd'),
	TKHD = BOX_TYPE('t', 'k', 'h', 'd'),
	TRAK = BOX_TYPE('t', 'r', 'a', 'k'),
	TREX = BOX_TYPE('t', 'r', 'e', 'x'),
	VIDE = BOX_TYPE('v', 'i', 'd', 'e'),
};

/* ISO/IEC 14496-1 section 7.2.6: descriptors inside esds. */
enum { ES_DESCRIPTOR = 3, DECODER_CONFIG = 4, DECODER_SPECIFIC = 5 };
#define OBJECT_AAC 0x40 /* ISO/IEC 14496-3 audio, MP4RA's registry */

struct init_reader {
	struct mp4_init *out;
	struct mp4_fault *fault;
	uint32_t handler;
	uint32_t trex_id;
	uint32_t seen; /* a bit per row of init_boxes */
};

struct init_box {
	uint32_t parent, type;
	size_t before_children; /* bytes of the body, if it has children */
	bool has_children, is_needed;
	bool (*read)(struct cursor *body, struct init_reader *reader);
};

const char *const mp4_kind_names[MP4_KIND_COUNT + 1] = {
	[MP4_VIDEO] = "video",
	[MP4_AUDIO] = "audio",
};

/* channelConfiguration of ISO/IEC 14496-3 table 1.19; 0: it does not say. */
static const int aac_channels[16] = { 0, 1, 2, 3, 4, 5, 6, 8, 0, 0, 0, 7, 8, 0,
	8, 0 };
/* samplingFrequencyIndex, table 1.18; 15: written out instead. */
static const int aac_rates[16] = { 96000, 88200, 64000, 48000, 44100, 32000,
	24000, 22050, 16000, 12000, 11025, 8000, 7350 };

static bool
bad(struct mp4_fault *fault, const char *code, const char *why)
{
	fault->code = code;
	fault->why = why;
	return false;
}

static bool
damaged(struct mp4_fault *fault, const char *why)
{
	return bad(fault, "init_damaged", why);
}

/* The version of a full box (section 4.2); its flags are passed over. */
static unsigned int
take_version(struct cursor *body)
{
	unsigned int version = (unsigned int)cursor_take(body, 1);

	cursor_skip(body, 3);
	return version;
}

static bool
read_tkhd(struct cursor *body, struct init_reader *reader)
{
	cursor_skip(body, take_version(body) == 1 ? 16 : 8);
	reader->out->track_id = (uint32_t)cursor_take(body, 4);
	return true;
}

static bool
read_mdhd(struct cursor *body, struct init_reader *reader)
{
	cursor_skip(body, take_version(body) == 1 ? 16 : 8);
	reader->out->timescale = (uint32_t)cursor_take(body, 4);
	return true;
}

static bool
read_hdlr(struct cursor *body, struct init_reader *reader)
{
	cursor_skip(body, 8);
	reader->handler = (uint32_t)cursor_take(body, 4);
	return true;
}

/* Section 8.6.6: a media time of -1 is an empty edit. */
static bool
read_elst(struct cursor *body, struct init_reader *reader)
{
	unsigned int width = take_version(body) == 1 ? 8 : 4;
	uint64_t empty = width == 8 ? UINT64_MAX : UINT32_MAX;
	uint64_t count = cursor_take(body, 4);

	for (uint64_t i = 0; i < count && !body->overrun; i++) {
		cursor_skip(body, width);
		if (cursor_take(body, width) == empty)
			return bad(reader->fault, "empty_edit",
			    "it starts with an empty edit, so picture and "
			    "sound would not run together");
		cursor_skip(body, 4);
	}
	return count == 1 || damaged(reader->fault, "it has several edits");
}

static bool
read_stsd(struct cursor *body, struct init_reader *reader)
{
	take_version(body);
	return cursor_take(body, 4) == 1 ||
	       damaged(reader->fault, "it describes several codecs");
}

static bool
read_avc1(struct cursor *body, struct init_reader *reader)
{
	reader->out->kind = MP4_VIDEO;
	cursor_skip(body, 24);
	reader->out->width = (int)cursor_take(body, 2);
	reader->out->height = (int)cursor_take(body, 2);
	return true;
}

/* ISO/IEC 14496-15 section 5.3.3: version, profile, compatibility, level. */
static bool
read_avcc(struct cursor *body, struct init_reader *reader)
{
	cursor_skip(body, 1);
	snprintf(reader->out->codecs, sizeof(reader->out->codecs), "avc1.%06x",
	    (unsigned int)cursor_take(body, 3));
	return true;
}

static bool
read_mp4a(struct cursor *body, struct init_reader *reader)
{
	reader->out->kind = MP4_AUDIO;
	cursor_skip(body, 16);
	reader->out->channels = (int)cursor_take(body, 2);
	cursor_skip(body, 6);
	reader->out->sample_rate = (int)cursor_take(body, 2);
	return true;
}

/* The body of the descriptor at the cursor, if it has that tag. */
static struct cursor
descriptor(struct cursor *at, unsigned int tag)
{
	struct cursor none = { .overrun = true };
	uint64_t length = 0, byte;
	int bytes = 0;

	if (cursor_take(at, 1) != tag)
		return none;
	do {
		byte = cursor_take(at, 1);
		length = length << 7 | (byte & 0x7f);
	} while ((byte & 0x80) != 0 && ++bytes < 4);
	return cursor_part(at, length);
}

/* AudioSpecificConfig (ISO/IEC 14496-3 section 1.6.2.1): the sample entry's
   own channel count is 2 whatever the sound is. */
static void
read_aac(struct cursor *config, struct mp4_init *out)
{
	size_t length = cursor_left(config) < 8 ? cursor_left(config) : 8;
	uint64_t bits = cursor_take(config, (unsigned int)length)
			<< 8 * (8 - length) % 64;
	unsigned int object = (unsigned int)(bits >> 59), rate;
	int channels;

	bits <<= 5;
	if (object == 31) {
		object = 32 + (unsigned int)(bits >> 58);
		bits <<= 6;
	}
	rate = (unsigned int)(bits >> 60);
	bits <<= 4;
	if (rate == 15) {
		out->sample_rate = (int)(bits >> 40);
		bits <<= 24;
	} else if (aac_rates[rate] != 0) {
		out->sample_rate = aac_rates[rate];
	}
	channels = aac_channels[bits >> 60];
	if (channels != 0)
		out->channels = channels;
	snprintf(out->codecs, sizeof(out->codecs), "mp4a.40.%u", object);
}

static bool
read_esds(struct cursor *body, struct init_reader *reader)
{
	struct cursor stream, decoder, config;
	unsigned int flags, object;

	take_version(body);
	stream = descriptor(body, ES_DESCRIPTOR);
	cursor_skip(&stream, 2);
	flags = (unsigned int)cursor_take(&stream, 1);
	cursor_skip(&stream, (flags & 0x80) != 0 ? 2 : 0);
	if ((flags & 0x40) != 0)
		cursor_skip(&stream, (size_t)cursor_take(&stream, 1));
	cursor_skip(&stream, (flags & 0x20) != 0 ? 2 : 0);
	decoder = descriptor(&stream, DECODER_CONFIG);
	object = (unsigned int)cursor_take(&decoder, 1);
	cursor_skip(&decoder, 12);
	config = descriptor(&decoder, DECODER_SPECIFIC);
	if (object != OBJECT_AAC || cursor_left(&config) < 2)
		return bad(reader->fault, "codec_not_supported",
		    "its sound is not AAC");
	read_aac(&config, reader->out);
	return true;
}

static bool
read_trex(struct cursor *body, struct init_reader *reader)
{
	take_version(body);
	reader->trex_id = (uint32_t)cursor_take(body, 4);
	cursor_skip(body, 4);
	reader->out->sample_duration = (uint32_t)cursor_take(body, 4);
	reader->out->sample_size = (uint32_t)cursor_take(body, 4);
	reader->out->sample_flags = (uint32_t)cursor_take(body, 4);
	return true;
}

static const struct init_box init_boxes[] = {
	{ MOOV, TRAK, .has_children = true, .is_needed = true },
	{ TRAK, TKHD, .is_needed = true, .read = read_tkhd },
	{ TRAK, EDTS, .has_children = true },
	{ EDTS, ELST, .read = read_elst },
	{ TRAK, MDIA, .has_children = true },
	{ MDIA, MDHD, .is_needed = true, .read = read_mdhd },
	{ MDIA, HDLR, .is_needed = true, .read = read_hdlr },
	{ MDIA, MINF, .has_children = true },
	{ MINF, STBL, .has_children = true },
	{ STBL, STSD, 8, true, true, read_stsd },
	{ STSD, AVC1, 78, true, .read = read_avc1 },
	{ AVC1, AVCC, .read = read_avcc },
	{ STSD, MP4A, 28, true, .read = read_mp4a },
	{ MP4A, ESDS, .read = read_esds },
	{ MOOV, MVEX, .has_children = true },
	{ MVEX, TREX, .is_needed = true, .read = read_trex },
};

static const struct init_box *
init_box_find(uint32_t parent, uint32_t type)
{
	for (size_t i = 0; i < ARRAY_SIZE(init_boxes); i++)
		if (init_boxes[i].parent == parent &&
		    init_boxes[i].type == type)
			return &init_boxes[i];
	return NULL;
}

static bool read_children(
    uint32_t parent, struct cursor *body, struct init_reader *reader);

static bool
read_box(
    const struct init_box *row, struct cursor *body, struct init_reader *reader)
{
	uint32_t bit = UINT32_C(1) << (row - init_boxes);
	struct cursor own = *body;

	if ((reader->seen & bit) != 0)
		return damaged(reader->fault, "it says something twice");
	reader->seen |= bit;
	if (row->read != NULL && !row->read(&own, reader))
		return false;
	cursor_skip(body, row->before_children);
	if (own.overrun || body->overrun)
		return damaged(reader->fault, "one of its boxes is too short");
	return !row->has_children || read_children(row->type, body, reader);
}

static bool
read_children(uint32_t parent, struct cursor *body, struct init_reader *reader)
{
	const struct init_box *row;
	struct cursor child;
	struct box box;

	while (cursor_left(body) > 0) {
		if (!box_next(body, &box, &child))
			return damaged(reader->fault,
			    "its boxes do not fit into one another");
		row = init_box_find(parent, box.type);
		if (row != NULL && !read_box(row, &child, reader))
			return false;
	}
	return true;
}

/* What no single box can tell. */
static bool
check_init(const struct init_reader *reader)
{
	const struct mp4_init *init = reader->out;

	for (size_t i = 0; i < ARRAY_SIZE(init_boxes); i++)
		if (init_boxes[i].is_needed &&
		    (reader->seen & UINT32_C(1) << i) == 0)
			return damaged(
			    reader->fault, "one of its boxes is missing");
	if (init->codecs[0] == '\0')
		return bad(reader->fault, "codec_not_supported",
		    "it is neither H.264 nor AAC");
	if (init->timescale == 0)
		return damaged(reader->fault, "its clock stands still");
	if (reader->trex_id != init->track_id)
		return damaged(reader->fault, "its track has two numbers");
	if (reader->handler != (init->kind == MP4_VIDEO ? VIDE : SOUN))
		return damaged(
		    reader->fault, "its kind and its codec disagree");
	if (init->kind == MP4_VIDEO && (init->width == 0 || init->height == 0))
		return damaged(reader->fault, "its picture has no size");
	return true;
}

enum outcome
mp4_init_read(
    const struct mp4_input *in, struct mp4_init *out, struct mp4_fault *fault)
{
	static const uint32_t order[] = { FTYP, MOOV };
	struct init_reader reader = { .out = out, .fault = fault };
	struct cursor at = cursor_over(in->bytes, in->length), body = at;
	struct box box = { 0 };
	enum outcome rc;

	*out = (struct mp4_init){ 0 };
	*fault = (struct mp4_fault){ 0 };
	damaged(fault, "it does not begin with ftyp and moov");
	for (size_t i = 0; i < ARRAY_SIZE(order); i++) {
		rc = box_top(&at, in->total, &box, &body, &fault->wanted);
		if (rc != OK)
			return rc;
		if (box.type != order[i])
			return MALFORMED;
	}
	out->size = (int64_t)at.at;
	if (!read_children(MOOV, &body, &reader) || !check_init(&reader))
		return MALFORMED;
	return OK;
}
