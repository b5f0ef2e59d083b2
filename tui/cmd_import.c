/* movie-house import: films that are already on this machine come in by the
   same three calls as those that are uploaded. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "house/storage.h"
#include "house/upload.h"
#include "tui/cli.h"
#include "tui/handlers.h"
#include "tui/items.h"
#include "tui/stop.h"

/* How often an import that takes long says that it is alive. */
#define ALIVE_MS 60000

static const struct {
	mode_t type;
	const char *what;
} no_films[] = {
	{ S_IFDIR, "a folder" },
	{ S_IFLNK, "a symbolic link" },
	{ S_IFIFO, "a pipe" },
	{ S_IFSOCK, "a socket" },
	{ S_IFCHR, "a device" },
	{ S_IFBLK, "a device" },
};

static enum outcome
refuse_errno(struct refusal *refusal, int error)
{
	if (error == EACCES || error == EPERM)
		return refuse(refusal, DENIED, "file_denied",
		    "You may not read this file.");
	if (error == ENOENT || error == ENOTDIR)
		return refuse(
		    refusal, NOT_FOUND, "no_file", "There is no such file.");
	return refuse(refusal, INVALID, "file_unreadable",
	    "The file cannot be opened: %s.", strerror(error));
}

static enum outcome
check_type(struct refusal *refusal, mode_t mode)
{
	for (size_t i = 0; i < ARRAY_SIZE(no_films); i++) {
		if ((mode & S_IFMT) == no_films[i].type)
			return refuse(refusal, INVALID, "not_a_file",
			    "This is %s; only files can be imported.",
			    no_films[i].what);
	}
	return OK;
}

/* Neither follows a link nor waits for somebody at the other end of a pipe. */
static enum outcome
open_film(struct house *h, const char *path, int *fd, int64_t *size)
{
	struct stat status;
	enum outcome rc;

	if (lstat(path, &status) != 0)
		return refuse_errno(h->refusal, errno);
	rc = check_type(h->refusal, status.st_mode);
	if (rc != OK)
		return rc;
	*fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (*fd < 0 || fstat(*fd, &status) != 0)
		return refuse_errno(h->refusal, errno);
	*size = status.st_size;
	return check_type(h->refusal, status.st_mode);
}

static enum outcome
read_piece(struct house *h, int fd, struct upload *upload, bool *is_end)
{
	size_t room, count;
	char *place = upload_room(upload, &room);
	enum outcome rc;

	rc = file_read_at(fd, place, room, upload_received(upload), &count);
	if (rc != OK)
		return rc;
	*is_end = count < room;
	return upload_fill(upload, count, h->refusal);
}

static enum outcome
read_all(struct house *h, int fd, struct upload *upload)
{
	int64_t said = clock_monotonic_ms();
	enum outcome rc = OK;
	bool is_end = false;

	while (rc == OK && !is_end) {
		if (stop_signal() != 0)
			return refuse(h->refusal, CONFLICT, "interrupted",
			    "The import was interrupted.");
		rc = read_piece(h, fd, upload, &is_end);
		if (rc == OK && clock_monotonic_ms() - said > ALIVE_MS) {
			rc = upload_alive(h, upload);
			said = clock_monotonic_ms();
		}
	}
	return rc;
}

static enum outcome
copy(struct house *h, const char *path, struct media *out)
{
	struct upload_claim claim = { .file_name = path,
		.file_name_length = strlen(path) };
	struct upload *upload;
	AUTO_FD int fd = -1;
	enum outcome rc;

	rc = open_film(h, path, &fd, &claim.size_bytes);
	if (rc == OK)
		rc = upload_open(h, &claim, &upload);
	if (rc != OK)
		return rc;
	rc = read_all(h, fd, upload);
	if (rc == OK)
		rc = upload_finish(h, upload, out);
	if (rc == OK)
		return OK;
	upload_abort(h, upload);
	if (rc == MALFORMED)
		return refuse(h->refusal, CONFLICT, "file_changed",
		    "The file was changed while it was read.");
	return rc;
}

static enum outcome
import_one(struct items *items, const char *path)
{
	struct json_object *object;
	struct media media;
	enum outcome rc = copy(&items->house, path, &media);

	if (rc != OK)
		return rc;
	object = field_print(media_fields, &media);
	json_object_object_add(object, "path", json_object_new_string(path));
	items_done(items, object, "%s", media.id.text);
	return OK;
}

/* What root leaves behind only root can read, but the worker is not root. */
static enum outcome
check_account(struct cli *cli)
{
	const char *folder = cli->settings->data_dir;
	struct stat status;

	if (stat(folder, &status) != 0)
		return refuse(&cli->refusal, NOT_FOUND, "no_data_folder",
		    "The data folder %s is not there.", folder);
	if (geteuid() == 0 && status.st_uid != 0)
		return refuse(&cli->refusal, DENIED, "wrong_account",
		    "The data folder %s is not root's; run this as its owner.",
		    folder);
	return OK;
}

enum outcome
import_run(struct cli *cli)
{
	enum outcome rc = check_account(cli);

	if (rc == OK)
		rc = storage_prepare(cli->settings);
	if (rc != OK)
		return rc;
	stop_prepare();
	return items_run(cli, cli->arguments, cli->argument_count, import_one);
}
