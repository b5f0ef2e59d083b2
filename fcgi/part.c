/* Headers of parts. */
#include "config.h"

#include "fcgi/part.h"

#include <stddef.h>
#include <string.h>

#include "base/text.h"
#include "fcgi/disposition.h"

#define CRLF "\r\n"

/* What a part's header fields fill, by name. */
static const struct {
	const char *name;
	size_t offset;
} part_fields[] = {
	{ "Content-Type", offsetof(struct part, content_type) },
	{ "Content-Transfer-Encoding", offsetof(struct part, encoding) },
};

static const char *const plain_encodings[] = { "7bit", "8bit", "binary" };

static void
take_header(void *mem, const char *name, const char *value, struct part *part)
{
	if (text_equal_nocase(name, "Content-Disposition")) {
		part->name = header_parameter(mem, value, "name");
		part->filename = disposition_filename(mem, value);
		return;
	}
	for (size_t i = 0; i < ARRAY_SIZE(part_fields); i++) {
		if (text_equal_nocase(name, part_fields[i].name))
			*(const char **)((char *)part + part_fields[i].offset) =
			    value;
	}
}

/* RFC 7578 section 4.7: deprecated, and nobody sends it. */
static enum outcome
check_encoding(const struct part *part, struct refusal *refusal)
{
	if (part->encoding == NULL)
		return OK;
	for (size_t i = 0; i < ARRAY_SIZE(plain_encodings); i++) {
		if (text_equal_nocase(part->encoding, plain_encodings[i]))
			return OK;
	}
	return refuse(refusal, MALFORMED, "transfer_encoding_unsupported",
	    "A part must be sent as it is, without a transfer encoding.");
}

enum outcome
part_read(char *block, struct part *out, struct refusal *refusal)
{
	void *mem = refusal->mem;

	*out = (struct part){ .content_type = "" };
	for (char *line = block; line != NULL;) {
		char *end = strstr(line, CRLF);
		char *colon;

		if (end != NULL)
			*end = '\0';
		colon = strchr(line, ':');
		if (*line != '\0' && colon == NULL)
			return refuse(refusal, MALFORMED, "part_headers_broken",
			    "A part has a header line without a colon.");
		if (colon != NULL) {
			*colon = '\0';
			take_header(mem, line, text_trim(mem, colon + 1), out);
		}
		line = end != NULL ? end + strlen(CRLF) : NULL;
	}
	return check_encoding(out, refusal);
}
