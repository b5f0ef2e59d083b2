#!/bin/bash
# The contract is OpenAPI as its readers know it, and its examples are what
# its schemas say.
. "${top_srcdir:-.}/tests/lint/lint.sh"

skip()
{
	echo "1..0 # SKIP $1"
	exit 0
}

command -v node >/dev/null || skip "node is not installed"
command -v npm >/dev/null || skip "npm is not installed"

T=$(mktemp -d) || exit 1
trap 'rm -rf "$T"' EXIT
# The source tree may be read-only.
cp tests/lint/openapi/{package.json,package-lock.json,.npmrc,redocly.yaml} "$T"
(cd "$T" && npm ci --ignore-scripts --no-audit --no-fund --prefer-offline \
    --loglevel=error >npm.log 2>&1) || skip "npm could not fetch the linter"

# It neither tells anybody that it runs nor asks whether it is old.
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true

# faults FILE: a line for each, or what kept the linter from looking.
faults()
{
	node "$T/node_modules/@redocly/cli/bin/cli.js" lint --format=json \
	    --config "$T/redocly.yaml" --max-problems 1000 "$1" \
	    >"$T/said" 2>"$T/log"
	jq -e 'has("totals")' "$T/said" >/dev/null 2>&1 || cat "$T/said" "$T/log"
	jq -r '.problems[]? | "\(.ruleId): \(.message) \(.location[0].pointer)"' \
	    "$T/said" 2>&1
}

faults www/openapi.json | none "the linter finds nothing"

# spoiled FILTER RULE: says so when what jq has changed is not found.
spoiled()
{
	jq "$1" www/openapi.json >"$T/openapi.json"
	faults "$T/openapi.json" | grep -q "^$2: " || echo "nobody said $2"
}

spoiled '.components.schemas.MediaFile.example = {"id": 7}' \
    no-invalid-schema-examples | none "an example that breaks its schema is found"
spoiled 'del(.paths["/api/v1/movies"].get.operationId)' \
    operation-operationId | none "and an operation without a name"

plan
