#!/bin/bash
# Private playback through nginx: its example with the lines for signed
# addresses, which asks the authorizer by auth_request.
. "${top_srcdir:-.}/tests/lib.sh"
. "$top_srcdir/tests/e2e/signed-contract.sh"
. "$top_srcdir/tests/e2e/nginx.sh"

authorizer_start()
{
	app_start authorizer
	[ "$(id -u)" != 0 ] || chmod 777 "$T/run/authorizer.sock"
}

signed_house
authorizer_start
example=$T/nginx.conf.example
sed -E '/#location \/play/,/auth_request/s/^(\t+)#/\1/' \
    "$top_srcdir/ops/nginx.conf.example" >"$example"
curl_to=()
free_port nginx_start || t_bail "nginx starts"
signed_contract

t_done
