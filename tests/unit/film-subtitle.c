/* film/charset and film/cues: files of subtitles as they are found. */
#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/mem.h"
#include "film/charset.h"
#include "film/cues.h"
#include "film/language.h"
#include "tests/fuzz/fuzz.h"

#define HEADER "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n"
#define ONE "1\n00:00:01,000 --> 00:00:02,000\n"
#define ONE_OUT HEADER "\n00:00:01.000 --> 00:00:02.000\n"
#define VTT "WEBVTT\n\n00:01.000 --> 00:02.000\n"
#define MUTATIONS 20000
#define SEED_ROOM 4096

static char *
cleaned(void *mem, const char *text)
{
	struct refusal refusal = { .mem = mem };
	struct cue_list cues;
	size_t length;
	char *out;

	if (cues_read(mem, text, strlen(text), &cues, &refusal) != OK)
		fail_msg("%s: %s", text, refusal.message);
	out = cues_print(mem, &cues, &length);
	assert_int_equal(strlen(out), length);
	return out;
}

static void
becomes(const char *text, const char *wanted)
{
	AUTO_FREE void *mem = mem_context(NULL);

	assert_string_equal(cleaned(mem, text), wanted);
}

static void
refuses(const char *text, const char *code, const char *sentence)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct refusal refusal = { .mem = mem };
	struct cue_list cues;

	assert_int_equal(
	    cues_read(mem, text, strlen(text), &cues, &refusal), INVALID);
	assert_string_equal(refusal.code, code);
	assert_non_null(strstr(refusal.message, sentence));
	assert_int_equal(refusal.fault_count, 1);
	assert_string_equal(refusal.faults[0].field, "file");
	assert_string_equal(refusal.faults[0].code, code);
}

/* The text of a single cue of SubRip. */
static void
text_becomes(const char *text, const char *wanted)
{
	AUTO_FREE void *mem = mem_context(NULL);
	const char *out = cleaned(mem, mem_printf(mem, ONE "%s\n", text));

	assert_string_equal(out, mem_printf(mem, ONE_OUT "%s\n", wanted));
}

static void
writes_subrip_as_webvtt(void **state)
{
	(void)state;
	becomes(ONE "Hello,\nworld\n\n2\n01:02:03,004 --> 01:02:04,005\nBye\n",
	    ONE_OUT "Hello,\nworld\n\n01:02:03.004 --> 01:02:04.005\nBye\n");
}

static void
takes_any_end_of_line(void **state)
{
	(void)state;
	becomes("1\r\n00:00:01,000 --> 00:00:02,000\r\na\r\nb\r\n\r\n",
	    ONE_OUT "a\nb\n");
	becomes("1\r00:00:01,000 --> 00:00:02,000\ra\rb", ONE_OUT "a\nb\n");
	becomes("\xef\xbb\xbf" ONE "a\xe2\x80\xa8"
		"b\xc2\x85"
		"c",
	    ONE_OUT "a\nb\nc\n");
}

static void
takes_times_as_people_write_them(void **state)
{
	static const char *const times[] = { "00:00:01.000 --> 00:00:02.000",
		"00:01,000 --> 00:02,000", "0:0:1,0 --> 0:0:2,0",
		"00:00:01 --> 00:00:02", "00:00:01,00-->00:00:02,00",
		"  00:00:01,000\t-->  00:00:02,000  ",
		"00:00:01,000 --> 00:00:02,000 X1:100 X2:200 Y1:40 Y2:60" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(times); i++) {
		AUTO_FREE void *mem = mem_context(NULL);

		becomes(mem_printf(mem, "1\n%s\na\n", times[i]), ONE_OUT "a\n");
	}
	becomes("00:00:01,5 --> 99:59:59,999\na",
	    HEADER "\n00:00:01.500 --> 99:59:59.999\na\n");
}

