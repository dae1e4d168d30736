#!/bin/bash
# kill -9 in the middle, again and again: what is finished afterwards must be
# what an undisturbed run gives, and fsck must find nothing.  An erasure that
# was killed is there whole or not at all, and is finished by 'erase resume'.
#
#   KLANTBEELD  the program          ROWS    source rows (2000)
#   ROUNDS      kills of the import, of the resolve and of an erasure each (3)
#   SEED        where the kills fall (1)
#
# Prints TAP.
set -u
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "${KLANTBEELD:-$here/../../build/klantbeeld}") || exit 1
rows=${ROWS:-2000} rounds=${ROUNDS:-3} seed=${SEED:-1}
work=$(mktemp -d "${TMPDIR:-/tmp}/kb-kill.XXXXXX")
trap 'rm -rf "$work"' EXIT
export KLANTBEELD_NOW=2026-11-22T09:30:00Z LC_ALL=C.UTF-8

# Invented people: the same seed gives the same file. One in five is there twice, a little different.
make_rows() {
    awk -v rows="$1" -v seed="$seed" 'BEGIN {
        srand(seed)
        split("Anna Bram Carla Dirk Elise Frank Greet Hugo Ilse Jaap Karin Loek Mieke Niels Olga Piet Ria Sjoerd Toos Wim", given, " ")
        split("Aalberts Boersma Cornet Dijkgraaf Evers Folkerts Geurts Haverkamp Ipema Jorna Kuipers Lamein Mulder Nagel", surname, " ")
        split("Utrecht Zwolle Breda Assen Goes Hoorn Venlo Delft Tiel Ede", city, " ")
        print "Klantnummer;Voornaam;Achternaam;Geboortedatum;Straat;Huisnummer;Postcode;Plaats;E-mailadres"
        for (i = 1; i <= rows; i++) {
            if (i > 1 && rand() < 0.2) {
                g2 = rand() < 0.5 ? substr(g, 1, 1) "." : g
            } else {
                g = given[int(rand() * 20) + 1]; s = surname[int(rand() * 14) + 1] int(rand() * rows / 40)
                gsub(/[0-9]+/, "", s); s = s substr("abcdefghijklmnop", int(rand() * 15) + 1, 1 + int(rand() * 2))
                b = sprintf("%02d-%02d-%d", rand() * 28 + 1, rand() * 12 + 1, 1940 + rand() * 65)
                n = int(rand() * 180) + 1; p = sprintf("%d %c%c", 1000 + rand() * 8999, 65 + rand() * 18, 66 + rand() * 17)
                c = city[int(rand() * 10) + 1]; g2 = g; m = tolower(g "." s int(rand() * 99)) "@postduif.example"
            }
            printf "%d;%s;%s;%s;Laan %d;%d;%s;%s;%s\n", i, g2, s, b, n % 7, n, p, c, m
        }
    }'
}

run() { "$program" --quiet --threads 2 --store "sqlite:$1" "${@:2}"; }
prepare() { run "$1" init >/dev/null && run "$1" source add shop --kind webshop >/dev/null; }
state() { run "$1" fsck | sed -n 's/^state *//p;s/^toestand *//p'; }
now_ms() { date +%s%3N; }

# kill_within MS COMMAND…: start it, kill -9 after a part of MS, say whether it was still there.
kill_within() {
    local most=$1 wait_ms
    shift
    "$@" >/dev/null 2>&1 &
    local pid=$!
    wait_ms=$((RANDOM * most / 32768))
    sleep "$(printf '%d.%03d' $((wait_ms / 1000)) $((wait_ms % 1000)))"
    kill -9 "$pid" 2>/dev/null && killed=$((killed + 1))
    wait "$pid" 2>/dev/null
}

RANDOM=$seed killed=0
echo 1..7
make_rows "$rows" >"$work/rows.csv"
touch -d 2026-11-01T12:00:00Z "$work/rows.csv"

prepare "$work/calm.db"
from=$(now_ms)
run "$work/calm.db" import --source shop "$work/rows.csv" >/dev/null
import_ms=$(($(now_ms) - from)) from=$(now_ms)
run "$work/calm.db" resolve >/dev/null
resolve_ms=$(($(now_ms) - from))
calm=$(state "$work/calm.db")
[ -n "$calm" ] && echo "ok 1 - undisturbed run of $rows rows" || echo "not ok 1 - undisturbed run"

prepare "$work/rough.db"
for ((i = 0; i < rounds; i++)); do
    kill_within "$import_ms" "$program" --quiet --store "sqlite:$work/rough.db" import --source shop "$work/rows.csv"
done
run "$work/rough.db" import --source shop "$work/rows.csv" >/dev/null &&
    echo "ok 2 - import finished after $killed kills" || echo "not ok 2 - import does not finish"
imported=$killed before=$killed
for ((i = 0; i < rounds; i++)); do
    kill_within "$resolve_ms" "$program" --quiet --store "sqlite:$work/rough.db" resolve
done
run "$work/rough.db" resolve >/dev/null &&
    echo "ok 3 - resolve finished after $((killed - before)) kills" || echo "not ok 3 - resolve does not finish"
run "$work/rough.db" fsck >"$work/fsck.txt" 2>&1 && echo "ok 4 - fsck finds nothing" || {
    echo "not ok 4 - fsck"
    sed 's/^/# /' "$work/fsck.txt"
}
rough=$(state "$work/rough.db")
wrong=0
if [ -n "$calm" ] && [ "$calm" = "$rough" ]; then
    echo "ok 5 - same state digest $rough"
else
    echo "not ok 5 - state $rough, undisturbed $calm"
    wrong=1
fi

# An erasure is a transaction, in which the view follows, and the cleaning of files: kills fall in both. How long one
# takes is measured on the store that was not disturbed, so that they meet the program.
from=$(now_ms) resolved=$((killed - before)) before=$killed
run "$work/calm.db" erase shop/1 --reason asked >/dev/null
one_ms=$(($(now_ms) - from)) from=$(now_ms)
for ((i = 0; i < rounds; i++)); do
    kill_within "$one_ms" "$program" --quiet --store "sqlite:$work/rough.db" erase shop/$((i + 1)) --reason asked
done
run "$work/rough.db" erase resume >/dev/null && run "$work/rough.db" fsck >"$work/fsck.txt" 2>&1 &&
    echo "ok 6 - erasures finished after $((killed - before)) kills" || {
    echo "not ok 6 - erasures"
    sed 's/^/# /' "$work/fsck.txt"
    wrong=1
}
erase_ms=$(($(now_ms) - from)) after=$(state "$work/rough.db")
run "$work/rough.db" rebuild >/dev/null && [ -n "$after" ] && [ "$after" = "$(state "$work/rough.db")" ] &&
    echo "ok 7 - a rebuild after them gives the same" || { echo "not ok 7 - a rebuild after them"; wrong=1; }
printf '# %s rows; kills that met the program at work: import %s, resolve %s, erase %s of %s each\n' \
    "$rows" "$imported" "$resolved" "$((killed - before))" "$rounds"
printf '# undisturbed: import %s ms, resolve %s ms; with the kills, erasing took %s ms\n' "$import_ms" "$resolve_ms" "$erase_ms"
printf '# fsck found nothing after each, and the state is %s\n' "${rough:0:16}"
exit $wrong
