/* Lists: what a query may ask of any of them, and how they are answered. */
#ifndef FCGI_LIST_H
#define FCGI_LIST_H

#include "fcgi/request.h"
#include "fcgi/response.h"
#include "sql/page.h"

/*
 * One page as {"items":[...],"next_cursor":...}, by ?limit=, ?cursor=, ?sort=
 * and the listing's criteria.  INVALID with every faulty or unknown parameter.
 */
enum outcome list_answer(struct request *rq, struct response *rs,
    const struct page_listing *listing) MUST_CHECK;

/* The same of those rows alone that the filter lets through. */
enum outcome list_answer_of(struct request *rq, struct response *rs,
    const struct page_listing *listing,
    const struct page_filter *filter) MUST_CHECK;

/* Rows as a JSON array, by their fields. */
struct json_object *list_print(
    const struct field *fields, const void *rows, size_t size, size_t count);

#endif
