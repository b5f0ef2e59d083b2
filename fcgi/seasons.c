/* Seasons over HTTP. */
#include "config.h"

#include "house/season.h"

#include <inttypes.h>

#include "base/mem.h"
#include "fcgi/body.h"
#include "fcgi/handlers.h"
#include "fcgi/list.h"
#include "fcgi/response.h"
#include "sql/series.h"

static struct json_object *
print(struct request *rq, struct response *rs, const struct season *season)
{
	response_version(rs, mem_printf(rq->mem, "%" PRId64, season->version));
	return field_print(season_fields, season);
}

static enum outcome
answer(struct request *rq, struct response *rs, enum outcome rc,
    const struct season *season)
{
	return rc == OK ? response_json(rs, print(rq, rs, season)) : rc;
}

static enum outcome
find_parent(struct request *rq, struct series *series)
{
	return db_series_find(rq->house->db, rq->mem, &rq->uuid, series);
}

enum outcome
seasons_list(struct request *rq, struct response *rs)
{
	struct page_filter within = { .condition = "n.series_id = ?" };
	struct series series;
	enum outcome rc = find_parent(rq, &series);

	if (rc != OK)
		return rc;
	within.value = db_of_number(series.number);
	return list_answer_within(rq, rs, &season_listing, &within);
}

enum outcome
seasons_create(struct request *rq, struct response *rs)
{
	struct series series;
	struct season season;
	field_set given;
	enum outcome rc;

	rc = find_parent(rq, &series);
	if (rc == OK)
		rc = request_json(rq, season_fields, true, &season, &given);
	if (rc == OK)
		rc = season_create(rq->house, &rq->uuid, &season, given);
	if (rc != OK)
		return rc;
	return response_created(rs,
	    mem_printf(rq->mem, "/api/v1/seasons/%s", season.id.text),
	    print(rq, rs, &season));
}

enum outcome
seasons_show(struct request *rq, struct response *rs)
{
	struct season season;
	enum outcome rc;

	rc = db_season_find(rq->house->db, rq->mem, &rq->uuid, &season);
	return answer(rq, rs, rc, &season);
}

/* The season, if If-Match is content with it, and what version must be there
   when it comes to the change. */
static enum outcome
find(struct request *rq, struct season *season, int64_t *expected)
{
	enum outcome rc;

	rc = db_season_find(rq->house->db, rq->mem, &rq->uuid, season);
	return rc == OK ? request_expected(rq, season->version, expected) : rc;
}

enum outcome
seasons_change(struct request *rq, struct response *rs)
{
	struct season change, season;
	int64_t expected;
	field_set given;
	enum outcome rc;

	field_clear(season_fields, &change);
	rc = find(rq, &season, &expected);
	if (rc == OK)
		rc = request_json(rq, season_fields, false, &change, &given);
	if (rc == OK)
		rc = season_update(
		    rq->house, &rq->uuid, expected, &change, given, &season);
	return answer(rq, rs, rc, &season);
}

enum outcome
seasons_delete(struct request *rq, struct response *rs)
{
	struct season season;
	int64_t expected;
	enum outcome rc = find(rq, &season, &expected);

	if (rc == OK)
		rc = season_delete(rq->house, &rq->uuid, expected);
	return rc == OK ? response_none(rs) : rc;
}
