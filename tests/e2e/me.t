#!/bin/bash
# Oneself: where one is in which film, what one can go on with, one's quota
# and one's own password.
. "${top_srcdir:-.}/tests/lib.sh"

me=/api/v1/me
progress=$me/progress
nobody=0199c1f2-6a3b-7c4d-8e5f-0a1b2c3d4e5f

refused() # DESCRIPTION STATUS CODE
{
	t_is "$1: $2 $3" "$status $(json .code) $(header Content-Type)" \
	    "$2 $3 application/problem+json"
}

faulty() # DESCRIPTION FIELD CODE
{
	t_is "$1: 422, $2 $3" \
	    "$status $(json '.errors[0] | "\(.field) \(.code)"')" "422 $2 $3"
}

# put ID JSON; then what it answers.
put()
{
	api_json PUT "$progress/$1" "$2"
}

place()
{
	json '"\(.position_ms) \(.duration_ms) \(.watched)"'
}

stack_start

# ---- one film that is really made ------------------------------------------
worker_start
short=$(film short 2)
id=$(upload "$short")
api GET "$progress/$id"
t_is "what nobody has begun is at its beginning" \
    "$status $(json '"\(.position_ms) \(.watched) \(.updated_at)"')" \
    '200 0 false null'
wait_status "$id" READY
end worker
ms=$(db "SELECT duration_ms FROM media_file WHERE pid = '$id'")
t_ok "the film has a length ($ms ms)" test "$ms" -gt 1900
put "$id" '{"position_ms":700}'
t_is "one says where one is" "$status $(place)" "200 700 $ms false"
t_like "and when that was is told" "$(json .updated_at)" '^20.*Z$'
api GET "$progress/$id"
t_is "and is told the same" "$status $(place)" "200 700 $ms false"
put "$id" "{\"position_ms\":$((ms * 9 / 10 - 1))}"
t_is "just before the last tenth it is not watched" "$(json .watched)" false
put "$id" "{\"position_ms\":$((ms * 9 / 10 + 1))}"
t_is "in the last tenth it is" "$(json .watched)" true
put "$id" '{"position_ms":5}'
t_is "and stays so when one looks again" "$(place)" "5 $ms true"
put "$id" '{"watched":false}'
t_is "until one says otherwise: from the beginning" "$(place)" "0 $ms false"
put "$id" '{"watched":true}'
t_is "it can be said by hand" "$(place)" "0 $ms true"
put "$id" '{"watched":false,"position_ms":12}'
t_is "both at once is both" "$(place)" "12 $ms false"
put "$id" "{\"position_ms\":$ms}"
t_is "the very end is a place" "$status" 200
put "$id" "{\"position_ms\":$((ms + 1))}"
faulty "behind the end is none" position_ms too_large
put "$id" "{\"position_ms\":$((ms + 1)),\"watched\":1}"
t_is "with all else that is wrong" \
    "$(json '[.errors[] | .field + " " + .code] | sort | join(", ")')" \
    'position_ms too_large, watched wrong_type'
