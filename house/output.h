/*
 * Revisions of a media file: every attempt makes one of its own, and its row
 * and folders are given up together.
 */
#ifndef HOUSE_OUTPUT_H
#define HOUSE_OUTPUT_H

#include "house/house.h"
#include "sql/output.h"

/*
 * Gives up a revision in the caller's transaction: its row now, its folder
 * under media/ `delay_s` from now, and what is in staging once a worker that
 * was told to stop has done so.
 */
enum outcome output_give_up(struct house *h, const struct uuid *media_id,
    int64_t output_id, int64_t delay_s) MUST_CHECK;

#endif
