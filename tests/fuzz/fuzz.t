#!/bin/bash
# No bytes from outside break a parser: each target of this folder for
# FUZZ_SECONDS, as many at once as there are processors.  What breaks one is
# kept in tests/fuzz/found/ of the build; FUZZ_TARGET runs one alone.  The dice
# are the same each time, so that what fails here fails again; FUZZ_SEED=0 throws
# others.
set -u
sources=${top_srcdir:-.}/tests/fuzz
build=${top_builddir:-.}/tests/fuzz
seconds=${FUZZ_SECONDS:-5}
seed=${FUZZ_SEED:-1}

# A parser of a few kilobytes that asks for this much has been fooled.
export ASAN_OPTIONS=exitcode=99:detect_leaks=1:max_allocation_size_mb=256
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1

T=$(mktemp -d) || exit 1
trap 'rm -rf "$T"' EXIT

mkdir -p "$build/found"
touch "$T/begin"

targets=()
for folder in "$sources"/corpus/*/; do
	name=$(basename "$folder")
	[ "${FUZZ_TARGET:-$name}" = "$name" ] && targets+=("$name")
done

# run TARGET: its log and its code; libFuzzer adds what it finds to the first
# folder.
run()
{
	mkdir "$T/$1.new"
	"$build/$1" -max_total_time="$seconds" -max_len=16384 -seed="$seed" \
	    -artifact_prefix="$build/found/$1." "$T/$1.new" "$sources/corpus/$1" \
	    >"$T/$1.log" 2>&1
	echo $? >"$T/$1.code"
}

for name in "${targets[@]}"; do
	while [ "$(jobs -pr | wc -l)" -ge "$(nproc)" ]; do
		wait -n
	done
	run "$name" &
done
wait

count=0
failed=0
for name in "${targets[@]}"; do
	count=$((count + 1))
	if [ "$(cat "$T/$name.code")" = 0 ]; then
		echo "ok $count - $name: $(tail -n 1 "$T/$name.log")"
	else
		failed=1
		echo "not ok $count - $name"
		tail -n 60 "$T/$name.log" | sed 's/^/# /'
		find "$build/found" -name "$name.*" -newer "$T/begin" |
		    while read -r found; do
			echo "# ${found##*/}, in base64:"
			base64 "$found" | head -n 40 | sed 's/^/# /'
		done
	fi
done
echo "1..$count"
exit $failed
