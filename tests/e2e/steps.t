#!/bin/bash
# A film plays from its first rendition on, and the others follow: what comes
# before what, what is told meanwhile, and what is left when the second part
# is cancelled, killed, dies or is overtaken.
. "${top_srcdir:-.}/tests/lib.sh"

stack_start
setting early_from_s 1
film=$(film steps 8 -filter_complex 'scale=1280:720')
long=$(film steps-long 60 -filter_complex 'scale=1280:720')

renditions() # ID
{
	curl -sS "${curl_to[@]}" "$url/api/v1/media-files/$1/playback" |
	    jq -r '[.renditions[] | .name] | join(" ")'
}

master() # ID
{
	echo "$T/data$(curl -sS "${curl_to[@]}" \
	    "$url/api/v1/media-files/$1/playback" | jq -r .hls)"
}

frames_of() # PLAYLIST
{
	ffmpeg -nostdin -v error -xerror -i "$1" -map 0:v:0 -f null - \
	    -progress - 2>>"$T/logs/ffmpeg" | sed -n 's/^frame=//p' | tail -n 1
}

ladder_of() # ID COLUMN
{
	db "SELECT j.$2 FROM job j JOIN media_file f ON f.id = j.media_file_id
	    WHERE f.pid = '$1' AND j.kind = 'ladder' ORDER BY j.id DESC LIMIT 1"
}

ladder_is() # ID STATE
{
	[ "$(ladder_of "$1" state)" = "$2" ]
}

is_whole() # ID
{
	api GET "/api/v1/media-files/$1"
	[ "$(json .ladder_complete)" = true ]
}

ladder_ffmpeg() # ID
{
	ladder_is "$1" RUNNING &&
	    pgrep -f -- "-progress pipe:3.*$T/data/originals/$1"
}

nothing_in_staging()
{
	db "UPDATE gc_item SET not_before = UTC_TIMESTAMP(3)
	    WHERE area = 'STAGING'"
	[ -z "$(find "$T/data/staging" -mindepth 1)" ]
}

plays() # ID
{
	ffmpeg -nostdin -v error -xerror -i "$(master "$1")" -f null -
}

# The first part of each film comes before the second of any.
api POST /api/v1/queue/pause
worker_start
one=$(upload "$film" One.mp4)
two=$(upload "$film" Two.mp4)
api POST /api/v1/queue/resume
wait_status "$one" READY || t_done
first=$(master "$one")
t_is "it plays with its lowest picture and its sound" \
    "$(renditions "$one")" "v3 a0"
api GET "/api/v1/media-files/$one"
t_is "and says that there will be more" "$(json .ladder_complete)" false
t_is "its bytes are known" "$(json .sha256)" \
    "$(sha256sum <"$film" | cut -d ' ' -f 1)"
