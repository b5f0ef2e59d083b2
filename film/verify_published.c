/* What is published, read as a player would, and held against its files. */
#include "config.h"

#include "film/verify_inside.h"

#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/text.h"
#include "film/cues.h"
#include "film/image.h"
#include "film/m3u8.h"

/* As many segments as a track may have, 60 bytes each. */
#define MAX_PLAYLIST_BYTES ((size_t)4 * 1024 * 1024)

enum outcome
verify_bad_list(struct refusal *refusal, const char *name, const char *why)
{
	return refuse(refusal, INVALID, "playlist_damaged",
	    "The playlist %s cannot be used: %s.", name, why);
}

enum outcome
verify_read_list(void *mem, const char *folder, const char *name, char **out,
    struct refusal *refusal)
{
	AUTO_FREE char *path = mem_printf(NULL, "%s/%s", folder, name);
	enum outcome rc = file_read_all(mem, path, MAX_PLAYLIST_BYTES, out);

	if (rc == NOT_FOUND)
		return verify_bad_list(refusal, name, "it is missing");
	if (rc == TOO_LARGE)
		return verify_bad_list(refusal, name, "it is far too large");
	return rc;
}

/* `merged` has the segments as they must have been published. */
static enum outcome
check_index(const struct mp4_track *merged, const struct sidx *index,
    struct refusal *refusal)
{
	bool is_same = index->timescale == merged->init.timescale &&
		       index->track_id == merged->init.track_id &&
		       index->start == 0 && index->first_offset == 0 &&
		       index->entry_count == merged->segment_count;

	for (size_t i = 0; is_same && i < merged->segment_count; i++)
		is_same = index->entries[i].size == merged->segments[i].size &&
			  index->entries[i].duration ==
			      merged->segments[i].duration &&
			  index->entries[i].starts_with_sync;
	if (is_same)
		return OK;
	return refuse(refusal, INVALID, "index_damaged",
	    "The index of track %s does not tell what is in its file.",
	    merged->name);
}

static bool
is_entry(const struct m3u8_range *entry, const struct mp4_track *merged,
    const struct mp4_segment *segment, const char *file)
{
	return strcmp(entry->uri, file) == 0 &&
	       entry->offset == segment->offset &&
	       entry->size == segment->size &&
	       entry->duration_us == track_time_us(merged, segment->duration);
}

/* RFC 8216 section 4.3.3.1: no entry, rounded, is above the target. */
static bool
is_within_target(const struct m3u8_range *entry, int64_t target_s)
{
	return (entry->duration_us + 500000) / 1000000 <= target_s;
}

static const char *
playlist_fault(const struct m3u8_media *list, const struct mp4_track *merged,
    const char *file)
{
	if (!list->has_ended)
		return "it has no end";
	if (list->map.uri == NULL || strcmp(list->map.uri, file) != 0 ||
	    list->map.offset != 0 || list->map.size != merged->init.size)
		return "it does not find the head of its track";
	if (list->entry_count != merged->segment_count)
		return "it does not list every segment";
	for (size_t i = 0; i < list->entry_count; i++) {
		const struct m3u8_range *entry = &list->entries[i];

		if (!is_entry(entry, merged, &merged->segments[i], file))
			return "a segment is not where or as long as it says";
		if (!is_within_target(entry, list->target_s))
			return "its target duration is too short";
	}
	return NULL;
}

/* `name` is the list's. */
static enum outcome
check_playlist(const struct mp4_track *merged, const char *folder,
    const char *name, struct refusal *refusal)
{
	AUTO_FREE void *mem = mem_context(NULL);
	const char *file = mem_printf(mem, "%s.mp4", merged->name), *why;
	struct m3u8_media list;
	enum outcome rc;
	char *text;

	rc = verify_read_list(mem, folder, name, &text, refusal);
	if (rc != OK)
		return rc;
	if (m3u8_media_read(mem, text, &list) != OK)
		return verify_bad_list(refusal, name, "it is not one of ours");
	why = playlist_fault(&list, merged, file);
	return why == NULL ? OK : verify_bad_list(refusal, name, why);
}

