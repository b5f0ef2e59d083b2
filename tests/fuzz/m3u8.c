/* Playlists of either kind, and what is read in them. */
#include "config.h"

#include "base/mem.h"
#include "film/m3u8.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	AUTO_FREE void *mem = mem_context(NULL);
	char *text = mem_text_n(mem, (const char *)bytes, length);
	struct m3u8_media list;
	struct text_list uris;

	if (m3u8_master_read(mem, text, &uris) == OK) {
		for (size_t i = 0; i < uris.count; i++)
			hold(uris.items[i] != NULL);
	}
	if (m3u8_media_read(mem, text, &list) == OK) {
		for (size_t i = 0; i < list.entry_count; i++)
			hold(list.entries[i].uri != NULL &&
			     list.entries[i].size >= 0 &&
			     list.entries[i].offset >= 0);
	}
	return 0;
}
