/* Movies, series, seasons and episodes against a real server. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/token.h"
#include "house/episode.h"
#include "house/media.h"
#include "house/movie.h"
#include "house/season.h"
#include "house/series.h"
#include "sql/genre.h"
#include "tests/db/fixture.h"

/* Nothing of the test before. */
static int
empty(void **state)
{
	static const char *const statements[] = {
		"DELETE FROM movie",
		"DELETE FROM series",
		"DELETE FROM genre",
		"DELETE FROM job",
		"DELETE FROM upload",
		"DELETE FROM media_file",
		NULL,
	};

	for (size_t i = 0; statements[i] != NULL; i++)
		fixture_sql(*state, statements[i]);
	return fixture_fresh(state);
}

#define GIVEN(noun, ...) db_members(&noun##_entity, __VA_ARGS__, NULL)

static void
assert_refused(struct fixture *fixture, enum outcome rc, enum outcome wanted,
    const char *code)
{
	assert_int_equal(rc, wanted);
	assert_string_equal(fixture->refusal.code, code);
	refusal_reset(&fixture->refusal, fixture);
}

static struct movie
make_movie(struct fixture *fixture, const char *title)
{
	struct movie movie;

	field_clear(movie_fields, &movie);
	movie.title = mem_text(fixture, title);
	assert_int_equal(
	    movie_create(&fixture->h, &movie, GIVEN(movie, "title")), OK);
	return movie;
}

static enum outcome
give_media(struct fixture *fixture, struct movie *movie, const struct uuid *id)
{
	struct movie change;

	field_clear(movie_fields, &change);
	if (id != NULL)
		change.media_file_id = *id;
	return movie_update(&fixture->h, &movie->id, ANY_VERSION, &change,
	    GIVEN(movie, "media_file_id"), movie);
}

static struct media
look(struct fixture *fixture, const struct media *media)
{
	struct media now;

	assert_int_equal(
	    db_media_find(fixture->h.db, fixture->h.mem, &media->id, &now), OK);
	return now;
}

static void
assert_free(struct fixture *fixture, const struct media *media)
{
	AUTO_FREE char *text = mem_printf(NULL,
	    "SELECT unused_since IS NOT NULL FROM media_file WHERE pid = '%s'",
	    media->id.text);
	struct media now = look(fixture, media);

	assert_int_equal(now.media_type, MEDIA_TYPE_NONE);
	assert_false(now.is_used);
	assert_int_equal(fixture_number(fixture, text), 1);
}

static void
a_movie_is_changed_by_who_has_read_its_version(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct movie movie = make_movie(fixture, "  Metropolis ");
	struct movie change, out;

	assert_string_equal(movie.title, "Metropolis");
	assert_string_equal(movie.sort_title, "Metropolis");
	field_clear(movie_fields, &change);
	change.title = mem_text(fixture, "M");
	change.year = 1931;
	assert_int_equal(movie_update(h, &movie.id, 1, &change,
			     GIVEN(movie, "title", "year"), &out),
	    OK);
	assert_string_equal(out.title, "M");
	assert_string_equal(out.sort_title, "M");
	assert_int_equal(out.year, 1931);
	assert_int_equal(out.version, 2);
	assert_string_equal(out.updated_by, "test");
	assert_refused(fixture,
	    movie_update(h, &movie.id, 1, &change, GIVEN(movie, "year"), &out),
	    CONFLICT, "stale_version");
	assert_refused(fixture, movie_set_trashed(h, &movie.id, 1, true, &out),
	    CONFLICT, "stale_version");
	assert_refused(
	    fixture, movie_delete(h, &movie.id, 1), CONFLICT, "stale_version");
	assert_int_equal(movie_delete(h, &movie.id, 2), OK);
	assert_int_equal(movie_delete(h, &movie.id, ANY_VERSION), NOT_FOUND);
}