static void
does_without_counters(void **state)
{
	(void)state;
	becomes("00:01,000 --> 00:02,000\na\n\n00:02,000 --> 00:03,000\nb",
	    ONE_OUT "a\n\n00:00:02.000 --> 00:00:03.000\nb\n");
	/* A number that is a text stays one. */
	becomes("00:01,000 --> 00:02,000\n42\n00:02,000 --> 00:03,000\nb",
	    ONE_OUT "42\n\n00:00:02.000 --> 00:00:03.000\nb\n");
}

static void
does_without_empty_lines_between_cues(void **state)
{
	(void)state;
	becomes(ONE "a\n2\n00:00:02,000 --> 00:00:03,000\nb",
	    ONE_OUT "a\n\n00:00:02.000 --> 00:00:03.000\nb\n");
}

static void
keeps_what_stands_behind_an_empty_line(void **state)
{
	(void)state;
	becomes(ONE "a\n\n \nb\n\n\n2\n00:00:02,000 --> 00:00:03,000\nc",
	    ONE_OUT "a\nb\n\n00:00:02.000 --> 00:00:03.000\nc\n");
}

static void
sorts_cues_and_lets_them_overlap(void **state)
{
	(void)state;
	becomes("1\n00:05,000 --> 00:09,000\nc\n\n2\n00:01,000 --> 00:06,000\n"
		"a\n\n3\n00:05,000 --> 00:06,000\nd\n\n"
		"4\n00:01,000 --> 00:02,000\nb\n",
	    HEADER "\n00:00:01.000 --> 00:00:06.000\na\n"
		   "\n00:00:01.000 --> 00:00:02.000\nb\n"
		   "\n00:00:05.000 --> 00:00:09.000\nc\n"
		   "\n00:00:05.000 --> 00:00:06.000\nd\n");
}

static void
keeps_italics_bold_and_underlined(void **state)
{
	(void)state;
	text_becomes(
	    "<i>a</i> <B>b</B> <u class=x>c</u>", "<i>a</i> <b>b</b> <u>c</u>");
	text_becomes("<i>a <b>b</i> c</b>", "<i>a <b>b</b></i> c");
	text_becomes("</i>a<i><i>b</i>", "a<i>b</i>");
	text_becomes("<u>a\nb", "<u>a\nb</u>");
}

static void
drops_all_other_markup(void **state)
{
	(void)state;
	text_becomes(
	    "<font color=\"red\">a</font><img src=x onerror=y>b", "ab");
	text_becomes("a<script>alert('x')</script>b<STYLE>*{}</style>c", "abc");
	text_becomes("a<script>never closed", "a");
	text_becomes("<p align=left>a<br/>b</p>", "a\nb");
	text_becomes("<v Bob>a <c.loud>b</c> <00:00:01.500>c", "a b c");
	text_becomes("<a href=\"javascript:x\">a</a>", "a");
}

static void
escapes_what_is_no_markup(void **state)
{
	(void)state;
	text_becomes("1 < 2 & 3 > 2", "1 &lt; 2 &amp; 3 &gt; 2");
	text_becomes("I <3 you <", "I &lt;3 you &lt;");
	text_becomes("&lt;b&gt; &amp;lt; &amp &bogus;",
	    "&lt;b&gt; &amp;lt; &amp;amp &amp;bogus;");
	text_becomes("a --> b", "a --&gt; b");
	text_becomes("&quot;&apos;&nbsp;&lrm;", "\"'\xc2\xa0\xe2\x80\x8e");
	text_becomes("10:30 <i>sharp</i>", "10:30 <i>sharp</i>");
}

static void
removes_control_characters(void **state)
{
	(void)state;
	text_becomes("a\x01\x1b[31mb\x7f\xc2\x9b\tc\xef\xbb\xbf", "a[31mb c");
}

