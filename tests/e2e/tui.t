#!/bin/bash
# The screen, driven as a person would: the real program in a tmux of its own,
# a real MariaDB, a real worker.  Nothing waits by the clock: after its keys
# each step sends a private one, which the program answers in its output once
# it has read and drawn all there is (MOVIE_HOUSE_TUI_TEST).
. "${top_srcdir:-.}/tests/lib.sh"

command -v tmux >/dev/null || { echo "1..0 # SKIP there is no tmux"; exit 0; }

mux()
{
	tmux -S "$T/tmux.sock" "$@"
}

mux_start()
{
	run tmux tmux -S "$T/tmux.sock" -f /dev/null -D
	wait_for "tmux listens" test -S "$T/tmux.sock" || t_done
	mux set -g status off \; set -s escape-time 0 \; \
	    set-hook -g pane-title-changed 'wait-for -S drawn'
}

# screen_start COLUMNS ROWS [VARIABLE=VALUE...]
screen_start()
{
	mux kill-session -t screen 2>/dev/null
	title=
	mux new-session -d -s screen -x "$1" -y "$2" \
	    "env MOVIE_HOUSE_TUI_TEST=1 ${*:3} '$house' --config '$conf' \
	        2>>'$T/logs/screen'; echo \$? >'$T/exit'"
	press
}

