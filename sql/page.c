/* Pages by key. */
#include "config.h"

#include "sql/page.h"

#include <inttypes.h>
#include <string.h>

#include <sodium.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/token.h"
#include "sql/words.h"

#define BASE64 sodium_base64_VARIANT_URLSAFE_NO_PADDING
#define CURSOR_MAX 2048 /* an order, an id, 255 characters of a name */
#define NUMBER_MAX 9999
#define WORDS_MAX 200

static const char *const flag_words[] = { "false", "true", NULL };

/* Where the page before ended. */
struct place {
	char *value;
	int64_t id;
};

static bool
is_descending(const struct page *page)
{
	return page->sort[0] == '-';
}

static const struct page_order *
find_order(const struct page_listing *listing, const struct page *page)
{
	const struct page_order *order = listing->orders;
	const char *name = page->sort;

	if (is_descending(page))
		name++;
	while (order->name != NULL && strcmp(order->name, name) != 0)
		order++;
	return order->name != NULL ? order : NULL;
}

const struct page_criterion *
page_criterion_find(const struct page_listing *listing, const char *name)
{
	const struct page_criterion *criterion = listing->criteria;

	while (criterion->name != NULL && strcmp(criterion->name, name) != 0)
		criterion++;
	return criterion->name != NULL ? criterion : NULL;
}

/* For LIKE, where % and _ stand for anything but themselves. */
static char *
pattern_of(void *mem, const char *part)
{
	char *pattern = mem_text(mem, "%");

	for (; *part != '\0'; part++)
		mem_append(mem, &pattern, "%s%c",
		    strchr("%_\\", *part) != NULL ? "\\" : "", *part);
	mem_append(mem, &pattern, "%%");
	return pattern;
}

static bool
check_word(const struct page_criterion *criterion, const char *value,
    struct refusal *refusal)
{
	const char *const *words =
	    criterion->value == PAGE_FLAG ? flag_words : criterion->words;

	if (field_word(words, value) >= 0)
		return true;
	field_refuse_word(refusal, criterion->name, "unknown_word", words);
	return false;
}

static bool
check_value(const struct page_criterion *criterion, const char *value,
    struct refusal *refusal)
{
	struct uuid uuid;
	int64_t number;

	if (criterion->value == PAGE_WORD || criterion->value == PAGE_FLAG)
		return check_word(criterion, value, refusal);
	if (criterion->value == PAGE_UUID && !uuid_parse(value, &uuid))
		refuse_field(
		    refusal, criterion->name, "wrong_type", "must be an id");
	else if (criterion->value == PAGE_NUMBER &&
		 !text_to_number(value, NUMBER_MAX, &number))
		refuse_field(refusal, criterion->name, "out_of_range",
		    "must be a whole number from 0 to %d", NUMBER_MAX);
	else if (criterion->value == PAGE_WORDS &&
		 text_length(value) > WORDS_MAX)
		refuse_field(refusal, criterion->name, "too_long",
		    "must have at most %d characters", WORDS_MAX);
	else
		return true;
	return false;
}

/* What is sought in the full text; where it has no words, in the text. */
static void
seek_words(struct page_filter *filter, void *mem, const char *value)
{
	char *words = words_query(mem, value);

	if (words == NULL) {
		filter->condition = filter->criterion->otherwise;
		words = pattern_of(mem, value);
	}
	filter->value = db_of_text(words);
}

static bool
is_full_text(const struct page_filter *filter)
{
	return filter->criterion != NULL &&
	       filter->criterion->value == PAGE_WORDS &&
	       filter->condition == filter->criterion->condition;
}

/* The last that has an index leads; but a full text can be asked in no other
   way than by its own. */
static void
choose_leading(struct page *page, const struct page_filter *filter)
{
	if ((filter->criterion->index == NULL &&
		filter->criterion->indexes == NULL) ||
	    (filter->criterion->value == PAGE_WORDS && !is_full_text(filter)))
		return;
	if (page->leading == NULL || page->leading->value != PAGE_WORDS)
		page->leading = filter->criterion;
}

void
page_narrow(struct page *page, void *mem,
    const struct page_criterion *criterion, const char *value,
    struct refusal *refusal)
{
	struct page_filter filter = {
		.condition = criterion->condition,
		.criterion = criterion,
		.is_plain = criterion->value == PAGE_FLAG,
	};

	if (!check_value(criterion, value, refusal))
		return;
	if (criterion->value == PAGE_WORDS)
		seek_words(&filter, mem, value);
	else if (criterion->value == PAGE_PART)
		filter.value = db_of_text(pattern_of(mem, value));
	else
		filter.value = db_of_text(mem_text(mem, value));
	if (filter.is_plain && strcmp(value, "true") != 0)
		filter.condition = criterion->otherwise;
	page->filters[page->filter_count++] = filter;
	choose_leading(page, &filter);
}

