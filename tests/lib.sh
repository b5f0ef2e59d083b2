# shellcheck shell=bash
# Sourced by every test script: a house of its own in a folder of its own,
# made of the real programs, and gone when the script ends, however it ends.
#
#	. "${top_srcdir:-.}/tests/lib.sh"
#	stack_start
#	worker_start
#	id=$(upload "$(film short 2)")
#	wait_status "$id" READY
#	api GET "/api/v1/media-files/$id"
#	t_is "it is there" "$status" 200
#	t_done
#
# What the scripts print is TAP.  Nothing here waits by the clock: wait_for
# asks until the answer is yes.
set -u

top_srcdir=$(cd "${top_srcdir:-${BASH_SOURCE[0]%/*}/..}" && pwd)
top_builddir=$(cd "${top_builddir:-.}" && pwd)
helpers=$top_builddir/helpers
. "$helpers/private-servers.sh" || exit 1

house=$top_builddir/tui/movie-house
fastcgi=$top_builddir/fcgi/movie-house-fcgi
worker=$top_builddir/worker/movie-house-worker

# A finding of the sanitizers ends the program with this code, and t_done
# looks for its report in every log.
export ASAN_OPTIONS=${ASAN_OPTIONS-exitcode=99:detect_leaks=1}
export UBSAN_OPTIONS=${UBSAN_OPTIONS-halt_on_error=1:print_stacktrace=1}
export LC_ALL=C.UTF-8
unset MOVIE_HOUSE_CONF
# Who has a proxy for the world has none for this machine.
no_proxy=${no_proxy:+$no_proxy,}localhost,127.0.0.1
export no_proxy NO_PROXY=$no_proxy

# Socket names have 107 bytes at most, so a deep TMPDIR is not used.
T=${TMPDIR:-/tmp}
[ ${#T} -lt 50 ] || T=/tmp
T=$(mktemp -d "$T/mh-test.XXXXXX") || exit 1
chmod 711 "$T" # root's MariaDB runs under another account
mkdir -m 711 "$T/db" "$T/run" "$T/data" "$T/logs"
mkdir "$T/data/spool"
# What curl reads first, in the place of the caller's own: an answer that
# never comes is a failure (exit code 28), not a wait without end.
export CURL_HOME=$T
echo 'max-time = 600' >"$T/.curlrc"
conf=$T/movie-house.conf
db_socket=$T/db/mariadb.sock
web_socket=$T/web.sock

t_count=0
t_failed=0
status=
body=
curl_to=(--unix-socket "$web_socket")
url=http://localhost
declare -A pids=()

# ---- telling -------------------------------------------------------------

t_note()
{
	printf '%s\n' "$*" | sed 's/^/# /'
}

t_result() # CODE DESCRIPTION
{
	t_count=$((t_count + 1))
	if [ "$1" = 0 ]; then
		echo "ok $t_count - $2"
	else
		t_failed=$((t_failed + 1))
		echo "not ok $t_count - $2"
	fi
	return "$1"
}

# t_ok DESCRIPTION COMMAND...: the command succeeds.
t_ok()
{
	local said code

	said=$("${@:2}" 2>&1)
	code=$?
	t_result "$code" "$1" || { [ -z "$said" ] || t_note "$said"; }
}

# t_not DESCRIPTION COMMAND...: the command runs, and fails.
t_not()
{
	local said code

	said=$("${@:2}" 2>&1)
	case $? in
	0 | 126 | 127) code=1 ;;
	*) code=0 ;;
	esac
	t_result "$code" "$1" || { [ -z "$said" ] || t_note "$said"; }
}

# t_is DESCRIPTION GOT WANTED: two texts are the same.
t_is()
{
	local code=0

	[ "$2" = "$3" ] || code=1
	t_result $code "$1" || t_note "got    $2"$'\n'"wanted $3"
}

# t_like DESCRIPTION GOT PATTERN: the text matches the extended pattern.
t_like()
{
	local code=0

	[[ $2 =~ $3 ]] || code=1
	t_result $code "$1" || t_note "got     $2"$'\n'"pattern $3"
}

# t_unlike DESCRIPTION GOT PATTERN: it does not.
t_unlike()
{
	local code=0

	[[ ! $2 =~ $3 ]] || code=1
	t_result $code "$1" || t_note "got     $2"$'\n'"pattern $3"
}

# Ends the script where going on has no sense; what is missing is a failure.
t_bail()
{
	t_result 1 "$*"
	t_done
}

