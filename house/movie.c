/* Making, changing, trashing and deleting movies. */
#include "config.h"

#include "house/movie.h"

#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/token.h"
#include "house/audit.h"
#include "house/poster.h"
#include "sql/genre.h"

/* What is done to one movie, as the argument of its unit. */
struct deed {
	struct house *h;
	const struct uuid *id;
	int64_t expected;
	const struct movie *change;
	field_set given;
	bool is_trashed;
	struct movie *out;
};

static bool
gives(field_set given, const char *name)
{
	return (given & db_members(&movie_entity, name, NULL)) != 0;
}

enum outcome
movie_check(struct house *h, const struct movie *form, field_set given)
{
	return gives(given, "media_file_id")
		   ? title_check_media(h, &form->media_file_id)
		   : refusal_outcome(h->refusal);
}

/* The change as it is stored beside `was` (NULL: a new movie). */
static struct movie
settled(struct deed *deed, const struct movie *was)
{
	struct movie movie = *deed->change;
	struct title_names names = {
		.title = &movie.title,
		.sort_title = &movie.sort_title,
		.has_title = gives(deed->given, "title"),
		.has_sort = gives(deed->given, "sort_title"),
		.was = was != NULL ? was->title : NULL,
		.was_sorted = was != NULL ? was->sort_title : NULL,
	};

	title_name(deed->h, &names);
	movie.created_by = movie.updated_by =
	    mem_text(deed->h->mem, deed->h->actor);
	return movie;
}

/* CONFLICT here is a media file that somebody took in the meantime. */
static enum outcome
told(struct house *h, enum outcome rc)
{
	if (rc == CONFLICT)
		return refuse(h->refusal, CONFLICT, "media_in_use",
		    "Another title already uses this media file.");
	return rc;
}

static enum outcome
set_genres(struct deed *deed, int64_t number)
{
	if (!gives(deed->given, "genres"))
		return OK;
	return db_genre_set(
	    deed->h->db, GENRE_OF_MOVIE, number, &deed->change->genres);
}

/*
 * Reads what has become of it, if anything has, and writes the book: how it
 * was (NULL: it was not) and how it is.  Nothing changed is nothing noted.
 */
static enum outcome
finish(struct deed *deed, const char *action, const struct movie *was)
{
	struct house *h = deed->h;
	enum outcome rc = OK;

	if (deed->out != NULL)
		rc = db_movie_find(h->db, h->mem, deed->id, deed->out);
	if (rc != OK || (was != NULL && deed->out != NULL &&
			    was->version == deed->out->version))
		return rc;
	return audit_note(h, action, AUDIT_MOVIE, deed->id->text,
	    was != NULL ? field_print(movie_fields, was) : NULL,
	    deed->out != NULL ? field_print(movie_fields, deed->out) : NULL);
}

static enum outcome
create_unit(void *context)
{
	struct deed *deed = context;
	struct house *h = deed->h;
	struct movie movie = settled(deed, NULL);
	enum outcome rc;
	int64_t number;

	rc = title_want_media(
	    h, &movie.media_file_id, MEDIA_TYPE_MOVIE, &movie.media_number);
	if (rc == OK)
		rc = told(
		    h, db_movie_insert(h->db, &movie,
			   deed->given | db_members(&movie_entity, "id",
					     "sort_title", "media_number",
					     "created_by", "updated_by", NULL),
			   &number));
	if (rc == OK)
		rc = set_genres(deed, number);
	return rc == OK ? finish(deed, "movie.create", NULL) : rc;
}

static enum outcome
done(struct deed *deed, const char *event, enum outcome rc)
{
	if (rc == OK)
		log_info(event, TEXT_PAIR("movie", deed->id->text),
		    TEXT_PAIR("actor", deed->h->actor));
	return rc;
}

enum outcome
movie_create(struct house *h, struct movie *movie, field_set given)
{
	struct movie change = *movie;
	struct deed deed = { .h = h,
		.id = &change.id,
		.change = &change,
		.given = given | db_members(&movie_entity, "title", NULL),
		.out = movie };

	change.id = uuid_new();
	return done(
	    &deed, "movie.created", db_transact(h->db, create_unit, &deed));
}

