#!/bin/bash
# Uploads through the real web server: every byte of those that arrive, and
# nothing of those that do not.
. "${top_srcdir:-.}/tests/lib.sh"

uploads=/api/v1/uploads
raw=(-H 'Content-Type: application/octet-stream')
kept=0 # media files that there should be

# send FILE QUERY [CURL-ARGUMENT...]: as raw bytes.
send()
{
	api POST "$uploads?$2" "${raw[@]}" -T "$1" "${@:3}"
}

# form FILE [CURL-ARGUMENT...]: a multipart body that was written by hand,
# with the boundary `cut`.
form()
{
	api POST "$uploads" -H 'Content-Type: multipart/form-data; boundary=cut' \
	    --data-binary "@$1" "${@:2}"
}

# kept_as DESCRIPTION NAME FILE: the last answer's media file is that one,
# byte for byte.
kept_as()
{
	local id

	id=$(json .id)
	kept=$((kept + 1))
	t_is "$1" "$status $(json .file_name) $(json .size_bytes) $(json .status)" \
	    "201 $2 $(stat -c %s "$3") UPLOADED"
	t_is "$1: says where it is" "$(header Location)" "/api/v1/media-files/$id"
	t_ok "$1: byte for byte" cmp "$3" "$T/data/originals/$id"
}

# refused DESCRIPTION STATUS CODE [FIELD-CODE]: the last answer is that.
refused()
{
	t_is "$1: $2 $3${4:+, $4}" \
	    "$status $(json .code)${4:+ $(json '.errors[0] | .field + " " + .code')}" \
	    "$2 $3${4:+ $4}"
	t_unlike "$1: no word of the inside" "$body" "$T|incoming|INSERT|maria"
}

# Nothing lies in incoming/, no row is open, and each original has its row.
is_tidy()
{
	[ -z "$(ls -A "$T/data/incoming")" ] &&
	    [ "$(db "SELECT COUNT(*) FROM upload WHERE state = 'OPEN'")" = 0 ] &&
	    [ "$(ls "$T/data/originals")" = "$(db "SELECT pid FROM media_file
		ORDER BY pid")" ] &&
	    [ "$(db "SELECT COUNT(*) FROM media_file")" = $kept ]
}

# start_slow [CURL-ARGUMENT...]: an upload in the background, its first bytes
# are there.
start_slow()
{
	run slow curl -sS "${curl_to[@]}" --limit-rate 1M -o "$T/slow.body" \
	    -w '%{http_code}' -X POST "${raw[@]}" -T "$T/middle" "$@" \
	    "$url$uploads?filename=slow.mp4"
	wait_for "the first bytes arrive" is_arriving
}
is_arriving()
{
	[ -n "$(ls -A "$T/data/incoming")" ]
}

head -c 12345678 /dev/urandom >"$T/film"
head -c 1000 /dev/urandom >"$T/small"
head -c 3000000 /dev/urandom >"$T/middle"
: >"$T/empty"
stack_start

# ---- raw bodies -----------------------------------------------------------
send "$T/film" filename=film.mp4
kept_as "a raw body is kept" film.mp4 "$T/film"
t_is "under its own account alone" \
    "$(stat -c %a "$T/data/originals/$(json .id)")" 640
api GET "$(header Location)"
t_is "it can be asked for" "$status" 200
api GET "/api/v1/jobs?media_file_id=$(json .id)"
t_is "and work is queued for it" "$(json '.items[] | .kind + " " + .state')" \
    'process QUEUED'
for size in 1 4095 4096 4097 262144 4194303 4194304 4194305 8388608; do
	head -c $size "$T/film" >"$T/piece"
	send "$T/piece" filename=piece.mkv
	kept_as "$size bytes" piece.mkv "$T/piece"
done
api POST "$uploads?filename=b.webm" -H 'Content-Type: video/webm; codecs="vp9"' \
    -T "$T/small"
