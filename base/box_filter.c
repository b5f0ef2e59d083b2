/*
 * The system calls that movie-house-box leaves to a program: what decoders and
 * encoders of films were seen to use, and what the C library, their threads
 * and their memory need.  Whatever is not here does not exist (ENOSYS), so
 * that libraries fall back where they can.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/box_inside.h"
#include "base/settings.h"

#define MAX_STEPS 4096 /* BPF_MAXINSNS */

/*
 * execve is let through for one address alone, where the program's name lies.
 * The program it becomes has nothing there, and can never have: its own exec
 * would fail with EFAULT.  Nothing below LOW is given to who asks for memory
 * at an address, and a limit of the address space sees to it that so much is
 * never used up that the kernel would come down there by itself.
 */
#define NAME_AT UINT64_C(0x100000)
#define NAME_SIZE ((size_t)8192)
#define LOW UINT64_C(0x200000)
#define MAX_ADDRESSES (UINT64_C(1) << 45)

static const char *const free_calls[] = { "access", "arch_prctl", "brk",
	"clock_getres", "clock_gettime", "clock_nanosleep", "close",
	"close_range", "creat", "dup", "dup2", "dup3", "eventfd2", "exit",
	"exit_group", "faccessat", "faccessat2", "fadvise64", "fallocate",
	"fdatasync", "fstat", "fstatfs", "fsync", "ftruncate", "futex",
	"get_mempolicy", "get_robust_list", "getcpu", "getcwd", "getdents",
	"getdents64", "getegid", "geteuid", "getgid", "getgroups", "getpgrp",
	"getpid", "getppid", "getpriority", "getrandom", "getresgid",
	"getresuid", "getrlimit", "getrusage", "gettid", "gettimeofday",
	"getuid", "lseek", "lstat", "madvise", "mbind", "membarrier", "mincore",
	"mlock", "mlock2", "mprotect", "munlock", "munmap", "nanosleep",
	"newfstatat", "open", "openat", "pipe", "pipe2", "poll", "ppoll",
	"pread64", "preadv", "pselect6", "pwrite64", "pwritev", "read",
	"readahead", "readlink", "readlinkat", "readv", "rename", "renameat",
	"renameat2", "restart_syscall", "rseq", "rt_sigaction", "rt_sigpending",
	"rt_sigprocmask", "rt_sigreturn", "rt_sigsuspend", "rt_sigtimedwait",
	"sched_get_priority_max", "sched_get_priority_min", "sched_getaffinity",
	"sched_getparam", "sched_getscheduler", "sched_setaffinity",
	"sched_yield", "select", "set_mempolicy", "set_robust_list",
	"set_tid_address", "sigaltstack", "stat", "statfs", "statx",
	"sync_file_range", "sysinfo", "time", "times", "umask", "uname",
	"unlink", "unlinkat", "write", "writev" };

/* A call that is let through when one of its arguments is this. */
static const struct {
	const char *call;
	struct scmp_arg_cmp argument;
} narrow_calls[] = {
	{ "fcntl", { 1, SCMP_CMP_EQ, F_DUPFD, 0 } },
	{ "fcntl", { 1, SCMP_CMP_EQ, F_DUPFD_CLOEXEC, 0 } },
	{ "fcntl", { 1, SCMP_CMP_EQ, F_GETFD, 0 } },
	{ "fcntl", { 1, SCMP_CMP_EQ, F_SETFD, 0 } },
	{ "fcntl", { 1, SCMP_CMP_EQ, F_GETFL, 0 } },
	{ "fcntl", { 1, SCMP_CMP_EQ, F_SETFL, 0 } },
	{ "ioctl", { 1, SCMP_CMP_EQ, TCGETS, 0 } },
	{ "ioctl", { 1, SCMP_CMP_EQ, TIOCGWINSZ, 0 } },
	{ "ioctl", { 1, SCMP_CMP_EQ, FIONREAD, 0 } },
	{ "ioctl", { 1, SCMP_CMP_EQ, FIONBIO, 0 } },
	/* Threads, but no processes, and no namespaces for them. */
	{ "clone",
	    { 0, SCMP_CMP_MASKED_EQ,
		CLONE_THREAD | CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS |
		    CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET,
		CLONE_THREAD } },
	{ "execve", { 0, SCMP_CMP_EQ, NAME_AT, 0 } },
	{ "mmap", { 0, SCMP_CMP_EQ, 0, 0 } },
	{ "mmap", { 0, SCMP_CMP_GE, LOW, 0 } },
	{ "mremap", { 3, SCMP_CMP_LE, MREMAP_MAYMOVE, 0 } },
	{ "prctl", { 0, SCMP_CMP_EQ, PR_SET_NAME, 0 } },
	{ "prctl", { 0, SCMP_CMP_EQ, PR_GET_NAME, 0 } },
	{ "prctl", { 0, SCMP_CMP_EQ, PR_GET_PDEATHSIG, 0 } },
	{ "prctl", { 0, SCMP_CMP_EQ, PR_GET_NO_NEW_PRIVS, 0 } },
	{ "prctl", { 0, SCMP_CMP_EQ, PR_GET_DUMPABLE, 0 } },
	{ "prctl", { 0, SCMP_CMP_EQ, PR_CAPBSET_READ, 0 } },
	/* To look at limits, not to set them. */
	{ "prlimit64", { 2, SCMP_CMP_EQ, 0, 0 } },
};

