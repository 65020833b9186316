#!/usr/bin/env bash
# `pcapdeck packets` as a user types it: files good and bad, filters, pipes, a terminal.
set -uo pipefail
cd "$(dirname "$0")"
. ./tap.sh

pcaps=$(cd ../../pcaps && pwd)
python3 ../golden/traffic.py "$work/traffic"
escape=$(printf '\033')

run packets "$pcaps/abort.pcap"
check "a line a packet" equals "$(printf '%s\n' "$out" | wc -l)" 6
check "no color in a pipe" lacks "$out" "$escape"
check "status 0" equals "$status" 0

# Runs the program with a pseudo terminal as standard output, so that it writes colors.
on_terminal() {
  python3 -c 'import os, pty, sys
status = pty.spawn(sys.argv[1:])
sys.exit(os.waitstatus_to_exitcode(status))' "$pcapdeck" "$@" </dev/null
}
out=$(TERM=xterm COLORTERM=truecolor on_terminal packets "$pcaps/abort.pcap")
check "Wireshark's red on a terminal" contains "$out" "$escape[38;2;255;252;156m$escape[48;2;164;0;0m"
out=$(COLORTERM='' TERM=screen-256color on_terminal packets "$pcaps/abort.pcap")
check "on one of 256 colors, the nearest" contains "$out" "$escape[38;5;229m$escape[48;5;124m"
out=$(COLORTERM='' TERM=xterm on_terminal packets "$pcaps/abort.pcap")
check "on one of sixteen, those of the same hue" contains "$out" "$escape[93m$escape[41m"
out=$(COLORTERM='' TERM=dumb on_terminal packets "$pcaps/abort.pcap")
check "on one that has none, none" lacks "$out" "$escape"
out=$(NO_COLOR=1 TERM=xterm on_terminal packets "$pcaps/abort.pcap")
check "NO_COLOR is respected" lacks "$out" "$escape"
out=$(TERM=xterm on_terminal packets "$work/traffic/messages.pcap")
check "captured escapes never reach the terminal" lacks "$out" "$escape]0;"
check "they are shown instead" contains "$out" '\x1b]0;owned\x07'

run packets "$pcaps/pingpong.pcap" --stream 1 --frames 1-20 tcp port 8080 --json
check "selections intersect" equals "$(printf '%s\n' "$out" | wc -l)" 10
check "numbers are the file's" contains "${out%%$'\n'*}" '"number":11,'
printf '%s\n' "$out" >"$work/lines"
check "every line is JSON" python3 -c 'import json, sys
for line in open(sys.argv[1], encoding="utf-8"): json.loads(line)' "$work/lines"

run packets "$pcaps/pingpong.pcap" 'tcp.port==8080'
check "a display filter is refused with 1" equals "$status" 1
check "and answered with libpcap's" contains "$err" "did you mean 'tcp port 8080'"
check "in one sentence" one_sentence "$err"

head -c 1000 "$pcaps/pingpong.pcap" >"$work/cut.pcap"
run packets "$work/cut.pcap"
check "a cut file prints its whole packets" equals "$(printf '%s\n' "$out" | wc -l)" 8
check "then says where" contains "$err" "after frame 8"
check "and fails" equals "$status" 1
run packets "$work/traffic/neighbours.pcap" --count
check "totals without any stream" lacks "$out" "stream"
check "are no fault" equals "$status$err" 0
run packets "$work/cut.pcap" --count
check "totals of a cut file" contains "$out" "packets: 8"
check "fail too" equals "$status" 1

run packets "$work/none.pcap"
check "a missing file is named" contains "$err" "'$work/none.pcap'"
: >"$work/empty.pcap"
run packets "$work/empty.pcap"
check "an empty file fails" equals "$status" 1
check "in one sentence" one_sentence "$err"
run packets "$0"
check "a file that is no capture fails" equals "$status" 1

for wrong in --json=some '--frames 0' '--frames 3-1' '--stream x' '--json --count' '--show stack' '--show packet --json' '--show packet --count' '--svg --show none' '--svg --lang xx' '--lang ko' '--colors wireshark' '--svg --colors red' '--svg --show list --colors kind' ''; do
  # shellcheck disable=SC2086
  run packets ${wrong:+"$pcaps/abort.pcap"} $wrong
  check "usage: ${wrong:-no file}" equals "$status" 2
