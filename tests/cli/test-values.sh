#!/usr/bin/env bash
# Values in prose, from a capture to the page: each key of a packet as it is written there.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
here=$(cd "$(dirname "$0")" && pwd)
cd "$work"
cp "$here/../../pcaps/abort.pcap" .
cat >talk.md <<'END'
---
title: Values
captures: {abort: abort.pcap}
---

# Values

The request («{{abort.frame[4].info}}») of {{abort.frame[4].length}} bytes is «{{abort.frame[4].protocol}}», flags
«{{abort.frame[4].flags}}»; «{{ abort.packets }}» packets. The first is «{{abort.frame[1].flags}}».
END
run build talk.md
check "builds" equals "$status" 0
page=$(cat talk.html)
for value in 'GET /abort HTTP/1.1' HTTP 'PSH,ACK' 6 SYN; do
  check "«$value», without a blank" contains "$page" "«$value»"
done
tests_done
