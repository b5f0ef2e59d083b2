/* Removing from the disk what rows have given up. */
#ifndef HOUSE_GC_H
#define HOUSE_GC_H

#include "house/house.h"

/*
 * Removes every file and folder whose time has come; each is forgotten only
 * once it is gone, and one that resists is tried again later.
 */
enum outcome gc_sweep(struct house *h) MUST_CHECK;

#endif
