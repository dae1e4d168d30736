#!/bin/sh
# Bring what the build needs and this machine lacks: Debian's packages, a Node
# that Vite can run on, and the npm packages of ui/.  Says what it does, does
# nothing when all is there, and needs no network then.
#   tools/setup.sh run    what make and make run need
#   tools/setup.sh test   and what make test needs
set -eu
cd "$(dirname "$0")/.."

build_packages='gcc g++ meson ninja-build pkg-config python3 python3-yaml libsqlite3-dev libpq-dev libmicrohttpd-dev
libsodium-dev libxxhash-dev libicu-dev libphonenumber-dev libsimdjson-dev libpsl-dev libdeflate-dev
libcmocka-dev publicsuffix brotli curl'
test_packages='postgresql chromium clang clang-format cppcheck libclang-rt-14-dev shellcheck fonts-noto-core'

missing_of() {
    for package in "$@"; do
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || printf '%s ' "$package"
    done
}

node_is_new_enough() {
    node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null
}

# shellcheck disable=SC2086
case "${1:-run}" in
run) missing=$(missing_of $build_packages) ;;
test) missing=$(missing_of $build_packages $test_packages) ;;
*) echo "use: tools/setup.sh run|test" >&2; exit 2 ;;
esac

# Node comes with many machines in its own way; Debian's is the start when there is none.
PATH="$PWD/.node/node_modules/node/bin:$PATH"
export PATH
command -v npm >/dev/null 2>&1 || missing="$missing nodejs npm"

if [ -n "$missing" ]; then
    echo "set-up: installing with apt: $missing"
    root=
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || { echo "set-up: these packages are missing and there is no sudo: $missing" >&2; exit 1; }
        root=sudo
    fi
    $root apt-get update -qq
    # shellcheck disable=SC2086
    $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

if [ -f ui/package.json ]; then
    if ! node_is_new_enough; then
        echo "set-up: this machine's Node is too old for the UI's build; bringing a newer one into .node/"
        npm install --loglevel=error --no-audit --no-fund --no-save --prefix .node node@22
    fi
    stamp=ui/node_modules/.klantbeeld-stamp
    if ! cmp -s ui/package-lock.json "$stamp"; then
        echo "set-up: npm packages of the UI"
        (cd ui && npm ci --loglevel=error --no-audit --no-fund)
        cp ui/package-lock.json "$stamp"
    fi
fi
