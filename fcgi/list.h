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

/* The same of those that are within something, such as a series. */
enum outcome list_answer_within(struct request *rq, struct response *rs,
    const struct page_listing *listing,
    const struct page_filter *within) MUST_CHECK;

/* The same, where each row is printed by `print`. */
typedef struct json_object *list_printer(const void *row);
enum outcome list_answer_printed(struct request *rq, struct response *rs,
    const struct page_listing *listing, const struct page_filter *within,
    list_printer *print) MUST_CHECK;

/* The object of a page; a NULL cursor is the end. */
struct json_object *list_page(struct json_object *items, const char *next);

#endif
