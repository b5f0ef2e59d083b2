/* movie-house media ... */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/token.h"
#include "house/media.h"
#include "house/title.h"
#include "sql/output.h"
#include "tui/cell.h"
#include "tui/cli.h"
#include "tui/handlers.h"
#include "tui/items.h"
#include "tui/jobs.h"
#include "tui/listing.h"

static const char *const media_columns[] = { "id", "status", "file_name",
	"size_bytes", "duration_ms", "created_at", NULL };

static const struct print_table media_table = { media_fields, media_columns,
	sizeof(struct media) };

static const char *const rendition_columns[] = { "kind", "name", "codec",
	"language", "width", "height", "frame_rate", "channels",
	"average_bandwidth", "size_bytes", NULL };

static const struct print_table rendition_table = { rendition_fields,
	rendition_columns, sizeof(struct rendition) };

enum outcome
media_list(struct cli *cli)
{
	struct page page = { 0 };
	const char *status;
	enum outcome rc;

	rc = cli_word(cli, "status", media_status_names, &status);
	if (rc == OK)
		rc = listing_narrow(
		    cli, &page, &media_listing, "status", status);
	if (rc != OK)
		return rc;
	return listing_run(cli, &media_listing, &media_table, &page);
}

struct whole {
	struct media media;
	struct rendition *renditions;
	size_t rendition_count;
	struct job *jobs; /* the latest ones */
	size_t job_count;
};

static enum outcome
read_whole(struct cli *cli, const struct uuid *id, struct whole *out)
{
	struct page page = { .limit = PAGE_LIMIT_DEFAULT };
	struct db *db = cli->house.db;
	enum outcome rc;
	char *next;

	rc = db_media_find(db, cli->mem, id, &out->media);
	if (rc == OK && out->media.revision != ABSENT)
		rc = db_rendition_list(db, cli->mem, out->media.revision,
		    &out->renditions, &out->rendition_count);
	if (rc == OK)
		rc = jobs_page_of(cli, &page, id->text);
	if (rc != OK)
		return rc;
	return page_list(db, cli->mem, &job_listing, &page, &out->jobs,
	    &out->job_count, &next, &cli->refusal);
}

static void
print_whole_json(const struct whole *whole)
{
	struct json_object *object = field_print(media_fields, &whole->media);

	json_object_object_add(object, "renditions",
	    print_array(
		&rendition_table, whole->renditions, whole->rendition_count));
	json_object_object_add(object, "jobs",
	    print_array(&job_table, whole->jobs, whole->job_count));
	print_json(stdout, object);
}

static void
print_part(const char *title, const struct print_table *table, const void *rows,
    size_t count)
{
	if (count == 0)
		return;
	printf("\n%s\n", title);
	print_table(stdout, table, rows, count, print_terminal_width(stdout));
}

enum outcome
media_show(struct cli *cli)
{
	struct whole whole = { 0 };
	struct uuid id;
	enum outcome rc = cli_uuid(cli, cli->arguments[0], &id);

	if (rc == OK)
		rc = read_whole(cli, &id, &whole);
	if (rc != OK)
		return rc;
	if (cli_option(cli, "json") != NULL) {
		print_whole_json(&whole);
		return OK;
	}
	print_row(stdout, media_fields, &whole.media);
	print_part("Renditions", &rendition_table, whole.renditions,
	    whole.rendition_count);
	print_part("Jobs", &job_table, whole.jobs, whole.job_count);
	return OK;
}

static enum outcome
process_one(struct items *items, const char *item)
{
	struct job job;
	struct uuid id;
	enum outcome rc;

	if (!uuid_parse(item, &id))
		return NOT_FOUND;
	rc = media_process(&items->house, &id, &job);
	if (rc == OK)
		jobs_done(items, &job);
	return rc;
}

enum outcome
media_process_all(struct cli *cli)
{
	char **items;
	size_t count;
	enum outcome rc = items_ids(cli, &items, &count);

	return rc == OK ? items_run(cli, items, count, process_one) : rc;
}

static enum outcome
delete_one(struct items *items, const char *item)
{
	struct json_object *object;
	struct uuid id;
	enum outcome rc;

	if (!uuid_parse(item, &id))
		return NOT_FOUND;
	rc = media_delete(&items->house, &id, ANY_VERSION);
	if (rc != OK)
		return rc;
	object = json_object_new_object();
	json_object_object_add(object, "id", json_object_new_string(id.text));
	items_done(items, object, "%s is deleted", id.text);
	return OK;
}

/* What is about to be lost: how many, the size of all, the name of one. */
struct loss {
	size_t count;
	struct media sum;
};

static enum outcome
weigh(struct cli *cli, char **items, size_t count, struct loss *out)
{
	struct media media;
	struct uuid id;
	enum outcome rc;

	*out = (struct loss){ 0 };
	for (size_t i = 0; i < count; i++) {
		rc = cli_uuid(cli, items[i], &id);
		if (rc == OK)
			rc =
			    db_media_find(cli->house.db, cli->mem, &id, &media);
		if (rc == NOT_FOUND)
			continue;
		if (rc != OK)
			return rc;
		out->sum.size_bytes += media.size_bytes;
		out->sum.file_name = media.file_name;
		out->count++;
	}
	return OK;
}

static char *
name_loss(void *mem, const struct loss *loss)
{
	const struct field *size = field_find(media_fields, "size_bytes");
	const struct field *name = field_find(media_fields, "file_name");
	char *what = loss->count == 1
			 ? cell_show(mem, name, &loss->sum)
			 : mem_printf(mem, "%zu media files", loss->count);

	return mem_printf(
	    mem, "%s, %s", what, cell_show(mem, size, &loss->sum));
}

/* OK when the answer is yes, or when there is nothing to ask about. */
static enum outcome
ask(struct cli *cli, char **items, size_t count)
{
	struct loss loss;
	char answer[16];
	enum outcome rc;

	if (!isatty(STDIN_FILENO))
		return refuse(&cli->refusal, INVALID, "no_terminal",
		    "Nobody can be asked here; say --yes.");
	rc = weigh(cli, items, count, &loss);
	if (rc != OK || loss.count == 0)
		return rc;
	fprintf(
	    stderr, "Delete %s, for good? [y/N] ", name_loss(cli->mem, &loss));
	if (fgets(answer, sizeof(answer), stdin) != NULL &&
	    (strcmp(answer, "y\n") == 0 || strcmp(answer, "yes\n") == 0))
		return OK;
	return refuse(
	    &cli->refusal, CONFLICT, "declined", "Nothing was deleted.");
}

enum outcome
media_delete_all(struct cli *cli)
{
	char **items;
	size_t count;
	enum outcome rc = items_ids(cli, &items, &count);

	if (rc == OK && cli_option(cli, "yes") == NULL)
		rc = ask(cli, items, count);
	return rc == OK ? items_run(cli, items, count, delete_one) : rc;
}
