/* The database's pulse. */
#include "config.h"

#include "tui/pulse.h"

#include "base/mem.h"
#include "sql/glance.h"
#include "sql/migrate.h"
#include "tui/cli.h"

#define PULSE_MS 2000
#define RETRY_FIRST_MS 500
#define RETRY_MAX_MS 8000

struct pulse {
	struct app *app;
	bool is_checked;
	int64_t workers;
};

static enum outcome
run(struct ask *ask, struct house *h)
{
	struct pulse *pulse = ask->data;
	struct worker_glance *workers;
	enum outcome rc = OK;
	size_t count;

	if (!pulse->is_checked)
		rc = migrate_check(h->db, h->refusal);
	if (rc == OK)
		rc = db_glance_workers(h->db, h->mem, &workers, &count);
	for (size_t i = 0; rc == OK && i < count; i++)
		pulse->workers += workers[i].state == WORKER_ACTIVE ||
				  workers[i].state == WORKER_DRAINING;
	return rc;
}

static void
note_found(struct app *app, const struct ask *ask)
{
	const struct pulse *pulse = ask->data;
	struct link *link = &app->link;
	bool was_away = link->is_away;

	link->is_away = false;
	link->is_checked = true;
	link->retry_ms = 0;
	link->as_of = app->now;
	link->took_ms = ask->took_ms;
	link->workers = pulse->workers;
	link->due_ms = app->now_ms + PULSE_MS;
	if (was_away) {
		app_say(app, LOOK_GOOD, "The database is back");
		app_refresh(app);
	}
}

void
pulse_lost(struct app *app, const char *why)
{
	struct link *link = &app->link;

	talloc_free(link->why);
	link->why = mem_text(app, why);
	link->is_away = true;
	if (link->retry_ms == 0)
		link->retry_ms = RETRY_FIRST_MS;
	link->due_ms = app->now_ms + link->retry_ms;
	app->is_dirty = true;
}

static void
done(struct ask *ask)
{
	struct pulse *pulse = ask->data;
	struct app *app = pulse->app;
	struct link *link = &app->link;

	link->is_asking = false;
	if (ask->outcome == OK) {
		note_found(app, ask);
		return;
	}
	if (link->is_away && link->retry_ms < RETRY_MAX_MS)
		link->retry_ms *= 2;
	pulse_lost(app, cli_sentence(&ask->refusal, ask->outcome));
}

void
pulse_tick(struct app *app)
{
	struct link *link = &app->link;
	struct pulse *pulse;
	struct ask *ask;

	if (link->is_asking || app->now_ms < link->due_ms)
		return;
	ask = ask_new();
	pulse = mem_new(ask->mem, struct pulse);
	pulse->app = app;
	pulse->is_checked = link->is_checked;
	ask->data = pulse;
	ask->run = run;
	ask->done = done;
	link->is_asking = true;
	store_send(app->store, ask);
}
