/* The layout of the data folder, and how much room it has. */
#include "config.h"

#include "house/storage.h"

#include <fcntl.h>
#include <inttypes.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"

static const char *const folders[GC_AREA_COUNT] = {
	[GC_INCOMING] = "incoming",
	[GC_ORIGINAL] = "originals",
	[GC_STAGING] = "staging",
	[GC_MEDIA] = "media",
	[GC_POSTER] = "posters",
	[GC_SUBTITLE] = "subtitles",
};

char *
storage_path(void *mem, const struct settings *settings, enum gc_area area,
    const char *key)
{
	if (key == NULL)
		return mem_printf(
		    mem, "%s/%s", settings->data_dir, folders[area]);
	return mem_printf(
	    mem, "%s/%s/%s", settings->data_dir, folders[area], key);
}

enum outcome
storage_prepare(const struct settings *settings)
{
	AUTO_FREE void *mem = mem_context(NULL);
	enum outcome rc = OK;

	for (int area = 0; rc == OK && area < GC_AREA_COUNT; area++)
		rc = folder_make(storage_path(mem, settings, area, NULL));
	return rc;
}

const char *
storage_area_name(enum gc_area area)
{
	return folders[area];
}

char *
storage_revision_key(void *mem, const struct uuid *media_id, int64_t revision)
{
	return mem_printf(mem, "%s/%" PRId64, media_id->text, revision);
}

char *
storage_attempt_key(void *mem, const struct uuid *media_id, int64_t revision,
    int64_t job_id, int64_t attempt)
{
	return mem_printf(mem, "%s/%" PRId64 "/%" PRId64 "-%" PRId64,
	    media_id->text, revision, job_id, attempt);
}

enum outcome
storage_room(
    const struct settings *settings, int64_t bytes, struct refusal *refusal)
{
	int64_t free_bytes = file_free_bytes(settings->data_dir);

	if (free_bytes < 0) {
		log_error("storage.unreadable",
		    TEXT_PAIR("path", settings->data_dir));
		return UNAVAILABLE;
	}
	if (free_bytes - settings->reserve_bytes >= bytes)
		return OK;
	return refuse(refusal, NO_SPACE, "disk_full",
	    "There is not enough free disk space for this.");
}

int64_t
storage_free(const struct settings *settings)
{
	int64_t free_bytes = file_free_bytes(settings->data_dir);

	return free_bytes >= 0 ? free_bytes : ABSENT;
}

enum outcome
storage_check(const struct settings *settings)
{
	AUTO_FREE void *mem = mem_context(NULL);
	AUTO_FD int fd = -1;
	enum outcome rc;

	/* A file without a name: nothing to clean up, whatever happens. */
	rc = file_open(storage_path(mem, settings, GC_INCOMING, NULL),
	    O_TMPFILE | O_WRONLY, 0600, &fd);
	if (rc == OK)
		rc = file_write_at(fd, "ok", 2, 0);
	return rc == OK ? OK : UNAVAILABLE;
}