static enum outcome
lock(struct deed *deed, struct movie *movie)
{
	struct house *h = deed->h;
	enum outcome rc = db_movie_lock(h->db, h->mem, deed->id, movie);

	return rc == OK ? title_expect(h, movie->version, deed->expected) : rc;
}

/* Another media file is taken before the row is written, and the one it had
   let go after it: the keys between them allow no other order. */
static enum outcome
store(struct deed *deed, const struct movie *was, struct movie *movie)
{
	struct house *h = deed->h;
	bool is_exchanged =
	    gives(deed->given, "media_file_id") &&
	    strcmp(movie->media_file_id.text, was->media_file_id.text) != 0;
	enum outcome rc = OK;

	movie->media_number = was->media_number;
	if (is_exchanged)
		rc = title_want_media(h, &movie->media_file_id,
		    MEDIA_TYPE_MOVIE, &movie->media_number);
	if (rc == OK)
		rc = told(h,
		    db_movie_update(h->db, movie,
			deed->given | db_members(&movie_entity, "sort_title",
					  "media_number", "updated_by", NULL),
			was->number));
	if (rc == OK && is_exchanged)
		rc = title_free_media(h, was->media_number);
	return rc;
}

static enum outcome
update_unit(void *context)
{
	struct deed *deed = context;
	struct movie was, movie;
	enum outcome rc = lock(deed, &was);

	if (rc == OK && deed->given != 0) {
		movie = settled(deed, &was);
		rc = store(deed, &was, &movie);
		if (rc == OK)
			rc = set_genres(deed, was.number);
	}
	return rc == OK ? finish(deed, "movie.change", &was) : rc;
}

enum outcome
movie_update(struct house *h, const struct uuid *id, int64_t expected,
    const struct movie *change, field_set given, struct movie *out)
{
	struct deed deed = { .h = h,
		.id = id,
		.expected = expected,
		.change = change,
		.given = given,
		.out = out };

	return done(
	    &deed, "movie.changed", db_transact(h->db, update_unit, &deed));
}

static enum outcome
trash_unit(void *context)
{
	struct deed *deed = context;
	struct house *h = deed->h;
	struct movie was;
	enum outcome rc = lock(deed, &was);

	if (rc == OK && (was.trashed_at.ms != ABSENT) != deed->is_trashed)
		rc = db_movie_set_trashed(
		    h->db, was.number, deed->is_trashed, h->actor);
	return rc == OK
		   ? finish(deed,
			 deed->is_trashed ? "movie.trash" : "movie.restore",
			 &was)
		   : rc;
}

enum outcome
movie_set_trashed(struct house *h, const struct uuid *id, int64_t expected,
    bool is_trashed, struct movie *out)
{
	struct deed deed = { .h = h,
		.id = id,
		.expected = expected,
		.is_trashed = is_trashed,
		.out = out };

	return done(&deed, is_trashed ? "movie.trashed" : "movie.restored",
	    db_transact(h->db, trash_unit, &deed));
}

static enum outcome
delete_unit(void *context)
{
	struct deed *deed = context;
	struct movie was;
	enum outcome rc = lock(deed, &was);

	if (rc == OK)
		rc = poster_give_up(deed->h, POSTER_OF_MOVIE, was.number,
		    &was.id, was.poster_number);
	if (rc == OK)
		rc = db_movie_delete(deed->h->db, was.number);
	if (rc == OK)
		rc = title_free_media(deed->h, was.media_number);
	return rc == OK ? finish(deed, "movie.delete", &was) : rc;
}

enum outcome
movie_delete(struct house *h, const struct uuid *id, int64_t expected)
{
	struct deed deed = { .h = h, .id = id, .expected = expected };

	return done(
	    &deed, "movie.deleted", db_transact(h->db, delete_unit, &deed));
}
