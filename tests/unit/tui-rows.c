/* A house of paper: what the views read, always the same.  Linked in the place
   of the functions that ask the database (ld --wrap). */
#include "config.h"

#include "tests/unit/tui-rows.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "house/stats.h"
#include "house/subtitle.h"
#include "sql/attempt.h"
#include "sql/glance.h"
#include "sql/migrate.h"
#include "sql/output.h"
#include "sql/queue.h"
#include "sql/season.h"
#include "sql/token.h"

#define AGO(seconds)                                                           \
	{                                                                      \
		ROWS_NOW_MS - (int64_t)(seconds)*1000                          \
	}
#define NEVER                                                                  \
	{                                                                      \
		ABSENT                                                         \
	}
#define UUID(digit)                                                            \
	{                                                                      \
		"0199c1f2-6a3b-7c4d-8e5f-0a1b2c3d4e5" #digit                   \
	}
#define MIB ((int64_t)1000000)
#define PARASITE "\xea\xb8\xb0\xec\x83\x9d\xec\xb6\xa9"
#define SAMURAI "\xe4\xb8\x83\xe4\xba\xba\xe3\x81\xae\xe4\xbe\x8d"

bool rows_are_away;

static char process[] = "process", encode[] = "encode", attic[] = "attic",
	    cellar[] = "cellar";

static struct job_glance jobs[] = {
	{ .id = 8841,
	    .kind = process,
	    .state = JOB_RUNNING,
	    .priority = 5,
	    .attempt = 1,
	    .max_attempts = 5,
	    .stage = encode,
	    .progress = 473,
	    .speed = 2.4,
	    .eta_ms = 372000,
	    .media_file_id = UUID(1),
	    .title = PARASITE,
	    .worker = attic,
	    .created_at = AGO(840),
	    .due_at = AGO(-60),
	    .started_at = AGO(300),
	    .finished_at = NEVER },
	{ .id = 8839,
	    .kind = process,
	    .state = JOB_RUNNING,
	    .priority = 5,
	    .attempt = 2,
	    .failures = 1,
	    .max_attempts = 5,
	    .stage = encode,
	    .progress = 612,
	    .speed = 5.1,
	    .eta_ms = 110000,
	    .media_file_id = UUID(2),
	    .title = "La batalla de Doria S02E03",
	    .worker = cellar,
	    .created_at = AGO(1860),
	    .due_at = AGO(-60),
	    .started_at = AGO(200),
	    .finished_at = NEVER,
	    .cancel = true },
	{ .id = 8844,
	    .kind = process,
	    .state = JOB_QUEUED,
	    .priority = 5,
	    .max_attempts = 5,
	    .speed = NAN,
	    .eta_ms = ABSENT,
	    .title = "Un proph\xc3\xa8te",
	    .created_at = AGO(360),
	    .due_at = AGO(-100),
	    .started_at = NEVER,
	    .finished_at = NEVER },
	{ .id = 8820,
	    .kind = process,
	    .state = JOB_SCHEDULED,
	    .priority = 5,
	    .failures = 2,
	    .max_attempts = 5,
	    .speed = NAN,
	    .eta_ms = ABSENT,
	    .title = "Nosferatu, eine Symphonie des Grauens",
	    .created_at = AGO(7500),
	    .due_at = AGO(-221),
	    .started_at = AGO(900),
	    .finished_at = NEVER },
	{ .id = 8791,
	    .kind = process,
	    .state = JOB_DEAD,
	    .priority = 5,
	    .failures = 5,
	    .max_attempts = 5,
	    .speed = NAN,
	    .eta_ms = ABSENT,
	    .title = "Cidade de Deus",
	    .error_code = "moov_missing",
	    .error_message = "The file ends before its index.",
	    .created_at = AGO(18000),
	    .due_at = AGO(-900000),
	    .started_at = AGO(17000),
	    .finished_at = AGO(16000) },
	/* What an upload is called is not ours to choose. */
	{ .id = 8790,
	    .kind = process,
	    .state = JOB_DONE,
	    .priority = 5,
	    .progress = 1000,
	    .max_attempts = 5,
	    .speed = NAN,
	    .eta_ms = ABSENT,
	    .title = "\xe2\x80\xae"
		     "evil\x1b[31m name",
	    .worker = attic,
	    .created_at = AGO(19000),
	    .due_at = AGO(-900000),
	    .started_at = AGO(18664),
	    .finished_at = AGO(18000) },
};

