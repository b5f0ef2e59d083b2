/* Counting failures. */
#include "config.h"

#include "house/throttle.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "sql/throttle.h"

/* Many people share a network, and one who guesses must not lock them out. */
#define FREE_BY_LOGIN 5
#define FREE_BY_NETWORK 20
#define WAIT_MAX_S 900

struct count {
	unsigned char key[TOKEN_DIGEST_BYTES];
	int64_t free;
};

struct tries {
	struct house *h;
	struct count counts[2];
	size_t count;
};

/* "192.0.2.0" or "2001:db8::", NULL for this machine or no address. */
static char *
network_of(void *mem, const char *address)
{
	unsigned char bytes[16];
	char text[INET6_ADDRSTRLEN];

	if (address == NULL)
		return NULL;
	if (text_starts(address, "::ffff:"))
		address += strlen("::ffff:");
	if (inet_pton(AF_INET, address, bytes) == 1) {
		bytes[3] = 0;
		inet_ntop(AF_INET, bytes, text, sizeof(text));
		return bytes[0] == 127 ? NULL : mem_text(mem, text);
	}
	if (inet_pton(AF_INET6, address, bytes) != 1 ||
	    strcmp(address, "::1") == 0)
		return NULL;
	memset(bytes + 8, 0, 8);
	inet_ntop(AF_INET6, bytes, text, sizeof(text));
	return mem_text(mem, text);
}

static void
add_count(struct tries *tries, const char *what, const char *who, int64_t free)
{
	struct count *count = &tries->counts[tries->count++];
	char *text = mem_printf(tries->h->mem, "%s:%s", what, who);

	text_lower(text);
	token_digest(text, count->key);
	count->free = free;
}

static struct tries
tries_of(struct house *h, const struct attempt_key *key)
{
	struct tries tries = { .h = h };
	char *network = network_of(h->mem, key->address);

	add_count(&tries, key->is_signed_in ? "password" : "login", key->login,
	    FREE_BY_LOGIN);
	if (network != NULL)
		add_count(&tries, "network", network, FREE_BY_NETWORK);
	return tries;
}

static int64_t
wait_after(int64_t failures, int64_t free)
{
	int64_t wait_s = 1;

	if (failures < free)
		return 0;
	for (; failures > free && wait_s < WAIT_MAX_S; failures--)
		wait_s *= 2;
	return wait_s < WAIT_MAX_S ? wait_s : WAIT_MAX_S;
}

static enum outcome
refuse_early(struct house *h, int64_t wait_s)
{
	enum outcome rc = refuse(h->refusal, BUSY, "too_many_tries",
	    "Too many tries; wait a moment before the next.");

	h->refusal->retry_after_s = wait_s;
	return rc;
}

static enum outcome
try_unit(void *context)
{
	struct tries *tries = context;
	struct house *h = tries->h;
	struct throttle found[ARRAY_SIZE(tries->counts)];
	enum outcome rc = OK;
	int64_t wait_s = 0;

	for (size_t i = 0; rc == OK && i < tries->count; i++) {
		rc = db_throttle_lock(
		    h->db, h->mem, tries->counts[i].key, &found[i]);
		if (rc == OK && found[i].wait_s > wait_s)
			wait_s = found[i].wait_s;
	}
	if (rc == OK && wait_s > 0)
		return refuse_early(h, wait_s);
	for (size_t i = 0; rc == OK && i < tries->count; i++) {
		found[i].failures++;
		found[i].wait_s =
		    wait_after(found[i].failures, tries->counts[i].free);
		rc = db_throttle_set(h->db, tries->counts[i].key, &found[i]);
	}
	return rc;
}

enum outcome
throttle_try(struct house *h, const struct attempt_key *key)
{
	struct tries tries = tries_of(h, key);

	return db_transact(h->db, try_unit, &tries);
}

static enum outcome
forgive_unit(void *context)
{
	struct tries *tries = context;
	struct house *h = tries->h;
	enum outcome rc = OK;

	for (size_t i = 0; rc == OK && i < tries->count; i++) {
		struct throttle found;

		rc = db_throttle_lock(
		    h->db, h->mem, tries->counts[i].key, &found);
		if (rc != OK)
			return rc;
		if (i == 0)
			found.failures = 0;
		else if (found.failures > 0)
			found.failures--;
		found.wait_s = 0;
		rc = db_throttle_set(h->db, tries->counts[i].key, &found);
	}
	return rc;
}

enum outcome
throttle_forgive(struct house *h, const struct attempt_key *key)
{
	struct tries tries = tries_of(h, key);

	return db_transact(h->db, forgive_unit, &tries);
}
