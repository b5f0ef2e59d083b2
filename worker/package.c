/*
 * Packing: files are written from front to back, at offsets that follow from
 * measured sizes alone.
 */
#include "config.h"

#include "worker/package.h"

#include <fcntl.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "film/sidx.h"
#include "film/storyboard.h"
#include "worker/dash.h"

#define FILE_MODE 0640

/* A file that grows. */
struct output {
	int fd;
	int64_t at;
};

static enum outcome
output_open(struct output *output, const char *folder, const char *name,
    struct refusal *refusal)
{
	AUTO_FREE char *path = mem_printf(NULL, "%s/%s", folder, name);
	enum outcome rc;

	rc = file_open(
	    path, O_WRONLY | O_CREAT | O_EXCL, FILE_MODE, &output->fd);
	if (rc == CONFLICT)
		return refuse(refusal, CONFLICT, "package_exists",
		    "There is already a file %s where the film is packed.",
		    name);
	return rc;
}

static enum outcome
output_write(struct output *output, const void *bytes, size_t length)
{
	enum outcome rc = file_write_at(output->fd, bytes, length, output->at);

	output->at += (int64_t)length;
	return rc;
}

/* Appends the `size` bytes that were measured in a staged file. */
static enum outcome
output_copy(struct output *output, const char *path, int64_t size,
    struct refusal *refusal)
{
	AUTO_FD int fd = -1;
	enum outcome rc;

	rc = file_open(path, O_RDONLY, 0, &fd);
	if (rc == OK)
		rc = file_copy_at(fd, 0, size, output->fd, output->at);
	output->at += size;
	if (rc == NOT_FOUND || rc == MALFORMED)
		return refuse(refusal, INVALID, "segment_damaged",
		    "A segment changed while it was packed.");
	return rc;
}

static enum outcome
write_text(const char *folder, const char *name, const char *text,
    struct refusal *refusal)
{
	AUTO_FD int fd = -1;
	struct output output = { 0 };
	enum outcome rc;

	rc = output_open(&output, folder, name, refusal);
	fd = output.fd;
	return rc == OK ? output_write(&output, text, strlen(text)) : rc;
}

/* The track as it will stand in its file: tail merged, offsets known. */
static struct mp4_track
lay_out(void *mem, const struct mp4_track *staged)
{
	struct mp4_track out = *staged;
	int64_t at;

	out.segments = mem_array(mem, struct mp4_segment, out.segment_count);
	memcpy(out.segments, staged->segments,
	    out.segment_count * sizeof(*out.segments));
	track_merge_tail(&out);
	out.index_size = sidx_size(out.segment_count);
	at = out.init.size + out.index_size;
	for (size_t i = 0; i < out.segment_count; i++) {
		out.segments[i].offset = at;
		at += out.segments[i].size;
	}
	return out;
}

static enum outcome
copy_segments(struct output *output, const struct package_order *order,
    const struct mp4_track *staged, struct refusal *refusal)
{
	enum outcome rc = OK;

	for (size_t i = 0; i < staged->segment_count && rc == OK; i++) {
		AUTO_FREE char *path = track_segment_path(
		    NULL, order->staged.folder, staged->name, i);

		rc = output_copy(
		    output, path, staged->segments[i].size, refusal);
	}
	return rc;
}

static enum outcome
write_track(const struct package_order *order, const struct mp4_track *staged,
    const struct mp4_track *track, struct refusal *refusal)
{
	AUTO_FREE void *mem = mem_context(NULL);
	AUTO_FD int fd = -1;
	struct output output = { 0 };
	enum outcome rc;
	uint8_t *index;

	if (sidx_print(mem, track, &index) != OK)
		return refuse(refusal, INVALID, "segment_too_long",
		    "A segment of track %s is too large to be indexed.",
		    track->name);
	rc = output_open(&output, order->folder,
	    mem_printf(mem, "%s.mp4", track->name), refusal);
	fd = output.fd;
	if (rc == OK)
		rc = output_copy(&output,
		    track_init_path(mem, order->staged.folder, track->name),
		    track->init.size, refusal);
	if (rc == OK)
		rc = output_write(
		    &output, index, (size_t)sidx_size(track->segment_count));
	if (rc == OK)
		rc = copy_segments(&output, order, staged, refusal);
	if (rc != OK)
		return rc;
	rc = write_text(order->folder, mem_printf(mem, "%s.m3u8", track->name),
	    playlist_media(mem, track), refusal);
	if (rc != OK || track->init.kind != MP4_VIDEO)
		return rc;
	return write_text(order->folder, playlist_iframes_name(mem, track),
	    playlist_iframes(mem, track), refusal);
}

