#!/bin/bash
# Small functions in small files.
. "${top_srcdir:-.}/tests/lint/lint.sh"

# pmccabe: modified, McCabe, statements, first line, lines, file(line): name
functions=$(c_files "${rooms[@]}" | grep '\.c$' | xargs pmccabe)

echo "$functions" | awk '$2 > 15 { print $2, $6, $7 }' |
    none "no function has more than 15 ways through"
echo "$functions" | awk '$5 > 60 { print $5, $6, $7 }' |
    none "no function is longer than 60 lines"
echo "$functions" | awk '{ print $5 }' | sort -n |
    awk '{ n[NR] = $1 } END { m = n[int((NR + 1) / 2)]; if (m > 17) print m }' |
    none "half of the functions have 17 lines or fewer"
c_files "${rooms[@]}" | grep '\.c$' | xargs wc -l |
    awk '$2 != "total" && $1 > 450' |
    none "no file is longer than 450 lines"

plan
