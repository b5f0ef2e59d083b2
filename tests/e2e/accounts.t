#!/bin/bash
# Who may do what: every door of the API as every role and as nobody, and
# every way in which somebody might get in who should not.
. "${top_srcdir:-.}/tests/lib.sh"

nobody=0199c1f2-6a3b-7c4d-8e5f-0a1b2c3d4e5f
session=/api/v1/session
users=/api/v1/users
tokens=/api/v1/tokens
movies=/api/v1/movies

# What each right lets in; with public_read, view lets in everybody.
declare -A lets_in=(
	[public]='nobody viewer editor admin'
	[view]='viewer editor admin'
	[self]='viewer editor admin'
	[edit]='editor admin'
	[admin]='admin'
)

# ask_as WHO METHOD PATH [CURL-ARGUMENT...]
ask_as()
{
	if [ "$1" = nobody ]; then
		as_nobody
	else
		as_role "$1"
	fi
	api "${@:2}"
}

refused() # DESCRIPTION STATUS CODE
{
	t_is "$1: $2 $3" "$status $(json .code) $(header Content-Type)" \
	    "$2 $3 application/problem+json"
}

# knock WHO METHOD PATTERN RIGHT: a door opens, or says 401 or 403 before it
# looks at what else was said.  Ids are nobody's and bodies are empty, so that
# an open door changes nothing.
knock()
{
	local path wanted got body=()

	path=${3/'{uuid}'/$nobody}
	path=${path/'{number}'/99999999}
	case $2 in
	POST | PATCH | PUT) body=(-H 'Content-Type: application/json' -d '{"x":1}') ;;
	esac
	if [ "$3" = /api/v1/queue/resume ]; then
		body=(-d '')
	fi
	case $2:$3 in
	OPTIONS:*) ;;
	POST:*/tus/*) body+=(-H 'X-HTTP-Method-Override: PATCH') ;&
	*/tus*) body+=(-H 'Tus-Resumable: 1.0.0') ;;
	esac
	ask_as "$1" "$2" "$path" "${body[@]}"
	case " ${lets_in[$4]} " in
	*" $1 "*) wanted=opens ;;
	*) [ "$1" = nobody ] && wanted='401 not_signed_in' ||
	    wanted='403 role_too_low' ;;
	esac
	case $status in
	401 | 403)
		# The answer to HEAD has no words.
		if [ "$2" = HEAD ]; then
			got="$status ${wanted#* }"
		else
			got="$status $(json .code)"
		fi
		;;
	200 | 201 | 204 | 400 | 404 | 409 | 415 | 422) got=opens ;;
	*) got="$status" ;;
	esac
	t_is "$2 $3 as $1: $wanted" "$got" "$wanted"
	[ "$status" != 401 ] || t_like "$2 $3 as $1: how to come in" \
	    "$(header WWW-Authenticate)" '^Bearer realm="Movie House"$'
}

# Signing out apart: who does that is out.
knock_everywhere()
{
	local method pattern right who

	while read -r method pattern right; do
		for who in nobody viewer editor admin; do
			knock $who "$method" "$pattern" "$right"
		done
	done < <("$fastcgi" --routes | grep -v "^DELETE  *$session ")
}

stack_start

# ---- every route as every role --------------------------------------------
routes=$("$fastcgi" --routes | wc -l)
t_ok "the program tells its routes" test "$routes" -gt 30
knock_everywhere

as_nobody
api POST '/api/v1/uploads?filename=a.mp4' -d 'some bytes' \
    -H 'Content-Type: application/octet-stream'
refused "an upload of nobody's" 401 not_signed_in
t_is "leaves no row" "$(db 'SELECT COUNT(*) FROM upload')" 0
# A megabyte a second would take ten; the answer does not wait for them.
head -c 10000000 /dev/zero >"$T/film"
began=$SECONDS
as_role viewer
curl -sS "${curl_to[@]}" --limit-rate 1M -o "$T/body" -w '%{http_code}' \
    -X POST -T "$T/film" -H 'Content-Type: video/mp4' -H Expect: \
    "$url/api/v1/uploads?filename=a.mp4" >"$T/status" 2>>"$T/logs/curl"
t_is "a viewer's upload is refused" "$(cat "$T/status")" 403
t_ok "before it has arrived" test $((SECONDS - began)) -lt 8
t_is "and leaves nothing" "$(ls -A "$T/data/incoming")" ''

