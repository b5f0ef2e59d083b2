/* Manifests, read tag by tag; an element we do not know is passed over. */
#include "config.h"

#include "film/mpd.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

#define MAX_DEPTH 16
#define MAX_ATTRIBUTES 24
#define BLANKS " \t\n\r"

struct attribute {
	const char *name;
	const char *value;
};

struct tag {
	char *name;
	struct attribute attributes[MAX_ATTRIBUTES];
	size_t count;
	bool is_end;   /* </name> */
	bool is_empty; /* <name/> */
};

struct mpd_reader {
	void *mem;
	struct mpd *out;
	const char *open[MAX_DEPTH]; /* names of the elements around us */
	size_t depth;
	struct mpd_file file; /* of the Representation around us */
	bool has_root;
};

/* Letters and what else our names have (xmlns:xsi). */
static size_t
name_length(const char *text)
{
	return strspn(
	    text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz:");
}

/* Only the five references that need no declaration (XML section 4.6). */
static bool
is_text(const char *text)
{
	static const char *const references[] = { "&amp;", "&lt;", "&gt;",
		"&quot;", "&apos;" };
	size_t i;

	if (strchr(text, '<') != NULL || !text_is_utf8(text, strlen(text)))
		return false;
	for (; (text = strchr(text, '&')) != NULL; text++) {
		for (i = 0; i < ARRAY_SIZE(references); i++)
			if (text_starts(text, references[i]))
				break;
		if (i == ARRAY_SIZE(references))
			return false;
	}
	return true;
}

static const char *
value_of(const struct tag *tag, const char *name)
{
	for (size_t i = 0; i < tag->count; i++)
		if (strcmp(tag->attributes[i].name, name) == 0)
			return tag->attributes[i].value;
	return NULL;
}

/* name="value", and no name twice (XML section 3.1). */
static bool
read_attribute(char **at, struct tag *tag)
{
	char *name = *at, *value, *end;
	size_t length = name_length(name);

	if (length == 0 || strncmp(name + length, "=\"", 2) != 0)
		return false;
	value = name + length + 2;
	end = strchr(value, '"');
	if (end == NULL)
		return false;
	name[length] = *end = '\0';
	*at = end + 1;
	if (tag->count == MAX_ATTRIBUTES || !is_text(value) ||
	    value_of(tag, name) != NULL)
		return false;
	tag->attributes[tag->count++] = (struct attribute){ name, value };
	return true;
}

/* What stands between < and >. */
static bool
read_tag(char *text, struct tag *tag)
{
	size_t length = strlen(text);

	*tag = (struct tag){ 0 };
	if (text[0] == '/') {
		tag->is_end = true;
		tag->name = text + 1;
		return length > 1 && name_length(tag->name) == length - 1;
	}
	if (length > 0 && text[length - 1] == '/') {
		tag->is_empty = true;
		text[length - 1] = '\0';
	}
	tag->name = text;
	text += name_length(text);
	while (*text != '\0') {
		size_t blanks = strspn(text, BLANKS);

		if (blanks == 0 || text == tag->name)
			return false;
		*text = '\0';
		text += blanks;
		if (*text != '\0' && !read_attribute(&text, tag))
			return false;
	}
	return tag->name[0] != '\0';
}

/* "815-914" */
static bool
read_range(const char *text, struct mpd_range *out)
{
	char *end;

	if (text == NULL || text[0] < '0' || text[0] > '9')
		return false;
	out->first = strtoll(text, &end, 10);
	if (end[0] != '-' || end[1] < '0' || end[1] > '9')
		return false;
	out->last = strtoll(end + 1, &end, 10);
	return *end == '\0' && out->first <= out->last && out->last < INT64_MAX;
}

static bool
begin_representation(struct mpd_reader *reader, const struct tag *tag)
{
	(void)tag;
	reader->file = (struct mpd_file){
		.head = { 0, -1 },
		.index = { 0, -1 },
	};
	return true;
}

static bool
begin_index(struct mpd_reader *reader, const struct tag *tag)
{
	return read_range(value_of(tag, "indexRange"), &reader->file.index);
}

static bool
begin_head(struct mpd_reader *reader, const struct tag *tag)
{
	return read_range(value_of(tag, "range"), &reader->file.head);
}

static bool
begin_template(struct mpd_reader *reader, const struct tag *tag)
{
	if (reader->out->sheets != NULL)
		return false;
	reader->out->sheets = value_of(tag, "media");
	return reader->out->sheets != NULL;
}

static const struct {
	const char *name;
	bool (*begin)(struct mpd_reader *reader, const struct tag *tag);
} elements[] = {
	{ "Representation", begin_representation },
	{ "SegmentBase", begin_index },
	{ "Initialization", begin_head },
	{ "SegmentTemplate", begin_template },
};

static bool
begin_element(struct mpd_reader *reader, const struct tag *tag)
{
	if (reader->depth == 0) {
		if (reader->has_root || strcmp(tag->name, "MPD") != 0)
			return false;
		reader->has_root = true;
	}
	if (reader->depth == MAX_DEPTH)
		return false;
	reader->open[reader->depth++] = tag->name;
	for (size_t i = 0; i < ARRAY_SIZE(elements); i++)
		if (strcmp(elements[i].name, tag->name) == 0)
			return elements[i].begin(reader, tag);
	return true;
}

static void
keep_file(struct mpd_reader *reader)
{
	struct mpd *out = reader->out;

	if (reader->file.uri == NULL)
		return;
	out->files = mem_grow(
	    reader->mem, out->files, struct mpd_file, out->file_count + 1);
	out->files[out->file_count++] = reader->file;
	reader->file.uri = NULL;
}

static bool
end_element(struct mpd_reader *reader, const char *name)
{
	if (reader->depth == 0 ||
	    strcmp(reader->open[reader->depth - 1], name) != 0)
		return false;
	reader->depth--;
	if (strcmp(name, "Representation") == 0)
		keep_file(reader);
	return true;
}

/* Between two tags. */
static bool
read_text(struct mpd_reader *reader, const char *text)
{
	const char *name =
	    reader->depth > 0 ? reader->open[reader->depth - 1] : "";

	if (text[strspn(text, BLANKS)] == '\0')
		return true;
	if (reader->depth == 0 || !is_text(text))
		return false;
	if (strcmp(name, "BaseURL") == 0)
		reader->file.uri = text;
	return true;
}

static bool
read_element(struct mpd_reader *reader, char *text)
{
	struct tag tag;

	if (!read_tag(text, &tag))
		return false;
	if (tag.is_end)
		return end_element(reader, tag.name);
	return begin_element(reader, &tag) &&
	       (!tag.is_empty || end_element(reader, tag.name));
}

enum outcome
mpd_read(void *mem, char *text, struct mpd *out)
{
	static const char head[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
	struct mpd_reader reader = { .mem = mem, .out = out };
	char *tag;

	*out = (struct mpd){ 0 };
	if (!text_starts(text, head))
		return MALFORMED;
	text += strlen(head);
	while ((tag = strchr(text, '<')) != NULL) {
		*tag++ = '\0';
		if (!read_text(&reader, text))
			return MALFORMED;
		/* No value of ours has a '>': it is written as a reference. */
		text = strchr(tag, '>');
		if (text == NULL)
			return MALFORMED;
		*text++ = '\0';
		if (!read_element(&reader, tag))
			return MALFORMED;
	}
	return reader.has_root && reader.depth == 0 && read_text(&reader, text)
		   ? OK
		   : MALFORMED;
}
