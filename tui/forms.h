/* Which forms there are. */
#ifndef TUI_FORMS_H
#define TUI_FORMS_H

#include "tui/form.h"

extern const struct form_spec form_movie;
extern const struct form_spec form_series;
extern const struct form_spec form_episode;

#endif
