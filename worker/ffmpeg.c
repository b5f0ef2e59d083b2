/* Argument vectors from plans, verdicts from tables. */
#include "config.h"

#include "worker/ffmpeg.h"

#include <assert.h>
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>

#include "base/mem.h"
#include "film/decoders.h"

struct words {
	const char **items;
	size_t count;
};

/* Tags that zscale must know, as setparams writes them, and what to take for
   them where the film does not say. */
static const char *const tonemap_transfers[PLAN_TONEMAP_COUNT] = {
	[PLAN_TONEMAP_PQ] = "smpte2084",
	[PLAN_TONEMAP_HLG] = "arib-std-b67",
	[PLAN_TONEMAP_WIDE] = "bt709",
};

#define TONEMAP_LIGHT                                                          \
	"zscale=transfer=linear:npl=100,format=gbrpf32le,"                     \
	"zscale=primaries=bt709,tonemap=tonemap=hable:desat=0,"                \
	"zscale=transfer=bt709:matrix=bt709:range=tv,"

static const char *const tonemap_chains[PLAN_TONEMAP_COUNT] = {
	[PLAN_TONEMAP_PQ] = TONEMAP_LIGHT,
	[PLAN_TONEMAP_HLG] = TONEMAP_LIGHT,
	[PLAN_TONEMAP_WIDE] = "zscale=primaries=bt709:transfer=bt709:"
			      "matrix=bt709:range=tv,",
};

static void __attribute__((sentinel)) add(struct words *words, ...)
{
	const char *word;
	va_list args;

	va_start(args, words);
	while ((word = va_arg(args, const char *)) != NULL) {
		words->items = mem_grow(
		    NULL, words->items, const char *, words->count + 2);
		words->items[words->count++] = word;
	}
	va_end(args);
	words->items[words->count] = NULL;
}

/* A number as a word below the vector itself. */
static const char *
number(const struct words *words, int64_t value)
{
	return mem_printf(words->items, "%" PRId64, value);
}

static const char *
seconds(const struct words *words, int64_t us)
{
	const char *sign = us < 0 ? "-" : "";

	us = us < 0 ? -us : us;
	return mem_printf(words->items, "%s%" PRId64 ".%06" PRId64, sign,
	    us / 1000000, us % 1000000);
}

static void
add_input(struct words *words, const struct plan *plan, const char *source)
{
	add(words, "-protocol_whitelist", decoders_protocols,
	    "-format_whitelist", decoders_containers, "-codec_whitelist",
	    decoders_codecs, "-max_streams", DECODERS_MAX_STREAMS,
	    "-max_pixels", DECODERS_MAX_PIXELS, "-threads",
	    number(words, plan->threads), NULL);
	if (plan->offset_us != 0)
		add(words, "-itsoffset", seconds(words, -plan->offset_us),
		    NULL);
	add(words, "-i", mem_printf(words->items, "file:%s", source), NULL);
}

/* zscale finds "no path between colorspaces" from a film that says it is PQ
   or HLG and nothing more, so the missing tags are put on.  The curves of
   BT.709 and BT.2020 are one (Rec. ITU-R BT.2020 table 4). */
static void
append_tonemap(void *mem, char **graph, const struct plan *plan)
{
	if (plan->tonemap == PLAN_TONEMAP_NONE)
		return;
	mem_append(mem, graph, "setparams=color_trc=%s%s%s%s,%s",
	    tonemap_transfers[plan->tonemap],
	    plan->lacks_primaries ? ":color_primaries=bt2020" : "",
	    plan->lacks_matrix ? ":colorspace=bt2020nc" : "",
	    plan->lacks_range ? ":range=tv" : "",
	    tonemap_chains[plan->tonemap]);
}

/*
 * Decoded once, brought to the first rendition's size and rate, and from
 * there to the others.  fps pads a late picture from 0 on.
 */
