#!/usr/bin/env bash
# pcapng as Wireshark writes it: interfaces of several link types, comments on packets, names of addresses.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
here=$(cd "$(dirname "$0")" && pwd)

cd "$work"
python3 "$here/../golden/traffic.py" .
fence='```'

# --- choosing an interface ---

count() { printf '%s\n' "$1" | grep -c . || :; }
run packets mixed.pcapng
check "all packets are read" equals "$status $(count "$out")" "0 12"
run packets mixed.pcapng --interface lo0
check "a name chooses an interface" equals "$(count "$out")" 6
by_name=$out
run packets mixed.pcapng --interface 0
check "its number is the same" equals "$out" "$by_name"
run packets - --interface 1 <mixed.pcapng
check "standard input is no file" equals "$status" 1
out=$(cat mixed.pcapng | "$pcapdeck" packets - --interface 1)
check "a pipe is read" equals "$(count "$out")" 6
run packets mixed.pcapng --interface eth9
check "an interface that is not there is told, with those that are" contains "$err" "has no interface 'eth9': it has 0 (lo0), 1 (en0)"
check "in one sentence, and it fails" one_sentence "$status$err"
run packets neighbours.pcap --interface 0
check "a pcap has one interface" equals "$status" 0
run packets mixed.pcapng --interface en0 --svg --frames 7-11
check "a picture is of one interface" contains "$out" "my laptop"

# --- saving ---

run packets mixed.pcapng -w saved.pcapng
run packets saved.pcapng --json
saved=$out
run packets mixed.pcapng --json
check "what is saved is read again" equals "$saved" "$out"
run packets mixed.pcapng --interface en0 -w en0.pcap
check "one interface is saved as a pcap" equals "$(head -c4 en0.pcap | od -An -tx1 | tr -d ' ')" 4d3cb2a1
if command -v tshark >/dev/null; then
  check "tshark reads both" equals "$({ tshark -nr saved.pcapng; tshark -nr en0.pcap; } 2>/dev/null | wc -l | tr -d ' ')" 18
fi
run packets mixed.pcapng tcp port 50000 -w some.pcap
check "a selection of one link type is read by others" equals "$status" 0
if command -v tcpdump >/dev/null; then
  check "tcpdump reads it" equals "$(tcpdump -nr some.pcap 2>/dev/null | wc -l | tr -d ' ')" 5
fi

# --- in a deck ---

# talk NAME LINE...: front matter, then a sequence of all packets.
talk() {
  local name=$1
  shift
  {
    printf -- '---\ntitle: T\nlang: en\n'
    printf '%s\n' "$@"
    printf -- '---\n# T\n\n%spackets it\nnotes:\n  1: "**author** says"\n%s\n' "$fence" "$fence"
  } >"$name"
}
talk all.md 'captures: {it: mixed.pcapng}'
run build all.md
page=$(cat all.html)
check "a talk of two link types builds" equals "$status$err" 0
check "a comment is a remark, and no markup" contains "$page" '<b>Packet comment</b> the &lt;b&gt;first&lt;/b&gt; packet</p>'
check "what would turn the line around is written out" contains "$page" '\u{202e}waited\u{202c} for \x1b[31m\xff'
check "the author's remark stands before it, in one place" contains "$page" '<p><strong>author</strong> says</p>
<p class="comment">'
check "a lane is called as the capture calls its host" contains "$page" "my laptop"

talk one.md 'captures: {it: {file: mixed.pcapng, interface: lo0}}'
run build one.md
check "'interface:' chooses, and numbers stay" equals "$status $(grep -o 'data-frame="[0-9]*"' one.html | sort -u | wc -l | tr -d ' ')" "0 6"
talk none.md 'captures: {it: {file: mixed.pcapng, interface: eth9}}'
run build none.md
check "an interface that is not there stops the talk" contains "$err" "has no interface 'eth9': it has 0 (lo0), 1 (en0)"
check "at the line of its capture" contains "$err" "none.md:4: "

# --- hidden ---

python3 - "$here/../golden" <<'PYTHON'
import sys
sys.path.insert(0, sys.argv[1])
from traffic import *
capture = PcapngCapture([(b'lo0', NULL)], [(IP_A, b'password=hunter2-name'), (IP_B, b'workstation-of-kim')])
web = Connection(capture, 50000, 8080, 100, 200)
web.handshake()
capture.comment = b'it logs in with\nAuthorization: Bearer abcdefgh12345678\nand the cookie again: 5e55ion-of-kim'
web.send(0, PSH | ACK, 1, 1, b'GET / HTTP/1.1\r\nHost: a\r\nCookie: id=5e55ion-of-kim\r\n\r\n')
capture.write('secret.pcapng')
PYTHON
talk secret.md 'captures: {it: secret.pcapng}'
run build secret.md
check "without --scrub, everything is there" contains "$(cat secret.html)" "abcdefgh12345678"
run build --scrub secret.md
page=$(cat secret.html)
check "--scrub builds" equals "$status" 0
for word in abcdefgh12345678 hunter2 5e55ion-of-kim; do
  check "--scrub hides '$word' in comments and names" lacks "$page" "$word"
done
check "--scrub leaves the rest of a comment" contains "$page" "it logs in with"
check "--scrub leaves names" contains "$page" "workstation-of-kim"
talk secret.md 'captures: {it: secret.pcapng}' 'anonymize: true'
run build --scrub secret.md
page=$(cat secret.html)
check "'anonymize' leaves out comments" lacks "$page" "it logs in with"
check "'anonymize' leaves out names" lacks "$page" "workstation-of-kim"

tests_done
