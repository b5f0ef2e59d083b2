#!/bin/bash
# Apache with its example configuration keeps the same promises.
. "${top_srcdir:-.}/tests/lib.sh"
. "$top_srcdir/tests/e2e/web-contract.sh"
. "$top_srcdir/tests/e2e/core-contract.sh"
. "$top_srcdir/tests/e2e/apache.sh"

# The size of a body is left to the program.
too_large=503

web_folders
curl_to=()
free_port apache_start || t_bail "Apache starts"
web_contract

api GET /api/v1/media-files/0199c1f2-6a3b-7c4d-8e5f-0a1b2c3d4e5f/original
t_is "without mod_xsendfile originals are not pretended" "$status" 501

# Apache keeps Authorization to itself unless it is told not to.
core_house
core_contract
streaming_contract

# A stranger's trickle does not hold a thread of the API for long.
printf '{"login":"ana","password":"%2000s"}' x >"$T/trickle"
took=$SECONDS
api POST /api/v1/session -H 'Content-Type: application/json' \
    --limit-rate 40 --data-binary "@$T/trickle"
# 503: Apache was still writing, and does not look for an answer then.
t_like "a small body that trickles is cut" "$status" '^(408|503)$'
t_ok "within some seconds" test $((SECONDS - took)) -lt 30

t_done
