#!/bin/bash
# The form of C: clang-format decides, and a header stands alone.
. "${top_srcdir:-.}/tests/lint/lint.sh"

c_files "${rooms[@]}" tests bench |
    xargs clang-format --dry-run -Werror 2>&1 | grep -E 'error:' |
    none "clang-format has nothing to change"

libraries='fcgi libmariadb json-c ncursesw talloc libconfuse libsodium'
for header in $(c_files "${rooms[@]}" | grep '\.h$'); do
	printf '#include "%s"\n' "$header"
done | while read -r line; do
	# shellcheck disable=SC2046,SC2086
	echo "$line" | gcc -std=gnu11 -fsyntax-only -Wall -D_GNU_SOURCE \
	    -I. -I"${top_builddir:-.}" $(pkg-config --cflags $libraries) \
	    -x c - 2>&1 | head -n 3
done | none "every header compiles alone"

plan
