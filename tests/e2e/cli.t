#!/bin/bash
# Every subcommand of movie-house against a real MariaDB: what it prints, what
# it changes, and how it ends.
. "${top_srcdir:-.}/tests/lib.sh"

# mh ARGUMENT...: sets $code, $out and $err; $input, if set, is a file.
input=/dev/null
code=0
mh()
{
	"$house" --config "$conf" "$@" <"$input" >"$T/out" 2>"$T/err"
	code=$?
	cat "$T/err" >>"$T/logs/house"
	out=$(cat "$T/out")
	err=$(cat "$T/err")
}

# ends DESCRIPTION CODE ARGUMENT...
ends()
{
	mh "${@:3}"
	t_is "$1" "$code" "$2" || t_note "$err"
}

# says PATTERN: the last one on standard error
says()
{
	t_like "... and says why" "${err##*$'\n'}" "$1"
}

# jq_is DESCRIPTION FILTER WANTED: of the last one's JSON
jq_is()
{
	t_is "$1" "$(jq -r "$2" <"$T/out" 2>&1)" "$3"
}

# on_terminal COLUMNS TYPED COMMAND...: its screen in $out, its exit in $code
on_terminal()
{
	local line

	line=$(printf '%q ' "$house" --config "$conf" "${@:3}")
	out=$(printf %b "$2" |
	    script -qec "stty cols $1 -echo; $line" /dev/null 2>&1)
	code=$?
	out=${out//$'\r'/}
	printf '%s\n' "$out" >>"$T/logs/house"
}

write_conf

# ---- without a database --------------------------------------------------
ends "without a command there is the usage" 2
t_like "... on standard error" "$err" 'usage: movie-house'
t_is "... and nothing else" "$out" ''
ends "--help" 0 --help
t_like "... lists the commands" "$out" 'jobs retry +Queue jobs again'
ends "--version" 0 --version
t_like "... has a number" "$out" '^movie-house [0-9]+\.[0-9]+'
ends "help" 0 help
commands=$(sed -nE 's/^  ([a-z]+( [a-z-]+)?) .*/\1/p' "$T/out")
t_is "help lists all of them" "$(wc -l <<<"$commands")" 42
while read -r command; do
	# shellcheck disable=SC2086
	ends "$command --help" 0 $command --help
	t_like "... shows how it is called" "$out" "^usage: movie-house $command"
	# shellcheck disable=SC2086
	mh help $command
	t_like "help $command says the same" "$out" \
	    "^usage: movie-house $command"
done <<<"$commands"
ends "help of a noun" 0 help jobs
t_is "... lists its verbs alone" "$(grep -c '^  jobs ' "$T/out")" 5
ends "a noun without its verb is wrong usage" 2 jobs
ends "... unless help is asked for" 0 jobs --help
ends "help of what is not there" 2 help jobs fly
ends "an unknown letter is wrong usage" 2 jobs list -xh READY
says '^movie-house: -x is not an option here\.'

while read -r words; do
	# shellcheck disable=SC2086
	ends "wrong usage: $words" 2 $words
	says '^movie-house: .*movie-house help.*\(usage\)$'
done <<'END'
nonsense
--nonsense
media show
media show 1 2
config --wrong
jobs list --limit
users set-role ana
END
ends "a required option that is missing" 2 users add ana
says '^movie-house: --role is missing\. See: movie-house help users add'
mh help users add
t_like "... stands without brackets in the usage" "$out" \
    '^usage: movie-house users add --role ROLE \[--password-file FILE\]'
mh help tokens add
t_like "... where another command can do without, with them" "$out" \
    '^usage: movie-house tokens add \[--role ROLE\]'
mh help --mdoc
t_like "... and so in the man page" "$out" \
    $'Cm users add\n\.Fl -role Ar ROLE\n\.Op Fl -password-file Ar FILE'

ends "config prints what holds" 0 config
t_like "... the file's" "$out" "data_dir = \"$T/data\""
t_like "... and the defaults" "$out" 'segment_s = 6'
setting database_password geheim
mh config
t_unlike "... but no password" "$out" geheim
mh config --json
t_unlike "... nor in JSON" "$out" geheim
jq_is "... which is an object" .poll_ms 100
unset 'settings[database_password]'
write_conf
ends "settings in order" 0 config --check
printf 'poll_ms = 1\nsegment_s = 99\n' >"$T/bad.conf"
"$house" --config "$T/bad.conf" config --check 2>"$T/err" >/dev/null
t_is "settings out of their range are wrong" $? 2
t_is "... and all of them are named" "$(grep -oE '(poll_ms|segment_s): .*' \
    "$T/err")" "poll_ms: must be at least 10 (too_small)
segment_s: must be at most 10 (too_large)"
echo 'nonsense = 1' >"$T/bad.conf"
"$house" config --config="$T/bad.conf" 2>"$T/err" >/dev/null
t_is "an unknown setting is wrong" $? 2
t_like "... and its line is named" "$(cat "$T/err")" 'bad.conf:1'
MOVIE_HOUSE_CONF=$T/none.conf "$house" media list 2>"$T/err" >/dev/null
t_is "settings that are not there are wrong" $? 2

for words in 'media list' 'jobs show 1' 'queue show' 'import x.mp4' migrate; do
	# shellcheck disable=SC2086
	ends "$words without a database" 5 $words
	says "^movie-house: The database does not answer \\(socket \
$db_socket\\)\\. Is it running\\? \\(unavailable\\)\$"
	t_is "... and nothing else" "$(wc -l <"$T/err")" 1
done

# ---- up, down, status ----------------------------------------------------
mkdir "$T/stack"
cat >"$T/stack/movie-house-stack" <<'END'
#!/bin/sh
printf '%s|' "$MOVIE_HOUSE_CONF" "$@"
exit 42
END
chmod +x "$T/stack/movie-house-stack"
setting helper_dir "$T/stack"
ends "up becomes the program that does it" 42 \
    up --port 81 --data "a b" --detach
t_is "... with its arguments and settings" "$out" \
    "$conf|up|--data|a b|--port|81|--detach|"
ends "an option that up does not know is wrong usage" 2 up --fast
setting helper_dir "$T/nowhere"
ends "a program that is not there" 3 down
says 'helper_dir'
setting helper_dir "$helpers"
ends "status asks the real one" 3 status --data "$T/none"
t_is "... of a house that is not open" "$out" "not running in $T/none"
ends "also in JSON" 3 status --json --data "$T/none"
jq_is "... says so" '[.running, .programs] | tojson' '[false,[]]'

# ---- migrate -------------------------------------------------------------
db_start
version=$(db 'SELECT MAX(version) FROM schema_migration')
mariadb_ask "$db_socket" -e 'CREATE DATABASE fresh
    CHARACTER SET utf8mb4 COLLATE utf8mb4_uca1400_ai_ci'
setting database_name fresh
ends "an empty database is refused" 4 media list
says '^movie-house: .*run movie-house migrate\. \(schema_older\)$'
ends "migrate makes it ours" 0 migrate
t_is "... and says what it applied" \
    "$(head -n 1 "$T/out")" "applied 0001_first"
t_is "... all of it" "$(wc -l <"$T/out")" \
    "$(db 'SELECT COUNT(*) FROM schema_migration')"
ends "a second time" 0 migrate
t_like "... nothing is to be done" "$out" '^nothing to apply'
mh migrate --json
jq_is "... in JSON too" '"\(.version) \(.applied | length)"' "$version 0"
ends "now it can be used" 0 media list
t_is "... and is empty" "$out" "ID  STATUS  FILE NAME  SIZE  DURATION  CREATED"
mariadb_ask "$db_socket" fresh -e "INSERT INTO schema_migration
    (version, name, checksum, state)
    VALUES (9999, 'future', REPEAT('x', 32), 'APPLIED')"
ends "a schema that is newer is refused" 4 media list
says '^movie-house: .*newer than this program knows\. \(schema_newer\)$'
ends "... by migrate as well" 4 migrate
setting database_name moviehouse

end mariadb
"$house" --config "$conf" migrate --wait 60 >"$T/out" 2>"$T/err" &
waiting=$!
db_run
wait $waiting
t_is "migrate --wait outlasts the database's start" $? 0
t_is "... in silence" "$(cat "$T/err")" ''
ends "--wait has its limits" 2 migrate --wait 1h
setting database_name nowhere
ends "a database that does not want us" 5 media list
says "^movie-house: The database \\(socket $db_socket\\) turned us away: .*nowhere"
setting database_name moviehouse

# ---- import --------------------------------------------------------------
film=$(film short 2)
wide="$T/七人の侍 (1954).mp4"
hostile=$T/$'\xe2\x80\xaegpj.mp4'
cp "$film" "$wide"
cp "$film" "$hostile"
cp "$film" "$T/film.txt"
cp "$film" "$T/"$'new\nline.mp4'
cp "$film" "$T/"$'bad\xff.mp4'
mkfifo "$T/pipe.mp4"
ln -s "$film" "$T/link.mp4"
mkdir "$T/folder.mp4"
: >"$T/empty.mp4"

ends "a film is imported" 0 import "$film"
first=$out
t_like "... its id is printed" "$first" '^[0-9a-f-]{36}$'
t_ok "... its bytes are in the house" cmp "$film" "$T/data/originals/$first"
mh media show "$first" --json
jq_is "... its row says so" '[.status, .file_name, .size_bytes] | @tsv' \
    "UPLOADED	short.mp4	$(stat -c %s "$film")"
jq_is "... its job is queued, by us" \
    '.jobs[] | [.kind, .state, .actor] | @tsv' \
    "process	QUEUED	tui:$(id -un)"
t_ok "... and the file is still where it was" test -s "$film"

while IFS='|' read -r file exit_code why; do
	ends "import of $file" "$exit_code" import "$T/$file"
	says "^movie-house: .*: .*$why.*\)$"
	t_is "... prints no id" "$out" ''
done <<'END'
folder.mp4|1|folder
folder.mp4/|1|folder
pipe.mp4|1|pipe
link.mp4|1|symbolic link
empty.mp4|1|empty
film.txt|1|extension
none.mp4|3|no such file
none/none.mp4|3|no such file
END
ends "a name with a line's end is refused" 1 import "$T/"$'new\nline.mp4'
t_is "... in one line" "$(wc -l <"$T/err")" 1
ends "a name that is not UTF-8 is refused" 1 import "$T/"$'bad\xff.mp4' --json
jq_is "... in JSON that can be read" '.errors[].code' invalid

ends "some of many" 1 import "$wide" "$T/film.txt" "$hostile"
t_is "... are imported" "$(grep -cE '^[0-9a-f-]{36}$' "$T/out")" 2
ends "in JSON" 1 --json import "$film" "$T/none.mp4"
jq_is "... what is there" '.items | length' 1
jq_is "... and what is not" '.errors[] | [.item, .code] | @tsv' \
    "$T/none.mp4	no_file"
t_is "nothing is left half done" "$(ls "$T/data/incoming")" ''

setting max_upload_bytes 1000
ends "a film that is too large" 1 import "$film"
says 'upload_too_large'
unset 'settings[max_upload_bytes]'
setting reserve_bytes 8000P
ends "a number that is none" 2 import "$film"
setting reserve_bytes 8000000T
ends "a disk without room" 1 import "$film"
says 'disk_full'
setting reserve_bytes 0
setting data_dir "$T/nowhere"
ends "a data folder that is not there" 3 import "$film"
says 'no_data_folder'
if [ "$(id -u)" = 0 ]; then
	mkdir "$T/others" && chown nobody "$T/others"
	setting data_dir "$T/others"
	ends "root does not write into another's house" 6 import "$film"
	says 'wrong_account'
	t_is "... at all" "$(ls "$T/others")" ''
else
	chmod 000 "$T/film.txt"
	ends "a file that may not be read" 6 import "$T/film.txt"
fi
setting data_dir "$T/data"

# One that would take a while is left by SIGINT.
truncate -s 1G "$T/long.mp4"
has_part()
{
	compgen -G "$T/data/incoming/*.part" >"$T/parts"
}
before=$(db 'SELECT COUNT(*) FROM media_file')
long=("$T"/long.mp4 "$T"/long.mp4 "$T"/long.mp4 "$T"/long.mp4)
(
	trap - INT # what is started in the background ignores it
	exec env --default-signal=INT "$house" --config "$conf" \
	    import "${long[@]}" >"$T/out" 2>"$T/err"
) &
importing=$!
wait_for "an import is under way" has_part
kill -INT $importing
wait $importing
t_is "an interrupted import ends by its signal" $? 130
t_like "... says so" "$(cat "$T/err")" '\(interrupted\)'
t_is "... and leaves nothing behind" "$(ls "$T/data/incoming")" ''
t_ok "... nor goes on" \
    test "$(db 'SELECT COUNT(*) FROM media_file')" -lt $((before + 4))
t_is "... nor leaves an upload open" \
    "$(db "SELECT COUNT(*) FROM upload WHERE state = 'OPEN'")" 0
db "SELECT pid FROM media_file WHERE original_name = 'long.mp4'" >"$T/ids"
input=$T/ids
mh media delete --yes -
input=/dev/null

# ---- media ---------------------------------------------------------------
ends "media list" 0 media list
t_like "... has a heading" "$out" '^ID +STATUS +FILE NAME +SIZE +DURATION +CREATED'
t_like "... sizes as people read them" "$out" 'short\.mp4 +4[0-9]{2} kB'
t_is "... names that turn no text around" \
    "$(grep -c $'\xef\xbf\xbdgpj\\.mp4' "$T/out")" 1
# Columns by what is seen: the sizes end at the same place.
t_is "... wide names in line" "$(sed -n 's/ kB .*//p' "$T/out" |
    while read -r line; do
	wc -L <<<"$line"
done | sort -u | wc -l)" 1
mh media list --json
total=$(jq '.items | length' <"$T/out")
jq_is "media list in JSON is the API's" \
    '[(.items[0] | has("id") and has("file_name")), .next_cursor] | @tsv' \
    "true	"
