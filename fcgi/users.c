/* Accounts over HTTP, where they are called users. */
#include "config.h"

#include <inttypes.h>

#include "base/mem.h"
#include "fcgi/body.h"
#include "fcgi/handlers.h"
#include "fcgi/list.h"
#include "fcgi/response.h"
#include "house/account.h"

static struct json_object *
print(struct request *rq, struct response *rs, const struct account *account)
{
	response_version(rs, mem_printf(rq->mem, "%" PRId64, account->version));
	return field_print(account_fields, account);
}

static enum outcome
expect(struct request *rq, int64_t *expected)
{
	struct account account;
	enum outcome rc;

	rc = db_account_find(rq->house->db, rq->mem, &rq->uuid, &account);
	return rc == OK ? request_expected(rq, account.version, expected) : rc;
}

enum outcome
users_list(struct request *rq, struct response *rs)
{
	return list_answer(rq, rs, &account_listing);
}

static enum outcome
check(struct request *rq, const void *form, field_set sound)
{
	return account_check(rq->house, form, sound);
}

enum outcome
users_create(struct request *rq, struct response *rs)
{
	struct account_form form;
	struct account account;
	field_set given;
	enum outcome rc;

	rc = request_form(rq, account_new_fields, true, &form, &given, check);
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
	int64_t expected;
	field_set given;
	enum outcome rc;

	field_clear(account_change_fields, &form);
	rc = request_json(rq, account_change_fields, false, &form, &given);
	if (rc == OK)
		rc = expect(rq, &expected);
	if (rc == OK)
		rc = account_change(
		    rq->house, &rq->uuid, expected, &form, given, &account);
	return rc == OK ? response_json(rs, print(rq, rs, &account)) : rc;
}

enum outcome
users_delete(struct request *rq, struct response *rs)
{
	int64_t expected;
	enum outcome rc = expect(rq, &expected);

	if (rc == OK)
		rc = account_delete(rq->house, &rq->uuid, expected);
	return rc == OK ? response_none(rs) : rc;
}
