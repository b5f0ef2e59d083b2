/*
 * Everything between two delimiters is content, and a delimiter is CRLF "--"
 * boundary.  The buffer begins with a CRLF of our own, so that the first one,
 * which may open the body, is found like all others.  Of the bytes in the
 * buffer, `plain` are known to be content; the last ones are kept back as
 * long as a delimiter could begin in them.
 */
#include "config.h"

#include "fcgi/multipart.h"

#include <stdbool.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "fcgi/disposition.h"
#include "fcgi/part.h"

#define BUFFER_SIZE ((size_t)64 * 1024)
#define MAX_BOUNDARY 70 /* RFC 2046 section 5.1.1 */
#define MAX_HEADERS ((size_t)8 * 1024)
#define MAX_PARTS 64
#define MAX_SKIPPED ((size_t)1024 * 1024)
#define CRLF "\r\n"

struct multipart {
	multipart_source *source;
	void *argument;
	struct refusal *refusal;
	char *delimiter;
	size_t delimiter_length;
	char *buffer;
	size_t start, end; /* what is in the buffer and not consumed */
	size_t plain;      /* bytes of content at `start` */
	bool is_bounded;   /* a delimiter follows them */
	bool is_at_end;    /* of the source */
	bool is_closed;    /* the last delimiter has been seen */
	size_t part_count, skipped;
	struct multipart_field *fields; /* that are wanted */
	size_t field_count;
};

static enum outcome
broken(struct multipart *multipart, const char *code, const char *message)
{
	return refuse(multipart->refusal, MALFORMED, code, "%s", message);
}

enum outcome
multipart_open(void *mem, const char *content_type, multipart_source *source,
    void *argument, struct refusal *refusal, struct multipart **out)
{
	char *boundary = header_parameter(mem, content_type, "boundary");
	struct multipart *multipart;

	if (boundary == NULL || *boundary == '\0' ||
	    strlen(boundary) > MAX_BOUNDARY)
		return refuse(refusal, MALFORMED, "boundary_missing",
		    "The Content-Type names no usable boundary.");
	multipart = mem_new(mem, struct multipart);
	multipart->source = source;
	multipart->argument = argument;
	multipart->refusal = refusal;
	multipart->delimiter = mem_printf(multipart, CRLF "--%s", boundary);
	multipart->delimiter_length = strlen(multipart->delimiter);
	multipart->buffer = mem_array(multipart, char, BUFFER_SIZE);
	memcpy(multipart->buffer, CRLF, strlen(CRLF));
	multipart->end = strlen(CRLF);
	*out = multipart;
	return OK;
}

static size_t
available(const struct multipart *multipart)
{
	return multipart->end - multipart->start;
}

/* At least one more byte into the buffer, which must have room once what was
   consumed has been dropped. */
static enum outcome
fill(struct multipart *multipart)
{
	enum outcome rc;
	size_t got;

	if (multipart->is_at_end)
		return broken(multipart, "body_cut",
		    "The body ends before its last boundary.");
	memmove(multipart->buffer, multipart->buffer + multipart->start,
	    available(multipart));
	multipart->end = available(multipart);
	multipart->start = 0;
	rc = multipart->source(multipart->argument,
	    multipart->buffer + multipart->end, BUFFER_SIZE - multipart->end,
	    &got);
	if (rc != OK)
		return rc;
	multipart->end += got;
	multipart->is_at_end = got == 0;
	return got > 0 ? OK : fill(multipart);
}

static enum outcome
ensure(struct multipart *multipart, size_t length)
{
	enum outcome rc = OK;

	while (rc == OK && available(multipart) < length)
		rc = fill(multipart);
	return rc;
}

/* Finds out how much of what follows is content, and more than nothing
   unless a delimiter is next. */
static enum outcome
look(struct multipart *multipart)
{
	enum outcome rc = ensure(multipart, multipart->delimiter_length);
	const char *start, *found;

	if (rc != OK)
		return rc;
	start = multipart->buffer + multipart->start;
	found = memmem(start, available(multipart), multipart->delimiter,
	    multipart->delimiter_length);
	multipart->is_bounded = found != NULL;
	multipart->plain =
	    found != NULL
		? (size_t)(found - start)
		: available(multipart) - (multipart->delimiter_length - 1);
	return OK;
}

