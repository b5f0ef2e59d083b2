/* THE table of subcommands. */
#include "config.h"

#include <stddef.h>

#include "tui/command.h"
#include "tui/handlers.h"
#include "tui/listing.h"

#define OPTIONS(...)                                                           \
	(const struct command_option[])                                        \
	{                                                                      \
		__VA_ARGS__,                                                   \
		{                                                              \
			0                                                      \
		}                                                              \
	}

/* clang-format off */
#define OPTION(option_name, option_value, option_help)                         \
	{ .name = (option_name), .value = (option_value), .help = (option_help) }
/* clang-format on */

#define DATA_OPTION                                                            \
	OPTION("data", "FOLDER", "where the house keeps everything it has")

/* clang-format off */
#define TITLE_OPTIONS                                                          \
	OPTION("q", "WORDS", "only those in which these words begin words"),   \
	OPTION("genre", "NAME", "only those of a genre"),                      \
	OPTION("year", "YEAR", "only those of a year"),                        \
	OPTION("trashed", NULL, "only what is in the trash")
/* clang-format on */

const struct command commands[] = {
	{ .noun = "up",
	    .options = OPTIONS(DATA_OPTION,
		OPTION("port", "NUMBER", "of the web server (8080)"),
		OPTION("slots", "NUMBER", "jobs that run at once"),
		OPTION("detach", NULL, "stay open in the background")),
	    .needs = NEED_SETTINGS,
	    .help = "Open a whole house on this machine, for one person.",
	    .run = stack_run },
	{ .noun = "down",
	    .options = OPTIONS(DATA_OPTION),
	    .needs = NEED_SETTINGS,
	    .help = "Close the house that up has opened.",
	    .run = stack_run },
	{ .noun = "status",
	    .options = OPTIONS(DATA_OPTION),
	    .needs = NEED_SETTINGS,
	    .help = "Say which programs of that house are running.",
	    .run = stack_run },
	{ .noun = "migrate",
	    .options = OPTIONS(OPTION("wait", "SECONDS",
		"wait so long for a database that does not answer (0)")),
	    .needs = NEED_DATABASE,
	    .help = "Bring the database to this program's schema.",
	    .run = migrate_run },
	{ .noun = "config",
	    .options =
		OPTIONS(OPTION("example", NULL,
			    "print a settings file with all defaults instead"),
		    OPTION("check", NULL, "only say what is wrong with them"),
		    OPTION("mdoc", NULL,
			"print what the manual page says of each instead")),
	    .help = "Print the settings in force, without the password.",
	    .run = config_run },
	{ .noun = "import",
	    .arguments = "FILE...",
	    .min_arguments = 1,
	    .max_arguments = ANY_NUMBER,
	    .needs = NEED_SCHEMA,
	    .help = "Bring in films of this machine; prints their ids.",
	    .run = import_run },
	{ .noun = "media",
	    .verb = "list",
	    .options = OPTIONS(OPTION("status", "STATUS",
				   "only UPLOADED, PROCESSING, READY or ERROR"),
		LISTING_OPTIONS),
	    .needs = NEED_SCHEMA,
	    .help = "List media files, newest first.",
	    .run = media_list },
	{ .noun = "media",
	    .verb = "show",
	    .arguments = "ID",
	    .min_arguments = 1,
	    .max_arguments = 1,
	    .needs = NEED_SCHEMA,
	    .help = "Show a media file with its renditions and jobs.",
	    .run = media_show },
	{ .noun = "media",
	    .verb = "process",
	    .arguments = "ID...",
	    .min_arguments = 1,
	    .max_arguments = ANY_NUMBER,
	    .needs = NEED_SCHEMA,
	    .help = "Queue media files to be processed again.",
	    .run = media_process_all },
	{ .noun = "media",
	    .verb = "delete",
	    .arguments = "ID...",
	    .min_arguments = 1,
	    .max_arguments = ANY_NUMBER,
	    .options = OPTIONS(OPTION("yes", NULL, "do not ask")),
	    .needs = NEED_SCHEMA,
	    .help = "Delete media files that no title uses, originals and "
		    "all.",
	    .run = media_delete_all },
	{ .noun = "movies",
	    .verb = "list",
	    .options = OPTIONS(TITLE_OPTIONS, LISTING_OPTIONS),
	    .needs = NEED_SCHEMA,
	    .help = "List movies by title.",
	    .run = movies_list },
	{ .noun = "movies",
	    .verb = "show",
	    .arguments = "ID",
	    .min_arguments = 1,
	    .max_arguments = 1,
	    .needs = NEED_SCHEMA,
	    .help = "Show a movie.",
	    .run = movies_show },
	{ .noun = "series",
	    .verb = "list",
	    .options = OPTIONS(TITLE_OPTIONS, LISTING_OPTIONS),
	    .needs = NEED_SCHEMA,
	    .help = "List series by title.",
	    .run = series_list },
	{ .noun = "series",
	    .verb = "show",
	    .arguments = "ID",
	    .min_arguments = 1,
	    .max_arguments = 1,
	    .needs = NEED_SCHEMA,
	    .help = "Show a series, its seasons and their episodes.",
	    .run = series_show },
	{ .noun = "jobs",
	    .verb = "list",
	    .options = OPTIONS(OPTION("state", "STATE",
				   "only BLOCKED, SCHEDULED, QUEUED, RUNNING, "
				   "DONE, DEAD or CANCELED"),
		OPTION("kind", "KIND", "only process or sweep"),
		OPTION("media", "ID", "only those of a media file"),
		LISTING_OPTIONS),
	    .needs = NEED_SCHEMA,
	    .help = "List jobs, newest first.",
	    .run = jobs_list },
	{ .noun = "jobs",
	    .verb = "show",
	    .arguments = "ID",
	    .min_arguments = 1,
	    .max_arguments = 1,
	    .needs = NEED_SCHEMA,
	    .help = "Show a job, its attempts and the last lines it said.",
	    .run = jobs_show },
	{ .noun = "jobs",
	    .verb = "log",
	    .arguments = "ID",
	    .min_arguments = 1,
	    .max_arguments = 1,
	    .needs = NEED_SCHEMA,
	    .help = "Print all that a job has logged.",
	    .run = jobs_log },
	{ .noun = "jobs",
	    .verb = "retry",
	    .arguments = "ID...",
	    .max_arguments = ANY_NUMBER,
	    .options = OPTIONS(
		OPTION("all-dead", NULL, "every DEAD job, oldest first")),
	    .needs = NEED_SCHEMA,
	    .help = "Queue jobs again that are DEAD or CANCELED.",
	    .run = jobs_retry },
	{ .noun = "jobs",
	    .verb = "cancel",
	    .arguments = "ID...",
	    .min_arguments = 1,
	    .max_arguments = ANY_NUMBER,
	    .needs = NEED_SCHEMA,
	    .help = "Cancel jobs; running ones are stopped within a second.",
	    .run = jobs_cancel },
	{ .noun = "queue",
	    .verb = "show",
	    .needs = NEED_SCHEMA,
	    .help = "Show the queues and how many jobs are in each.",
	    .run = queue_show },
	{ .noun = "queue",
	    .verb = "pause",
	    .options =
		OPTIONS(OPTION("reason", "TEXT", "shown to who wonders why")),
	    .needs = NEED_SCHEMA,
	    .help = "Let no further job begin.",
	    .run = queue_pause_run },
	{ .noun = "queue",
	    .verb = "resume",
	    .needs = NEED_SCHEMA,
	    .help = "Let jobs begin again.",
	    .run = queue_resume_run },
	{ .noun = "help",
	    .arguments = "[COMMAND]",
	    .max_arguments = 2,
	    .options = OPTIONS(OPTION("mdoc", NULL,
		"print what the manual page says of each command")),
	    .help = "List the commands, or say what one does and takes.",
	    .run = help_run },
	{ 0 },
};