t_is "there is a poster and a storyboard" \
    "$(cd "${first%/*}" && ls poster.jpg thumbs.vtt | xargs)" \
    "poster.jpg thumbs.vtt"
t_is "every frame is there" "$(frames_of "$first")" 200
t_is "the rest waits in a line of its own" \
    "$(ladder_of "$one" queue) $(ladder_of "$one" actor)" "ladder worker:1"
wait_for "the ladder of the first is whole" is_whole "$one"
wait_for "the ladder of the second is whole" is_whole "$two"
t_is "both played before either was whole" "$(db "SELECT
    (SELECT MAX(finished_at) FROM job WHERE kind = 'process') <=
    (SELECT MIN(started_at) FROM job WHERE kind = 'ladder')")" 1
t_is "the ladder has all its rungs" "$(renditions "$one")" "v0 v1 v2 v3 a0"
grown=$(master "$one")
for track in v0 v1 v2 v3; do
	t_is "$track has every frame" \
	    "$(frames_of "${grown%/*}/$track.m3u8")" 200
done
t_ok "it decodes whole" plays "$one"
t_is "the first rendition is the same file, not a second one" \
    "$(stat -c %i "${first%/*}/v3.mp4")" "$(stat -c %i "${grown%/*}/v3.mp4")"
t_is "the manifest grew with it" \
    "$(grep -c '<Representation id="v' "${grown%/*}/manifest.mpd")" 4
t_like "the poster is of the best rendition" "$(ffprobe -v error \
    -show_entries stream=width -of csv=p=0 "${grown%/*}/poster.jpg")" '^1280'
t_ok "whoever began with the first goes on" test -s "${first%/*}/v3.mp4"
t_is "the old revision is no longer a row" "$(db "SELECT COUNT(*)
    FROM output o JOIN media_file f ON f.id = o.media_file_id
    WHERE f.pid = '$one'")" 1
wait_for "nothing is left in staging" nothing_in_staging

# Again: the whole at once, READY with all it has until then.
api POST "/api/v1/media-files/$one/process"
t_is "what plays can wait" "$(json .queue)" ladder
again=$(json .id)
wait_for "it is made again" bash -c "[ \"\$(mariadb --no-defaults \
    -S '$db_socket' -BN moviehouse -e 'SELECT state FROM job
    WHERE id = $again')\" = DONE ]"
t_is "in one part" "$(renditions "$one")" "v0 v1 v2 v3 a0"
t_is "and no second job" "$(db "SELECT COUNT(*) FROM job j JOIN media_file f
    ON f.id = j.media_file_id WHERE f.pid = '$one' AND kind = 'ladder'")" 1

# The second part of a long film does not keep another from playing.
id=$(upload "$long" Long.mp4)
wait_status "$id" READY
wait_for "its ladder is being made" ladder_ffmpeg "$id"
three=$(upload "$film" Three.mp4)
wait_status "$three" READY
t_ok "a film that comes meanwhile plays first" ladder_is "$id" RUNNING
api DELETE "/api/v1/media-files/$three"

# Cancelled, it plays on with what it has.
api POST "/api/v1/jobs/$(ladder_of "$id" id)/cancel"
wait_for "the ladder is cancelled" ladder_is "$id" CANCELED
t_is "it is READY all the same, and not whole" \
    "$(media_status "$id") $(renditions "$id")" "READY v3 a0"
wait_for "and its work is gone" nothing_in_staging
api POST "/api/v1/jobs/$(ladder_of "$id" id)/retry"
t_is "which can be taken up again" "$status" 200

# Dead, the job says why, and so does the film.
db "UPDATE job SET max_attempts = 1 WHERE kind = 'ladder'"
wait_for "it is made once more" ladder_ffmpeg "$id"
kill -KILL $(ladder_ffmpeg "$id")
wait_for "the ladder is dead" ladder_is "$id" DEAD
api GET "/api/v1/media-files/$id"
t_is "the film is READY and says what is wrong" \
    "$(json '"\(.status) \(.ladder_complete) \(.last_error)"')" \
    "READY false The encoder was killed."
t_ok "it plays" test -s "$(master "$id")"

# A worker that is killed costs nothing but its time.
db "UPDATE job_queue SET lease_s = 3, backoff_s = 1, backoff_max_s = 1"
api POST "/api/v1/jobs/$(ladder_of "$id" id)/retry"
wait_for "it is made again" ladder_ffmpeg "$id"
worker_kill
t_is "killed, the film plays on" \
    "$(media_status "$id") $(renditions "$id")" "READY v3 a0"
worker_start
wait_for "it is whole in the end" is_whole "$id"
t_is "with every frame" "$(frames_of "$(master "$id")")" 1500
wait_for "and nothing is left in staging" nothing_in_staging
t_is "nor among the rows" "$(db "SELECT COUNT(*) FROM output o
    JOIN media_file f ON f.id = o.media_file_id WHERE f.pid = '$id'")" 1

# Dropped while it runs: the job finds nothing to add to.
id=$(upload "$long" Dropped.mp4)
wait_status "$id" READY
wait_for "its ladder is being made" ladder_ffmpeg "$id"
api DELETE "/api/v1/media-files/$id/derivatives"
t_is "what is derived can be dropped" "$status" 204
wait_for "the ladder is cancelled" ladder_is "$id" CANCELED
t_is "and the film is as it was uploaded" "$(media_status "$id")" UPLOADED
wait_for "its files are gone" bash -c "! ls '$T/data/media/$id'/*"

# Made again while it runs: one job for all of it, and the first is stopped.
api POST "/api/v1/media-files/$id/process"
wait_status "$id" READY
wait_for "its ladder is being made" ladder_ffmpeg "$id"
api POST "/api/v1/media-files/$id/process"
t_is "it can be processed again" "$status" 202
wait_for "the ladder is cancelled" ladder_is "$id" CANCELED
wait_for "all is made at once" is_whole "$id"
t_is "and plays" "$(renditions "$id")" "v0 v1 v2 v3 a0"

# Deleted while the ladder runs.
id=$(upload "$long" Deleted.mp4)
wait_status "$id" READY
wait_for "its ladder is being made" ladder_ffmpeg "$id"
api DELETE "/api/v1/media-files/$id"
t_is "it can be deleted" "$status" 204
wait_for "nothing of it is left" bash -c "! find '$T/data' -path '*$id*' \
    -type f | grep ."

# A film with one rung is done in the first job.
small=$(upload "$(film small.avi 3 -vf scale=160:120,setsar=1 -c:v mpeg4 \
    -c:a mp3)")
wait_status "$small" READY
t_is "one rung is the whole ladder" \
    "$(is_whole "$small" && ladder_of "$small" id)" ""
t_done
