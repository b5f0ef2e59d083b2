#!/bin/bash
# The manual pages: well-formed, and complete.
. "${top_srcdir:-.}/tests/lint/lint.sh"

build=${top_builddir:-.}
pages=("$build"/man/movie-house.1 "$build"/man/movie-house.conf.5
    "$build"/man/movie-house-fcgi.8 man/movie-house-worker.8)

# Whether other pages are installed is another matter.
mandoc -T lint "${pages[@]}" 2>&1 |
    grep -vE 'referenced manual not found|outdated mandoc\.db' |
    none "mandoc finds nothing wrong"
grep -nHE '@[A-Za-z]+@' "${pages[@]}" | none "nothing is left to put in"

# options_of PROGRAM PAGE: those that the page does not know.
missing_options()
{
	local option known=0

	while read -r option; do
		known=$((known + 1))
		grep -qE "^\.(It|Op) .*Fl $option( |$)" "$2" || echo "$option"
	done < <("$1" --help 2>&1 |
	    sed -nE 's/^ +(-[A-Za-z], )?-(-[a-z-]+).*/\2/p')
	((known > 0)) || echo "$1 says nothing of options"
}
missing_options "$build/fcgi/movie-house-fcgi" "$build/man/movie-house-fcgi.8" |
    none "every option of movie-house-fcgi is in its page"
if [ -x "$build/worker/movie-house-worker" ]; then
	missing_options "$build/worker/movie-house-worker" \
	    man/movie-house-worker.8 |
	    none "every option of movie-house-worker is in its page"
fi

plan
