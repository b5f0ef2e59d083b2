/* ffprobe's complaints, demuxers that are no films, and first bytes. */
#include "config.h"

#include "film/reason.h"

#include <string.h>

#include "base/mem.h"
#include "base/text.h"

/* Demuxers that ffprobe recognised and that our list leaves out. */
static const struct {
	const char *demuxers; /* each between spaces */
	const char *what;
} kinds[] = {
	{ " gif apng image2 ico svg_pipe tty ", "a picture" },
	{ " mp3 flac wav w64 aac ac3 eac3 dts dtshd truehd aiff amr amrnb "
	  "amrwb ape wv tta mpc mpc8 caf au voc loas opus sbc aptx ",
	    "a sound file" },
	{ " srt ass webvtt microdvd sami subviewer subviewer1 mpl2 jacosub "
	  "realtext stl vplayer pjs mpsub sup vobsub scc lrc ",
	    "a file of subtitles" },
	{ " hls concat dash sdp rtsp imf ", "a playlist" },
	{ " ffmetadata ", "a text file" },
};

/* First bytes of what people upload by mistake. */
static const struct {
	const char *bytes;
	size_t length;
	const char *what;
} magics[] = {
	{ "\x89PNG", 4, "a picture" },
	{ "\xff\xd8\xff", 3, "a picture" },
	{ "GIF8", 4, "a picture" },
	{ "%PDF-", 5, "a PDF document" },
	{ "PK\x03\x04", 4, "a ZIP archive" },
	{ "Rar!", 4, "a RAR archive" },
	{ "7z\xbc\xaf", 4, "a 7z archive" },
	{ "\x1f\x8b", 2, "a gzip archive" },
	{ "\x7f"
	  "ELF",
	    4, "a program" },
	{ "MZ", 2, "a program" },
	{ "fLaC", 4, "a sound file" },
	{ "ID3", 3, "a sound file" },
};

/* In this order: what comes first explains best. */
static const struct complaint {
	const char *text;
	enum outcome outcome;
	const char *code;
	const char *sentence;
} early[] = {
	{ "exceeds max_streams", INVALID, "too_many_streams",
	    "The file holds more than 64 streams." },
	{ "exceeds specified max pixel count", INVALID, "too_large",
	    "The picture is larger than 36 million pixels." },
	{ "Protocol '", INVALID, "unsupported_container",
	    "The file points to other files; upload the film itself." },
	{ "No such file or directory", NOT_FOUND, "original_missing",
	    "The original is no longer there." },
	{ "Permission denied", UNAVAILABLE, "original_unreadable",
	    "The original cannot be opened." },
	{ "Input/output error", UNAVAILABLE, "disk_error",
	    "The disk could not read the original." },
	{ "Cannot allocate memory", UNAVAILABLE, "out_of_memory",
	    "There was not enough memory to look into the file." },
};

static enum outcome
not_a_film(struct refusal *refusal, const char *what)
{
	return refuse(refusal, INVALID, "unsupported_container",
	    "This is %s, not a film.", what);
}

/* The word between two marks: "[png_pipe @" or "Codec (gif)". */
static char *
word_between(void *mem, const char *from, const char *to)
{
	return to == NULL || to <= from || to - from > 40
		   ? NULL
		   : text_clean(mem, from, (size_t)(to - from), 40);
}

static bool
is_image(const char *demuxer)
{
	size_t length = strlen(demuxer);

	return length > 5 && strcmp(demuxer + length - 5, "_pipe") == 0;
}

/* "[png_pipe @ 0x5641] Format not on whitelist ..." */
static enum outcome
refuse_container(const char *errors, const char *at, struct refusal *refusal)
{
	const char *start = at;
	char *demuxer, *spaced;

	while (start > errors && *start != '[')
		start--;
	demuxer = word_between(refusal->mem, start + 1, strchr(start, ' '));
	if (demuxer == NULL)
		return not_a_film(refusal, "an unknown kind of file");
	spaced = mem_printf(refusal->mem, " %s ", demuxer);
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		if (strstr(kinds[i].demuxers, spaced) != NULL)
			return not_a_film(refusal, kinds[i].what);
	}
	if (is_image(demuxer))
		return not_a_film(refusal, "a picture");
	return refuse(refusal, INVALID, "unsupported_container",
	    "Files of this kind (%s) are not accepted.", demuxer);
}

/* "[gif @ 0x5641] Codec (gif) not on whitelist ..." */
static enum outcome
refuse_codec(const char *at, struct refusal *refusal)
{
	char *codec = word_between(refusal->mem, at, strchr(at, ')'));

	return refuse(refusal, INVALID, "unsupported_codec",
	    "The film uses a codec that we do not decode (%s).",
	    codec != NULL ? codec : "unknown");
}

static bool
is_text(const char *head, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)head[i];

		if (byte == 0x7f ||
		    (byte < 0x20 && strchr("\t\n\r\f", byte) == NULL) ||
		    byte == 0)
			return false;
	}
	/* The last character may be cut in two. */
	for (size_t cut = 0; cut < 4 && cut < length; cut++) {
		if (text_is_utf8(head, length - cut))
			return true;
	}
	return false;
}

static const char *
what_begins(const char *head, size_t length)
{
	for (size_t i = 0; i < ARRAY_SIZE(magics); i++) {
		if (length >= magics[i].length &&
		    memcmp(head, magics[i].bytes, magics[i].length) == 0)
			return magics[i].what;
	}
	return length > 0 && is_text(head, length) ? "a text file" : NULL;
}

static bool
is_zeros(const char *head, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (head[i] != '\0')
			return false;
	}
	return true;
}

static enum outcome
refuse_bytes(const char *errors, const char *head, size_t length,
    struct refusal *refusal)
{
	const char *what = what_begins(head, length);

	if (what != NULL)
		return not_a_film(refusal, what);
	if (is_zeros(head, length))
		return refuse(refusal, INVALID, "corrupt",
		    "The file holds zeros where a film would begin.");
	if (strstr(errors, "moov atom not found") != NULL && length > 8 &&
	    memcmp(head + 4, "ftyp", 4) == 0)
		return refuse(refusal, INVALID, "corrupt",
		    "The film's index is missing; the file was probably cut "
		    "short before it was complete.");
	return refuse(refusal, INVALID, "corrupt",
	    "This is not a film, or it is too damaged to be read.");
}

enum outcome
reason_refuse(const char *errors, const char *head, size_t head_length,
    struct refusal *refusal)
{
	const char *codec = strstr(errors, "Codec (");
	const char *format = strstr(errors, "Format not on whitelist");

	for (size_t i = 0; i < ARRAY_SIZE(early); i++) {
		if (strstr(errors, early[i].text) != NULL)
			return refuse(refusal, early[i].outcome, early[i].code,
			    "%s", early[i].sentence);
	}
	if (format != NULL)
		return refuse_container(errors, format, refusal);
	if (codec != NULL && strstr(codec, "not on whitelist") != NULL)
		return refuse_codec(codec + strlen("Codec ("), refusal);
	return refuse_bytes(errors, head, head_length, refusal);
}
