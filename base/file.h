/*
 * Files that are still there after a power cut.
 *
 * Every function here names the file in its log line when the system call
 * fails, and maps the reason: ENOSPC, EDQUOT and EFBIG to NO_SPACE, ENOENT to
 * NOT_FOUND, EEXIST to CONFLICT, the rest to FAILED.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/outcome.h"

/* Closes on leaving the scope: AUTO_FD int fd = -1; */
void file_auto_close(int *fd);
#define AUTO_FD __attribute__((cleanup(file_auto_close)))

/* open(2), close-on-exec and without following a last symbolic link. */
enum outcome file_open(
    const char *path, int flags, mode_t mode, int *out) MUST_CHECK;

/* All bytes at that offset, however many write(2) it takes. */
enum outcome file_write_at(
    int fd, const void *bytes, size_t length, int64_t offset) MUST_CHECK;

/* Bytes from that offset; `out` is less than `length` only at the end. */
enum outcome file_read_at(
    int fd, void *bytes, size_t length, int64_t offset, size_t *out) MUST_CHECK;

/*
 * Bytes [offset, offset + length) of one file to `to_offset` of another, in
 * the kernel where it can (copy_file_range).  MALFORMED when the first file
 * ends before that.
 */
enum outcome file_copy_at(int from, int64_t offset, int64_t length, int to,
    int64_t to_offset) MUST_CHECK;

/* fsync; a failed one is final for the descriptor, never to be repeated. */
enum outcome file_sync(int fd, const char *path) MUST_CHECK;

/* fsync of a folder, so that the names in it last; "" is its parent's. */
enum outcome folder_sync(const char *path) MUST_CHECK;
enum outcome folder_sync_parent(const char *path) MUST_CHECK;

/* fsync of every file and folder below and of the folder itself. */
enum outcome folder_sync_tree(const char *path) MUST_CHECK;

/* mkdir -p with mode 0750; OK when it is there. */
enum outcome folder_make(const char *path) MUST_CHECK;

/* rename(2) that never replaces (CONFLICT), then both folders synced. */
enum outcome file_rename_new(const char *from, const char *to) MUST_CHECK;

/* The same, into a folder that is made if it is not there; once more when
   somebody has taken it away again, as the sweep does while it is empty. */
enum outcome file_rename_into(const char *from, const char *to) MUST_CHECK;

/* A second name for a file, on the same file system, or where that cannot be a
   copy; CONFLICT when there is a file of that name. */
enum outcome file_link(const char *from, const char *to) MUST_CHECK;

/* unlink; OK when it is already gone. */
enum outcome file_remove(const char *path) MUST_CHECK;

/* rm -r without following links; OK when it is already gone. */
enum outcome folder_remove_tree(const char *path) MUST_CHECK;

/* Bytes that an unprivileged process may still write there, or -1. */
int64_t file_free_bytes(const char *path);

/* Bytes of a regular file; -1 when there is none. */
int64_t file_size(const char *path);

/* Bytes of all regular files below a folder. */
int64_t folder_size(const char *path);

/* The whole of a small file as text below `mem`; TOO_LARGE above `max`. */
enum outcome file_read_all(
    void *mem, const char *path, size_t max, char **out) MUST_CHECK;

/* Written beside, synced, renamed over `path`, folder synced. */
enum outcome file_replace(
    const char *path, const void *bytes, size_t length) MUST_CHECK;

/* Removes what a file_replace of `path` left beside it that was cut short. */
enum outcome file_replace_forget(const char *path) MUST_CHECK;

#endif