kept_as "a video type" b.webm "$T/small"
api POST "$uploads?filename=c.ts" -H 'Content-Type:' -T "$T/small"
kept_as "no type at all" c.ts "$T/small"
api POST "$uploads" "${raw[@]}" -T "$T/small" \
    -H "Content-Disposition: attachment; filename*=UTF-8''Am%C3%A9lie%20%F0%9F%8E%AC.mov"
kept_as "the name of Content-Disposition" 'Amélie 🎬.mov' "$T/small"
api POST "$uploads?filename=x.mp4" "${raw[@]}" --data-binary "@$T/small" \
    -H 'Content-Length: 600'
head -c 600 "$T/small" >"$T/piece"
kept_as "no more than Content-Length says" x.mp4 "$T/piece"
echo 'This is not a film.' >"$T/text"
send "$T/text" filename=text.mp4
kept_as "a text that calls itself a film, for the probe to judge" text.mp4 "$T/text"

# ---- forms ----------------------------------------------------------------
api POST "$uploads" -F title=one -F "file=@$T/film;filename=film.avi" -F last=2
kept_as "a form's file is kept" film.avi "$T/film"
api POST "$uploads" -F "file=@$T/small;type=video/mp4;filename=s.mp4"
kept_as "a small one" s.mp4 "$T/small"
# What looks like the boundary and is not.
printf '\r\n--cu\r\n--CUT--\r\n--\r\n\r\n-\r\n--cu' >"$T/piece"
{
	printf 'a preamble\r\n--cut\r\nContent-Disposition: form-data; name="file"\r\n\r\n'
	cat "$T/piece"
	printf '\r\n--cut--\r\nan epilogue'
} >"$T/body.form"
api POST "$uploads?filename=n.mp4" --data-binary "@$T/body.form" \
    -H 'Content-Type: multipart/form-data; boundary="cut"'
kept_as "lines that are almost the boundary" n.mp4 "$T/piece"
part='Content-Disposition: form-data; name="file"; filename='
while IFS=' ' read -r name wanted; do
	{
		printf -- '--cut\r\n%s' "$part"
		printf "%b" "$name"
		printf '\r\n\r\nfilm\r\n--cut--\r\n'
	} >"$T/body.form"
	printf film >"$T/piece"
	form "$T/body.form"
	kept_as "the form's name $name" "$wanted" "$T/piece"
done <<'END'
"../../etc/passwd.mp4" passwd.mp4
"C:\\\\films\\\\x.mp4" x.mp4
"/x.mp4" x.mp4
"a%22b.mp4" a"b.mp4
"100%.mp4" 100%.mp4
"-i.mp4" -i.mp4
"concat:a|b.mp4" concat:a|b.mp4
"$(id).mp4" $(id).mp4
"';--.mp4" ';--.mp4
"img%03d.mp4" img%03d.mp4
"\xe2\x80\xaegpj.mp4" �gpj.mp4
"\xff\xfe.mp4" ��.mp4
"a\tb.mp4" a�b.mp4
"a%0D%0Ab.mp4" a��b.mp4
END
t_ok "names are never paths" is_tidy

# ---- names in the query ---------------------------------------------------
long=$(printf '%0300d' 0)
while IFS='|' read -r query field; do
	send "$T/small" "$query"
	refused "?${query:0:40}" 422 invalid "$field"
done <<END
|filename required
filename=|filename required
filename=$long.mp4|filename too_long
filename=a.txt|filename unsupported
filename=mp4|filename unsupported
filename=.|filename unsupported
filename=..%2F|filename required
END
send "$T/small" 'filename=a.mp4&filename=b.mp4'
refused "two names in a query" 400 duplicate_parameter
for query in filename=a%00.mp4 filename=%ff.mp4 filename=a%0Ab.mp4 \
    filename=a%7Fb.mp4; do
	send "$T/small" "$query"
	t_is "?$query does not get past the web server" "$status" 400
done
send "$T/small" 'filename=..%2F..%2Fetc%2Fx.mp4'
kept_as "folders before a name are dropped" x.mp4 "$T/small"
send "$T/small" 'filename=a%E2%80%AEb.mp4'
kept_as "a right-to-left override is made visible" 'a�b.mp4' "$T/small"
api POST "$uploads" "${raw[@]}" -T "$T/small" \
    -H "Content-Disposition: attachment; filename=\"$long.mp4\""
