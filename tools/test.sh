#!/bin/sh
# Run the tests and close with one line "N passed, N failed".
#   tools/test.sh quick       what make test runs
#   tools/test.sh all         and what takes longer
#   tools/test.sh sanitize    unit and store suites under ASan and UBSan
# Every test program prints TAP; tools/tap.py runs them and adds up.
set -eu
cd "$(dirname "$0")/.."
: "${KLANTBEELD_SHARED=$(cd .. && [ -d shared/samples ] && cd shared && pwd || true)}"
export KLANTBEELD_SHARED
PATH="$PWD/.node/node_modules/node/bin:$PATH"
export PATH

build=build
level=${1:-quick}
if [ "$level" = sanitize ]; then
    build="build-asan"
    [ -f $build/build.ninja ] || tools/configure.sh $build -Db_sanitize=address,undefined -Db_lundef=false -Dbuildtype=debug -Doptimization=1
fi
ninja -C $build klantbeeld library meson-test-prereq >$build/ninja.log || { tail -40 $build/ninja.log; echo "0 passed, 1 failed"; exit 1; }
exec python3 tools/tap.py "$level" $build
