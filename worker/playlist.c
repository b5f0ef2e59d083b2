/* Writing media playlists, and measuring tracks for their rates. */
#include "config.h"

#include "worker/playlist.h"

#include <inttypes.h>

#include "base/mem.h"

static int64_t
target_s(int64_t longest_us)
{
	return longest_us < 1500000 ? 1 : (longest_us + 500000) / 1000000;
}

int64_t
playlist_target_s(const struct mp4_track *track)
{
	int64_t longest_us = 0, is_us;

	for (size_t i = 0; i < track->segment_count; i++) {
		is_us = track_time_us(track, track->segments[i].duration);
		if (is_us > longest_us)
			longest_us = is_us;
	}
	return target_s(longest_us);
}

/* Bytes in so much time as bits per second, rounded up. */
static int64_t
rate(int64_t size, int64_t duration, uint32_t timescale)
{
	__int128 bits = (__int128)size * 8 * timescale;

	return duration == 0 ? 0 : (int64_t)((bits + duration - 1) / duration);
}

/* The highest rate of the runs that start with one segment. */
static int64_t
peak_from(const struct mp4_track *track, size_t first, int64_t target)
{
	int64_t size = 0, duration = 0, peak = 0, is;

	for (size_t i = first; i < track->segment_count; i++) {
		size += track->segments[i].size;
		duration += track->segments[i].duration;
		if (2 * duration > 3 * target)
			break;
		is = rate(size, duration, track->init.timescale);
		if (2 * duration >= target && is > peak)
			peak = is;
	}
	return peak;
}

struct playlist_rate
playlist_rate(const struct mp4_track *track)
{
	int64_t target = playlist_target_s(track) * track->init.timescale;
	struct playlist_rate out = {
		.average = rate(track_bytes(track), track_duration(track),
		    track->init.timescale),
	};

	for (size_t i = 0; i < track->segment_count; i++) {
		int64_t peak = peak_from(track, i, target);

		if (peak > out.peak)
			out.peak = peak;
	}
	if (out.peak == 0)
		out.peak = out.average;
	return out;
}

static char *
print(void *mem, const struct mp4_track *track, const char *kind)
{
	char *text = mem_printf(mem,
	    "#EXTM3U\n"
	    "#EXT-X-VERSION:7\n"
	    "#EXT-X-TARGETDURATION:%" PRId64 "\n"
	    "#EXT-X-MEDIA-SEQUENCE:0\n"
	    "#EXT-X-PLAYLIST-TYPE:VOD\n"
	    "%s\n"
	    "#EXT-X-MAP:URI=\"%s.mp4\",BYTERANGE=\"%" PRId64 "@0\"\n",
	    playlist_target_s(track), kind, track->name, track->init.size);

	for (size_t i = 0; i < track->segment_count; i++) {
		const struct mp4_segment *segment = &track->segments[i];
		int64_t is_us = track_time_us(track, segment->duration);

		mem_append(mem, &text,
		    "#EXTINF:%" PRId64 ".%06" PRId64 ",\n"
		    "#EXT-X-BYTERANGE:%" PRId64 "@%" PRId64 "\n"
		    "%s.mp4\n",
		    is_us / 1000000, is_us % 1000000, segment->size,
		    segment->offset, track->name);
	}
	mem_append(mem, &text, "#EXT-X-ENDLIST\n");
	return text;
}

char *
playlist_media(void *mem, const struct mp4_track *track)
{
	return print(mem, track, "#EXT-X-INDEPENDENT-SEGMENTS");
}

/* The track with no more of each segment than its first picture. */
static struct mp4_track
key_frames(void *mem, const struct mp4_track *track)
{
	struct mp4_track out = *track;

	out.segments = mem_array(mem, struct mp4_segment, out.segment_count);
	for (size_t i = 0; i < out.segment_count; i++) {
		out.segments[i] = track->segments[i];
		out.segments[i].size = track->segments[i].key_size;
	}
	return out;
}

char *
playlist_iframes(void *mem, const struct mp4_track *track)
{
	AUTO_FREE void *scratch = mem_context(NULL);
	struct mp4_track keys = key_frames(scratch, track);

	return print(mem, &keys, "#EXT-X-I-FRAMES-ONLY");
}

struct playlist_rate
playlist_iframes_rate(const struct mp4_track *track)
{
	AUTO_FREE void *scratch = mem_context(NULL);
	struct mp4_track keys = key_frames(scratch, track);

	return playlist_rate(&keys);
}

char *
playlist_iframes_name(void *mem, const struct mp4_track *track)
{
	return mem_printf(mem, "%s-iframes.m3u8", track->name);
}

char *
playlist_subtitle(void *mem, const char *name, int64_t duration_us)
{
	return mem_printf(mem,
	    "#EXTM3U\n"
	    "#EXT-X-VERSION:7\n"
	    "#EXT-X-TARGETDURATION:%" PRId64 "\n"
	    "#EXT-X-MEDIA-SEQUENCE:0\n"
	    "#EXT-X-PLAYLIST-TYPE:VOD\n"
	    "#EXTINF:%" PRId64 ".%06" PRId64 ",\n"
	    "%s.vtt\n"
	    "#EXT-X-ENDLIST\n",
	    target_s(duration_us), duration_us / 1000000, duration_us % 1000000,
	    name);
}
