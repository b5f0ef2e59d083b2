/* Counting. */
#include "config.h"

#include "house/stats.h"

#include "base/file.h"
#include "house/storage.h"
#include "sql/queue.h"
#include "sql/stats.h"

static enum outcome
count_media(struct house *h, struct stats *out)
{
	struct media_count *counts;
	enum outcome rc;
	size_t count;

	rc = db_stats_media(h->db, h->mem, &counts, &count);
	for (size_t i = 0; rc == OK && i < count; i++)
		out->media[counts[i].status] = counts[i].count;
	return rc;
}

static enum outcome
count_jobs(struct house *h, struct stats *out)
{
	struct queue_count *counts;
	enum outcome rc;
	size_t count;

	rc = db_queue_counts(h->db, h->mem, &counts, &count);
	for (size_t i = 0; rc == OK && i < count; i++)
		out->jobs[counts[i].state] += counts[i].count;
	return rc;
}

static int64_t
bytes_in(struct house *h, enum gc_area area)
{
	return folder_size(storage_path(h->mem, h->settings, area, NULL));
}

static enum outcome
count_bytes(struct house *h, struct stats *out)
{
	enum outcome rc;

	rc = db_stats_originals(h->db, &out->bytes[GC_ORIGINAL]);
	if (rc == OK)
		rc = db_stats_outputs(h->db, &out->bytes[GC_MEDIA]);
	if (rc != OK)
		return rc;
	out->bytes[GC_INCOMING] = bytes_in(h, GC_INCOMING);
	out->bytes[GC_STAGING] = bytes_in(h, GC_STAGING);
	out->bytes[GC_POSTER] = bytes_in(h, GC_POSTER);
	out->free_bytes = storage_free(h->settings);
	return OK;
}

enum outcome
stats_read(struct house *h, struct stats *out)
{
	enum outcome rc;

	*out = (struct stats){ .free_bytes = ABSENT };
	rc = count_media(h, out);
	if (rc == OK)
		rc = count_jobs(h, out);
	return rc == OK ? count_bytes(h, out) : rc;
}
