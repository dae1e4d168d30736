#!/bin/bash
# level: all
# The kill test at a size for every day.  At the size of a store, some twenty minutes of a quiet machine:
#   ROWS=200000 ROUNDS=20 nice -n 10 tests/fault/kill_resume.sh
ROWS=${ROWS:-1000} ROUNDS=${ROUNDS:-2} exec "$(dirname "$0")/kill_resume.sh"
