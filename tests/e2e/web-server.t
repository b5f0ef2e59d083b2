#!/bin/bash
# lighttpd with the example configuration, which is the one that really runs.
. "${top_srcdir:-.}/tests/lib.sh"
. "$top_srcdir/tests/e2e/web-contract.sh"
. "$top_srcdir/tests/e2e/core-contract.sh"

web_folders
write_conf
web_start
web_contract

while read -r path; do
	api GET "$path"
	t_is "$path is simply not there" "$status" 404
done <<'END'
/originals/o1
/incoming/u1.part
/staging/m2/video.mp4
/media/%2e%2e/originals/o1
/media/..%2foriginals/o1
END
api GET /
t_is "the server keeps its name" "$(header Server)" ''

core_house
core_contract
streaming_contract

t_done
