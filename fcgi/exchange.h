/* One request from its parameters to the last byte of its answer. */
#ifndef FCGI_EXCHANGE_H
#define FCGI_EXCHANGE_H

#include "fcgi/server.h"

/* The `handle` of a service that answers by its routes. */
void exchange_handle(
    const struct service *service, const struct connection *given);

#endif
