#!/bin/bash
# Names that mean harm, through each of the four doors that take one: a form,
# the query, Content-Disposition, tus.  What comes out is a line to be shown,
# and never a path, a command or a part of an answer.
. "${top_srcdir:-.}/tests/lib.sh"

stack_start
printf film >"$T/film"
kept=0

# escaped: standard input with every byte as %XX.
escaped()
{
	od -An -v -tx1 | tr -d '\n' | tr ' ' '%'
}

# Each door takes the bytes of the file $T/name.
by_form()
{
	{
		printf -- '--cut\r\nContent-Disposition: form-data; name="file"; '
		printf 'filename="'
		# As browsers write them: quotes and ends of lines escaped.
		sed -z 's/\\/\\\\/g; s/"/%22/g; s/\r/%0D/g; s/\n/%0A/g' "$T/name"
		printf '"\r\n\r\nfilm\r\n--cut--\r\n'
	} >"$T/form"
	api POST /api/v1/uploads --data-binary "@$T/form" \
	    -H 'Content-Type: multipart/form-data; boundary=cut'
}
by_query()
{
	api POST "/api/v1/uploads?filename=$(escaped <"$T/name")" -T "$T/film" \
	    -H 'Content-Type: application/octet-stream'
}
by_header()
{
	api POST /api/v1/uploads -T "$T/film" \
	    -H 'Content-Type: application/octet-stream' \
	    -H "Content-Disposition: attachment; filename*=UTF-8''$(escaped <"$T/name")"
}
by_tus()
{
	api POST /api/v1/uploads/tus --data-binary "@$T/film" \
	    -H 'Tus-Resumable: 1.0.0' -H 'Upload-Length: 4' \
	    -H 'Content-Type: application/offset+octet-stream' \
	    -H "Upload-Metadata: filename $(base64 -w 0 <"$T/name")"
	[ "$status" != 201 ] ||
	    api GET "/api/v1/media-files/$(header Movie-House-Media-File)"
	[ "$status" != 200 ] || status=201
}

# What each door makes of each kind of name: the name as it is shown, or the
# status of the refusal.
declare -A answers=(
	[plain]="form=name query=name header=name tus=name"
	[control]="form=name query=400 header=name tus=422"
	[broken]="form=name query=400 header=422 tus=422"
	[nul]="form=400 query=400 header=422 tus=422"
	[refused]="form=422 query=422 header=422 tus=422"
)

