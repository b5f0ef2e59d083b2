#!/bin/bash
# Posters: pictures and frames that are sent, made, shown, replaced and taken
# away; what is no picture; and that nothing stays on the disk that no row
# knows.
. "${top_srcdir:-.}/tests/lib.sh"

movies=/api/v1/movies
series=/api/v1/series
nobody=0199c1f2-6a3b-7c4d-8e5f-0a1b2c3d4e5f

refused() # DESCRIPTION STATUS CODE
{
	t_is "$1: $2 $3" "$status $(json .code)" "$2 $3"
}

make() # PATH JSON: prints the id
{
	api_json POST "$1" "$2" >/dev/null
	json .id
}

# put PATH TYPE FILE [CURL-ARGUMENT...]: sends a picture; its job in $job.
put()
{
	api PUT "$1/poster" -H "Content-Type: $2" -H Expect: -T "$3" "${@:4}"
	job=$(json .id 2>/dev/null)
}

put_frame() # PATH JSON [CURL-ARGUMENT...]
{
	api_json PUT "$1/poster" "$2" "${@:3}"
	job=$(json .id 2>/dev/null)
}

job_ended()
{
	db "SELECT state FROM job WHERE id = $job" | grep -qE 'DONE|DEAD|CANCELED'
}

# ends DESCRIPTION STATE [CODE]: the job's end.
ends()
{
	wait_for "$1: it ends" job_ended
	t_is "$1: $2 ${3-}" \
	    "$(db "SELECT CONCAT_WS(' ', state, error_code) FROM job
	        WHERE id = $job")" "$2${3:+ $3}"
}

poster_of() # PATH
{
	api GET "$1"
	json .poster
}

# The picture that the only order is of.
source_of()
{
	echo "$T/data/incoming/$(db "SELECT source_key FROM poster_order")"
}

# What ffprobe says of the last body.
body_is()
{
	ffprobe -v error -show_entries stream=codec_name,width,height \
	    -of csv=p=0 "$T/body"
}

# The colour of a picture's middle: red, green and blue, each 0 to 3.
colour_of() # FILE
{
	ffmpeg -v error -i "$1" -vf 'crop=iw/4:ih/4,scale=1:1:flags=area' \
	    -f rawvideo -pix_fmt rgb24 - | od -An -tu1 |
	    awk '{ print int(($1 + 10) / 86), int(($2 + 10) / 86), int(($3 + 10) / 86) }'
}

# picture NAME SIZE [COLOUR [FFMPEG-ARGUMENT...]]: prints its path.
picture()
{
	ffmpeg -nostdin -v error -y -f lavfi -i "color=${3-red}:s=$2" \
	    -frames:v 1 "${@:4}" "$T/$1" >&2
	echo "$T/$1"
}