static void
a_sort_title_of_its_own_outlives_a_new_title(void **state)
{
	struct fixture *fixture = *state;
	struct movie movie = make_movie(fixture, "The Third Man");
	struct movie change;

	field_clear(movie_fields, &change);
	change.sort_title = mem_text(fixture, "Third Man, The");
	assert_int_equal(movie_update(&fixture->h, &movie.id, ANY_VERSION,
			     &change, GIVEN(movie, "sort_title"), &movie),
	    OK);
	change.title = mem_text(fixture, "The 3rd Man");
	assert_int_equal(movie_update(&fixture->h, &movie.id, ANY_VERSION,
			     &change, GIVEN(movie, "title"), &movie),
	    OK);
	assert_string_equal(movie.sort_title, "Third Man, The");
	field_clear(movie_fields, &change);
	assert_int_equal(movie_update(&fixture->h, &movie.id, ANY_VERSION,
			     &change, GIVEN(movie, "sort_title"), &movie),
	    OK);
	assert_string_equal(movie.sort_title, "The 3rd Man");
}

static void
replaced_media_is_free_and_the_movie_stays(void **state)
{
	struct fixture *fixture = *state;
	struct media first = fixture_upload(fixture);
	struct media second = fixture_upload(fixture);
	struct movie movie = make_movie(fixture, "Up");
	struct movie other = make_movie(fixture, "It");
	struct uuid nobody = uuid_new();

	assert_int_equal(give_media(fixture, &movie, &first.id), OK);
	assert_int_equal(look(fixture, &first).media_type, MEDIA_TYPE_MOVIE);
	assert_refused(fixture, give_media(fixture, &other, &first.id),
	    CONFLICT, "media_in_use");
	assert_refused(
	    fixture, give_media(fixture, &movie, &nobody), INVALID, "invalid");
	assert_int_equal(give_media(fixture, &movie, &first.id), OK);
	assert_int_equal(give_media(fixture, &movie, &second.id), OK);
	assert_string_equal(movie.media_file_id.text, second.id.text);
	assert_free(fixture, &first);
	assert_int_equal(give_media(fixture, &other, &first.id), OK);
	assert_int_equal(give_media(fixture, &movie, NULL), OK);
	assert_string_equal(movie.media_file_id.text, "");
	assert_free(fixture, &second);
	assert_int_equal(movie_delete(&fixture->h, &other.id, ANY_VERSION), OK);
	assert_free(fixture, &first);
	assert_int_equal(
	    db_media_find(fixture->h.db, fixture->h.mem, &first.id, &first),
	    OK);
	assert_refused(fixture,
	    media_delete(&fixture->h, &first.id, first.version - 1), CONFLICT,
	    "stale_version");
	assert_refused(fixture,
	    media_drop_derivatives(&fixture->h, &first.id, first.version - 1),
	    CONFLICT, "stale_version");
	assert_int_equal(
	    media_delete(&fixture->h, &first.id, first.version), OK);
}

static void
the_trash_keeps_what_is_in_it(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct media media = fixture_upload(fixture);
	struct movie movie = make_movie(fixture, "Up");

	assert_int_equal(give_media(fixture, &movie, &media.id), OK);
	assert_int_equal(movie_set_trashed(h, &movie.id, 2, true, &movie), OK);
	assert_true(movie.trashed_at.ms != ABSENT);
	assert_int_equal(movie.version, 3);
	assert_int_equal(movie_set_trashed(h, &movie.id, 3, true, &movie), OK);
	assert_int_equal(movie.version, 3);
	assert_refused(fixture, media_delete(h, &media.id, ANY_VERSION),
	    CONFLICT, "media_in_use");
	assert_int_equal(movie_set_trashed(h, &movie.id, 3, false, &movie), OK);
	assert_true(movie.trashed_at.ms == ABSENT);
	assert_string_equal(movie.media_file_id.text, media.id.text);
}

static void
genres_are_made_once_and_keep_their_order(void **state)
{
	static char *first[] = { "Noir", "Drama", "NOIR" };
	static char *second[] = { "drama", "Thriller" };
	struct fixture *fixture = *state;
	struct movie movie = make_movie(fixture, "M");
	struct movie other = make_movie(fixture, "Laura");
	struct movie change;

	field_clear(movie_fields, &change);
	change.genres = (struct text_list){ first, 3 };
	assert_int_equal(movie_update(&fixture->h, &movie.id, ANY_VERSION,
			     &change, GIVEN(movie, "genres"), &movie),
	    OK);
	assert_int_equal(movie.genres.count, 2);
	assert_string_equal(movie.genres.items[0], "Noir");
	assert_string_equal(movie.genres.items[1], "Drama");
	assert_int_equal(movie.version, 2);
	change.genres = (struct text_list){ second, 2 };
	assert_int_equal(movie_update(&fixture->h, &other.id, ANY_VERSION,
			     &change, GIVEN(movie, "genres"), &other),
	    OK);
	assert_string_equal(other.genres.items[0], "Drama");
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM genre"), 3);
	change.genres = (struct text_list){ NULL, 0 };
	assert_int_equal(movie_update(&fixture->h, &movie.id, ANY_VERSION,
			     &change, GIVEN(movie, "genres"), &movie),
	    OK);
	assert_int_equal(movie.genres.count, 0);
}

