#!/bin/bash
# Every door of the API behind the real web server, and every way in which it
# stays shut.  No worker runs: what one would do is written by hand.
. "${top_srcdir:-.}/tests/lib.sh"

contract=$top_srcdir/www/openapi.json
media=/api/v1/media-files
movies=/api/v1/movies
jobs=/api/v1/jobs
nobody=0199c1f2-6a3b-7c4d-8e5f-0a1b2c3d4e5f

# What no answer may let slip.
inside="SELECT|INSERT|WHERE|maria|mysql|$T|incoming|originals|ffmpeg|\.c:[0-9]"

# refused DESCRIPTION STATUS CODE: the last answer is that problem.
refused()
{
	t_is "$1: $2 $3" \
	    "$status $(json '"\(.status) \(.code)"') $(header Content-Type)" \
	    "$2 $2 $3 application/problem+json"
	t_is "$1: by the request's id" \
	    "$(json .request_id)" "$(header X-Request-Id)"
	t_unlike "$1: no word of the inside" "$body" "$inside"
}

# shape SCHEMA FILTER: that part of the last answer has the contract's members.
shape()
{
	t_is "$1 is as the contract says" "$(json "$2 | keys | tojson")" \
	    "$(jq -c ".components.schemas.$1.required | sort" "$contract")"
}

# take_seconds COMMAND...: sets $took.
take_seconds()
{
	local began=${EPOCHREALTIME/./}

	"$@"
	took=$(((${EPOCHREALTIME/./} - began) / 1000000))
}

# ---- before the database is there -----------------------------------------
write_conf
app_start upload
app_start api
web_start
api GET /healthz
t_is "the process is alive without its database" "$status $body" \
    '200 {"status":"ok"}'
api GET /readyz
refused "it is not ready" 503 database_unavailable
t_like "and says when to ask again" "$(header Retry-After)" '^[0-9]+$'
api GET $movies
refused "it cannot answer" 503 unavailable
t_like "and says when to ask again" "$(header Retry-After)" '^[0-9]+$'
db_start
api GET /readyz
t_is "once the database is there it is ready" "$status $(json tojson)" \
    '200 {"status":"ready","checks":{"database":"ok","schema":"ok","storage":"ok"}}'
api GET $movies
t_is "and answers" "$status $body" '200 {"items":[],"next_cursor":null}'

# ---- every route ----------------------------------------------------------
declare -A methods=()
while read -r method pattern _; do
	methods[$pattern]+="$method "
done < <("$fastcgi" --routes)

# allow METHODS: as the header says them.
allow()
{
	local method list=

	for method in GET HEAD POST PUT PATCH DELETE OPTIONS; do
		case " $1 $method" in
		*" $method "*| *" GET "*HEAD | *OPTIONS) list+="${list:+, }$method" ;;
		esac
	done
	echo "$list"
}

# other_than METHODS: one that is not among them.
other_than()
{
	local method

	for method in PUT DELETE PATCH POST; do
		[[ " $1" == *" $method "* ]] || break
	done
	echo "$method"
}

