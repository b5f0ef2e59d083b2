/* Request, route, handler, answer, log line. */
#include "config.h"

#include "fcgi/exchange.h"

#include <inttypes.h>

#include <fcgiapp.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "fcgi/database.h"
#include "fcgi/guard.h"
#include "fcgi/handlers.h"
#include "fcgi/metrics.h"
#include "fcgi/problem.h"
#include "fcgi/request.h"
#include "fcgi/response.h"
#include "fcgi/route.h"

static enum outcome
refuse_method(struct request *rq, struct response *rs, unsigned int allowed)
{
	response_header(rs, "Allow", "%s", route_allow(rq->mem, allowed));
	if (rq->method == OPTIONS)
		return response_none(rs);
	return refuse(rq->refusal, MALFORMED, "method_not_allowed",
	    "This method is not known here.");
}

/* Where bytes flow for long, the handler borrows a connection by itself. */
static enum outcome
run_with_database(struct request *rq, struct response *rs)
{
	bool is_stream = rq->route->body_limit == BODY_STREAM;
	enum outcome rc;

	rc = database_borrow(rq->database, rq->house);
	if (rc != OK)
		return rc;
	rc = database_check(rq->database, rq->house);
	if (rc == OK)
		rc = guard_admit(rq);
	if (rc == OK && !is_stream)
		rc = rq->route->handler(rq, rs);
	database_return(rq->database, rq->house);
	return rc == OK && is_stream ? rq->route->handler(rq, rs) : rc;
}

static enum outcome
run_handler(struct request *rq, struct response *rs)
{
	int64_t limit = rq->route->body_limit;

	if (limit != BODY_NONE && rq->content_length > limit)
		return refuse(rq->refusal, TOO_LARGE, "body_too_large",
		    "The body may have at most %" PRId64 " bytes here.", limit);
	if (rq->database == NULL || rq->route->right == PUBLIC)
		return rq->route->handler(rq, rs);
	return run_with_database(rq, rs);
}

static enum outcome
answer(const struct route *table, struct request *rq, struct response *rs)
{
	struct route_match match;
	enum outcome rc;

	rc = route_find(table, rq->method, rq->path, &match);
	if (rc != OK)
		return refuse(
		    rq->refusal, rc, "no_route", "There is nothing here.");
	if (match.route != NULL && rq->method == OPTIONS)
		response_header(
		    rs, "Allow", "%s", route_allow(rq->mem, match.allowed));
	if (match.route == NULL)
		return refuse_method(rq, rs, match.allowed);
	rq->route = match.route;
	rq->uuid = match.uuid;
	rq->number = match.number;
	tus_greet(rq, rs);
	return run_handler(rq, rs);
}

static void
log_done(const struct request *rq, const struct response *rs)
{
	log_info("request.done", TEXT_PAIR("method", method_names[rq->method]),
	    TEXT_PAIR("route", rq->route != NULL ? rq->route->pattern : "-"),
	    NUMBER_PAIR("status", rs->status),
	    NUMBER_PAIR("duration_ms", clock_monotonic_ms() - rq->started_ms),
	    NUMBER_PAIR("bytes", rs->sent_bytes),
	    TEXT_PAIR("actor", rq->house->actor));
}

static void
run(const struct service *service, const struct connection *given,
    struct request *rq)
{
	struct response rs;
	enum outcome rc;

	response_init(&rs, rq->mem);
	rc = request_read(rq);
	log_set_subject("request", rq->id);
	if (rc == OK && given->is_refused)
		rc = refuse(rq->refusal, UNAVAILABLE, "too_busy",
		    "Too many requests are waiting; try again soon.");
	if (rc == OK)
		rc = answer(service->routes, rq, &rs);
	if (rc != OK)
		problem_answer(&rs, rq, rc);
	response_send(&rs, rq, given->fcgi->out);
	log_done(rq, &rs);
	metrics_note(rq->metrics, rq, &rs);
	log_set_subject(NULL, NULL);
	response_clear(&rs);
}

void
exchange_handle(const struct service *service, const struct connection *given)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct refusal refusal = { .mem = mem };
	struct house house = { .db = given->thread_data,
		.settings = service->settings,
		.mem = mem,
		.refusal = &refusal,
		.actor = "api" };
	struct request rq = { .mem = mem,
		.house = &house,
		.database = service->database,
		.metrics = service->metrics,
		.refusal = &refusal,
		.params = given->fcgi->envp,
		.in = given->fcgi->in,
		.watch = given->watch,
		.started_ms = given->started_ms };

	run(service, given, &rq);
}
