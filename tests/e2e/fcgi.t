#!/bin/sh
# movie-house-fcgi behind a real lighttpd: answers, sockets, restart, drain.
set -u

program=$top_builddir/fcgi/movie-house-fcgi
peer=$top_builddir/tests/e2e/fcgi-peer
dir=$(mktemp -d)
count=0
fcgi_pid=
lighttpd_pid=

# lighttpd is asked first: it ends the program that it has spawned itself.
stop() {
	if [ -n "$lighttpd_pid" ]; then
		kill -TERM "$lighttpd_pid" 2>/dev/null
		wait "$lighttpd_pid" 2>/dev/null
	fi
	for pid in $(jobs -p); do
		kill -9 "$pid" 2>/dev/null
	done
	wait 2>/dev/null
	rm -rf "$dir"
}
trap stop EXIT
trap 'exit 1' INT TERM HUP

# ok SENTENCE COMMAND...: one check; what the command says goes below it.
ok() {
	sentence=$1
	shift
	count=$((count + 1))
	if "$@" >"$dir/said" 2>&1; then
		echo "ok $count - $sentence"
	else
		echo "not ok $count - $sentence"
		sed 's/^/# /' "$dir/said"
	fi
}

same() {
	[ "$1" = "$2" ] || {
		echo "expected: $1"
		echo "     got: $2"
		return 1
	}
}

# wait_for SECONDS COMMAND...
wait_for() {
	tries=$(($1 * 50))
	shift
	until "$@" >/dev/null 2>&1; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || return 1
		sleep 0.02 # between two looks
	done
}

has_ended() {
	! kill -0 "$1"
}

# ends PID STATUS SECONDS: it ends by itself, in time and with that status.
ends() {
	wait_for "$3" has_ended "$1" || {
		echo "process $1 is still there"
		return 1
	}
	wait "$1"
	same "$2" $?
}

settings() {
	printf 'request_timeout_s = %s\ndrain_s = %s\nrequest_queue = %s\n' \
		"$1" "$2" "$3" >"$dir/movie-house.conf"
	printf 'api_threads = 4\nupload_threads = 5\n' >>"$dir/movie-house.conf"
	printf 'data_dir = "%s"\ndatabase_socket = "%s"\n' \
		"$dir/data" "$dir/none.sock" >>"$dir/movie-house.conf"
}

start_fcgi() {
	: >"$dir/ready.log"
	"$program" --config "$dir/movie-house.conf" --socket "$dir/api.sock" \
		"$@" 2>"$dir/ready.log" &
	fcgi_pid=$!
	wait_for 10 grep -q server.ready "$dir/ready.log" || {
		echo "Bail out! movie-house-fcgi does not start"
		sed 's/^/# /' "$dir/ready.log"
		exit 1
	}
}

stop_fcgi() {
	kill -TERM "$fcgi_pid"
	ends "$fcgi_pid" 0 10
}

start_lighttpd() {
	mkdir "$dir/www" "$dir/uploads"
	cat >"$dir/lighttpd.conf" <<-END
	server.document-root = "$dir/www"
	server.bind = "$dir/http.sock"
	server.errorlog = "$dir/lighttpd.log"
	server.upload-dirs = ( "$dir/uploads" )
	server.modules = ( "mod_alias", "mod_setenv", "mod_cgi", "mod_fastcgi" )
	alias.url = ( "/cgi-bin/" => "$top_builddir/fcgi/" )
	\$HTTP["url"] =~ "^/cgi-bin/" {
		cgi.assign = ( "" => "" )
		setenv.add-environment =
			( "MOVIE_HOUSE_CONF" => "$dir/movie-house.conf" )
	}
	\$HTTP["host"] == "spawned" {
		fastcgi.server = ( "/healthz" => ((
			"bin-path" => "$program --config $dir/movie-house.conf",
			"socket" => "$dir/spawned.sock", "max-procs" => 1,
			"check-local" => "disable" )) )
	}
	else {
		fastcgi.server = (
			"/healthz" => (( "socket" => "$dir/api.sock",
				"check-local" => "disable",
				"disable-time" => 0 )),
			"/api/" => (( "socket" => "$dir/api.sock",
				"check-local" => "disable",
				"disable-time" => 0 )) )
	}
	END
	lighttpd -D -f "$dir/lighttpd.conf" 2>>"$dir/lighttpd.log" &
	lighttpd_pid=$!
	wait_for 10 test -S "$dir/http.sock" || {
		echo "Bail out! lighttpd does not start"
		sed 's/^/# /' "$dir/lighttpd.log"
		exit 1
	}
}

# ask CURL-ARGUMENT...: the head goes to $dir/head, the body to $dir/body;
# says the status.
ask() {
	: >"$dir/head"
	: >"$dir/body"
	curl -s --max-time 20 --unix-socket "$dir/http.sock" \
		-D "$dir/head" -o "$dir/body" -w '%{http_code}' "$@"
}

header() {
	tr -d '\r' <"$dir/head" | sed -n "s/^$1: //p"
}

code() {
	jq -r .code "$dir/body"
}

settings 60 5 64
start_fcgi
start_lighttpd

ok 'the socket is for the owner and the group alone' \
	same 660 "$(stat -c %a "$dir/api.sock")"

ok 'GET /healthz is 200' same 200 "$(ask http://x/healthz)"
ok '... and says so in JSON' same '{"status":"ok"}' "$(cat "$dir/body")"
ok '... that no cache keeps' same no-store "$(header Cache-Control)"

ok 'HEAD is 200' same 200 "$(ask -I http://x/healthz)"
ok '... with the length of what GET sends' same 15 "$(header Content-Length)"

