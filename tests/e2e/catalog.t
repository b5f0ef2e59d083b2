#!/bin/bash
# The catalog over HTTP: every field and its limits, lists and searches, two
# editors at once, series with their seasons and episodes, the trash.
. "${top_srcdir:-.}/tests/lib.sh"

contract=$top_srcdir/www/openapi.json
api=/api/v1
media=$api/media-files
movies=$api/movies
series=$api/series
seasons=$api/seasons
episodes=$api/episodes
nobody=0199c1f2-6a3b-7c4d-8e5f-0a1b2c3d4e5f

# refused DESCRIPTION STATUS CODE: the last answer is that problem.
refused()
{
	t_is "$1: $2 $3" "$status $(json '"\(.status) \(.code)"')" "$2 $2 $3"
}

# shape SCHEMA FILTER: that part of the last answer has the contract's members.
shape()
{
	t_is "$1 is as the contract says" "$(json "$2 | keys | tojson")" \
	    "$(jq -c ".components.schemas.$1.required | sort" "$contract")"
}

# faults: of the last answer, "field code" in the order of their fields.
faults()
{
	json '[.errors[] | .field + " " + .code] | sort | join(", ")'
}

# make PATH JSON: creates; prints the id.
make()
{
	api_json POST "$1" "$2" >/dev/null
	json .id
}

# titles LIST: of the page.
titles()
{
	api GET "$1" >/dev/null
	json '[.items[].title] | join(", ")'
}

web_stack()
{
	db_start
	write_conf
	app_start upload
	app_start api
	web_start
	api GET /readyz
}
web_stack
t_is "the house is open" "$status" 200

# ---- the fields of a movie ------------------------------------------------
api_json POST $movies '{"title":" Amélie ","original_title":"Le Fabuleux Destin d’Amélie Poulain",
    "year":2001,"synopsis":"Montmartre.","genres":["Comedy","Romance"],"rating":"R"}'
amelie=$(json .id)
t_is "a movie has all its fields" \
    "$status $(json '"\(.title)|\(.sort_title)|\(.year)|\(.genres)|\(.rating)|\(.trashed_at)|\(.version)"')" \
    '201 Amélie|Amélie|2001|["Comedy","Romance"]|R|null|1'
shape Movie .
api_json POST $movies '{"title":7,"sort_title":" ","original_title":[],"year":1869,
    "synopsis":1,"genres":"x","rating":"","media_file_id":"y","trashed_at":null,"extra":1}'
refused "every field can be at fault" 422 invalid
t_is "all of them at once" "$(faults)" \
    'extra unknown, genres wrong_type, media_file_id wrong_type, original_title wrong_type, rating blank, sort_title blank, synopsis wrong_type, title wrong_type, trashed_at unknown, year too_small'
while read -r text code; do
	api_json POST $movies "$text"
	t_is "${text:0:60}" "$status $(faults)" "422 $code"
done <<END
{"title":"x","genres":["a",""]} genres blank
{"title":"x","genres":["a\\nb"]} genres unprintable
{"title":"x","genres":["a\\u202eb"]} genres unprintable
{"title":"x","genres":["$(printf '%041d' 0)"]} genres too_long
{"title":"x","genres":[$(seq -s, 21 | sed 's/[0-9]\+/"&"/g')]} genres too_many
{"title":"x","genres":[1]} genres wrong_type
{"title":"x","rating":"$(printf '%021d' 0)"} rating too_long
{"title":"x","year":2201} year too_large
{"title":"x","year":1e3} year wrong_type
{"title":"$(printf 'ä%.0s' $(seq 256))"} title too_long
END
api_json POST $movies "{\"title\":\"$(printf 'ä%.0s' $(seq 255))\"}"
t_is "255 letters are a title, however many bytes" "$status" 201
api DELETE "$movies/$(json .id)"

# ---- changes --------------------------------------------------------------
api PATCH $movies/"$amelie" -H 'Content-Type: application/merge-patch+json' \
    -d '{"year":null,"rating":"PG-13"}'
t_is "a merge patch sets and clears, and leaves the rest" \
    "$status $(json '"\(.year) \(.rating) \(.synopsis) \(.genres | length)"') $(header ETag)" \
    '200 null PG-13 Montmartre. 2 "2"'
api_json PATCH $movies/"$amelie" '{}'
t_is "an empty one changes nothing" "$status $(header ETag)" '200 "2"'
api_json PATCH $movies/"$amelie" '{"title":null,"year":"x","id":"y"}'
t_is "faults of a patch come at once" "$status $(faults)" \
    '422 id unknown, title required, year wrong_type'
