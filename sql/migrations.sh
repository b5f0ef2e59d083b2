#!/bin/sh
# Prints sql/migrations.c: every migration file as a C string, in order.
#	usage: migrations.sh FILE...
set -eu
printf '/* Made from sql/migrations/ by sql/migrations.sh. */\n'
printf '#include "config.h"\n\n#include "sql/migrate.h"\n\n'
printf 'const struct migration migrations[] = {\n'
for file in "$@"; do
	name=$(basename "$file" .sql)
	version=$(printf '%s' "${name%%_*}" | sed 's/^0*//')
	printf '\t{ %s, "%s",\n' "$version" "$name"
	# Comment lines stay out, so that a better comment is not a new file.
	sed -e '/^ *--/d' -e 's/ -- .*//' -e 's/\\/\\\\/g' -e 's/"/\\"/g' \
	    -e 's/^/\t    "/' -e 's/$/\\n"/' "$file"
	printf '\t},\n'
done
printf '\t{ 0 },\n};\n'
