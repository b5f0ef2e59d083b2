/* Where films play, over HTTP. */
#include "config.h"

#include "house/playback.h"

#include "fcgi/handlers.h"
#include "fcgi/response.h"

static enum outcome
answer(struct response *rs, enum outcome rc, const struct playback *playback)
{
	struct json_object *json;

	if (rc != OK)
		return rc;
	json = field_print(playback_fields, playback);
	json_object_object_add(json, "subtitles",
	    field_print_rows(playback_subtitle_fields, playback->subtitles,
		sizeof(*playback->subtitles), playback->subtitle_count));
	json_object_object_add(json, "renditions",
	    field_print_rows(rendition_fields, playback->renditions,
		sizeof(*playback->renditions), playback->rendition_count));
	return response_json(rs, json);
}

enum outcome
media_files_playback(struct request *rq, struct response *rs)
{
	struct playback playback;
	enum outcome rc = playback_of(rq->house, &rq->uuid, &playback);

	return answer(rs, rc, &playback);
}

enum outcome
episodes_playback(struct request *rq, struct response *rs)
{
	struct playback playback;
	enum outcome rc = playback_of_episode(rq->house, &rq->uuid, &playback);

	return answer(rs, rc, &playback);
}

enum outcome
movies_playback(struct request *rq, struct response *rs)
{
	struct playback playback;
	enum outcome rc = playback_of_movie(rq->house, &rq->uuid, &playback);

	return answer(rs, rc, &playback);
}
