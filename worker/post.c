/* libcurl, with all that it does by itself put off. */
#include "config.h"

#include "worker/post.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include <curl/curl.h>

#include "base/address.h"
#include "base/clock.h"
#include "base/field.h"
#include "base/log.h"

#define CONNECT_TIMEOUT_MS 5000L

/* One call, as curl's callbacks see it. */
struct call {
	const struct post *post;
	CURL *curl;
	struct curl_slist *headers;
	CURLcode set;    /* of the first option that would not be set */
	size_t received; /* bytes of headers and body */
	bool has_head;   /* the headers have come to their end */
	bool is_refused; /* it led where it may not */
};

static const struct {
	CURLoption option;
	long value;
} numbers[] = {
	{ CURLOPT_POST, 1 },
	{ CURLOPT_NOSIGNAL, 1 },
	{ CURLOPT_NOPROGRESS, 0 }, /* it is where we hear of a stop */
	{ CURLOPT_TIMEOUT_MS, POST_TIMEOUT_MS },
	{ CURLOPT_CONNECTTIMEOUT_MS, CONNECT_TIMEOUT_MS },
	{ CURLOPT_FOLLOWLOCATION, 0 },
	{ CURLOPT_NETRC, CURL_NETRC_IGNORED },
	{ CURLOPT_DISALLOW_USERNAME_IN_URL, 1 },
	{ CURLOPT_FRESH_CONNECT, 1 },
	{ CURLOPT_FORBID_REUSE, 1 },
	{ CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1 },
	{ CURLOPT_HTTP09_ALLOWED, 0 },
	{ CURLOPT_SSL_VERIFYPEER, 1 },
	{ CURLOPT_SSL_VERIFYHOST, 2 },
	{ CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2 },
};

static const struct {
	CURLcode code;
	const char *name, *words;
} reasons[] = {
	{ CURLE_COULDNT_RESOLVE_HOST, "unresolved",
	    "The receiver's name has no address." },
	{ CURLE_COULDNT_CONNECT, "no_connection",
	    "Nobody takes a connection at the receiver's address." },
	{ CURLE_OPERATION_TIMEDOUT, "timeout",
	    "The receiver has not answered in time." },
	{ CURLE_PEER_FAILED_VERIFICATION, "tls_untrusted",
	    "The receiver's certificate is not one to be trusted." },
	{ CURLE_SSL_CONNECT_ERROR, "tls_failed",
	    "The receiver could not agree with us on TLS." },
	{ CURLE_SSL_CACERT_BADFILE, "no_certificates",
	    "The file of trusted certificates cannot be read." },
	{ CURLE_UNSUPPORTED_PROTOCOL, "not_https",
	    "Webhooks must be https unless webhook_private is set." },
	{ CURLE_GOT_NOTHING, "no_answer",
	    "The receiver hung up without an answer." },
};

static const char refused_words[] =
    "The receiver's address is of this machine or a private network, where "
    "webhooks may not lead unless webhook_private is set.";

void
post_library_init(void)
{
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		log_error("post.library", TEXT_PAIR("library", "libcurl"));
}

/* "" for what is no internet address. */
static void
print_address(const struct sockaddr *address, char out[INET6_ADDRSTRLEN])
{
	struct sockaddr_in6 v6;
	struct sockaddr_in v4;

	out[0] = '\0';
	if (address->sa_family == AF_INET) {
		memcpy(&v4, address, sizeof(v4));
		inet_ntop(AF_INET, &v4.sin_addr, out, INET6_ADDRSTRLEN);
	} else if (address->sa_family == AF_INET6) {
		memcpy(&v6, address, sizeof(v6));
		inet_ntop(AF_INET6, &v6.sin6_addr, out, INET6_ADDRSTRLEN);
	}
}

/* The last word before a connection, about the address it goes to: what the
   name meant when somebody looked before does not count. */
static curl_socket_t
open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
	struct call *call = context;
	char text[INET6_ADDRSTRLEN];

	(void)purpose;
	print_address(&address->addr, text);
	if (text[0] == '\0' ||
	    !(call->post->may_be_private || address_is_public(text))) {
		call->is_refused = true;
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC,
	    address->protocol);
}

/* Nothing of the answer is kept; too much of it is not read. */
static size_t
take(struct call *call, size_t length)
{
	call->received += length;
	return call->received <= POST_ANSWER_MAX ? length : 0;
}

static size_t
take_header(char *bytes, size_t size, size_t count, void *context)
{
	(void)bytes;
	return take(context, size * count);
}

