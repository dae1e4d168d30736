#!/bin/bash
# Rows per second for each step of the main job, at several sizes.
#   bench/run.sh [SIZE…]        default 100000 1000000; ROUNDS=1 for a quick look
#   POSTGRES_MAX=0              leaves PostgreSQL out; by default it runs the sizes up to 100000, when it is installed
# Prints the medians and rewrites these sizes in bench/results.csv.  Run it on a quiet machine.
set -eu
cd "$(dirname "$0")/.."
sizes=("$@")
[ ${#sizes[@]} -gt 0 ] || sizes=(100000 1000000)
ninja -C build klantbeeld bench/bench_steps bench/bench_events bench/bench_normalise bench/bench_normalise_plan bench/bench_pairs bench/bench_live bench/bench_floor >/dev/null
postgres_max=${POSTGRES_MAX:-100000}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
version=$(git describe --always --dirty 2>/dev/null || echo unknown)
for size in "${sizes[@]}"; do
    rounds=5
    [ "$size" -ge 1000000 ] && rounds=3
    rounds=${ROUNDS:-$rounds}
    build/klantbeeld demo --bench-persons "$size" --seed 1 --out "$folder/persons.csv" >/dev/null
    for round in $(seq $rounds); do
        rm -f "$folder"/store.db*
        echo "size $size, round $round of $rounds" >&2
        build/bench/bench_normalise "$folder/persons.csv" >>"$folder/runs.$size"
        build/bench/bench_normalise_plan "$folder/persons.csv" >>"$folder/runs.$size"
        build/bench/bench_steps "$folder/persons.csv" "sqlite:$folder/store.db" >>"$folder/runs.$size"
        build/bench/bench_floor "$folder/store.db" "$folder"/store.db-view-[0-9]* >>"$folder/runs.$size"
        if [ "$size" -le "$postgres_max" ]; then
            tests/store/with_postgres.sh bash -c '"$@" "$KLANTBEELD_TEST_POSTGRES"' - \
                build/bench/bench_steps "$folder/persons.csv" | sed -n 's/^\(store\|resolve\)/postgres.\1/p' >>"$folder/runs.$size"
        fi
        build/bench/bench_pairs "$folder/persons.csv" 1 >>"$folder/runs.$size"
        build/bench/bench_live "$folder/persons.csv" >>"$folder/runs.$size"
        rm -f "$folder"/events*
        build/bench/bench_events "$size" "$folder" >>"$folder/runs.$size"
    done
done
python3 bench/match.py build/klantbeeld "${sizes[@]}"
python3 - "$folder" "$version" bench/results.csv "${sizes[@]}" <<'E2'
import collections, csv, statistics, sys
folder, version, out, *sizes = sys.argv[1:]
rows = []
for size in sizes:
    runs = collections.defaultdict(list)
    for line in open(f"{folder}/runs.{size}"):
        step, count, seconds, peak, *cpu = line.split()
        runs[step].append((float(seconds), int(count), int(peak), float(cpu[0]) if cpu else 0.0, *map(float, cpu[1:3])))
    for step, figures in runs.items():
        seconds = statistics.median(f[0] for f in figures)
        count = figures[0][1]
        rows.append([version, size, step, count, f"{seconds:.3f}", f"{count / seconds:.0f}" if seconds else "", max(f[2] for f in figures), len(figures),
                     f"{statistics.median(f[3] for f in figures):.3f}" if figures[0][3] else "",
                     *(f"{statistics.median(f[i] for f in figures):.3f}" if len(figures[0]) > i else "" for i in (4, 5))])
try:
    others = [row + [""] * (11 - len(row)) for row in csv.reader(open(out))
              if row[1] != "size" and (row[1] not in sizes or row[2].startswith("page."))]  # those are bench/page.sh's
except FileNotFoundError:
    others = []
with open(out, "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["version", "size", "step", "rows", "median_s", "rows_per_s", "peak_rss_mb_so_far", "rounds", "cpu_s", "p50_ms", "p99_ms"])
    writer.writerows(sorted(others, key=lambda row: int(row[1])) + rows)
for row in rows:
    print(f"{row[1]:>9} {row[2]:<15} {row[4]:>9} s {row[5]:>10} rows/s {row[6]:>6} MB")
E2
