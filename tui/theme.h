/* What a piece of the screen means, and the colours that say so. */
#ifndef TUI_THEME_H
#define TUI_THEME_H

#include <stdbool.h>
#include <stdint.h>

enum role {
	ROLE_PLAIN,
	ROLE_DIM,     /* less important */
	ROLE_STRONG,  /* more important */
	ROLE_HEAD,    /* headings of columns */
	ROLE_LINE,    /* frames and rules */
	ROLE_BRAND,   /* the house's own name */
	ROLE_TAB,     /* a view one can go to */
	ROLE_TAB_NOW, /* the view that is shown */
	ROLE_KEY,     /* a key that does something */
	ROLE_GOOD,    /* ready, done, connected */
	ROLE_BUSY,    /* at work */
	ROLE_WAIT,    /* will be at work */
	ROLE_WARN,
	ROLE_BAD,
	ROLE_TAGGED,
	ROLE_INPUT, /* where one types */
	ROLE_COUNT
};

/* What a terminal can do. */
enum depth { DEPTH_MONO, DEPTH_8, DEPTH_256, DEPTH_DIRECT, DEPTH_COUNT };

/* Attributes; a colour never says alone what a role means. */
#define INK_BOLD 1
#define INK_DIM 2
#define INK_REVERSE 4
#define INK_UNDERLINE 8

struct ink {
	int32_t color; /* of the letters; -1: the terminal's own */
	unsigned int attributes;
};

/* How the role is written; colours are of the terminal's numbers, with
   DEPTH_DIRECT 0xrrggbb.  The background is always the terminal's own. */
struct ink theme_ink(enum role role, enum depth depth);

/* What may be used on a terminal of so many colours: with NO_COLOR
   (no-color.org) in the environment, none. */
enum depth theme_depth(int colors);

#endif