done

# Packets in full. The golden files have all that each of them says.
run packets "$pcaps/pingpong.pcap" --show packet --frames 4
check "a packet is opened as text" equals "$status$err" 0
check "no color in a pipe, here either" lacks "$out" "$escape"
check "its flags as bits" contains "$out" '47  .... 1...                  Push: Set'
check "its bytes" contains "$out" '0040  d8 73 47 45 54 20 2f 70  69 6e 67 20 48 54 54 50   .sGET /ping HTTP'
run packets "$pcaps/pingpong.pcap" --show packet --frames 4 --lang ko
check "in Korean" contains "$out" '출발지 MAC 주소다'
run packets "$pcaps/pingpong.pcap" --show packet tcp port 8080 --frames 1-3
check "several packets, one after the other" equals "$(grep -c '^Ethernet ' <<<"$out")" 3
run packets "$pcaps/pingpong.pcap" --show packet tcp port 9
check "none that matches is said" contains "$err" "no packet"
# stripped WORD...: what a terminal is sent, without our own colors.
stripped() { on_terminal packets "$@" | sed "s/$escape\[[0-9;]*[mK]//g" | tr -d '\r\n'; }
for colors in 'xterm truecolor' 'xterm-256color ' 'linux '; do
  out=$(TERM=${colors% *} COLORTERM=${colors#* } on_terminal packets "$work/traffic/messages.pcap" --show packet)
  check "an opened packet has colors (${colors% *})" contains "$out" "$escape["
  out=$(TERM=${colors% *} COLORTERM=${colors#* } stripped "$work/traffic/messages.pcap" --show packet)
  check "and no captured byte steers a terminal (${colors% *})" equals "$(tr -d '[:print:]\200-\377' <<<"$out")" ""
done
run packets "$work/traffic/messages.pcap" --show packet
check "captured escapes are shown" contains "$out" '\x1b]0;owned\x07'

run packets "$pcaps/pingpong.pcap" --frames 3-5 -w "$work/part.pcap"
check "-w prints nothing" equals "$out$err" ""
run packets "$work/part.pcap"
check "and saves the selection" equals "$(printf '%s\n' "$out" | wc -l)" 3
run packets "$pcaps/pingpong.pcap" -w "$work/no/folder.pcap"
check "an unwritable place fails" equals "$status" 1
out=$("$pcapdeck" packets - <"$pcaps/abort.pcap" | wc -l)
check "reads standard input" equals "$out" 6
out=$("$pcapdeck" packets "$pcaps/abort.pcap" -w - | "$pcapdeck" packets - --count | head -1)
check "writes standard output" equals "$out" "packets: 6"

# The progress of a long scan, which is slow here because its output is not read at first.
python3 - "$work/many.pcap" <<'EOF'
import struct, sys
frame = bytes.fromhex('02000000000202000000000108004500002800010000400600000a0000010a000002'
                      '04d200500000000100000000' '5010ffff00000000')
record = struct.pack('<IIII', 1, 0, len(frame), len(frame)) + frame
with open(sys.argv[1], 'wb') as file:
    file.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1) + record * 40000)
EOF
run packets "$work/many.pcap" --show packet
check "too many to open" equals "$status" 1
check "and how to choose" contains "$err" "at most 500 are opened at a time: select some with a filter, --frames 1-20"
slowly() { # FILE ARGUMENT...: what standard error, a terminal, shows
  python3 - "$pcapdeck" "$@" <<'EOF'
import os, pty, subprocess, sys, time
reader, terminal = pty.openpty()
process = subprocess.Popen([sys.argv[1], 'packets'] + sys.argv[2:], stdout=subprocess.PIPE,
                           stderr=terminal)
os.close(terminal)
time.sleep(0.8)
lines = process.stdout.read().count(b'\n')
process.wait()
shown = b''
try:
    while chunk := os.read(reader, 4096):
        shown += chunk
except OSError:  # how Linux says that the last writer is gone
    pass
sys.stdout.write(f'{lines} lines {shown.decode()!r}')
EOF
}
out=$(slowly "$work/many.pcap" --json)
check "progress hides no packet" contains "$out" "40000 lines"
check "progress on a terminal: its share" contains "$out" " %, "
check "and its packets" contains "$out" "192 packets"
check "taken away at the end" contains "$out" "\\r\\x1b[K'"
out=$(slowly "$pcaps/pingpong.pcap" --json)
check "none of a short scan" contains "$out" " lines ''"
err=$({ "$pcapdeck" packets "$work/many.pcap" --json | { sleep 0.8; cat >/dev/null; }; } 2>&1)
check "none where standard error is no terminal" equals "$err" ""

# A SYN flood: SYNs from ever new sockets, which nothing answers.
flood() {
  python3 -c 'import struct, sys
head = bytes.fromhex("0200000000020200000000010800450000280001000040060000")
out = sys.stdout.buffer
out.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
for i in range(int(sys.argv[1])):
    out.write(struct.pack("<IIII", 1, 0, 54, 54) + head + struct.pack(">IIHHIIHHHH",
              0x0a000000 + i // 50000, 0xc0000201, 1024 + i % 50000, 80, i, 0, 0x5002, 65535, 0, 0))
' "$1" 2>/dev/null # the program stops reading
}
flood 260000 | "$pcapdeck" packets - --count >"$work/out" 2>"$work/err"
check "a SYN flood ends the scan" equals "${PIPESTATUS[1]}" 1
check "in one sentence" one_sentence "$(cat "$work/err")"
check "that says what it is" contains "$(cat "$work/err")" "more than 250000 connections are open at frame 250001"
check "after totals of what came before" contains "$(head -1 "$work/out")" "packets: 250000"
check "and a line for each of its streams" equals "$(grep -c ', open$' "$work/out")" 250000

err=$({ "$pcapdeck" packets "$pcaps/pingpong.pcap" --json=full; echo "status $?" >&2; } 2>&1 >/dev/full | cat)
check "a full disk is told" contains "$err" "standard output"
err=$({ "$pcapdeck" packets "$pcaps/pingpong.pcap" --json=full || :; } 2>&1 >&1 | head -c 100 >/dev/null)
check "a closed pipe is quiet" equals "$err" ""

run packets "$pcaps/abort.pcap" --svg
check "--svg draws" contains "${out%%>*}" "<svg"
check "well-formed XML" python3 -c 'import sys, xml.dom.minidom
xml.dom.minidom.parse(sys.argv[1])' "$work/out"
run packets "$work/traffic/messages.pcap" --svg
check "with hostile text too" python3 -c 'import sys, xml.dom.minidom
xml.dom.minidom.parse(sys.argv[1])' "$work/out"
run packets "$pcaps/abort.pcap" --svg udp
check "nothing to draw fails" equals "$status" 1
python3 - "$work/many.pcap" <<'PY'
import struct, sys
with open(sys.argv[1], 'wb') as out:
    out.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
    for i in range(501):
        out.write(struct.pack('<IIII', i, 0, 14, 14) + bytes(14))
PY
run packets "$work/many.pcap" --svg
check "too many packets fail" equals "$status" 1
check "and say how to select" contains "$err" "--frames"
# Socket calls in a picture that can do without them.
run packets "$pcaps/slow-reader.pcap" --svg --show graph --calls
check "--calls: a graph has the congestion window" contains "$out" 'measured at calls'
run packets "$pcaps/slow-reader.pcap" --svg --show graph
check "without it there is none" lacks "$out" 'measured at calls'
run packets "$pcaps/sockets.pcap" --svg --calls
check "--calls: a sequence has them beside its lanes" contains "$out" 'connect(3)'
run packets "$pcaps/slow-reader.pcap" --svg --show calls --frames 4-8
check "what is said of a call is of the whole file" contains "$out" "The data (#4) came after it began and before it returned."
check "also by packets that are not shown" contains "$out" "It returned before the ACK (#11) came"
run packets "$pcaps/sockets.pcap" --svg --show list --calls
check "--calls: a list has no place for them" contains "$err" "--calls goes with --svg and --show sequence"
run packets "$pcaps/pingpong.pcap" --svg --calls
check "--calls: none are recorded" contains "$err" "are not recorded"

tests_done