static struct media_glance files[] = {
	{ .number = 1,
	    .id = UUID(1),
	    .status = GLANCE_PROCESSING,
	    .file_name = "bong-2019.mkv",
	    .size_bytes = 8400 * MIB,
	    .output_bytes = ABSENT,
	    .duration_ms = 7920000,
	    .width = 3840,
	    .height = 2076,
	    .used_by = PARASITE,
	    .job_id = 8841,
	    .job_state = JOB_RUNNING,
	    .progress = 473,
	    .eta_ms = 372000,
	    .created_at = AGO(840),
	    .updated_at = AGO(300),
	    .original_key = "1" },
	{ .number = 2,
	    .id = UUID(2),
	    .status = GLANCE_READY,
	    .file_name = "S02E03.\xe3\x83\x89\xe3\x83\xbc\xe3\x83\xaa"
			 "\xe3\x82\xa2.mkv",
	    .size_bytes = 1100 * MIB,
	    .output_bytes = 402 * MIB,
	    .duration_ms = 1455000,
	    .width = 1920,
	    .height = 1080,
	    .ladder = "1080 720 480",
	    .voices = "es ja",
	    .used_by = "Legend S02E03",
	    .job_id = 8839,
	    .job_state = JOB_DONE,
	    .progress = 1000,
	    .eta_ms = ABSENT,
	    .created_at = AGO(86400),
	    .updated_at = AGO(80000),
	    .original_key = "2" },
	{ .number = 3,
	    .id = UUID(3),
	    .status = GLANCE_ERROR,
	    .file_name = "old/cidade.avi",
	    .size_bytes = 4900 * MIB,
	    .output_bytes = ABSENT,
	    .duration_ms = ABSENT,
	    .width = ABSENT,
	    .height = ABSENT,
	    .job_id = 8791,
	    .job_state = JOB_DEAD,
	    .progress = 0,
	    .eta_ms = ABSENT,
	    .error_message = "The file ends before its index.",
	    .created_at = AGO(172800),
	    .updated_at = AGO(16000),
	    .original_key = "3" },
	{ .number = 4,
	    .id = UUID(4),
	    .status = GLANCE_UPLOADED,
	    .file_name = "tape-004.mov",
	    .size_bytes = 6200 * MIB,
	    .output_bytes = ABSENT,
	    .duration_ms = ABSENT,
	    .width = ABSENT,
	    .height = ABSENT,
	    .job_id = ABSENT,
	    .progress = ABSENT,
	    .eta_ms = ABSENT,
	    .created_at = AGO(259200),
	    .updated_at = AGO(259200),
	    .original_key = "4" },
};

static char *drama[] = { "drama", "thriller" };

