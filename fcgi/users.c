/* Accounts over HTTP, where they are called users. */
#include "config.h"

#include <inttypes.h>

#include "base/mem.h"
#include "fcgi/body.h"
#include "fcgi/handlers.h"
#include "fcgi/list.h"
#include "fcgi/response.h"
#include "house/account.h"

static const char *
version_of(struct request *rq, const struct account *account)
{
	return mem_printf(rq->mem, "%" PRId64, account->version);
}

static struct json_object *
print(struct request *rq, struct response *rs, const struct account *account)
{
	response_version(rs, version_of(rq, account));
	return field_print(account_fields, account);
}

enum outcome
users_list(struct request *rq, struct response *rs)
{
	return list_answer(rq, rs, &account_listing);
}

enum outcome
users_create(struct request *rq, struct response *rs)
{
	struct account_form form;
	struct account account;
	field_set given;
	enum outcome rc;

	rc = request_json(rq, account_new_fields, true, &form, &given);
	if (rc == OK)
		rc = account_create(rq->house, &form, given, &account);
	if (rc != OK)
		return rc;
	return response_created(rs,
	    mem_printf(rq->mem, "/api/v1/users/%s", account.id.text),
	    print(rq, rs, &account));
}

enum outcome
users_change(struct request *rq, struct response *rs)
{
	struct account_form form;
	struct account account;
	field_set given;
	enum outcome rc;

	field_clear(account_change_fields, &form);
	rc = request_json(rq, account_change_fields, false, &form, &given);
	if (rc == OK)
		rc = db_account_find(
		    rq->house->db, rq->mem, &rq->uuid, &account);
	if (rc == OK)
		rc = request_if_match(rq, version_of(rq, &account));
	if (rc == OK)
		rc = account_change(
		    rq->house, &rq->uuid, &form, given, &account);
	return rc == OK ? response_json(rs, print(rq, rs, &account)) : rc;
}

enum outcome
users_delete(struct request *rq, struct response *rs)
{
	struct account account;
	enum outcome rc;

	rc = db_account_find(rq->house->db, rq->mem, &rq->uuid, &account);
	if (rc == OK)
		rc = request_if_match(rq, version_of(rq, &account));
	if (rc == OK)
		rc = account_delete(rq->house, &rq->uuid);
	return rc == OK ? response_none(rs) : rc;
}
