/* What the lines of forms are picked from. */
#ifndef TUI_PICKS_H
#define TUI_PICKS_H

#include "tui/form.h"

extern const struct form_pick picks_of_movie[];
extern const struct form_pick picks_of_series[];
extern const struct form_pick picks_of_episode[];

#endif