static void
puts_a_text_where_substation_had_it(void **state)
{
	static const struct {
		const char *override, *settings;
	} cases[] = {
		{ "{\\an8}", " line:0" },
		{ "{\\an7\\fs20}", " line:0 align:left" },
		{ "{\\i1\\an6}", " line:50% align:right" },
		{ "{\\an2}", "" },
		{ "{\\pos(10,20)}", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		AUTO_FREE void *mem = mem_context(NULL);
		const char *out = cleaned(
		    mem, mem_printf(mem, ONE "%sa\n", cases[i].override));

		assert_string_equal(
		    out, mem_printf(mem,
			     HEADER "\n00:00:01.000 --> 00:00:02.000%s\na\n",
			     cases[i].settings));
	}
	text_becomes("{a} {\\unclosed", "{a} {unclosed");
}

static void
reads_webvtt_and_drops_what_is_not_text(void **state)
{
	(void)state;
	becomes("WEBVTT - title\nKind: captions\n\nNOTE\nnothing\n\n"
		"STYLE\n::cue{color:red}\n\nREGION\nid:r\n\n"
		"an id\n00:01.000 --> 00:02.000\na\n\nNOTE end\n",
	    ONE_OUT "a\n");
	becomes("\xef\xbb\xbfWEBVTT\t\n00:01.000 --> 00:02.000\na\n\n"
		"no cue\n\nnor this\n",
	    ONE_OUT "a\n");
}

static void
keeps_the_settings_of_webvtt_that_are_safe(void **state)
{
	(void)state;
	becomes("WEBVTT\n\n00:01.000 --> 00:02.000 region:r "
		"line:10%,start\tposition:5% align:left align:right "
		"size:<x> onclick:y vertical:rl\na",
	    HEADER "\n00:00:01.000 --> 00:00:02.000 line:10%,start "
		   "position:5% align:left vertical:rl\na\n");
}

static void
drops_a_cue_of_which_nothing_can_be_seen(void **state)
{
	(void)state;
	becomes("1\n00:01,000 --> 00:02,000\n<i></i>{\\an8} \n\n"
		"2\n00:03,000 --> 00:04,000\na\n",
	    HEADER "\n00:00:03.000 --> 00:00:04.000\na\n");
	refuses(ONE "<i> </i>\n", "no_cues", "not one");
}

static void
names_the_line_of_a_time_it_cannot_read(void **state)
{
	static const char *const times[] = { "00:00:01,000 -> 00:00:02,000",
		"00:00:01,000 --> 00:00:62,000",
		"00:00:01,000 --> 00:60:02,000",
		"00:00:01,000 --> 100:00:00,000", "00:00:01,000 -->",
		"00:00:01,000 --> 00:00:02,000x",
		"-00:00:01,000 --> 00:00:02,000",
		"00:00:01,0000 --> 00:00:02,000", "1,000 --> 2,000",
		"00:00:01:000 --> 00:00:02:000", "0000:00:01 --> 0000:00:02" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(times); i++) {
		AUTO_FREE void *mem = mem_context(NULL);

		refuses(mem_printf(mem, ONE "a\n\n2\n%s\nb\n", times[i]),
		    "time_malformed", "Line 6:");
		refuses(mem_printf(mem, VTT "a\n\n2\n%s\nb\n", times[i]),
		    "time_malformed", "Line 7:");
	}
}

static void
refuses_a_cue_that_ends_before_it_starts(void **state)
{
	(void)state;
	refuses("1\r\n00:02,000 --> 00:01,999\r\na", "time_reversed", "Line 2");
	refuses("1\n00:02,000 --> 00:02,000\na", "time_reversed", "Line 2");
}

static void
refuses_a_text_before_the_first_cue(void **state)
{
	(void)state;
	refuses("\nOh\n\n" ONE "a", "text_without_time", "Line 2");
}

static void
refuses_a_file_without_a_cue(void **state)
{
	static const char *const texts[] = { "", "\n\n", "Hello\n", "WEBVTT",
		"WEBVTT\n\nNOTE x\n", "1\n", "[Script Info]\nTitle: x\n",
		"{1}{25}Hello\n", "<html><!-- x --></html>" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		refuses(texts[i], "no_cues", "not one");
}

/* The text in that encoding, to be found by its label or by itself. */
static void
reads_encoding(
    const char *codec, const char *label, const char *text, const char *found)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct refusal refusal = { .mem = mem };
	char *from = mem_text(mem, text), *bytes = mem_array(mem, char, 4096);
	size_t left = strlen(text), room = 4096;
	struct charset_text out;
	iconv_t way = iconv_open(codec, "UTF-8");
	char *to = bytes;

	assert_true(way != (iconv_t)-1);
	assert_int_equal(iconv(way, &from, &left, &to, &room), 0);
	iconv_close(way);
	if (charset_to_utf8(mem, bytes, 4096 - room, label, &out, &refusal) !=
	    OK)
		fail_msg("%s: %s", codec, refusal.message);
	assert_int_equal(out.length, strlen(text));
	assert_memory_equal(out.bytes, text, out.length);
	assert_string_equal(out.encoding, found);
}

static const char russian[] =
    "1\n00:00:01,000 --> 00:00:02,000\nПривет! Как у тебя дела сегодня?\n";
static const char german[] =
    "1\n00:00:01,000 --> 00:00:02,000\nEs wäre schön, größer zu sein.\n";

static void
finds_out_the_encoding(void **state)
{
	(void)state;
	reads_encoding("UTF-8", NULL, russian, "UTF-8");
	reads_encoding("UTF-16", NULL, russian, "UTF-16LE");
	reads_encoding("WINDOWS-1251", NULL, russian, "windows-1251");
	reads_encoding("KOI8-R", NULL, russian, "KOI8-R");
	reads_encoding("ISO-8859-1", NULL, german, "windows-1252");
	reads_encoding("ISO-8859-7", NULL,
	    "1\n00:00:01,000 --> 00:00:02,000\nΚαλημέρα, τι κάνεις σήμερα;\n",
	    "ISO-8859-7");
}

static void
believes_a_mark_before_a_label(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	static const char big[] = "\xfe\xff\0a\x04\x16";
	struct refusal refusal = { .mem = mem };
	struct charset_text out;

	(void)state;
	assert_int_equal(
	    charset_to_utf8(mem, big, 6, NULL, &out, &refusal), OK);
	assert_memory_equal(out.bytes, "aЖ", 3);
	assert_string_equal(out.encoding, "UTF-16BE");
	assert_int_equal(
	    charset_to_utf8(mem, big, 6, "gbk", &out, &refusal), OK);
	assert_string_equal(out.encoding, "UTF-16BE");
}

static void
takes_an_encoding_by_any_of_its_names(void **state)
{
	static const char chinese[] = "中文字幕", japanese[] = "字幕です";

	(void)state;
	reads_encoding("GBK", "gb2312", chinese, "GBK");
	reads_encoding("GB18030", "GB18030", chinese, "GB18030");
	reads_encoding("BIG5", "Big5", chinese, "Big5");
	reads_encoding("SHIFT_JIS", "Shift_JIS", japanese, "Shift_JIS");
	reads_encoding("EUC-JP", "euc-jp", japanese, "EUC-JP");
	reads_encoding("EUC-KR", "euc_kr", "자막", "EUC-KR");
	reads_encoding("WINDOWS-1251", "CP1251", russian, "windows-1251");
	reads_encoding("WINDOWS-1250", "windows-1250", german, "windows-1250");
	reads_encoding("UTF-16LE", "utf-16", russian, "UTF-16LE");
	reads_encoding("TIS-620", "iso-8859-11", "สวัสดี", "TIS-620");
}

static void
fails_by_encoding(
    const char *bytes, size_t length, const char *label, const char *code)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct refusal refusal = { .mem = mem };
	struct charset_text out;

	assert_int_equal(
	    charset_to_utf8(mem, bytes, length, label, &out, &refusal),
	    INVALID);
	assert_string_equal(refusal.code, code);
	assert_string_equal(refusal.faults[0].field, "encoding");
	if (strcmp(code, "encoding_wrong") == 0)
		assert_non_null(strstr(refusal.message, "Line 2 "));
}