refused "a long name in a header" 422 invalid 'filename too_long'

# ---- names in a header ----------------------------------------------------
# send_named NAME: percent-encoded, as the page sends it.
send_named()
{
	api POST "$uploads" "${raw[@]}" -T "$T/small" \
	    -H "Content-Disposition: attachment; filename*=UTF-8''$1"
}

for sign in 01 0A 0D%0A 1B 7F E2%80%A8 E2%80%AE; do
	send_named "a%${sign}b.mp4"
	wanted='a�b.mp4'
	[ $sign != 0D%0A ] || wanted='a��b.mp4'
	kept_as "%$sign in a header is made visible" "$wanted" "$T/small"
done
send_named '..%2F..%5Cetc%2Fx.mp4'
kept_as "folders in a header are dropped" x.mp4 "$T/small"
for name in a%00.mp4 %ff.mp4 a%2.mp4 %C0%AF.mp4; do
	send_named $name
	refused "$name in a header is no name" 422 invalid 'filename required'
done
send_named "%27%28%2A%22%5C%22%3B.mp4"
kept_as "quotes are letters" '";.mp4' "$T/small"
t_ok "names in a header are never paths" is_tidy

# ---- bodies that are refused ----------------------------------------------
send "$T/empty" filename=a.mp4
refused "no bytes at all" 422 empty_file
for type in text/plain application/json image/png x; do
	api POST "$uploads?filename=a.mp4" -H "Content-Type: $type" -T "$T/small"
	refused "the type $type" 415 unsupported_media_type
done
api POST "$uploads" -F "file=@$T/small;type=text/plain;filename=a.mp4"
refused "that type in a form" 422 invalid 'content_type unsupported'
api POST "$uploads" -F "film=@$T/small;filename=a.mp4"
refused "a part of another name" 400 file_part_missing
api POST "$uploads" -F title=x
refused "a form without a file" 400 file_part_missing
api POST "$uploads" -F "file=@$T/small;filename=a.mp4" \
    -F "file=@$T/small;filename=b.mp4"
refused "a form with two files" 400 too_many_files
api POST "$uploads" -F "file=@$T/empty;filename=a.mp4"
refused "a form with an empty file" 422 empty_file
api POST "$uploads" -F "file=@$T/small;filename=a.txt"
refused "a form with another file" 422 invalid 'filename unsupported'
for type in 'multipart/form-data' 'multipart/form-data; boundary=' \
    "multipart/form-data; boundary=$(printf '%071d' 0)"; do
	api POST "$uploads" -H "Content-Type: $type" --data-binary x
	refused "${type:0:40}" 400 boundary_missing
done
broken() # DESCRIPTION CODE, the form on standard input
{
	cat >"$T/body.form"
	form "$T/body.form"
	refused "$1" 400 "$2"
}
broken "no boundary in the body" body_cut < <(head -c 300000 "$T/film")
broken "a form cut in the header" body_cut < <(
	printf -- '--cut\r\nContent-Disposition: form-data; na')
broken "a form cut in the file" body_cut < <(
	printf -- '--cut\r\n%s"a.mp4"\r\n\r\n' "$part"
	head -c 5000000 "$T/film")
broken "a form cut in its last boundary" body_cut < <(
	printf -- '--cut\r\n%s"a.mp4"\r\n\r\nfilm\r\n--cu' "$part")
broken "a boundary with something behind it" boundary_broken < <(
	printf -- '--cut\r\n%s"a.mp4"\r\n\r\nfilm\r\n--cutx\r\n' "$part")
broken "a header without a colon" part_headers_broken < <(
	printf -- '--cut\r\n%s"a.mp4"\r\nnonsense\r\n\r\nfilm\r\n--cut--' "$part")
broken "a NUL in a header" part_headers_broken < <(
	printf -- '--cut\r\n%s"a\0.mp4"\r\n\r\nfilm\r\n--cut--' "$part")
