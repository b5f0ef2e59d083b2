/* Outcomes by name, and the collecting of refusals. */
#include "config.h"

#include "base/outcome.h"

#include <stdarg.h>

#include <talloc.h>

#include "base/mem.h"

const char *const outcome_names[OUTCOME_COUNT + 1] = {
	[OK] = "ok",
	[NOT_FOUND] = "not_found",
	[MALFORMED] = "malformed",
	[INVALID] = "invalid",
	[CONFLICT] = "conflict",
	[BUSY] = "busy",
	[DENIED] = "denied",
	[TOO_LARGE] = "too_large",
	[NO_SPACE] = "no_space",
	[UNAVAILABLE] = "unavailable",
	[FAILED] = "failed",
};

void
refusal_reset(struct refusal *refusal, void *mem)
{
	*refusal = (struct refusal){ .mem = mem };
}

enum outcome
refuse(struct refusal *refusal, enum outcome outcome, const char *code,
    const char *format, ...)
{
	va_list args;

	va_start(args, format);
	refusal->message = mem_vprintf(refusal->mem, format, args);
	va_end(args);
	refusal->code = mem_text(refusal->mem, code);
	return outcome;
}

void
refuse_field(struct refusal *refusal, const char *field, const char *code,
    const char *format, ...)
{
	struct fault *fault;
	va_list args;

	refusal->faults = mem_grow(refusal->mem, refusal->faults, struct fault,
	    refusal->fault_count + 1);
	fault = &refusal->faults[refusal->fault_count++];
	va_start(args, format);
	fault->message = mem_vprintf(refusal->mem, format, args);
	va_end(args);
	fault->field = mem_text(refusal->mem, field);
	fault->code = mem_text(refusal->mem, code);
}

enum outcome
refusal_outcome(struct refusal *refusal)
{
	if (refusal->fault_count == 0)
		return OK;
	return refuse(refusal, INVALID, "invalid", "%s: %s",
	    refusal->faults[0].field, refusal->faults[0].message);
}
