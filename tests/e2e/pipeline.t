#!/bin/bash
# A film goes in by HTTP, READY HLS comes out, and it is the whole film.
. "${top_srcdir:-.}/tests/lib.sh"

stack_start
worker_start

# What a player is told of a READY file.
playlist_of() # ID
{
	curl -sS "${curl_to[@]}" "$url/api/v1/media-files/$1/playback" |
	    jq -r .hls
}

# The master and all it names, as files: ffmpeg reads no unix socket.
published() # ID
{
	echo "$T/data$(playlist_of "$1")"
}

seconds_of() # PLAYLIST
{
	ffprobe -v error -show_entries format=duration -of csv=p=0 "$1"
}

frames_of() # PLAYLIST
{
	ffmpeg -nostdin -v error -xerror -i "$1" -map 0:v:0 -f null - \
	    -progress - 2>>"$T/logs/ffmpeg" | sed -n 's/^frame=//p' | tail -n 1
}

id=$(upload "$(film plain 13 -filter_complex 'scale=1280:720')" Plain.mp4)
t_like "an upload is answered with an id" "$id" '^[0-9a-f-]{36}$'
wait_status "$id" READY || t_done
api GET "/api/v1/media-files/$id"
t_is "it knows its length" "$(json .duration_ms)" 13000
t_is "it knows its size" "$(json '"\(.width)x\(.height)"')" 1280x720
t_is "its ladder is complete" "$(json .ladder_complete)" true
t_is "it is known by its bytes" "$(json .sha256)" \
    "$(sha256sum <"$T/data/originals/$id" | cut -d ' ' -f 1)"
t_is "which no other has" "$(json .duplicate_of)" null
twin=$(upload "$T/data/originals/$id" Twin.mp4)
hashed()
{
	api GET "/api/v1/media-files/$twin"
	[ "$(json .sha256)" != null ]
}
wait_for "a twin is hashed" hashed
t_is "a duplicate is named before it is encoded" \
    "$(json '"\(.status) \(.duplicate_of)"')" "PROCESSING $id"
api GET "/api/v1/media-files?q=Plain"
t_is "the first is nobody's duplicate" "$(json '.items[0].duplicate_of')" null
api DELETE "/api/v1/media-files/$twin"
t_is "it is not needed" "$status" 204
master=$(published "$id")
t_is "one playlist a rendition, the lists of all, and pictures" \
    "$(cd "${master%/*}" && echo ./*)" \
    "./a0.m3u8 ./a0.mp4 ./manifest.mpd ./master.m3u8 ./poster.jpg ./thumbs ./thumbs.vtt ./v0-iframes.m3u8 ./v0.m3u8 ./v0.mp4 ./v1-iframes.m3u8 ./v1.m3u8 ./v1.mp4 ./v2-iframes.m3u8 ./v2.m3u8 ./v2.mp4 ./v3-iframes.m3u8 ./v3.m3u8 ./v3.mp4"
for track in v0 v1 v2 v3; do
	t_is "$track has every frame" \
	    "$(frames_of "${master%/*}/$track.m3u8")" 325
	t_is "$track lasts as long as the film" \
	    "$(seconds_of "${master%/*}/$track.m3u8")" 13.000000
done
t_is "nothing is left in staging" "$(find "$T/data/staging" -mindepth 1)" ""
t_is "nothing is left in incoming" "$(find "$T/data/incoming" -mindepth 1)" ""
# As a worker leaves it that is killed between its last commit and its cleaning.
left=$T/data/staging/$id/$(basename "${master%/*}")
mkdir -p "$left/1-1/v0"
echo much >"$left/1-1/v0/s00000.m4s"
db "UPDATE gc_item SET not_before = UTC_TIMESTAMP(3)"
wait_for "what a killed worker leaves of a published film goes, too" \
    test ! -e "$T/data/staging/$id"
t_ok "and the film stays" test -s "$master"

api HEAD "$(playlist_of "$id")"
t_is "the web server serves the master" "$status" 200
t_is "with its type" "$(header Content-Type)" application/vnd.apple.mpegurl
for folder in staging incoming originals; do
	api GET "/$folder/$id"
	t_is "nobody reaches $folder" "$status" 404
done

api GET "/api/v1/media-files/$id/playback"
t_is "four pictures and a sound" \
    "$(json '[.renditions[].kind] | join(" ")')" \
    "VIDEO VIDEO VIDEO VIDEO AUDIO"
t_is "highest first" "$(json '[.renditions[].height // empty] | join(" ")')" \
    "720 480 360 240"

# Again: READY all the time, then on a new revision.
api POST "/api/v1/media-files/$id/process"
t_is "it can be processed again" "$status" 202
job=$(json .id)
api POST "/api/v1/media-files/$id/process"
t_is "asking twice gives the same job" "$(json .id)" "$job"
t_is "it stays READY meanwhile" "$(media_status "$id")" READY
wait_for "the second revision is there" \
    bash -c "[ \"\$(curl -sS ${curl_to[*]} $url/api/v1/media-files/$id/playback |
        jq -r .hls)\" != ${master#"$T/data"} ]"
t_ok "the new one decodes" ffmpeg -nostdin -v error -xerror \
    -i "$(published "$id")" -f null -
t_ok "players of the old one are not cut off" test -e "$master"

# Sources that are difficult in themselves.
declare -A ids
ids[silent]=$(upload "$(film silent 4 -an)")
ids[late-sound]=$(upload "$(film late.mkv 6 -filter_complex \
    '[1:a]adelay=0,asetpts=PTS+1/TB[a]' -map 0:v -map '[a]')")
ids[odd]=$(upload "$(film odd.mkv 3 -vf scale=853:479 -pix_fmt yuv444p)")
ids[small]=$(upload "$(film small.avi 3 -vf scale=160:120,setsar=1 -c:v mpeg4 -c:a mp3)")
ids[transport]=$(upload "$(film transport.ts 7)")
for name in "${!ids[@]}"; do
	wait_status "${ids[$name]}" READY || continue
	t_ok "$name decodes whole" ffmpeg -nostdin -v error -xerror \
	    -i "$(published "${ids[$name]}")" -f null -
done
t_unlike "no sound, no audio group" \
    "$(cat "$(published "${ids[silent]}")")" 'AUDIO|mp4a'
t_like "never scaled up" "$(cat "$(published "${ids[small]}")")" \
    'RESOLUTION=160x120'
t_is "one rung is enough for it" \
    "$(grep -c '^#EXT-X-STREAM-INF' "$(published "${ids[small]}")")" 1

t_is "the book of changes has what the worker did" \
    "$(db "SELECT actor, action FROM audit WHERE subject_id = '${ids[small]}'
        AND action = 'media.ready'")" $'worker:1\tmedia.ready'

# Deleting takes everything along.
api DELETE "/api/v1/media-files/$id"
t_is "it can be deleted" "$status" 204
wait_for "its files are gone" \
    bash -c "! find '$T/data/media' '$T/data/originals' -path '*$id/*/*' -o \
        -path '*originals/$id' | grep ."
t_ok "the sweep took the original" test ! -e "$T/data/originals/$id"
t_done