/* Signals: to itself, as abort(3) sends one. */
static const char *const own_calls[] = { "kill", "tgkill" };

static struct sock_filter steps[MAX_STEPS];
static struct sock_fprog filter = { .filter = steps };
static char *name; /* NULL: there is no filter */

static int
let(scmp_filter_ctx context, const char *call, unsigned int count,
    struct scmp_arg_cmp argument)
{
	int number = seccomp_syscall_resolve_name(call);

	/* Not every machine has all of these. */
	if (number == __NR_SCMP_ERROR)
		return 0;
	return -seccomp_rule_add_array(
	    context, SCMP_ACT_ALLOW, number, count, &argument);
}

static int
let_all(scmp_filter_ctx context)
{
	struct scmp_arg_cmp own = { 0, SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0 };
	int error = 0;

	for (size_t i = 0;
	     error == 0 && i < sizeof(free_calls) / sizeof(*free_calls); i++)
		error = let(context, free_calls[i], 0, own);
	for (size_t i = 0;
	     error == 0 && i < sizeof(narrow_calls) / sizeof(*narrow_calls);
	     i++)
		error = let(
		    context, narrow_calls[i].call, 1, narrow_calls[i].argument);
	for (size_t i = 0;
	     error == 0 && i < sizeof(own_calls) / sizeof(*own_calls); i++)
		error = let(context, own_calls[i], 1, own);
	return error;
}

/* The filter as the kernel takes it: what loads it here needs no memory. */
static int
take_steps(scmp_filter_ctx context)
{
	int fd = memfd_create("filter", MFD_CLOEXEC);
	int error = fd < 0 ? errno : -seccomp_export_bpf(context, fd);
	ssize_t got = 0;

	if (error == 0)
		got = pread(fd, steps, sizeof(steps), 0);
	if (fd >= 0)
		close(fd);
	if (error == 0 && got <= 0)
		error = EIO;
	filter.len = (unsigned short)((size_t)got / sizeof(*steps));
	return error;
}

static int
make_filter(void)
{
	scmp_filter_ctx context = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
	int error;

	if (context == NULL)
		return ENOMEM;
	/* A call of another architecture's numbers is no accident. */
	error = -seccomp_attr_set(
	    context, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
	if (error == 0)
		error = -seccomp_attr_set(context, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	if (error == 0)
		error = let_all(context);
	if (error == 0)
		error = take_steps(context);
	seccomp_release(context);
	return error;
}

int
box_prepare_filter(const struct box *box)
{
	size_t length = strlen(box->program);
	void *place;
	int error;

	if (length >= NAME_SIZE)
		return ENAMETOOLONG;
	if (prctl(PR_GET_SECCOMP) < 0)
		return errno;
	error = make_filter();
	if (error != 0)
		return error;
	place =
	    mmap((void *)(uintptr_t)NAME_AT, NAME_SIZE, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
	if (place == MAP_FAILED)
		return errno;
	name = place;
	memcpy(name, box->program, length + 1);
	return 0;
}

static int
put_filter_on(void)
{
	struct rlimit addresses = { MAX_ADDRESSES, MAX_ADDRESSES };

	if (setrlimit(RLIMIT_AS, &addresses) != 0)
		return -1;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter);
}

void
box_become(const struct box *box, char **argv)
{
	if (name != NULL && put_filter_on() == 0)
		execv(name, argv);
	else if (name == NULL || box->mode != SANDBOX_REQUIRED)
		execv(box->program, argv);
}
