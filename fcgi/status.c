/* Outcome to status, status to words. */
#include "config.h"

#include "fcgi/status.h"

#include <string.h>

/* First what HTTP has a word of its own for, then each outcome's usual one;
   FAILED is last and stands for whatever is not here. */
static const struct status_rule rules[] = {
	{ MALFORMED, "method_not_allowed", 405, 0 },
	{ MALFORMED, "unsupported_media_type", 415, 0 },
	{ MALFORMED, "body_too_slow", 408, 0 },
	{ MALFORMED, "checksum_mismatch", 460, 0 },
	{ CONFLICT, "stale_version", 412, 0 },
	{ CONFLICT, "tus_version_unsupported", 412, 0 },
	{ NOT_FOUND, "upload_gone", 410, 0 },
	{ DENIED, "not_signed_in", 401, 0 },
	{ DENIED, "token_invalid", 401, 0 },
	{ DENIED, "wrong_password", 401, 0 },
	{ BUSY, "too_many_tries", 429, 1 },
	{ UNAVAILABLE, "not_by_cgi", 501, 0 },
	{ NOT_FOUND, NULL, 404, 0 },
	{ MALFORMED, NULL, 400, 0 },
	{ INVALID, NULL, 422, 0 },
	{ CONFLICT, NULL, 409, 0 },
	{ BUSY, NULL, 423, 1 },
	{ DENIED, NULL, 403, 0 },
	{ TOO_LARGE, NULL, 413, 0 },
	{ NO_SPACE, NULL, 507, 0 },
	{ UNAVAILABLE, NULL, 503, 2 },
	{ FAILED, NULL, 500, 0 },
};

static const struct {
	int status;
	const char *reason;
} reasons[] = {
	{ 200, "OK" },
	{ 201, "Created" },
	{ 202, "Accepted" },
	{ 204, "No Content" },
	{ 304, "Not Modified" },
	{ 400, "Bad Request" },
	{ 401, "Unauthorized" },
	{ 403, "Forbidden" },
	{ 404, "Not Found" },
	{ 405, "Method Not Allowed" },
	{ 408, "Request Timeout" },
	{ 409, "Conflict" },
	{ 410, "Gone" },
	{ 412, "Precondition Failed" },
	{ 413, "Content Too Large" },
	{ 415, "Unsupported Media Type" },
	{ 422, "Unprocessable Content" },
	{ 423, "Locked" },
	{ 429, "Too Many Requests" },
	{ 460, "Checksum Mismatch" }, /* tus 1.0.0 */
	{ 500, "Internal Server Error" },
	{ 501, "Not Implemented" },
	{ 503, "Service Unavailable" },
	{ 507, "Insufficient Storage" },
};

const struct status_rule *
status_rule_find(enum outcome outcome, const char *code)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rules) - 1; i++) {
		if (rules[i].outcome != outcome)
			continue;
		if (rules[i].code == NULL ||
		    (code != NULL && strcmp(rules[i].code, code) == 0))
			break;
	}
	return &rules[i];
}

const char *
status_reason(int status)
{
	for (size_t i = 0; i < ARRAY_SIZE(reasons); i++) {
		if (reasons[i].status == status)
			return reasons[i].reason;
	}
	return "";
}

size_t
status_count(void)
{
	return ARRAY_SIZE(reasons);
}

int
status_at(size_t place)
{
	return reasons[place].status;
}

size_t
status_place(int status)
{
	size_t i = 0;

	while (i < ARRAY_SIZE(reasons) - 1 && reasons[i].status != status)
		i++;
	return i;
}