/* A series of two seasons; the first has episodes 1 to 4, the second 1. */
struct saga {
	struct series series;
	struct season seasons[2];
	struct episode episodes[5];
};

static enum outcome
make_episode(struct fixture *fixture, const struct season *season,
    int64_t number, const struct uuid *media_id, struct episode *out)
{
	field_clear(episode_fields, out);
	out->title = mem_printf(fixture, "Episode %d", (int)number);
	out->number = number;
	if (media_id != NULL)
		out->media_file_id = *media_id;
	return episode_create(&fixture->h, &season->id, out,
	    GIVEN(episode, "title", "number", "media_file_id"));
}

static struct saga
make_saga(struct fixture *fixture)
{
	struct saga saga;

	field_clear(series_fields, &saga.series);
	saga.series.title = mem_text(fixture, "Saga");
	assert_int_equal(
	    series_create(&fixture->h, &saga.series, GIVEN(series, "title")),
	    OK);
	for (int i = 0; i < 2; i++) {
		field_clear(season_fields, &saga.seasons[i]);
		saga.seasons[i].number = i + 1;
		assert_int_equal(season_create(&fixture->h, &saga.series.id,
				     &saga.seasons[i], GIVEN(season, "number")),
		    OK);
	}
	for (int i = 0; i < 5; i++)
		assert_int_equal(make_episode(fixture, &saga.seasons[i / 4],
				     i % 4 + 1, NULL, &saga.episodes[i]),
		    OK);
	return saga;
}

static void
a_number_is_given_once(void **state)
{
	struct fixture *fixture = *state;
	struct saga saga = make_saga(fixture);
	struct season season = saga.seasons[0];
	struct episode episode = saga.episodes[4];

	assert_refused(fixture,
	    make_episode(fixture, &saga.seasons[0], 2, NULL, &episode),
	    CONFLICT, "number_taken");
	assert_refused(fixture,
	    season_create(
		&fixture->h, &saga.series.id, &season, GIVEN(season, "number")),
	    CONFLICT, "number_taken");
	season.number = 2;
	assert_refused(fixture,
	    season_update(&fixture->h, &saga.seasons[0].id, ANY_VERSION,
		&season, GIVEN(season, "number"), &season),
	    CONFLICT, "number_taken");
	episode = saga.episodes[4];
	episode.season_id = saga.seasons[0].id;
	assert_refused(fixture,
	    episode_update(&fixture->h, &saga.episodes[4].id, ANY_VERSION,
		&episode, GIVEN(episode, "season_id"), &episode),
	    CONFLICT, "number_taken");
	episode.number = 9;
	assert_int_equal(
	    episode_update(&fixture->h, &saga.episodes[4].id, ANY_VERSION,
		&episode, GIVEN(episode, "season_id", "number"), &episode),
	    OK);
	assert_string_equal(episode.season_id.text, saga.seasons[0].id.text);
	assert_int_equal(episode.number, 9);
}

static void
deleting_a_series_frees_the_media_of_its_episodes(void **state)
{
	struct fixture *fixture = *state;
	struct house *h = &fixture->h;
	struct saga saga = make_saga(fixture);
	struct media media[3];
	struct episode episode;

	for (int i = 0; i < 3; i++) {
		media[i] = fixture_upload(fixture);
		assert_int_equal(make_episode(fixture, &saga.seasons[i % 2],
				     10 + i, &media[i].id, &episode),
		    OK);
		assert_int_equal(
		    look(fixture, &media[i]).media_type, MEDIA_TYPE_EPISODE);
	}
	assert_int_equal(episode_delete(h, &episode.id, ANY_VERSION), OK);
	assert_free(fixture, &media[2]);
	assert_true(look(fixture, &media[0]).is_used);
	assert_int_equal(
	    season_delete(h, &saga.seasons[1].id, ANY_VERSION), OK);
	assert_free(fixture, &media[1]);
	assert_true(look(fixture, &media[0]).is_used);
	assert_int_equal(series_delete(h, &saga.series.id, ANY_VERSION), OK);
	assert_free(fixture, &media[0]);
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM episode"), 0);
}

