/*
 * What each fuzz target is: a function that takes any bytes and returns 0.
 *
 * tests/fuzz/driver.c feeds it, or clang's libFuzzer, whose options the driver
 * knows: see HACKING.md.  Some unit tests call it, too.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* A promise that every caller relies on. */
static inline void
hold(bool is_so)
{
	if (!is_so)
		abort();
}

#endif
