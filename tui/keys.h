/*
 * What can be done, and the keys that do it: one table of actions and one of
 * keys, from which dispatch, the footer, the help, the palette and the man
 * page are made.
 */
#ifndef TUI_KEYS_H
#define TUI_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Needs of an action; who has not got it is told so. */
#define NEEDS_ROW 1 /* a row under the cursor, or tagged ones */
#define NEEDS_DB 2  /* the database: it changes something */

/* ID, name, group, footer's word, sentence, needs */
#define ACTIONS(X)                                                             \
	X(DASH, "dash", "Views", "dash", "The dashboard", 0)                   \
	X(LIBRARY, "library", "Views", "library", "Movies", 0)                 \
	X(MEDIA, "media", "Views", "media", "Media files", 0)                  \
	X(QUEUE, "queue", "Views", "queue", "Jobs", 0)                         \
	X(WORKERS, "workers", "Views", "workers", "Workers", 0)                \
	X(UPLOADS, "uploads", "Views", "uploads", "What is being uploaded", 0) \
	X(USERS, "users", "Views", "users", "Accounts and their tokens", 0)    \
	X(SERIES, "series", "Views", "series", "Series and their episodes", 0) \
	X(TRASH_CAN, "trash-can", "Views", "trash", "What is in the trash", 0) \
	X(BACK, "back", "Views", "back", "Back, or out of what is open", 0)    \
	X(PALETTE, "palette", "Screen", "commands", "Do anything by its name", \
	    0)                                                                 \
	X(HELP, "help", "Screen", "help", "All keys of this view", 0)          \
	X(REDRAW, "redraw", "Screen", "redraw",                                \
	    "Read again, draw everything anew", 0)                             \
	X(FREEZE, "freeze", "Screen", "freeze",                                \
	    "Stop the screen from changing, or let it", 0)                     \
	X(MOUSE, "mouse", "Screen", "mouse", "Use the mouse, or do not", 0)    \
	X(SUSPEND, "suspend", "Screen", "suspend", "To the shell; fg returns", \
	    0)                                                                 \
	X(QUIT, "quit", "Screen", "quit", "Leave", 0)                          \
	X(UP, "up", "Move", "up", "Up", 0)                                     \
	X(DOWN, "down", "Move", "down", "Down", 0)                             \
	X(HALF_UP, "half-up", "Move", "half up", "Half a screen up", 0)        \
	X(HALF_DOWN, "half-down", "Move", "half down", "Half a screen down",   \
	    0)                                                                 \
	X(PAGE_UP, "page-up", "Move", "page up", "A screen up", 0)             \
	X(PAGE_DOWN, "page-down", "Move", "page down", "A screen down", 0)     \
	X(FIRST, "first", "Move", "first", "The first", 0)                     \
	X(LAST, "last", "Move", "last", "The last", 0)                         \
	X(OPEN, "open", "Row", "open", "Look closer", NEEDS_ROW)               \
	X(FILTER, "filter", "Find", "filter",                                  \
	    "Show what matches: words, key:value", 0)                          \
	X(SHOW, "show", "Find", "show", "Show the next kind", 0)               \
	X(SORT, "sort", "Find", "sort", "Sort by the next column", 0)          \
	X(TURN, "turn", "Find", "turn", "Sort the other way round", 0)         \
	X(TAG, "tag", "Tags", "tag", "Tag, and go on", NEEDS_ROW)              \
	X(TAG_ALL, "tag-all", "Tags", "tag all", "Tag all that is loaded", 0)  \
	X(UNTAG, "untag", "Tags", "untag", "Untag all", 0)                     \
	X(EDIT, "edit", "Row", "edit", "Change what is said of it",            \
	    NEEDS_ROW | NEEDS_DB)                                              \
	X(NEW, "new", "Row", "new", "A new one", NEEDS_DB)                     \
	X(NEW_SEASON, "new-season", "Row", "season",                           \
	    "A new season of the series", NEEDS_ROW | NEEDS_DB)                \
	X(UNFOLD, "unfold", "Tree", "open", "Open the branch", NEEDS_ROW)      \
	X(FOLD, "fold", "Tree", "close", "Close the branch, or go up",         \
	    NEEDS_ROW)                                                         \
	X(PUT_HERE, "put-here", "Tree", "put here",                            \
	    "Move the tagged episodes before this one, or to the season's "    \
	    "end",                                                             \
	    NEEDS_ROW | NEEDS_DB)                                              \
	X(UP_ONE, "up-one", "Tree", "earlier", "Move the episode up by one",   \
	    NEEDS_ROW | NEEDS_DB)                                              \
	X(DOWN_ONE, "down-one", "Tree", "later",                               \
	    "Move the episode down by one", NEEDS_ROW | NEEDS_DB)              \
	X(RENUMBER, "renumber", "Tree", "renumber",                            \
	    "Number the season's episodes from 1", NEEDS_ROW | NEEDS_DB)       \
	X(ENCODE, "encode", "Row", "encode", "Encode the original again",      \
	    NEEDS_ROW | NEEDS_DB)                                              \
	X(DROP, "drop", "Row", "drop HLS",                                     \
	    "Remove what was made, keep the original", NEEDS_ROW | NEEDS_DB)   \
	X(DELETE, "delete", "Row", "delete",                                   \
	    "Delete for ever, if nobody uses it", NEEDS_ROW | NEEDS_DB)        \
	X(TRASH, "trash", "Row", "trash", "Into the trash",                    \
	    NEEDS_ROW | NEEDS_DB)                                              \
	X(RESTORE, "restore", "Row", "restore", "Out of the trash",            \
	    NEEDS_ROW | NEEDS_DB)                                              \
	X(JOB, "job", "Row", "job", "The latest job of its film", NEEDS_ROW)   \
	X(ADD_SUBTITLE, "add-subtitle", "Row", "subtitle",                     \
	    "Add a file of subtitles from this machine", NEEDS_ROW | NEEDS_DB) \
	X(DROP_SUBTITLE, "drop-subtitle", "Row", "no subtitle",                \
	    "Take the subtitle under the cursor away", NEEDS_ROW | NEEDS_DB)   \
	X(POSTER, "poster", "Row", "poster",                                   \
	    "Make a frame of the film the poster", NEEDS_ROW | NEEDS_DB)       \
	X(PURGE, "purge", "Row", "delete",                                     \
	    "Delete what is in the trash for ever", NEEDS_ROW | NEEDS_DB)      \
	X(RETRY, "retry", "Row", "retry", "Try the job again",                 \
	    NEEDS_ROW | NEEDS_DB)                                              \
	X(RETRY_FAILED, "retry-failed", "Queue", "retry failed",               \
	    "Try every failed job again", NEEDS_DB)                            \
	X(CANCEL, "cancel", "Row", "cancel",                                   \
	    "Stop the job, or take it out of the queue", NEEDS_ROW | NEEDS_DB) \
	X(RAISE, "raise", "Row", "sooner", "Sooner: a higher priority",        \
	    NEEDS_ROW | NEEDS_DB)                                              \
	X(LOWER, "lower", "Row", "later", "Later: a lower priority",           \
	    NEEDS_ROW | NEEDS_DB)                                              \
	X(PAUSE, "pause", "Queue", "pause",                                    \
	    "Begin no more jobs, or begin them again", NEEDS_DB)               \
	X(DRAIN, "drain", "Row", "drain",                                      \
	    "Let the worker finish and take no more", NEEDS_ROW | NEEDS_DB)    \
	X(RESUME, "resume", "Row", "resume", "Let the worker take jobs again", \
	    NEEDS_ROW | NEEDS_DB)                                              \
	X(ABORT, "abort", "Row", "abort",                                      \
	    "Give the upload up, with all that has come",                      \
	    NEEDS_ROW | NEEDS_DB)                                              \
	X(DISABLE, "disable", "Row", "disable",                                \
	    "Let the account in no more, or again", NEEDS_ROW | NEEDS_DB)      \
	X(PASSWORD, "password", "Row", "password",                             \
	    "Give the account another password", NEEDS_ROW | NEEDS_DB)         \
	X(TOKEN, "token", "Row", "new token",                                  \
	    "A new token of the account, shown once", NEEDS_ROW | NEEDS_DB)    \
	X(REVOKE, "revoke", "Row", "revoke",                                   \
	    "Let the token open nothing any more", NEEDS_ROW | NEEDS_DB)       \
	X(FOLLOW, "follow", "Log", "follow", "Stay at the log's end", 0)       \
	X(WARNINGS, "warnings", "Log", "warnings",                             \
	    "Only lines that warn, or all", 0)                                 \
	X(FIND, "find", "Log", "find", "Find words in the log", 0)             \
	X(FIND_NEXT, "find-next", "Log", "next", "The next line found", 0)     \
	X(FIND_BACK, "find-back", "Log", "previous", "The line found before", 0)

