/*
 * A query as every list that takes one: the first byte says which.  What
 * somebody typed never stands in a statement.
 */
#include "config.h"

#include <string.h>

#include "base/mem.h"
#include "fcgi/query.h"
#include "sql/account.h"
#include "sql/audit.h"
#include "sql/episode.h"
#include "sql/job.h"
#include "sql/media.h"
#include "sql/movie.h"
#include "sql/series.h"
#include "sql/token.h"
#include "sql/upload.h"
#include "tests/fuzz/fuzz.h"

static const struct page_listing *const listings[] = {
	&account_listing,
	&audit_listing,
	&episode_listing,
	&job_listing,
	&media_listing,
	&movie_listing,
	&series_listing,
	&token_listing,
	&upload_listing,
};

/* Ours have no backtick, semicolon or byte above ASCII in them. */
static void
check_statement(const char *text)
{
	hold(strpbrk(text, "`;") == NULL);
	for (; *text != '\0'; text++)
		hold(*text == '\n' || *text == '\t' ||
		     (*text >= ' ' && *text <= '~'));
}

static void
try_listing(void *mem, const struct page_listing *listing,
    const struct query *query, struct refusal *refusal)
{
	const struct page_criterion *criterion = listing->criteria;
	struct page page = { .sort = query_text(query, "sort"),
		.cursor = query_text(query, "cursor") };
	char *text;

	page.limit = query_number(
	    query, "limit", 1, PAGE_LIMIT_MAX, PAGE_LIMIT_DEFAULT, refusal);
	hold(page.limit >= 1 && page.limit <= PAGE_LIMIT_MAX);
	for (; criterion->name != NULL; criterion++) {
		const char *value = query_text(query, criterion->name);

		if (value != NULL)
			page_narrow(&page, mem, criterion, value, refusal);
	}
	text = page_statement(mem, listing, &page, refusal);
	if (text != NULL)
		check_statement(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	AUTO_FREE void *mem = mem_context(NULL);
	struct refusal refusal = { .mem = mem };
	struct query query;
	char *text;

	if (length == 0)
		return 0;
	text = mem_text_n(mem, (const char *)bytes + 1, length - 1);
	if (query_read(mem, text, &query, &refusal) != OK)
		return 0;
	hold(query.count <= QUERY_MAX_PAIRS);
	(void)query_flag(&query, "trashed", false, &refusal);
	(void)query_uuid(&query, "media_file_id", &refusal);
	try_listing(
	    mem, listings[bytes[0] % ARRAY_SIZE(listings)], &query, &refusal);
	return 0;
}
