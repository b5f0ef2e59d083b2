#!/bin/bash
# Films that are difficult in themselves: each goes through the real worker,
# and what is published has the right shape, rate, colours, length and sound,
# at the right time.
#
# Most are made of one scene: black and silence, but a moving picture and a
# tone from 1.0 to 1.4 s.  So the instant at which light and sound begin tells
# whether a film was put together well, whatever its timestamps were.
. "${top_srcdir:-.}/tests/lib.sh"

setting worker_slots 2
setting encoder_threads 1
stack_start
worker_start

# ---- the generator ----------------------------------------------------------

S=$T/sources
mkdir "$S"
ff=(ffmpeg -nostdin -v error -y)

# scene FILE RATE LENGTH ARGUMENT...: encoded as the arguments say.
scene()
{
	"${ff[@]}" -f lavfi -i "testsrc2=size=320x180:rate=$2:duration=$3,
	    drawbox=t=fill:color=black:enable='lt(t,0.999)+gte(t,1.399)'" \
	    -f lavfi -i "sine=frequency=440:sample_rate=48000:duration=$3,
	    volume=0:enable='lt(t,1)+gte(t,1.4)'" "${@:4}" "$S/$1"
}

x264=(-c:v libx264 -preset ultrafast -pix_fmt yuv420p)
tagged() # TRANSFER MATRIX PRIMARIES: by names of x265 and of ffmpeg alike
{
	echo "-color_trc $1 -colorspace $2 -color_primaries $3 -color_range tv"
}
hevc=(-c:v libx265 -preset ultrafast -x265-params log-level=error
    -pix_fmt yuv420p10le -tag:v hvc1)

# What is to come of each, where it is not as of the scene itself:
#	size    WxH of the first rendition
#	rate    frames a second, as ffprobe writes it
#	frames  of each rendition
#	flash   none: there is none to look for
#	warning what is told of it; without: nothing of damage
#	sound   channels of the first sound; 0: there is none
declare -A want ids
expect() # FILE NAME=VALUE...
{
	want[$1]="size=320x180 rate=25/1 frames=50 sound=2 ${*:2}"
}

containers()
{
	scene matroska.mkv 25 2 "${x264[@]}" -c:a libvorbis -ac 2
	scene web.webm 25 2 -c:v libvpx -deadline realtime -cpu-used 8 \
	    -c:a libopus -ac 2
	scene nine.webm 25 2 -c:v libvpx-vp9 -deadline realtime -cpu-used 8 \
	    -row-mt 0 -threads 1 -c:a libopus
	scene old.avi 25 2 -c:v mpeg4 -q:v 3 -c:a libmp3lame
	scene film.mov 25 2 -c:v mjpeg -q:v 3 -pix_fmt yuvj422p -c:a pcm_s16le
	scene broadcast.ts 25 2 -c:v mpeg2video -q:v 3 -c:a mp2
	scene flash.flv 25 2 -c:v flv1 -q:v 3 -c:a libmp3lame -ar 44100
	scene free.ogg 25 2 -c:v libtheora -q:v 8 -c:a libvorbis
	scene windows.wmv 25 2 -c:v wmv2 -q:v 3 -c:a wmav2
	scene disc.mpg 25 2 -c:v mpeg2video -q:v 3 -c:a ac3
	scene end.mp4 25 2 "${x264[@]}" -c:a aac
	scene front.mp4 25 2 "${x264[@]}" -c:a aac -movflags +faststart
	scene pieces.mp4 25 2 "${x264[@]}" -c:a aac \
	    -movflags +frag_keyframe+empty_moov
	for name in matroska.mkv web.webm nine.webm old.avi film.mov \
	    broadcast.ts flash.flv free.ogg windows.wmv disc.mpg end.mp4 \
	    front.mp4 pieces.mp4; do
		expect $name
	done
	# As the muxers leave them.
	expect old.avi frames=51
	expect pieces.mp4 frames=51
	expect free.ogg frames=48
}

