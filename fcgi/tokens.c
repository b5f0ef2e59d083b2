/* API tokens over HTTP: one's own; for admins, everybody's. */
#include "config.h"

#include "base/mem.h"
#include "fcgi/body.h"
#include "fcgi/handlers.h"
#include "fcgi/list.h"
#include "fcgi/response.h"
#include "house/auth.h"
#include "house/token.h"

enum outcome
tokens_list(struct request *rq, struct response *rs)
{
	const struct caller *caller = rq->house->caller;
	bool sees_all = caller->role == ROLE_ADMIN;
	const struct page_filter filter = {
		.condition =
		    sees_all ? token_condition_all : token_condition_own,
		.value = db_of_number(sees_all ? 0 : caller->account),
	};

	return list_answer_within(rq, rs, &token_listing, &filter);
}

/* The one answer that ever holds the token. */
enum outcome
tokens_create(struct request *rq, struct response *rs)
{
	struct token_form form;
	struct account owner;
	struct json_object *json;
	struct token token;
	field_set given;
	enum outcome rc;
	char *secret;

	rc = request_json(rq, token_form_fields, true, &form, &given);
	if (rc == OK)
		rc = db_account_find(rq->house->db, rq->mem,
		    &rq->house->caller->account_id, &owner);
	if (rc == OK)
		rc = token_create(
		    rq->house, &owner, &form, given, &secret, &token);
	if (rc != OK)
		return rc;
	json = field_print(token_fields, &token);
	json_object_object_add(json, "token", json_object_new_string(secret));
	return response_created(
	    rs, mem_printf(rq->mem, "/api/v1/tokens/%s", token.id.text), json);
}

enum outcome
tokens_delete(struct request *rq, struct response *rs)
{
	enum outcome rc = token_revoke(rq->house, &rq->uuid);

	return rc == OK ? response_none(rs) : rc;
}
