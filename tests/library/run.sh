#!/bin/bash
# libklantbeeld as another program gets it: its header in C and C++, the names
# it shows, and the example of the documentation, compiled and run.
set -u
cd "$(dirname "$0")/../.." || exit 1
build=$(dirname "${KLANTBEELD:-build/klantbeeld}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
count=0
check() { # NAME COMMAND…
    local name=$1
    shift
    count=$((count + 1))
    if "$@" >"$work/said" 2>&1; then echo "ok $count - $name"; else
        echo "not ok $count - $name"
        sed 's/^/# /' "$work/said"
    fi
}
echo '#include <klantbeeld.h>' >"$work/header.c"
cp "$work/header.c" "$work/header.cc"
check "the header stands by itself in C99" cc -std=c99 -Wall -Wextra -Werror -pedantic -Iinclude -fsyntax-only "$work/header.c"
check "and in C++" c++ -std=c++11 -Wall -Wextra -Werror -pedantic -Iinclude -fsyntax-only "$work/header.cc"
only_ours() { ! nm -D --defined-only "$build/src/libklantbeeld.so" | awk '{print $3}' | grep -v '^kb_'; }
check "the library shows its own names only" only_ours
check "the example compiles" cc -Wall -Werror -D_GNU_SOURCE -Iinclude examples/link_csv.c -o "$work/link_csv" -L"$build/src" -lklantbeeld
persons=$("${KLANTBEELD:-build/klantbeeld}" --lang en demo --bench-persons 3000 --seed 5 --out "$work/people.csv" | awk '$1 == "persons" { print $2 }')
LD_LIBRARY_PATH="$build/src" "$work/link_csv" "$work/people.csv" >"$work/links"
every_row() { [ "$(cut -f1 "$work/links" | sort -u | wc -l)" -eq 3000 ] && [ "$(wc -l <"$work/links")" -eq 3000 ]; }
check "every row has a link" every_row
found() {
    local parties
    parties=$(cut -f2 "$work/links" | sort -u | wc -l)
    echo "$parties parties of $persons persons"
    [ "$persons" -gt 1000 ] && [ $((parties * 100)) -gt $((persons * 97)) ] && [ $((parties * 100)) -lt $((persons * 103)) ]
}
check "as many parties are found as there are persons, within 3 per cent" found
check "the example that asks compiles" cc -Wall -Werror -D_GNU_SOURCE -Iinclude examples/ask_csv.c -o "$work/ask_csv" -L"$build/src" -lklantbeeld
sed -n '2,101p' "$work/people.csv" >"$work/asked" # each meets itself
ask() { LD_LIBRARY_PATH="$build/src" "$work/ask_csv" "$work/people.csv" "$work/index" <"$work/asked" >"$work/$1"; }
check "it makes an index and answers" ask first
check "and the saved index answers too" ask again
check "the same" cmp "$work/first" "$work/again"
itself() {
    local found
    found=$(grep -cE '^(perhaps )?[0-9]+'$'\t' "$work/first")
    echo "$found hits for 100 rows"
    [ "$found" -ge 100 ] && grep -q 'The birth date is equal' "$work/first" && [ "$(grep -c '^nobody$' "$work/first")" -eq 0 ]
}
check "who is in the file is found, with reasons" itself
seen() { nm -D --defined-only "$build/src/libklantbeeld.so" | awk '{print $3}' | sed 's/@.*//' | grep '^kb_' | sort -u; }
told() { grep -oE '\bkb_[a-z_]+\(' include/klantbeeld.h | tr -d '(' | sort -u; }
check "every call of the header is in the library" cmp <(seen) <(told)
echo "1..$count"
