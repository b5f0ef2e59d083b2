/* A line reader twice, and an average that forgets. */
#include "config.h"

#include "worker/progress.h"

#include <stdlib.h>
#include <string.h>

#include "base/field.h"
#include "base/mem.h"
#include "base/text.h"

#define MAX_PER_MILLE 990
#define MIN_SAMPLES 3
#define MEMORY_MS 30000.0
#define MAX_VALUE (INT64_C(1) << 52) /* exact as a double */

static int64_t
done(const struct progress *progress)
{
	return progress->frames > 0 ? progress->frame : progress->out_time_us;
}

static int64_t
goal(const struct progress *progress)
{
	return progress->frames > 0 ? progress->frames : progress->duration_us;
}

void
progress_begin(struct progress *progress, int64_t frames, int64_t duration_us,
    int64_t now_ms)
{
	*progress = (struct progress){ .frames = frames,
		.duration_us = duration_us,
		.moved_at_ms = now_ms,
		.sampled_at_ms = now_ms };
}

/* The further apart two samples are, the more the newer one counts. */
static void
take_sample(struct progress *progress, int64_t now_ms)
{
	double passed = (double)(now_ms - progress->sampled_at_ms);
	double rate;

	if (passed <= 0)
		return;
	rate = (double)(done(progress) - progress->sampled_done) / passed;
	if (progress->samples == 0)
		progress->rate = rate;
	else
		progress->rate +=
		    (rate - progress->rate) * passed / (passed + MEMORY_MS);
	progress->samples++;
	progress->sampled_at_ms = now_ms;
	progress->sampled_done = done(progress);
}

static void
end_block(struct progress *progress, bool is_last, int64_t now_ms)
{
	if (progress->next_frame > progress->frame ||
	    progress->next_out_time_us > progress->out_time_us)
		progress->moved_at_ms = now_ms;
	if (progress->next_frame > progress->frame)
		progress->frame = progress->next_frame;
	if (progress->next_out_time_us > progress->out_time_us)
		progress->out_time_us = progress->next_out_time_us;
	progress->speed = progress->next_speed;
	progress->has_ended = progress->has_ended || is_last;
	progress->next_speed = 0;
	take_sample(progress, now_ms);
}

/* "N/A", a sign or anything else that is no plain number changes nothing. */
static void
end_line(struct progress *progress, int64_t now_ms)
{
	char *value = strchr(progress->line, '=');

	if (value == NULL)
		return;
	*value++ = '\0';
	value += strspn(value, " ");
	if (strcmp(progress->line, "frame") == 0) {
		(void)text_to_number(value, MAX_VALUE, &progress->next_frame);
	} else if (strcmp(progress->line, "out_time_us") == 0) {
		(void)text_to_number(
		    value, MAX_VALUE, &progress->next_out_time_us);
	} else if (strcmp(progress->line, "dup_frames") == 0) {
		(void)text_to_number(value, MAX_VALUE, &progress->repeats);
	} else if (strcmp(progress->line, "speed") == 0) {
		progress->next_speed = strtod(value, NULL);
		if (!(progress->next_speed > 0 && progress->next_speed < 1e6))
			progress->next_speed = 0;
	} else if (strcmp(progress->line, "progress") == 0) {
		end_block(progress, strcmp(value, "end") == 0, now_ms);
	}
}

void
progress_feed(
    struct progress *progress, const char *bytes, size_t length, int64_t now_ms)
{
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] != '\n') {
			if (progress->used < PROGRESS_LINE - 1)
				progress->line[progress->used++] = bytes[i];
			else
				progress->is_too_long = true;
			continue;
		}
		progress->line[progress->used] = '\0';
		if (!progress->is_too_long)
			end_line(progress, now_ms);
		progress->used = 0;
		progress->is_too_long = false;
	}
}

int64_t
progress_per_mille(const struct progress *progress)
{
	double part;

	if (goal(progress) <= 0)
		return 0;
	part = 1000.0 * (double)done(progress) / (double)goal(progress);
	return part < MAX_PER_MILLE ? (int64_t)part : MAX_PER_MILLE;
}

int64_t
progress_eta_ms(const struct progress *progress)
{
	double left = (double)(goal(progress) - done(progress));

	if (progress->samples < MIN_SAMPLES || !(progress->rate > 0))
		return ABSENT;
	left = left > 0 ? left / progress->rate : 0;
	return left < 1e15 ? (int64_t)left : ABSENT;
}

int64_t
progress_idle_ms(const struct progress *progress, int64_t now_ms)
{
	return now_ms - progress->moved_at_ms;
}

void
messages_begin(void *mem, struct messages *messages,
    void (*take)(void *context, const char *line), void *context)
{
	*messages = (struct messages){ .take = take, .context = context };
	tail_init(mem, &messages->tail, MESSAGES_TAIL);
}

void
messages_end(struct messages *messages)
{
	char *clean;

	if (messages->used == 0)
		return;
	clean =
	    text_clean(NULL, messages->line, messages->used, messages->used);
	messages->used = 0;
	if (messages->take != NULL)
		messages->take(messages->context, clean);
	talloc_free(clean);
}

void
messages_feed(struct messages *messages, const char *bytes, size_t length)
{
	tail_add(&messages->tail, bytes, length);
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] == '\n' || bytes[i] == '\r')
			messages_end(messages);
		else if (messages->used < MESSAGES_LINE)
			messages->line[messages->used++] = bytes[i];
	}
}
