/* Every view as it is drawn from rows and a clock that never change, compared
   with the files of tests/snapshots. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/mem.h"
#include "tests/unit/tui-rows.h"
#include "tui/app.h"
#include "tui/cell.h"
#include "tui/press.h"

static const struct {
	int rows, columns;
} sizes[] = { { 24, 80 }, { 40, 120 }, { 10, 40 } };

struct stage {
	void *mem;
	struct store *store;
	struct app *app;
	int64_t now_ms;
};

/* Time goes on for timers only: what people read stands still. */
static void
settle(struct stage *stage)
{
	for (int i = 0; i < 4; i++) {
		stage->now_ms += 1000;
		app_tick(
		    stage->app, (struct stamp){ ROWS_NOW_MS }, stage->now_ms);
		app_receive(stage->app);
	}
}

static int
stage_open(void **state)
{
	static const struct settings settings;
	struct stage *stage = mem_new(NULL, struct stage);

	rows_are_away = false;
	stage->mem = stage;
	if (store_new(stage->mem, &settings, "tui:test", true, &stage->store) !=
	    OK)
		return -1;
	stage->app = app_new(stage->mem, stage->store);
	settle(stage);
	*state = stage;
	return 0;
}

static int
stage_close(void **state)
{
	struct stage *stage = *state;

	store_close(stage->store);
	talloc_free(stage);
	return 0;
}

static void
press(struct stage *stage, const char *keys)
{
	struct press key = { 0 };

	while (press_parse(&keys, &key.code)) {
		app_press(stage->app, &key);
		settle(stage);
	}
}

static char *
read_text(void *mem, const char *path)
{
	char *text = mem_text(mem, "");
	char line[1024];
	FILE *file = fopen(path, "r");

	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
		mem_append(mem, &text, "%s", line);
	if (file != NULL)
		fclose(file);
	return text;
}

static void
write_text(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static void
compare(const char *name, struct canvas *canvas)
{
	const char *top = getenv("top_srcdir");
	AUTO_FREE void *mem = mem_context(NULL);
	char *path = mem_printf(mem, "%s/tests/snapshots/%s-%dx%d.txt",
	    top != NULL ? top : ".", name, canvas->columns, canvas->rows);
	char *got = canvas_text(mem, canvas);
	char *wanted = read_text(mem, path);

	if (strcmp(got, wanted) == 0)
		return;
	if (getenv("MOVIE_HOUSE_ACCEPT") != NULL) {
		write_text(path, got);
		return;
	}
	fprintf(stderr, "%s\nwas:\n%s\nis:\n%s\n", path, wanted, got);
	fail_msg("%s is drawn differently; to accept it: MOVIE_HOUSE_ACCEPT=1 "
		 "make check TESTS=tests/unit/tui-views",
	    name);
}

static void
check_all_sizes(struct stage *stage, const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct canvas *canvas =
		    canvas_new(stage->mem, sizes[i].rows, sizes[i].columns);

		app_draw(stage->app, canvas);
		compare(name, canvas);
		talloc_free(canvas);
	}
}

static void
the_queue(void **state)
{
	check_all_sizes(*state, "queue");
	press(*state, "j<Space>");
	check_all_sizes(*state, "queue-tagged");
}

static void
a_job_with_its_log(void **state)
{
	press(*state, "<Enter>");
	check_all_sizes(*state, "job");
}

static void
media_files(void **state)
{
	press(*state, "3j");
	check_all_sizes(*state, "media");
}

static void
a_media_file_with_all_that_is_known_of_it(void **state)
{
	struct stage *stage = *state;

	press(stage, "3<Enter>");
	check_all_sizes(stage, "file");
	press(stage, "d");
	assert_null(stage->app->dialog);
	assert_non_null(strstr(stage->app->message, "uses it"));
	press(stage, "Gx");
	check_all_sizes(stage, "file-question");
	press(stage, "<Esc>a");
	check_all_sizes(stage, "form-subtitle");
}

static void
movies(void **state)
{
	press(*state, "2jj");
	check_all_sizes(*state, "movies");
}

static void
the_dashboard(void **state)
{
	press(*state, "1");
	check_all_sizes(*state, "dash");
}

static void
workers(void **state)
{
	press(*state, "5");
	check_all_sizes(*state, "workers");
}

static void
series_and_their_episodes(void **state)
{
	press(*state, "2<Tab>");
	check_all_sizes(*state, "series");
	press(*state, "ljljj");
	check_all_sizes(*state, "series-open");
	/* Closing a season leads back to it; the episodes have gone. */
	press(*state, "h");
	check_all_sizes(*state, "series-closed");
	/* From there to its series, which is closed in its turn. */
	press(*state, "hhgg");
	check_all_sizes(*state, "series");
}

static void
the_trash(void **state)
{
	press(*state, "2<Tab><Tab>");
	check_all_sizes(*state, "trash");
	press(*state, "d");
	check_all_sizes(*state, "trash-question");
}

static void
uploads(void **state)
{
	press(*state, "6j");
	check_all_sizes(*state, "uploads");
}

static void
users_and_their_tokens(void **state)
{
	press(*state, "7");
	check_all_sizes(*state, "users");
	press(*state, "<Enter>");
	check_all_sizes(*state, "tokens");
}

static void
the_keys_of_a_view(void **state)
{
	press(*state, "?");
	check_all_sizes(*state, "help");
}