put "$id" '{"position_ms":-1}'
faulty "before the beginning neither" position_ms too_small
put "$id" '{"position_ms":9223372036854775807}'
faulty "nor where numbers end" position_ms too_large
put "$id" '{"position_ms":"1"}'
faulty "nor a text" position_ms wrong_type
put "$id" '{"position_ms":null}'
faulty "nor nothing" position_ms required
put "$id" '{}'
faulty "something must be said" position_ms required
put "$id" '{"position_ms":1,"duration_ms":2}'
faulty "and nothing else" duration_ms unknown
put $nobody '{"position_ms":1}'
refused "no film, no place" 404 not_found
api GET "$progress/$nobody"
refused "nor one to read" 404 not_found
raw=$(db "INSERT INTO media_file (pid, original_name, size_bytes)
    VALUES (UUID(), 'raw.mp4', 1) RETURNING pid")
put "$raw" '{"position_ms":1}'
refused "nor in what was not looked at yet" 409 media_not_ready
put "$raw" '{"watched":true}'
t_is "though one may have seen it elsewhere" "$status $(json .watched)" '200 true'
as_role viewer
api GET "$progress/$id"
t_is "another one's place is another" "$(place)" "0 $ms false"
put "$id" '{"position_ms":3}'
t_is "viewers have places" "$status" 200
as_nobody
api GET "$progress/$id"
refused "nobody has none" 401 not_signed_in
t_is "the book has nothing of it" "$(db "SELECT COUNT(*) FROM audit
    WHERE subject_id = '$id' AND action NOT LIKE 'media.%'")" 0
db "DELETE FROM media_file WHERE pid = '$raw'"
t_is "it goes with the film" "$(db 'SELECT COUNT(*) FROM watch_progress')" 2

# ---- what to go on with -----------------------------------------------------
as_role viewer
db 'DELETE FROM watch_progress'

# ready NAME: a film that plays, as far as the house knows; its id.
ready()
{
	db "INSERT INTO media_file (pid, original_name, size_bytes, duration_ms)
	        VALUES (UUID(), '$1', 1, 100000);
	    SET @id = LAST_INSERT_ID();
	    INSERT INTO output (media_file_id, state, ready_at)
	        VALUES (@id, 'READY', UTC_TIMESTAMP(3));
	    UPDATE media_file SET status = 'READY',
	        live_output_id = LAST_INSERT_ID() WHERE id = @id;
	    SELECT pid FROM media_file WHERE id = @id"
}

make() # PATH JSON: its id
{
	as_role editor
	api_json POST "$1" "$2"
	as_role viewer
	json .id
}

# A series of three specials, two seasons of three: SxE is film[SxE].
declare -A film episode
series=$(make /api/v1/series '{"title":"Saga"}')
for season in 0 1 2; do
	of=$(make "/api/v1/series/$series/seasons" "{\"number\":$season}")
	for number in 1 2 3; do
		film[${season}x$number]=$(ready "${season}x$number")
		episode[${season}x$number]=$(make "/api/v1/seasons/$of/episodes" \
		    "{\"number\":$number,\"title\":\"${season}x$number\",
		    \"media_file_id\":\"${film[${season}x$number]}\"}")
	done
done
film[up]=$(ready up)
up=$(make /api/v1/movies \
    "{\"title\":\"Up\",\"year\":2009,\"media_file_id\":\"${film[up]}\"}")

at() # NAME POSITION: one is there in that film
{
	put "${film[$1]}" "{\"position_ms\":$2}"
	[ "$status" = 200 ] || t_result 1 "$1 is put at $2"
	sleep 0.002 # the next one is later
}

# What the list shows: titles and places.
list()
{
	api GET "$me/continue-watching${1-}"
	json '[.items[] | "\((.movie // .episode).title)@\(.position_ms)"] |
	    join(" ")'
}

change() # METHOD PATH [JSON]: as an editor
{
	as_role editor
	if [ $# = 3 ]; then
		api_json "$@"
	else
		api "$@"
	fi
	as_role viewer
}

t_is "nothing is begun" "$(list)" ''
at up 0
t_is "at its beginning a film is not begun" "$(list)" ''
at up 40000
t_is "a movie is shown with its place" "$(list)" 'Up@40000'
db "UPDATE movie SET poster = 7; UPDATE series SET poster = 8"
list >/dev/null
t_is "and what it is" "$(json '.items[0] | del(.updated_at) | tojson')" \
    "$(jq -nc --arg f "${film[up]}" --arg m "$up" '{kind:"movie",
	media_file_id:$f, position_ms:40000, duration_ms:100000,
	movie:{id:$m,title:"Up",year:2009,poster:"/posters/\($m)/7.jpg"},
	episode:null}')"
at 1x1 20000
t_is "the newest comes first" "$(list)" '1x1@20000 Up@40000'
t_is "an episode names its series" \
    "$(json '.items[0] | .kind, (.episode | tojson)' | xargs -d '\n')" \
    "episode $(jq -nc --arg e "${episode[1x1]}" --arg s "$series" \
	'{id:$e,title:"1x1",number:1,season_number:1,series_id:$s,
	series_title:"Saga",poster:"/posters/\($s)/8.jpg"}')"
at 1x2 30000
t_is "a series is there once, by what was touched last" "$(list)" \
    '1x2@30000 Up@40000'
