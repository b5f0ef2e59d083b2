# shellcheck shell=bash
# What every web server in front of the house must serve of the films and the
# pages, and what it must not.  Sourced after tests/lib.sh: web_folders makes
# something to serve, web_contract asks for it.

web_folders()
{
	pages=$T/www
	mkdir -p "$pages/app" "$T/data/media/m1/7" "$T/data/media/.staging" \
	    "$T/data/originals" "$T/data/incoming" "$T/data/staging/m2" \
	    "$T/data/subtitles/m1"
	echo '<!doctype html><title>Movie House</title>' >"$pages/index.html"
	echo 'export const one = 1;' >"$pages/app/main.js"
	echo secret >"$pages/.secret"
	for secret in originals/o1 incoming/u1.part staging/m2/video.mp4 \
	    subtitles/m1/s1.vtt \
	    media/.staging/x.mp4 media/m1/7/.part movie-house.conf; do
		echo secret >"$T/data/$secret"
	done
	folder=$T/data/media/m1/7
	head -c 100000 /dev/urandom >"$folder/video.mp4"
	for list in master.m3u8 manifest.mpd video-720.m3u8; do
		seq -f '#EXT-X-LINE:%g' 500 >"$folder/$list"
	done
	for name in part.m4s thumbs.vtt poster.jpg audio.m4a old.ts; do
		echo x >"$folder/$name"
	done
	mkdir -p "$T/data/posters/p1"
	echo x >"$T/data/posters/p1/7.jpg"
	echo secret >"$T/data/posters/p1/.new"
}

knows_the_types()
{
	while read -r path type; do
		api GET "$path"
		t_is "$path is $type" "$status $(header Content-Type)" "200 $type"
	done <<'END'
/ text/html; charset=utf-8
/index.html text/html; charset=utf-8
/app/main.js text/javascript; charset=utf-8
/media/m1/7/master.m3u8 application/vnd.apple.mpegurl
/media/m1/7/video-720.m3u8 application/vnd.apple.mpegurl
/media/m1/7/manifest.mpd application/dash+xml
/media/m1/7/video.mp4 video/mp4
/media/m1/7/audio.m4a audio/mp4
/media/m1/7/part.m4s video/iso.segment
/media/m1/7/old.ts video/mp2t
/media/m1/7/thumbs.vtt text/vtt; charset=utf-8
/media/m1/7/poster.jpg image/jpeg
/posters/p1/7.jpg image/jpeg
END
}

serves_ranges()
{
	api GET /media/m1/7/video.mp4 -r 1000-1999
	t_is "a range is 206" "$status" 206
	t_is "a range says which" "$(header Content-Range)" "bytes 1000-1999/100000"
	t_ok "a range has those bytes" \
	    cmp "$T/body" <(tail -c +1001 "$folder/video.mp4" | head -c 1000)
	api GET /media/m1/7/video.mp4 -r -10
	t_is "the last ten bytes" "$(header Content-Range)" "bytes 99990-99999/100000"
	api GET /media/m1/7/video.mp4 -r 100000-
	t_is "a range beyond the end is 416" "$status" 416
	api HEAD /media/m1/7/video.mp4
	t_is "HEAD says the length" "$status $(header Content-Length)" "200 100000"
}

# t_keeps WHAT: the last answer may be kept for good.
t_keeps()
{
	t_is "$1 is kept for good" "$(header Cache-Control |
	    sed 's/, */\n/g' | sort | paste -s -d ' ')" \
	    'immutable max-age=31536000 public'
}

says_what_to_keep()
{
	api HEAD /media/m1/7/video.mp4
	t_keeps "a film"
	tag=$(header ETag)
	api GET /media/m1/7/video.mp4 -H "If-None-Match: $tag"
	t_is "a film that is known is 304" "$status" 304
	api GET /media/m1/7/video-720.m3u8
	t_keeps "a rendition's playlist"
	api GET /media/m1/7/thumbs.vtt
	t_keeps "a subtitle"
	for list in master.m3u8 manifest.mpd; do
		api GET "/media/m1/7/$list"
		t_is "$list is asked for again" "$(header Cache-Control)" no-cache
		tag=$(header ETag)
		t_like "$list has a tag" "$tag" '^(W/)?".+"$'
		api GET "/media/m1/7/$list" -H "If-None-Match: $tag"
		t_is "$list that is known is 304" "$status" 304
		echo '#EXT-X-MORE' >>"$folder/$list"
		api GET "/media/m1/7/$list" -H "If-None-Match: $tag"
		t_is "$list that has grown is 200" "$status" 200
	done
	api GET /media/m1/7/none.mp4
	t_is "a film that is not there is 404" "$status" 404
	t_unlike "and nobody keeps that" "$(header Cache-Control)" max-age
	api GET /posters/p1/7.jpg
	t_keeps "a poster"
	t_is "a poster is nothing else" "$(header X-Content-Type-Options)" nosniff
	api GET /posters/p1/8.jpg
	t_is "a poster that is not there is 404" "$status" 404
	t_unlike "and nobody keeps that, either" "$(header Cache-Control)" max-age
	api GET /app/main.js
	t_is "a page is asked for again" "$(header Cache-Control)" no-cache
}

