#!/bin/bash
# The private house of `movie-house up`: it opens, heals, keeps what it has,
# closes, and leaves nothing behind.
. "${top_srcdir:-.}/tests/lib.sh"

stack=$helpers/movie-house-stack
data="$T/a house"

# The folder's holder, and each program's process.
keeper()
{
	cut -d ' ' -f 2 "$data/lock"
}

process() # NAME
{
	awk -v name="$1" '$1 == name { print $2 }' "$data/run/state"
}

# Everything is up, and is not what it was.
has_healed() # NAME OLD-PROCESS
{
	"$stack" status --data "$data" && [ "$(process "$1")" != "$2" ] &&
	    curl -sf -o /dev/null "$url/readyz"
}

not_free() # FILE
{
	! flock -n "$1" true
}

nothing_left()
{
	! grep -qsaF "$data/" /proc/[0-9]*/cmdline
}

# Through pipes, which nothing in the background may keep open.
open_house() # PORT
{
	local codes

	"$stack" up --data "$data" --port "$1" --detach 2>&1 |
	    timeout 120 cat >"$T/logs/up"
	codes=${PIPESTATUS[*]}
	[ "$codes" = '0 0' ]
}

close_by_force()
{
	local pid

	pid=$(keeper 2>/dev/null) && kill -KILL "$pid" 2>/dev/null
	wait_for "nothing is left" nothing_left
	[ ! -d "$data/run" ] || rm -rf "$(readlink "$data/run")"
	clean_up
}
trap close_by_force EXIT

# What is called wrongly is refused before anything is made.
mkdir "$T/clone"
cp "$top_srcdir/quickstart" "$T/clone/"
while IFS='|' read -r words sentence; do
	# shellcheck disable=SC2086
	said=$("$T/clone/quickstart" $words </dev/null 2>&1)
	t_is "wrong usage: quickstart $words" $? 2
	t_is "... is said in a sentence" "$(head -n 1 <<<"$said")" \
	    "quickstart: $sentence"
	t_like "... and with it how it is called" "$said" \
	    $'\nusage: ./quickstart '
done <<'END'
--data|--data wants a folder
--data --detach|--data wants a folder
--port|--port wants a number
--port http|--port is a number from 1 to 65535
--port 0|--port is a number from 1 to 65535
--port 65536|--port is a number from 1 to 65535
--port 80x --stop|--port is a number from 1 to 65535
--fast|--fast is not an option
END
t_is "... before anything is made" "$(ls "$T/clone")" quickstart

export XDG_RUNTIME_DIR=$T/session
mkdir -m 700 "$XDG_RUNTIME_DIR"
curl_to=()
free_port open_house || t_bail "it opens"
port=${url##*:}
api GET /readyz
t_is "it opens and is ready" "$status" 200
if [ "$(id -u)" = 0 ]; then
	t_like "root is told who runs it" "$(cat "$T/logs/up")" 'root runs this'
else
	t_unlike "nobody else hears of root" "$(cat "$T/logs/up")" root
fi
t_ok "its status is good" "$stack" status --data "$data"
"$stack" status --data "$data" --json >"$T/body"
t_is "also for programs" "$? $(json '[.data, .running, .all_up, .url,
    (.programs | map(.name) | join(" "))] | @csv')" \
    "0 \"$data\",true,true,\"$url/\",\"mariadb api upload worker lighttpd\""
t_is "who hear the same" \
    "$(json '.programs[] | "\(.name) \(.pid) \(.state)"')" \
    "$(cut -d ' ' -f 1-3 "$data/run/state")"
t_is "and since when" "$(json '.programs[0].since | fromdateiso8601')" \
    "$(awk '{ print $4; exit }' "$data/run/state")"
"$stack" status --data "$T/none" --json >"$T/body"
t_is "a house that is not there is closed" \
    "$? $(json '[.running, .all_up, .url, .programs] | tojson')" \
    '3 [false,false,null,[]]'
"$stack" up --data "$T/none" --json >/dev/null 2>&1
t_is "only status is told in JSON" "$?" 2

# A clone whose house is open: nothing is built, nothing opened.
mkdir "$T/clone/build"
ln -s "$top_builddir" "$T/clone/build/quickstart"
said=$("$T/clone/quickstart" --data "$data" </dev/null 2>&1)
t_is "a second quickstart is no mistake" $? 0
t_like "it says where the house is" "$said" "is open.*: $url/"
t_like "how to look into it" "$said" "/movie-house.conf' .*/tui/movie-house"
t_like "and how to close it" "$said" "quickstart --stop --data '$data'"
t_not "no second one opens there" "$stack" up --data "$data" --port "$port"
t_like "and is told who has it" \
    "$("$stack" up --data "$data" 2>&1)" "in use by process $(keeper) "
t_like "a port that is taken is named" \
    "$("$stack" up --data "$T/other" --port "$port" 2>&1)" "port $port is taken"

for name in mariadb api upload worker lighttpd; do
	old=$(process $name)
	kill -KILL "$old"
	wait_for "$name is started again" has_healed $name "$old" &&
	    t_result 0 "$name is started again"
done

old=$(process mariadb)
rm -rf "$(readlink "$data/run")"
wait_for "what lost its sockets is started again" has_healed mariadb "$old" &&
    t_result 0 "what lost its sockets is started again"
t_is "and its status knows the address" \
    "$("$stack" status --data "$data" | tail -n 1)" "$url/"

