# shellcheck shell=bash
# Sourced by every figure: a house of its own as tests/lib.sh makes it, but
# durable and without sanitizers, CPU seconds by the kernel's own accounting,
# and tables.
#
# A figure sets two things against each other in the same minute, in turns (A
# B A B), and prints their ratio as `min median max` over the turns.  It says
# what it does in lines that begin with `#`.
. "${BASH_SOURCE[0]%/*}/../tests/lib.sh" || exit 1

db_flags=()
patience=300
tick_ms=$((1000 / $(getconf CLK_TCK)))

give_up()
{
	echo "$*" >&2
	exit 1
}

[ -x "$worker" ] || give_up "There is nothing built here: run this in the" \
    "folder where make was run."
! grep -q '^#define WITH_SANITIZERS' "$top_builddir/config.h" ||
    give_up "A build with sanitizers says nothing of speed: configure another."

say()
{
	t_note "$@"
}

[ "$(stat -f -c %T "$T")" != tmpfs ] ||
    say "$T is in memory, where nothing is durable: set TMPDIR to a disk"

# need COMMAND...: of ops/packages' section `bench`.
need()
{
	local command

	for command; do
		[ -n "$(type -P "$command")" ] ||
		    give_up "There is no $command: ops/install-packages bench"
	done
}

# The end of each figure.
bench_done()
{
	stack_stop
	exit $((t_failed > 0))
}

# ---- measuring -----------------------------------------------------------

# stat_ms PID FIELD...: the sum of fields of /proc/PID/stat that count ticks.
stat_ms()
{
	local line field fields sum=0

	line=$(<"/proc/$1/stat") || t_bail "process $1 lives"
	read -ra fields <<<"${line##*) }" # the name may have blanks
	for field in "${@:2}"; do
		sum=$((sum + fields[field - 3]))
	done
	echo $((sum * tick_ms))
}

# cpu_ms NAME...: what these programs have used themselves, user and system.
cpu_ms()
{
	local name sum=0

	for name; do
		sum=$((sum + $(stat_ms "${pids[$name]}" 14 15)))
	done
	echo "$sum"
}

# cpu_of COMMAND...: runs it; its CPU with that of its children, in ms, is in
# $used_ms, the time it took in $took_ms.
cpu_of()
{
	local TIMEFORMAT='%R %U %S' code

	{ time "$@" >>"$T/logs/measured" 2>&1; } 2>"$T/time"
	code=$?
	[ $code = 0 ] || t_bail "can be run: $*"
	read -r took_ms used_ms < <(awk '{
		printf "%.0f %.0f\n", $1 * 1000, ($2 + $3) * 1000
	}' "$T/time")
}

# calc FORMAT EXPRESSION: calc %.2f "1 / 3"
calc()
{
	awk "BEGIN { printf \"$1\", $2 }"
}

# ---- telling -------------------------------------------------------------

# table_head COLUMN..., table_row VALUE..., table_foot: a line for each turn,
# and below it the least, the median and the greatest of each column.
table_head()
{
	rm -f "$T/table"
	printf '%8s' turn
	printf ' %9s' "$@"
	echo
}

table_row()
{
	echo "$*" >>"$T/table"
	printf '%8d' "$(wc -l <"$T/table")"
	printf ' %9s' "$@"
	echo
}

table_foot()
{
	local name

	for name in min median max; do
		printf '%8s' $name
		for ((i = 1; i <= $(awk 'NR == 1 { print NF }' "$T/table"); i++)); do
			printf ' %9s' "$(column $i | pick $name)"
		done
		echo
	done
}

column() # NUMBER
{
	awk "{ print \$$1 }" "$T/table"
}

# pick min|median|max|PER-CENT: of the numbers on standard input.
pick()
{
	sort -g | awk -v what="$1" '
		BEGIN { part["min"] = 0; part["median"] = 50; part["max"] = 100 }
		{ value[NR] = $1 }
		END {
			if (what in part)
				what = part[what]
			at = int(NR * what / 100 + 0.999999)
			print value[at < 1 ? 1 : at]
		}'
}

# target WHAT VALUE MOST: a promise, and whether this run kept it.
target()
{
	if awk "BEGIN { exit !($2 <= $3) }"; then
		echo "$1: $2, at most $3 is promised: kept"
	else
		echo "$1: $2, at most $3 is promised: MISSED"
		t_failed=$((t_failed + 1))
	fi
}
