#!/bin/bash
# Somebody is erased: afterwards no file of the store holds a word of the
# person, in no row, page, log or index; the same rows again change nothing;
# stopped anywhere it can be finished.  On SQLite the files are searched, on
# PostgreSQL a dump and the files of the tables.  Prints TAP.
#
#   KLANTBEELD  the program          ROUNDS  kills in the middle of an erasure (4)
set -u
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "${KLANTBEELD:-$here/../../build/klantbeeld}") || exit 1
if [ -z "${KLANTBEELD_ERASE_TEST:-}" ]; then
    export KLANTBEELD_ERASE_TEST=inside # PostgreSQL listens while all of this runs, when its package is here
    if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
        exec "$here/../store/with_postgres.sh" "$here/run.sh"
    fi
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/kb-erase.XXXXXX")
trap 'rm -rf "$work"' EXIT
export KLANTBEELD_NOW=2026-11-22T09:30:00Z LC_ALL=C.UTF-8
rounds=${ROUNDS:-4}
story=$here/../golden/somebody_is_erased
# what only she is called and reached by; the couple on one mailbox shares her surname and stays
words='sanne[. _]oldenkamp|S\. Oldenkamp|mevrouw oldenkamp wacht|06-?13572468|31613572468|06 13 57 24 68|0698765432|98765432|Vlierlaan 9a|taart voor sanne|zuurstokken|sannepetra|sanne zei|wonen samen'

count=0 failed=0
say() { # status, name
    count=$((count + 1))
    if [ "$1" = 0 ]; then echo "ok $count - $2"; else failed=1; echo "not ok $count - $2"; fi
}

"$program" --quiet demo --out "$work/crowd" --scale 1000 --seed 7 >/dev/null || exit 1
mkdir "$work/rows"
cp "$story"/*.csv "$work/rows"
printf 'Klantnummer,Voornaam,Achternaam\n777,Sanne,Oldenkamp\n777,Sanne,"Sannepetra Oldenkamp"\n' >"$work/rows/crm_twice.csv"
printf 'Beste mevrouw Oldenkamp, uw taart staat klaar. sannepetra\n' >"$work/rows/brief.txt"
printf 'Aan Sanne Oldenkamp van de bakkerij, bel 06-13572468\n' >"$work/rows/bakkerij.txt"
find "$work" -type f -exec touch -d 2026-11-01T12:00:00Z {} +

run() { "$program" --quiet --threads 2 --store "$@"; }

# make STORE: two versions of her, a merge that was taken back, words people said, a letter
make() {
    local one
    run "$1" init && run "$1" source add crm --kind crm && run "$1" source add boek --kind billing &&
        run "$1" source add nieuws --kind newsletter && run "$1" source add menigte --kind crm || return 1
    run "$1" import --source menigte "$work/crowd/crm.csv"
    sed '/^777,/s/Vlierlaan 9,3812 CC,Amersfoort,$/Vlierlaan 9a,3812 CC,Amersfoort,eerste versie/' \
        "$work/rows/crm.csv" >"$work/rows/crm_first.csv"
    touch -d 2026-10-01T12:00:00Z "$work/rows/crm_first.csv"
    run "$1" import --source crm "$work/rows/crm_first.csv" && run "$1" import --source crm "$work/rows/crm.csv" &&
        run "$1" import --source crm "$work/rows/crm_twice.csv" && run "$1" import --source crm "$work/rows/crm.csv" || return 1
    for one in boek:boek nieuws:nieuws crm:gesprekken boek:facturen; do
        run "$1" import --source "${one%:*}" "$work/rows/${one#*:}.csv" || return 1
    done
    run "$1" document add "$work/rows/brief.txt" --record crm:777 --kind letter || return 1
    run "$1" document add "$work/rows/bakkerij.txt" --record crm:501 --kind letter || return 1
    run "$1" resolve
    run "$1" decide same crm/777 crm/501 --reason "Sanne Oldenkamp zei het" --resolve
    run "$1" choose crm/777 phone.mobile 06-98765432 --reason "Sanne zei het zelf"
    run "$1" tie add crm/777 crm/778 --kind partner --reason "wonen samen"
    run "$1" trait set crm/777 vip "Sanne zei het"
    run "$1" resolve
}
state() { run "$1" --json fsck | sed -n 's/.*"state":"\([0-9a-f]*\)".*/\1/p'; }
told() { # every source did it: the keys in the messages go too
    local id
    for id in $(run "$1" erase messages | sed -n 's/^\(Y-[0-9A-Z]*\),.*/\1/p'); do run "$1" erase told "$id" >/dev/null; done
}