static bool
is_narrowed_by(const struct page *page, const struct page_criterion *criterion)
{
	for (size_t i = 0; i < page->filter_count; i++) {
		if (page->filters[i].criterion == criterion)
			return true;
	}
	return false;
}

/* Sort, id and value on a line each, in base64url. */
static char *
write_cursor(void *mem, const struct page *page, int64_t id, const char *value)
{
	char *plain =
	    mem_printf(mem, "%s\n%" PRId64 "\n%s", page->sort, id, value);
	size_t length = strlen(plain);
	size_t room = sodium_base64_encoded_len(length, BASE64);
	char *cursor = mem_array(mem, char, room);

	return sodium_bin2base64(
	    cursor, room, (const unsigned char *)plain, length, BASE64);
}

static bool
read_cursor(void *mem, const struct page *page, struct place *out)
{
	char *plain = mem_array(mem, char, CURSOR_MAX + 1);
	char *id, *value;
	size_t length;

	if (sodium_base642bin((unsigned char *)plain, CURSOR_MAX, page->cursor,
		strlen(page->cursor), NULL, &length, NULL, BASE64) != 0)
		return false;
	id = strchr(plain, '\n');
	value = id != NULL ? strchr(id + 1, '\n') : NULL;
	if (value == NULL || !text_is_utf8(plain, length))
		return false;
	*id++ = *value++ = '\0';
	out->value = value;
	return strcmp(plain, page->sort) == 0 &&
	       text_to_number(id, INT64_MAX, &out->id);
}

/* With the listing's order and values where none were asked for. */
static struct page
settled(void *mem, const struct page_listing *listing, const struct page *given)
{
	const struct page_criterion *criterion = listing->criteria;
	struct refusal refusal = { .mem = mem };
	struct page page = *given;

	if (page.sort == NULL)
		page.sort = listing->usual;
	for (; criterion->name != NULL; criterion++) {
		if (criterion->usual != NULL &&
		    !is_narrowed_by(&page, criterion))
			page_narrow(
			    &page, mem, criterion, criterion->usual, &refusal);
	}
	return page;
}

/* The index to be forced, or NULL: the server's choice. */
static const char *
index_of(const struct page_listing *listing, const struct page *page,
    const struct page_order *order)
{
	const struct page_criterion *leading = page->leading;

	if (leading == NULL ||
	    (leading->index_for != NULL &&
		strcmp(leading->index_for, order->name) != 0))
		return order->index;
	if (leading->indexes != NULL)
		return leading->indexes[order - listing->orders];
	return leading->index[0] != '\0' ? leading->index : NULL;
}

static const char *
column_of(void *mem, const struct entity *entity, const char *name)
{
	const struct field *field = field_find(entity->fields, name);

	return mem_printf(mem, "%s.%s", entity->alias,
	    field->column != NULL ? field->column : field->name);
}

/* What a page and the count of all pages have in common.  Says by which word
   a further condition is added. */
static const char *
append_source(void *mem, const struct page_listing *listing,
    const struct page *page, const struct page_order *order, char **text)
{
	const char *index = index_of(listing, page, order);
	const char *before = "WHERE";

	mem_append(mem, text, " FROM {from}");
	if (index != NULL)
		mem_append(mem, text, " FORCE INDEX (%s)", index);
	if (listing->only != NULL) {
		mem_append(mem, text, " %s %s", before, listing->only);
		before = "AND";
	}
	for (size_t i = 0; i < page->filter_count; i++) {
		if (page->filters[i].condition == NULL)
			continue;
		mem_append(
		    mem, text, " %s %s", before, page->filters[i].condition);
		before = "AND";
	}
	return before;
}

/*
 * `(a, b) > (?, ?)` is not a range in MariaDB; `a >= ? AND (a > ? OR b > ?)`
 * is, and reads no more rows than the page has.
 */
static char *
compose(void *mem, const struct page_listing *listing, const struct page *page,
    const struct page_order *order, bool is_continued)
{
	const struct entity *entity = listing->entity;
	const char *key = order->key != NULL
			      ? order->key
			      : column_of(mem, entity, order->field);
	const char *value = order->value != NULL ? order->value : "?";
	const char *id = column_of(mem, entity, listing->id_field);
	const char *way = is_descending(page) ? "DESC" : "ASC";
	const char *past = is_descending(page) ? "<" : ">";
	const char *before;
	char *text = NULL;

	mem_append(mem, &text, "SELECT {columns}");
	before = append_source(mem, listing, page, order, &text);
	if (is_continued)
		mem_append(mem, &text,
		    " %s %s %s= %s AND (%s %s %s OR %s %s ?)", before, key,
		    past, value, key, past, value, id, past);
	mem_append(
	    mem, &text, " ORDER BY %s %s, %s %s LIMIT ?", key, way, id, way);
	return text;
}

