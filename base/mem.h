/*
 * talloc without the NULL: out of memory ends the process with a log line,
 * and the lease, the supervisor and the web server take it from there.
 * A function that allocates takes `void *mem` first; what it returns hangs
 * below it and goes with one talloc_free.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stdarg.h>
#include <stddef.h>

#include <talloc.h>

#include "base/outcome.h"

/* A zeroed struct; mem_array: `count` of them; mem_grow: an array resized. */
#define mem_new(mem, type) ((type *)mem_check(talloc_zero(mem, type)))
#define mem_array(mem, type, count)                                            \
	((type *)mem_check(talloc_zero_array(mem, type, count)))
#define mem_grow(mem, array, type, count)                                      \
	((type *)mem_check(talloc_realloc(mem, array, type, count)))

/* An empty context below `mem` (NULL: a root of its own). */
void *mem_context(void *mem);

/* Copies; a NULL text stays NULL. */
char *mem_text(void *mem, const char *text);
char *mem_text_n(void *mem, const char *text, size_t length);
char *mem_printf(void *mem, const char *format, ...) PRINTF_LIKE(2, 3);
char *mem_vprintf(void *mem, const char *format, va_list args)
    PRINTF_LIKE(2, 0);

/* Appends to `*text` (NULL: begins it below `mem`). */
void mem_append(void *mem, char **text, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* Returns `pointer`, or ends the process when it is NULL. */
void *mem_check(void *pointer);

/* Frees on leaving the scope: AUTO_FREE void *mem = mem_context(NULL); */
void mem_auto_free(void *pointer_to_context);
#define AUTO_FREE __attribute__((cleanup(mem_auto_free)))

#endif
