#!/bin/bash
# Webhooks: who wants to know is told, once and signed, what became of a media
# file; a receiver that is slow, rude or gone costs the house nothing; and
# nobody is sent where a webhook may not lead.
. "${top_srcdir:-.}/tests/lib.sh"

hooks=/api/v1/webhooks
nobody=0199c1f2-6a3b-7c4d-8e5f-0a1b2c3d4e5f
mkdir "$T/in" "$T/tls"

refused() # DESCRIPTION STATUS CODE
{
	t_is "$1: $2 $3" "$status $(json .code)" "$2 $3"
}

# shape SCHEMA FILTER: what the filter picks of the body has the members that
# the contract promises.
shape()
{
	t_is "$1 is as the contract says" "$(json "$2 | keys | tojson")" \
	    "$(jq -c ".components.schemas.$1.required | sort" \
	    "$top_srcdir/www/openapi.json")"
}

# receiver_start NAME FOLDER [CERTIFICATE KEY]: its port in $port.
receiver_start()
{
	run "$1" node "$top_srcdir/tests/e2e/receiver.mjs" "${@:2}"
	wait_for "the receiver listens" test -s "$2/port" || t_done
	port=$(cat "$2/port")
}

# hook NAME EVENT...: a webhook to the receiver's NAME; its id in $id.
hook()
{
	local events

	events=$(printf '"%s",' "${@:2}")
	api_json POST $hooks \
	    "{\"url\":\"$to/$1\",\"events\":[${events%,}]}"
	json .secret >"${folder:-$T/in}/$1.secret"
	json .secret >>"$T/secrets"
	id=$(json .id)
}

mode() # NAME WORDS...
{
	echo "${@:2}" >"$T/in/$1.mode"
}

# came NAME FILTER: of all that came to that name, by jq -s.
came()
{
	touch "$T/in/$1.log"
	jq -rs "$2" "$T/in/$1.log"
}

has_come() # NAME COUNT
{
	[ "$(came "$1" length)" -ge "$2" ]
}

# delivery ID FILTER: of the webhook's latest delivery.
delivery()
{
	api GET "$hooks/$1/deliveries?limit=1"
	json ".items[0] | $2"
}

has_state() # ID STATE
{
	[ "$(delivery "$1" .state)" = "$2" ]
}

has_tried() # ID
{
	[ "$(delivery "$1" '.attempts > 0 and .next_try_at != null')" = true ]
}

# Not by the clock, but by when the house says that it will.
hurry()
{
	db "UPDATE job SET due_at = UTC_TIMESTAMP(3) - INTERVAL 1 DAY
	    WHERE kind = 'deliver' AND state = 'SCHEDULED'"
}

setting webhook_private true
stack_start
# A proxy of the environment's is not asked: nobody is there.
http_proxy=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9 \
    ALL_PROXY=http://127.0.0.1:9 worker_start
film=$(film short 2)
receiver_start receiver "$T/in"
to=http://127.0.0.1:$port

# ---- without webhooks nothing is written ----------------------------------
early=$(upload "$film" early.mp4)
wait_status "$early" READY
t_is "nobody to tell, nothing to do" \
    "$(db "SELECT COUNT(*) FROM job WHERE kind = 'deliver'")" 0

# ---- making them ------------------------------------------------------------
api_json POST $hooks "{\"url\":\"$to/all\",
    \"events\":[\"media.deleted\",\"media.ready\",\"media.error\"]}"
t_is "a webhook is made" "$status $(json '"\(.url) \(.enabled) \(.created_by)"')" \
    "201 $to/all true api:admin"
t_like "its secret is told" "$(json .secret)" '^whsec_[A-Za-z0-9_-]{43}$'
t_is "nobody keeps that answer" "$(header Cache-Control)" no-store
json .secret | tee "$T/in/all.secret" >"$T/secrets"
all=$(json .id)
t_is "and where it is" "$(header Location)" "$hooks/$all"
api GET "$hooks/$all"
t_is "it can be looked at, but not its secret" \
    "$status $(json '"\(.id) \(.events | join(",")) \(.secret)"')" \
    "200 $all media.ready,media.error,media.deleted null"
