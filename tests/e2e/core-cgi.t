#!/bin/bash
# The smaller part of the house as plain CGI: the web server starts a program
# for each request.
. "${top_srcdir:-.}/tests/lib.sh"
. "$top_srcdir/tests/e2e/core-contract.sh"

web_cgi()
{
	cat >"$T/lighttpd.conf" <<END
server.modules = ( "mod_alias", "mod_rewrite", "mod_setenv", "mod_cgi" )
server.document-root = "$T/data/media"
server.bind = "$web_socket"
server.upload-dirs = ( "$T/data/spool" )
mimetype.assign = ( ".m3u8" => "application/vnd.apple.mpegurl" )
url.rewrite-once = ( "^/(api/.*|readyz)\$" => "/cgi-bin/movie-house-fcgi/\$1",
    "^/media/(.*)\$" => "/\$1" )
alias.url = ( "/cgi-bin/" => "$top_builddir/fcgi/" )
\$HTTP["url"] =~ "^/cgi-bin/" {
	cgi.assign = ( "" => "" )
	setenv.add-environment = ( "MOVIE_HOUSE_CONF" => "$conf",
	    "ASAN_OPTIONS" => "$ASAN_OPTIONS" )
}
END
	run lighttpd "$(command -v lighttpd)" -D -f "$T/lighttpd.conf"
	web_answers lighttpd
}

core_house
end api
end upload
web_cgi || t_bail "lighttpd starts"
core_contract

t_done
