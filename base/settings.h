/*
 * The settings: one table says name, type, default, limits and help, and
 * feeds the reader, --print-config, the man page and the example file.
 */
#ifndef BASE_SETTINGS_H
#define BASE_SETTINGS_H

#include "base/field.h"
#include "base/outcome.h"

/* Who may fetch films: anybody who knows an address, or whoever was given a
   signed one. */
enum playback_mode { PLAYBACK_PUBLIC, PLAYBACK_SIGNED };

/* Around ffmpeg and ffprobe (base/sandbox.h): none, as much of it as there is
   here, or all of it or no work at all. */
enum sandbox_mode { SANDBOX_OFF, SANDBOX_BEST_EFFORT, SANDBOX_REQUIRED };

struct settings {
	char *data_dir;
	char *runtime_dir;
	char *helper_dir;
	char *ffmpeg;
	char *ffprobe;
	unsigned int log_level;

	char *database_socket;
	char *database_host;
	int64_t database_port;
	char *database_name;
	char *database_user;
	char *database_password;

	int64_t api_threads;
	int64_t upload_threads;
	int64_t request_queue;
	int64_t request_timeout_s;
	int64_t drain_s;
	int64_t max_upload_bytes;
	int64_t max_poster_bytes;
	int64_t max_subtitle_bytes;
	int64_t reserve_bytes;
	int64_t upload_expires_s;
	int64_t upload_quota;
	int64_t trash_days;
	struct text_list upload_extensions;
	struct text_list upload_types;
	char *media_base_url;
	unsigned int playback;
	char *playback_key;
	char *playback_key_previous;
	int64_t playback_lifetime_s;
	int64_t authorizer_threads;
	struct text_list metrics_access;

	bool public_read;
	bool insecure_cookie;
	int64_t session_idle_s;
	int64_t session_max_s;
	int64_t password_memory;

	int64_t worker_slots;
	int64_t encoder_threads;
	int64_t poll_ms;
	int64_t stall_s;
	int64_t worker_drain_s;
	int64_t max_duration_s;
	int64_t segment_s;
	int64_t early_from_s;
	unsigned int sandbox;

	bool webhook_private;
	char *webhook_ca_file;
};

extern const struct field settings_fields[];

/*
 * Reads the file at `path`; NULL: $MOVIE_HOUSE_CONF, else
 * SYSCONFDIR/movie-house.conf, else, when that does not exist, the defaults.
 * Owned by `mem`.  INVALID with each faulty setting in `refusal`, also when
 * playback is signed and there is no key to sign with.
 */
enum outcome settings_read(void *mem, const char *path, struct settings **out,
    struct refusal *refusal) MUST_CHECK;

#endif
