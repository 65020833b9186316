#!/usr/bin/env bash
# `build --scrub` where a connection changed to HTTP/2 or WebSocket: tests/scrub-frames.py.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
here=$(cd "$(dirname "$0")" && pwd)

cd "$work"
python3 "$here/../scrub-frames.py" make .
run build ./*.md --scrub
check "all cases build" equals "$status" 0
check "nothing else is said" equals "$err" ""
check "what was hidden whole is said" contains "$out" "HTTP/2 and WebSocket messages"
python3 "$here/../scrub-frames.py" check . || tests_failed=$((tests_failed + 1))
run build ./*.md -o plain
check "without --scrub the secrets are there" bash -c '! python3 "$1" check plain >/dev/null' - "$here/../scrub-frames.py"
tests_done
