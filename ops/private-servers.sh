# Private servers in a folder: a MariaDB and a lighttpd.  Sourced by
# movie-house-stack and by the tests; private-mariadb.cnf stands beside it.
#
# MariaDB and its files belong to the account that runs it.  For root that is
# `mysql` (or `nobody` where Debian's server package did not make it), as
# mariadbd must not be root; only where that account cannot enter the folder,
# as below /root, does it stay root, and says so.  Whoever runs the house gets
# in by the socket, under the operating system's own name, and nobody else.

mariadb_settings=${BASH_SOURCE[0]%/*}/private-mariadb.cnf
mariadb_as=()    # put before a command: runs it as the server's account
mariadb_flags=() # what mariadbd itself needs to know of that

# Debian keeps mariadbd where a plain user's PATH does not look.
case :$PATH: in
*:/usr/sbin:*) ;;
*) PATH=$PATH:/usr/sbin ;;
esac

# mariadb_account FOLDER: chooses the account and gives it the folder, which
# is made when missing, with a copy of the settings, as the account may not be
# able to read ours.
mariadb_account()
{
	local account=mysql

	mkdir -p "$1" && chmod 700 "$1" &&
	    cp "$mariadb_settings" "$1/server.cnf" || return
	[ "$(id -u)" = 0 ] || return 0
	id -u "$account" >/dev/null 2>&1 || account=nobody
	mariadb_as=(setpriv --reuid="$account"
	    --regid="$(id -gn "$account")" --clear-groups --)
	mariadb_flags=()
	chown -R "$account:" "$1" || return
	if ! "${mariadb_as[@]}" test -x "$1"; then
		echo "MariaDB runs as root: $account cannot enter $1" >&2
		mariadb_as=()
		mariadb_flags=(--user=root)
		chown -R root: "$1"
	fi
}

# mariadb_version: 10.11.19
mariadb_version()
{
	mariadbd --version | sed -n 's/.* Ver \([0-9.]*\).*/\1/p'
}

# mariadb_install FOLDER: makes a folder that is not there yet; it appears
# whole or not at all.  --force: the machine's name need not be known anywhere.
# The paths are relative, because mariadb-install-db cuts them at blanks.
mariadb_install()
{
	local new=$1.new output

	rm -rf "$new" && mariadb_account "$new" || return
	if ! output=$(cd "$new" && "${mariadb_as[@]}" mariadb-install-db \
	    --defaults-file=./server.cnf --datadir=. --tmpdir=. \
	    --auth-root-authentication-method=socket \
	    --auth-root-socket-user="$(id -un)" --skip-test-db \
	    --force \
	    "${mariadb_flags[@]}" 2>&1 </dev/null); then
		printf '%s\n' "$output" >&2
		return 1
	fi
	mariadb_version >"$new/written-by"
	sync -f "$new"
	mv "$new" "$1"
}

# mariadb_command FOLDER SOCKET [FLAG...]: sets the array `command` to what
# starts the server, its log on standard error.  It ends (SIGTERM) when the
# process that started it does, even by kill -9: said last, because a change
# of account makes the kernel forget it.
mariadb_command()
{
	mariadb_account "$1" || return
	[ -z "${mariadb_as[*]}" ] || chown "$(stat -c %u:%g "$1")" "${2%/*}"
	command=("${mariadb_as[@]}" setpriv --pdeathsig TERM -- mariadbd
	    --defaults-file="$1/server.cnf" --datadir="$1" --tmpdir="$1"
	    --socket="$2" --pid-file="$1/mariadbd.pid" "${mariadb_flags[@]}"
	    "${@:3}")
}

# mariadb_ask SOCKET [ARGUMENT...]: the client, without headings.
mariadb_ask()
{
	mariadb --no-defaults --socket="$1" --batch --skip-column-names \
	    --default-character-set=utf8mb4 "${@:2}"
}

# lighttpd_settings EXAMPLE PAGES DATA SOCKETS BIND PORT: the example with the
# edits that its head asks for; BIND may be a unix socket's path.
lighttpd_settings()
{
	sed -e "s|^\(var.www *=\) .*|\1 \"$2\"|" \
	    -e "s|^\(var.data *=\) .*|\1 \"$3\"|" \
	    -e "s|^\(var.sockets *=\) .*|\1 \"$4\"|" \
	    -e "s|^\(server.bind *=\) .*|\1 \"$5\"|" \
	    -e "s|^\(server.port *=\) .*|\1 $6|" \
	    -e '/^server\.\(user\|group\)name /d' "$1"
}

# lighttpd_guard: those settings from standard input, with the example's block
# for signed films uncommented.
lighttpd_guard()
{
	sed -E '/^#server\.modules \+=/,/^#\}/s/^#//'
}