jq_is "... newest first" \
    '[.items[].created_at] | . == (sort | reverse)' true
all=$(jq -r '.items[].id' <"$T/out")
paged='' next=''
while :; do
	mh media list --limit 2 ${next:+--after "$next"} --json
	paged+=$(jq -r '.items[].id' <"$T/out")$'\n'
	next=$(jq -r '.next_cursor // empty' <"$T/out")
	[ -n "$next" ] || break
done
t_is "pages are the whole, piece by piece" "${paged%$'\n'}" "$all"
ends "a table that goes on" 0 media list --limit 1
says '^movie-house: There are more: --after [A-Za-z0-9_-]+$'
mh media list --sort file_name --json
jq_is "--sort" '[.items[].file_name] | length' "$total"
t_is "... is what it says" "$(jq -r '.items[-1].file_name' <"$T/out")" \
    "$(db "SELECT original_name FROM media_file ORDER BY 1 DESC LIMIT 1")"
mh media list --sort -size_bytes --json
jq_is "... backwards too" \
    '[.items[].size_bytes] | . == (sort | reverse)' true
mh media list --status UPLOADED --json
jq_is "--status that all have" '.items | length' "$total"
mh media list --status READY --json
jq_is "... that none has" '.items | length' 0
while read -r words; do
	# shellcheck disable=SC2086
	ends "media list $words is wrong" 2 media list $words