broken "a header of 100 KB" part_headers_too_long < <(
	printf -- '--cut\r\nX: %0100000d\r\n\r\nfilm\r\n--cut--' 0)
broken "a transfer encoding" transfer_encoding_unsupported < <(
	printf -- '--cut\r\n%s"a.mp4"\r\n' "$part"
	printf 'Content-Transfer-Encoding: base64\r\n\r\nZmlsbQ==\r\n--cut--')
api POST "$uploads?filename=a.mp4" "${raw[@]}" -H 'Transfer-Encoding: chunked' \
    -T "$T/small"
t_is "a body without a length is refused by the web server" "$status" 411
for length in -1 1x 99999999999999999999; do
	api POST "$uploads?filename=a.mp4" "${raw[@]}" --data-binary x \
	    -H "Content-Length: $length"
	t_like "Content-Length: $length is refused" "$status" '^4'
done
t_ok "nothing of all that is left" is_tidy

# ---- clients and programs that go away ------------------------------------
start_slow
end slow KILL
wait_for "what a killed client sent is gone" is_tidy
t_ok "a client that is killed leaves nothing" is_tidy
start_slow -H 'Content-Length: 4000000'
end slow KILL
wait_for "what a lying client sent is gone" is_tidy
t_ok "nor does one that promised more than it had" is_tidy
run slow curl -sS "${curl_to[@]}" --limit-rate 1M -o "$T/slow.body" \
    -F "file=@$T/middle;filename=a.mp4" "$url$uploads"
wait_for "the form's first bytes arrive" is_arriving
end slow KILL
wait_for "what its form sent is gone" is_tidy
t_ok "nor does one in the middle of a form" is_tidy
t_is "each of them is logged as aborted" \
    "$(grep -c upload.aborted "$T/logs/upload")" \
    "$(db "SELECT COUNT(*) FROM upload WHERE state = 'ABORTED'")"

start_slow
api GET /api/v1/movies
t_is "the catalog answers meanwhile" "$status" 200
end mariadb
db_run
wait "${pids[slow]}"
unset "pids[slow]"
cp "$T/slow.body" "$T/body"
t_is "a restart of the database in the middle does no harm" \
    "$(json '"\(.status) \(.size_bytes)"')" 'UPLOADED 3000000'
kept=$((kept + 1))
t_ok "nothing is lost" is_tidy

start_slow
end upload KILL
wait_for "the client is told" test -s "$T/slow.body"
end slow
t_is "what a killed program leaves has a row" \
    "$(ls "$T/data/incoming")" \
    "$(db "SELECT part_key FROM upload WHERE state = 'OPEN'")"
t_is "and is no media file" "$(db "SELECT COUNT(*) FROM media_file")" $kept
app_start upload
send "$T/small" filename=a.mp4
kept_as "the next one is served" a.mp4 "$T/small"
db "UPDATE upload SET state = 'ABORTED' WHERE state = 'OPEN'"
rm "$T/data/incoming/"*

# ---- the database is away -------------------------------------------------
end mariadb
began=$SECONDS
send "$T/film" filename=a.mp4
refused "without a database" 503 unavailable
t_ok "soon" test $((SECONDS - began)) -le 4
t_like "ask again" "$(header Retry-After)" '^[0-9]+$'
t_is "no byte is kept" "$(ls -A "$T/data/incoming")" ''
db_run
send "$T/small" filename=a.mp4
kept_as "once it is back uploads are taken" a.mp4 "$T/small"
start_slow
end mariadb
wait "${pids[slow]}"
unset "pids[slow]"
t_is "a film whose row cannot be written is not acknowledged" \
    "$(jq -r '"\(.status) \(.code)"' "$T/slow.body")" '503 unavailable'
db_run
t_is "its row is there for the sweep" \
    "$(db "SELECT COUNT(*) FROM upload u WHERE state = 'OPEN' AND NOT EXISTS
	(SELECT 1 FROM media_file f WHERE f.pid = u.pid)")" 1
rm -f "$T/data/incoming/"* \
    "$T/data/originals/$(db "SELECT pid FROM upload WHERE state = 'OPEN'")"
