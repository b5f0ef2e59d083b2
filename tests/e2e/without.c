/*
 * without CALL[,CALL...] PROGRAM [ARGUMENT...]: runs it where the kernel does
 * not have these system calls, as on an older one or in a narrow container.
 */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <seccomp.h>

int
main(int argc, char **argv)
{
	scmp_filter_ctx context = seccomp_init(SCMP_ACT_ALLOW);
	int error = argc < 3 || context == NULL ? EINVAL : 0;
	char *rest = NULL;

	for (char *call = error == 0 ? strtok_r(argv[1], ",", &rest) : NULL;
	     error == 0 && call != NULL; call = strtok_r(NULL, ",", &rest))
		error = -seccomp_rule_add(context, SCMP_ACT_ERRNO(ENOSYS),
		    seccomp_syscall_resolve_name(call), 0);
	if (error == 0)
		error = -seccomp_load(context);
	if (error == 0) {
		execv(argv[2], argv + 2);
		error = errno;
	}
	fprintf(stderr, "without: %s\n", strerror(error));
	return EXIT_FAILURE;
}