/* A piece of content where it lies; a length of 0 is its end. */
static enum outcome
next_piece(struct multipart *multipart, size_t max, char **out, size_t *length)
{
	enum outcome rc = OK;

	if (multipart->plain == 0 && !multipart->is_bounded)
		rc = look(multipart);
	*out = multipart->buffer + multipart->start;
	*length = multipart->plain < max ? multipart->plain : max;
	multipart->start += *length;
	multipart->plain -= *length;
	return rc;
}

enum outcome
multipart_read(
    struct multipart *multipart, void *buffer, size_t size, size_t *got)
{
	*got = 0;
	while (*got < size) {
		size_t length;
		char *piece;
		enum outcome rc =
		    next_piece(multipart, size - *got, &piece, &length);

		if (rc != OK || length == 0)
			return rc;
		memcpy((char *)buffer + *got, piece, length);
		*got += length;
	}
	return OK;
}

static enum outcome
count_skipped(struct multipart *multipart, size_t length)
{
	multipart->skipped += length;
	if (multipart->skipped <= MAX_SKIPPED)
		return OK;
	return refuse(multipart->refusal, TOO_LARGE, "fields_too_large",
	    "What stands beside the file may have at most %zu bytes.",
	    MAX_SKIPPED);
}

static enum outcome
skip_content(struct multipart *multipart)
{
	enum outcome rc;
	size_t length;
	char *piece;

	do {
		rc = next_piece(multipart, BUFFER_SIZE, &piece, &length);
		if (rc == OK)
			rc = count_skipped(multipart, length);
	} while (rc == OK && length > 0);
	return rc;
}

/* What stands before the first boundary: with too much of it, the one that
   was announced is not the one that is there. */
static enum outcome
skip_preamble(struct multipart *multipart)
{
	enum outcome rc = skip_content(multipart);

	if (rc != TOO_LARGE)
		return rc;
	return broken(multipart, "boundary_broken",
	    "The boundary that was announced does not come.");
}

/*
 * Behind a delimiter: "--" closes the body; else there may be padding (RFC
 * 2046 section 5.1.1) before the end of the line, which is not consumed.
 */
static enum outcome
read_delimiter(struct multipart *multipart)
{
	enum outcome rc;

	multipart->start += multipart->delimiter_length;
	multipart->is_bounded = false;
	rc = ensure(multipart, 2);
	if (rc != OK)
		return rc;
	multipart->is_closed =
	    memcmp(multipart->buffer + multipart->start, "--", 2) == 0;
	if (multipart->is_closed)
		return OK;
	while (rc == OK && (multipart->buffer[multipart->start] == ' ' ||
			       multipart->buffer[multipart->start] == '\t')) {
		multipart->start++;
		rc = ensure(multipart, 2);
	}
	if (rc == OK &&
	    memcmp(multipart->buffer + multipart->start, CRLF, 2) != 0)
		return broken(multipart, "boundary_broken",
		    "A boundary does not stand on a line of its own.");
	return rc;
}

/* The header fields from the end of the delimiter's line to the empty one. */
static enum outcome
read_headers(struct multipart *multipart, char **out)
{
	for (;;) {
		char *start = multipart->buffer + multipart->start;
		char *end = memmem(start, available(multipart), CRLF CRLF, 4);
		size_t length =
		    end != NULL ? (size_t)(end - start) : available(multipart);
		enum outcome rc;

		if (length > MAX_HEADERS)
			return broken(multipart, "part_headers_too_long",
			    "The header of a part is too long.");
		if (end != NULL) {
			*out =
			    mem_text_n(multipart->refusal->mem, start, length);
			multipart->start += length + strlen(CRLF CRLF);
			return strlen(*out) == length
				   ? OK
				   : broken(multipart, "part_headers_broken",
					 "The header of a part holds a NUL.");
		}
		rc = fill(multipart);
		if (rc != OK)
			return rc;
	}
}