at 1x1 50000
t_is "also when one goes back" "$(list)" '1x1@50000 Up@40000'
at 1x1 95000
t_is "after the end of one comes the next, where one was in it" "$(list)" \
    '1x2@30000 Up@40000'
at 1x2 95000
t_is "or its beginning" "$(list)" '1x3@0 Up@40000'
t_is "and that is its film" "$(json '.items[0].media_file_id')" "${film[1x3]}"
at 1x3 99000
t_is "after a season comes the next one, and no special" "$(list)" \
    '2x1@0 Up@40000'
change POST "/api/v1/episodes/${episode[2x1]}/trash"
t_is "what is in the trash is passed over" "$(list)" '2x2@0 Up@40000'
change PATCH "/api/v1/episodes/${episode[2x2]}" '{"media_file_id":null}'
t_is "so is what has no film" "$(list)" '2x3@0 Up@40000'
db "UPDATE media_file SET status = 'PROCESSING' WHERE pid = '${film[2x3]}'"
t_is "and what does not play; with none left the series goes" "$(list)" \
    'Up@40000'
db "UPDATE media_file SET status = 'READY' WHERE pid = '${film[2x3]}'"
change POST "/api/v1/episodes/${episode[2x1]}/restore"
at 2x3 95000
t_is "after the last one there is nothing" "$(list)" 'Up@40000'
at 1x3 99500
t_is "what one has not seen comes up when one goes back" "$(list)" \
    '2x1@0 Up@40000'
put "${film[2x1]}" '{"watched":true}'
t_is "watched ones do not" "$(list)" 'Up@40000'
at 0x1 10000
t_is "a special is gone on with like others" "$(list)" '0x1@10000 Up@40000'
at 0x1 99000
t_is "and is followed by a special" "$(list)" '0x2@0 Up@40000'
put "${film[0x1]}" '{"watched":false}'
t_is "what one takes back says nothing" "$(list)" 'Up@40000'
at 0x1 99000
change POST "/api/v1/series/$series/trash"
t_is "a series in the trash is not gone on with" "$(list)" 'Up@40000'
change POST "/api/v1/series/$series/restore"
change POST "/api/v1/movies/$up/trash"
t_is "nor a movie there" "$(list)" '0x2@0'
change POST "/api/v1/movies/$up/restore"
at up 95000
t_is "one that was seen to its end has gone" "$(list)" '0x2@0'
as_role editor
t_is "everybody has a list of their own" "$(list)" ''
as_role viewer

# Pages, while the list moves: films that nobody touches come exactly once.
for i in {1..25}; do
	film[m$i]=$(ready "m$i")
	make /api/v1/movies \
	    "{\"title\":\"m$i\",\"media_file_id\":\"${film[m$i]}\"}" >/dev/null
	at m$i $((1000 + i))
