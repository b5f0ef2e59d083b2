#!/bin/bash
# kill -9 of every part in the middle of a job: the film becomes READY with no
# hand on it, once, and nothing is left lying about.
. "${top_srcdir:-.}/tests/lib.sh"

db_flags=()
stack_start
# A lease that lapses within a test's patience.
db "UPDATE job_queue SET lease_s = 3, backoff_s = 1, backoff_max_s = 1"
film=$(film long 90)

# The ffmpeg of the worker's current job.
ffmpeg_pid()
{
	pgrep -f -- "-progress pipe:3.*$T/data/originals"
}

job_is() # ID SQL-CONDITION
{
	[ "$(db "SELECT COUNT(*) FROM job j JOIN media_file f
	    ON f.id = j.media_file_id WHERE f.pid = '$1' AND $2")" = 1 ]
}

# Until the encoder of this film has begun to make something.
until_encoding() # ID
{
	wait_for "the encoder runs" job_is "$1" "j.stage = 'encode'" &&
	    wait_for "ffmpeg is there" ffmpeg_pid
}

comes_out_whole() # NAME ID
{
	local master

	wait_status "$2" READY || return
	t_is "$1: one package, published once" \
	    "$(db "SELECT COUNT(*) FROM output o JOIN media_file f
	        ON f.id = o.media_file_id WHERE f.pid = '$2'")" 1
	t_is "$1: one job, DONE" \
	    "$(db "SELECT GROUP_CONCAT(j.state) FROM job j JOIN media_file f
	        ON f.id = j.media_file_id WHERE f.pid = '$2'")" DONE
	master=$(echo "$T/data/media/$2"/*/master.m3u8)
	t_is "$1: every frame is there" \
	    "$(ffprobe -v error -count_packets -select_streams v:0 \
	        -show_entries stream=nb_read_packets -of csv=p=0 \
	        "${master%/*}/v0.m3u8" | head -n 1)" 2250
	# What a lost worker may still be writing to is left alone for a while.
	db "UPDATE gc_item SET not_before = UTC_TIMESTAMP(3)"
	wait_for "$1: staging is empty" \
	    bash -c "! find '$T/data/staging' -mindepth 1 | grep ."
	t_not "$1: no ffmpeg is left" ffmpeg_pid
}

worker_start
id=$(upload "$film")
until_encoding "$id"
kill -KILL "$(ffmpeg_pid)"
comes_out_whole "ffmpeg killed" "$id"
t_is "the attempt says what ended it" \
    "$(db "SELECT signal_number FROM job_attempt WHERE outcome = 'FAILED'")" 9

id=$(upload "$film")
until_encoding "$id"
pid=$(ffmpeg_pid)
worker_kill
wait_for "its ffmpeg died with the worker" bash -c "! kill -0 $pid"
worker_start
comes_out_whole "worker killed" "$id"
t_is "it was counted as a stall, not as a failure" \
    "$(db "SELECT stalls, failures FROM job WHERE kind = 'process'
        ORDER BY id DESC LIMIT 1")" \
    $'1\t0'

id=$(upload "$film")
until_encoding "$id"
end api KILL
end upload KILL
app_start api
app_start upload
comes_out_whole "app killed" "$id"

id=$(upload "$film")
until_encoding "$id"
end mariadb KILL
db_run
comes_out_whole "MariaDB killed" "$id"

# All at once, as when the power goes.
id=$(upload "$film")
until_encoding "$id"
for name in worker api upload lighttpd mariadb; do
	kill -KILL "${pids[$name]}"
done
for name in worker api upload lighttpd mariadb; do
	end "$name" KILL
done
rm -f "$web_socket"
db_run
app_start api
app_start upload
web_start
worker_start
comes_out_whole "all killed" "$id"

# A worker that sleeps through its lease wakes up as a zombie.
id=$(upload "$film")
until_encoding "$id"
kill -STOP "${pids[worker]}"
worker_start second
wait_for "another took the job over" job_is "$id" "j.attempt = 2"
kill -CONT "${pids[worker]}"
comes_out_whole "zombie" "$id"
t_is "only the second attempt published" \
    "$(db "SELECT GROUP_CONCAT(a.attempt, a.outcome) FROM job_attempt a
        JOIN job j ON j.id = a.job_id JOIN media_file f
        ON f.id = j.media_file_id WHERE f.pid = '$id' AND
        a.outcome = 'DONE'")" 2DONE
t_done
