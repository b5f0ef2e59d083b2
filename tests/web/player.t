#!/bin/sh
# The page in Debian's chromium. Looks at the house that MOVIE_HOUSE_URL or
# MOVIE_HOUSE_SOCKET names.
skip()
{
	echo "1..0 # SKIP $1"
	exit 0
}

CHROMIUM=${CHROMIUM:-$(command -v chromium)}
export CHROMIUM
command -v node >/dev/null || skip "node is not installed"
command -v npm >/dev/null || skip "npm is not installed"
test -n "$CHROMIUM" || skip "chromium is not installed"
test -n "$MOVIE_HOUSE_URL$MOVIE_HOUSE_SOCKET" || skip "no house to look at"

# The packages of the lock file live beside a copy of the test, since node
# looks for them there and the source tree may be read-only.
run=$top_builddir/tests/web/run
mkdir -p "$run" || exit 99
for file in package.json package-lock.json .npmrc house.js player.test.js; do
	cp -f "$top_srcdir/tests/web/$file" "$run/" || exit 99
done
cd "$run" || exit 99
npm ci --ignore-scripts --no-audit --no-fund --prefer-offline \
	--loglevel=error >npm.log 2>&1 || skip "npm could not fetch the tools"

exec node --test-reporter=tap player.test.js