done
seen=
query='?limit=4'
while [ -n "$query" ]; do
	seen="$seen $(list "$query")"
	query=$(json 'if .next_cursor then "?limit=4&cursor=\(.next_cursor)"
	    else "" end')
	at m25 $((2000 + RANDOM)) # was seen already, and moves to the front
done
t_is "a walk sees each once" "$(tr ' ' '\n' <<<"$seen" | grep -c m)" 25
t_is "and none twice" "$(tr ' ' '\n' <<<"$seen" | sort | uniq -d | xargs)" ''
api GET "$me/continue-watching?limit=0"
faulty "a page has something" limit out_of_range
api GET "$me/continue-watching?cursor=x"
faulty "a cursor is one of ours" cursor unknown

# ---- who one is -------------------------------------------------------------
as_role editor
api GET $me
t_is "one sees oneself" \
    "$status $(json '"\(.login) \(.role) \(.used_bytes) \(.quota_bytes)"')" \
    '200 editor EDITOR 0 null'

# ---- what one may upload ---------------------------------------------------
uploads=/api/v1/uploads
tus=$uploads/tus
head -c 1001 /dev/zero >"$T/film"
for size in 1 400 401 600; do
	head -c $size "$T/film" >"$T/film.$size"
done

quota() # JSON: the editor's
{
	as_role admin
	api_json PATCH "/api/v1/users/$editor" "{\"quota_bytes\":$1}"
	as_role editor
}

raw() # FILE
{
	api POST "$uploads?filename=a.mp4" -T "$1" -H 'Content-Type: video/mp4'
}

begin() # CURL-ARGUMENT...: a resumable one, in $place
{
	api POST $tus -H 'Tus-Resumable: 1.0.0' --data-binary '' \
	    -H "Upload-Metadata: filename $(printf a.mp4 | base64)" \
	    -H 'Content-Type:' "$@"
	place=$(header Location)
}

append() # FILE [CURL-ARGUMENT...]: at its beginning
{
	api PATCH "$place" -H 'Tus-Resumable: 1.0.0' -H 'Upload-Offset: 0' \
	    -H 'Content-Type: application/offset+octet-stream' \
	    --data-binary "@$1" "${@:2}"
}

used()
{
	api GET $me
	json '"\(.used_bytes) \(.quota_bytes)"'
}

editor=$(json .id)
quota 1000
raw "$T/film"
refused "a raw body that does not fit" 507 quota_exceeded
t_like "says how much there is" "$(json .detail)" '1000 bytes 0 .* 1001'
api POST $uploads -F "file=@$T/film;filename=a.mp4"
refused "so does a form" 507 quota_exceeded
begin -H 'Upload-Length: 1001'
refused "and a resumable upload" 507 quota_exceeded
t_is "nothing of them is left" "$(db 'SELECT COUNT(*) FROM upload
    WHERE state = "OPEN"') $(ls -A "$T/data/incoming")" '0 '
raw "$T/film.600"
t_is "what fits comes in" "$status $(used)" '201 600 1000'
begin -H 'Upload-Length: 400'
t_is "what is announced counts" "$status $(used)" '201 1000 1000'
mine=$place
raw "$T/film.1"
refused "a byte more" 507 quota_exceeded

as_role admin
begin -H 'Upload-Length: 5'
t_is "another one's quota is another" "$status" 201
ids()
{
	json '[.items[] | "\(.login) \(.id)"] | sort | join(" ")'
}
admin=${place##*/}
api GET $uploads
t_is "admins see all unfinished uploads" "$(ids)" \
    "admin $admin editor ${mine##*/}"
api GET "$uploads?mine=true"
t_is "or their own" "$(ids)" "admin $admin"
api GET "$uploads?mine=maybe"
faulty "if they say so" mine unknown_word
as_role editor
for query in '' '?mine=true' '?mine=false'; do
	api GET "$uploads$query"
	t_is "others see their own alone (${query:-not asked})" "$(ids)" \
	    "editor ${mine##*/}"
done
t_is "as the contract says" "$(json '.items[0] | keys | tojson')" \
    "$(jq -c '.components.schemas.Upload.required | sort' \
	"$top_srcdir/www/openapi.json")"
place=$tus/$admin
append "$T/film.1"
refused "nobody writes to another one's upload" 404 not_found
api HEAD "$place" -H 'Tus-Resumable: 1.0.0'
t_is "or asks how far it is" "$status $(header Upload-Offset)" '404 '
for override in PATCH DELETE HEAD; do
	api POST "$place" -H 'Tus-Resumable: 1.0.0' -H 'Upload-Offset: 0' \
	    -H 'Content-Type: application/offset+octet-stream' \
	    -H "X-HTTP-Method-Override: $override" --data-binary x
	t_is "or by the name of POST ($override)" "$status" 404
done
api DELETE "$place" -H 'Tus-Resumable: 1.0.0'
refused "or gives it up" 404 not_found
as_role admin
api HEAD "$place" -H 'Tus-Resumable: 1.0.0'
t_is "it is as it was" "$status $(header Upload-Offset)" '200 0'
api HEAD "$mine" -H 'Tus-Resumable: 1.0.0'
t_is "admins may go on with any" "$status $(header Upload-Offset)" '200 0'
as_role editor

api DELETE "$mine" -H 'Tus-Resumable: 1.0.0'
t_is "what is given up counts no more" "$status $(used)" '204 600 1000'
begin -H 'Upload-Defer-Length: 1'
t_is "a length may come later" "$status" 201
append "$T/film.401"
refused "bytes beyond the quota without one" 507 quota_exceeded
append "$T/film.1" -H 'Upload-Length: 401'
refused "a length that does not fit" 507 quota_exceeded
append "$T/film.1" -H 'Upload-Length: 400'
t_is "one that does" "$status $(header Upload-Offset) $(used)" '204 1 1000 1000'
api DELETE "$place" -H 'Tus-Resumable: 1.0.0'
quota 0
raw "$T/film"
t_is "a quota of 0 is none" "$status $(used)" '201 1601 null'
quota null
setting upload_quota 2000
for role in api upload; do
	end $role
	app_start $role
done
t_is "none of one's own is what the settings say" "$(used)" '1601 2000'
raw "$T/film.400"
refused "which holds" 507 quota_exceeded
as_role admin
api GET /api/v1/users
t_is "admins see what everybody uses" "$(json '[.items[] |
    "\(.login) \(.used_bytes) \(.quota_bytes)"] | join(", ")')" \
    "admin $(($(stat -c %s "$short") + 5)) null, editor 1601 null, viewer 0 null"
t_is "as the contract says" "$(json '.items[0] | keys | tojson')" \
    "$(jq -c '.components.schemas.User.required | sort' \
	"$top_srcdir/www/openapi.json")"

# ---- one's own password -----------------------------------------------------
cookie()
{
	header Set-Cookie | sed 's/;.*//'
}

sign_in() # PASSWORD
{
	api_json POST /api/v1/session "{\"login\":\"editor\",\"password\":\"$1\"}"
}

passwords() # CURRENT NEW [CURL-ARGUMENT...]
{
	api_json PATCH $me \
	    "{\"current_password\":\"$1\",\"password\":\"$2\"}" "${@:3}"
}

old=$(password_of editor)
new='quite another sentence'
passwords "$old" "$new"
refused "a token changes no password" 403 session_needed
as_nobody
sign_in "$old"
other=$(cookie)
sign_in "$old"
mine=(-H "Cookie: $(cookie)" -H 'X-MH-Request: 1' -H 'Origin: http://localhost')
passwords "$old" "$new" -H "Cookie: $(cookie)"
refused "nor does another site" 403 foreign_request
passwords "$old" short "${mine[@]}"
faulty "a short one is none" password too_short
api_json PATCH $me "{\"password\":\"$new\"}" "${mine[@]}"
faulty "the old one must be known" current_password required
api_json PATCH $me "{\"current_password\":\"$old\",\"password\":\"$new\",
    \"role\":\"ADMIN\"}" "${mine[@]}"
faulty "there is nothing else to change" role unknown
passwords wrong-password "$new" "${mine[@]}"
faulty "and be right" current_password wrong_password
passwords "$old" "$new" "${mine[@]}"
t_is "it is changed" "$status $(json .login)" '200 editor'
api GET $me "${mine[@]}"
t_is "one's session goes on" "$status" 200
api GET $me -H "Cookie: $other"
refused "the others are over" 401 not_signed_in
as_role editor
api GET $me
refused "its tokens too" 401 token_invalid
as_nobody
sign_in "$old"
refused "the old one opens nothing" 401 wrong_password
sign_in "$new"
t_is "the new one does" "$status" 201
t_is "it is in the book" "$(db "SELECT actor, action, state_after FROM audit
    WHERE action = 'account.password'")" \
    $'api:editor\taccount.password\t{"tokens_revoked":2}'
for _ in 1 2 3 4 5; do
	passwords wrong-password "$new" "${mine[@]}"
done
passwords "$new" "$old" "${mine[@]}"
refused "who guesses must wait" 429 too_many_tries
t_is "and is told how long" "$(header Retry-After)" 1
sign_in "$new"
t_is "which keeps nobody from signing in" "$status" 201
! grep -lF -e "$old" -e "$new" -e wrong-password "$T"/logs/* >"$T/leaks"
t_is "no password is in a log" "$(cat "$T/leaks")" ''

# ---- the account goes -------------------------------------------------------
as_role admin
viewer=$(db "SELECT pid FROM account WHERE login = 'viewer'")
api DELETE "/api/v1/users/$viewer"
t_is "its places go with an account" \
    "$status $(db 'SELECT COUNT(*) FROM watch_progress')" '204 0'

t_done
