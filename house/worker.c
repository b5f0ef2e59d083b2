/* Workers coming, living and going. */
#include "config.h"

#include "house/worker.h"

#include <inttypes.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "house/audit.h"
#include "house/wake.h"

#define HOST_BYTES 256

enum outcome
worker_join(struct house *h, const char *name, int64_t slots, char *sandbox,
    int64_t *id)
{
	char host[HOST_BYTES] = "";
	struct worker_row row = {
		.host = host,
		.pid = getpid(),
		.version = mem_text(h->mem, PACKAGE_VERSION),
		.slots = slots,
		.sandbox = sandbox,
	};
	enum outcome rc;

	if (gethostname(host, sizeof(host) - 1) != 0)
		host[0] = '\0';
	row.name = name != NULL
		       ? mem_text(h->mem, name)
		       : mem_printf(h->mem, "%.40s:%d", host, (int)getpid());
	rc = db_worker_insert(h->db, &row, id);
	if (rc == OK)
		log_info("worker.joined", NUMBER_PAIR("worker", *id),
		    TEXT_PAIR("name", row.name), NUMBER_PAIR("slots", slots));
	return rc;
}

enum outcome
worker_beat(struct house *h, int64_t id)
{
	return db_worker_beat(h->db, id);
}

enum outcome
worker_leave(struct house *h, int64_t id, enum worker_state state)
{
	log_info("worker.leaves", NUMBER_PAIR("worker", id),
	    TEXT_PAIR("state", worker_state_names[state]));
	return db_worker_set_state(h->db, id, state);
}

struct order {
	struct house *h;
	int64_t id;
	enum worker_state state;
	const char *action;
	struct worker_row *out;
};

static enum outcome
order_unit(void *context)
{
	struct order *order = context;
	struct house *h = order->h;
	struct worker_row before;
	enum outcome rc;

	rc = db_worker_lock(h->db, h->mem, order->id, order->out);
	if (rc != OK || order->out->state == order->state)
		return rc;
	if (order->out->state == WORKER_STOPPED ||
	    order->out->state == WORKER_LOST)
		return refuse(h->refusal, CONFLICT, "worker_gone",
		    "This worker has ended, or has not been heard of.");
	before = *order->out;
	order->out->state = order->state;
	rc = db_worker_set_state(h->db, order->id, order->state);
	if (rc != OK)
		return rc;
	return audit_note(h, order->action, AUDIT_WORKER,
	    mem_printf(h->mem, "%" PRId64, order->id),
	    field_print(worker_fields, &before),
	    field_print(worker_fields, order->out));
}

static enum outcome
give_order(struct order *order)
{
	struct house *h = order->h;
	enum outcome rc = db_transact(h->db, order_unit, order);

	if (rc != OK)
		return rc;
	log_info("worker.told", NUMBER_PAIR("worker", order->id),
	    TEXT_PAIR("state", worker_state_names[order->state]),
	    TEXT_PAIR("actor", h->actor));
	wake_workers(h->settings);
	return OK;
}

enum outcome
worker_drain(struct house *h, int64_t id, struct worker_row *out)
{
	return give_order(&(struct order){ .h = h,
	    .id = id,
	    .state = WORKER_DRAINING,
	    .action = "worker.drain",
	    .out = out });
}

enum outcome
worker_resume(struct house *h, int64_t id, struct worker_row *out)
{
	return give_order(&(struct order){ .h = h,
	    .id = id,
	    .state = WORKER_ACTIVE,
	    .action = "worker.resume",
	    .out = out });
}
