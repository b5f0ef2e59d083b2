/* The settings file: what is read is within its limits, and can be printed and
   read again. */
#include "config.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/settings.h"
#include "tests/fuzz/fuzz.h"

/* Outside the house a file of settings may name others, or the environment. */
static enum outcome
read_bytes(void *mem, const void *bytes, size_t length,
    struct settings *settings, struct refusal *refusal)
{
	AUTO_FD int fd = memfd_create("conf", MFD_CLOEXEC);

	hold(fd >= 0);
	hold(file_write_at(fd, bytes, length, 0) == OK);
	return conf_read(mem, mem_printf(mem, "/proc/self/fd/%d", fd),
	    settings_fields, settings, refusal);
}

static void
check_fields(void *mem, const struct settings *settings)
{
	struct refusal refusal = { .mem = mem };

	for (const struct field *field = settings_fields; field->name != NULL;
	     field++)
		field_check(field, settings, &refusal);
	hold(refusal.fault_count == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct refusal refusal = { .mem = mem };
	struct settings settings, again;
	char *text = NULL;
	size_t size = 0;
	FILE *out;

	if (read_bytes(mem, bytes, length, &settings, &refusal) != OK)
		return 0;
	check_fields(mem, &settings);
	out = open_memstream(&text, &size);
	hold(out != NULL);
	conf_print(out, settings_fields, &settings, false);
	hold(fclose(out) == 0);
	refusal_reset(&refusal, mem);
	hold(read_bytes(mem, text, size, &again, &refusal) == OK);
	free(text);
	return 0;
}
