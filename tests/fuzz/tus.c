/*
 * Fuzz target: the headers of tus.
 *
 *	clang -fsanitize=fuzzer,address,undefined ... tests/fuzz/tus.c
 *
 * The unit test runs the same function over mutations of good headers.
 */
#include "config.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fcgi/tus_head.h"
#include "tests/fuzz/fuzz.h"

static void
must(bool is_so)
{
	if (!is_so)
		abort();
}

static void
check_metadata(void *mem, const char *header)
{
	struct refusal refusal = { .mem = mem };
	struct tus_metadata said;
	enum outcome rc = tus_metadata_read(mem, header, &said, &refusal);

	must(rc == OK || rc == MALFORMED);
	must((rc == OK) == (refusal.code == NULL));
	if (rc != OK)
		return;
	must(strlen(header) <= TUS_METADATA_MAX);
	if (said.file_name != NULL) {
		must(said.file_name_length <= strlen(header));
		must(said.file_name[said.file_name_length] == '\0');
	}
	if (said.file_type == NULL)
		return;
	must(*said.file_type != '\0');
	for (const char *at = said.file_type; *at != '\0'; at++)
		must(*at >= 0x20 && *at < 0x7f);
}

static void
check_checksum(void *mem, const char *header)
{
	struct refusal refusal = { .mem = mem };
	struct tus_checksum sum;
	enum outcome rc = tus_checksum_read(header, &sum, &refusal);

	must(rc == OK || rc == MALFORMED);
	must((rc == OK) == (refusal.code == NULL));
	must(rc != OK || sum.kind < DIGEST_KIND_COUNT);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	AUTO_FREE void *mem = mem_context(NULL);
	char *header = mem_text_n(mem, (const char *)bytes, length);

	check_metadata(mem, header);
	check_checksum(mem, header);
	return 0;
}
