/* Emptying the trash. */
#ifndef HOUSE_TRASH_H
#define HOUSE_TRASH_H

#include "house/house.h"

/*
 * Deletes what has been in the trash for the setting trash_days (0: nothing),
 * as if somebody had: h->actor has done it, and media files stay, unused.
 * What is taken out of it at the last instant stays.
 */
enum outcome trash_purge(struct house *h) MUST_CHECK;

#endif
