#!/bin/sh
# What a reader should not have to look for: layers, format, static analysis, promises in the text.
set -u
cd "$(dirname "$0")/.." || exit 1
failed=0
passed=0
check() { # name, command…
    name=$1
    shift
    if out=$("$@" 2>&1); then
        passed=$((passed + 1))
        echo "ok   lint: $name"
    else
        failed=$((failed + 1))
        echo "FAIL lint: $name"
        echo "$out" | tail -30 | sed 's/^/     | /'
    fi
}

no_promises() { ! git grep -nIE '\b(TODO|FIXME)\b|not implemented' -- src ui/src spec tools tests ':!tools/lint.sh'; }
no_half_merges() { ! git grep -nIE '^(<<<<<<<|>>>>>>>) '; }
# shellcheck disable=SC2046
formatted() { git ls-files 'include/*.h' 'src/*.c' 'src/*.h' 'tests/*.c' 'tests/*.h' 'examples/*.c' | xargs clang-format --dry-run -Werror; }
analysed() {
    # shellcheck disable=SC2046 # file names of ours have no spaces
    # the last two suppressions: this version of cppcheck misreads designated initialisers
    cppcheck --quiet --error-exitcode=1 --std=c11 --language=c --enable=warning,performance,portability \
        --suppress=missingIncludeSystem --suppress=nullPointerRedundantCheck --suppress=normalCheckLevelMaxBranches --suppress=unknownMacro --suppress=unknownEvaluationOrder --suppress=internalAstError \
        --inline-suppr -j 2 -D_GNU_SOURCE -DKLANTBEELD_VERSION='""' -Isrc -Iinclude $(git ls-files 'src/*.c')
}
scripts() { git ls-files '*.sh' .ci/run | xargs shellcheck -S warning; }
readmes() { for d in src/*/; do [ -f "$d/README.md" ] || { echo "no README in $d"; return 1; }; done; }
warnings_clang() {
    build="build-clang"
    [ -f $build/build.ninja ] || CC=clang CXX=clang++ tools/configure.sh $build
    ninja -C $build klantbeeld >$build/ninja.log 2>&1 || { tail -30 $build/ninja.log; return 1; }
}

check "includes go down only" python3 tools/check_includes.py
check "each folder has a README" readmes
check "no promises in the tree" no_promises
check "no merge left half done" no_half_merges
check "format" formatted
check "shell scripts" scripts
check "static analysis" analysed
[ "${1:-}" = quick ] || check "clang builds it" warnings_clang
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
