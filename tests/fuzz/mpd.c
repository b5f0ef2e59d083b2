/* Manifests of DASH. */
#include "config.h"

#include "base/mem.h"
#include "film/mpd.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	AUTO_FREE void *mem = mem_context(NULL);
	char *text = mem_text_n(mem, (const char *)bytes, length);
	struct mpd mpd;

	if (mpd_read(mem, text, &mpd) != OK)
		return 0;
	for (size_t i = 0; i < mpd.file_count; i++)
		hold(mpd.files[i].uri != NULL && mpd.files[i].head.first >= 0 &&
		     mpd.files[i].index.first <= mpd.files[i].index.last + 1);
	return 0;
}