# A misspelt or missing command must not look like a test that passed.  The
# shell calls this in a process of its own, so it is t_done who counts.
command_not_found_handle()
{
	echo "$1" >>"$T/missing"
	echo "$1: there is no such command" >&2
	return 127
}

# The last line of every script: stops the house and prints the plan.
t_done()
{
	stack_stop
	if grep -lE '(ERROR|WARNING): [A-Za-z]+Sanitizer|runtime error:' \
	    "$T"/logs/* >"$T/findings" 2>/dev/null; then
		t_result 1 "the sanitizers found nothing"
	fi
	if [ -e "$T/missing" ]; then
		t_result 1 "there are the commands $(sort -u "$T/missing" | xargs)"
	fi
	echo "1..$t_count"
	[ $t_failed = 0 ] || show_logs
	exit $((t_failed > 0))
}

show_logs()
{
	local log

	for log in "$T"/logs/*; do
		[ -s "$log" ] || continue
		t_note "--- ${log##*/}"
		t_note "$(grep -av '\[Note\]' "$log" | tail -n 40)"
	done
}

# ---- waiting -------------------------------------------------------------

# wait_for DESCRIPTION COMMAND...: until the command succeeds, at most
# $patience seconds; silent, but for a failed test when time is up.
patience=180 # a busy machine is slow, not wrong
wait_for()
{
	local deadline=$((SECONDS + patience))

	until "${@:2}" >/dev/null 2>&1; do
		if ((SECONDS >= deadline)); then
			t_result 1 "in $patience s: $1"
			return 1
		fi
		sleep 0.05
	done
}

# ---- programs ------------------------------------------------------------

# run NAME COMMAND...: in the background, its log in $T/logs/NAME; it dies
# with this script.
run()
{
	setpriv --pdeathsig KILL -- "${@:2}" \
	    </dev/null >>"$T/logs/$1" 2>&1 &
	pids[$1]=$!
}

is_alive()
{
	[ -n "${pids[$1]-}" ] && kill -0 "${pids[$1]}" 2>/dev/null
}

# end NAME [SIGNAL]: signals it and waits; its exit code in $code.
end()
{
	local pid=${pids[$1]-} deadline=$((SECONDS + 30))

	code=0
	[ -n "$pid" ] || return 0
	unset "pids[$1]"
	kill "-${2:-TERM}" "$pid" 2>/dev/null
	while kill -0 "$pid" 2>/dev/null; do
		if ((SECONDS >= deadline)); then
			t_result 1 "$1 ends on SIG${2:-TERM}"
			kill -KILL "$pid"
		fi
		sleep 0.02
	done
	wait "$pid" 2>/dev/null
	code=$?
}

clean_up()
{
	local name

	for name in "${!pids[@]}"; do
		kill -KILL "${pids[$name]}" 2>/dev/null
		wait "${pids[$name]}" 2>/dev/null
	done
	rm -rf "$T"
}
trap clean_up EXIT
trap 'exit 1' TERM INT HUP

# ---- the database --------------------------------------------------------

# db SQL [ARGUMENT...]: rows, columns between tabs.
db()
{
	mariadb_ask "$db_socket" moviehouse -e "$@"
}

db_answers()
{
	mariadb_ask "$db_socket" -e 'SELECT 1'
}

# Durability is what fault tests are about; they say db_flags=() before.
db_flags=(--innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0)

db_run()
{
	local command=()

	mariadb_command "$T/db/files" "$db_socket" "${db_flags[@]}" ||
	    t_bail "mariadbd can be started"
	run mariadb "${command[@]}"
	wait_for "MariaDB answers" db_answers || t_done
}