api_json PATCH $movies/"$amelie" '{"genres":["romance","Romance","Ünlü"],"year":2001}'
t_is "genres are known by their first spelling, each once" \
    "$status $(json .genres\|tojson)" '200 ["Romance","Ünlü"]'
api GET $api/genres
t_is "the genres that are used are listed" \
    "$status $(json '[.items[].name] | join(" ")')" '200 Romance Ünlü'
shape Genre '.items[0]'
api GET $movies/"$amelie"
tag=$(header ETag)
api PATCH $movies/"$amelie" -H "If-Match: $tag" -H 'Content-Type: application/json' -d '{"year":2002}'
t_is "who has read the version may change it" "$status" 200
for method in PATCH DELETE; do
	api $method $movies/"$amelie" -H "If-Match: $tag" -H 'Content-Type: application/json' -d '{"year":2003}'
	refused "$method by who has not" 412 stale_version
done
for deed in trash restore; do
	api POST $movies/"$amelie"/$deed -H "If-Match: $tag" -H 'Content-Length: 0'
	refused "$deed by who has not" 412 stale_version
done
for before in '*' '"0", ' ''; do
	api GET $movies/"$amelie"
	list=$before
	[ "$before" = '*' ] || list+=$(header ETag)
	api PATCH $movies/"$amelie" -H "If-Match: $list" -H 'Content-Type: application/json' -d '{"year":2001}'
	t_is "If-Match: $list is content" "$status" 200
done
for round in 1 2 3 4 5; do
	api GET $movies/"$amelie"
	tag=$(header ETag)
	for editor in 1 2 3 4; do
		curl -sS "${curl_to[@]}" -o /dev/null -w '%{http_code}\n' \
		    -X PATCH -H "If-Match: $tag" \
		    -H 'Content-Type: application/json' \
		    -d "{\"year\":200$editor}" "$url$movies/$amelie" \
		    >"$T/editor.$editor" &
		pids[editor.$editor]=$!
	done
	for editor in 1 2 3 4; do
		wait "${pids[editor.$editor]}"
		unset "pids[editor.$editor]"
	done
	t_is "of four editors with one tag one wins, $round" \
	    "$(sort "$T"/editor.? | tr '\n' ' ')" '200 412 412 412 '
done

# ---- media ----------------------------------------------------------------
declare -a file=()
for i in 1 2 3; do
	head -c 1000 /dev/urandom >"$T/$i.mp4"
	file[i]=$(upload "$T/$i.mp4")
done
kind()
{
	api GET "$media/$1" >/dev/null
	json '"\(.media_type)"'
}
api_json PATCH $movies/"$amelie" "{\"media_file_id\":\"${file[1]}\"}"
t_is "a movie gets its film" "$status $(json .media_file_id) $(kind "${file[1]}")" \
    "200 ${file[1]} MOVIE"
api_json PATCH $movies/"$amelie" "{\"media_file_id\":\"${file[2]}\"}"
t_is "and another" "$status $(json .id) $(kind "${file[1]}") $(kind "${file[2]}")" \
    "200 $amelie null MOVIE"
api DELETE $media/"${file[2]}"
refused "which cannot be deleted" 409 media_in_use
api DELETE $media/"${file[1]}"
t_is "while the one before can" "$status" 204
api_json PATCH $movies/"$amelie" "{\"media_file_id\":\"$nobody\"}"
t_is "there must be such a file" "$status $(faults)" '422 media_file_id unknown'
api_json PATCH $movies/"$amelie" \
    "{\"media_file_id\":\"$nobody\",\"title\":\" \",\"year\":1,\"x\":1}"
t_is "which is told with all else" "$status $(faults)" \
    '422 media_file_id unknown, title blank, x unknown, year too_small'
api_json POST $movies "{\"media_file_id\":\"$nobody\",\"rating\":7}"
t_is "of a new one too" "$status $(faults)" \
    '422 media_file_id unknown, rating wrong_type, title required'

# ---- what no text may hold ------------------------------------------------
for code in 0001 0008 0009 000a 000d 001b 001f 007f 0080 0085 009b 009f; do
	for field in title sort_title original_title rating; do
		api_json PATCH $movies/"$amelie" "{\"$field\":\"a\\u${code}b\"}"
		t_is "U+$code in $field" "$status $(faults)" "422 $field unprintable"
	done
	api_json PATCH $movies/"$amelie" "{\"genres\":[\"a\\u${code}b\"]}"
	t_is "U+$code in a genre" "$status $(faults)" '422 genres unprintable'
done
for code in 0008 000b 000d 001b 007f 0085; do
	api_json PATCH $movies/"$amelie" "{\"synopsis\":\"a\\u${code}b\"}"
	t_is "U+$code in a synopsis" "$status $(faults)" '422 synopsis unprintable'