# look COMMAND...: what tmux is told first; then, once the title says another
# number, the screen into $screen.
look()
{
	local was=$title told

	while told=$(timeout 60 tmux -S "$T/tmux.sock" "$@" wait-for drawn \; \
	    display-message -t screen -p '#{pane_title}' \; \
	    capture-pane -t screen -p); do
		title=${told%%$'\n'*}
		screen=${told#*$'\n'}
		[[ $title != sync:* || $title = "$was" ]] || return 0
		set --
	done
	screen="no answer"
}

# press KEY...: as tmux calls them; the screen is in $screen then.
press()
{
	look send-keys -t screen "$@" \; \
	    send-keys -t screen -H 1b 5b 39 39 7e \;
}

# type TEXT: letter by letter, no names of keys.
type()
{
	press -l "$1"
}

line() # PATTERN: the first line that has it
{
	grep -m 1 -E -- "$1" <<<"$screen"
}

percent_of() # TITLE
{
	line "$1" | grep -oE '[0-9]+%' | tr -d %
}

# shows PATTERN: now, or once it has been read again
shows()
{
	press
	line "$1"
}

shows_not()
{
	press
	! line "$1"
}

has_moved() # TITLE: its bar, since $seen
{
	press
	(($(percent_of "$1" || echo 0) > seen))
}

state_of() # TITLE
{
	db "SELECT j.state FROM job j JOIN media_file f
	    ON f.id = j.media_file_id WHERE f.original_name = '$1'
	    ORDER BY j.id DESC LIMIT 1"
}

title=
screen=
tries=0
db_flags=() # it is killed, and must have kept what it has said
stack_start
mux_start
short=$(film short 2)
worker_start w1 --name attic --slots 1

# ---- the queue -----------------------------------------------------------
slow=$(upload "$(film slow 40)" "Slow film.mp4")
upload "$short" "Second film.mp4" >/dev/null
upload "$short" "Third film.mp4" >/dev/null
screen_start 80 24
t_like "it begins with the queue" "$screen" '\[4 Queue\]'
t_like "what waits is there" "$(line Second)" '^  #2 .*WAIT'
wait_for "what runs is there" shows 'Slow film.mp4 +RUN +[█▏▎▍▌▋▊▉░]+'
t_like "the cursor stands on what runs" "$(line 'Slow')" '^▸ #1'
seen=0
wait_for "its bar moves" has_moved Slow
seen=$(percent_of Slow)
wait_for "and goes on" has_moved Slow
t_ok "bar and number grow" test "$(percent_of Slow)" -gt "$seen"
t_like "sums stand below" "$screen" '1 run  2 wait  0 retry  0 failed'
t_like "and where one is" "$screen" '1 of 3'

press j
t_like "j goes down" "$(line Second)" '^▸'
press x
t_like "x asks first" "$screen" 'Cancel\?.*1 job'
press Enter
t_unlike "Enter alone closes the question" "$screen" 'Cancel\?'
t_is "and does nothing" "$(state_of 'Second film.mp4')" QUEUED
press x
press y
t_is "y cancels" "$(state_of 'Second film.mp4')" CANCELED
t_like "which is said" "$screen" '1 job cancelled'
t_unlike "it is no longer live" "$screen" 'Second film'
db "INSERT INTO job (queue, kind, state, due_at, finished_at) VALUES
    ('upkeep', 'sweep', 'DONE', UTC_TIMESTAMP(3) + INTERVAL 1 DAY,
    UTC_TIMESTAMP(3))"
press f
press f
press f
t_like "f shows what has ended" "$(line Second)" '^▸ #2 .*CANCELED'
t_unlike "but not the house's chores" "$screen" ' sweep '
press r
t_like "r queues it again" "$(state_of 'Second film.mp4')" 'QUEUED|RUNNING|DONE'
t_like "which is said, too" "$screen" '1 job queued again'
t_like "the book of changes knows who it was" "$(db "SELECT actor, action
    FROM audit WHERE actor LIKE 'tui:%' ORDER BY id" | xargs)" \
    'tui:[^ ]+ job.cancel tui:[^ ]+ job.retry'

press f
t_like "which are among all" "$screen" ' sweep .*shown: all'
press f
t_like "after the last kind comes the first" "$screen" 'shown: live'
press p
t_like "p pauses the queue" "$screen" 'The queue is paused'
press p
t_like "and lets it go on" "$screen" 'The queue goes on'
press G
press Space
press g g
t_like "a tag stays where it was put" "$screen" '▌ #.*1 tagged'
press Escape
t_unlike "Escape takes tags back" "$screen" 'tagged'
press -
wanted=$(db "SELECT priority FROM job WHERE id = 1")
t_is "the job under the cursor goes later" "$wanted" 6

# ---- a job ---------------------------------------------------------------
press g g
press Enter
t_like "Enter opens the job" "$screen" 'Job #1  process  Slow film.mp4'
t_like "with how it goes" "$screen" 'Total +[█▏▎▍▌▋▊▉░]+ +[0-9]+%'
t_like "and its attempts" "$(line running)" '1 .*running'
press x
press Enter
t_is "Enter alone cancels nothing here, either" "$(state_of 'Slow film.mp4')" \
    RUNNING
press Escape
t_like "Escape goes back" "$screen" 'JOB +TITLE'

# ---- the database goes, and comes back -----------------------------------
before=$(line Slow)
end mariadb KILL
wait_for "that it has gone is seen" shows 'DB away'
t_like "what was known stays" "$(line Slow)" '#1 '
press x
t_like "changes are refused" "$screen" 'cancel: the database is away'
press 2
press 4
t_like "the program goes on" "$screen" '\[4 Queue\]'
db_run
wait_for "it is found again" shows_not 'DB away'
wait_for "and the film goes on" shows '#1 .*(RUN|WAIT|RETRY)'
t_unlike "the line has gone" "$screen" 'DB away'

# ---- what failed ---------------------------------------------------------
printf 'no film\n' >"$T/broken.mp4"
broken=$(upload "$T/broken.mp4" "Broken film.mp4")
press g g x
press y
wait_for "the slow one has stopped" shows_not 'Slow film'
wait_for "the broken one fails" shows 'Broken film.mp4.*FAILED'
press R
t_like "R asks" "$screen" 'Try all failed jobs again\?'
press Enter
t_is "Enter alone retries nothing" "$(db "SELECT COUNT(*) FROM audit
    WHERE action = 'job.retry'")" 1
press R
press y
t_is "y does" "$(db "SELECT COUNT(*) FROM audit WHERE action = 'job.retry'")" 2
wait_for "it fails again" shows 'Broken film.mp4.*FAILED'

# ---- media files ---------------------------------------------------------
press 3
t_like "3 shows media files" "$screen" '\[3 Media\].*ORIGINAL'
press /
type Broken
press Enter
t_like "a filter finds one" "$screen" '1 of 1'
press d
t_like "d asks, and wants to be sure" "$screen" 'Type 1 to confirm'
press Enter
t_is "Enter alone deletes nothing" "$(media_status "$broken")" ERROR
press d
type 7
press Enter
t_is "nor does another number" "$(media_status "$broken")" ERROR
press d
type 1
press Enter
t_is "the number does" "$(media_status "$broken")" 404
press Escape
t_unlike "Escape takes the filter back" "$screen" '/Broken'
t_unlike "and it is gone" "$screen" 'Broken film'
press /
type "Second"
press Enter
wait_status "$(db "SELECT pid FROM media_file
    WHERE original_name = 'Second film.mp4'")" READY
press D
press Enter
t_is "Enter alone drops nothing" "$(db "SELECT status FROM media_file
    WHERE original_name = 'Second film.mp4'")" READY
press D
press y
t_is "y drops what was made" "$(db "SELECT status FROM media_file
    WHERE original_name = 'Second film.mp4'")" UPLOADED
press r
wait_status "$(db "SELECT pid FROM media_file
    WHERE original_name = 'Second film.mp4'")" READY
t_like "r encodes it again" "$(shows READY)" 'Second.*READY'

printf '1\n00:00:00,000 --> 00:00:01,000\nHola\n' >"$T/es.srt"
press Enter
t_like "Enter shows all that is known of one" "$screen" \
    'Used by +nobody.*Renditions'
press a
type "$T/none.srt"
press Tab
type es
press C-s
t_like "a file must be there" "$screen" 'there is no such file'
press BTab C-u
type "$T/es.srt"
press C-s
t_is "subtitles are added" "$(db "SELECT language, file_name FROM subtitle" |
    xargs)" "es es.srt"
