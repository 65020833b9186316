#!/usr/bin/env bash
# `build --scrub` lists what no rule reads: tests/scrub-unread.py.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
here=$(cd "$(dirname "$0")" && pwd)

cd "$work"
python3 "$here/../scrub-unread.py" make .
run build ./*.md --scrub
check "all cases build" equals "$status" 0
python3 "$here/../scrub-unread.py" check . || tests_failed=$((tests_failed + 1))
tests_done
