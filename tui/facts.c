/* What is known of one media file. */
#include "config.h"

#include "tui/facts.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "house/subtitle.h"
#include "sql/output.h"
#include "tui/measure.h"

#define JOBS 8

struct growing {
	struct house *h;
	const struct media_glance *glance;
	struct media media;
	struct fact *facts;
	size_t count;
};

static struct fact *
add(struct growing *to, const char *label, const char *text)
{
	struct fact *fact;

	to->facts = mem_grow(to->h->mem, to->facts, struct fact, to->count + 1);
	fact = &to->facts[to->count];
	*fact = (struct fact){ .kind = FACT_PLAIN,
		.media = to->glance,
		.label = label,
		.text = text };
	snprintf(fact->id, sizeof(fact->id), "f%zu", to->count++);
	return fact;
}

static void
add_head(struct growing *to, const char *label)
{
	struct fact *fact = add(to, label, "");

	fact->kind = FACT_HEAD;
	fact->look = LOOK_HEAD;
}

static void
add_some(
    struct growing *to, const char *label, const char *text, enum look look)
{
	if (text != NULL && text[0] != '\0')
		add(to, label, text)->look = look;
}

/* ---- the file -----------------------------------------------------------*/

static void
add_file(struct growing *to)
{
	const struct media_glance *glance = to->glance;
	const struct media *media = &to->media;
	void *mem = to->h->mem;

	add(to, "File", media->file_name)->look = LOOK_STRONG;
	add(to, "Id", mem_text(mem, media->id.text))->look = LOOK_DIM;
	add(to, "State", glance_status_names[glance->status])->look =
	    glance->status == GLANCE_ERROR   ? LOOK_BAD
	    : glance->status == GLANCE_READY ? LOOK_GOOD
					     : LOOK_BUSY;
	add(to, "Used by",
	    glance->used_by != NULL ? glance->used_by : "nobody");
	add(to, "Original",
	    media->original_key != NULL ? measure_bytes(mem, media->size_bytes)
					: "not kept");
	if (glance->output_bytes != ABSENT)
		add(to, "What was made",
		    measure_bytes(mem, glance->output_bytes));
	if (media->duration_ms != ABSENT)
		add(to, "Length", measure_film(mem, media->duration_ms));
	if (media->width != ABSENT)
		add(to, "Picture",
		    mem_printf(mem, "%" PRId64 "\xc3\x97%" PRId64, media->width,
			media->height));
	add_some(to, "SHA-256", media->sha256, LOOK_DIM);
	add_some(to, "Same bytes as", mem_text(mem, media->duplicate_of.text),
	    LOOK_WARN);
	add_some(to, "Error", media->error_message, LOOK_BAD);
	add_some(to, "Last error", media->last_error, LOOK_BAD);
}

static void
add_warnings(struct growing *to)
{
	const char *text = to->media.warnings.text;
	struct json_object *array =
	    text != NULL ? json_parse_tool(text, strlen(text)) : NULL;

	for (size_t i = 0; json_object_is_type(array, json_type_array) &&
			   i < json_object_array_length(array);
	     i++)
		add(to, "Warning",
		    mem_text(
			to->h->mem, json_object_get_string(
					json_object_array_get_idx(array, i))))
		    ->look = LOOK_WARN;
	json_object_put(array);
}

/* ---- its streams, as the probe saw them ---------------------------------*/

static char *
stream_text(void *mem, struct json_object *stream)
{
	const char *codec = json_text_at(stream, "codec_name");
	const char *language =
	    json_text_at(json_at(stream, "tags", NULL), "language");
	int64_t width = json_number_at(stream, "width", 0);
	int64_t channels = json_number_at(stream, "channels", 0);
	char *text = mem_text(mem, codec != NULL ? codec : "?");

	if (width > 0)
		mem_append(mem, &text, "  %" PRId64 "\xc3\x97%" PRId64, width,
		    json_number_at(stream, "height", 0));
	if (channels > 0)
		mem_append(mem, &text, "  %" PRId64 " channels", channels);
	if (language != NULL)
		mem_append(mem, &text, "  %s", language);
	return text;
}

static enum outcome
add_streams(struct growing *to)
{
	struct house *h = to->h;
	struct json_object *probe, *streams;
	char *text = NULL;
	enum outcome rc =
	    db_media_find_probe(h->db, h->mem, &to->media.id, &text);

	if (rc != OK || text == NULL)
		return rc;
	probe = json_parse_tool(text, strlen(text));
	streams = json_at(probe, "streams", NULL);
	if (json_object_is_type(streams, json_type_array)) {
		add_head(to, "Streams of the original");
		for (size_t i = 0; i < json_object_array_length(streams); i++) {
			struct json_object *stream =
			    json_object_array_get_idx(streams, i);
			const char *type = json_text_at(stream, "codec_type");

			add(to,
			    mem_text(h->mem, type != NULL ? type : "stream"),
			    stream_text(h->mem, stream));
		}
	}
	json_object_put(probe);
	return OK;
}

/* ---- what was made of it ------------------------------------------------*/

