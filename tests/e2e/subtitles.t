#!/bin/bash
# Subtitles that people add: of any encoding, before and after the film is
# READY, at once, again and gone; what plays follows what is stored.
. "${top_srcdir:-.}/tests/lib.sh"
shopt -s lastpipe # what the end of a pipe sets is kept

stack_start
# A lease that lapses within a test's patience.
db "UPDATE job_queue SET lease_s = 3, backoff_s = 1, backoff_max_s = 1"

srt() # TEXT [START]
{
	printf '1\r\n00:00:0%d,000 --> 00:00:0%d,500\r\n%s\r\n' "${2:-1}" \
	    "$((${2:-1} + 1))" "$1"
}

# add ID QUERY [TYPE]: the file on standard input, raw.
add()
{
	cat >"$T/file"
	api POST "/api/v1/media-files/$1/subtitles?$2" \
	    -H "Content-Type: ${3:-application/x-subrip}" \
	    --data-binary @"$T/file"
}

subtitles_of() # ID FILTER
{
	api GET "/api/v1/media-files/$1/subtitles"
	json "$2"
}

playback() # ID FILTER
{
	api GET "/api/v1/media-files/$1/playback"
	json "$2"
}

is_published() # ID SUBTITLE
{
	[ "$(subtitles_of "$1" ".items[] | select(.id == \"$2\") |
	    .published")" = true ]
}

# The master playlist as the web server hands it out.
master() # ID
{
	api GET "$(playback "$1" .hls)"
	echo "$body"
}

media_lines() # ID
{
	master "$1" | grep -c 'TYPE=SUBTITLES'
}

row_count()
{
	db 'SELECT COUNT(*) FROM subtitle'
}

settled() # ID: no job is left, and all that is stored is published
{
	[ "$(db "SELECT COUNT(*) FROM job WHERE state IN
	    ('QUEUED', 'SCHEDULED', 'RUNNING') AND kind <> 'sweep'")" = 0 ] &&
	    [ "$(subtitles_of "$1" '[.items[].published] | all')" = true ]
}

film=$(film subtitled 8)
id=$(upload "$film")

# ---- before it is READY -----------------------------------------------------
srt 'Привет, как дела? Это проверка.' | iconv -t WINDOWS-1251 |
    add "$id" 'language=RU&label=%D0%A0%D1%83%D1%81%D1%81%D0%BA%D0%B8%D0%B9&filename=night.srt'
t_is "SubRip in windows-1251 is taken" "$status" 201
russian=$(json .id)
t_is "and known for what it is" \
    "$(json '"\(.language) \(.label) \(.forced) \(.file_name) \(.encoding) \(.cues) \(.published)"')" \
    'ru Русский false night.srt windows-1251 1 false'
t_is "it says where it is" "$(header Location)" \
    "/api/v1/media-files/$id/subtitles/$russian"
api GET "$(header Location)"
t_is "and is there" "$status $(json .id)" "200 $russian"

srt 'Schön & <b>größer</b>' | iconv -t UTF-16 >"$T/wide.srt"
api POST "/api/v1/media-files/$id/subtitles" -F 'language=de-at' \
    -F 'forced=true' -F file=@"$T/wide.srt"
t_is "UTF-16 in a form is taken" "$status" 201
german=$(json .id)
t_is "with what its fields say" \
    "$(json '"\(.language) \(.label) \(.forced) \(.file_name) \(.encoding)"')" \
    'de-AT de-AT true wide.srt UTF-16LE'
printf 'WEBVTT\n\nSTYLE\n::cue{}\n\n00:02.000 --> 00:03.000 line:0\n<v Ann>Hi <script>x</script>\n' |
    add "$id" 'language=en&label=English' text/vtt
t_is "WebVTT in UTF-8 is taken" "$status" 201
english=$(json .id)
t_is "they are listed as they came" \
    "$(subtitles_of "$id" '[.items[].language] | join(" ")')" 'ru de-AT en'
t_is "each is one file, and no file is left to chance" \
    "$(find "$T/data/subtitles/$id" -name '*.vtt' | wc -l) $(db \
        "SELECT COUNT(*) FROM gc_item WHERE area = 'SUBTITLE'")" '3 0'
t_is "nothing plays yet, so there is nothing to write" \
    "$(db "SELECT COUNT(*) FROM job WHERE kind = 'playlists'")" 0

worker_start
wait_status "$id" READY || t_done
t_is "the first publication has them" \
    "$(playback "$id" '[.subtitles[].id] | join(" ")')" \
    "$russian $german $english"
list=$(master "$id")
t_like "the master names them" "$list" \
    "TYPE=SUBTITLES,GROUP-ID=\"sub\",LANGUAGE=\"ru\",NAME=\"Русский\",DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI=\"s$russian\.m3u8\""
t_like "and says which are forced" "$list" \
    "LANGUAGE=\"de-AT\",NAME=\"de-AT\",DEFAULT=NO,AUTOSELECT=YES,FORCED=YES,URI=\"s$german\.m3u8\""
t_is "every variant has the group" \
    "$(grep '^#EXT-X-STREAM-INF' <<<"$list" | grep -vc 'SUBTITLES="sub"')" 0
api GET "$(playback "$id" .subtitles[1].url)"
t_is "what is served is clean" "$body" \
    'WEBVTT
X-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000

00:00:01.000 --> 00:00:02.500
Schön &amp; <b>größer</b>'
t_is "as WebVTT" "$(header Content-Type)" 'text/vtt; charset=utf-8'
t_like "for good" "$(header Cache-Control)" immutable
t_is "to everybody" "$(header Access-Control-Allow-Origin)" '*'
folder=$(echo "$T/data/media/$id"/*)
t_is "a player is told that it lasts as long as the film" \
    "$(grep -E 'EXTINF|vtt|ENDLIST' "$folder/s$english.m3u8" | xargs)" \
    "#EXTINF:8.000000, s$english.vtt #EXT-X-ENDLIST"
t_is "ffprobe reads the playlist of one" "$(ffprobe -v error \
    -show_entries stream=codec_name -of csv=p=0 "$folder/s$russian.m3u8" \
    2>&1 | sort -u | xargs)" webvtt
t_ok "and ffmpeg its text" grep -q 'Привет' <(ffmpeg -nostdin -v error \
    -i "$folder/s$russian.m3u8" -f srt - 2>&1)

# ---- while it is READY ------------------------------------------------------
before=$(stat -c '%i %Y' "$folder/v0.mp4" "$folder/v0.m3u8")
plain=$(grep -v SUBTITLES "$folder/master.m3u8")
srt 'More' | add "$id" 'language=es&label=Castellano'
spanish=$(json .id)
wait_for "it is published" is_published "$id" "$spanish"
t_is "one more is offered" "$(media_lines "$id")" 4
t_is "the film was not touched" \
    "$(stat -c '%i %Y' "$folder/v0.mp4" "$folder/v0.m3u8")" "$before"
t_is "nor what is said of it" \
    "$(grep -v SUBTITLES "$folder/master.m3u8")" "$plain"
t_is "it was encoded once" \
    "$(db "SELECT COUNT(*) FROM job WHERE kind = 'process'")" 1

calls=()
for i in 1 2 3 4 5 6; do
	srt "At once $i" >"$T/once.$i"
	curl -sS "${curl_to[@]}" -o "$T/answer.$i" -X POST \
	    -H 'Content-Type: text/plain' --data-binary @"$T/once.$i" \
	    "$url/api/v1/media-files/$id/subtitles?language=fr&label=F" &
	calls+=($!)
done
wait "${calls[@]}"
t_is "six at once are taken" \
    "$(jq -r .language "$T"/answer.* | xargs)" 'fr fr fr fr fr fr'
wait_for "and settle" settled "$id"
t_is "all of them are offered" "$(media_lines "$id")" 10
t_is "by names of their own" "$(master "$id" | grep -o 'NAME="F[^"]*"' |
    xargs)" 'NAME=F NAME=F (2) NAME=F (3) NAME=F (4) NAME=F (5) NAME=F (6)'
t_is "and one is chosen for its language" \
    "$(master "$id" | grep 'LANGUAGE="fr"' | grep -c 'AUTOSELECT=YES')" 1

# ---- deleting ---------------------------------------------------------------
calls=()
for sid in $(jq -r .id "$T"/answer.*); do
	curl -sS "${curl_to[@]}" -X DELETE -o /dev/null \
	    "$url/api/v1/media-files/$id/subtitles/$sid" &
	calls+=($!)
done
wait "${calls[@]}"
t_is "they can be deleted, all at once" \
    "$(subtitles_of "$id" '.items | length')" 4
wait_for "and settle" settled "$id"
t_is "the master follows" "$(media_lines "$id")" 4
api DELETE "/api/v1/media-files/$id/subtitles/$spanish"
t_is "one more goes" "$status" 204
t_is "from what is told at once" \
    "$(playback "$id" '[.subtitles[].id] | join(" ")')" \
    "$russian $german $english"
api DELETE "/api/v1/media-files/$id/subtitles/$spanish"
t_is "and only once" "$status" 404
wait_for "and settles" settled "$id"
wait_for "its original is gone" bash -c \
    "[ \$(find '$T/data/subtitles/$id' -name '*.vtt' | wc -l) = 3 ]"
t_ok "who plays still finds its copy" test -s "$folder/s$spanish.vtt"
db "UPDATE gc_item SET not_before = UTC_TIMESTAMP(3)"
wait_for "which goes in its time" test ! -e "$folder/s$spanish.vtt"
wait_for "with its list" test ! -e "$folder/s$spanish.m3u8"
t_is "the book of changes has it all" "$(db "SELECT GROUP_CONCAT(DISTINCT
    action, ' ', subject_kind ORDER BY action) FROM audit
    WHERE subject_id = '$spanish' AND subject_kind = 'subtitle'")" \
    'subtitle.add subtitle,subtitle.delete subtitle'

# ---- prepared again ---------------------------------------------------------
api POST "/api/v1/media-files/$id/process"
job=$(json .id)
done_is() # JOB
{
	[ "$(db "SELECT state FROM job WHERE id = $1")" = DONE ]
}
wait_for "it is prepared again" done_is "$job"
t_is "the new revision has them from the start" \
    "$(playback "$id" '[.subtitles[].id] | join(" ")') $(media_lines "$id")" \
    "$russian $german $english 3"
t_unlike "in another folder" "$(playback "$id" .hls)" "/${folder##*/}/"
folder=$T/data$(playback "$id" .hls)
folder=${folder%/*}

api DELETE "/api/v1/media-files/$id/derivatives"
t_is "what was derived can go" "$status" 204
t_is "what people added stays" "$(subtitles_of "$id" \
    '[.items[] | "\(.id) \(.published)"] | join(" ")')" \
    "$russian false $german false $english false"
api POST "/api/v1/media-files/$id/process"
wait_status "$id" READY
t_is "and is there again" "$(media_lines "$id")" 3

# Added and deleted while it is packed: whatever came first, it comes out right.
long=$(upload "$(film lengthy 40)")
is_at() # ID STAGE
{
	[ "$(db "SELECT stage FROM job j JOIN media_file f
	    ON f.id = j.media_file_id WHERE f.pid = '$1'
	    ORDER BY j.id DESC LIMIT 1")" = "$2" ]
}
srt 'Early' | add "$long" language=en
early=$(json .id)
wait_for "the encoder runs" is_at "$long" encode
srt 'Late' | add "$long" language=nl
late=$(json .id)
api DELETE "/api/v1/media-files/$long/subtitles/$early"
wait_status "$long" READY
wait_for "it settles" settled "$long"
t_is "what came while it was encoded is there" \
    "$(playback "$long" '[.subtitles[].id] | join(" ")')" "$late"
t_like "in the master as well" "$(master "$long")" "s$late\.m3u8"
t_unlike "and what went is not" "$(master "$long")" "s$early\.m3u8"

# ---- killed between the files and the row -----------------------------------
# Somebody holds the film's row, so that the worker has written everything and
# waits for its turn.
folder=$T/data$(playback "$id" .hls)
folder=${folder%/*}
end worker
srt 'Killed' | add "$id" 'language=it&label=Italiano'
killed=$(json .id)
mariadb_ask "$db_socket" moviehouse -e "BEGIN; SELECT id FROM media_file
    WHERE pid = '$id' FOR UPDATE; DO SLEEP(600)" >/dev/null 2>&1 &
holding=$!
holder()
{
	db "SELECT id FROM information_schema.processlist
	    WHERE info LIKE 'DO SLEEP%'" | grep .
}
wait_for "the row is held" holder
worker_start
wait_for "the worker is there" bash -c "ls '$folder'/.master.*"
t_ok "its files are written" test -s "$folder/s$killed.m3u8"
t_unlike "and named by nobody" "$(cat "$folder/master.m3u8")" "s$killed\."
worker_kill
# It might as well have been killed while it wrote its list.
for left in "$folder"/.master.*; do
	cp "$left" "$left.new"
done
db "KILL $(holder)"
wait "$holding"
t_is "nor is it said to be published" "$(subtitles_of "$id" \
    ".items[] | select(.id == \"$killed\") | .published")" false
worker_start
wait_for "the next worker mends it" settled "$id"
t_like "then it is offered" "$(master "$id")" "s$killed\.m3u8"
t_is "and nothing is left lying about" "$(find "$T/data/media/$id" \
    \( -name '.*' -o -name '*.new' \) | wc -l)" 0

# ---- stopped between the look and the rename --------------------------------
# A worker sleeps when all it lacks is two renames, for so long that its job is
# cancelled, another one is made and done, and its connection is gone.
end worker
srt 'Asleep' | add "$id" language=nl
asleep=$(json .id)
its_job=$(db "SELECT id FROM job WHERE kind = 'playlists' AND state = 'QUEUED'")
mariadb_ask "$db_socket" moviehouse -e "BEGIN; SELECT id FROM subtitle
    WHERE id = $asleep FOR UPDATE; DO SLEEP(600)" >/dev/null 2>&1 &
holding=$!
sleeper()
{
	db "SELECT id FROM information_schema.processlist
	    WHERE info LIKE 'UPDATE%subtitle%'" | grep .
}
wait_for "the subtitle's row is held" holder
worker_start sleeper
wait_for "a worker is about to end its job" sleeper
connection=$(sleeper)
kill -STOP "${pids[sleeper]}"
db "KILL $(holder)"
wait "$holding"
has_answered()
{
	[ "$(db "SELECT command FROM information_schema.processlist
	    WHERE id = $connection")" = Sleep ]
}
wait_for "its answer lies ready" has_answered
t_is "its list is not in place" "$(ls "$folder"/.m*."$its_job"-1.* | wc -l)" 2
db "KILL $connection"
api POST "/api/v1/jobs/$its_job/cancel"
db "UPDATE job SET due_at = UTC_TIMESTAMP(3) WHERE id = $its_job"
worker_start
cancelled()
{
	[ "$(db "SELECT state FROM job WHERE id = $its_job")" = CANCELED ]
}
wait_for "its job is cancelled" cancelled
srt 'Awake' | add "$id" language=da
awake=$(json .id)
wait_for "another one is done" settled "$id"
t_like "its list names what came last" "$(master "$id")" "s$awake\.m3u8"
kill -CONT "${pids[sleeper]}"
wait_for "the worker gives its job up" grep -q "job.abandoned job=$its_job" \
    "$T/logs/sleeper"
t_like "and puts no old list over a new one" "$(master "$id")" \
    "s$awake\.m3u8"
end sleeper
t_is "nor leaves anything behind" "$(find "$T/data/media/$id" \
    \( -name '.*' -o -name '*.new' \) | wc -l)" 0

# ---- while the job for it is being stopped ----------------------------------
# A worker that is slow to hear of it, or has died: the job is as it left it.
end worker
srt 'Before' | add "$id" language=pt
stopped=$(db "SELECT id FROM job WHERE kind = 'playlists' AND state = 'QUEUED'")
db "UPDATE job SET state = 'RUNNING', attempt = attempt + 1,
    worker_id = (SELECT MAX(id) FROM worker),
    due_at = UTC_TIMESTAMP(3) + INTERVAL 1 HOUR WHERE id = $stopped"
srt 'Beside' | add "$id" language=fi
beside=$(json .id)
t_is "whoever comes while it runs is joined to it" \
    "$status $(db "SELECT COUNT(*) FROM job WHERE kind = 'playlists'
        AND finished_at IS NULL")" '201 1'
api POST "/api/v1/jobs/$stopped/cancel"
t_is "it is to stop" "$status $(json .cancel)" '200 true'
rows=$(row_count)
srt 'After' | add "$id" language=sv
t_is "who comes now is not left to it" "$status $(json .code)" \
    '409 job_stopping'
api DELETE "/api/v1/media-files/$id/subtitles/$beside"
t_is "nor who goes" "$status $(json .code)" '409 job_stopping'
t_is "and nothing was done" "$(row_count)" "$rows"
db "UPDATE job SET due_at = UTC_TIMESTAMP(3) WHERE id = $stopped"
worker_start
stopped_is() { [ "$(db "SELECT state FROM job WHERE id = $stopped")" = CANCELED ]; }
wait_for "it has stopped" stopped_is
srt 'After' | add "$id" language=sv
t_is "then it is taken" "$status" 201
wait_for "and published, with those that the job left" settled "$id"
# What was refused has left a file to the sweep, and another was cut short while
# it was written.
left=$T/data/subtitles/$(db "SELECT MAX(path_key) FROM gc_item
    WHERE area = 'SUBTITLE'")
mv "$left" "$left.new"
db "UPDATE gc_item SET not_before = UTC_TIMESTAMP(3) WHERE area = 'SUBTITLE'"
no_guard() { [ "$(db "SELECT COUNT(*) FROM gc_item WHERE area = 'SUBTITLE'")" = 0 ]; }
wait_for "nothing is left to chance" no_guard
t_is "nor on the disk" "$(find "$T/data/subtitles" -type f | wc -l)" \
    "$(row_count)"

# ---- a list that is not written ----------------------------------------------
# It names what it named, and that is kept for it.
end worker
api DELETE "/api/v1/media-files/$id/subtitles/$beside"
api POST "/api/v1/jobs/$(db "SELECT id FROM job WHERE kind = 'playlists'
    AND state = 'QUEUED'")/cancel"
db "UPDATE gc_item SET not_before = UTC_TIMESTAMP(3)"
worker_start
swept() { [ "$(db "SELECT COUNT(*) FROM gc_item")" = 0 ]; }
wait_for "what is due has been swept" swept
t_like "its list is as it was" "$(master "$id")" "s$beside\.m3u8"
t_ok "and so is what it names" test -s "$folder/s$beside.m3u8" \
    -a -s "$folder/s$beside.vtt"
srt 'Again' | add "$id" language=et
wait_for "the next list" settled "$id"
t_unlike "does not name it" "$(master "$id")" "s$beside\.m3u8"
db "UPDATE gc_item SET not_before = UTC_TIMESTAMP(3)"
wait_for "and then it goes" bash -c "! ls '$folder/s$beside.'*"

# ---- what is refused --------------------------------------------------------
rows=$(row_count)
# refused DESCRIPTION STATUS CODE [PATTERN of what is said]
refused()
{
	t_is "$1: $2 $3" "$status $(json .code) $(header Content-Type)" \
	    "$2 $3 application/problem+json"
	[ $# -lt 4 ] || t_like "$1: in words" "$(json .detail)" "$4"
}
printf '1\n00:00:01,000 --> 00:00:02,000\na\n\n2\n00:00:0x,000 --> 1\nb\n' |
    add "$id" language=en
refused "a time that is none" 422 time_malformed '^Line 6: '
t_is "with its field" "$(json '.errors[0] | "\(.field) \(.code)"')" \
    'file time_malformed'
printf '1\n00:00:02,000 --> 00:00:01,000\na\n' | add "$id" language=en
refused "a cue that ends first" 422 time_reversed '^Line 2: '
printf 'Once upon a time\n1\n00:00:01,000 --> 00:00:02,000\na\n' |
    add "$id" language=en
refused "a text without a time" 422 text_without_time '^Line 1: '
printf 'Once upon a time\n' | add "$id" language=en
refused "no cue at all" 422 no_cues
: | add "$id" language=en
refused "nothing" 422 no_cues
head -c 3000 /dev/urandom | add "$id" 'language=en&encoding=utf-8'
refused "what is not in its encoding" 422 encoding_wrong '^Line [0-9]+ '
srt x | add "$id" 'language=en&encoding=klingon'
refused "an encoding that there is not" 422 encoding_unknown
srt x | add "$id" ''
refused "no language" 422 invalid
t_is "which is named" "$(json '.errors[] | "\(.field) \(.code)"')" \
    'language missing'
srt x | add "$id" "language=e_n&label=$(printf 'x%.0s' {1..101})"
refused "a language and a label that are none" 422 invalid
t_is "which are both named" "$(json '[.errors[] | "\(.field) \(.code)"] |
    join(", ")')" 'language malformed, label too_long'
srt x | add "$id" 'language=en&forced=perhaps'
refused "a flag that is none" 422 invalid
srt x | add "$id" language=en video/mp4
refused "another type" 415 unsupported_media_type
api POST "/api/v1/media-files/$id/subtitles" -F language=en -F language=de \
    -F file=@"$T/file"
refused "a field that comes twice" 400 field_repeated
api POST "/api/v1/media-files/$id/subtitles" -F language=en
refused "a form without a file" 400 file_part_missing
{
	srt x
	head -c $((4 << 20)) /dev/zero | tr '\0' x
} >"$T/large"
add "$id" language=en <"$T/large"
refused "a file that is too large" 413 subtitle_too_large max_subtitle_bytes
api POST "/api/v1/media-files/$id/subtitles" -F language=en \
    -F file=@"$T/large"
refused "and in a form" 413 subtitle_too_large max_subtitle_bytes
srt x | add 0199c1f2-6a3b-7c4d-8e5f-0a1b2c3d4e5f language=en
refused "a film that there is not" 404 not_found
api GET /api/v1/media-files/0199c1f2-6a3b-7c4d-8e5f-0a1b2c3d4e5f/subtitles
refused "nor a list of it" 404 not_found
api DELETE "/api/v1/media-files/$long/subtitles/$english"
refused "another film's" 404 not_found
as_role viewer
srt x | add "$id" language=en
refused "a viewer's" 403 role_too_low
api GET "/api/v1/media-files/$id/subtitles"
t_is "who may look" "$status" 200
as_role admin
t_is "nothing of all this was stored" \
    "$(row_count) $(find "$T/data/subtitles" -type f | wc -l) $(db \
        "SELECT COUNT(*) FROM gc_item WHERE area = 'SUBTITLE'")" "$rows $rows 0"
db "INSERT INTO subtitle (media_file_id, language, label, encoding, cues,
    size_bytes, path_key, created_by) SELECT media_file_id, language, label,
    encoding, cues, size_bytes, CONCAT('x', seq), created_by
    FROM subtitle, seq_1_to_64 WHERE subtitle.id = $late"
srt x | add "$long" language=en
refused "one too many" 409 too_many_subtitles
db "DELETE FROM subtitle WHERE path_key LIKE 'x%'"

# ---- the film goes ----------------------------------------------------------
for film in "$id" "$long"; do
	api DELETE "/api/v1/media-files/$film"
	t_is "a film can be deleted" "$status" 204
done
t_is "its subtitles go with it" "$(row_count)" 0
db "UPDATE gc_item SET not_before = UTC_TIMESTAMP(3)"
wait_for "and their files" bash -c \
    "! find '$T/data/subtitles' '$T/data/media' -mindepth 1 | grep ."
t_done