static struct movie_glance movies[] = {
	{ .number = 1,
	    .id = UUID(a),
	    .title = "El secreto de sus ojos",
	    .year = 2009,
	    .media_file_id = UUID(5),
	    .status = GLANCE_READY,
	    .file_name = "secreto.mkv",
	    .size_bytes = 3300 * MIB,
	    .duration_ms = 7740000,
	    .width = 1920,
	    .height = 1080,
	    .ladder = "1080 720 480",
	    .voices = "es",
	    .job_id = 8700,
	    .job_state = JOB_DONE,
	    .progress = 1000,
	    .eta_ms = ABSENT,
	    .trashed_at = NEVER,
	    .created_at = AGO(864000),
	    .updated_at = AGO(864000),
	    .created_by = "api:ana" },
	{ .number = 2,
	    .id = UUID(b),
	    .title = SAMURAI,
	    .original_title = "Seven Samurai",
	    .year = 1954,
	    .media_file_id = UUID(6),
	    .status = GLANCE_READY,
	    .file_name = "samurai.mkv",
	    .size_bytes = 7100 * MIB,
	    .duration_ms = 12420000,
	    .width = 1920,
	    .height = 1080,
	    .ladder = "1080 720 480",
	    .voices = "ja",
	    .job_id = 8701,
	    .job_state = JOB_DONE,
	    .progress = 1000,
	    .eta_ms = ABSENT,
	    .trashed_at = NEVER,
	    .created_at = AGO(864000),
	    .updated_at = AGO(864000),
	    .created_by = "api:ana" },
	{ .number = 3,
	    .id = UUID(c),
	    .title = PARASITE,
	    .original_title = "Parasite",
	    .year = 2019,
	    .rating = "16",
	    .genres = { drama, 2 },
	    .media_file_id = UUID(1),
	    .status = GLANCE_PROCESSING,
	    .file_name = "bong-2019.mkv",
	    .size_bytes = 8400 * MIB,
	    .duration_ms = 7920000,
	    .width = 3840,
	    .height = 2076,
	    .job_id = 8841,
	    .job_state = JOB_RUNNING,
	    .progress = 473,
	    .eta_ms = 372000,
	    .trashed_at = NEVER,
	    .created_at = AGO(840),
	    .updated_at = AGO(180),
	    .created_by = "api:ana",
	    .updated_by = "tui:leo" },
	{ .number = 4,
	    .id = UUID(d),
	    .title = "Cidade de Deus",
	    .year = 2002,
	    .media_file_id = UUID(3),
	    .status = GLANCE_ERROR,
	    .file_name = "old/cidade.avi",
	    .size_bytes = 4900 * MIB,
	    .duration_ms = ABSENT,
	    .width = ABSENT,
	    .height = ABSENT,
	    .job_id = 8791,
	    .job_state = JOB_DEAD,
	    .progress = 0,
	    .eta_ms = ABSENT,
	    .error_message = "The file ends before its index.",
	    .trashed_at = NEVER,
	    .created_at = AGO(172800),
	    .updated_at = AGO(172800),
	    .created_by = "api:cam3" },
	{ .number = 5,
	    .id = UUID(e),
	    .title = "Nosferatu, eine Symphonie des Grauens, in der Fassung "
		     "von 1922",
	    .year = ABSENT,
	    .status = GLANCE_NONE,
	    .size_bytes = ABSENT,
	    .duration_ms = ABSENT,
	    .width = ABSENT,
	    .height = ABSENT,
	    .job_id = ABSENT,
	    .progress = ABSENT,
	    .eta_ms = ABSENT,
	    .trashed_at = NEVER,
	    .created_at = AGO(60),
	    .updated_at = AGO(60),
	    .created_by = "api:ana" },
};

static struct series_glance series[] = {
	{ .number = 1,
	    .id = UUID(a),
	    .title = "Borgen",
	    .year = 2010,
	    .seasons = 4,
	    .episodes = 38,
	    .ready = 36,
	    .errors = 1,
	    .trashed_at = NEVER,
	    .created_at = AGO(864000) },
	{ .number = 2,
	    .id = UUID(b),
	    .title = "\xe9\x8a\x80\xe6\xb2\xb3\xe8\x8b\xb1\xe9\x9b\x84"
		     "\xe4\xbc\x9d\xe8\xaa\xac",
	    .original_title = "Legend of the Galactic Heroes",
	    .year = 1988,
	    .seasons = 4,
	    .episodes = 110,
	    .ready = 110,
	    .trashed_at = NEVER,
	    .created_at = AGO(86400) },
};

static struct season seasons[] = {
	{ .row = 1, .id = UUID(6), .number = 1 },
	{ .row = 2, .id = UUID(7), .number = 12, .title = "The last one" },
};