shapes()
{
	scene turned-from.mp4 25 2 "${x264[@]}" -c:a aac
	for angle in 90 180 270; do
		"${ff[@]}" -i "$S/turned-from.mp4" -c copy \
		    -metadata:s:v rotate=$angle "$S/turned-$angle.mp4"
	done
	rm "$S/turned-from.mp4"
	expect turned-90.mp4 size=180x320
	expect turned-180.mp4
	expect turned-270.mp4 size=180x320
	scene odd.mkv 25 2 -vf scale=319:179,setsar=1 "${x264[@]}" \
	    -pix_fmt yuv444p -c:a aac
	expect odd.mkv size=318x178
	scene wide-pixels.mp4 25 2 -vf scale=240:180,setsar=4/3 "${x264[@]}" \
	    -c:a aac
	expect wide-pixels.mp4
	scene high-pixels.mkv 25 2 -vf scale=320:90,setsar=1/2 "${x264[@]}" \
	    -c:a aac
	expect high-pixels.mkv size=160x90
	scene portrait.mp4 25 2 -vf scale=90:160,setsar=1 "${x264[@]}" -c:a aac
	expect portrait.mp4 size=90x160
}

rates()
{
	# Fields of 50 a second in frames of 25, top and bottom field first.
	scene fields.ts 50 2 -vf tinterlace=mode=interleave_top,fieldorder=tff \
	    -c:v mpeg2video -q:v 3 -flags +ilme+ildct -c:a mp2
	expect fields.ts
	scene fields.avi 50 2 -vf tinterlace=mode=interleave_bottom,fieldorder=bff \
	    -c:v mpeg4 -q:v 3 -flags +ilme+ildct -c:a libmp3lame
	expect fields.avi frames=51
	# Every other picture is missing in the second half.
	scene variable.mkv 30 2 -vf "select='lt(t,1.5)+not(mod(n,2))'" \
	    -vsync vfr "${x264[@]}" -c:a aac
	expect variable.mkv rate=30/1 frames=59
	scene variable.mp4 30 2 -vf "select='lt(t,1.5)+not(mod(n,2))'" \
	    -vsync vfr "${x264[@]}" -c:a aac
	expect variable.mp4 rate=30/1 frames=59
	scene fast.mp4 120 2 "${x264[@]}" -c:a aac
	expect fast.mp4 rate=60/1 frames=120
	scene slow-motion.mov 100 2 "${x264[@]}" -c:a aac
	expect slow-motion.mov rate=50/1 frames=100
	scene ntsc.mkv 30000/1001 2 "${x264[@]}" -c:a aac
	expect ntsc.mkv rate=30000/1001 frames=60
	scene pulled.mp4 24000/1001 2 "${x264[@]}" -c:a aac
	expect pulled.mp4 rate=24000/1001 frames=48
	scene still.mp4 5 2 "${x264[@]}" -c:a aac
	expect still.mp4 rate=5/1 frames=10
}

colours()
{
	scene ten.mkv 25 2 "${x264[@]}" -pix_fmt yuv420p10le -c:a aac
	expect ten.mkv
	scene studio.mov 25 2 -c:v prores -pix_fmt yuv422p10le -c:a pcm_s24le
	expect studio.mov
	scene four-four-four.mp4 25 2 "${x264[@]}" -pix_fmt yuv444p -c:a aac
	expect four-four-four.mp4
	# shellcheck disable=SC2046
	scene pq.mp4 25 2 "${hevc[@]}" \
	    $(tagged smpte2084 bt2020nc bt2020) -c:a aac
	expect pq.mp4
	# shellcheck disable=SC2046
	scene hlg.mkv 25 2 "${hevc[@]}" \
	    $(tagged arib-std-b67 bt2020nc bt2020) -c:a aac
	expect hlg.mkv
	scene pq-alone.mkv 25 2 "${hevc[@]}" -color_trc smpte2084 -c:a aac
	expect pq-alone.mkv
	# A wide gamut whose transfer nobody tells.
	scene untagged.mkv 25 2 "${hevc[@]}" -color_primaries bt2020 \
	    -colorspace bt2020nc -c:a aac
	expect untagged.mkv warning=curve
	scene full-range.mp4 25 2 "${x264[@]}" -pix_fmt yuvj420p -c:a aac
	expect full-range.mp4
}

sounds()
{
	scene mono.mp4 25 2 "${x264[@]}" -c:a aac -ac 1
	expect mono.mp4
	scene surround.mkv 25 2 "${x264[@]}" -c:a ac3 -ac 6
	expect surround.mkv
	scene seven.mkv 25 2 "${x264[@]}" -c:a flac -ac 8 \
	    -channel_layout 7.1
	expect seven.mkv
	scene silent.mp4 25 2 "${x264[@]}" -an
	expect silent.mp4 sound=0
	scene low-rate.avi 25 2 -c:v mpeg4 -q:v 3 -c:a pcm_u8 -ar 11025
	expect low-rate.avi
}

