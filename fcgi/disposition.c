/* Content-Disposition and other header fields with parameters. */
#include "config.h"

#include "fcgi/disposition.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/text.h"

#define SPACE " \t"

/* Behind the closing quote of the string at `at`, or NULL; its text goes to
   `out`, which has room for all of it. */
static const char *
read_quoted(const char *at, char *out)
{
	for (at++; *at != '"'; at++) {
		if (*at == '\\' && (at[1] == '"' || at[1] == '\\'))
			at++;
		if (*at == '\0')
			return NULL;
		*out++ = *at;
	}
	*out = '\0';
	return at + 1;
}

static const char *
read_token(const char *at, char *out)
{
	size_t length = strcspn(at, ";" SPACE);

	memcpy(out, at, length);
	out[length] = '\0';
	return at + length;
}

char *
header_parameter(void *mem, const char *field, const char *name)
{
	char *value = mem_array(mem, char, strlen(field) + 1);
	const char *at = field + strcspn(field, ";");

	while (at != NULL && *at == ';') {
		const char *start = at + 1 + strspn(at + 1, SPACE);
		size_t length = strcspn(start, "=;" SPACE);
		bool is_wanted = length == strlen(name) &&
				 strncasecmp(start, name, length) == 0;

		at = start + length;
		at += strspn(at, SPACE);
		if (*at == '=') {
			at += 1 + strspn(at + 1, SPACE);
			at = *at == '"' ? read_quoted(at, value)
					: read_token(at, value);
			if (is_wanted && at != NULL)
				return value;
		}
		if (at != NULL)
			at += strcspn(at, ";");
	}
	talloc_free(value);
	return NULL;
}

/* ISO-8859-1 is the first 256 code points. */
static char *
from_latin1(void *mem, const char *text)
{
	char *utf8 = mem_array(mem, char, 2 * strlen(text) + 1);
	char *to = utf8;

	for (; *text != '\0'; text++) {
		unsigned char byte = (unsigned char)*text;

		if (byte >= 0x80)
			*to++ = (char)(0xc0 | byte >> 6);
		*to++ = (char)(byte >= 0x80 ? 0x80 | (byte & 0x3f) : byte);
	}
	return utf8;
}

/* RFC 8187 section 3.2: charset'language'percent-encoded; NULL: not so. */
static char *
read_extended(void *mem, char *text)
{
	char *charset = strsep(&text, "'");

	strsep(&text, "'");
	if (text == NULL || !text_percent_decode(text, false))
		return NULL;
	if (text_equal_nocase(charset, "UTF-8"))
		return text_is_utf8(text, strlen(text)) ? text : NULL;
	if (text_equal_nocase(charset, "ISO-8859-1"))
		return from_latin1(mem, text);
	return NULL;
}

static const struct {
	const char *escape;
	char byte;
} browser_escapes[] = {
	{ "%22", '"' },
	{ "%0D", '\r' },
	{ "%0A", '\n' },
};

/* A lone % stays: nobody escapes that one (WHATWG HTML, multipart/form-data
   encoding algorithm). */
static void
decode_browser_escapes(char *text)
{
	char *to = text;

	for (const char *at = text; *at != '\0'; at++) {
		*to = *at;
		for (size_t i = 0; i < ARRAY_SIZE(browser_escapes); i++) {
			if (strncasecmp(at, browser_escapes[i].escape, 3) != 0)
				continue;
			*to = browser_escapes[i].byte;
			at += 2;
			break;
		}
		to++;
	}
	*to = '\0';
}

/* What follows the last slash of either kind. */
static const char *
last_component(const char *path)
{
	const char *name = path;

	for (; *path != '\0'; path++) {
		if (*path == '/' || *path == '\\')
			name = path + 1;
	}
	return name;
}

char *
disposition_filename(void *mem, const char *field)
{
	char *extended = header_parameter(mem, field, "filename*");
	char *name = extended != NULL ? read_extended(mem, extended) : NULL;
	const char *last;

	if (name == NULL) {
		name = header_parameter(mem, field, "filename");
		if (name == NULL)
			return NULL;
		decode_browser_escapes(name);
	}
	last = last_component(name);
	return text_clean(mem, last, strlen(last), SIZE_MAX);
}

char *
disposition_attachment(void *mem, const char *name)
{
	char *plain = mem_text(mem, name);

	for (char *at = plain; *at != '\0'; at++) {
		if ((unsigned char)*at >= 0x80 ||
		    (!isalnum((unsigned char)*at) &&
			strchr("-._ ()", *at) == NULL))
			*at = '_';
	}
	return mem_printf(mem,
	    "attachment; filename=\"%s\"; filename*=UTF-8''%s", plain,
	    text_percent_encode(mem, name));
}
