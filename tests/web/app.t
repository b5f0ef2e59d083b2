#!/bin/sh
# The page's own functions, by node's test runner.
if ! command -v node >/dev/null; then
	echo "1..0 # SKIP node is not installed"
	exit 0
fi
WWW=$(cd "$top_srcdir/www" && pwd)
export WWW
exec node --test-reporter=tap "$top_srcdir/tests/web/app.test.js"