times()
{
	scene whole.mkv 25 3 "${x264[@]}" -g 25 -bf 2 -c:a aac
	# The sound sets in 0.6 s after the picture.
	"${ff[@]}" -i "$S/whole.mkv" -ss 0.6 -i "$S/whole.mkv" -map 0:v \
	    -map 1:a -c:v copy -c:a aac -af asetpts=PTS+0.6/TB \
	    -t 2 "$S/late-sound.mkv"
	expect late-sound.mkv frames=54
	# The picture does, as in a recording that waits for a key frame.
	"${ff[@]}" -i "$S/whole.mkv" -map 0 -c:v libx264 -preset ultrafast \
	    -vf "select='gte(t,0.6)'" -vsync vfr -c:a copy -t 2 \
	    "$S/late-picture.mkv"
	expect late-picture.mkv frames=50
	# Timestamps that begin in the past, and far away.
	"${ff[@]}" -i "$S/whole.mkv" -c copy -t 2 -output_ts_offset -0.5 \
	    -avoid_negative_ts disabled "$S/negative.mov"
	expect negative.mov frames=any
	"${ff[@]}" -i "$S/whole.mkv" -c copy -t 2 -output_ts_offset 95000 \
	    "$S/far.ts"
	expect far.ts frames=54
	# Cut without encoding: an edit list hides what the cut needs.
	"${ff[@]}" -i "$S/whole.mkv" -c copy "$S/uncut.mp4"
	"${ff[@]}" -ss 0.52 -i "$S/uncut.mp4" -c copy "$S/cut.mp4"
	expect cut.mp4 frames=62
	rm "$S/uncut.mp4" "$S/whole.mkv"
}

# zeroes FILE OFFSET COUNT: as a scratched disc leaves it.
zeroes()
{
	dd if=/dev/zero of="$1" bs=1 seek="$2" count="$3" conv=notrunc \
	    status=none
}

# Noise is coded in many bytes, so that there is something to damage.
damages()
{
	local size

	"${ff[@]}" -f lavfi -i "testsrc2=size=320x180:rate=25:duration=4,noise=alls=20" \
	    -f lavfi -i "sine=duration=4" "${x264[@]}" -g 10 -c:a aac \
	    -movflags +faststart "$S/scratched.mp4"
	size=$(stat -c %s "$S/scratched.mp4")
	for part in 40 50 60; do
		zeroes "$S/scratched.mp4" $((size * part / 100)) 2000
	done
	expect scratched.mp4 frames=100 flash=none warning=damaged
	"${ff[@]}" -f lavfi -i "testsrc2=size=320x180:rate=25:duration=4,noise=alls=20" \
	    -f lavfi -i "sine=duration=4" "${x264[@]}" -g 10 -c:a aac "$S/dropouts.ts"
	size=$(stat -c %s "$S/dropouts.ts")
	for part in 40 50 60; do
		zeroes "$S/dropouts.ts" $((size * part / 100)) 2000
	done
	expect dropouts.ts frames=100 flash=none warning=damaged
	"${ff[@]}" -i "$S/scratched.mp4" -c copy "$T/whole.mkv"
	size=$(stat -c %s "$T/whole.mkv")
	head -c $((size / 2)) "$T/whole.mkv" >"$S/half.mkv"
	want[half.mkv]=error
}

containers
shapes
rates
colours
sounds
times
damages

# ---- the worker -------------------------------------------------------------

names=$(cd "$S" && echo *)
for name in $names; do
	[ -n "${want[$name]-}" ] || t_bail "$name has an expectation"
	ids[$name]=$(upload "$S/$name")
done

is_over()
{
	[ "$(db "SELECT COUNT(*) FROM media_file
	    WHERE status NOT IN ('READY', 'ERROR')")" = 0 ]
}
is_published() # nothing more is going to be added
{
	[ "$(db "SELECT COUNT(*) FROM job WHERE state IN
	    ('QUEUED', 'SCHEDULED', 'RUNNING') AND kind <> 'sweep'")" = 0 ]
}
wait_for "all come to an end" is_over
wait_for "nothing is left to do" is_published

# ---- what came out ----------------------------------------------------------

