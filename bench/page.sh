#!/bin/bash
# How fast pages are served: makes a store of invented persons, serves it and asks with wrk.
#   bench/page.sh [PERSONS…]     default 100000; 1000000 takes some minutes. SECONDS_EACH=5 per step.
# KEEP=FOLDER keeps the stores there and uses them again; KLANTBEELD=PROGRAM takes another build.
# Lines "page.…" go to bench/results.csv: requests, requests per second, the middle and the slowest hundredth in ms.
# wrk asks on the same machine, so that its work is in every figure.
set -eu
cd "$(dirname "$0")/.."
command -v wrk >/dev/null || { echo "bench/page.sh: skipped, wrk is not installed (Debian: apt-get install wrk)"; exit 0; }
program=${KLANTBEELD:-build/klantbeeld}
out=${RESULTS:-bench/results.csv}
seconds=${SECONDS_EACH:-5}
sizes=("$@")
[ ${#sizes[@]} -gt 0 ] || sizes=(100000)
folder=${KEEP:-$(mktemp -d)}
server=
finish() {
    [ -z "$server" ] || { kill -INT "$server" && wait "$server" || true; }
    [ -n "${KEEP:-}" ] || rm -rf "$folder"
}
trap finish EXIT
version=$(git describe --always --dirty 2>/dev/null || echo unknown)

make_store() { # folder persons: one in a hundred has 60 events, at most 2,000
    local store="sqlite:$1/store.db" busy=$(($2 / 100 < 2000 ? $2 / 100 : 2000))
    "$program" demo --bench-persons "$2" --seed 1 --out "$1/persons.csv" >/dev/null
    python3 bench/page.py events "$1/persons.csv" "$busy" 60 >"$1/events.csv"
    "$program" --store "$store" init >/dev/null
    "$program" --store "$store" source add crm --kind crm >/dev/null
    "$program" --store "$store" --quiet import --source crm "$1/persons.csv" >/dev/null
    "$program" --store "$store" --quiet import --source crm "$1/events.csv" >/dev/null
    "$program" --store "$store" --quiet resolve >/dev/null
    "$program" --store "$store" export --keys --out "$1/keys.csv" >/dev/null
    python3 bench/page.py paths "$1/keys.csv" "$1/persons.csv" "$1" "$busy"
    touch "$1/made"
}

# step paths connections pause_ms: one round to warm up, then one that counts
ask() {
    local url="http://$address"
    for _ in warm counts; do
        PATHS=$made/$2 PAUSE_MS=$4 wrk -t1 -c"$3" -d"${seconds}s" -s bench/page.lua -H "Authorization: Bearer $key" \
            "$url" | grep '^page ' >"$made/line"
    done
    read -r _ requests took p50 p99 wrong <"$made/line"
    [ "$wrong" = 0 ] || echo "page.$1: $wrong answers were no answer" >&2
    echo "page.$1 $requests $took $p50 $p99 $(awk '/VmHWM/ { printf "%d", $2 / 1024 }' "/proc/$server/status")" | tee -a "$made/lines"
}

for size in "${sizes[@]}"; do
    made="$folder/$size"
    mkdir -p "$made"
    [ -e "$made/made" ] || make_store "$made" "$size"
    : >"$made/lines"
    key=$("$program" --store "sqlite:$made/store.db" token add bench --json | python3 -c 'import json,sys; print(json.load(sys.stdin)["key"])')
    address=127.0.0.1:${PORT:-8397}
    "$program" --store "sqlite:$made/store.db" --json serve --listen "$address" >"$made/serve.out" 2>&1 &
    server=$!
    for _ in $(seq 50); do
        curl -s -o /dev/null "http://$address/api/v1/session" && break
        sleep 0.1
    done
    ask profile profile 16 0         # as fast as it goes
    ask profile.20k profile 200 10   # 20,000 a second, when it can
    ask page page 16 0               # the whole view of anybody
    ask view.3k view 30 10           # the whole view, with 50 events
    ask search.100 search 4 40       # somebody types: a hundred a second
    ask search.typo.100 typo 4 40
    kill -INT "$server" && wait "$server" || true
    server=
    python3 bench/page.py keep "$out" "$version" "$size" <"$made/lines"
done
