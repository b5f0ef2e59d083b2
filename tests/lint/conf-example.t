#!/bin/bash
# The example of a settings file is what the table of settings makes of it.
. "${top_srcdir:-.}/tests/lint/lint.sh"

house=${top_builddir:-.}/tui/movie-house
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# These two depend on where the house is installed.
without_places()
{
	sed -E 's/^(# )?((data|helper)_dir = ).*/\1\2/' "$@"
}

"$house" config --example >"$work/example" 2>&1
diff <(without_places movie-house.conf.example) \
    <(without_places "$work/example") |
    none "the example says what movie-house config --example says"

# Every second line, from the second on, of three: the settings themselves.
sed -n 's/^# \([a-z_]* = \)/\1/p' "$work/example" >"$work/all"
[ -s "$work/all" ] || echo empty >>"$work/all"
"$house" --config "$work/all" config --check 2>&1 |
    grep -v '^The settings are in order\.$' |
    none "every line of the example is a setting that is accepted"
diff <("$house" --config /dev/null config 2>&1) \
    <("$house" --config "$work/all" config 2>&1) |
    none "the example's settings are the defaults"

plan
