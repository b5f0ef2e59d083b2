#!/bin/bash
# The workers by the API: who is there, letting one rest, letting it go on;
# and the house in numbers.
. "${top_srcdir:-.}/tests/lib.sh"

stack_start
short=$(film short 2)

state_of() # WORKER-ID
{
	db "SELECT state FROM worker WHERE id = $1"
}

# has_logged NAME EVENT
has_logged()
{
	grep -q " $2 " "$T/logs/$1"
}

api GET /api/v1/workers
t_is "at first there is no worker" "$status $body" '200 {"workers":[]}'

# What lies in the trash for long is deleted, once a worker is there.
for title in old young; do
	api_json POST /api/v1/movies "{\"title\":\"$title\"}"
	api POST "/api/v1/movies/$(json .id)/trash"
done
db "UPDATE movie SET trashed_at = UTC_TIMESTAMP(3) - INTERVAL 31 DAY
    WHERE title = 'old'"
worker_start one --name attic --slots 2
wait_for "a worker joins" has_logged one worker.joined
api GET /api/v1/workers
t_is "it is listed" "$(json '.workers[] | [.name, .slots, .state] | @csv')" \
    '"attic",2,"ACTIVE"'
id=$(json '.workers[0].id')
wait_for "the trash is emptied" has_logged one trash.purged
t_is "of what is old" "$(db 'SELECT title FROM movie')" young
t_is "by the worker, as the book says" "$(db "SELECT actor,
    JSON_VALUE(state_before, '\$.title') FROM audit
    WHERE action = 'movie.delete'")" "worker:$id"$'\told'
t_is "with its process" "$(json '.workers[0].pid')" "${pids[one]}"

film=$(upload "$short")
wait_status "$film" READY
api POST "/api/v1/workers/$id/drain"
t_is "it can be told to rest" "$status $(json .state)" "200 DRAINING"
api POST "/api/v1/workers/$id/drain"
t_is "twice is no error" "$status $(json .state)" "200 DRAINING"
film=$(upload "$short")
sleep 1 # ten times what it takes to look for a job
t_is "a worker that rests takes no job" "$(db "SELECT state FROM job
    WHERE media_file_id = (SELECT id FROM media_file
    WHERE pid = '$film')") $(media_status "$film")" "QUEUED UPLOADED"
t_is "and lives on" "$(state_of "$id")" DRAINING
worker_start two --name cellar
wait_status "$film" READY
t_is "another one does" "$(db "SELECT w.name FROM job_attempt a
    JOIN worker w ON w.id = a.worker_id JOIN job j ON j.id = a.job_id
    WHERE j.media_file_id = (SELECT id FROM media_file
    WHERE pid = '$film')")" cellar
end two

# Not heard of for long while it rests, and found again: it still does.
db "UPDATE worker SET state = 'STOPPED' WHERE id = $id"
film=$(upload "$short")
sleep 1 # as above
t_is "a worker that rested and fell silent takes no job" \
    "$(media_status "$film")" UPLOADED
api POST "/api/v1/workers/$id/resume"
t_is "nobody can tell a silent one anything" "$status $(json .code)" \
    "409 worker_gone"
patience=30 wait_for "it is found again, at rest" \
    bash -c "[ \"\$(mariadb --no-defaults -S '$db_socket' -BN moviehouse \
        -e 'SELECT state FROM worker WHERE id = $id')\" = DRAINING ]"
api POST "/api/v1/workers/$id/resume"
t_is "it can be told to go on" "$status $(json .state)" "200 ACTIVE"
wait_status "$film" READY
api POST "/api/v1/workers/$id/resume"
t_is "twice is no error, either" "$status $(json .state)" "200 ACTIVE"

gone=$(db "SELECT id FROM worker WHERE name = 'cellar'")
t_is "a worker that has ended says so" "$(state_of "$gone")" STOPPED
for verb in drain resume; do
	api POST "/api/v1/workers/$gone/$verb"
	t_is "$verb: it has gone" "$status $(json .code)" "409 worker_gone"
	api POST "/api/v1/workers/4242/$verb"
	t_is "$verb: there is no such worker" "$status" 404
	api GET "/api/v1/workers/$id/$verb"
	t_is "$verb is no page" "$status" 405
done

# How many slots there may be.
for slots in 0 -1 65 1000000000000000000000 two '' 1.5 ' 2' 2x; do
	said=$("$worker" --config "$conf" --slots "$slots" 2>&1)
	t_is "--slots '$slots' is refused in one line" "$? $said" \
	    "2 movie-house-worker: --slots is 1 to 64"
done

# In numbers.
api GET /api/v1/stats
t_is "media files by status" "$(json '.media_files | tojson')" \
    '{"UPLOADED":0,"PROCESSING":0,"READY":3,"ERROR":0}'
t_is "no job waits" "$(json '.jobs | [.[]] | add')" 0
t_is "originals have their bytes" "$(json .bytes.originals)" \
    "$((3 * $(stat -c %s "$short")))"
t_is "packages have theirs" "$(json .bytes.media)" \
    "$(find "$T/data/media" -type f -printf '%s\n' |
        awk '{ sum += $1 } END { print sum }')"
t_is "nothing arrives or is at work" \
    "$(json '.bytes.incoming + .bytes.staging')" 0
t_ok "the disk has room" test "$(json .free_bytes)" -gt 1000000
api DELETE "/api/v1/media-files/$film"
api GET /api/v1/stats
t_is "what is deleted is counted no more" "$(json .media_files.READY)" 2

t_done
