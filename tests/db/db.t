#!/bin/bash
# The programs of tests/db against a real MariaDB: each makes a database of
# its own there.
. "${top_srcdir:-.}/tests/lib.sh"

db_start
export TEST_DB_SOCKET=$db_socket TMPDIR=$T CMOCKA_MESSAGE_OUTPUT=TAP
for program in "$top_builddir"/tests/db/{accounts,catalog,guards,jobs,pages,people,posters,statements,webhooks}; do
	name=${program##*/}
	"$program" >"$T/out" 2>"$T/logs/$name"
	code=$?
	while read -r line; do
		case $line in
		ok*) t_result 0 "$name: ${line#*- }" ;;
		"not ok"*) t_result 1 "$name: ${line#*- }" ;;
		"#"*) echo "$line" ;;
		esac
	done <"$T/out"
	t_is "$name ends well" "$code" 0
done
t_done
