/* Series over HTTP. */
#include "config.h"

#include "house/series.h"

#include <inttypes.h>

#include "base/mem.h"
#include "fcgi/body.h"
#include "fcgi/handlers.h"
#include "fcgi/list.h"
#include "fcgi/response.h"
#include "sql/episode.h"
#include "sql/season.h"

static struct json_object *
print(struct request *rq, struct response *rs, const struct series *series)
{
	response_version(rs, mem_printf(rq->mem, "%" PRId64, series->version));
	return field_print(series_fields, series);
}

static enum outcome
answer(struct request *rq, struct response *rs, enum outcome rc,
    const struct series *series)
{
	return rc == OK ? response_json(rs, print(rq, rs, series)) : rc;
}

enum outcome
series_list(struct request *rq, struct response *rs)
{
	return list_answer(rq, rs, &series_listing);
}

enum outcome
series_add(struct request *rq, struct response *rs)
{
	struct series series;
	field_set given;
	enum outcome rc;

	rc = request_json(rq, series_fields, true, &series, &given);
	if (rc == OK)
		rc = series_create(rq->house, &series, given);
	if (rc != OK)
		return rc;
	return response_created(rs,
	    mem_printf(rq->mem, "/api/v1/series/%s", series.id.text),
	    print(rq, rs, &series));
}

/* A series with its seasons, and each with its episodes. */
struct whole {
	struct series series;
	struct season *seasons;
	size_t season_count;
	struct episode *episodes; /* of all seasons, in their order */
	size_t episode_count;
};

static enum outcome
read_whole(struct request *rq, struct whole *whole)
{
	struct db *db = rq->house->db;
	int64_t number = whole->series.number;
	enum outcome rc;

	rc = db_season_list(
	    db, rq->mem, number, &whole->seasons, &whole->season_count);
	if (rc != OK)
		return rc;
	return db_episode_list(
	    db, rq->mem, number, &whole->episodes, &whole->episode_count);
}

static struct json_object *
print_episodes(const struct whole *whole, int64_t season_row)
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; i < whole->episode_count; i++) {
		if (whole->episodes[i].season_row == season_row)
			json_object_array_add(array,
			    field_print(episode_fields, &whole->episodes[i]));
	}
	return array;
}

/* Without an entity tag: the version of a series is not that of its parts. */
static struct json_object *
print_whole(const struct whole *whole)
{
	struct json_object *object = field_print(series_fields, &whole->series);
	struct json_object *seasons = json_object_new_array();

	for (size_t i = 0; i < whole->season_count; i++) {
		const struct season *season = &whole->seasons[i];
		struct json_object *part = field_print(season_fields, season);

		json_object_object_add(
		    part, "episodes", print_episodes(whole, season->row));
		json_object_array_add(seasons, part);
	}
	json_object_object_add(object, "seasons", seasons);
	return object;
}

enum outcome
series_show(struct request *rq, struct response *rs)
{
	static const char *const parts[] = { "seasons", NULL };
	struct whole whole;
	enum outcome rc;
	int part;

	part = query_word(&rq->query, "expand", parts, -1, rq->refusal);
	rc = refusal_outcome(rq->refusal);
	if (rc == OK)
		rc = db_series_find(
		    rq->house->db, rq->mem, &rq->uuid, &whole.series);
	if (rc != OK || part < 0)
		return answer(rq, rs, rc, &whole.series);
	rc = read_whole(rq, &whole);
	return rc == OK ? response_json(rs, print_whole(&whole)) : rc;
}

/* The series, if If-Match is content with it, and what version must be there
   when it comes to the change. */
static enum outcome
find(struct request *rq, struct series *series, int64_t *expected)
{
	enum outcome rc;

	rc = db_series_find(rq->house->db, rq->mem, &rq->uuid, series);
	return rc == OK ? request_expected(rq, series->version, expected) : rc;
}

enum outcome
series_change(struct request *rq, struct response *rs)
{
	struct series change, series;
	int64_t expected;
	field_set given;
	enum outcome rc;

	field_clear(series_fields, &change);
	rc = find(rq, &series, &expected);
	if (rc == OK)
		rc = request_json(rq, series_fields, false, &change, &given);
	if (rc == OK)
		rc = series_update(
		    rq->house, &rq->uuid, expected, &change, given, &series);
	return answer(rq, rs, rc, &series);
}

enum outcome
series_remove(struct request *rq, struct response *rs)
{
	struct series series;
	int64_t expected;
	enum outcome rc = find(rq, &series, &expected);

	if (rc == OK)
		rc = series_delete(rq->house, &rq->uuid, expected);
	return rc == OK ? response_none(rs) : rc;
}

static enum outcome
set_trashed(struct request *rq, struct response *rs, bool is_trashed)
{
	struct series series;
	int64_t expected;
	enum outcome rc = find(rq, &series, &expected);

	if (rc == OK)
		rc = series_set_trashed(
		    rq->house, &rq->uuid, expected, is_trashed, &series);
	return answer(rq, rs, rc, &series);
}

enum outcome
series_trash(struct request *rq, struct response *rs)
{
	return set_trashed(rq, rs, true);
}

enum outcome
series_restore(struct request *rq, struct response *rs)
{
	return set_trashed(rq, rs, false);
}
