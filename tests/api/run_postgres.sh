#!/bin/bash
# level: all
# The same on PostgreSQL.
here=$(dirname "$0")
exec "$here/../store/with_postgres.sh" "$here/run.py"
