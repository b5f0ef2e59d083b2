#!/bin/bash
# Several workers on one queue, cancelling, draining, deleting: who holds a
# job, and how soon ffmpeg is dead when nobody wants its work any more.
. "${top_srcdir:-.}/tests/lib.sh"

stack_start
film=$(film long 90)
short=$(film short 2)

ffmpeg_pids()
{
	pgrep -f -- "-progress pipe:3.*$T/data/originals/${1-}"
}

job_of() # ID
{
	db "SELECT j.id FROM job j JOIN media_file f ON f.id = j.media_file_id
	    WHERE f.pid = '$1' ORDER BY j.id DESC LIMIT 1"
}

is_dead() # ID
{
	! ffmpeg_pids "$1"
}

# Milliseconds until no ffmpeg works on that film.
ms_until_dead() # ID
{
	local began

	began=$(date +%s%3N)
	wait_for "no ffmpeg works on $1" is_dead "$1" >&2
	echo $(($(date +%s%3N) - began))
}

# Two workers of two slots, eight films: each is made exactly once.
worker_start one --slots 2
worker_start two --slots 2
ids=()
for _ in {1..8}; do
	ids+=("$(upload "$short")")
done
for id in "${ids[@]}"; do
	wait_status "$id" READY
done
t_is "eight films, one attempt each" \
    "$(db "SELECT COUNT(*), SUM(attempt), SUM(failures), SUM(stalls) FROM job
        WHERE kind = 'process' AND state = 'DONE'")" $'8\t8\t0\t0'
t_ok "both workers had some" test \
    "$(db "SELECT COUNT(DISTINCT a.worker_id) FROM job_attempt a
        JOIN job j ON j.id = a.job_id WHERE j.kind = 'process'")" = 2
end two
t_is "a worker without work ends at once, and well" "$code" 0

# Cancelled while it runs.
id=$(upload "$film")
wait_for "ffmpeg works on it" ffmpeg_pids "$id"
api POST "/api/v1/jobs/$(job_of "$id")/cancel"
ms=$(ms_until_dead "$id")
t_ok "cancelled: ffmpeg is dead within a second ($ms ms)" test "$ms" -lt 1000
wait_status "$id" UPLOADED
wait_for "the job says so" bash -c "curl -sS ${curl_to[*]} \
    $url/api/v1/jobs/$(job_of "$id") | jq -e '.state == \"CANCELED\"'"
api POST "/api/v1/jobs/$(job_of "$id")/retry"
wait_for "queued again, it runs again" ffmpeg_pids "$id"

# Deleted while it runs.
api DELETE "/api/v1/media-files/$id"
t_is "deleting is allowed" "$status" 204
ms=$(ms_until_dead "$id")
t_ok "deleted: ffmpeg is dead within a second ($ms ms)" test "$ms" -lt 1000
wait_for "its staging is gone" \
    bash -c "! find '$T/data/staging' -mindepth 1 | grep ."
wait_for "so is its original" test ! -e "$T/data/originals/$id"

# A worker that is asked to end gives its job back without losing a try.
setting worker_drain_s 0
end one
worker_start
id=$(upload "$film")
wait_for "ffmpeg works on it" ffmpeg_pids "$id"
wait_for "and the job says how far it is" \
    bash -c "curl -sS ${curl_to[*]} $url/api/v1/jobs/$(job_of "$id") |
        jq -e '.progress > 0 and .stage == \"encode\" and .speed != null'"
end worker
t_is "a drained worker ends well" "$code" 0
t_not "its ffmpeg went with it" ffmpeg_pids "$id"
t_is "the job went back, no failure counted" \
    "$(db "SELECT state, failures, stalls FROM job
        WHERE id = $(job_of "$id")")" $'QUEUED\t0\t0'
t_is "the attempt was released" \
    "$(db "SELECT outcome FROM job_attempt WHERE job_id = $(job_of "$id")")" \
    RELEASED
t_is "the worker has stopped" \
    "$(db "SELECT state FROM worker ORDER BY id DESC LIMIT 1")" STOPPED

# Paused, nothing starts; resumed, the one that waits does.
api_json POST /api/v1/queue/pause '{"reason":"a new disk"}'
t_is "the queue can be paused" "$status" 200
worker_start
api GET /api/v1/queue
t_like "it says why" "$body" 'a new disk'
second=$(upload "$short")
api_json PATCH "/api/v1/jobs/$(job_of "$second")" '{"priority":1}'
t_is "a job can be moved up" "$(json .priority)" 1
api POST /api/v1/queue/resume
wait_status "$second" READY
wait_for "then the other" ffmpeg_pids "$id"
t_is "what was moved up came first" \
    "$(db "SELECT (SELECT started_at FROM job WHERE id = $(job_of "$second")) <
        (SELECT started_at FROM job WHERE id = $(job_of "$id"))")" 1
api DELETE "/api/v1/media-files/$id"

# Failures back off and are buried with their reason.
db "UPDATE job_queue SET backoff_s = 1, backoff_max_s = 1, max_attempts = 2"
id=$(upload "$film")
job=$(job_of "$id")
for try in 1 2; do
	wait_for "try $try runs" bash -c "pgrep -f -- \
	    '-progress pipe:3.*$T/data/originals/$id'"
	wait_for "try $try is counted" bash -c "[ \$(mariadb -S '$db_socket' \
	    moviehouse -BNe 'SELECT attempt FROM job WHERE id = $job') = $try ]"
	kill -KILL $(ffmpeg_pids "$id")
	wait_for "try $try has failed" bash -c "[ \$(mariadb -S '$db_socket' \
	    moviehouse -BNe 'SELECT failures FROM job WHERE id = $job') = $try ]"
done
wait_for "the film is in ERROR" bash -c "curl -sS ${curl_to[*]} \
    $url/api/v1/media-files/$id | jq -e '.status == \"ERROR\"'"
api GET "/api/v1/jobs/$job"
t_is "the job is DEAD" "$(json .state)" DEAD
t_is "with both attempts on record" "$(json '.attempts | length')" 2
t_is "and the signal" "$(json '.attempts[0].signal')" 9
t_done
