/* Before and after a try. */
#include "config.h"

#include "house/delivery.h"

#include <inttypes.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/token.h"
#include "house/audit.h"
#include "house/job_inside.h"

/* A receiver that lets us wait costs no more than a try in that time, however
   much there is for it. */
#define REST_S 30

enum outcome
delivery_begin(struct house *h, const struct job *job, struct errand *out)
{
	enum outcome rc = db_delivery_errand(h->db, h->mem, job->id, out);

	if (rc == OK && !out->is_enabled)
		return refuse(h->refusal, CONFLICT, "webhook_disabled",
		    "The webhook is disabled.");
	if (rc == OK && out->is_resting)
		return refuse(h->refusal, BUSY, "webhook_resting",
		    "The receiver was silent a moment ago.");
	return rc;
}

char *
delivery_signature(struct house *h, const struct errand *errand, int64_t unix_s)
{
	char *text =
	    mem_printf(h->mem, "%" PRId64 ".%s", unix_s, errand->payload);

	return mem_printf(h->mem, "t=%" PRId64 ",v1=%s", unix_s,
	    token_mac_hex(h->mem, errand->secret, text));
}

struct trial {
	struct house *h;
	const struct job *job;
	const struct errand *errand;
	const struct delivery_answer *answer;
};

static enum outcome
disable(struct house *h, const struct errand *errand)
{
	struct webhook before, after;
	enum outcome rc =
	    db_webhook_lock(h->db, h->mem, &errand->webhook_id, &before);

	if (rc != OK || !before.enabled)
		return rc;
	after = before;
	after.enabled = false;
	rc = db_webhook_update(h->db, h->mem, &after);
	if (rc == OK)
		rc = audit_note(h, "webhook.gone", AUDIT_WEBHOOK,
		    before.id.text, field_print(webhook_fields, &before),
		    field_print(webhook_fields, &after));
	if (rc == OK)
		log_warn("webhook.gone", TEXT_PAIR("webhook", before.id.text));
	return rc;
}

static enum outcome
note_unit(void *context)
{
	const struct trial *trial = context;
	struct house *h = trial->h;
	struct job_fence fence = job_fence_of(trial->job);
	enum outcome rc;

	rc = job_fenced(
	    h, db_delivery_tried(h->db, &fence, trial->answer->http_status,
		   trial->answer->duration_ms));
	if (rc != OK)
		return rc;
	if (trial->answer->http_status == HTTP_GONE)
		return disable(h, trial->errand);
	return db_webhook_rest(h->db, trial->errand->webhook_number,
	    trial->answer->was_silent ? REST_S : 0);
}

enum outcome
delivery_note(struct house *h, const struct job *job,
    const struct errand *errand, const struct delivery_answer *answer)
{
	struct trial trial = { h, job, errand, answer };

	return db_transact(h->db, note_unit, &trial);
}
