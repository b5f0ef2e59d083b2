/*
 * Subtitles over HTTP.  A file of them is small, so it is read whole, and
 * understood, without holding a connection to the database.
 */
#include "config.h"

#include "house/subtitle.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "fcgi/body.h"
#include "fcgi/database.h"
#include "fcgi/disposition.h"
#include "fcgi/handlers.h"
#include "fcgi/list.h"
#include "fcgi/media.h"
#include "fcgi/multipart.h"
#include "fcgi/response.h"

#define FORM_TYPE "multipart/form-data"

/* A raw body may say that it is one of these, or nothing. */
static const char *const types[] = { "", "text/vtt", "application/x-subrip",
	"text/plain", "application/octet-stream" };

/* What is said of a file: fields of the form, or parameters of the query. */
enum { LANGUAGE, LABEL, FORCED, ENCODING, WORD_COUNT };

struct arrival {
	struct request *rq;
	struct multipart_field words[WORD_COUNT];
	const char *file_name;
	char *bytes;
	size_t length;
};

static enum outcome
refuse_size(const struct request *rq)
{
	return refuse(rq->refusal, TOO_LARGE, "subtitle_too_large",
	    "A file of subtitles may have at most %" PRId64
	    " bytes (max_subtitle_bytes).",
	    rq->house->settings->max_subtitle_bytes);
}

/* All of what the source yields; one byte of room more shows what is more. */
static enum outcome
read_whole(struct arrival *arrival, multipart_source *source, void *argument)
{
	struct request *rq = arrival->rq;
	size_t limit = (size_t)rq->house->settings->max_subtitle_bytes;
	enum outcome rc;

	arrival->bytes = mem_array(rq->mem, char, limit + 1);
	rc = source(argument, arrival->bytes, limit + 1, &arrival->length);
	if (rc == OK && arrival->length > limit)
		return refuse_size(rq);
	return rc;
}

static enum outcome
form_source(void *form, void *buffer, size_t size, size_t *got)
{
	return multipart_read(form, buffer, size, got);
}

static enum outcome
read_form(struct arrival *arrival)
{
	struct request *rq = arrival->rq;
	struct multipart_file file;
	struct multipart *form;
	enum outcome rc;

	rc = multipart_open(rq->mem, request_header(rq, "Content-Type"),
	    request_body_source, rq, rq->refusal, &form);
	if (rc != OK)
		return rc;
	multipart_want(form, arrival->words, WORD_COUNT);
	rc = multipart_find_file(form, &file);
	if (rc == OK)
		rc = read_whole(arrival, form_source, form);
	if (rc != OK)
		return rc;
	if (file.filename != NULL)
		arrival->file_name = file.filename;
	return multipart_close(form);
}

static enum outcome
read_raw(struct arrival *arrival)
{
	struct request *rq = arrival->rq;
	const char *field = request_header(rq, "Content-Disposition");
	const char *type = request_content_type(rq);
	const char *name =
	    field != NULL ? disposition_filename(rq->mem, field) : NULL;

	if (name != NULL)
		arrival->file_name = name;
	if (rq->content_length > rq->house->settings->max_subtitle_bytes)
		return refuse_size(rq);
	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (strcmp(types[i], type) == 0)
			return read_whole(arrival, request_body_source, rq);
	return refuse(rq->refusal, MALFORMED, "unsupported_media_type",
	    "Subtitles are multipart/form-data, text/vtt, "
	    "application/x-subrip, text/plain or application/octet-stream.");
}

/* A form says it in its fields; what it leaves out the query may say. */
static const char *
word(const struct arrival *arrival, size_t which)
{
	const struct multipart_field *field = &arrival->words[which];

	return field->value != NULL
		   ? field->value
		   : query_text(&arrival->rq->query, field->name);
}

static bool
flag(const struct arrival *arrival, size_t which)
{
	const char *text = word(arrival, which);

	if (text != NULL && strcmp(text, "true") != 0 &&
	    strcmp(text, "false") != 0)
		refuse_field(arrival->rq->refusal, arrival->words[which].name,
		    "wrong_type", "must be true or false");
	return text != NULL && strcmp(text, "true") == 0;
}

static enum outcome
read_body(struct arrival *arrival)
{
	if (strcmp(request_content_type(arrival->rq), FORM_TYPE) == 0)
		return read_form(arrival);
	return read_raw(arrival);
}

/* Nobody shall send a file, and hear what is wrong with it, for a film that
   there is not. */
static enum outcome
find_media(struct request *rq)
{
	struct media media;
	enum outcome rc = database_borrow(rq->database, rq->house);

	if (rc != OK)
		return rc;
	rc = db_media_find(rq->house->db, rq->mem, &rq->uuid, &media);
	database_return(rq->database, rq->house);
	return rc;
}

static enum outcome
store(struct request *rq, const struct subtitle_draft *draft,
    struct subtitle *out)
{
	enum outcome rc = database_borrow(rq->database, rq->house);

	if (rc != OK)
		return rc;
	rc = subtitle_add(rq->house, &rq->uuid, draft, out);
	database_return(rq->database, rq->house);
	return rc;
}

enum outcome
subtitles_create(struct request *rq, struct response *rs)
{
	struct arrival arrival = {
		.rq = rq,
		.words = {
			[LANGUAGE] = { .name = "language" },
			[LABEL] = { .name = "label" },
			[FORCED] = { .name = "forced" },
			[ENCODING] = { .name = "encoding" },
		},
		.file_name = query_text(&rq->query, "filename"),
	};
	struct subtitle_claim claim;
	struct subtitle_draft draft;
	struct subtitle subtitle;
	enum outcome rc = find_media(rq);

	if (rc == OK)
		rc = read_body(&arrival);
	if (rc != OK)
		return rc;
	claim = (struct subtitle_claim){
		.language = word(&arrival, LANGUAGE),
		.label = word(&arrival, LABEL),
		.encoding = word(&arrival, ENCODING),
		.forced = flag(&arrival, FORCED),
		.file_name = arrival.file_name,
	};
	rc = subtitle_read(
	    rq->house, &claim, arrival.bytes, arrival.length, &draft);
	if (rc == OK)
		rc = store(rq, &draft, &subtitle);
	if (rc != OK)
		return rc;
	return response_created(rs,
	    mem_printf(rq->mem, MEDIA_PATH "%s/subtitles/%" PRId64,
		rq->uuid.text, subtitle.id),
	    field_print(subtitle_fields, &subtitle));
}

enum outcome
subtitles_list(struct request *rq, struct response *rs)
{
	struct subtitle *rows;
	enum outcome rc;
	size_t count;

	rc = subtitle_list(rq->house, &rq->uuid, &rows, &count);
	if (rc != OK)
		return rc;
	/* There are SUBTITLE_MAX at most, so that one page has them all. */
	return response_json(rs, list_page(field_print_rows(subtitle_fields,
					       rows, sizeof(*rows), count),
				     NULL));
}

enum outcome
subtitles_show(struct request *rq, struct response *rs)
{
	struct subtitle row;
	enum outcome rc = subtitle_find(rq->house, &rq->uuid, rq->number, &row);

	return rc == OK ? response_json(rs, field_print(subtitle_fields, &row))
			: rc;
}

enum outcome
subtitles_delete(struct request *rq, struct response *rs)
{
	enum outcome rc = subtitle_delete(rq->house, &rq->uuid, rq->number);

	return rc == OK ? response_none(rs) : rc;
}
