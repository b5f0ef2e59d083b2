/* UUIDs and random words. */
#include "config.h"

#include "base/token.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"

void
token_init(void)
{
	if (sodium_init() >= 0)
		return;
	log_error("token.no_randomness", TEXT_PAIR("library", "libsodium"));
	abort();
}

struct uuid
uuid_new(void)
{
	unsigned char bytes[16];
	int64_t ms = clock_now().ms;
	struct uuid uuid;
	char hex[33];

	randombytes_buf(bytes, sizeof(bytes));
	for (int i = 0; i < 6; i++)
		bytes[i] = (unsigned char)(ms >> (40 - 8 * i));
	bytes[6] = (unsigned char)(0x70 | (bytes[6] & 0x0f));
	bytes[8] = (unsigned char)(0x80 | (bytes[8] & 0x3f));
	sodium_bin2hex(hex, sizeof(hex), bytes, sizeof(bytes));
	snprintf(uuid.text, sizeof(uuid.text), "%.8s-%.4s-%.4s-%.4s-%.12s", hex,
	    hex + 8, hex + 12, hex + 16, hex + 20);
	return uuid;
}

bool
uuid_parse(const char *text, struct uuid *out)
{
	static const char hex[] = "0123456789abcdefABCDEF";
	size_t i;

	for (i = 0; text[i] != '\0' && i < sizeof(out->text); i++) {
		bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (is_dash ? text[i] != '-' : strchr(hex, text[i]) == NULL)
			return false;
		out->text[i] =
		    (char)(is_dash || text[i] <= '9' ? text[i]
						     : text[i] | 0x20);
	}
	if (i != sizeof(out->text) - 1)
		return false;
	out->text[i] = '\0';
	return true;
}

char *
token_hex(void *mem, size_t count)
{
	unsigned char *bytes = mem_array(mem, unsigned char, count);
	char *hex = mem_array(mem, char, 2 * count + 1);

	randombytes_buf(bytes, count);
	sodium_bin2hex(hex, 2 * count + 1, bytes, count);
	talloc_free(bytes);
	return hex;
}

#define MAC_BYTES crypto_auth_hmacsha256_BYTES

static void
make_mac(const char *key, const char *text, unsigned char out[MAC_BYTES])
{
	crypto_auth_hmacsha256_state state;

	crypto_auth_hmacsha256_init(
	    &state, (const unsigned char *)key, strlen(key));
	crypto_auth_hmacsha256_update(
	    &state, (const unsigned char *)text, strlen(text));
	crypto_auth_hmacsha256_final(&state, out);
	sodium_memzero(&state, sizeof(state));
}

char *
token_mac(void *mem, const char *key, const char *text)
{
	char *out = mem_array(mem, char, TOKEN_MAC_LENGTH + 1);
	unsigned char mac[MAC_BYTES];

	make_mac(key, text, mac);
	sodium_bin2base64(out, TOKEN_MAC_LENGTH + 1, mac, sizeof(mac),
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return out;
}

char *
token_mac_hex(void *mem, const char *key, const char *text)
{
	char *out = mem_array(mem, char, 2 * MAC_BYTES + 1);
	unsigned char mac[MAC_BYTES];

	make_mac(key, text, mac);
	return sodium_bin2hex(out, 2 * MAC_BYTES + 1, mac, sizeof(mac));
}

bool
token_equal(const char *left, const char *right, size_t length)
{
	return sodium_memcmp(left, right, length) == 0;
}

char *
token_secret(void *mem, const char *prefix)
{
	unsigned char bytes[32];
	char text[sodium_base64_ENCODED_LEN(
	    sizeof(bytes), sodium_base64_VARIANT_URLSAFE_NO_PADDING)];

	randombytes_buf(bytes, sizeof(bytes));
	sodium_bin2base64(text, sizeof(text), bytes, sizeof(bytes),
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return mem_printf(mem, "%s%s", prefix, text);
}

void
token_digest(const char *text, unsigned char out[TOKEN_DIGEST_BYTES])
{
	crypto_hash_sha256(out, (const unsigned char *)text, strlen(text));
}

unsigned int
token_random(unsigned int limit)
{
	return randombytes_uniform(limit);
}
