/* What a piece of the screen means, and the colours that say so. */
#ifndef TUI_THEME_H
#define TUI_THEME_H

#include <stdbool.h>
#include <stdint.h>

enum look {
	LOOK_PLAIN,
	LOOK_DIM,     /* less important */
	LOOK_STRONG,  /* more important */
	LOOK_HEAD,    /* headings of columns */
	LOOK_LINE,    /* frames and rules */
	LOOK_BRAND,   /* the house's own name */
	LOOK_TAB,     /* a view one can go to */
	LOOK_TAB_NOW, /* the view that is shown */
	LOOK_KEY,     /* a key that does something */
	LOOK_GOOD,    /* ready, done, connected */
	LOOK_BUSY,    /* at work */
	LOOK_WAIT,    /* will be at work */
	LOOK_WARN,
	LOOK_BAD,
	LOOK_TAGGED,
	LOOK_INPUT, /* where one types */
	LOOK_COUNT
};

/* What a terminal can do. */
enum depth { DEPTH_MONO, DEPTH_8, DEPTH_256, DEPTH_DIRECT, DEPTH_COUNT };

/* Attributes; a colour never says alone what a look means. */
#define INK_BOLD 1
#define INK_DIM 2
#define INK_REVERSE 4
#define INK_UNDERLINE 8

struct ink {
	int32_t color; /* of the letters; -1: the terminal's own */
	unsigned int attributes;
};

/* How the look is written; colours are of the terminal's numbers, with
   DEPTH_DIRECT 0xrrggbb.  The background is always the terminal's own. */
struct ink theme_ink(enum look look, enum depth depth);

/* What may be used on a terminal of so many colours: with NO_COLOR
   (no-color.org) in the environment, none. */
enum depth theme_depth(int colors);

#endif
