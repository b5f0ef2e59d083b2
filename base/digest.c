/* Digests by libcrypto. */
#include "config.h"

#include "base/digest.h"

#include <stdlib.h>

#include <openssl/evp.h>

#include "base/log.h"
#include "base/mem.h"

const char *const digest_names[DIGEST_KIND_COUNT + 1] = {
	[DIGEST_SHA1] = "sha1",
	[DIGEST_SHA256] = "sha256",
};

static const size_t sizes[DIGEST_KIND_COUNT] = {
	[DIGEST_SHA1] = 20,
	[DIGEST_SHA256] = 32,
};

struct digest {
	EVP_MD_CTX *context;
};

size_t
digest_size(enum digest_kind kind)
{
	return sizes[kind];
}

static int
forget(struct digest *digest)
{
	EVP_MD_CTX_free(digest->context);
	return 0;
}

enum outcome
digest_new(void *mem, enum digest_kind kind, struct digest **out)
{
	struct digest *digest = mem_new(mem, struct digest);

	digest->context = mem_check(EVP_MD_CTX_new());
	talloc_set_destructor(digest, forget);
	*out = digest;
	if (EVP_DigestInit_ex(digest->context,
		EVP_get_digestbyname(digest_names[kind]), NULL) == 1)
		return OK;
	log_error("digest.missing", TEXT_PAIR("kind", digest_names[kind]));
	return FAILED;
}

/* After a good beginning there is nothing left that could go wrong but the
   library itself. */
static void
must(int answer)
{
	if (answer == 1)
		return;
	log_error("digest.broken", TEXT_PAIR("library", "libcrypto"));
	abort();
}

void
digest_add(struct digest *digest, const void *bytes, size_t length)
{
	must(EVP_DigestUpdate(digest->context, bytes, length));
}

void
digest_end(struct digest *digest, unsigned char out[DIGEST_MAX])
{
	must(EVP_DigestFinal_ex(digest->context, out, NULL));
}
