#!/bin/bash
# Start a throw-away PostgreSQL from Debian's package, run a command with
# KLANTBEELD_TEST_POSTGRES set to its url, stop it and remove it.
#
#   with_postgres.sh COMMAND...      KLANTBEELD_POSTGRES_BIN names another folder of its programs
#
# It listens on a unix socket in a temporary folder only.  Without the package
# it says so, in the words the test runner counts as skipped, and ends well.
set -u

skip()
{
    echo "1..0 # skipped: $1"
    echo "skipped: $1" >&2
    exit 0
}

[ $# -gt 0 ] || { echo "usage: $0 COMMAND..." >&2; exit 2; }

bin=$(ls -d ${KLANTBEELD_POSTGRES_BIN:-/usr/lib/postgresql/*/bin} 2>/dev/null | sort -V | tail -1)
[ -n "$bin" ] && [ -x "$bin/initdb" ] || skip "PostgreSQL is not here (apt-get install postgresql)"

# the server refuses to run as root
as=()
if [ "$(id -u)" = 0 ]; then
    user=postgres
    id "$user" >/dev/null 2>&1 || user=nobody
    as=(runuser -u "$user" --)
fi

home=$(mktemp -d /tmp/klantbeeld-pg-XXXXXX)
[ ${#as[@]} -gt 0 ] && chown "$user" "$home"

stop()
{
    ${as[@]+"${as[@]}"} "$bin/pg_ctl" -D "$home/data" -m immediate -w stop >/dev/null 2>&1
    rm -rf "$home"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

cd "$home" || exit 1
if ! ${as[@]+"${as[@]}"} "$bin/initdb" -D "$home/data" -U klantbeeld -A trust -E UTF8 --locale=C.UTF-8 --no-sync \
        >"$home/initdb.log" 2>&1; then
    cat "$home/initdb.log" >&2
    exit 1
fi
# fsync off: what is tested is our side, and the whole goes away at the end
if ! ${as[@]+"${as[@]}"} "$bin/pg_ctl" -D "$home/data" -l "$home/server.log" -w -t 60 \
        -o "-c listen_addresses='' -k '$home' -c fsync=${KLANTBEELD_TEST_FSYNC:-off} -c shared_buffers=256MB \
            -c max_wal_size=4GB -c autovacuum=on" start >/dev/null 2>&1; then
    cat "$home/server.log" >&2
    exit 1
fi
${as[@]+"${as[@]}"} "$bin/createdb" -h "$home" -U klantbeeld klantbeeld || exit 1
export KLANTBEELD_TEST_POSTGRES="postgres://klantbeeld@/klantbeeld?host=$home"
cd "$OLDPWD" || exit 1
"$@"