static char *
make_graph(void *mem, const struct plan *plan)
{
	const struct plan_video *first = &plan->videos[0];
	char *graph = NULL;

	mem_append(mem, &graph,
	    "[0:%" PRId64 "]%sscale=%" PRId64 ":%" PRId64 ",",
	    plan->video_index,
	    plan->is_interlaced ? "yadif=deint=interlaced," : "", first->width,
	    first->height);
	append_tonemap(mem, &graph, plan);
	mem_append(mem, &graph,
	    "format=yuv420p,setsar=1,fps=%" PRId64 "/%" PRId64
	    ":start_time=0,split=%zu[o0]",
	    plan->fps.num, plan->fps.den, plan->video_count);
	for (size_t i = 1; i < plan->video_count; i++)
		mem_append(mem, &graph, "[p%zu]", i);
	for (size_t i = 1; i < plan->video_count; i++)
		mem_append(mem, &graph,
		    ";[p%zu]scale=%" PRId64 ":%" PRId64 ",setsar=1[o%zu]", i,
		    plan->videos[i].width, plan->videos[i].height, i);
	return graph;
}

/* One track's folder.  Without avoid_negative_ts sound and picture are 59 ms
   apart; metadata of strangers is never copied (security.md fact 9). */
static void
add_track(struct words *words, const struct plan *plan, const char *name)
{
	add(words, "-map_metadata", "-1", "-map_chapters", "-1",
	    "-max_muxing_queue_size", "4096", "-f", "hls", "-hls_time",
	    seconds(words, plan->segment_us), "-hls_playlist_type", "vod",
	    "-hls_segment_type", "fmp4", "-hls_flags", "independent_segments",
	    "-avoid_negative_ts", "disabled", "-hls_fmp4_init_filename",
	    "init.mp4", "-hls_segment_filename",
	    mem_printf(words->items, "%s/s%%05d.m4s", name),
	    mem_printf(words->items, "%s/i.m3u8", name), NULL);
}

static void
add_video(struct words *words, const struct plan *plan, size_t at)
{
	const struct plan_video *video = &plan->videos[at];

	add(words, "-map", mem_printf(words->items, "[o%zu]", at), "-c:v",
	    "libx264", "-preset", "veryfast", "-profile:v", "high", "-level:v",
	    video->level, "-pix_fmt", "yuv420p", "-crf",
	    number(words, video->crf), "-maxrate",
	    number(words, video->max_rate), "-bufsize",
	    number(words, video->buffer_bits), "-g",
	    number(words, plan->gop_frames), "-keyint_min",
	    number(words, plan->gop_frames), "-sc_threshold", "0", "-flags",
	    "+cgop", "-fpsmax", "60", "-threads", number(words, plan->threads),
	    "-an", "-sn", "-dn", NULL);
	add_track(words, plan, video->name);
}

/* async and first_pts fill gaps and a late start with silence. */
static void
add_sound(struct words *words, const struct plan *plan, size_t at)
{
	const struct plan_sound *sound = &plan->sounds[at];

	add(words, "-map", mem_printf(words->items, "0:%" PRId64, sound->index),
	    "-c:a", "aac", "-b:a", number(words, sound->bit_rate), "-ac", "2",
	    "-ar", "48000", "-af", "aresample=async=1:first_pts=0", "-threads",
	    "1", "-vn", "-sn", "-dn", NULL);
	add_track(words, plan, sound->name);
}

const char *const *
ffmpeg_encode(void *mem, const struct plan *plan,
    const struct settings *settings, const char *source)
{
	struct words words = { .items = mem_array(mem, const char *, 1) };

	assert(source[0] == '/');
	add(&words, settings->ffmpeg, "-hide_banner", "-nostdin", "-loglevel",
	    "level+warning", "-nostats", "-stats_period", "1", "-progress",
	    "pipe:3", "-y", NULL);
	add_input(&words, plan, source);
	add(&words, "-filter_complex", make_graph(words.items, plan), NULL);
	for (size_t i = 0; i < plan->video_count; i++)
		add_video(&words, plan, i);
	for (size_t i = 0; i < plan->sound_count; i++)
		add_sound(&words, plan, i);
	return words.items;
}

/* By way of RGB: it knows the colours of films and of pictures apart. */
static const char *
poster_chain(const struct words *words)
{
	return mem_printf(words->items,
	    "scale=w='min(iw,%d)':h='min(ih,%d)':"
	    "force_original_aspect_ratio=decrease:flags=lanczos,setsar=1,"
	    "format=gbrap,premultiply=inplace=1,format=yuvj420p",
	    FFMPEG_POSTER_WIDTH, FFMPEG_POSTER_HEIGHT);
}