etag=$(header ETag)
shape Webhook .
api GET $hooks
t_is "it is listed" "$(json '[.items[] | .id, .secret] | tojson')" \
    "[\"$all\",null]"
for text in '{}' '{"url":"http://a.example/"}' \
    '{"url":"http://a.example/","events":[]}' \
    '{"url":"http://a.example/","events":["ping"]}' \
    '{"url":"http://a.example/","events":["media.ready","media.ready"]}' \
    '{"url":"http://a.example/","events":["media.played"]}' \
    '{"url":"http://a.example/","events":["media.ready"],"secret":"mine"}' \
    '{"url":"http://ana:word@a.example/","events":["media.ready"]}' \
    '{"url":"http://a.example/#part","events":["media.ready"]}' \
    '{"url":"file:///etc/passwd","events":["media.ready"]}' \
    "{\"url\":\"http://a.example/$(printf '%02000d')\",\"events\":[\"media.ready\"]}"; do
	api_json POST $hooks "$text"
	refused "${text:0:70}" 422 invalid
done
api_json POST $hooks '{"url":"ftp://a/","events":["x"],"enabled":1}'
t_is "all that is wrong is told at once" \
    "$(json '[.errors[] | .field + " " + .code] | sort | join(", ")')" \
    'enabled wrong_type, events unknown_word, url not_a_url'
api_json PATCH "$hooks/$all" '{"events":["media.error"]}' -H 'If-Match: "99"'
refused "a change of another version" 412 stale_version
api_json PATCH "$hooks/$all" '{"events":["media.error"]}' -H "If-Match: $etag"
t_is "a change" "$status $(json '.events | tojson')" '200 ["media.error"]'
api_json PATCH "$hooks/$all" \
    '{"events":["media.ready","media.error","media.deleted"]}'
t_is "and back" "$status $(json '"\(.version) \(.url)"')" "200 3 $to/all"
hook errors media.error
errors=$id

# ---- what is told -----------------------------------------------------------
film_id=$(upload "$film" one.mp4)
wait_status "$film_id" READY
wait_for "the receiver is told" has_come all 1
api GET "/api/v1/media-files/$film_id"
jq -S . "$T/body" >"$T/shown"
t_is "once, as JSON, signed" \
    "$(came all 'map("\(.method) \(.type) \(.event) \(.body.event) \(.signed)") |
        join("; ")')" 'POST application/json media.ready media.ready true'
t_is "with the media file as the API shows it" \
    "$(came all '.[0].body.media_file' | jq -S .)" "$(cat "$T/shown")"
t_like "when it was" "$(came all '.[0].body.occurred_at')" \
    '^20[0-9-]+T[0-9:]+\.[0-9]{3}Z$'
wait_for "the delivery is done" has_state "$all" SENT
t_is "and listed so" "$(delivery "$all" \
    '"\(.event) \(.attempts) \(.http_status) \(.last_error) \(.next_try_at)"')" \
    'media.ready 1 200 null null'
t_is "under the number that it bore" "$(delivery "$all" .id)" \
    "$(came all '.[0].delivery')"
t_is "and the event's id" "$(delivery "$all" .event_id)" \
    "$(came all '.[0].body.id')"
printf 'This is a letter, not a film.\n%.0s' {1..100} >"$T/letter"
bad=$(upload "$T/letter" letter.mp4)
wait_for "the receiver is told of an error" has_come all 2
t_is "which, and why" "$(came all '.[1] |
    "\(.event) \(.signed) \(.body.media_file |
        "\(.id) \(.status) \(.error_code != null)")"')" \
    "media.error true $bad ERROR true"
wait_for "so is who asked for errors alone" has_come errors 1
t_is "of nothing else, by a key of its own" \
    "$(came errors 'map("\(.event) \(.signed)") | join("; ")')" \
    'media.error true'
t_is "it is the same event" "$(came errors '.[0].body.id')" \
    "$(came all '.[1].body.id')"
