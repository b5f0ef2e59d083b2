/* Media files: what may be done with them. */
#ifndef HOUSE_MEDIA_H
#define HOUSE_MEDIA_H

#include "house/house.h"
#include "sql/attempt.h"
#include "sql/job.h"
#include "sql/media.h"
#include "sql/output.h"

/*
 * Deletes the file and all that was made of it.  CONFLICT `stale_version` when
 * its version is not the `expected` one (ANY_VERSION fits), `media_in_use`
 * while a movie or an episode uses it.  One that is being processed goes too:
 * its jobs are cancelled, and their workers kill ffmpeg within a second.
 */
enum outcome media_delete(
    struct house *h, const struct uuid *id, int64_t expected) MUST_CHECK;

/*
 * Queues it to be processed (again): its job, or the one that is already
 * under way.  A READY file stays READY until the new revision replaces the
 * old one; it waits until no other is to become playable, and what was still
 * missing of the old one is not made.  CONFLICT `original_missing` when there
 * is nothing to work from, `job_stopping` while a cancelled job has not ended
 * yet.
 */
enum outcome media_process(
    struct house *h, const struct uuid *id, struct job *out) MUST_CHECK;

/* Drops everything derived and keeps the original: UPLOADED.  Jobs under way
   are cancelled.  CONFLICT `stale_version` as above, `original_missing` when
   there is none to keep. */
enum outcome media_drop_derivatives(
    struct house *h, const struct uuid *id, int64_t expected) MUST_CHECK;

/* What the probe of a running job found; fenced. */
enum outcome media_note_facts(struct house *h, const struct job *job,
    const struct media_facts *facts) MUST_CHECK;

/* The SHA-256 of the original, in hexadecimal; fenced. */
enum outcome media_note_hash(
    struct house *h, const struct job *job, const char *sha256) MUST_CHECK;

struct subtitle_copy;

/* A verified package, ready to be published. */
struct package {
	const char *folder;  /* in staging/, all of it synced */
	int64_t duration_ms; /* of the picture, as measured */
	int64_t size_bytes;  /* of all that is in it */
	bool is_whole;       /* false: a job for the rest is queued with it */
	int64_t extends;     /* the live revision that parts of it were taken
				from; ABSENT: none was */
	bool has_poster, has_storyboard;
	const struct rendition *renditions;
	size_t count;
	const struct subtitle_copy *subtitles; /* that were to be in it */
	size_t subtitle_count;
};

/*
 * The end of a job that made a package.  Under the lock of its lease the
 * folder is renamed to media/<media file>/<job's output>; then, in the same
 * fenced transaction, the output and the file become READY, the revision
 * before it is given up, the job for what is still missing is queued, and the
 * job is done.  CONFLICT `lease_lost`: nothing was published; `revision_gone`:
 * nor was it, for what it extends is not what plays any more.  UNAVAILABLE or
 * BUSY: call it again; what was placed and not committed goes with the
 * revision, which is this attempt's own.
 */
enum outcome media_publish(struct house *h, const struct job *job,
    struct attempt *result, const struct package *package) MUST_CHECK;

#endif