done <<'END'
--status ready
--sort title
--limit 0
--limit 101
--limit -1
--after nonsense
END

ends "media show" 0 media show "$first"
t_like "... tells of it" "$out" 'File name +short\.mp4'
t_like "... and of its jobs" "$out" $'\nJobs\nID +KIND'
db "UPDATE media_file SET
    warnings = '[\"odd \\\\u001b[31m\", \"sound\"]' WHERE pid = '$first'"
mh media show "$first"
t_like "... and of its warnings, harmlessly" "$out" $'odd \xef\xbf\xbd\\[31m; sound'
output=$(db "INSERT INTO output (media_file_id, state, ready_at)
    SELECT id, 'READY', UTC_TIMESTAMP(3) FROM media_file
    WHERE pid = '$first' RETURNING id")
db "INSERT INTO rendition (output_id, kind, name, codec, width, height,
    frame_rate, bandwidth, average_bandwidth, segments, size_bytes)
    VALUES ($output, 'VIDEO', '720', 'avc1.64001f', 1280, 720, 25, 4000000,
    3000000, 1, 1500000)"
db "UPDATE media_file SET status = 'READY', live_output_id = $output
    WHERE pid = '$first'"
mh media show "$first"
t_like "... and of its renditions" "$out" '720 +avc1.* 3\.0 Mb/s +1\.5 MB'
mh media show "$first" --json
jq_is "... in JSON too" '.renditions[].average_bandwidth' 3000000
ends "an id that is not there" 3 media show 01900000-0000-7000-8000-000000000000
says '^movie-house: .*\(not_found\)$'
ends "an id that is none" 2 media show 17

