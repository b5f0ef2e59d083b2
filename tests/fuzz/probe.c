/* ffprobe's JSON, or anything else, to a film. */
#include "config.h"

#include "base/mem.h"
#include "film/film.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	AUTO_FREE void *mem = mem_context(NULL);
	const struct settings settings = { .max_duration_s = 43200 };
	struct refusal refusal;
	struct film *film;

	refusal_reset(&refusal, mem);
	if (film_parse(mem, (const char *)bytes, length, &film, &refusal) != OK)
		return 0;
	if (film_check(film, &settings, &refusal) != OK)
		return 0;
	/* What passed the rules keeps them, whatever the JSON said. */
	hold(film->duration_ms <= 43200000 && film->video.width >= 16);
	hold(film->video.fps.num >= 1 && film->video.fps.den >= 1);
	hold(rate_real(film->video.fps) <= 60.001 && film->video.index >= 0);
	return 0;
}
