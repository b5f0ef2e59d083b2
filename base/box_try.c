/*
 * What must be impossible in a box, tried from within: the worker's test of
 * its sandbox runs this.  One line for each thing that could not be done.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/box_inside.h"

#define WORLD "/proc/self/ns/net"

#ifdef WITH_SANITIZERS
/* The sanitizer's own wishes at the start that a box refuses. */
const char *__asan_default_options(void);

const char *
__asan_default_options(void)
{
	return "disable_coredump=0:detect_leaks=0";
}
#endif

struct attempt {
	const char *canary; /* a file that it must not reach */
	const char *folder; /* that it may write to */
};

static bool
can_open(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static bool
can_read(const struct attempt *attempt)
{
	return can_open(attempt->canary, O_RDONLY);
}

static bool
can_list(const struct attempt *attempt)
{
	(void)attempt;
	return can_open("/", O_RDONLY | O_DIRECTORY);
}

static bool
can_write(const struct attempt *attempt)
{
	return can_open(attempt->canary, O_WRONLY);
}

static bool
can_make(const struct attempt *attempt)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s.made", attempt->canary);
	return can_open(path, O_WRONLY | O_CREAT | O_EXCL);
}

static bool
can_remove(const struct attempt *attempt)
{
	return unlink(attempt->canary) == 0;
}

/* Where it may write, it must not leave what leads elsewhere. */
static bool
can_link(const struct attempt *attempt)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/link", attempt->folder);
	return symlink(attempt->canary, path) == 0;
}

static bool
can_talk(const struct attempt *attempt)
{
	static const int families[] = { AF_UNIX, AF_INET, AF_INET6, AF_NETLINK,
		AF_VSOCK };
	int pair[2];

	(void)attempt;
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++) {
		if (socket(families[i], SOCK_DGRAM, 0) >= 0)
			return true;
	}
	return socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0;
}

static bool
can_fork(const struct attempt *attempt)
{
	long pid = syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, 0);

	(void)attempt;
	if (pid == 0)
		_exit(0);
	if (pid > 0)
		waitpid((pid_t)pid, NULL, 0);
	return pid > 0;
}

static bool
can_signal(const struct attempt *attempt)
{
	(void)attempt;
	return kill(getppid(), 0) == 0;
}

/* With nonsense for arguments; a call that is not there says ENOSYS. */
static bool
can_call(const struct attempt *attempt)
{
	static const long calls[] = { SYS_ptrace, SYS_process_vm_readv,
		SYS_mount, SYS_umount2, SYS_chroot, SYS_pivot_root, SYS_unshare,
		SYS_setns, SYS_clone3, SYS_bpf, SYS_perf_event_open, SYS_keyctl,
		SYS_io_uring_setup, SYS_userfaultfd, SYS_memfd_create,
		SYS_init_module, SYS_reboot, SYS_setuid, SYS_setsid,
		SYS_personality, SYS_mkdirat, SYS_mknodat, SYS_linkat,
		SYS_fchmod, SYS_fchown, SYS_execveat };

	(void)attempt;
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
		if (syscall(calls[i], -1L, -1L, -1L, -1L, -1L, -1L) >= 0 ||
		    errno != ENOSYS)
			return true;
	}
	return false;
}

static bool
can_dump_core(const struct attempt *attempt)
{
	struct rlimit limit;

	(void)attempt;
	return getrlimit(RLIMIT_CORE, &limit) != 0 || limit.rlim_max != 0;
}

/* Those limits that the test sets. */
static bool
can_be_endless(const struct attempt *attempt)
{
	static const int resources[] = { RLIMIT_DATA, RLIMIT_FSIZE,
		RLIMIT_CPU };
	struct rlimit limit;

	(void)attempt;
	for (size_t i = 0; i < sizeof(resources) / sizeof(*resources); i++) {
		if (getrlimit((__rlimit_resource_t)resources[i], &limit) != 0 ||
		    limit.rlim_max == RLIM_INFINITY)
			return true;
	}
	return false;
}

static bool
can_gain_privileges(const struct attempt *attempt)
{
	(void)attempt;
	return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1;
}

static bool
can_outlive(const struct attempt *attempt)
{
	int signal = 0;

	(void)attempt;
	return prctl(PR_GET_PDEATHSIG, &signal) != 0 || signal != SIGKILL;
}

/* Last: where it can, there is nobody left to say that it could not. */
static bool
can_execute(const struct attempt *attempt)
{
	char name[] = "true";
	char *argv[] = { name, NULL };
	char *environment[] = { NULL };

	(void)attempt;
	syscall(SYS_execve, "/bin/true", argv, environment);
	return false;
}

static const struct {
	const char *what;
	bool (*can)(const struct attempt *attempt);
} things[] = {
	{ "read", can_read },
	{ "list", can_list },
	{ "write", can_write },
	{ "make", can_make },
	{ "link", can_link },
	{ "remove", can_remove },
	{ "talk", can_talk },
	{ "fork", can_fork },
	{ "signal", can_signal },
	{ "call", can_call },
	{ "core", can_dump_core },
	{ "endless", can_be_endless },
	{ "privileges", can_gain_privileges },
	{ "outlive", can_outlive },
	{ "execute", can_execute },
};

/* Not denied, but needed: a file where it may write. */
static bool
can_work(const struct attempt *attempt)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/made", attempt->folder);
	return can_open(path, O_RDWR | O_CREAT | O_EXCL) && unlink(path) == 0;
}

int
box_try(const char *canary, const char *folder)
{
	const struct attempt attempt = { canary, folder };
	char world[64] = "";

	if (readlink(WORLD, world, sizeof(world) - 1) > 0)
		printf("network %s\n", world);
	if (can_work(&attempt))
		puts("allowed work");
	for (size_t i = 0; i < sizeof(things) / sizeof(*things); i++) {
		fflush(stdout);
		if (!things[i].can(&attempt))
			printf("denied %s\n", things[i].what);
	}
	fflush(stdout);
	_exit(0);
}