ok 'OPTIONS is 204' same 204 "$(ask -X OPTIONS http://x/healthz)"
ok '... with Allow' same 'GET, HEAD, OPTIONS' "$(header Allow)"

ok 'an unknown path is 404' same 404 "$(ask http://x/api/v1/none)"
ok '... as problem+json' \
	same application/problem+json "$(header Content-Type)"
ok '... with a code' same no_route "$(code)"

ok 'a wrong method is 405' same 405 "$(ask -X DELETE http://x/healthz)"
ok '... with Allow' same 'GET, HEAD, OPTIONS' "$(header Allow)"
ok '... with a code' same method_not_allowed "$(code)"

head -c 3000000 /dev/zero >"$dir/zeros"
ok 'a body that nobody reads does not break the answer' \
	same 405 "$(ask -T "$dir/zeros" http://x/healthz)"

ask -H 'X-Request-Id: my-trace.1' http://x/healthz >"$dir/status"
ok 'a sane request id comes back' same my-trace.1 "$(header X-Request-Id)"
ok '... and stands in the log' grep -q \
	'request.done request=my-trace.1 method=GET route=/healthz status=200' \
	"$dir/ready.log"
ask -H 'X-Request-Id: <b>' http://x/healthz >"$dir/status"
ok 'another one is replaced' \
	test "$(header X-Request-Id | wc -c)" -eq 37

ok 'a path with dots that are encoded twice goes nowhere' \
	same 404 "$(ask --path-as-is http://x/api/%252e%252e/healthz)"

ok 'it answers as plain CGI' \
	same 200 "$(ask http://x/cgi-bin/movie-house-fcgi/healthz)"
ok '... the same' same '{"status":"ok"}' "$(cat "$dir/body")"
ok '... and with a body that nobody reads' same 405 \
	"$(ask -T "$dir/zeros" http://x/cgi-bin/movie-house-fcgi/healthz)"
ok 'it serves a socket on descriptor 0' \
	same 200 "$(ask -H 'Host: spawned' http://x/healthz)"

# Three new processes take over while four clients ask all the time.
load() {
	until [ -e "$dir/enough" ]; do
		curl -s --max-time 20 --rate 100/s -o "$dir/load.body.$1" \
			--unix-socket "$dir/http.sock" -w '%{http_code}\n' \
			'http://x/healthz?n=[1-10]' || echo "curl $?"
	done >"$dir/load.$1"
}
loads=
for i in 1 2 3 4; do
	load $i &
	loads="$loads $!"
done
restarts=0
for i in 1 2 3; do
	sleep 0.3 # some load on each process
	old_pid=$fcgi_pid
	start_fcgi
	kill -TERM "$old_pid"
	ends "$old_pid" 0 10 >/dev/null && restarts=$((restarts + 1))
done
touch "$dir/enough"
wait $loads
ok 'three new processes took over and the old ones ended' same 3 $restarts
cat "$dir"/load.[1-4] >"$dir/load"
ok 'the clients asked all the while' test "$(wc -l <"$dir/load")" -ge 100
ok 'no request was lost meanwhile' \
	same '' "$(grep -v '^200$' "$dir/load" | sort | uniq -c)"

ok 'asked to stop, it ends with success' stop_fcgi

start_fcgi --role upload
ok 'the upload role has threads of its own' \
	grep -q 'server.ready service=upload threads=5' "$dir/ready.log"
stop_fcgi >/dev/null

# One thread, one place in the queue: both taken by halves of requests.
settings 60 1 1
start_fcgi --threads 1
"$peer" half "$dir/api.sock" >"$dir/half.1" &
half_1=$!
wait_for 5 test -s "$dir/half.1"
sleep 0.2 # it is sent; now it is accepted, which nobody says
"$peer" half "$dir/api.sock" >"$dir/half.2" &
half_2=$!
wait_for 5 test -s "$dir/half.2"
sleep 0.2 # it is sent; now it is accepted, which nobody says
ok 'a full queue is 503' same 503 "$(ask http://x/healthz)"
ok '... with Retry-After' same 2 "$(header Retry-After)"
ok '... and a code' same too_busy "$(code)"
began=$(date +%s)
ok 'asked to stop in the middle of requests, it ends' stop_fcgi
ok '... within its deadline' test $(($(date +%s) - began)) -le 4
ok '... and has hung up on both' ends "$half_1" 0 1
ok '... all of them' ends "$half_2" 0 1

# Half a request holds its thread for request_timeout_s, no longer.
settings 1 5 64
start_fcgi --threads 1
"$peer" half "$dir/api.sock" >"$dir/half.3" &
half_3=$!
wait_for 5 test -s "$dir/half.3"
ok 'half a request does not hold a thread for ever' \
	same 200 "$(ask http://x/healthz)"
ok '... it is hung up on' ends "$half_3" 0 5
stop_fcgi >/dev/null

# A supervisor's socket.
: >"$dir/ready.log"
"$peer" pass "$dir/api.sock" "$program" --config "$dir/movie-house.conf" \
	2>"$dir/ready.log" &
fcgi_pid=$!
wait_for 10 grep -q server.ready "$dir/ready.log"
ok 'it serves a socket that was handed down' \
	same 200 "$(ask http://x/healthz)"
ok '... and ends as well' stop_fcgi
: >"$dir/ready.log"
"$peer" pass "$dir/passed.sock" "$program" --config "$dir/movie-house.conf" \
	--socket "$dir/api.sock" 2>"$dir/ready.log" &
fcgi_pid=$!
wait_for 10 grep -q server.ready "$dir/ready.log"
ok 'the one that --socket names goes before it' \
	same 200 "$(ask http://x/healthz)"
stop_fcgi >/dev/null

echo "1..$count"