static struct episode_glance episodes[] = {
	{ .row = 1,
	    .id = UUID(c),
	    .trashed_at = NEVER,
	    .series = "Borgen",
	    .season = 1,
	    .number = 1,
	    .title = "Decency in the middle",
	    .aired_on = "2010-09-26",
	    .status = GLANCE_READY,
	    .file_name = "S01E01.mkv",
	    .size_bytes = 1100 * MIB,
	    .duration_ms = 3480000,
	    .ladder = "720 480",
	    .job_id = 8600,
	    .progress = 1000 },
	{ .row = 2,
	    .id = UUID(d),
	    .trashed_at = NEVER,
	    .series = "Borgen",
	    .season = 1,
	    .number = 2,
	    .title = "Count to 90",
	    .status = GLANCE_ERROR,
	    .file_name = "S01E02.mkv",
	    .size_bytes = 900 * MIB,
	    .duration_ms = ABSENT,
	    .job_id = 8791,
	    .progress = 0,
	    .error_message = "The file ends before its index." },
	{ .row = 3,
	    .id = UUID(e),
	    .trashed_at = AGO(3600),
	    .series = "Borgen",
	    .season = 12,
	    .number = 103,
	    .title = "The art of the possible",
	    .size_bytes = ABSENT,
	    .duration_ms = ABSENT,
	    .job_id = ABSENT,
	    .progress = ABSENT },
};

static struct upload_glance uploads[] = {
	{ .number = 1,
	    .id = UUID(7),
	    .file_name = "bong-2019.mkv",
	    .total_bytes = 8400 * MIB,
	    .got_bytes = 6048 * MIB,
	    .kind = UPLOAD_TUS,
	    .age_s = 148,
	    .idle_s = 0,
	    .created_at = AGO(148),
	    .expires_at = AGO(-86400) },
	{ .number = 2,
	    .id = UUID(8),
	    .file_name = "S02E04.mkv",
	    .total_bytes = 1100 * MIB,
	    .got_bytes = 341 * MIB,
	    .kind = UPLOAD_TUS,
	    .age_s = 600,
	    .idle_s = 240,
	    .created_at = AGO(600),
	    .expires_at = AGO(-86160) },
	{ .number = 3,
	    .id = UUID(9),
	    .file_name = "tape-005.mov",
	    .total_bytes = ABSENT,
	    .got_bytes = 512 * MIB,
	    .kind = UPLOAD_STREAM,
	    .age_s = 10,
	    .idle_s = 1,
	    .created_at = AGO(10),
	    .expires_at = AGO(-86400) },
};

static struct account_glance accounts[] = {
	{ .number = 1,
	    .id = UUID(a),
	    .login = "ana",
	    .role = ROLE_ADMIN,
	    .has_password = true,
	    .tokens = 2,
	    .last_seen_at = AGO(130),
	    .created_at = AGO(8640000) },
	{ .number = 2,
	    .id = UUID(b),
	    .login = "cam3",
	    .role = ROLE_EDITOR,
	    .tokens = 1,
	    .last_seen_at = NEVER,
	    .created_at = AGO(864000) },
	{ .number = 3,
	    .id = UUID(c),
	    .login = "old-bot",
	    .role = ROLE_VIEWER,
	    .disabled = true,
	    .last_seen_at = NEVER,
	    .created_at = AGO(8640000) },
};

static struct token tokens[] = {
	{ .number = 2,
	    .id = UUID(d),
	    .login = "ana",
	    .label = "curl script",
	    .role = ROLE_EDITOR,
	    .prefix = "mh_8f3a",
	    .created_at = AGO(90000),
	    .expires_at = AGO(-26000000),
	    .last_used_at = AGO(130) },
	{ .number = 1,
	    .id = UUID(e),
	    .login = "ana",
	    .label = "dashboard",
	    .role = ROLE_VIEWER,
	    .prefix = "mh_11c0",
	    .created_at = AGO(90000),
	    .expires_at = NEVER,
	    .last_used_at = NEVER },
};

