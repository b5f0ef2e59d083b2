/* The list of decoders, by ffmpeg's name of the decoder and of the codec. */
#include "config.h"

#include "film/decoders.h"

#include <stddef.h>
#include <string.h>

#include "base/outcome.h"

const char decoders_protocols[] = "file";

/* mov is also mp4, m4v and 3gp; matroska is also webm. */
const char decoders_containers[] =
    "mov,matroska,mpegts,mpeg,avi,flv,asf,ogg,mxf";

/*
 * `first` stands without a comma before it.  Lossless capture codecs that
 * hardly anybody uploads (MagicYUV, Huffyuv, Ut Video) are left out on
 * purpose; one stream whose decoder is not here makes ffprobe refuse the whole
 * file, so what stands beside films (covers, subtitles) is here as OTHER.
 */
/* clang-format off */
#define DECODERS(first, next) \
	first("h264", "h264", VIDEO) \
	next("hevc", "hevc", VIDEO) \
	next("libdav1d", "av1", VIDEO) \
	next("vp8", "vp8", VIDEO) \
	next("vp9", "vp9", VIDEO) \
	next("vp6f", "vp6f", VIDEO) \
	next("mpeg1video", "mpeg1video", VIDEO) \
	next("mpeg2video", "mpeg2video", VIDEO) \
	next("mpeg4", "mpeg4", VIDEO) \
	next("msmpeg4v1", "msmpeg4v1", VIDEO) \
	next("msmpeg4v2", "msmpeg4v2", VIDEO) \
	next("msmpeg4", "msmpeg4v3", VIDEO) \
	next("h263", "h263", VIDEO) \
	next("flv", "flv1", VIDEO) \
	next("wmv1", "wmv1", VIDEO) \
	next("wmv2", "wmv2", VIDEO) \
	next("wmv3", "wmv3", VIDEO) \
	next("vc1", "vc1", VIDEO) \
	next("mjpeg", "mjpeg", VIDEO) \
	next("dvvideo", "dvvideo", VIDEO) \
	next("prores", "prores", VIDEO) \
	next("dnxhd", "dnxhd", VIDEO) \
	next("theora", "theora", VIDEO) \
	next("cinepak", "cinepak", VIDEO) \
	next("msvideo1", "msvideo1", VIDEO) \
	next("svq3", "svq3", VIDEO) \
	next("ffv1", "ffv1", VIDEO) \
	next("rawvideo", "rawvideo", VIDEO) \
	next("aac", "aac", AUDIO) \
	next("aac_latm", "aac_latm", AUDIO) \
	next("mp3float", "mp3", AUDIO) \
	next("mp2", "mp2", AUDIO) \
	next("ac3", "ac3", AUDIO) \
	next("eac3", "eac3", AUDIO) \
	next("dca", "dts", AUDIO) \
	next("mlp", "mlp", AUDIO) \
	next("truehd", "truehd", AUDIO) \
	next("opus", "opus", AUDIO) \
	next("vorbis", "vorbis", AUDIO) \
	next("flac", "flac", AUDIO) \
	next("alac", "alac", AUDIO) \
	next("wmav1", "wmav1", AUDIO) \
	next("wmav2", "wmav2", AUDIO) \
	next("wmapro", "wmapro", AUDIO) \
	next("amrnb", "amr_nb", AUDIO) \
	next("amrwb", "amr_wb", AUDIO) \
	next("nellymoser", "nellymoser", AUDIO) \
	next("speex", "speex", AUDIO) \
	next("adpcm_ima_qt", "adpcm_ima_qt", AUDIO) \
	next("adpcm_swf", "adpcm_swf", AUDIO) \
	next("adpcm_ms", "adpcm_ms", AUDIO) \
	next("adpcm_ima_wav", "adpcm_ima_wav", AUDIO) \
	next("pcm_u8", "pcm_u8", AUDIO) \
	next("pcm_s8", "pcm_s8", AUDIO) \
	next("pcm_s16le", "pcm_s16le", AUDIO) \
	next("pcm_s16be", "pcm_s16be", AUDIO) \
	next("pcm_s24le", "pcm_s24le", AUDIO) \
	next("pcm_s24be", "pcm_s24be", AUDIO) \
	next("pcm_s32le", "pcm_s32le", AUDIO) \
	next("pcm_s32be", "pcm_s32be", AUDIO) \
	next("pcm_f32le", "pcm_f32le", AUDIO) \
	next("pcm_f32be", "pcm_f32be", AUDIO) \
	next("pcm_f64le", "pcm_f64le", AUDIO) \
	next("pcm_f64be", "pcm_f64be", AUDIO) \
	next("pcm_alaw", "pcm_alaw", AUDIO) \
	next("pcm_mulaw", "pcm_mulaw", AUDIO) \
	next("pcm_bluray", "pcm_bluray", AUDIO) \
	next("pcm_dvd", "pcm_dvd", AUDIO) \
	next("ass", "ass", OTHER) \
	next("ssa", "ass", OTHER) \
	next("srt", "subrip", OTHER) \
	next("subrip", "subrip", OTHER) \
	next("text", "text", OTHER) \
	next("mov_text", "mov_text", OTHER) \
	next("webvtt", "webvtt", OTHER) \
	next("dvbsub", "dvb_subtitle", OTHER) \
	next("dvdsub", "dvd_subtitle", OTHER) \
	next("pgssub", "hdmv_pgs_subtitle", OTHER) \
	next("libzvbi_teletextdec", "dvb_teletext", OTHER) \
	next("cc_dec", "eia_608", OTHER) \
	next("xsub", "xsub", OTHER) \
	next("png", "png", OTHER) \
	next("bmp", "bmp", OTHER) \
	next("gif", "gif", OTHER) \
	next("tiff", "tiff", OTHER)
/* clang-format on */

#define NAME_FIRST(decoder, codec, kind) decoder
#define NAME_NEXT(decoder, codec, kind) "," decoder
#define ROW(decoder, codec, kind) { codec, kind },

const char decoders_codecs[] = DECODERS(NAME_FIRST, NAME_NEXT);

enum decoder_kind { VIDEO, AUDIO, OTHER };

static const struct {
	const char *codec;
	enum decoder_kind kind;
} decoders[] = { DECODERS(ROW, ROW) };

static bool
have(const char *codec, enum decoder_kind kind)
{
	for (size_t i = 0; i < ARRAY_SIZE(decoders); i++) {
		if (decoders[i].kind == kind &&
		    strcmp(decoders[i].codec, codec) == 0)
			return true;
	}
	return false;
}

bool
decoders_have_video(const char *codec)
{
	return have(codec, VIDEO);
}

bool
decoders_have_audio(const char *codec)
{
	return have(codec, AUDIO);
}
