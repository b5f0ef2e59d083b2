/* Changing things: the house's own functions, one id after the other, in the
   thread that writes. */
#ifndef TUI_CHANGE_H
#define TUI_CHANGE_H

#include "tui/view.h"

struct change {
	const char *noun; /* "job" */
	const char *many; /* NULL: with an s */
	const char *done; /* "cancelled" */
	/* Does it to one. */
	enum outcome (*step)(struct house *h, const char *id, int64_t argument);
	int64_t argument;
};

/* Does it to all of these ids, then says how that went and reads the view
   again.  Without ids (NULL, 0) the step is done once, with a NULL id. */
void change_send(struct view *view, const struct change *change,
    char *const *ids, size_t count);

#endif