api DELETE "/api/v1/media-files/$film_id"
wait_for "the receiver is told of a deletion" has_come all 3
t_is "and what it was that was deleted" "$(came all '.[2] |
    "\(.event) \(.signed) \(.body.media_file | "\(.id) \(.status)")"')" \
    "media.deleted true $film_id READY"
t_is "nothing that would open another door came along" \
    "$(came all 'map(.cookie) | unique | tojson')" '[null]'
api POST "$hooks/$all/ping"
t_is "a test event" "$status $(json '"\(.event) \(.state)"')" \
    '202 ping PENDING'
wait_for "arrives" has_come all 4
t_is "alone, with nothing in it" "$(came all '.[3] |
    "\(.event) \(.signed) \(.body | keys | join(","))"')" \
    'ping true event,id,occurred_at'
t_is "and goes to nobody else" "$(came errors length)" 1
api GET "$hooks/$all/deliveries?limit=2"
cursor=$(json .next_cursor)
shape Delivery '.items[0]'
t_is "deliveries come in pages" "$(json '[.items[].event] | join(",")')" \
    ping,media.deleted
api GET "$hooks/$all/deliveries?limit=9&cursor=$cursor"
t_is "the next one" "$(json '[.items[].event, .next_cursor] | tojson')" \
    '["media.error","media.ready",null]'
wait_for "all is sent" has_state "$all" SENT
api GET "$hooks/$all/deliveries?state=FAILED"
t_is "none of it in vain" "$status $(json '.items | length')" '200 0'
api POST "$hooks/$all/deliveries/$(came all '.[0].delivery')/retry"
refused "what is delivered is delivered" 409 delivery_sent
api POST "$hooks/$errors/deliveries/$(came all '.[0].delivery')/retry"
refused "another's delivery" 404 not_found
api POST "$hooks/$nobody/ping"
refused "nobody's webhook" 404 not_found

# ---- receivers that are not well ---------------------------------------------
mode shaky 500
hook shaky media.ready
api POST "$hooks/$id/ping"
wait_for "a failure waits for its next try" has_tried "$id"
t_is "and says why" "$(delivery "$id" \
    '"\(.state) \(.http_status) \(.last_error)"')" \
    'PENDING 500 The receiver answered 500.'
as_role editor
number=$(db "SELECT MAX(job_id) FROM webhook_delivery")
for deed in cancel retry; do
	api POST "/api/v1/jobs/$number/$deed"
	refused "an editor has no hand in it ($deed)" 404 not_found
done

# ---- whose business it is --------------------------------------------------------
# Two films among the deliveries, so that a page of one has some to pass over.
db "INSERT INTO job (queue, kind, due_at, max_attempts, actor)
    SELECT name, 'sweep', UTC_TIMESTAMP(3) + INTERVAL 1 DAY, 1, 'x'
    FROM job_queue WHERE name = 'upkeep'"
for role in viewer editor; do
	as_role $role
	for path in "$number" "$number/log"; do
		api GET "/api/v1/jobs/$path"
		refused "a delivery is not there for a $role" 404 not_found
	done
	for sort in '' '&sort=id'; do
		others=$(db "SELECT id FROM job WHERE kind <> 'deliver' ORDER BY id")
		seen='' cursor=''
		while :; do
			api GET "/api/v1/jobs?limit=1$sort$cursor"
			seen+="$(json '.items[] | "\(.id) "')"
			cursor=$(json '.next_cursor // empty')
			[ -n "$cursor" ] || break
			cursor="&cursor=$cursor"
		done
		t_is "a $role turns over all others$sort, each once" \
		    "$(tr ' ' '\n' <<<"$seen" | grep . | sort -n |
			head -n "$(wc -l <<<"$others")")" "$others"
	done
	api GET "/api/v1/jobs?kind=deliver"
	t_is "and finds none by asking for them" \
	    "$status $(json '.items | length')" '200 0'
done
as_role admin
api GET "/api/v1/jobs/$number"
t_is "an admin sees it" "$status $(json .kind)" '200 deliver'
api GET "/api/v1/jobs?kind=deliver"
t_is "and all of them" "$(json '.items | length')" \
    "$(db "SELECT LEAST(20, COUNT(*)) FROM job WHERE kind = 'deliver'")"
