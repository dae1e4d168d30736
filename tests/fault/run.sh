#!/bin/bash
# level: all
# The kill test at a size for every day.
ROWS=${ROWS:-1000} ROUNDS=${ROUNDS:-2} exec "$(dirname "$0")/kill_resume.sh"
