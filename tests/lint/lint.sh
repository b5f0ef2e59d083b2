# shellcheck shell=bash
# Sourced by the lint scripts: TAP from lists of offenders.
set -u
shopt -s lastpipe # `... | none` counts in this shell

cd "${top_srcdir:-.}" || exit 1
rooms=(base sql film house fcgi worker tui)
count=0
failed=0

# none DESCRIPTION: standard input, one offender a line, is empty.
none()
{
	local offenders

	offenders=$(cat)
	count=$((count + 1))
	if [ -z "$offenders" ]; then
		echo "ok $count - $1"
	else
		failed=1
		echo "not ok $count - $1"
		printf '%s\n' "$offenders" | sed 's/^/# /'
	fi
}

# The end of each script.
plan()
{
	echo "1..$count"
	exit $failed
}

# c_files ROOM...: its .c and .h
c_files()
{
	find "$@" -name '*.[ch]' | sort
}

# Every text that is ours: what git knows, or what the tarball holds.
our_files()
{
	if [ -e .git ] && git ls-files >/dev/null 2>&1; then
		git ls-files --cached --others --exclude-standard
	else
		find . \( -name Makefile.in -o -name configure \
		    -o -name config.h.in -o -name aclocal.m4 \
		    -o -path ./build-aux -o -path ./m4 -o -path ./build \
		    -o -path './_*' -o -path ./tests/templates \
		    -o -path ./var -o -name autom4te.cache \
		    -o -name node_modules -o -name .git \) \
		    -prune -o -type f -print | sed 's|^\./||'
	fi | while read -r file; do
		[ ! -f "$file" ] || echo "$file"
	done
}
