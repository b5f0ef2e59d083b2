/* The manifest of a published folder, held against its files. */
#include "config.h"

#include "film/verify_inside.h"

#include <fcntl.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "film/box.h"
#include "film/mpd.h"
#include "film/storyboard.h"

enum {
	FTYP = BOX_TYPE('f', 't', 'y', 'p'),
	SIDX = BOX_TYPE('s', 'i', 'd', 'x'),
};

#define BOX_HEAD 8

struct manifest {
	const char *folder;
	struct mpd mpd;
};

/* Does the range lie in its file, and does a box of that type begin there? */
static bool
begins_with(const struct manifest *manifest, const struct mpd_file *file,
    const struct mpd_range *range, uint32_t type)
{
	AUTO_FREE char *path =
	    mem_printf(NULL, "%s/%s", manifest->folder, file->uri);
	uint8_t head[BOX_HEAD];
	struct cursor at = cursor_over(head, sizeof(head));
	AUTO_FD int fd = -1;
	size_t got;

	if (range->last >= file_size(path) ||
	    file_open(path, O_RDONLY, 0, &fd) != OK ||
	    file_read_at(fd, head, sizeof(head), range->first, &got) != OK ||
	    got < sizeof(head))
		return false;
	cursor_skip(&at, 4);
	return (uint32_t)cursor_take(&at, 4) == type;
}

/* Each exactly once. */
static const struct mpd_file *
find_file(const struct manifest *manifest, const char *uri)
{
	const struct mpd_file *found = NULL;

	for (size_t i = 0; i < manifest->mpd.file_count; i++) {
		const struct mpd_file *file = &manifest->mpd.files[i];

		if (strcmp(file->uri, uri) != 0)
			continue;
		if (found != NULL)
			return NULL;
		found = file;
	}
	return found;
}

static const char *
track_fault(const struct manifest *manifest, const struct mp4_track *track)
{
	AUTO_FREE char *uri = mem_printf(NULL, "%s.mp4", track->name);
	const struct mpd_file *file = find_file(manifest, uri);
	int64_t head = track->init.size;

	if (file == NULL)
		return "it does not name each track once";
	if (file->head.first != 0 || file->head.last != head - 1 ||
	    !begins_with(manifest, file, &file->head, FTYP))
		return "it does not find the head of a track";
	if (file->index.first != head ||
	    file->index.last != head + track->index_size - 1 ||
	    !begins_with(manifest, file, &file->index, SIDX))
		return "it does not find the index of a track";
	return NULL;
}

static const char *
subtitle_fault(const struct manifest *manifest, const char *name)
{
	AUTO_FREE char *uri = mem_printf(NULL, "%s.vtt", name);

	return find_file(manifest, uri) != NULL
		   ? NULL
		   : "it does not name each subtitle once";
}

static const char *
manifest_fault(const struct manifest *manifest, const struct track_list *tracks,
    const struct text_list *subtitles)
{
	const char *why = NULL;

	if (manifest->mpd.file_count != tracks->count + subtitles->count)
		return "it names other files than the master";
	for (size_t i = 0; why == NULL && i < tracks->count; i++)
		why = track_fault(manifest, &tracks->items[i]);
	for (size_t i = 0; why == NULL && i < subtitles->count; i++)
		why = subtitle_fault(manifest, subtitles->items[i]);
	return why;
}

static enum outcome
check_storyboard(const struct manifest *manifest, const char *name,
    const struct mp4_track *first, struct refusal *refusal)
{
	const char *sheets = manifest->mpd.sheets;
	struct storyboard ignored;
	enum outcome rc = storyboard_check(manifest->folder,
	    track_time_us(first, track_duration(first)), &ignored, refusal);

	if (rc != OK && rc != NOT_FOUND)
		return rc;
	if (rc == OK
		? sheets != NULL && strcmp(sheets, STORYBOARD_TEMPLATE) == 0
		: sheets == NULL)
		return OK;
	return verify_bad_list(
	    refusal, name, "it does not tell of the storyboard that is there");
}

enum outcome
verify_dash(const char *folder, const char *name,
    const struct track_list *tracks, const struct text_list *subtitles,
    struct refusal *refusal)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct manifest manifest = { .folder = folder };
	const char *why;
	enum outcome rc;
	char *text;

	rc = verify_read_list(mem, folder, name, &text, refusal);
	if (rc != OK)
		return rc;
	if (mpd_read(mem, text, &manifest.mpd) != OK)
		return verify_bad_list(refusal, name, "it is not one of ours");
	why = manifest_fault(&manifest, tracks, subtitles);
	if (why != NULL)
		return verify_bad_list(refusal, name, why);
	return check_storyboard(
	    &manifest, name, track_first_video(tracks), refusal);
}