# bomb WIDTH HEIGHT: a small PNG of so many black pixels.
bomb()
{
	node -e 'const zlib = require("zlib");
	const [w, h] = process.argv.slice(1).map(Number);
	const chunk = (type, data) => {
		const body = Buffer.concat([Buffer.from(type), data]);
		const out = Buffer.alloc(body.length + 8);
		out.writeUInt32BE(data.length, 0);
		body.copy(out, 4);
		out.writeUInt32BE(zlib.crc32 ? zlib.crc32(body) : crc(body), body.length + 4);
		return out;
	};
	const crc = (bytes) => {
		let c = ~0;
		for (const b of bytes) {
			c ^= b;
			for (let i = 0; i < 8; i++)
				c = c >>> 1 ^ (c & 1 ? 0xedb88320 : 0);
		}
		return ~c >>> 0;
	};
	const head = Buffer.alloc(13);
	head.writeUInt32BE(w, 0);
	head.writeUInt32BE(h, 4);
	head[8] = 1;
	const rows = Buffer.alloc((1 + Math.ceil(w / 8)) * h);
	process.stdout.write(Buffer.concat([
		Buffer.from("89504e470d0a1a0a", "hex"), chunk("IHDR", head),
		chunk("IDAT", zlib.deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]));
	' "$1" "$2" >"$T/bomb.png"
	echo "$T/bomb.png"
}

# Everything that is to be removed is removed, now.
sweep()
{
	db "UPDATE gc_item SET not_before = UTC_TIMESTAMP(3)"
	wait_for "what was given up is removed" swept
}

swept()
{
	[ "$(db "SELECT COUNT(*) FROM gc_item")" = 0 ] &&
	    [ "$(db "SELECT COUNT(*) FROM job WHERE finished_at IS NULL")" = 0 ]
}

# What lies on the disk of posters, and what the rows know of them.
no_stray() # DESCRIPTION
{
	sweep
	t_is "$1: the posters on the disk are those of the rows" \
	    "$(cd "$T/data/posters" && find . -type f -printf '/posters/%P\n' | sort)" \
	    "$(db "SELECT CONCAT('/posters/', pid, '/', poster, '.jpg')
	        FROM movie WHERE poster IS NOT NULL UNION ALL
	        SELECT CONCAT('/posters/', pid, '/', poster, '.jpg')
	        FROM series WHERE poster IS NOT NULL ORDER BY 1")"
	t_is "$1: and nothing else is left of them" \
	    "$(find "$T/data/incoming" "$T/data/staging" -mindepth 1) $(db "SELECT
	        COUNT(*) FROM poster_order")" ' 0'
}

stack_start
worker_start
movie=$movies/$(make $movies '{"title":"Metropolis"}')
show=$series/$(make $series '{"title":"Harbour Lights"}')

# ---- what pictures become --------------------------------------------------
t_is "a title has no poster at first" "$(poster_of "$movie")" null
api DELETE "$movie/poster"
refused "and none to take away" 404 poster_missing
tag=$(poster_of "$movie" >/dev/null; header ETag)
put "$movie" image/jpeg "$(picture a.jpg 1400x1050 red)" -H "If-Match: $tag"
t_is "a picture is taken" "$status $(json '"\(.kind) \(.state)"')" '202 poster QUEUED'
t_is "its job says whose poster it is" \
    "$(json .movie_id) $(json .series_id) $(json .media_file_id)" \
    "${movie##*/} null null"
t_is "and where it is" "$(header Location)" "/api/v1/jobs/$job"
ends "a JPEG" DONE
first=$(poster_of "$movie")
t_is "the movie shows it" "$first" "/posters/${movie##*/}/$job.jpg"
t_unlike "which is a change of the movie" "$(header ETag)" "$tag"
t_is "made by whoever asked" "$(db "SELECT updated_by FROM movie")" api:admin
api GET "$first"
t_is "the web server has it" "$status $(header Content-Type) $(body_is)" \
    '200 image/jpeg mjpeg,1000,750'
t_is "in its colour" "$(colour_of "$T/body")" '3 0 0'
t_is "for good" "$(header Cache-Control | sed 's/, */\n/g' | sort | paste -sd ' ')" \
    'immutable max-age=31536000 public'
t_is "and as nothing else" "$(header X-Content-Type-Options)" nosniff
t_unlike "without a word of what made it" "$(strings "$T/body")" 'Lavc|Exif'
put "$movie" image/png "$T/a.jpg" -H "If-Match: $tag"
refused "who has read another version" 412 stale_version
api DELETE "$movie/poster" -H "If-Match: $tag"
refused "or takes it away" 412 stale_version

ends_as() # DESCRIPTION SIZE COLOUR
{
	ends "$1" DONE
	api GET "$(poster_of "$movie")"
	t_is "$1: its size and colour" "$(body_is) $(colour_of "$T/body")" \
	    "mjpeg,$2 $3"
}
put "$movie" image/png "$(picture b.png 300x450 lime)"
ends_as "a small PNG is not made larger" 300,450 '0 3 0'
put "$movie" image/webp "$(picture c.webp 1200x2400 blue -c:v libwebp)"
ends_as "a WebP" 750,1500 '0 0 3'
put "$movie" image/png "$(picture d.png 200x300,format=rgba white@0)"
ends_as "what shows through is black" 200,300 '0 0 0'
put "$movie" image/jpeg "$(picture e.png 64x64 lime -pix_fmt rgb48be)"
ends_as "it is known by what it is, not by what it is called" 64,64 '0 3 0'
# A camera that was held upright says so (Exif, orientation 6).
picture wide.jpg 400x200 red >/dev/null
{
	head -c 2 "$T/wide.jpg"
	printf '\xff\xe1\x00\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0'
	tail -c +3 "$T/wide.jpg"
} >"$T/turned.jpg"
put "$movie" image/jpeg "$T/turned.jpg"
ends_as "a picture is turned upright" 200,400 '3 0 0'
# pages may name the former ones for a while.
api GET "$first"
t_is "a former poster is still there for pages that show it" "$status" 200
# As a worker leaves it that is killed between its last commit and its cleaning.
mkdir -p "$T/data/staging/${movie##*/}/$job/$job-1"
no_stray "after some"
api GET "$first"
t_is "but not for ever" "$status" 404
t_unlike "and nobody keeps that" "$(header Cache-Control)" max-age

put "$show" image/png "$T/b.png"
t_is "a series too" "$status $(json '"\(.movie_id) \(.series_id)"')" \
    "202 null ${show##*/}"
ends "a series" DONE
t_is "shows it" "$(poster_of "$show")" "/posters/${show##*/}/$job.jpg"
api GET $series
t_is "in lists as well" "$(json '.items[0].poster')" "/posters/${show##*/}/$job.jpg"
api GET $movies
t_like "as movies do" "$(json '.items[0].poster')" "^/posters/${movie##*/}/[0-9]+.jpg\$"
api PATCH "$movie" -H 'Content-Type: application/json' -d '{"poster":"/x.jpg"}'
t_is "a poster is not written like a field" "$status $(json '.errors[0].code')" \
    '422 unknown'

# ---- what is refused at the door -------------------------------------------
shown=$(poster_of "$movie")
picture f.gif 64x64 >/dev/null
echo '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>' >"$T/g.svg"
for case in image/gif:f.gif image/svg+xml:g.svg image/*:a.jpg text/plain:a.jpg \
    application/octet-stream:a.jpg multipart/form-data:a.jpg; do
	put "$movie" "${case%%:*}" "$T/${case#*:}"
	refused "$case" 415 unsupported_media_type
done
put $movies/$nobody image/png "$T/b.png"
refused "a movie that is not there" 404 not_found
put $series/${movie##*/} image/png "$T/b.png"
refused "a movie is no series" 404 not_found
put "$movie" image/png /dev/null
refused "nothing" 422 empty_file
head -c 10485761 /dev/zero >"$T/large"
put "$movie" image/png "$T/large"
refused "11 million bytes" 413 upload_too_large
t_like "say the limit" "$(json .detail)" 10485760
put "$movie" image/png "$T/large" -H 'Transfer-Encoding: chunked'
refused "also when they do not say how many they are" 413 upload_too_large
head -c 30000000 /dev/zero >"$T/huge"
put "$movie" image/png "$T/huge"
t_is "far more is refused by the web server" "$status" 413
for text in '{}' '{"from_ms":-1}' '{"from_ms":"1"}' '{"from_ms":null}' \
    '{"from_ms":1,"media_file_id":"x"}' '{"from_ms":1.5}'; do
	put_frame "$movie" "$text"
	refused "$text" 422 invalid
