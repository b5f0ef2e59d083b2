/* Any bytes as a picture. */
#include "config.h"

#include <stdlib.h>

#include "base/mem.h"
#include "film/image.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct refusal refusal = { .mem = mem };
	struct image image;

	if (image_read(bytes, length, &image, &refusal) != OK)
		return 0;
	/* What passed the rules keeps them. */
	if (image.width < 1 || image.height < 1 ||
	    image.width > IMAGE_MAX_SIDE || image.height > IMAGE_MAX_SIDE ||
	    image.width * image.height > IMAGE_MAX_PIXELS ||
	    (unsigned int)image.kind >= IMAGE_KIND_COUNT)
		abort();
	return 0;
}