# value NAME KEY: the last word that says it.
value()
{
	tr ' ' '\n' <<<"${want[$1]}" | sed -n "s/^$2=//p" | tail -n 1
}

probe() # FILE STREAMS ENTRIES
{
	ffprobe -v error -select_streams "$2" -count_packets \
	    -show_entries "stream=$3" -of csv=p=0 "$1" | head -n 1
}

# When light and sound begin, in hundredths of a second.
begins() # FILE KEY FILTER-ARGUMENT...
{
	ffmpeg -nostdin -hide_banner -v info -i "$1" "${@:3}" \
	    -f null - 2>&1 |
	    grep -o "$2: *[0-9.]*" | head -n 1 | sed 's/.*: *//' |
	    awk '{ printf "%d", $1 * 100 + 0.5 }'
}

# At the instant at which it does in the original, within a frame of 25.
check_begins() # NAME WHAT ORIGINAL PLAYLIST KEY FILTER-ARGUMENT...
{
	local wanted got code=1

	wanted=$(begins "$3" "${@:5}")
	got=$(begins "$4" "${@:5}")
	[ -z "$wanted" ] || [ -z "$got" ] || ((got - wanted < -slack ||
	    got - wanted > slack)) || code=0
	t_result $code "$1: $2 begins at its time" ||
	    t_note "got    $got"$'\n'"wanted $wanted (hundredths of a second)"
}

check_flash() # NAME FOLDER
{
	[ "$(value "$1" flash)" != none ] || return 0
	slack=4
	check_begins "$1" light "$S/$1" "$2/v0.m3u8" black_end -map 0:v:0 \
	    -vf blackdetect=d=0.1:pix_th=0.15:pic_th=0.97 -an
	[ "$(value "$1" sound)" = 0 ] ||
	    check_begins "$1" sound "$S/$1" "$2/a0.m3u8" silence_end \
	        -map 0:a:0 -af silencedetect=n=-40dB:d=0.1 -vn
}

check_colours() # NAME TRACK
{
	t_is "$1: colours of today's screens" \
	    "$(probe "$2" v:0 pix_fmt | cut -d , -f 1)" yuv420p
	t_unlike "$1: none of those that they lack" "$(ffprobe -v error \
	    -show_streams "$2")" 'bt2020|smpte2084|arib'
}

check() # NAME
{
	local id=${ids[$1]} folder wanted frames

	api GET "/api/v1/media-files/$id"
	t_is "$1 is READY" "$(json '"\(.status) \(.error_message // "")"')" \
	    "READY " || return
	t_like "$1: warnings" "$(json '.warnings | join(" ")')" \
	    "$(value "$1" warning)"
	[ -n "$(value "$1" warning)" ] || t_unlike "$1: no false alarm" \
	    "$(json '.warnings | join(" ")')" 'amage|missing|curve'
	api GET "/api/v1/media-files/$id/playback"
	folder=$T/data$(json .hls)
	folder=${folder%/*}
	t_is "$1: size and rate" \
	    "$(probe "$folder/v0.m3u8" v:0 width,height,r_frame_rate)" \
	    "$(value "$1" size | tr x ,),$(value "$1" rate)"
	frames=$(value "$1" frames)
	[ "$frames" = any ] || t_is "$1: its frames" \
	    "$(probe "$folder/v0.m3u8" v:0 nb_read_packets)" "$frames"
	wanted=$(value "$1" sound)
	t_is "$1: its sound" "$(cd "$folder" && ls a0.m3u8 2>/dev/null |
	    sed 's/.*/2/' | grep . || echo 0)" "$wanted"
	[ "$wanted" = 0 ] || t_is "$1: channels" \
	    "$(probe "$folder/a0.m3u8" a:0 channels)" "$wanted"
	t_ok "$1 decodes whole" "${ff[@]}" -xerror -i "$folder/master.m3u8" \
	    -map 0:v:0 -map '0:a:0?' -f null -
	check_colours "$1" "$folder/v0.mp4"
	check_flash "$1" "$folder"
}

for name in $names; do
	[ "${want[$name]}" = error ] || check "$name"
done

api GET "/api/v1/media-files/${ids[half.mkv]}"
t_is "what is cut short is an error" "$(json '"\(.status) \(.error_code)"')" \
    "ERROR truncated"
t_like "that says how much is there" "$(json .error_message)" \
    'Only 0:00:0[12]\.[0-9] of 0:00:04\.0 is there'
t_done
