/* Media files: changes and words. */
#include "config.h"

#include "tui/media_do.h"

#include "base/mem.h"
#include "base/token.h"
#include "house/media.h"
#include "tui/measure.h"

static enum outcome
encode_step(struct house *h, const char *text, int64_t argument)
{
	struct uuid id;
	struct job job;

	(void)argument;
	return uuid_parse(text, &id) ? media_process(h, &id, &job) : NOT_FOUND;
}

static enum outcome
drop_step(struct house *h, const char *text, int64_t argument)
{
	struct uuid id;

	(void)argument;
	return uuid_parse(text, &id)
		   ? media_drop_derivatives(h, &id, ANY_VERSION)
		   : NOT_FOUND;
}

static enum outcome
delete_step(struct house *h, const char *text, int64_t argument)
{
	struct uuid id;

	(void)argument;
	return uuid_parse(text, &id) ? media_delete(h, &id, ANY_VERSION)
				     : NOT_FOUND;
}

const struct change media_encode_them = { .noun = "media file",
	.done = "queued to be encoded",
	.step = encode_step };
const struct change media_drop_them = { .noun = "package",
	.done = "removed, the original kept",
	.step = drop_step };
const struct change media_delete_them = {
	.noun = "media file", .done = "deleted for ever", .step = delete_step
};

static const char *
say_who(struct listview *lists, const struct media_glance *media)
{
	talloc_free(lists->why);
	lists->why = mem_printf(lists->list.mem, "%s uses it", media->used_by);
	return lists->why;
}

const char *
media_why_not(struct listview *lists, const struct media_glance *media,
    enum action action)
{
	switch (action) {
	case ACTION_JOB:
		return media->job_id == ABSENT ? "it has no job" : NULL;
	case ACTION_ENCODE:
	case ACTION_DROP:
		return media->original_key == NULL ? "its original is not kept"
						   : NULL;
	case ACTION_DELETE:
		return media->used_by != NULL ? say_who(lists, media) : NULL;
	default:
		return NULL;
	}
}

void
media_show_status(
    enum glance_status status, int64_t progress, struct table_cell *out)
{
	static const struct {
		const char *word;
		enum look look;
	} words[GLANCE_STATUS_COUNT] = {
		[GLANCE_NONE] = { "no file", LOOK_DIM },
		[GLANCE_UPLOADED] = { "UPLOADED", LOOK_WAIT },
		[GLANCE_PROCESSING] = { "PROC", LOOK_BUSY },
		[GLANCE_READY] = { "READY", LOOK_GOOD },
		[GLANCE_ERROR] = { "ERROR", LOOK_BAD },
	};

	out->text = words[status].word;
	out->look = words[status].look;
	if (status == GLANCE_PROCESSING && progress != ABSENT)
		out->text =
		    mem_printf(out->mem, "PROC %d%%", (int)(progress / 10));
}

char *
media_dotted(void *mem, const char *words)
{
	char *text = NULL;

	if (words == NULL || words[0] == '\0')
		return mem_text(mem, MEASURE_NONE);
	for (; *words != '\0'; words++) {
		if (*words == ' ')
			mem_append(mem, &text, "\xc2\xb7");
		else
			mem_append(mem, &text, "%c", *words);
	}
	return text;
}
