#!/usr/bin/env bash
# Captures that would teach something false: with packets that were captured twice, and other faults of capturing.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
here=$(cd "$(dirname "$0")" && pwd)

cd "$work"
python3 "$here/../golden/traffic.py" .
fence='```'

# talk NAME CAPTURE LANG LINE...: a sequence; the lines are its block's.
talk() {
  local name=$1 capture=$2 lang=$3
  shift 3
  {
    printf -- '---\ntitle: T\nlang: %s\nduration: 12m\ncaptures: {it: %s}\n---\n# T\n\n' "$lang" "$capture"
    printf '%spackets it\n' "$fence"
    [ $# -eq 0 ] || printf '%s\n' "$@"
    printf '%s\n' "$fence"
  } >"$name.md"
}

# --- captured twice ---

run packets twice.pcap
check "a copy is told in the terminal" contains "$out" "[captured twice: #1]"
run packets twice.pcap --json
check "and in JSON, whose analysis stays as Wireshark's" contains "$out" '"analysis":["retransmission"],"duplicate_of":13'
check "what was sent again is no copy" equals "$(printf '%s\n' "$out" | grep -c duplicate_of)" 7

talk twice twice.pcap en "expect: [copies == 7, retransmissions == 2]"
run check twice.md
check "check says it, once" equals "$status $(printf '%s\n' "$out" | grep -c 'captured twice')" "1 1"
check "with frames, and the way out" contains "$out" "frames 2, 4, 6, 8, 10 and others (7): captured twice (the first is frame 1 again)"
check "which is a key of the block" contains "$out" "'once: true'"
run build twice.md
check "the arrow is labelled" contains "$(cat twice.html)" "captured twice (#1)"
check "a copy of the handshake's ACK is of the handshake" grep -q '<g class="row rule-kind-handshake copy[^>]*data-frame="6"' twice.html

talk once twice.pcap ko "once: true" "expect: [copies == 0, packets == 8]"
run check once.md
check "each once: nothing is left to find" equals "$status$out" 0
run build once.md
check "how many were dropped is told" contains "$(cat once.html)" "두 번 캡처된 패킷의 사본 7개 생략"
check "and the copies are gone" lacks "$(cat once.html)" 'data-frame="2"'

# A copy that is chosen without its original is shown, whatever 'once' says.
talk alone twice.pcap en "once: true" "frames: 2,4"
run build alone.md
check "a copy whose original is not chosen stays" contains "$(cat alone.html)" "captured twice (#1)"

# --- the rest ---

talk odd odd.pcapng en
run check odd.md
check "a start that was missed" contains "$out" "frame 1: the first packet of a connection that has no SYN before it"
check "segments larger than the MSS" contains "$out" "frame 6: more data than the MSS allows (4380 bytes of 1460)"
check "a clock that went back" contains "$out" "frame 7: an earlier time than that of the packet before (by 2.000 ms)"
check "a snap length" contains "$out" "frame 8: cut by the snap length (96 of 1054 bytes)"
check "packets that were dropped" contains "$out" "3 packets were dropped while it was captured"
check "one line a kind" equals "$(printf '%s\n' "$out" | grep -c odd.pcapng)" 5
run build odd.md
html=$(cat odd.html)
check "the picture says so, too: merged" contains "$html" "3 segments in one"
check "the order of time" contains "$html" "not in order of time (-2.000 ms)"
check "the beginning" contains "$html" "the beginning was not captured"

# Bytes are acknowledged by a packet before them in the file, whose time is later: they were sent once.
run packets swapped.pcap
check "the list says what Wireshark says" contains "$out" "[TCP Spurious Retransmission]"
talk swapped swapped.pcap en "expect: retransmissions == 0"
run build swapped.md
html=$(cat swapped.html)
check "a talk does not call it sent again" equals "$status$(grep -c '! spurious' <<<"$html")" 00
check "but not in order" contains "$html" "not in order of time: 0.641 ms earlier than the packet before it in the file: the clock was set back, or packets were not written in the order of their capture"
check "nor says that the capture lacks it" contains "$html" "5 confirms bytes that were not captured so far"

# The first fragment of a segment shows neither the segment's size nor a relative number.
talk fragments fragments.pcap en "show: connections"
run build fragments.md
check "bytes in fragments are told, but not counted" contains "$(cat fragments.html)" "0 bytes + fragments"
run packets fragments.pcap --count
check "in totals, too" contains "$out" "payload 0 → 4 ←, without that of fragments"
talk fragments fragments.pcap en "filter: tcp port 50000" "show: graph"
run build fragments.md
check "a graph has only what has a place in it" contains "$(cat fragments.html)" "4 bytes · tcp.stream"
talk fragments fragments.pcap en "frames: 1" "show: segments"
run build fragments.md
check "nothing but fragments is not without data" contains "$(cat fragments.html)" "the data over TCP is in IP fragments"
printf '# {{it.stream[2].client_bytes}}\n' >>fragments.md
run build fragments.md
check "a size that is not known is not quoted" equals "$status" 1

talk few odd.pcapng en "frames: 3-5"
run check few.md
check "what is not shown is not told" equals "$(printf '%s\n' "$out" | grep -c odd.pcapng)" 1

tests_done
