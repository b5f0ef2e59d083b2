/*
 * The authorizer (FastCGI specification 1.0, section 6.3): a web server asks
 * it before it serves a film whose address is signed (house/sign.h).
 */
#ifndef FCGI_AUTHORIZER_H
#define FCGI_AUTHORIZER_H

#include "fcgi/server.h"

/* The `handle` of its service; it needs no database and no routes. */
void authorizer_handle(
    const struct service *service, const struct connection *given);

#endif
