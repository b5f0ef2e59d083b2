/* Values in words, and their widths. */
#include "config.h"

#include "tui/cell.h"

#include <inttypes.h>
#include <langinfo.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <wchar.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"

#define REPLACEMENT "\xef\xbf\xbd"
#define ELLIPSIS "\xe2\x80\xa6"

void
cell_prepare(void)
{
	setlocale(LC_CTYPE, "");
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
}

static bool
is_joiner(uint32_t code_point)
{
	return code_point == 0x200d ||
	       (code_point >= 0xfe00 && code_point <= 0xfe0f);
}

char *
cell_clean(void *mem, const char *text)
{
	size_t left = strlen(text), used = 0;
	char *clean = mem_array(mem, char, left * 3 + 1);

	while (left > 0) {
		uint32_t code_point = 0;
		size_t step = text_decode(text, left, &code_point);

		/* In a UTF-8 locale wchar_t is the code point. */
		if (step == 0 || !text_is_harmless(code_point) ||
		    wcwidth((wchar_t)code_point) < 0) {
			memcpy(clean + used, REPLACEMENT, 3);
			used += 3;
		} else if (!is_joiner(code_point)) {
			memcpy(clean + used, text, step);
			used += step;
		}
		step = step == 0 ? 1 : step;
		text += step;
		left -= step;
	}
	return clean;
}

/* Bytes of as many characters as fit into `width` columns; what they take. */
static size_t
fit(const char *text, int width, int *taken)
{
	size_t length = strlen(text), at = 0;

	*taken = 0;
	while (at < length) {
		uint32_t code_point = 0;
		size_t step = text_decode(text + at, length - at, &code_point);
		int columns = step == 0 ? 1 : wcwidth((wchar_t)code_point);

		columns = columns < 0 ? 1 : columns;
		if (*taken + columns > width)
			break;
		*taken += columns;
		at += step == 0 ? 1 : step;
	}
	return at;
}

int
cell_width(const char *text)
{
	int taken;

	fit(text, INT32_MAX, &taken);
	return taken;
}

char *
cell_cut(void *mem, const char *text, int width)
{
	int taken;

	if (cell_width(text) <= width)
		return mem_text(mem, text);
	return mem_printf(
	    mem, "%.*s" ELLIPSIS, (int)fit(text, width - 1, &taken), text);
}

