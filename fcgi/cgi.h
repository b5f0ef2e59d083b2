/*
 * Plain CGI (RFC 3875): started by the web server for one request, the
 * program is both sides of a FastCGI exchange over a socket pair.
 */
#ifndef FCGI_CGI_H
#define FCGI_CGI_H

#include <stdbool.h>

#include "base/outcome.h"
#include "fcgi/server.h"

/* Among the parameters of a request that came as plain CGI, and of no other:
   what begins with HTTP_ alone is the client's. */
#define CGI_PARAM "MOVIE_HOUSE_PLAIN_CGI"
/* The web server's word in its environment that it knows X-Sendfile. */
#define CGI_SENDFILE_PARAM "MOVIE_HOUSE_SENDFILE"

/* Do the environment and descriptor 0 say that this is CGI? */
bool cgi_is_cgi(void);

/*
 * Could the program's arguments be words of whoever asks?  A web server may
 * hand a query without "=" over as such (RFC 3875 section 4.4), and an option
 * among them would be obeyed.
 */
bool cgi_is_told_options(void);

/* The answer to that, 400, on standard output; after token_init. */
void cgi_refuse_options(void);

/* Answers the one request of the environment on standard output. */
enum outcome cgi_run(const struct service *service) MUST_CHECK;

#endif
