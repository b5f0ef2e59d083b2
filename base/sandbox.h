/*
 * The sandbox around programs that read what strangers sent: who runs in it
 * says which files it may read and which folders it may write to, and
 * movie-house-box (base/box_inside.h) locks all the rest away.
 */
#ifndef BASE_SANDBOX_H
#define BASE_SANDBOX_H

#include "base/field.h"
#include "base/settings.h"

#define SANDBOX_PATHS 4

/* Beside what is named here, programs may read their libraries and fonts.
   Zeroed, it is no sandbox: limits alone. */
struct sandbox {
	const char *helper; /* path of movie-house-box */
	enum sandbox_mode mode;
	const char *reads[SANDBOX_PATHS + 1]; /* absolute; ended by NULL */
	const char *writes[SANDBOX_PATHS + 1];
};

/* As the settings want it, with nothing to read and nowhere to write; the
   helper's path hangs below `mem`. */
struct sandbox sandbox_new(void *mem, const struct settings *settings);

enum sandbox_state {
	SANDBOX_HELD,
	SANDBOX_MISSING,
	SANDBOX_UNUSED, /* the settings turn it off */
	SANDBOX_STATE_COUNT
};
extern const char *const sandbox_state_names[SANDBOX_STATE_COUNT + 1];

/* What a box is made of, and what runs in it. */
enum sandbox_part_name {
	SANDBOX_LIMITS,
	SANDBOX_PRIVILEGES,
	SANDBOX_DEATH,
	SANDBOX_LANDLOCK,
	SANDBOX_SECCOMP,
	SANDBOX_NETWORK,
	SANDBOX_FFMPEG,
	SANDBOX_FFPROBE,
	SANDBOX_PART_COUNT
};

struct sandbox_part {
	char *name;
	unsigned int state; /* enum sandbox_state */
	bool required;      /* by the mode `required` */
	char *detail;       /* for people; NULL: nothing more to say */
};
extern const struct field sandbox_part_fields[];

struct sandbox_report {
	struct sandbox_part parts[SANDBOX_PART_COUNT];
	bool is_enough; /* for what the settings want, and ffmpeg runs */
	char *summary;  /* "whole", "off" or "without landlock, network" */
};

/*
 * Tries the box from within: a child that is put into it does whatever must
 * be impossible there, and ffmpeg and ffprobe say their versions.  Texts hang
 * below `mem`.  FAILED (logged) when no child can be started at all.
 */
enum outcome sandbox_test(void *mem, const struct settings *settings,
    struct sandbox_report *out) MUST_CHECK;

#endif