static size_t
take_body(char *bytes, size_t size, size_t count, void *context)
{
	struct call *call = context;

	(void)bytes;
	call->has_head = true;
	return take(call, size * count);
}

/* Not 0: curl gives the transfer up. */
static int
look_up(void *context, curl_off_t to_come, curl_off_t came, curl_off_t to_go,
    curl_off_t went)
{
	const struct call *call = context;

	(void)to_come;
	(void)came;
	(void)to_go;
	(void)went;
	return stop_reason(call->post->stop) != STOP_NONE;
}

/* One option that could not be set is one that does not guard: no call. */
#define SET(call, option, value)                                               \
	do {                                                                   \
		if ((call)->set == CURLE_OK)                                   \
			(call)->set =                                          \
			    curl_easy_setopt((call)->curl, option, value);     \
	} while (0)

static void
set_texts(struct call *call)
{
	const struct post *post = call->post;

	SET(call, CURLOPT_PROTOCOLS_STR,
	    post->may_be_private ? "http,https" : "https");
	SET(call, CURLOPT_PROXY, ""); /* not even the environment's */
	SET(call, CURLOPT_NOPROXY, "*");
	SET(call, CURLOPT_USERAGENT, "Movie-House/" PACKAGE_VERSION);
	if (post->ca_file != NULL)
		SET(call, CURLOPT_CAINFO, post->ca_file);
	SET(call, CURLOPT_URL, post->url);
	SET(call, CURLOPT_POSTFIELDS, post->body);
}

static void
set_calls(struct call *call)
{
	SET(call, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	SET(call, CURLOPT_OPENSOCKETDATA, call);
	SET(call, CURLOPT_HEADERFUNCTION, take_header);
	SET(call, CURLOPT_HEADERDATA, call);
	SET(call, CURLOPT_WRITEFUNCTION, take_body);
	SET(call, CURLOPT_WRITEDATA, call);
	SET(call, CURLOPT_XFERINFOFUNCTION, look_up);
	SET(call, CURLOPT_XFERINFODATA, call);
}

static void
set_headers(struct call *call)
{
	const char *const *header = call->post->headers;

	for (; call->set == CURLE_OK && *header != NULL; header++) {
		struct curl_slist *longer =
		    curl_slist_append(call->headers, *header);

		if (longer == NULL)
			call->set = CURLE_OUT_OF_MEMORY;
		else
			call->headers = longer;
	}
	SET(call, CURLOPT_HTTPHEADER, call->headers);
}

static enum outcome
prepare(struct call *call)
{
	call->curl = curl_easy_init();
	if (call->curl == NULL)
		call->set = CURLE_FAILED_INIT;
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		SET(call, numbers[i].option, numbers[i].value);
	set_texts(call);
	set_calls(call);
	set_headers(call);
	if (call->set == CURLE_OK)
		return OK;
	log_error("post.unprepared",
	    TEXT_PAIR("error", curl_easy_strerror(call->set)));
	return FAILED;
}

static void
explain(const struct call *call, CURLcode code, struct post_answer *out)
{
	out->code = "no_answer";
	out->words = curl_easy_strerror(code);
	for (size_t i = 0; i < ARRAY_SIZE(reasons); i++) {
		if (reasons[i].code == code) {
			out->code = reasons[i].name;
			out->words = reasons[i].words;
		}
	}
	if (call->is_refused && code == CURLE_COULDNT_CONNECT) {
		out->code = "not_public";
		out->words = refused_words;
	}
}

static enum outcome
perform(struct call *call, struct post_answer *out)
{
	int64_t began_ms = clock_monotonic_ms();
	CURLcode code = curl_easy_perform(call->curl);
	long status = 0;

	if (stop_reason(call->post->stop) != STOP_NONE &&
	    code == CURLE_ABORTED_BY_CALLBACK)
		return BUSY;
	*out = (struct post_answer){
		.status = ABSENT,
		.duration_ms = clock_monotonic_ms() - began_ms,
	};
	/* The status is said; what becomes of the body is all the same. */
	if (code == CURLE_OK || call->has_head) {
		curl_easy_getinfo(call->curl, CURLINFO_RESPONSE_CODE, &status);
		out->status = status;
	} else {
		explain(call, code, out);
	}
	return OK;
}

enum outcome
post_send(const struct post *post, struct post_answer *out)
{
	struct call call = { .post = post };
	enum outcome rc = prepare(&call);

	if (rc == OK)
		rc = perform(&call, out);
	curl_easy_cleanup(call.curl);
	curl_slist_free_all(call.headers);
	return rc;
}