wait_for "and are seen" shows 'es +.*1 cues'
press G
while ! line '^▸ +es ' && line '^▸ +[^M]' && ((tries++ < 40)); do
	press k
done
press x
t_like "x asks" "$screen" 'Take the subtitle away\?'
press Enter
t_is "Enter alone takes none away" "$(db "SELECT COUNT(*) FROM subtitle")" 1
press x
press y
t_is "y does" "$(db "SELECT COUNT(*) FROM subtitle")" 0
press D
press Enter
t_is "Enter alone drops nothing here, either" "$(db "SELECT status
    FROM media_file WHERE original_name = 'Second film.mp4'")" READY
press d
t_like "d wants to be sure here, too" "$screen" 'Type 1 to confirm'
press Enter
t_is "Enter alone deletes nothing here" "$(db "SELECT status
    FROM media_file WHERE original_name = 'Second film.mp4'")" READY
press Escape

# ---- the library ---------------------------------------------------------
for title in Amélie '七人の侍' 'Evil \u202Eeltit'; do
	api_json POST /api/v1/movies "{\"title\": \"$title\", \"year\": 1954}"
done
press 2
t_like "2 shows movies" "$screen" '\[2 Library\].*TITLE'
t_like "wide characters keep their columns" "$(line 侍)" \
    '^  七人の侍 +1954 '
t_unlike "what would turn the line round is not shown" "$screen" $'\u202e'
press /
type Am
press Enter
press d
t_like "d asks" "$screen" 'Into the trash\?'
press Enter
t_is "Enter alone trashes nothing" \
    "$(db "SELECT COUNT(*) FROM movie WHERE in_trash = 1")" 0
press d
press y
t_is "y does" "$(db "SELECT title FROM movie WHERE in_trash = 1")" Amélie
press f
press f
press f
t_like "the trash can be seen" "$(line 'Amélie')" '^▸ Amélie'
press u
t_is "u takes it out" "$(db "SELECT COUNT(*) FROM movie WHERE in_trash = 1")" 0

