#!/bin/bash
# Klantbeeld beside Splink 4 (DuckDB) and recordlinkage on the same files, in one run, in turn.
#   bench/peers.sh [BENCH_SIZE]     default 100000 invented persons; 0 leaves that out
# The labelled sets are those of $KLANTBEELD_SHARED/data that both know; writes bench/peers.csv.
set -eu
cd "$(dirname "$0")/.."
size=${1:-100000}
: "${KLANTBEELD_SHARED=$(cd .. && [ -d shared/data ] && cd shared && pwd || true)}"
venv=build/peers
if [ ! -x $venv/bin/python ] || ! $venv/bin/python -c 'import splink, duckdb, recordlinkage' 2>/dev/null; then
    python3 -m venv $venv
    $venv/bin/pip install --quiet 'splink>=4,<5' duckdb pandas pyarrow 'recordlinkage>=0.16,<1'
fi
out=$(mktemp)
folder=$(mktemp -d)
trap 'rm -rf "$out" "$folder"' EXIT

run() { # set records truth
    echo "set $1: klantbeeld" >&2
    build/klantbeeld evaluate "$2" "$3" --json | sed "s/^{/{\"peer\":\"klantbeeld\",\"set\":\"$1\",/" >>"$out"
    for peer in splink recordlinkage; do
        echo "set $1: $peer" >&2
        $venv/bin/python bench/peer_$peer.py "$1" "$2" "$3" 2>/dev/null | tail -1 >>"$out"
    done
}

if [ -n "$KLANTBEELD_SHARED" ]; then
    for set in febrl3 fake_1000 pseudopeople_dev dedupe_csv_example senzing_customers; do
        run $set "$KLANTBEELD_SHARED/data/$set/records.csv" "$KLANTBEELD_SHARED/data/$set/truth.csv"
    done
else
    echo "skipped: the labelled sets (KLANTBEELD_SHARED names no folder)" >&2
fi
if [ "$size" -gt 0 ]; then
    build/klantbeeld demo --bench-persons "$size" --seed 1 --out "$folder/persons.csv" >/dev/null
    run bench "$folder/persons.csv" "$(ls "$folder"/*truth* "$folder"/*waarheid* 2>/dev/null | head -1)"
fi
python3 - "$out" bench/peers.csv <<'E2'
import csv, json, sys
rows = []
for line in open(sys.argv[1]):
    if line.startswith("{"):
        one = json.loads(line)
        rows.append([one["set"], one["peer"], one["records"], one.get("f1", one.get("default_f1")), one.get("best_f1", ""), one["wall_s"], round(one["peak_rss_mb"])])
with open(sys.argv[2], "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["set", "program", "records", "f1_default", "f1_best_cutoff", "wall_s", "peak_rss_mb"])
    writer.writerows(rows)
for row in rows:
    print("{:<18} {:<13} {:>8} records  F1 {:<7} best {:<7} {:>8} s {:>6} MB".format(*row))
E2
