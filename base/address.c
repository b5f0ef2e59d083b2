/* Addresses and networks as 16 bytes each. */
#include "config.h"

#include "base/address.h"

#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"

#define WORD_ALL "all"
#define WORD_LOOPBACK "loopback"
#define WORD_OFF "off"
#define V4_BITS 96 /* of an IPv6 address that stand before an IPv4 one */
#define MAX_TEXT 64

struct network {
	unsigned char bytes[16];
	int64_t bits;
};

static const char *const loopback[] = { "127.0.0.0/8", "::1", NULL };

/* What of IPv4 and of GLOBAL is not for everybody (IANA special-purpose
   address registries, RFC 6890). */
#define GLOBAL "2000::/3" /* all that IPv6 has given out (RFC 4291) */
static const char *const special[] = {
	"0.0.0.0/8",       /* this network */
	"10.0.0.0/8",      /* private */
	"100.64.0.0/10",   /* shared, behind a provider's NAT */
	"127.0.0.0/8",     /* loopback */
	"169.254.0.0/16",  /* link-local, and the clouds' metadata */
	"172.16.0.0/12",   /* private */
	"192.0.0.0/24",    /* of the protocols themselves */
	"192.0.2.0/24",    /* documentation */
	"192.88.99.0/24",  /* relays of 6to4 */
	"192.168.0.0/16",  /* private */
	"198.18.0.0/15",   /* benchmarks */
	"198.51.100.0/24", /* documentation */
	"203.0.113.0/24",  /* documentation */
	"224.0.0.0/4",     /* multicast */
	"240.0.0.0/4",     /* reserved, broadcast */
	"2001::/23",       /* Teredo and other protocols */
	"2001:db8::/32",   /* documentation */
	"2002::/16",       /* 6to4: an IPv4 address inside */
	"3fff::/20",       /* documentation */
	NULL,
};

static bool
parse_address(const char *text, struct network *out)
{
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };

	if (inet_pton(AF_INET6, text, out->bytes) == 1)
		return true;
	memcpy(out->bytes, mapped, sizeof(mapped));
	return inet_pton(AF_INET, text, out->bytes + sizeof(mapped)) == 1;
}

static bool
parse_network(const char *text, struct network *out)
{
	char address[MAX_TEXT];
	size_t length = strcspn(text, "/");
	bool is_v4 = strchr(text, ':') == NULL;
	int64_t most = is_v4 ? 32 : 128;

	if (length >= sizeof(address))
		return false;
	memcpy(address, text, length);
	address[length] = '\0';
	out->bits = most;
	if (!parse_address(address, out) ||
	    (text[length] == '/' &&
		!text_to_number(text + length + 1, most, &out->bits)))
		return false;
	out->bits += is_v4 ? V4_BITS : 0;
	return true;
}

static bool
holds(const struct network *network, const struct network *address)
{
	size_t whole = (size_t)network->bits / 8;
	unsigned int rest = (unsigned int)network->bits % 8;

	if (memcmp(network->bytes, address->bytes, whole) != 0)
		return false;
	return rest == 0 ||
	       (network->bytes[whole] ^ address->bytes[whole]) >> (8 - rest) ==
		   0;
}

static bool
fits(const char *rule, const struct network *address)
{
	struct network network;

	return parse_network(rule, &network) && holds(&network, address);
}

static bool
fits_any(const char *const *rules, const struct network *address)
{
	for (size_t i = 0; rules[i] != NULL; i++) {
		if (fits(rules[i], address))
			return true;
	}
	return false;
}

bool
address_is_rule(const char *rule)
{
	struct network network;

	return strcmp(rule, WORD_ALL) == 0 || strcmp(rule, WORD_OFF) == 0 ||
	       strcmp(rule, WORD_LOOPBACK) == 0 ||
	       parse_network(rule, &network);
}

bool
address_is_allowed(const struct text_list *rules, const char *address)
{
	bool is_local = address != NULL && text_starts(address, "/");
	struct network from;
	bool is_known = address != NULL && parse_address(address, &from);

	for (size_t i = 0; i < rules->count; i++) {
		const char *rule = rules->items[i];

		if (strcmp(rule, WORD_ALL) == 0)
			return true;
		if (strcmp(rule, WORD_LOOPBACK) == 0) {
			if (is_local || (is_known && fits_any(loopback, &from)))
				return true;
		} else if (is_known && fits(rule, &from)) {
			return true;
		}
	}
	return false;
}

bool
address_is_public(const char *address)
{
	bool is_v4 = strchr(address, ':') == NULL;
	struct network where;

	return parse_address(address, &where) &&
	       (is_v4 || fits(GLOBAL, &where)) && !fits_any(special, &where);
}
