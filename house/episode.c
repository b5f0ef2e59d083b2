/* Making, changing, moving, trashing and deleting episodes. */
#include "config.h"

#include "house/episode.h"

#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/token.h"
#include "house/audit.h"
#include "sql/season.h"

/* What is done to one episode, as the argument of its unit. */
struct deed {
	struct house *h;
	const struct uuid *id, *season_id;
	int64_t expected;
	const struct episode *change;
	field_set given;
	bool is_trashed;
	struct episode *out;
};

static bool
gives(field_set given, const char *name)
{
	return (given & db_members(&episode_entity, name, NULL)) != 0;
}

static enum outcome
unknown_season(struct house *h)
{
	refuse_field(
	    h->refusal, "season_id", "unknown", "is not the id of a season");
	return refusal_outcome(h->refusal);
}

static enum outcome
check_season(struct house *h, const struct uuid *season_id)
{
	struct season season;
	enum outcome rc = db_season_find(h->db, h->mem, season_id, &season);

	return rc == NOT_FOUND ? unknown_season(h) : rc;
}

enum outcome
episode_check(struct house *h, const struct episode *form, field_set given)
{
	enum outcome rc = OK;

	if (gives(given, "season_id"))
		rc = check_season(h, &form->season_id);
	if ((rc == OK || rc == INVALID) && gives(given, "media_file_id"))
		rc = title_check_media(h, &form->media_file_id);
	return rc == OK || rc == INVALID ? refusal_outcome(h->refusal) : rc;
}

/* The change as it is stored. */
static struct episode
settled(struct deed *deed)
{
	struct episode episode = *deed->change;
	void *mem = deed->h->mem;

	if (episode.title != NULL)
		episode.title = text_trim(mem, episode.title);
	episode.created_by = episode.updated_by = mem_text(mem, deed->h->actor);
	return episode;
}

/* The media file was looked at under its lock, so it is the number. */
static enum outcome
told(struct house *h, enum outcome rc)
{
	if (rc == CONFLICT)
		return refuse(h->refusal, CONFLICT, "number_taken",
		    "That season has an episode of this number already, "
		    "maybe in the trash.");
	return rc;
}

/*
 * Reads what has become of it, if anything has, and writes the book: how it
 * was (NULL: it was not) and how it is.  Nothing changed is nothing noted.
 */
static enum outcome
finish(struct deed *deed, const char *action, const struct episode *was)
{
	struct house *h = deed->h;
	enum outcome rc = OK;

	if (deed->out != NULL)
		rc = db_episode_find(h->db, h->mem, deed->id, deed->out);
	if (rc != OK || (was != NULL && deed->out != NULL &&
			    was->version == deed->out->version))
		return rc;
	return audit_note(h, action, AUDIT_EPISODE, deed->id->text,
	    was != NULL ? field_print(episode_fields, was) : NULL,
	    deed->out != NULL ? field_print(episode_fields, deed->out) : NULL);
}

static enum outcome
create_unit(void *context)
{
	struct deed *deed = context;
	struct house *h = deed->h;
	struct episode episode = settled(deed);
	struct season season;
	enum outcome rc;
	int64_t row;

	rc = db_season_lock(h->db, h->mem, deed->season_id, &season);
	if (rc == OK)
		rc = title_want_media(h, &episode.media_file_id,
		    MEDIA_TYPE_EPISODE, &episode.media_number);
	if (rc != OK)
		return rc;
	episode.season_row = season.row;
	rc = told(h, db_episode_insert(h->db, &episode,
			 deed->given | db_members(&episode_entity, "id",
					   "season_row", "media_number",
					   "created_by", "updated_by", NULL),
			 &row));
	return rc == OK ? finish(deed, "episode.create", NULL) : rc;
}

static enum outcome
done(struct deed *deed, const char *event, enum outcome rc)
{
	if (rc == OK)
		log_info(event, TEXT_PAIR("episode", deed->id->text),
		    TEXT_PAIR("actor", deed->h->actor));
	return rc;
}

enum outcome
episode_create(struct house *h, const struct uuid *season_id,
    struct episode *episode, field_set given)
{
	struct episode change = *episode;
	struct deed deed = { .h = h,
		.id = &change.id,
		.season_id = season_id,
		.change = &change,
		.given = given,
		.out = episode };