# ---- tokens ----------------------------------------------------------------
as_role editor
api_json POST $tokens '{"label":"backup","role":"VIEWER"}'
t_is "a token is made" "$status $(json '"\(.label) \(.role) \(.login)"')" \
    '201 backup VIEWER editor'
secret=$(json .token)
id=$(json .id)
t_like "and shown" "$secret" '^mh_[A-Za-z0-9_-]{43}$'
t_is "and says where it is" "$(header Location)" "$tokens/$id"
t_is "nobody keeps that answer" "$(header Cache-Control)" no-store
api GET $tokens
t_is "the list has it, but not the token" \
    "$(json ".items[] | select(.id == \"$id\") | \"\(.label) \(.token)\"")" \
    'backup null'
t_unlike "nor anything like it" "$body" "$secret"
t_is "one's own alone are listed" "$(json '[.items[].login] | unique | tojson')" \
    '["editor"]'
t_is "it is known by its first letters" \
    "$(json ".items[] | select(.id == \"$id\").prefix")" "${secret:0:9}"
as_token "$secret"
api GET $movies
t_is "it opens what a viewer may" "$status" 200
api_json POST $movies '{"title":"x"}'
refused "and no more, though its owner might" 403 role_too_low
api_json POST $tokens '{"label":"more","role":"EDITOR"}'
refused "nor can it make what is above itself" 403 role_too_low
as_role viewer
api DELETE $tokens/"$id"
refused "another's token cannot be revoked" 404 not_found
api_json POST $tokens '{"label":"high","role":"ADMIN"}'
refused "nor one be made above one's role" 403 role_too_low
for text in '{}' '{"label":" "}' '{"label":"a","role":"KING"}' \
    '{"label":"a","expires_in_s":1}' '{"label":"a","token":"mh_x"}'; do
	api_json POST $tokens "$text"
	refused "$text" 422 invalid
done
as_role editor
api DELETE $tokens/"$id"
t_is "its owner revokes it" "$status" 204
api DELETE $tokens/"$id"
refused "but once" 404 not_found
as_token "$secret"
api GET $movies
refused "and it opens nothing any more" 401 token_invalid
t_like "which is said as RFC 6750 wants it" "$(header WWW-Authenticate)" \
    'error="invalid_token"'
as_role admin
api GET $tokens
t_is "admins see everybody's" "$(json '[.items[].login] | unique | tojson')" \
    '["admin","editor","viewer"]'

# ---- what is no token ------------------------------------------------------
as_nobody
good=$(token_of admin)
while read -r header; do
	api GET $movies -H "Authorization: $header"
	refused "Authorization: ${header/$good/TOKEN}" 401 token_invalid
done <<END2
Bearer
Bearer mh_
Bearer $good$good
Bearer ${good%?}
Bearer ${good^^}
Basic $(printf 'admin:%s' "$(password_of admin)" | base64)
$good
Bearer ' OR 1=1 --
END2
api GET $movies -H "Authorization: bearer $good"
t_is "the scheme's name has no case" "$status" 200
api GET "$movies?token=$good&access_token=$good"
refused "a token in the query is none" 401 not_signed_in
api GET $movies -H "Cookie: mh=$good; __Host-mh=$good"
refused "nor is one in a cookie" 401 not_signed_in
api GET $movies -H "Authorization: Bearer $good" \
    -H "Authorization: Bearer $(token_of viewer)"
t_like "two of them are refused" "$status" '^(400|401)$'
for name in X-Auth-User X_Auth_User Remote-User X-Remote-User REMOTE_USER \
    X-Forwarded-User HTTP_AUTHORIZATION; do
	api GET $movies -H "$name: admin" -H "$name: Bearer $good"
	t_like "$name says nothing" "$status" '^(401|400)$'
done

# ---- sessions --------------------------------------------------------------
sign_in() # LOGIN PASSWORD [CURL-ARGUMENT...]
{
	api_json POST $session \
	    "$(jq -n --arg l "$1" --arg p "$2" '{login:$l,password:$p}')" "${@:3}"
}

cookie()
{
	header Set-Cookie | sed 's/;.*//'
}

