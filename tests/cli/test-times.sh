#!/usr/bin/env bash
# An instant has one unit and one precision on all slides that count from the same start.
set -euo pipefail
. "$(dirname "$0")/tap.sh"

cd "$work"
fence='```'

# times FILE SECONDS...: UDP datagrams to port 9 at these times.
times() {
  python3 - "$@" <<'PYTHON'
import struct
import sys

with open(sys.argv[1], 'wb') as file:
    file.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 262144, 101))
    for time in sys.argv[2:]:
        whole, micro = time.split('.')
        packet = bytes([0x45, 0, 0, 28, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 156, 64, 0, 9, 0, 8, 0, 0])
        file.write(struct.pack('<4I', int(whole), int(micro), len(packet), len(packet)) + packet)
PYTHON
}

# talk LINE...: a talk of both captures, with a block of each line.
talk() {
  printf -- '---\ntitle: T\nlang: en\ncaptures: {short: short.pcap, long: long.pcap}\n---\n\n# T\n' >talk.md
  for block; do
    printf '\n---\n\n%spackets %s\n%s\n' "$fence" "$(printf "${block/ /'\n'}")" "$fence" >>talk.md
  done
  run build talk.md
  page=$(unpacked talk.html)
}

times short.pcap 1.000000 1.255056 1.255068
times long.pcap 1.000000 1.255056 1.255068 93.238763

talk 'short step: none' $'short show: packet\nframes: 2'
check "a packet has its time as in the sequence" contains "$page" '10.0.0.2:9 · 255.056 ms'
check "where milliseconds have three decimals" contains "$page" '>255.056<'

talk $'long frames: 1-3\nstep: none' $'long show: packet\nframes: 2' 'long step: none'
check "with a late packet on another slide all are in seconds" contains "$page" '10.0.0.2:9 · 0.255056 s'
check "with as many decimals as tell neighbors apart" contains "$page" '>0.255068<'
check "and on no slide with fewer" lacks "$page" '>255.068<'
check "opened packets, too" equals "$(grep -o 'data-unit="s" data-decimals="6"' <<<"$page" | wc -l)" 3

talk $'long frames: 1,2,4\nstep: none' $'long show: packet\nframes: 4'
check "three where nothing is near" contains "$page" '10.0.0.2:9 · 92.239 s'

talk $'long frames: 1,2,4\nstep: none' $'long show: list'
check "a list shows others, with a column of its own" contains "$page" '>92.239<'

talk $'long frames: 1-3\nstep: none' $'short show: packet\nframes: 2'
check "each capture has its own" contains "$page" '10.0.0.2:9 · 255.056 ms'

tests_done
