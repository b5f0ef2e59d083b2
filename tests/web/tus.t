#!/bin/bash
# A client that is not ours, tus-js-client, over connections that are cut at
# random: what it sends arrives byte for byte.
skip()
{
	echo "1..0 # SKIP $1"
	exit 0
}

command -v node >/dev/null || skip "node is not installed"
command -v npm >/dev/null || skip "npm is not installed"

. "${top_srcdir:-.}/tests/lib.sh"

# Node looks for the packages of the lock file beside the test, and the
# source tree may be read-only.
client=$T/client
mkdir "$client"
cp "$top_srcdir"/tests/web/{package.json,package-lock.json,.npmrc,tus.test.js} \
    "$client/"
(cd "$client" && npm ci --ignore-scripts --no-audit --no-fund \
    --prefer-offline --loglevel=error >npm.log 2>&1) ||
    skip "npm could not fetch the client"

stack_start --port
head -c 12345678 /dev/urandom >"$T/film"

films=$(grep -c '^test(' "$client/tus.test.js")

# deliver SERVER: the films of one run through it; what the client says of a
# failure stands below it.
deliver()
{
	local code said=$T/client.$1

	export TUS_URL=$url/api/v1/uploads/tus TUS_FILE=$T/film
	export TUS_TOKEN TUS_SEED=${TUS_SEED-20}
	TUS_TOKEN=$(token_of editor)
	(cd "$client" && timeout 600 node --test-reporter=tap tus.test.js) \
	    >"$said" 2>&1
	code=$?
	while IFS= read -r line; do
		case $line in
		'ok '*) t_result 0 "$1: ${line#* - }" ;;
		'not ok '*)
			t_result 1 "$1: ${line#* - }"
			t_note "$(why "$line" <"$said")"
			;;
		'# id '*)
			t_ok "$1: byte for byte" \
			    cmp "$T/film" "$T/data/originals/${line#\# id }"
			;;
		esac
	done <"$said"
	t_is "$1: the client ran to its end, each film arrived" \
	    "$code $(grep -c '^# id ' "$said")" "0 $films"
	[ $code -le 1 ] || t_note "$(tail -n 40 "$said")"
}

why() # LINE: what the report says below it
{
	awk -v line="$1" '$0 == line { on = 1; next }
	    /^[^ ]/ { on = 0 }
	    on && !/^  (---|\.\.\.)$/'
}

deliver collecting
# As Apache and nginx do: passed on while it arrives, so that what a cut chunk
# brought is there for the next connection, and the old one may still be at it.
sed -i '/uploads\/tus/,/^}/ s/stream-request-body = 0/stream-request-body = 1/' \
    "$T/lighttpd.conf"
end lighttpd
run lighttpd "$(command -v lighttpd)" -D -f "$T/lighttpd.conf"
web_answers lighttpd
deliver streaming

t_is "no row is open" \
    "$(db "SELECT COUNT(*) FROM upload WHERE state = 'OPEN' AND got_bytes > 0")" 0
t_is "each film is there once" \
    "$(db "SELECT COUNT(*), SUM(size_bytes) FROM media_file")" \
    "$((2 * films))"$'\t'"$((2 * films * 12345678))"
t_done
