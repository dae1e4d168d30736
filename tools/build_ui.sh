#!/bin/sh
# Build the web pages into ui/dist, when a source of theirs is newer.
set -eu
cd "$(dirname "$0")/.."
[ -f ui/package.json ] || exit 0
PATH="$PWD/.node/node_modules/node/bin:$PATH"
export PATH
if [ -f ui/dist/index.html ] && [ -z "$(find ui spec/openapi.yaml -name node_modules -prune -o -name dist -prune -o -type f -newer ui/dist/index.html -print | head -1)" ]; then
    exit 0
fi
(cd ui && npm run --silent build)
touch ui/dist/index.html
