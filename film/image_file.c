/* Pictures in files. */
#include "config.h"

#include "film/image.h"

#include <fcntl.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"

struct picture_bytes {
	char *bytes;
	size_t length;
};

static enum outcome
read_whole(void *mem, const char *path, struct picture_bytes *out)
{
	AUTO_FD int fd = -1;
	int64_t size = file_size(path);
	enum outcome rc = NOT_FOUND;

	if (size >= 0)
		rc = file_open(path, O_RDONLY, 0, &fd);
	if (rc != OK)
		return rc;
	out->bytes = mem_array(mem, char, (size_t)size + 1);
	return file_read_at(fd, out->bytes, (size_t)size, 0, &out->length);
}

enum outcome
image_load(const char *path, struct image *out, struct refusal *refusal)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct picture_bytes file;
	enum outcome rc = read_whole(mem, path, &file);

	return rc == OK ? image_read(file.bytes, file.length, out, refusal)
			: rc;
}

/* EOI (ITU-T T.81 table B.1) is what a cut file lacks. */
static bool
has_end(const struct picture_bytes *file)
{
	return file->length > 2 &&
	       memcmp(file->bytes + file->length - 2, "\xff\xd9", 2) == 0;
}

enum outcome
image_load_ours(const char *folder, const char *name, struct image *out,
    struct refusal *refusal)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct refusal ignored = { .mem = mem };
	struct picture_bytes file;
	enum outcome rc;

	rc = read_whole(mem, mem_printf(mem, "%s/%s", folder, name), &file);
	if (rc == OK)
		rc = image_read(file.bytes, file.length, out, &ignored);
	if (rc == OK && (out->kind != IMAGE_JPEG || !has_end(&file)))
		rc = INVALID;
	if (rc != INVALID)
		return rc;
	return refuse(refusal, INVALID, "image_damaged",
	    "The picture %s is damaged or cut short.", name);
}