ends "media process" 0 media process "$first"
t_like "... answers with the job under way" "$out" '^job [0-9]+ is QUEUED$'
ends "... one of two" 1 media process "$first" \
    01900000-0000-7000-8000-000000000000 --json
jq_is "... in JSON" '[.items[].state, .errors[].code] | @tsv' \
    "QUEUED	not_found"
ends "a word that is no id stops it all" 2 media process "$first" nonsense
t_is "... before anything is done" "$out" ''

second=$(sed -n 2p <<<"$all")
third=$(sed -n 3p <<<"$all")
ends "media delete asks, and here is nobody" 2 media delete "$second"
says 'no_terminal'
on_terminal 100 'n\n' media delete "$second"
t_is "on a terminal No is an answer" "$code" 4
t_like "... to a question that names it" "$out" \
    'Delete .*, 4[0-9]{2} kB, for good\? \[y/N\]'
on_terminal 100 '\n' media delete "$second" "$third"
t_is "... and what Return means" "$code" 4
t_like "... of two their sum" "$out" 'Delete 2 media files, 9[0-9]{2} kB'
ends "... so it is still there" 0 media show "$second"
on_terminal 100 'y\n' media delete "$second"
t_is "Yes deletes" "$code" 0
ends "... and it is gone" 3 media show "$second"
ends "--yes asks nobody" 0 media delete --yes "$third"
t_is "... and says what it did" "$out" "$third is deleted"
ends "twice is once" 3 media delete --yes "$third"
db "INSERT INTO movie (pid, title, sort_title)
    VALUES ('01900000-0000-7000-8000-000000000001', 'Up', 'up')"