done
api_json PATCH $movies/"$amelie" '{"synopsis":"Montmartre.\n\n\tTwo."}'
t_is "which may have lines and tabs" "$status $(json '.synopsis | tojson')" \
    '200 "Montmartre.\n\n\tTwo."'
t_is "and the contract says so" "$(node -p '
	const of = require(process.argv[1]).components.schemas.NewMovie.properties;
	[of.title, of.genres.items, of.synopsis].map(({ pattern }) =>
		["a\u001bb", "a\u0085b", "a\n\tb", "Amélie"].map((text) =>
			new RegExp(pattern, "u").test(text) ? "y" : "n").join("")).join(" ")
	' "$(realpath "$contract")")" \
    'nnny nnny nnyy'

# ---- the trash ------------------------------------------------------------
api POST $movies/"$amelie"/trash
t_like "a movie goes into the trash" "$status $(json .trashed_at)" '^200 20'
t_is "and out of the list" "$(titles $movies)|$(titles "$movies?trashed=true")" \
    '|Amélie'
api GET $movies/"$amelie"/playback
refused "and cannot be played" 409 in_trash
api DELETE $media/"${file[2]}"
refused "but keeps its film" 409 media_in_use
api POST $movies/"$amelie"/restore
t_is "and comes back" "$status $(json .trashed_at) $(json .media_file_id) $(titles $movies)" \
    "200 null ${file[2]} Amélie"

# ---- lists and searches ---------------------------------------------------
for title in Up It M '七人の侍' '100% Wolf' 'under_score' "O'Brother" 'Æon "Flux"'; do
	make $movies "$(jq -n --arg t "$title" --argjson y $((1960 + ${#title})) \
	    '{title: $t, year: (if $y % 2 == 0 then null else $y end)}')" >/dev/null
done
while IFS='|' read -r words found; do
	t_is "q=$words finds ${found:-nothing}" \
	    "$(titles "$movies?q=$(jq -rn --arg q "$words" '$q | @uri')")" "$found"
