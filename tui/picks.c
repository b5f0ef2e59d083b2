/* What the lines of forms are picked from: films that nobody uses, genres that
   there are, the seasons of a series. */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "sql/episode.h"
#include "sql/genre.h"
#include "sql/glance.h"
#include "sql/season.h"
#include "tui/measure.h"
#include "tui/media_do.h"
#include "tui/picks.h"

#define SHOWN 60

static void
narrow(struct house *h, struct page *page, const struct page_listing *listing,
    const char *name, const char *value)
{
	page_narrow(page, h->mem, page_criterion_find(listing, name), value,
	    h->refusal);
}

static enum outcome
find_media(struct house *h, const struct form_about *about, const char *words,
    struct form_choice **out, size_t *count)
{
	const struct page_listing *listing = &media_glance_listing;
	struct page page = { .limit = SHOWN };
	struct media_glance *files;
	enum outcome rc;
	char *next;

	(void)about;
	narrow(h, &page, listing, "status", "READY");
	narrow(h, &page, listing, "unused", "true");
	if (words[0] != '\0')
		narrow(h, &page, listing, "q", words);
	rc = refusal_outcome(h->refusal);
	if (rc == OK)
		rc = page_list(h->db, h->mem, listing, &page, &files, count,
		    &next, h->refusal);
	if (rc != OK)
		return rc;
	*out = mem_array(h->mem, struct form_choice, *count);
	for (size_t i = 0; i < *count; i++)
		(*out)[i] = (struct form_choice){
			.value = files[i].id.text,
			.text = files[i].file_name,
			.more = mem_printf(h->mem, "%s  %s  %s",
			    media_dotted(h->mem, files[i].ladder),
			    measure_film(h->mem, files[i].duration_ms),
			    measure_bytes(h->mem, files[i].size_bytes)),
		};
	return OK;
}

/* One that has gone meanwhile is called by its id. */
static enum outcome
name_media(struct house *h, const struct uuid *id, char **out)
{
	struct media media;
	enum outcome rc = db_media_find(h->db, h->mem, id, &media);

	if (rc == OK)
		*out = mem_printf(h->mem, "%s  %s", media.file_name,
		    media_status_names[media.status]);
	return rc == NOT_FOUND ? OK : rc;
}

/* Genres are few: all of them are looked through. */
static enum outcome
find_genres(struct house *h, const struct form_about *about, const char *words,
    struct form_choice **out, size_t *count)
{
	struct page page = { .limit = PAGE_LIMIT_MAX };
	struct genre *genres;
	enum outcome rc;
	size_t known;
	char *next;

	(void)about;
	*out = NULL;
	*count = 0;
	narrow(h, &page, &genre_listing, "used", "true");
	do {
		rc = page_list(h->db, h->mem, &genre_listing, &page, &genres,
		    &known, &next, h->refusal);
		if (rc != OK)
			return rc;
		*out = mem_grow(
		    h->mem, *out, struct form_choice, *count + known + 1);
		for (size_t i = 0; i < known; i++) {
			if (strcasestr(genres[i].name, words) != NULL)
				(*out)[(*count)++] = (struct form_choice){
					.value = genres[i].name,
					.text = genres[i].name,
				};
		}
		page.cursor = next;
	} while (next != NULL);
	return OK;
}

static char *
name_of_season(void *mem, const struct season *season)
{
	return mem_printf(mem, "Season %" PRId64 "%s%s", season->number,
	    season->title != NULL ? "  " : "",
	    season->title != NULL ? season->title : "");
}

/* Those of the episode's own series. */
static enum outcome
find_seasons(struct house *h, const struct form_about *about, const char *words,
    struct form_choice **out, size_t *count)
{
	struct episode episode;
	struct series series;
	struct season *seasons;
	size_t known = 0;
	enum outcome rc;

	*count = 0;
	rc = db_episode_find(h->db, h->mem, &about->id, &episode);
	if (rc == OK)
		rc = db_series_find(h->db, h->mem, &episode.series_id, &series);
	if (rc == OK)
		rc = db_season_list(
		    h->db, h->mem, series.number, &seasons, &known);
	*out = mem_array(h->mem, struct form_choice, known);
	for (size_t i = 0; i < known; i++) {
		char *text = name_of_season(h->mem, &seasons[i]);

		if (strcasestr(text, words) != NULL)
			(*out)[(*count)++] = (struct form_choice){
				.value = seasons[i].id.text,
				.text = text,
			};
	}
	return rc;
}

static enum outcome
name_season(struct house *h, const struct uuid *id, char **out)
{
	struct season season;
	enum outcome rc = db_season_find(h->db, h->mem, id, &season);

	if (rc == OK)
		*out = name_of_season(h->mem, &season);
	return rc == NOT_FOUND ? OK : rc;
}

#define MEDIA_PICK                                                             \
	{                                                                      \
		"media_file_id", "Films that can be watched and nobody uses",  \
		    find_media, name_media                                     \
	}
#define GENRE_PICK                                                             \
	{                                                                      \
		"genres", "Genres", find_genres, NULL                          \
	}

const struct form_pick picks_of_movie[] = { GENRE_PICK, MEDIA_PICK, { 0 } };
const struct form_pick picks_of_series[] = { GENRE_PICK, { 0 } };
const struct form_pick picks_of_episode[] = {
	{ "season_id", "Seasons", find_seasons, name_season },
	MEDIA_PICK,
	{ 0 },
};
