/* Who may, by network address; and which addresses are everybody's. */
#ifndef BASE_ADDRESS_H
#define BASE_ADDRESS_H

#include <stdbool.h>

#include "base/field.h"

/*
 * A rule is "loopback" (also whoever comes by a unix socket), "all", "off"
 * (nobody), an IPv4 or IPv6 address, or a network as "192.0.2.0/24" (RFC 4632
 * section 3.1).
 */
bool address_is_rule(const char *rule);

/*
 * Does one of the rules let the address in?  An IPv4 address that is written
 * as IPv6 (RFC 4291 section 2.5.5.2) counts as IPv4; NULL and what is no
 * address pass by "all" alone.
 */
bool address_is_allowed(const struct text_list *rules, const char *address);

/*
 * Is it an address of the public Internet?  Not so: loopback, unspecified,
 * private (RFC 1918, RFC 4193), shared (RFC 6598), link-local, multicast,
 * reserved, of documentation and benchmarks, every IPv6 address that wraps an
 * IPv4 one (mapped, NAT64, 6to4, Teredo), and what is no address
 * (the IANA special-purpose address registries).
 */
bool address_is_public(const char *address);

#endif