static enum outcome
reorder(struct fixture *fixture, const struct season *season, int64_t first,
    struct episode **named, size_t count, struct episode **out, size_t *kept)
{
	struct episode_order order = { .first_number = first };
	char *ids[8];

	for (size_t i = 0; i < count; i++)
		ids[i] = named[i]->id.text;
	order.episode_ids = (struct text_list){ ids, count };
	return episode_reorder(
	    &fixture->h, &season->id, ANY_VERSION, &order, out, kept);
}

static void
episodes_are_renumbered_and_moved_in_one_step(void **state)
{
	struct fixture *fixture = *state;
	struct saga saga = make_saga(fixture);
	struct episode *all = saga.episodes, *out;
	struct episode *turned[] = { &all[3], &all[2], &all[1], &all[0] };
	struct episode *moved[] = { &all[4], &all[0] };
	size_t count;

	assert_int_equal(
	    reorder(fixture, &saga.seasons[0], ABSENT, turned, 4, &out, &count),
	    OK);
	assert_int_equal(count, 4);
	for (int i = 0; i < 4; i++) {
		assert_string_equal(out[i].id.text, all[3 - i].id.text);
		assert_int_equal(out[i].number, i + 1);
		assert_int_equal(out[i].version, 2);
	}
	/* The first two are named, one of them from the other season; the
	   others keep their order behind them. */
	assert_int_equal(
	    reorder(fixture, &saga.seasons[0], 0, moved, 2, &out, &count), OK);
	assert_int_equal(count, 5);
	assert_string_equal(out[0].id.text, all[4].id.text);
	assert_string_equal(out[1].id.text, all[0].id.text);
	assert_string_equal(out[2].id.text, all[3].id.text);
	assert_string_equal(out[4].id.text, all[1].id.text);
	for (int i = 0; i < 5; i++) {
		assert_int_equal(out[i].number, i);
		assert_string_equal(
		    out[i].season_id.text, saga.seasons[0].id.text);
	}
	/* Who stays where he was is not touched. */
	assert_int_equal(
	    reorder(fixture, &saga.seasons[0], 0, moved, 2, &out, &count), OK);
	assert_int_equal(out[0].version, 2);
	assert_int_equal(out[1].version, 3);
}

static void
an_order_that_cannot_be_changes_nothing(void **state)
{
	struct fixture *fixture = *state;
	struct saga saga = make_saga(fixture);
	struct episode *all = saga.episodes, *out;
	struct episode nobody = { .id = uuid_new() };
	struct episode none = { .id = { .text = "x" } };
	struct episode *twice[] = { &all[0], &all[0] };
	struct episode *unknown[] = { &all[1], &nobody };
	struct episode *bad[] = { &none };
	struct season *season = &saga.seasons[0];
	size_t count;

	assert_refused(fixture,
	    reorder(fixture, season, ABSENT, twice, 2, &out, &count), INVALID,
	    "invalid");
	assert_refused(fixture,
	    reorder(fixture, season, ABSENT, unknown, 2, &out, &count), INVALID,
	    "invalid");
	assert_refused(fixture,
	    reorder(fixture, season, ABSENT, bad, 1, &out, &count), INVALID,
	    "invalid");
	assert_refused(fixture,
	    reorder(fixture, season, EPISODE_NUMBER_MAX - 2, unknown, 1, &out,
		&count),
	    INVALID, "invalid");
	assert_int_equal(
	    fixture_number(fixture, "SELECT COUNT(*) FROM episode WHERE "
				    "version <> 1 OR number > 4"),
	    0);
	assert_int_equal(reorder(fixture, season, EPISODE_NUMBER_MAX - 3,
			     unknown, 1, &out, &count),
	    OK);
	assert_int_equal(out[3].number, EPISODE_NUMBER_MAX);
}

