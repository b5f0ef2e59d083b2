/* Frame rates as fractions, because 23.976 is not a number. */
#ifndef FILM_RATE_H
#define FILM_RATE_H

#include <stdbool.h>
#include <stdint.h>

/* num / den per second; both at least 1. */
struct rational {
	int64_t num;
	int64_t den;
};

double rate_real(struct rational rate);

/* In lowest terms. */
struct rational rate_reduce(struct rational rate);

/* Does `value` lie within that part of `other` (0.01: one percent)? */
bool rate_is_near(double value, double other, double part);

/*
 * The constant rate that a player expects for a film of that average: a
 * standard one within one percent, else the next above it, at most 60; fast
 * films are halved, slow ones (below 10) kept.  The nominal rate decides only
 * where it is standard and agrees with the average: of a variable rate it is
 * merely the finest step (pipeline.md section 1).
 */
struct rational rate_choose(struct rational nominal, struct rational average);

#endif
