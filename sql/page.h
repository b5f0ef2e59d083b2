/*
 * Lists in pages: filters and orders from tables of what is allowed, places
 * by key (never by OFFSET), so that a page costs the same at any depth.
 */
#ifndef SQL_PAGE_H
#define SQL_PAGE_H

#include "base/outcome.h"
#include "sql/db.h"

#define PAGE_LIMIT_DEFAULT 20
#define PAGE_LIMIT_MAX 100
#define PAGE_FILTERS_MAX 12

/* A named order: by a column that is never NULL, then by id. */
struct page_order {
	const char *name;
	const char *field; /* whose value stands in the cursor */
	const char *index; /* forced: the order the rows must be read in */
	const char *key;   /* what is ordered, where it is not that field's
			      column as it is */
	const char *value; /* what makes a key of the cursor's value: one
			      question mark; NULL: nothing but that */
};

/* What a criterion's value may be. */
enum page_value {
	PAGE_TEXT, /* any, as it is */
	PAGE_PART, /* any, which stands somewhere in what is compared */
	PAGE_WORD, /* one of `words` */
	PAGE_UUID,
	PAGE_NUMBER, /* up to 9999 */
	PAGE_FLAG,   /* true: `condition`, false: `otherwise`; neither has a
			question mark */
	PAGE_WORDS,  /* the beginnings of words for a full text in boolean
			mode; what has no words is sought as a part by
			`otherwise` */
	PAGE_VALUE_COUNT
};

/* By what a list can be narrowed. */
struct page_criterion {
	const char *name;
	const char *condition; /* with one question mark */
	enum page_value value;
	const char *const *words; /* of a PAGE_WORD, NULL-ended */
	const char *index;        /* forced instead of the order's; "": none, as
				     there are few such rows and the server knows
				     where to begin */
	const char *index_for;    /* the only order in which it is; NULL: any */
	const char *const
	    *indexes; /* or one for each of the listing's orders */
	const char *otherwise;
	const char *usual; /* the value when nobody gives one */
};

/* What can be listed. */
struct page_listing {
	const struct entity *entity;
	const char *only;     /* a condition on every row; NULL: all rows */
	const char *id_field; /* the internal id's name in the fields */
	const char *usual;    /* how it is sorted when nobody says so */
	const struct page_order *orders;       /* ends with a NULL name */
	const struct page_criterion *criteria; /* the same */
};

struct page_filter {
	const char *condition; /* our own text, with one question mark ...;
				  NULL: that stands in the entity's `from`,
				  and this filter is the first */
	bool is_plain;         /* ... or without */
	struct db_arg value;
	const struct page_criterion *criterion; /* it comes from, or NULL */
};

struct page {
	const char *sort;   /* an order's name, `-` before it: descending;
			       NULL: the usual */
	const char *cursor; /* of the page before, or NULL */
	int64_t limit;
	const struct page_criterion *leading; /* whose index is forced; NULL:
						 the order's */
	struct page_filter filters[PAGE_FILTERS_MAX];
	size_t filter_count;
};

/* The criterion of that name, or NULL. */
const struct page_criterion *page_criterion_find(
    const struct page_listing *listing, const char *name);

/* Narrows a page by a criterion, or adds a fault under its name when the value
   is none for it.  What is made of the value hangs below `mem`. */
void page_narrow(struct page *page, void *mem,
    const struct page_criterion *criterion, const char *value,
    struct refusal *refusal);

/*
 * The rows of one page below `mem`, and the cursor of the next (NULL at the
 * end).  INVALID for an unknown order or a cursor that is not of this list.
 */
enum outcome page_list(struct db *db, void *mem,
    const struct page_listing *listing, const struct page *page, void *rows,
    size_t *count, char **next, struct refusal *refusal) MUST_CHECK;

/*
 * The cursor that goes on behind this row, below `mem`, in the page's order;
 * with the order turned round, what stands before it.
 */
char *page_cursor(void *mem, const struct page_listing *listing,
    const struct page *page, const void *row);

/* How many rows all pages have together.  INVALID as page_list. */
enum outcome page_count(struct db *db, const struct page_listing *listing,
    const struct page *page, int64_t *out, struct refusal *refusal) MUST_CHECK;

/* The statement that page_list would run, below `mem`; for EXPLAIN. */
char *page_statement(void *mem, const struct page_listing *listing,
    const struct page *page, struct refusal *refusal);

#endif
