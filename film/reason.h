/* Why a file is no film, in words that a person understands. */
#ifndef FILM_REASON_H
#define FILM_REASON_H

#include <stddef.h>

#include "base/outcome.h"

/* Bytes of a file's beginning that reason_refuse() wants to see. */
#define REASON_HEAD 512

/*
 * Turns what ffprobe wrote to its standard error before it gave up, and the
 * beginning of the file, into a refusal: INVALID with a code of its own when
 * it is the file's fault, UNAVAILABLE when trying again may help, NOT_FOUND
 * when the file is gone.
 */
enum outcome reason_refuse(const char *errors, const char *head,
    size_t head_length, struct refusal *refusal) MUST_CHECK;

#endif