static void
the_palette(void **state)
{
	press(*state, ":re");
	check_all_sizes(*state, "palette");
}

static void
a_question_and_one_that_wants_to_be_sure(void **state)
{
	press(*state, "x");
	check_all_sizes(*state, "question");
	press(*state, "<Esc>3jjd");
	check_all_sizes(*state, "question-final");
}

static void
a_filter_that_is_typed(void **state)
{
	press(*state, "2/par");
	check_all_sizes(*state, "filter");
}

static void
a_form_that_says_what_is_wrong(void **state)
{
	press(*state, "2n");
	press(*state, "Heat<Tab><Tab><Tab>1066<Tab>crime, drama<Tab>^S");
	check_all_sizes(*state, "form");
}

static void
a_new_user_whose_password_is_not_shown(void **state)
{
	press(*state, "7nleo<Tab><Space><Space><Tab>hunter2hunter2<Tab>100Q^S");
	check_all_sizes(*state, "form-user");
}

static void
a_new_token_that_ends_some_day(void **state)
{
	press(*state, "7tcurl<Tab><Tab>30");
	check_all_sizes(*state, "form-token");
}

/* Escape closes the list alone, and what is chosen stands in the form. */
static void
a_film_is_picked_from_those_that_nobody_uses(void **state)
{
	static const char *const to_media =
	    "2n<Tab><Tab><Tab><Tab><Tab><Tab><Enter>";

	press(*state, to_media);
	press(*state, "mkv<Down>");
	check_all_sizes(*state, "picker");
	press(*state, "<Enter>");
	check_all_sizes(*state, "form-picked");
	press(*state, "<Enter><Esc>");
	check_all_sizes(*state, "form-picked");
}

static void
a_database_that_is_away(void **state)
{
	struct stage *stage = *state;

	rows_are_away = true;
	press(stage, "^L");
	/* The line counts down to a moment that is the same in each run. */
	stage->app->link.due_ms = stage->now_ms + 4000;
	stage->app->link.is_asking = false;
	check_all_sizes(stage, "away");
	press(stage, "x");
	assert_string_equal(
	    stage->app->message, "cancel: the database is away");
	assert_null(stage->app->dialog);
}

/* No view may draw outside of its place, nor need room that is not there. */
static void
any_size_will_do(void **state)
{
	static const char *const keys[] = { "1", "2", "3", "4", "4<Enter>",
		"3<Enter>", "2<Tab>", "2<Tab>lljlj", "2<Tab><Tab>", "6", "7",
		"7<Enter>", "7t", "<Esc>2n",
		"<Tab><Tab><Tab><Tab><Tab><Tab><Enter>", "<Esc><Esc>7n",
		"<Esc>5", "?", "<Esc>4x", "<Esc>:" };
	struct stage *stage = *state;

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		press(stage, keys[i]);
		for (int rows = 1; rows < 60; rows += 7) {
			for (int columns = 1; columns < 200; columns += 13) {
				struct canvas *canvas =
				    canvas_new(stage->mem, rows, columns);

				app_draw(stage->app, canvas);
				talloc_free(canvas);
			}
		}
	}
	app_press(stage->app, &(struct press){ .code = PRESS_ESCAPE });
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    the_queue, stage_open, stage_close),
		cmocka_unit_test_setup_teardown(
		    a_job_with_its_log, stage_open, stage_close),
		cmocka_unit_test_setup_teardown(
		    media_files, stage_open, stage_close),
		cmocka_unit_test_setup_teardown(
		    a_media_file_with_all_that_is_known_of_it, stage_open,
		    stage_close),
		cmocka_unit_test_setup_teardown(
		    movies, stage_open, stage_close),
		cmocka_unit_test_setup_teardown(
		    the_dashboard, stage_open, stage_close),
		cmocka_unit_test_setup_teardown(
		    workers, stage_open, stage_close),
		cmocka_unit_test_setup_teardown(
		    series_and_their_episodes, stage_open, stage_close),
		cmocka_unit_test_setup_teardown(
		    the_trash, stage_open, stage_close),
		cmocka_unit_test_setup_teardown(
		    uploads, stage_open, stage_close),
		cmocka_unit_test_setup_teardown(
		    users_and_their_tokens, stage_open, stage_close),
		cmocka_unit_test_setup_teardown(
		    the_keys_of_a_view, stage_open, stage_close),
		cmocka_unit_test_setup_teardown(
		    the_palette, stage_open, stage_close),
		cmocka_unit_test_setup_teardown(
		    a_question_and_one_that_wants_to_be_sure, stage_open,
		    stage_close),
		cmocka_unit_test_setup_teardown(
		    a_filter_that_is_typed, stage_open, stage_close),
		cmocka_unit_test_setup_teardown(
		    a_form_that_says_what_is_wrong, stage_open, stage_close),
		cmocka_unit_test_setup_teardown(
		    a_new_user_whose_password_is_not_shown, stage_open,
		    stage_close),
		cmocka_unit_test_setup_teardown(
		    a_new_token_that_ends_some_day, stage_open, stage_close),
		cmocka_unit_test_setup_teardown(
		    a_film_is_picked_from_those_that_nobody_uses, stage_open,
		    stage_close),
		cmocka_unit_test_setup_teardown(
		    a_database_that_is_away, stage_open, stage_close),
		cmocka_unit_test_setup_teardown(
		    any_size_will_do, stage_open, stage_close),
	};

	setenv("TZ", "UTC", 1);
	tzset();
	cell_prepare();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
