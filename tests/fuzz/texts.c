/* Each line to every reader of a text that stands in a header, a path, a
   setting or a search box. */
#include "config.h"

#include <ctype.h>
#include <string.h>

#include "base/address.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/token.h"
#include "fcgi/disposition.h"
#include "fcgi/route.h"
#include "film/language.h"
#include "sql/words.h"
#include "tests/fuzz/fuzz.h"

/* A display name is one line that a terminal may be shown, without folders. */
static void
check_name(const char *name)
{
	hold(text_is_harmless_line(name));
	hold(strpbrk(name, "/\\\r\n") == NULL);
}

static void
try_disposition(void *mem, const char *line)
{
	char *name = disposition_filename(mem, line), *again;

	if (name == NULL)
		return;
	check_name(name);
	again = disposition_attachment(mem, name);
	for (const char *at = again; *at != '\0'; at++)
		hold(*at >= ' ' && *at <= '~');
	hold(strcmp(disposition_filename(mem, again), name) == 0);
}

static void
try_path(const char *line)
{
	struct route_match match;

	for (int method = 0; method < METHOD_COUNT; method++) {
		if (route_find(routes, (enum method)method, line, &match) == OK)
			hold(match.allowed != 0);
	}
}

static void
try_address(void *mem, const char *line)
{
	char *rule = mem_text(mem, line);
	struct text_list rules = { .items = &rule, .count = 1 };

	if (address_is_rule(line))
		(void)address_is_allowed(&rules, "192.0.2.7");
	rule = mem_text(mem, "192.0.2.0/24");
	if (address_is_allowed(&rules, line))
		hold(strstr(line, "192.0.2.") != NULL ||
		     strchr(line, ':') != NULL);
}

static void
try_words(void *mem, const char *line)
{
	const char *query =
	    text_is_utf8(line, strlen(line)) ? words_query(mem, line) : NULL;

	for (; query != NULL && *query != '\0'; query++)
		hold((unsigned char)*query >= 0x80 ||
		     isalnum((unsigned char)*query) ||
		     strchr("_+* ", *query) != NULL);
}

static void
try_escapes(void *mem, const char *line)
{
	char *text = text_percent_encode(mem, line);

	hold(text_percent_decode(text, false) && strcmp(text, line) == 0);
	text = mem_text(mem, line);
	if (text_percent_decode(text, true))
		hold(strlen(text) <= strlen(line));
}

static void
try_line(void *mem, const char *line, size_t length)
{
	char *clean = text_clean(mem, line, length, 255);
	struct uuid id;
	int64_t number;

	hold(text_is_harmless_line(clean) && text_length(clean) <= 255);
	if (uuid_parse(line, &id))
		hold(strlen(id.text) == 36 && strcasecmp(id.text, line) == 0);
	if (text_to_number(line, INT64_MAX, &number))
		hold(number >= 0);
	(void)text_is_day(line);
	(void)text_is_blank(line);
	(void)text_extension(mem, line);
	(void)language_tag(mem, line);
	(void)header_parameter(mem, line, "boundary");
	(void)request_tag_matches(line, "7", false);
	try_disposition(mem, line);
	try_path(line);
	try_address(mem, line);
	try_words(mem, line);
	try_escapes(mem, line);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	AUTO_FREE void *mem = mem_context(NULL);
	const char *at = (const char *)bytes, *end = at + length;

	while (at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		size_t size = (size_t)((stop != NULL ? stop : end) - at);
		char *line = mem_text_n(mem, at, size);

		try_line(mem, line, strlen(line));
		at += size + 1;
	}
	return 0;
}