static void
refuses_what_is_not_in_its_encoding(void **state)
{
	(void)state;
	fails_by_encoding("a\nb\xff", 4, "utf-8", "encoding_wrong");
	fails_by_encoding("a\nb\xc3", 4, "utf-8", "encoding_wrong");
	fails_by_encoding("\xef\xbb\xbf\n\xe4", 5, NULL, "encoding_wrong");
	fails_by_encoding("a\n\x81\x20", 4, "big5", "encoding_wrong");
	fails_by_encoding("a", 1, "klingon", "encoding_unknown");
	fails_by_encoding("a", 1, "utf-8//TRANSLIT", "encoding_unknown");
	fails_by_encoding("a", 1, "", "encoding_unknown");
	fails_by_encoding("\x80\x81", 2, NULL, "encoding_undetected");
}

static void
writes_languages_as_recommended(void **state)
{
	static const char *const cases[][2] = {
		{ "en", "en" },
		{ "EN-us", "en-US" },
		{ "sr-latn-rs", "sr-Latn-RS" },
		{ "spa-419", "es-419" },
		{ "ger", "de" },
		{ "zh-yue-HK", "zh-yue-HK" },
		{ "de-CH-1996", "de-CH-1996" },
		{ "sl-rozaj-biske", "sl-rozaj-biske" },
		{ "de-u-CO-phonebk", "de-u-co-phonebk" },
		{ "en-x-My-own", "en-x-my-own" },
		{ "und", "und" },
		{ "pt_BR", NULL },
		{ "a", NULL },
		{ "", NULL },
		{ "en-", NULL },
		{ "-en", NULL },
		{ "en--us", NULL },
		{ "en-u", NULL },
		{ "en-us-gb", NULL },
		{ "englishes", NULL },
		{ "x-own", NULL },
		{ "1en", NULL },
		{ "en us", NULL },
		{ "en\"", NULL },
		{ "en-aaaaaaaa-bbbbbbbb-cccccccc-dddddddd", NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		AUTO_FREE void *mem = mem_context(NULL);
		const char *tag = language_normal(mem, cases[i][0]);

		if (cases[i][1] == NULL)
			assert_null(tag);
		else
			assert_string_equal(tag, cases[i][1]);
	}
}

struct seeds {
	char texts[16][SEED_ROOM];
	size_t lengths[16];
	size_t count;
};

static void
read_seeds(struct seeds *seeds)
{
	AUTO_FREE void *mem = mem_context(NULL);
	const char *folder =
	    mem_printf(mem, "%s/tests/fuzz/subtitle", getenv("top_srcdir"));
	DIR *dir = opendir(folder);
	struct dirent *entry;

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL && seeds->count < 16) {
		AUTO_FD int fd = -1;

		if (entry->d_name[0] == '.')
			continue;
		assert_int_equal(
		    file_open(mem_printf(mem, "%s/%s", folder, entry->d_name),
			O_RDONLY, 0, &fd),
		    OK);
		assert_int_equal(
		    file_read_at(fd, seeds->texts[seeds->count], SEED_ROOM, 0,
			&seeds->lengths[seeds->count]),
		    OK);
		seeds->count++;
	}
	closedir(dir);
	assert_true(seeds->count >= 6);
}

