#!/bin/bash
# What an upload leaves when the app dies under it: its row knows, and the
# sweep removes it once nobody writes there any more.
. "${top_srcdir:-.}/tests/lib.sh"

stack_start

state_of() # FILE-NAME
{
	db "SELECT state FROM upload WHERE file_name = '$1'"
}

part_of() # FILE-NAME
{
	echo "$T/data/incoming/$(db "SELECT part_key FROM upload
	    WHERE file_name = '$1'")"
}

is_open() # FILE-NAME
{
	[ "$(state_of "$1")" = OPEN ] && [ -e "$(part_of "$1")" ]
}

# Bytes that come slowly and never end, until the app has begun to write.
slow_upload() # NAME
{
	truncate -s 900M "$T/$1"
	run "$1" curl -sS "${curl_to[@]}" --limit-rate 200k -T "$T/$1" \
	    -H 'Content-Type: video/mp4' \
	    -X POST "$url/api/v1/uploads?filename=$1.mp4"
	wait_for "the upload of $1 is under way" is_open "$1.mp4"
}

expire()
{
	db "UPDATE upload SET expires_at = UTC_TIMESTAMP(3) WHERE state = 'OPEN'"
}

slow_upload killed
t_is "its row is there before its bytes" "$(state_of killed.mp4)" OPEN
part=$(part_of killed.mp4)
end upload KILL
end killed KILL
t_ok "killed, it leaves a file that its row knows" test -e "$part"

app_start upload
slow_upload living
living=$(part_of living.mp4)
expire
worker_start
wait_for "the sweep gives up what nobody writes to" \
    bash -c "[ ! -e '$part' ]"
t_is "its row says so" "$(state_of killed.mp4)" ABORTED
t_ok "what is still written to stays, late as it is" test -e "$living"
t_is "and is put off" "$(db "SELECT expires_at > UTC_TIMESTAMP(3) FROM upload
    WHERE file_name = 'living.mp4'")" 1

end living KILL
wait_for "a client that went away leaves nothing" \
    bash -c "[ ! -e '$living' ]"
wait_for "not even an open row" \
    bash -c "[ \"\$(mariadb -S '$db_socket' moviehouse -BNe \
        \"SELECT COUNT(*) FROM upload WHERE state = 'OPEN'\")\" = 0 ]"

# The last instant: the file is an original already, the commit never came.
id=$(upload "$(film whole 2)" whole.mp4)
wait_status "$id" READY
cp "$T/data/originals/$id" "$T/copy"
worker_kill
db "DELETE FROM job; UPDATE media_file SET status = 'UPLOADED',
    live_output_id = NULL; DELETE FROM media_file;
    UPDATE upload SET state = 'OPEN' WHERE file_name = 'whole.mp4'"
t_ok "an original without a media file" test -e "$T/data/originals/$id"
expire
worker_start
wait_for "it is swept away" bash -c "[ ! -e '$T/data/originals/$id' ]"
t_done
