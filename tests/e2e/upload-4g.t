#!/bin/bash
# A film of more than 4 GiB: no number on its way has only 32 bits, and no
# program on its way holds it in memory.
. "${top_srcdir:-.}/tests/lib.sh"

size=$((4 * 1024 * 1024 * 1024 + 5))
peak_kib=$((64 * 1024))
patience=300

# memory NAME: the most it ever held, in KiB.
memory()
{
	awk '/^VmHWM/ { print $2 }' "/proc/${pids[$1]}/status"
}

free=$(df -k --output=avail "$T" | tail -n 1)
if ((free < 3 * size / 1024)); then
	echo "1..0 # SKIP not enough free disk below $T"
	exit 0
fi
stack_start
# A client that takes its time, while the other one does not.
head -c 2400000 /dev/urandom >"$T/small"
run slow curl -sS "${curl_to[@]}" --limit-rate 60K -o "$T/slow.body" -X POST \
    -H 'Content-Type: video/mp4' -T "$T/small" "$url/api/v1/uploads?filename=slow.mp4"
# Holes cost nothing to read, and the ends are unlike the middle.
printf 'begin' >"$T/film"
truncate -s $((size - 3)) "$T/film"
printf 'end' >>"$T/film"

id=$(upload "$T/film" film.mp4)
api GET "/api/v1/media-files/$id"
t_is "all of it is counted" "$status $(json .size_bytes)" "200 $size"
t_ok "it arrived byte for byte" cmp "$T/film" "$T/data/originals/$id"
wait "${pids[slow]}"
unset "pids[slow]"
slow=$(jq -r .id "$T/slow.body")
t_ok "so did the one that took its time" cmp "$T/small" "$T/data/originals/$slow"
t_is "its row was kept alive" "$(db "SELECT state = 'DONE' AND
    TIMESTAMPDIFF(SECOND, created_at, expires_at) >= 930
    FROM upload WHERE pid = '$slow'")" 1
t_is "the spool is empty again" "$(ls -A "$T/data/spool")" ''
rm -f "$T/data/originals/$id"
for name in upload lighttpd; do
	t_note "$name held $(memory $name) KiB at most"
	t_ok "$name holds little of it" test "$(memory $name)" -lt $peak_kib
done

t_done
