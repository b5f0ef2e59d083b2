/* Episodes over HTTP. */
#include "config.h"

#include "house/episode.h"

#include <inttypes.h>

#include "base/mem.h"
#include "fcgi/body.h"
#include "fcgi/handlers.h"
#include "fcgi/list.h"
#include "fcgi/response.h"
#include "sql/season.h"

static struct json_object *
print(struct request *rq, struct response *rs, const struct episode *episode)
{
	response_version(rs, mem_printf(rq->mem, "%" PRId64, episode->version));
	return field_print(episode_fields, episode);
}

static enum outcome
answer(struct request *rq, struct response *rs, enum outcome rc,
    const struct episode *episode)
{
	return rc == OK ? response_json(rs, print(rq, rs, episode)) : rc;
}

static enum outcome
find_parent(struct request *rq, struct season *season)
{
	return db_season_find(rq->house->db, rq->mem, &rq->uuid, season);
}

enum outcome
episodes_list(struct request *rq, struct response *rs)
{
	struct page_filter within = { .condition = "e.season_id = ?" };
	struct season season;
	enum outcome rc = find_parent(rq, &season);

	if (rc != OK)
		return rc;
	within.value = db_of_number(season.row);
	return list_answer_within(rq, rs, &episode_listing, &within);
}

static enum outcome
check(struct request *rq, const void *form, field_set sound)
{
	return episode_check(rq->house, form, sound);
}

/* Of a new one, whose season is that of the path. */
static enum outcome
check_new(struct request *rq, const void *form, field_set sound)
{
	const field_set season = db_members(&episode_entity, "season_id", NULL);

	if ((sound & season) != 0)
		refuse_field(rq->refusal, "season_id", "unknown",
		    "stands in the path here");
	return check(rq, form, sound & ~season);
}

enum outcome
episodes_create(struct request *rq, struct response *rs)
{
	struct season season;
	struct episode episode;
	field_set given = 0;
	enum outcome rc;

	rc = find_parent(rq, &season);
	if (rc == OK)
		rc = request_form(
		    rq, episode_fields, true, &episode, &given, check_new);
	if (rc == OK)
		rc = episode_create(rq->house, &rq->uuid, &episode, given);
	if (rc != OK)
		return rc;
	return response_created(rs,
	    mem_printf(rq->mem, "/api/v1/episodes/%s", episode.id.text),
	    print(rq, rs, &episode));
}

enum outcome
episodes_show(struct request *rq, struct response *rs)
{
	struct episode episode;
	enum outcome rc;

	rc = db_episode_find(rq->house->db, rq->mem, &rq->uuid, &episode);
	return answer(rq, rs, rc, &episode);
}

/* The episode, if If-Match is content with it, and what version must be there
   when it comes to the change. */
static enum outcome
find(struct request *rq, struct episode *episode, int64_t *expected)
{
	enum outcome rc;

	rc = db_episode_find(rq->house->db, rq->mem, &rq->uuid, episode);
	return rc == OK ? request_expected(rq, episode->version, expected) : rc;
}

enum outcome
episodes_change(struct request *rq, struct response *rs)
{
	struct episode change, episode;
	int64_t expected;
	field_set given;
	enum outcome rc;

	field_clear(episode_fields, &change);
	rc = find(rq, &episode, &expected);
	if (rc == OK)
		rc = request_form(
		    rq, episode_fields, false, &change, &given, check);
	if (rc == OK)
		rc = episode_update(
		    rq->house, &rq->uuid, expected, &change, given, &episode);
	return answer(rq, rs, rc, &episode);
}

enum outcome
episodes_delete(struct request *rq, struct response *rs)
{
	struct episode episode;
	int64_t expected;
	enum outcome rc = find(rq, &episode, &expected);

	if (rc == OK)
		rc = episode_delete(rq->house, &rq->uuid, expected);
	return rc == OK ? response_none(rs) : rc;
}

static enum outcome
set_trashed(struct request *rq, struct response *rs, bool is_trashed)
{
	struct episode episode;
	int64_t expected;
	enum outcome rc = find(rq, &episode, &expected);

	if (rc == OK)
		rc = episode_set_trashed(
		    rq->house, &rq->uuid, expected, is_trashed, &episode);
	return answer(rq, rs, rc, &episode);
}

enum outcome
episodes_trash(struct request *rq, struct response *rs)
{
	return set_trashed(rq, rs, true);
}

enum outcome
episodes_restore(struct request *rq, struct response *rs)
{
	return set_trashed(rq, rs, false);
}

static enum outcome
check_order(struct request *rq, const void *order, field_set sound)
{
	const field_set ids =
	    (field_set)1 << (field_find(episode_order_fields, "episode_ids") -
			     episode_order_fields);

	return (sound & ids) != 0 ? episode_order_check(rq->house, order)
				  : refusal_outcome(rq->refusal);
}

/* The whole season in its new order, as one page. */
enum outcome
episodes_order(struct request *rq, struct response *rs)
{
	struct episode_order order;
	struct episode *episodes;
	struct season season;
	int64_t expected;
	field_set given;
	enum outcome rc;
	size_t count;

	rc = find_parent(rq, &season);
	if (rc == OK)
		rc = request_expected(rq, season.version, &expected);
	if (rc == OK)
		rc = request_form(rq, episode_order_fields, true, &order,
		    &given, check_order);
	if (rc == OK)
		rc = episode_reorder(
		    rq->house, &rq->uuid, expected, &order, &episodes, &count);
	if (rc != OK)
		return rc;
	return response_json(
	    rs, list_page(field_print_rows(episode_fields, episodes,
			      sizeof(*episodes), count),
		    NULL));
}
