# shellcheck shell=bash
# What a web server must keep when playback is signed, and how one would get
# around it.  Sourced after tests/lib.sh: signed_house makes films and starts
# the authorizer, signed_contract asks.

key=0123456789abcdef0123456789abcdef
old_key=fedcba9876543210fedcba9876543210
new_key=abcdefabcdefabcdefabcdefabcdefab
film=0199c1f2-6a3b-7c4d-8e5f-0a1b2c3d4e5f
other=0199c1f2-6a3b-7c4d-8e5f-0a1b2c3d4e60
rest=7/v0.m3u8

# sign KEY EXPIRES MEDIA: the address up to the media file, made by another
# hand than the program's.
sign()
{
	local mac

	mac=$(printf '/%s/%s' "$2" "$3" |
	    openssl dgst -sha256 -hmac "$1" -binary | base64 -w 0 |
	    tr '+/' '-_' | tr -d '=')
	echo "/play/$mac/$2/$3"
}

in_hex() # SECONDS-FROM-NOW
{
	printf '%x' $(($(date +%s) + $1))
}

signed_house()
{
	local name

	setting playback signed
	setting playback_key "$key"
	setting playback_key_previous "$old_key"
	pages=$T/www
	mkdir -p "$pages" "$T/data/media/$film/7" "$T/data/media/$other/7" \
	    "$T/data/originals"
	echo '<!doctype html><title>Movie House</title>' >"$pages/index.html"
	echo secret >"$T/data/originals/o1"
	folder=$T/data/media/$film/7
	head -c 100000 /dev/urandom >"$folder/v0.mp4"
	for name in master.m3u8 v0.m3u8; do
		seq -f '#EXT-X-LINE:%g' 500 >"$folder/$name"
		cp "$folder/$name" "$T/data/media/$other/7/$name"
	done
	mkdir "$folder/thumbs" "$folder/else"
	head -c 1000 /dev/urandom | tee "$folder/thumbs/001.jpg" \
	    >"$folder/else/001.jpg"
	chmod -R o+rX "$T/data/media"
	good=$(sign "$key" "$(in_hex 3600)" "$film")
}

opens()
{
	api GET "$good/7/master.m3u8"
	t_is "a signed address is served" "$status" 200
	t_ok "with what it names" cmp "$T/body" "$folder/master.m3u8"
	t_is "as what it is" "$(header Content-Type)" application/vnd.apple.mpegurl
	t_is "its list is asked for again" "$(header Cache-Control)" no-cache
	t_is "nothing of the authorizer shows" \
	    "$(header Variable-MOVIE_HOUSE_GUEST)" ''
	tag=$(header ETag)
	api GET "$good/7/master.m3u8" -H "If-None-Match: $tag"
	t_is "what is known is 304" "$status" 304
	api GET "$good/7/v0.m3u8" -H 'Accept-Encoding: gzip'
	t_ok "a list is compressed" \
	    cmp "$folder/v0.m3u8" <(gzip -dc <"$T/body")
	api GET "$good/7/v0.mp4" -r 1000-1999
	t_is "a range is 206" "$status $(header Content-Range)" \
	    "206 bytes 1000-1999/100000"
	t_ok "with those bytes" \
	    cmp "$T/body" <(tail -c +1001 "$folder/v0.mp4" | head -c 1000)
	t_like "and is kept by its player alone" "$(header Cache-Control)" private
	t_unlike "by nobody between" "$(header Cache-Control)" public
	api HEAD "$good/7/v0.mp4"
	t_is "HEAD says the length" "$status $(header Content-Length)" "200 100000"
	api GET "$good/7/thumbs/001.jpg"
	t_is "a sheet of the storyboard is served" \
	    "$status $(header Content-Type)" "200 image/jpeg"
	t_ok "byte for byte" cmp "$T/body" "$folder/thumbs/001.jpg"
	api GET "/media/$film/7/thumbs/001.jpg"
	t_like "but not in public" "$status" '^40[34]$'
	api GET "$good/7/else/001.jpg"
	t_is "no other folder is" "$status" 403
	api GET "$good/7/v0.mp4?x=/../y"
	t_is "a query does not matter" "$status" 200
	api GET "$(sign "$old_key" "$(in_hex 60)" "$film")/7/v0.m3u8"
	t_is "the key before still opens" "$status" 200
	api GET "$good/7/v0.mp4" -H 'Origin: https://example.org'
	t_is "films are for every origin" \
	    "$(header Access-Control-Allow-Origin)" '*'
	api GET "$good/7/none.mp4"
	t_is "what is not there is 404" "$status" 404
	api POST "$good/7/v0.mp4" -d x
	t_like "a film takes no POST" "$status" '^40[35]$'
	t_like "nor anything else" "$(api PUT "$good/7/v0.mp4" -d x
	    cat "$T/headers")" '^HTTP/1.1 40[35]'
	api GET /
	t_is "pages are for everybody" "$status" 200
}

