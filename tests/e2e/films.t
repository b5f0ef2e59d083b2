#!/bin/bash
# Films that are not films, or not whole: each ends in ERROR with a code and a
# sentence, at once, and leaves nothing but its original behind.
. "${top_srcdir:-.}/tests/lib.sh"

stack_start
worker_start

refused() # NAME FILE CODE-PATTERN
{
	local id

	id=$(upload "$2" "$1.mp4")
	t_like "$1 is taken in" "$id" '^[0-9a-f-]{36}$' || return
	wait_for "$1 comes to an end" \
	    bash -c "curl -sS ${curl_to[*]} $url/api/v1/media-files/$id |
	        jq -e '.status == \"ERROR\"'"
	api GET "/api/v1/media-files/$id"
	t_like "$1: the code" "$(json .error_code)" "^($3)$"
	message=$(json .error_message)
	t_like "$1: a sentence for people" "$message" '^[A-Z].{15,}\.$'
	t_unlike "$1: no path in it" "$message" '/|Invalid data'
	t_is "$1: one try was enough" \
	    "$(db "SELECT attempt FROM job j JOIN media_file f
	        ON f.id = j.media_file_id WHERE f.pid = '$id'")" 1
	api GET "/api/v1/media-files/$id/playback"
	t_is "$1 cannot be played, and it is said why" \
	    "$status $(json .detail)" "409 There is nothing to play. $message"
}

whole=$(film whole 8)
printf 'This is a letter, not a film.\n%.0s' {1..100} >"$T/text"
head -c 100000 /dev/urandom >"$T/noise"
printf '#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\n%s\n#EXT-X-ENDLIST\n' \
    "$whole" >"$T/playlist"
printf "ffconcat version 1.0\nfile '%s'\n" "$whole" >"$T/concat"
ffmpeg -nostdin -v error -y -i "$whole" -vn -c:a copy -f mp4 "$T/sound"
ffmpeg -nostdin -v error -y -i "$whole" -c copy -movflags +faststart -f mp4 \
    "$T/front"
head -c $(($(stat -c %s "$whole") / 2)) "$whole" >"$T/headless"
head -c $(($(stat -c %s "$T/front") / 2)) "$T/front" >"$T/cut"

refused text "$T/text" 'unsupported_container|corrupt'
refused noise "$T/noise" 'unsupported_container|corrupt'
refused playlist "$T/playlist" 'unsupported_container|corrupt'
refused concat "$T/concat" 'unsupported_container|corrupt'
refused sound "$T/sound" no_video
refused headless "$T/headless" 'corrupt|unsupported_container'
refused cut "$T/cut" 'truncated|corrupt'
t_like "what is cut short says how much is there" "$message" '[0-9]'

t_is "nothing is left in staging" "$(find "$T/data/staging" -mindepth 1)" ""
t_is "nothing was published" "$(find "$T/data/media" -mindepth 1)" ""

# People may try again; the original is still there.
id=$(db "SELECT pid FROM media_file ORDER BY id LIMIT 1")
job=$(db "SELECT id FROM job WHERE kind = 'process' ORDER BY id LIMIT 1")
api POST "/api/v1/jobs/$job/retry"
t_is "a dead job can be queued again" "$status" 200
wait_for "it is tried" bash -c "[ \$(mariadb -S '$db_socket' moviehouse -BNe \
    'SELECT attempt FROM job WHERE id = $job') = 2 ]"
t_done
