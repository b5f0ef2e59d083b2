#!/bin/bash
# What does not belong in the texts.
. "${top_srcdir:-.}/tests/lint/lint.sh"

# look_for PATTERN: in all our files but this one.
look_for()
{
	our_files | grep -v '^tests/lint/words\.t$' |
	    xargs -r -d '\n' grep -nHIE "$1"
}

look_for '\b(TODO|FIXME|XXX|HACK)\b' | none "nothing is left for later"
look_for '(^|[^a-z.])/(work|home/[a-z]+|Users)/|/tmp/b-' |
    none "no path of one machine"
look_for '^(<<<<<<<|>>>>>>>) ' | none "no unfinished merge"
our_files | grep -E '\.(c|h|t|sh|am|in|js|css|html|sql|md)$' |
    xargs -r -d '\n' grep -nHE '[[:space:]]+$' |
    none "no blanks at the ends of lines"
# Inputs of the fuzz targets are bytes, whatever they look like.
our_files | grep -v '^tests/fuzz/corpus/' | while read -r file; do
	[ ! -s "$file" ] || [ -z "$(tail -c 1 "$file" | tr -d '\n\0')" ] ||
	    ! grep -qI . "$file" || echo "$file"
done | none "every text ends with a line's end"

plan
