/* Writing the book of changes. */
#include "config.h"

#include "house/audit.h"

#include <assert.h>

#include "base/mem.h"
#include "sql/audit.h"

static struct json_text
text_of(struct house *h, struct json_object *object)
{
	struct json_text text = { NULL };

	if (object != NULL)
		text.text =
		    mem_text(h->mem, json_object_to_json_string_ext(
					 object, JSON_C_TO_STRING_PLAIN));
	json_object_put(object);
	return text;
}

enum outcome
audit_note(struct house *h, const char *action, const char *kind,
    const char *id, struct json_object *before, struct json_object *after)
{
	struct audit audit = {
		.actor = mem_text(h->mem, h->actor),
		.action = mem_text(h->mem, action),
		.subject_kind = mem_text(h->mem, kind),
		.subject_id = mem_text(h->mem, id),
		.before = text_of(h, before),
		.after = text_of(h, after),
	};

	assert(db_in_transaction(h->db));
	return db_audit_insert(h->db, &audit);
}
