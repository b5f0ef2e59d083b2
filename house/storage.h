/*
 * Where files lie: folders below data_dir, on one file system.
 *
 *	incoming/<upload>.part
 *		bytes that still arrive, and pictures to be made into posters
 *	originals/<media file>
 *		what was uploaded, whole
 *	subtitles/<media file>/<word>.vtt
 *		what was added to it, cleaned
 *	staging/<media file>/<revision>/<job>-<attempt>/
 *		the work of one attempt
 *	staging/<title>/<job>/<job>-<attempt>/
 *		the same, at a poster
 *	media/<media file>/<revision>/
 *		what the web server serves
 *	posters/<title>/<number>.jpg
 *		likewise
 */
#ifndef HOUSE_STORAGE_H
#define HOUSE_STORAGE_H

#include "base/field.h"
#include "base/outcome.h"
#include "base/settings.h"
#include "sql/gc.h"

/* Makes the folders that are missing. */
enum outcome storage_prepare(const struct settings *settings) MUST_CHECK;

/* The absolute path of a key in an area, below `mem`; a NULL key: the area. */
char *storage_path(void *mem, const struct settings *settings,
    enum gc_area area, const char *key);

/* The name of an area's folder. */
const char *storage_area_name(enum gc_area area);

/* Keys: "<media file>/<revision>", and with an attempt's folder below it. */
char *storage_revision_key(
    void *mem, const struct uuid *media_id, int64_t revision);
char *storage_attempt_key(void *mem, const struct uuid *media_id,
    int64_t revision, int64_t job_id, int64_t attempt);

/* NO_SPACE (`disk_full`) unless `bytes` fit and the reserve stays free. */
enum outcome storage_room(const struct settings *settings, int64_t bytes,
    struct refusal *refusal) MUST_CHECK;

/* Free bytes of its disk; ABSENT when that does not say. */
int64_t storage_free(const struct settings *settings);

/* Can the data folder be written right now? */
enum outcome storage_check(const struct settings *settings) MUST_CHECK;

#endif