compresses_lists()
{
	for list in master.m3u8 manifest.mpd video-720.m3u8; do
		api GET "/media/m1/7/$list" -H 'Accept-Encoding: gzip'
		t_is "$list is compressed" "$(header Content-Encoding)" gzip
		t_ok "$list survives it" cmp "$folder/$list" <(gzip -dc <"$T/body")
		t_like "$list varies by it" "$(header Vary)" Accept-Encoding
	done
	seq -f 'cue %g' 500 >"$folder/s7.vtt"
	api GET /media/m1/7/s7.vtt -H 'Accept-Encoding: gzip'
	t_is "subtitles are compressed" "$(header Content-Encoding)" gzip
	api GET /media/m1/7/video.mp4 -H 'Accept-Encoding: gzip, br'
	t_is "a film is not compressed" "$(header Content-Encoding)" ''
}

lets_other_sites_play()
{
	api GET /media/m1/7/master.m3u8 -H 'Origin: https://example.org'
	t_is "films are for every origin" "$(header Access-Control-Allow-Origin)" '*'
	t_like "with the length of ranges" \
	    "$(header Access-Control-Expose-Headers)" Content-Range
	t_is "films may be embedded" \
	    "$(header Cross-Origin-Resource-Policy)" cross-origin
	api GET /media/m1/7/thumbs.vtt -H 'Origin: https://example.org'
	t_is "so are subtitles" "$(header Access-Control-Allow-Origin)" '*'
	api OPTIONS /media/m1/7/video.mp4 -H 'Origin: https://example.org' \
	    -H 'Access-Control-Request-Method: GET' \
	    -H 'Access-Control-Request-Headers: range'
	t_like "a preflight is answered" "$status" '^20[04]$'
	t_like "and allows ranges" "$(header Access-Control-Allow-Headers)" Range
}

guards_the_pages()
{
	api GET /
	t_like "pages run no foreign script" \
	    "$(header Content-Security-Policy)" "^default-src 'self';.*object-src 'none'"
	t_unlike "nor an inline one" \
	    "$(header Content-Security-Policy)" "unsafe"
	t_is "pages keep their types" "$(header X-Content-Type-Options)" nosniff
	t_is "pages are not framed" "$(header X-Frame-Options)" DENY
	t_is "pages tell nobody where one was" "$(header Referrer-Policy)" same-origin
	t_is "pages are not embedded" \
	    "$(header Cross-Origin-Resource-Policy)" same-origin
	t_is "pages have no CORS" "$(header Access-Control-Allow-Origin)" ''
}

hides_the_rest()
{
	while read -r path; do
		api GET "$path"
		t_like "$path is not there" "$status" '^4'
		t_unlike "$path shows nothing" "$body" 'secret|video'
	done <<'END'
/originals/o1
/incoming/u1.part
/staging/m2/video.mp4
/subtitles/m1/s1.vtt
/spool/
/movie-house.conf
/media/../originals/o1
/media/%2e%2e/originals/o1
/media/%2e%2e%2foriginals%2fo1
/media/..%2foriginals/o1
/media/m1/../../originals/o1
/media../originals/o1
/media//../originals/o1
/posters/../subtitles/m1/s1.vtt
/posters/%2e%2e/subtitles/m1/s1.vtt
/posters/..%2fsubtitles/m1/s1.vtt
/posters../subtitles/m1/s1.vtt
/posters/p1/..%5c..%5csubtitles/m1/s1.vtt
/media/m2/video.mp4
/healthzz
END
	while read -r path; do
		api GET "$path"
		t_like "$path is nobody's business" "$status" '^40[34]$'
		t_unlike "$path shows nothing" "$body" 'secret|video'
	done <<'END'
/.secret
/%2esecret
/media/.staging/x.mp4
/media/%2estaging/x.mp4
/media/m1/7/.part
/posters/p1/.new
/posters/
/posters/p1/
/media/
/media/m1/
/media/m1/7/
/app/
END
	local refused='^40[35]$'
	for method in POST PUT DELETE PATCH; do
		api $method /media/m1/7/video.mp4 -d x
		t_like "$method on a film is refused" "$status" "$refused"
		api $method /posters/p1/7.jpg -d x
		t_like "$method on a poster is refused" "$status" "$refused"
		api $method / -d x
		t_like "$method on a page is refused" "$status" "$refused"
	done
	t_ok "and the film is as it was" test -s "$folder/video.mp4"
}

says_when_the_program_is_away()
{
	api GET /api/v1/movies
	t_like "without its program the API is away" "$status" '^50[23]$'
	api GET /readyz
	t_like "and not ready" "$status" '^50[23]$'
	head -c 140000 /dev/zero >"$T/large"
	api POST /api/v1/movies -H 'Content-Type: application/json' -T "$T/large"
	t_is "a body over 128 KiB is refused on its header" \
	    "$status" "${too_large:-413}"
	api POST /api/v1/uploads -T "$T/large"
	t_like "an upload is not" "$status" '^50[23]$'
	api PUT /api/v1/movies/m1/poster -T "$T/large"
	t_like "nor is a poster" "$status" '^50[23]$'
}

web_contract()
{
	knows_the_types
	serves_ranges
	says_what_to_keep
	compresses_lists
	lets_other_sites_play
	guards_the_pages
	hides_the_rest
	says_when_the_program_is_away
}
