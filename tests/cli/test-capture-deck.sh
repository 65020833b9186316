#!/usr/bin/env bash
# `pcapdeck build FILE.pcap`: a deck of a capture, without a note written.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
here=$(cd "$(dirname "$0")" && pwd)
cd "$work"
cp "$here/../../pcaps/pingpong.pcap" .
python3 "$here/../golden/traffic.py" traffic

run build pingpong.pcap --lang en
check "a capture becomes a deck" equals "$status$err" 0
check "beside it" test -s pingpong.html
check "and nothing else is written" equals "$(ls)" "$(printf '%s\n' err out pingpong.html pingpong.pcap traffic)"
check "it is called as the file" grep -q '<title>pingpong</title>' pingpong.html
check "it says how many packets" grep -q 'Packets: ' pingpong.html
check "all connections in rows" grep -q '>TCP connections: ' pingpong.html
check "and each with its packets" grep -q '>Connection 0</h2>' pingpong.html
check "no place for an author is left" bash -c '! grep -Eq "What there is to say|What this talk is about|one thing" pingpong.html'
check "no place of the template, either" bash -c '! grep -Eq "@(more|capture|number|frames)@" pingpong.html'

LC_ALL= LC_MESSAGES= LANG=ko_KR.UTF-8 run build pingpong.pcap -o korean
check "in the locale's language" grep -q '>연결 0</h2>' korean/pingpong.html
run build pingpong.pcap -o english --lang en
run build pingpong.pcap -o again --lang en
check "the same bytes each time" cmp -s english/pingpong.html again/pingpong.html
run build pingpong.pcap --lang fr
check "another language is usage" equals "$status" 2

for kind in neighbours messages trouble twice; do
  run build "traffic/$kind.pcap" -o decks
  check "$kind: a deck" equals "$status$err" 0
done
run build traffic/mixed.pcapng -o decks
check "a pcapng" equals "$status" 0
check "packets without a connection are listed" grep -q '>The packets</h2>' decks/neighbours.html
check "the first connections are counted" bash -c '! grep -q "The first 8 of them" decks/trouble.html'

# Of eleven connections with a packet each, eight have a slide, and the deck says so.
python3 - <<'PY'
import struct
def syn(port):
    return bytes.fromhex('02000000000202000000000108004500002800010000400600000a0000010a000002') + struct.pack(
        '>HHIIBBHHH', port, 80, 100, 0, 0x50, 2, 1000, 0, 0)
with open('eleven.pcap', 'wb') as file:
    file.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
    for number in range(11):
        packet = syn(40000 + number)
        file.write(struct.pack('<IIII', 1, number, len(packet), len(packet)) + packet)
PY
run build eleven.pcap --lang en
check "eleven connections: a deck" equals "$status$err" 0
check "eight have a slide" equals "$(grep -o '>Connection [0-9]*</h2>' eleven.html | sort -u | wc -l)" 8
check "which is said" grep -q 'The first 8 of them follow, a slide each' eleven.html

cp pingpong.pcap 'a "b" {{c}} @title@ #1.pcap'
run build 'a "b" {{c}} @title@ #1.pcap'
check "an odd name is no problem" equals "$status$err" 0
cp pingpong.pcap no-suffix
run build no-suffix -o decks
check "a capture is known by its first bytes" equals "$status" 0
cp pingpong.pcap -- "-dash.pcap"
run build -- -dash.pcap
check "a name that begins as an option" equals "$status" 0

head -c 1000 pingpong.pcap >cut.pcap
run build cut.pcap
check "a capture that is cut fails" equals "$status" 1
check "and says where" contains "$err" "after frame 8"
: >empty.pcap
run build empty.pcap
check "an empty file is told as a capture" contains "$err" "a capture has at least a file header"
gzip -c pingpong.pcap >packed.pcap.gz
run build packed.pcap.gz
check "a compressed one is told how to open" contains "$err" "gunzip"
head -c 24 pingpong.pcap >none.pcap
run build none.pcap
check "no packets: no deck" contains "$err" "holds no packets"
check "in one sentence" one_sentence "$err"
printf '%s\n' '---' 'title: A talk' '---' '# A talk' >note.pcap.md
run build note.pcap.md
check "a note about a capture is a note" equals "$status" 0

run build --scrub pingpong.pcap -o scrubbed
check "one to hand out" equals "$status" 0
check "says what it hides" contains "$out" "hidden: "

tests_done
