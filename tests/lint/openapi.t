#!/bin/bash
# The contract and the table of routes name the same doors, both ways.
build=$(cd "${top_builddir:-.}" && pwd)
. "${top_srcdir:-.}/tests/lint/lint.sh"

# The contract has names of its own for what stands in a path; its own
# document is a file that the web server hands out.
routes=$("$build/fcgi/movie-house-fcgi" --routes |
    awk '{ gsub(/{uuid}|{number}/, "{id}", $2); print $1, $2 }' | sort)
contract=$(jq -r '.paths | to_entries[] | .key as $path | .value |
    keys_unsorted[] | select(. != "parameters") |
    ascii_upcase + " " + ($path | gsub("{[a-z]+}"; "{id}"))' \
    www/openapi.json | grep -vx 'GET /openapi.json' | sort)

echo "$routes" | awk 'END { if (NR < 10) print "only " NR }' |
    none "the program prints its routes"
comm -23 <(echo "$routes") <(echo "$contract") |
    none "every route stands in the contract"
comm -13 <(echo "$routes") <(echo "$contract") |
    none "the contract promises no other"
echo "$routes" | uniq -d | none "no route stands there twice"
public=$("$build/fcgi/movie-house-fcgi" --routes |
    awk '$3 == "public" { gsub(/{uuid}|{number}/, "{id}", $2); print $1, $2 }' |
    sort)
open=$(jq -r '.paths | to_entries[] | .key as $path | .value | to_entries[] |
    select(.key != "parameters" and .value.security == []) |
    (.key | ascii_upcase) + " " + $path' www/openapi.json |
    grep -vx 'GET /openapi.json' | sort)
diff <(echo "$public") <(echo "$open") |
    none "what asks for nobody is the same in both"
jq -r '[paths(type == "object" and has("$ref")) as $p | getpath($p)["$ref"]] |
    unique[]' www/openapi.json | while read -r ref; do
	jq -e --arg ref "$ref" 'getpath($ref | ltrimstr("#/") | split("/"))' \
	    www/openapi.json >/dev/null || echo "$ref"
done | none "every reference of the contract leads somewhere"
jq -r '.components | del(.securitySchemes) | to_entries[] | .key as $kind | .value | keys[] |
    "#/components/" + $kind + "/" + .' www/openapi.json |
    while read -r name; do
	grep -qF "\"\$ref\": \"$name\"" www/openapi.json || echo "$name"
done | none "nothing in it is unused"

plan