static void
begin_poster(struct words *words, const struct settings *settings)
{
	add(words, settings->ffmpeg, "-hide_banner", "-nostdin", "-loglevel",
	    "level+error", "-nostats", "-stats_period", "1", "-progress",
	    "pipe:3", "-y", "-protocol_whitelist", decoders_protocols,
	    "-threads", "1", NULL);
}

static const char *const *
end_poster(struct words *words, const char *path)
{
	add(words, "-i", mem_printf(words->items, "file:%s", path), "-map",
	    "0:v:0", "-frames:v", "1", "-vf", poster_chain(words),
	    "-map_metadata", "-1", "-map_chapters", "-1", "-c:v", "mjpeg",
	    "-q:v", "3", "-flags:v", "+bitexact", "-threads", "1", "-f",
	    "mjpeg", "poster.jpg", NULL);
	return words->items;
}

/* A picture that ends in the middle is damaged, not half as good. */
const char *const *
ffmpeg_poster_of_picture(void *mem, const struct settings *settings,
    const struct image *picture, const char *path)
{
	struct words words = { .items = mem_array(mem, const char *, 1) };
	const struct image_format *format = &image_formats[picture->kind];

	begin_poster(&words, settings);
	add(&words, "-format_whitelist", format->demuxer, "-codec_whitelist",
	    format->decoder, "-max_streams", "1", "-max_pixels",
	    IMAGE_MAX_PIXELS_TEXT, "-xerror", "-err_detect", "explode", "-f",
	    format->demuxer, NULL);
	return end_poster(&words, path);
}

const char *const *
ffmpeg_poster_of_frame(
    void *mem, const struct settings *settings, const char *path, int64_t at_us)
{
	struct words words = { .items = mem_array(mem, const char *, 1) };

	begin_poster(&words, settings);
	add(&words, "-format_whitelist", "mov", "-codec_whitelist", "h264",
	    "-max_pixels", DECODERS_MAX_PIXELS, "-ss", seconds(&words, at_us),
	    NULL);
	return end_poster(&words, path);
}

#define ANY (-1000)

/* The limit is in seconds of the processor, so that neither a slow machine nor
   a busy one is to blame, and the next attempt would end there, too. */
#define TOO_COSTLY                                                             \
	"Preparing the film takes far more computing than a film of its "      \
	"length should; it may be damaged, or made to do so."

/* How it ended, and words that stand in one line of what it said.  Ends that
   tell by themselves come first: films that are merely damaged fill the log
   with complaints that mean nothing here. */