t_ok "which is not at once" test "$(db "SELECT due_at > UTC_TIMESTAMP(3)
    FROM job WHERE id = $(delivery "$id" .id)")" = 1
mode shaky 200
hurry
wait_for "the next one arrives" has_state "$id" SENT
t_is "as the same delivery, signed anew" "$(came shaky \
    '"\(length) \(map(.delivery) | unique | length) \(map(.body.id) |
        unique | length) \(all(.signed))"')" '2 1 1 true'
t_is "in two attempts" "$(delivery "$id" .attempts)" 2

mode sly "302 $to/inside"
hook sly media.ready
api POST "$hooks/$id/ping"
wait_for "a redirect is a failure" has_tried "$id"
t_is "that is told" "$(delivery "$id" '"\(.http_status) \(.last_error)"')" \
    '302 The receiver answered 302; redirects are not followed.'
t_is "and nobody was sent there" "$(came inside length)" 0
# A day is over: the next failure is the last.
db "UPDATE webhook_delivery SET give_up_at = UTC_TIMESTAMP(3)"
hurry
wait_for "after a day it is given up" has_state "$id" FAILED
number=$(delivery "$id" .id)
api GET "$hooks/$id/deliveries?state=FAILED"
t_is "for all to see" "$(json '.items[0].last_error')" \
    'The receiver answered 302; redirects are not followed.'
mode sly 204
api POST "$hooks/$id/deliveries/$number/retry"
t_is "it can be tried again" "$status $(json .state)" '202 PENDING'
wait_for "and arrives" has_state "$id" SENT
t_is "with another day before it" "$(db "SELECT give_up_at >
    UTC_TIMESTAMP(3) + INTERVAL 23 HOUR FROM webhook_delivery
    WHERE job_id = $number")" 1

mode gone 410
hook gone media.ready
api POST "$hooks/$id/ping"
wait_for "who is gone is not asked again" has_state "$id" FAILED
api GET "$hooks/$id"
t_is "the webhook is disabled" "$(json .enabled)" false
api POST "$hooks/$id/ping"
refused "and not sent a test" 409 webhook_disabled
api GET "/api/v1/audit?subject_id=$id&action=webhook.gone"
t_is "which is in the book" "$(json '.items[0].after.enabled')" false

mode rude hangup
hook rude media.ready
api POST "$hooks/$id/ping"
wait_for "no answer is a failure" has_tried "$id"
t_is "in words" "$(delivery "$id" '"\(.http_status) \(.last_error)"')" \
    'null The receiver hung up without an answer.'
mode flood flood
hook flood media.ready
api POST "$hooks/$id/ping"
wait_for "an answer without end has a status all the same" \
    has_state "$id" SENT
closed=$(free_port echo | tail -n 1)
url=http://localhost
api_json POST $hooks \
    "{\"url\":\"http://127.0.0.1:$closed/\",\"events\":[\"media.ready\"]}"
json .secret >>"$T/secrets"
id=$(json .id)
api POST "$hooks/$id/ping"
wait_for "nobody is there" has_tried "$id"
t_like "in words" "$(delivery "$id" .last_error)" '^Nobody takes a connection'
api DELETE "$hooks/$id"

# ---- one that hangs holds nothing up -----------------------------------------
mode hung hang
hook hung media.ready
hung=$id
for _ in 1 2 3 4; do
	api POST "$hooks/$hung/ping"
done
wait_for "both places are taken" has_come hung 2
second=$(upload "$film" two.mp4)
wait_status "$second" READY
t_is "while it hangs, a film is made" \
    "$(db "SELECT COUNT(*) FROM job WHERE kind = 'deliver' AND
        state = 'RUNNING'")" 2
wait_for "then it is told to others" has_come all 5
wait_for "the receiver's time is up" bash -c "[ \$(mariadb -S '$db_socket' \
    moviehouse -BNe 'SELECT COUNT(*) FROM webhook_delivery
    WHERE http_status IS NULL AND duration_ms BETWEEN 9900 AND 15000') -ge 2 ]"
