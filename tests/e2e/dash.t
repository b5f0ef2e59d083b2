#!/bin/bash
# What stands beside the HLS of a film: the DASH manifest of the same files, a
# poster and a storyboard.
. "${top_srcdir:-.}/tests/lib.sh"

stack_start
db "UPDATE job_queue SET lease_s = 3, backoff_s = 1, backoff_max_s = 1"
worker_start

playback() # ID FILTER
{
	api GET "/api/v1/media-files/$1/playback"
	json "$2"
}

folder_of() # ID
{
	local hls

	hls=$T/data$(playback "$1" .hls)
	echo "${hls%/*}"
}

# Of the streams of one kind that ffprobe finds by the manifest alone.
streams() # MANIFEST KIND ENTRIES
{
	ffprobe -v error -allowed_extensions ALL -select_streams "$2" \
	    -show_entries "stream=$3" -of flat "$1" |
	    sed -n 's/^streams\.stream\.[0-9]*\.//p' | tr -d '"' |
	    cut -d = -f 2 | xargs
}

frames_of() # MANIFEST NUMBER
{
	ffmpeg -nostdin -v error -xerror -i "$1" -map "0:v:$2" -f null - \
	    -progress - 2>>"$T/logs/ffmpeg" | sed -n 's/^frame=//p' | tail -n 1
}

size_of() # PICTURE
{
	ffprobe -v error -show_entries stream=codec_name,width,height \
	    -of csv=p=0 "$1"
}

# How bright a picture is on average, from 0 to 255.
brightness() # PICTURE
{
	ffmpeg -nostdin -v error -i "$1" -vf scale=1:1,format=gray -f rawvideo - |
	    od -An -tu1 | xargs
}

# Two languages and a commentary, and a second and a half too much of sound.
film=$(film tongues.mkv 64 -preset ultrafast -g 50 -filter_complex \
    '[0:v]scale=1280:720[v];[1:a]apad=pad_dur=1.5,asplit=3[a][b][c]' \
    -map '[v]' -map '[a]' -map '[b]' -map '[c]' \
    -metadata:s:a:0 language=spa -metadata:s:a:0 title='Sí & <no>' \
    -metadata:s:a:1 language=eng -metadata:s:a:2 language=eng \
    -metadata:s:a:2 title=Commentary -disposition:a:2 comment)
id=$(upload "$film")
wait_status "$id" READY || t_done
mpd=$(playback "$id" .dash)
t_like "the house says where the manifest is" "$mpd" \
    "^/media/$id/[0-9]+/manifest\.mpd$"
folder=$(folder_of "$id")

# ---- the manifest -----------------------------------------------------------
api GET "$mpd"
t_is "it is served" "$status $(header Content-Type) $(header Cache-Control)" \
    "200 application/dash+xml no-cache"
t_is "it is not live" "$(grep -o 'type="static"' <<<"$body")" 'type="static"'
t_is "it says what is in it" "$(grep -o 'contentType="[a-z]*"' <<<"$body" |
    cut -d '"' -f 2 | xargs)" "video audio audio audio image"
t_is "in which languages" "$(grep -o ' lang="[a-z]*"' <<<"$body" | xargs)" \
    'lang=es lang=en lang=en'
t_is "and which part each plays" "$(grep -o 'role:2011" value="[a-z]*"' \
    <<<"$body" | cut -d '"' -f 3 | xargs)" 'main main alternate commentary'
t_like "names are names" "$body" '<Label>Sí &amp; &lt;no&gt;</Label>'
t_is "it lasts as long as its longest track" "$(sed -n \
    's/.*mediaPresentationDuration="PT\([0-9.]*\)[0-9]\{3\}S".*/\1/p' \
    <<<"$body")" "$(for list in "$folder"/[va]?.m3u8; do
        awk -F '[:,]' '/EXTINF/ { s += $2 } END { printf "%.3f\n", s }' "$list"
    done | sort -n | tail -n 1)"
t_is "as the playlists do, it says what a rendition takes" \
    "$(grep -o '<Representation id="v[^>]*bandwidth="[0-9]*"' <<<"$body" |
        grep -o '[0-9]*"$' | tr -d '"' | xargs)" \
    "$(json_of='.renditions[] | select(.kind == "VIDEO") | .bandwidth'
        playback "$id" "$json_of" | xargs)"
t_is "ffprobe finds every rendition by it" \
    "$(streams "$folder/manifest.mpd" v width,height,r_frame_rate)" \
    "1280 720 25/1 854 480 25/1 640 360 25/1 426 240 25/1"
t_is "and every sound" \
    "$(streams "$folder/manifest.mpd" a codec_name,channels)" "aac 2 aac 2 aac 2"
for i in 0 1 2 3; do
	t_is "every picture of v$i decodes" \
	    "$(frames_of "$folder/manifest.mpd" $i)" 1600
