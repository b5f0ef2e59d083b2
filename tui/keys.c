/* Actions and their keys. */
#include "config.h"

#include "tui/keys.h"

#include <string.h>

#include "base/outcome.h"
#include "tui/mdoc.h"
#include "tui/press.h"

const struct action_info action_infos[ACTION_COUNT] = {
#define X(id, name, group, word, help, needs)                                  \
	[ACTION_##id] = { name, group, word, help, needs },
	ACTIONS(X)
#undef X
};

/* Those of the footer in the order in which they stand there. */
const struct bind binds[] = {
	{ "queue", "<Enter>", ACTION_OPEN, true },
	{ "queue", "x", ACTION_CANCEL, true },
	{ "queue", "r", ACTION_RETRY, true },
	{ "queue", "R", ACTION_RETRY_FAILED, true },
	{ "queue", "p", ACTION_PAUSE, true },
	{ "queue", "+", ACTION_RAISE, true },
	{ "queue", "-", ACTION_LOWER, true },

	{ "job", "<Esc>", ACTION_BACK, true },
	{ "job", "x", ACTION_CANCEL, true },
	{ "job", "r", ACTION_RETRY, true },
	{ "job", "F", ACTION_FOLLOW, true },
	{ "job", "/", ACTION_FIND, true },
	{ "job", "n", ACTION_FIND_NEXT, true },
	{ "job", "N", ACTION_FIND_BACK, false },
	{ "job", "W", ACTION_WARNINGS, true },
	{ "job", "+", ACTION_RAISE, true },
	{ "job", "-", ACTION_LOWER, true },

	{ "media", "r", ACTION_ENCODE, true },
	{ "media", "D", ACTION_DROP, true },
	{ "media", "d", ACTION_DELETE, true },
	{ "media", "<Enter>", ACTION_OPEN, true },
	{ "media", "o", ACTION_JOB, true },

	{ "file", "<Esc>", ACTION_BACK, true },
	{ "file", "r", ACTION_ENCODE, true },
	{ "file", "D", ACTION_DROP, true },
	{ "file", "d", ACTION_DELETE, true },
	{ "file", "a", ACTION_ADD_SUBTITLE, true },
	{ "file", "x", ACTION_DROP_SUBTITLE, true },
	{ "file", "<Enter>", ACTION_OPEN, false },
	{ "file", "o", ACTION_JOB, false },

	{ "movies", "<Enter>", ACTION_OPEN, true },
	{ "movies", "e", ACTION_EDIT, true },
	{ "movies", "n", ACTION_NEW, true },
	{ "movies", "r", ACTION_ENCODE, true },
	{ "movies", "d", ACTION_TRASH, true },
	{ "movies", "u", ACTION_RESTORE, true },

	{ "movies", "<Tab>", ACTION_SERIES, true },
	{ "movies", "P", ACTION_POSTER, false },
	{ "movies", "o", ACTION_JOB, false },

	{ "series", "<Enter>", ACTION_OPEN, false },
	{ "series", "l", ACTION_UNFOLD, true },
	{ "series", "<Right>", ACTION_UNFOLD, false },
	{ "series", "h", ACTION_FOLD, true },
	{ "series", "<Left>", ACTION_FOLD, false },
	{ "series", "e", ACTION_EDIT, true },
	{ "series", "n", ACTION_NEW, true },
	{ "series", "N", ACTION_NEW_SEASON, true },
	{ "series", "d", ACTION_TRASH, true },
	{ "series", "r", ACTION_ENCODE, true },
	{ "series", "m", ACTION_PUT_HERE, true },
	{ "series", "K", ACTION_UP_ONE, false },
	{ "series", "J", ACTION_DOWN_ONE, false },
	{ "series", "#", ACTION_RENUMBER, false },
	{ "series", "P", ACTION_POSTER, false },
	{ "series", "o", ACTION_JOB, false },
	{ "series", "<Tab>", ACTION_TRASH_CAN, true },
	{ "series", "<Esc>", ACTION_BACK, false },

	{ "trash", "u", ACTION_RESTORE, true },
	{ "trash", "d", ACTION_PURGE, true },
	{ "trash", "<Tab>", ACTION_LIBRARY, false },
	{ "trash", "<Esc>", ACTION_BACK, true },

	{ "workers", "D", ACTION_DRAIN, true },
	{ "workers", "R", ACTION_RESUME, true },
	{ "workers", "<Enter>", ACTION_OPEN, true },

	{ "uploads", "x", ACTION_ABORT, true },

	{ "users", "<Enter>", ACTION_OPEN, true },
	{ "users", "n", ACTION_NEW, true },
	{ "users", "e", ACTION_EDIT, true },
	{ "users", "P", ACTION_PASSWORD, true },
	{ "users", "t", ACTION_TOKEN, true },
	{ "users", "D", ACTION_DISABLE, true },

	{ "tokens", "<Esc>", ACTION_BACK, true },
	{ "tokens", "x", ACTION_REVOKE, true },

	{ "dash", "<Enter>", ACTION_OPEN, true },

	{ "list", "f", ACTION_SHOW, true },
	{ "list", "/", ACTION_FILTER, true },
	{ "list", "s", ACTION_SORT, true },
	{ "list", "S", ACTION_TURN, false },

	{ "tags", "<Space>", ACTION_TAG, true },
	{ "tags", "*", ACTION_TAG_ALL, false },
	{ "tags", "T", ACTION_UNTAG, false },

	{ "move", "j", ACTION_DOWN, false },
	{ "move", "<Down>", ACTION_DOWN, false },
	{ "move", "k", ACTION_UP, false },
	{ "move", "<Up>", ACTION_UP, false },
	{ "move", "^D", ACTION_HALF_DOWN, false },
	{ "move", "^U", ACTION_HALF_UP, false },
	{ "move", "<PgDn>", ACTION_PAGE_DOWN, false },
	{ "move", "^F", ACTION_PAGE_DOWN, false },
	{ "move", "<PgUp>", ACTION_PAGE_UP, false },
	{ "move", "^B", ACTION_PAGE_UP, false },
	{ "move", "gg", ACTION_FIRST, false },
	{ "move", "<Home>", ACTION_FIRST, false },
	{ "move", "G", ACTION_LAST, false },
	{ "move", "<End>", ACTION_LAST, false },

	{ "items", "j", ACTION_DOWN, false },
	{ "items", "<Down>", ACTION_DOWN, false },
	{ "items", "k", ACTION_UP, false },
	{ "items", "<Up>", ACTION_UP, false },
	{ "items", "gg", ACTION_FIRST, false },
	{ "items", "G", ACTION_LAST, false },

	{ "global", "1", ACTION_DASH, false },
	{ "global", "2", ACTION_LIBRARY, false },
	{ "global", "3", ACTION_MEDIA, false },
	{ "global", "4", ACTION_QUEUE, false },
	{ "global", "5", ACTION_WORKERS, false },
	{ "global", "6", ACTION_UPLOADS, false },
	{ "global", "7", ACTION_USERS, false },
	{ "global", "<Esc>", ACTION_BACK, false },
	{ "global", "Z", ACTION_FREEZE, false },
	{ "global", ":", ACTION_PALETTE, true },
	{ "global", "?", ACTION_HELP, true },
	{ "global", "<F1>", ACTION_HELP, false },
	{ "global", "^L", ACTION_REDRAW, false },
	{ "global", "<F3>", ACTION_MOUSE, false },
	{ "global", "^Z", ACTION_SUSPEND, false },
	{ "global", "q", ACTION_QUIT, true },
	{ 0 },
};

static size_t
parse_keys(const char *text, uint32_t out[KEYS_MAX])
{
	size_t count = 0;

	while (count < KEYS_MAX && press_parse(&text, &out[count]))
		count++;
	return count;
}

static enum keys_match
match(const struct bind *bind, const uint32_t *keys, size_t count)
{
	uint32_t own[KEYS_MAX];
	size_t own_count = parse_keys(bind->keys, own);

	if (count > own_count || memcmp(own, keys, count * sizeof(*keys)) != 0)
		return KEYS_UNKNOWN;
	return count == own_count ? KEYS_ACTION : KEYS_PREFIX;
}

enum keys_match
keys_find(const char *const *contexts, const uint32_t *keys, size_t count,
    enum action *out)
{
	for (; *contexts != NULL; contexts++) {
		const struct bind *bind = binds;

		for (; bind->context != NULL; bind++) {
			enum keys_match found;

			if (strcmp(bind->context, *contexts) != 0)
				continue;
			found = match(bind, keys, count);
			*out = bind->action;
			if (found != KEYS_UNKNOWN)
				return found;
		}
	}
	return KEYS_UNKNOWN;
}

const char *
keys_of(const char *const *contexts, enum action action)
{
	for (; *contexts != NULL; contexts++) {
		const struct bind *bind = binds;

		for (; bind->context != NULL; bind++) {
			if (bind->action == action &&
			    strcmp(bind->context, *contexts) == 0)
				return bind->keys;
		}
	}
	return NULL;
}

bool
keys_is_active(const char *const *contexts, const struct bind *bind)
{
	for (; *contexts != NULL; contexts++) {
		const struct bind *other = binds;

		if (strcmp(*contexts, bind->context) == 0)
			return true;
		for (; other->context != NULL; other++) {
			if (strcmp(other->context, *contexts) == 0 &&
			    strcmp(other->keys, bind->keys) == 0)
				return false;
		}
	}
	return false;
}

/* To be read as letters, whatever they mean to roff. */
static void
print_mdoc_key(FILE *out, const char *keys)
{
	fputs("\\&", out);
	for (; *keys != '\0'; keys++) {
		if (*keys == '^')
			fputs("\\(ha", out);
		else if (*keys == '-')
			fputs("\\-", out);
		else
			fputc(*keys, out);
	}
}

/* Once, where several contexts have it. */
static bool
was_printed(const struct bind *bind)
{
	for (const struct bind *other = binds; other < bind; other++) {
		if (other->action == bind->action &&
		    strcmp(other->keys, bind->keys) == 0)
			return true;
	}
	return false;
}

static void
print_mdoc_action(FILE *out, enum action action)
{
	const char *before = ".It ";

	for (const struct bind *bind = binds; bind->context != NULL; bind++) {
		if (bind->action != action || was_printed(bind))
			continue;
		fputs(before, out);
		fputs("Ic ", out);
		print_mdoc_key(out, bind->keys);
		before = " , ";
	}
	fputc('\n', out);
	mdoc_text(out, action_infos[action].help);
}

void
keys_print_mdoc(FILE *out)
{
	fputs(".Sh KEYS\n", out);
	mdoc_text(out, "Those that a view has are at its foot; ? lists all of "
		       "them, and : does anything by its name.");
	fputs(".Bl -tag -width Ds -compact\n", out);
	for (enum action i = 1; i < ACTION_COUNT; i++)
		print_mdoc_action(out, i);
	fputs(".El\n", out);
}
