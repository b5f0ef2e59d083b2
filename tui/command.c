/* Finding and describing subcommands. */
#include "config.h"

#include "tui/command.h"

#include <string.h>

#include "base/mem.h"
#include "tui/mdoc.h"

#define LINE_COLUMNS 78

const struct command_option common_options[] = {
	{ "config", "FILE", "read the settings there" },
	{ "json", NULL, "print one JSON object" },
	{ "help", NULL, "print what the command does and takes" },
	{ "version", NULL, "print the version" },
	{ 0 },
};

const struct command *
command_find(const char *noun, const char *verb, size_t *used)
{
	const struct command *command;

	for (command = commands; command->noun != NULL; command++) {
		if (strcmp(command->noun, noun) != 0)
			continue;
		*used = command->verb == NULL ? 1 : 2;
		if (command->verb == NULL ||
		    (verb != NULL && strcmp(command->verb, verb) == 0))
			return command;
	}
	return NULL;
}

bool
command_has_noun(const char *noun)
{
	const struct command *command = commands;

	while (command->noun != NULL && strcmp(command->noun, noun) != 0)
		command++;
	return command->noun != NULL;
}

char *
command_name(void *mem, const struct command *command)
{
	return mem_printf(mem, "%s%s%s", command->noun,
	    command->verb != NULL ? " " : "",
	    command->verb != NULL ? command->verb : "");
}

/* "--status STATUS" */
static char *
option_text(void *mem, const struct command_option *option)
{
	return mem_printf(mem, "--%s%s%s", option->name,
	    option->value != NULL ? " " : "",
	    option->value != NULL ? option->value : "");
}

/* "[--status STATUS]", or without its brackets what must stand there. */
static char *
option_call(void *mem, const struct command_option *option)
{
	char *text = option_text(mem, option);

	return option->is_required ? text : mem_printf(mem, "[%s]", text);
}

/* `column` is where the line is; a word that does not fit begins the next. */
static void
put_word(FILE *out, size_t *column, const char *word)
{
	size_t length = strlen(word) + 1;

	if (*column + length > LINE_COLUMNS) {
		fputs("\n         ", out);
		*column = 9;
	}
	fprintf(out, " %s", word);
	*column += length;
}

static void
print_call(FILE *out, const struct command *command)
{
	AUTO_FREE void *mem = mem_context(NULL);
	const struct command_option *option = command->options;
	size_t column = strlen("usage: movie-house");

	fputs("usage: movie-house", out);
	put_word(out, &column, command_name(mem, command));
	for (; option != NULL && option->name != NULL; option++)
		put_word(out, &column, option_call(mem, option));
	if (command->arguments != NULL)
		put_word(out, &column, command->arguments);
	fputc('\n', out);
}

static void
print_options(FILE *out, const struct command_option *option)
{
	AUTO_FREE void *mem = mem_context(NULL);

	for (; option != NULL && option->name != NULL; option++)
		fprintf(out, "  %-19s %s\n", option_text(mem, option),
		    option->help);
}

void
command_print_list(FILE *out, const char *noun)
{
	AUTO_FREE void *mem = mem_context(NULL);
	const struct command *command;

	fputs("usage: movie-house [--config FILE] [--json] COMMAND "
	      "[ARGUMENT]...\n\n",
	    out);
	for (command = commands; command->noun != NULL; command++) {
		if (noun != NULL && strcmp(noun, command->noun) != 0)
			continue;
		fprintf(out, "  %-19s %s\n", command_name(mem, command),
		    command->help);
	}
	fputc('\n', out);
	print_options(out, common_options);
}

void
command_print_usage(FILE *out, const struct command *command)
{
	print_call(out, command);
	fprintf(out, "\n%s\n\n", command->help);
	print_options(out, command->options);
	print_options(out, common_options);
}

static void
print_mdoc_option(
    FILE *out, const char *macro, const struct command_option *option)
{
	fprintf(out, "%s Fl -%s", macro, option->name);
	if (option->value != NULL)
		fprintf(out, " Ar %s", option->value);
	fputc('\n', out);
}

/* In the line that says how the command is called. */
static void
print_mdoc_call(FILE *out, const struct command_option *option)
{
	if (!option->is_required)
		print_mdoc_option(out, ".Op", option);
	else if (option->value != NULL)
		fprintf(out, ".Fl -%s Ar %s\n", option->name, option->value);
	else
		fprintf(out, ".Fl -%s\n", option->name);
}

static void
print_mdoc_options(FILE *out, const struct command_option *option)
{
	if (option == NULL || option->name == NULL)
		return;
	fputs(".Bl -tag -width Ds -compact\n", out);
	for (; option->name != NULL; option++) {
		print_mdoc_option(out, ".It", option);
		mdoc_text(out, option->help);
	}
	fputs(".El\n", out);
}

void
command_print_mdoc(FILE *out)
{
	AUTO_FREE void *mem = mem_context(NULL);
	const struct command *command;

	fputs(".Bl -tag -width Ds\n", out);
	for (command = commands; command->noun != NULL; command++) {
		const struct command_option *option = command->options;

		fprintf(out, ".It Xo\n.Cm %s\n", command_name(mem, command));
		for (; option != NULL && option->name != NULL; option++)
			print_mdoc_call(out, option);
		if (command->arguments != NULL)
			fprintf(out, ".Ar %s\n", command->arguments);
		fputs(".Xc\n", out);
		mdoc_text(out, command->help);
		print_mdoc_options(out, command->options);
	}
	fputs(".El\n", out);
}
