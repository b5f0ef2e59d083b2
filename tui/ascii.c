/* Characters of the screen in ASCII. */
#include "config.h"

#include "tui/ascii.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/outcome.h"

static const struct {
	uint32_t first, last;
	char ascii;
} ranges[] = {
	{ 0x00b7, 0x00b7, '.' }, /* middle dot */
	{ 0x00d7, 0x00d7, 'x' }, /* times */
	{ 0x2014, 0x2014, '-' }, /* dash */
	{ 0x2026, 0x2026, '~' }, /* ellipsis */
	{ 0x2500, 0x2500, '-' }, /* lines */
	{ 0x2502, 0x2502, '|' },
	{ 0x256d, 0x2570, '+' }, /* corners */
	{ 0x2581, 0x2584, '_' }, /* blocks from below */
	{ 0x2585, 0x2588, '#' },
	{ 0x2589, 0x258b, '#' }, /* and from the left */
	{ 0x258c, 0x258c, '*' }, /* also a tag */
	{ 0x258d, 0x258f, '=' },
	{ 0x2591, 0x2591, '.' }, /* an empty part of a bar */
	{ 0x25b2, 0x25b2, '^' }, /* sorted upwards, downwards */
	{ 0x25b6, 0x25b8, '>' },
	{ 0x25bc, 0x25bc, 'v' },
	{ 0x25be, 0x25be, 'v' },
	{ 0x25cf, 0x25cf, 'o' },
	{ 0x2713, 0x2713, 'v' },
	{ 0x2716, 0x2716, 'x' },
};

uint32_t
ascii_of(uint32_t code_point)
{
	if (code_point < 0x80)
		return code_point;
	for (size_t i = 0; i < ARRAY_SIZE(ranges); i++) {
		if (code_point >= ranges[i].first &&
		    code_point <= ranges[i].last)
			return (uint32_t)ranges[i].ascii;
	}
	return '?';
}

/* The first of these that is set decides (POSIX.1-2017, 8.2). */
bool
ascii_is_asked(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char *value = getenv(names[i]);

		if (value != NULL && value[0] != '\0')
			return strcmp(value, "C") == 0 ||
			       strcmp(value, "POSIX") == 0;
	}
	return false;
}