api GET "$hooks/$hung/deliveries?limit=9"
t_is "in words" "$(json '[.items[] | select(.duration_ms != null) |
    .last_error] | unique | join(";")')" \
    'The receiver has not answered in time.'
t_is "the others waited for it to come to itself" \
    "$(db "SELECT COUNT(*) FROM job j JOIN webhook_delivery d
        ON d.job_id = j.id WHERE d.tries = 0 AND
        j.error_code = 'webhook_resting'")" \
    "$(db "SELECT COUNT(*) FROM job j JOIN webhook_delivery d
        ON d.job_id = j.id JOIN webhook w ON w.id = d.webhook_id
        WHERE w.pid = '$hung' AND d.tries = 0")"
api DELETE "$hooks/$hung"
t_is "a webhook can go while much waits for it" "$status" 204
t_is "and takes it along, jobs and all" \
    "$(db "SELECT (SELECT COUNT(*) FROM webhook WHERE pid = '$hung'),
        (SELECT COUNT(*) FROM webhook_delivery d
        LEFT JOIN webhook w ON w.id = d.webhook_id WHERE w.id IS NULL),
        (SELECT COUNT(*) FROM job j LEFT JOIN webhook_delivery d
        ON d.job_id = j.id WHERE j.kind = 'deliver' AND d.job_id IS NULL)")" \
    $'0\t0\t0'
api GET "$hooks/$hung"
refused "it is no more" 404 not_found

# ---- a worker dies in the middle ----------------------------------------------
db "UPDATE job_queue SET lease_s = 2 WHERE name = 'deliver'"
mode twice hang
hook twice media.ready
api POST "$hooks/$id/ping"
wait_for "the receiver has it" has_come twice 1
worker_kill
mode twice 200
worker_start
wait_for "another worker delivers it again" has_state "$id" SENT
t_is "under the same number, signed" "$(came twice \
    '"\(length) \(map(.delivery) | unique | length) \(all(.signed))"')" \
    '2 1 true'
# One that is asked to end puts it back.
mode thrice hang
setting worker_drain_s 0
end worker
worker_start
hook thrice media.ready
api POST "$hooks/$id/ping"
wait_for "the receiver has it" has_come thrice 1
began=$SECONDS
end worker
t_ok "a worker does not wait for the receiver" test $((SECONDS - began)) -lt 8
t_is "what it carried waits" "$(delivery "$id" '"\(.state) \(.attempts)"')" \
    'PENDING 0'
mode thrice 200
worker_start
wait_for "and is delivered by the next" has_state "$id" SENT

# ---- TLS --------------------------------------------------------------------
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
    -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
    -keyout "$T/tls/key" -out "$T/tls/certificate" 2>>"$T/logs/openssl"
receiver_start tls "$T/tls" "$T/tls/certificate" "$T/tls/key"
to=https://localhost:$port folder=$T/tls hook safe media.ready
safe=$id
api POST "$hooks/$safe/ping"
wait_for "a certificate of its own making will not do" has_tried "$safe"
t_like "in words" "$(delivery "$safe" .last_error)" 'not one to be trusted'
t_not "and nothing was said" test -e "$T/tls/safe.log"
end worker
setting webhook_ca_file "$T/tls/certificate"
worker_start
hurry
wait_for "trusted by name, it will" has_state "$safe" SENT
t_is "and is told, signed" "$(jq -rs '"\(length) \(.[0].signed)"' \
    "$T/tls/safe.log")" '1 true'
hook leads media.ready
plain=$id
to=https://[::ffff:127.0.0.1]:$port folder=$T/tls hook mapped media.ready
mapped=$id

# ---- where a webhook may not lead ----------------------------------------------
end api
end worker
setting webhook_private false
app_start api
worker_start
connections=$(wc -l <"$T/tls/connections")
while read -r url_ code; do
	api_json POST $hooks "{\"url\":\"$url_\",\"events\":[\"media.ready\"]}"
	t_is "$url_: $code" \
	    "$status $(json '[.errors[].code] | join(" ")')" "422 $code"
	t_like "with a sentence" "$(json '.errors[0].message')" '^must .{20}'
