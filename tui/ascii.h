/* What stands for a character on a terminal that knows ASCII alone. */
#ifndef TUI_ASCII_H
#define TUI_ASCII_H

#include <stdbool.h>
#include <stdint.h>

uint32_t ascii_of(uint32_t code_point);

/* Does the environment ask for nothing else (the locale C or POSIX)? */
bool ascii_is_asked(void);

#endif
