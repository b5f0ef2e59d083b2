#!/bin/bash
# The DASH manifest and the HLS of one film in Debian's chromium, with players
# that are not ours: they start, seek, switch and come to the end.
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
    "$top_srcdir"/tests/web/{house.js,dash.test.js} "$browser/"
(cd "$browser" && npm ci --ignore-scripts --no-audit --no-fund \
    --prefer-offline --loglevel=error >npm.log 2>&1) ||
    skip "npm could not fetch the tools"
[ -s "$top_builddir/pages/vendor/hls.mjs" ] ||
    skip "this house is built without hls.js"

# A folder of pages with the players in it, beside those of the house.
pages=$T/pages
cp -rL "$top_builddir/pages" "$pages"
cp "$browser/node_modules/shaka-player/dist/shaka-player.compiled.js" \
    "$pages/vendor/"
echo '<!doctype html><title>Players</title><link rel="icon" href="data:,">
    <video muted width="640"></video>' >"$pages/players.html"

setting public_read true
stack_start --port
worker_start
id=$(upload "$(film two_tongues.mkv 26 -g 50 -filter_complex \
    '[0:v]scale=1280:720[v];[1:a]asplit=3[a][b][c]' \
    -map '[v]' -map '[a]' -map '[b]' -map '[c]' \
    -metadata:s:a:0 language=spa -metadata:s:a:1 language=eng \
    -metadata:s:a:2 language=eng -metadata:s:a:2 title=Commentary \
    -disposition:a:2 comment)")
wait_status "$id" READY || t_done
printf '1\n00:00:05,000 --> 00:00:19,000\nGood evening & welcome.\n' \
    >"$T/welcome.srt"
api POST "/api/v1/media-files/$id/subtitles?language=en&label=English" \
    -H 'Content-Type: application/x-subrip' --data-binary @"$T/welcome.srt"
is_published()
{
	api GET "/api/v1/media-files/$id/playback"
	[ "$(json '.subtitles | length')" = 1 ]
}
wait_for "a subtitle is published" is_published
MOVIE_HOUSE_URL=$url/
MOVIE_HOUSE_DASH=$(json .dash)
MOVIE_HOUSE_HLS=$(json .hls)
export MOVIE_HOUSE_URL MOVIE_HOUSE_DASH MOVIE_HOUSE_HLS

cd "$browser" || exit 1
said=$T/browser.tap
timeout 400 node --test-reporter=tap dash.test.js >"$said" 2>&1
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
