/* Addresses that we are told to call, read more strictly than anybody else
   does: what two readers could take for different hosts is no address. */
#ifndef BASE_URL_H
#define BASE_URL_H

#include <stdbool.h>

#define URL_MAX 2000 /* bytes */

struct url {
	bool is_https;
	char *host;      /* small letters; an IPv6 address without brackets */
	bool is_address; /* the host is one, in its usual spelling */
};

/*
 * Reads an absolute http or https URL (RFC 3986): visible ASCII, a host, no
 * user, no fragment, at most URL_MAX bytes.  A host whose last label is a
 * number must be an IPv4 address of four decimal parts (URL Standard section
 * 3.5 reads 0x7f.1 and 2130706433 as such).  NULL, or what is wrong with it,
 * as the rest of a sentence that begins with "it".  The host hangs below
 * `mem`.
 */
const char *url_read(void *mem, const char *text, struct url *out);

#endif
