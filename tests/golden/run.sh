#!/bin/bash
# Golden folders: each tells a story.  steps holds klantbeeld commands, one a
# line, without the program and its store; expected holds what they print.
# ACCEPT=1 writes expected anew: read the diff before you keep it.
#
# What may differ between two right runs is taken out: times, the bits of
# evidence, which every better model moves, and the name of who runs them.
#
# The step "crowd" puts a thousand records of the demonstration company beside
# the story, because weights learnt from five records are no weights.
#
# The step "clock TIME" sets the clock, and the date of every file with it.
#
# Needs KLANTBEELD, the program; KLANTBEELD_STORES may name a folder for the
# stores.  Prints TAP.
set -u
here=$(cd "$(dirname "$0")" && pwd)
program=${KLANTBEELD:-$here/../../build/klantbeeld}
work=$(mktemp -d "${KLANTBEELD_STORES:-${TMPDIR:-/tmp}}/kb-golden.XXXXXX")
trap 'rm -rf "$work"' EXIT
export KLANTBEELD_NOW=2026-11-22T09:30:00Z LC_ALL=C.UTF-8
program=$(realpath "$program") || exit 1

steady() {
    sed -E -e '/^(gewichten die verschoven|weights that moved): /d' -e '/^(tijd|time|lezen|herkennen|klantbeeld|huishoudens zoeken|schrijven|in totaal) +[0-9.]+ s$/d' \
        -e '/^(paren vergeleken|toestand|relaties nagerekend) /d' \
        -e '/^(paren die de regel|te volle sleutels|vermeldingen met te veel kandidaten|twijfelgevallen buiten de lijst)/d' \
        -e 's/[-+]?[0-9]+\.[0-9]+ bit/~ bit/' \
        -e 's/cli:[A-Za-z0-9_.-]+/cli:~/' -e 's/(Gewist|G\.) [A-Z][b-df-hj-np-z]{9}\b/\1 ~/g' -e 's/ +$//'
}

# crowd_files: made once, for all stories.
crowd() {
    local name file
    if [ ! -d "$work/crowd" ]; then
        "$program" --quiet demo --out "$work/crowd" --scale 1000 --seed 7 >/dev/null || return 1
        find "$work/crowd" -type f -exec touch -d 2026-11-01T12:00:00Z {} +
    fi
    for name in crm:crm.csv billing:boekhouding.csv webshop:webshop_klanten.csv; do
        file=${name#*:} name=${name%%:*}
        "$program" --quiet --store sqlite:store.db source add "crowd-$name" --kind "$name" >/dev/null
        "$program" --quiet --store sqlite:store.db import --source "crowd-$name" "$work/crowd/$file" >/dev/null
    done
}

run_story() {
    local story=$1 folder=$work/$2 line
    mkdir -p "$folder"
    cp "$story"/*.csv "$story"/*.vcf "$story"/*.json "$story"/*.txt "$story"/*.pdf "$folder" 2>/dev/null
    find "$folder" -type f -exec touch -d 2026-11-01T12:00:00Z {} +
    cd "$folder" || return 1
    while IFS= read -r line; do
        case $line in
        '' | '#'*) echo "$line" ;;
        crowd) crowd ;;
        'clock '*)
            echo "$line"
            export KLANTBEELD_NOW=${line#clock }
            find "$folder" -name '*.csv' -exec touch -d "$KLANTBEELD_NOW" {} +
            ;;
        *)
            echo "\$ $line"
            eval "'$program' --quiet --lang nl --threads ${THREADS:-2} --store sqlite:store.db $line" 2>&1 | steady
            ;;
        esac
    done <"$story/steps"
    cd "$here" || return 1
    export KLANTBEELD_NOW=2026-11-22T09:30:00Z
}

stories=("$here"/*/)
[ $# -eq 0 ] || stories=("${@/#/$here/}") # only these
echo "1..${#stories[@]}"
number=0 failed=0
for story in "${stories[@]}"; do
    story=${story%/} name=$(basename "$story")
    number=$((number + 1))
    run_story "$story" "$name" >"$work/$name.got"
    if [ "${ACCEPT:-}" = 1 ]; then
        cp "$work/$name.got" "$story/expected"
        echo "ok $number - $name (accepted)"
    elif diff -u "$story/expected" "$work/$name.got" >"$work/$name.diff"; then
        echo "ok $number - $name"
    else
        failed=$((failed + 1))
        echo "not ok $number - $name"
        sed 's/^/# /' "$work/$name.diff"
    fi
done
[ "$failed" -eq 0 ]
