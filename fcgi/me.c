/* The caller over HTTP: who they are, what they watch. */
#include "config.h"

#include "fcgi/body.h"
#include "fcgi/guard.h"
#include "fcgi/handlers.h"
#include "fcgi/list.h"
#include "fcgi/response.h"
#include "house/auth.h"
#include "house/quota.h"
#include "house/watch.h"

/* What people are told of themselves: the limit that holds, whoever set it. */
static const struct field me_fields[] = {
	FIELD(account, id),
	FIELD(account, login),
	FIELD(account, role, .words = role_names),
	FIELD(account, used_bytes),
	FIELD(account, quota_bytes),
	FIELD_END,
};

enum outcome
me_show(struct request *rq, struct response *rs)
{
	const struct caller *caller = rq->house->caller;
	struct account account;
	enum outcome rc;

	rc = db_account_find(
	    rq->house->db, rq->mem, &caller->account_id, &account);
	if (rc != OK)
		return rc;
	account.role = caller->role;
	account.quota_bytes =
	    quota_limit(rq->house->settings, account.quota_bytes);
	return response_json(rs, field_print(me_fields, &account));
}

enum outcome
me_change(struct request *rq, struct response *rs)
{
	struct password_form form;
	enum outcome rc;

	rc = request_json(rq, password_form_fields, true, &form, NULL);
	if (rc == OK)
		rc = auth_change_password(rq->house, &form, guard_address(rq));
	return rc == OK ? me_show(rq, rs) : rc;
}

static enum outcome
answer(
    struct response *rs, enum outcome rc, const struct watch_progress *progress)
{
	if (rc != OK)
		return rc;
	return response_json(rs, field_print(watch_progress_fields, progress));
}

enum outcome
me_progress_show(struct request *rq, struct response *rs)
{
	struct watch_progress progress;
	enum outcome rc = watch_show(rq->house, &rq->uuid, &progress);

	return answer(rs, rc, &progress);
}

static enum outcome
check_progress(struct request *rq, const void *form, field_set sound)
{
	return watch_check_form(rq->house, &rq->uuid, form, sound);
}

enum outcome
me_progress_put(struct request *rq, struct response *rs)
{
	struct watch_progress progress;
	struct watch_form form;
	field_set given;
	enum outcome rc;

	field_clear(watch_form_fields, &form);
	rc = request_form(
	    rq, watch_form_fields, false, &form, &given, check_progress);
	if (rc == OK)
		rc = watch_put(rq->house, &rq->uuid, &form, given, &progress);
	return answer(rs, rc, &progress);
}

static struct json_object *
print_item(const void *row)
{
	const struct watch_item *item = row;
	struct json_object *json = field_print(watch_item_fields, item);
	bool is_movie = item->kind == WATCH_MOVIE;

	json_object_object_add(json, "movie",
	    is_movie ? field_print(watch_movie_fields, item) : NULL);
	json_object_object_add(json, "episode",
	    is_movie ? NULL : field_print(watch_episode_fields, item));
	return json;
}

enum outcome
me_continue(struct request *rq, struct response *rs)
{
	const struct page_filter own = {
		.value = db_of_number(rq->house->caller->account),
	};

	return list_answer_printed(rq, rs, &watch_listing, &own, print_item);
}
