/*
 * Signed addresses: what opens is what the house would have signed itself,
 * letter for letter.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/token.h"
#include "house/sign.h"
#include "tests/fuzz/fuzz.h"

#define NOW_S 1800000000

static char key[] = "0123456789abcdef0123456789abcdef";

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static const struct settings settings = { .playback_key = key };
	AUTO_FREE void *mem = mem_context(NULL);
	char *address = mem_text_n(mem, (const char *)bytes, length);
	char media[37] = "", *signed_again;
	long long expires_s = 0;
	struct uuid id;

	if (sign_check(&settings, address, NOW_S) != OK)
		return 0;
	hold(sscanf(address, "/play/%*43[^/]/%llx/%36[^/]/", &expires_s,
		 media) == 2);
	hold(expires_s > NOW_S && uuid_parse(media, &id));
	signed_again = sign_prefix(mem, &settings, &id, expires_s);
	hold(strncmp(address, signed_again, strlen(signed_again)) == 0);
	hold(address[strlen(signed_again)] == '/');
	hold(strstr(address, "/.") == NULL || strchr(address, '?') != NULL);
	return 0;
}
