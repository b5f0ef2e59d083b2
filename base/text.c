/* UTF-8, strict numbers, cleaned display names, percent coding. */
#include "config.h"

#include "base/text.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/mem.h"

#define REPLACEMENT "\xef\xbf\xbd"

size_t
text_decode(const char *bytes, size_t left, uint32_t *out)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *at = (const unsigned char *)bytes;
	size_t length = at[0] < 0x80             ? 1
			: (at[0] & 0xe0) == 0xc0 ? 2
			: (at[0] & 0xf0) == 0xe0 ? 3
			: (at[0] & 0xf8) == 0xf0 ? 4
						 : 0;
	uint32_t value = length == 1 ? at[0] : at[0] & (0x7fu >> length);

	if (length == 0 || length > left)
		return 0;
	for (size_t i = 1; i < length; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return 0;
		value = value << 6 | (at[i] & 0x3f);
	}
	if (value < least[length] || value > 0x10ffff ||
	    (value >= 0xd800 && value <= 0xdfff))
		return 0;
	*out = value;
	return length;
}

bool
text_is_utf8(const char *bytes, size_t length)
{
	uint32_t value;

	while (length > 0) {
		size_t step = text_decode(bytes, length, &value);

		if (step == 0)
			return false;
		bytes += step;
		length -= step;
	}
	return true;
}

size_t
text_length(const char *text)
{
	size_t count = 0;

	for (; *text != '\0'; text++)
		count += (*text & 0xc0) != 0x80;
	return count;
}

/* Bytes of the white space at `at`, or 0. */
static size_t
space_at(const char *at)
{
	if (*at != '\0' && strchr(" \t\r\n\f\v", *at) != NULL)
		return 1;
	if (strncmp(at, "\xc2\xa0", 2) == 0)
		return 2;
	if (strncmp(at, "\xe3\x80\x80", 3) == 0)
		return 3;
	return 0;
}

static const char *
skip_space(const char *at)
{
	size_t step;

	while ((step = space_at(at)) > 0)
		at += step;
	return at;
}

bool
text_is_blank(const char *text)
{
	return *skip_space(text) == '\0';
}

bool
text_is_harmless_line(const char *text)
{
	size_t left = strlen(text);

	while (left > 0) {
		uint32_t code_point;
		size_t length = text_decode(text, left, &code_point);

		if (length == 0 || !text_is_harmless(code_point))
			return false;
		text += length;
		left -= length;
	}
	return true;
}

bool
text_has_control(const char *text, const char *but)
{
	size_t left = strlen(text), size;
	uint32_t code;

	for (; left > 0; text += size, left -= size) {
		size = text_decode(text, left, &code);
		if (size == 0)
			return true;
		if ((code < 0x20 && strchr(but, (int)code) == NULL) ||
		    (code >= 0x7f && code <= 0x9f))
			return true;
	}
	return false;
}

bool
text_is_day(const char *text)
{
	struct tm day = { 0 };
	struct tm same;
	time_t at;
	int end = 0;

	if (strspn(text, "0123456789-") != 10 || text[10] != '\0' ||
	    sscanf(text, "%4d-%2d-%2d%n", &day.tm_year, &day.tm_mon,
		&day.tm_mday, &end) != 3 ||
	    end != 10 || day.tm_year < 1000)
		return false;
	day.tm_year -= 1900;
	day.tm_mon -= 1;
	same = day;
	at = timegm(&same);
	return gmtime_r(&at, &same) != NULL && same.tm_year == day.tm_year &&
	       same.tm_mon == day.tm_mon && same.tm_mday == day.tm_mday;
}

char *
text_trim(void *mem, const char *text)
{
	const char *start = skip_space(text);
	const char *end = start;

	for (const char *at = start; *at != '\0';) {
		size_t step = space_at(at);

		if (step == 0)
			end = ++at;
		else
			at += step;
	}
	return mem_text_n(mem, start, (size_t)(end - start));
}

