/* Values for the question marks of statements. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "sql/db.h"

struct db_arg
db_of_number(int64_t number)
{
	return (struct db_arg){
		.type = number == ABSENT ? DB_NULL : DB_NUMBER,
		.number = number,
	};
}

struct db_arg
db_of_real(double real)
{
	return (struct db_arg){
		.type = isnan(real) ? DB_NULL : DB_REAL,
		.real = real,
	};
}

struct db_arg
db_of_text(const char *text)
{
	return (struct db_arg){
		.type = text == NULL ? DB_NULL : DB_TEXT,
		.bytes = text,
		.length = text == NULL ? 0 : strlen(text),
	};
}

struct db_arg
db_of_bytes(const void *bytes, size_t length)
{
	return (struct db_arg){
		.type = bytes == NULL ? DB_NULL : DB_BYTES,
		.bytes = bytes,
		.length = length,
	};
}

struct db_arg
db_of_uuid(const struct uuid *uuid)
{
	return db_of_text(uuid->text[0] == '\0' ? NULL : uuid->text);
}

struct db_arg
db_of_stamp(struct stamp stamp, char buffer[32])
{
	char text[STAMP_TEXT];

	if (stamp.ms == ABSENT)
		return db_of_text(NULL);
	stamp_print(stamp, text);
	text[10] = ' ';
	text[STAMP_TEXT - 2] = '\0';
	snprintf(buffer, 32, "%s", text);
	return db_of_text(buffer);
}

struct db_arg
db_of_field(const struct field *field, const void *row, char buffer[32])
{
	const void *member = field_of(field, row);

	switch (field->type) {
	case FIELD_BOOL:
		return db_of_number(*(const bool *)member);
	case FIELD_NUMBER:
		return db_of_number(*(const int64_t *)member);
	case FIELD_REAL:
		return db_of_real(*(const double *)member);
	case FIELD_TEXT:
		return db_of_text(*(char *const *)member);
	case FIELD_UUID:
		return db_of_uuid(member);
	case FIELD_STAMP:
		return db_of_stamp(*(const struct stamp *)member, buffer);
	case FIELD_WORD:
		return db_of_text(field->words[*(const unsigned int *)member]);
	case FIELD_JSON:
		return db_of_text(((const struct json_text *)member)->text);
	case FIELD_LIST:
	case FIELD_TYPE_COUNT:
		break;
	}
	return db_of_text(NULL);
}
