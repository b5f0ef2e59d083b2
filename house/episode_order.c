/* Numbering the episodes of a season anew. */
#include "config.h"

#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/token.h"
#include "house/audit.h"
#include "house/episode.h"
#include "sql/season.h"

const struct field episode_order_fields[] = {
	FIELD(episode_order, episode_ids, .writable = true, .required = true,
	    .min = 1, .max = 1000),
	FIELD(episode_order, first_number, .writable = true,
	    .max = EPISODE_NUMBER_MAX),
	FIELD_END,
};

/* All the episodes that the season will have, as they are now. */
struct line {
	struct house *h;
	const struct uuid *season_id;
	int64_t expected;
	const struct episode_order *order;
	struct season season;
	struct episode *episodes;
	size_t count;
	struct episode **out;
	size_t *out_count;
};

static const struct episode *
find(const struct episode *episodes, size_t count, const struct uuid *id)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(episodes[i].id.text, id->text) == 0)
			return &episodes[i];
	}
	return NULL;
}

static void
fault(struct house *h, const char *code, const char *what)
{
	refuse_field(h->refusal, "episode_ids", code, "%s", what);
}

static bool
is_twice(const struct text_list *ids, size_t place)
{
	for (size_t i = 0; i < place; i++) {
		if (text_equal_nocase(ids->items[i], ids->items[place]))
			return true;
	}
	return false;
}

enum outcome
episode_order_check(struct house *h, const struct episode_order *order)
{
	const struct text_list *ids = &order->episode_ids;
	bool has_none = false, has_twice = false;
	struct uuid id;

	for (size_t i = 0; i < ids->count; i++) {
		has_none |= !uuid_parse(ids->items[i], &id);
		has_twice |= is_twice(ids, i);
	}
	if (has_none)
		fault(h, "wrong_type", "holds what is no id");
	else if (has_twice)
		fault(h, "duplicate", "holds an id twice");
	return refusal_outcome(h->refusal);
}

/* One that is named: of this season, or locked from another. */
static enum outcome
add_named(struct line *line, const struct episode *here, size_t here_count,
    const char *text)
{
	struct house *h = line->h;
	const struct episode *known;
	enum outcome rc = OK;
	struct uuid id;

	if (!uuid_parse(text, &id)) {
		fault(h, "wrong_type", "holds what is no id");
		return refusal_outcome(h->refusal);
	}
	if (find(line->episodes, line->count, &id) != NULL)
		fault(h, "duplicate", "holds an id twice");
	known = find(here, here_count, &id);
	if (known != NULL)
		line->episodes[line->count] = *known;
	else
		rc = db_episode_lock(
		    h->db, h->mem, &id, &line->episodes[line->count]);
	if (rc == NOT_FOUND)
		fault(h, "unknown", "holds an id that is no episode's");
	line->count += rc == OK;
	return rc == OK || rc == NOT_FOUND ? refusal_outcome(h->refusal) : rc;
}

static enum outcome
line_up(struct line *line)
{
	struct house *h = line->h;
	const struct text_list *ids = &line->order->episode_ids;
	struct episode *here;
	size_t here_count;
	enum outcome rc;

	rc = db_episode_lock_season(
	    h->db, h->mem, line->season.row, &here, &here_count);
	if (rc != OK)
		return rc;
	line->episodes =
	    mem_array(h->mem, struct episode, ids->count + here_count);
	line->count = 0;
	for (size_t i = 0; rc == OK && i < ids->count; i++)
		rc = add_named(line, here, here_count, ids->items[i]);
	for (size_t i = 0; rc == OK && i < here_count; i++) {
		if (find(line->episodes, line->count, &here[i].id) == NULL)
			line->episodes[line->count++] = here[i];
	}
	return rc;
}

static enum outcome
place(struct line *line, const struct episode *was, int64_t number)
{
	struct house *h = line->h;
	struct episode episode = *was;

	if (was->season_row == line->season.row && was->number == number)
		return db_episode_put(h->db, was->row, number);
	episode.season_row = line->season.row;
	episode.number = number;
	episode.updated_by = mem_text(h->mem, h->actor);
	return db_episode_update(h->db, &episode,
	    db_members(
		&episode_entity, "season_row", "number", "updated_by", NULL),
	    was->row);
}

static enum outcome
give_numbers(struct line *line)
{
	int64_t first = line->order->first_number;
	enum outcome rc;

	if (first == ABSENT)
		first = 1;
	if (first + (int64_t)line->count - 1 > EPISODE_NUMBER_MAX) {
		refuse_field(line->h->refusal, "first_number", "too_large",
		    "leaves too few numbers for the episodes");
		return refusal_outcome(line->h->refusal);
	}
	rc = db_episode_step_aside(line->h->db, line->season.row);
	for (size_t i = 0; rc == OK && i < line->count; i++)
		rc = place(line, &line->episodes[i], first + (int64_t)i);
	return rc;
}

static enum outcome
list_visible(struct line *line)
{
	struct house *h = line->h;
	size_t count, kept = 0;
	struct episode *all;
	enum outcome rc;

	rc = db_episode_lock_season(
	    h->db, h->mem, line->season.row, &all, &count);
	for (size_t i = 0; rc == OK && i < count; i++) {
		if (all[i].trashed_at.ms == ABSENT)
			all[kept++] = all[i];
	}
	*line->out = all;
	*line->out_count = kept;
	return rc;
}

/* The order as it was and as it is: ids by number. */
static struct json_object *
print_line(const struct episode *episodes, size_t count)
{
	struct json_object *line = json_object_new_array();
	struct json_object *json = json_object_new_object();

	for (size_t i = 0; i < count; i++) {
		struct json_object *one = json_object_new_object();

		json_object_object_add(
		    one, "id", json_object_new_string(episodes[i].id.text));
		json_object_object_add(
		    one, "number", json_object_new_int64(episodes[i].number));
		json_object_array_add(line, one);
	}
	json_object_object_add(json, "episodes", line);
	return json;
}

static enum outcome
note(struct line *line)
{
	return audit_note(line->h, "season.order", AUDIT_SEASON,
	    line->season_id->text, print_line(line->episodes, line->count),
	    print_line(*line->out, *line->out_count));
}

static enum outcome
reorder_unit(void *context)
{
	struct line *line = context;
	struct house *h = line->h;
	enum outcome rc;

	rc = db_season_lock(h->db, h->mem, line->season_id, &line->season);
	if (rc == OK)
		rc = title_expect(h, line->season.version, line->expected);
	if (rc == OK)
		rc = line_up(line);
	if (rc == OK)
		rc = give_numbers(line);
	line->season.updated_by = mem_text(h->mem, h->actor);
	if (rc == OK)
		rc = db_season_update(h->db, &line->season,
		    db_members(&season_entity, "updated_by", NULL),
		    line->season.row);
	if (rc == OK)
		rc = list_visible(line);
	return rc == OK ? note(line) : rc;
}

enum outcome
episode_reorder(struct house *h, const struct uuid *season_id, int64_t expected,
    const struct episode_order *order, struct episode **out, size_t *count)
{
	struct line line = { .h = h,
		.season_id = season_id,
		.expected = expected,
		.order = order,
		.out = out,
		.out_count = count };
	enum outcome rc = db_transact(h->db, reorder_unit, &line);

	if (rc == OK)
		log_info("season.reordered",
		    TEXT_PAIR("season", season_id->text),
		    TEXT_PAIR("actor", h->actor));
	return rc;
}
