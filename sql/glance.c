/* Statements for the eye. */
#include "config.h"

#include "sql/glance.h"

#include "sql/glance_inside.h"

const char *const glance_status_names[GLANCE_STATUS_COUNT + 1] = {
	[GLANCE_NONE] = "",
	[GLANCE_UPLOADED] = "UPLOADED",
	[GLANCE_PROCESSING] = "PROCESSING",
	[GLANCE_READY] = "READY",
	[GLANCE_ERROR] = "ERROR",
};

/* Who uses the media file of that number: "Heat", "Borgen S01E02". */
#define TWO(number) "LPAD(" number ", GREATEST(2, LENGTH(" number ")), '0')"
#define USED_BY(media)                                                         \
	"COALESCE((SELECT um.title FROM movie um "                             \
	"WHERE um.media_file_id = " media "), "                                \
	"(SELECT CONCAT(us.title, ' S', " TWO("un.number") ", 'E', " TWO(      \
	    "ue.number") ") FROM episode ue "                                  \
			 "JOIN season un ON un.id = ue.season_id "             \
			 "JOIN series us ON us.id = un.series_id "             \
			 "WHERE ue.media_file_id = " media "))"
#define NAME_OF(media)                                                         \
	"COALESCE(" USED_BY(media) ", (SELECT uf.original_name "               \
				   "FROM media_file uf WHERE uf.id = " media   \
				   "))"

/*
 * The order of a queue on the screen, as one number: the state's rank, then
 * for what runs when it began, for what waits when its turn is, and for what
 * has ended the latest first.
 */
#define LINE_MS(column)                                                        \
	"TIMESTAMPDIFF(MICROSECOND, '2000-01-01', " column ") DIV 1000"
#define LINE                                                                       \
	"(CASE j.state "                                                           \
	"WHEN 'RUNNING' THEN COALESCE(" LINE_MS(                                   \
	    "j.started_at") ", 0) "                                                \
			    "WHEN 'QUEUED' THEN 100000000000000 + " LINE_MS(       \
				"j.due_at") " "                                    \
					    "WHEN 'SCHEDULED' THEN "               \
					    "200000000000000 + " LINE_MS(          \
						"j.due_at") " "                    \
							    "WHEN 'BLOCKED' "      \
							    "THEN "                \
							    "300000000000000 "     \
							    "+ j.id "              \
							    "WHEN 'DEAD' "         \
							    "THEN "                \
							    "500000000000000 "     \
							    "- " LINE_MS(          \
								"j.finished_"      \
								"at") " "          \
								      "ELSE "      \
								      "600000"     \
								      "000000"     \
								      "000 "       \
								      "-"          \
								      " " LINE_MS( \
									  "j."     \
									  "fi"     \
									  "ni"     \
									  "sh"     \
									  "ed"     \
									  "_a"     \
									  "t") " END)"

const struct field job_glance_fields[] = {
	FIELD(job_glance, id, .as_text = true),
	FIELD(job_glance, kind),
	FIELD(job_glance, state, .words = job_state_names),
	FIELD(job_glance, priority),
	FIELD(job_glance, attempt),
	FIELD(job_glance, failures),
	FIELD(job_glance, stalls),
	FIELD(job_glance, max_attempts),
	FIELD(job_glance, stage),
	FIELD(job_glance, progress, .unit = "per mille"),
	FIELD(job_glance, speed),
	FIELD(job_glance, eta_ms, .unit = "milliseconds"),
	FIELD(job_glance, cancel),
	FIELD(job_glance, error_code),
	FIELD(job_glance, error_message),
	FIELD(job_glance, media_file_id,
	    .column = "(SELECT f.pid FROM media_file f "
		      "WHERE f.id = j.media_file_id)"),
	FIELD(job_glance, title, .column = NAME_OF("j.media_file_id")),
	FIELD(job_glance, worker,
	    .column = "(SELECT w.name FROM worker w "
		      "WHERE w.id = COALESCE(j.worker_id, (SELECT a.worker_id "
		      "FROM job_attempt a WHERE a.job_id = j.id "
		      "ORDER BY a.attempt DESC LIMIT 1)))"),
	FIELD(job_glance, created_at),
	FIELD(job_glance, due_at),
	FIELD(job_glance, started_at),
	FIELD(job_glance, finished_at),
	FIELD(job_glance, line, .column = LINE),
	FIELD_END,
};

static const struct entity job_glance_entity = {
	.table = "job",
	.alias = "j",
	.fields = job_glance_fields,
	.row_size = sizeof(struct job_glance),
};

static const struct page_order job_orders[] = {
	{ .name = "line", .field = "line", .key = LINE },
	{ "id", "id", "PRIMARY" },
	{ 0 },
};

/* What is live is little beside what has been: it is found by its states and
   put in line. */
