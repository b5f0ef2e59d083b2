/* Playlists, read line by line; a tag we do not know is passed over. */
#include "config.h"

#include "film/m3u8.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

struct media_reader {
	void *mem;
	struct m3u8_media *out;
	struct m3u8_range next; /* what the tags before a URI said of it */
};

/* A number at `*at`, which moves behind it; at most 15 digits. */
static bool
take_number(const char **at, int64_t *out)
{
	const char *start = *at;

	*out = 0;
	while (isdigit((unsigned char)**at) && *at - start < 15)
		*out = *out * 10 + (*(*at)++ - '0');
	return *at > start && !isdigit((unsigned char)**at);
}

/* "1425064@915", offset and all, to the end of the text. */
static bool
take_range(const char *text, char end, struct m3u8_range *out)
{
	return take_number(&text, &out->size) && *text++ == '@' &&
	       take_number(&text, &out->offset) && *text == end;
}

static bool
read_target(char *value, struct media_reader *reader)
{
	const char *at = value;

	return take_number(&at, &reader->out->target_s) && *at == '\0';
}

/* URI="v0.mp4",BYTERANGE="815@0" */
static bool
read_map(char *value, struct media_reader *reader)
{
	static const char uri[] = "URI=\"", range[] = "\",BYTERANGE=\"";
	char *middle = strstr(value, range);

	if (!text_starts(value, uri) || middle == NULL)
		return false;
	*middle = '\0';
	reader->out->map.uri = value + sizeof(uri) - 1;
	return take_range(middle + sizeof(range) - 1, '"', &reader->out->map);
}

/* "6.006000," with six decimals: read as microseconds, no rounding. */
static bool
read_duration(char *value, struct media_reader *reader)
{
	const char *at = value, *decimals;
	int64_t seconds, micros;

	if (!take_number(&at, &seconds) || *at++ != '.')
		return false;
	decimals = at;
	if (!take_number(&at, &micros) || at - decimals != 6 ||
	    strcmp(at, ",") != 0 || seconds > INT64_MAX / 2000000)
		return false;
	reader->next.duration_us = seconds * 1000000 + micros;
	return true;
}

static bool
read_range(char *value, struct media_reader *reader)
{
	return take_range(value, '\0', &reader->next);
}

static bool
read_end(char *value, struct media_reader *reader)
{
	(void)value;
	reader->out->has_ended = true;
	return true;
}

static const struct {
	const char *tag;
	bool (*read)(char *value, struct media_reader *reader);
} media_tags[] = {
	{ "#EXT-X-TARGETDURATION:", read_target },
	{ "#EXT-X-MAP:", read_map },
	{ "#EXTINF:", read_duration },
	{ "#EXT-X-BYTERANGE:", read_range },
	{ "#EXT-X-ENDLIST", read_end },
};

/* A URI ends what was said of an entry. */
static bool
read_uri(char *line, struct media_reader *reader)
{
	struct m3u8_media *out = reader->out;

	if (reader->next.duration_us == 0)
		return false;
	/* Room doubles: it is used up whenever the count is a power of two. */
	if ((out->entry_count & (out->entry_count - 1)) == 0)
		out->entries = mem_grow(reader->mem, out->entries,
		    struct m3u8_range, out->entry_count * 2 + 1);
	reader->next.uri = line;
	out->entries[out->entry_count++] = reader->next;
	reader->next = (struct m3u8_range){ 0 };
	return true;
}

static bool
read_line(char *line, struct media_reader *reader)
{
	if (reader->out->has_ended)
		return false;
	if (line[0] != '#')
		return read_uri(line, reader);
	for (size_t i = 0; i < ARRAY_SIZE(media_tags); i++)
		if (text_starts(line, media_tags[i].tag))
			return media_tags[i].read(
			    line + strlen(media_tags[i].tag), reader);
	return true;
}

enum outcome
m3u8_media_read(void *mem, char *text, struct m3u8_media *out)
{
	struct media_reader reader = { .mem = mem, .out = out };
	char *line = strsep(&text, "\n");

	*out = (struct m3u8_media){ 0 };
	if (strcmp(line, "#EXTM3U") != 0)
		return MALFORMED;
	while ((line = strsep(&text, "\n")) != NULL)
		if (line[0] != '\0' && !read_line(line, &reader))
			return MALFORMED;
	return OK;
}

static void
add_uri(void *mem, struct text_list *out, const char *uri, size_t length)
{
	out->items = mem_grow(mem, out->items, char *, out->count + 1);
	out->items[out->count++] = mem_text_n(mem, uri, length);
}

/* The URI="..." of a tag; the writer keeps quotes out of all other values,
   so the text in front of it cannot pretend to be one. */
static void
add_tag_uri(void *mem, struct text_list *out, const char *line, size_t length)
{
	static const char key[] = ",URI=\"";
	const char *at = memmem(line, length, key, sizeof(key) - 1), *end;

	if (at == NULL)
		return;
	at += sizeof(key) - 1;
	end = memchr(at, '"', length - (size_t)(at - line));
	if (end != NULL)
		add_uri(mem, out, at, (size_t)(end - at));
}

enum outcome
m3u8_master_read(void *mem, const char *text, struct text_list *out)
{
	size_t length;

	*out = (struct text_list){ 0 };
	if (!text_starts(text, "#EXTM3U\n"))
		return MALFORMED;
	for (; *text != '\0'; text += length + (text[length] == '\n')) {
		length = strcspn(text, "\n");
		if (text[0] == '#')
			add_tag_uri(mem, out, text, length);
		else if (length > 0)
			add_uri(mem, out, text, length);
	}
	return OK;
}
