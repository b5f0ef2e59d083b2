#!/bin/bash
# The tests' own helpers: what must fail there does.
. "${top_srcdir:-.}/tests/lib.sh"

# script LINE...: the results of a test script of these lines, and its code.
script()
{
	{
		echo ". '$top_srcdir/tests/lib.sh'"
		printf '%s\n' "$@" t_done
	} >"$T/script"
	bash "$T/script" 2>/dev/null | grep -v '^#' | cut -d ' ' -f 1-2 |
	    sed 's/ [0-9]*$//' | xargs
	echo "${PIPESTATUS[0]}"
}

# verdict DESCRIPTION WANTED LINE...
verdict()
{
	t_is "$1" "$(script "${@:3}" | xargs)" "$2"
}

verdict "a command that fails is one that t_not wants" \
    'ok 1..1 0' 't_not a false'
verdict "one that succeeds is not" 'not ok 1..1 1' 't_not a true'
verdict "one that is not there fails, and is named" \
    'not ok not ok 1..2 1' 't_not a no-such-command'
verdict "one that cannot be run fails" \
    'not ok 1..1 1' 't_not a /etc/passwd'
verdict "one that is not there says nothing that could be unlike" \
    'ok not ok 1..2 1' 't_unlike a "$(no-such-command)" b'
verdict "nor in a pipe" 'ok not ok 1..2 1' \
    't_is a "$(no-such-command | cat)" ""'
verdict "nor alone" 'not ok 1..1 1' 'no-such-command'

# A server that accepts and is silent.
silent=$T/silent.sock
run silent node -e 'require("net").createServer(() => {})
    .listen(process.argv[1])' "$silent"
wait_for "the silent server listens" test -S "$silent"
echo 'max-time = 0.5' >"$T/.curlrc"
curl_to=(--unix-socket "$silent")
api GET /
end silent
t_is "an answer that never comes has no status" "$status" 000
t_like "and is a failure" "$(cat "$T/logs/curl")" 'timed out'

t_done
