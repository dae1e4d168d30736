#!/bin/bash
# The pages in a real browser (ui/tests/pages.mjs) over a small demonstration company.
set -u
cd "$(dirname "$0")/../.." || exit 1
KLANTBEELD=${KLANTBEELD:-$PWD/build/klantbeeld}
if [ ! -x "${CHROMIUM:-/usr/bin/chromium}" ] || [ ! -d ui/node_modules/playwright-core ]; then
    echo "ok 1 - pages in a browser # SKIP chromium or the npm packages are missing (make setup-test)"
    echo "1..1"
    exit 0
fi
folder=$(mktemp -d)
port=$((20000 + RANDOM % 20000))
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$folder"' EXIT
"$KLANTBEELD" demo --run --no-serve --scale 1500 --out "$folder/demo" --store "sqlite:$folder/store.db" >"$folder/demo.log" 2>&1 || { cat "$folder/demo.log"; exit 1; }
"$KLANTBEELD" serve --store "sqlite:$folder/store.db" --listen "127.0.0.1:$port" >"$folder/serve.log" 2>&1 &
server=$!
for _ in $(seq 100); do
    link=$(grep -oE 'http://[^ ]*/login#[A-Za-z0-9_-]+' "$folder/serve.log" | head -1)
    [ -n "$link" ] && break
    sleep 0.1
done
[ -n "$link" ] || { cat "$folder/serve.log"; echo "not ok 1 - the server starts and prints its link"; echo "1..1"; exit 1; }
node ui/tests/pages.mjs "$link" "$@"
