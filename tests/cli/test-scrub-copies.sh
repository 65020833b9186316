#!/usr/bin/env bash
# `build --scrub` when a secret has copies, or a login is spread over packets: tests/scrub-copies.py.
set -euo pipefail
. "$(dirname "$0")/tap.sh"
here=$(cd "$(dirname "$0")" && pwd)

cd "$work"
python3 "$here/../scrub-copies.py" make .
run build ./*.md --scrub
check "all cases build" equals "$status" 0
check "nothing else is said" equals "$err" ""
python3 "$here/../scrub-copies.py" check . || tests_failed=$((tests_failed + 1))
run build ./*.md -o plain
check "without --scrub the secrets are there" bash -c '! python3 "$1" check plain >/dev/null' - "$here/../scrub-copies.py"

# A message that misses bytes is hidden whole.
mkdir gaps
python3 "$here/../scrub-gaps.py" make gaps
run build gaps/*.md --scrub
check "captures with gaps build" equals "$status" 0
python3 "$here/../scrub-gaps.py" check gaps || tests_failed=$((tests_failed + 1))

# Output names the packets that no rule understands, such as a login of an unknown protocol.
python3 - <<'END'
import struct
payload = bytes(range(256))
udp = struct.pack('>HHHH', 45000, 7777, 8 + len(payload), 0) + payload
ip = struct.pack('>BBHHHBBH4s4s', 0x45, 0, 20 + len(udp), 1, 0, 64, 17, 0, bytes([10, 0, 0, 1]), bytes([10, 0, 0, 2])) + udp
with open('strange.pcap', 'wb') as out:
    out.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101) + struct.pack('<IIII', 1, 0, len(ip), len(ip)) + ip)
END
printf -- '---\ntitle: Strange\nlang: en\ncaptures: {s: {file: strange.pcap}}\n---\n\n# Strange\n\n```packets s\nshow: list\n```\n' >strange.md
run build strange.md --scrub
check "a protocol without rules is named" contains "$out" "not searched: UDP port 7777"
check "and in the deck" grep -q 'not searched: UDP port 7777' strange.html

# The protocol is called by the usual name of its port.
cp strange.md named.md
python3 -c 'import sys; data = open("strange.pcap", "rb").read(); sys.stdout.buffer.write(data.replace((7777).to_bytes(2, "big"), (623).to_bytes(2, "big")))' >named.pcap
sed -i.bak 's/strange/named/' named.md
run build named.md --scrub
check "a port that is known is named" contains "$out" "not searched: IPMI"
tests_done