done <<'LIST'
http://example.org/ not_https
https://127.0.0.1/ not_public
https://127.8.9.10:8443/x not_public
https://[::1]/ not_public
https://[::]/ not_public
https://0.0.0.0/ not_public
https://10.1.2.3/ not_public
https://172.16.0.1/ not_public
https://192.168.1.1/ not_public
https://100.64.0.1/ not_public
https://169.254.169.254/latest/meta-data/ not_public
https://224.0.0.1/ not_public
https://255.255.255.255/ not_public
https://[::ffff:127.0.0.1]/ not_public
https://[64:ff9b::7f00:1]/ not_public
https://[fd00::1]/ not_public
https://[fe80::1]/ not_public
https://[ff02::1]/ not_public
https://localhost/ not_public
https://LOCALHOST:8443/ not_public
https://mail.localhost/ not_public
https://2130706433/ not_a_url
https://0x7f000001/ not_a_url
https://0x7f.0.0.1/ not_a_url
https://017700000001/ not_a_url
https://0177.0.0.1/ not_a_url
https://127.1/ not_a_url
LIST
api_json POST $hooks '{"url":"https://example.org/hook?key=x",
    "events":["media.ready"],"enabled":false}'
t_is "elsewhere it may" "$status $(json .enabled)" '201 false'
json .secret >>"$T/secrets"
far=$(json .id)
# What was made before the setting, and a name that means this machine.
for id in $plain $safe $mapped; do
	api POST "$hooks/$id/ping"
	wait_for "an older one is not delivered either" has_tried "$id"
done
t_like "without TLS" "$(delivery "$plain" .last_error)" 'must be https'
t_like "by a name that leads here" "$(delivery "$safe" .last_error)" \
    'of this machine or a private network'
t_like "by an address inside an address" "$(delivery "$mapped" .last_error)" \
    'of this machine or a private network'
t_is "nobody was called" "$(wc -l <"$T/tls/connections")" "$connections"
t_is "nor there" "$(came leads length)" 0

# ---- by the terminal -------------------------------------------------------------
hooks_do()
{
	"$house" --config "$conf" webhooks "$@" 2>&1
}

secret=$(hooks_do add https://example.org/cli --events media.ready,media.error)
t_like "a webhook is made by the terminal" "$secret" '^whsec_.{43}$'
echo "$secret" >>"$T/secrets"
t_not "not one that leads here" hooks_do add https://127.0.0.1/
t_not "nor for what never happens" hooks_do add https://a.example/ --events x
t_is "it is listed" "$(hooks_do list --json --limit 100 |
    jq -r '.items[] | select(.url == "https://example.org/cli") |
    "\(.events | join(",")) \(.secret)"')" 'media.ready,media.error null'
t_like "so are deliveries" "$(hooks_do deliveries "$safe")" \
    'ping +PENDING'
t_like "by their state" "$(hooks_do deliveries "$safe" --state SENT)" \
    'ping +SENT +2 +200'
t_is "it is removed" "$(hooks_do remove "$far")" "$far"
t_not "once" hooks_do remove "$far"

# ---- what nobody may see ------------------------------------------------------------
t_ok "there were secrets to be kept" test "$(wc -l <"$T/secrets")" -gt 10
t_is "no log has them" "$(grep -lFf "$T/secrets" "$T"/logs/*)" ''
t_is "no process shows them" "$(for line in /proc/[0-9]*/cmdline; do
	tr '\0' ' ' <"$line" 2>/dev/null
done | grep -Ff "$T/secrets")" ''
for path in "$hooks?limit=100" '/api/v1/audit?limit=100' \
    '/api/v1/jobs?limit=100' "$hooks/$safe" "$hooks/$safe/deliveries"; do
	api GET "$path"
	t_is "nor does $path" "$status $(grep -cFf "$T/secrets" "$T/body")" \
	    '200 0'
done
t_is "the log has no address that might hold a key" \
    "$(cat "$T"/logs/{api,worker} | grep -c 'hook?key=x')" 0
t_done