static const struct page_criterion job_criteria[] = {
	{ .name = "live",
	    .value = PAGE_FLAG,
	    .condition = "j.state IN ('RUNNING', 'QUEUED', 'SCHEDULED', "
			 "'BLOCKED', 'DEAD')",
	    .otherwise = "j.state IN ('DONE', 'CANCELED')",
	    .index = "by_state" },
	{ .name = "state",
	    .value = PAGE_WORD,
	    .condition = "j.state = ?",
	    .words = job_state_names,
	    .index = "by_state" },
	{ .name = "kind",
	    .value = PAGE_TEXT,
	    .condition = "j.kind = CONVERT(? USING ascii)" },
	{ .name = "chores",
	    .value = PAGE_FLAG,
	    .condition = job_condition_chores,
	    .otherwise = job_condition_no_chores },
	{ .name = "q",
	    .value = PAGE_PART,
	    .condition = NAME_OF("j.media_file_id") " LIKE ?" },
	{ 0 },
};

const struct page_listing job_glance_listing = {
	.entity = &job_glance_entity,
	.id_field = "id",
	.usual = "-id",
	.orders = job_orders,
	.criteria = job_criteria,
};

const struct field media_glance_fields[] = {
	FIELD(media_glance, number, .column = "id"),
	FIELD(media_glance, id, .column = "pid"),
	FIELD(media_glance, status, STATUS_WORDS),
	FIELD(media_glance, file_name, .column = "original_name"),
	FIELD(media_glance, size_bytes, .unit = "bytes"),
	FIELD(media_glance, output_bytes, .unit = "bytes",
	    .column = "(SELECT o.size_bytes FROM output o "
		      "WHERE o.id = f.live_output_id)"),
	FIELD(media_glance, duration_ms, .unit = "milliseconds"),
	FIELD(media_glance, width),
	FIELD(media_glance, height),
	FIELD(media_glance, ladder, .column = LADDER("f.live_output_id")),
	FIELD(media_glance, voices, .column = VOICES("f.live_output_id")),
	FIELD(media_glance, used_by, .column = USED_BY("f.id")),
	FIELD(media_glance, job_id, .column = LATEST("id", "f.id")),
	FIELD(media_glance, job_state, .words = job_state_names,
	    .column = LATEST("state", "f.id")),
	FIELD(media_glance, progress, .column = LATEST("progress", "f.id")),
	FIELD(media_glance, eta_ms, .column = LATEST("eta_ms", "f.id")),
	FIELD(media_glance, error_message),
	FIELD(media_glance, last_error),
	FIELD(media_glance, duplicate_of,
	    .column = "(SELECT d.pid FROM media_file d "
		      "WHERE d.sha256 = f.sha256 AND d.id < f.id "
		      "ORDER BY d.id LIMIT 1)"),
	FIELD(media_glance, created_at),
	FIELD(media_glance, updated_at),
	FIELD(media_glance, original_key),
	FIELD_END,
};

static const struct entity media_glance_entity = {
	.table = "media_file",
	.alias = "f",
	.fields = media_glance_fields,
	.row_size = sizeof(struct media_glance),
};

static const struct page_order media_orders[] = {
	{ "created_at", "created_at", "by_created" },
	{ "file_name", "file_name", "by_name" },
	{ "size_bytes", "size_bytes", "by_size" },
	{ 0 },
};

static const struct page_criterion media_criteria[] = {
	{ .name = "id",
	    .value = PAGE_UUID,
	    .condition = "f.pid = ?",
	    .index = "pid" },
	{ .name = "status",
	    .value = PAGE_WORD,
	    .condition = "f.status = ?",
	    .words = media_status_names },
	{ .name = "unused",
	    .value = PAGE_FLAG,
	    .condition = "f.media_type IS NULL",
	    .otherwise = "f.media_type IS NOT NULL" },
	{ .name = "q",
	    .value = PAGE_PART,
	    .condition = "f.original_name LIKE ?" },
	{ 0 },
};

const struct page_listing media_glance_listing = {
	.entity = &media_glance_entity,
	.id_field = "number",
	.usual = "-created_at",
	.orders = media_orders,
	.criteria = media_criteria,
};

static const struct field upload_glance_fields[] = {
	FIELD(upload_glance, number, .column = "id"),
	FIELD(upload_glance, id, .column = "pid"),
	FIELD(upload_glance, file_name),
	FIELD(upload_glance, total_bytes, .unit = "bytes"),
	FIELD(upload_glance, got_bytes, .unit = "bytes"),
	FIELD(upload_glance, kind, .words = upload_kind_names),
	FIELD(upload_glance, age_s, .unit = "seconds",
	    .column = "TIMESTAMPDIFF(SECOND, u.created_at, "
		      "UTC_TIMESTAMP(3))"),
	FIELD(upload_glance, idle_s, .unit = "seconds",
	    .column = "TIMESTAMPDIFF(SECOND, COALESCE(u.last_byte_at, "
		      "u.created_at), UTC_TIMESTAMP(3))"),
	FIELD(upload_glance, created_at),
	FIELD(upload_glance, expires_at),
	FIELD_END,
};

