/* Starting and ending child processes by way of movie-house-box. */
#include "config.h"

#include "base/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"

/* Of each second of max_cpu_s: the kernel counts ticks for the limit, and
   nanoseconds for its account, so that the limit is met a little early. */
#define SPENT_MS 800

/* Of movie-house-box itself: its name, six words, paths, dashes, the end. */
#define BOX_WORDS (9 + 4 * SANDBOX_PATHS)

static const char *const clean_environment[] = {
	"PATH=/usr/bin:/bin",
	"LC_ALL=C.UTF-8",
	"MALLOC_ARENA_MAX=2",
	NULL,
};

static enum outcome
failed(const char *what, const char *program, int error)
{
	log_error("child.failed", TEXT_PAIR("call", what),
	    TEXT_PAIR("program", program), TEXT_PAIR("error", strerror(error)));
	return FAILED;
}

/* "r PATH" or "w PATH" for each of them; the next place in the vector. */
static const char **
add_paths(const char **at, const char *kind, const char *const *paths)
{
	for (; *paths != NULL; paths++) {
		*at++ = kind;
		*at++ = *paths;
	}
	return at;
}

/* As base/box.c reads it. */
static const char **
box_argv(void *mem, const struct child_spec *spec)
{
	const struct sandbox *sandbox = &spec->sandbox;
	size_t count = 0;
	const char **argv, **at;

	while (spec->argv[count] != NULL)
		count++;
	argv = mem_array(mem, const char *, count + BOX_WORDS);
	at = argv;
	*at++ = sandbox->helper;
	*at++ = mem_printf(mem, "%d", (int)getpid());
	*at++ = mem_printf(mem, "%d", spec->nice);
	*at++ = mem_printf(mem, "%" PRId64, spec->max_data_bytes);
	*at++ = mem_printf(mem, "%" PRId64, spec->max_file_bytes);
	*at++ = mem_printf(mem, "%" PRId64, spec->max_cpu_s);
	*at++ = mem_printf(mem, "%d", (int)sandbox->mode);
	at = add_paths(at, "r", sandbox->reads);
	at = add_paths(at, "w", sandbox->writes);
	*at++ = "--";
	memcpy(at, spec->argv, count * sizeof(*argv));
	return argv;
}

/*
 * The wanted descriptors are first moved above all targets, so that putting
 * one in its place can never overwrite another that still waits.
 */
static int
place(posix_spawn_file_actions_t *actions, int fd, int target, int *moved)
{
	if (fd < 0)
		return target > 2 ? 0
				  : posix_spawn_file_actions_addopen(actions,
					target, "/dev/null", O_RDWR, 0);
	*moved = fcntl(fd, F_DUPFD_CLOEXEC, 10);
	if (*moved < 0)
		return errno;
	return posix_spawn_file_actions_adddup2(actions, *moved, target);
}

static int
spawn(const struct child_spec *spec, const char **argv, pid_t *pid)
{
	int wanted[] = { -1, spec->output_fd, spec->error_fd, spec->extra_fd };
	int moved[] = { -1, -1, -1, -1 };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none, defaults;
	int error = 0;

	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	sigemptyset(&none);
	sigfillset(&defaults);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &defaults);
	posix_spawnattr_setpgroup(&attributes, 0);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP |
						  POSIX_SPAWN_SETSIGMASK |
						  POSIX_SPAWN_SETSIGDEF);
	for (int target = 0; target < 4 && error == 0; target++)
		error = place(&actions, wanted[target], target, &moved[target]);
	if (error == 0)
		error = posix_spawn_file_actions_addclosefrom_np(
		    &actions, spec->extra_fd < 0 ? 3 : 4);
	if (error == 0)
		error = posix_spawn_file_actions_addchdir_np(
		    &actions, spec->folder != NULL ? spec->folder : "/");
	if (error == 0)
		error = posix_spawn(pid, spec->sandbox.helper, &actions,
		    &attributes, (char *const *)(uintptr_t)argv,
		    (char *const *)(uintptr_t)clean_environment);
	for (int i = 0; i < 4; i++)
		file_auto_close(&moved[i]);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

enum outcome
child_start(const struct child_spec *spec, struct child *out)
{
	AUTO_FREE void *mem = mem_context(NULL);
	int error = spawn(spec, box_argv(mem, spec), &out->pid);

	if (error != 0)
		return failed("posix_spawn", spec->argv[0], error);
	out->max_cpu_s = spec->max_cpu_s;
	out->pidfd = (int)syscall(SYS_pidfd_open, out->pid, 0);
	if (out->pidfd < 0) {
		struct child_end end;

		error = errno;
		child_kill(out);
		if (child_wait(out, &end) != OK)
			log_warn("child.lost", NUMBER_PAIR("pid", out->pid));
		return failed("pidfd_open", spec->argv[0], error);
	}
	return OK;
}

enum outcome
process_become(const char *const *argv)
{
	execv(argv[0], (char *const *)(uintptr_t)argv);
	return errno == ENOENT ? NOT_FOUND : failed("execv", argv[0], errno);
}

void
child_kill(const struct child *child)
{
	kill(-child->pid, SIGKILL);
}

enum outcome
child_wait(struct child *child, struct child_end *out)
{
	struct rusage usage;
	siginfo_t info;
	int status;

	/* Seen dead but not reaped, its pid and group are still its own. */
	while (waitid(P_PID, (id_t)child->pid, &info, WEXITED | WNOWAIT) != 0) {
		if (errno != EINTR)
			return failed("waitid", "", errno);
	}
	child_kill(child);
	while (wait4(child->pid, &status, 0, &usage) < 0) {
		if (errno != EINTR)
			return failed("wait4", "", errno);
	}
	file_auto_close(&child->pidfd);
	out->exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	out->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	out->cpu_ms =
	    (int64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 +
	    (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
	out->max_rss_kb = usage.ru_maxrss;
	out->is_out_of_time = out->exit_code != 0 && child->max_cpu_s > 0 &&
			      out->cpu_ms >= child->max_cpu_s * SPENT_MS;
	return OK;
}