done
put_frame "$movie" '{"from_ms":1'
refused "half of JSON" 400 malformed_json
put_frame "$movie" '{"from_ms":0}'
refused "a frame of nothing" 409 media_missing
put_frame "$show" '{"from_ms":0}'
t_is "of a series: of which film?" "$status $(json '.errors[0] | .field + " " + .code')" \
    '422 media_file_id required'
put_frame "$show" "{\"from_ms\":0,\"media_file_id\":\"$nobody\"}"
t_is "of one that is not there" "$status $(json '.errors[0] | .field + " " + .code')" \
    '422 media_file_id unknown'
put_frame "$show" "{\"from_ms\":-1,\"media_file_id\":\"$nobody\"}"
t_is "with all else that is wrong" \
    "$status $(json '[.errors[] | .field + " " + .code] | sort | join(", ")')" \
    '422 from_ms too_small, media_file_id unknown'
t_is "nothing was queued for any of that" \
    "$(db "SELECT COUNT(*) FROM job WHERE finished_at IS NULL")" 0

# ---- what only the job finds out -------------------------------------------
unhappy() # DESCRIPTION CODE WORDS
{
	t_is "$1: taken at first" "$status" 202
	ends "$1" DEAD "$2"
	t_like "$1: a reason for people" \
	    "$(db "SELECT error_message FROM job WHERE id = $job")" "$3"
	t_is "$1: tried once" "$(db "SELECT attempt FROM job WHERE id = $job")" 1
	t_is "$1: the former poster stays" "$(poster_of "$movie")" "$shown"
}
echo 'Roses are red.' >"$T/text.jpg"
put "$movie" image/jpeg "$T/text.jpg"
unhappy "a text" not_a_picture 'not a JPEG, PNG or WebP'
put "$movie" image/png "$T/f.gif"
unhappy "a GIF that says it is a PNG" not_a_picture 'not a JPEG, PNG or WebP'
put "$movie" image/png "$T/g.svg"
unhappy "an SVG that does" not_a_picture 'not a JPEG, PNG or WebP'
put "$movie" image/png "$(bomb 30000 30000)"
t_ok "a bomb is small" test "$(stat -c %s "$T/bomb.png")" -lt 200000
unhappy "a bomb" picture_too_large '30000 × 30000 pixels; at most 16384 a side'
put "$movie" image/png "$(bomb 16385 2000)"
unhappy "one side too many" picture_too_large '16385 × 2000'
put "$movie" image/png "$(bomb 10000 5001)"
unhappy "many pixels" picture_too_large '50 million'
put "$movie" image/png "$(bomb 1700 100)"
unhappy "a ribbon" picture_too_narrow 'too narrow'
# Its head says that it is small, and its second one that it is not.
{
	head -c 2 "$T/wide.jpg"
	printf '\xff\xc0\x00\x0b\x08\x00\x10\x00\x10\x01\x01\x11\x00'
	printf '\xff\xc0\x00\x0b\x08\x75\x30\x75\x30\x01\x01\x11\x00'
	tail -c +3 "$T/wide.jpg"
} >"$T/two.jpg"
put "$movie" image/jpeg "$T/two.jpg"
unhappy "a JPEG of two minds" picture_damaged damaged
ffmpeg -nostdin -v error -y -f lavfi -i testsrc2=s=800x600 -frames:v 1 "$T/h.png" \
    -frames:v 1 "$T/h.jpg" -frames:v 1 -c:v libwebp "$T/h.webp"
