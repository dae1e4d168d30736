#!/bin/sh
# Configure a build folder once: tools/configure.sh FOLDER [meson options].
# Debian's own python runs meson and the generators, whatever python a user has first in PATH.
set -eu
cd "$(dirname "$0")/.."
folder=$1
shift
PATH="/usr/bin:$PATH" meson setup "$folder" "$@" >"$folder.setup.log" 2>&1 || { cat "$folder.setup.log"; exit 1; }
rm -f "$folder.setup.log"