done
t_is "and every sound" "$(ffmpeg -nostdin -v error -xerror \
    -i "$folder/manifest.mpd" -map 0:a -f null - 2>&1)" ""

# ---- the pictures -----------------------------------------------------------
api GET "$(playback "$id" .poster)"
t_is "a poster is served" "$status $(header Content-Type)" "200 image/jpeg"
t_is "as large as the film" "$(size_of "$folder/poster.jpg")" mjpeg,1280,720
board=$(playback "$id" .storyboard)
api GET "$board"
t_is "so is the storyboard" "$status $(header Content-Type) $(head -n 1 \
    "$T/body")" "200 text/vtt; charset=utf-8 WEBVTT"
cues=$(grep -e '-->' "$T/body")
t_is "its cues cover the film" \
    "$(head -n 1 <<<"$cues" | cut -d ' ' -f 1) $(tail -n 1 <<<"$cues" |
        cut -d ' ' -f 3) $(wc -l <<<"$cues")" "00:00:00.000 00:01:04.000 22"
t_is "without a hole" "$(cut -d ' ' -f 3 <<<"$cues" | head -n -1)" \
    "$(cut -d ' ' -f 1 <<<"$cues" | tail -n +2)"
t_is "and name tiles of their sheet" \
    "$(grep -h xywh "$T/body" | sed -n '1p;2p;6p;$p' | xargs)" \
    "thumbs/001.jpg#xywh=0,0,160,90 thumbs/001.jpg#xywh=160,0,160,90 thumbs/001.jpg#xywh=0,90,160,90 thumbs/001.jpg#xywh=160,360,160,90"
t_is "which is as large as they say" \
    "$(size_of "$folder/thumbs/001.jpg") $(ls "$folder/thumbs")" \
    "mjpeg,800,450 001.jpg"
api GET "${board%.vtt}/001.jpg"
t_is "and is served" "$status $(header Content-Type)" "200 image/jpeg"
# A tile shows its own time: the tenth against the frame at 27 s.
tile()
{
	ffmpeg -nostdin -v error "$@" -f rawvideo -pix_fmt gray - |
	    od -An -tu1 -v -w1
}
tile -i "$folder/thumbs/001.jpg" -vf crop=160:90:640:90 >"$T/tile"
# Of the key frames, 2 s apart, the last one before 27 s.
tile -ss 26 -i "$folder/v3.mp4" -frames:v 1 -vf scale=160:90 >"$T/frame"
t_ok "a tile shows what its cue says" awk -v limit=6 \
    'NR == FNR { a[NR] = $1; next } { d = a[FNR] - $1; s += d < 0 ? -d : d }
    END { print s / FNR; exit !(s / FNR < limit) }' "$T/tile" "$T/frame"
t_is "all of it counts" "$(db "SELECT o.size_bytes FROM output o JOIN media_file f
    ON f.live_output_id = o.id WHERE f.pid = '$id'")" \
    "$(find "$folder" -type f -printf '%s\n' | awk '{ s += $1 } END { print s }')"

# ---- films that are difficult to picture ------------------------------------
dark=$(upload "$(film dark_opening 30 -vf "drawbox=c=black:t=fill:enable='lt(t,12)'" -g 25)")
black=$(upload "$(film all_black 6 -vf drawbox=c=black:t=fill)")
short=$(upload "$(film blink 0.4 -an)")
tall=$(upload "$(film tall 5 -vf scale=360:640,setsar=1)")
for it in "$dark" "$black" "$short" "$tall"; do
	wait_status "$it" READY || t_done
	t_is "it has all three" \
	    "$(playback "$it" '[.dash, .poster, .storyboard | type] | join(" ")')" \
	    "string string string"
	api GET "/api/v1/media-files/$it"
	t_is "and no warning" "$(json '.warnings // [] | join(" ")')" ""
done
t_ok "the poster of a film that begins in the dark is not black" \
    test "$(brightness "$(folder_of "$dark")/poster.jpg")" -gt 40
t_ok "that of a black one is" \
    test "$(brightness "$(folder_of "$black")/poster.jpg")" -lt 20
t_is "a blink is one tile" "$(grep -c xywh "$(folder_of "$short")/thumbs.vtt")" 1
t_is "upright stays upright" "$(size_of "$(folder_of "$tall")/poster.jpg")" \
    mjpeg,360,640
t_is "to the tiles" "$(size_of "$(folder_of "$tall")/thumbs/001.jpg")" \
    "mjpeg,800,1420"
t_is "no sound, no set of it" "$(grep -c 'contentType="audio"' \
    "$(folder_of "$short")/manifest.mpd")" 0

# ---- no picture is no reason to fail ----------------------------------------
# An ffmpeg that does all but pictures.
end worker
cat >"$T/ffmpeg" <<-'END'
	#!/bin/sh
	case " $* " in *" mjpeg "*)
		echo 'Unknown encoder' >&2
		exit 1
	esac
	exec /usr/bin/ffmpeg "$@"
