/* What is known of a track once it is measured. */
#include "config.h"

#include "film/track.h"

#include <string.h>

#include "base/mem.h"

#define MERGE_BELOW_US 500000

bool
track_kind(const char *name, enum mp4_kind *out)
{
	size_t digits = name[0] == '\0' ? 0 : strspn(name + 1, "0123456789");

	*out = name[0] == 'v' ? MP4_VIDEO : MP4_AUDIO;
	return (name[0] == 'v' || name[0] == 'a') && digits > 0 &&
	       digits <= 3 && name[1 + digits] == '\0';
}

char *
track_init_path(void *mem, const char *folder, const char *name)
{
	return mem_printf(mem, "%s/%s/init.mp4", folder, name);
}

char *
track_segment_path(
    void *mem, const char *folder, const char *name, size_t number)
{
	return mem_printf(mem, "%s/%s/s%05zu.m4s", folder, name, number);
}

void
track_merge_tail(struct mp4_track *track)
{
	struct mp4_segment *last, *before;

	if (track->segment_count < 2)
		return;
	last = &track->segments[track->segment_count - 1];
	before = last - 1;
	if (track_time_us(track, last->duration) >= MERGE_BELOW_US)
		return;
	before->size += last->size;
	before->duration += last->duration;
	before->samples += last->samples;
	track->segment_count--;
}

int64_t
track_duration(const struct mp4_track *track)
{
	int64_t sum = 0;

	for (size_t i = 0; i < track->segment_count; i++)
		sum += track->segments[i].duration;
	return sum;
}

int64_t
track_samples(const struct mp4_track *track)
{
	int64_t sum = 0;

	for (size_t i = 0; i < track->segment_count; i++)
		sum += track->segments[i].samples;
	return sum;
}

int64_t
track_bytes(const struct mp4_track *track)
{
	int64_t sum = 0;

	for (size_t i = 0; i < track->segment_count; i++)
		sum += track->segments[i].size;
	return sum;
}

int64_t
track_time_us(const struct mp4_track *track, int64_t time)
{
	uint32_t scale = track->init.timescale;

	return (int64_t)(((__int128)time * 1000000 + scale / 2) / scale);
}

const struct mp4_track *
track_first_video(const struct track_list *tracks)
{
	for (size_t i = 0; i < tracks->count; i++)
		if (tracks->items[i].init.kind == MP4_VIDEO)
			return &tracks->items[i];
	return NULL;
}
