/* Any bytes as an init segment, as a media segment of a track like ours, and
   as an index. */
#include "config.h"

#include "tests/fuzz/fuzz.h"

#include "base/mem.h"
#include "film/mp4.h"
#include "film/sidx.h"

static void
try_segment(const struct mp4_input *in, const struct mp4_init *init)
{
	struct mp4_segment segment;
	struct mp4_fault fault;
	enum outcome rc = mp4_segment_read(in, init, &segment, &fault);

	if (rc == TOO_LARGE)
		hold(fault.wanted > (int64_t)in->length &&
		     fault.wanted <= in->total);
	if (rc != OK)
		return;
	hold(segment.size > 0 && segment.size <= in->total);
	hold(segment.samples > 0 && segment.duration > 0);
	hold(segment.decode_time >= 0);
}

static void
try_init(const struct mp4_input *in)
{
	struct mp4_fault fault;
	struct mp4_init init;
	enum outcome rc = mp4_init_read(in, &init, &fault);

	if (rc == TOO_LARGE)
		hold(fault.wanted > (int64_t)in->length &&
		     fault.wanted <= in->total);
	if (rc != OK)
		return;
	hold(init.size > 0 && init.size <= in->total);
	hold(init.timescale > 0 && init.codecs[0] != '\0');
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static const struct mp4_init init = { .track_id = 1, .timescale = 1 };
	AUTO_FREE void *mem = mem_context(NULL);
	struct mp4_input whole = { bytes, length, (int64_t)length };
	struct mp4_input head = { bytes, length, (int64_t)length * 2 + 100 };
	struct mp4_fault fault;
	struct sidx index;

	try_init(&whole);
	try_init(&head);
	try_segment(&whole, &init);
	try_segment(&head, &init);
	if (sidx_read(mem, &whole, &index, &fault) == OK)
		hold(index.size == sidx_size(index.entry_count));
	return 0;
}
