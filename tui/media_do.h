/* What people do to media files, as changes; their state in a word. */
#ifndef TUI_MEDIA_DO_H
#define TUI_MEDIA_DO_H

#include "sql/glance.h"
#include "tui/change.h"
#include "tui/listview.h"
#include "tui/table.h"

extern const struct change media_encode_them;
extern const struct change media_drop_them;
extern const struct change media_delete_them;

/* Why that cannot be done with it; NULL: it can.  Holds until it is asked
   again of the same list. */
const char *media_why_not(struct listview *lists,
    const struct media_glance *media, enum action action);

/* "READY", "47%", "no file". */
void media_show_status(
    enum glance_status status, int64_t progress, struct table_cell *out);

/* "1080 720" as "1080·720". */
char *media_dotted(void *mem, const char *words);

#endif
