#!/bin/bash
# The page in Debian's chromium, at a house of its own, or at the one that
# MOVIE_HOUSE_URL names (what else can be said: see player.test.js).
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
    "$top_srcdir"/tests/web/{house.js,player.test.js} "$browser/"
(cd "$browser" && npm ci --ignore-scripts --no-audit --no-fund \
    --prefer-offline --loglevel=error >npm.log 2>&1) ||
    skip "npm could not fetch the tools"

if [ -z "${MOVIE_HOUSE_URL-}" ]; then
	pages=$top_builddir/pages
	[ -s "$pages/vendor/hls.LICENSE" ] ||
	    skip "this house is built without hls.js"
	setting public_read true
	setting insecure_cookie true
	stack_start --port
	worker_start
	MOVIE_HOUSE_URL=$url/
	MOVIE_HOUSE_UPLOAD=$(film a_night_at_the.house.mp4 20 \
	    -vf scale=1280:720 -g 50)
	MOVIE_HOUSE_BROKEN=$T/not_a_film.mp4
	head -c 100000 /dev/urandom >"$MOVIE_HOUSE_BROKEN"
	MOVIE_HOUSE_REFUSED=$T/not_a_film.txt
	truncate -s 300M "$MOVIE_HOUSE_REFUSED"
	MOVIE_HOUSE_SUBTITLES=$T/welcome.srt
	printf '1\n00:00:05,000 --> 00:00:19,000\n%s\n%s\n' \
	    'Good evening & <i>welcome.</i>' 'Mind the step.' \
	    >"$MOVIE_HOUSE_SUBTITLES"
	MOVIE_HOUSE_LOGIN=editor
	MOVIE_HOUSE_PASSWORD=$(password_of editor)
	export MOVIE_HOUSE_SUBTITLES MOVIE_HOUSE_UPLOAD MOVIE_HOUSE_BROKEN MOVIE_HOUSE_REFUSED \
	    MOVIE_HOUSE_LOGIN MOVIE_HOUSE_PASSWORD
fi
export MOVIE_HOUSE_URL

cd "$browser" || exit 1
said=$T/browser.tap
node --test-reporter=tap player.test.js >"$said" 2>&1
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