static enum outcome
write_tracks(void *mem, const struct package_order *order,
    const struct track_list *staged, struct track_list *out,
    struct refusal *refusal)
{
	enum outcome rc = OK;

	out->count = staged->count;
	out->items = mem_array(mem, struct mp4_track, staged->count);
	for (size_t i = 0; i < staged->count && rc == OK; i++) {
		out->items[i] = lay_out(mem, &staged->items[i]);
		rc = write_track(
		    order, &staged->items[i], &out->items[i], refusal);
	}
	return rc;
}

/* The storyboard that lies there already, if one does. */
static enum outcome
find_storyboard(const struct package_order *order,
    const struct track_list *tracks, struct playlist_master *master,
    struct storyboard *out, struct refusal *refusal)
{
	const struct mp4_track *first = track_first_video(tracks);
	enum outcome rc = storyboard_measure(order->folder,
	    track_time_us(first, track_duration(first)), out, refusal);

	if (rc == OK)
		master->storyboard = out;
	return rc == NOT_FOUND ? OK : rc;
}

static enum outcome
write_lists(const struct package_order *order, const struct track_list *tracks,
    struct refusal *refusal)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct playlist_master master = {
		.tracks = tracks,
		.sounds = order->sounds,
		.sound_count = order->sound_count,
		.subtitles =
		    order->subtitles != NULL ? order->subtitles->told : NULL,
		.subtitle_count =
		    order->subtitles != NULL ? order->subtitles->told_count : 0,
	};
	struct storyboard storyboard;
	enum outcome rc =
	    find_storyboard(order, tracks, &master, &storyboard, refusal);

	if (rc == OK)
		rc = write_text(order->folder, "master.m3u8",
		    playlist_master(mem, &master), refusal);
	if (rc == OK)
		rc = write_text(order->folder, "manifest.mpd",
		    dash_manifest(mem, &master), refusal);
	return rc;
}

/* Read back, with the same wishes: the one answer that counts. */
static enum outcome
check_result(const struct package_order *order, struct refusal *refusal)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct verify_order packed = order->staged;
	struct track_list tracks;

	packed.folder = order->folder;
	return verify_published(mem, &packed, &tracks, refusal);
}

static enum outcome
mind_space(enum outcome rc, struct refusal *refusal)
{
	if (rc != NO_SPACE)
		return rc;
	return refuse(refusal, NO_SPACE, "no_space",
	    "The disk is full, so the film could not be packed.");
}

enum outcome
package_tracks(void *mem, const struct package_order *order,
    struct track_list *out, struct refusal *refusal)
{
	struct track_list staged;
	enum outcome rc;

	rc = verify_staged(mem, &order->staged, &staged, refusal);
	if (rc == OK)
		rc = folder_make(order->folder);
	if (rc == OK)
		rc = write_tracks(mem, order, &staged, out, refusal);
	return mind_space(rc, refusal);
}

enum outcome
package_lists(const struct package_order *order,
    const struct track_list *tracks, struct refusal *refusal)
{
	const struct mp4_track *first = track_first_video(tracks);
	enum outcome rc = OK;

	if (order->subtitles != NULL)
		rc = subtitles_write(order->subtitles, order->folder,
		    track_time_us(first, track_duration(first)));
	if (rc == OK)
		rc = write_lists(order, tracks, refusal);
	if (rc == OK)
		rc = check_result(order, refusal);
	return mind_space(rc, refusal);
}
