/* talloc, with the end of the process in place of NULL. */
#include "config.h"

#include "base/mem.h"

#include <stdlib.h>
#include <unistd.h>

static const char out_of_memory[] = "<2> memory.exhausted\n";

void *
mem_check(void *pointer)
{
	if (pointer != NULL)
		return pointer;
	/* No allocation is possible here, so not even a log call. */
	if (write(STDERR_FILENO, out_of_memory, sizeof(out_of_memory) - 1) < 0)
		_exit(71);
	abort();
}

void *
mem_context(void *mem)
{
	return mem_check(talloc_new(mem));
}

char *
mem_text(void *mem, const char *text)
{
	return text == NULL ? NULL : mem_check(talloc_strdup(mem, text));
}

char *
mem_text_n(void *mem, const char *text, size_t length)
{
	return mem_check(talloc_strndup(mem, text, length));
}

char *
mem_vprintf(void *mem, const char *format, va_list args)
{
	return mem_check(talloc_vasprintf(mem, format, args));
}

char *
mem_printf(void *mem, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = mem_vprintf(mem, format, args);
	va_end(args);
	return text;
}

void
mem_append(void *mem, char **text, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (*text == NULL)
		*text = mem_vprintf(mem, format, args);
	else
		*text = mem_check(
		    talloc_vasprintf_append_buffer(*text, format, args));
	va_end(args);
}

void
mem_auto_free(void *pointer_to_context)
{
	void **context = pointer_to_context;

	talloc_free(*context);
	*context = NULL;
}
