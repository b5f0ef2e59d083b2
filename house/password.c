/* Hashing passwords. */
#include "config.h"

#include "house/password.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

#include <sodium.h>

#include "base/log.h"
#include "base/mem.h"

#define PASSES 2
#define AT_ONCE 2
#define WAIT_S 5

/* Each takes 64 MiB and a core: a crowd at the door waits here. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t returned = PTHREAD_COND_INITIALIZER;
static size_t at_work;

static enum outcome
enter(struct house *h)
{
	struct timespec until;
	int error = 0;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += WAIT_S;
	pthread_mutex_lock(&lock);
	while (at_work >= AT_ONCE && error == 0)
		error = pthread_cond_clockwait(
		    &returned, &lock, CLOCK_MONOTONIC, &until);
	if (at_work < AT_ONCE) {
		at_work++;
		error = 0;
	}
	pthread_mutex_unlock(&lock);
	if (error == 0)
		return OK;
	return refuse(h->refusal, UNAVAILABLE, "too_busy",
	    "Too many want to sign in; try again soon.");
}

static void
leave(void)
{
	pthread_mutex_lock(&lock);
	at_work--;
	pthread_cond_signal(&returned);
	pthread_mutex_unlock(&lock);
}

enum outcome
password_hash(struct house *h, const char *password, char **out)
{
	char hash[crypto_pwhash_STRBYTES];
	enum outcome rc = enter(h);
	int failed;

	if (rc != OK)
		return rc;
	failed = crypto_pwhash_str(hash, password, strlen(password), PASSES,
	    (size_t)h->settings->password_memory);
	leave();
	if (failed != 0) {
		log_error("password.no_memory",
		    NUMBER_PAIR("bytes", h->settings->password_memory));
		return FAILED;
	}
	*out = mem_text(h->mem, hash);
	return OK;
}

enum outcome
password_verify(
    struct house *h, const char *hash, const char *password, bool *out)
{
	char *unused;
	enum outcome rc;

	*out = false;
	if (hash == NULL)
		return password_hash(h, password, &unused);
	rc = enter(h);
	if (rc != OK)
		return rc;
	*out = crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
	leave();
	return OK;
}

bool
password_is_old(const struct house *h, const char *hash)
{
	return crypto_pwhash_str_needs_rehash(
		   hash, PASSES, (size_t)h->settings->password_memory) != 0;
}