db "UPDATE media_file SET media_type = 'MOVIE' WHERE pid = '$first';
    UPDATE movie SET media_file_id =
	(SELECT id FROM media_file WHERE pid = '$first')"
ends "a media file that is used stays" 4 media delete --yes "$first"
says 'media_in_use'

# ---- titles ---------------------------------------------------------------
db "INSERT INTO movie (pid, title, sort_title, year) VALUES
	(UUID(), 'Zazie', 'Zazie', 1960), (UUID(), 'Amélie', 'Amélie', 2001);
    INSERT INTO series (id, pid, title, sort_title) VALUES
	(1, UUID(), 'Heimat', 'Heimat');
    INSERT INTO season (id, pid, series_id, number) VALUES (1, UUID(), 1, 1);
    INSERT INTO episode (pid, season_id, number, title)
	VALUES (UUID(), 1, 1, 'Fernweh')"
ends "movies list" 0 movies list
t_like "... goes by title" "$out" '^ID +TITLE +YEAR.*Amélie +2001.*Zazie +1960'
mh movies list --q ame --year 2001 --json
jq_is "... can be narrowed" '[.items[].title] | join(" ")' Amélie
zazie=$(db "SELECT pid FROM movie WHERE title = 'Zazie'")
ends "... by what is in the trash" 0 movies list --trashed --json
jq_is "... which is empty" '.items | length' 0
ends "a year is a number" 2 movies list --year MM
ends "movies show" 0 movies show "$zazie"
t_like "... shows it" "$out" 'Zazie'
mh movies show "$zazie" --json
jq_is "... in JSON as the API" '[.title, (.genres | length)] | @tsv' "Zazie	0"
ends "series list" 0 series list
t_like "... has a heading" "$out" '^ID +TITLE +YEAR'
ends "series show" 0 series show "$(db 'SELECT pid FROM series')"
t_like "... with its seasons and episodes" "$out" 'Seasons.*Episodes.*Fernweh'
mh series show "$(db 'SELECT pid FROM series')" --json
jq_is "... also in JSON" \
    '[(.seasons | length), .episodes[0].title] | @tsv' "1	Fernweh"
ends "none of that id" 3 series show "$zazie"
db "INSERT INTO season (id, pid, series_id, number) VALUES (2, UUID(), 1, 2)"
away=$(db "SELECT pid FROM episode")
ends "episodes move" 0 episodes move "$away" \
    --season "$(db 'SELECT pid FROM season WHERE id = 2')"
t_is "... moves them" "$(db "SELECT season_id FROM episode")" 2
ends "... into a season alone" 3 episodes move "$away" --season "$zazie"
db "UPDATE movie SET trashed_at = UTC_TIMESTAMP(3) WHERE title = 'Zazie'"
mh trash list --json
jq_is "trash list has what is there" '.[0] | [.kind, .title] | @tsv' \
    "movie	Zazie"
