/* Where episodes stand: moved within their season, or into another one, each
   time by one call of the house that numbers the season anew. */
#ifndef TUI_ORDER_H
#define TUI_ORDER_H

#include "house/house.h"

struct order {
	char *const *ids; /* of the episodes, in their new order */
	size_t count;     /* 0: the season is numbered anew, as it is */
	struct uuid season_id;
	struct uuid before; /* the episode they come before; empty: the end */
	int step;           /* not 0: one episode goes so many places on
			       in its season, instead of that */
};

/* Does it; INVALID, NOT_FOUND and CONFLICT as episode_reorder. */
enum outcome order_put(struct house *h, const struct order *order) MUST_CHECK;

#endif
