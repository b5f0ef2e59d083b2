/* Outputs (one revision's package) and their renditions. */
#ifndef SQL_OUTPUT_H
#define SQL_OUTPUT_H

#include "sql/db.h"

enum rendition_kind {
	RENDITION_VIDEO,
	RENDITION_AUDIO,
	RENDITION_SUBTITLE,
	RENDITION_KIND_COUNT
};
extern const char *const rendition_kind_names[RENDITION_KIND_COUNT + 1];

struct rendition {
	unsigned int kind;
	char *name;
	char *codec;
	char *language;
	char *label;
	int64_t width;
	int64_t height;
	double frame_rate;
	int64_t channels;
	int64_t bandwidth;
	int64_t average_bandwidth;
	int64_t segments;
	int64_t size_bytes;
	int64_t output_id;
	bool is_default;     /* of the sounds, that one */
	bool by_choice_only; /* a commentary */
	bool is_copy;        /* as it was in the original */
};

/* A revision: what it has beside its HLS. */
struct output {
	int64_t id;
	int64_t size_bytes; /* of the whole folder */
	bool has_dash, has_poster, has_storyboard;
};

extern const struct field rendition_fields[];
extern const struct db_stmt output_statements[];
extern const size_t output_statement_count;

/* A BUILDING one; its id is the revision. */
enum outcome db_output_insert(
    struct db *db, int64_t media_number, int64_t *id) MUST_CHECK;
/* It is all that, and READY; NOT_FOUND when it is not BUILDING any more. */
enum outcome db_output_ready(
    struct db *db, const struct output *output) MUST_CHECK;
enum outcome db_output_find(
    struct db *db, void *mem, int64_t id, struct output *out) MUST_CHECK;
/* A DASH manifest has been added to it. */
enum outcome db_output_set_dash(struct db *db, int64_t id) MUST_CHECK;
enum outcome db_output_delete(struct db *db, int64_t id) MUST_CHECK;
/* All outputs of a media file. */
enum outcome db_output_ids_of(struct db *db, void *mem, int64_t media_number,
    int64_t **ids, size_t *count) MUST_CHECK;

enum outcome db_rendition_insert(
    struct db *db, const struct rendition *rendition) MUST_CHECK;
/* Video from the top rung down, then audio. */
enum outcome db_rendition_list(struct db *db, void *mem, int64_t output_id,
    struct rendition **out, size_t *count) MUST_CHECK;

#endif
