#!/bin/bash
# /metrics: every line is what Prometheus' text format allows, and the numbers
# move with what they count.
. "${top_srcdir:-.}/tests/lib.sh"

stack_start
short=$(film short 2)

# metric SAMPLE: its value on the last page, or nothing.
metric()
{
	awk -v want="$1" 'index($0, want " ") == 1 { print $NF }' "$T/body"
}

# What the format forbids (exposition format 0.0.4), a line each.
faults()
{
	awk '
	function fault(why) { print FNR ": " why ": " $0 }
	/^# HELP / { if ($3 in help) fault("second help"); help[$3] = 1; next }
	/^# TYPE / {
		if ($3 in type) fault("second type")
		if (!($3 in help)) fault("no help")
		if ($4 !~ /^(counter|gauge|histogram)$/) fault("unknown type")
		if ($4 == "counter" && $3 !~ /_total$/) fault("counter not _total")
		type[family = $3] = $4
		next
	}
	!/^movie_house_[a-z_]+(\{[a-z]+="[^"\\]*"(,[a-z]+="[^"\\]*")*\})? (-?[0-9]+(\.[0-9]+)?)$/ {
		fault("not a sample"); next
	}
	{
		sample = $0; sub(/ [^ ]*$/, "", sample)
		name = sample; sub(/\{.*/, "", name)
		if (sample in seen) fault("twice")
		seen[sample] = 1
		if (type[family] == "histogram") {
			if (name !~ "^" family "_(bucket|sum|count)$") fault("foreign")
		} else if (name != family)
			fault("foreign")
		if ($NF < 0) fault("below zero")
		if (name ~ /_bucket$/) {
			if (sample !~ /\{role="[a-z]+",.*,le="/) fault("no bound")
			key = sample; sub(/,le="[^"]*"/, "", key)
			sub(/_bucket/, "_count", key)
			if ($NF + 0 < last[key] + 0) fault("falls")
			last[key] = $NF
			if (sample ~ /le="\+Inf"/) top[key] = $NF
		}
		if (name ~ /_count$/) {
			if (top[sample] != $NF) fault("is not its top")
			delete last[sample]; delete top[sample]
		}
	}
	END { for (key in last) print "no count: " key }
	' "$T/body"
}

scrape()
{
	api GET /metrics
	t_is "$1: the page is there" "$status" 200
	t_is "$1: every line is allowed" "$(faults)" ''
}

labels='role="api",method="GET",route="/api/v1/media-files"'
scrape "at first"
t_is "as Prometheus wants it" "$(header Content-Type)" \
    "text/plain; version=0.0.4; charset=utf-8"
t_ok "and nobody keeps it" test "$(header Cache-Control)" = no-store
t_is "what has not been asked is not there" \
    "$(metric "movie_house_http_requests_total{$labels,status=\"200\"}")" ''
t_is "it says who it is" "$(metric "movie_house_build_info{version=\"$(
    "$fastcgi" --version | cut -d ' ' -f 2)\"}")" 1
t_is "no upload yet" "$(metric movie_house_uploads_total)" 0
t_is "the database is up" "$(metric movie_house_database_up)" 1
t_like "the disk has room" "$(metric movie_house_disk_free_bytes)" '^[1-9]'

for _ in 1 2 3; do
	api GET /api/v1/media-files
done
api HEAD /api/v1/media-files
api GET '/api/v1/media-files?limit=x'
api GET "/api/v1/media-files/0199c1f2-6a3b-7c4d-8e5f-0a1b2c3d4e5f"
api GET /api/v1/nothing
scrape "after some requests"
t_is "requests are counted by route and status" \
    "$(metric "movie_house_http_requests_total{$labels,status=\"200\"}")" 4
t_is "faults apart" \
    "$(metric "movie_house_http_requests_total{$labels,status=\"422\"}")" 1
one='role="api",method="GET",route="/api/v1/media-files/{uuid}"'
t_is "by the route's pattern" \
    "$(metric "movie_house_http_requests_total{$one,status=\"404\"}")" 1
t_is "what finds no route, too" "$(metric "$(printf %s \
    'movie_house_http_requests_total{role="api",method="",route="",' \
    'status="404"}')")" 1
t_is "each of them with its duration" \
    "$(metric "movie_house_http_request_duration_seconds_count{$labels}")" 5
t_like "the bytes of their answers" \
    "$(metric "movie_house_http_sent_bytes_total{$labels}")" '^[1-9][0-9]+$'

id=$(upload "$short")
scrape "after an upload"
size=$(stat -c %s "$short")
t_is "the other role's request is here" "$(metric "$(printf %s \
    'movie_house_http_requests_total{role="upload",method="POST",' \
    'route="/api/v1/uploads",status="201"}')")" 1
t_is "an upload" "$(metric movie_house_uploads_total)" 1
t_is "with its bytes" "$(metric movie_house_upload_bytes_total)" "$size"
t_is "which came by that route" "$(metric "$(printf %s \
    'movie_house_http_received_bytes_total{role="upload",method="POST",' \
    'route="/api/v1/uploads"}')")" "$size"
t_is "its job waits" \
    "$(metric 'movie_house_jobs{queue="encode",state="QUEUED"}')" 1
t_is "the file is there" "$(metric 'movie_house_media_files{status="UPLOADED"}')" 1
t_is "and takes its room" \
    "$(metric 'movie_house_disk_used_bytes{area="originals"}')" "$size"

worker_start
wait_status "$id" READY
scrape "after a job"
t_is "no job waits" \
    "$(metric 'movie_house_jobs{queue="encode",state="QUEUED"}')" 0
t_is "one has ended" \
    "$(metric 'movie_house_recent_attempts{kind="process",outcome="DONE"}')" 1.000
t_like "it took its time" "$(metric \
    'movie_house_recent_attempt_seconds{kind="process",outcome="DONE"}')" \
    '^[0-9]*[1-9][0-9]*\.|\.[0-9]*[1-9]'
t_like "and its CPU time" "$(metric \
    'movie_house_recent_attempt_cpu_seconds{kind="process",outcome="DONE"}')" \
    '^[0-9]*[1-9][0-9]*\.|\.[0-9]*[1-9]'
t_is "a worker works" "$(metric 'movie_house_workers{state="ACTIVE"}')" 1
t_like "what plays takes room" \
    "$(metric 'movie_house_disk_used_bytes{area="media"}')" '^[1-9]'

# Counters outlive the process, and the database.
end api
app_start api
scrape "after a restart"
t_is "counters go on" \
    "$(metric "movie_house_http_requests_total{$labels,status=\"200\"}")" 4
end worker
end mariadb
scrape "without its database"
t_is "it says so" "$(metric movie_house_database_up)" 0
t_is "and counts on" "$(metric movie_house_uploads_total)" 1

# A file that is not ours is replaced, whatever it is.
end api
head -c 100 /dev/urandom >"$T/run/metrics.api"
app_start api
scrape "after rubbish"
t_is "it begins anew" \
    "$(metric "movie_house_http_requests_total{$labels,status=\"200\"}")" ''
t_is "the other role does not" "$(metric movie_house_uploads_total)" 1

# Who may see it.
for access in '{"off"}' '{"192.0.2.1", "2001:db8::/32"}' '{"loopback"}' '{"all"}' \
    '{"127.0.0.0/8", "::1"}'; do
	end api
	setting metrics_access "$access"
	app_start api
	for way in socket port; do
		end lighttpd
		curl_to=(--unix-socket "$web_socket")
		url=http://localhost
		[ $way = socket ] && web_start || web_start --port
		api GET /metrics -H 'X-Forwarded-For: 192.0.2.1'
		case "$way $access" in
		*all* | *loopback* | 'port {"127'*) want=200 ;;
		*) want=403 ;;
		esac
		t_is "by a $way, with $access" "$status" "$want"
	done
done
api GET /healthz -H 'X-Forwarded-For: 192.0.2.1'
t_is "the rest is for everybody" "$status" 200
printf 'metrics_access = { "everybody" }\n' >"$T/wrong.conf"
t_not "what is no address is refused" timeout 10 "$fastcgi" \
    --config "$T/wrong.conf" --role api -s "$T/run/x.sock"

t_done