t_is "the admin's secrets are the owner's alone" \
    "$(stat -c %a "$data/admin.token" "$data/admin.password" | xargs)" "600 600"
t_is "and it is said where they are" \
    "$(grep -cE "$data/admin\.(token|password)\$" "$T/logs/up")" 2
api GET /api/v1/movies
t_is "everybody may look" "$status" 200
api_json POST /api/v1/movies '{"title":"Not kept"}'
t_is "and nobody change anything" "$status" 401
api_json POST /api/v1/session "$(jq -n --rawfile p "$data/admin.password" \
    '{login: "admin", password: ($p | rtrimstr("\n"))}')"
t_like "the admin signs in without TLS here" "$status $(header Set-Cookie)" \
    '^201 mh='
token=$(cat "$data/admin.token")
as_token "$token"
api_json POST /api/v1/movies '{"title":"Kept"}'
t_is "a movie is made" "$status" 201
kill -KILL "$(keeper)"
wait_for "its programs end" nothing_left
t_not "a killed one is not running" "$stack" status --data "$data"
echo 'log_level = "debug"' >>"$data/movie-house.conf"
t_ok "it opens again" open_house "$port"
t_is "with the admin it had" "$(cat "$data/admin.token") $("$house" \
    --config "$data/movie-house.conf" users list --json | jq '.items | length')" \
    "$token 1"
api GET '/api/v1/movies'
t_is "with what was there" "$(json '.items[0].title')" Kept
t_is "and the owner's settings" \
    "$(grep -c '^log_level = "debug"' "$data/movie-house.conf")" 1

t_unlike "a detached house keeps out of a folder that goes at logout" \
    "$(readlink "$data/run")" "^$XDG_RUNTIME_DIR"
t_ok "it closes" "$stack" down --data "$data"
t_ok "and leaves nothing running" nothing_left
t_not "nor its sockets" test -e "$data/run"
t_like "a closed one can be closed" \
    "$("$stack" down --data "$data")" 'not running'

# The number in the lock file is another's, and somebody holds the lock.
run innocent tail -f /dev/null
echo "process ${pids[innocent]} since long ago" >"$data/lock"
run holder bash -c 'exec 9<"$1"; flock 9; exec tail -f /dev/null' - "$data/lock"
wait_for "the lock is held" not_free "$data/lock"
t_not "a process that keeps no house is not asked to end" \
    "$stack" down --data "$data"
t_ok "it is alive" is_alive innocent
end innocent
end holder

# Films that are signed: one program more, and a web server that asks it.
cp "$data/movie-house.conf" "$T/public.conf"
echo 'playback = signed' >>"$data/movie-house.conf"
t_ok "a house of signed films opens" open_house "$port"
t_is "with an authorizer" "$(cut -d ' ' -f 1,3 "$data/run/state" | xargs)" \
    "mariadb up api up upload up authorizer up worker up lighttpd up"
key=$(grep '^playback_key' "$data/movie-house.conf")
t_like "and a key of its own" "$key" '^playback_key = "[0-9a-f]{64}"$'
t_is "which its owner and group alone can read" \
    "$(stat -c %a "$data/movie-house.conf")" 640
id=$(upload "$(film signed 2)")
wait_status "$id" READY
api GET "/api/v1/media-files/$id/playback"
signed=$(json .hls)
t_like "it gives signed addresses" "$signed" '^/play/.*/master\.m3u8$'
plain=/media/${signed#/play/*/*/}
as_nobody
api GET "$signed"
t_is "which are served" "$status $(head -n 1 "$T/body")" "200 #EXTM3U"
api GET "${signed%/*}/v0.mp4" -r 4-7
t_is "with all that they lead to" "$status $(cat "$T/body")" "206 ftyp"
api GET "$plain"
t_is "the plain ones are not" "$status" 403
api GET "/play/${signed:7:42}x/${signed#/play/*/}"
t_is "nor those that somebody made up" "$status" 403
old=$(process authorizer)
kill -KILL "$old"
wait_for "the authorizer is started again" has_healed authorizer "$old" &&
    t_result 0 "the authorizer is started again"
api GET "$signed"
t_is "and answers" "$status" 200
t_ok "it closes, the authorizer too" "$stack" down --data "$data"
t_ok "and leaves nothing running either" nothing_left
t_ok "it opens again, signed" open_house "$port"
t_is "with the key it had" \
    "$(grep '^playback_key' "$data/movie-house.conf")" "$key"
api GET "$signed"
t_is "so that what was given out still works" "$status" 200
t_ok "it closes again" "$stack" down --data "$data"
sed -i '/^playback = signed$/d' "$data/movie-house.conf"
t_ok "and opens as a public one" open_house "$port"
t_is "without an authorizer" "$(process authorizer)" ''
api GET "$plain"
t_is "whose films are everybody's" "$status" 200
api GET "$signed"
t_is "signed addresses lead nowhere there" "$status" 404
t_ok "it closes for good" "$stack" down --data "$data"
echo 'playback = perhaps' >>"$data/movie-house.conf"
t_like "settings that are none are refused in words" \
    "$("$stack" up --data "$data" --port "$port" --detach 2>&1)" \
    'playback.*movie-house\.conf is refused'
cp "$T/public.conf" "$data/movie-house.conf"

echo 99.1.1 >"$data/database/written-by"
t_like "a newer server's folder is not touched" \
    "$("$stack" up --data "$data" --port "$port" 2>&1)" 'MariaDB 99.1.1 wrote'

t_done
