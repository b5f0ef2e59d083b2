/* The full-screen program. */
#ifndef TUI_SCREEN_H
#define TUI_SCREEN_H

#include "tui/cli.h"

/*
 * Runs until one leaves.  INVALID `no_terminal` when there is none to draw on.
 * A signal that asks for the end ends the process by that signal, with the
 * terminal as it was.
 */
enum outcome screen_run(struct cli *cli) MUST_CHECK;

#endif
