/* What people do to series, seasons and episodes, as changes over the ids of
   the tree's rows (tui/tree.h). */
#ifndef TUI_SERIES_DO_H
#define TUI_SERIES_DO_H

#include "tui/change.h"

extern const struct change series_trash_them;
extern const struct change series_delete_season;
extern const struct change series_encode_them;

/* Where episodes go. */
struct series_move {
	char *const *ids; /* of rows; those that are no episodes stay */
	size_t count;
	struct uuid season_id;
	struct uuid before; /* empty: to the end */
	int step;           /* as in tui/order.h */
};

/* Moves them, says so and reads the view again. */
void series_send_move(struct view *view, const struct series_move *move);

#endif