/* A seed with some bytes changed, moved, or said by markup. */
static size_t
mutate(const struct seeds *seeds, uint8_t *out, unsigned int *seed)
{
	static const char *const bits[] = { "<", ">", "</i>", "<b>", "{\\an8}",
		"{\\", "\n", "\r", "\n\n", "-->", "&", "&lt;", "<script>",
		"00:", "WEBVTT\n\n", "\xff", "\xe2\x80\xa8", "\\", "{" };
	size_t which = (unsigned int)rand_r(seed) % seeds->count;
	size_t length = seeds->lengths[which];

	memcpy(out, seeds->texts[which], length);
	for (int i = rand_r(seed) % 8; i > 0; i--) {
		const char *bit =
		    bits[(unsigned int)rand_r(seed) % ARRAY_SIZE(bits)];
		size_t at = (unsigned int)rand_r(seed) % (length + 1);
		size_t room = strlen(bit);

		if (rand_r(seed) % 3 == 0 && at < length) {
			out[at] = (uint8_t)rand_r(seed);
			continue;
		}
		memmove(out + at + room, out + at, length - at);
		memcpy(out + at, bit, room);
		length += room;
	}
	return length;
}

/* Millions of {\ that nothing closes: each byte is looked at a few times, not
   once for each that is before it, which would take minutes. */
