/* Workers coming, living and going. */
#include "config.h"

#include "house/crew.h"

#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"

#define HOST_BYTES 256

enum outcome
crew_join(struct house *h, const char *name, int64_t slots, int64_t *id)
{
	char host[HOST_BYTES] = "";
	struct worker_row row = {
		.host = host,
		.pid = getpid(),
		.version = mem_text(h->mem, PACKAGE_VERSION),
		.slots = slots,
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
crew_beat(struct house *h, int64_t id)
{
	return db_worker_beat(h->db, id);
}

enum outcome
crew_leave(struct house *h, int64_t id, enum worker_state state)
{
	log_info("worker.leaves", NUMBER_PAIR("worker", id),
	    TEXT_PAIR("state", worker_state_names[state]));
	return db_worker_set_state(h->db, id, state);
}
