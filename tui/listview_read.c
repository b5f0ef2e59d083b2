/* Reading what a list shows. */
#include "config.h"

#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "tui/app.h"
#include "tui/listview.h"

#define COUNT_MS 10000

/* One question: rows, sums and, now and then, how many there are. */
struct reading {
	const struct list_spec *spec;
	uint64_t generation;
	struct list_query query;
	struct page_listing listing;
	struct page page;
	void *wish; /* of a tree */
	bool has_count;
	struct list_page out;
	int64_t total;
	void *sums_mem;
	void *sums;
};

/* "-title" of "title", and the other way round. */
static char *
turned(void *mem, const char *sort)
{
	return sort[0] == '-' ? mem_text(mem, sort + 1)
			      : mem_printf(mem, "-%s", sort);
}

static void
turn_rows(char *rows, size_t count, size_t size)
{
	AUTO_FREE void *mem = mem_context(NULL);
	char *spare = mem_array(mem, char, size);

	for (size_t i = 0; i < count / 2; i++) {
		char *left = rows + i * size;
		char *right = rows + (count - 1 - i) * size;

		memcpy(spare, left, size);
		memcpy(left, right, size);
		memcpy(right, spare, size);
	}
}

static enum outcome
read_page(struct reading *reading, struct house *h)
{
	struct list_page *out = &reading->out;
	enum outcome rc;
	char *next;

	rc = page_list(h->db, out->mem, &reading->listing, &reading->page,
	    &out->rows, &out->count, &next, h->refusal);
	out->has_more = rc == OK && next != NULL;
	if (rc == OK && reading->query.is_backward)
		turn_rows(out->rows, out->count, reading->spec->row_size);
	if (rc == OK && reading->has_count)
		rc = page_count(h->db, &reading->listing, &reading->page,
		    &reading->total, h->refusal);
	return rc;
}

static enum outcome
read_all(struct reading *reading, struct house *h)
{
	void *mem = h->mem;
	enum outcome rc;

	h->mem = reading->out.mem;
	rc =
	    reading->spec->read_all(h, &reading->out.rows, &reading->out.count);
	h->mem = mem;
	return rc;
}

static enum outcome
read_tree(struct reading *reading, struct house *h)
{
	struct list_page *out = &reading->out;
	void *mem = h->mem;
	enum outcome rc;

	h->mem = out->mem;
	rc = reading->spec->read_tree(h, &reading->listing, &reading->page,
	    reading->wish, &out->rows, &out->count);
	h->mem = mem;
	return rc;
}

static enum outcome
read_sums(struct reading *reading, struct house *h)
{
	void *mem = h->mem;
	enum outcome rc;

	if (reading->spec->read_sums == NULL)
		return OK;
	h->mem = reading->sums_mem = mem_context(mem);
	rc = reading->spec->read_sums(h, &reading->sums);
	h->mem = mem;
	return rc;
}

static enum outcome
run(struct ask *ask, struct house *h)
{
	struct reading *reading = ask->data;
	enum outcome rc = refusal_outcome(&ask->refusal);

	reading->out.mem = mem_context(ask->mem);
	if (rc != OK)
		return rc;
	if (reading->spec->read_tree != NULL)
		rc = read_tree(reading, h);
	else if (reading->spec->listing != NULL)
		rc = read_page(reading, h);
	else
		rc = read_all(reading, h);
	return rc == OK ? read_sums(reading, h) : rc;
}

/* In exchange for the last ones. */
static void
keep_sums(struct listview *lists, struct reading *reading)
{
	if (reading->sums == NULL)
		return;
	talloc_free(lists->sums_mem);
	lists->sums_mem = talloc_steal(lists->list.mem, reading->sums_mem);
	lists->sums = reading->sums;
}

static void
complain(struct listview *lists, const struct ask *ask)
{
	const struct refusal *refusal = &ask->refusal;

	if (refusal->fault_count == 0)
		return;
	lists->complaint = mem_printf(lists->list.mem, "%s %s",
	    refusal->faults[0].field, refusal->faults[0].message);
}

static void
take(struct view *view, struct ask *ask)
{
	struct listview *lists = view->state;
	struct reading *reading = ask->data;
	struct list *list = &lists->list;

	if (ask->outcome == OK) {
		list_take(list, &reading->query, &reading->out);
		if (reading->has_count)
			list->total = reading->total;
		if (reading->query.want == LIST_LAST && list->total != ABSENT)
			list->rank = list->total - (int64_t)list->count;
		keep_sums(lists, reading);
	} else if (ask->outcome == INVALID) {
		complain(lists, ask);
		list->jump = LIST_NOTHING;
		list->is_known = true;
	} else {
		app_note_failure(view->app, ask);
	}
}

