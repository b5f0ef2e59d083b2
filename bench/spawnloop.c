/*
 * spawnloop HELPER TURNS PROGRAM...: starts the program in the box and without
 * one, in turn, and prints a line for each turn: milliseconds of both, from
 * before the start until its end.
 */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/spawn.h"
#include "base/text.h"

static double
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Below 0: it did not go well. */
static double
run(const struct sandbox *sandbox, const char *const *argv)
{
	struct child_spec spec = {
		.sandbox = *sandbox,
		.argv = argv,
		.folder = "/tmp",
		.output_fd = -1,
		.error_fd = -1,
		.extra_fd = -1,
	};
	struct child_end end;
	struct child child;
	double start_ms = now_ms();

	if (child_start(&spec, &child) != OK || child_wait(&child, &end) != OK)
		return -1;
	return end.exit_code == 0 ? now_ms() - start_ms : -1;
}

int
main(int argc, char **argv)
{
	struct sandbox with = { .mode = SANDBOX_BEST_EFFORT };
	struct sandbox without = { .mode = SANDBOX_OFF };
	int64_t turns;

	if (argc < 4 || !text_to_number(argv[2], 1000000, &turns))
		return EXIT_FAILURE;
	with.helper = without.helper = argv[1];
	with.reads[0] = with.writes[0] = "/tmp";
	for (int64_t i = 0; i < turns; i++) {
		double boxed_ms = run(&with, (const char *const *)(argv + 3));
		double free_ms = run(&without, (const char *const *)(argv + 3));

		if (boxed_ms < 0 || free_ms < 0)
			return EXIT_FAILURE;
		printf("%.3f %.3f\n", boxed_ms, free_ms);
	}
	return EXIT_SUCCESS;
}
