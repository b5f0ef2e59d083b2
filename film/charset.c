/*
 * Encodings.  What iconv is asked for comes from a table, so that no label
 * from outside can reach its other abilities.  Where the web has agreed that
 * a name means a larger set (WHATWG Encoding, section 4.2), it does here too.
 */
#include "config.h"

#include "film/charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include <uchardet/uchardet.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"

#define UTF8 "UTF-8"
#define MAX_GROWTH 4 /* bytes of UTF-8 for one of any other encoding */

/* Each label, what it is called, and iconv's name where that is another. */
static const struct charset {
	const char *label, *name, *codec;
} charsets[] = {
	/* clang-format off */
	{ "utf-8", UTF8, NULL },            { "utf8", UTF8, NULL },
	{ "us-ascii", UTF8, NULL },         { "ascii", UTF8, NULL },
	{ "utf-16le", "UTF-16LE", NULL },   { "utf-16", "UTF-16LE", NULL },
	{ "utf-16be", "UTF-16BE", NULL },
	{ "windows-1250", "windows-1250", NULL }, { "cp1250", "windows-1250", NULL },
	{ "windows-1251", "windows-1251", NULL }, { "cp1251", "windows-1251", NULL },
	{ "windows-1252", "windows-1252", NULL }, { "cp1252", "windows-1252", NULL },
	{ "iso-8859-1", "windows-1252", NULL },   { "latin1", "windows-1252", NULL },
	{ "windows-1253", "windows-1253", NULL }, { "cp1253", "windows-1253", NULL },
	{ "windows-1254", "windows-1254", NULL }, { "cp1254", "windows-1254", NULL },
	{ "iso-8859-9", "windows-1254", NULL },   { "latin5", "windows-1254", NULL },
	{ "windows-1255", "windows-1255", NULL }, { "cp1255", "windows-1255", NULL },
	{ "windows-1256", "windows-1256", NULL }, { "cp1256", "windows-1256", NULL },
	{ "windows-1257", "windows-1257", NULL }, { "cp1257", "windows-1257", NULL },
	{ "windows-1258", "windows-1258", NULL }, { "cp1258", "windows-1258", NULL },
	{ "iso-8859-2", "ISO-8859-2", NULL },     { "latin2", "ISO-8859-2", NULL },
	{ "iso-8859-3", "ISO-8859-3", NULL },     { "iso-8859-4", "ISO-8859-4", NULL },
	{ "iso-8859-5", "ISO-8859-5", NULL },     { "iso-8859-6", "ISO-8859-6", NULL },
	{ "iso-8859-7", "ISO-8859-7", NULL },     { "iso-8859-8", "ISO-8859-8", NULL },
	{ "iso-8859-10", "ISO-8859-10", NULL },   { "iso-8859-13", "ISO-8859-13", NULL },
	{ "iso-8859-14", "ISO-8859-14", NULL },   { "iso-8859-15", "ISO-8859-15", NULL },
	{ "iso-8859-16", "ISO-8859-16", NULL },   { "latin9", "ISO-8859-15", NULL },
	{ "iso-8859-11", "TIS-620", "CP874" },    { "tis-620", "TIS-620", "CP874" },
	{ "windows-874", "TIS-620", "CP874" },
	{ "koi8-r", "KOI8-R", NULL },             { "koi8-u", "KOI8-U", NULL },
	{ "ibm850", "IBM850", NULL },             { "cp850", "IBM850", NULL },
	{ "ibm852", "IBM852", NULL },             { "cp852", "IBM852", NULL },
	{ "ibm855", "IBM855", NULL },             { "cp855", "IBM855", NULL },
	{ "ibm866", "IBM866", NULL },             { "cp866", "IBM866", NULL },
	{ "mac-cyrillic", "x-mac-cyrillic", "MAC-CYRILLIC" },
	{ "viscii", "VISCII", NULL },
	{ "gbk", "GBK", "GB18030" },              { "gb2312", "GBK", "GB18030" },
	{ "gb18030", "GB18030", NULL },           { "cp936", "GBK", "GB18030" },
	{ "big5", "Big5", "BIG5-HKSCS" },         { "big5-hkscs", "Big5", "BIG5-HKSCS" },
	{ "shift-jis", "Shift_JIS", "CP932" },    { "sjis", "Shift_JIS", "CP932" },
	{ "cp932", "Shift_JIS", "CP932" },        { "euc-jp", "EUC-JP", NULL },
	{ "euc-kr", "EUC-KR", "CP949" },          { "uhc", "EUC-KR", "CP949" },
	{ "cp949", "EUC-KR", "CP949" },
	/* clang-format on */
};

static const struct {
	const char *bytes;
	size_t length;
	const char *label;
} marks[] = {
	{ "\xef\xbb\xbf", 3, "utf-8" },
	{ "\xff\xfe", 2, "utf-16le" },
	{ "\xfe\xff", 2, "utf-16be" },
};