enum action {
	ACTION_NONE,
#define X(id, name, group, word, help, needs) ACTION_##id,
	ACTIONS(X)
#undef X
	    ACTION_COUNT
};

struct action_info {
	const char *name;  /* in the palette */
	const char *group; /* in the help */
	const char *word;  /* in the footer */
	const char *help;
	unsigned int needs;
};
extern const struct action_info action_infos[ACTION_COUNT];

/* A key, or two that follow each other, in a context. */
struct bind {
	const char *context;
	const char *keys;
	enum action action;
	bool is_foot; /* stands in the footer */
};
extern const struct bind binds[]; /* ends without a context */

#define KEYS_MAX 2

/* What keys mean: an action, none, or that there must be more of them. */
enum keys_match { KEYS_UNKNOWN, KEYS_PREFIX, KEYS_ACTION };

/*
 * Looks the keys up in the contexts (NULL-ended, the nearest first).
 */
enum keys_match keys_find(const char *const *contexts, const uint32_t *keys,
    size_t count, enum action *out);

/* The first key of an action there, as it is written, or NULL. */
const char *keys_of(const char *const *contexts, enum action action);

/* Is the bind one of these contexts', and not taken by a nearer one? */
bool keys_is_active(const char *const *contexts, const struct bind *bind);

/* All actions with their keys as a section of the man page (mdoc(7)). */
void keys_print_mdoc(FILE *out);

#endif
