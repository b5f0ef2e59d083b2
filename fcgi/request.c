/* A request from its FastCGI parameters. */
#include "config.h"

#include "fcgi/request.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/token.h"

#define MAX_ID 64
#define MAX_HEADER_NAME 64

const char *const method_names[METHOD_COUNT + 1] = {
	[GET] = "GET",
	[HEAD] = "HEAD",
	[POST] = "POST",
	[PUT] = "PUT",
	[PATCH] = "PATCH",
	[DELETE] = "DELETE",
	[OPTIONS] = "OPTIONS",
};

/* Headers that say who somebody is or where they come from: two of them are
   one too many.  X_Header and X-Header share a name here. */
static const char *const lonely_params[] = { "HTTP_AUTHORIZATION",
	"HTTP_COOKIE", "HTTP_HOST", "HTTP_ORIGIN", "HTTP_SEC_FETCH_SITE",
	"HTTP_X_MH_REQUEST" };

/* The value of the first parameter of that name at or after `*at`, which is
   moved behind it; NULL when there is none. */
static const char *
next_param(char *const **at, const char *name)
{
	size_t length = strlen(name);

	for (; **at != NULL; ++*at) {
		if (strncmp(**at, name, length) == 0 && (**at)[length] == '=')
			return *(*at)++ + length + 1;
	}
	return NULL;
}

const char *
request_param(const struct request *rq, const char *name)
{
	char *const *at = rq->params;

	return next_param(&at, name);
}

static bool
is_sane_id(const char *text)
{
	size_t length = 0;

	for (; text[length] != '\0' && length <= MAX_ID; length++) {
		unsigned char byte = (unsigned char)text[length];

		if (byte >= 0x80 ||
		    (!isalnum(byte) && strchr("._-", byte) == NULL))
			return false;
	}
	return length >= 1 && length <= MAX_ID;
}

static void
read_id(struct request *rq)
{
	const char *theirs = request_header(rq, "X-Request-Id");

	rq->id = theirs != NULL && is_sane_id(theirs)
		     ? mem_text(rq->mem, theirs)
		     : mem_text(rq->mem, uuid_new().text);
}

static void
read_method(struct request *rq)
{
	const char *text = request_param(rq, "REQUEST_METHOD");
	int word = text != NULL ? field_word(method_names, text) : -1;

	rq->method = word >= 0 ? (enum method)word : METHOD_COUNT;
}

static bool
has_parent_segment(const char *path)
{
	for (const char *at = strstr(path, "/.."); at != NULL;
	     at = strstr(at + 1, "/..")) {
		if (at[3] == '/' || at[3] == '\0')
			return true;
	}
	return false;
}

/* Decoded, a slash would move the borders between the segments. */
static bool
has_encoded_slash(const char *path)
{
	return strcasestr(path, "%2f") != NULL;
}

static enum outcome
read_target(struct request *rq)
{
	const char *uri = request_param(rq, "REQUEST_URI");
	char *path = mem_text(rq->mem, uri != NULL ? uri : "");
	char *rest = path;

	strsep(&rest, "?");
	if (path[0] != '/' || has_encoded_slash(path) ||
	    !text_percent_decode(path, false) ||
	    !text_is_utf8(path, strlen(path)) || has_parent_segment(path))
		return refuse(rq->refusal, MALFORMED, "malformed_path",
		    "The path cannot be read.");
	rq->path = path;
	return query_read(
	    rq->mem, rest != NULL ? rest : "", &rq->query, rq->refusal);
}

/* RFC 9110 section 8.6; a streaming web server leaves it out or empty when
   the body comes in chunks. */
static enum outcome
read_length(struct request *rq)
{
	const char *text = request_param(rq, "CONTENT_LENGTH");

	rq->content_length = LENGTH_UNKNOWN;
	if (text == NULL || *text == '\0' ||
	    text_to_number(text, INT64_MAX, &rq->content_length))
		return OK;
	return refuse(rq->refusal, MALFORMED, "malformed_length",
	    "Content-Length is not a number.");
}

static enum outcome
check_lonely(struct request *rq)
{
	for (size_t i = 0; i < ARRAY_SIZE(lonely_params); i++) {
		char *const *at = rq->params;
		size_t count = 0;

		while (next_param(&at, lonely_params[i]) != NULL)
			count++;
		if (count > 1)
			return refuse(rq->refusal, MALFORMED,
			    "duplicate_header",
			    "A header that may stand once is there twice.");
	}
	return OK;
}

enum outcome
request_read(struct request *rq)
{
	enum outcome rc;

	read_id(rq);
	read_method(rq);
	rq->path = "";
	rq->query.count = 0;
	rc = read_length(rq);
	if (rc == OK)
		rc = check_lonely(rq);
	return rc == OK ? read_target(rq) : rc;
}

const char *
request_header(const struct request *rq, const char *name)
{
	char variable[sizeof("HTTP_") + MAX_HEADER_NAME] = "HTTP_";
	char *to = variable + strlen(variable);

	for (; *name != '\0' && to < variable + sizeof(variable) - 1; name++)
		*to++ =
		    (char)(*name == '-' ? '_' : toupper((unsigned char)*name));
	*to = '\0';
	if (strcmp(variable, "HTTP_CONTENT_TYPE") == 0)
		return request_param(rq, "CONTENT_TYPE");
	return request_param(rq, variable);
}

const char *
request_content_type(const struct request *rq)
{
	const char *header = request_param(rq, "CONTENT_TYPE");
	char *type;

	if (header == NULL)
		return "";
	type = text_trim(
	    rq->mem, mem_text_n(rq->mem, header, strcspn(header, ";")));
	text_lower(type);
	return type;
}

bool
request_tag_matches(const char *list, const char *tag, bool strongly)
{
	size_t length = strlen(tag);

	while (*list != '\0') {
		bool is_weak;

		list += strspn(list, " \t,");
		if (*list == '*')
			return true;
		is_weak = text_starts(list, "W/");
		list += is_weak ? 2 : 0;
		if (strncmp(list, tag, length) == 0 &&
		    strchr(" \t,", list[length]) != NULL &&
		    !(is_weak && strongly))
			return true;
		list += strcspn(list, ",");
	}
	return false;
}

static bool
is_any(const char *list)
{
	return list[strspn(list, " \t")] == '*';
}

enum outcome
request_if_match(const struct request *rq, const char *version)
{
	const char *list = request_header(rq, "If-Match");

	if (list == NULL || is_any(list) ||
	    (version != NULL &&
		request_tag_matches(
		    list, mem_printf(rq->mem, "\"%s\"", version), true)))
		return OK;
	return refuse(rq->refusal, CONFLICT, "stale_version",
	    "It has been changed since the version that If-Match names.");
}

enum outcome
request_expected(const struct request *rq, int64_t version, int64_t *expected)
{
	const char *list = request_header(rq, "If-Match");

	*expected = list == NULL || is_any(list) ? ABSENT : version;
	return request_if_match(rq, mem_printf(rq->mem, "%" PRId64, version));
}
