#!/bin/bash
# Many clients that send slowly, or stop: each holds a thread of the upload
# role, and whoever finds none hears so at once.
. "${top_srcdir:-.}/tests/lib.sh"

threads=32
setting upload_threads $threads
setting request_timeout_s 5
stack_start --port
head -c 20000000 /dev/urandom >"$T/film"

# begin NAME CURL-ARGUMENT...: an upload of its own in the background; status,
# seconds and the answer are in $T/NAME.*.
begin()
{
	run "$1" curl -sS -X POST "${curl_to[@]}" -o "$T/$1.body" -D "$T/$1.headers" \
	    -w '%{http_code} %{time_total}\n' -H 'Content-Type: video/mp4' \
	    "${@:2}" "$url/api/v1/uploads?filename=$1.mp4"
}

# Its status, and how many seconds it took (rounded down).
told()
{
	sed -n 's/^\([0-9]*\) \([0-9]*\)\..*/\1 \2/p' "$T/logs/$1"
}

has_ended()
{
	! is_alive "$1"
}

open_uploads()
{
	db "SELECT COUNT(*) FROM upload WHERE state = 'OPEN'"
}

there_are() # NUMBER
{
	[ "$(open_uploads)" = "$1" ]
}

# Fast enough to be let go on, slow enough to outlive this script.
for ((i = 1; i <= threads; i++)); do
	begin "slow$i" --limit-rate 20k -T "$T/film"
done
wait_for "every thread has a slow client" there_are $threads

for i in {1..20}; do
	begin "late$i" -T "$T/film"
done
for i in {1..20}; do
	wait_for "late$i is answered" has_ended "late$i"
	wait "${pids[late$i]}"
	unset "pids[late$i]"
done
t_is "twenty more are refused" \
    "$(for i in {1..20}; do told "late$i"; done | cut -d ' ' -f 1 | sort -u)" 503
slowest=$(for i in {1..20}; do told "late$i"; done |
    cut -d ' ' -f 2 | sort -n | tail -n 1)
t_ok "within seconds (the last after $slowest s)" test "$slowest" -le 3
t_is "in words" "$(jq -r .code "$T/late1.body")" too_busy
t_like "they hear when to come again" \
    "$(cat "$T/late20.headers")" 'Retry-After: [1-9]'
t_is "no slow one was ended for them" "$(open_uploads)" $threads
api GET /api/v1/media-files
t_is "the catalog does not notice" "$status" 200
api HEAD /api/v1/uploads/tus/01900000-0000-7000-8000-000000000000 \
    -H 'Tus-Resumable: 1.0.0'
t_is "a client that can resume hears the same" "$status" 503

# Who sends nothing for request_timeout_s gives the thread back.
end slow1
wait_for "one has gone" there_are $((threads - 1))
began=$SECONDS
exec {peer}<>"/dev/tcp/127.0.0.1/${url##*:}"
{
	printf '%s\r\n' 'POST /api/v1/uploads?filename=stalled.mp4 HTTP/1.1' \
	    'Host: localhost' "Authorization: Bearer $(token_of admin)" \
	    'Content-Type: video/mp4' 'Content-Length: 5000000' ''
	head -c 2000000 "$T/film"
} >&"$peer"
wait_for "its thread is taken" there_are $threads
tr -d '\r' <&"$peer" >"$T/stalled"
exec {peer}>&-
t_like "a client that sends nothing more is cut" \
    "$(head -n 1 "$T/stalled")" '^HTTP/1.1 408 '
t_is "and told why" "$(tail -n 1 "$T/stalled" | jq -r .code)" body_too_slow
t_ok "in time ($((SECONDS - began)) s)" test $((SECONDS - began)) -le 20
wait_for "what it sent is given up" there_are $((threads - 1))
begin quick -T "$T/film"
wait_for "the next one is received" has_ended quick
unset "pids[quick]"
t_is "there is a place for the next one" \
    "$(cut -d ' ' -f 1 "$T/logs/quick")" 201
for ((i = 2; i <= threads; i++)); do
	end "slow$i"
done
wait_for "nothing is left of the slow ones" there_are 0
t_is "their bytes are gone" "$(find "$T/data/incoming" -type f)" ""
t_done
