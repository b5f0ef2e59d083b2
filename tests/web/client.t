#!/bin/bash
# The page in Debian's chromium, at a house of its own, or at the one that
# MOVIE_HOUSE_URL names (what else can be said: see client.test.js).
skip()
{
	echo "1..0 # SKIP $1"
	exit 0
}

CHROMIUM=${CHROMIUM:-$(command -v chromium)}
export CHROMIUM
[ -n "$CHROMIUM" ] || skip "chromium is not installed"
command -v node >/dev/null || skip "node is not installed"
command -v npm >/dev/null || skip "npm is not installed"

. "${top_srcdir:-.}/tests/lib.sh"

# Node looks for the packages of the lock file beside the test, and the
# source tree may be read-only.
browser=$T/browser
mkdir "$browser"
cp "$top_srcdir"/tests/web/{package.json,package-lock.json,.npmrc} \
    "$top_srcdir"/tests/web/{house.js,client.test.js} "$browser/"
(cd "$browser" && npm ci --ignore-scripts --no-audit --no-fund \
    --prefer-offline --loglevel=error >npm.log 2>&1) ||
    skip "npm could not fetch the tools"

# with_room MIB: the MP4 of stdin with so many of them in a box that players
# skip, so that its upload takes several requests.
with_room()
{
	cat
	printf "\\x$(printf %08x $(($1 * 1048576 + 8)) | sed 's/../&\\x/g; s/\\x$//')free"
	head -c $(($1 * 1048576)) /dev/zero
}

MOVIE_HOUSE_ACCOUNTS=${MOVIE_HOUSE_ACCOUNTS-}
if [ -z "${MOVIE_HOUSE_URL-}" ]; then
	pages=$top_builddir/pages
	[ -s "$pages/vendor/hls.LICENSE" ] ||
	    skip "this house is built without hls.js"
	setting public_read true
	setting insecure_cookie true
	stack_start --port
	worker_start
	MOVIE_HOUSE_URL=$url/
	for role in viewer editor admin; do
		MOVIE_HOUSE_ACCOUNTS+="$role:$(password_of $role) "
	done
	MOVIE_HOUSE_FILM=$T/The.Long.Night.1962.720p.mp4
	with_room 20 <"$(film night 12 -g 50 -map 0 -map 1 -map 1 \
	    -metadata:s:a:0 language=eng -metadata:s:a:1 language=spa)" \
	    >"$MOVIE_HOUSE_FILM"
	MOVIE_HOUSE_SHORT=$(film short 3)
	MOVIE_HOUSE_BROKEN=$T/not_a_film.mp4
	head -c 100000 /dev/urandom >"$MOVIE_HOUSE_BROKEN"
	export MOVIE_HOUSE_ACCOUNTS MOVIE_HOUSE_FILM MOVIE_HOUSE_SHORT \
	    MOVIE_HOUSE_BROKEN
fi
export MOVIE_HOUSE_URL

cd "$browser" || exit 1
said=$T/browser.tap
node --test-reporter=tap client.test.js >"$said" 2>&1
code=$?
while IFS= read -r line; do
	case $line in
	'ok '*) t_result 0 "${line#* - }" ;;
	'not ok '*) t_result 1 "${line#* - }" ;;
	esac
done <"$said"
t_is "the browser's tests ran to their end" "$code" $((t_failed > 0))
[ $code = 0 ] || t_note "$(cat "$said")"
t_done
