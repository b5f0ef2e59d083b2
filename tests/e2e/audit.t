#!/bin/bash
# Every route that changes something leaves a line in the book of changes: each
# is walked here, and one that nobody has written down fails.
. "${top_srcdir:-.}/tests/lib.sh"

v1=/api/v1
tus=$v1/uploads/tus

# What leaves none, and why.
declare -A exempt=(
	["PUT $v1/me/progress/{uuid}"]="said every few seconds by a player"
	["PATCH $tus/{uuid}"]="bytes between upload.begin and media.create"
	["POST $tus/{uuid}"]="PATCH or DELETE by another name"
)

declare -A walked=()

last_line()
{
	db 'SELECT COALESCE(MAX(id), 0) FROM audit'
}

# walk METHOD PATTERN ACTION PATH [CURL-ARGUMENT...]: it does what it says,
# and the book has that action.
walk()
{
	local before

	before=$(last_line)
	walked["$1 $2"]=1
	api "$1" "$4" "${@:5}"
	t_like "$1 $2 is done" "$status" '^20[0-9]$'
	t_is "and leaves $3" "$(db "SELECT action, actor FROM audit
	    WHERE id > $before AND action = '$3'")" "$3"$'\tapi:admin'
}

# walk_json METHOD PATTERN ACTION PATH JSON
walk_json()
{
	walk "$1" "$2" "$3" "$4" -H 'Content-Type: application/json' -d "$5"
}

stack_start
echo bytes >"$T/a.mp4"

# ---- uploads and media files -------------------------------------------------
walk POST $v1/uploads media.create "$v1/uploads?filename=a.mp4" \
    -T "$T/a.mp4" -H 'Content-Type: video/mp4'
file=$(json .id)
begin=(-H 'Tus-Resumable: 1.0.0' -H 'Upload-Length: 5' --data-binary ''
    -H 'Content-Type:' -H "Upload-Metadata: filename $(printf a.mp4 | base64)")
walk POST $tus upload.begin $tus "${begin[@]}"
walk DELETE "$tus/{uuid}" upload.drop "$(header Location)" \
    -H 'Tus-Resumable: 1.0.0'
job=$(db "SELECT MAX(id) FROM job")
walk_json PATCH "$v1/jobs/{number}" job.priority "$v1/jobs/$job" '{"priority":1}'
walk POST "$v1/jobs/{number}/cancel" job.cancel "$v1/jobs/$job/cancel" -d ''
walk POST "$v1/jobs/{number}/retry" job.retry "$v1/jobs/$job/retry" -d ''
api POST "$v1/jobs/$job/cancel"
media=$v1/media-files
walk POST "$media/{uuid}/process" media.process "$media/$file/process" -d ''
walk DELETE "$media/{uuid}/derivatives" media.drop "$media/$file/derivatives"
walk POST "$media/{uuid}/subtitles" subtitle.add \
    "$media/$file/subtitles?language=en" -H 'Content-Type: text/vtt' \
    --data-binary $'WEBVTT\n\n00:01.000 --> 00:02.000\nWhat?\n'
walk DELETE "$media/{uuid}/subtitles/{number}" subtitle.delete \
    "$media/$file/subtitles/$(json .id)"
walk DELETE "$media/{uuid}" media.delete "$media/$file"

