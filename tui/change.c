/* Changes. */
#include "config.h"

#include "tui/change.h"

#include "base/mem.h"
#include "tui/app.h"
#include "tui/cli.h"

struct changing {
	struct change change;
	char **ids;
	size_t count;
	size_t done;
	char *why; /* the first refusal */
};

/* One that is refused keeps no other from being done; a database that has
   gone does. */
static enum outcome
run(struct ask *ask, struct house *h)
{
	struct changing *changing = ask->data;

	for (size_t i = 0; i < changing->count; i++) {
		enum outcome rc = changing->change.step(
		    h, changing->ids[i], changing->change.argument);

		if (rc == OK) {
			changing->done++;
			continue;
		}
		if (rc == UNAVAILABLE)
			return rc;
		if (changing->why == NULL)
			changing->why =
			    mem_text(ask->mem, cli_sentence(h->refusal, rc));
		refusal_reset(h->refusal, ask->mem);
	}
	return OK;
}

static char *
count_text(void *mem, const struct changing *changing)
{
	const struct change *change = &changing->change;

	if (changing->count == 1)
		return mem_printf(mem, "%zu %s", changing->done, change->noun);
	return mem_printf(mem, "%zu %s%s", changing->done,
	    change->many != NULL ? change->many : change->noun,
	    change->many != NULL ? "" : "s");
}

static void
say(struct app *app, const struct changing *changing)
{
	const struct change *change = &changing->change;
	AUTO_FREE void *mem = mem_context(NULL);

	if (changing->why != NULL && changing->count == 1)
		app_say(app, LOOK_BAD, "%s", changing->why);
	else if (changing->why != NULL)
		app_say(app, LOOK_WARN, "%s of %zu %s. %s",
		    count_text(mem, changing), changing->count, change->done,
		    changing->why);
	else if (changing->ids[0] == NULL)
		app_say(app, LOOK_GOOD, "%s %s", change->noun, change->done);
	else
		app_say(app, LOOK_GOOD, "%s %s", count_text(mem, changing),
		    change->done);
}

static void
done(struct ask *ask)
{
	const struct changing *changing = ask->data;
	struct view *view = ask->owner;

	if (ask->outcome == OK)
		say(view->app, changing);
	else
		app_note_failure(view->app, ask);
	app_refresh(view->app);
}

void
change_send(struct view *view, const struct change *change, char *const *ids,
    size_t count)
{
	struct ask *ask = ask_new();
	struct changing *changing = mem_new(ask->mem, struct changing);

	ask->lane = LANE_WRITE;
	ask->run = run;
	ask->done = done;
	ask->data = changing;
	changing->change = *change;
	changing->count = count > 0 ? count : 1;
	changing->ids = mem_array(ask->mem, char *, changing->count);
	for (size_t i = 0; i < count; i++)
		changing->ids[i] = mem_text(ask->mem, ids[i]);
	view_ask(view, ask);
}
