/* Sessions over HTTP: signing in and out. */
#include "config.h"

#include "base/mem.h"
#include "fcgi/body.h"
#include "fcgi/database.h"
#include "fcgi/guard.h"
#include "fcgi/handlers.h"
#include "fcgi/response.h"
#include "house/auth.h"
#include "house/password.h"

static const struct field sign_in_fields[] = {
	FIELD(sign_in, login, .writable = true, .required = true,
	    .no_blank = true, .max = 64),
	FIELD(sign_in, password, .writable = true, .is_password = true,
	    .required = true, .no_blank = true, .max = PASSWORD_MAX),
	FIELD_END,
};

/* Who somebody is here; NULL: nobody that we know. */
static struct json_object *
print_who(const char *id, const char *login, enum account_role role)
{
	struct json_object *json = json_object_new_object();

	json_object_object_add(
	    json, "user_id", id != NULL ? json_object_new_string(id) : NULL);
	json_object_object_add(json, "login",
	    login != NULL ? json_object_new_string(login) : NULL);
	json_object_object_add(json, "role",
	    login != NULL ? json_object_new_string(role_names[role]) : NULL);
	return json;
}

/* A route for everybody, so it looks for the database itself. */
static enum outcome
sign_in(struct request *rq, const struct sign_in *given, char **secret,
    struct account *account)
{
	enum outcome rc = database_borrow(rq->database, rq->house);

	if (rc != OK)
		return rc;
	rc = database_check(rq->database, rq->house);
	if (rc == OK)
		rc = auth_sign_in(
		    rq->house, given, guard_address(rq), secret, account);
	database_return(rq->database, rq->house);
	return rc;
}

enum outcome
sessions_create(struct request *rq, struct response *rs)
{
	struct account account;
	struct sign_in given;
	enum outcome rc;
	char *secret;

	rc = guard_check_origin(rq);
	if (rc == OK)
		rc = request_json(rq, sign_in_fields, true, &given, NULL);
	if (rc == OK)
		rc = sign_in(rq, &given, &secret, &account);
	if (rc != OK)
		return rc;
	guard_set_cookie(rq, rs, secret, rq->house->settings->session_max_s);
	return response_created(rs, "/api/v1/session",
	    print_who(account.id.text, account.login,
		(enum account_role)account.role));
}

enum outcome
sessions_show(struct request *rq, struct response *rs)
{
	const struct caller *caller = rq->house->caller;

	if (caller == NULL)
		return response_json(rs, print_who(NULL, NULL, ROLE_VIEWER));
	return response_json(rs,
	    print_who(caller->account_id.text, caller->login, caller->role));
}

enum outcome
sessions_delete(struct request *rq, struct response *rs)
{
	enum outcome rc = auth_sign_out(rq->house);

	if (rc != OK)
		return rc;
	guard_set_cookie(rq, rs, NULL, 0);
	return response_none(rs);
}