	change.id = uuid_new();
	return done(
	    &deed, "episode.created", db_transact(h->db, create_unit, &deed));
}

static enum outcome
lock(struct deed *deed, struct episode *episode)
{
	struct house *h = deed->h;
	enum outcome rc = db_episode_lock(h->db, h->mem, deed->id, episode);

	return rc == OK ? title_expect(h, episode->version, deed->expected)
			: rc;
}

/* Another media file is taken before the row is written, and the one it had
   let go after it: the keys between them allow no other order. */
static enum outcome
store(struct deed *deed, const struct episode *was, struct episode *episode)
{
	struct house *h = deed->h;
	bool is_exchanged =
	    gives(deed->given, "media_file_id") &&
	    strcmp(episode->media_file_id.text, was->media_file_id.text) != 0;
	enum outcome rc = OK;

	episode->media_number = was->media_number;
	if (is_exchanged)
		rc = title_want_media(h, &episode->media_file_id,
		    MEDIA_TYPE_EPISODE, &episode->media_number);
	if (rc == OK)
		rc = told(h,
		    db_episode_update(h->db, episode,
			deed->given | db_members(&episode_entity, "season_row",
					  "media_number", "updated_by", NULL),
			was->row));
	if (rc == OK && is_exchanged)
		rc = title_free_media(h, was->media_number);
	return rc;
}

static enum outcome
find_season(
    struct deed *deed, const struct episode *was, struct episode *episode)
{
	struct house *h = deed->h;
	struct season season;
	enum outcome rc;

	episode->season_row = was->season_row;
	if (!gives(deed->given, "season_id"))
		return OK;
	rc = db_season_lock(h->db, h->mem, &episode->season_id, &season);
	if (rc == NOT_FOUND)
		return unknown_season(h);
	episode->season_row = season.row;
	return rc;
}

static enum outcome
update_unit(void *context)
{
	struct deed *deed = context;
	struct episode was, episode;
	enum outcome rc = lock(deed, &was);

	if (rc == OK && deed->given != 0) {
		episode = settled(deed);
		rc = find_season(deed, &was, &episode);
		if (rc == OK)
			rc = store(deed, &was, &episode);
	}
	return rc == OK ? finish(deed, "episode.change", &was) : rc;
}

enum outcome
episode_update(struct house *h, const struct uuid *id, int64_t expected,
    const struct episode *change, field_set given, struct episode *out)
{
	struct deed deed = { .h = h,
		.id = id,
		.expected = expected,
		.change = change,
		.given = given,
		.out = out };

	return done(
	    &deed, "episode.changed", db_transact(h->db, update_unit, &deed));
}

static enum outcome
trash_unit(void *context)
{
	struct deed *deed = context;
	struct house *h = deed->h;
	struct episode was;
	enum outcome rc = lock(deed, &was);

	if (rc == OK && (was.trashed_at.ms != ABSENT) != deed->is_trashed)
		rc = db_episode_set_trashed(
		    h->db, was.row, deed->is_trashed, h->actor);
	return rc == OK
		   ? finish(deed,
			 deed->is_trashed ? "episode.trash" : "episode.restore",
			 &was)
		   : rc;
}

enum outcome
episode_set_trashed(struct house *h, const struct uuid *id, int64_t expected,
    bool is_trashed, struct episode *out)
{
	struct deed deed = { .h = h,
		.id = id,
		.expected = expected,
		.is_trashed = is_trashed,
		.out = out };

	return done(&deed, is_trashed ? "episode.trashed" : "episode.restored",
	    db_transact(h->db, trash_unit, &deed));
}

static enum outcome
delete_unit(void *context)
{
	struct deed *deed = context;
	struct episode was;
	enum outcome rc = lock(deed, &was);

	if (rc == OK)
		rc = db_episode_delete(deed->h->db, was.row);
	if (rc == OK)
		rc = title_free_media(deed->h, was.media_number);
	return rc == OK ? finish(deed, "episode.delete", &was) : rc;
}

enum outcome
episode_delete(struct house *h, const struct uuid *id, int64_t expected)
{
	struct deed deed = { .h = h, .id = id, .expected = expected };

	return done(
	    &deed, "episode.deleted", db_transact(h->db, delete_unit, &deed));
}
