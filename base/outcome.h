/*
 * What a function that can go wrong answers, and the words it refuses with.
 *
 * OK is zero.  The outcomes up to UNAVAILABLE are answers: the caller must
 * handle them, and the refusal says which rule spoke.  FAILED is our own
 * trouble: it is logged once, where it arises, and passed up unchanged; its
 * text never leaves the house.
 */
#ifndef BASE_OUTCOME_H
#define BASE_OUTCOME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

enum outcome {
	OK,
	NOT_FOUND,
	MALFORMED, /* not even readable: bad JSON, bad UTF-8, a cut body */
	INVALID,   /* readable, but one or more fields break a rule */
	CONFLICT,  /* a duplicate, still in use, or in the wrong state */
	BUSY,      /* somebody else has it; try again soon */
	DENIED,
	TOO_LARGE,
	NO_SPACE,
	UNAVAILABLE, /* the database or the disk does not answer */
	FAILED,
	OUTCOME_COUNT
};

extern const char *const outcome_names[OUTCOME_COUNT + 1];

/* One faulty field of an input; the texts hang below the refusal's memory. */
struct fault {
	const char *field;
	const char *code;
	const char *message;
};

/*
 * Why something was refused: a stable snake_case code, a sentence for people,
 * and for INVALID every faulty field at once.  All texts are owned by `mem`.
 */
struct refusal {
	void *mem;
	const char *code;
	const char *message;
	struct fault *faults;
	size_t fault_count;
	int64_t retry_after_s; /* 0: as is usual for the outcome */
};

/* Forgets what the refusal held and hangs its next texts below `mem`. */
void refusal_reset(struct refusal *refusal, void *mem);

/*
 * Notes the code and the sentence and returns `outcome`, so that a rule reads
 * `return refuse(h->refusal, CONFLICT, "media_in_use", "...")`.
 */
enum outcome refuse(struct refusal *refusal, enum outcome outcome,
    const char *code, const char *format, ...) PRINTF_LIKE(4, 5);

/* Adds a faulty field; refusal_outcome() then answers INVALID. */
void refuse_field(struct refusal *refusal, const char *field, const char *code,
    const char *format, ...) PRINTF_LIKE(4, 5);

/* OK while no field is at fault, else INVALID under the code `invalid`. */
enum outcome refusal_outcome(struct refusal *refusal) MUST_CHECK;

#endif
