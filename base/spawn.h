/*
 * Child processes: an argument vector, never a shell; a process group of
 * their own that dies with the thread that started it; no descriptor but the
 * ones named; a clean environment; limits; a sandbox.  The helper
 * `movie-house-box` (base/box.c) puts all that on between the spawn and the
 * program.  And the one way of being replaced by another program.
 */
#ifndef BASE_SPAWN_H
#define BASE_SPAWN_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/outcome.h"
#include "base/sandbox.h"

struct child_spec {
	struct sandbox sandbox;
	const char *const *argv; /* argv[0] is the program's absolute path */
	const char *folder;      /* its working folder; NULL: / */
	int output_fd;           /* becomes its 1; -1: /dev/null */
	int error_fd;            /* becomes its 2; -1: /dev/null */
	int extra_fd;            /* becomes its 3; -1: none */
	int nice;
	int64_t max_data_bytes; /* RLIMIT_DATA; 0: none, as for the others */
	int64_t max_file_bytes; /* RLIMIT_FSIZE */
	int64_t max_cpu_s;      /* RLIMIT_CPU */
};

struct child {
	pid_t pid; /* also its process group's */
	int pidfd; /* readable once it has ended */
	int64_t max_cpu_s;
};

/* How it ended, in the kernel's own accounting (wait4). */
struct child_end {
	int exit_code;       /* -1 when a signal ended it */
	int signal;          /* 0 when it exited */
	bool is_out_of_time; /* it used all of max_cpu_s: first comes SIGXCPU,
				which some programs catch, then SIGKILL */
	int64_t cpu_ms;
	int64_t max_rss_kb;
};

/*
 * Starts it.  The calling thread must outlive the child: the kernel ties
 * PR_SET_PDEATHSIG to the thread.  FAILED when the box or the program cannot
 * be executed; a program that could not be executed may also show as exit
 * code 127 of child_wait.
 */
enum outcome child_start(
    const struct child_spec *spec, struct child *out) MUST_CHECK;

/*
 * Becomes that program, with this process's environment and its first three
 * descriptors.  Comes back only when that cannot be done: NOT_FOUND when there
 * is no such program, else FAILED.
 */
enum outcome process_become(const char *const *argv) MUST_CHECK;

/* SIGKILL to its whole group; harmless when it is gone. */
void child_kill(const struct child *child);

/* Waits for its end, reaps it, kills what is left of its group. */
enum outcome child_wait(struct child *child, struct child_end *out) MUST_CHECK;

#endif
