/* Making, changing and deleting seasons. */
#include "config.h"

#include "house/season.h"

#include <inttypes.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/token.h"
#include "house/audit.h"
#include "sql/episode.h"
#include "sql/series.h"

/* What is done to one season, as the argument of its unit. */
struct deed {
	struct house *h;
	const struct uuid *id, *series_id;
	int64_t expected;
	const struct season *change;
	field_set given;
	struct season *out;
};

static enum outcome
told(struct house *h, const struct season *season, enum outcome rc)
{
	if (rc == CONFLICT)
		return refuse(h->refusal, CONFLICT, "number_taken",
		    "This series has a season %" PRId64 " already.",
		    season->number);
	return rc;
}

/* The change as it is stored. */
static struct season
settled(struct deed *deed)
{
	struct season season = *deed->change;
	void *mem = deed->h->mem;

	if (season.title != NULL)
		season.title = text_trim(mem, season.title);
	season.created_by = season.updated_by = mem_text(mem, deed->h->actor);
	return season;
}

/*
 * Reads what has become of it, if anything has, and writes the book: how it
 * was (NULL: it was not) and how it is.  Nothing changed is nothing noted.
 */
static enum outcome
finish(struct deed *deed, const char *action, const struct season *was)
{
	struct house *h = deed->h;
	enum outcome rc = OK;

	if (deed->out != NULL)
		rc = db_season_find(h->db, h->mem, deed->id, deed->out);
	if (rc != OK || (was != NULL && deed->out != NULL &&
			    was->version == deed->out->version))
		return rc;
	return audit_note(h, action, AUDIT_SEASON, deed->id->text,
	    was != NULL ? field_print(season_fields, was) : NULL,
	    deed->out != NULL ? field_print(season_fields, deed->out) : NULL);
}

static enum outcome
create_unit(void *context)
{
	struct deed *deed = context;
	struct house *h = deed->h;
	struct season season = settled(deed);
	struct series series;
	enum outcome rc;
	int64_t row;

	rc = db_series_lock(h->db, h->mem, deed->series_id, &series);
	if (rc != OK)
		return rc;
	season.series_row = series.number;
	rc = db_season_insert(h->db, &season,
	    deed->given | db_members(&season_entity, "id", "series_row",
			      "created_by", "updated_by", NULL),
	    &row);
	if (rc != OK)
		return told(h, &season, rc);
	return finish(deed, "season.create", NULL);
}

static enum outcome
done(struct deed *deed, const char *event, enum outcome rc)
{
	if (rc == OK)
		log_info(event, TEXT_PAIR("season", deed->id->text),
		    TEXT_PAIR("actor", deed->h->actor));
	return rc;
}

enum outcome
season_create(struct house *h, const struct uuid *series_id,
    struct season *season, field_set given)
{
	struct season change = *season;
	struct deed deed = { .h = h,
		.id = &change.id,
		.series_id = series_id,
		.change = &change,
		.given = given,
		.out = season };

	change.id = uuid_new();
	return done(
	    &deed, "season.created", db_transact(h->db, create_unit, &deed));
}

static enum outcome
lock(struct deed *deed, struct season *season)
{
	struct house *h = deed->h;
	enum outcome rc = db_season_lock(h->db, h->mem, deed->id, season);

	return rc == OK ? title_expect(h, season->version, deed->expected) : rc;
}

static enum outcome
update_unit(void *context)
{
	struct deed *deed = context;
	struct house *h = deed->h;
	struct season was, season;
	enum outcome rc = lock(deed, &was);

	if (rc == OK && deed->given != 0) {
		season = settled(deed);
		rc = told(h, &season,
		    db_season_update(h->db, &season,
			deed->given |
			    db_members(&season_entity, "updated_by", NULL),
			was.row));
	}
	return rc == OK ? finish(deed, "season.change", &was) : rc;
}

enum outcome
season_update(struct house *h, const struct uuid *id, int64_t expected,
    const struct season *change, field_set given, struct season *out)
{
	struct deed deed = { .h = h,
		.id = id,
		.expected = expected,
		.change = change,
		.given = given,
		.out = out };

	return done(
	    &deed, "season.changed", db_transact(h->db, update_unit, &deed));
}

static enum outcome
delete_unit(void *context)
{
	struct deed *deed = context;
	struct house *h = deed->h;
	int64_t *media_numbers;
	struct season was;
	enum outcome rc = lock(deed, &was);
	size_t count;

	if (rc == OK)
		rc = db_episode_media_of_season(
		    h->db, h->mem, was.row, &media_numbers, &count);
	if (rc == OK)
		rc = db_season_delete(h->db, was.row);
	if (rc == OK)
		rc = title_free_all_media(h, media_numbers, count);
	return rc == OK ? finish(deed, "season.delete", &was) : rc;
}

enum outcome
season_delete(struct house *h, const struct uuid *id, int64_t expected)
{
	struct deed deed = { .h = h, .id = id, .expected = expected };

	return done(
	    &deed, "season.deleted", db_transact(h->db, delete_unit, &deed));
}