# What the ready-made folder depends on: the server, its settings, the
# migrations, the account.
template_key()
{
	{
		mariadb_version
		id -un
		cat "$helpers/private-mariadb.cnf" \
		    "$top_srcdir"/sql/migrations/*.sql 2>/dev/null
	} | sha256sum | cut -c 1-16
}

# An account of each role in the template, with a token and a password.
password_of() # ROLE
{
	echo "open-sesame-$1"
}

make_accounts() # FILE for the tokens
{
	local role

	for role in viewer editor admin; do
		password_of $role | "$house" --config "$conf" users add $role \
		    --role $role --password-file - >/dev/null || return
		echo "$role $("$house" --config "$conf" tokens add $role)"
	done >"$1" 2>>"$T/logs/migrate"
}

make_template() # FOLDER
{
	local code

	mariadb_install "$T/db/files" || t_bail "MariaDB can be installed"
	db_run
	mariadb_ask "$db_socket" -e "CREATE DATABASE moviehouse
	    CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_ai_ci"
	"$house" --config "$conf" migrate >>"$T/logs/migrate" 2>&1 ||
	    t_bail "the migrations can be applied"
	make_accounts "$T/tokens" || t_bail "accounts can be made"
	end mariadb
	rm -rf "$1" "$1.new"
	mkdir -p "${1%/*}"
	cp -a --sparse=always "$T/db/files" "$1.new" &&
	    cp "$T/tokens" "$1.tokens" && mv "$1.new" "$1"
}

# A migrated database: the first script of a build makes it, the others copy.
db_start()
{
	local template=$top_builddir/tests/templates/$(template_key) lock

	[ -e "$conf" ] || write_conf
	mkdir -p "${template%/*}"
	exec {lock}>>"${template%/*}/lock"
	flock "$lock"
	[ -s "$template.tokens" ] && [ -d "$template" ] ||
	    make_template "$template"
	exec {lock}>&-
	rm -rf "$T/db/files"
	cp -a --sparse=always "$template" "$T/db/files" ||
	    t_bail "the template can be copied"
	cp "$template.tokens" "$T/tokens"
	as_role admin
	db_run
}

# ---- the house -----------------------------------------------------------

# setting NAME VALUE: for the programs started after it; a text is quoted, a
# list stands in braces.
declare -A settings=(
	[data_dir]=$T/data
	[runtime_dir]=$T/run
	[helper_dir]=$helpers
	[database_socket]=$db_socket
	[reserve_bytes]=0
	[poll_ms]=100
	[early_from_s]=604800 # in one job; tests/e2e/steps.t has them in two
	[password_memory]=1M
)

setting()
{
	settings[$1]=$2
	write_conf
}

write_conf()
{
	local name

	for name in "${!settings[@]}"; do
		case ${settings[$name]} in
		\{*) echo "$name = ${settings[$name]}" ;;
		*) echo "$name = \"${settings[$name]}\"" ;;
		esac
	done >"$conf"
}

# app_start ROLE: api, upload or authorizer.
app_start()
{
	[ -e "$conf" ] || write_conf
	rm -f "$T/run/$1.sock" # of the one before
	run "$1" "$fastcgi" --config "$conf" --role "$1" -s "$T/run/$1.sock"
	wait_for "the $1 role listens" test -S "$T/run/$1.sock" || t_done
}

# free_port COMMAND...: with a free port of 127.0.0.1 as its last argument and
# in $url, until the command succeeds.
free_port()
{
	local port

	for _ in {1..20}; do
		port=$((20000 + RANDOM % 12000))
		(exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && continue
		url=http://127.0.0.1:$port
		"$@" $port && return
	done
	return 1
}

# web_start [--port]: lighttpd with the example's settings on a unix socket;
# --port: on a free port of 127.0.0.1, for a browser.  $url is its address,
# "${curl_to[@]}" what curl needs to get there.
web_start()
{
	if [ "${1-}" = --port ]; then
		curl_to=()
		free_port web_try 127.0.0.1 || t_bail "lighttpd starts"
	else
		web_try "$web_socket" 0 || t_bail "lighttpd starts"
	fi
}

web_try() # BIND PORT
{
	lighttpd_settings "${example:-$top_srcdir/lighttpd.conf.example}" \
	    "${pages:-$top_builddir/pages}" "$T/data" "$T/run" "$1" "$2" \
	    >"$T/lighttpd.conf"
	run lighttpd "$(command -v lighttpd)" -D -f "$T/lighttpd.conf"
	web_answers lighttpd
}

# web_answers NAME: waits until the web server does; fails when it has ended.
web_answers()
{
	local deadline=$((SECONDS + patience))

	until curl -s -o /dev/null "${curl_to[@]}" "$url/"; do
		is_alive "$1" && ((SECONDS < deadline)) || return 1
		sleep 0.02
	done
}

# stack_start [--port]: database, both roles, web server; workers apart.
stack_start()
{
	write_conf
	db_start
	app_start upload
	app_start api
	web_start "$@"
}

# worker_start [NAME [ARGUMENT...]]: a worker called `worker` if not named.
worker_start()
{
	local name=${1:-worker}

	run "$name" "$worker" --config "$conf" "${@:2}"
}

# worker_kill [NAME [SIGNAL]]: SIGKILL if not said otherwise.
worker_kill()
{
	end "${1:-worker}" "${2:-KILL}"
}

# Ends all that runs, MariaDB last; a program of ours must end well.
stack_stop()
{
	local name code

	for name in "${!pids[@]}"; do
		[ "$name" != mariadb ] || continue
		end "$name"
		[[ $name = lighttpd || $name = apache || $name = nginx ]] || [ "$code" = 0 ] ||
		    t_result 1 "$name ends well, not with $code"
	done
	end mariadb
}

# ---- HTTP ----------------------------------------------------------------

# as_role ROLE: from now on curl asks as that account; db_start makes it admin.
as_role()
{
	as_token "$(token_of "$1")"
}

token_of() # ROLE
{
	sed -n "s/^$1 //p" "$T/tokens"
}

as_token()
{
	printf 'max-time = 600\nheader = "Authorization: Bearer %s"\n' "$1" \
	    >"$CURL_HOME/.curlrc"
}

as_nobody()
{
	echo 'max-time = 600' >"$CURL_HOME/.curlrc"
}

# api METHOD PATH [CURL-ARGUMENT...]: sets $status and $body, the answer's
# headers are in $T/headers.  In $(...) it prints the body, and the status is
# in $T/status.  A POST without arguments has an empty body.
api()
{
	local method=(-X "$1")

	[ "$1" != HEAD ] || method=(-I)
	# lighttpd wants to hear that there is no body (411).
	[ "$1" != POST ] || [ $# -gt 2 ] || method+=(-H 'Content-Length: 0')
	: >"$T/body" # curl leaves the old one where there is none
	status=$(curl -sS "${curl_to[@]}" "${method[@]}" --path-as-is \
	    -D "$T/headers" -o "$T/body" -w '%{http_code}' \
	    "${@:3}" "$url$2" 2>>"$T/logs/curl")
	body=$(tr -d '\0' <"$T/body")
}

# api_json METHOD PATH JSON [CURL-ARGUMENT...]
api_json()
{
	api "$1" "$2" -H 'Content-Type: application/json' --data-binary "$3" \
	    "${@:4}"
}

# header NAME: of the last answer.
header()
{
	tr -d '\r' <"$T/headers" | sed -n "s/^$1: //Ip" |
	    sed -z 's/\n$//; s/\n/, /g'
}

# json FILTER: of the last answer's body, by jq.
json()
{
	jq -r "$1" "$T/body"
}

# upload FILE [NAME]: as raw bytes; prints the media file's id.
upload()
{
	local name=${2:-${1##*/}}

	curl -sS "${curl_to[@]}" -X POST -T "$1" \
	    -H 'Content-Type: application/octet-stream' \
	    "$url/api/v1/uploads?filename=$(jq -rn --arg n "$name" '$n | @uri')" \
	    2>>"$T/logs/curl" | tee "$T/body" | jq -r '.id'
}