for type in png jpeg webp; do
	file=$T/h.${type/jpeg/jpg}
	head -c $(($(stat -c %s "$file") * 6 / 10)) "$file" >"$T/half"
	put "$movie" image/$type "$T/half"
	unhappy "the first half of a $type" picture_damaged damaged
done
head -c 20 "$T/h.png" >"$T/half"
put "$movie" image/png "$T/half"
unhappy "hardly the beginning" picture_damaged damaged
ffmpeg -nostdin -v error -y -f lavfi -i testsrc2=s=64x64:d=1 "$T/moving.webp" \
    -f apng "$T/moving.png"
put "$movie" image/webp "$T/moving.webp"
unhappy "a WebP that moves" picture_animated moves
api POST "/api/v1/jobs/$job/retry"
refused "it is not tried with what is gone" 409 job_not_repeatable
no_stray "after the unhappy ones"

# ---- frames ------------------------------------------------------------------
# Two seconds of red, two of blue.
film two.mp4 4 -vf "drawbox=c=red:t=fill:enable='lt(t,2)',drawbox=c=blue:t=fill:enable='gte(t,2)'" >"$T/film"
id=$(upload "$(cat "$T/film")")
other=$(upload "$(cat "$T/film")")
api_json PATCH "$movie" "{\"media_file_id\":\"$id\"}"
season=$(make "$show/seasons" '{"number":1}')
make /api/v1/seasons/"$season"/episodes \
    "{\"number\":1,\"title\":\"One\",\"media_file_id\":\"$other\"}" >/dev/null
wait_status "$id" READY
wait_status "$other" READY
duration=$(api GET "/api/v1/media-files/$id" >/dev/null; json .duration_ms)

