/* The entry that libFuzzer, and the unit test, call. */
#ifndef TESTS_FUZZ_MULTIPART_H
#define TESTS_FUZZ_MULTIPART_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

#endif