bool
text_is_harmless(uint32_t code_point)
{
	return code_point >= 0x20 &&
	       !(code_point >= 0x7f && code_point < 0xa0) &&
	       code_point != 0x61c && code_point != 0x200e &&
	       code_point != 0x200f &&
	       !(code_point >= 0x202a && code_point <= 0x202e) &&
	       !(code_point >= 0x2066 && code_point <= 0x2069) &&
	       code_point != 0x2028 && code_point != 0x2029;
}

char *
text_clean(void *mem, const char *bytes, size_t length, size_t max)
{
	char *clean = mem_array(mem, char, length * 3 + 1);
	size_t used = 0;

	for (; length > 0 && max > 0; max--) {
		uint32_t value = 0;
		size_t step = text_decode(bytes, length, &value);

		if (step > 0 && text_is_harmless(value)) {
			memcpy(clean + used, bytes, step);
			used += step;
		} else {
			memcpy(clean + used, REPLACEMENT, 3);
			used += 3;
		}
		step = step == 0 ? 1 : step;
		bytes += step;
		length -= step;
	}
	clean[used] = '\0';
	return clean;
}

bool
text_to_number(const char *text, int64_t max, int64_t *out)
{
	int64_t value = 0;

	if (*text == '\0')
		return false;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9')
			return false;
		if (value > (max - (*text - '0')) / 10)
			return false;
		value = value * 10 + (*text - '0');
	}
	*out = value;
	return true;
}

static const struct {
	const char *suffix;
	int64_t factor;
} units[] = {
	{ "K", INT64_C(1) << 10 },
	{ "M", INT64_C(1) << 20 },
	{ "G", INT64_C(1) << 30 },
	{ "T", INT64_C(1) << 40 },
};

bool
text_to_amount(const char *text, int64_t *out)
{
	size_t length = strlen(text);
	int64_t factor = 1;
	char digits[24];

	if (length == 0 || length >= sizeof(digits))
		return false;
	memcpy(digits, text, length + 1);
	for (size_t i = 0; i < ARRAY_SIZE(units); i++) {
		if (text_equal_nocase(digits + length - 1, units[i].suffix)) {
			factor = units[i].factor;
			digits[length - 1] = '\0';
		}
	}
	if (!text_to_number(digits, INT64_MAX / factor, out))
		return false;
	*out *= factor;
	return true;
}

bool
text_equal_nocase(const char *left, const char *right)
{
	return strcasecmp(left, right) == 0;
}

bool
text_starts(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

void
text_lower(char *text)
{
	for (; *text != '\0'; text++) {
		if (*text >= 'A' && *text <= 'Z')
			*text = (char)(*text | 0x20);
	}
}

char *
text_extension(void *mem, const char *file_name)
{
	const char *dot = strrchr(file_name, '.');
	char *extension;

	if (dot == NULL || strchr(dot, '/') != NULL)
		return mem_text(mem, "");
	extension = mem_text(mem, dot + 1);
	text_lower(extension);
	return extension;
}

static int
hex_value(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	digit = (char)(digit | 0x20);
	return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

bool
text_percent_decode(char *text, bool plus_is_space)
{
	char *to = text;

	for (const char *at = text; *at != '\0'; at++) {
		if (*at == '+' && plus_is_space) {
			*to++ = ' ';
		} else if (*at != '%') {
			*to++ = *at;
		} else {
			int high = hex_value(at[1]);
			int low = high < 0 ? -1 : hex_value(at[2]);

			if (low < 0 || high * 16 + low == 0)
				return false;
			*to++ = (char)(high * 16 + low);
			at += 2;
		}
	}
	*to = '\0';
	return true;
}

char *
text_percent_encode(void *mem, const char *text)
{
	char *encoded = mem_array(mem, char, strlen(text) * 3 + 1);
	char *to = encoded;

	for (; *text != '\0'; text++) {
		unsigned char byte = (unsigned char)*text;

		if (byte < 0x80 && (isalnum(byte) || strchr("-._~", byte))) {
			*to++ = (char)byte;
			continue;
		}
		*to++ = '%';
		*to++ = "0123456789ABCDEF"[byte >> 4];
		*to++ = "0123456789ABCDEF"[byte & 15];
	}
	*to = '\0';
	return encoded;
}
