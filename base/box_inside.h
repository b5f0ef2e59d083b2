/*
 * What movie-house-box is made of.  Each layer answers 0 or an errno, and the
 * order is that of the calls: what a layer needs, those after it may forbid.
 */
#ifndef BASE_BOX_INSIDE_H
#define BASE_BOX_INSIDE_H

#include <stddef.h>

#define BOX_TRY "--try"
#define BOX_PATHS 16

/* What base/sandbox.h calls a sandbox, and the program that it is for. */
struct box {
	int mode; /* enum sandbox_mode */
	const char *program;
	const char *reads[BOX_PATHS];
	size_t read_count;
	const char *writes[BOX_PATHS];
	size_t write_count;
};

/* A network and an IPC namespace with nobody in them; who may not make them
   does so as the master of a user namespace. */
int box_leave_network(const struct box *box);

/* Gives up what capabilities there are, but the one that lets root reach files
   of others: Landlock decides about those. */
int box_drop_capabilities(const struct box *box);

/* Files: Landlock, as far as this kernel knows it. */
int box_lock_files(const struct box *box);

/* System calls: makes a seccomp filter, which box_become puts on. */
int box_prepare_filter(const struct box *box);

/*
 * Becomes the program, behind the filter if there is one, and then never
 * another; needs no memory.  Comes back, with errno, only when it fails.
 */
void box_become(const struct box *box, char **argv);

/* movie-house-box --try CANARY FOLDER: does what must be impossible in a box
   and prints "denied WHAT" for each thing that was. */
int box_try(const char *canary, const char *folder);

#endif