static void
done(struct ask *ask)
{
	struct view *view = ask->owner;
	struct listview *lists = view->state;
	const struct reading *reading = ask->data;
	bool is_stale = lists->is_stale;

	/* Another order or filter has been asked for meanwhile. */
	if (reading->generation != lists->generation)
		return;
	lists->is_reading = lists->is_stale = false;
	take(view, ask);
	if (ask->outcome == OK)
		listview_read(view, is_stale);
}

static void
narrow(struct reading *reading, struct ask *ask, const char *name,
    const char *value)
{
	const struct page_criterion *criterion =
	    page_criterion_find(&reading->listing, name);

	if (criterion != NULL &&
	    reading->page.filter_count < PAGE_FILTERS_MAX - 1)
		page_narrow(
		    &reading->page, ask->mem, criterion, value, &ask->refusal);
}

/* "year:1994 heat" is a criterion and words to be sought. */
static void
narrow_by_filter(struct reading *reading, struct ask *ask, const char *filter)
{
	char *text = mem_text(ask->mem, filter), *rest = NULL, *at;
	char *words = NULL;

	for (at = strtok_r(text, " ", &rest); at != NULL;
	     at = strtok_r(NULL, " ", &rest)) {
		char *value = strchr(at, ':');

		if (value != NULL)
			*value = '\0';
		if (value != NULL && value[1] != '\0' &&
		    page_criterion_find(&reading->listing, at) != NULL) {
			narrow(reading, ask, at, value + 1);
			continue;
		}
		if (value != NULL)
			*value = ':';
		mem_append(
		    ask->mem, &words, "%s%s", words != NULL ? " " : "", at);
	}
	if (words != NULL)
		narrow(reading, ask, "q", words);
}

static void
fill_page(struct view *view, struct reading *reading, struct ask *ask)
{
	struct listview *lists = view->state;
	const struct list_show *show = listview_show(lists);
	const char *sort = listview_sort(lists);

	reading->listing = lists->spec->listing();
	reading->page.limit = reading->query.limit;
	reading->page.sort = reading->query.is_backward
				 ? turned(ask->mem, sort)
				 : mem_text(ask->mem, sort);
	for (size_t i = 0;
	     i < LIST_NARROWS && show->narrow[i].criterion != NULL; i++)
		narrow(reading, ask, show->narrow[i].criterion,
		    show->narrow[i].value);
	if (lists->spec->narrow != NULL)
		lists->spec->narrow(view, &reading->page);
	if (lists->filter != NULL)
		narrow_by_filter(reading, ask, lists->filter);
	if (reading->query.anchor != NULL)
		reading->page.cursor = page_cursor(ask->mem, &reading->listing,
		    &reading->page, reading->query.anchor);
}

static bool
is_count_due(struct listview *lists, const struct view *view)
{
	if (lists->list.total != ABSENT &&
	    view->app->now_ms < lists->count_due_ms)
		return false;
	lists->count_due_ms = view->app->now_ms + COUNT_MS;
	return true;
}

void
listview_read(struct view *view, bool is_fresh)
{
	struct listview *lists = view->state;
	struct list_query query;
	struct reading *reading;
	struct ask *ask;

	if (view->app->link.is_away)
		return;
	if (lists->is_reading) {
		lists->is_stale |= is_fresh;
		return;
	}
	query = list_next(&lists->list, is_fresh);
	if (query.want == LIST_NOTHING)
		return;
	ask = ask_new();
	reading = mem_new(ask->mem, struct reading);
	reading->spec = lists->spec;
	reading->generation = lists->generation;
	reading->query = query;
	/* All at once is the beginning, and all of it. */
	if (lists->spec->listing == NULL || lists->spec->read_tree != NULL) {
		reading->query.anchor = NULL;
		reading->query.from = 0;
	}
	if (lists->spec->listing != NULL)
		fill_page(view, reading, ask);
	if (lists->spec->read_tree != NULL)
		reading->wish = lists->spec->wish_of(view, ask->mem);
	else if (lists->spec->listing != NULL)
		reading->has_count = is_count_due(lists, view);
	ask->run = run;
	ask->done = done;
	ask->data = reading;
	lists->is_reading = true;
	view_ask(view, ask);
}
