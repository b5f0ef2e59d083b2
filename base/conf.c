/* Settings by libconfuse, from a table of fields. */
#include "config.h"

#include "base/conf.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <confuse.h>

#include "base/mem.h"
#include "base/text.h"

/* libconfuse hands its errors to a function without a context. */
static _Thread_local struct refusal *current_refusal;

PRINTF_LIKE(2, 0)
static void
note_error(cfg_t *cfg, const char *format, va_list args)
{
	char *message = mem_vprintf(current_refusal->mem, format, args);

	refuse_field(current_refusal, "file", "syntax", "%s:%d: %s",
	    cfg != NULL && cfg->filename != NULL ? cfg->filename : "",
	    cfg != NULL ? cfg->line : 0, message);
}

static cfg_type_t
option_type(const struct field *field)
{
	return field->type == FIELD_BOOL   ? CFGT_BOOL
	       : field->type == FIELD_REAL ? CFGT_FLOAT
					   : CFGT_STR;
}

/*
 * Numbers are read as texts, because libconfuse's integer is a long whose
 * overflow it does not report; the default of each is the table's.
 */
static cfg_opt_t *
make_options(void *mem, const struct field *fields)
{
	size_t count = field_count(fields);
	cfg_opt_t *options = mem_array(mem, cfg_opt_t, count + 1);
	cfg_opt_t end = CFG_END();

	for (size_t i = 0; i < count; i++) {
		cfg_opt_t text = CFG_STR(NULL, NULL, CFGF_NODEFAULT);
		cfg_opt_t list = CFG_STR_LIST(NULL, NULL, CFGF_NODEFAULT);
		cfg_opt_t *option = &options[i];

		*option = fields[i].type == FIELD_LIST ? list : text;
		option->type = option_type(&fields[i]);
		option->name = fields[i].name;
	}
	options[count] = end;
	return options;
}

static void
take_text(void *mem, const struct field *field, const char *text, void *row,
    struct refusal *refusal)
{
	void *member = field_of(field, row);
	int word;

	switch (field->type) {
	case FIELD_NUMBER:
		if (!text_to_amount(text, member)) {
			*(int64_t *)member = ABSENT;
			refuse_field(refusal, field->name, "wrong_type",
			    "must be a whole number, K, M, G or T behind it");
		}
		break;
	case FIELD_WORD:
		word = field_word(field->words, text);
		if (word < 0)
			field_refuse_word(
			    refusal, field->name, "wrong_type", field->words);
		*(unsigned int *)member = word < 0 ? 0 : (unsigned int)word;
		break;
	case FIELD_BOOL:
		*(bool *)member = strcmp(text, "true") == 0;
		break;
	case FIELD_REAL:
		*(double *)member = strtod(text, NULL);
		break;
	default:
		*(char **)member = text[0] == '\0' ? NULL : mem_text(mem, text);
		break;
	}
	field_check(field, row, refusal);
}

static void
take_list(
    void *mem, cfg_opt_t *option, const char *initial, struct text_list *list)
{
	AUTO_FREE char *copy = mem_text(NULL, initial);
	char *rest = NULL;

	*list = (struct text_list){ 0 };
	if (option != NULL) {
		list->count = cfg_opt_size(option);
		list->items = mem_array(mem, char *, list->count);
		for (size_t i = 0; i < list->count; i++)
			list->items[i] = mem_text(
			    mem, cfg_opt_getnstr(option, (unsigned int)i));
		return;
	}
	for (char *item = strtok_r(copy, " ", &rest); item != NULL;
	     item = strtok_r(NULL, " ", &rest)) {
		list->items =
		    mem_grow(mem, list->items, char *, list->count + 1);
		list->items[list->count++] = mem_text(mem, item);
	}
}

static void
take_option(void *mem, const struct field *field, cfg_opt_t *option, void *row,
    struct refusal *refusal)
{
	bool given = cfg_opt_size(option) > 0;
	const char *initial = field->initial != NULL ? field->initial : "";

	if (field->type == FIELD_LIST) {
		take_list(
		    mem, given ? option : NULL, initial, field_of(field, row));
		field_check(field, row, refusal);
	} else if (given && field->type == FIELD_BOOL)
		*(bool *)field_of(field, row) = cfg_opt_getnbool(option, 0);
	else if (given && field->type == FIELD_REAL)
		*(double *)field_of(field, row) = cfg_opt_getnfloat(option, 0);
	else if (given)
		take_text(mem, field, cfg_opt_getnstr(option, 0), row, refusal);
	else
		take_text(mem, field, initial, row, refusal);
}

enum outcome
conf_read(void *mem, const char *path, const struct field *fields, void *row,
    struct refusal *refusal)
{
	AUTO_FREE void *scratch = mem_context(NULL);
	cfg_opt_t *options = make_options(scratch, fields);
	bool is_readable;
	cfg_t *cfg;

	if (path != NULL && access(path, R_OK) != 0)
		return refuse(refusal, errno == ENOENT ? NOT_FOUND : DENIED,
		    "settings_unreadable", "%s: %s", path, strerror(errno));
	cfg = mem_check(cfg_init(options, CFGF_NONE));
	current_refusal = refusal;
	cfg_set_error_function(cfg, note_error);
	if (path != NULL && cfg_parse(cfg, path) != CFG_SUCCESS &&
	    refusal->fault_count == 0)
		refuse_field(refusal, "file", "syntax", "%s: unreadable", path);
	is_readable = refusal->fault_count == 0;
	for (; fields->name != NULL && is_readable; fields++)
		take_option(
		    mem, fields, cfg_getopt(cfg, fields->name), row, refusal);
	cfg_free(cfg);
	return refusal_outcome(refusal);
}

static void
print_quoted(FILE *out, const char *text)
{
	fputc('"', out);
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			fputc('\\', out);
		fputc(*text, out);
	}
	fputc('"', out);
}

static void
print_value(FILE *out, const struct field *field, const void *row)
{
	const struct text_list *list = field_of(field, row);
	AUTO_FREE char *text = NULL;

	if (field->type == FIELD_LIST) {
		fputc('{', out);
		for (size_t i = 0; i < list->count; i++) {
			fputs(i == 0 ? " " : ", ", out);
			print_quoted(out, list->items[i]);
		}
		fputs(" }", out);
		return;
	}
	text = field_show(NULL, field, row);
	if (field->type == FIELD_TEXT || field->type == FIELD_WORD)
		print_quoted(out, text);
	else
		fputs(text, out);
}

void
conf_print(FILE *out, const struct field *fields, const void *row, bool example)
{
	for (; fields->name != NULL; fields++) {
		if (fields->secret && !example)
			continue;
		if (example)
			fprintf(out, "# %s\n# ",
			    fields->help != NULL ? fields->help : "");
		fprintf(out, "%s = ", fields->name);
		if (example && fields->type == FIELD_NUMBER &&
		    fields->initial != NULL)
			fputs(fields->initial, out);
		else
			print_value(out, fields, row);
		fputs(example ? "\n\n" : "\n", out);
	}
}