static struct worker_glance workers[] = {
	{ .id = 4,
	    .name = "w4",
	    .host = "vod2",
	    .pid = 1181,
	    .version = "0.1.0",
	    .slots = 1,
	    .state = WORKER_LOST,
	    .started_at = AGO(7200),
	    .silent_s = 94,
	    .job_id = ABSENT },
	{ .id = 3,
	    .name = "w3",
	    .host = "vod2",
	    .pid = 1180,
	    .version = "0.1.0",
	    .slots = 2,
	    .state = WORKER_DRAINING,
	    .started_at = AGO(7200),
	    .silent_s = 2,
	    .running = 1,
	    .job_id = 8839,
	    .title = "La batalla de Doria S02E03" },
	{ .id = 1,
	    .name = attic,
	    .host = "vod1",
	    .pid = 4471,
	    .version = "0.1.0",
	    .slots = 2,
	    .state = WORKER_ACTIVE,
	    .started_at = AGO(86400),
	    .silent_s = 1,
	    .running = 1,
	    .job_id = 8841,
	    .title = PARASITE },
	{ .id = 2,
	    .name = "spare",
	    .host = "vod1",
	    .pid = 4472,
	    .version = "0.1.0",
	    .slots = 2,
	    .state = WORKER_ACTIVE,
	    .started_at = AGO(86400),
	    .silent_s = 3,
	    .job_id = ABSENT },
};

static struct attempt attempts[] = {
	{ .attempt = 1,
	    .worker_id = 2,
	    .started_at = AGO(2400),
	    .ended_at = AGO(534),
	    .outcome = ATTEMPT_STALLED,
	    .error_message = "Its worker was not heard of any more.",
	    .cpu_ms = ABSENT,
	    .max_rss_kb = ABSENT },
	{ .attempt = 2,
	    .worker_id = 1,
	    .started_at = AGO(300),
	    .ended_at = NEVER,
	    .outcome = ATTEMPT_OPEN,
	    .cpu_ms = ABSENT,
	    .max_rss_kb = ABSENT },
};

static struct log_line lines[] = {
	{ 2, 1, AGO(290), "probe: matroska, hevc 3840x2076, eac3 5.1" },
	{ 2, 2, AGO(280), "plan: 2160 1080 720 480" },
	{ 2, 3, AGO(120), "[hevc] Could not find ref with POC 42" },
	{ 2, 4, AGO(60), "frame=91020 fps=58 time=01:02:14 speed=2.4x" },
};

/* ---- in the place of the database's functions ---------------------------*/

enum outcome __wrap_page_list(struct db *db, void *mem,
    const struct page_listing *listing, const struct page *page, void *rows,
    size_t *count, char **next, struct refusal *refusal);
enum outcome __wrap_page_count(struct db *db,
    const struct page_listing *listing, const struct page *page, int64_t *out,
    struct refusal *refusal);
enum outcome __wrap_db_glance_job(
    struct db *db, void *mem, int64_t id, struct job_glance *out);
enum outcome __wrap_db_glance_workers(
    struct db *db, void *mem, struct worker_glance **out, size_t *count);
enum outcome __wrap_db_glance_hours(
    struct db *db, void *mem, struct hour_sum **out, size_t *count);
enum outcome __wrap_db_media_find(
    struct db *db, void *mem, const struct uuid *id, struct media *out);
enum outcome __wrap_db_media_find_probe(
    struct db *db, void *mem, const struct uuid *id, char **out);
enum outcome __wrap_db_rendition_list(struct db *db, void *mem,
    int64_t output_id, struct rendition **out, size_t *count);
enum outcome __wrap_subtitle_list(struct house *h, const struct uuid *media_id,
    struct subtitle **out, size_t *count);
enum outcome __wrap_db_season_list(struct db *db, void *mem,
    int64_t series_number, struct season **out, size_t *count);
enum outcome __wrap_db_attempt_list(struct db *db, void *mem, int64_t job_id,
    struct attempt **out, size_t *count);
enum outcome __wrap_db_log_list(struct db *db, void *mem, int64_t job_id,
    struct log_line **out, size_t *count);
enum outcome __wrap_db_queue_counts(
    struct db *db, void *mem, struct queue_count **out, size_t *count);
enum outcome __wrap_db_queue_list(
    struct db *db, void *mem, struct queue **out, size_t *count);
enum outcome __wrap_stats_read(struct house *h, struct stats *out);
enum outcome __wrap_migrate_check(struct db *db, struct refusal *refusal);

