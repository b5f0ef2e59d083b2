/* What the files of the writer share; nobody else includes it. */
#ifndef HOUSE_UPLOAD_INSIDE_H
#define HOUSE_UPLOAD_INSIDE_H

#include "house/quota.h"
#include "house/upload.h"
#include "sql/upload.h"

/* Full blocks of this size go to the disk past the page cache, which is the
   cheapest and steadiest way there (measured: 0.3 CPU seconds a GB). */
#define UPLOAD_BUFFER_BYTES ((size_t)4 << 20)
#define UPLOAD_BLOCK_BYTES 4096

struct upload {
	struct uuid id;
	int64_t number;
	const struct settings *settings;
	char *file_name;
	char *path;
	int fd;
	char *buffer;
	size_t filled;
	int64_t written;    /* bytes in the file; the buffer's come on top */
	int64_t announced;  /* ABSENT: not known */
	int64_t reserved;   /* up to there the disk has been asked for room */
	int64_t account;    /* whose it is; ABSENT: the host's */
	struct quota quota; /* its owner's, as it was seen last */
	int64_t noted;      /* what the row knows of, which is durable */
	int64_t max_bytes;
	bool is_named;  /* the file exists, and goes with this struct ... */
	bool is_kept;   /* ... unless its bytes come in several requests */
	bool is_sealed; /* it is an original */
};

/* An empty one below `mem` with its place on the disk, not opened. */
struct upload *upload_new(
    void *mem, const struct settings *settings, const struct uuid *id);
void upload_make_buffer(struct upload *upload);

/* Its file below incoming/. */
char *upload_part_key(void *mem, const struct uuid *id);

/* open(2) past the page cache where the file system allows that. */
enum outcome upload_open_file(struct upload *upload, int flags) MUST_CHECK;

/* Has the disk room for that many bytes, beside all that open uploads have
   announced and not brought yet?  NO_SPACE. */
enum outcome upload_check_room(struct house *h, int64_t bytes) MUST_CHECK;

/* The buffer to the file, whether it is a full block or not. */
enum outcome upload_write_rest(
    struct upload *upload, struct refusal *refusal) MUST_CHECK;

/* A new row, whose owner is the caller; NO_SPACE `quota_exceeded`, CONFLICT
   `too_many_uploads`.  The same, but for their number, when the size that was
   not known becomes known, and for room on the disk; NOT_FOUND when the row is
   not open any more. */
enum outcome upload_insert_row(struct house *h,
    const struct upload_claim *claim, struct upload *upload,
    int64_t expires_s) MUST_CHECK;
enum outcome upload_announce_row(
    struct house *h, struct upload *upload, int64_t size_bytes) MUST_CHECK;

/* Of one whose size is not known: how much may still come, and does what has
   come fit? */
enum outcome upload_look_quota(
    struct house *h, struct upload *upload) MUST_CHECK;
enum outcome upload_check_quota(
    struct house *h, struct upload *upload) MUST_CHECK;

/* ABORTED, and its files to be removed. */
enum outcome upload_abort_row(
    struct house *h, const struct upload_row *row) MUST_CHECK;

#endif
