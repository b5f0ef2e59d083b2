/* Queries into pages, pages into JSON. */
#include "config.h"

#include "fcgi/list.h"

#include <string.h>

static const char *const common_names[] = { "limit", "cursor", "sort" };

static bool
is_known(const struct page_listing *listing, const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(common_names); i++) {
		if (strcmp(common_names[i], name) == 0)
			return true;
	}
	return page_criterion_find(listing, name) != NULL;
}

/* A filter with a slip of the pen would else answer everything. */
static void
refuse_unknown(struct request *rq, const struct page_listing *listing)
{
	for (size_t i = 0; i < rq->query.count; i++) {
		const char *name = rq->query.pairs[i].name;

		if (!is_known(listing, name))
			refuse_field(rq->refusal, name, "unknown",
			    "is not a parameter of this list");
	}
}

static void
read_page(
    struct request *rq, const struct page_listing *listing, struct page *page)
{
	const struct page_criterion *criterion = listing->criteria;

	refuse_unknown(rq, listing);
	page->sort = query_text(&rq->query, "sort");
	page->cursor = query_text(&rq->query, "cursor");
	page->limit = query_number(&rq->query, "limit", 1, PAGE_LIMIT_MAX,
	    PAGE_LIMIT_DEFAULT, rq->refusal);
	for (; criterion->name != NULL; criterion++) {
		const char *value = query_text(&rq->query, criterion->name);

		if (value != NULL)
			page_narrow(
			    page, rq->mem, criterion, value, rq->refusal);
	}
}

struct json_object *
list_page(struct json_object *items, const char *next)
{
	struct json_object *page = json_object_new_object();

	json_object_object_add(page, "items", items);
	json_object_object_add(page, "next_cursor",
	    next != NULL ? json_object_new_string(next) : NULL);
	return page;
}

enum outcome
list_answer(
    struct request *rq, struct response *rs, const struct page_listing *listing)
{
	return list_answer_within(rq, rs, listing, NULL);
}

/* One page of rows below rq->mem. */
static enum outcome
fetch(struct request *rq, const struct page_listing *listing,
    const struct page_filter *within, char **rows, size_t *count, char **next)
{
	struct page page = { .limit = PAGE_LIMIT_DEFAULT };

	if (within != NULL)
		page.filters[page.filter_count++] = *within;
	read_page(rq, listing, &page);
	return page_list(rq->house->db, rq->mem, listing, &page, rows, count,
	    next, rq->refusal);
}

enum outcome
list_answer_within(struct request *rq, struct response *rs,
    const struct page_listing *listing, const struct page_filter *within)
{
	const struct entity *entity = listing->entity;
	char *rows, *next;
	size_t count;
	enum outcome rc = fetch(rq, listing, within, &rows, &count, &next);

	if (rc != OK)
		return rc;
	return response_json(rs, list_page(field_print_rows(entity->fields,
					       rows, entity->row_size, count),
				     next));
}

enum outcome
list_answer_printed(struct request *rq, struct response *rs,
    const struct page_listing *listing, const struct page_filter *within,
    list_printer *print)
{
	struct json_object *items;
	char *rows, *next;
	size_t count;
	enum outcome rc = fetch(rq, listing, within, &rows, &count, &next);

	if (rc != OK)
		return rc;
	items = json_object_new_array();
	for (size_t i = 0; i < count; i++)
		json_object_array_add(
		    items, print(rows + i * listing->entity->row_size));
	return response_json(rs, list_page(items, next));
}
