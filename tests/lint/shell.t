#!/bin/bash
# Every script can be read by its shell and be run.
. "${top_srcdir:-.}/tests/lint/lint.sh"

scripts=$(our_files | grep -vE '\.(c|h|js|css|html|json|md|sql)$' |
    while read -r file; do
	case $file in
	*.sh) echo "bash $file" ;;
	*) sed -n "1s|^#!/bin/\(ba\)\{0,1\}sh.*|\1sh $file|p" "$file" ;;
	esac
    done)

while read -r shell file; do
	"$shell" -n "$file" 2>&1
done <<<"$scripts" | none "every script can be read"

while read -r _ file; do
	case $file in
	*.sh | *.in) ;;
	*) [ -x "$file" ] || echo "$file" ;;
	esac
done <<<"$scripts" | none "every script can be run"

find tests -name '*.t' ! -path 'tests/lint/*' -exec grep -nHwE 'sleep' {} + |
    grep -v '# ' | none "no test waits by the clock without saying why"

find tests -name '*.t' | sort | while read -r file; do
	grep -qF "/${file##*/}" "${file%/*}/module.am" || echo "$file"
done | none "every test script is in its module.am"

plan
