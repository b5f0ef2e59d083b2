/*
 * The subcommands.  One table (tui/commands.c) says what each is called, what
 * it takes and needs and which function does it; dispatch, usage, help and
 * the man page all come from there.
 */
#ifndef TUI_COMMAND_H
#define TUI_COMMAND_H

#include <stdbool.h>
#include <stdio.h>

#include "base/outcome.h"

struct cli;

struct command_option {
	const char *name;  /* without its dashes */
	const char *value; /* what stands for its value; NULL: it has none */
	const char *help;  /* half a sentence, in small letters */
	bool is_required;  /* without it the command is called wrongly */
};

/* Each needs what those before it need. */
enum command_need {
	NEED_NOTHING,
	NEED_SETTINGS,
	NEED_DATABASE, /* a connection, made by its first question */
	NEED_SCHEMA,   /* one that is this program's own */
	COMMAND_NEED_COUNT
};

#define ANY_NUMBER 1000000

struct command {
	const char *noun;
	const char *verb;      /* NULL: the noun says it all */
	const char *arguments; /* as the usage shows them; NULL: none */
	size_t min_arguments, max_arguments;
	const struct command_option *options; /* NULL, or ends with no name */
	enum command_need needs;
	const char *help; /* one sentence */
	/* A refusal stands in the cli; main says it and chooses the exit. */
	enum outcome (*run)(struct cli *cli);
};

/* Ends without a noun. */
extern const struct command commands[];

/* Known to every command; end without a name. */
extern const struct command_option common_options[];

/* The command of these words; `verb` may be NULL or belong to something
   else, `used` says how many of the two were the command's name. */
const struct command *command_find(
    const char *noun, const char *verb, size_t *used);

/* Is it the first word of any? */
bool command_has_noun(const char *noun);

/* "jobs retry" below `mem`. */
char *command_name(void *mem, const struct command *command);

/* What the program and its commands are; with a noun, only its commands. */
void command_print_list(FILE *out, const char *noun);

/* How one of them is called, and what its options mean. */
void command_print_usage(FILE *out, const struct command *command);

/* All of them as the body of a section of the man page (mdoc(7)). */
void command_print_mdoc(FILE *out);

#endif
