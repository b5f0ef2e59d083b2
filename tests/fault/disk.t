#!/bin/bash
# A disk that fills up in the middle: ffmpeg says nothing of it, so we must;
# the film waits, and becomes READY once there is room again.
. "${top_srcdir:-.}/tests/lib.sh"

if ! mount -t tmpfs -o size=600m,mode=711 tmpfs "$T/data" 2>/dev/null; then
	echo "1..0 # SKIP a small disk of one's own needs the right to mount"
	trap - EXIT
	rm -rf "$T"
	exit 0
fi
mkdir "$T/data/spool"

# Before all else that is done on leaving, for rm -rf to reach the end.
unmount()
{
	umount -l "$T/data" 2>/dev/null
}
trap 'unmount; clean_up' EXIT

fill() # BYTES-LEFT
{
	local free

	# The encoder writes meanwhile, so the room is looked up until it fits.
	until free=$(df --output=avail -B1 "$T/data" | tail -n 1) &&
	    fallocate -l $((free - $1)) "$T/data/filler" 2>/dev/null; do
		:
	done
}

stack_start
db "UPDATE job_queue SET backoff_s = 1, backoff_max_s = 1, max_attempts = 50"
id=$(upload "$(film long 90)")
worker_start
wait_for "the encoder runs" bash -c "find '$T/data/staging' -name 's00001.m4s' |
    grep ."
fill 200000
wait_for "the attempt fails" bash -c "[ \$(mariadb -S '$db_socket' moviehouse \
    -BNe 'SELECT failures FROM job WHERE kind = \"process\"') -ge 1 ]"
t_is "it says that the disk is full" \
    "$(db "SELECT a.error_code FROM job_attempt a JOIN job j
        ON j.id = a.job_id WHERE j.kind = 'process' AND a.attempt = 1")" \
    disk_full
t_is "the film is not blamed" "$(media_status "$id")" PROCESSING
t_is "nothing was published" "$(find "$T/data/media" -mindepth 1)" ""
api GET /api/v1/media-files
t_is "reading still works" "$status" 200
# Room for what the web server holds of a body meanwhile, not for the film.
rm "$T/data/filler"
fill 12000000
api POST '/api/v1/uploads?filename=more.mp4' -H 'Content-Type: video/mp4' \
    -T "$(film long 90)"
t_is "an upload that does not fit is 507" "$status" 507
t_is "with its code" "$(json .code)" disk_full
t_is "and leaves nothing" "$(find "$T/data/incoming" -type f)" ""
rm "$T/data/filler"
wait_status "$id" READY &&
    t_is "with room again it comes out whole" \
        "$(ffprobe -v error -count_packets -select_streams v:0 \
            -show_entries stream=nb_read_packets -of csv=p=0 \
            "$T/data/media/$id"/*/v0.m3u8 | head -n 1)" 2250
t_done
