#!/bin/bash
# The sandbox around ffmpeg and ffprobe: what doctor and a worker say of it,
# where the kernel has all of it and where it has not; and what evil films get
# to see of their neighbours.
. "${top_srcdir:-.}/tests/lib.sh"

stack_start
without=$top_builddir/tests/e2e/without

# doctor [COMMAND...]: what each part is, in $parts; its exit code in $code.
doctor()
{
	parts=$("$@" "$house" --config "$conf" doctor --json 2>"$T/said" |
	    jq -r '.parts[] | "\(.name) \(.state)"')
	code=${PIPESTATUS[0]}
}

# lacks: the names of what is missing, in one line
lacks()
{
	sed -n 's/ missing$//p' <<<"$parts" | xargs
}

"$house" --config "$conf" doctor >"$T/table" 2>&1
code=$?
t_is "doctor tries the box" "$code $(head -c 4 "$T/table")" "0 PART"
doctor
t_is "it knows the parts" "$(cut -d ' ' -f 1 <<<"$parts" | xargs)" \
    "limits no_new_privs parent_death landlock seccomp network ffmpeg ffprobe"
whole=$(lacks)
t_unlike "no part that needs nothing of the kernel is missing" "$whole" \
    'limits|privs|death|seccomp|ff'

doctor "$without" landlock_create_ruleset
t_like "a kernel without Landlock is found out" "$(lacks)" '^landlock'
doctor "$without" unshare
t_like "no namespaces are found out" "$(lacks)" 'network$'
setting sandbox required
"$without" landlock_create_ruleset "$house" --config "$conf" doctor \
    >"$T/table" 2>"$T/said"
t_is "what is required and missing is a failure" "$?" 4
t_like "which is told of" "$(<"$T/said")" 'sandbox_incomplete'
doctor "$without" unshare
t_is "but no network is not required" "$(cat "$T/said")" ""
if [ "$(id -u)" = 0 ]; then
	chmod o+rx "$T" && chmod o+r "$conf"
	doctor setpriv --reuid 65534 --regid 65534 --clear-groups
	t_is "a user without rights has a box as good" "$(lacks)" "$whole"
	doctor setpriv --reuid 65534 --regid 65534 --clear-groups \
	    "$without" capset
	t_is "also where capabilities cannot be set" "$code $(lacks)" "0 $whole"
fi

run narrow "$without" landlock_create_ruleset "$worker" --config "$conf"
wait "${pids[narrow]}"
t_is "a worker that must have it does not start" "$?" 1
unset "pids[narrow]"
t_like "and says what is missing" "$(<"$T/logs/narrow")" \
    'sandbox.refused .*landlock'

setting sandbox best-effort
run narrow "$without" landlock_create_ruleset,unshare "$worker" \
    --config "$conf"
plain=$(upload "$(film short 2)")
wait_status "$plain" READY && t_ok "with what there is a worker works" true
t_like "and has said what there is not" "$(<"$T/logs/narrow")" \
    'sandbox.missing part=landlock'
api GET /api/v1/workers
t_is "as its row does" "$(json '.workers[0].sandbox')" \
    "without landlock, network"
api GET /readyz
t_is "in one word, so does readyz" "$(json .checks.sandbox)" partial
end narrow

setting sandbox "$([ -z "$whole" ] && echo required || echo best-effort)"
worker_start
plain=$(upload "$(film short 2)")
wait_status "$plain" READY && t_ok "in the whole box a film becomes READY" true
api GET /readyz
t_is "readyz says so" "$(json .checks.sandbox)" \
    "$([ -z "$whole" ] && echo whole || echo partial)"

# ---- canaries ------------------------------------------------------------
# A film of somebody else beside the upload, which nobody has read since the
# year 2000; reading it moves that (relatime), unless the mount says noatime.

originals=$T/data/originals
canary=$originals/canary.mp4
cp "$(film canary 2 -movflags +faststart)" "$canary"
cp "$canary" "$originals/canary.ts"
cp "$canary" "$T/control.mp4"

untouched() # FILE...
{
	touch -a -d 2000-01-01 "$@"
}

reads() # FILE...: which of them have been read
{
	find "$@" -newerat 2001-01-01
}

untouched "$T/control.mp4"
cat "$T/control.mp4" >"$T/body"
[ -n "$(reads "$T/control.mp4")" ] ||
    t_note "this mount keeps no times of access: what is opened is not seen"

evil()
{
	local id

	untouched "$originals"/canary.*
	id=$(upload "$2" "$1.mp4")
	t_like "$1 is taken in" "$id" '^[0-9a-f-]{36}$' || return
	wait_for "$1 comes to an end" bash -c "curl -sS ${curl_to[*]} \
	    $url/api/v1/media-files/$id | jq -e '.status == \"ERROR\"'"
	api GET "/api/v1/media-files/$id"
	t_like "$1 is refused for good" "$(json .error_code)" \
	    '^(unsupported_container|unsupported_codec|corrupt|no_video|empty)$'
	t_is "$1 has not seen its neighbour" "$(reads "$originals"/canary.*)" ""
}