# Each line: what it is, and the address.
bypasses()
{
	local mac exp m=$film late

	IFS=/ read -r _ _ mac exp _ <<<"$good"
	late=$(in_hex -5)
	cat <<END
an unsigned address|/media/$m/$rest
unsigned, with two slashes|//media/$m/$rest
unsigned, by way of a dot|/./media/$m/$rest
unsigned, by way of play|/play/../media/$m/$rest
unsigned, by way of a signed one|$good/../../../../media/$m/$rest
unsigned, escaped|/%6dedia/$m/$rest
unsigned, with an escaped slash|/media%2f$m/$rest
unsigned, in capitals|/MEDIA/$m/$rest
no mac and no end|/play/$m/$rest
no mac|/play//$exp/$m/$rest
no end|/play/$mac//$m/$rest
another film|/play/$mac/$exp/$other/$rest
another film, by dots|$good/../$other/$rest
another film, by escaped dots|$good/%2e%2e/$other/$rest
another film, by half escaped dots|$good/.%2e/$other/$rest
another film, by an escaped slash|$good/..%2f$other/$rest
another film, escaped twice|$good/%252e%252e/$other/$rest
another film, by dots and a backslash|$good/..\\$other/$rest
another film, behind a revision|$good/7/../../$other/$rest
another film, in a segment's tail|$good%2f..%2f$other/$rest
an original|$good/../../originals/o1
an original, escaped|$good/%2e%2e/%2e%2e/originals/o1
a mac of zeros|/play/$(printf 'A%.0s' {1..43})/$exp/$m/$rest
a mac with its last letter changed|/play/${mac%?}$([ "${mac: -1}" = A ] && echo B || echo A)/$exp/$m/$rest
a mac in capitals|/play/${mac^^}/$exp/$m/$rest
a mac cut short|/play/${mac%?}/$exp/$m/$rest
a mac with a letter more|/play/${mac}A/$exp/$m/$rest
a mac with padding|/play/$mac=/$exp/$m/$rest
a mac of another key|$(sign 00000000000000000000000000000000 "$exp" "$m")/$rest
a mac of no key|$(sign '' "$exp" "$m")/$rest
a later end|/play/$mac/$(in_hex 7200)/$m/$rest
an end with a zero before it|/play/$mac/0$exp/$m/$rest
an end in capitals|/play/$mac/${exp^^}ABC/$m/$rest
an end in capitals, signed so|$(sign "$key" 7FFFFFFF "$m")/$rest
an end with a sign, signed so|$(sign "$key" -1 "$m")/$rest
an end too long, signed so|$(sign "$key" ffffffffffffffff "$m")/$rest
an end that has passed|$(sign "$key" "$late" "$m")/$rest
an end that has passed, old key|$(sign "$old_key" "$late" "$m")/$rest
a film in capitals|/play/$mac/$exp/${m^^}/$rest
a film in capitals, signed so|$(sign "$key" "$exp" "${m^^}")/$rest
an empty film, signed so|$(sign "$key" "$exp" '')/$m/$rest
dots for a film, signed so|$(sign "$key" "$exp" ..)/media/$m/$rest
an escaped letter in the name|$good/7/%760.m3u8
an escaped letter in the film|/play/$mac/$exp/%30${m#0}/$rest
an escaped letter in play|/%70lay/$mac/$exp/$other/$rest
play in capitals|/PLAY/$mac/$exp/$m/$rest
two slashes before play, another film|//play/$mac/$exp/$other/$rest
two slashes before a film|/play/$mac/$exp//$other/$rest
a segment more|$good/7/sub/v0.m3u8
a segment more, and back|$good/7/sub/../../../$other/$rest
a slash more|$good/7/v0.m3u8/
the film's folder|$good/
the revision's folder|$good/7/
nothing behind the film|$good
nothing behind the revision|$good/7
a revision that is none|$good/x/v0.m3u8
a name with a dot before it|$good/7/.part
a name with a parameter|$good/7/v0.m3u8;x
a name with a space|$good/7/v0.m3u8%20
a name with a NUL|$good/7/v0.m3u8%00
a name with a line's end|$good/7/v0.m3u8%0a
END
}

refuses()
{
	local what address

	while IFS='|' read -r what address; do
		api GET "$address"
		t_like "$what is refused" "$status" '^40[0134]$'
		t_unlike "$what shows nothing" "$body" '#EXT|secret'
	done < <(bypasses)
	api GET "/media/$film/$rest" -H "X-Original-URL: $good/$rest" \
	    -H "Request-Uri: $good/$rest" -H "X-Rewrite-URL: $good/$rest"
	t_like "headers do not sign" "$status" '^40[134]$'
	api HEAD "/media/$film/7/v0.mp4"
	t_like "HEAD is no way around" "$status" '^40[134]$'
	api GET "/media/$film/7/v0.mp4" -r 0-9
	t_like "nor is a range" "$status" '^40[134]$'
	t_is "of which nothing comes" "$(header Content-Range)" ''
	api OPTIONS "/media/$film/7/v0.m3u8"
	t_unlike "nor is OPTIONS" "$body" '#EXT'
	api GET "/media/$film/7/v0.m3u8" --request-target \
	    "http://localhost/media/$film/7/v0.m3u8"
	t_like "nor the absolute form" "$status" '^40[0134]$'
	t_unlike "which shows nothing" "$body" '#EXT'
}

# What ends while it is used.
expires()
{
	local soon

	soon=$(sign "$key" "$(in_hex 2)" "$film")
	api GET "$soon/7/v0.m3u8"
	t_is "an address works until its end" "$status" 200
	wait_for "it is refused after it" ends_in 40 "$soon/7/v0.m3u8"
	api GET "$soon/7/v0.mp4" -r 0-9
	t_like "for ranges, too" "$status" '^40[13]$'
}

ends_in() # STATUS-PREFIX PATH
{
	api GET "$2"
	[[ $status == "$1"* ]]
}

# The keys after a rotation.
forgets_a_key()
{
	end authorizer
	t_is "the authorizer ends on SIGTERM" "$code" 0
	api GET "$good/7/v0.m3u8"
	t_like "without it nothing is served" "$status" '^(40[13]|50[0234])$'
	t_unlike "indeed" "$body" '#EXT'
	setting playback_key $new_key
	authorizer_start
	# lighttpd looks once a second whether it is back.
	wait_for "the new key opens" ends_in 200 \
	    "$(sign $new_key "$(in_hex 60)" "$film")/$rest"
	api GET "$(sign "$old_key" "$(in_hex 60)" "$film")/$rest"
	t_is "and so does the one before" "$status" 200
	api GET "$good/$rest"
	t_like "a key that is gone does not" "$status" '^40[13]$'
}

signed_contract()
{
	opens
	refuses
	expires
	forgets_a_key
}
