/* A URL's parts, from left to right. */
#include "config.h"

#include "base/url.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

#define HOST_MAX 253 /* RFC 1035 section 2.3.4, without the root's dot */
#define LABEL_MAX 63
#define PORT_MAX 65535

#define DIGITS "0123456789"
#define HEX_DIGITS DIGITS "abcdef"
#define LETTERS "abcdefghijklmnopqrstuvwxyz"

static const char is_no_host[] = "has no host that could be called";
static const char is_no_number[] =
    "must write an IPv4 address as four decimal numbers";

static bool
is_visible(const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text <= ' ' || *text > '~' || *text == '\\')
			return false;
	}
	return true;
}

/* What follows the scheme and its slashes, or NULL. */
static const char *
skip_scheme(const char *text, bool *is_https)
{
	static const char http[] = "http://", https[] = "https://";

	*is_https = strncasecmp(text, https, strlen(https)) == 0;
	if (*is_https)
		return text + strlen(https);
	if (strncasecmp(text, http, strlen(http)) == 0)
		return text + strlen(http);
	return NULL;
}

/* Would somebody read the host as a number (URL Standard section 3.5)? */
static bool
ends_in_a_number(const char *host)
{
	const char *dot = strrchr(host, '.');
	const char *last = dot != NULL ? dot + 1 : host;

	if (last[0] != '\0' && last[strspn(last, DIGITS)] == '\0')
		return true;
	return last[0] == '0' && last[1] == 'x' &&
	       last[2 + strspn(last + 2, HEX_DIGITS)] == '\0';
}

static bool
is_name(const char *host)
{
	if (strlen(host) > HOST_MAX)
		return false;
	for (;;) {
		size_t length = strcspn(host, ".");

		if (length == 0 || length > LABEL_MAX || host[0] == '-' ||
		    strspn(host, LETTERS DIGITS "-_") < length)
			return false;
		if (host[length] == '\0')
			return true;
		host += length + 1;
	}
}

static const char *
judge_host(struct url *url, bool is_bracketed)
{
	unsigned char address[16];

	url->is_address = true;
	if (is_bracketed)
		return inet_pton(AF_INET6, url->host, address) == 1
			   ? NULL
			   : is_no_host;
	if (inet_pton(AF_INET, url->host, address) == 1)
		return NULL;
	url->is_address = false;
	if (url->host[0] != '\0' && ends_in_a_number(url->host))
		return is_no_number;
	return is_name(url->host) ? NULL : is_no_host;
}

static const char *
check_port(const char *text)
{
	int64_t port;

	if (*text == '\0')
		return NULL;
	if (*text != ':' || !text_to_number(text + 1, PORT_MAX, &port) ||
	    port == 0)
		return "has a port that is none";
	return NULL;
}

/* host[:port], of which the host is taken out. */
static const char *
read_authority(void *mem, char *text, struct url *out)
{
	bool is_bracketed = text[0] == '[';
	char *host = is_bracketed ? text + 1 : text;
	char *end = host + strcspn(host, is_bracketed ? "]" : ":");
	const char *fault;

	if (is_bracketed && *end == '\0')
		return is_no_host;
	out->host = mem_text_n(mem, host, (size_t)(end - host));
	for (char *at = out->host; *at != '\0'; at++)
		*at = (char)tolower((unsigned char)*at);
	fault = judge_host(out, is_bracketed);
	return fault != NULL ? fault : check_port(end + is_bracketed);
}

const char *
url_read(void *mem, const char *text, struct url *out)
{
	const char *rest;
	char *authority;

	if (strlen(text) > URL_MAX)
		return "is longer than 2000 bytes";
	if (!is_visible(text))
		return "may hold visible ASCII characters alone, and no "
		       "backslash";
	if (strchr(text, '#') != NULL)
		return "must have no fragment";
	rest = skip_scheme(text, &out->is_https);
	if (rest == NULL)
		return "must begin with https:// or http://";
	authority = mem_text_n(mem, rest, strcspn(rest, "/?"));
	if (strchr(authority, '@') != NULL)
		return "must hold no user and no password";
	return read_authority(mem, authority, out);
}
