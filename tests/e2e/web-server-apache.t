#!/bin/bash
# Apache with its example configuration keeps the same promises.
. "${top_srcdir:-.}/tests/lib.sh"
. "$top_srcdir/tests/e2e/web-contract.sh"

modules='mpm_event authz_core alias allowmethods deflate dir filter headers
    mime proxy proxy_fcgi'
# The size of a body is left to the program.
too_large=503

# apache_start PORT: succeeds once it answers.
apache_start()
{
	local module

	{
		echo "ServerRoot $T"
		echo "PidFile $T/apache.pid"
		echo "ErrorLog /dev/stderr"
		echo "ServerName localhost"
		echo "TypesConfig /dev/null"
		[ "$(id -u)" != 0 ] || echo "User #$(id -u www-data)"
		[ "$(id -u)" != 0 ] || echo "Group #$(id -g www-data)"
		for module in $modules; do
			echo "LoadModule ${module}_module" \
			    "/usr/lib/apache2/modules/mod_$module.so"
		done
		sed -e "s|^\(Define MOVIE_HOUSE_WWW\) .*|\1 $pages|" \
		    -e "s|^\(Define MOVIE_HOUSE_DATA\) .*|\1 $T/data|" \
		    -e "s|^\(Define MOVIE_HOUSE_SOCKETS\) .*|\1 $T/run|" \
		    -e "s|^\(Define MOVIE_HOUSE_ADDRESS\) .*|\1 127.0.0.1:$1|" \
		    "$top_srcdir/ops/apache.conf.example"
	} >"$T/apache.conf"
	run apache apache2 -D FOREGROUND -f "$T/apache.conf"
	web_answers apache
}

web_folders
curl_to=()
free_port apache_start || t_bail "Apache starts"
web_contract

# Apache keeps Authorization to itself unless it is told not to.
db_start
app_start api
[ "$(id -u)" != 0 ] || chmod 777 "$T/run/api.sock"
api GET /api/v1/session
t_is "a token reaches the program" "$status $(json .login)" "200 admin"
as_nobody
api GET /api/v1/session
t_is "and nobody is nobody" "$status $(header WWW-Authenticate)" \
    '401 Bearer realm="Movie House"'

t_done
