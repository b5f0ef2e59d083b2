#!/bin/bash
# Originals by the web server, under whatever name they were uploaded; and
# what the probe found in them.
. "${top_srcdir:-.}/tests/lib.sh"

stack_start
short=$(film short 2)

# Each line: a name as it is uploaded, and the plain one it is offered under.
names()
{
	cat <<'END'
plain.mp4	plain.mp4
with space (2).mp4	with space (2).mp4
Amélie.mp4	Am__lie.mp4
千と千尋の神隠し.mp4	________________________.mp4
"quoted".mp4	_quoted_.mp4
back\slash.mp4	slash.mp4
semi;colon=x.mp4	semi_colon_x.mp4
per%20cent.mp4	per_20cent.mp4
a'b*c.mp4	a_b_c.mp4
<script>.mp4	_script_.mp4
`id`$(id).mp4	_id__(id).mp4
-rf.mp4	-rf.mp4
END
}

# The name that `filename*` says (RFC 8187).
extended_name()
{
	header Content-Disposition |
	    sed -n "s/^attachment; filename=\"[^\"]*\"; filename\*=UTF-8''//p" |
	    node -p 'decodeURIComponent(fs.readFileSync(0, "utf8").trim())'
}

while IFS=$'\t' read -r name plain; do
	id=$(upload "$short" "$name")
	path=/api/v1/media-files/$id/original
	kept=$(db "SELECT original_name FROM media_file WHERE pid = '$id'")
	kept=$(printf %b "$kept")
	api GET "$path"
	t_is "$name is sent" "$status" 200
	t_ok "$name: all of it" cmp "$T/body" "$short"
	t_is "$name: in plain letters" "$(header Content-Disposition |
	    sed 's/^attachment; filename="\([^"]*\)"; .*/\1/')" "$plain"
	t_is "$name: and in full" "$(extended_name)" "$kept"
done < <(names)

t_is "it is nothing but bytes" "$(header Content-Type)" application/octet-stream
t_is "whatever they look like" "$(header X-Content-Type-Options)" nosniff
t_is "and no page" "$(header Content-Security-Policy)" sandbox
t_unlike "kept by nobody between" "$(header Cache-Control)" public
t_is "where it lies is not told" "$(header X-Sendfile)" ''
t_unlike "nowhere in the head" "$(cat "$T/headers")" "$T"

api GET "$path" -r 1000-1999
t_is "a range is 206" "$status $(header Content-Range)" \
    "206 bytes 1000-1999/$(stat -c %s "$short")"
t_ok "with those bytes" \
    cmp "$T/body" <(tail -c +1001 "$short" | head -c 1000)
t_is "for saving, too" "$(header Content-Disposition | cut -c 1-11)" attachment\;
api GET "$path" -r 99999999-
t_is "a range beyond the end is 416" "$status" 416
api HEAD "$path"
t_is "HEAD says the length" "$status $(header Content-Length)" \
    "200 $(stat -c %s "$short")"
api GET "$path"
tag=$(header ETag)
t_like "it has a tag" "$tag" '^".+"$'
api GET "$path" -H "If-None-Match: $tag"
t_is "what is known is 304" "$status" 304
api POST "$path"
t_is "it takes no POST" "$status" 405
api GET "/api/v1/media-files/0199c1f2-6a3b-7c4d-8e5f-0a1b2c3d4e5f/original"
t_is "what is not there is 404" "$status" 404
t_is "the right it needs" "$("$fastcgi" --routes |
    awk '$2 ~ /original$/ { print $3 }')" edit

db "UPDATE media_file SET original_key = NULL WHERE pid = '$id'"
api GET "$path"
t_is "an original that was removed is 404" "$status $(json .code)" \
    "404 original_missing"

# What was found in it.
id=$(upload "$short")
api GET "/api/v1/media-files/$id/probe"
t_is "before the probe there is nothing to see" "$status $(json .code)" \
    "404 not_probed"
worker_start
wait_status "$id" READY
api GET "/api/v1/media-files/$id/probe"
t_is "then there is" "$status $(header Content-Type)" \
    "200 application/json; charset=utf-8"
t_is "what it is made of" \
    "$(json '[.streams[].codec_name] | join(" ")')" "h264 aac"
t_unlike "but not where it lies" "$body" "$T"
api GET "/api/v1/media-files/0199c1f2-6a3b-7c4d-8e5f-0a1b2c3d4e5f/probe"
t_is "what is not there has no probe" "$status" 404

t_done