done <<'END'
amelie|Amélie
AMEL|Amélie
fabuleux destin|Amélie
Up|Up
it|It
m|Amélie, M
七人|七人の侍
%|100% Wolf
100%|100% Wolf
_|
under_|under_score
o'b|O'Brother
"flux|Æon "Flux"
+up -it|
up) OR (it|
*|
'|O'Brother
“M…|Amélie, M
END
t_is "a genre narrows" "$(titles "$movies?genre=ROMANCE")" Amélie
t_is "a year too" "$(titles "$movies?year=1961")" M
t_is "none can be played" "$(titles "$movies?playable=true")" ''
t_is "so all cannot" "$(api GET "$movies?playable=false" >/dev/null; json '.items | length')" 9
t_is "criteria add up" "$(titles "$movies?genre=romance&q=am&playable=false&trashed=false")" Amélie
api GET "$movies?year=x&playable=1&trashed=maybe&q=$(printf 'x%.0s' $(seq 201))&genre=&director=1&sort=rating"
refused "faults of a query" 422 invalid
t_is "all at once" "$(faults)" \
    'director unknown, playable unknown_word, q too_long, sort unknown, trashed unknown_word, year out_of_range'
for sort in title -title year -year created_at -created_at; do
	api GET "$movies?sort=$sort"
	whole=$(json '[.items[].id] | join(" ")')
	pages= cursor=
	while api GET "$movies?sort=$sort&limit=2$cursor"; do
		pages+="$(json '[.items[].id] | join(" ")') "
		next=$(json '.next_cursor // empty')
		[ -n "$next" ] || break
		cursor="&cursor=$next"
	done
	t_is "pages by $sort are the whole, none twice" \
	    "${pages% } $(wc -w <<<"$pages")" "$whole 9"
done
years=$(api GET "$movies?sort=year" >/dev/null; json '[.items[].year]')
t_is "those of no year come before the others" \
    "$(jq -c 'map(. // 0) == (map(. // 0) | sort)' <<<"$years")" true
for sort in title year; do
	api GET "$movies?sort=$sort&limit=1"
	api GET "$movies?sort=$([ $sort = title ] && echo year || echo title)&cursor=$(json .next_cursor)"
	refused "a cursor of another order than $sort" 422 invalid
	cursor=$(printf '%s\n1\n%s' $sort "zz' OR 1=1 --" | base64 -w0 | tr -d = | tr +/ -_)
	api GET "$movies?sort=$sort&cursor=$cursor"
	t_like "a forged cursor by $sort harms nobody" "$status" '^(200|422)$'
done

# ---- series ---------------------------------------------------------------
api_json POST $series '{"title":"Saga","genres":["Drama"],"rating":"12","year":1980}'
saga=$(json .id)
t_is "a series is made" "$status $(header Location) $(json .genres\|tojson)" \
    "201 $series/$saga [\"Drama\"]"
shape Series .
api_json POST $series '{"media_file_id":null,"year":1}'
t_is "faults of a series" "$status $(faults)" \
    '422 media_file_id unknown, title required, year too_small'
one=$(make $series/"$saga"/seasons '{"number":1}')
two=$(make $series/"$saga"/seasons '{"number":2,"title":"The End"}')
api GET $seasons/"$one"
t_is "a season is of its series" "$status $(json .series_id) $(json .title)" \
    "200 $saga null"
shape Season .
api_json POST $series/"$saga"/seasons '{"number":2}'
refused "a season's number is given once" 409 number_taken
api_json POST $series/"$saga"/seasons '{"title":" ","number":-1,"series_id":"x"}'
t_is "faults of a season" "$status $(faults)" \
    '422 number too_small, series_id unknown, title blank'
for i in 1 2 3; do
	episode[i]=$(make $seasons/"$one"/episodes \
	    "{\"number\":$i,\"title\":\"E$i\",\"aired_on\":\"1980-01-0$i\"}")
done
episode[4]=$(make $seasons/"$two"/episodes \
    "{\"number\":1,\"title\":\"E4\",\"media_file_id\":\"${file[3]}\"}")
api GET $episodes/"${episode[4]}"
t_is "an episode is of its season and series" \
    "$status $(json '"\(.season_id) \(.series_id) \(.number) \(.aired_on)"') $(kind "${file[3]}")" \
    "200 $two $saga 1 null EPISODE"
api GET $episodes/"${episode[1]}"
shape Episode .
t_is "its day is a day" "$(json .aired_on)" 1980-01-01
api_json POST $seasons/"$one"/episodes '{"season_id":"'"$two"'","aired_on":"1980-02-30","number":10000,"title":""}'
t_is "faults of an episode" "$status $(faults)" \
    '422 aired_on wrong_type, number too_large, season_id unknown, title blank'
api_json POST $seasons/"$one"/episodes \
    "{\"season_id\":\"$two\",\"media_file_id\":\"$nobody\"}"
t_is "and of what it points at" "$status $(faults)" \
    '422 media_file_id unknown, number required, season_id unknown, title required'
api_json PATCH $episodes/"${episode[1]}" \
    "{\"season_id\":\"$nobody\",\"media_file_id\":\"$nobody\",\"number\":-1}"
t_is "also when it is changed" "$status $(faults)" \
    '422 media_file_id unknown, number too_small, season_id unknown'
for day in 1980-1-1 19800101 1980-13-01 0000-00-00 x 1980-01-01T00:00:00Z; do
	api_json PATCH $episodes/"${episode[1]}" "{\"aired_on\":\"$day\"}"
	t_is "$day is none" "$status $(faults)" '422 aired_on wrong_type'
done
api_json PATCH $movies/"$amelie" "{\"media_file_id\":\"${file[3]}\"}"
refused "an episode's film is no movie's" 409 media_in_use
api GET $episodes/"${episode[4]}"/playback
refused "and cannot be played yet" 409 media_not_ready
api GET $episodes/"${episode[1]}"/playback
refused "an episode without a film" 409 media_missing

# numbers: of an expanded series, season by season.
numbers()
{
	api GET "$series/$saga?expand=seasons" >/dev/null
	json '[.seasons[] | [.episodes[] | "\(.title):\(.number)"] | join(" ")] | join(" / ")'
}
t_is "a series is shown whole" "$(numbers)" 'E1:1 E2:2 E3:3 / E4:1'
t_is "without a tag" "$(header ETag)" ''
api GET "$series/$saga?expand=all"
refused "there is nothing else to expand" 422 invalid
api_json PATCH $episodes/"${episode[1]}" '{"number":2}'
refused "an episode's number is given once" 409 number_taken
order()
{
	api_json POST "$seasons/$1/order" \
	    "$(jq -cn '{episode_ids: $ARGS.positional}' --args "${@:2}")"
}
order "$one" "${episode[3]}" "${episode[2]}" "${episode[1]}"
t_is "episodes are turned round in one call" \
    "$status $(json '[.items[].title] | join(" ")') $(numbers)" \
    '200 E3 E2 E1 E3:1 E2:2 E1:3 / E4:1'
order "$one" "${episode[4]}"
t_is "and come from another season" "$status $(numbers)" \
    '200 E4:1 E3:2 E2:3 E1:4 / '
api_json PATCH $episodes/"${episode[4]}" "{\"season_id\":\"$two\",\"number\":7}"
t_is "or move one by one" "$status $(numbers)" '200 E3:2 E2:3 E1:4 / E4:7'
order "$one" "${episode[1]}" "${episode[1]}"
t_is "nobody stands in two places" "$status $(faults)" '422 episode_ids duplicate'
order "$one" "$nobody"
t_is "nor who is not there" "$status $(faults)" '422 episode_ids unknown'
order "$one" "x'"
t_is "nor what is no id" "$status $(faults)" '422 episode_ids wrong_type'
api_json POST $seasons/"$one"/order '{"first_number":9998,"episode_ids":["'"${episode[1]}"'"]}'
t_is "numbers end" "$status $(faults)" '422 first_number too_large'
api_json POST $seasons/"$one"/order '{"first_number":-1,"episode_ids":["x"]}'
t_is "both are told" "$status $(faults)" \
    '422 episode_ids wrong_type, first_number too_small'
api_json POST $seasons/"$one"/order '{"episode_ids":[],"by":1}'
t_is "an order names somebody" "$status $(faults)" '422 by unknown, episode_ids too_few'
t_is "none of that changed a thing" "$(numbers)" 'E3:2 E2:3 E1:4 / E4:7'
api GET $seasons/"$one"
tag=$(header ETag)
order "$one" "${episode[1]}"
api POST $seasons/"$one"/order -H "If-Match: $tag" -H 'Content-Type: application/json' \
    -d "{\"episode_ids\":[\"${episode[2]}\"]}"
refused "two who order with one tag" 412 stale_version
t_is "episodes are listed by number" "$(titles $seasons/"$one"/episodes)" 'E1, E3, E2'
t_is "or backwards" "$(titles "$seasons/$one/episodes?sort=-number")" 'E2, E3, E1'
api POST $episodes/"${episode[3]}"/trash
t_is "an episode goes into the trash" "$status $(numbers) $(titles "$seasons/$one/episodes?trashed=true")" \
    '200 E1:1 E2:3 / E4:7 E3'
api_json POST $seasons/"$one"/episodes '{"number":2,"title":"E5"}'
refused "where it keeps its number" 409 number_taken
api POST $episodes/"${episode[3]}"/restore
t_is "and comes back" "$status $(numbers)" '200 E1:1 E3:2 E2:3 / E4:7'
t_is "series are found, too" "$(titles "$series?q=sag&genre=drama&year=1980")" Saga
api POST $series/"$saga"/trash
t_is "a series goes into the trash" \
    "$status $(titles $series)|$(titles "$series?trashed=true")" '200 |Saga'
api GET $episodes/"${episode[4]}"/playback
refused "its episodes cannot be played there" 409 in_trash
api POST $series/"$saga"/restore
t_is "and comes back" "$status $(titles $series)" '200 Saga'
api GET $series/"$saga"/seasons
t_is "seasons are listed" "$status $(json '[.items[].number] | tojson')" '200 [1,2]'
api DELETE $series/"$saga" -H 'If-Match: "1"'
refused "a series that has changed is not deleted" 412 stale_version
api DELETE $series/"$saga"
t_is "a series can be deleted" "$status" 204
for path in $series/"$saga" $seasons/"$two" $episodes/"${episode[4]}" \
    $series/"$saga"/seasons $seasons/"$two"/episodes; do
	api GET "$path"
	t_is "and ${path%/*} with it" "$status" 404
done
t_is "its film stays, of no type" "$(kind "${file[3]}")" null
api DELETE $movies/"$amelie"
t_is "a movie can be deleted" "$status $(kind "${file[2]}")" '204 null'
api DELETE $movies/"$amelie"
refused "but once" 404 not_found

# ---- the book -------------------------------------------------------------
api_json POST /api/v1/series '{"title":"In the book"}'
id=$(json .id)
api_json PATCH "/api/v1/series/$id" '{"title":"Still in it"}'
api POST "/api/v1/series/$id/trash"
api POST "/api/v1/series/$id/trash"
api DELETE "/api/v1/series/$id"
api GET "/api/v1/audit?subject_id=$id&sort=id"
t_is "what is done to a series is noted, each change once" \
    "$(json '[.items[] | .action + " " + .actor] | join(", ")')" \
    "series.create api:admin, series.change api:admin, \
series.trash api:admin, series.delete api:admin"
t_is "with how it was and is" \
    "$(json '.items[1] | .before.title + ", " + .after.title')" \
    'In the book, Still in it'

t_done
