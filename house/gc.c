/* The sweep. */
#include "config.h"

#include "house/gc.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "house/storage.h"
#include "sql/gc.h"

#define BATCH 100

static enum outcome
remove_item(struct house *h, const struct gc_item *item)
{
	char *path = storage_path(
	    h->mem, h->settings, (enum gc_area)item->area, item->path_key);
	enum outcome rc = folder_remove_tree(path);

	if (rc == OK)
		rc = file_replace_forget(path);
	/* The folder it stood in goes with the last of what it held. */
	if (rc == OK && strchr(item->path_key, '/') != NULL) {
		*strrchr(path, '/') = '\0';
		rmdir(path);
	}
	if (rc == OK)
		rc = db_gc_done(h->db, item->id);
	else
		rc = db_gc_later(h->db, item->id);
	log_info("gc.removed", TEXT_PAIR("area", gc_area_names[item->area]),
	    TEXT_PAIR("key", item->path_key));
	return rc == NOT_FOUND ? OK : rc;
}

enum outcome
gc_sweep(struct house *h)
{
	struct gc_item *items;
	enum outcome rc;
	size_t count;

	do {
		rc = db_gc_due(h->db, h->mem, BATCH, &items, &count);
		for (size_t i = 0; rc == OK && i < count; i++)
			rc = remove_item(h, &items[i]);
	} while (rc == OK && count == BATCH);
	return rc;
}