/* The conversion at hand. */
struct job {
	void *mem;
	const char *bytes; /* behind the mark */
	size_t length;
	struct refusal *refusal;
};

static enum outcome
faulty(struct refusal *refusal, const char *code, const char *sentence)
{
	refuse_field(refusal, "encoding", code, "%s", sentence);
	return refuse(refusal, INVALID, code, "%s", sentence);
}

/* By any of its names; they differ in case and in '_' for '-'. */
static const struct charset *
charset_find(const char *label)
{
	AUTO_FREE char *wanted = mem_text(NULL, label);

	for (char *at = wanted; *at != '\0'; at++)
		if (*at == '_')
			*at = '-';
	for (size_t i = 0; i < ARRAY_SIZE(charsets); i++)
		if (text_equal_nocase(charsets[i].label, wanted))
			return &charsets[i];
	return NULL;
}

static const struct charset *
marked(struct job *job)
{
	for (size_t i = 0; i < ARRAY_SIZE(marks); i++) {
		if (job->length < marks[i].length ||
		    memcmp(job->bytes, marks[i].bytes, marks[i].length) != 0)
			continue;
		job->bytes += marks[i].length;
		job->length -= marks[i].length;
		return charset_find(marks[i].label);
	}
	return NULL;
}

static const struct charset *
guessed(const struct job *job)
{
	uchardet_t detector = uchardet_new();
	const struct charset *out = NULL;

	if (uchardet_handle_data(detector, job->bytes, job->length) == 0) {
		uchardet_data_end(detector);
		out = charset_find(uchardet_get_charset(detector));
	}
	uchardet_delete(detector);
	return out;
}

static enum outcome
choose(const struct job *job, const char *label, const struct charset **out)
{
	if (label != NULL) {
		*out = charset_find(label);
		return *out != NULL
			   ? OK
			   : faulty(job->refusal, "encoding_unknown",
				 "There is no such encoding, or none that is "
				 "known here.");
	}
	*out = charset_find("utf-8");
	if (text_is_utf8(job->bytes, job->length))
		return OK;
	*out = guessed(job);
	if (*out != NULL && strcmp((*out)->name, UTF8) != 0)
		return OK;
	return faulty(job->refusal, "encoding_undetected",
	    "It does not show which encoding it is in; please name that.");
}

/* At the byte where reading stopped. */
static enum outcome
wrong_at(const struct job *job, const struct charset *charset, size_t at)
{
	size_t line = 1;

	for (size_t i = 0; i < at; i++)
		line += job->bytes[i] == '\n';
	return faulty(job->refusal, "encoding_wrong",
	    mem_printf(job->mem, "Line %zu is not in the encoding %s.", line,
		charset->name));
}

static enum outcome
check_utf8(const struct job *job, const struct charset *charset,
    struct charset_text *out)
{
	uint32_t ignored;
	size_t at = 0, size = 1;

	for (; at < job->length && size > 0; at += size)
		size = text_decode(job->bytes + at, job->length - at, &ignored);
	if (size == 0)
		return wrong_at(job, charset, at);
	out->bytes = job->bytes;
	out->length = job->length;
	return OK;
}

static enum outcome
convert(const struct job *job, const struct charset *charset,
    struct charset_text *out)
{
	const char *codec =
	    charset->codec != NULL ? charset->codec : charset->name;
	size_t room = job->length * MAX_GROWTH, left = room;
	char *text = mem_array(job->mem, char, room + 1), *to = text;
	size_t unread = job->length, failed;
	char *from = mem_check(talloc_memdup(text, job->bytes, job->length));
	iconv_t way = iconv_open(UTF8, codec);

	if (way == (iconv_t)-1) {
		log_error("charset.missing", TEXT_PAIR("codec", codec),
		    NUMBER_PAIR("errno", errno));
		return FAILED;
	}
	failed = iconv(way, &from, &unread, &to, &left);
	if (failed != (size_t)-1)
		failed = iconv(way, NULL, NULL, &to, &left);
	iconv_close(way);
	if (failed == (size_t)-1)
		return wrong_at(job, charset, job->length - unread);
	out->bytes = text;
	out->length = room - left;
	return OK;
}

enum outcome
charset_to_utf8(void *mem, const void *bytes, size_t length, const char *label,
    struct charset_text *out, struct refusal *refusal)
{
	struct job job = { mem, bytes, length, refusal };
	const struct charset *charset = marked(&job);
	enum outcome rc = OK;

	if (charset == NULL)
		rc = choose(&job, label, &charset);
	if (rc != OK)
		return rc;
	out->encoding = charset->name;
	if (strcmp(charset->name, UTF8) == 0)
		return check_utf8(&job, charset, out);
	return convert(&job, charset, out);
}
