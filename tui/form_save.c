/* Checking and saving forms. */
#include "config.h"

#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "house/title.h"
#include "tui/app.h"
#include "tui/cli.h"
#include "tui/form_inside.h"

bool
form_is_changed(const struct form_line *line)
{
	AUTO_FREE void *mem = mem_context(NULL);

	return strcmp(line->was, input_text(mem, &line->input)) != 0;
}

int
form_changes(const struct form *form)
{
	int changes = 0;

	for (int i = 0; i < form->count; i++)
		changes += form_is_changed(&form->lines[i]);
	return changes;
}

static struct json_object *
json_of_list(void *mem, char *text)
{
	struct json_object *array = json_object_new_array();
	char *rest = NULL, *at;

	for (at = strtok_r(text, ",", &rest); at != NULL;
	     at = strtok_r(NULL, ",", &rest))
		json_object_array_add(
		    array, json_object_new_string(text_trim(mem, at)));
	return array;
}

/* Sizes may be written as 100G. */
static bool
read_number(const struct form_line *line, const char *text, int64_t *out)
{
	const char *unit = line->field->unit;

	if (unit != NULL && strcmp(unit, "bytes") == 0)
		return text_to_amount(text, out);
	return text_to_number(text, INT64_MAX, out);
}

/* What is typed, as the API would be told it; nothing is null.  What is no
   number stays a text, which the field's own rule then refuses. */
static struct json_object *
json_of(void *mem, const struct form_line *line)
{
	char *text = text_trim(mem, input_text(mem, &line->input));
	int64_t number;

	if (line->field->type == FIELD_LIST)
		return json_of_list(mem, text);
	if (text[0] == '\0')
		return NULL;
	if (line->field->type == FIELD_NUMBER &&
	    read_number(line, text, &number))
		return json_object_new_int64(number);
	return json_object_new_string(text);
}

/* A fault of a list names its item behind the field. */
static bool
is_about(const struct fault *fault, const char *name)
{
	size_t length = strlen(name);

	return strncmp(fault->field, name, length) == 0 &&
	       (fault->field[length] == '\0' || fault->field[length] == '.' ||
		   fault->field[length] == '[' || fault->field[length] == '/');
}

void
form_note_faults(struct form *form, const struct refusal *refusal)
{
	talloc_free(form->fault_mem);
	form->fault_mem = mem_context(form);
	for (int i = 0; i < form->count; i++) {
		struct form_line *line = &form->lines[i];

		line->fault = NULL;
		for (size_t f = 0; f < refusal->fault_count; f++) {
			if (is_about(&refusal->faults[f], line->field->name))
				line->fault = mem_text(form->fault_mem,
				    refusal->faults[f].message);
		}
	}
}

enum outcome
form_check(struct form *form, void *mem, void *row, field_set *given)
{
	struct json_object *object = json_object_new_object();
	struct refusal refusal = { .mem = mem };
	bool is_new = form->about.id.text[0] == '\0';
	enum outcome rc;

	for (int i = 0; i < form->count; i++) {
		const struct form_line *line = &form->lines[i];

		if (form_is_changed(line))
			json_object_object_add(
			    object, line->field->name, json_of(mem, line));
	}
	field_clear(form->spec->fields, row);
	rc = field_read(
	    mem, form->spec->fields, object, is_new, row, given, &refusal);
	json_object_put(object);
	form_note_faults(form, &refusal);
	return rc;
}

struct saving {
	const struct form_spec *spec;
	uint64_t mark;
	struct form_about about;
	void *row;
	field_set given;
};

static enum outcome
run(struct ask *ask, struct house *h)
{
	struct saving *saving = ask->data;

	return saving->spec->save(
	    h, &saving->about, saving->row, saving->given);
}

struct form *
form_find(struct view *view, uint64_t mark)
{
	struct dialog *dialog = view->app->dialog;
	struct form *form = dialog != NULL ? dialog->state : NULL;

	if (form == NULL || talloc_get_type(form, struct form) == NULL)
		return NULL;
	return form->mark == mark ? form : NULL;
}

/* Whoever saves again after having been told means it. */
static void
note_stale(struct form *form)
{
	form->about.version = ANY_VERSION;
	form->complaint = mem_text(form,
	    "Somebody has changed it meanwhile. ^S again overwrites that, Esc "
	    "gives up.");
}

static void
note_refusal(struct form *form, const struct ask *ask)
{
	const char *code = ask->refusal.code;

	form_note_faults(form, &ask->refusal);
	if (code != NULL && strcmp(code, "stale_version") == 0)
		note_stale(form);
	else if (ask->refusal.fault_count == 0)
		form->complaint =
		    mem_text(form, cli_sentence(&ask->refusal, ask->outcome));
}

static void
done(struct ask *ask)
{
	struct view *view = ask->owner;
	const struct saving *saving = ask->data;
	struct form *form = form_find(view, saving->mark);

	if (form != NULL)
		form->is_saving = false;
	if (ask->outcome == OK) {
		if (form != NULL)
			dialog_close(view->app);
		app_say(view->app, LOOK_GOOD, "The %s is saved",
		    saving->spec->title);
		if (saving->spec->saved != NULL)
			saving->spec->saved(view, saving->row);
		app_refresh(view->app);
	} else if (form != NULL && ask->outcome != UNAVAILABLE) {
		note_refusal(form, ask);
	} else {
		app_note_failure(view->app, ask);
	}
}

void
form_save(struct form *form)
{
	struct ask *ask;
	struct saving *saving;

	if (form->is_saving)
		return;
	ask = ask_new();
	saving = mem_new(ask->mem, struct saving);
	saving->row = mem_array(ask->mem, char, form->spec->row_size);
	talloc_free(form->complaint);
	form->complaint = NULL;
	if (form->view->app->link.is_away)
		form->complaint = mem_text(form, "The database is away.");
	else if (form_changes(form) == 0)
		form->complaint = mem_text(form, "Nothing is changed.");
	else if (form_check(form, ask->mem, saving->row, &saving->given) ==
		 OK) {
		saving->spec = form->spec;
		saving->mark = form->mark;
		saving->about = form->about;
		ask->lane = LANE_WRITE;
		ask->run = run;
		ask->done = done;
		ask->data = saving;
		form->is_saving = true;
		view_ask(form->view, ask);
		return;
	}
	talloc_free(ask->mem);
}