# ---- forms ---------------------------------------------------------------
press f
press n
t_like "n opens an empty form" "$screen" 'New movie   0 changes'
press C-s
t_like "nothing is no movie" "$screen" 'Nothing is changed'
type Heat
press Tab Tab Tab
type 1066
t_like "a rule speaks while one types" "$(line 1066)" '✖'
press C-s
t_is "and nothing is saved" \
    "$(db "SELECT COUNT(*) FROM movie WHERE title = 'Heat'")" 0
press BSpace BSpace BSpace BSpace
type 1995
press C-s
t_like "a good one is" "$screen" 'The movie is saved'
t_is "as it was typed" "$(db "SELECT title, year FROM movie
    WHERE title = 'Heat'" | xargs)" "Heat 1995"
press Escape
press /
type Heat
press Enter
press e
t_like "e opens what is there" "$screen" 'Edit movie.*Year +1995'
type " (again)"
api_json PATCH "/api/v1/movies/$(db "SELECT pid FROM movie
    WHERE title = 'Heat'")" '{"rating": "16"}' -H 'If-Match: *'
press C-s
t_like "somebody else was faster" "$screen" 'has changed it meanwhile'
t_is "which is not lost" "$(db "SELECT title FROM movie WHERE year = 1995")" Heat
press C-s
t_is "but can be overwritten" "$(db "SELECT title, rating FROM movie
    WHERE year = 1995" | xargs)" "Heat (again) 16"
press e
type " or never"
press Escape
t_is "Escape changes nothing" "$(db "SELECT title FROM movie
    WHERE year = 1995")" "Heat (again)"

press e
press Tab Tab Tab Tab
type "Dra"
press C-n
t_like "^N looks for genres" "$screen" 'Genres.*There is nothing'
press Enter
type "ma, Crime"
press C-s
t_is "genres are words with commas" "$(db "SELECT GROUP_CONCAT(g.name
    ORDER BY l.place) FROM movie_genre l JOIN genre g ON g.id = l.genre_id")" \
    Drama,Crime
press e
press Tab Tab Tab Tab
type ", cri"
press C-n
t_like "which are found again" "$screen" 'Crime'
press Escape
press Tab Tab
t_like "a movie has no film at first" "$(line 'Media file')" 'none'
press Enter
t_like "one that nobody uses can be picked" "$screen" \
    'nobody uses.*Second film.mp4'
type "Third"
t_unlike "searched as one types" "$screen" 'Second film'
press C-u
type "Second"
press Enter
t_like "and stands there by its name" "$(line 'Media file')" 'Second film.mp4'
press C-s
t_is "it is attached" "$(db "SELECT f.original_name FROM movie m
    JOIN media_file f ON f.id = m.media_file_id WHERE m.year = 1995")" \
    "Second film.mp4"
press e
press Tab Tab Tab Tab Tab Tab
t_like "a form calls it by its name" "$(line 'Media file')" \
    'Second film.mp4 +READY'
press BSpace
press C-s
t_is "and detached" "$(db "SELECT media_file_id FROM movie
    WHERE year = 1995")" NULL

api_json POST /api/v1/series '{"title": "Borgen"}'
api_json POST "/api/v1/series/$(json .id)/seasons" '{"number": 1}'
api_json POST "/api/v1/seasons/$(json .id)/episodes" \
    '{"number": 2, "title": "Count to 90"}'
press Tab
t_like "Tab shows series" "$(line Borgen)" '^▸ ▸ Borgen +1 season +1 ep'
press l
t_like "l opens one" "$(line 'Season 1')" '^    ▸ Season 1 +1 ep'
press j
press l
t_like "and a season in it" "$(line Count)" '^ +2  Count to 90 .*no file'
press n
t_like "n makes an episode of the season" "$screen" 'New episode'
type 1
press Tab
type Decency
press C-s
t_like "which is there" "$(line Decency)" '^ +1  Decency'
press N
t_like "N makes a season" "$screen" 'New season'
type 2
press C-s
t_like "which is there, too" "$(line 'Season 2')" '^    ▸ Season 2 +0 ep'