static const struct {
	const char *table;
	const void *rows;
	size_t size, count;
} tables[] = {
	{ "job", jobs, sizeof(jobs[0]), ARRAY_SIZE(jobs) },
	{ "media_file", files, sizeof(files[0]), ARRAY_SIZE(files) },
	{ "movie", movies, sizeof(movies[0]), ARRAY_SIZE(movies) },
	{ "series", series, sizeof(series[0]), ARRAY_SIZE(series) },
	{ "episode", episodes, sizeof(episodes[0]), ARRAY_SIZE(episodes) },
	{ "upload", uploads, sizeof(uploads[0]), ARRAY_SIZE(uploads) },
	{ "account", accounts, sizeof(accounts[0]), ARRAY_SIZE(accounts) },
	{ "api_token", tokens, sizeof(tokens[0]), ARRAY_SIZE(tokens) },
};

static void *
copy(void *mem, const void *rows, size_t size)
{
	return mem_check(talloc_memdup(mem, rows, size));
}

static bool
is_about_failed(const struct page *page)
{
	return page->filter_count > 0 && page->filters[0].criterion != NULL &&
	       strcmp(page->filters[0].criterion->name, "state") == 0;
}

enum outcome
__wrap_page_list(struct db *db, void *mem, const struct page_listing *listing,
    const struct page *page, void *rows, size_t *count, char **next,
    struct refusal *refusal)
{
	(void)db;
	(void)refusal;
	*next = NULL;
	*count = 0;
	if (rows_are_away)
		return UNAVAILABLE;
	/* Jobs are looked at as glances alone. */
	if (listing == &job_listing)
		return OK;
	for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
		if (strcmp(listing->entity->table, tables[i].table) != 0)
			continue;
		*count = tables[i].count;
		*(void **)rows =
		    copy(mem, tables[i].rows, tables[i].count * tables[i].size);
	}
	if (is_about_failed(page)) {
		*count = 1;
		*(void **)rows = copy(mem, &jobs[4], sizeof(jobs[4]));
	}
	return OK;
}

enum outcome
__wrap_page_count(struct db *db, const struct page_listing *listing,
    const struct page *page, int64_t *out, struct refusal *refusal)
{
	(void)db;
	(void)refusal;
	*out = 42;
	for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
		if (strcmp(listing->entity->table, tables[i].table) == 0)
			*out = (int64_t)tables[i].count;
	}
	/* The dashboard counts what is unused; the lists are whole. */
	if (page->filter_count > 0 && page->limit == 1)
		*out = 12;
	return OK;
}

enum outcome
__wrap_db_glance_job(
    struct db *db, void *mem, int64_t id, struct job_glance *out)
{
	(void)db;
	(void)mem;
	for (size_t i = 0; i < ARRAY_SIZE(jobs); i++) {
		*out = jobs[i];
		if (jobs[i].id == id)
			return OK;
	}
	return NOT_FOUND;
}

enum outcome
__wrap_db_glance_workers(
    struct db *db, void *mem, struct worker_glance **out, size_t *count)
{
	(void)db;
	*count = ARRAY_SIZE(workers);
	*out = copy(mem, workers, sizeof(workers));
	return rows_are_away ? UNAVAILABLE : OK;
}

enum outcome
__wrap_db_glance_hours(
    struct db *db, void *mem, struct hour_sum **out, size_t *count)
{
	(void)db;
	*count = 72;
	*out = mem_array(mem, struct hour_sum, *count);
	for (int64_t i = 0; i < 72; i++)
		(*out)[i] = (struct hour_sum){ i, (i * i * 7) % 402 };
	return OK;
}

enum outcome
__wrap_db_media_find(
    struct db *db, void *mem, const struct uuid *id, struct media *out)
{
	(void)db;
	(void)mem;
	field_clear(media_fields, out);
	out->id = *id;
	out->status = MEDIA_READY;
	out->file_name = files[0].file_name;
	out->size_bytes = files[0].size_bytes;
	out->duration_ms = files[0].duration_ms;
	out->width = files[0].width;
	out->height = files[0].height;
	out->original_key = files[0].original_key;
	out->warnings.text = "[\"The sound begins 2 s late.\"]";
	out->revision = 1;
	return OK;
}

