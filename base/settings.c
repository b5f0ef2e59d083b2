/* The table of settings. */
#include "config.h"

#include "base/settings.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/address.h"
#include "base/conf.h"
#include "base/log.h"
#include "base/mem.h"

/* By syslog priority (RFC 5424 section 6.2.1), as base/log.h counts. */
static const char *const log_level_names[] = { "emerg", "alert", "crit",
	"error", "warn", "notice", "info", "debug", NULL };

static const char *const playback_names[] = {
	[PLAYBACK_PUBLIC] = "public", [PLAYBACK_SIGNED] = "signed", NULL
};

static const char *const sandbox_names[] = { [SANDBOX_OFF] = "off",
	[SANDBOX_BEST_EFFORT] = "best-effort",
	[SANDBOX_REQUIRED] = "required",
	NULL };

#define SETTING(member, ...) FIELD(settings, member, __VA_ARGS__)

const struct field settings_fields[] = {
	SETTING(data_dir, .initial = "/var/lib/movie-house",
	    .help = "Folder of originals, media and everything in between; "
		    "one file system."),
	SETTING(runtime_dir, .initial = "/run/movie-house",
	    .help = "Folder of the sockets that workers are woken by."),
	SETTING(helper_dir, .initial = HELPERDIR,
	    .help = "Folder of movie-house-box and movie-house-stack."),
	SETTING(ffmpeg, .initial = "/usr/bin/ffmpeg",
	    .help = "The ffmpeg program, an absolute path."),
	SETTING(ffprobe, .initial = "/usr/bin/ffprobe",
	    .help = "The ffprobe program, an absolute path."),
	SETTING(log_level, .words = log_level_names, .initial = "info",
	    .help = "The least that is logged: error, warn, info or debug."),

	SETTING(database_socket, .initial = "/run/mysqld/mysqld.sock",
	    .help = "Unix socket of MariaDB; empty: host and port instead."),
	SETTING(database_host, .initial = "",
	    .help = "Host of MariaDB when there is no socket."),
	SETTING(database_port, .min = 1, .max = 65535, .initial = "3306",
	    .help = "TCP port of MariaDB."),
	SETTING(database_name, .initial = "moviehouse",
	    .help = "Name of the database."),
	SETTING(database_user, .initial = "",
	    .help = "Account at MariaDB; empty: the operating system's name."),
	SETTING(database_password, .secret = true, .initial = "",
	    .help = "Its password; empty where the socket proves who we are."),

	SETTING(api_threads, .min = 1, .max = 256, .initial = "16",
	    .help = "Requests answered at once by the api role."),
	SETTING(upload_threads, .min = 1, .max = 1024, .initial = "128",
	    .help = "Uploads received at once by the upload role, of up to "
		    "4.5 MB of memory each; beyond them the answer is 503."),
	SETTING(request_queue, .min = 1, .max = 65536, .initial = "256",
	    .help = "Requests that may wait; beyond them the answer is 503."),
	SETTING(request_timeout_s, .min = 1, .max = 3600, .unit = "seconds",
	    .initial = "60",
	    .help = "A request ends after that long, plus a second for each "
		    "4 KiB of body it has brought, or when nothing comes for "
		    "that long."),
	SETTING(drain_s, .min = 1, .max = 3600, .unit = "seconds",
	    .initial = "20",
	    .help = "Time that requests have to end once the program is asked "
		    "to stop."),
	SETTING(max_upload_bytes, .min = 1, .max = INT64_MAX, .unit = "bytes",
	    .initial = "256G", .help = "The largest upload (413 above it)."),
	SETTING(max_poster_bytes, .min = 1, .max = 1073741824, .unit = "bytes",
	    .initial = "10M",
	    .help = "The largest picture for a poster (413 above it)."),
	SETTING(max_subtitle_bytes, .min = 1024, .max = 16777216,
	    .unit = "bytes", .initial = "4M",
	    .help = "The largest file of subtitles (413 above it)."),
	SETTING(reserve_bytes, .min = 0, .max = INT64_MAX, .unit = "bytes",
	    .initial = "2G",
	    .help = "Free disk that uploads and jobs leave untouched (507)."),
	SETTING(upload_expires_s, .min = 1, .max = 31536000, .unit = "seconds",
	    .initial = "604800",
	    .help = "How long an unfinished resumable upload (tus) waits for "
		    "its next bytes; 7 days."),
	SETTING(upload_quota, .min = 0, .max = INT64_MAX, .unit = "bytes",
	    .initial = "0",
	    .help = "Originals that one account may own, where the account "
		    "itself does not say (507 above it); 0: no limit."),
	SETTING(trash_days, .min = 0, .max = 36500, .unit = "days",
	    .initial = "30",
	    .help = "What has been in the trash for that long is deleted; "
		    "0: never."),
	SETTING(upload_extensions,
	    .initial = "mp4 m4v mov mkv webm avi ts m2ts mts mpg mpeg flv ogv "
		       "ogg wmv asf mxf 3gp",
	    .help = "Extensions of file names that an upload may have."),
	SETTING(upload_types,
	    .initial = "video/* application/octet-stream application/mp4 "
		       "application/x-matroska application/mxf application/ogg",
	    .help = "Content types that an upload may have."),
	SETTING(media_base_url, .initial = "",
	    .help = "Put before every playback URL, for a CDN that pulls."),
	SETTING(playback, .words = playback_names, .initial = "public",
	    .help = "public, or signed: playback URLs expire, and the web "
		    "server asks the authorizer."),
	SETTING(playback_key, .secret = true, .min = 32, .max = 256,
	    .initial = "",
	    .help = "Signs playback URLs: 32 characters or more, as of "
		    "openssl rand -hex 32."),
	SETTING(playback_key_previous, .secret = true, .min = 32, .max = 256,
	    .initial = "",
	    .help = "The key before it, honoured while its URLs last."),
	SETTING(playback_lifetime_s, .min = 60, .max = 31536000,
	    .unit = "seconds", .initial = "21600",
	    .help = "A signed URL works that long beyond the film's length."),
	SETTING(authorizer_threads, .min = 1, .max = 256, .initial = "4",
	    .help = "Signed URLs looked at at once by the authorizer role."),
	SETTING(metrics_access, .initial = "loopback",
	    .help = "Who may see /metrics, by the address the web server "
		    "sees: loopback, all, off, addresses, networks."),

	SETTING(public_read, .initial = "false",
	    .help = "Whoever comes may look and play; changes still need an "
		    "account."),
	SETTING(insecure_cookie, .initial = "false",
	    .help = "Lets browsers of this machine sign in without TLS."),
	SETTING(session_idle_s, .min = 60, .max = 31536000, .unit = "seconds",
	    .initial = "43200",
	    .help = "A session that nobody uses ends after that long."),
	SETTING(session_max_s, .min = 60, .max = 31536000, .unit = "seconds",
	    .initial = "1209600",
	    .help = "Every session ends after that long."),
	SETTING(password_memory, .min = 65536, .max = 1073741824,
	    .unit = "bytes", .initial = "64M",
	    .help = "Memory that one try of a password takes (argon2id); "
		    "two at once are tried."),

	SETTING(worker_slots, .min = 1, .max = 64, .initial = "1",
	    .help = "Jobs that one worker runs at once."),
	SETTING(encoder_threads, .min = 0, .max = 256, .initial = "0",
	    .help = "Threads of one encoder; 0: one for each core."),
	SETTING(poll_ms, .min = 10, .max = 60000, .unit = "milliseconds",
	    .initial = "500",
	    .help = "How often an idle worker looks for jobs unasked."),
	SETTING(stall_s, .min = 1, .max = 86400, .unit = "seconds",
	    .initial = "120",
	    .help = "A job without progress for that long is killed."),
	SETTING(worker_drain_s, .min = 0, .max = 86400, .unit = "seconds",
	    .initial = "5",
	    .help = "How long a worker that must end lets its jobs go on."),
	SETTING(max_duration_s, .min = 1, .max = 604800, .unit = "seconds",
	    .initial = "43200", .help = "The longest film that is accepted."),
	SETTING(segment_s, .min = 2, .max = 10, .unit = "seconds",
	    .initial = "6",
	    .help = "Length of a segment; a multiple of two fits best."),
	SETTING(early_from_s, .min = 0, .max = 604800, .unit = "seconds",
	    .initial = "20",
	    .help = "A film of that length or more plays from its first "
		    "rendition on, while the others are made."),
	SETTING(sandbox, .words = sandbox_names, .initial = "best-effort",
	    .help = "The sandbox around ffmpeg and ffprobe: required (without "
		    "it the worker does not start), best-effort (what this "
		    "system offers), or off."),

	SETTING(webhook_private, .initial = "false",
	    .help = "Webhooks may be without TLS, and lead to this machine "
		    "and private networks."),
	SETTING(webhook_ca_file, .initial = "",
	    .help = "Certificates (PEM) that webhooks are trusted by; empty: "
		    "those of the system."),
	FIELD_END,
};

/* What one setting says about another. */
static enum outcome
check_together(const struct settings *settings, struct refusal *refusal)
{
	if (settings->playback == PLAYBACK_SIGNED &&
	    settings->playback_key == NULL)
		refuse_field(refusal, "playback_key", "missing",
		    "must be set when playback is signed");
	for (size_t i = 0; i < settings->metrics_access.count; i++) {
		if (!address_is_rule(settings->metrics_access.items[i]))
			refuse_field(refusal, "metrics_access", "wrong_type",
			    "holds neither a known word nor an address");
	}
	return refusal_outcome(refusal);
}

enum outcome
settings_read(
    void *mem, const char *path, struct settings **out, struct refusal *refusal)
{
	enum outcome rc;

	if (path == NULL)
		path = getenv("MOVIE_HOUSE_CONF");
	if (path == NULL && access(SYSCONFDIR "/movie-house.conf", F_OK) == 0)
		path = SYSCONFDIR "/movie-house.conf";
	*out = mem_new(mem, struct settings);
	rc = conf_read(mem, path, settings_fields, *out, refusal);
	return rc == OK ? check_together(*out, refusal) : rc;
}
