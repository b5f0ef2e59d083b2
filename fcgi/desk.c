/* Uploads being received, and those that are wanted by others. */
#include "config.h"

#include "fcgi/desk.h"

#include <stddef.h>

#include "base/log.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct desk_entry *entries;

void
desk_enter(struct desk_entry *entry)
{
	pthread_mutex_lock(&lock);
	entry->next = entries;
	entries = entry;
	pthread_mutex_unlock(&lock);
}

void
desk_leave(struct desk_entry *entry)
{
	struct desk_entry **at = &entries;

	pthread_mutex_lock(&lock);
	while (*at != entry)
		at = &(*at)->next;
	*at = entry->next;
	pthread_mutex_unlock(&lock);
}

void
desk_look(void)
{
	pthread_mutex_lock(&lock);
	for (struct desk_entry *at = entries; at != NULL; at = at->next) {
		if (at->watch != NULL && upload_is_wanted(at->upload) &&
		    watch_check(at->watch, INT64_MAX))
			log_info("upload.taken_over",
			    TEXT_PAIR("upload", upload_id(at->upload)->text));
	}
	pthread_mutex_unlock(&lock);
}