episodes_are() # what "season.number title" there is, in order
{
	db "SELECT CONCAT(n.number, '.', e.number, ' ', e.title)
	    FROM episode e JOIN season n ON n.id = e.season_id
	    WHERE e.in_trash = 0 ORDER BY n.number, e.number" | paste -sd,
}
press j
press J
t_is "J puts an episode behind the next one" "$(episodes_are)" \
    "1.1 Count to 90,1.2 Decency"
t_like "where the cursor stays" "$(line Decency)" '^▸ +2  Decency'
press K
t_is "K before it" "$(episodes_are)" "1.1 Decency,1.2 Count to 90"
press m
t_like "m wants to know what" "$screen" 'no episodes are tagged'
press Space
press G
t_like "(here is another season)" "$(line 'Season 2')" '^▸'
press m
t_is "and moves it here" "$(episodes_are)" "1.2 Count to 90,2.1 Decency"
press d
t_like "a season has no trash" "$screen" 'Delete the season for ever\?'
press Enter
t_is "Enter alone deletes none" "$(db "SELECT COUNT(*) FROM season")" 2
press d
type 1
press Enter
t_is "the number does" "$(episodes_are)" "1.2 Count to 90"
press k
press '#'
t_is "# numbers what is left from 1" "$(episodes_are)" "1.1 Count to 90"
press j
t_like "(this is an episode)" "$(line Count)" '^▸'
press d
press Enter
t_is "Enter alone trashes no episode" \
    "$(db "SELECT COUNT(*) FROM episode WHERE in_trash = 1")" 0
press d
press y
t_is "y does" "$(db "SELECT title FROM episode WHERE in_trash = 1")" \
    "Count to 90"
press g g
press d
press Enter
t_is "nor a series" "$(db "SELECT COUNT(*) FROM series WHERE in_trash = 1")" 0
press d
press y
t_is "y does, too" "$(db "SELECT title FROM series WHERE in_trash = 1")" Borgen

# ---- the trash -----------------------------------------------------------
press Tab
t_like "Tab shows the trash" "$(line 'Borgen +series')" '^▸ Borgen'
t_like "with what is part of something" "$screen" 'Borgen S01E01  Count to 90'
press u
t_is "u takes it out" "$(db "SELECT COUNT(*) FROM series WHERE in_trash = 1")" 0
press d
t_like "d is for ever" "$screen" 'Type 1 to confirm'
press Enter
t_is "Enter alone deletes nothing" "$(db "SELECT COUNT(*) FROM episode")" 1
press d
type 1
press Enter
t_is "the number does that, too" "$(db "SELECT COUNT(*) FROM episode")" 0
t_like "and nothing is left" "$screen" 'The trash is empty'
press Tab

# ---- uploads, users ------------------------------------------------------
api POST /api/v1/uploads/tus -H 'Tus-Resumable: 1.0.0' \
    -H 'Upload-Length: 5000' -H 'Content-Length: 0' \
    -H "Upload-Metadata: filename $(printf cut.mp4 | base64)"
press 6
t_like "6 shows what is being uploaded" "$(line cut.mp4)" '^▸ cut.mp4 .*0%'
press x
press Enter
t_is "Enter alone gives nothing up" "$(db "SELECT COUNT(*) FROM upload
    WHERE state = 'OPEN'")" 1
press x
press y
t_is "y does" "$(db "SELECT COUNT(*) FROM upload WHERE state = 'OPEN'")" 0
press 7
t_like "7 shows who there is" "$(line editor)" 'editor +EDITOR'
press g g t
type "for a script"
press C-s
t_like "a new token is shown" "$screen" 'The new token'
token=$(grep -oE 'mh_[A-Za-z0-9_-]+' <<<"$screen")
press x
t_like "until one has read it" "$screen" "$token"
press Enter
t_unlike "and then no more" "$screen" "$token"
as_token "$token"
api GET /api/v1/session
t_is "it opens the door" "$status" 200
press Enter
t_like "Enter lists tokens" "$(line script)" '^▸ admin .*for a script'
press x
press Enter
api GET /api/v1/session
t_is "Enter alone revokes nothing" "$status" 200
press x
press y
api GET /api/v1/session
t_is "y does" "$status" 401
as_role admin
press Escape
press j D
press Enter
t_is "Enter alone disables nobody" "$(db "SELECT COUNT(*) FROM account
    WHERE disabled = 1")" 0
