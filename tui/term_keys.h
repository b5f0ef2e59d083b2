/* What curses calls keys, and what we do. */
#ifndef TUI_TERM_KEYS_H
#define TUI_TERM_KEYS_H

#include <stdint.h>
#include <wchar.h>

/* Keys that we teach curses; beyond all of its own. */
enum term_key { TERM_MOUSE = 0x800, TERM_PASTE, TERM_PASTE_END, TERM_SYNC };

/* Tells a key's code from a character. */
#define TERM_KEY_BIT 0x80000000u

uint32_t term_key_of_code(wint_t code);
uint32_t term_key_of_character(wint_t character);

#endif
