/* Argument vectors for pictures of our own packages. */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "film/decoders.h"
#include "worker/ffmpeg.h"

/* What has not come after so long in the film does not come. */
#define SEARCH_S "900"
/* Of so many frames the one that is most like them all. */
#define CANDIDATES "12"

/* By way of RGB: it knows the colours of films and of pictures apart. */
#define TO_PICTURE "setsar=1,format=gbrp,format=yuvj420p"

static const char *
seconds(void *mem, int64_t us)
{
	return mem_printf(
	    mem, "%" PRId64 ".%06" PRId64, us / 1000000, us % 1000000);
}

/* A copy that lives as long as `mem`. */
static const char *const *
vector(void *mem, const char *const *words, size_t count)
{
	const char **out = mem_array(mem, const char *, count);

	memcpy(out, words, count * sizeof(*out));
	return out;
}

/* Key frames are enough for both, and cost next to nothing. */
#define BEGIN                                                                  \
	"-hide_banner", "-nostdin", "-loglevel", "level+error", "-nostats",    \
	    "-stats_period", "1", "-progress", "pipe:3", "-y",                 \
	    "-protocol_whitelist", decoders_protocols, "-threads", "1",        \
	    "-format_whitelist", "mov", "-codec_whitelist", "h264",            \
	    "-max_pixels", DECODERS_MAX_PIXELS, "-skip_frame", "nokey"
#define END                                                                    \
	"-map_metadata", "-1", "-map_chapters", "-1", "-c:v", "mjpeg",         \
	    "-flags:v", "+bitexact", "-threads", "1"

/* The key frame before `from_us` has a time below 0, at which ffmpeg would
   leave it out. */
const char *const *
ffmpeg_still(void *mem, const struct settings *settings, const char *track,
    const struct ffmpeg_still *still)
{
	const char *chain = mem_printf(mem,
	    "%sscale=w='min(iw,%d)':h='min(ih,%d)':"
	    "force_original_aspect_ratio=decrease:flags=lanczos,"
	    "thumbnail=" CANDIDATES ",setpts=PTS-STARTPTS," TO_PICTURE,
	    still->may_be_black
		? ""
		: "blackframe=0:32,metadata=select:"
		  "key=lavfi.blackframe.pblack:value=80:function=less,",
	    FFMPEG_STILL_SIDE, FFMPEG_STILL_SIDE);
	const char *const words[] = { settings->ffmpeg, BEGIN,
		"-noaccurate_seek", "-ss", seconds(mem, still->from_us), "-t",
		SEARCH_S, "-i", mem_printf(mem, "file:%s", track), "-map",
		"0:v:0", "-frames:v", "1", "-vsync", "vfr", "-vf", chain, END,
		"-q:v", "3", "-f", "mjpeg", still->path, NULL };

	return vector(mem, words, ARRAY_SIZE(words));
}

/* A tile is the last key frame at or before its time; the last frame is
   repeated until there are tiles enough, and what is too much is left off. */
const char *const *
ffmpeg_storyboard(void *mem, const struct settings *settings, const char *track,
    const struct storyboard *storyboard, const char *path)
{
	const char *chain = mem_printf(mem,
	    "fps=1/%" PRId64 ":round=up:start_time=0,"
	    "tpad=stop_mode=clone:stop=%d,"
	    "scale=w='min(iw,%d)':h=-2," TO_PICTURE ",tile=%dx%d",
	    storyboard->interval_s, STORYBOARD_COLUMNS * STORYBOARD_ROWS,
	    STORYBOARD_WIDTH, STORYBOARD_COLUMNS, STORYBOARD_ROWS);
	const char *const words[] = { settings->ffmpeg, BEGIN, "-i",
		mem_printf(mem, "file:%s", track), "-map", "0:v:0", "-vf",
		chain, "-frames:v",
		mem_printf(mem, "%" PRId64, storyboard->sheets), END, "-q:v",
		"5", "-f", "image2", "-start_number", "1", path, NULL };

	return vector(mem, words, ARRAY_SIZE(words));
}
