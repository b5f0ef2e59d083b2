/* Landlock, namespaces and capabilities of movie-house-box. */
#include "config.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <link.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/box_inside.h"

/* The headers may be older than the kernel, so that what came after the first
   version is spelled here (linux/landlock.h). */
#define READ LANDLOCK_ACCESS_FS_READ_FILE
#define LIST LANDLOCK_ACCESS_FS_READ_DIR
#define EXECUTE LANDLOCK_ACCESS_FS_EXECUTE
#define WRITE LANDLOCK_ACCESS_FS_WRITE_FILE
#define MAKE (LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE)
#define TRUNCATE (UINT64_C(1) << 14)
#define OF_FILES (READ | EXECUTE | WRITE | TRUNCATE)

/* All that version n can handle: files, TCP, and what reaches other processes
   (abstract unix sockets, signals). */
static const struct version {
	int abi;
	size_t size;
	uint64_t files;
	uint64_t network;
	uint64_t scoped;
} versions[] = {
	{ 6, 24, 0xffff, 3, 3 },
	{ 5, 16, 0xffff, 3, 0 },
	{ 4, 16, 0x7fff, 3, 0 },
	{ 3, 8, 0x7fff, 0, 0 },
	{ 2, 8, 0x3fff, 0, 0 },
	{ 1, 8, 0x1fff, 0, 0 },
};

struct ruleset {
	int fd;
	uint64_t files; /* the rights that it handles */
};

/* What programs read besides films; what is not there is not missed. */
static const char *const system_reads[] = {
	"/lib",
	"/lib32",
	"/lib64",
	"/usr/lib",
	"/usr/lib32",
	"/usr/lib64",
	"/usr/local/lib",
	"/etc/ld.so.cache",
	"/etc/ld-musl-x86_64.path",
	"/etc/localtime",
	"/etc/fonts",
	"/usr/share/fonts",
	"/usr/share/fontconfig",
	"/usr/local/share/fonts",
	"/dev/urandom",
	"/proc/cpuinfo",
	"/proc/filesystems",
	"/proc/meminfo",
	"/sys/devices/system/cpu",
	"/sys/devices/system/node",
#ifdef WITH_SANITIZERS
	"/proc/self",
#endif
};

int
box_leave_network(const struct box *box)
{
	(void)box;
	if (unshare(CLONE_NEWNET | CLONE_NEWIPC) == 0)
		return 0;
	return unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC) == 0
		   ? 0
		   : errno;
}

int
box_drop_capabilities(const struct box *box)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3
	};
	struct __user_cap_data_struct had[2], kept[2] = { 0 };
	uint32_t override = 1u << CAP_DAC_OVERRIDE;

	(void)box;
	/* Of anybody but root, exec takes them all. */
	if (getuid() != 0)
		return 0;
	if (syscall(SYS_capget, &header, had) != 0)
		return errno;
	kept[0].permitted = had[0].permitted & override;
	kept[0].effective = had[0].effective & override;
	return syscall(SYS_capset, &header, kept) == 0 ? 0 : errno;
}

static const struct version *
find_version(void)
{
	int abi = (int)syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);
	const struct version *version = versions;

	if (abi < 1)
		return NULL;
	while (version->abi > abi)
		version++;
	return version;
}

/* What is not there cannot be opened, with or without a rule. */
static int
let(const struct ruleset *rules, const char *path, uint64_t rights)
{
	struct landlock_path_beneath_attr rule = {
		.parent_fd = open(path, O_PATH | O_CLOEXEC),
	};
	struct stat status;
	int error = 0;

	if (rule.parent_fd < 0)
		return errno == ENOENT || errno == ENOTDIR ? 0 : errno;
	rights &= rules->files;
	if (fstat(rule.parent_fd, &status) == 0 && !S_ISDIR(status.st_mode))
		rights &= OF_FILES;
	rule.allowed_access = rights;
	if (syscall(SYS_landlock_add_rule, rules->fd,
		LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0)
		error = errno;
	close(rule.parent_fd);
	return error;
}

/* The dynamic loader, by our own: /lib64/ld-linux-x86-64.so.2 or such. */
static const char *
find_loader(void)
{
	const ElfW(Phdr) *header =
	    (const ElfW(Phdr) *)(uintptr_t)getauxval(AT_PHDR);
	unsigned long count = getauxval(AT_PHNUM);
	uintptr_t base = 0;

	for (unsigned long i = 0; i < count; i++) {
		if (header[i].p_type == PT_PHDR)
			base = (uintptr_t)header - header[i].p_vaddr;
	}
	for (unsigned long i = 0; i < count; i++) {
		if (header[i].p_type == PT_INTERP)
			return (const char *)(base + header[i].p_vaddr);
	}
	return NULL;
}

/* The program, its loader, and libraries that came with it: what is installed
   as /opt/this/bin/program has them in /opt/this/lib. */
static int
let_program(const struct ruleset *rules, const char *program)
{
	char path[PATH_MAX], libraries[PATH_MAX + 8];
	const char *loader = find_loader();
	int error;

	if (realpath(program, path) == NULL)
		return 0; /* exec will say so */
	error = let(rules, path, READ | EXECUTE);
	if (error == 0 && loader != NULL)
		error = let(rules, loader, READ | EXECUTE);
	snprintf(
	    libraries, sizeof(libraries), "%s/lib", dirname(dirname(path)));
	return error == 0 ? let(rules, libraries, READ | LIST) : error;
}

static int
let_all(const struct ruleset *rules, const struct box *box)
{
	int error = let_program(rules, box->program);

	for (size_t i = 0; error == 0 && i < box->read_count; i++)
		error = let(rules, box->reads[i], READ | LIST);
	for (size_t i = 0; error == 0 && i < box->write_count; i++)
		error = let(rules, box->writes[i],
		    READ | LIST | WRITE | MAKE | TRUNCATE);
	for (size_t i = 0;
	     error == 0 && i < sizeof(system_reads) / sizeof(*system_reads);
	     i++)
		/* Those that we may not even look at are no use to it. */
		(void)let(rules, system_reads[i], READ | LIST);
	return error != 0 ? error : let(rules, "/dev/null", READ | WRITE);
}

int
box_lock_files(const struct box *box)
{
	const struct version *version = find_version();
	struct ruleset rules;
	int error;

	if (version == NULL)
		return ENOSYS;
	rules.files = version->files;
	rules.fd = (int)syscall(SYS_landlock_create_ruleset,
	    (const uint64_t[]){
		version->files, version->network, version->scoped },
	    version->size, 0);
	if (rules.fd < 0)
		return errno;
	error = let_all(&rules, box);
	if (error == 0 && syscall(SYS_landlock_restrict_self, rules.fd, 0) != 0)
		error = errno;
	close(rules.fd);
	return error;
}