static const struct entity upload_glance_entity = {
	.table = "upload",
	.alias = "u",
	.fields = upload_glance_fields,
	.row_size = sizeof(struct upload_glance),
};

static const struct field account_glance_fields[] = {
	FIELD(account_glance, number, .column = "id"),
	FIELD(account_glance, id, .column = "pid"),
	FIELD(account_glance, login),
	FIELD(account_glance, role, .words = role_names),
	FIELD(account_glance, disabled),
	FIELD(account_glance, has_password,
	    .column = "(a.password_hash IS NOT NULL)"),
	FIELD(account_glance, tokens,
	    .column = "(SELECT COUNT(*) FROM api_token k "
		      "WHERE k.account_id = a.id AND k.kind = 'API' "
		      "AND k.revoked_at IS NULL)"),
	FIELD(account_glance, last_seen_at),
	FIELD(account_glance, created_at),
	FIELD_END,
};

static const struct entity account_glance_entity = {
	.table = "account",
	.alias = "a",
	.fields = account_glance_fields,
	.row_size = sizeof(struct account_glance),
};

struct page_listing
upload_glance_listing(void)
{
	struct page_listing listing = upload_listing;

	listing.entity = &upload_glance_entity;
	return listing;
}

struct page_listing
account_glance_listing(void)
{
	struct page_listing listing = account_listing;

	listing.entity = &account_glance_entity;
	return listing;
}

#define RUNS_IT "FROM job j WHERE j.state = 'RUNNING' AND j.worker_id = w.id"

const struct field worker_glance_fields[] = {
	FIELD(worker_glance, id, .as_text = true),
	FIELD(worker_glance, name),
	FIELD(worker_glance, host),
	FIELD(worker_glance, pid),
	FIELD(worker_glance, version),
	FIELD(worker_glance, slots),
	FIELD(worker_glance, state, .words = worker_state_names),
	FIELD(worker_glance, started_at),
	FIELD(worker_glance, silent_s, .unit = "seconds",
	    .column = "TIMESTAMPDIFF(SECOND, w.beat_at, UTC_TIMESTAMP(3))"),
	FIELD(
	    worker_glance, running, .column = "(SELECT COUNT(*) " RUNS_IT ")"),
	FIELD(worker_glance, job_id,
	    .column = "(SELECT j.id " RUNS_IT " ORDER BY j.id LIMIT 1)"),
	FIELD(worker_glance, title,
	    .column = "(SELECT " NAME_OF(
		"j.media_file_id") " " RUNS_IT " ORDER BY j.id LIMIT 1)"),
	FIELD_END,
};

static const struct entity worker_glance_entity = {
	.table = "worker",
	.alias = "w",
	.fields = worker_glance_fields,
	.row_size = sizeof(struct worker_glance),
};

static const struct field hour_fields[] = {
	FIELD(hour_sum, hours_ago,
	    .column = "TIMESTAMPDIFF(HOUR, j.finished_at, UTC_TIMESTAMP(3))"),
	FIELD(hour_sum, minutes,
	    .column = "CAST(COALESCE(SUM(f.duration_ms), 0) DIV 60000 "
		      "AS SIGNED)"),
	FIELD_END,
};

static const struct entity hour_entity = {
	.table = "job",
	.alias = "j",
	.from = "job j FORCE INDEX (by_state) "
		"JOIN media_file f ON f.id = j.media_file_id",
	.fields = hour_fields,
	.row_size = sizeof(struct hour_sum),
};

enum { JOB, WORKERS, HOURS, STATEMENT_COUNT };

const struct db_stmt glance_statements[] = {
	[JOB] = { "SELECT {columns} FROM {from} WHERE j.id = ?",
	    &job_glance_entity, true },
	[WORKERS] = { "SELECT {columns} FROM {from} "
		      "WHERE w.state <> 'STOPPED' OR "
		      "w.beat_at > UTC_TIMESTAMP(3) - INTERVAL 1 DAY "
		      "ORDER BY w.id DESC LIMIT 200",
	    &worker_glance_entity },
	[HOURS] = { "SELECT {columns} FROM {from} "
		    "WHERE j.state = 'DONE' AND "
		    "j.finished_at > UTC_TIMESTAMP(3) - INTERVAL 72 HOUR "
		    "GROUP BY 1",
	    &hour_entity },
};
const size_t glance_statement_count = STATEMENT_COUNT;

enum outcome
db_glance_job(struct db *db, void *mem, int64_t id, struct job_glance *out)
{
	return db_find(
	    db, mem, &glance_statements[JOB], DB_ARGS(db_of_number(id)), out);
}

enum outcome
db_glance_workers(
    struct db *db, void *mem, struct worker_glance **out, size_t *count)
{
	return db_list(
	    db, mem, &glance_statements[WORKERS], DB_NO_ARGS, out, count);
}

enum outcome
db_glance_hours(struct db *db, void *mem, struct hour_sum **out, size_t *count)
{
	return db_list(
	    db, mem, &glance_statements[HOURS], DB_NO_ARGS, out, count);
}
