/* Giving up revisions. */
#include "config.h"

#include "house/output.h"

#include "house/storage.h"
#include "sql/gc.h"

/* A worker that lost its job may still write there for a moment. */
#define STAGING_DELAY_S 90

enum outcome
output_give_up(struct house *h, const struct uuid *media_id, int64_t output_id,
    int64_t delay_s)
{
	const char *key = storage_revision_key(h->mem, media_id, output_id);
	enum outcome rc;

	rc = db_gc_add(h->db, GC_MEDIA, key, delay_s);
	if (rc == OK)
		rc = db_gc_add(h->db, GC_STAGING, key, STAGING_DELAY_S);
	return rc == OK ? db_output_delete(h->db, output_id) : rc;
}