ends "what is not there cannot be deleted from it" 3 trash delete --yes "$away"
ends "trash delete wants to be sure" 2 trash delete "$zazie"
out=$(echo "$zazie" | "$house" --config "$conf" trash restore -)
t_like "trash restore takes ids on standard input" "$out" 'out of the trash'
t_is "... and does it" "$(db "SELECT COUNT(*) FROM movie
    WHERE trashed_at IS NOT NULL")" 0
db "UPDATE movie SET trashed_at = UTC_TIMESTAMP(3) WHERE title = 'Zazie'"
ends "trash delete" 0 trash delete --yes "$zazie"
t_is "... is for ever" "$(db "SELECT COUNT(*) FROM movie
    WHERE title = 'Zazie'")" 0
db "DELETE FROM movie; DELETE FROM series"

# ---- jobs ----------------------------------------------------------------
mh jobs list --json
jq_is "jobs list, newest first" \
    '[.items[].id | tonumber] | . == (sort | reverse)' true
mh jobs list --media "$first" --json
jq_is "--media" '[.items[].media_file_id] | unique | .[]' "$first"
job=$(jq -r '.items[0].id' <"$T/out")
mh jobs list --kind sweep --json
jq_is "--kind" '[.items[].kind] | unique | .[]' sweep
db "INSERT INTO job (queue, kind, state, due_at, finished_at) VALUES
    ('upkeep', 'sweep', 'DONE', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3)),
    ('upkeep', 'purge', 'DEAD', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))"
mh jobs list --limit 100 --json
jq_is "chores that are done stay out" \
    '[.items[] | select(.kind == "sweep" and .state == "DONE")] | length' 0
jq_is "... but not those that went wrong" \
    '[.items[] | select(.kind == "purge") | .state] | join(" ")' DEAD
for words in --all '--kind sweep'; do
	# shellcheck disable=SC2086
	mh jobs list $words --json
	jq_is "... unless $words asks for them" \
	    '[.items[] | select(.kind == "sweep") | .state] | contains(["DONE"])' true
done
db "DELETE FROM job WHERE kind = 'purge'"
mh jobs list --state CANCELED --json
jq_is "--state" '[.items[].state] | unique | .[]' CANCELED
ends "a state that is none" 2 jobs list --state LOST
ends "jobs of a media file that is not there" 3 \
    jobs list --media 01900000-0000-7000-8000-000000000000
ends "jobs show" 0 jobs show "$job"
t_like "... tells of it" "$out" 'State +QUEUED'
t_like "... and when its turn is" "$out" $'\nDue( at)? +20'
ends "a job that is not there" 3 jobs show 4711
ends "a job that is none" 2 jobs show xyz

ends "a job that is under way is not retried" 4 jobs retry "$job"
says 'job_active'
ends "jobs cancel" 0 jobs cancel "$job"
t_is "... says so" "$out" "job $job is CANCELED"
ends "... once" 4 jobs cancel "$job"
ends "jobs retry" 0 jobs retry "$job" --json
jq_is "... says so" '.items[] | [.id, .state] | @tsv' "$job	QUEUED"
printf '%s\n\n  4711 \n' "$job" >"$T/ids"
input=$T/ids
ends "ids from standard input" 1 jobs cancel -
t_is "... of which one is there" "$out" "job $job is CANCELED"
echo "4711 or so" >"$T/ids"
ends "words that are none from there" 2 jobs cancel -
: >"$T/ids"
ends "nothing from there is nothing to do" 0 jobs cancel -
head -c 1000 /dev/zero | tr '\0' 1 >"$T/ids"
ends "a line without an end from there" 2 jobs cancel -
input=/dev/null
ends "retry wants ids or --all-dead" 2 jobs retry
ends "... not both" 2 jobs retry --all-dead "$job"

db "UPDATE job SET state = 'DEAD', finished_at = UTC_TIMESTAMP(3),
    attempt = 2, error_code = 'broken', error_message = 'moov not found'
    WHERE kind = 'process' AND media_file_id IS NOT NULL"
