#!/usr/bin/env bash
# `build --scrub` of connections that changed to HTTP/2 or WebSocket: tests/scrub-frames.py.
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
for name in cookie-plain-text-9999 masked-9999 data-9999 server-7; do
  run build "$name.md" -o plain
  check "without --scrub the secret of $name is there" bash -c '! python3 "$1" check plain "$2" >/dev/null' - "$here/../scrub-frames.py" "$name"
done
tests_done
