/* What tus says in headers. */
#include "config.h"

#include "fcgi/tus_head.h"

#include <ctype.h>
#include <string.h>
#include <time.h>

#include <sodium.h>

#include "base/mem.h"
#include "base/text.h"

#define MAX_PAIRS 32

static enum outcome
refuse_metadata(struct refusal *refusal)
{
	return refuse(refusal, MALFORMED, "malformed_metadata",
	    "Upload-Metadata must be pairs of a key and base64, between "
	    "commas, each key once.");
}

/* With padding, as the protocol has it, or without. */
static bool
decode(void *mem, const char *text, char **out, size_t *length)
{
	size_t size = strlen(text);
	unsigned char *bytes = mem_array(mem, unsigned char, size + 1);

	*out = (char *)bytes;
	return sodium_base642bin(bytes, size, text, size, NULL, length, NULL,
		   sodium_base64_VARIANT_ORIGINAL) == 0 ||
	       sodium_base642bin(bytes, size, text, size, NULL, length, NULL,
		   sodium_base64_VARIANT_ORIGINAL_NO_PADDING) == 0;
}

static bool
is_printable(const char *text)
{
	for (; *text != '\0'; text++) {
		if ((unsigned char)*text < 0x20 || (unsigned char)*text > 0x7e)
			return false;
	}
	return true;
}

/* Keys that we do not know are kept by whoever keeps the header. */
static bool
take_pair(
    void *mem, const char *key, const char *value, struct tus_metadata *out)
{
	char *bytes;
	size_t length;

	if (!decode(mem, value, &bytes, &length))
		return false;
	bytes[length] = '\0';
	if (strcmp(key, "filename") == 0) {
		out->file_name = bytes;
		out->file_name_length = length;
	} else if (strcmp(key, "filetype") == 0 && length > 0) {
		out->file_type = bytes;
		return strlen(bytes) == length && is_printable(bytes);
	}
	return true;
}

static bool
is_among(const char *const *keys, size_t count, const char *key)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(keys[i], key) == 0)
			return true;
	}
	return false;
}

enum outcome
tus_metadata_read(void *mem, const char *header, struct tus_metadata *out,
    struct refusal *refusal)
{
	const char *keys[MAX_PAIRS];
	char *rest = mem_text(mem, header), *pair;
	size_t count = 0;

	*out = (struct tus_metadata){ 0 };
	if (strlen(header) > TUS_METADATA_MAX || !is_printable(header))
		return refuse_metadata(refusal);
	while ((pair = strsep(&rest, ",")) != NULL) {
		char *value = text_trim(mem, pair);
		const char *key = strsep(&value, " ");

		if (*key == '\0' || count == MAX_PAIRS ||
		    is_among(keys, count, key) ||
		    !take_pair(mem, key, value != NULL ? value : "", out))
			return refuse_metadata(refusal);
		keys[count++] = key;
	}
	return OK;
}

static bool
find_kind(const char *header, size_t length, enum digest_kind *out)
{
	for (int kind = 0; kind < DIGEST_KIND_COUNT; kind++) {
		if (strlen(digest_names[kind]) != length ||
		    strncmp(digest_names[kind], header, length) != 0)
			continue;
		*out = (enum digest_kind)kind;
		return true;
	}
	return false;
}

enum outcome
tus_checksum_read(
    const char *header, struct tus_checksum *out, struct refusal *refusal)
{
	size_t word = strcspn(header, " ");
	const char *text = header + word + (header[word] == ' ');
	size_t length;

	if (!find_kind(header, word, &out->kind))
		return refuse(refusal, MALFORMED, "unsupported_checksum",
		    "Upload-Checksum may be of sha1 and sha256.");
	if (sodium_base642bin(out->bytes, sizeof(out->bytes), text,
		strlen(text), NULL, &length, NULL,
		sodium_base64_VARIANT_ORIGINAL) == 0 &&
	    length == digest_size(out->kind))
		return OK;
	return refuse(refusal, MALFORMED, "malformed_checksum",
	    "Upload-Checksum must be an algorithm and base64 of its length.");
}

char *
tus_date(void *mem, int64_t unix_ms)
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	time_t seconds = (time_t)(unix_ms / 1000);
	struct tm utc;

	gmtime_r(&seconds, &utc);
	return mem_printf(mem, "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT",
	    days + 3 * utc.tm_wday, utc.tm_mday, months + 3 * utc.tm_mon,
	    utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
}