sign_in editor "$(password_of editor)"
t_is "one signs in" "$status $(json '"\(.login) \(.role)"')" '201 editor EDITOR'
t_like "and gets a cookie for this host and TLS alone" "$(header Set-Cookie)" \
    '^__Host-mh=[A-Za-z0-9_-]{43}; Path=/; Max-Age=1209600; Secure; HttpOnly; SameSite=Strict$'
first=$(cookie)
sign_in editor "$(password_of editor)"
t_not "another one each time" test "$first" = "$(cookie)"
mine=(-H "Cookie: $first")
api GET $movies "${mine[@]}"
t_is "it opens what one may see" "$status" 200
api GET $session "${mine[@]}"
t_is "and says who one is" "$status $(json .login)" '200 editor'
api GET $movies -H "Cookie: a=b; $first; c=d"
t_is "among others too" "$status" 200
api GET $movies -H "Cookie: $first; $first"
refused "twice is not at all" 401 not_signed_in
api GET $movies -H "Cookie: $first" -H "Cookie: __Host-mh=other"
refused "nor in two headers" 401 not_signed_in
api GET $movies -H "Cookie: mh=${first#*=}"
refused "the plain name is not known here" 401 not_signed_in
api GET $movies -H "Authorization: Bearer ${first#*=}"
refused "a session is no token" 401 token_invalid

# Changes by cookie: what our own pages send, and what others could.
own=(-H 'X-MH-Request: 1' -H 'Origin: http://localhost')
new=(-H 'Content-Type: application/json' -d '{"title":"By cookie"}')
api POST $movies "${mine[@]}" "${own[@]}" "${new[@]}"
t_is "our own page may change things" "$status" 201
api POST $movies "${mine[@]}" -H 'X-MH-Request: 1' "${new[@]}" \
    -H 'Sec-Fetch-Site: same-origin'
t_is "also by what its browser says of it" "$status" 201
foreign=("" "-H|X-MH-Request: 1" "-H|Origin: http://localhost"
    "-H|X-MH-Request: 0|-H|Origin: http://localhost"
    "-H|X-MH-Request: 1|-H|Origin: http://evil.example"
    "-H|X-MH-Request: 1|-H|Origin: null"
    "-H|X-MH-Request: 1|-H|Origin: http://localhost.evil.example"
    "-H|X-MH-Request: 1|-H|Origin: http://localhost:81"
    "-H|X-MH-Request: 1|-H|Sec-Fetch-Site: cross-site"
    "-H|X-MH-Request: 1|-H|Sec-Fetch-Site: same-site"
    "-H|X-MH-Request: 1|-H|Origin: http://localhost|-H|Sec-Fetch-Site: cross-site"
)
for text in "${foreign[@]}"; do
	IFS='|' read -ra more <<<"$text"
	api POST $movies "${mine[@]}" "${new[@]}" "${more[@]}"
	refused "a change by cookie with ${text:-nothing else}" 403 foreign_request
	api DELETE $session "${mine[@]}" "${more[@]}"
	refused "so is signing out" 403 foreign_request
done
api POST '/api/v1/uploads?filename=a.mp4' "${mine[@]}" -d bytes \
    -H 'Content-Type: video/mp4'
refused "an upload by cookie alone" 403 foreign_request
api POST $movies "${mine[@]}" -H 'X_MH_Request: 1' "${new[@]}"
refused "an underscore is no hyphen's equal" 403 foreign_request
api POST $movies "${mine[@]}" "${own[@]}" "${new[@]}" -H 'X_MH_Request: 0'
t_is "both are one too many" "$status" 400
for name in Origin Sec-Fetch-Site X-MH-Request; do
	api POST $movies "${mine[@]}" "${own[@]}" "${new[@]}" \
	    -H "$name: http://localhost" -H "$name: http://evil.example"
	t_like "$name twice is refused" "$status" '^(400|401|403)$'
done
api POST $movies "${mine[@]}" "${new[@]}" -H "Authorization: Bearer $good"
t_is "a token needs none of that" "$status" 201
sign_in editor "$(password_of editor)" -H 'Origin: http://evil.example'
refused "another site cannot sign one in" 403 foreign_request
api POST $session -d '{"login":"editor","password":"x"}' \
    -H 'Content-Type: text/plain'
t_is "nor can its form" "$status" 415
t_is "what was refused was not done" \
    "$(db "SELECT COUNT(*) FROM movie")" 3