char *
page_statement(void *mem, const struct page_listing *listing,
    const struct page *given, struct refusal *refusal)
{
	struct page page = settled(mem, listing, given);
	const struct page_order *order = find_order(listing, &page);
	struct db_stmt stmt = { .entity = listing->entity };

	if (order == NULL) {
		refuse_field(refusal, "sort", "unknown", "is not an order");
		return NULL;
	}
	stmt.text = compose(mem, listing, &page, order, page.cursor != NULL);
	return db_expand(mem, &stmt);
}

/* The row's value in the order, as the database would compare it. */
static char *
cursor_value(void *mem, const struct field *field, const void *row)
{
	char buffer[32];
	struct db_arg arg = db_of_field(field, row, buffer);

	if (arg.type == DB_NUMBER)
		return mem_printf(mem, "%" PRId64, arg.number);
	return mem_text_n(mem, arg.bytes != NULL ? arg.bytes : "", arg.length);
}

static char *
next_cursor(void *mem, const struct page_listing *listing,
    const struct page *page, const struct page_order *order, const void *row)
{
	const struct field *fields = listing->entity->fields;
	const struct field *id = field_find(fields, listing->id_field);
	char *value = cursor_value(mem, field_find(fields, order->field), row);

	return write_cursor(
	    mem, page, *(const int64_t *)field_of(id, row), value);
}

char *
page_cursor(void *mem, const struct page_listing *listing,
    const struct page *given, const void *row)
{
	struct page page = settled(mem, listing, given);
	const struct page_order *order = find_order(listing, &page);

	return next_cursor(mem, listing, &page, order, row);
}

enum outcome
page_count(struct db *db, const struct page_listing *listing,
    const struct page *given, int64_t *out, struct refusal *refusal)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct page page = settled(mem, listing, given);
	const struct page_order *order = find_order(listing, &page);
	struct db_stmt stmt = { .entity = listing->entity };
	struct db_arg args[PAGE_FILTERS_MAX];
	char *text = NULL;
	size_t used = 0;

	if (order == NULL)
		refuse_field(refusal, "sort", "unknown", "is not an order");
	if (refusal_outcome(refusal) != OK)
		return INVALID;
	mem_append(mem, &text, "SELECT COUNT(*)");
	append_source(mem, listing, &page, order, &text);
	stmt.text = text;
	stmt.text = db_expand(mem, &stmt);
	for (size_t i = 0; i < page.filter_count; i++) {
		if (!page.filters[i].is_plain)
			args[used++] = page.filters[i].value;
	}
	return db_number(db, &stmt, args, used, out);
}

/* The values of a page's question marks; how many there are. */
static size_t
fill_args(const struct page *page, const struct place *place,
    struct db_arg args[PAGE_FILTERS_MAX + 4])
{
	size_t used = 0;

	for (size_t i = 0; i < page->filter_count; i++) {
		if (!page->filters[i].is_plain)
			args[used++] = page->filters[i].value;
	}
	if (page->cursor != NULL) {
		args[used++] = db_of_text(place->value);
		args[used++] = db_of_text(place->value);
		args[used++] = db_of_number(place->id);
	}
	args[used++] = db_of_number(page->limit + 1);
	return used;
}

enum outcome
page_list(struct db *db, void *mem, const struct page_listing *listing,
    const struct page *given, void *rows, size_t *count, char **next,
    struct refusal *refusal)
{
	AUTO_FREE void *scratch = mem_context(NULL);
	struct page page = settled(scratch, listing, given);
	const struct page_order *order = find_order(listing, &page);
	struct db_stmt stmt = { .entity = listing->entity };
	struct db_arg args[PAGE_FILTERS_MAX + 4];
	struct place place = { 0 };
	enum outcome rc;
	size_t used;

	if (order == NULL)
		refuse_field(refusal, "sort", "unknown", "is not an order");
	if (page.cursor != NULL && !read_cursor(scratch, &page, &place))
		refuse_field(refusal, "cursor", "unknown",
		    "is not a cursor of this list in this order");
	rc = refusal_outcome(refusal);
	if (rc != OK)
		return rc;
	used = fill_args(&page, &place, args);
	stmt.text =
	    compose(scratch, listing, &page, order, page.cursor != NULL);
	rc = db_list(db, mem, &stmt, args, used, rows, count);
	*next = NULL;
	if (rc == OK && *count > (size_t)page.limit) {
		*count = (size_t)page.limit;
		*next = next_cursor(mem, listing, &page, order,
		    *(char **)rows + (*count - 1) * listing->entity->row_size);
	}
	return rc;
}