END
chmod 755 "$T/ffmpeg"
setting ffmpeg "$T/ffmpeg"
setting sandbox off # which lets no script in
worker_start
blind=$(upload "$(film blind 3)")
wait_status "$blind" READY || t_done
t_is "a film without pictures plays" \
    "$(playback "$blind" '[.hls, .dash, .poster, .storyboard | type] | join(" ")')" \
    "string string null null"
api GET "/api/v1/media-files/$blind"
t_like "and its owner is told" "$(json '.warnings | join(" ")')" \
    'Its poster could not be made: .* Its storyboard could not be made: '
t_is "nothing half made is left" "$(find "$(folder_of "$blind")" \
    -name '*.jpg' -o -name 'thumbs*')" ""
t_is "the attempt is remembered by its encode" "$(db "SELECT a.exit_code
    FROM job_attempt a JOIN job j ON j.id = a.job_id JOIN media_file f
    ON f.id = j.media_file_id WHERE f.pid = '$blind'")" 0
end worker
setting ffmpeg /usr/bin/ffmpeg
setting sandbox best-effort
worker_start

# ---- a movie's own poster comes first ---------------------------------------
api_json POST /api/v1/movies "{\"title\": \"Tongues\", \"media_file_id\": \"$id\"}"
movie=$(json .id)
api GET "/api/v1/movies/$movie/playback"
t_like "a movie without a poster has a frame" "$(json .poster)" \
    "^/media/$id/[0-9]+/poster\.jpg$"
ffmpeg -nostdin -v error -f lavfi -i color=red:s=200x300 -frames:v 1 \
    "$T/own.png"
api PUT "/api/v1/movies/$movie/poster" -H 'Content-Type: image/png' \
    --data-binary @"$T/own.png"
t_like "a poster of its own is taken" "$status" '^20[0-9]$'
has_own()
{
	api GET "/api/v1/movies/$movie/playback"
	[[ $(json .poster) == /posters/* ]]
}
wait_for "and is the one" has_own

# ---- subtitles --------------------------------------------------------------
before=$(grep -v text/vtt "$folder/manifest.mpd")
printf '1\n00:00:01,000 --> 00:00:03,000\nHola\n' >"$T/hola.srt"
api POST "/api/v1/media-files/$id/subtitles?language=es&label=%3CHola%3E&forced=true" \
    -H 'Content-Type: application/x-subrip' --data-binary @"$T/hola.srt"
subtitle=$(json .id)
is_published()
{
	[ "$(playback "$id" '.subtitles | length')" = 1 ]
}
wait_for "a subtitle is published" is_published
set_of()
{
	sed -n '/contentType="text"/,/<\/AdaptationSet>/p' "$folder/manifest.mpd" |
	    sed 's/^ *//; s/bandwidth="[0-9]*"/bandwidth=""/'
}
t_is "the manifest has it" "$(set_of)" \
    '<AdaptationSet id="4" contentType="text" mimeType="text/vtt" lang="es">
<Label>&lt;Hola&gt;</Label>
<Role schemeIdUri="urn:mpeg:dash:role:2011" value="forced-subtitle"/>
<Representation id="s'"$subtitle"'" bandwidth="">
<BaseURL>s'"$subtitle"'.vtt</BaseURL>
</Representation>
</AdaptationSet>'
t_is "ffprobe reads it" "$(streams "$folder/manifest.mpd" s codec_name)" webvtt
api DELETE "/api/v1/media-files/$id/subtitles/$subtitle"
is_back()
{
	[ "$(grep -v text/vtt "$folder/manifest.mpd")" = "$before" ]
}
wait_for "without it the manifest is what it was" is_back
t_is "no draft is left" "$(find "$folder" -name '.*')" ""

# A revision of before gets its manifest with its next subtitle.
rm "$folder/manifest.mpd" "$folder/poster.jpg" "$folder/thumbs.vtt"
rm -r "$folder/thumbs"
db "UPDATE output SET has_dash = 0, has_poster = 0, has_storyboard = 0"
t_is "what a revision has not is not said" \
    "$(playback "$id" '[.dash, .poster, .storyboard] | join(" ")')" "  "
api POST "/api/v1/media-files/$id/subtitles?language=es" \
    -H 'Content-Type: application/x-subrip' --data-binary @"$T/hola.srt"
wait_for "a subtitle is published" is_published
t_is "with it comes the manifest" "$(playback "$id" .dash)" "$mpd"
t_is "which knows of no storyboard" \
    "$(grep -c 'contentType="image"' "$folder/manifest.mpd")" 0
t_ok "and decodes" ffmpeg -nostdin -v error -xerror -allowed_extensions ALL \
    -i "$folder/manifest.mpd" -map 0:v:3 -map 0:a:0 -f null -
t_done
