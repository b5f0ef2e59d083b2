/* Problem details. */
#include "config.h"

#include "fcgi/problem.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "fcgi/status.h"

/* What is said when a rule refused without a sentence of its own. */
static const char *const usual_details[OUTCOME_COUNT] = {
	[NOT_FOUND] = "There is nothing here.",
	[MALFORMED] = "The request cannot be read.",
	[INVALID] = "The request breaks a rule.",
	[CONFLICT] = "The request does not fit the present state.",
	[BUSY] = "Somebody else is at it; try again soon.",
	[DENIED] = "That is not allowed.",
	[TOO_LARGE] = "The request is too large.",
	[NO_SPACE] = "The disk is full.",
	[UNAVAILABLE] = "The service does not answer now; try again soon.",
	[FAILED] = "Something went wrong; the log has it under the request id.",
};

static void
add_text(struct json_object *object, const char *key, const char *text)
{
	json_object_object_add(object, key, json_object_new_string(text));
}

static struct json_object *
print_faults(const struct refusal *refusal)
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; i < refusal->fault_count; i++) {
		const struct fault *fault = &refusal->faults[i];
		struct json_object *object = json_object_new_object();

		add_text(object, "field", fault->field);
		add_text(object, "code", fault->code);
		add_text(object, "message", fault->message);
		json_object_array_add(array, object);
	}
	return array;
}

/* How to come in (RFC 9110 section 11.6.1, RFC 6750 section 3). */
static void
say_how_to_sign_in(struct response *rs, const char *code)
{
	response_header(rs, "WWW-Authenticate",
	    "Bearer realm=\"Movie House\"%s",
	    strcmp(code, "token_invalid") == 0 ? ", error=\"invalid_token\""
					       : "");
}

static void
say_when(struct response *rs, const struct status_rule *rule,
    const struct refusal *why)
{
	int64_t wait_s =
	    why->retry_after_s > 0 ? why->retry_after_s : rule->retry_after_s;

	if (wait_s > 0)
		response_header(rs, "Retry-After", "%" PRId64, wait_s);
}

void
problem_answer(
    struct response *rs, const struct request *rq, enum outcome outcome)
{
	const struct refusal *why = rq->refusal;
	bool is_told = outcome != FAILED && why->code != NULL;
	const char *code = is_told ? why->code : outcome_names[outcome];
	const struct status_rule *rule = status_rule_find(outcome, code);
	struct json_object *problem = json_object_new_object();

	add_text(problem, "type", mem_printf(rs->mem, "/problems/%s", code));
	add_text(problem, "title", status_reason(rule->status));
	json_object_object_add(
	    problem, "status", json_object_new_int(rule->status));
	add_text(
	    problem, "detail", is_told ? why->message : usual_details[outcome]);
	add_text(problem, "code", code);
	add_text(problem, "request_id", rq->id);
	if (outcome == INVALID)
		json_object_object_add(problem, "errors", print_faults(why));
	say_when(rs, rule, why);
	if (rule->status == 401)
		say_how_to_sign_in(rs, code);
	response_header(rs, "Content-Type", "application/problem+json");
	response_json(rs, problem);
	rs->status = rule->status;
}
