/*
 * The step that knows an original by its bytes.  It stands before the encode,
 * which can take hours, so that whoever sees a duplicate named can still
 * cancel; and after the probe, so that what is no film is not read twice.
 */
#include "config.h"

#include <fcntl.h>

#include <sodium.h>

#include "base/digest.h"
#include "base/file.h"
#include "base/mem.h"
#include "worker/task.h"

#define PIECE ((size_t)1 << 20)

static enum outcome
read_through(struct task *task, int fd, struct digest *digest)
{
	char *piece = mem_array(digest, char, PIECE);
	int64_t offset = 0;
	enum outcome rc;
	size_t got;

	do {
		if (stop_reason(task->stop) != STOP_NONE)
			return BUSY;
		rc = file_read_at(fd, piece, PIECE, offset, &got);
		if (rc != OK)
			return rc;
		digest_add(digest, piece, got);
		offset += (int64_t)got;
	} while (got == PIECE);
	return OK;
}

static enum outcome
digest_file(
    struct task *task, struct digest *digest, unsigned char out[DIGEST_MAX])
{
	AUTO_FD int fd = -1;
	enum outcome rc = file_open(task->original, O_RDONLY, 0, &fd);

	if (rc == OK)
		rc = read_through(task, fd, digest);
	if (rc == OK)
		digest_end(digest, out);
	return rc;
}

enum outcome
process_hash(struct task *task)
{
	struct house *h = &task->h;
	unsigned char bytes[DIGEST_MAX];
	char hex[2 * DIGEST_MAX + 1];
	struct digest *digest;
	enum outcome rc;

	/* An original never changes. */
	if (task->media.sha256 != NULL)
		return OK;
	rc = digest_new(h->mem, DIGEST_SHA256, &digest);
	if (rc != OK)
		return rc;
	rc = digest_file(task, digest, bytes);
	talloc_free(digest);
	if (rc != OK)
		return rc;
	sodium_bin2hex(hex, sizeof(hex), bytes, digest_size(DIGEST_SHA256));
	return media_note_hash(h, task->job, hex);
}
