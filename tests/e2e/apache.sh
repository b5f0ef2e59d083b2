# shellcheck shell=bash
# Apache with its example configuration.  Sourced after tests/lib.sh.
apache_modules='mpm_event authz_core alias allowmethods deflate dir filter
    headers mime proxy proxy_fcgi'

# apache_start PORT: succeeds once it answers.  $example and $pages may stand
# for the usual ones.
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
		for module in $apache_modules; do
			echo "LoadModule ${module}_module" \
			    "/usr/lib/apache2/modules/mod_$module.so"
		done
		sed -e "s|^\(Define MOVIE_HOUSE_WWW\) .*|\1 $pages|" \
		    -e "s|^\(Define MOVIE_HOUSE_DATA\) .*|\1 $T/data|" \
		    -e "s|^\(Define MOVIE_HOUSE_SOCKETS\) .*|\1 $T/run|" \
		    -e "s|^\(Define MOVIE_HOUSE_ADDRESS\) .*|\1 127.0.0.1:$1|" \
		    "${example:-$top_srcdir/ops/apache.conf.example}"
	} >"$T/apache.conf"
	run apache apache2 -D FOREGROUND -f "$T/apache.conf"
	web_answers apache
}
