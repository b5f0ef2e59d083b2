#!/bin/bash
# nginx with its example configuration keeps the same promises.
. "${top_srcdir:-.}/tests/lib.sh"
. "$top_srcdir/tests/e2e/web-contract.sh"
. "$top_srcdir/tests/e2e/core-contract.sh"
. "$top_srcdir/tests/e2e/nginx.sh"

web_folders
curl_to=()
free_port nginx_start || t_bail "nginx starts"
web_contract

api GET /api/v1/media-files/0199c1f2-6a3b-7c4d-8e5f-0a1b2c3d4e5f/original
t_is "without X-Sendfile originals are not pretended" "$status" 501

core_house
core_contract
streaming_contract

t_done
