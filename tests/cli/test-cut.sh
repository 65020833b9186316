#!/usr/bin/env bash
# A capture that ends inside a packet, as one does that is still being written: every command shows what comes before the
# cut, says once where it is, and ends with 1. What is redacted is what would be of a file that ends before the cut.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
here=$(cd "$(dirname "$0")" && pwd)
cd "$work"
python3 "$here/../scrub.py" make secrets.pcap
# The first packets of a pcap, and a part of the next one.
first() {
  python3 - "$1" "$2" "$3" <<'END'
import struct
import sys
data = open('secrets.pcap', 'rb').read()
end = 24
for _ in range(int(sys.argv[1])):
    end += 16 + struct.unpack('<I', data[end + 8:end + 12])[0]
open(sys.argv[3], 'wb').write(data[:end + int(sys.argv[2])])
END
}
mkdir cut whole
for folder in cut whole; do
  cat >$folder/talk.md <<'END'
---
title: Cut
lang: en
anonymize: true
duration: 12m
captures: {s: secrets.pcap}
---

# Cut: {{s.packets}}

---

```packets s
show: stream
stream: 0
```

---

```packets s
show: list
```
END
done
# The page without its finding, and without its stylesheet.
page() { unpacked "$1" | sed -e '/^\.mistake{/,/^<style>$/d' -e "/^<span class=\"mistake\">.* is cut after .*<\\/span>\$/d"; }

for packets in 9 60 201; do
  first $packets 30 cut/secrets.pcap
  first $packets 0 whole/secrets.pcap
  sentence="'cut/secrets.pcap' is cut after frame $packets: what comes before is whole"
  run build whole/talk.md --scrub
  check "$packets packets: a redacted deck of a whole file" equals "$status$err" 0
  hidden=$(grep hidden: <<<"$out")
  run build cut/talk.md --scrub
  check "$packets: one that is cut is a mistake" equals "$status" 1
  check "$packets: which is said once" equals "$err" "pcapdeck: cut/talk.md:6: $sentence"
  check "$packets: as much is hidden" equals "$(grep hidden: <<<"$out")" "$hidden"
  check "$packets: and the deck is the same otherwise" cmp <(page cut/talk.html) <(page whole/talk.html)
done
check "of which the packets are drawn" contains "$(unpacked cut/talk.html)" 'data-frame="201"'
run check cut/talk.md
check "a check finds the same, once" equals "$(grep -c 'is cut' out)" 1
run build cut/talk.md -o plain
check "so does a build that is not redacted" equals "$err" "pcapdeck: cut/talk.md:6: $sentence"

run build cut -o site
check "a site has the page, and says it once" equals "$status$(grep -c 'is cut' err)" 11
run packets site/captures/talk/secrets.pcap --count
check "and the redacted capture, which is whole" equals "$status$err" 0
check "with all packets before the cut" contains "$out" "$packets"

cp cut/secrets.pcap bare.pcap
sentence="'bare.pcap' is cut after frame $packets: what comes before is whole"
run build bare.pcap --lang en
check "a bare capture is a deck of what comes before" contains "$(unpacked bare.html)" '>Connection 0</h2>'
check "which says where it is cut" equals "$status$err" "1pcapdeck: bare.pcap: $sentence"
run build bare.pcap --scrub --lang en
check "redacted, too" equals "$status$err" "1pcapdeck: bare.pcap: $sentence"
check "with its packets" contains "$(unpacked bare.html)" '>Connection 0</h2>'
run new made.md --capture bare.pcap --lang en
check "a new talk of it is written" grep -q '^## Connection 0' made.md
check "and it says why that is not all" equals "$status$err" "1pcapdeck: $sentence"
for options in --svg '--show packet' --json --count '-w copy.pcap' ''; do
  run packets bare.pcap ${options:+$options} ${options:+--frames 1-4}
  check "packets $options: what comes before, and where it is cut" equals "$status$err" "1pcapdeck: $sentence"
  check "packets $options: something is there" test -s "$([ "${options#-w}" = "$options" ] && echo out || echo copy.pcap)"
done
check "a picture has its packets" grep -q 'data-frame="4"' <("$pcapdeck" packets bare.pcap --svg --frames 1-4 2>/dev/null)
run packets copy.pcap
check "a copy is whole" equals "$status$err$(wc -l <out)" 04

head -c 30 bare.pcap >nothing.pcap
cp nothing.pcap cut/secrets.pcap
run build cut/talk.md --scrub
check "cut before its first packet, there is nothing to draw" contains "$err" "'cut/secrets.pcap' is cut before its first frame"
run new none.md --capture nothing.pcap
check "nor a talk to write" equals "$status$(ls none.md 2>/dev/null)" 1

tests_done