static const struct cause {
	int exit_code;
	int signal;
	const char *text;
	const char *also; /* in the same line */
	struct ffmpeg_verdict verdict;
} causes[] = {
#define END(code) .exit_code = (code)
#define SIGNAL(number) .exit_code = ANY, .signal = (number)
#define SAYS .exit_code = 1, .text
#define TRANSIENT(word, words)                                                 \
	.verdict = { .is_transient = true, .code = (word), .sentence = (words) }
#define PERMANENT(word, words)                                                 \
	.verdict = { .code = (word), .sentence = (words) }
#define BUG(words)                                                             \
	.verdict = {                                                           \
		.is_our_bug = true, .code = "internal", .sentence = (words)    \
	}
	{ SIGNAL(SIGKILL), TRANSIENT("killed", "The encoder was killed.") },
	{ SIGNAL(SIGTERM),
	    TRANSIENT("killed", "The encoder was asked to stop.") },
	{ SIGNAL(SIGXCPU), PERMANENT("cpu_limit", TOO_COSTLY) },
	{ SIGNAL(SIGXFSZ),
	    TRANSIENT("output_too_large",
		"The encoder wrote more than such a film needs.") },
	{ SIGNAL(SIGSEGV), TRANSIENT("crashed", "The encoder crashed.") },
	{ SIGNAL(SIGABRT), TRANSIENT("crashed", "The encoder crashed.") },
	{ SIGNAL(SIGBUS), TRANSIENT("crashed", "The encoder crashed.") },
	{ SIGNAL(SIGILL), TRANSIENT("crashed", "The encoder crashed.") },
	{ SIGNAL(SIGFPE), TRANSIENT("crashed", "The encoder crashed.") },
	{ END(69),
	    PERMANENT("corrupt", "More than two thirds of the film cannot be "
				 "decoded.") },
	{ END(125),
	    TRANSIENT("host", "The encoder could not be put in its box.") },
	{ END(127), TRANSIENT("host", "The encoder could not be started.") },
	{ END(255), .text = "received signal 24",
	    PERMANENT("cpu_limit", TOO_COSTLY) },
	{ END(255), TRANSIENT("killed", "The encoder was asked to stop.") },
	{ SAYS = "No space left on device",
	    TRANSIENT("no_space", "The disk is full.") },
	{ SAYS = "Disk quota exceeded",
	    TRANSIENT("no_space", "The disk is full.") },
	{ SAYS = "Read-only file system",
	    TRANSIENT("disk_error", "The disk cannot be written to.") },
	{ SAYS = "exceeds max_streams",
	    PERMANENT(
		"too_many_streams", "The file holds more than 64 streams.") },
	{ SAYS = "exceeds specified max pixel count",
	    PERMANENT(
		"too_large", "The picture is larger than 36 million pixels.") },
	{ SAYS = "Cannot allocate memory",
	    TRANSIENT("out_of_memory", "There was not enough memory.") },
	{ SAYS = "Input/output error",
	    TRANSIENT("disk_error", "The disk failed to read or write.") },
	{ SAYS = "no path between colorspaces",
	    PERMANENT("unsupported_colour",
		"The film's colours cannot be converted.") },
	{ SAYS = "Format not on whitelist",
	    PERMANENT("unsupported_container",
		"Files of this kind are not accepted.") },
	{ SAYS = "Operation not permitted",
	    PERMANENT("unsupported_container",
		"The file points to other files; upload the film itself.") },
	{ SAYS = "not on whitelist",
	    PERMANENT("unsupported_codec",
		"The film uses a codec that we do not decode.") },
	{ SAYS = "moov atom not found",
	    PERMANENT("corrupt", "The film's index is missing; the file was "
				 "probably cut short.") },
	{ SAYS = "Invalid data found", .also = "file:",
	    PERMANENT("corrupt", "This is not a film, or it is too damaged to "
				 "be read.") },
	{ SAYS = "matches no streams",
	    PERMANENT("no_video", "A stream that was there is gone.") },
	{ SAYS = "No such file or directory", .also = "file:",
	    PERMANENT("original_missing", "The original is no longer there.") },
	{ SAYS = "No such file or directory",
	    TRANSIENT("staging_missing", "The folder of the encoder's output "
					 "is no longer there.") },
	{ SAYS = "Error splitting the argument list",
	    BUG("The encoder did not understand us.") },
	{ SAYS = "Error while opening encoder",
	    BUG("The encoder did not understand us.") },
	{ SAYS = "No such filter",
	    BUG("The encoder lacks a filter that we need.") },
	{ SAYS = "Unknown encoder",
	    BUG("The encoder lacks a codec that we need.") },
	{ .exit_code = ANY, TRANSIENT("encode_failed", "The encoder failed.") },
};

/* Do both words stand in one line? */
static bool
says(const char *errors, const char *text, const char *also)
{
	size_t length;

	for (; *errors != '\0'; errors += length) {
		const char *at = strstr(errors, text);
		const char *other;

		if (at == NULL)
			return false;
		while (at > errors && at[-1] != '\n')
			at--;
		length = strcspn(at, "\n");
		other = also != NULL ? strstr(at, also) : at;
		if (other != NULL && other < at + length)
			return true;
		errors = at;
	}
	return false;
}

struct ffmpeg_verdict
ffmpeg_explain(const struct child_end *end, const char *errors)
{
	const struct cause *cause = causes;
	const struct child_end spent = { .exit_code = -1, .signal = SIGXCPU };

	if (end->is_out_of_time)
		end = &spent;
	for (; cause < causes + ARRAY_SIZE(causes) - 1; cause++) {
		if (cause->exit_code != ANY &&
		    cause->exit_code != end->exit_code)
			continue;
		if (cause->signal != 0 && cause->signal != end->signal)
			continue;
		if (cause->text == NULL ||
		    says(errors, cause->text, cause->also))
			break;
	}
	return cause->verdict;
}
