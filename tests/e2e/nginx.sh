# shellcheck shell=bash
# nginx with its example configuration.  Sourced after tests/lib.sh.

# nginx_start PORT: succeeds once it answers.  $example and $pages may stand
# for the usual ones.
nginx_start()
{
	local folder

	{
		echo "daemon off; pid $T/nginx.pid; error_log stderr warn;"
		[ "$(id -u)" != 0 ] || echo "user www-data;"
		echo "events {}"
		echo "http {"
		echo "access_log off;"
		for folder in client_body fastcgi proxy scgi uwsgi; do
			echo "${folder}_temp_path $T/nginx/$folder;"
		done
		sed -e "s|/usr/local/share/movie-house/www|${pages:-$top_builddir/pages}|" \
		    -e "s|/var/lib/movie-house|$T/data|" \
		    -e "s|/run/movie-house|$T/run|" \
		    -e "s|127.0.0.1:8080|127.0.0.1:$1|" \
		    "${example:-$top_srcdir/ops/nginx.conf.example}"
		echo "}"
	} >"$T/nginx.conf"
	mkdir -p "$T/nginx"
	run nginx "$(command -v nginx)" -e stderr -c "$T/nginx.conf"
	web_answers nginx
}
