/*
 * Plain CGI (RFC 3875): started by the web server for one request, the
 * program is both sides of a FastCGI exchange over a socket pair.
 */
#ifndef FCGI_CGI_H
#define FCGI_CGI_H

#include <stdbool.h>

#include "base/outcome.h"
#include "fcgi/server.h"

/* Do the environment and descriptor 0 say that this is CGI? */
bool cgi_is_cgi(void);

/* Answers the one request of the environment on standard output. */
enum outcome cgi_run(const struct service *service) MUST_CHECK;

#endif