for pattern in "${!methods[@]}"; do
	other=$(other_than "${methods[$pattern]}")
	path=${pattern/'{uuid}'/$nobody}
	path=${path/'{number}'/99999999}
	wanted=$(allow "${methods[$pattern]}")
	api "$other" "$path" -d '{}'
	refused "$other $pattern" 405 method_not_allowed
	t_is "$other $pattern: says what is allowed" "$(header Allow)" "$wanted"
	api OPTIONS "$path"
	t_is "OPTIONS $pattern" "$status $(header Allow)" "204 $wanted"
	if [[ " ${methods[$pattern]}" == *" GET "* ]]; then
		api GET "$path"
		wanted="$status $(header Content-Type)"
		api HEAD "$path"
		t_is "HEAD $pattern is as GET" \
		    "$status $(header Content-Type)" "$wanted"
	fi
	[ "$pattern" != "$path" ] || continue
	# tus wants its headers first: tus.t asks there.
	[[ $pattern != */tus/* ]] || continue
	for method in ${methods[$pattern]}; do
		text=()
		[[ $method != P[AU]T* ]] || text=(-H "Content-Type: application/json" -d "{}")
		api "$method" "$path" "${text[@]}"
		refused "$method $pattern of none" 404 not_found
	done
done
for path in /api/v1 /api/v1/ /api/v1/nothing $media/ $media/x $media/x/process \
    $media/$nobody/nothing $jobs/x $jobs/-1 $jobs/0x1 $jobs/99999999999999999999 \
    "$jobs/1'" "$media/$nobody%00" "$media/${nobody}0"; do
	api GET "$path"
	t_like "GET $path leads nowhere" "$status $(header Content-Type)" \
	    '^(404|400) (application/problem.json|text/html)$'
	t_unlike "GET $path tells nothing" "$body" "$inside"
done

api GET /openapi.json
t_is "the contract is there" "$status $(json .openapi)" "200 3.1.0"

# ---- request ids ----------------------------------------------------------
api GET $movies -H 'X-Request-Id: trace.me-1_2'
t_is "a sane request id comes back" "$(header X-Request-Id)" trace.me-1_2
api GET $movies -H 'X-Request-Id: <script>'
t_like "another one is replaced" "$(header X-Request-Id)" '^[0-9a-f-]{36}$'
t_is "nobody keeps an answer" "$(header Cache-Control)" no-store
t_is "nor guesses its type" "$(header X-Content-Type-Options)" nosniff

# ---- media files ----------------------------------------------------------
declare -A id=()
for name in b_1.mp4 a%2.mp4 'c 3.mkv' d4.mp4 E5.mp4; do
	head -c 1000 /dev/urandom >"$T/$name"
	id[$name]=$(upload "$T/$name")
done
one=${id[b_1.mp4]}
api GET $media/"$one"
t_is "a media file can be read" "$status $(json '.id,.status,.file_name,.size_bytes' | xargs)" \
    "200 $one UPLOADED b_1.mp4 1000"
shape MediaFile .
t_like "its times are UTC with milliseconds" "$(json .created_at)" \
    '^20[0-9-]{8}T[0-9:]{8}\.[0-9]{3}Z$'
tag=$(header ETag)
t_is "its tag is its version" "$tag" '"1"'
for list in "$tag" "W/$tag" '*' "\"0\", $tag"; do
	api GET $media/"$one" -H "If-None-Match: $list"
	t_is "If-None-Match: $list is 304" \
	    "$status $(wc -c <"$T/body") $(header ETag)" "304 0 $tag"
done
api GET $media/"$one" -H 'If-None-Match: "0"'
t_is "another version is 200" "$status" 200
api GET $media/"${one^^}"
t_is "an id in capitals is the same" "$status $(json .id)" "200 $one"
api HEAD $media/"$one"
t_is "HEAD has the head alone" \
    "$status $(header ETag) $(header Content-Type)" \
    "200 $tag application/json; charset=utf-8"

# names QUERY: of the list, in its order.
names()
{
	api GET "$media?$1" >/dev/null
	json '[.items[].file_name] | join(" ")'
}
t_is "the list has the newest first" "$(names '')" \
    'E5.mp4 d4.mp4 c 3.mkv a%2.mp4 b_1.mp4'
t_is "or the oldest" "$(names sort=created_at)" \
    'b_1.mp4 a%2.mp4 c 3.mkv d4.mp4 E5.mp4'
t_is "or goes by name" "$(names sort=file_name)" \
    'a%2.mp4 b_1.mp4 c 3.mkv d4.mp4 E5.mp4'
t_is "or back" "$(names sort=-file_name)" \
    'E5.mp4 d4.mp4 c 3.mkv b_1.mp4 a%2.mp4'
t_is "q finds a part of the name" "$(names q=.MP4'&'sort=file_name)" \
    'a%2.mp4 b_1.mp4 d4.mp4 E5.mp4'
t_is "a percent sign in it is one" "$(names q=%25)" 'a%2.mp4'
t_is "so is an underscore" "$(names q=_)" 'b_1.mp4'
t_is "and a backslash" "$(names 'q=%5C')" ''
t_is "and a quote" "$(names "q='")" ''
t_is "status narrows it" "$(names status=READY)" ''
t_is "and widens it" "$(names 'status=UPLOADED&q=c+3')" 'c 3.mkv'
for sort in created_at -created_at file_name -file_name size_bytes -size_bytes; do
	whole=$(names "sort=$sort")
	pages=$(names "sort=$sort&limit=2")
	count=1
	while cursor=$(json '.next_cursor // empty'); [ -n "$cursor" ]; do
		pages+=" $(names "sort=$sort&limit=2&cursor=$cursor")"
		api GET "$media?sort=$sort&limit=2&cursor=$cursor"
		count=$((count + 1))
	done
	t_is "three pages by $sort are the whole" "$count $pages" "3 $whole"
done
api GET "$media?limit=0&sort=colour&cursor=zz&status=FINE&colour=red"
refused "all faults of a query come at once" 422 invalid
t_is "each by its name and code" \
    "$(json '[.errors[] | .field + " " + .code] | sort | join(", ")')" \
    'colour unknown, cursor unknown, limit out_of_range, sort unknown, status unknown_word'
for query in limit=101 limit=-1 limit=1x limit= cursor= sort=- \
    "sort=created_at;DROP" cursor=LWNyZWF0ZWRfYXQKMQ; do
	api GET "$media?$query"
	refused "?$query" 422 invalid
done
# A cursor of ours with a value that is none.
cursor=$(printf -- '-created_at\n1\nyesterday' | base64 | tr -d =)
api GET "$media?cursor=$cursor"
t_like "a forged cursor harms nobody" "$status" '^(200|422)$'
for query in 'q=%zz' 'q=%00' 'q=%ff' 'limit=1&limit=2'; do
	api GET "$media?$query"
	t_like "?$query cannot be read" "$status" '^400$'
	t_unlike "?$query tells nothing" "$body" "$inside"
done

# ---- jobs -----------------------------------------------------------------
api GET "$jobs?media_file_id=$one"
t_is "an upload has a job" \
    "$status $(json '.items[] | .kind + " " + .state + " " + .media_file_id')" \
    "200 process QUEUED $one"
shape Job '.items[0]'
job=$(json '.items[0].id')
t_like "whose id is a number in a text" "$(json '.items[0].id | tojson')" \
    '^"[0-9]+"$'
api POST $media/"$one"/process
t_is "processing it again is the same job" \
    "$status $(json .id) $(header Location)" "202 $job $jobs/$job"
api GET $jobs
t_is "the newest job comes first" \
    "$(json '[.items[].id | tonumber] | . == (sort | reverse)')" true
api GET "$jobs?state=QUEUED&kind=process&limit=3&sort=id"
t_is "jobs are narrowed, sorted and paged" \
    "$(json '"\(.items | length) \(.items[0].id) \(.next_cursor != null)"')" \
    "3 $job true"
api GET "$jobs?state=QUEUED&kind=process&limit=3&sort=id&cursor=$(json .next_cursor)"
t_is "to the end" \
    "$(json '"\(.items | length) \(.next_cursor)"')" "2 null"
for query in state=RUNNING kind=sweep "media_file_id=$nobody"; do
	api GET "$jobs?$query"
	t_is "?$query has none" "$status $(json '.items | length')" "200 0"
done
api GET "$jobs?state=running&media_file_id=x&sort=created_at"
refused "faults of that query" 422 invalid
t_is "all of them" "$(json '[.errors[].field] | sort | join(" ")')" \
    'media_file_id sort state'

api_json PATCH $jobs/"$job" '{"priority": 2}'
t_is "a job can go before others" "$status $(json .priority)" "200 2"
api PATCH $jobs/"$job" -H 'Content-Type: application/merge-patch+json; charset=utf-8' \
    --data '{"priority":0}'
t_is "also as a merge patch" "$status $(json .priority)" "200 0"
api_json PATCH $jobs/"$job" '{}'
t_is "an empty patch changes nothing" "$status $(json .priority)" "200 0"
while read -r text code; do
	api_json PATCH $jobs/"$job" "$text"
	refused "$text" 422 invalid
	t_is "$text: $code" "$(json '.errors[0].code')" "$code"
done <<'END'
{"priority":10} too_large
{"priority":-1} too_small
{"priority":"5"} wrong_type
{"priority":1.5} wrong_type
{"priority":null} required
{"state":"DONE"} unknown
{"id":"7"} unknown
END
api_json PATCH $jobs/"$job" '{"priority":3}' -H 'If-Match: "1"'
refused "a job has no version to be held to" 412 stale_version
api_json PATCH $jobs/"$job" '{"priority":0}' -H 'If-Match: *'
t_is "but to its being there" "$status $(json .priority)" "200 0"
api_json PATCH $jobs/4711 '{"priority":0}' -H 'If-Match: *'
refused "which one that is not there cannot be" 404 not_found
api_json PATCH $jobs/"$job" '{"priority":11,"kind":1,"x":2}'
t_is "all faults of a body come at once" \
    "$(json '[.errors[].field] | sort | join(" ")')" 'kind priority x'

worker_id=$(db "INSERT INTO worker (name, host, pid, version, slots)
    VALUES ('w', 'h', 1, '1', 1); SELECT LAST_INSERT_ID()")
db "UPDATE job SET state = 'RUNNING', worker_id = $worker_id, attempt = 2,
    started_at = UTC_TIMESTAMP(3) WHERE id = $job;
    INSERT INTO job_attempt (job_id, attempt, worker_id, ended_at, outcome,
	exit_code, error_code, error_message, cpu_ms, max_rss_kb)
    VALUES ($job, 1, $worker_id, UTC_TIMESTAMP(3), 'FAILED', 1, 'corrupt',
	'The film is damaged.', 10, 20);
    INSERT INTO job_attempt (job_id, attempt, worker_id)
    VALUES ($job, 2, $worker_id);
    INSERT INTO job_log (job_id, attempt, seq, line)
    VALUES ($job, 1, 1, 'moov atom not found'), ($job, 2, 1, 'Grüße')"
api GET $jobs/"$job"
t_is "a job tells of its attempts" \
    "$status $(json '[.attempts[] | "\(.attempt) \(.outcome) \(.worker_id | tojson)"] | join(", ")')" \
    "200 1 FAILED \"$worker_id\", 2 null \"$worker_id\""
shape Attempt '.attempts[0]'
api GET $jobs/"$job"/log
t_is "its log is text" "$status $(header Content-Type)" \
    "200 text/plain; charset=utf-8"
t_like "with attempt, time and line" "$body" \
    "^1 20[0-9TZ:.-]+ moov atom not found
2 20[0-9TZ:.-]+ Grüße\$"
api POST $jobs/"$job"/cancel
t_is "a running job is told to stop" "$status $(json '"\(.state) \(.cancel)"')" \
    "200 RUNNING true"
db "UPDATE job SET state = 'DONE', worker_id = NULL, cancel = 0,
    finished_at = UTC_TIMESTAMP(3) WHERE id = $job"
api POST $jobs/"$job"/cancel
refused "a job that is done cannot be cancelled" 409 job_finished
api POST $jobs/"$job"/retry
refused "nor tried again" 409 job_finished
api_json PATCH $jobs/"$job" '{"priority":1}'
refused "nor go before others" 409 job_finished
two=${id[a%2.mp4]}
api GET "$jobs?media_file_id=$two"
job=$(json '.items[0].id')
api POST $jobs/"$job"/cancel
t_is "a waiting job is cancelled" "$status $(json .state)" "200 CANCELED"
api POST $jobs/"$job"/cancel
refused "but once" 409 job_finished
api POST $jobs/"$job"/retry
t_is "and can be queued again" "$status $(json .state)" "200 QUEUED"
api POST $jobs/"$job"/retry
refused "also but once" 409 job_active

# ---- queues ---------------------------------------------------------------
api GET /api/v1/queue
t_is "the queues are told" "$status $(json '[.queues[].name] | join(" ")')" \
    '200 deliver encode ladder upkeep'
shape Queue '.queues[0]'
t_is "with what waits in them" \
    "$(json '.queues[] | select(.name == "encode").queued')" 4
api_json POST /api/v1/queue/pause '{"reason":"new disk"}'
t_is "they can be paused" \
    "$status $(json '[.queues[] | "\(.paused) \(.paused_reason)"] | join(", ")')" \
    '200 true new disk, true new disk, true new disk, true new disk'
api POST /api/v1/queue/pause
t_is "without a reason too" \
    "$status $(json '.queues[0] | "\(.paused) \(.paused_reason)"')" \
    '200 true null'
api POST /api/v1/queue/resume
t_is "and resumed" "$status $(json '.queues[0].paused')" '200 false'
api_json POST /api/v1/queue/pause "{\"reason\":\"$(printf '%0201d' 0)\"}"
refused "a reason has a length" 422 invalid
api_json POST /api/v1/queue/pause '{"queue":"encode"}'
refused "there is no pause of one queue" 422 invalid

# ---- movies ---------------------------------------------------------------
api_json POST $movies '{"title":" The Third Man ","year":1949,"synopsis":"Vienna."}'
movie=$(json .id)
t_is "a movie is created" "$status $(json '"\(.title) \(.year)"')" \
    "201 The Third Man 1949"
t_is "and says where it is" "$(header Location)" "$movies/$movie"
shape Movie .
tag=$(header ETag)
api GET $movies/"$movie"
t_is "and is there" "$status $(json .id) $(header ETag)" "200 $movie $tag"
api GET $movies/"$movie" -H "If-None-Match: $tag"
t_is "and is known by its tag" "$status" 304
api GET $movies/"$movie"/playback
refused "it has nothing to play" 409 media_missing
api_json POST $movies "{\"title\":\"Up\",\"media_file_id\":\"$one\"}"
up=$(json .id)
t_is "a movie may have a media file" "$status $(json .media_file_id)" "201 $one"
api GET $media/"$one"
t_is "which is a movie's then" "$(json .media_type)" MOVIE
api_json POST $movies "{\"title\":\"Again\",\"media_file_id\":\"$one\"}"
refused "and nobody else's" 409 media_in_use
api DELETE $media/"$one"
refused "and cannot be deleted" 409 media_in_use
api_json POST $movies "{\"title\":\"None\",\"media_file_id\":\"$nobody\"}"
refused "a media file must be there" 422 invalid
t_is "or the field is at fault" "$(json '.errors[0].field')" media_file_id
api GET $movies/"$up"/playback
refused "it cannot be played yet" 409 media_not_ready
api GET "$movies?sort=-title"
t_is "movies are listed" "$(json '[.items[].title] | join(", ")')" \
    'Up, The Third Man'
api GET "$movies?q=third"
t_is "and found" "$(json '[.items[].title] | join(", ")')" 'The Third Man'
while read -r text; do
	api_json POST $movies "$text"
	refused "$text" 422 invalid
done <<END
{}
{"title":""}
{"title":"   "}
{"title":null}
{"title":7}
{"title":["x"]}
{"title":"$(printf '%0256d' 0)"}
{"title":"x","year":1869}
{"title":"x","year":"1949"}
{"title":"x","media_file_id":"7"}
{"title":"x","id":"$nobody"}
{"title":"x","version":9}
{"title":"x","colour":"red"}
END
api_json POST $movies '{"title":"","year":1,"colour":1,"media_file_id":2,"synopsis":3}'
t_is "all faults of a movie come at once" \
    "$(json '[.errors[] | .field + " " + .code] | sort | join(", ")')" \
    'colour unknown, media_file_id wrong_type, synopsis wrong_type, title blank, year too_small'
title="'; DROP TABLE movie; -- <b>\\u202e\\\"%_"
api_json POST $movies "{\"title\":\"$title\"}"
t_is "a title is a text and nothing more" \
    "$status $(json .title)" "201 $(printf '%b' "${title//\\\"/\"}")"

# ---- bodies that are not JSON ---------------------------------------------
nested()
{
	printf '{"title":%s%s}' "$(printf '[%.0s' $(seq $(($1 - 1))))" \
	    "$(printf ']%.0s' $(seq $(($1 - 1))))"
}
unreadable() # DESCRIPTION, the body on standard input
{
	api POST $movies -H 'Content-Type: application/json' --data-binary @-
	t_like "$1 is 400" "$status $(header Content-Type)" \
	    '^400 application/problem.json$'
	t_unlike "$1: no word of the inside" "$body" "$inside"
}
unreadable "half a JSON" < <(printf '{"title":')
unreadable "a form" < <(printf 'title=x')
unreadable "nothing" < <(printf '')
unreadable "a list" < <(printf '["title"]')
unreadable "a text" < <(printf '"title"')
unreadable "two documents" < <(printf '{"title":"x"}{}')
unreadable "a comma too many" < <(printf '{"title":"x",}')
unreadable "the wrong quotes" < <(printf "{'title':'x'}")
unreadable "not a number" < <(printf '{"title":NaN}')
unreadable "a comment" < <(printf '{"title":"x" /* y */}')
unreadable "a key twice" < <(printf '{"title":"x","title":"y"}')
unreadable "what is not UTF-8" < <(printf '{"title":"\xff"}')
unreadable "a NUL" < <(printf '{"title":"a\0b"}')
unreadable "a written NUL" < <(printf '{"title":"a\\u0000b"}')
unreadable "a byte order mark" < <(printf '\xef\xbb\xbf{"title":"x"}')
unreadable "depth 17" < <(nested 17)
api_json POST $movies "$(nested 16)"
refused "depth 16 can be read" 422 invalid
printf '{"title":"x","synopsis":"%065536d"}' 0 >"$T/large.json"
api POST $movies -H 'Content-Type: application/json' -T "$T/large.json"
refused "more than 64 KiB" 413 body_too_large
t_like "and names the limit" "$(json .detail)" 65536
for type in text/plain application/x-www-form-urlencoded multipart/form-data; do
	api POST $movies -H "Content-Type: $type" -d '{"title":"x"}'
	refused "$type" 415 unsupported_media_type
done
api POST $movies -H 'Content-Type:' -d '{"title":"x"}'
refused "no type" 415 unsupported_media_type
api GET $movies
t_is "none of them made a movie" "$(json '.items | length')" 3

# ---- playback -------------------------------------------------------------
output=$(db "INSERT INTO output (media_file_id, state, ready_at, size_bytes)
    SELECT id, 'READY', UTC_TIMESTAMP(3), 9 FROM media_file WHERE pid = '$one';
    SELECT LAST_INSERT_ID()")
db "INSERT INTO rendition (output_id, kind, name, codec, width, height,
	frame_rate, bandwidth, average_bandwidth, segments, size_bytes)
    VALUES ($output, 'VIDEO', 'v0', 'avc1.640028', 1920, 800, 24, 6, 5, 4, 3);
    INSERT INTO rendition (output_id, kind, name, codec, channels, language,
	bandwidth, average_bandwidth, segments, size_bytes)
    VALUES ($output, 'AUDIO', 'a0', 'mp4a.40.2', 2, 'en', 6, 5, 4, 3);
    UPDATE media_file SET status = 'READY', live_output_id = $output,
	version = version + 1 WHERE pid = '$one'"
for path in $media/"$one" $movies/"$up"; do
	api GET "$path/playback"
	t_is "what is READY can be played" "$status $(json .hls)" \
	    "200 /media/$one/$output/master.m3u8"
	shape Playback .
	shape Rendition '.renditions[0]'
	t_is "in these renditions" \
	    "$(json '[.renditions[] | .kind + " " + .name] | join(", ")')" \
	    'VIDEO v0, AUDIO a0'
done
api POST $media/"$one"/process
t_is "it can be processed again" "$status $(json .state)" "202 QUEUED"
job=$(json .id)
api GET $media/"$one"
t_is "and stays READY meanwhile" "$(json .status)" READY
setting media_base_url https://cdn.example.org
end api
app_start api
api GET $media/"$one"/playback
t_is "a CDN stands before its URLs" "$(json .hls)" \
    "https://cdn.example.org/media/$one/$output/master.m3u8"
api DELETE $media/"$one"/derivatives -H 'If-Match: "99"'
refused "nothing is dropped of a version that is no more" 412 stale_version
api GET $media/"$one"
api DELETE $media/"$one"/derivatives -H "If-Match: $(header ETag)"
t_is "what was made of it can be dropped" "$status $(wc -c <"$T/body")" "204 0"
api GET $media/"$one"
t_is "then it is UPLOADED" "$(json .status)" UPLOADED
api GET $jobs/"$job"
t_is "and its job is cancelled" "$(json .state)" CANCELED
api GET $media/"$one"/playback
refused "and it does not play" 409 media_not_ready

# ---- deleting -------------------------------------------------------------
api GET $media/"$two"
tag=$(header ETag)
api DELETE $media/"$two" -H 'If-Match: "99"'
refused "a version that is no more" 412 stale_version
api DELETE $media/"$two" -H "If-Match: W/$tag"
refused "a weak tag" 412 stale_version
api DELETE $media/"$two" -H "If-Match: $tag"
t_is "a media file can be deleted" "$status" 204
api DELETE $media/"$two"
refused "but once" 404 not_found
api GET "$jobs?state=CANCELED&sort=id"
t_is "its job is cancelled and no longer of a file" \
    "$(json '[.items[] | select(.media_file_id == null)] | length')" 1
job=$(json '.items[] | select(.media_file_id == null).id')
api POST $jobs/"$job"/retry
refused "and cannot be tried again" 409 media_gone
db "UPDATE media_file SET original_key = NULL WHERE pid = '${id[d4.mp4]}';
    UPDATE job SET state = 'CANCELED', finished_at = UTC_TIMESTAMP(3)
    WHERE state = 'QUEUED'"
for call in "POST process" "DELETE derivatives"; do
	api "${call% *}" "$media/${id[d4.mp4]}/${call#* }"
	refused "$call without an original" 409 original_missing
done

# ---- the database goes away -----------------------------------------------
away() # DESCRIPTION
{
	take_seconds api GET $movies
	t_is "$1: reads are 503" "$status" 503
	t_ok "$1: within four seconds" test "$took" -lt 4
	t_like "$1: ask again" "$(header Retry-After)" '^[0-9]+$'
	t_unlike "$1: no word of the inside" "$body" "$inside"
	take_seconds api_json POST $movies '{"title":"Gone"}'
	t_is "$1: changes are 503" "$status" 503
	t_ok "$1: those too" test "$took" -lt 4
	take_seconds api GET /readyz
	t_is "$1: not ready" "$status" 503
	t_ok "$1: in time" test "$took" -lt 8
	api GET /healthz
	t_is "$1: alive" "$status" 200
}
kill -STOP "${pids[mariadb]}"
away "the database hangs"
kill -CONT "${pids[mariadb]}"
end mariadb
away "the database is away"
db_run
answers()
{
	api GET $movies
	[ "$status" = 200 ]
}
wait_for "the API serves again" answers
t_is "it serves again, and nothing of it was made" \
    "$(json '[.items[] | select(.title == "Gone")] | length')" 0
api GET /readyz
t_is "and is ready" "$status" 200

# ---- the disk goes away ---------------------------------------------------
mv "$T/data/incoming" "$T/data/elsewhere"
api GET /readyz
refused "without its folder it is not ready" 503 storage_unavailable
mv "$T/data/elsewhere" "$T/data/incoming"

# ---- a schema of another version ------------------------------------------
newer="INSERT INTO schema_migration (version, name, checksum, state)
    VALUES (9999, 'later', REPEAT('x', 32), 'APPLIED')"
db "$newer"
api GET /readyz
refused "a newer schema is not ready" 503 schema_mismatch
for role in api upload; do
	"$fastcgi" --config "$conf" --role $role -s "$T/run/late.sock" \
	    2>"$T/logs/late"
	t_is "and is not served by the $role role" $? 1
	t_like "which says why" "$(cat "$T/logs/late")" \
	    '<3> schema.refused code=schema_newer'
done
end api
end mariadb
app_start api
db_run
api GET $movies
refused "nor when it is found later" 503 schema_mismatch
wait "${pids[api]}"
t_is "that ends the process" $? 1
unset "pids[api]"
t_like "which says why" "$(grep schema.refused "$T/logs/api")" schema_newer
db "UPDATE schema_migration SET state = 'APPLYING' WHERE version = 1;
    DELETE FROM schema_migration WHERE version = 9999"
"$fastcgi" --config "$conf" -s "$T/run/late.sock" 2>"$T/logs/late"
t_is "nor is an older one" $? 1
t_like "which says what to do" "$(cat "$T/logs/late")" 'schema.refused code=schema_(older|unfinished)'

t_done