dead=$(db "SELECT COUNT(*) FROM job WHERE state = 'DEAD'")
worker_id=$(db "INSERT INTO worker (name, host, pid, version, slots)
    VALUES ('w', 'h', 1, '0', 1) RETURNING id")
db "INSERT INTO job_attempt (job_id, attempt, worker_id, ended_at, outcome,
    exit_code, error_message, last_lines)
    VALUES ($job, 1, $worker_id, UTC_TIMESTAMP(3), 'FAILED', 1, 'killed', 'x'),
    ($job, 2, $worker_id, UTC_TIMESTAMP(3), 'FAILED', 234, 'moov not found',
    'first line\nlast \Z\x1b line')"
db "INSERT INTO job_log (job_id, attempt, seq, line)
    VALUES ($job, 1, 1, 'began'), ($job, 2, 1, CONCAT('red ', CHAR(27), '[31m'))"
db "UPDATE job SET state = 'RUNNING', worker_id = $worker_id,
    finished_at = NULL WHERE id = $job"
mh jobs list --media "$first"
t_unlike "a job that is tried again has no reason yet" "$out" 'moov'
mh jobs show "$job"
t_unlike "... of its own" "$out" $'\nError message '
t_like "... but its attempts have theirs" "$out" 'FAILED.* moov not found'
db "UPDATE job SET state = 'DEAD', worker_id = NULL,
    finished_at = UTC_TIMESTAMP(3) WHERE id = $job"
mh jobs list --media "$first"
t_like "one that has failed has" "$out" 'DEAD.* moov not found'
mh jobs show "$job"
t_unlike "a job that has ended is not due" "$out" $'\nDue'
t_like "jobs show has the attempts" "$out" $'\nAttempts\n.*FAILED.* 234 '
t_like "... and the last lines of the last" "$out" \
    $'\nLast lines\nfirst line\nlast '
t_unlike "... no escape among them" "$out" $'\x1b'
mh jobs show "$job" --json
jq_is "... in JSON too" '.attempts | map(.exit_code) | @tsv' "1	234"
jq_is "... with lines" '.attempts[1].last_lines | split("\n") | .[0]' \
    "first line"
ends "jobs log" 0 jobs log "$job"
t_is "... has the attempts' lines" \
    "$(sed -E 's/^[0-9: -]{19}  //' "$T/out")" \
    $'attempt 1\nbegan\nattempt 2\nred \xef\xbf\xbd[31m'
mh jobs log "$job" --json
jq_is "... in JSON too" '[.items[] | .attempt, .seq] | @tsv' "1	1	2	1"
ends "the log of a job that is not there" 3 jobs log 4711
t_ok "there are some that are dead" test "$dead" -gt 1
ends "retry --all-dead" 0 jobs retry --all-dead
t_is "... queues all of them" "$(wc -l <"$T/out") $(db \
    "SELECT COUNT(*) FROM job WHERE state = 'DEAD'")" "$dead 0"
