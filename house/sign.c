/* Making and checking signed addresses. */
#include "config.h"

#include "house/sign.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "base/token.h"

#define PREFIX "/play/"
#define DIGITS "0123456789"
#define HEX DIGITS "abcdef"
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

#define UUID_LENGTH 36
#define MAX_EXPIRES 12 /* digits: past the year 8,000,000 */
#define MAX_REVISION 19
#define MAX_NAME 64
#define FOLDER "thumbs/" /* the only one in a revision */

/* Its only separators are the slashes that take() has seen. */
struct address {
	const char *mac;
	char expires[MAX_EXPIRES + 1];
	char media[UUID_LENGTH + 1];
};

/* One segment of those letters, at most `max` of them, moved over with the
   slash or the end that follows it; 0 when it is anything else. */
static size_t
take(const char **at, const char *letters, size_t max, bool is_last)
{
	size_t length = strspn(*at, letters);
	char end = (*at)[length];

	if (length == 0 || length > max)
		return 0;
	if (is_last ? end != '\0' && end != '?' : end != '/')
		return 0;
	*at += length + 1;
	return length;
}

static void
keep(char *out, const char *from, size_t length)
{
	memcpy(out, from, length);
	out[length] = '\0';
}

/* A canonical UUID in lower case, and nothing else. */
static bool
is_media_id(const char *text)
{
	struct uuid uuid;

	return uuid_parse(text, &uuid) && strcmp(uuid.text, text) == 0;
}

static bool
parse(const char *at, struct address *out)
{
	const char *begin;
	size_t length;

	if (strncmp(at, PREFIX, strlen(PREFIX)) != 0)
		return false;
	out->mac = at += strlen(PREFIX);
	if (take(&at, LETTERS DIGITS "-_", TOKEN_MAC_LENGTH, false) !=
	    TOKEN_MAC_LENGTH)
		return false;
	begin = at;
	length = take(&at, HEX, MAX_EXPIRES, false);
	keep(out->expires, begin, length);
	begin = at;
	if (length == 0 ||
	    take(&at, HEX "-", UUID_LENGTH, false) != UUID_LENGTH)
		return false;
	keep(out->media, begin, UUID_LENGTH);
	if (!is_media_id(out->media) ||
	    take(&at, DIGITS, MAX_REVISION, false) == 0)
		return false;
	if (strncmp(at, FOLDER, strlen(FOLDER)) == 0)
		at += strlen(FOLDER);
	return *at != '.' &&
	       take(&at, LETTERS DIGITS "-_.", MAX_NAME, true) != 0;
}

/* Of digits that parse() has let through. */
static int64_t
hex_value(const char *digits)
{
	int64_t value = 0;

	for (; *digits != '\0'; digits++)
		value = value * 16 + (strchr(HEX, *digits) - HEX);
	return value;
}

static char *
signed_text(void *mem, const char *expires, const char *media)
{
	return mem_printf(mem, "/%s/%s", expires, media);
}

static bool
fits(const char *key, const struct address *address)
{
	AUTO_FREE void *mem = mem_context(NULL);

	return key != NULL &&
	       token_equal(address->mac,
		   token_mac(mem, key,
		       signed_text(mem, address->expires, address->media)),
		   TOKEN_MAC_LENGTH);
}

char *
sign_prefix(void *mem, const struct settings *settings,
    const struct uuid *media_id, int64_t expires_s)
{
	AUTO_FREE void *scratch = mem_context(NULL);
	char *expires = mem_printf(scratch, "%" PRIx64, (uint64_t)expires_s);
	char *text = signed_text(scratch, expires, media_id->text);

	return mem_printf(mem, PREFIX "%s%s",
	    token_mac(scratch, settings->playback_key, text), text);
}

enum outcome
sign_check(const struct settings *settings, const char *text, int64_t now_s)
{
	struct address address;

	if (!parse(text, &address) ||
	    (!fits(settings->playback_key, &address) &&
		!fits(settings->playback_key_previous, &address)))
		return DENIED;
	return hex_value(address.expires) > now_s ? OK : DENIED;
}
