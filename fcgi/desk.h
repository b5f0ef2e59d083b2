/*
 * Who of this process is receiving which upload in parts, so that a newer
 * request for the same one can end the older's connection.  There is one desk.
 */
#ifndef FCGI_DESK_H
#define FCGI_DESK_H

#include "fcgi/watch.h"
#include "house/upload_part.h"

/* From desk_enter to desk_leave the connection may be ended at any time; the
   entry is the caller's.  `watch` may be NULL. */
struct desk_entry {
	const struct upload *upload;
	struct watch *watch;
	struct desk_entry *next;
};
void desk_enter(struct desk_entry *entry);
void desk_leave(struct desk_entry *entry);

/* Ends the connections of all uploads that somebody else wants, whichever
   program that is.  Called by who wants one, and every tick of the server. */
void desk_look(void);

#endif
