# shellcheck shell=bash
# Sourced by the figures that set answers by HTTP against a loop in C that does
# nothing but ask the same database what the house asked it, over one connection
# (bench/rawloop.c: its own CPU and the database's).
#
# The loop and its database share one core: between two cores, where each waits
# for the other, the same questions cost up to three times as much, depending on
# what else the machine does.  So the house is held against the cheapest there
# is.
#
#	BENCH_TURNS=5
#	BENCH_SECONDS=5	how long each turn asks by HTTP
turns=${BENCH_TURNS:-5}
seconds=${BENCH_SECONDS:-5}
connections=8
cores=$(taskset -cp $$ | sed 's/.*: //')
need wrk

# wrk asks for the lines of $T/paths in turn, counts what is not 2xx, and says
# how many requests were answered.
write_script()
{
	cat >"$T/wrk.lua" <<-END
		local paths, at = {}, 0
		for path in io.lines("$T/paths") do paths[#paths + 1] = path end
		function request()
			at = at % #paths + 1
			return wrk.format("GET", paths[at])
		end
		function done(summary, latency)
			local bad = summary.errors
			io.write(string.format("answers %d %d %d %d\n",
			    summary.requests, bad.status + bad.connect +
			    bad.read + bad.write + bad.timeout,
			    summary.duration, latency:percentile(50)))
		end
	END
}

ask_by_http() # SECONDS
{
	wrk -t 1 -c $connections -d "$1" -s "$T/wrk.lua" "$url" >"$T/wrk"
}

# listen PATH: what the house asks the database to answer this is in $statement,
# with a question mark for the id that the path ends with.
listen()
{
	local log=$T/db/files/general # where the server may write

	db "SET GLOBAL general_log_file = '$log'; SET GLOBAL general_log = 1"
	curl -q -sS "$url$1" >"$T/answer" || t_bail "the house answers $1"
	db "SET GLOBAL general_log = 0"
	[ "$(grep -c $'Execute\t' "$log")" = 1 ] ||
	    t_bail "the house asks one question for $1"
	statement=$(sed -n 's/.*Execute\t//p' "$log")
	statement=${statement//"'${1##*/}'"/?}
	# The server's log leaves this value out where it has the statement; a
	# page of 20 asks for one row more.
	statement=${statement/%LIMIT \?/LIMIT 21}
	rm -f "$log"
}

# turn_http: $answers, and CPU in ms: $web, $app, $data
turn_http()
{
	local bad

	web=$(cpu_ms lighttpd) app=$(cpu_ms api) data=$(cpu_ms mariadb)
	ask_by_http "$seconds"
	web=$(($(cpu_ms lighttpd) - web)) app=$(($(cpu_ms api) - app))
	data=$(($(cpu_ms mariadb) - data))
	read -r _ answers bad took_us half_us < <(grep '^answers' "$T/wrk")
	[ "${bad:-1}" = 0 ] || t_bail "every request is answered: $(<"$T/wrk")"
}

put_on() # CORES: the database
{
	taskset -acp "$1" "${pids[mariadb]}" >>"$T/logs/taskset"
}

# turn_raw STATEMENT [VALUES]: as many questions: CPU in ms, $client and
# $raw_data
turn_raw()
{
	put_on "${cores%%[-,]*}"
	raw_data=$(cpu_ms mariadb)
	client=$(taskset -c "${cores%%[-,]*}" "$top_builddir/bench/rawloop" \
	    "$db_socket" moviehouse "$answers" "$1" <"${2-/dev/null}") ||
	    t_bail "the loop runs"
	raw_data=$(($(cpu_ms mariadb) - raw_data))
	put_on "$cores"
}

per_1000() # MILLISECONDS
{
	calc %.1f "($1) * 1000 / $answers"
}

# compare STATEMENT [VALUES]: a table of turns, house against loop.
compare()
{
	local house_ms raw_ms

	write_script
	answers=1000
	ask_by_http 1
	turn_raw "$@"
	table_head web program database house loop database raw ratio req/s p50
	for ((turn = 1; turn <= turns; turn++)); do
		turn_http
		turn_raw "$@"
		house_ms=$((web + app + data))
		raw_ms="$client + $raw_data"
		table_row "$(per_1000 $web)" "$(per_1000 $app)" \
		    "$(per_1000 $data)" "$(per_1000 $house_ms)" \
		    "$(per_1000 "$client")" "$(per_1000 $raw_data)" \
		    "$(per_1000 "$raw_ms")" \
		    "$(calc %.2f "$house_ms / ($raw_ms)")" \
		    "$(calc %.0f "$answers * 1000000 / $took_us")" \
		    "$(calc %.2f "$half_us / 1000")"
	done
	table_foot
}

tell_columns()
{
	say "CPU milliseconds per 1000 over $connections connections: web" \
	    "server, program, database, their sum (house);"
	say "the loop and its database, their sum (raw); the ratio of house to raw;"
	say "then requests a second and their median, in ms"
}
