/* Is the database there?  Asked every two seconds, and again, ever more
   seldom, while it is not. */
#ifndef TUI_PULSE_H
#define TUI_PULSE_H

#include "tui/app.h"

/* Asks when it is time. */
void pulse_tick(struct app *app);

/* Somebody else found it away. */
void pulse_lost(struct app *app, const char *why);

#endif