frame_is() # DESCRIPTION PATH COLOUR
{
	t_is "$1: taken" "$status" 202
	ends "$1" DONE
	api GET "$(poster_of "$2")"
	t_is "$1: what was to be seen then" "$(body_is) $(colour_of "$T/body")" \
	    "mjpeg,640,360 $3"
}
put_frame "$movie" '{"from_ms":0}'
t_is "its job names the film" "$(json .media_file_id)" "$id"
frame_is "the first frame" "$movie" '3 0 0'
put_frame "$movie" '{"from_ms":1999}'
frame_is "just before the change" "$movie" '3 0 0'
put_frame "$movie" '{"from_ms":2000}'
frame_is "at the change" "$movie" '0 0 3'
put_frame "$movie" "{\"from_ms\":$((duration - 1))}"
frame_is "the last instant" "$movie" '0 0 3'
put_frame "$movie" "{\"from_ms\":$duration}"
t_is "beyond the end" "$status $(json '.errors[0] | .field + " " + .code')" \
    '422 from_ms too_large'
put_frame "$show" "{\"from_ms\":2500,\"media_file_id\":\"$other\"}"
frame_is "of an episode, for its series" "$show" '0 0 3'
put_frame "$show" "{\"from_ms\":0,\"media_file_id\":\"$id\"}"
t_is "of another title's film" "$status $(json '.errors[0] | .field + " " + .code')" \
    '422 media_file_id unknown'
api GET "$movie/playback"
t_is "playback shows the poster" "$status $(json .poster)" \
    "200 $(poster_of "$movie")"
api POST "$movie/trash"
put "$movie" image/png "$T/b.png"
ends "in the trash it is a title all the same" DONE
api POST "$movie/restore"

# ---- one after the other ----------------------------------------------------
worker_kill worker TERM
put "$movie" image/png "$T/a.jpg"
old=$job
t_ok "without a worker its picture waits" test -s "$(source_of)"
put "$movie" image/png "$T/b.png"
t_is "the next order takes its place" \
    "$(db "SELECT GROUP_CONCAT(state ORDER BY id) FROM job
        WHERE id IN ($old, $job)")" CANCELED,QUEUED
worker_start
ends "the last one" DONE
t_is "is the one that is shown" "$(poster_of "$movie")" \
    "/posters/${movie##*/}/$job.jpg"
worker_kill worker TERM
put "$show" image/png "$T/a.jpg"
shown=$(poster_of "$show")
api DELETE "$show/poster"
t_is "taken away" "$status $(poster_of "$show")" '204 null'
t_is "with what was ordered" "$(db "SELECT state FROM job WHERE id = $job")" CANCELED
api DELETE "$show/poster"
refused "once" 404 poster_missing
put "$show" image/png "$T/a.jpg"
api DELETE "$show/poster"
t_is "an order alone can be taken back" "$status" 204
put "$movie" image/png "$T/a.jpg"
api POST "/api/v1/jobs/$job/cancel"
t_is "or be cancelled" "$status $(json .state)" '200 CANCELED'
worker_start
no_stray "after changes of mind"
api GET "$shown"
t_is "what was taken away is gone" "$status" 404

# ---- cut in the middle --------------------------------------------------------
# The web server keeps a body that is cut to itself, so here one that does not.
end lighttpd
rm -f "$web_socket"
awk '/[/]poster[|]/ { here = 1 } here && sub(/stream-request-body = 0/, "stream-request-body = 1") { here = 0 } { print }' \
    "$top_srcdir/lighttpd.conf.example" >"$T/streaming.conf"
t_not "the web server passes bodies on as they come" \
    cmp -s "$top_srcdir/lighttpd.conf.example" "$T/streaming.conf"
example=$T/streaming.conf web_start
began=$(db "SELECT COUNT(*) FROM upload")
head -c 9000000 /dev/zero >"$T/slow"
run slow curl -sS "${curl_to[@]}" --limit-rate 300k -T "$T/slow" \
    -H 'Content-Type: image/png' "$url$movie/poster"
wait_for "a picture arrives" bash -c "find '$T/data/incoming' -type f | grep ."
end slow KILL
wait_for "what was cut is gone" \
    bash -c "! find '$T/data/incoming' -type f | grep ."
t_is "nothing was ordered" "$(db "SELECT COUNT(*) FROM job WHERE kind = 'poster'
    AND finished_at IS NULL") $(db "SELECT COUNT(*) - $began FROM upload")" '0 1'
t_is "its row says so" \
    "$(db "SELECT state FROM upload ORDER BY id DESC LIMIT 1")" ABORTED
