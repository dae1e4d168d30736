#!/bin/bash
# Data races: the matching's own tests, and an evaluate of 10,000 persons on four threads, under ThreadSanitizer.
#   tools/tsan.sh               what make tsan runs; closes with "N passed, N failed"
set -u
cd "$(dirname "$0")/.." || exit 1
build="build-tsan"
tests="os_os match_block match_cluster match_bound match_match match_index"
[ -f $build/build.ninja ] ||
    tools/configure.sh $build -Db_sanitize=thread -Db_lundef=false -Dbuildtype=debug -Doptimization=1 || exit 1
known=$(ninja -C $build -t targets all | sed -n 's|^\(tests/test_[a-z_0-9]*\): .*|\1|p')
programs=
for test in $tests; do
    grep -qx "tests/test_$test" <<<"$known" && programs="$programs tests/test_$test"
done
# shellcheck disable=SC2086
ninja -C $build klantbeeld $programs >$build/ninja.log || { tail -40 $build/ninja.log; echo "0 passed, 1 failed"; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export TSAN_OPTIONS="exitcode=66 halt_on_error=1 ${TSAN_OPTIONS:-}" KLANTBEELD_NOW=2026-11-22T09:30:00Z
fixed= # the sanitizer wants its memory where it expects it
setarch "$(uname -m)" -R true 2>/dev/null && fixed="setarch $(uname -m) -R"
passed=0 failed=0
check() { # name, command…
    local name=$1 start=$SECONDS
    shift
    # shellcheck disable=SC2086
    if timeout 600 $fixed "$@" >"$work/log" 2>&1; then
        passed=$((passed + 1))
        echo "ok   $name ($((SECONDS - start)) s)"
    else
        failed=$((failed + 1))
        echo "FAIL $name: exit code $?"
        tail -60 "$work/log"
    fi
}
for program in $programs; do
    check "${program#tests/test_}" $build/"$program"
done
$build/klantbeeld --quiet demo --bench-persons 10000 --seed 1 --out "$work/persons.csv" >/dev/null
check "evaluate of 10,000 persons on four threads" $build/klantbeeld --threads 4 evaluate "$work/persons.csv" "$work/persons_waarheid.csv" --json
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
