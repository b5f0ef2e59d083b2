/* Standard frame rates. */
#include "config.h"

#include "film/rate.h"

#include <stddef.h>

#include "base/outcome.h"

/* Frame rates a player expects; the slow ones are what screen and web cameras
   record, which would stutter when stretched to 24. */
static const struct rational standard_fps[] = { { 10, 1 }, { 12, 1 }, { 25, 2 },
	{ 15, 1 }, { 20, 1 }, { 24000, 1001 }, { 24, 1 }, { 25, 1 },
	{ 30000, 1001 }, { 30, 1 }, { 48, 1 }, { 50, 1 }, { 60000, 1001 },
	{ 60, 1 } };

double
rate_real(struct rational value)
{
	return (double)value.num / (double)value.den;
}

bool
rate_is_near(double value, double other, double part)
{
	double distance = value > other ? value - other : other - value;

	return distance <= other * part;
}

struct rational
rate_reduce(struct rational value)
{
	int64_t left = value.num, right = value.den;

	while (right != 0) {
		int64_t rest = left % right;

		left = right;
		right = rest;
	}
	return (struct rational){ value.num / left, value.den / left };
}

/* The standard rate within one percent of `rate`, or NULL. */
static const struct rational *
nearest_fps(double rate)
{
	const struct rational *best = NULL;
	double least = 0;

	for (size_t i = 0; i < ARRAY_SIZE(standard_fps); i++) {
		double each = rate_real(standard_fps[i]);
		double distance = each > rate ? each - rate : rate - each;

		if (rate_is_near(rate, each, 0.01) &&
		    (best == NULL || distance < least)) {
			best = &standard_fps[i];
			least = distance;
		}
	}
	return best;
}

/* The standard rate above a rate that varies; of two that are all but the
   same, 29.97 and 30, the one that the film counts by. */
static struct rational
next_fps(struct rational nominal, double rate)
{
	for (size_t i = 0; i < ARRAY_SIZE(standard_fps); i++) {
		if (rate_real(standard_fps[i]) < rate)
			continue;
		if (i + 1 < ARRAY_SIZE(standard_fps) &&
		    rate_is_near(rate_real(nominal),
			rate_real(standard_fps[i + 1]), 0.0001) &&
		    rate_is_near(rate_real(standard_fps[i]),
			rate_real(standard_fps[i + 1]), 0.01))
			i++;
		return standard_fps[i];
	}
	return (struct rational){ 60, 1 };
}

struct rational
rate_choose(struct rational nominal, struct rational average)
{
	double rate = rate_real(average);
	const struct rational *found = nearest_fps(rate_real(nominal));

	if (found == NULL ||
	    !rate_is_near(rate_real(nominal), rate_real(*found), 0.0001) ||
	    !rate_is_near(rate, rate_real(*found), 0.01))
		found = nearest_fps(rate);
	if (found == NULL && rate > 60)
		found = nearest_fps(rate / 2);
	if (found == NULL && rate > 60)
		found = nearest_fps(rate / 4);
	if (found != NULL)
		return *found;
	if (rate < 1)
		return (struct rational){ 1, 1 };
	if (rate < 10)
		return average.den <= 1001
			   ? rate_reduce(average)
			   : rate_reduce((struct rational){
				 (int64_t)(rate * 1000 + 0.5), 1000 });
	return next_fps(nominal, rate);
}
