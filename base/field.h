/*
 * One description of a struct for everybody who reads or writes it.
 *
 * A table of fields says what the members of a row, an input or the settings
 * are called, what type they have and which rules they keep.  From it sql/
 * fetches and stores rows, fcgi/ checks input and prints JSON, the settings
 * file is read and documented, and the terminal names its columns:
 *
 *	static const struct field movie_fields[] = {
 *		FIELD(movie, title, .max = 255, .required = true),
 *		...
 *	};
 *
 * The type comes from the member's C type, so table and struct cannot drift.
 */
#ifndef BASE_FIELD_H
#define BASE_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <json-c/json.h>

#include "base/clock.h"
#include "base/outcome.h"

/* A number or a time that is not there (SQL NULL, JSON null). */
#define ABSENT INT64_MIN

/* A UUID in its written form; an empty text is one that is not there. */
struct uuid {
	char text[37];
};

/* A JSON document kept as text; NULL is one that is not there. */
struct json_text {
	char *text;
};

/* A list of texts: items are owned by the struct's memory context. */
struct text_list {
	char **items;
	size_t count;
};

enum field_type {
	FIELD_BOOL,   /* bool */
	FIELD_NUMBER, /* int64_t, ABSENT when null */
	FIELD_REAL,   /* double, NAN when null */
	FIELD_TEXT,   /* char *, NULL when null */
	FIELD_UUID,   /* struct uuid */
	FIELD_STAMP,  /* struct stamp */
	FIELD_WORD,   /* an enum (unsigned int); words[value], NULL when null */
	FIELD_JSON,   /* struct json_text */
	FIELD_LIST,   /* struct text_list */
	FIELD_TYPE_COUNT
};

struct field {
	const char *name;   /* in JSON, in the settings file, in a form */
	const char *column; /* in SQL; NULL: the name, "": not in the row */
	size_t offset;
	enum field_type type;
	const char *const *words; /* of a FIELD_WORD: by value, NULL-ended */
	int64_t min, max;    /* of a number its range, of a text its characters,
				of a list its items (max 0: no limit) */
	int64_t item_max;    /* of a list: characters of an item (0: any) */
	bool required;       /* an input without it is refused; never null */
	bool writable;       /* may stand in an input */
	bool secret;         /* never printed */
	bool as_text;        /* a number that JSON shows as a string (ids) */
	bool no_blank;       /* a text of nothing but white space is refused,
				also as an item of a list */
	bool is_password;    /* a text that may hold whatever can be typed */
	bool is_day;         /* a text that is a date: 2026-03-01 */
	bool has_lines;      /* a text that may hold newlines and tabs; any
				other has no control characters at all */
	const char *initial; /* of a setting: its default, as written */
	const char *unit;    /* for people: "bytes", "seconds" */
	const char *help;    /* one sentence */
	const char *heading; /* of the terminal's column; NULL: the name */

	bool (*accepts)(const char *text); /* a text's own rule, or NULL ... */
	const char *rule;                  /* ... in words: "may have ..." */
};

#define FIELD_TYPE_OF(type, member)                                            \
	_Generic(&((struct type *)0)->member, bool *                          \
	         : FIELD_BOOL, int64_t *                                      \
	         : FIELD_NUMBER, double *                                     \
	         : FIELD_REAL, char **                                        \
	         : FIELD_TEXT, struct uuid *                                  \
	         : FIELD_UUID, struct stamp *                                 \
	         : FIELD_STAMP, unsigned int *                                \
	         : FIELD_WORD, struct json_text *                             \
	         : FIELD_JSON, struct text_list *                             \
	         : FIELD_LIST)

#define FIELD(struct_name, member, ...)                                        \
	{                                                                      \
		.name = #member,                                               \
		.offset = offsetof(struct struct_name, member),                \
		.type = FIELD_TYPE_OF(struct_name, member), __VA_ARGS__        \
	}
/* The same, where the name differs from the member's. */
#define FIELD_AS(struct_name, member, as, ...)                                 \
	{                                                                      \
		.name = (as), .offset = offsetof(struct struct_name, member),  \
		.type = FIELD_TYPE_OF(struct_name, member), __VA_ARGS__        \
	}
/* Ends a table. */
#define FIELD_END                                                              \
	{                                                                      \
		.name = NULL                                                   \
	}

/* Which members an input gave: a bit per place in the table (at most 64). */
typedef uint64_t field_set;

/* The member of `row` that the field describes. */
void *field_of(const struct field *field, const void *row);

/* The field of that name, or NULL. */
const struct field *field_find(const struct field *fields, const char *name);
size_t field_count(const struct field *fields);

/* Sets every member to null (ABSENT, NAN, NULL, false, empty). */
void field_clear(const struct field *fields, void *row);

/* The value of one word, or -1. */
int field_word(const char *const *words, const char *text);

/* "must be VIEWER, EDITOR or ADMIN", of the field of that name. */
void field_refuse_word(struct refusal *refusal, const char *name,
    const char *code, const char *const *words);

/* A JSON object of the row's members, in the table's order; secrets left out.
   Owned by the caller (json_object_put). */
struct json_object *field_print(const struct field *fields, const void *row);

/* An array of such objects, of rows of that size that follow one another. */
struct json_object *field_print_rows(const struct field *fields,
    const void *rows, size_t row_size, size_t count);

/* One member as JSON (NULL: null). */
struct json_object *field_print_one(const struct field *field, const void *row);

/* One member as a person reads it, below `mem`; "" when null. */
char *field_show(void *mem, const struct field *field, const void *row);

/*
 * Fills `row` from the members of `input`: each must be writable, of the
 * right type and within its rules.  null clears a member unless it is
 * required.  `given` (may be NULL) says which stood there.  With `whole`,
 * required fields must stand there; without, it is a merge patch (RFC 7396).
 * Texts hang below `mem`.  Every fault goes into `refusal`; INVALID if any.
 */
enum outcome field_read(void *mem, const struct field *fields,
    struct json_object *input, bool whole, void *row, field_set *given,
    struct refusal *refusal) MUST_CHECK;

/* Of what was given, what no fault of the refusal names. */
field_set field_sound(
    const struct field *fields, field_set given, const struct refusal *refusal);

/* Checks one member against the field's rules; adds a fault if it breaks. */
void field_check(
    const struct field *field, const void *row, struct refusal *refusal);

#endif