# knock KIND SHOWN DESCRIPTION
knock()
{
	local door wanted

	for door in ${answers[$1]}; do
		wanted=${door#*=}
		"by_${door%=*}"
		if [ "$wanted" = name ]; then
			kept=$((kept + 1))
			t_is "$3 by ${door%=*}" "$status $(json .file_name)" \
			    "201 $(printf '%b' "$2")"
		else
			t_is "$3 by ${door%=*}" "$status" "$wanted"
			t_unlike "which tells nothing of the inside" "$body" \
			    "$T|incoming|INSERT"
		fi
	done
}

while IFS='	' read -r kind name shown; do
	printf '%b' "$name" >"$T/name"
	[ -n "$shown" ] || shown=$name
	knock "$kind" "$shown" "$name"
done <<'END'
plain	-i.mp4
plain	--help.mp4
plain	$(id).mp4
plain	`id`.mp4
plain	;reboot;.mp4
plain	a|b.mp4
plain	a&&b.mp4
plain	>out.mp4
plain	'; DROP TABLE media_file;--.mp4
plain	" OR 1=1 --.mp4
plain	%s%n%x.mp4
plain	img%03d.mp4
plain	100%.mp4
plain	concat:a.mp4
plain	pipe:0.mp4
plain	<script>alert(1)</script>.mp4	script>.mp4
plain	<img src=x onerror=alert(1)>.mp4
plain	&lt;b&gt;.mp4
plain	*.mp4
plain	?.mp4
plain	[a-z].mp4
plain	{a,b}.mp4
plain	~.mp4
plain	~root.mp4
plain	#fragment.mp4
plain	a=b&filename=c.mp4
plain	!!.mp4
plain	a'b.mp4
plain	a"b.mp4
plain	a,b;c.mp4
plain	a b .mp4
plain	CON.mp4
plain	NUL.mp4
plain	..mp4
plain	....mp4
plain	.htaccess.mp4
plain	a.php.mp4
plain	a.mp4.MP4
plain	\0360\0237\0216\0254.mp4
plain	e\0314\0201.mp4
plain	\0344\0270\0255\0346\0226\0207.mp4
plain	\0357\0274\0217..\0357\0274\0217x.mp4
plain	../../etc/passwd.mp4	passwd.mp4
plain	/etc/x.mp4	x.mp4
plain	C:\\\\films\\\\x.mp4	x.mp4
plain	..\\\\..\\\\x.mp4	x.mp4
plain	//server/share/x.mp4	x.mp4
plain	a/../../x.mp4	x.mp4
plain	./x.mp4	x.mp4
plain	a\0342\0200\0256gpj.mp4	a�gpj.mp4
plain	a\0342\0201\0246b.mp4	a�b.mp4
plain	a\0342\0200\0217b.mp4	a�b.mp4
plain	a\0342\0200\0250b.mp4	a�b.mp4
plain	a\0302\0205b.mp4	a�b.mp4
control	a\nb.mp4	a�b.mp4
control	a\r\nSet-Cookie: x=y.mp4	a��Set-Cookie: x=y.mp4
control	a\tb.mp4	a�b.mp4
control	\033[31mred.mp4	�[31mred.mp4
control	a\0177b.mp4	a�b.mp4
control	a\0007b.mp4	a�b.mp4
broken	\0377.mp4	�.mp4
broken	..\0300\0257x.mp4	..��x.mp4
broken	a\0355\0240\0200.mp4	a���.mp4
broken	a\0342\0202.mp4	a��.mp4
nul	a\0000.mp4
nul	x.mp4\0000.txt
refused	\c
refused	.
refused	..
refused	x
refused	mp4
refused	a.txt
refused	a.mp4/
refused	a.mp4\\\\
refused	a.mp4.
refused	a.mp4\0040
END
printf '%0300d.mp4' 0 >"$T/name"
knock refused '' "300 characters"

t_is "each that was taken is a media file, no other is" \
    "$(db "SELECT COUNT(*) FROM media_file")" $kept
t_is "whose file has the id for its name, and nothing else has come to be" \
    "$(cd "$T/data" && find originals incoming staging media -type f | sort)" \
    "$(db "SELECT CONCAT('originals/', pid) FROM media_file" | sort)"
t_is "each of them is the film" \
    "$(cat "$T"/data/originals/* | sort -u | tr -d '\n')" \
    "$(printf 'film%.0s' $(seq $kept))"

# Where names come out again.
api GET '/api/v1/media-files?limit=100'
t_is "the list is JSON" "$status $(json '.items | length')" '200 100'
t_is "no name has a character that a terminal obeys" \
    "$(json '.items[].file_name' | grep -cP '[\x00-\x1f\x7f]')" 0
while read -r id name; do
	api HEAD "/api/v1/media-files/$id/original"
	t_like "$name is saved under a name" "$(header Content-Disposition)" \
	    "^attachment; filename=\"[A-Za-z0-9._ ()-]*\"; filename\\*=UTF-8''[A-Za-z0-9%._~-]+$"
	t_is "and sets no header of its own" "$(header Set-Cookie)" ''
done < <(json '.items | unique_by(.file_name)[] | "\(.id) \(.file_name)"')
"$house" --config "$conf" media list --limit 100 >"$T/listed" 2>&1
t_ok "the terminal lists them" test "$(grep -c UPLOADED "$T/listed")" -ge 100
t_is "without a character that it obeys" \
    "$(grep -cP '[\x00-\x08\x0b-\x1f\x7f]' "$T/listed")" 0

t_done