api DELETE $session "${mine[@]}" "${own[@]}"
t_is "one signs out" "$status" 204
t_like "and loses the cookie" "$(header Set-Cookie)" '^__Host-mh=; .*Max-Age=0;'
api GET $movies "${mine[@]}"
refused "which opens nothing any more" 401 not_signed_in

# ---- guessing --------------------------------------------------------------
for login in viewer nosuch "' OR 1=1 --" Вася; do
	db 'DELETE FROM login_throttle'
	for _ in 1 2 3 4 5; do
		sign_in "$login" wrong-password
		refused "a guess for $login" 401 wrong_password
		wrong=$(json .detail)
	done
	sign_in "$login" "$(password_of viewer)"
	refused "too many guesses for $login" 429 too_many_tries
	t_is "say when the next is heard" "$(header Retry-After)" 1
	sleep 1 # what Retry-After said
	sign_in "$login" wrong-password
	refused "a second later" 401 wrong_password
	sign_in "$login" wrong-password
	t_is "then two seconds" "$status $(header Retry-After)" '429 2'
	t_is "and what was wrong is not told" "$wrong" \
	    'Login and password do not belong together.'
done
db 'DELETE FROM login_throttle'
# All at once: those that get through are as few.
for i in {1..20}; do
	curl -sS "${curl_to[@]}" -o "$T/guess.$i" -w '%{http_code}\n' \
	    -H 'Content-Type: application/json' \
	    -d '{"login":"viewer","password":"wrong-password"}' "$url$session" &
done >"$T/guesses"
wait $(jobs -p | grep -vxF "$(printf '%s\n' "${pids[@]}")")
t_is "many guesses at once gain nothing" \
    "$(grep -c 401 "$T/guesses") $(grep -c 429 "$T/guesses")" '5 15'
db 'DELETE FROM login_throttle'

# ---- accounts --------------------------------------------------------------
as_role admin
api_json POST $users '{"login":"ana","role":"EDITOR","password":"a long enough one"}'
ana=$(json .id)
tag=$(header ETag)
t_is "an account is made" "$status $(json '"\(.login) \(.role) \(.disabled)"')" \
    '201 ana EDITOR false'
t_unlike "without a word of its password" "$body" 'password|argon'
api_json POST $users '{"login":"ANA","role":"VIEWER"}'
refused "its login is taken" 409 login_taken
for text in '{}' '{"login":"x"}' '{"login":"a b","role":"VIEWER"}' \
    '{"login":"x","role":"viewer"}' '{"login":"x","role":null}' \
    '{"login":"x","role":"VIEWER","password":"short"}' \
    '{"login":"x","role":"VIEWER","quota_bytes":-1}' \
    '{"login":"x","role":"VIEWER","id":"1"}'; do
	api_json POST $users "$text"
	refused "$text" 422 invalid
done
api_json POST $tokens '{"label":"a\u001b[2Jb"}'
t_is "a label has no control characters" \
    "$status $(json '.errors[0] | .field + " " + .code')" '422 label unprintable'

api_json POST $users '{"login":"a b","role":"viewer","password":"short",
    "disabled":1,"quota_bytes":-1,"id":"1"}'
t_is "all that is wrong is told at once" \
    "$(json '[.errors[] | "\(.field) \(.code)"] | sort | join(", ")')" \
    'disabled wrong_type, id unknown, login wrong_characters, password too_short, quota_bytes too_small, role wrong_type'

# ends_all DESCRIPTION PATCH: token and session of ana's before, none after.
ends_all()
{
	as_nobody
	sign_in ana "$password"
	was=$(cookie)
	as_role admin
	"$house" --config "$conf" tokens add ana >"$T/ana.token"
	as_token "$(cat "$T/ana.token")"
	api GET $movies
	t_is "$1: a token is good before" "$status" 200
	as_role admin
	api_json PATCH $users/"$ana" "$2"
	t_is "$1" "$status" 200
	as_token "$(cat "$T/ana.token")"
	api GET $movies
	refused "$1: its token" 401 token_invalid
	as_nobody
	api GET $movies -H "Cookie: $was"
	refused "$1: its session" 401 not_signed_in
	as_role admin
}
password='a long enough one'
ends_all "another role" '{"role":"VIEWER"}'
ends_all "a new password" '{"password":"quite another one"}'
password='quite another one'
ends_all "being disabled" '{"disabled":true}'
as_nobody
sign_in ana "$password"
refused "who is disabled stays out" 401 wrong_password
as_role admin
api_json PATCH $users/"$ana" '{"disabled":false}' -H "If-Match: $tag"
refused "an old version is not changed" 412 stale_version
api_json PATCH $users/"$ana" '{"login":"eve"}'
refused "a login stays" 422 invalid
api_json PATCH $users/"$ana" '{"disabled":false,"quota_bytes":5}'
t_is "the rest can be changed" "$status $(json .quota_bytes)" '200 5'
api GET $users
t_is "accounts are listed" "$(json '[.items[].login] | join(" ")')" \
    'admin ana editor viewer'
