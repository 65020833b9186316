#!/usr/bin/env bash
# With little memory there is a true recording, or one sentence and no file. The limits are near the memory that loading
# the libraries takes. Sanitizers need more than that, so the test needs a program without them.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
. "$(dirname "$0")/sweep.sh"
command -v prlimit >/dev/null || { echo "prlimit is not installed"; exit 77; }
cd "$work"
if ! "$pcapdeck" record -o probe.pcap >probed 2>&1; then
  echo "nothing can be recorded here: $(cat probed)"
  exit 77
fi
for limit in as data; do
  starts_at=$(least starts --$limit 65536 4000000000)
  works_at=$(least works_under --$limit 65536 4000000000)
  check "$limit: a start needs memory" [ "$starts_at" -gt 200000 ]
  from=$((starts_at * 15 / 16)) to=$((works_at * 5 / 4)) # what works once may fail at another time
  sweep "$limit" --$limit $(seq $from $(((to - from) / 24 + 1)) $to)
done
rm -f probe.* x.*
check "nothing is left" equals "$(ls | tr '\n' ' ')" "err out probed "
tests_done
