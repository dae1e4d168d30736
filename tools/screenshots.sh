#!/bin/sh
# The pictures of the README, made anew from the demonstration company.
set -eu
cd "$(dirname "$0")/.."
PATH="$PWD/.node/node_modules/node/bin:$PATH"
pictures="search-nl-light-1440 person-nl-light-1440 explain-nl-light-1440 hits-en-dark-1440 person-nl-light-390 rules-nl-light-1440"
export PATH PAGES_ONLY=looks PAGES_LOOKS="$pictures"
all=$(mktemp -d)
tests/ui/run.sh "$all" >"$all/log" || { grep '^not ok' "$all/log"; exit 1; }
mkdir -p docs/screenshots
for picture in $pictures; do
    cp "$all/$picture.png" docs/screenshots/
done
rm -rf "$all"
ls docs/screenshots