api DELETE $users/"$ana"
t_is "and deleted" "$status" 204
api DELETE $users/"$ana"
refused "once" 404 not_found
admin=$(db "SELECT pid FROM account WHERE login = 'admin'")
api DELETE $users/"$admin"
refused "but not the last admin" 409 last_admin
api_json PATCH $users/"$admin" '{"role":"EDITOR"}'
refused "who also stays one" 409 last_admin

# ---- the book of changes ---------------------------------------------------
api GET '/api/v1/audit?limit=100'
t_is "changes are noted with who did them" \
    "$(json '[.items[] | select(.action == "account.create" and
	.actor == "api:admin") | .after.login] | tojson')" '["ana"]'
t_is "by cookie too" "$(json '[.items[] | select(.action == "movie.create") |
    .actor] | tojson')" '["api:admin","api:editor","api:editor"]'
t_is "before and after" \
    "$(json '[.items[] | select(.action == "account.change") |
	"\(.before.role) \(.after.role)"] | last')" 'EDITOR VIEWER'
t_unlike "without a secret" "$body" 'argon|mh_[A-Za-z0-9_-]{10}|long enough'
for query in actor=api:editor action=movie.create subject_kind=movie; do
	api GET "/api/v1/audit?$query"
	t_ok "?$query finds some" test "$(json '.items | length')" -ge 2
done
for query in action=%C3%A4 action=movie.watch subject_kind=%F0%9F%8E%AC subject_kind=Movie; do
	api GET "/api/v1/audit?$query"
	t_is "?$query is no word of the book" \
	    "$status $(json '.errors[0] | .field + " " + .code')" \
	    "422 ${query%=*} unknown_word"
done
for query in subject_id=%C3%A4 actor=%C3%A4; do
	api GET "/api/v1/audit?$query"
	t_is "?$query finds none" "$status $(json '.items | length')" '200 0'
done

# ---- a house that lets everybody look -----------------------------------
setting public_read true
setting insecure_cookie true
for role in api upload; do
	end $role
	app_start $role
done
lets_in[view]='nobody viewer editor admin'
knock_everywhere
as_nobody
api GET $session
t_is "nobody is nobody" "$status $(json tojson)" \
    '200 {"user_id":null,"login":null,"role":null}'
api GET $movies -H 'Authorization: Bearer mh_none'
refused "a bad token is told all the same" 401 token_invalid
api GET $movies -H 'Cookie: mh=none'
t_is "an old cookie is not" "$status" 200
as_role viewer
api DELETE $session
refused "a token has no session to end" 409 no_session
as_nobody
sign_in viewer "$(password_of viewer)"
t_like "without TLS the cookie has a plain name" "$(header Set-Cookie)" \
    '^mh=[A-Za-z0-9_-]{43}; Path=/; Max-Age=1209600; HttpOnly; SameSite=Strict$'
mine=(-H "Cookie: $(cookie)")
api GET $session "${mine[@]}"
t_is "and is known again" "$(json .login)" viewer
api POST $movies "${mine[@]}" "${own[@]}" "${new[@]}"
refused "a viewer changes nothing" 403 role_too_low

# ---- nothing of it in any log ----------------------------------------------
for role in viewer editor admin; do
	! grep -lF -e "$(token_of $role)" -e "$(password_of $role)" \
	    "$T"/logs/* >>"$T/leaks"
done
! grep -lF -e "${first#*=}" -e "$secret" -e "$password" "$T"/logs/* >>"$T/leaks"
t_is "no token, session or password is in a log" "$(cat "$T/leaks")" ''
t_like "but who did what is" "$(cat "$T/logs/api")" \
    'movie\.created .*actor=api:editor'

t_done