/* What a search for `words` finds: titles in their order, parted by commas. */
static char *
search(struct fixture *fixture, const char *words)
{
	struct page page = { .limit = 50 };
	struct movie *movies;
	char *next, *titles = mem_text(fixture, "");
	size_t count;

	page_narrow(&page, fixture, page_criterion_find(&movie_listing, "q"),
	    words, &fixture->refusal);
	assert_int_equal(page_list(fixture->h.db, fixture, &movie_listing,
			     &page, &movies, &count, &next, &fixture->refusal),
	    OK);
	for (size_t i = 0; i < count; i++)
		mem_append(fixture, &titles, "%s%s", i > 0 ? ", " : "",
		    movies[i].title);
	return titles;
}

static void
titles_are_found_as_one_types(void **state)
{
	static const char *const titles[] = { "Amélie", "Up", "It", "M",
		"七人の侍", "Upstream Color", "Don't Look Now", "Æon Flux",
		"100% Wolf", "Les Misérables", "L'Avventura", "O’Brien", NULL };
	static const struct {
		const char *words, *found;
	} searches[] = {
		{ "amelie", "Amélie" },
		{ "AMÉ", "Amélie" },
		{ "ame\xcc\x81lie", "Amélie" },
		{ "up", "Up, Upstream Color" },
		{ "ups", "Upstream Color" },
		{ "It", "It" },
		{ "M", "Les Misérables, M" },
		{ "七人", "七人の侍" },
		{ "の", "七人の侍" },
		{ "don't", "Don't Look Now" },
		{ "now look", "Don't Look Now" },
		{ "100%", "100% Wolf" },
		{ "%", "100% Wolf" },
		{ "_", "" },
		{ "miserables les", "Les Misérables" },
		{ "“misérables…", "Les Misérables" },
		{ "l'avventura", "L'Avventura" },
		{ "l’avv", "L'Avventura" },
		{ "o'brien", "O’Brien" },
		{ "l'", "L'Avventura" },
		{ "nothing", "" },
		{ "+", "" },
		{ "amelie OR 1=1", "" },
	};
	struct fixture *fixture = *state;

	for (size_t i = 0; titles[i] != NULL; i++)
		make_movie(fixture, titles[i]);
	for (size_t i = 0; i < ARRAY_SIZE(searches); i++) {
		char *found = search(fixture, searches[i].words);

		if (strcmp(found, searches[i].found) != 0)
			fail_msg("%s finds %s", searches[i].words, found);
	}
}

static void
no_search_upsets_the_server(void **state)
{
	static const char marks[] = "+-><()~*\"@\\'%_`;#/&|!^[]{}=,.?:\t\n";
	struct fixture *fixture = *state;

	make_movie(fixture, "Quiet");
	for (const char *at = marks; *at != '\0'; at++) {
		AUTO_FREE void *mem = mem_context(NULL);

		search(fixture, mem_printf(mem, "%c", *at));
		search(fixture, mem_printf(mem, "%cquiet%c", *at, *at));
		search(
		    fixture, mem_printf(mem, "%c%c quiet %c(", *at, *at, *at));
		assert_string_equal(
		    search(fixture, mem_printf(mem, "qui %c", *at)),
		    *at == '_' ? "" : "Quiet");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
		    a_movie_is_changed_by_who_has_read_its_version, empty),
		cmocka_unit_test_setup(
		    a_sort_title_of_its_own_outlives_a_new_title, empty),
		cmocka_unit_test_setup(
		    replaced_media_is_free_and_the_movie_stays, empty),
		cmocka_unit_test_setup(the_trash_keeps_what_is_in_it, empty),
		cmocka_unit_test_setup(
		    genres_are_made_once_and_keep_their_order, empty),
		cmocka_unit_test_setup(a_number_is_given_once, empty),
		cmocka_unit_test_setup(
		    deleting_a_series_frees_the_media_of_its_episodes, empty),
		cmocka_unit_test_setup(
		    episodes_are_renumbered_and_moved_in_one_step, empty),
		cmocka_unit_test_setup(
		    an_order_that_cannot_be_changes_nothing, empty),
		cmocka_unit_test_setup(titles_are_found_as_one_types, empty),
		cmocka_unit_test_setup(no_search_upsets_the_server, empty),
	};

	return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
