/* What the headers of tus say, and what is read in them. */
#include "config.h"

#include <string.h>

#include "base/mem.h"
#include "fcgi/tus_head.h"
#include "tests/fuzz/fuzz.h"

static void
check_metadata(void *mem, const char *header)
{
	struct refusal refusal = { .mem = mem };
	struct tus_metadata said;
	enum outcome rc = tus_metadata_read(mem, header, &said, &refusal);

	hold(rc == OK || rc == MALFORMED);
	hold((rc == OK) == (refusal.code == NULL));
	if (rc != OK)
		return;
	hold(strlen(header) <= TUS_METADATA_MAX);
	if (said.file_name != NULL) {
		hold(said.file_name_length <= strlen(header));
		hold(said.file_name[said.file_name_length] == '\0');
	}
	if (said.file_type == NULL)
		return;
	hold(*said.file_type != '\0');
	for (const char *at = said.file_type; *at != '\0'; at++)
		hold(*at >= 0x20 && *at < 0x7f);
}

static void
check_checksum(void *mem, const char *header)
{
	struct refusal refusal = { .mem = mem };
	struct tus_checksum sum;
	enum outcome rc = tus_checksum_read(header, &sum, &refusal);

	hold(rc == OK || rc == MALFORMED);
	hold((rc == OK) == (refusal.code == NULL));
	hold(rc != OK || sum.kind < DIGEST_KIND_COUNT);
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