pad() # FILE: no film is smaller than 1 KiB
{
	head -c 2000 /dev/zero | tr '\0' "${2:-#}" >>"$1"
}

playlist() # NAME URI
{
	printf '#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\n%s\n%s\n' "$2" \
	    '#EXT-X-ENDLIST' >"$T/$1"
	pad "$T/$1"
	evil "$1" "$T/$1"
}

playlist playlist-absolute "$canary"
playlist playlist-file "file://$canary"
playlist playlist-beside canary.ts
playlist playlist-above ../originals/canary.ts
playlist playlist-concat "concat:$canary|$canary"
playlist playlist-subfile "subfile,,start,0,end,0,,:$canary"
printf '#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="%s"\n#EXT-X-MAP:URI="%s"\n' \
    "$canary" "$canary" >"$T/key"
printf '#EXTINF:6,\n%s\n#EXT-X-ENDLIST\n' "$canary" >>"$T/key"
pad "$T/key"
evil playlist-key "$T/key"
printf '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nfile:%s\n' "$canary" \
    >"$T/master"
pad "$T/master"
evil playlist-master "$T/master"
printf "ffconcat version 1.0\nfile '%s'\nfile canary.mp4\n" "$canary" \
    >"$T/concat"
pad "$T/concat"
evil concat "$T/concat"
printf '<MPD type="static"><Period><AdaptationSet mimeType="video/mp4">
<Representation id="1"><BaseURL>%s</BaseURL></Representation></AdaptationSet>
</Period></MPD>\n' "$canary" >"$T/mpd"
pad "$T/mpd" ' '
evil mpd "$T/mpd"
printf '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360"
xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="file://%s"/>
</svg>\n' "$canary" >"$T/svg"
pad "$T/svg" ' '
evil svg "$T/svg"
printf 'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0
m=video 4000 RTP/AVP 96\na=rtpmap:96 H264/90000\na=tool:%s\n' "$canary" \
    >"$T/sdp"
pad "$T/sdp" ' '
evil sdp "$T/sdp"
printf '1\n00:00:00,000 --> 00:00:01,000\n<img src="file://%s">\n\n' \
    "$canary" >"$T/srt"
pad "$T/srt"
evil srt "$T/srt"
printf '[Script Info]\nScriptType: v4.00+\n[Fonts]\nfontname: %s\n[Events]
Dialogue: 0,0:00:00.00,0:00:01.00,,,0,0,0,,{\\fn%s}x\n' "$canary" "$canary" \
    >"$T/ass"
pad "$T/ass"
evil ass "$T/ass"
printf 'GAB2\0\2\0\0\0\0\0\0\0\0\0\0\0\4\0#EXTM3U\n#EXTINF:1,\n%s\n' \
    "$canary" >"$T/gab2"
pad "$T/gab2"
evil gab2 "$T/gab2"
t_is "nothing of all that was published" \
    "$(find "$T/data/media" -mindepth 1 -maxdepth 1 | wc -l)" 2

# Subtitles inside a good film that lead elsewhere do not keep it from READY.
ffmpeg -nostdin -v error -y -i "$(film short 2)" -f srt -i "$T/srt" \
    -map 0 -map 1 -c copy -f matroska "$T/inside" 2>>"$T/logs/ffmpeg"
untouched "$originals"/canary.mp4
id=$(upload "$T/inside" inside.mkv)
wait_status "$id" READY
t_is "subtitles inside a film open nothing" "$(reads "$canary")" ""

# ---- words ---------------------------------------------------------------
# Whatever people call their film, no word of it is in a command.  The box
# would let no script in, so that there is none here.

worker_kill worker TERM
for tool in ffmpeg ffprobe; do
	cat >"$T/$tool" <<END
#!/bin/bash
printf '%s\n' "\$@" >>"$T/words"
exec /usr/bin/$tool "\$@"
END
	chmod +x "$T/$tool"
	setting $tool "$T/$tool"
done
setting sandbox off
worker_start
name='-i evilword;$(touch evilword)|%05d'
id=$(
	ffmpeg -nostdin -v error -y -i "$(film short 2)" -c copy \
	    -metadata title="$name" -metadata:s:a:0 title="$name" \
	    -metadata:s:a:0 handler_name="$name" -f matroska "$T/named.mkv"
	upload "$T/named.mkv" "$name.mkv"
)
wait_status "$id" READY
api_json POST /api/v1/movies "$(jq -n --arg t "$name" --arg m "$id" \
    '{title: $t, media_file_id: $m, genres: [$t]}')"
t_is "there is a movie of that name" "$status" 201
api_json PUT "/api/v1/movies/$(json .id)/poster" '{"from_ms":500}'
t_is "and a poster of a frame is to be made" "$status" 202
wait_for "its command is seen" grep -q '^poster.jpg$' "$T/words"
t_ok "so was that of the encode" grep -q '^-filter_complex$' "$T/words"
t_ok "and that of the probe" grep -q '^-show_streams$' "$T/words"
t_is "and no word of people is in them" "$(grep -c evilword "$T/words")" 0
api GET /readyz
t_is "a house without a box says so" "$(json .checks.sandbox)" off
t_done