enum outcome
__wrap_db_media_find_probe(
    struct db *db, void *mem, const struct uuid *id, char **out)
{
	(void)db;
	(void)id;
	*out = mem_text(mem,
	    "{\"streams\": [{\"codec_type\": \"video\", \"codec_name\": "
	    "\"hevc\", \"width\": 3840, \"height\": 2076}, {\"codec_type\": "
	    "\"audio\", \"codec_name\": \"eac3\", \"channels\": 6, "
	    "\"tags\": {\"language\": \"kor\"}}]}");
	return OK;
}

enum outcome
__wrap_db_rendition_list(struct db *db, void *mem, int64_t output_id,
    struct rendition **out, size_t *count)
{
	static const struct rendition renditions[] = {
		{ .name = "v1080",
		    .codec = "avc1.640028",
		    .width = 1920,
		    .height = 1038,
		    .channels = ABSENT,
		    .average_bandwidth = 4800000,
		    .size_bytes = 4700 * MIB },
		{ .name = "a0",
		    .codec = "mp4a.40.2",
		    .language = "ko",
		    .width = ABSENT,
		    .height = ABSENT,
		    .channels = 2,
		    .average_bandwidth = 128000,
		    .size_bytes = 126 * MIB },
	};

	(void)db;
	(void)output_id;
	*count = ARRAY_SIZE(renditions);
	*out = copy(mem, renditions, sizeof(renditions));
	return OK;
}

enum outcome
__wrap_subtitle_list(struct house *h, const struct uuid *media_id,
    struct subtitle **out, size_t *count)
{
	static const struct subtitle subtitle = { .id = 7,
		.language = "es",
		.label = "Espa\xc3\xb1ol",
		.cues = 1402,
		.file_name = "bong.es.srt" };

	(void)media_id;
	*count = 1;
	*out = copy(h->mem, &subtitle, sizeof(subtitle));
	return OK;
}

enum outcome
__wrap_db_season_list(struct db *db, void *mem, int64_t series_number,
    struct season **out, size_t *count)
{
	(void)db;
	(void)series_number;
	*count = ARRAY_SIZE(seasons);
	*out = copy(mem, seasons, sizeof(seasons));
	return OK;
}

enum outcome
__wrap_db_attempt_list(struct db *db, void *mem, int64_t job_id,
    struct attempt **out, size_t *count)
{
	(void)db;
	(void)job_id;
	*count = ARRAY_SIZE(attempts);
	*out = copy(mem, attempts, sizeof(attempts));
	return OK;
}

enum outcome
__wrap_db_log_list(struct db *db, void *mem, int64_t job_id,
    struct log_line **out, size_t *count)
{
	(void)db;
	(void)job_id;
	*count = ARRAY_SIZE(lines);
	*out = copy(mem, lines, sizeof(lines));
	return OK;
}

enum outcome
__wrap_db_queue_counts(
    struct db *db, void *mem, struct queue_count **out, size_t *count)
{
	static const struct queue_count counts[] = {
		{ encode, JOB_RUNNING, 2 },
		{ encode, JOB_QUEUED, 1 },
		{ encode, JOB_SCHEDULED, 1 },
		{ encode, JOB_DEAD, 1 },
	};

	(void)db;
	*count = ARRAY_SIZE(counts);
	*out = copy(mem, counts, sizeof(counts));
	return OK;
}

enum outcome
__wrap_db_queue_list(
    struct db *db, void *mem, struct queue **out, size_t *count)
{
	static const struct queue queue = { .name = encode };

	(void)db;
	*count = 1;
	*out = copy(mem, &queue, sizeof(queue));
	return OK;
}

enum outcome
__wrap_stats_read(struct house *h, struct stats *out)
{
	(void)h;
	*out = (struct stats){
		.media = { 61, 3, 3301, 45 },
		.jobs = { [JOB_RUNNING] = 2,
		    [JOB_QUEUED] = 1,
		    [JOB_SCHEDULED] = 1,
		    [JOB_DEAD] = 1 },
		.bytes = { 2600 * MIB, 1400000 * MIB, 9000 * MIB,
		    980000 * MIB },
		.free_bytes = 1900000 * MIB,
	};
	return OK;
}

enum outcome
__wrap_migrate_check(struct db *db, struct refusal *refusal)
{
	(void)db;
	(void)refusal;
	return rows_are_away ? UNAVAILABLE : OK;
}
