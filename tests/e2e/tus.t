#!/bin/bash
# Resumable uploads (tus 1.0.0) through the real web server: what was
# acknowledged is there, whatever dies in between.
. "${top_srcdir:-.}/tests/lib.sh"

tus=/api/v1/uploads/tus
version=(-H 'Tus-Resumable: 1.0.0')
octets=(-H 'Content-Type: application/offset+octet-stream')
name=$(printf 'Amélie.mp4' | base64)
place= # of the upload that is worked on

# begin CURL-ARGUMENT...: an upload; its path in $place.
begin()
{
	api POST $tus "${version[@]}" "$@"
	place=$(header Location)
}

# create LENGTH [CURL-ARGUMENT...]: one of a known name.
create()
{
	begin -H "Upload-Length: $1" -H "Upload-Metadata: filename $name" \
	    --data-binary '' -H 'Content-Type:' "${@:2}"
}

# create_with FILE [CURL-ARGUMENT...]: with bytes, all of the film's length.
create_with()
{
	begin -H "Upload-Length: 9437500" -H "Upload-Metadata: filename $name" \
	    "${octets[@]}" --data-binary "@$1" "${@:2}"
}

# create_later: of a length that is not known yet.
create_later()
{
	begin -H 'Upload-Defer-Length: 1' -H "Upload-Metadata: filename $name" \
	    --data-binary '' -H 'Content-Type:'
}

# append OFFSET FILE [CURL-ARGUMENT...]
append()
{
	api PATCH "$place" "${version[@]}" "${octets[@]}" \
	    -H "Upload-Offset: $1" --data-binary "@$2" "${@:3}"
}

look()
{
	api HEAD "$place" "${version[@]}" "$@"
}

offset()
{
	look
	header Upload-Offset
}

# piece FROM COUNT: these bytes of the film in $T/piece.
piece()
{
	tail -c +$(($1 + 1)) "$T/film" | head -c "$2" >"$T/piece"
}

# direct METHOD PATH FILE [CURL-ARGUMENT...]: as api, in the background.
direct()
{
	run direct curl -sS --unix-socket "$web_socket" -X "$1" \
	    -o "$T/direct.body" -w '%{http_code}' \
	    "${version[@]}" "${octets[@]}" --data-binary "@$3" "${@:4}" \
	    "$url$2"
}

refused() # DESCRIPTION STATUS CODE
{
	t_is "$1: $2 $3" "$status $(json .code)" "$2 $3"
	t_is "$1: in our version" "$(header Tus-Resumable)" 1.0.0
	t_unlike "$1: no word of the inside" "$body" "$T|incoming|INSERT|maria"
}

# arrived DESCRIPTION FILE: the last answer says it is a media file, that one.
arrived()
{
	local id

	id=$(header Movie-House-Media-File)
	t_is "$1" "$status $(header Upload-Offset) ${place##*/}" \
	    "204 $(stat -c %s "$2") $id"
	t_ok "$1: byte for byte" cmp "$2" "$T/data/originals/$id"
	api GET "/api/v1/media-files/$id"
	t_is "$1: a media file" "$(json '"\(.status) \(.file_name) \(.size_bytes)"')" \
	    "UPLOADED Amélie.mp4 $(stat -c %s "$2")"
}

head -c 9437500 /dev/urandom >"$T/film"
stack_start

# ---- what it can ----------------------------------------------------------
api OPTIONS $tus
t_is "OPTIONS needs no version" "$status $(header Tus-Version)" '204 1.0.0'
t_is "the extensions are told" "$(header Tus-Extension)" \
    creation,creation-with-upload,creation-defer-length,checksum,termination,expiration
t_is "the largest upload is told" "$(header Tus-Max-Size)" $((256 << 30))
t_is "the checksums are told" "$(header Tus-Checksum-Algorithm)" sha1,sha256