end lighttpd
rm -f "$web_socket"
web_start

# ---- killed in the middle ----------------------------------------------------
# has_begun N: so many times ffmpeg was started since `hold`.
has_begun()
{
	[ "$(wc -l <"$T/ffmpeg.pids")" -ge "$1" ]
}

# From now on ffmpeg waits for $T/go.
hold()
{
	rm -f "$T/go"
	: >"$T/ffmpeg.pids"
}

db "UPDATE job_queue SET lease_s = 2, backoff_s = 1, backoff_max_s = 1"
picture great.jpg 7000x7000 >/dev/null
cat >"$T/ffmpeg" <<END2
#!/bin/bash
# Waits where a slow disk would.
echo \$\$ >>"$T/ffmpeg.pids"
until [ -e "$T/go" ]; do sleep 0.05; done # a disk is slow
exec /usr/bin/ffmpeg "\$@"
END2
chmod +x "$T/ffmpeg"
worker_kill worker TERM
setting sandbox off # which lets no script in
setting ffmpeg "$T/ffmpeg"
hold
worker_start
put "$movie" image/jpeg "$T/great.jpg"
wait_for "its ffmpeg runs" has_begun 1
shown=$(poster_of "$movie")
worker_kill
wait_for "ffmpeg went with the worker" \
    bash -c "! kill -0 $(cat "$T/ffmpeg.pids")"
t_is "killed, the former poster stays" "$(poster_of "$movie")" "$shown"
t_ok "and so does the picture" test -s "$(source_of)"
touch "$T/go"
worker_start
ends "the next worker makes it" DONE
t_is "at the second attempt, without a failure" \
    "$(db "SELECT attempt, failures, stalls FROM job WHERE id = $job")" $'2\t0\t1'
api GET "$(poster_of "$movie")"
t_is "and it is whole" "$(body_is)" mjpeg,1000,1000
t_is "it came out once" "$(db "SELECT COUNT(*) FROM audit
    WHERE action = 'movie.poster_show' AND
    JSON_VALUE(state_after, '\$.poster') = '$(poster_of "$movie")'")" 1

# A worker that is frozen past its lease, and wakes when the next has begun.
hold
put "$movie" image/png "$T/b.png"
wait_for "its ffmpeg runs" has_begun 1
kill -STOP "${pids[worker]}"
worker_start second
wait_for "another took the job over" has_begun 2
kill -CONT "${pids[worker]}"
touch "$T/go"
ends "one of the two" DONE
t_is "only the second one shows it" \
    "$(db "SELECT GROUP_CONCAT(attempt) FROM job_attempt
        WHERE job_id = $job AND outcome = 'DONE'")" 2
worker_kill second TERM

# A new order, and the title's end, while it runs.
hold
put "$movie" image/jpeg "$T/great.jpg"
old=$job
wait_for "its ffmpeg runs" has_begun 1
put "$movie" image/png "$T/b.png"
wait_for "the older order is stopped" bash -c "[ \$(mariadb -S '$db_socket' \
    moviehouse -BNe 'SELECT state FROM job WHERE id = $old') = CANCELED ]"
wait_for "the newer one runs" has_begun 2
api DELETE "$movie"
t_is "a title goes while its poster is made" "$status" 204
ends "its job is stopped" CANCELED
touch "$T/go"
no_stray "after kills"
t_is "nothing is left of the title" "$(ls "$T/data/posters")" ''
put "$show" image/png "$T/b.png"
ends "another" DONE
api DELETE "$show"
t_is "a series goes, with its poster" "$status" 204
no_stray "in the end"
t_is "nothing is left at all" "$(ls "$T/data/posters")" ''

# ---- the book ------------------------------------------------------------------
api GET "/api/v1/audit?limit=100&subject_id=${show##*/}"
t_is "the book knows who ordered, what was shown, and who took it away" \
    "$(json '[.items[].action | select(contains("poster"))] | unique | join(" ")')" \
    'series.poster_order series.poster_remove series.poster_show'
t_is "before and after" \
    "$(json '[.items[] | select(.action == "series.poster_remove")] | last |
        "\(.actor) \(.after.poster) \(.before.poster | test("^/posters/"))"')" \
    'api:admin null true'

t_done
