/* What is in the trash, of whichever kind, and what becomes of it: for the
   screen and for the commands. */
#ifndef TUI_TRASH_H
#define TUI_TRASH_H

#include "house/house.h"
#include "sql/trash.h"
#include "tui/list.h"

struct trashed {
	unsigned int kind; /* enum trash_kind */
	struct uuid id;
	char *title;
	struct stamp trashed_at;
};

extern const char *const trash_kind_names[TRASH_KIND_COUNT + 1];
extern const struct field trashed_fields[];

/* All of it, the latest first, below h->mem. */
enum outcome trash_list(
    struct house *h, struct trashed **out, size_t *count) MUST_CHECK;

/* "m", "s" or "e" and its id: how the screen knows it. */
void trash_name(const struct trashed *trashed, char out[LIST_ID]);

/* Out of the trash; for ever.  By that name, or by the id alone. */
enum outcome trash_restore(struct house *h, const char *name) MUST_CHECK;
enum outcome trash_delete(struct house *h, const char *name) MUST_CHECK;

#endif
