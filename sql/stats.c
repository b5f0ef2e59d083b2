/* Statements that count and add up. */
#include "config.h"

#include "sql/stats.h"

#include "sql/attempt.h"
#include "sql/media.h"

static const struct field media_count_fields[] = {
	FIELD(media_count, status, .words = media_status_names),
	FIELD(media_count, count, .column = "COUNT(*)"),
	FIELD_END,
};

static const struct entity media_count_entity = {
	.table = "media_file",
	.alias = "f",
	.fields = media_count_fields,
	.row_size = sizeof(struct media_count),
};

#define WALL_S                                                                 \
	"COALESCE(SUM(TIMESTAMPDIFF(MICROSECOND, t.started_at, "               \
	"t.ended_at)), 0) / 1e6"
#define CPU_S "COALESCE(SUM(t.cpu_ms), 0) / 1e3"

static const struct field attempt_sum_fields[] = {
	FIELD(attempt_sum, kind, .column = "j.kind"),
	FIELD(attempt_sum, outcome, .column = "t.outcome",
	    .words = attempt_outcome_names),
	FIELD(attempt_sum, count, .column = "COUNT(*)"),
	FIELD(attempt_sum, wall_s, .column = WALL_S),
	FIELD(attempt_sum, cpu_s, .column = CPU_S),
	FIELD_END,
};

static const struct entity attempt_sum_entity = {
	.table = "job_attempt",
	.alias = "t",
	.from = "(SELECT id, kind FROM job ORDER BY id DESC LIMIT 1000) j "
		"JOIN job_attempt t ON t.job_id = j.id",
	.fields = attempt_sum_fields,
	.row_size = sizeof(struct attempt_sum),
};

enum { MEDIA, ORIGINALS, OUTPUTS, ATTEMPTS, STATEMENT_COUNT };

const struct db_stmt stats_statements[] = {
	[MEDIA] = { "SELECT {columns} FROM {from} GROUP BY f.status",
	    &media_count_entity },
	/* Not WHERE original_key IS NOT NULL: that would read every row. */
	[ORIGINALS] = { "SELECT CAST((SELECT COALESCE(SUM(size_bytes), 0) "
			"FROM media_file) - (SELECT COALESCE(SUM(size_bytes), "
			"0) FROM media_file WHERE original_key IS NULL) "
			"AS SIGNED)" },
	[OUTPUTS] = { "SELECT CAST(COALESCE(SUM(size_bytes), 0) AS SIGNED) "
		      "FROM output WHERE state = 'READY'" },
	[ATTEMPTS] = { "SELECT {columns} FROM {from} WHERE t.ended_at > "
		       "UTC_TIMESTAMP(3) - INTERVAL 1 HOUR "
		       "GROUP BY j.kind, t.outcome",
	    &attempt_sum_entity },
};
const size_t stats_statement_count = STATEMENT_COUNT;

enum outcome
db_stats_media(
    struct db *db, void *mem, struct media_count **out, size_t *count)
{
	return db_list(
	    db, mem, &stats_statements[MEDIA], DB_NO_ARGS, out, count);
}

enum outcome
db_stats_originals(struct db *db, int64_t *bytes)
{
	return db_number(db, &stats_statements[ORIGINALS], DB_NO_ARGS, bytes);
}

enum outcome
db_stats_outputs(struct db *db, int64_t *bytes)
{
	return db_number(db, &stats_statements[OUTPUTS], DB_NO_ARGS, bytes);
}

enum outcome
db_stats_attempts(
    struct db *db, void *mem, struct attempt_sum **out, size_t *count)
{
	return db_list(
	    db, mem, &stats_statements[ATTEMPTS], DB_NO_ARGS, out, count);
}
