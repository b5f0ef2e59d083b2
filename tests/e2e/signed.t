#!/bin/bash
# Private playback through lighttpd: its example with the block for signed
# addresses, first on its own, then with a real film.
. "${top_srcdir:-.}/tests/lib.sh"
. "$top_srcdir/tests/e2e/signed-contract.sh"

# The example, its commented block uncommented.
example=$T/lighttpd.conf.example
lighttpd_guard <"$top_srcdir/lighttpd.conf.example" >"$example"

authorizer_start()
{
	app_start authorizer
}

signed_house
authorizer_start
web_start || t_bail "lighttpd starts"
signed_contract

# What is not signed is not started.
printf 'playback = "signed"\n' >"$T/keyless.conf"
t_not "signed playback needs a key" timeout 10 "$fastcgi" \
    --config "$T/keyless.conf" --role authorizer -s "$T/run/x.sock"
printf 'playback_key = "short"\n' >"$T/keyless.conf"
t_not "and a long one" timeout 10 "$fastcgi" \
    --config "$T/keyless.conf" --role authorizer -s "$T/run/x.sock"
t_not "the api does not listen on a port" timeout 10 "$fastcgi" \
    --config "$conf" --role api -s 127.0.0.1:9

# The whole way: uploaded, processed, asked for, played.
end lighttpd
end authorizer
rm -rf "$T/data/media"
unset pages
authorizer_start
example=$example stack_start
worker_start
id=$(upload "$(film signed 4)")
wait_status "$id" READY
api GET "/api/v1/media-files/$id/playback"
hls=$(json .hls)
t_like "the house gives a signed address" "$hls" \
    "^/play/[A-Za-z0-9_-]{43}/[0-9a-f]{8}/$id/[0-9]+/master\.m3u8$"
t_is "which ends six hours after the film" \
    "$(($(date -d "$(json .expires_at)" +%s) / 60))" \
    "$((($(date +%s) + 21600 + 4) / 60))"
t_is "as it says itself" "$(printf '%d' "0x$(cut -d / -f 4 <<<"$hls")")" \
    "$(date -d "$(json .expires_at)" +%s)"
api GET "$hls"
t_is "it is served" "$status" 200
api GET "/media/${hls#/play/*/*/}"
t_is "its film is not public" "$status" 403
api GET "/api/v1/media-files/$id/playback"
for what in dash poster storyboard; do
	address=$(json .$what)
	same=$(json .hls)
	t_is "its $what is signed with it" "${address%/*}" "${same%/*}"
	as_nobody
	api GET "$address"
	t_is "and served" "$status" 200
	as_role admin
	api GET "/api/v1/media-files/$id/playback"
done


# What is added to it is signed like the rest of it.
printf '1\n00:00:01,000 --> 00:00:03,000\nSigned\n' >"$T/signed.srt"
api POST "/api/v1/media-files/$id/subtitles?language=en" \
    -H 'Content-Type: application/x-subrip' --data-binary @"$T/signed.srt"
t_is "subtitles are added" "$status" 201
has_subtitle()
{
	api GET "/api/v1/media-files/$id/playback"
	json .subtitles[0].url | grep -q vtt
}
wait_for "they are published" has_subtitle
subtitle=$(json .subtitles[0].url)
t_like "their address is signed" "$subtitle" \
    "^/play/[A-Za-z0-9_-]{43}/[0-9a-f]{8}/$id/[0-9]+/s[0-9]+\.vtt$"
as_nobody
api GET "$subtitle"
t_is "it is served" "$status" 200
api GET "${subtitle%.vtt}.m3u8"
t_is "and so is their list" "$status" 200
api GET "/media/${subtitle#/play/*/*/}"
t_is "and not in public" "$status" 403
as_role admin

end lighttpd
curl_to=()
free_port web_try 127.0.0.1 || t_bail "lighttpd listens on a port"
probe=$(ffprobe -v error -show_entries format=duration:stream=codec_type \
    -of compact "$url$hls" 2>&1)
t_like "ffprobe follows its relative addresses" "$probe" \
    'codec_type=video.*codec_type=audio.*duration=4\.'
t_ok "and ffmpeg decodes it to its end" ffmpeg -nostdin -v error -xerror \
    -i "$url$hls" -f null -
t_not "without its signature there is nothing to decode" ffprobe -v error \
    "$url/media/${hls#/play/*/*/}"

end api
setting media_base_url https://films.example.org
app_start api
api GET "/api/v1/media-files/$id/playback"
t_like "media_base_url stands before it" "$(json .hls)" \
    "^https://films\.example\.org/play/.*/$id/[0-9]+/master\.m3u8$"

t_done
