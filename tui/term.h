/*
 * The terminal: the only file behind this header knows curses, which gives us
 * terminfo, the decoding of keys and the shortest way from one screen to the
 * next.  One of it; never from a second thread.
 */
#ifndef TUI_TERM_H
#define TUI_TERM_H

#include "base/outcome.h"
#include "tui/canvas.h"
#include "tui/press.h"

struct term;

/*
 * Takes the terminal over.  A TERM that nobody knows is tried as others that
 * are much like it; UNAVAILABLE when none will do.
 */
enum outcome term_open(
    void *mem, struct refusal *refusal, struct term **out) MUST_CHECK;

/* Gives it back as it was. */
void term_close(struct term *term);

void term_size(const struct term *term, int *rows, int *columns);

/* The window has another size; asks the kernel which. */
void term_resize(struct term *term);

/* Brings what has changed to the screen: nothing, when nothing has. */
void term_draw(struct term *term, const struct canvas *canvas);

/* Everything anew with the next term_draw. */
void term_repaint(struct term *term);

/* The next key that is there; false: none is. */
bool term_read(struct term *term, struct press *out);

/* To the shell, until it lets us go on. */
void term_suspend(struct term *term);

void term_use_mouse(struct term *term, bool is_used);

/* The title of the terminal's window, behind all that was drawn. */
void term_set_title(struct term *term, const char *title);

/* Descriptor of the keys. */
int term_fd(const struct term *term);

#endif