press D
press y
t_is "y does" "$(db "SELECT login FROM account WHERE disabled = 1")" editor
press D
t_is "D lets the account in again" "$(db "SELECT COUNT(*) FROM account
    WHERE disabled = 1")" 0

press n
type ana
press Tab Space Tab
type "a long secret"
t_unlike "a password is not shown" "$screen" 'secret'
press Tab
type 2G
press C-s
t_like "a new user is there" "$(line ' ana ')" 'VIEWER .*yes'
t_is "with a quota" "$(db "SELECT quota_bytes FROM account
    WHERE login = 'ana'")" 2147483648
api POST /api/v1/session -H 'Content-Type: application/json' \
    -d '{"login": "ana", "password": "a long secret"}'
t_like "and comes in by that password" "$status" '20.'
press g g
press j
t_like "(the cursor is on it)" "$(line ' ana ')" '^▸'
press e
t_like "e shows its role" "$screen" '\(●\) VIEWER'
press Right
press C-s
t_is "and changes it" "$(db "SELECT role FROM account
    WHERE login = 'ana'")" EDITOR
press P
type "another secret"
press C-s
api POST /api/v1/session -H 'Content-Type: application/json' \
    -d '{"login": "ana", "password": "another secret"}'
t_like "P gives another password" "$status" '20.'
as_role admin

# ---- the rest of it ------------------------------------------------------
press 5
t_like "5 shows workers" "$(line attic)" 'attic +.*:[0-9]+'
press D
press Enter
t_is "Enter alone drains nobody" "$(db "SELECT state FROM worker")" ACTIVE
press D
press y
t_is "y does" "$(db "SELECT state FROM worker")" DRAINING
press R
t_is "R lets it go on" "$(db "SELECT state FROM worker")" ACTIVE
press 1
t_like "1 shows the house at a glance" "$screen" 'Attention'
press '?'
t_like "? shows the keys" "$screen" 'Keys: Dashboard'
press Escape
press :
type work
press Enter
t_like "a name does what its key does" "$screen" '\[5 Workers\]'

# Nothing has changed: nothing is written but the answer to the test.
press 4
mux pipe-pane -t screen "cat >'$T/written'"
press
press
mux pipe-pane -t screen
wait_for "what was written is here" grep -q sync "$T/written"
t_is "an idle screen writes nothing" \
    "$(sed 's/\x1b]2;sync:[0-9]* [0-9x]*\x07//g' "$T/written" | wc -c)" 0

mux resize-window -t screen -x 40 -y 10
wait_for "it is drawn in its new size" shows '^ \[4 Queue\]'
t_ok "no line is longer" test "$(wc -L <<<"$screen")" -le 40
mux resize-window -t screen -x 29 -y 5
wait_for "too small a screen says so" shows 'too small'
mux resize-window -t screen -x 120 -y 40
wait_for "and a large one has room for more" shows 'KIND.*SPEED.*AGE'
mux send-keys -t screen q
wait_for "q leaves" test -s "$T/exit"
t_is "in peace" "$(cat "$T/exit")" 0

rm "$T/exit"
screen_start 80 24 TERM=nobody-knows NO_COLOR=1
t_like "a terminal that nobody knows will do" "$screen" '\[4 Queue\]'
pid=$(mux list-panes -t screen -F '#{pane_pid}')
kill -TERM "$(pgrep -P "$pid" -f movie-house)"
wait_for "a signal ends it" test -s "$T/exit"
t_is "by that signal" "$(cat "$T/exit")" 143
rm "$T/exit"
screen_start 80 24 LC_ALL=C
t_like "where there is ASCII alone, it is ASCII" "$(LC_ALL=C tr -d ' -~\n' \
    <<<"$screen" | wc -c) $screen" '^0 .*\[4 Queue\]'
mux send-keys -t screen q
wait_for "it leaves" test -s "$T/exit"

t_done