engine() { # name, store, what finds words in its files
    local store=$2 after
    make "$store" >"$work/made.log" 2>&1
    eval "$3" >/dev/null; say $? "$1: the words are there before"
    run "$store" erase crm/777 --person --dry-run >/dev/null; say $? "$1: a dry run tells"
    eval "$3" >/dev/null; say $? "$1: and erases nothing"
    run "$store" erase crm/777 --person --reason "gevraagd per brief" >"$work/erase.log" 2>&1; say $? "$1: erased"
    told "$store"
    if eval "$3" >"$work/found"; then say 1 "$1: no file holds a word of hers"; head -5 "$work/found" | cut -c1-300 | sed "s/^/# /"; [ -z "${KEEP:-}" ] || cp -n "$work"/one.db* "$KEEP"
    else say 0 "$1: no file holds a word of hers"; fi
    run "$store" search ruud | grep -q "Ruud Vlietstra"; say $? "$1: who lived with her is there"
    [ "$(run "$store" search koppel@postduif.example | grep -c .)" -ge 2 ]; say $? "$1: a couple with her surname is there"
    run "$store" timeline boek/9001 | grep -q "Gewist [A-Z][a-z]* vraagt meelprijs"; say $? "$1: the bakery keeps its contact moment"
    run "$store" fsck >"$work/fsck"; say $? "$1: fsck finds nothing"
    after=$(state "$store")
    run "$store" rebuild >/dev/null; [ "$(state "$store")" = "$after" ]; say $? "$1: a rebuild gives the same"
    local one
    for one in crm:crm crm:crm_twice boek:boek nieuws:nieuws crm:gesprekken boek:facturen; do
        run "$store" import --source "${one%:*}" "$work/rows/${one#*:}.csv" >/dev/null 2>&1
    done
    run "$store" resolve >/dev/null; [ "$(state "$store")" = "$after" ]; say $? "$1: the same rows again bring nothing back"
    ! eval "$3" >"$work/found"; say $? "$1: in no file either"
    run "$store" erase crm/778 --reason "gevraagd per mail" >/dev/null && run "$store" fsck >/dev/null; say $? "$1: another one after that"
}

engine SQLite "sqlite:$work/one.db" "grep -aiE -l '$words' $work/one.db*"
if [ -n "${KLANTBEELD_TEST_POSTGRES:-}" ]; then
    home=${KLANTBEELD_TEST_POSTGRES##*host=}
    psql=$(ls -d ${KLANTBEELD_POSTGRES_BIN:-/usr/lib/postgresql/*/bin} | sort -V | tail -1)/psql
    files() { "$psql" -q -h "$home" -U klantbeeld -c checkpoint klantbeeld; grep -raiEl "$words" "$home"/data/base; }
    engine PostgreSQL "$KLANTBEELD_TEST_POSTGRES" files
else
    say 0 "PostgreSQL # SKIP it is not here"
fi

# killed in the middle: whole or not at all, and finished by resume
make "sqlite:$work/calm.db" >/dev/null 2>&1
cp "$work/calm.db" "$work/calm.db-view"* "$work/rows" 2>/dev/null
from=$(date +%s%3N)
run "sqlite:$work/calm.db" erase crm/777 --person --reason gevraagd >/dev/null
took=$(($(date +%s%3N) - from)) left=0 wrong=0 RANDOM=${SEED:-1}
for ((i = 0; i < rounds; i++)); do
    for file in "$work/rows"/calm.db*; do cp "$file" "$work/$(basename "$file" | sed s/calm/rough/)"; done
    echo zuurstokken >"$work/rough.db-index.new.77-5" # as one killed before has left it
    "$program" --quiet --threads 2 --store "sqlite:$work/rough.db" erase crm/777 --person --reason gevraagd >/dev/null 2>&1 & # not run(): the kill is to meet the program
    pid=$!
    wait_ms=$((RANDOM * took / 32768))
    sleep "$(printf '%d.%03d' $((wait_ms / 1000)) $((wait_ms % 1000)))"
    kill -9 $pid 2>/dev/null
    wait $pid 2>/dev/null
    if run "sqlite:$work/rough.db" --json erase list | grep -q '"id":"W-'; then left=$((left + 1))
    else run "sqlite:$work/rough.db" erase crm/777 --person --reason gevraagd >/dev/null || wrong=$((wrong + 1)); fi
    run "sqlite:$work/rough.db" erase resume >/dev/null && told "sqlite:$work/rough.db"
    run "sqlite:$work/rough.db" fsck >/dev/null || wrong=$((wrong + 1))
    grep -aiqE "$words" "$work"/rough.db* && wrong=$((wrong + 1))
    rm -f "$work"/rough.db*
done
say "$wrong" "killed $rounds times on the way: finished afterwards ($left times the facts were rewritten already)"
echo "1..$count"
exit $failed