static void
takes_time_in_proportion_to_the_file(void **state)
{
	AUTO_FREE void *mem = mem_context(NULL);
	size_t head = strlen(ONE), length = 4000000;
	char *text = mem_array(mem, char, head + length + 1);
	clock_t began = clock();
	struct refusal refusal = { .mem = mem };
	struct cue_list cues;

	(void)state;
	strcpy(text, ONE);
	for (size_t i = 0; i < length; i += 2)
		memcpy(text + head + i, "{\\", 2);
	assert_int_equal(
	    cues_read(mem, text, head + length, &cues, &refusal), OK);
	assert_int_equal(cues.count, 1);
	assert_true((clock() - began) / CLOCKS_PER_SEC < 10);
}

static void
no_file_breaks_the_parser(void **state)
{
	static struct seeds seeds;
	uint8_t bytes[SEED_ROOM + 256];
	unsigned int seed = 7;

	(void)state;
	read_seeds(&seeds);
	for (size_t i = 0; i < seeds.count; i++)
		LLVMFuzzerTestOneInput(
		    (const uint8_t *)seeds.texts[i], seeds.lengths[i]);
	for (int i = 0; i < MUTATIONS; i++)
		assert_int_equal(
		    LLVMFuzzerTestOneInput(bytes, mutate(&seeds, bytes, &seed)),
		    0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_subrip_as_webvtt),
		cmocka_unit_test(takes_any_end_of_line),
		cmocka_unit_test(takes_times_as_people_write_them),
		cmocka_unit_test(does_without_counters),
		cmocka_unit_test(does_without_empty_lines_between_cues),
		cmocka_unit_test(keeps_what_stands_behind_an_empty_line),
		cmocka_unit_test(sorts_cues_and_lets_them_overlap),
		cmocka_unit_test(keeps_italics_bold_and_underlined),
		cmocka_unit_test(drops_all_other_markup),
		cmocka_unit_test(escapes_what_is_no_markup),
		cmocka_unit_test(removes_control_characters),
		cmocka_unit_test(puts_a_text_where_substation_had_it),
		cmocka_unit_test(reads_webvtt_and_drops_what_is_not_text),
		cmocka_unit_test(keeps_the_settings_of_webvtt_that_are_safe),
		cmocka_unit_test(drops_a_cue_of_which_nothing_can_be_seen),
		cmocka_unit_test(names_the_line_of_a_time_it_cannot_read),
		cmocka_unit_test(refuses_a_cue_that_ends_before_it_starts),
		cmocka_unit_test(refuses_a_text_before_the_first_cue),
		cmocka_unit_test(refuses_a_file_without_a_cue),
		cmocka_unit_test(finds_out_the_encoding),
		cmocka_unit_test(believes_a_mark_before_a_label),
		cmocka_unit_test(takes_an_encoding_by_any_of_its_names),
		cmocka_unit_test(refuses_what_is_not_in_its_encoding),
		cmocka_unit_test(writes_languages_as_recommended),
		cmocka_unit_test(takes_time_in_proportion_to_the_file),
		cmocka_unit_test(no_file_breaks_the_parser),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
