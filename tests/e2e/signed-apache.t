#!/bin/bash
# Private playback through Apache: its example told to ask for signed
# addresses, the authorizer on a port of this machine.
. "${top_srcdir:-.}/tests/lib.sh"
. "$top_srcdir/tests/e2e/signed-contract.sh"
. "$top_srcdir/tests/e2e/apache.sh"

authorizer_start()
{
	run authorizer "$fastcgi" --config "$conf" --role authorizer \
	    -s "127.0.0.1:$authorizer_port"
	wait_for "the authorizer listens" listens "$authorizer_port" || t_done
}

listens()
{
	(exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# Free, and remembered.
remember_port()
{
	authorizer_port=$1
}

signed_house
free_port remember_port || t_bail "a port is free"
authorizer_start
apache_modules+=' authn_core authnz_fcgi'
example=$T/apache.conf.example
sed -e 's/^#\(Define MOVIE_HOUSE_SIGNED\)$/\1/' \
    -e "s|127\.0\.0\.1:9000|127.0.0.1:$authorizer_port|" \
    "$top_srcdir/ops/apache.conf.example" >"$example"
curl_to=()
free_port apache_start || t_bail "Apache starts"
signed_contract

t_done
