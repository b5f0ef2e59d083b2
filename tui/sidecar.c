/* Bringing small files of this machine to a film. */
#include "config.h"

#include "tui/sidecar.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/mem.h"

static enum outcome
refuse_file(struct house *h, const char *why)
{
	refuse_field(h->refusal, "path", "no_file", "%s", why);
	return refusal_outcome(h->refusal);
}

/* All of a plain file; no link is followed, no pipe waited for.  One byte of
   room more shows what is too large. */
static enum outcome
read_file(struct house *h, const char *path, char **bytes, size_t *length)
{
	size_t limit = (size_t)h->settings->max_subtitle_bytes;
	AUTO_FD int fd =
	    open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat status;
	enum outcome rc;

	if (fd < 0 && errno == ENOENT)
		return refuse_file(h, "there is no such file");
	if (fd < 0 || fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
		return refuse_file(h, "is no file that can be read");
	*bytes = mem_array(h->mem, char, limit + 1);
	rc = file_read_at(fd, *bytes, limit + 1, 0, length);
	if (rc == OK && *length > limit)
		return refuse(h->refusal, TOO_LARGE, "subtitle_too_large",
		    "A file of subtitles may have at most %" PRId64
		    " bytes (max_subtitle_bytes).",
		    h->settings->max_subtitle_bytes);
	return rc;
}

enum outcome
sidecar_add_subtitle(struct house *h, const struct uuid *media_id,
    const char *path, const struct subtitle_claim *claim, struct subtitle *out)
{
	struct subtitle_claim own = *claim;
	const char *slash = strrchr(path, '/');
	struct subtitle_draft draft;
	enum outcome rc;
	size_t length;
	char *bytes;

	own.file_name = slash != NULL ? slash + 1 : path;
	rc = read_file(h, path, &bytes, &length);
	if (rc == OK)
		rc = subtitle_read(h, &own, bytes, length, &draft);
	return rc == OK ? subtitle_add(h, media_id, &draft, out) : rc;
}
