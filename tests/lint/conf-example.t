#!/bin/bash
# The example of a settings file is what the table of settings makes of it.
. "${top_srcdir:-.}/tests/lint/lint.sh"

house=${top_builddir:-.}/tui/movie-house
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# This one depends on where the house is installed.
without_place()
{
	sed -E 's/^(# helper_dir = ).*/\1/' "$@"
}

"$house" config --example >"$work/example" 2>&1
diff <(without_place movie-house.conf.example) \
    <(without_place "$work/example") |
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

# One place for the data and one for the sockets, whoever speaks of them.
default()
{
	sed -n "s/^# $1 = \"\(.*\)\"$/\1/p" "$work/example"
}

for file in lighttpd.conf.example ops/{apache,nginx}.conf.example \
    ops/systemd/{tmpfiles.conf,movie-house-{fcgi@,worker}.service.in}; do
	for name in data_dir runtime_dir; do
		grep -qF -- "$(default $name)" "$file" || echo "$file: $name"
	done
done | none "the web servers and the units mean the default folders"
grep -n -e '--config' ops/systemd/*.in |
    none "the units leave it to the programs to find their settings"
grep -L '^StartLimitIntervalSec=0$' ops/systemd/*.in |
    none "the units never give up"

plan
