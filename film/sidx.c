/* sidx, written and read. */
#include "config.h"

#include "film/sidx.h"

#include "base/mem.h"
#include "film/box.h"

#define SIDX BOX_TYPE('s', 'i', 'd', 'x')
#define HEAD_BYTES 40
#define ENTRY_BYTES 12
#define SAP_TYPE_1 UINT32_C(0x90000000)

int64_t
sidx_size(size_t entry_count)
{
	return HEAD_BYTES + ENTRY_BYTES * (int64_t)entry_count;
}

static uint8_t *
put(uint8_t *at, uint64_t value, unsigned int bytes)
{
	while (bytes-- > 0)
		*at++ = (uint8_t)(value >> 8 * bytes);
	return at;
}

enum outcome
sidx_print(void *mem, const struct mp4_track *track, uint8_t **out)
{
	int64_t size = sidx_size(track->segment_count);
	uint8_t *at;

	if (track->segment_count > SIDX_MAX_ENTRIES)
		return TOO_LARGE;
	*out = at = mem_array(mem, uint8_t, (size_t)size);
	at = put(at, (uint64_t)size, 4);
	at = put(at, SIDX, 4);
	at = put(at, UINT32_C(1) << 24, 4);
	at = put(at, track->init.track_id, 4);
	at = put(at, track->init.timescale, 4);
	at = put(at, 0, 8);
	at = put(at, 0, 8);
	at = put(at, track->segment_count, 4);
	for (size_t i = 0; i < track->segment_count; i++) {
		const struct mp4_segment *segment = &track->segments[i];

		if (segment->size > INT32_MAX || segment->duration > UINT32_MAX)
			return TOO_LARGE;
		at = put(at, (uint64_t)segment->size, 4);
		at = put(at, (uint64_t)segment->duration, 4);
		at = put(at, SAP_TYPE_1, 4);
	}
	return OK;
}

static void
read_entries(void *mem, struct cursor *body, struct sidx *out)
{
	out->entries = mem_array(mem, struct sidx_entry, out->entry_count);
	for (size_t i = 0; i < out->entry_count; i++) {
		struct sidx_entry *entry = &out->entries[i];

		entry->size = (int64_t)cursor_take(body, 4);
		entry->duration = (int64_t)cursor_take(body, 4);
		entry->starts_with_sync = cursor_take(body, 4) == SAP_TYPE_1;
	}
}

enum outcome
sidx_read(void *mem, const struct mp4_input *in, struct sidx *out,
    struct mp4_fault *fault)
{
	struct cursor at = cursor_over(in->bytes, in->length), body = at;
	struct box box = { 0 };
	enum outcome rc;

	*out = (struct sidx){ 0 };
	*fault = (struct mp4_fault){
		.code = "index_damaged",
		.why = "it is not an index of version 1",
	};
	rc = box_top(&at, in->total, &box, &body, &fault->wanted);
	if (rc != OK)
		return rc;
	if (box.type != SIDX || cursor_take(&body, 4) != UINT32_C(1) << 24)
		return MALFORMED;
	out->size = (int64_t)box.size;
	out->track_id = (uint32_t)cursor_take(&body, 4);
	out->timescale = (uint32_t)cursor_take(&body, 4);
	out->start = (int64_t)cursor_take(&body, 8);
	out->first_offset = (int64_t)cursor_take(&body, 8);
	out->entry_count = (size_t)cursor_take(&body, 4);
	/* The upper half is reserved and zero, so the count is small. */
	fault->why = "its entries do not fill it";
	if (body.overrun || out->entry_count > SIDX_MAX_ENTRIES ||
	    cursor_left(&body) != ENTRY_BYTES * out->entry_count)
		return MALFORMED;
	read_entries(mem, &body, out);
	return OK;
}