ends "... of which there are none now" 0 jobs retry --all-dead --json
jq_is "... in JSON too" '[.items, .errors | length] | @tsv' "0	0"
gone=$(db "SELECT MIN(id) FROM job
    WHERE kind = 'process' AND media_file_id IS NULL")
db "UPDATE job SET state = 'DEAD' WHERE id = $gone"
ends "... but for one whose media file is gone" 0 jobs retry --all-dead
t_like "... which is said" "$err" "^movie-house: $gone: .*\(media_gone\)"
says '^movie-house: 0 jobs are queued again\.$'
ends "... unless it is named" 4 jobs retry "$gone"
says "^movie-house: $gone: .*\(media_gone\)$"
db "UPDATE job SET state = 'DEAD', finished_at = UTC_TIMESTAMP(3)
    WHERE id = $job"
ends "with it, what can be is queued" 0 jobs retry --all-dead
t_is "... alone" "$out" "job $job is QUEUED"
says '^movie-house: 1 job is queued again\.$'
db "UPDATE job SET state = 'DONE' WHERE id = $gone"
ends "nothing that is dead is nothing to do" 0 jobs retry --all-dead
says '^movie-house: 0 jobs are queued again\.$'

# ---- queue ---------------------------------------------------------------
ends "queue show" 0 queue show
t_like "... counts the jobs" "$out" "encode +no +[1-9]"
ends "queue pause" 0 queue pause --reason "moving the disks"
t_is "... pauses" "$(db 'SELECT MIN(paused) FROM job_queue')" 1
t_like "... and says why" "$out" 'encode +yes .*moving the disks'
ends "queue resume" 0 queue resume --json
jq_is "... resumes" '[.items[].paused] | any' false

# ---- users and tokens ----------------------------------------------------
ends "users list" 0 users list
t_like "... has those of the test" "$out" 'editor +EDITOR +no'
echo 'a long enough one' >"$T/password"
ends "users add" 0 users add ana --role Editor --password-file "$T/password"
t_like "... prints its id" "$out" '^[0-9a-f-]{36}$'
ends "... once" 4 users add ANA --role viewer
says 'login_taken'
ends "... not without a role" 2 users add bob
ends "... nor with one that is none" 2 users add bob --role king
ends "... nor with letters that are none" 2 users add 'b b' --role viewer
echo short >"$T/short"
ends "... nor with a short password" 2 \
    users add bob --role viewer --password-file "$T/short"
says 'password: must have at least 10'
ends "... nor with a file that is not there" 3 \
    users add bob --role viewer --password-file "$T/none"
t_is "... which leaves nobody" "$(db "SELECT COUNT(*) FROM account
    WHERE login LIKE 'b%'")" 0
ends "users set-quota" 0 users set-quota ana --quota 100G
t_is "... in bytes" "$(db "SELECT quota_bytes FROM account
    WHERE login = 'ana'")" $((100 << 30))
ends "... none at all" 0 users set-quota ana --quota 0
ends "... as the settings say" 0 users set-quota ana --quota default --json
jq_is "... which is none of its own" '"\(.quota_bytes) \(.used_bytes)"' 'null 0'
ends "... not without one" 2 users set-quota ana
ends "... nor one that is none" 2 users set-quota ana --quota 1X
ends "users add with a quota" 0 users add bea --role viewer --quota 5M --json
jq_is "... has it" .quota_bytes $((5 << 20))
ends "tokens add" 0 tokens add ana --label backup --role viewer --days 2
t_like "... prints the token and nothing else" "$out" '^mh_[A-Za-z0-9_-]{43}$'
secret=$out
ends "... not above the account's role" 6 tokens add ana --role admin
ends "... nor for nobody" 3 tokens add nobody
ends "... nor for Ünknown" 3 tokens add Ünknown
ends "tokens list" 0 tokens list --json
jq_is "... knows it by its first letters" \
    '.items[] | select(.label == "backup") | "\(.login) \(.role) \(.prefix)"' \
    "ana VIEWER ${secret:0:9}"
t_unlike "... alone" "$out" "$secret"
token=$(jq -r '.items[] | select(.label == "backup").id' "$T/out")
ends "tokens revoke" 0 tokens revoke "$token"
ends "... once" 3 tokens revoke "$token"
ends "... and what is no id" 2 tokens revoke "$secret"
live="SELECT COUNT(*) FROM api_token k JOIN account a ON a.id = k.account_id
    WHERE a.login = 'ana' AND k.revoked_at IS NULL"
for words in "set-password ana --password-file -" "set-role ana --role viewer" \
    "disable ana"; do
	mh tokens add ana
	input=$T/password
	# shellcheck disable=SC2086
	ends "users $words" 0 users $words
	input=/dev/null
	t_is "... revokes its tokens" "$(db "$live")" 0
done
ends "users enable" 0 users enable ana
ends "the last admin stays" 4 users disable admin
says 'last_admin'
t_like "who did it is noted" "$(db "SELECT DISTINCT actor FROM audit
    WHERE action = 'account.change'")" "^tui:$(id -un)\$"

# ---- a terminal, a full disk ---------------------------------------------
long_name=$(printf 'x%.0s' {1..150})
db "UPDATE media_file SET original_name = '$long_name.mp4'
    WHERE pid = '$first'"
mh media list
t_like "elsewhere a long name is whole" "$out" "$long_name"
on_terminal 100 '' media list
t_like "on a terminal it is cut" "$out" 'x+…'
t_is "... to the terminal" "$(LC_ALL=C.UTF-8 wc -L <<<"$out")" 100
"$house" --config "$conf" media list >/dev/full 2>"$T/err"
t_is "what cannot be printed is a failure" $? 1
t_like "... and is said" "$(cat "$T/err")" 'output\.failed'

# ---- the database goes away ----------------------------------------------
end mariadb
ends "the database away" 5 media list
ends "... for a change too" 5 jobs retry "$job"
says "^movie-house: .*The database does not answer \\(socket "
ends "... and for an import" 5 import "$film"
t_is "... of which nothing is left" "$(ls "$T/data/incoming")" ''

t_done
