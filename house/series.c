/* Making, changing, trashing and deleting series. */
#include "config.h"

#include "house/series.h"

#include "base/log.h"
#include "base/mem.h"
#include "base/token.h"
#include "house/audit.h"
#include "house/poster.h"
#include "sql/episode.h"
#include "sql/genre.h"

/* What is done to one series, as the argument of its unit. */
struct deed {
	struct house *h;
	const struct uuid *id;
	int64_t expected;
	const struct series *change;
	field_set given;
	bool is_trashed;
	struct series *out;
};

static bool
gives(field_set given, const char *name)
{
	return (given & db_members(&series_entity, name, NULL)) != 0;
}

/* The change as it is stored beside `was` (NULL: a new one). */
static struct series
settled(struct deed *deed, const struct series *was)
{
	struct series series = *deed->change;
	struct title_names names = {
		.title = &series.title,
		.sort_title = &series.sort_title,
		.has_title = gives(deed->given, "title"),
		.has_sort = gives(deed->given, "sort_title"),
		.was = was != NULL ? was->title : NULL,
		.was_sorted = was != NULL ? was->sort_title : NULL,
	};

	title_name(deed->h, &names);
	series.created_by = series.updated_by =
	    mem_text(deed->h->mem, deed->h->actor);
	return series;
}

static enum outcome
set_genres(struct deed *deed, int64_t number)
{
	if (!gives(deed->given, "genres"))
		return OK;
	return db_genre_set(
	    deed->h->db, GENRE_OF_SERIES, number, &deed->change->genres);
}

/*
 * Reads what has become of it, if anything has, and writes the book: how it
 * was (NULL: it was not) and how it is.  Nothing changed is nothing noted.
 */
static enum outcome
finish(struct deed *deed, const char *action, const struct series *was)
{
	struct house *h = deed->h;
	enum outcome rc = OK;

	if (deed->out != NULL)
		rc = db_series_find(h->db, h->mem, deed->id, deed->out);
	if (rc != OK || (was != NULL && deed->out != NULL &&
			    was->version == deed->out->version))
		return rc;
	return audit_note(h, action, AUDIT_SERIES, deed->id->text,
	    was != NULL ? field_print(series_fields, was) : NULL,
	    deed->out != NULL ? field_print(series_fields, deed->out) : NULL);
}

static enum outcome
create_unit(void *context)
{
	struct deed *deed = context;
	struct house *h = deed->h;
	struct series series = settled(deed, NULL);
	enum outcome rc;
	int64_t number;

	rc = db_series_insert(h->db, &series,
	    deed->given | db_members(&series_entity, "id", "sort_title",
			      "created_by", "updated_by", NULL),
	    &number);
	if (rc == OK)
		rc = set_genres(deed, number);
	return rc == OK ? finish(deed, "series.create", NULL) : rc;
}

static enum outcome
done(struct deed *deed, const char *event, enum outcome rc)
{
	if (rc == OK)
		log_info(event, TEXT_PAIR("series", deed->id->text),
		    TEXT_PAIR("actor", deed->h->actor));
	return rc;
}

enum outcome
series_create(struct house *h, struct series *series, field_set given)
{
	struct series change = *series;
	struct deed deed = { .h = h,
		.id = &change.id,
		.change = &change,
		.given = given | db_members(&series_entity, "title", NULL),
		.out = series };

	change.id = uuid_new();
	return done(
	    &deed, "series.created", db_transact(h->db, create_unit, &deed));
}

static enum outcome
lock(struct deed *deed, struct series *series)
{
	struct house *h = deed->h;
	enum outcome rc = db_series_lock(h->db, h->mem, deed->id, series);

	return rc == OK ? title_expect(h, series->version, deed->expected) : rc;
}

static enum outcome
update_unit(void *context)
{
	struct deed *deed = context;
	struct house *h = deed->h;
	struct series was, series;
	enum outcome rc = lock(deed, &was);

	if (rc == OK && deed->given != 0) {
		series = settled(deed, &was);
		rc = db_series_update(h->db, &series,
		    deed->given | db_members(&series_entity, "sort_title",
				      "updated_by", NULL),
		    was.number);
		if (rc == OK)
			rc = set_genres(deed, was.number);
	}
	return rc == OK ? finish(deed, "series.change", &was) : rc;
}

enum outcome
series_update(struct house *h, const struct uuid *id, int64_t expected,
    const struct series *change, field_set given, struct series *out)
{
	struct deed deed = { .h = h,
		.id = id,
		.expected = expected,
		.change = change,
		.given = given,
		.out = out };

	return done(
	    &deed, "series.changed", db_transact(h->db, update_unit, &deed));
}

static enum outcome
trash_unit(void *context)
{
	struct deed *deed = context;
	struct house *h = deed->h;
	struct series was;
	enum outcome rc = lock(deed, &was);

	if (rc == OK && (was.trashed_at.ms != ABSENT) != deed->is_trashed)
		rc = db_series_set_trashed(
		    h->db, was.number, deed->is_trashed, h->actor);
	return rc == OK
		   ? finish(deed,
			 deed->is_trashed ? "series.trash" : "series.restore",
			 &was)
		   : rc;
}

enum outcome
series_set_trashed(struct house *h, const struct uuid *id, int64_t expected,
    bool is_trashed, struct series *out)
{
	struct deed deed = { .h = h,
		.id = id,
		.expected = expected,
		.is_trashed = is_trashed,
		.out = out };

	return done(&deed, is_trashed ? "series.trashed" : "series.restored",
	    db_transact(h->db, trash_unit, &deed));
}

static enum outcome
delete_unit(void *context)
{
	struct deed *deed = context;
	struct house *h = deed->h;
	int64_t *media_numbers;
	struct series was;
	enum outcome rc = lock(deed, &was);
	size_t count;

	if (rc == OK)
		rc = db_episode_media_of_series(
		    h->db, h->mem, was.number, &media_numbers, &count);
	if (rc == OK)
		rc = poster_give_up(h, POSTER_OF_SERIES, was.number, &was.id,
		    was.poster_number);
	if (rc == OK)
		rc = db_series_delete(h->db, was.number);
	if (rc == OK)
		rc = title_free_all_media(h, media_numbers, count);
	return rc == OK ? finish(deed, "series.delete", &was) : rc;
}

enum outcome
series_delete(struct house *h, const struct uuid *id, int64_t expected)
{
	struct deed deed = { .h = h, .id = id, .expected = expected };

	return done(
	    &deed, "series.deleted", db_transact(h->db, delete_unit, &deed));
}
