#!/bin/bash
# The program as plain CGI, one process a request, with a database behind it:
# what a web server does not say, and how the process is ended.
. "${top_srcdir:-.}/tests/lib.sh"

db_start

# cgi ROLE METHOD PATH [NAME=VALUE...]: asks as RFC 3875 has it, as the admin;
# the body comes from standard input.
cgi()
{
	exec env -i PATH="$PATH" \
	    ASAN_OPTIONS="$ASAN_OPTIONS" UBSAN_OPTIONS="$UBSAN_OPTIONS" \
	    GATEWAY_INTERFACE=CGI/1.1 SERVER_PROTOCOL=HTTP/1.1 \
	    REQUEST_METHOD="$2" REQUEST_URI="$3" \
	    HTTP_AUTHORIZATION="Bearer $(token_of admin)" "${@:4}" \
	    "$fastcgi" --config "$conf" --role "$1"
}

# with_words WORD...: asks for /api/v1/queue?WORD+WORD...
with_words()
{
	local query="$*"

	query=${query// /+}
	env -i PATH="$PATH" ASAN_OPTIONS="$ASAN_OPTIONS" \
	    UBSAN_OPTIONS="$UBSAN_OPTIONS" GATEWAY_INTERFACE=CGI/1.1 \
	    REQUEST_METHOD=GET REQUEST_URI="/api/v1/queue?$query" \
	    QUERY_STRING="$query" MOVIE_HOUSE_CONF="$conf" "$fastcgi" "$@"
}

# The status and the body of the answer in $T/answer.
said()
{
	tr -d '\r' <"$T/answer" | sed -n 's/^Status: \([0-9]*\).*/\1/p'
}

answer()
{
	tr -d '\r' <"$T/answer" | sed '1,/^$/d'
}

paused()
{
	db "SELECT GROUP_CONCAT(DISTINCT paused, COALESCE(paused_reason, '-'))
	    FROM job_queue"
}

(cgi api GET /api/v1/queue) </dev/null >"$T/answer" 2>"$T/logs/cgi"
t_is "a page is answered" "$(said)" 200
(cgi api POST /api/v1/queue/pause) </dev/null >"$T/answer" 2>>"$T/logs/cgi"
t_is "who sends no body need not say that it has no length" "$(said)" 200
t_is "and is heard" "$(paused)" 1-
printf '{"reason":"a new disk"}' |
    (cgi api POST /api/v1/queue/pause CONTENT_LENGTH=23 \
        CONTENT_TYPE=application/json) >"$T/answer" 2>>"$T/logs/cgi"
t_is "who sends one is heard, too" "$(said) $(paused)" "200 1a new disk"
(cgi api POST /api/v1/movies) </dev/null >"$T/answer" 2>>"$T/logs/cgi"
t_is "where a body is needed, it is missed" \
    "$(said) $(answer | jq -r .code)" "400 body_missing"

# Web servers make arguments of a query without "=".
for words in --routes -V '-c /dev/null'; do
	# shellcheck disable=SC2086
	with_words $words </dev/null >"$T/answer" \
	    2>>"$T/logs/cgi"
	t_is "a query is no option: $words" \
	    "$(said) $(answer | jq -r .code)" "400 malformed_query"
done
(cgi api GET '/api/v1/movies?limit=1' QUERY_STRING=limit=1) </dev/null \
    >"$T/answer" 2>>"$T/logs/cgi"
t_is "one of names and values is read" "$(said)" 200

# An original needs a web server that sends it.
echo bytes >"$T/film.mp4"
(
	cgi upload POST '/api/v1/uploads?filename=film.mp4' \
	    CONTENT_LENGTH=6 CONTENT_TYPE=video/mp4
) <"$T/film.mp4" >"$T/answer" 2>>"$T/logs/cgi"
t_is "a film comes" "$(said)" 201
original=/api/v1/media-files/$(answer | jq -r .id)/original
(cgi api GET "$original") </dev/null >"$T/answer" 2>>"$T/logs/cgi"
t_is "it does not go where nobody sends it" \
    "$(said) $(answer | jq -r .code)" "501 not_by_cgi"
t_is "nor is told where it lies" "$(grep -c -e originals -e "$T" "$T/answer")" 0
(cgi api GET "$original" MOVIE_HOUSE_SENDFILE=1) </dev/null >"$T/answer" \
    2>>"$T/logs/cgi"
t_is "a server that says that it does gets the path" \
    "$(said) $(tr -d '\r' <"$T/answer" | sed -n 's/^X-Sendfile: //p')" \
    "200 $T/data/originals/$(basename "$(dirname "$original")")"
(cgi api GET "$original" HTTP_MOVIE_HOUSE_SENDFILE=1) </dev/null >"$T/answer" \
    2>>"$T/logs/cgi"
t_is "which no client can say" "$(said)" 501

# An upload whose bytes never come.
upload_has_begun()
{
	[ "$(db "SELECT COUNT(*) FROM upload WHERE state = 'OPEN'")" = 1 ]
}

has_ended() # PID
{
	! kill -0 "$1"
}

mkfifo "$T/bytes"
exec {bytes}<>"$T/bytes"
(
	cgi upload POST '/api/v1/uploads?filename=film.mp4' \
	    CONTENT_LENGTH=1000 CONTENT_TYPE=video/mp4
) <&"$bytes" >"$T/answer" 2>>"$T/logs/cgi" &
pid=$!
wait_for "an upload has begun" upload_has_begun
kill -TERM $pid
patience=10 wait_for "SIGTERM ends it" has_ended $pid
wait $pid
t_is "SIGTERM ends a request as it does any other program" $? 143
t_done
