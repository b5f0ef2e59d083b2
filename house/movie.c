/* Creating movies and attaching their media. */
#include "config.h"

#include "house/movie.h"

#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/token.h"
#include "house/audit.h"
#include "house/title.h"
#include "sql/media.h"

struct creation {
	struct house *h;
	struct movie *movie;
	field_set given;
};

static enum outcome
create_unit(void *context)
{
	struct creation *creation = context;
	struct house *h = creation->h;
	struct movie *movie = creation->movie;
	int64_t number, media_number;
	enum outcome rc;

	rc = db_movie_insert(h->db, movie, creation->given, &number);
	if (rc == OK && movie->media_file_id.text[0] != '\0') {
		rc = title_take_media(
		    h, &movie->media_file_id, MEDIA_TYPE_MOVIE, &media_number);
		if (rc == OK)
			rc = db_movie_set_media(h->db, number, media_number);
	}
	if (rc == OK)
		rc = db_movie_find(h->db, h->mem, &movie->id, movie);
	if (rc == OK)
		rc = audit_note(h, "movie.create", AUDIT_MOVIE, movie->id.text,
		    NULL, field_print(movie_fields, movie));
	return rc;
}

enum outcome
movie_create(struct house *h, struct movie *movie, field_set given)
{
	struct creation creation = { h, movie, given };
	enum outcome rc;

	movie->id = uuid_new();
	movie->title = text_trim(h->mem, movie->title);
	if (movie->sort_title == NULL)
		movie->sort_title = movie->title;
	creation.given |=
	    db_members(&movie_entity, "id", "title", "sort_title", NULL);
	rc = db_transact(h->db, create_unit, &creation);
	if (rc == OK)
		log_info("movie.created", TEXT_PAIR("movie", movie->id.text),
		    TEXT_PAIR("actor", h->actor));
	return rc;
}
