/* Datagrams between the programs of one machine. */
#include "config.h"

#include "house/wake.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"

#define PREFIX "wake-"

static bool
address_of(const char *path, struct sockaddr_un *out)
{
	*out = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if (strlen(path) >= sizeof(out->sun_path))
		return false;
	memcpy(out->sun_path, path, strlen(path) + 1);
	return true;
}

static void
wake_one(int fd, const char *path)
{
	struct sockaddr_un address;

	if (!address_of(path, &address))
		return;
	/* A socket nobody listens to is what a killed worker left behind. */
	if (sendto(fd, "!", 1, MSG_DONTWAIT | MSG_NOSIGNAL,
		(struct sockaddr *)&address, sizeof(address)) < 0 &&
	    errno == ECONNREFUSED)
		unlink(path);
}

void
wake_workers(const struct settings *settings)
{
	DIR *folder = opendir(settings->runtime_dir);
	AUTO_FD int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct dirent *entry;

	while (folder != NULL && (entry = readdir(folder)) != NULL) {
		AUTO_FREE char *path = NULL;

		if (!text_starts(entry->d_name, PREFIX))
			continue;
		path = mem_printf(
		    NULL, "%s/%s", settings->runtime_dir, entry->d_name);
		wake_one(fd, path);
	}
	if (folder != NULL)
		closedir(folder);
}

enum outcome
wake_open(void *mem, const struct settings *settings, int *fd, char **path)
{
	struct sockaddr_un address;
	enum outcome rc = folder_make(settings->runtime_dir);

	if (rc != OK)
		return rc;
	*path = mem_printf(
	    mem, "%s/" PREFIX "%d", settings->runtime_dir, (int)getpid());
	*fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	unlink(*path);
	if (*fd >= 0 && address_of(*path, &address) &&
	    bind(*fd, (struct sockaddr *)&address, sizeof(address)) == 0)
		return OK;
	log_error("wake.failed", TEXT_PAIR("path", *path),
	    TEXT_PAIR("error", strerror(errno)));
	file_auto_close(fd);
	return FAILED;
}
