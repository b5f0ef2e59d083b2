/*
 * How often somebody may try to sign in: by login and by network (the /24 or
 * /64 of the address), each for itself.  A few failures are free, then the
 * wait doubles from one second to 15 minutes; an hour of peace forgets them.
 */
#ifndef HOUSE_THROTTLE_H
#define HOUSE_THROTTLE_H

#include "house/house.h"

/* Who tries.  The address is the web server's REMOTE_ADDR; NULL, this machine
   or none that can be read: only the login counts. */
struct attempt_key {
	const char *login;
	const char *address;
	bool is_signed_in; /* and says their password again: counted apart, so
			      that a slip there keeps nobody from signing in */
};

/*
 * Before the password is looked at: counts the try as a failure, so that many
 * at once gain nothing.  BUSY `too_many_tries`, with the seconds to wait, when
 * it comes too early; then it is not counted.
 */
enum outcome throttle_try(
    struct house *h, const struct attempt_key *key) MUST_CHECK;

/* It was no failure: the login's are forgotten, the network's has one less. */
enum outcome throttle_forgive(
    struct house *h, const struct attempt_key *key) MUST_CHECK;

#endif