static char *
rendition_text(void *mem, const struct rendition *rendition)
{
	char *text = mem_text(mem, rendition->codec);

	if (rendition->width != ABSENT)
		mem_append(mem, &text, "  %" PRId64 "\xc3\x97%" PRId64,
		    rendition->width, rendition->height);
	if (rendition->channels != ABSENT)
		mem_append(
		    mem, &text, "  %" PRId64 " channels", rendition->channels);
	if (rendition->language != NULL)
		mem_append(mem, &text, "  %s", rendition->language);
	if (rendition->average_bandwidth != ABSENT)
		mem_append(mem, &text, "  %" PRId64 " kbit/s",
		    rendition->average_bandwidth / 1000);
	mem_append(
	    mem, &text, "  %s", measure_bytes(mem, rendition->size_bytes));
	return text;
}

static enum outcome
add_renditions(struct growing *to)
{
	struct house *h = to->h;
	struct rendition *renditions;
	size_t count = 0;
	enum outcome rc;

	if (to->media.revision == ABSENT)
		return OK;
	rc = db_rendition_list(
	    h->db, h->mem, to->media.revision, &renditions, &count);
	if (rc == OK && count > 0)
		add_head(to, "Renditions");
	for (size_t i = 0; rc == OK && i < count; i++)
		add(to, renditions[i].name,
		    rendition_text(h->mem, &renditions[i]));
	return rc;
}

static enum outcome
add_subtitles(struct growing *to)
{
	struct house *h = to->h;
	struct subtitle *subtitles;
	size_t count;
	enum outcome rc = subtitle_list(h, &to->media.id, &subtitles, &count);

	if (rc != OK)
		return rc;
	add_head(to, "Subtitles that were added");
	for (size_t i = 0; i < count; i++) {
		const struct subtitle *subtitle = &subtitles[i];
		struct fact *fact = add(to, subtitle->language,
		    mem_printf(h->mem, "%s  %" PRId64 " cues%s%s%s",
			subtitle->label, subtitle->cues,
			subtitle->forced ? "  forced" : "",
			subtitle->published ? "" : "  not in what plays yet",
			subtitle->file_name != NULL
			    ? mem_printf(h->mem, "  %s", subtitle->file_name)
			    : ""));

		fact->kind = FACT_SUBTITLE;
		fact->number = subtitle->id;
		snprintf(fact->id, sizeof(fact->id), "s%" PRId64, fact->number);
	}
	if (count == 0)
		add(to, "", "none: a adds one")->look = LOOK_DIM;
	return OK;
}

static enum outcome
add_jobs(struct growing *to)
{
	struct house *h = to->h;
	struct page page = { .limit = JOBS };
	struct job *jobs;
	enum outcome rc;
	size_t count;
	char *next;

	page_narrow(&page, h->mem,
	    page_criterion_find(&job_listing, "media_file_id"),
	    to->media.id.text, h->refusal);
	rc = page_list(h->db, h->mem, &job_listing, &page, &jobs, &count, &next,
	    h->refusal);
	if (rc == OK && count > 0)
		add_head(to, "Its latest jobs");
	for (size_t i = 0; rc == OK && i < count; i++) {
		const struct job *job = &jobs[i];
		struct fact *fact = add(to,
		    mem_printf(h->mem, "#%" PRId64, job->id),
		    mem_printf(h->mem, "%s  %s%s%s", job->kind,
			job_state_names[job->state],
			job->error_message != NULL ? "  " : "",
			job->error_message != NULL ? job->error_message : ""));

		fact->kind = FACT_JOB;
		fact->number = job->id;
		snprintf(fact->id, sizeof(fact->id), "j%" PRId64, fact->number);
	}
	return rc;
}

/* ---- all of it ----------------------------------------------------------*/

static enum outcome
read_glance(struct growing *to, const struct uuid *id)
{
	const struct page_listing *listing = &media_glance_listing;
	struct house *h = to->h;
	struct page page = { .limit = 1 };
	struct media_glance *files;
	enum outcome rc;
	size_t count;
	char *next;

	page_narrow(&page, h->mem, page_criterion_find(listing, "id"), id->text,
	    h->refusal);
	rc = page_list(
	    h->db, h->mem, listing, &page, &files, &count, &next, h->refusal);
	if (rc == OK && count == 0)
		return NOT_FOUND;
	to->glance = files;
	return rc;
}

enum outcome
facts_read(
    struct house *h, const struct uuid *id, struct fact **out, size_t *count)
{
	struct growing to = { .h = h };
	enum outcome rc = read_glance(&to, id);

	if (rc == OK)
		rc = db_media_find(h->db, h->mem, id, &to.media);
	if (rc == OK) {
		add_file(&to);
		add_warnings(&to);
		rc = add_streams(&to);
	}
	if (rc == OK)
		rc = add_renditions(&to);
	if (rc == OK)
		rc = add_subtitles(&to);
	if (rc == OK)
		rc = add_jobs(&to);
	*out = to.facts;
	*count = rc == OK ? to.count : 0;
	/* Somebody has deleted it: there is nothing more to say. */
	return rc == NOT_FOUND ? OK : rc;
}