# ---- the catalog ---------------------------------------------------------------
# walk_title NOUN PATH: what can be done to any title that is there.
walk_title()
{
	local pattern=${2%/*}/{uuid}

	walk_json PATCH "$pattern" "$1.change" "$2" '{"title":"Other"}'
	walk POST "$pattern/trash" "$1.trash" "$2/trash" -d ''
	walk POST "$pattern/restore" "$1.restore" "$2/restore" -d ''
}

# walk_poster NOUN PATH: of titles that are shown by one.
walk_poster()
{
	local pattern=${2%/*}/{uuid}/poster

	walk PUT "$pattern" "$1.poster_order" "$2/poster" \
	    -H 'Content-Type: image/png' --data-binary "@$T/picture.png"
	walk DELETE "$pattern" "$1.poster_remove" "$2/poster"
}

ffmpeg -v error -f lavfi -i color=size=32x32 -frames:v 1 "$T/picture.png"
walk_json POST $v1/movies movie.create $v1/movies '{"title":"Up"}'
movie=$v1/movies/$(json .id)
walk_title movie "$movie"
walk_poster movie "$movie"
walk DELETE "$v1/movies/{uuid}" movie.delete "$movie"
walk_json POST $v1/series series.create $v1/series '{"title":"Saga"}'
series=$v1/series/$(json .id)
walk_title series "$series"
walk_poster series "$series"
walk_json POST "$v1/series/{uuid}/seasons" season.create "$series/seasons" \
    '{"number":1}'
season=$v1/seasons/$(json .id)
walk_json PATCH "$v1/seasons/{uuid}" season.change "$season" '{"title":"One"}'
walk_json POST "$v1/seasons/{uuid}/episodes" episode.create "$season/episodes" \
    '{"number":1,"title":"Pilot"}'
episode=$(json .id)
walk_json POST "$v1/seasons/{uuid}/order" season.order "$season/order" \
    "{\"episode_ids\":[\"$episode\"],\"first_number\":3}"
t_is "with the order before and after" "$(db "SELECT
    JSON_VALUE(state_before, '\$.episodes[0].number'),
    JSON_VALUE(state_after, '\$.episodes[0].number') FROM audit
    WHERE action = 'season.order'")" $'1\t3'
walk_title episode "$v1/episodes/$episode"
walk DELETE "$v1/episodes/{uuid}" episode.delete "$v1/episodes/$episode"
walk DELETE "$v1/seasons/{uuid}" season.delete "$season"
walk DELETE "$v1/series/{uuid}" series.delete "$series"

# ---- queue and workers ---------------------------------------------------------
walk_json POST $v1/queue/pause queue.pause $v1/queue/pause '{}'
walk POST $v1/queue/resume queue.resume $v1/queue/resume -d ''
one=$(db "INSERT INTO worker (name, host, pid, version, slots)
    VALUES ('one', 'here', 1, '1', 1) RETURNING id")
walk POST "$v1/workers/{number}/drain" worker.drain "$v1/workers/$one/drain" -d ''
walk POST "$v1/workers/{number}/resume" worker.resume \
    "$v1/workers/$one/resume" -d ''
t_is "with the state before and after" "$(db "SELECT
    JSON_VALUE(state_before, '\$.state'), JSON_VALUE(state_after, '\$.state')
    FROM audit WHERE action = 'worker.drain'")" $'ACTIVE\tDRAINING'

# ---- webhooks ----------------------------------------------------------------------
hooks=$v1/webhooks
walk_json POST $hooks webhook.create $hooks \
    '{"url":"https://example.com/told","events":["media.ready"]}'
hook=$hooks/$(json .id)
walk_json PATCH "$hooks/{uuid}" webhook.change "$hook" '{"enabled":true}'
walk POST "$hooks/{uuid}/ping" webhook.ping "$hook/ping" -d ''
db "UPDATE job SET state = 'DEAD', finished_at = UTC_TIMESTAMP(3)
    WHERE kind = 'deliver'"
walk POST "$hooks/{uuid}/deliveries/{number}/retry" webhook.retry \
    "$hook/deliveries/$(db "SELECT id FROM job WHERE kind = 'deliver'")/retry" \
    -d ''
walk DELETE "$hooks/{uuid}" webhook.delete "$hook"

# ---- people ----------------------------------------------------------------------
walk_json POST $v1/users account.create $v1/users '{"login":"ana","role":"VIEWER"}'
ana=$v1/users/$(json .id)
walk_json PATCH "$v1/users/{uuid}" account.change "$ana" '{"role":"EDITOR"}'
walk DELETE "$v1/users/{uuid}" account.delete "$ana"
walk_json POST $v1/tokens token.create $v1/tokens '{"label":"x"}'
walk DELETE "$v1/tokens/{uuid}" token.revoke "$v1/tokens/$(json .id)"
walk_json POST $v1/session account.sign_in $v1/session \
    "{\"login\":\"admin\",\"password\":\"$(password_of admin)\"}"
as_nobody
session=(-H "Cookie: $(header Set-Cookie | sed 's/;.*//')" -H 'X-MH-Request: 1'
	-H 'Origin: http://localhost')
walk PATCH $v1/me account.password $v1/me "${session[@]}" \
    -H 'Content-Type: application/json' \
    -d "{\"current_password\":\"$(password_of admin)\",
	\"password\":\"quite another sentence\"}"
walk DELETE $v1/session account.sign_out $v1/session "${session[@]}"

# ---- and can be found by each of its words ----------------------------------------
api_json POST $v1/session '{"login":"admin","password":"quite another sentence"}'
session=(-H "Cookie: $(header Set-Cookie | sed 's/;.*//')")
for column in action subject_kind; do
	while read -r word; do
		api GET "$v1/audit?$column=$word&limit=1" "${session[@]}"
		t_is "$column $word" "$status $(json ".items[0].$column")" "200 $word"
	done < <(db "SELECT DISTINCT $column FROM audit")
done
# Those that the walk does not come to are in the sources.
contract=$top_srcdir/www/openapi.json
grep -ohE '(audit_)?note\([^"]*"[a-z_]+\.[a-z_]+"' "$top_srcdir"/house/*.c |
    grep -oE '[a-z_]+\.[a-z_]+"' | tr -d '"' | sort -u >"$T/noted"
t_ok "actions are noted" test "$(wc -l <"$T/noted")" -gt 10
jq -r '.paths["/api/v1/audit"].get.parameters[] | select(.name == "action") |
    .schema.enum[]' "$contract" | sort >"$T/actions"
t_is "the contract has them all" "$(comm -23 "$T/noted" "$T/actions")" ''
while read -r word; do
	api GET "$v1/audit?action=$word&limit=1" "${session[@]}"
	[ "$status" = 200 ] || echo "$word"
done <"$T/actions" >"$T/unknown"
t_is "and the program knows what is in it" "$(cat "$T/unknown")" ''

# ---- and no other ------------------------------------------------------------------
"$fastcgi" --routes | awk '$1 !~ /^(GET|HEAD|OPTIONS)$/ { print $1, $2 }' \
    >"$T/routes"
t_ok "there are routes that change something" \
    test "$(wc -l <"$T/routes")" -gt 30
while read -r route; do
	[ -n "${walked[$route]-}" ] || [ -n "${exempt[$route]-}" ] || echo "$route"
done <"$T/routes" >"$T/missing-routes"
t_is "every one of them was walked or needs no line" \
    "$(cat "$T/missing-routes")" ''
for route in "${!walked[@]}" "${!exempt[@]}"; do
	grep -qxF "$route" "$T/routes" || echo "$route"
done >"$T/old-routes"
t_is "and all that was walked is a route" "$(cat "$T/old-routes")" ''

t_done
