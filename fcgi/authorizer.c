/* 200 or 403, by nothing but the address and the clock. */
#include "config.h"

#include "fcgi/authorizer.h"

#include <fcgiapp.h>

#include "base/clock.h"
#include "base/log.h"
#include "house/sign.h"

/* Apache lets in whom it knows by a name: everybody by this one. */
#define YES "Status: 200 OK\r\nVariable-MOVIE_HOUSE_GUEST: guest\r\n\r\n"
#define NO                                                                     \
	"Status: 403 Forbidden\r\n"                                            \
	"Content-Type: text/plain; charset=utf-8\r\n"                          \
	"Cache-Control: no-store\r\n"                                          \
	"\r\n"                                                                 \
	"This address is not signed, or it has expired.\n"

/*
 * REQUEST_URI is the address as the client wrote it, but for what the web
 * server has put into its usual spelling; other spellings never fit.
 */
static enum outcome
check(const struct service *service, const struct connection *given)
{
	const char *address = FCGX_GetParam("REQUEST_URI", given->fcgi->envp);

	if (address == NULL || given->is_refused)
		return DENIED;
	return sign_check(service->settings, address, clock_now().ms / 1000);
}

void
authorizer_handle(const struct service *service, const struct connection *given)
{
	enum outcome rc = check(service, given);

	log_debug("authorizer.asked", TEXT_PAIR("outcome", outcome_names[rc]));
	FCGX_PutS(rc == OK ? YES : NO, given->fcgi->out);
}