# ---- a film in pieces -----------------------------------------------------
create 9437500
t_is "an upload is created" "$status" 201
t_like "it has a place" "$place" "^$tus/[0-9a-f-]{36}\$"
t_like "and a time to live" "$(header Upload-Expires)" \
    '^[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} 20[0-9]{2} [0-9:]{8} GMT$'
t_is "that is a week" "$(((($(date -d "$(header Upload-Expires)" +%s) - \
    $(date +%s)) + 30) / 60))" 10080
look
t_is "it is empty" \
    "$status $(header Upload-Offset) $(header Upload-Length)" '200 0 9437500'
t_is "its metadata is echoed" "$(header Upload-Metadata)" "filename $name"
t_is "nobody keeps the answer" "$(header Cache-Control)" no-store
api GET /api/v1/uploads
t_is "it stands in the list" \
    "$(json '.items[] | "\(.id) \(.kind) \(.size_bytes) \(.received_bytes) \(.file_name)"')" \
    "${place##*/} TUS 9437500 0 Amélie.mp4"
t_unlike "without what is inside" "$body" 'part|metadata'
at=0
for size in 1 4095 1 4096 100000 0 4194304 5000000; do
	piece $at $size
	append $at "$T/piece"
	at=$((at + size))
	t_is "$size bytes are taken" "$status $(header Upload-Offset)" "204 $at"
	t_is "and are in the file" \
	    "$(stat -c %s "$T/data/incoming/${place##*/}.part")" $at
done
t_is "their offset is told again" "$(offset)" $at
piece $at 9437500
append $at "$T/piece"
arrived "the last piece makes a film" "$T/film"
look
t_is "what is finished says so" \
    "$status $(header Upload-Offset) $(header Movie-House-Media-File)" \
    "200 9437500 ${place##*/}"
: >"$T/piece"
append 9437500 "$T/piece"
t_is "a last answer that was lost is given again" \
    "$status $(header Movie-House-Media-File)" "204 ${place##*/}"
api DELETE "$place" "${version[@]}"
refused "a finished one is not given up" 409 upload_finished
api GET /api/v1/uploads
t_is "the list is empty" "$(json '.items | length')" 0
api GET "/api/v1/jobs?media_file_id=${place##*/}"
t_is "work is queued for it, once" \
    "$(json '[.items[] | .kind + " " + .state] | join(",")')" 'process QUEUED'

# ---- other ways to begin --------------------------------------------------
create_with "$T/film"
t_is "all of it with the creation" "$status" 201
t_ok "is a film at once" cmp "$T/film" \
    "$T/data/originals/$(header Movie-House-Media-File)"
piece 0 5000
create_with "$T/piece"
t_is "a first piece with the creation" \
    "$status $(header Upload-Offset)" '201 5000'
piece 5000 9437500
append 5000 "$T/piece"
arrived "and the rest" "$T/film"
create_later
t_is "a length may come later" "$status" 201
look
t_is "which is told" \
    "$(header Upload-Defer-Length) $(header Upload-Length)" '1 '
piece 0 4000000
append 0 "$T/piece"
t_is "bytes are taken before" "$status $(header Upload-Offset)" '204 4000000'
piece 4000000 9437500
append 4000000 "$T/piece" -H 'Upload-Length: 9437500'
arrived "it comes with the last piece" "$T/film"

create 9437500
api POST "$place" "${version[@]}" "${octets[@]}" -H 'Upload-Offset: 0' \
    -H 'X-HTTP-Method-Override: PATCH' --data-binary "@$T/film"
arrived "PATCH under the name of POST" "$T/film"
create 100
api POST "$place" "${version[@]}" -H 'X-HTTP-Method-Override: DELETE' -d ''
t_is "DELETE under the name of POST" "$status" 204
api POST "$place" "${version[@]}" -H 'X-HTTP-Method-Override: HEAD' -d ''
t_is "HEAD under the name of POST" "$status" 410
api POST "$place" "${version[@]}" -d ''
t_is "POST in its own name" "$status $(header Allow)" \
    '405 HEAD, PATCH, DELETE, OPTIONS'

# ---- checksums ------------------------------------------------------------
sum_of()
{
	openssl dgst -binary "-$1" | base64
}

create 9437500
at=0
for kind in sha1 sha256; do
	piece $at 3000000
	sum=$(sum_of "$kind" <"$T/piece")
	printf x >>"$T/piece"
	append $at "$T/piece" -H "Upload-Checksum: $kind $sum"
	t_is "$kind of other bytes" "$status $(json .code)" '460 checksum_mismatch'
	t_is "$kind: the piece is dropped" "$(offset)" $at
	piece $at 3000000
	append $at "$T/piece" -H "Upload-Checksum: $kind $sum"
	at=$((at + 3000000))
	t_is "$kind of these bytes" "$status $(header Upload-Offset)" "204 $at"
done
piece $at 9437500
append $at "$T/piece" -H 'Upload-Checksum: md5 AAAA'
refused "another checksum" 400 unsupported_checksum
append $at "$T/piece" -H 'Upload-Checksum: sha1 AAAA'
refused "a short checksum" 400 malformed_checksum
append $at "$T/piece" -H "Upload-Checksum: sha256 $(sum_of sha256 <"$T/piece")"
arrived "with checksums" "$T/film"
before=$(db "SELECT COUNT(*) FROM media_file")
create_with "$T/film" \
    -H "Upload-Checksum: sha1 $(printf x | sum_of sha1)"
refused "at the creation, too" 460 checksum_mismatch
t_is "nothing of that is left" \
    "$(ls -A "$T/data/incoming") $(db "SELECT COUNT(*) FROM media_file")" \
    " $before"

# ---- refusals -------------------------------------------------------------
create 1000
for method in HEAD PATCH DELETE; do
	[ $method = HEAD ] || t_is "$method without a version" \
	    "$(api $method "$place"; echo "$status $(header Tus-Version)")" \
	    '412 1.0.0'
	api $method "$place" -H 'Tus-Resumable: 0.2.2'
	t_is "$method of another version" "$status $(header Tus-Version)" \
	    '412 1.0.0'
done
api POST $tus -H 'Upload-Length: 5' -d ''
refused "a creation without a version" 412 tus_version_unsupported
piece 0 100
api PATCH "$place" "${version[@]}" -H 'Upload-Offset: 0' \
    -H 'Content-Type: application/octet-stream' --data-binary "@$T/piece"
refused "another type of bytes" 415 unsupported_media_type
append 5 "$T/piece"
refused "a hole" 409 offset_mismatch
t_is "changes nothing" "$(offset)" 0
for value in -1 x 1x 99999999999999999999 ''; do
	append "$value" "$T/piece"
	t_is "the offset '$value' is none" "$status" 400
done
piece 0 1001
append 0 "$T/piece"
refused "a byte too many" 413 body_too_large
append 0 "$T/piece" -H 'Upload-Length: 1001'
refused "another length" 409 length_is_fixed
for headers in '' 'Upload-Length: -1' 'Upload-Length: x' \
    'Upload-Defer-Length: 2' 'Upload-Length: 99999999999999999999'; do
	api POST $tus "${version[@]}" -H 'Content-Length: 0' \
	    -H "Upload-Metadata: filename $name" -H "${headers:-X: y}"
	t_is "no length: '$headers'" "$status" 400
done
create 5 -H 'Upload-Defer-Length: 1'
refused "two lengths" 400 malformed_length
create 0
refused "no bytes at all" 422 empty_file
create $(((256 << 30) + 1))
refused "more than the largest" 413 upload_too_large
begin -H 'Upload-Length: 5' -H 'Content-Type: video/mp4' --data-binary x
refused "a creation with something else" 415 unsupported_media_type
while IFS='|' read -r metadata code; do
	api POST $tus "${version[@]}" -H 'Upload-Length: 5' \
	    -H 'Content-Length: 0' -H "Upload-Metadata: $metadata"
	t_is "metadata '${metadata:0:30}'" "$status $(json .code)" "$code"
done <<END
filename|422 invalid
filename !!|400 malformed_metadata
filename $name,filename $name|400 malformed_metadata
filename $name,|400 malformed_metadata
filename $name,filetype $(printf 'text/plain' | base64)|422 invalid
filename $name,filetype $(printf 'a\nb' | base64)|400 malformed_metadata
filename $(printf 'a.txt' | base64)|422 invalid
filename $(printf 'a\0.mp4' | base64)|422 invalid
filename $(printf '\xff.mp4' | base64)|422 invalid
filename $(printf '%0300d.mp4' 0 | base64 -w 0)|422 invalid
filename $(printf '%05000d.mp4' 0 | base64 -w 0)|400 malformed_metadata
END
begin -H 'Upload-Length: 5' -d '' -H 'Content-Type:' \
    -H "Upload-Metadata: filename $(printf '../../etc/x.mp4' | base64)"
api GET /api/v1/uploads
t_is "folders before a name are dropped" "$(json '.items[0].file_name')" x.mp4
place=$tus/0199c1f2-6a3b-7c4d-8e5f-0a1b2c3d4e5f
look
t_is "one that never was" "$status $(header Upload-Offset)" '404 '
append 0 "$T/piece"
refused "nor can it be written to" 404 not_found
api HEAD $tus/../../x "${version[@]}"
t_like "nor one of no name" "$status" '^40[04]$'
truncate -s 21M "$T/large"
create 30000000
append 0 "$T/large" -H 'Transfer-Encoding: chunked'
t_is "a large body must say how long it is" "$status" 413
piece 0 3000000
append 0 "$T/piece" -H 'Transfer-Encoding: chunked'
t_is "others need not" "$status $(header Upload-Offset)" "204 3000000"
append 3000000 "$T/large"
t_is "which then may be of any size" "$status $(header Upload-Offset)" \
    "204 $((3000000 + (21 << 20)))"
api DELETE "$place" "${version[@]}"
rm "$T/large"

# ---- giving up ------------------------------------------------------------
create 30000000
piece 0 5000
append 0 "$T/piece"
part=$T/data/incoming/${place##*/}.part
t_ok "there are bytes" test -s "$part"
api DELETE "$place" "${version[@]}"
t_is "an upload can be given up" "$status" 204
t_not "its bytes are gone" test -e "$part"
look
t_is "and so is the upload" "$status $(header Upload-Offset)" '410 '
append 5000 "$T/piece"
refused "it is not written to" 410 upload_gone
api DELETE "$place" "${version[@]}"
refused "nor given up twice" 410 upload_gone

# ---- programs that die ----------------------------------------------------
create 9437500
piece 0 3000001
append 0 "$T/piece"
end upload KILL
app_start upload
t_is "killed between two pieces: all is there" "$(offset)" 3000001
piece 3000001 100
append 3000001 "$T/piece"
t_is "and goes on" "$status $(header Upload-Offset)" '204 3000101'
part=$T/data/incoming/${place##*/}.part
piece 3000101 9437500
direct PATCH "$place" "$T/piece" --limit-rate 1M -H 'Upload-Offset: 3000101'
grown()
{
	[ "$(stat -c %s "$part")" -gt 7000000 ]
}
wait_for "a piece is half there" grown
end upload KILL
end direct
app_start upload
t_is "killed in the middle of a piece: what was acknowledged is there" \
    "$(offset)" 3000101
t_is "and nothing beyond it" "$(stat -c %s "$part")" 3000101
append 3000101 "$T/piece"
arrived "then comes the rest" "$T/film"
create 9437500
piece 0 6000000
append 0 "$T/piece"
part=$T/data/incoming/${place##*/}.part
truncate -s 5999999 "$part"
look
t_is "acknowledged bytes that are lost are no offset" \
    "$status $(header Upload-Offset)" '500 '
t_ok "which is said loudly" grep -q upload.acknowledged_bytes_lost "$T/logs/upload"
t_is "and nothing is touched" "$(stat -c %s "$part")" 5999999
api DELETE "$place" "${version[@]}"
t_is "it can be given up" "$status" 204

# The answer is lost: the file is an original, its row does not know.
create 9437500
piece 0 9437499
append 0 "$T/piece"
end mariadb
db_run
printf '%s' 'CREATE TRIGGER no_media BEFORE INSERT ON media_file FOR EACH ROW
    SIGNAL SQLSTATE "45000"' >"$T/trigger"
db "$(cat "$T/trigger")"
piece 9437499 1
append 9437499 "$T/piece"
t_like "a film whose row cannot be written is not acknowledged" "$status" '^5'
t_ok "though it lies there" test -s "$T/data/originals/${place##*/}"
db "DROP TRIGGER no_media"
look
t_is "the next question finishes it" \
    "$status $(header Upload-Offset) $(header Movie-House-Media-File)" \
    "200 9437500 ${place##*/}"
t_is "once" "$(db "SELECT COUNT(*) FROM media_file
    WHERE pid = '${place##*/}'")" 1

# ---- clients that come back -----------------------------------------------
cut_client() # SIGNAL: of one that has sent something
{
	create 9437500
	part=$T/data/incoming/${place##*/}.part
	direct PATCH "$place" "$T/film" --limit-rate 2M -H 'Upload-Offset: 0'
	wait_for "its bytes arrive" test -s "$part"
}
is_kept()
{
	[ "$(db "SELECT got_bytes FROM upload WHERE pid = '${place##*/}'")" -gt 0 ]
}
cut_client
end direct KILL
wait_for "what a killed client sent is kept" is_kept
at=$(offset)
t_ok "$at bytes" test "$at" -ge 4194304
piece "$at" 9437500
append "$at" "$T/piece"
arrived "and completed" "$T/film"

cut_client
began=$(date +%s%N)
look
at=$(header Upload-Offset)
took=$((($(date +%s%N) - began) / 1000000))
t_is "a second client is let in" "$status" 200
t_ok "within a second ($took ms)" test $took -lt 1000
t_ok "and told where the first one was ($at)" test "$at" -ge 4194304
t_ok "which is said" grep -q upload.taken_over "$T/logs/upload"
end direct
piece "$at" 9437500
append "$at" "$T/piece"
arrived "the second one completes it" "$T/film"

# Another program of this machine holds it.
run other "$fastcgi" --config "$conf" --role upload -s "$T/run/other.sock"
sed -e "s|$T/run/upload.sock|$T/run/other.sock|; s|/upload.sock|/other.sock|" \
    -e "s|$web_socket|$T/other-web.sock|" "$T/lighttpd.conf" >"$T/other.conf"
wait_for "a second program listens" test -S "$T/run/other.sock"
run otherweb "$(command -v lighttpd)" -D -f "$T/other.conf"
wait_for "and its web server" test -S "$T/other-web.sock"
create 9437500
part=$T/data/incoming/${place##*/}.part
run direct curl -sS --unix-socket "$T/other-web.sock" -X PATCH \
    --limit-rate 2M -o "$T/direct.body" "${version[@]}" "${octets[@]}" \
    -H 'Upload-Offset: 0' --data-binary "@$T/film" "$url$place"
wait_for "its bytes arrive" test -s "$part"
began=$(date +%s%N)
look
at=$(header Upload-Offset)
took=$((($(date +%s%N) - began) / 1000000))
t_is "it is taken over from another program" "$status" 200
t_ok "within a second ($took ms)" test $took -lt 1000
t_ok "with what had come ($at)" test "$at" -ge 4194304
t_ok "which the other one says" grep -q upload.taken_over "$T/logs/other"
end direct
piece "$at" 9437500
append "$at" "$T/piece"
arrived "and completed here" "$T/film"
create 9437500
part=$T/data/incoming/${place##*/}.part
run direct curl -sS --unix-socket "$T/other-web.sock" -X PATCH \
    --limit-rate 2M -o "$T/direct.body" "${version[@]}" "${octets[@]}" \
    -H 'Upload-Offset: 0' --data-binary "@$T/film" "$url$place"
wait_for "its bytes arrive" test -s "$part"
kill -STOP "${pids[other]}"
append 0 "$T/film"
refused "one that does not let go keeps it" 423 upload_busy
t_is "ask again in a second" "$(header Retry-After)" 1
kill -CONT "${pids[other]}"
end direct
end otherweb
end other
api DELETE "$place" "${version[@]}"

# ---- the database is away -------------------------------------------------
create 9437500
end mariadb
piece 0 1000000
append 0 "$T/piece"
refused "without a database" 503 unavailable
db_run
t_is "nothing was promised" "$(offset)" 0
append 0 "$T/piece"
t_is "and it goes on" "$status $(header Upload-Offset)" '204 1000000'

# ---- expiry ---------------------------------------------------------------
part=$T/data/incoming/${place##*/}.part
db "UPDATE upload SET expires_at = UTC_TIMESTAMP(3) + INTERVAL 60 SECOND
    WHERE pid = '${place##*/}'"
piece 1000000 1000
append 1000000 "$T/piece"
t_is "bytes put the expiry off" "$(db "SELECT expires_at > UTC_TIMESTAMP(3) +
    INTERVAL 6 DAY FROM upload WHERE pid = '${place##*/}'")" 1
setting upload_expires_s 1
end upload
app_start upload
append 1001000 /dev/null
t_is "with a second to live" "$status" 204
has_expired()
{
	look
	[ "$status" = 410 ]
}
wait_for "its second is over" has_expired
t_is "an upload expires" "$status $(header Upload-Offset)" '410 '
append 1001000 "$T/piece"
refused "for good" 410 upload_gone
worker_start
wait_for "the sweep takes its bytes" bash -c "[ ! -e '$part' ]"
t_is "and says so in its row" \
    "$(db "SELECT state FROM upload WHERE pid = '${place##*/}'")" ABORTED

# ---- room -----------------------------------------------------------------
end worker
setting upload_expires_s 604800
setting reserve_bytes 1000000T
end upload
app_start upload
create 5
refused "a full disk is told at the creation" 507 disk_full
setting reserve_bytes 0
setting max_upload_bytes 1000000T
end upload
app_start upload
much=$(($(df --output=avail -B1 "$T/data" | tail -n 1) / 10 * 6))
create $much
t_is "more than half of the disk can be announced" "$status" 201
part=$T/data/incoming/${place##*/}.part
t_is "what is only announced takes no room" "$(stat -c %b "$part")" 0
first=$place
create $much
refused "but not twice" 507 disk_full
create_later
append 0 "$T/piece" -H "Upload-Length: $much"
refused "not as a length that comes later, either" 507 disk_full
place=$first
piece 0 8000000
append 0 "$T/piece"
t_is "what comes is kept" "$status $(header Upload-Offset)" "204 8000000"
taken=$(($(stat -c '%b * %B' "$part")))
t_ok "and takes no more than a step of room ($taken)" \
    test "$taken" -ge 8000000 -a "$taken" -le 280000000
api DELETE "$place" "${version[@]}"
create $much
t_is "what was given up counts no more" "$status" 201
api DELETE "$place" "${version[@]}"
setting max_upload_bytes 1000000
end upload
app_start upload
create 1000000
t_is "the largest there may be" "$status" 201
create_later
append 0 "$T/piece" -H 'Upload-Length: 1000001'
refused "a length that comes later is held to it" 413 upload_too_large
piece 0 1000001
append 0 "$T/piece"
refused "and so are bytes without one" 413 upload_too_large

t_done
