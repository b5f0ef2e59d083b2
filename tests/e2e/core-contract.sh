# shellcheck shell=bash
# The smaller part of the house through any web server: who asks, uploads of
# every kind, the catalog, a film that plays.  Sourced after tests/lib.sh, with
# the web server running: core_house starts the rest, core_contract asks.

# A web server that was asked before the program was there may look away from
# its sockets for a second, from each of its entries apart.
program_is_found()
{
	api GET /api/v1/session
	[ "$status" = 200 ] || return
	api GET /api/v1/uploads
	[ "$status" = 200 ] || return
	api OPTIONS /api/v1/uploads/tus
	[ "$status" = 204 ]
}

core_house()
{
	db_start
	app_start upload
	app_start api
	# The web server may run under another account.
	[ "$(id -u)" != 0 ] || chmod 777 "$T/run/"{api,upload}.sock
	worker_start
	head -c 6000000 /dev/urandom >"$T/core.film"
}

# core_kept DESCRIPTION: the last answer's media file is the film.
core_kept()
{
	t_is "$1" "$status $(json .size_bytes)" "201 6000000"
	t_ok "$1: byte for byte" \
	    cmp "$T/core.film" "$T/data/originals/$(json .id)"
}

knows_who_asks()
{
	api GET /api/v1/session
	t_is "a token reaches the program" "$status $(json .login)" "200 admin"
	as_nobody
	api GET /api/v1/session
	t_is "and nobody is nobody" "$status $(header WWW-Authenticate)" \
	    '401 Bearer realm="Movie House"'
	as_role admin
	api GET /readyz
	t_is "all is ready" "$status" 200
	api GET /api/v1/none -H 'X-Request-Id: core.1'
	t_is "what is not there is told as a problem" \
	    "$status $(json .code) $(header X-Request-Id)" "404 no_route core.1"
	api PUT /api/v1/movies -d x
	t_is "a method that is not known is 405" "$status" 405
	t_like "and those that are are named" "$(header Allow)" 'GET.*POST'
}

keeps_a_catalog()
{
	api_json POST /api/v1/movies '{"title": "Amélie & \"Co\" 100%"}'
	t_is "a movie is made" "$status $(json .title)" '201 Amélie & "Co" 100%'
	movie=$(header Location)
	tag=$(header ETag)
	api_json PATCH "$movie" '{"year": 2001}' -H "If-Match: $tag"
	t_is "it can be changed" "$status $(json .year)" "200 2001"
	api_json PATCH "$movie" '{"year": 2002}' -H "If-Match: $tag"
	t_is "not on a stale tag" "$status" 412
	api GET "$movie"
	api GET "$movie" -H "If-None-Match: $(header ETag)"
	t_is "what is known is 304" "$status" 304
	api GET '/api/v1/movies?q=am%C3%A9lie&limit=1'
	t_is "it is found" "$status $(json '.items[0].year')" "200 2001"
	api_json POST /api/v1/movies '{"title": ""}'
	t_is "a fault is told by its field" \
	    "$status $(json '.errors[0].field')" "422 title"
	api DELETE "$movie"
	t_is "it goes" "$status" 204
}

takes_uploads()
{
	local tus=/api/v1/uploads/tus
	local patch=(-H 'Tus-Resumable: 1.0.0'
		-H 'Content-Type: application/offset+octet-stream')

	api POST '/api/v1/uploads?filename=raw.mp4' -T "$T/core.film" \
	    -H 'Content-Type: application/octet-stream'
	core_kept "a raw body is kept"
	api POST /api/v1/uploads -F "file=@$T/core.film;filename=form.mp4"
	core_kept "a form is kept"
	api POST $tus -H 'Tus-Resumable: 1.0.0' -H 'Upload-Length: 6000000' \
	    -H "Upload-Metadata: filename $(printf core.mp4 | base64)" \
	    -H 'Content-Length: 0'
	t_is "an upload in parts begins" "$status $(header Tus-Resumable)" \
	    "201 1.0.0"
	place=$(header Location)
	head -c 2500000 "$T/core.film" >"$T/core.part"
	api PATCH "$place" "${patch[@]}" -H 'Upload-Offset: 0' \
	    --data-binary "@$T/core.part"
	t_is "a part is taken" "$status $(header Upload-Offset)" "204 2500000"
	api HEAD "$place" -H 'Tus-Resumable: 1.0.0'
	t_is "it is told again" "$status $(header Upload-Offset)" "200 2500000"
	tail -c +2500001 "$T/core.film" >"$T/core.part"
	api POST "$place" "${patch[@]}" -H 'Upload-Offset: 2500000' \
	    -H 'X-HTTP-Method-Override: PATCH' --data-binary "@$T/core.part"
	t_is "the rest makes a film" "$status" 204
	t_ok "byte for byte" cmp "$T/core.film" \
	    "$T/data/originals/$(header Movie-House-Media-File)"
}

