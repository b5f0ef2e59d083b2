/* Durable files: every step that a power cut could undo is synced. */
#include "config.h"

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"

#define WALK_DESCRIPTORS 16
#define COPY_BUFFER ((size_t)1024 * 1024)

static enum outcome
failed(const char *what, const char *path)
{
	int error = errno;

	if (error == ENOENT)
		return NOT_FOUND;
	if (error == EEXIST)
		return CONFLICT;
	log_error("file.failed", TEXT_PAIR("call", what),
	    TEXT_PAIR("path", path), TEXT_PAIR("error", strerror(error)));
	if (error == ENOSPC || error == EDQUOT || error == EFBIG)
		return NO_SPACE;
	return FAILED;
}

void
file_auto_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

enum outcome
file_open(const char *path, int flags, mode_t mode, int *out)
{
	*out = open(path, flags | O_CLOEXEC | O_NOFOLLOW, mode);
	return *out < 0 ? failed("open", path) : OK;
}

enum outcome
file_write_at(int fd, const void *bytes, size_t length, int64_t offset)
{
	const char *at = bytes;

	while (length > 0) {
		ssize_t count = pwrite(fd, at, length, offset);

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return failed("pwrite", "");
		at += count;
		length -= (size_t)count;
		offset += count;
	}
	return OK;
}

enum outcome
file_read_at(int fd, void *bytes, size_t length, int64_t offset, size_t *out)
{
	char *at = bytes;

	*out = 0;
	while (*out < length) {
		ssize_t count =
		    pread(fd, at + *out, length - *out, offset + (int64_t)*out);

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return failed("pread", "");
		if (count == 0)
			break;
		*out += (size_t)count;
	}
	return OK;
}

/* Where the kernel cannot copy between these two files. */
static enum outcome
copy_by_hand(
    int from, int64_t offset, int64_t length, int to, int64_t to_offset)
{
	AUTO_FREE char *buffer = mem_array(NULL, char, COPY_BUFFER);
	enum outcome rc = OK;
	size_t count;

	while (rc == OK && length > 0) {
		count = length < (int64_t)COPY_BUFFER ? (size_t)length
						      : COPY_BUFFER;
		rc = file_read_at(from, buffer, count, offset, &count);
		if (rc == OK && count == 0)
			return MALFORMED;
		if (rc == OK)
			rc = file_write_at(to, buffer, count, to_offset);
		offset += (int64_t)count;
		to_offset += (int64_t)count;
		length -= (int64_t)count;
	}
	return rc;
}

enum outcome
file_copy_at(
    int from, int64_t offset, int64_t length, int to, int64_t to_offset)
{
	while (length > 0) {
		ssize_t count = copy_file_range(
		    from, &offset, to, &to_offset, (size_t)length, 0);

		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0 &&
		    (errno == EXDEV || errno == EINVAL || errno == ENOSYS ||
			errno == EOPNOTSUPP || errno == EPERM))
			return copy_by_hand(
			    from, offset, length, to, to_offset);
		if (count < 0)
			return failed("copy_file_range", "");
		if (count == 0)
			return MALFORMED;
		length -= count;
	}
	return OK;
}

enum outcome
file_sync(int fd, const char *path)
{
	return fsync(fd) != 0 ? failed("fsync", path) : OK;
}

enum outcome
folder_sync(const char *path)
{
	AUTO_FD int fd = -1;
	enum outcome rc;

	rc = file_open(path, O_RDONLY | O_DIRECTORY, 0, &fd);
	return rc == OK ? file_sync(fd, path) : rc;
}

enum outcome
folder_sync_parent(const char *path)
{
	char *copy = mem_text(NULL, path);
	enum outcome rc = folder_sync(dirname(copy));

	talloc_free(copy);
	return rc;
}

static int
sync_entry(
    const char *path, const struct stat *state, int type, struct FTW *place)
{
	AUTO_FD int fd = -1;

	(void)state;
	(void)place;
	if (type != FTW_F && type != FTW_DP)
		return 0;
	if (file_open(path, O_RDONLY, 0, &fd) != OK)
		return FAILED;
	return (int)file_sync(fd, path);
}

enum outcome
folder_sync_tree(const char *path)
{
	int rc = nftw(path, sync_entry, WALK_DESCRIPTORS, FTW_DEPTH | FTW_PHYS);

	return rc < 0 ? failed("nftw", path) : (enum outcome)rc;
}

enum outcome
folder_make(const char *path)
{
	AUTO_FREE char *copy = mem_text(NULL, path);

	for (char *at = copy + 1; *at != '\0'; at++) {
		if (*at != '/')
			continue;
		*at = '\0';
		if (mkdir(copy, 0750) != 0 && errno != EEXIST)
			return failed("mkdir", copy);
		*at = '/';
	}
	if (mkdir(copy, 0750) != 0 && errno != EEXIST)
		return failed("mkdir", copy);
	return OK;
}