db "UPDATE upload SET state = 'ABORTED' WHERE state = 'OPEN'"
t_ok "and all is tidy" is_tidy

# ---- many at once ---------------------------------------------------------
waiting=()
for i in {1..12}; do
	curl -sS "${curl_to[@]}" -X POST "${raw[@]}" -T "$T/middle" \
	    -o "$T/many.$i" "$url$uploads?filename=many$i.mp4" &
	waiting+=($!)
done
wait "${waiting[@]}"
kept=$((kept + 12))
t_is "twelve at once all arrive" \
    "$(jq -r .size_bytes "$T"/many.* | sort | uniq -c | xargs)" '12 3000000'
t_ok "each with its row" is_tidy
for i in {1..12}; do
	cmp "$T/middle" "$T/data/originals/$(jq -r .id "$T/many.$i")"
done >"$T/compared" 2>&1
t_is "byte for byte" "$(cat "$T/compared")" ''

# ---- a large one, and a program that is slower than its client ------------
truncate -s 300M "$T/sparse"
printf 'the end' >>"$T/sparse"
send "$T/sparse" filename=sparse.mp4
kept_as "300 MiB" sparse.mp4 "$T/sparse"
id=$(json .id)
api DELETE "/api/v1/media-files/$id"
rm "$T/data/originals/$id"
kept=$((kept - 1))
spool=$T/data/spool
kill -STOP "${pids[upload]}"
run slow curl -sS "${curl_to[@]}" -o "$T/slow.body" -X POST "${raw[@]}" \
    -T "$T/sparse" "$url$uploads?filename=spooled.mp4"
spooled()
{
	[ "$(du -sm "$spool" | cut -f 1)" -ge 250 ]
}
wait_for "a body waits in the spool" spooled
t_is "the spool lies on the data's disk" \
    "$(stat -c %d "$spool")" "$(stat -c %d "$T/data/originals")"
t_ok "lighttpd holds little of it" test \
    "$(awk '/VmHWM/ { print $2 }' "/proc/${pids[lighttpd]}/status")" -lt 65536
kill -CONT "${pids[upload]}"
wait "${pids[slow]}"
unset "pids[slow]"
id=$(jq -r .id "$T/slow.body")
t_ok "it arrives byte for byte" cmp "$T/sparse" "$T/data/originals/$id"
t_is "and the spool is empty" "$(ls -A "$spool")" ''
rm "$T/data/originals/$id" "$T/sparse"
db "DELETE FROM job; DELETE FROM media_file WHERE pid = '$id'"

# ---- limits ---------------------------------------------------------------
setting max_upload_bytes 1000000
end upload
app_start upload
head -c 1000000 "$T/film" >"$T/piece"
send "$T/piece" filename=a.mp4
kept_as "the largest upload there may be" a.mp4 "$T/piece"
api POST "$uploads" -F "file=@$T/piece;filename=a.mp4"
kept_as "also in a form" a.mp4 "$T/piece"
head -c 1000001 "$T/film" >"$T/piece"
send "$T/piece" filename=a.mp4
refused "a byte more" 413 upload_too_large
t_like "names the limit" "$(json .detail)" 1000000
api POST "$uploads" -F "file=@$T/piece;filename=a.mp4"
refused "also in a form" 413 upload_too_large
send "$T/film" filename=a.mp4 -H 'Expect: 100-continue'
refused "twelve times as much" 413 upload_too_large
api POST "$uploads" -F "file=@$T/film;filename=a.mp4"
refused "also in a form" 413 upload_too_large
t_is "the large ones were refused before they were opened" \
    "$(grep -c 'announced=12345678' "$T/logs/upload")" 1
setting max_upload_bytes 256G
setting reserve_bytes 1000000T
end upload
app_start upload
send "$T/film" filename=a.mp4
refused "a full disk" 507 disk_full
api POST "$uploads" -F "file=@$T/film;filename=a.mp4"
refused "also for a form" 507 disk_full
t_ok "nothing of all that is left" is_tidy
api GET /api/v1/movies
t_is "and reads are served" "$status" 200

t_done