plays_a_film()
{
	local id list

	id=$(upload "$(film core 2)" core.mp4)
	wait_status "$id" READY || return
	# The web server's account is none of ours.
	[ "$(id -u)" != 0 ] || chmod -R o+rX "$T/data/media"
	api GET "/api/v1/media-files/$id/playback"
	list=$(json .hls)
	api GET "$list"
	t_is "its list is served" "$status $(header Content-Type)" \
	    "200 application/vnd.apple.mpegurl"
	api GET "${list%/*}/v0.mp4" -r 4-7
	t_is "and its film by ranges" "$status $(cat "$T/body")" "206 ftyp"
	api DELETE "/api/v1/media-files/$id"
	t_is "it goes" "$status" 204
}

# core_sends: a client that takes its time has sent something of a film, whose
# place is $place.
core_sends()
{
	local part

	api POST /api/v1/uploads/tus -H 'Tus-Resumable: 1.0.0' \
	    -H "Upload-Metadata: filename $(printf core.mp4 | base64)" \
	    -H 'Upload-Length: 6000000' -H 'Content-Length: 0'
	place=$(header Location)
	part=$T/data/incoming/${place##*/}.part
	run cut curl -sS "${curl_to[@]}" -X PATCH --limit-rate 1M \
	    -o "$T/cut.body" -H 'Tus-Resumable: 1.0.0' -H 'Upload-Offset: 0' \
	    -H 'Content-Type: application/offset+octet-stream' \
	    --data-binary "@$T/core.film" "$url$place"
	wait_for "the chunk is on its way" test -s "$part"
}

what_a_cut_chunk_brought_is_kept()
{
	core_sends
	end cut KILL
	wait_for "what it brought is kept" core_is_kept
	api HEAD "$place" -H 'Tus-Resumable: 1.0.0'
	at=$(header Upload-Offset)
	core_goes_on
}

a_new_connection_takes_over()
{
	local began took

	core_sends
	began=$(date +%s%N)
	api HEAD "$place" -H 'Tus-Resumable: 1.0.0'
	took=$((($(date +%s%N) - began) / 1000000))
	at=$(header Upload-Offset)
	t_is "a second connection is let in" "$status" 200
	t_ok "within a second ($took ms)" test $took -lt 1000
	t_ok "and told where the first one was ($at)" test "$at" -ge 4194304
	end cut
	core_goes_on
}

core_goes_on()
{
	tail -c +$((at + 1)) "$T/core.film" >"$T/core.part"
	api PATCH "$place" -H 'Tus-Resumable: 1.0.0' -H "Upload-Offset: $at" \
	    -H 'Content-Type: application/offset+octet-stream' \
	    --data-binary "@$T/core.part"
	t_is "and the rest goes on from there" "$status" 204
	t_ok "byte for byte" cmp "$T/core.film" \
	    "$T/data/originals/$(header Movie-House-Media-File)"
}
core_is_kept()
{
	[ "$(db "SELECT got_bytes FROM upload
	    WHERE pid = '${place##*/}'")" -gt 0 ]
}

core_contract()
{
	wait_for "the web server finds the program" program_is_found
	knows_who_asks
	keeps_a_catalog
	takes_uploads
	plays_a_film
}

# Where the web server passes a body on while it arrives.
streaming_contract()
{
	what_a_cut_chunk_brought_is_kept
	a_new_connection_takes_over
}
