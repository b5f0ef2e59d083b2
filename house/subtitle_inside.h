/* What house/subtitle.c and subtitle_publish.c share. */
#ifndef HOUSE_SUBTITLE_INSIDE_H
#define HOUSE_SUBTITLE_INSIDE_H

#include "house/house.h"
#include "sql/media.h"

/* In the caller's transaction: what is published gets a new list.  A job that
   is under way already sees the rows when it comes to its end; CONFLICT
   `job_stopping` when it will not, since it has been cancelled. */
enum outcome subtitle_queue(struct house *h, int64_t media_number) MUST_CHECK;

#endif