enum outcome
file_rename_new(const char *from, const char *to)
{
	enum outcome rc;

	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) != 0)
		return failed("rename", to);
	rc = folder_sync_parent(to);
	return rc == OK ? folder_sync_parent(from) : rc;
}

enum outcome
file_rename_into(const char *from, const char *to)
{
	AUTO_FREE char *copy = mem_text(NULL, to);
	const char *folder = dirname(copy);
	enum outcome rc = NOT_FOUND;

	for (int i = 0; rc == NOT_FOUND && i < 2; i++) {
		rc = folder_make(folder);
		if (rc == OK)
			rc = file_rename_new(from, to);
	}
	return rc;
}

static enum outcome
copy_file(const char *from, const char *to)
{
	AUTO_FD int source = -1;
	AUTO_FD int target = -1;
	enum outcome rc = file_open(from, O_RDONLY, 0, &source);

	if (rc == OK)
		rc = file_open(to, O_WRONLY | O_CREAT | O_EXCL, 0640, &target);
	return rc == OK ? file_copy_at(source, 0, file_size(from), target, 0)
			: rc;
}

enum outcome
file_link(const char *from, const char *to)
{
	if (link(from, to) == 0)
		return OK;
	if (errno == EPERM || errno == EMLINK || errno == EOPNOTSUPP)
		return copy_file(from, to);
	return failed("link", to);
}

enum outcome
file_remove(const char *path)
{
	if (unlink(path) == 0 || errno == ENOENT)
		return OK;
	return failed("unlink", path);
}

static int
remove_entry(
    const char *path, const struct stat *state, int type, struct FTW *place)
{
	(void)state;
	(void)type;
	(void)place;
	return remove(path) == 0 || errno == ENOENT ? 0 : -1;
}

/* Somebody else may be removing the same tree, which ends a walk in its
   middle: it is walked until nothing is there. */
enum outcome
folder_remove_tree(const char *path)
{
	struct stat state;

	while (lstat(path, &state) == 0) {
		if (nftw(path, remove_entry, WALK_DESCRIPTORS,
			FTW_DEPTH | FTW_PHYS) != 0 &&
		    errno != ENOENT)
			return failed("remove", path);
	}
	return OK;
}

int64_t
file_free_bytes(const char *path)
{
	struct statvfs state;

	if (statvfs(path, &state) != 0)
		return -1;
	return (int64_t)state.f_bavail * (int64_t)state.f_frsize;
}

int64_t
file_size(const char *path)
{
	struct stat state;

	if (lstat(path, &state) != 0 || !S_ISREG(state.st_mode))
		return -1;
	return state.st_size;
}

static _Thread_local int64_t folder_bytes;

static int
add_entry(
    const char *path, const struct stat *state, int type, struct FTW *place)
{
	(void)path;
	(void)place;
	if (type == FTW_F)
		folder_bytes += state->st_size;
	return 0;
}

int64_t
folder_size(const char *path)
{
	folder_bytes = 0;
	if (nftw(path, add_entry, WALK_DESCRIPTORS, FTW_PHYS) != 0)
		return 0;
	return folder_bytes;
}

enum outcome
file_read_all(void *mem, const char *path, size_t max, char **out)
{
	AUTO_FD int fd = -1;
	size_t used = 0;
	enum outcome rc;
	ssize_t count;

	rc = file_open(path, O_RDONLY, 0, &fd);
	if (rc != OK)
		return rc;
	*out = mem_array(mem, char, max + 2);
	while ((count = read(fd, *out + used, max + 1 - used)) > 0)
		used += (size_t)count;
	if (count < 0)
		return failed("read", path);
	if (used > max)
		return TOO_LARGE;
	*out = mem_grow(mem, *out, char, used + 1);
	return OK;
}

static char *
beside_of(const char *path)
{
	return mem_printf(NULL, "%s.new", path);
}

enum outcome
file_replace_forget(const char *path)
{
	AUTO_FREE char *beside = beside_of(path);

	return file_remove(beside);
}

enum outcome
file_replace(const char *path, const void *bytes, size_t length)
{
	AUTO_FREE char *beside = beside_of(path);
	AUTO_FD int fd = -1;
	enum outcome rc;

	rc = file_open(beside, O_WRONLY | O_CREAT | O_TRUNC, 0640, &fd);
	if (rc == OK)
		rc = file_write_at(fd, bytes, length, 0);
	if (rc == OK)
		rc = file_sync(fd, beside);
	if (rc == OK && rename(beside, path) != 0)
		rc = failed("rename", path);
	return rc == OK ? folder_sync_parent(path) : rc;
}