/* The track as it must have been published. */
static struct mp4_track
merge(void *mem, const struct mp4_track *track)
{
	struct mp4_track out = *track;

	out.segments = mem_array(mem, struct mp4_segment, track->segment_count);
	memcpy(out.segments, track->segments,
	    track->segment_count * sizeof(*out.segments));
	track_merge_tail(&out);
	return out;
}

static enum outcome
check_packed(const struct mp4_track *track, const struct sidx *index,
    const char *folder, struct refusal *refusal)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct mp4_track merged = merge(mem, track);
	enum outcome rc = check_index(&merged, index, refusal);

	if (rc != OK)
		return rc;
	return check_playlist(
	    &merged, folder, mem_printf(mem, "%s.m3u8", merged.name), refusal);
}

/* Of each segment no more than its first picture. */
static enum outcome
check_iframes(const struct mp4_track *track, const char *folder,
    const char *name, struct refusal *refusal)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct mp4_track keys = merge(mem, track);

	for (size_t i = 0; i < keys.segment_count; i++)
		keys.segments[i].size = keys.segments[i].key_size;
	return check_playlist(&keys, folder, name, refusal);
}

static enum outcome
add_track(void *mem, const char *folder, const char *name,
    struct track_list *out, struct refusal *refusal)
{
	struct mp4_track *track;
	struct sidx index;
	enum outcome rc;

	out->items =
	    mem_grow(mem, out->items, struct mp4_track, out->count + 1);
	track = &out->items[out->count];
	rc = track_read_packed(mem, folder, name, track, &index, refusal);
	if (rc != OK)
		return rc;
	out->count++;
	return check_packed(track, &index, folder, refusal);
}

static const struct mp4_track *
find_track(const struct track_list *tracks, const char *name)
{
	for (size_t i = 0; i < tracks->count; i++)
		if (strcmp(tracks->items[i].name, name) == 0)
			return &tracks->items[i];
	return NULL;
}

/* The video of "v0-iframes", which the master names before; NULL: it is not
   the name of such a list. */
static const struct mp4_track *
find_iframes(const struct track_list *tracks, const char *name)
{
	static const char ending[] = "-iframes";
	size_t length = strlen(name), short_by = sizeof(ending) - 1;
	AUTO_FREE char *track = NULL;

	if (length <= short_by || strcmp(name + length - short_by, ending) != 0)
		return NULL;
	track = mem_text_n(NULL, name, length - short_by);
	return find_track(tracks, track);
}

/* "s7" */
static bool
is_subtitle(const char *name)
{
	return name[0] == 's' && name[1] != '\0' &&
	       strspn(name + 1, "0123456789") == strlen(name + 1);
}

/* Is it the one thing that its cues can be written as? */
static enum outcome
check_cues(
    void *mem, const char *path, const char *name, struct refusal *refusal)
{
	struct refusal ignored = { .mem = mem };
	int64_t size = file_size(path);
	enum outcome rc = INVALID;
	struct cue_list cues;
	char *text, *printed;
	size_t length;

	if (size > 0 && size <= (int64_t)CUES_MAX_BYTES)
		rc = file_read_all(mem, path, (size_t)size, &text);
	if (rc == OK)
		rc = text_is_utf8(text, strlen(text))
			 ? cues_read(mem, text, strlen(text), &cues, &ignored)
			 : INVALID;
	if (rc == OK) {
		printed = cues_print(mem, &cues, &length);
		if (length != strlen(text) ||
		    memcmp(printed, text, length) != 0)
			rc = INVALID;
	}
	if (rc != INVALID)
		return rc;
	return refuse(refusal, INVALID, "subtitle_damaged",
	    "The subtitle %s is missing or not as it was written.", name);
}

/* Its playlist has the one file, in one piece. */
static enum outcome
check_subtitle(const char *folder, const char *name, struct refusal *refusal)
{
	AUTO_FREE void *mem = mem_context(NULL);
	const char *list_name = mem_printf(mem, "%s.m3u8", name);
	const char *file = mem_printf(mem, "%s.vtt", name);
	struct m3u8_media list;
	enum outcome rc;
	char *text;

	rc = verify_read_list(mem, folder, list_name, &text, refusal);
	if (rc != OK)
		return rc;
	if (m3u8_media_read(mem, text, &list) != OK || !list.has_ended ||
	    list.entry_count != 1 || list.entries[0].size != 0 ||
	    strcmp(list.entries[0].uri, file) != 0 ||
	    !is_within_target(&list.entries[0], list.target_s))
		return verify_bad_list(refusal, list_name,
		    "it does not name the one file of its subtitle");
	return check_cues(
	    mem, mem_printf(mem, "%s/%s", folder, file), name, refusal);
}