/* The next part's header, unless the body is closed. */
static enum outcome
next_part(struct multipart *multipart, struct part *part)
{
	enum outcome rc = multipart->part_count == 0 ? skip_preamble(multipart)
						     : skip_content(multipart);
	char *block = NULL;

	if (rc == OK)
		rc = read_delimiter(multipart);
	if (rc != OK || multipart->is_closed)
		return rc;
	if (++multipart->part_count > MAX_PARTS)
		return broken(multipart, "too_many_parts",
		    "The body has too many parts.");
	rc = read_headers(multipart, &block);
	if (rc == OK)
		rc = part_read(block, part, multipart->refusal);
	return rc;
}

void
multipart_want(
    struct multipart *multipart, struct multipart_field *fields, size_t count)
{
	multipart->fields = fields;
	multipart->field_count = count;
}

static enum outcome
keep_value(struct multipart *multipart, struct multipart_field *field)
{
	size_t length;
	enum outcome rc;

	if (field->value != NULL)
		return refuse(multipart->refusal, MALFORMED, "field_repeated",
		    "The field `%s` comes twice.", field->name);
	field->value = mem_array(multipart, char, MULTIPART_MAX_FIELD + 2);
	rc = multipart_read(
	    multipart, field->value, MULTIPART_MAX_FIELD + 1, &length);
	if (rc != OK)
		return rc;
	if (length > MULTIPART_MAX_FIELD)
		return refuse(multipart->refusal, TOO_LARGE, "fields_too_large",
		    "The field `%s` may have at most %d bytes.", field->name,
		    MULTIPART_MAX_FIELD);
	if (!text_is_utf8(field->value, length) ||
	    strlen(field->value) != length)
		return refuse(multipart->refusal, MALFORMED, "field_broken",
		    "The field `%s` is not UTF-8.", field->name);
	return OK;
}

/* The content of a part that is no file, if somebody wants it. */
static enum outcome
keep_field(struct multipart *multipart, const struct part *part)
{
	for (size_t i = 0; part->name != NULL && i < multipart->field_count;
	     i++)
		if (strcmp(multipart->fields[i].name, part->name) == 0)
			return keep_value(multipart, &multipart->fields[i]);
	return OK;
}

static bool
is_the_file(const struct part *part)
{
	return part->name != NULL && strcmp(part->name, "file") == 0;
}

enum outcome
multipart_find_file(struct multipart *multipart, struct multipart_file *out)
{
	struct part part = { 0 };

	for (;;) {
		enum outcome rc = next_part(multipart, &part);

		if (rc != OK)
			return rc;
		if (multipart->is_closed)
			return broken(multipart, "file_part_missing",
			    "There is no part named `file`.");
		if (is_the_file(&part)) {
			out->filename = part.filename;
			out->content_type = part.content_type;
			return OK;
		}
		if (part.filename != NULL)
			return broken(multipart, "file_part_missing",
			    "The part of the file must be named `file`.");
		rc = keep_field(multipart, &part);
		if (rc != OK)
			return rc;
	}
}

/* The bytes behind the last boundary are nobody's, but they must be read for
   the body to be whole. */
static enum outcome
skip_epilogue(struct multipart *multipart)
{
	enum outcome rc = OK;

	while (rc == OK && !multipart->is_at_end) {
		size_t got = 0;

		rc = multipart->source(
		    multipart->argument, multipart->buffer, BUFFER_SIZE, &got);
		multipart->is_at_end = got == 0;
		if (rc == OK)
			rc = count_skipped(multipart, got);
	}
	return rc;
}

enum outcome
multipart_close(struct multipart *multipart)
{
	struct part part = { 0 };

	for (;;) {
		enum outcome rc = next_part(multipart, &part);

		if (rc != OK)
			return rc;
		if (multipart->is_closed)
			return skip_epilogue(multipart);
		if (is_the_file(&part) || part.filename != NULL)
			return broken(multipart, "too_many_files",
			    "One upload takes one file.");
		rc = keep_field(multipart, &part);
		if (rc != OK)
			return rc;
	}
}
