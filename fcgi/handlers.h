/* The handlers that the table of routes names, by the file they stand in. */
#ifndef FCGI_HANDLERS_H
#define FCGI_HANDLERS_H

#include "fcgi/route.h"

/* fcgi/health.c */
route_handler health_show;

#endif