media_status() # ID
{
	curl -sS "${curl_to[@]}" "$url/api/v1/media-files/$1" | jq -r .status
}

# wait_status ID STATUS: until the media file has it; ERROR ends the wait.
wait_status()
{
	local deadline=$((SECONDS + patience)) now=

	while now=$(media_status "$1" 2>/dev/null); [ "$now" != "$2" ]; do
		if [ "$now" = ERROR ] || ((SECONDS >= deadline)); then
			api GET "/api/v1/media-files/$1"
			t_result 1 "$1 becomes $2, not ${now:-silent}"
			t_note "$body"
			return 1
		fi
		sleep 0.1
	done
}

# ---- films ---------------------------------------------------------------

# film NAME SECONDS [FFMPEG-ARGUMENT...]: makes NAME (NAME.mp4 if it has no
# extension) once per build, a moving picture of 640x360 at 25 frames with a
# tone unless the arguments say otherwise; prints its path.
film()
{
	local name=$1 key film lock

	[[ $name == *.* ]] || name=$name.mp4
	key=$(echo "${@:2}" | sha256sum | cut -c 1-8)
	film=$top_builddir/tests/films/$key/$name
	mkdir -p "${film%/*}"
	exec {lock}>>"${film%/*}/lock"
	flock "$lock"
	if ! [ -e "$film" ]; then
		ffmpeg -nostdin -v error -y \
		    -f lavfi -i "testsrc2=size=640x360:rate=25:duration=$2" \
		    -f lavfi -i "sine=frequency=440:beep_factor=4:duration=$2" \
		    -c:v libx264 -preset ultrafast -pix_fmt yuv420p \
		    -c:a aac "${@:3}" "$T/film.$name" >&2 &&
		    mv "$T/film.$name" "$film"
	fi
	exec {lock}>&-
	[ -e "$film" ] && echo "$film"
}