size_t
cell_encode(uint32_t code_point, char out[4])
{
	if (code_point < 0x80) {
		out[0] = (char)code_point;
		return 1;
	}
	if (code_point < 0x800) {
		out[0] = (char)(0xc0 | code_point >> 6);
		out[1] = (char)(0x80 | (code_point & 0x3f));
		return 2;
	}
	if (code_point < 0x10000) {
		out[0] = (char)(0xe0 | code_point >> 12);
		out[1] = (char)(0x80 | (code_point >> 6 & 0x3f));
		out[2] = (char)(0x80 | (code_point & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | code_point >> 18);
	out[1] = (char)(0x80 | (code_point >> 12 & 0x3f));
	out[2] = (char)(0x80 | (code_point >> 6 & 0x3f));
	out[3] = (char)(0x80 | (code_point & 0x3f));
	return 4;
}

/* Three digits are enough: 999 B, 4.2 GB, 812 MB. */
static char *
show_scaled(void *mem, int64_t number, const char *unit)
{
	static const char *const prefixes[] = { "", "k", "M", "G", "T", "P",
		"E" };
	double value = (double)number;
	size_t i = 0;

	while (value >= 999.5 && i + 1 < ARRAY_SIZE(prefixes)) {
		value /= 1000;
		i++;
	}
	return mem_printf(mem, "%.*f %s%s", i > 0 && value < 99.95 ? 1 : 0,
	    value, prefixes[i], unit);
}

static char *
show_bytes(void *mem, int64_t bytes)
{
	return show_scaled(mem, bytes, "B");
}

static char *
show_kib(void *mem, int64_t kib)
{
	return show_scaled(mem, kib * 1024, "B");
}

static char *
show_bit_rate(void *mem, int64_t rate)
{
	return show_scaled(mem, rate, "b/s");
}

/* 1:23:45, 2:05 */
static char *
show_seconds(void *mem, int64_t seconds)
{
	int64_t minutes = seconds / 60;

	if (minutes < 60)
		return mem_printf(
		    mem, "%" PRId64 ":%02d", minutes, (int)(seconds % 60));
	return mem_printf(mem, "%" PRId64 ":%02d:%02d", minutes / 60,
	    (int)(minutes % 60), (int)(seconds % 60));
}

static char *
show_milliseconds(void *mem, int64_t milliseconds)
{
	return show_seconds(mem, (milliseconds + 500) / 1000);
}

static char *
show_per_mille(void *mem, int64_t per_mille)
{
	return mem_printf(mem, "%" PRId64 " %%", per_mille / 10);
}

/* By the field's unit. */
static const struct {
	const char *unit;
	char *(*show)(void *mem, int64_t number);
} units[] = {
	{ "bytes", show_bytes },
	{ "KiB", show_kib },
	{ "bits per second", show_bit_rate },
	{ "seconds", show_seconds },
	{ "milliseconds", show_milliseconds },
	{ "per mille", show_per_mille },
};

static char *
show_number(void *mem, const struct field *field, int64_t number)
{
	for (size_t i = 0; field->unit != NULL && i < ARRAY_SIZE(units); i++) {
		if (strcmp(units[i].unit, field->unit) == 0 && number >= 0)
			return units[i].show(mem, number);
	}
	return mem_printf(mem, "%" PRId64, number);
}

static char *
show_stamp(void *mem, struct stamp stamp)
{
	time_t seconds = (time_t)(stamp.ms / 1000);
	char text[32];
	struct tm local;

	localtime_r(&seconds, &local);
	strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S", &local);
	return mem_text(mem, text);
}

/* A list of texts as such, anything else as JSON. */
static char *
show_json(void *mem, const char *text)
{
	struct json_object *value = json_parse_tool(text, strlen(text));
	char *shown = NULL;

	if (!json_object_is_type(value, json_type_array)) {
		json_object_put(value);
		return cell_clean(mem, text);
	}
	for (size_t i = 0; i < json_object_array_length(value); i++)
		mem_append(mem, &shown, "%s%s", i > 0 ? "; " : "",
		    json_object_get_string(
			json_object_array_get_idx(value, i)));
	json_object_put(value);
	return cell_clean(mem, shown != NULL ? shown : "");
}

static char *
show_list(void *mem, const struct text_list *list)
{
	char *shown = NULL;

	for (size_t i = 0; i < list->count; i++)
		mem_append(
		    mem, &shown, "%s%s", i > 0 ? " " : "", list->items[i]);
	return cell_clean(mem, shown != NULL ? shown : "");
}

bool
cell_is_empty(const struct field *field, const void *row)
{
	const void *member = field_of(field, row);

	switch (field->type) {
	case FIELD_NUMBER:
		return *(const int64_t *)member == ABSENT;
	case FIELD_STAMP:
		return ((const struct stamp *)member)->ms == ABSENT;
	case FIELD_REAL:
		return isnan(*(const double *)member);
	case FIELD_TEXT:
		return *(char *const *)member == NULL;
	case FIELD_UUID:
		return ((const struct uuid *)member)->text[0] == '\0';
	case FIELD_WORD:
		return field->words[*(const unsigned int *)member] == NULL;
	case FIELD_JSON:
		return ((const struct json_text *)member)->text == NULL;
	case FIELD_LIST:
		return ((const struct text_list *)member)->count == 0;
	case FIELD_BOOL:
	case FIELD_TYPE_COUNT:
		break;
	}
	return false;
}

char *
cell_show(void *mem, const struct field *field, const void *row)
{
	const void *member = field_of(field, row);

	if (cell_is_empty(field, row))
		return mem_text(mem, "-");
	switch (field->type) {
	case FIELD_BOOL:
		return mem_text(mem, *(const bool *)member ? "yes" : "no");
	case FIELD_NUMBER:
		return show_number(mem, field, *(const int64_t *)member);
	case FIELD_REAL:
		return mem_printf(mem, "%.5g", *(const double *)member);
	case FIELD_STAMP:
		return show_stamp(mem, *(const struct stamp *)member);
	case FIELD_JSON:
		return show_json(mem, ((const struct json_text *)member)->text);
	case FIELD_LIST:
		return show_list(mem, member);
	case FIELD_TEXT:
		return cell_clean(mem, *(char *const *)member);
	default:
		return field_show(mem, field, row);
	}
}

char *
cell_name(void *mem, const struct field *field)
{
	static const char *const units_of_names[] = { "_bytes", "_ms", "_s",
		"_kb", "_at" };
	char *name;

	if (field->heading != NULL)
		return mem_text(mem, field->heading);
	name = mem_text(mem, field->name);
	for (size_t i = 0; i < ARRAY_SIZE(units_of_names); i++) {
		size_t cut = strlen(units_of_names[i]), length = strlen(name);

		if (length > cut &&
		    strcmp(name + length - cut, units_of_names[i]) == 0)
			name[length - cut] = '\0';
	}
	for (char *at = name; *at != '\0'; at++)
		*at = *at == '_' ? ' ' : *at;
	return name;
}