/* A URI of the master: a track's playlist, or some other file beside it. */
static enum outcome
check_uri(void *mem, const char *folder, const char *uri,
    struct track_list *out, struct refusal *refusal)
{
	size_t length = strlen(uri), ending = strlen(".m3u8");
	AUTO_FREE char *path = mem_printf(NULL, "%s/%s", folder, uri);
	AUTO_FREE char *name = NULL;
	const struct mp4_track *keys;
	enum mp4_kind kind;

	if (strchr(uri, '/') != NULL || length <= ending)
		return verify_bad_list(
		    refusal, "master.m3u8", "it leads out of its folder");
	name = mem_text_n(NULL, uri, length - ending);
	if (strcmp(uri + length - ending, ".m3u8") == 0 &&
	    track_kind(name, &kind))
		return find_track(out, name) != NULL
			   ? OK
			   : add_track(mem, folder, name, out, refusal);
	keys = find_iframes(out, name);
	if (keys != NULL)
		return check_iframes(keys, folder, uri, refusal);
	if (is_subtitle(name))
		return check_subtitle(folder, name, refusal);
	if (file_size(path) > 0)
		return OK;
	return verify_bad_list(
	    refusal, "master.m3u8", "it names a missing file");
}

static enum outcome
check_wishes(const struct verify_order *order, const struct track_list *tracks,
    struct refusal *refusal)
{
	for (size_t i = 0; i < order->wish_count; i++)
		if (find_track(tracks, order->wishes[i].name) == NULL)
			return refuse(refusal, INVALID, "no_output",
			    "Track %s is not published.",
			    order->wishes[i].name);
	return OK;
}

/* The master's subtitles, by their names. */
static struct text_list
subtitles_of(void *mem, const struct text_list *uris)
{
	struct text_list out = { .items = mem_array(mem, char *, uris->count) };

	for (size_t i = 0; i < uris->count; i++) {
		char *name = mem_text_n(
		    mem, uris->items[i], strcspn(uris->items[i], "."));

		if (is_subtitle(name))
			out.items[out.count++] = name;
	}
	return out;
}

/* A film need not have one. */
static enum outcome
check_poster(const char *folder, struct refusal *refusal)
{
	struct image ignored;
	enum outcome rc =
	    image_load_ours(folder, "poster.jpg", &ignored, refusal);

	return rc == NOT_FOUND ? OK : rc;
}

/* What stands beside the HLS. */
static enum outcome
check_others(const struct verify_order *order, const struct track_list *tracks,
    const struct text_list *uris, struct refusal *refusal)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct text_list subtitles = subtitles_of(mem, uris);
	enum outcome rc = check_poster(order->folder, refusal);

	if (rc != OK)
		return rc;
	return verify_dash(order->folder,
	    order->manifest != NULL ? order->manifest : "manifest.mpd", tracks,
	    &subtitles, refusal);
}

enum outcome
verify_published(void *mem, const struct verify_order *order,
    struct track_list *out, struct refusal *refusal)
{
	AUTO_FREE void *scratch = mem_context(NULL);
	struct text_list uris;
	enum outcome rc;
	char *text;

	*out = (struct track_list){ 0 };
	rc = verify_read_list(scratch, order->folder,
	    order->master != NULL ? order->master : "master.m3u8", &text,
	    refusal);
	if (rc != OK)
		return rc;
	if (m3u8_master_read(scratch, text, &uris) != OK)
		return verify_bad_list(
		    refusal, "master.m3u8", "it is not one of ours");
	for (size_t i = 0; i < uris.count && rc == OK; i++)
		rc = check_uri(mem, order->folder, uris.items[i], out, refusal);
	if (rc == OK)
		rc = check_wishes(order, out, refusal);
	if (rc == OK)
		rc = verify_tracks(out, order, refusal);
	return rc == OK ? check_others(order, out, &uris, refusal) : rc;
}
